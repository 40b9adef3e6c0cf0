//! Two versions of the database's layout at the same time: the newer one takes the book over, the older tab saves what is
//! being written, lets go and says so, and nobody hangs or deletes anything.
//!
//! The newer version is this one, told to ask for the next layout: what stands on the disk is then newer than what an
//! ordinary tab can open, which is all that an older app knows of a newer one.

use serde_json::{Value, json};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions};
use crate::counts::{tell, times};
use crate::failure::Failure;
use crate::page::Page;
use crate::steps::{
    Desk, NOT_A_FILE, begin_edit, book_is_ready, customers_become, file_for, import, open, open_beside, value_becomes,
};

/// The longest that anybody may wait for the database, in milliseconds.
const LONGEST_WAIT: f64 = 5_000.0;

/// Every worker that begins from now on asks for the next layout, and notes how long it waited for it.
const NEXT_LAYOUT: &str = "(() => {
    const open = IDBFactory.prototype.open;
    self.waited = [];
    IDBFactory.prototype.open = function (name, version) {
        const asked = performance.now();
        const request = version === undefined ? open.call(this, name) : open.call(this, name, version + 1);
        request.addEventListener('success', () => self.waited.push(performance.now() - asked));
        return request;
    };
})()";

/// All that lies in the database, as one text.
const EVERYTHING: &str = "(async () => {
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error);
    });
    const book = await done(indexedDB.open('burrow'));
    const parts = [];
    for (const name of [...book.objectStoreNames].sort()) {
        const store = book.transaction(name).objectStore(name);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        for (const [at, key] of keys.entries()) {
            const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', values[at]));
            parts.push(`${name} ${key} ${hash}`);
        }
    }
    book.close();
    return parts.join('\\n');
})()";

/// An address of the site behind which the app does not run.
const NO_APP: &str = "manifest.webmanifest";

fn waited_for_the_database(page: &Page) -> Result<Vec<f64>, Failure> {
    let engine = page.wait_for_worker("worker", "engine_start.js")?;
    let told = engine.evaluate("self.waited")?;
    Ok(told.as_array().into_iter().flatten().filter_map(Value::as_f64).collect())
}

fn check_it_says_that_it_is_older(story: &Story) {
    let page = story.page();
    story.take(page.by_role("dialog", "A newer version has this book"));
    story.take(page.wait_for_text("This older version reads and changes nothing in it."));
    story.take(page.wait_for_text("nothing has been deleted"));
    story.take(page.by_role("button", "Reload to update"));
    let grave = story.take(page.axe());
    check(story, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());
}

