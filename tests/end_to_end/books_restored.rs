//! A backup becomes a book of its own beside the open one, which does not change, or it leaves nothing behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::books::{DATABASES, databases_become, dialog_says, open_book_is, picture};
use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, book_is_ready, customers_become, edit_text, import, open, open_beside, own_file,
    value_becomes,
};

/// Whether a second book is there, whole or not.
const BOOK_IS_BEGUN: &str = "indexedDB.databases().then((all) => all.some((one) => one.name.startsWith('burrow@')))";

/// A digest over every key and every object of the first book.
const DIGEST: &str = "(async () => {
    const asked = (request) => new Promise((done, refused) => { request.onsuccess = () => done(request.result); request.onerror = refused; });
    const database = await asked(indexedDB.open('burrow'));
    const parts = [];
    for (const name of database.objectStoreNames) {
        const store = database.transaction(name).objectStore(name);
        const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
        parts.push(name, JSON.stringify(keys), ...values.map((value) => value));
    }
    database.close();
    const bytes = await new Blob(parts).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
})()";

/// Keeps a book that is about to be made from being written into, from this page.
const HOLD_THE_NEW_BOOK: &str = "window.held = (async () => {
    for (;;) {
        const { held } = await navigator.locks.query();
        const making = held.find((one) => one.name.startsWith('burrow.making@'));
        if (making) {
            const id = making.name.split('@')[1];
            return new Promise((done) => navigator.locks.request(`burrow.write@${id}`, () => { done(id); return new Promise(() => {}); }));
        }
        await new Promise((wait) => setTimeout(wait, 1));
    }
})(); undefined";

/// Everything as lines, which opens without a passphrase.
fn lines_of(page: &Page, site: &Site, folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let mut downloads = page.accept_downloads(folder)?;
    open(page, &site.place("settings#backup"))?;
    page.click("button", "All as JSON")?;
    let file = downloads.wait_for_next(60.0)?;
    let path = folder.join(name);
    fs::copy(&file.path, &path).map_err(|reason| Failure::file(path.display().to_string(), &reason))?;
    Ok(path)
}

/// On the settings page: opens a file as far as the question where it shall go.
fn check_backup(page: &Page, file: &Path) -> Result<(), Failure> {
    page.click("button", "Open a backup")?;
    page.wait_until("the dialog", "document.querySelector('dialog[open] input[type=file]') !== null", 20.0)?;
    page.set_files("dialog[open] input[type=file]", &[file])?;
    dialog_says(page, "As a new book")
}

/// The digest of the first book, when nothing has changed in it for a while.
fn settled_digest(page: &Page) -> Result<String, Failure> {
    let mut before = String::new();
    page.wait_for("the book to be at rest", Duration::from_secs(60), || {
        let now = page.evaluate(DIGEST)?.as_str().unwrap_or_default().to_owned();
        if now == before {
            return Ok(Some(now));
        }
        before = now;
        std::thread::sleep(Duration::from_secs(6));
        Ok(None)
    })
}

#[test]
fn a_backup_becomes_a_book_of_its_own_or_nothing() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("books_restore", page);
    let folder = profile.folder().join("books");
    story.take(import(page, site, &own_file("tests/data/contacts.csv")));
    story.take(customers_become(page, 500));
    let file = story.take(lines_of(page, site, &folder, "Practice of 2025.ndjson"));
    // The open book goes on, so that the two differ.
    story.take(open(page, &site.place("customers?search=Kerluke")));
    story.take(open_beside(page, "Shelley Kerluke"));
    story.take(edit_text(page, "Job title", "Owner"));
    story.take(open(page, &site.place("settings#backup")));
    let before = story.take(settled_digest(page));

    // Closed in the middle: nothing is left.
    story.take(page.evaluate(HOLD_THE_NEW_BOOK));
    story.take(check_backup(page, &file));
    look(&story, "where a backup shall go");
    story.take(picture(page, "restore"));
    story.take(page.fill("textbox", "Name", " "));
    story.take(page.click("button", "Restore as a new book"));
    story.take(dialog_says(page, "Give the book a name."));
    story.take(page.fill("textbox", "Name", "Practice of 2025"));
    story.take(page.click("button", "Restore as a new book"));
    story.take(page.evaluate_within("window.held", LONG_WORK));
    story.take(page.wait_until("the new book to be there", BOOK_IS_BEGUN, 30.0));
    story.take(page.press("Escape"));
    story.take(page.wait_gone("dialog", "The backup is whole"));
    story.take(databases_become(page, "burrow"));

    // The page ends in the middle: the next start removes what was begun.
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(page.evaluate(HOLD_THE_NEW_BOOK));
    story.take(check_backup(page, &file));
    story.take(page.click("button", "Restore as a new book"));
    story.take(page.evaluate_within("window.held", LONG_WORK));
    story.take(page.wait_until("the new book to be there", BOOK_IS_BEGUN, 30.0));
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(databases_become(page, "burrow"));
    let plain = story.take(page.evaluate("document.querySelector('.book-menu') === null"));
    check(&story, plain == true, "a book that was not finished is listed");

    // To its end.
    story.take(check_backup(page, &file));
    story.take(page.wait_for_value("textbox", "Name", "Practice of 2025"));
    story.take(page.click("button", "Restore as a new book"));
    story.take(dialog_says(page, "“Practice of 2025” is in this browser now, with 501 records."));
    look(&story, "a backup that became a book");
    story.take(picture(page, "restored"));
    let after = story.take(page.evaluate(DIGEST));
    check(&story, after == before.as_str(), "the open book has changed");
    let unfinished = story.take(page.evaluate(DATABASES));
    let is_whole = unfinished.as_str().is_some_and(|names| !names.contains("unfinished"));
    check(&story, is_whole, &unfinished.to_string());
    story.take(page.click("button", "Open it"));
    story.take(open_book_is(page, "Practice of 2025"));
    story.take(customers_become(page, 500));
    story.take(open(page, &site.place("customers?search=Kerluke")));
    story.take(open_beside(page, "Shelley Kerluke"));
    // What was written into the other one is not known here.
    story.take(value_becomes(page, "Job title", "Ubiquitous"));
    story.take(page.reload());
    story.take(open_book_is(page, "Practice of 2025"));
    story.take(customers_become(page, 500));
    story.check_quiet(&[NOT_A_FILE]);
}
