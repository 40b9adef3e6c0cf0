//! What a person can do for their data: see that they are whole, have them repaired, know how much room there is, and have
//! backups made by themselves.

use burrow::domain::sample::Trade;
use burrow::messages::keeping as words;
use burrow::messages::{Language, Message, home, schedule};

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::LaunchOptions;
use crate::failure::Failure;
use crate::looks::{as_on_a_phone, look, look_once};
use crate::page::Page;
use crate::site::SiteOptions;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, begin_edit, book_is_ready, choose_file, customers_become, edit_text, file_for, import,
    import_button, open, open_beside, own_file,
};

fn word(message: Message) -> &'static str {
    message.text(Language::English)
}

/// Flips a bit in the middle of the first page of records of the book's own database.
const DAMAGE_A_PAGE: &str = "new Promise((resolve, reject) => {
    const request = indexedDB.open('burrow');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
        const database = request.result;
        const pages = database.transaction('pages', 'readwrite').objectStore('pages');
        pages.openCursor('0000/00002/00000000').onsuccess = (event) => {
            const cursor = event.target.result;
            const bytes = new Uint8Array(cursor.value);
            bytes[bytes.length >> 1] ^= 1;
            cursor.update(cursor.value instanceof ArrayBuffer ? bytes.buffer : bytes).onsuccess = () => {
                database.close();
                resolve(true);
            };
        };
    };
})";

/// The text of the storage section.
const STORAGE_TEXT: &str = "document.getElementById('storage').innerText";

fn storage_says(page: &Page, part: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the storage section to say {part:?}"), LONG_WORK, || {
        let text = page.evaluate(STORAGE_TEXT)?;
        match text.as_str() {
            Some(text) if text.contains(part) => Ok(Some(())),
            text => Err(Failure::Thrown(format!("it says {text:?}"))),
        }
    })
}

#[test]
fn a_damaged_page_is_found_told_and_repaired() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("keeping_repair", page);
    story.take(import(page, site, &own_file("tests/data/contacts.csv")));
    story.take(customers_become(page, 500));
    story.take(open(page, &site.place("customers?search=Kerluke")));
    story.take(open_beside(page, "Shelley Kerluke"));
    story.take(edit_text(page, "Job title", "Baker"));

    // What this tab has done is measured: a change was saved, lists were shown and searched.
    story.take(page.click("link", "Settings"));
    story.take(page.by_role("heading", "Storage"));
    story.take(page.click("button", "Tidy now"));
    story.take(storage_says(page, word(words::FOLD)));
    for row in [words::COMMIT, words::QUERY, words::SEARCH] {
        story.take(page.by_role("rowheader", word(row)));
    }
    let folded = "/: 0 ·.* ms$/.test(document.querySelector('.fold-facts')?.textContent)";
    story.take(page.wait_until("the journal to be folded", folded, 20.0));
    // A fresh profile without a history of visits is promised nothing.
    story.take(page.click("button", "Ask the browser to keep it"));
    story.take(storage_says(page, "The browser did not promise it."));
    story.take(page.click("button", "Check now"));
    story.take(storage_says(page, "All is well"));
    look(&story, "the storage of a sound book");

    // Damage that comes while the book is open: all of it is still in memory.
    story.take(page.evaluate(DAMAGE_A_PAGE));
    story.take(page.click("button", "Check now"));
    story.take(storage_says(page, word(words::IN_MEMORY)));
    look(&story, "a damaged page that is still in memory");
    story.take(page.click("button", "Repair"));
    story.take(storage_says(page, word(words::REPAIRED)));
    story.take(storage_says(page, "1 of them was still whole in memory and has been written anew."));
    story.take(page.click("button", "Check now"));
    story.take(storage_says(page, "All is well"));
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(customers_become(page, 500));

    // Damage that is there at the start: told at once, repaired as far as the history goes, and the rest named.
    story.take(page.evaluate(DAMAGE_A_PAGE));
    story.take(page.reload());
    story.take(page.wait_for_text("1 part cannot be read"));
    story.take(customers_become(page, 0));
    story.take(storage_says(page, word(words::NOT_IN_MEMORY)));
    story.take(page.click("button", "Repair"));
    story.take(storage_says(page, word(words::REPAIRED)));
    story.take(storage_says(page, "held about"));
    story.take(page.by_role("link", word(words::OPEN_BACKUP)));
    story.take(page.by_role("button", word(words::ASIDE_SAVE)));
    look(&story, "what a repair could not bring back");
    story.take(page.click("button", "Check now"));
    story.take(storage_says(page, "All is well"));
    story.check_quiet(&[NOT_A_FILE]);
}

