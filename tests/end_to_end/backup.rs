//! A book leaves one browser as a file and comes back in another one: checked first, whole or not at all, and opened by
//! the program `age`, too.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::check::{Story, check, pictures, take_turn};
use crate::downloads::Downloads;
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::steps::{
    Desk, LONG_WORK, NOT_A_FILE, begin_edit, customers_become, edit_text, file_for, import, open, open_beside,
    own_file, value_becomes,
};

const PASSPHRASE: &str = "seven quiet 蓝鲸 swim";
const FILE: &str = "burrow-backup-book.ndjson.gz.age";

/// Fills a field of a form by its name; a passphrase is no text box to everybody.
fn enter(page: &Page, label: &str, text: &str) -> Result<(), Failure> {
    let mark = format!(
        "(() => {{ const label = [...document.querySelectorAll('dialog[open] label')].find((one) => one.textContent.trim() === {label:?});
            document.querySelectorAll('[data-entered]').forEach((one) => one.removeAttribute('data-entered'));
            document.getElementById(label?.getAttribute('for'))?.setAttribute('data-entered', '');
            return label !== undefined; }})()"
    );
    page.wait_until(&format!("the field {label:?}"), &mark, 20.0)?;
    page.by_selector("[data-entered]")?.fill(text)
}

fn dialog_says(page: &Page, part: &str) -> Result<(), Failure> {
    page.wait_for(&format!("the dialog to say {part:?}"), LONG_WORK, || {
        let text = page.evaluate("document.querySelector('dialog[open]')?.innerText ?? ''")?;
        match text.as_str() {
            Some(text) if text.contains(part) => Ok(Some(())),
            text => Err(Failure::Thrown(format!("it says {text:?}"))),
        }
    })
}

/// Makes a backup and copies the file to where `FILE` names it.
fn back_up(page: &Page, downloads: &mut Downloads, into: &Path) -> Result<PathBuf, Failure> {
    page.click("button", "Back up now")?;
    enter(page, "Passphrase", PASSPHRASE)?;
    enter(page, "The same once more", PASSPHRASE)?;
    page.click("button", "Make the backup")?;
    let file = downloads.wait_for_next(120.0)?;
    dialog_says(page, "is in your downloads")?;
    let is_named = file.name.starts_with("burrow-backup-20") && file.name.ends_with(".ndjson.gz.age");
    if !is_named {
        return Err(Failure::Thrown(format!("the file is called {:?}", file.name)));
    }
    let path = into.join(FILE);
    fs::copy(&file.path, &path).map_err(|reason| Failure::file(path.display().to_string(), &reason))?;
    Ok(path)
}

/// Chooses a file in the dialog that opens backups.
fn choose(page: &Page, file: &Path) -> Result<(), Failure> {
    page.wait_until("the place for a file", "document.querySelector('dialog[open] input[type=file]') !== null", 20.0)?;
    page.set_files("dialog[open] input[type=file]", &[file])
}

/// The number is put right by hand before the backup.
fn correct_phone(page: &Page, number: &str) -> Result<(), Failure> {
    page.fill("searchbox", "Search this list", "ker")?;
    open_beside(page, "Shelley Kerluke")?;
    begin_edit(page, "Phone")?;
    page.fill("textbox", "Phone 1", number)?;
    page.press("Enter")?;
    page.wait_until("the number to be saved", "document.querySelector('.fields .saved-tick') !== null", 20.0)
}

/// What the program `age` makes of a file; it asks for the passphrase on a terminal and nowhere else.
fn opened_by_age(file: &Path, into: &Path) -> String {
    let command = format!("age --decrypt --output '{}' '{}'", into.display(), file.display());
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script runs");
    let mut terminal = script.stdin.take().expect("it has an input");
    // The program reads nothing that was typed before it asked.
    sleep(Duration::from_secs(2));
    writeln!(terminal, "{PASSPHRASE}").expect("it listens");
    sleep(Duration::from_secs(2));
    drop(terminal);
    let ended = script.wait_with_output().expect("it ends");
    assert!(ended.status.success(), "age: {}", String::from_utf8_lossy(&ended.stdout));
    let lines = Command::new("gzip")
        .args(["--decompress", "--stdout"])
        .stdin(fs::File::open(into).expect("age wrote it"))
        .output();
    let lines = lines.expect("gzip runs");
    assert!(lines.status.success(), "gzip: {}", String::from_utf8_lossy(&lines.stderr));
    String::from_utf8(lines.stdout).expect("lines of text")
}

