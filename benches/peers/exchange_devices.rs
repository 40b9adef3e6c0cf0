//! Two devices with one book over the model of a server, and how long and how much they send and receive.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::couch_model::{CouchModel, CouchServer};
use crate::customers::Customer;
use crate::failure::Failure;
use crate::figures::{median, time};
use crate::page::Page;
use crate::relay::{Passed, Relay};
use crate::site::{Site, SiteOptions};
use crate::steps::{ROW_OF_FIELD, begin_edit, customers, edit_text, import, open, open_beside, value_becomes};
use crate::sync_steps::{
    CODE_PASSPHRASE, Server, fill_code, fill_server, home_line, is_synced, make_code, open_devices,
};

/// How long the first load of a large book may take before the run gives up.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// So that a round that is still at work does not carry the next edit at once.
const REST: Duration = Duration::from_secs(3);
const DATABASE: &str = "book";
/// The field that is edited.
const FIELD: &str = "Job title";

/// A way of all records to the server or from it.
#[derive(Clone, Copy)]
pub struct Passage {
    /// How long it took.
    pub milliseconds: f64,
    /// What crossed the wire.
    pub bytes: Passed,
    /// The processor time of this process meanwhile, in milliseconds: of the server, where it is in here.
    pub server: f64,
}

/// There and back.
pub struct Carried {
    /// To the server.
    pub sent: Passage,
    /// From the server into an empty device.
    pub received: Passage,
}

impl Carried {
    /// The middle of several, in each of its numbers.
    pub fn middle(all: &[Carried]) -> Carried {
        let of = |passage: fn(&Carried) -> Passage| {
            let one =
                |number: fn(&Passage) -> f64| median(&all.iter().map(|one| number(&passage(one))).collect::<Vec<_>>());
            let bytes = Passed {
                to_server: one(|passage| passage.bytes.to_server as f64) as u64,
                to_clients: one(|passage| passage.bytes.to_clients as f64) as u64,
            };
            Passage { milliseconds: one(|passage| passage.milliseconds), bytes, server: one(|passage| passage.server) }
        };
        Carried { sent: of(|one| one.sent), received: of(|one| one.received) }
    }
}

struct Device {
    page: Page,
    _browser: Browser,
    _profile: Profile,
}

impl Device {
    fn new() -> Result<Device, Failure> {
        let profile = Profile::temporary()?;
        let browser = Browser::launch(&profile, &LaunchOptions::default())?;
        Ok(Device { page: browser.new_page()?, _browser: browser, _profile: profile })
    }
}

/// Two devices, the site and the server between them.
pub struct Devices {
    one: Device,
    other: Device,
    site: Site,
    relay: Relay,
    server: CouchServer,
}

impl Devices {
    /// Two new devices and an empty database.
    pub fn begin() -> Result<Devices, Failure> {
        let told = |reason: std::io::Error| Failure::file("the model of CouchDB", &reason);
        let mut model = CouchModel::new(crate::SEED);
        model.keep_log = false;
        model.create_database(DATABASE);
        let server = CouchServer::start_with(model).map_err(told)?;
        let relay = Relay::to(&server.address()).map_err(told)?;
        let site = Site::start(&SiteOptions::default())?;
        Ok(Devices { one: Device::new()?, other: Device::new()?, site, relay, server })
    }

    /// Imports a file of so many customers on the first device and sends them: from the press on Start to the word Synced.
    pub fn send(&mut self, file: &Path, count: usize) -> Result<Passage, Failure> {
        let page = &self.one.page;
        import(page, &self.site, file)?;
        let address = format!("{}/{DATABASE}", self.relay.address());
        let server = Server { address, user: "admin".into(), password: "secret".into() };
        open_devices(page, &self.site)?;
        fill_server(page, &server, "Front desk")?;
        let passage = self.time(|| {
            page.click("button", "Start")?;
            synced(page)
        })?;
        // The records, the book's own document and that of the device.
        let held = self.server.model().ids(DATABASE).len();
        if held < count {
            return Err(Failure::Thrown(format!("Synced with {held} documents of {count} on the server")));
        }
        Ok(passage)
    }

