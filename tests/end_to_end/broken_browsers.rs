//! Browsers that lose, close or withhold what the book needs: files of the profile that are cut off or gone, connections that
//! end behind the app, a database that was thrown away, tabs that cannot hear each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::counts::{tell, times};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    Desk, NOT_A_FILE, book_is_ready, customers, customers_become, edit_text, file_for, import, open, open_beside,
    value_becomes,
};

const PEOPLE: &str = "first_name,last_name\nAda,Lovelace\nGrace,Hopper\nMary,Shelley\n";

/// A profile in which three customers have been imported, with the browser closed, and the site.
fn book_of_three() -> (Profile, Site) {
    let Desk { page, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("broken_before", &page);
    let people = story.take(file_for(&profile, "people.csv", PEOPLE));
    story.take(import(&page, &site, &people));
    story.take(customers_become(&page, 3));
    // The browser remembers which book it keeps.
    story.take(page.wait_until("the book to be remembered", "localStorage.getItem('burrow.book') !== null", 20.0));
    browser.close();
    (profile, site)
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        // Sockets and links to what runs are no part of a profile.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => copy_folder(&path, &target),
            Ok(kind) if kind.is_file() => drop(fs::copy(&path, &target).expect("a copied file")),
            _ => {}
        }
    }
}

/// The files of the browser's own database in a profile.
fn database_files(profile: &Profile) -> Vec<PathBuf> {
    let folder = profile.folder().join("Default").join("IndexedDB");
    let folders = fs::read_dir(&folder).expect("the databases").flatten().map(|entry| entry.path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|path| fs::read_dir(path).expect("a database").flatten());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// What happens to the files.
const DAMAGES: [&str; 6] =
    ["all gone", "one gone", "one empty", "one cut in half", "one of other bytes", "all cut in half"];

fn damage(profile: &Profile, how: &str, chance: &mut Chance) -> String {
    let mut files = database_files(profile);
    files.retain(|path| path.file_name().is_none_or(|name| name != "LOCK" && name != "LOG" && name != "LOG.old"));
    assert!(files.len() >= 3, "only {files:?}");
    let one = files[chance.below(files.len() as u64) as usize].clone();
    let halve = |path: &Path| {
        let mut bytes = fs::read(path).expect("a file");
        bytes.truncate(bytes.len() / 2);
        fs::write(path, bytes).expect("a file");
    };
    match how {
        "all gone" => files.iter().for_each(|path| fs::remove_file(path).expect("a file")),
        "one gone" => fs::remove_file(&one).expect("a file"),
        "one empty" => fs::write(&one, []).expect("a file"),
        "one cut in half" => halve(&one),
        "one of other bytes" => {
            let bytes: Vec<u8> = fs::read(&one).expect("a file").iter().map(|_| chance.below(256) as u8).collect();
            fs::write(&one, bytes).expect("a file");
        }
        _ => files.iter().for_each(|path| halve(path)),
    }
    format!("{how} ({})", one.file_name().unwrap_or_default().to_string_lossy())
}

/// What became of the book: all there, told to be gone, told to be damaged.
fn outcome(page: &Page) -> Result<&'static str, Failure> {
    page.wait_for("the book, or a word about it", Duration::from_secs(60), || {
        let text = page.evaluate("document.body.innerText")?;
        let text = text.as_str().unwrap_or_default();
        let rescue = page.evaluate("document.querySelector('dialog.rescue[open]')?.textContent ?? ''")?;
        if rescue.as_str().is_some_and(|rescue| rescue.contains("deleted")) {
            return Ok(Some("rescue screen"));
        }
        if text.contains("The book that this browser kept is gone") {
            return Ok(Some("told to be gone"));
        }
        if text.contains("cannot be read") {
            return Ok(Some("told to be damaged"));
        }
        let ready =
            page.evaluate("document.querySelector('.home-state')?.textContent.startsWith('Opening') === false")?;
        Ok((ready == true && customers(page)? == 3).then_some("all there"))
    })
}

#[test]
fn a_profile_with_damaged_files_is_never_blank_and_never_empty_in_silence() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let seed = chance.seed();
    let (profile, site) = book_of_three();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for run in 0..times(3, 30) {
        let copied = Profile::temporary().expect("a profile");
        copy_folder(profile.folder(), copied.folder());
        let how = damage(&copied, DAMAGES[if run < 3 { [0, 3, 4][run] } else { run % DAMAGES.len() }], &mut chance);
        let browser = Browser::launch(&copied, &LaunchOptions::default()).expect("a browser");
        let page = browser.new_page().expect("a tab");
        let story = Story::new(&format!("damaged_{run}"), &page);
        story.take(page.goto(&site.place("customers")));
        let became = match outcome(&page) {
            Ok(became) => became,
            Err(failure) => story.take(Err(Failure::Thrown(format!("{failure}, after {how}")))),
        };
        *seen.entry(became).or_default() += 1;
        // Whatever it is, a person can go on: with a book that works, or with something to press.
        if became == "told to be gone" {
            story.take(page.click("button", "Open a backup"));
            story.take(page.by_role("heading", "Settings"));
        } else if became == "rescue screen" {
            story.take(page.by_role("button", "Copy technical details"));
        }
        browser.close();
    }
    tell("damaged_profiles", json!({ "runs": seen.values().sum::<u32>(), "seed": seed, "became": seen }));
}