#[test]
fn a_book_goes_to_another_browser_and_is_all_there() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("backup", &page);
    let folder = pictures().join("backups");
    let mut downloads = story.take(page.accept_downloads(&folder));
    story.take(import(&page, &site, &own_file("tests/data/contacts.csv")));
    story.take(customers_become(&page, 500));

    // Much to lose and no backup: the start says so, and leads to it.
    story.take(page.click("link", "Today"));
    story.take(page.by_role("region", "There is no backup of this book yet"));
    look(&story, "the start with its reminder");
    story.take(open(&page, &site.place("customers")));
    story.take(correct_phone(&page, "+1 955 371 0848"));

    story.take(open(&page, &site.place("settings#backup")));
    story.take(page.wait_for_text("None has been made on this device yet."));
    // A passphrase that is too short, then two that differ: told beside the fields, and nothing begun.
    story.take(page.click("button", "Back up now"));
    story.take(enter(&page, "Passphrase", "short"));
    story.take(enter(&page, "The same once more", "other"));
    story.take(page.click("button", "Make the backup"));
    story.take(dialog_says(&page, "This is too short: use ten characters or more."));
    story.take(dialog_says(&page, "These two are not the same."));
    look(&story, "a passphrase that is refused");
    story.take(page.press("Escape"));
    story.take(page.wait_gone("dialog", "Back up this book"));
    let file = story.take(back_up(&page, &mut downloads, &folder));
    look(&story, "a backup that was made");
    story.take(page.click("button", "Done"));
    story.take(page.wait_for_text("501 records"));
    story.take(page.click("link", "Today"));
    story.take(page.by_role("region", "Due today"));
    let reminder = story.take(page.evaluate("document.querySelector('.backup-reminder') === null"));
    check(&story, reminder == true, "the start still reminds");
    story.check_quiet(&[NOT_A_FILE]);

    // Without Burrow: age and gzip.
    let lines = opened_by_age(&file, &folder.join("backup.gz"));
    let customers = lines.lines().filter(|line| line.contains("\"kind\":\"customers\"")).count();
    check(&story, customers == 500, &format!("age shows {customers} customers"));
    check(&story, lines.contains("+1 955 371 0848") && lines.contains("Shelley"), "age shows no names");
    check(&story, lines.lines().last().is_some_and(|line| line.contains("\"sha256\"")), "the last line is no end");
    drop((page, browser, profile));

    elsewhere(&site, &file, &folder);
}

