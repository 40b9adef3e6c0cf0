//! The folder of a browser's profile, copied while the browser is closed, as when a computer is replaced and the old one goes
//! on: two devices come of it that do not know of each other. Both edit, and nothing is lost.

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::counts;
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{edit_text, file_for, import, open, open_beside, value_becomes};
use crate::sync_steps::{Device, book_on_a_server, conflicts_are, home_line_tells, open_devices, start};

/// Customers of the book.
const PEOPLE: u64 = 9;

fn write(device: &Device, site: &Site, name: &str, field: &str, value: &str) -> Result<(), Failure> {
    open(&device.page, &site.place(&format!("customers?search={name}")))?;
    open_beside(&device.page, name)?;
    edit_text(&device.page, field, value)
}

fn devices_are(page: &Page, site: &Site, count: usize) -> Result<(), Failure> {
    open_devices(page, site)?;
    let shown = format!("document.querySelectorAll('.sync-devices li').length === {count}");
    page.wait_until(&format!("{count} devices"), &shown, 60.0)
}

fn a_copy_edits_too(chance: &mut Chance) {
    let (mut couch, server) = book_on_a_server(chance.seed());
    let site = &Site::start(&Default::default()).expect("a site");
    let mut desk = Device::new().expect("a browser");
    let story = Story::new("sync_copied_desk", &desk.page);
    let rows: String = (1..=PEOPLE).map(|number| format!("Person{number},Example,Clerk\n")).collect();
    let file = story.take(file_for(&desk.profile, "people.csv", format!("first_name,last_name,job_title\n{rows}")));
    story.take(import(&desk.page, site, &file));
    story.take(start(&desk.page, site, &server, "Front desk"));
    story.take(devices_are(&desk.page, site, 1));

    let copy = desk.copied().expect("a copy of the profile");
    let (story, at_copy) = (Story::new("sync_original", &desk.page), Story::new("sync_copy", &copy.page));
    let devices = [(&story, &desk), (&at_copy, &copy)];
    // Both start knowing the same, and each edits something of its own, another field of the same person, and the same field.
    couch.set_online(false).expect("a switch");
    story.take(write(&desk, site, "Person1", "Job title", "Baker"));
    at_copy.take(write(&copy, site, "Person2", "Job title", "Miller"));
    story.take(write(&desk, site, "Person3", "Department", "Bread"));
    at_copy.take(write(&copy, site, "Person3", "Job title", "Grinder"));
    story.take(write(&desk, site, "Person4", "Job title", "Earlier"));
    at_copy.take(write(&copy, site, "Person4", "Job title", "Later"));
    for (at, device) in devices {
        at.take(home_line_tells(&device.page, "not yet sent"));
    }
    couch.set_online(true).expect("a switch");
    let mut order = devices;
    if chance.below(2) == 1 {
        order.reverse();
    }
    for _ in 0..2 {
        for (at, device) in order {
            at.take(device.sync_now(site));
        }
    }
    story.take(desk.sync_now(site));

    for (at, device) in devices {
        at.take(devices_are(&device.page, site, 2));
        for (name, field, value) in [
            ("Person1", "Job title", "Baker"),
            ("Person2", "Job title", "Miller"),
            ("Person3", "Department", "Bread"),
            ("Person3", "Job title", "Grinder"),
            ("Person4", "Job title", "Later"),
            ("Person5", "Job title", "Clerk"),
        ] {
            at.take(open(&device.page, &site.place(&format!("customers?search={name}"))));
            at.take(open_beside(&device.page, name));
            at.take(value_becomes(&device.page, field, value));
        }
        // What lost is kept.
        at.take(conflicts_are(&device.page, site, 1));
        at.take(device.page.wait_for_text("Earlier"));
    }
    let tables = devices.map(|(at, device)| at.take(device.table(site, PEOPLE)));
    check(&story, tables[0].len() as u64 == PEOPLE + 1, &format!("{} lines", tables[0].len()));
    check(&story, tables[0] == tables[1], "the copy exports another table");
}

#[test]
fn a_copied_profile_becomes_a_second_device_and_loses_nothing() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let rounds = counts::times(1, 10);
    (0..rounds).for_each(|_| a_copy_edits_too(&mut chance));
    counts::tell("sync_copied_profile", json!({ "seed": chance.seed(), "rounds": rounds }));
}
