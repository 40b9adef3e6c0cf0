//! Several books in one browser: side by side without a word from one in the other, named, deleted, locked each for itself.

use std::fs;
use std::time::Duration;

use serde_json::json;

use crate::check::{Story, check, pictures, take_turn};
use crate::failure::Failure;
use crate::lock::{LOCK_KEYS, PASSPHRASE, is_locked, set_passphrase, unlock};
use crate::looks::look;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside,
    value_becomes,
};

/// The names of the databases of this site, in order, but those of the folders of backups.
pub(crate) const DATABASES: &str = "indexedDB.databases()
    .then((all) => all.map((one) => one.name).filter((name) => !name.startsWith('burrow-folder')).sort().join(' '))";

pub(crate) fn picture(page: &Page, name: &str) -> Result<(), Failure> {
    let folder = pictures().join("books");
    fs::create_dir_all(&folder).map_err(|reason| Failure::file("the folder for pictures", &reason))?;
    // Half way between two looks it shows neither.
    std::thread::sleep(Duration::from_millis(500));
    page.screenshot(&folder.join(format!("{name}.png")))
}

pub(crate) fn databases_become(page: &Page, wanted: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the databases to be {wanted:?}"), Duration::from_secs(30), || {
        match page.evaluate(DATABASES)?.as_str() {
            Some(found) if found == wanted => Ok(Some(())),
            found => Err(Failure::Thrown(format!("they are {found:?}"))),
        }
    })
}

/// The name of the open book, as the menu at the head of the sidebar says it.
pub(crate) fn open_book_is(page: &Page, name: &str) -> Result<(), Failure> {
    let is_shown =
        format!("document.querySelector('.sidebar .book-menu .button-label')?.textContent === {}", json!(name));
    page.wait_until(&format!("the book {name:?} to be open"), &is_shown, 30.0)?;
    book_is_ready(page)
}

/// Chooses another book in the menu, wherever it stands.
fn choose_book(page: &Page, open_now: &str, wanted: &str) -> Result<(), Failure> {
    page.click("button", &format!("Book: {open_now}"))?;
    page.click("menuitemcheckbox", wanted)
}

fn make_book(page: &Page, site: &Site, name: &str) -> Result<(), Failure> {
    open(page, &site.place("settings#books"))?;
    page.click("button", "New book…")?;
    page.fill("textbox", "Name", name)?;
    page.press("Enter")?;
    open_book_is(page, name)
}

pub(crate) fn dialog_says(page: &Page, part: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the dialog to say {part:?}"), LONG_WORK, || {
        let text = page.evaluate("document.querySelector('dialog[open]')?.innerText ?? ''")?;
        match text.as_str() {
            Some(text) if text.contains(part) => Ok(Some(())),
            text => Err(Failure::Thrown(format!("it says {text:?}"))),
        }
    })
}