/// Another browser, as on another device.
fn elsewhere(site: &crate::site::Site, file: &Path, folder: &Path) {
    let profile = crate::chrome_devtools::Profile::temporary().expect("a profile");
    let launch = crate::chrome_devtools::LaunchOptions::default();
    let browser = crate::chrome_devtools::Browser::launch(&profile, &launch).expect("another browser");
    let page = browser.new_page().expect("a tab");
    let story = Story::new("backup_elsewhere", &page);
    story.take(open(&page, site.address()));
    story.take(page.click("link", "Restore a backup"));
    story.take(page.click("button", "Open a backup"));

    // Files that are none, and one that was cut off: told, and nothing written.
    let csv = own_file("tests/data/contacts.csv");
    story.take(choose(&page, &csv));
    story.take(dialog_says(&page, "This is no backup of Burrow."));
    let whole = fs::read(file).expect("the backup");
    let cut = story.take(file_for(&profile, "cut.age", &whole[..whole.len() - 100]));
    story.take(choose(&page, &cut));
    story.take(dialog_says(&page, "cut.age is locked"));
    story.take(enter(&page, "Passphrase", PASSPHRASE));
    story.take(page.click("button", "Check the file"));
    story.take(dialog_says(&page, "Nothing was written; your data are as they were."));
    look(&story, "a backup that is damaged");

    story.take(choose(&page, file));
    story.take(dialog_says(&page, "is locked"));
    story.take(enter(&page, "Passphrase", "another passphrase"));
    story.take(page.click("button", "Check the file"));
    story.take(dialog_says(&page, "This passphrase does not open the file."));
    look(&story, "another passphrase");
    story.take(enter(&page, "Passphrase", PASSPHRASE));
    story.take(page.click("button", "Check the file"));
    story.take(page.by_role("heading", "The backup is whole"));
    story.take(dialog_says(&page, "This book is empty."));
    look(&story, "a backup that is whole");
    story.take(customers_become(&page, 0));

    // A second tab learns of the restore.
    let second = browser.new_page().expect("a second tab");
    story.take(open(&second, &site.place("customers")));
    story.take(page.bring_to_front());
    story.take(page.click("button", "Restore"));
    story.take(dialog_says(&page, "501 new, 0 changed, 0 already here."));
    story.take(page.click("button", "Done"));
    story.take(customers_become(&page, 500));
    story.take(customers_become(&second, 500));
    story.take(second.close());
    story.take(open(&page, &site.place("customers?search=Kerluke")));
    story.take(open_beside(&page, "Shelley Kerluke"));
    story.take(page.wait_for_text("+1 955 371 0848"));
    // What happened before the backup is told here, too.
    story.take(page.wait_for_text("Phone changed"));

    // Beside data of its own: what was written later stays, and what is only here stays, too.
    story.take(edit_text(&page, "Job title", "Owner"));
    story.take(open(&page, &site.place("settings#backup")));
    story.take(page.click("button", "Open a backup"));
    story.take(choose(&page, file));
    story.take(dialog_says(&page, "is locked"));
    story.take(enter(&page, "Passphrase", PASSPHRASE));
    story.take(page.press("Enter"));
    story.take(dialog_says(&page, "As a new book"));
    story.take(page.click("radio", "Into this book: joined"));
    story.take(dialog_says(&page, "The backup is merged into it"));
    story.take(page.click("button", "Merge into this book"));
    story.take(dialog_says(&page, "Nothing in it was newer than what is here, so nothing was changed."));
    story.take(page.click("button", "Done"));
    story.take(open(&page, &site.place("customers?search=Kerluke")));
    story.take(open_beside(&page, "Shelley Kerluke"));
    story.take(value_becomes(&page, "Job title", "Owner"));

    // Everything for other programs, without a lock; the lines can be opened again, too.
    let mut downloads = story.take(page.accept_downloads(folder));
    story.take(open(&page, &site.place("settings#backup")));
    story.take(page.click("button", "All as CSV"));
    let archive = story.take(downloads.wait_for_next(60.0));
    let bytes = fs::read(&archive.path).expect("the archive");
    check(&story, archive.name.starts_with("burrow-csv-20") && bytes.starts_with(b"PK"), &archive.name);
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    check(
        &story,
        holds(b"customers.csv") && holds(b"members.csv") && !holds(b"deals.csv"),
        "the archive holds other files",
    );
    story.take(page.click("button", "All as JSON"));
    let lines = story.take(downloads.wait_for_next(60.0));
    let text = fs::read_to_string(&lines.path).expect("lines");
    check(&story, text.contains("\"job_title\":\"Owner\""), "the lines hold no values");
    let readable = folder.join("book.ndjson");
    fs::copy(&lines.path, &readable).expect("a copy");
    story.take(page.click("button", "Open a backup"));
    story.take(choose(&page, &readable));
    story.take(page.by_role("heading", "The backup is whole"));
    story.check_quiet(&[NOT_A_FILE]);
}
