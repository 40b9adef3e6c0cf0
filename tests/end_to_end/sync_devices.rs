//! One book on three devices: two that write while the server is away, one of which is killed while it sends, and one that
//! joins late. In the end all three export the same table to the byte, and show the same value that lost.
//!
//! Run on our model of a server, which also tells that nothing of the book was seen on the wire, and on express-pouchdb, which
//! others wrote. `BURROW_SYNC_ROUNDS` says how often each (once).

use std::time::Duration;

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::couch_model::{Request, Sender};
use crate::counts;
use crate::failure::Failure;
use crate::pouchdb_server::PouchDbServer;
use crate::relay::Relay;
use crate::site::Site;
use crate::steps::{edit_text, file_for, import, open, open_beside, value_becomes};
use crate::sync_steps::{
    CODE_PASSPHRASE, Device, Server, book_on_a_server, conflicts_are, home_line_tells, join, letters_become,
    letters_to_compare, make_code, open_devices, start,
};

/// Customers of the book.
const PEOPLE: u64 = 60;
const NAME: &str = "Canary7 Warbler7";
const FIELD: &str = "Job title";

fn people() -> String {
    let row = |number: u64| format!("Canary{number},Warbler{number},canary{number}@aviary.example\n");
    let rows: String = (0..PEOPLE).map(row).collect();
    format!("first_name,last_name,email\n{rows}")
}

fn write(device: &Device, site: &Site, value: &str) -> Result<(), Failure> {
    open(&device.page, &site.place("customers?search=Canary7"))?;
    open_beside(&device.page, NAME)?;
    edit_text(&device.page, FIELD, value)
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
    story.take(write(&desk, site, "Admiral"));
    story.take(home_line_tells(&desk.page, "not yet sent"));
    story.take(write(&laptop, site, "Professor"));
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
    let expected = story.take(desk.table(site, PEOPLE));
    check(&story, expected.len() as u64 == PEOPLE + 1, &format!("{} rows", expected.len()));
    let letters = story.take(letters_to_compare(&phone.page, site));
    for (which, device) in devices {
        story.take(letters_become(&device.page, site, &letters));
        let found = story.take(device.table(site, PEOPLE));
        check(&story, found == expected, &format!("the table of the {which} is another one"));
        story.take(open(&device.page, &site.place("customers?search=Canary7")));
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
        let (couch, server) = book_on_a_server(chance.seed() ^ round);
        let couch = std::cell::RefCell::new(couch);
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
