//! One book on three devices: two that write while the server is away, one of which is killed while it sends, and one that
//! joins late. In the end all three export the same table to the byte, and show the same value that lost.
//!
//! Run on our model of a server, which also tells that nothing of the book was seen on the wire, and on express-pouchdb, which
//! others wrote. `BURROW_SYNC_ROUNDS` says how often each (once).

use std::fs;
use std::time::Duration;

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::couch_model::{CouchModel, CouchServer, Request, Sender};
use crate::counts;
use crate::failure::Failure;
use crate::page::Page;
use crate::pouchdb_server::PouchDbServer;
use crate::relay::Relay;
use crate::site::Site;
use crate::steps::{customers_become, edit_text, file_for, import, open, open_beside, value_becomes};
use crate::sync_steps::{
    CODE_PASSPHRASE, Server, conflicts_are, home_line_tells, join, make_code, open_devices, start, sync_now,
};

/// Customers of the book.
const PEOPLE: u64 = 60;
const NAME: &str = "Canary7 Warbler7";
const FIELD: &str = "Job title";

/// A device: a browser that can be killed and started again with what it remembers.
struct Device {
    profile: Profile,
    browser: Option<Browser>,
    page: Page,
}

impl Device {
    fn new() -> Result<Device, Failure> {
        let profile = Profile::temporary()?;
        let browser = Browser::launch(&profile, &LaunchOptions::default())?;
        let page = browser.new_page()?;
        Ok(Device { profile, browser: Some(browser), page })
    }

    fn kill_and_start_again(&mut self) -> Result<(), Failure> {
        if let Some(browser) = self.browser.take() {
            browser.kill_hard();
        }
        let browser = Browser::launch(&self.profile, &LaunchOptions::default())?;
        self.page = browser.new_page()?;
        self.browser = Some(browser);
        Ok(())
    }

    fn write(&self, site: &Site, value: &str) -> Result<(), Failure> {
        open(&self.page, &site.place("customers?search=Canary7"))?;
        open_beside(&self.page, NAME)?;
        edit_text(&self.page, FIELD, value)
    }

    fn sync_now(&self, site: &Site) -> Result<(), Failure> {
        sync_now(&self.page, site)
    }

    /// All customers as an exact table, its rows in an order of their own.
    fn table(&self, site: &Site, name: &str) -> Result<Vec<String>, Failure> {
        let mut downloads = self.page.accept_downloads(&self.profile.folder().join(format!("downloads {name}")))?;
        open(&self.page, &site.place("customers"))?;
        customers_become(&self.page, PEOPLE)?;
        self.page.click("button", "Export")?;
        self.page.click("button", "Download")?;
        let file = downloads.wait_for_next(60.0)?;
        let text = fs::read_to_string(&file.path).map_err(|reason| Failure::file("the export", &reason))?;
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        rows.sort();
        Ok(rows)
    }
}

fn people() -> String {
    let row = |number: u64| format!("Canary{number},Warbler{number},canary{number}@aviary.example\n");
    let rows: String = (0..PEOPLE).map(row).collect();
    format!("first_name,last_name,email\n{rows}")
}

/// The story, on a server that `switch` takes away and gives back.
fn three_devices(name: &str, server: &Server, chance: &mut Chance, switch: &mut dyn FnMut(bool)) {
    let site = &Site::start(&Default::default()).expect("a site");
    let desk = Device::new().expect("a browser");
    let mut laptop = Device::new().expect("another browser");
    let story = Story::new(&format!("{name}_desk"), &desk.page);
    let file = story.take(file_for(&desk.profile, "people.csv", people()));
    story.take(import(&desk.page, site, &file));
    story.take(start(&desk.page, site, server, "Front desk"));
    let code = story.take(make_code(&desk.page, site, CODE_PASSPHRASE));
    story.take(join(&laptop.page, site, &code, CODE_PASSPHRASE, "Laptop"));

    switch(false);
    story.take(desk.write(site, "Admiral"));
    story.take(home_line_tells(&desk.page, "not yet sent"));
    story.take(laptop.write(site, "Professor"));
    story.take(home_line_tells(&laptop.page, "not yet sent"));
    switch(true);
    story.take(desk.sync_now(site));
    // The laptop is killed at some moment of its receiving, joining and sending.
    story.take(open_devices(&laptop.page, site));
    story.take(laptop.page.click("button", "Sync now"));
    std::thread::sleep(Duration::from_millis(chance.below(400)));
    story.take(laptop.kill_and_start_again());
    story.take(laptop.sync_now(site));
    story.take(desk.sync_now(site));

    let phone = Device::new().expect("a third browser");
    story.take(join(&phone.page, site, &code, CODE_PASSPHRASE, "Phone"));
    let devices = [("desk", &desk), ("laptop", &laptop), ("phone", &phone)];
    for (_, device) in devices {
        story.take(device.sync_now(site));
    }
    let expected = story.take(desk.table(site, name));
    check(&story, expected.len() as u64 == PEOPLE + 1, &format!("{} rows", expected.len()));
    for (which, device) in devices {
        let found = story.take(device.table(site, name));
        check(&story, found == expected, &format!("the table of the {which} is another one"));
        story.take(open_beside(&device.page, NAME));
        story.take(value_becomes(&device.page, FIELD, "Professor"));
        story.take(conflicts_are(&device.page, site, 1));
        story.take(device.page.wait_for_text("Admiral"));
    }
}

#[test]
fn three_devices_agree_on_our_model_and_the_wire_tells_nothing() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let rounds = rounds();
    for round in 0..rounds {
        let mut model = CouchModel::new(chance.seed() ^ round);
        model.add_user("ann", "s3cret");
        model.create_database("book");
        model.let_in("book", "ann");
        let couch = std::cell::RefCell::new(CouchServer::start_with(model).expect("a server"));
        let address = format!("{}/book", couch.borrow().address().trim_end_matches('/'));
        let server = Server { address, user: "ann".into(), password: "s3cret".into() };
        three_devices("sync_model", &server, &mut chance, &mut |is_on| {
            couch.borrow_mut().set_online(is_on).expect("a switch");
        });
        let mut canaries: Vec<String> =
            (0..PEOPLE).flat_map(|number| [format!("Canary{number}"), format!("Warbler{number}")]).collect();
        canaries.extend(
            ["aviary", "Admiral", "Professor", "Front desk", "Laptop", "Phone", "first_name"].map(str::to_owned),
        );
        for canary in canaries {
            assert!(!couch.borrow().model().was_sent(&canary), "{canary} was seen on the wire");
        }
    }
    counts::tell("sync_three_devices_model", json!({ "seed": chance.seed(), "rounds": rounds }));
}

#[test]
fn three_devices_agree_on_a_server_that_others_wrote() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let rounds = rounds();
    let pouchdb = PouchDbServer::start().expect("express-pouchdb");
    let relay = Relay::to(pouchdb.address()).expect("a relay");
    let sender = Sender::to(pouchdb.address()).expect("an address");
    for round in 0..rounds {
        let database = format!("book{round}");
        let made = sender.send(&Request::new("PUT", &format!("/{database}")).by("admin", "secret"));
        assert!(made.is_ok_and(|answer| answer.status == 201));
        let server = Server {
            address: format!("{}/{database}", relay.address()),
            user: "admin".into(),
            password: "secret".into(),
        };
        three_devices("sync_pouchdb", &server, &mut chance, &mut |is_on| relay.set_on(is_on));
    }
    counts::tell("sync_three_devices_pouchdb", json!({ "seed": chance.seed(), "rounds": rounds }));
}

fn rounds() -> u64 {
    std::env::var("BURROW_SYNC_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}