fn upgrade_with_another_tab_open(round: u32) {
    let Desk { page: old, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new(&format!("upgrade_old_{round}"), &old);
    let people = story.take(file_for(&profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(&old, &site, &people));
    story.take(old.click("link", "See customers"));
    let id = story.take(open_beside(&old, "Ada Lovelace"));
    let address = site.place(&format!("customers?open={id}"));

    // In the middle of writing a word, another tab opens the next layout.
    story.take(begin_edit(&old, "Job title"));
    story.take(old.fill("textbox", "Job title", "Analyst"));
    old.on_every_worker(NEXT_LAYOUT);
    let new = browser.new_page().expect("a newer tab");
    let newer = Story::new(&format!("upgrade_new_{round}"), &new);
    newer.take(open(&new, &address));
    newer.take(value_becomes(&new, "Job title", "Analyst"));
    check_it_says_that_it_is_older(&story);

    // A third tab opens beside both, and nobody waited long.
    let third = browser.new_page().expect("a third tab");
    let another = Story::new(&format!("upgrade_third_{round}"), &third);
    another.take(open(&third, &address));
    another.take(crate::steps::edit_text(&third, "Department", "Engines"));
    newer.take(value_becomes(&new, "Department", "Engines"));
    for one in [&newer, &another] {
        let waited = one.take(waited_for_the_database(one.page()));
        let well = !waited.is_empty() && waited.iter().all(|waited| *waited <= LONGEST_WAIT);
        check(one, well, &format!("the database was waited for {waited:?} ms"));
    }

    // The older tab becomes a newer one when its user says so.
    story.take(old.click("button", "Reload to update"));
    story.take(old.wait_gone("dialog", "A newer version has this book"));
    story.take(book_is_ready(&old));
    story.take(value_becomes(&old, "Department", "Engines"));
    for one in [&story, &newer, &another] {
        one.check_quiet(&[NOT_A_FILE]);
    }
    // Nobody writes any more.
    story.take(old.close());
    another.take(third.close());
    let before = newer.take(new.goto(&site.place(NO_APP)).and_then(|()| new.evaluate(EVERYTHING)));
    browser.close();

    // An older app that finds the newer database says so, and leaves every byte as it is.
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser again");
    let page = browser.new_page().expect("a tab");
    let story = Story::new(&format!("upgrade_older_app_{round}"), &page);
    story.take(page.goto(&address));
    check_it_says_that_it_is_older(&story);
    story.take(page.click("button", "Reload to update"));
    story.take(page.wait_until("the page to be loaded again", "document.querySelector('#start') === null", 20.0));
    check_it_says_that_it_is_older(&story);
    let after = story.take(page.goto(&site.place(NO_APP)).and_then(|()| page.evaluate(EVERYTHING)));
    check(
        &story,
        before == after && before.as_str().is_some_and(|all| !all.is_empty()),
        "the older app changed the database",
    );
}

#[test]
fn a_newer_layout_takes_over_and_the_older_tab_says_so() {
    let _turn = take_turn();
    let rounds = times(1, 20);
    (0..rounds).for_each(upgrade_with_another_tab_open);
    tell("upgrades_with_another_tab_open", json!({ "rounds": rounds, "edits_lost": 0 }));
}

#[test]
fn a_tab_that_does_not_let_go_is_named_and_waited_for_no_longer_than_it_is_there() {
    let _turn = take_turn();
    let Desk { page: holder, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("upgrade_holder", holder);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(holder, site, &people));
    // A tab that hears nothing: it holds the database as a version would that lets nobody else have it.
    story.take(holder.goto(&site.place(NO_APP)));
    let hold = "new Promise((held, refused) => { const request = indexedDB.open('burrow');
        request.onsuccess = () => { window.book = request.result; held(book.version) }; request.onerror = refused; })";
    story.take(holder.evaluate(hold));

    holder.on_every_worker(NEXT_LAYOUT);
    let page = &browser.new_page().expect("a newer tab");
    let newer = Story::new("upgrade_blocked", page);
    newer.take(page.goto(&site.place("customers")));
    newer.take(page.by_role("dialog", "The book cannot be opened"));
    newer.take(page.wait_for_text("Another tab holds an older version open. Close the other tabs of Burrow"));
    newer.take(page.wait_for_text("nothing has been deleted"));
    let grave = newer.take(page.axe());
    check(&newer, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());

    story.take(holder.close());
    newer.take(page.wait_for("the book to open", std::time::Duration::from_secs(40), || {
        if page.find_by_role("dialog", "The book cannot be opened")?.is_none() {
            return Ok(Some(()));
        }
        if let Some(button) = page.find_by_role("button", "Try again")? {
            button.click()?;
        }
        Ok(None)
    }));
    newer.take(customers_become(page, 1));
    newer.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_book_that_is_deleted_while_it_is_open_is_told_and_not_written_into() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("deleted_while_open", page);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(page, site, &people));
    let other = &browser.new_page().expect("another tab");
    let deleter = Story::new("deleted_while_open_by", other);
    deleter.take(other.goto(&site.place(NO_APP)));
    let delete = "new Promise((done, refused) => { const request = indexedDB.deleteDatabase('burrow');
        request.onsuccess = () => done(true); request.onerror = refused; })";
    deleter.take(other.evaluate(delete));
    story.take(page.by_role("dialog", "This book has been deleted"));
    story.take(page.wait_for_text("Burrow deletes a book only when somebody types its name to confirm it."));
    let grave = story.take(page.axe());
    check(&story, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());
    // Nothing was made anew behind the person's back.
    let names = "indexedDB.databases().then((all) => all.map((one) => one.name).join())";
    let left = deleter.take(other.evaluate(names));
    check(&deleter, left == "", &format!("{left} is there again"));
    // A new start says what became of the old book, and leads to the backups.
    // A tab behind another one may draw nothing.
    story.take(page.bring_to_front());
    story.take(page.click("button", "Reload the page"));
    story.take(page.wait_for_text("The book that this browser kept is gone"));
    story.take(page.click("button", "Open a backup"));
    story.take(page.by_role("heading", "Settings"));
    let address = story.take(page.address());
    check(&story, address.contains("settings"), &format!("it led to {address}"));
    story.check_quiet(&[NOT_A_FILE]);
}