/// The browser guesses what the story says, and the disk of the engine refuses while the story says so.
const GUESSES: &str = "(() => {
    self.guess = self.guess ?? { usage: 1e6, quota: 1e10 };
    navigator.storage.estimate = async () => ({ ...self.guess });
    const refuse = (prototype, name) => {
        const real = prototype[name];
        prototype[name] = function (...rest) {
            if (self.diskIsFull) throw new DOMException('The disk is full.', 'QuotaExceededError');
            return real.apply(this, rest);
        };
    };
    refuse(IDBObjectStore.prototype, 'add');
    refuse(IDBObjectStore.prototype, 'put');
})()";

#[test]
fn little_room_is_told_once_and_ends_by_itself() {
    let _turn = take_turn();
    let Desk { page, profile, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("keeping_room", page);
    story.take(page.on_every_document(GUESSES));
    page.on_every_worker(GUESSES);
    let people = story.take(file_for(profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(page, site, &people));
    story.take(customers_become(page, 1));
    let engine = story.take(page.wait_for_worker("worker", "engine_start.js"));

    // Almost full: told above the page, and a large import is refused with what it needs.
    story.take(page.evaluate("self.guess = { usage: 995e6, quota: 1e9 }"));
    story.take(engine.evaluate("self.guess = { usage: 999e6, quota: 1e9 }"));
    story.take(page.click("link", "Settings"));
    story.take(page.by_role("region", word(words::LOW_TITLE)));
    look(&story, "little room");
    story.take(page.click("button", "Dismiss"));
    story.take(page.wait_gone("region", word(words::LOW_TITLE)));
    story.take(page.click("link", "Import"));
    story.take(choose_file(page, &own_file("tests/data/contacts.csv")));
    story.take(page.click("button", "Preview the import"));
    let button = story.take(import_button(page));
    story.take(button.click());
    story.take(page.wait_for_text("This needs about"));
    look(&story, "an import that has no room");
    story.take(customers_become(page, 1));

    // There is room again: it ends by itself, and the import goes through.
    story.take(page.evaluate("self.guess = { usage: 1e6, quota: 1e10 }"));
    story.take(engine.evaluate("self.guess = { usage: 1e6, quota: 1e10 }"));

    // The disk itself refuses: the edit stays on the screen, what is saved stays readable.
    let customers = story.take(page.by_role_containing("link", "Customers"));
    story.take(customers.click());
    story.take(open_beside(page, "Ada Lovelace"));
    story.take(engine.evaluate("self.diskIsFull = true"));
    story.take(begin_edit(page, "Job title"));
    story.take(page.fill("textbox", "Job title", "Countess"));
    story.take(page.press("Enter"));
    story.take(page.by_role("region", word(words::FULL_TITLE)));
    story.take(page.wait_for_text("The disk is full."));
    look(&story, "a full disk");
    story.take(page.by_role_containing("gridcell", "Ada Lovelace"));
    story.take(engine.evaluate("self.diskIsFull = false"));
    // Nobody writes anything: the engine tries by itself, within half a minute.
    story.take(page.wait_for("the banner to go", LONG_WORK, || {
        Ok(page.find_by_role("region", word(words::FULL_TITLE))?.is_none().then_some(()))
    }));
    story.check_quiet(&[NOT_A_FILE, "QuotaExceededError"]);
}

/// A folder as the browser's dialog would give it: one of the browser's own, which is as real a handle.
const FOLDER: &str = "(() => {
    self.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('copies', { create: true });
    const real = FileSystemHandle.prototype.queryPermission;
    FileSystemHandle.prototype.queryPermission = async function () { return localStorage.getItem('test.permission') ?? 'granted'; };
    FileSystemHandle.prototype.requestPermission = async function () {
        localStorage.removeItem('test.permission');
        return 'granted';
    };
    const write = FileSystemFileHandle.prototype.createWritable;
    FileSystemFileHandle.prototype.createWritable = function (...rest) {
        if (localStorage.getItem('test.full')) throw new DOMException('no room there', 'QuotaExceededError');
        return write.apply(this, rest);
    };
})()";