#[test]
fn two_books_side_by_side_share_nothing() {
    let _turn = take_turn();
    let Desk { page: first, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("books_first", first);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\nGrace,Hopper\n"));
    let others = story.take(file_for(profile, "others.csv", "first_name,last_name\nJoan,Clarke\n"));
    story.take(import(first, site, &people));
    story.take(databases_become(first, "burrow"));
    let plain = story.take(first.evaluate("document.querySelector('.book-menu') === null"));
    check(&story, plain == true, "one book needs no menu");

    // A name that is missing, and one that is taken.
    story.take(open(first, &site.place("settings#books")));
    story.take(first.click("button", "New book…"));
    story.take(first.click("button", "Make and open"));
    story.take(dialog_says(first, "Give the book a name."));
    story.take(first.fill("textbox", "Name", " book "));
    story.take(first.press("Enter"));
    story.take(dialog_says(first, "Another book has this name."));
    look(&story, "a new book with a name that is taken");
    story.take(picture(first, "new-book"));
    story.take(first.fill("textbox", "Name", "  The shop "));
    story.take(first.press("Enter"));
    story.take(open_book_is(first, "The shop"));
    story.take(customers_become(first, 0));
    story.take(import(first, site, &others));
    story.take(customers_become(first, 1));

    // Another tab opens what was opened last, and goes to the other book; this one stays.
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("books_second", second);
    other.take(open(second, site.address()));
    other.take(open_book_is(second, "The shop"));
    other.take(customers_become(second, 1));
    other.take(choose_book(second, "The shop", "Book"));
    other.take(open_book_is(second, "Book"));
    other.take(customers_become(second, 2));
    other.take(second.reload());
    other.take(open_book_is(second, "Book"));
    story.take(first.reload());
    story.take(open_book_is(first, "The shop"));

    // What is written in one is never seen in the other.
    other.take(open(second, &site.place("customers")));
    other.take(open_beside(second, "Ada Lovelace"));
    other.take(edit_text(second, "Job title", "Analyst"));
    story.take(first.bring_to_front());
    story.take(open(first, &site.place("customers")));
    story.take(open_beside(first, "Joan Clarke"));
    story.take(edit_text(first, "Job title", "Cryptanalyst"));
    story.take(customers_become(first, 1));
    other.take(second.bring_to_front());
    other.take(value_becomes(second, "Job title", "Analyst"));
    other.take(customers_become(second, 2));

    // A name that is given in one tab is seen in the other; the palette knows the books.
    other.take(open(second, &site.place("settings#books")));
    other.take(second.click("button", "More for “Book”"));
    other.take(second.click("menuitem", "Rename…"));
    other.take(second.fill("textbox", "Name", "Practice 诊所"));
    other.take(second.click("button", "Save"));
    other.take(open_book_is(second, "Practice 诊所"));
    look(&other, "two books in the settings");
    other.take(picture(second, "settings"));
    story.take(first.bring_to_front());
    story.take(first.press("Ctrl+k"));
    story.take(first.type_text("open practice"));
    story.take(first.by_role_containing("option", "Open book: Practice 诊所"));
    story.take(first.press("Enter"));
    story.take(open_book_is(first, "Practice 诊所"));
    story.take(customers_become(first, 2));

    // A list that is lost loses no book.
    other.take(second.bring_to_front());
    other.take(second.evaluate("localStorage.clear(); sessionStorage.clear()"));
    other.take(second.reload());
    other.take(open_book_is(second, "Book"));
    other.take(customers_become(second, 2));
    other.take(second.click("button", "Book: Book"));
    let found = other.take(second.wait_for("the book that was found", Duration::from_secs(20), || {
        let lines = second.roles("menuitemcheckbox")?;
        Ok(lines.into_iter().find(|(name, _)| name.starts_with("Book ")))
    }));
    other.take(found.1.click());
    other.take(open_book_is(second, &found.0));
    other.take(customers_become(second, 1));
    for teller in [&story, &other] {
        teller.check_quiet(&[NOT_A_FILE]);
    }
}

#[test]
fn a_book_is_deleted_by_its_name_and_its_tabs_are_told() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("books_delete", page);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\nGrace,Hopper\n"));
    story.take(import(page, site, &people));
    story.take(make_book(page, site, "Trial"));
    let names = story.take(page.evaluate(DATABASES));
    check(&story, names.as_str().is_some_and(|names| names.starts_with("burrow burrow@")), &names.to_string());
    let shown = &browser.new_page().expect("a second tab");
    let told = Story::new("books_deleted", shown);
    told.take(open(shown, site.address()));
    told.take(open_book_is(shown, "Trial"));

    story.take(page.bring_to_front());
    story.take(choose_book(page, "Trial", "Book"));
    story.take(open_book_is(page, "Book"));
    story.take(open(page, &site.place("settings#books")));
    story.take(page.click("button", "More for “Trial”"));
    story.take(page.click("menuitem", "Delete…"));
    story.take(page.click("button", "Delete for good"));
    story.take(dialog_says(page, "This is not its name: Trial"));
    look(&story, "a book that is to be deleted");
    story.take(picture(page, "delete"));
    story.take(page.fill("textbox", "Type the name of the book to delete it", "Trial"));
    story.take(page.press("Enter"));
    story.take(page.wait_gone("dialog", "Delete “Trial”?"));
    story.take(databases_become(page, "burrow"));
    let left = "Object.keys(localStorage).filter((key) => key.includes('@')).join(' ')";
    told.take(shown.by_role("dialog", "This book has been deleted"));
    let left = story.take(page.evaluate(left));
    check(&story, left == "", &format!("of the deleted book there is still {left}"));
    story.take(customers_become(page, 2));

    // Its tab goes on with another book, and says so.
    told.take(shown.bring_to_front());
    told.take(shown.click("button", "Reload the page"));
    told.take(shown.wait_for_text("is no longer among the books of this browser. Now open: “Book”."));
    told.take(customers_become(shown, 2));
    told.take(databases_become(shown, "burrow"));

    // One that is gone from the disk is missed, and not made anew in silence.
    told.take(make_book(shown, site, "Evicted"));
    told.take(choose_book(shown, "Evicted", "Book"));
    told.take(open_book_is(shown, "Book"));
    let evict = "indexedDB.databases().then((all) => new Promise((done, refused) => {
        const request = indexedDB.deleteDatabase(all.find((one) => one.name.startsWith('burrow@')).name);
        request.onsuccess = () => done(true); request.onerror = refused; }))";
    told.take(shown.evaluate(evict));
    told.take(choose_book(shown, "Book", "Evicted"));
    told.take(shown.by_role("dialog", "This book has been deleted"));
    told.take(databases_become(shown, "burrow"));
    told.take(shown.click("button", "Reload the page"));
    told.take(shown.wait_for_text("is no longer among the books of this browser. Now open: “Book”."));

    // The open one, and the first of all: another takes its place, and it does not come back.
    told.take(make_book(shown, site, "Second"));
    told.take(choose_book(shown, "Second", "Book"));
    told.take(open_book_is(shown, "Book"));
    told.take(open(shown, &site.place("settings#books")));
    told.take(shown.click("button", "More for “Book”"));
    told.take(shown.click("menuitem", "Delete…"));
    told.take(shown.by_role("button", "Back up first"));
    told.take(shown.fill("textbox", "Type the name of the book to delete it", "Book"));
    told.take(shown.click("button", "Delete for good"));
    told.take(shown.wait_until("the other book to be open", "window.burrowBook !== 'first'", 30.0));
    told.take(book_is_ready(shown));
    told.take(customers_become(shown, 0));
    told.take(shown.reload());
    told.take(book_is_ready(shown));
    let names = told.take(shown.evaluate(DATABASES));
    check(&told, names.as_str().is_some_and(|names| names.starts_with("burrow@")), &names.to_string());
    story.check_quiet(&[NOT_A_FILE]);
    told.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn each_book_is_locked_for_itself() {
    let _turn = take_turn();
    let Desk { page, browser, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("books_lock", page);
    story.take(open(page, site.address()));
    story.take(make_book(page, site, "The shop"));
    let second = &browser.new_page().expect("a second tab");
    let other = Story::new("books_lock_other", second);
    other.take(open(second, site.address()));
    other.take(choose_book(second, "The shop", "Book"));
    other.take(open_book_is(second, "Book"));

    story.take(page.bring_to_front());
    story.take(set_passphrase(page, site, PASSPHRASE));
    story.take(page.press(LOCK_KEYS));
    story.take(is_locked(page));
    look(&story, "the lock screen with several books");
    story.take(picture(page, "lock"));
    other.take(second.bring_to_front());
    other.take(open(second, &site.place("customers")));
    other.take(open_book_is(second, "Book"));
    let on = other.take(second.find_by_role("button", "Lock"));
    check(&other, on.is_none(), "the other book has a lock, too");

    // Away from the locked book and back, where it is locked still.
    story.take(page.bring_to_front());
    story.take(choose_book(page, "The shop", "Book"));
    story.take(open_book_is(page, "Book"));
    story.take(choose_book(page, "Book", "The shop"));
    story.take(is_locked(page));
    story.take(unlock(page, PASSPHRASE));
    story.take(open_book_is(page, "The shop"));
    story.check_quiet(&[NOT_A_FILE]);
    other.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn books_are_looked_at_in_chinese() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("books_chinese", page);
    story.take(page.locale("zh-CN"));
    story.take(page.goto(&site.place("settings#books")));
    story.take(book_is_ready(page));
    story.take(page.click("button", "新建资料库…"));
    story.take(page.fill("textbox", "名称", "城南诊所（二〇二六年度，含全部随访记录与往来）"));
    story.take(page.click("button", "新建并打开"));
    story.take(open_book_is(page, "城南诊所（二〇二六年度，含全部随访记录与往来）"));
    story.take(page.goto(&site.place("settings#books")));
    story.take(book_is_ready(page));
    look(&story, "two books in Chinese");
    story.take(page.evaluate("document.getElementById('books').scrollIntoView()"));
    story.take(picture(page, "chinese"));
    story.take(page.viewport(390, 844, true, true));
    story.take(page.theme(crate::page::Theme::Dark));
    story.take(page.evaluate("document.getElementById('books').scrollIntoView()"));
    story.take(picture(page, "chinese-phone-dark"));
    story.take(page.click("button", "更多"));
    story.take(page.by_role("menuitem", "打开资料库：资料库"));
    story.take(picture(page, "chinese-phone-more"));
    story.check_quiet(&[NOT_A_FILE]);
}