    /// Joins with the second, empty device, while the first is closed: from the press on Join to the word Synced and all
    /// customers in the sidebar's count.
    pub fn receive(&mut self, count: usize) -> Result<Passage, Failure> {
        let code = make_code(&self.one.page, &self.site, CODE_PASSPHRASE)?;
        self.one.page.goto("about:blank")?;
        let page = &self.other.page;
        open_devices(page, &self.site)?;
        page.click("button", "Join with a code…")?;
        fill_code(page, &code, CODE_PASSPHRASE, "Laptop")?;
        self.time(|| {
            page.click("button", "Join")?;
            synced(page)?;
            page.wait_for(&format!("{count} customers"), PATIENCE, || match customers(page)? {
                found if found == count as u64 => Ok(Some(())),
                found => Err(Failure::Thrown(format!("there are {found}"))),
            })
        })
    }

    /// Edits one record on the first device so many times, with both devices showing it; the milliseconds from the press on
    /// Enter to the change on the other device's page.
    pub fn edits(&self, customers: &[Customer], rounds: usize) -> Result<Vec<f64>, Failure> {
        let (one, other) = (&self.one.page, &self.other.page);
        // One whose name is written in one order only, and late in the book.
        let customer = customers.iter().rev().find(|customer| customer.first.is_ascii() && customer.last.is_ascii());
        let customer = customer.ok_or_else(|| Failure::Start("a customer with an English name".into()))?;
        let search = customer.email.replace('@', "%40");
        open(one, &self.site.place(&format!("customers?search={search}")))?;
        let id = open_beside(one, &format!("{} {}", customer.first, customer.last))?;
        open(other, &self.site.place(&format!("customers?open={id}")))?;
        edit_text(one, FIELD, "Gardener")?;
        value_becomes(other, FIELD, "Gardener")?;
        let mut times = Vec::new();
        for round in 0..rounds {
            is_synced(one)?;
            is_synced(other)?;
            std::thread::sleep(REST);
            let value = format!("Gardener of garden {round}");
            begin_edit(one, FIELD)?;
            one.fill("textbox", FIELD, &value)?;
            one.evaluate(NOTE_ENTER)?;
            other.evaluate(&note_value(FIELD, &value))?;
            one.press("Enter")?;
            let seen = other.wait_for("the edit on the other device", Duration::from_secs(60), || {
                Ok(other.evaluate("window.burrowSeen")?.as_f64())
            })?;
            let pressed = one.evaluate("window.burrowPressed")?.as_f64().unwrap_or(seen);
            eprintln!("exchange: edit {round} seen after {}", time(seen - pressed));
            times.push(seen - pressed);
        }
        Ok(times)
    }

    fn time(&self, work: impl FnOnce() -> Result<(), Failure>) -> Result<Passage, Failure> {
        timed(&self.relay, || work().map(|()| None))
    }
}

/// Does the work, and tells how long it took, by the clock or as the work itself says in milliseconds, and what crossed the
/// wire meanwhile.
pub fn timed(relay: &Relay, work: impl FnOnce() -> Result<Option<f64>, Failure>) -> Result<Passage, Failure> {
    let (passed, processor, before) = (relay.passed(), own_processor_time(), Instant::now());
    let told = work()?;
    let milliseconds = told.unwrap_or_else(|| before.elapsed().as_secs_f64() * 1000.0);
    let server = own_processor_time() - processor;
    Ok(Passage { milliseconds, bytes: relay.passed().since(passed), server })
}

/// Keeps when Enter is pressed next. The clocks of two pages on one machine are one clock.
const NOTE_ENTER: &str = "window.burrowPressed = null;
document.addEventListener('keydown', () => { window.burrowPressed = Date.now(); }, { capture: true, once: true });";

/// Keeps when the open record shows a value in a field.
fn note_value(field: &str, value: &str) -> String {
    format!(
        "window.burrowSeen = null;
        (() => {{
            const [field, value] = [{}, {}];
            const look = () => {{
                const shown = {ROW_OF_FIELD}(field)?.querySelector('.value-button, .value-fixed');
                if (shown?.innerText.trim() !== value) return;
                window.burrowSeen = Date.now();
                observer.disconnect();
            }};
            const observer = new MutationObserver(look);
            observer.observe(document.body, {{ subtree: true, childList: true, characterData: true }});
        }})();",
        json!(field),
        json!(value),
    )
}

fn synced(page: &Page) -> Result<(), Failure> {
    page.wait_for("the home line to tell Synced", PATIENCE, || match home_line(page)? {
        told if told.contains("Synced") => Ok(Some(())),
        told => Err(Failure::Thrown(format!("it tells {told:?}"))),
    })
}

/// What this process has taken of the processors so far, in milliseconds, on Linux.
fn own_processor_time() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    // The 14th and 15th field, in ticks of 10 ms (proc(5)).
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}