/// The names of the files in the folder, in order.
const FILES: &str = "(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies', { create: true });
    const names = [];
    for await (const name of folder.keys()) names.push(name);
    return names.sort();
})()";

/// Two older backups of our own, and a file that is none of our business.
const OLDER_FILES: &str = "(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('copies', { create: true });
    const own = ['burrow-backup-2026-01-01-0900.ndjson.gz.age', 'burrow-backup-2026-01-02-0900.ndjson.gz.age',
        'burrow-backup-2026-01-03-0900.ndjson.gz.age'];
    for (const name of [...own, 'burrow-backup-2020-01-01-0900.ndjson.gz.age', 'holiday.jpg']) {
        const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await stream.write('x');
        await stream.close();
    }
    localStorage.setItem('burrow.backup.plan-files', own.join('\\n'));
})()";

fn files(page: &Page) -> Result<Vec<String>, Failure> {
    let names = page.evaluate(FILES)?;
    let names = names.as_array().cloned().unwrap_or_default();
    Ok(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// As if the last one had been made long ago; tells when that was.
const LONG_AGO: &str = "localStorage.setItem('burrow.backup.plan-last', '1700000000000')";
const MADE_ANEW: &str = "localStorage.getItem('burrow.backup.plan-last') > '1700000000000'";

#[test]
fn backups_are_made_by_themselves_into_a_folder() {
    let _turn = take_turn();
    let Desk { page, browser, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("keeping_schedule", page);
    story.take(page.on_every_document(FOLDER));
    story.take(import(page, site, &own_file("tests/data/contacts.csv")));
    story.take(customers_become(page, 500));
    story.take(open(page, &site.place("settings#backup")));
    story.take(page.click("button", word(schedule::SET_UP)));
    story.take(page.click("button", "Suggest one"));
    look(&story, "agreeing on backups");
    story.take(page.click("button", word(schedule::CHOOSE)));
    story.take(page.wait_gone("dialog", word(schedule::TITLE)));
    story.take(page.wait_for_text("Into the folder “copies”"));
    story.take(page.wait_for_text("Last one"));
    let first = story.take(files(page));
    let is_named = |name: &String| name.starts_with("burrow-backup-20") && name.ends_with(".ndjson.gz.age");
    check(&story, first.len() == 1 && first.iter().all(is_named), &format!("{first:?}"));
    look(&story, "backups that are made by themselves");

    // The oldest of our own go, and nothing else does.
    story.take(page.evaluate(OLDER_FILES));
    story.take(page.by_role("combobox", word(schedule::KEEP)));
    story.take(page.evaluate(
        "(() => { const select = [...document.querySelectorAll('select')].find((one) => [...one.options].some((option) => option.value === '3'));
            select.value = '3'; select.dispatchEvent(new Event('change', { bubbles: true })); })()",
    ));
    story.take(page.click("button", word(schedule::NOW)));
    let thinned = story.take(page.wait_for("the oldest to go", LONG_WORK, || {
        let names = files(page)?;
        Ok((!names.iter().any(|name| name.contains("2026-01-01"))).then_some(names))
    }));
    let has = |part: &str| thinned.iter().any(|name| name.contains(part));
    check(&story, has("holiday") && has("2020-01-01") && has("2026-01-03"), &format!("{thinned:?}"));

    // One that is due is made when Burrow is opened, by one of two tabs, without a word.
    story.take(page.evaluate(LONG_AGO));
    let second = browser.new_page().expect("a second tab");
    story.take(second.on_every_document(FOLDER));
    story.take(open(&second, &site.place("customers")));
    story.take(second.wait_until("the backup that was due", MADE_ANEW, 60.0));
    story.take(second.close());

    // The folder is full: told once, on the start and in the settings, and it goes away with the next one.
    story.take(page.evaluate(&format!("localStorage.setItem('test.full', 'yes'); {LONG_AGO}")));
    story.take(open(page, site.address()));
    story.take(page.wait_for_text(word(schedule::FAILED_NOTICE)));
    story.take(page.by_role("region", word(schedule::REMIND_FAILED)));
    story.take(page.evaluate("localStorage.removeItem('test.full')"));
    story.take(page.click("link", "Settings"));
    story.take(page.wait_for_text("The last one could not be written."));
    look(&story, "a backup that could not be written");
    story.take(page.click("button", word(schedule::NOW)));
    story.take(page.wait_until("the backup after the failure", MADE_ANEW, 60.0));
    story.take(page.wait_for_text("Last one"));

    // The browser wants to be asked again: one quiet button.
    story.take(page.evaluate(&format!("localStorage.setItem('test.permission', 'prompt'); {LONG_AGO}")));
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(page.wait_for_text(word(schedule::ALLOW_NOTICE)));
    story.take(page.click("button", word(schedule::ALLOW)));
    story.take(page.wait_until("the backup that was allowed", MADE_ANEW, 60.0));

    // It ends, and the files stay.
    let before = story.take(files(page));
    story.take(page.click("button", word(schedule::STOP)));
    story.take(page.by_role("button", word(schedule::SET_UP)));
    check(&story, story.take(files(page)) == before, "files went with the agreement");
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_browser_without_folders_shows_nothing_of_them() {
    let _turn = take_turn();
    let Desk { page, site, .. } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("keeping_no_folders", page);
    story.take(page.on_every_document("delete self.showDirectoryPicker; delete Window.prototype.showDirectoryPicker;"));
    story.take(open(page, &site.place("settings#backup")));
    story.take(page.by_role("heading", "Backup"));
    let text = story.take(page.evaluate("document.getElementById('backup').innerText"));
    check(&story, !text.as_str().unwrap_or_default().contains(word(schedule::NAME)), &text.to_string());
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_chinese_phone_shows_whole_days_and_the_start_knows_of_orders() {
    let _turn = take_turn();
    let launch = LaunchOptions { language: Language::Chinese.tag().into(), ..LaunchOptions::default() };
    let Desk { page, site, .. } = &Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let story = Story::new("keeping_chinese", page);
    story.take(open(page, site.address()));
    story.take(page.click("button", Trade::Shop.label().text(Language::Chinese)));
    story.take(page.wait_for_text(home::NO_SEGMENTS_YET.text(Language::Chinese)));
    story.take(open(page, &site.place("orders")));
    as_on_a_phone(&story);
    let days = "[...document.querySelectorAll('.list-pane [role=gridcell].cell')].filter((one) => /年.*日/.test(one.textContent))";
    story.take(page.wait_until("the days of the orders", &format!("{days}.length > 3"), 20.0));
    let cut = format!("{days}.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)");
    let cut = story.take(page.evaluate(&cut));
    check(&story, cut.as_array().is_some_and(Vec::is_empty), &format!("cut: {cut}"));
    look_once(&story, "orders on a Chinese phone");
    story.check_quiet(&[NOT_A_FILE]);
}
