//! Two devices, one server: both write the same field while the server is away. The later value stands on both, the other one
//! is shown on both, and one press swaps them on both. What passes over the wire tells nothing.

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{Desk, customers_become, edit_text, file_for, import, open, open_beside, value_becomes};
use crate::sync_steps::{
    CODE_PASSPHRASE, book_on_a_server, conflicts_are, home_line_tells, join, make_code, start, sync_now,
};

const NAME: &str = "Grace Hopper";
const FIELD: &str = "Job title";

fn write(page: &Page, site: &Site, value: &str) -> Result<(), Failure> {
    open(page, &site.place("customers"))?;
    open_beside(page, NAME)?;
    edit_text(page, FIELD, value)
}

#[test]
fn two_devices_write_the_same_field_and_one_press_swaps_the_values() {
    let _turn = take_turn();
    let (mut couch, server) = book_on_a_server(11);
    let Desk { page: desk, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let other_profile = Profile::temporary().expect("a profile");
    let other_browser = Browser::launch(&other_profile, &LaunchOptions::default()).expect("another browser");
    let laptop = &other_browser.new_page().expect("a tab");
    let (at_desk, at_laptop) = (Story::new("sync_desk", desk), Story::new("sync_laptop", laptop));

    let people = at_desk.take(file_for(profile, "people.csv", "first_name,last_name\nGrace,Hopper\n"));
    at_desk.take(import(desk, site, &people));
    at_desk.take(customers_become(desk, 1));
    at_desk.take(start(desk, site, &server, "Front desk"));
    let code = at_desk.take(make_code(desk, site, CODE_PASSPHRASE));
    at_laptop.take(join(laptop, site, &code, CODE_PASSPHRASE, "Laptop"));
    at_laptop.take(customers_become(laptop, 1));

    couch.set_online(false).expect("a switch");
    at_desk.take(write(desk, site, "Admiral"));
    at_laptop.take(write(laptop, site, "Professor"));
    for (story, page) in [(&at_desk, desk), (&at_laptop, laptop)] {
        story.take(home_line_tells(page, "not yet sent"));
    }
    couch.set_online(true).expect("a switch");
    at_desk.take(sync_now(desk, site));
    at_laptop.take(sync_now(laptop, site));
    at_desk.take(sync_now(desk, site));

    for (story, page) in [(&at_desk, desk), (&at_laptop, laptop)] {
        story.take(conflicts_are(page, site, 1));
        story.take(page.wait_for_text("Admiral"));
        story.take(page.wait_for_text("Professor"));
    }
    look(&at_desk, "the conflicts");
    at_desk.take(desk.click("button", "Take the other value: Job title of Grace Hopper"));
    at_desk.take(desk.wait_for_text("No conflicts"));
    look(&at_desk, "the conflicts, when all are seen to");
    at_desk.take(sync_now(desk, site));
    at_laptop.take(sync_now(laptop, site));
    at_laptop.take(conflicts_are(laptop, site, 0));
    for (story, page) in [(&at_desk, desk), (&at_laptop, laptop)] {
        story.take(open(page, &site.place("customers")));
        story.take(open_beside(page, NAME));
        // The desk wrote first, so that its value had lost.
        story.take(value_becomes(page, FIELD, "Admiral"));
    }
    for canary in ["Grace", "Hopper", "Admiral", "Professor", "Front desk", "Laptop"] {
        check(&at_desk, !couch.model().was_sent(canary), &format!("{canary} was seen on the wire"));
    }
}