#[test]
fn a_database_that_was_thrown_away_is_missed_and_a_backup_offered() {
    let _turn = take_turn();
    let (profile, site) = book_of_three();
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = &browser.new_page().expect("a tab");
    let story = Story::new("thrown_away", page);
    let origin = site.address().trim_end_matches('/').to_owned();
    let evict = json!({ "origin": origin, "storageTypes": "indexeddb,cache_storage" });
    story.take(page.call("Storage.clearDataForOrigin", evict));
    for place in ["customers", ""] {
        story.take(open(page, &site.place(place)));
        story.take(page.wait_for_text("The book that this browser kept is gone"));
    }
    let grave = story.take(page.axe());
    check(&story, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());
    story.take(page.click("button", "Open a backup"));
    story.take(page.by_role("heading", "Settings"));
    // Begun anew on purpose, it is missed no more.
    let people = story.take(file_for(&profile, "people.csv", PEOPLE));
    story.take(import(page, &site, &people));
    story.take(customers_become(page, 3));
    story.take(open(page, &site.place("customers")));
    story.take(customers_become(page, 3));
    let text = story.take(page.evaluate("document.body.innerText"));
    check(&story, !text.to_string().contains("is gone"), "the new book is called gone");
    story.check_quiet(&[NOT_A_FILE]);
}

/// Gives each worker a way to have its connections closed behind it, or to have the next transaction refused as a browser
/// does that has lost its database.
const LOSABLE: &str = "(() => {
    const open = IDBFactory.prototype.open, transaction = IDBDatabase.prototype.transaction;
    const books = new Set();
    let refused = null;
    IDBFactory.prototype.open = function (...rest) {
        const request = open.apply(this, rest);
        request.addEventListener('success', () => books.add(request.result));
        return request;
    };
    IDBDatabase.prototype.transaction = function (...rest) {
        if (refused) {
            const [name, message] = refused;
            refused = null;
            throw new DOMException(message, name);
        }
        return transaction.apply(this, rest);
    };
    self.closeBooks = () => { books.forEach((book) => book.close()); books.clear(); };
    self.refuseOnce = (name, message) => { refused = [name, message]; };
})()";

#[test]
fn a_connection_that_ends_behind_the_app_loses_no_edit() {
    let _turn = take_turn();
    let Desk { page, browser: _browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("lost_connection", page);
    page.on_every_worker(LOSABLE);
    let people = story.take(file_for(profile, "people.csv", PEOPLE));
    story.take(import(page, site, &people));
    story.take(page.click("link", "See customers"));
    story.take(open_beside(page, "Ada Lovelace"));
    let engine = story.take(page.wait_for_worker("worker", "engine_start.js"));
    let injections = times(9, 200);
    for number in 0..injections {
        let injection = match number % 3 {
            0 => "closeBooks()",
            1 => "refuseOnce('InvalidStateError', 'The database connection is closing.')",
            _ => {
                "refuseOnce('UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again')"
            }
        };
        story.take(engine.evaluate(injection));
        // The app opens the database again by itself: the edit is saved, and says so.
        story.take(edit_text(page, "Job title", &format!("value {number}")));
    }
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(value_becomes(page, "Job title", &format!("value {}", injections - 1)));
    story.take(customers_become(page, 3));
    tell("connections_lost", json!({ "injections": injections, "edits_lost": 0 }));
    story.check_quiet(&[NOT_A_FILE]);
}

/// No lock and no channel, in pages and in workers.
const ALONE: &str = "(() => {
    const navigator = self.WorkerNavigator ?? self.Navigator;
    Object.defineProperty(navigator.prototype, 'locks', { value: undefined });
    delete self.BroadcastChannel;
})()";

#[test]
fn a_browser_whose_tabs_cannot_hear_each_other_says_so_and_works() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("alone", page);
    page.on_every_worker(ALONE);
    story.take(page.on_every_document(ALONE));
    let people = story.take(file_for(profile, "people.csv", PEOPLE));
    story.take(import(page, site, &people));
    story.take(page.wait_for_text("Work in one tab only"));
    let grave = story.take(page.axe());
    check(&story, grave.is_empty(), &grave.iter().map(ToString::to_string).collect::<String>());
    story.take(page.click("link", "See customers"));
    let id = story.take(open_beside(page, "Ada Lovelace"));
    story.take(edit_text(page, "Job title", "Analyst"));
    // A second tab against the advice: nothing is lost, and each sees the other's work when it is loaded.
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("alone_second", second);
    other.take(second.on_every_document(ALONE));
    other.take(open(second, &site.place(&format!("customers?open={id}"))));
    other.take(value_becomes(second, "Job title", "Analyst"));
    other.take(edit_text(second, "Department", "Engines"));
    story.take(edit_text(page, "Industry", "Computing"));
    for (teller, page) in [(&story, page), (&other, second)] {
        teller.take(page.reload());
        teller.take(book_is_ready(page));
        for (field, value) in [("Job title", "Analyst"), ("Department", "Engines"), ("Industry", "Computing")] {
            teller.take(value_becomes(page, field, value));
        }
        teller.check_quiet(&[NOT_A_FILE]);
    }
}
