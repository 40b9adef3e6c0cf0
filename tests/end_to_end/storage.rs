//! A browser that lets the page store nothing: the rescue screen says so in words, deletes nothing, and goes away when
//! storage is there again.

use std::fs;

use serde_json::{Value, json};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{Desk, NOT_A_FILE, customers_become, file_for, import, open};

const REFUSED: &str = "The browser lets this page store nothing.";

/// Refuses the database to every worker until the worker is told otherwise, as a browser does whose user forbids storage.
const REFUSE_STORAGE: &str = "(() => {
    const open = IDBFactory.prototype.open;
    let refused = true;
    self.allowStorage = () => { refused = false; };
    IDBFactory.prototype.open = function (...rest) {
        if (refused) throw new DOMException('The user denied permission to access the database.', 'SecurityError');
        return open.apply(this, rest);
    };
})()";

/// A browser that has no database at all.
const NO_STORAGE: &str = "Object.defineProperty(self, 'indexedDB', { value: undefined })";

/// A profile in which three customers have been imported, and the site that they were imported on.
fn book_of_three() -> (Profile, Site) {
    let Desk { page, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("storage_before", &page);
    let people = story.take(file_for(
        &profile,
        "people.csv",
        "first_name,last_name\nAda,Lovelace\nGrace,Hopper\nMary,Shelley\n",
    ));
    story.take(import(&page, &site, &people));
    story.take(customers_become(&page, 3));
    browser.close();
    (profile, site)
}

fn check_rescue_screen(story: &Story, safe: &str) {
    let page = story.page();
    story.take(page.by_role("dialog", "The book cannot be opened"));
    story.take(page.by_role("heading", "The book cannot be opened"));
    for words in [REFUSED, safe] {
        let told = format!("document.querySelector('dialog.rescue')?.textContent.includes({})", json!(words));
        story.take(page.wait_until(&format!("the rescue to tell {words:?}"), &told, 20.0));
    }
    for button in ["Reload the page", "Copy technical details"] {
        story.take(page.by_role("button", button));
    }
    let grave = story.take(page.axe());
    check(story, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());
}

/// Presses "Try again" and waits until it can be pressed once more, or the rescue screen has gone.
fn try_again(page: &Page) -> Result<(), Failure> {
    page.click("button", "Try again")?;
    let still_trying = "document.querySelector('dialog.rescue[open] [aria-busy=true]') === null";
    page.wait_until("the attempt to end", still_trying, 20.0)
}

#[test]
fn storage_that_is_refused_and_then_allowed() {
    let _turn = take_turn();
    let (profile, site) = book_of_three();
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = browser.new_page().expect("a tab");
    let story = Story::new("storage_refused", &page);
    page.on_every_worker(REFUSE_STORAGE);
    story.take(page.goto(&site.place("customers")));
    check_rescue_screen(&story, "nothing has been deleted");
    story.take(try_again(&page));
    check_rescue_screen(&story, "nothing has been deleted");

    let engine = story.take(page.wait_for_worker("worker", "engine_start.js"));
    story.take(engine.evaluate("allowStorage()"));
    story.take(try_again(&page));
    story.take(page.wait_gone("dialog", "The book cannot be opened"));
    story.take(customers_become(&page, 3));
    story.take(page.by_role_containing("gridcell", "Ada Lovelace"));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_browser_without_a_database() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("storage_missing", page);
    page.on_every_worker(NO_STORAGE);
    story.take(page.goto(site.address()));
    check_rescue_screen(&story, "nothing has been deleted");
    story.take(try_again(page));
    check_rescue_screen(&story, "nothing has been deleted");
    story.check_quiet(&[NOT_A_FILE]);
}

/// Changes what the browser allows sites to keep, in its own settings file, while it does not run.
fn let_sites_keep(profile: &Profile, allowed: bool) {
    let path = profile.folder().join("Default").join("Preferences");
    let text = fs::read_to_string(&path).expect("the browser's settings");
    let mut settings: Value = serde_json::from_str(&text).expect("the browser's settings in JSON");
    settings["profile"]["default_content_setting_values"]["cookies"] = json!(if allowed { 1 } else { 2 });
    fs::write(&path, settings.to_string()).expect("the browser's settings written");
}

#[test]
fn a_browser_set_to_keep_nothing_and_set_back() {
    let _turn = take_turn();
    let (profile, site) = book_of_three();
    let_sites_keep(&profile, false);
    {
        let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
        let page = browser.new_page().expect("a tab");
        let story = Story::new("storage_switched_off", &page);
        story.take(page.goto(&site.place("customers")));
        check_rescue_screen(&story, "nothing has been deleted");
        browser.close();
    }
    let_sites_keep(&profile, true);
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser again");
    let page = browser.new_page().expect("a tab");
    let story = Story::new("storage_switched_on", &page);
    story.take(open(&page, &site.place("customers")));
    story.take(customers_become(&page, 3));
    story.check_quiet(&[NOT_A_FILE]);
}
