//! The lock on the built site: set, locked by key in every tab, opened by the right passphrase alone, opened by the recovery
//! key, changed, locked by itself; and nothing of a person can be found in the browser's files.

use std::fs;
use std::time::Duration;

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::looks::look;
use crate::page::Page;
use crate::site::{Site, SiteOptions};
use crate::steps::{
    Desk, NOT_A_FILE, book_is_ready, choose_file, customers_become, edit_text, file_for, import, import_button, open,
    open_beside, report, value_becomes,
};

pub(crate) const PASSPHRASE: &str = "lantern orbit gravel sober";
const OTHER_PASSPHRASE: &str = "wicket tulip harness quartz";
pub(crate) const LOCK_KEYS: &str = "Ctrl+Shift+L";

/// How many people are looked for in the browser's files.
fn canary_count() -> usize {
    crate::counts::times(200, 10_000)
}

/// Names, addresses and notes that occur nowhere else, and have no four letters in common, so that no compression hides one
/// behind another.
fn canaries() -> Vec<[String; 3]> {
    let mut state = 0x5eed_u64;
    let mut word = || -> String {
        let letter = |_| {
            // SplitMix64.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            char::from(b'a' + ((mixed >> 33) % 26) as u8)
        };
        (0..11).map(letter).collect()
    };
    (0..canary_count()).map(|_| [format!("Z{}", word()), word(), word()]).collect()
}

fn people(profile: &Profile) -> Result<std::path::PathBuf, Failure> {
    let row = |[name, address, note]: [String; 3]| format!("{name},Quux,{address}@example.org,{note} and more\n");
    let rows: String = canaries().into_iter().map(row).collect();
    file_for(profile, "people.csv", format!("first_name,last_name,email,notes\n{rows}"))
}

/// Sets the passphrase in the settings, and gives the recovery key.
pub(crate) fn set_passphrase(page: &Page, site: &Site, passphrase: &str) -> Result<String, Failure> {
    open(page, &site.place("settings"))?;
    page.click("button", "Set a passphrase")?;
    page.fill("textbox", "Passphrase", passphrase)?;
    page.fill("textbox", "The same once more", passphrase)?;
    page.click("button", "Continue")?;
    let key = page.wait_for("the recovery key", Duration::from_secs(20), || {
        let groups = "[...document.querySelectorAll('.recovery-key li')].map((one) => one.textContent).join('-')";
        Ok(page.evaluate(groups)?.as_str().filter(|key| !key.is_empty()).map(str::to_owned))
    })?;
    page.click("button", "I have written it down")?;
    page.fill("textbox", "Type the last three groups", "0000-0000-0000")?;
    page.click("button", "Turn the lock on")?;
    page.wait_for_text("These are not the last three groups")?;
    let end: Vec<&str> = key.rsplit('-').take(3).collect();
    let end: Vec<&str> = end.into_iter().rev().collect();
    page.fill("textbox", "Type the last three groups", &end.join(" ").to_lowercase())?;
    page.click("button", "Turn the lock on")?;
    page.wait_for_text("The lock is on.")?;
    page.by_role("button", "Lock now")?;
    Ok(key)
}

pub(crate) fn is_locked(page: &Page) -> Result<(), Failure> {
    page.by_role("heading", "Burrow is locked").map(drop)
}

pub(crate) fn unlock(page: &Page, passphrase: &str) -> Result<(), Failure> {
    page.fill("textbox", "Passphrase", passphrase)?;
    page.press("Enter")?;
    book_is_ready(page)
}

/// Nothing of a customer is left in the page, in what the browser remembers for it, or in the name of the tab.
fn shows_nothing(story: &Story, words: &[&str]) {
    let everything = "document.documentElement.outerHTML + document.title + JSON.stringify(history.state)
        + JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage })
        + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join()";
    let text = story.take(story.page().evaluate(everything));
    let text = text.as_str().unwrap_or_default();
    for word in words {
        check(story, !text.contains(word), &format!("{word:?} is still there"));
    }
}

fn no_engine(story: &Story) {
    // The lock screen has an engine of its own, which has nothing but the header; nobody else works.
    let workers = story.page().workers();
    let own: Vec<&str> = workers.iter().filter(|one| one.kind == "worker").map(|one| one.address.as_str()).collect();
    check(story, own.len() <= 1, &format!("{own:?} run while the book is locked"));
}

#[test]
fn the_lock_hides_the_book_in_every_tab_and_opens_to_its_secrets_alone() {
    let _turn = take_turn();
    let Desk { page, browser, profile, site } = Desk::usual().expect("a site and a browser");
    let story = Story::new("lock", &page);
    story.take(open(&page, &site.place("settings")));
    story.take(page.by_role("button", "Set a passphrase"));

    // Too weak, and why; not the same twice.
    story.take(page.click("button", "Set a passphrase"));
    story.take(page.fill("textbox", "Passphrase", "zhangwei1990"));
    story.take(page.wait_for_text("a word or name that many people use"));
    story.take(page.wait_for_text("a date or a year"));
    story.take(page.click("button", "Continue"));
    story.take(page.wait_for_text("too easy to guess"));
    story.take(page.fill("textbox", "Passphrase", PASSPHRASE));
    story.take(page.fill("textbox", "The same once more", "lantern orbit gravel sobe"));
    story.take(page.click("button", "Continue"));
    story.take(page.wait_for_text("The two are not the same"));
    look(&story, "choosing a passphrase");
    story.take(page.press("Escape"));

    let recovery_key = story.take(set_passphrase(&page, &site, PASSPHRASE));
    check(&story, recovery_key.len() == 44, &format!("the recovery key is {} long", recovery_key.len()));
    look(&story, "the settings with the lock on");
    let people = story.take(people(&profile));
    story.take(page.goto(&site.place("import")));
    story.take(is_locked(&page));
    story.take(unlock(&page, PASSPHRASE));
    story.take(choose_file(&page, &people));
    story.take(page.click("button", "Preview the import"));
    let button = story.take(import_button(&page));
    story.take(button.click());
    story.take(report(&page));
    story.take(page.click("link", "See customers"));
    story.take(customers_become(&page, canary_count() as u64));

    // The list is sorted by name, and shows its beginning.
    let [someone, address_of_someone, note] = canaries().into_iter().min().unwrap_or_default();

    // Two tabs, one with an open record; the key locks both at once, in the middle of an edit.
    let second = browser.new_page().expect("a second tab");
    let other = Story::new("lock_second", &second);
    other.take(second.goto(&site.place("customers")));
    other.take(is_locked(&second));
    other.take(unlock(&second, PASSPHRASE));
    other.take(customers_become(&second, canary_count() as u64));
    story.take(page.bring_to_front());
    let id = story.take(open_beside(&page, &someone));
    story.take(edit_text(&page, "Job title", "Astronomer"));
    let title = story.take(page.evaluate("document.title"));
    check(&story, title == "Burrow", &format!("with a lock the tab is called {title}"));
    let address = story.take(page.address());
    check(&story, address.contains(&id), &format!("the record is not in {address}"));
    story.take(crate::steps::begin_edit(&page, "Job title"));
    story.take(page.fill("textbox", "Job title", "Cosmologist"));
    story.take(page.press(LOCK_KEYS));
    for one in [&story, &other] {
        one.take(is_locked(one.page()));
        shows_nothing(
            one,
            &[&someone, &address_of_someone, &note, "Quux", "Astronomer", "Cosmologist", PASSPHRASE, &recovery_key],
        );
        no_engine(one);
    }
    story.take(page.bring_to_front());
    look(&story, "the lock screen");

    // A wrong passphrase says so beside the field; the right one opens where one was, with the edit that was under way.
    story.take(page.fill("textbox", "Passphrase", "lantern orbit gravel sobeR"));
    story.take(page.click("button", "Unlock"));
    story.take(page.wait_for_text("This passphrase does not open the book"));
    shows_nothing(&story, &[&someone, "Quux"]);
    story.take(page.wait_until(
        "the field to be marked",
        "document.activeElement?.getAttribute('aria-invalid') === 'true'",
        10.0,
    ));
    story.take(unlock(&page, PASSPHRASE));
    let back = story.take(page.address());
    check(&story, back == address, &format!("{back} instead of {address}"));
    story.take(value_becomes(&page, "Job title", "Cosmologist"));
    // Opening one tab opens no other.
    other.take(second.bring_to_front());
    other.take(is_locked(&second));
    story.check_quiet(&[NOT_A_FILE]);
    other.check_quiet(&[NOT_A_FILE]);
    browser.kill_hard();

    // After a kill the passphrase is asked for; the recovery key opens and lets a new one be set.
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = browser.new_page().expect("a tab");
    let story = Story::new("lock_after_kill", &page);
    story.take(page.goto(&site.place("customers")));
    story.take(is_locked(&page));
    shows_nothing(&story, &[&someone, "Quux"]);
    story.take(page.click("button", "Use the recovery key"));
    story.take(page.fill("textbox", "Recovery key", &recovery_key[..20]));
    story.take(page.click("button", "Continue"));
    story.take(page.wait_for_text("A recovery key has 36 characters"));
    story.take(page.fill("textbox", "Recovery key", &recovery_key.to_lowercase()));
    story.take(page.click("button", "Continue"));
    story.take(page.by_role("heading", "Now choose a new passphrase"));
    look(&story, "the lock screen after the recovery key");
    story.take(page.fill("textbox", "New passphrase", OTHER_PASSPHRASE));
    story.take(page.fill("textbox", "The same once more", OTHER_PASSPHRASE));
    story.take(page.click("button", "Set it and open"));
    story.take(book_is_ready(&page));
    story.take(customers_become(&page, canary_count() as u64));
    story.take(page.press(LOCK_KEYS));
    story.take(is_locked(&page));
    story.take(page.fill("textbox", "Passphrase", PASSPHRASE));
    story.take(page.press("Enter"));
    story.take(page.wait_for_text("This passphrase does not open the book"));
    story.take(unlock(&page, OTHER_PASSPHRASE));

    // Changed once more in the settings, by the palette locked, and opened again.
    story.take(open_settings(&page, &site, OTHER_PASSPHRASE));
    story.take(page.click("button", "Change"));
    story.take(page.fill("textbox", "Present passphrase or recovery key", "not this one"));
    story.take(page.fill("textbox", "New passphrase", PASSPHRASE));
    story.take(page.fill("textbox", "The same once more", PASSPHRASE));
    story.take(page.press("Enter"));
    story.take(page.wait_for_text("This passphrase does not open the book"));
    story.take(page.fill("textbox", "Present passphrase or recovery key", OTHER_PASSPHRASE));
    story.take(page.press("Enter"));
    story.take(page.wait_for_text("The passphrase is changed."));
    story.take(page.wait_gone("dialog", "Change the passphrase"));
    story.take(page.press("Ctrl+K"));
    story.take(page.wait_until("the palette", "document.activeElement?.closest('dialog[open]') !== null", 10.0));
    story.take(page.type_text("lock burrow"));
    story.take(page.by_role_containing("option", "Lock Burrow"));
    story.take(page.press("Enter"));
    story.take(is_locked(&page));
    story.take(unlock(&page, PASSPHRASE));
    story.take(customers_become(&page, canary_count() as u64));
    story.check_quiet(&[NOT_A_FILE]);
    browser.close();
    nothing_in(&profile);
}

/// The settings, in a tab that asks for the passphrase again, since going to an address by hand loads the page.
fn open_settings(page: &Page, site: &Site, passphrase: &str) -> Result<(), Failure> {
    page.goto(&site.place("settings"))?;
    is_locked(page)?;
    unlock(page, passphrase)
}

/// Looks for every canary in every file that the browser has left, as UTF-8 and as UTF-16. The database compresses blocks
/// with Snappy, which leaves what occurs for the first time as it is: names that are all different would be found. That the
/// right files are searched is shown by the first letters of what is sealed, which must be in them.
fn nothing_in(profile: &Profile) {
    let mut needles = Vec::new();
    for word in canaries().into_iter().flatten() {
        needles.push((word.clone(), word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
        needles.push((word.clone(), word.into_bytes()));
    }
    // By their first four bytes, so that each file is gone through once.
    let mut by_start: std::collections::HashMap<[u8; 4], Vec<usize>> = std::collections::HashMap::new();
    for (place, (_, needle)) in needles.iter().enumerate() {
        if let Some(start) = needle.first_chunk() {
            by_start.entry(*start).or_default().push(place);
        }
    }
    let (mut files, mut stores, mut found) = (0, 0, Vec::new());
    let mut folders = vec![profile.folder().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // What the story itself put there to be imported.
            if path == profile.folder().join("files") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap_or_default();
            files += 1;
            stores += usize::from(path.to_string_lossy().contains("indexeddb") && holds(&bytes, b"BRW1"));
            for (at, start) in bytes.windows(4).enumerate() {
                let wanted = start.first_chunk().and_then(|start: &[u8; 4]| by_start.get(start));
                for place in wanted.into_iter().flatten() {
                    let (word, needle) = &needles[*place];
                    if bytes[at..].starts_with(needle) {
                        found.push(format!("{word} in {}", path.display()));
                    }
                }
            }
        }
    }
    assert!(files > 20 && stores > 0, "only {files} files, {stores} of the book");
    assert!(found.is_empty(), "found in the browser's files: {:?}", &found[..found.len().min(9)]);
    let done = serde_json::json!({ "people": canary_count(), "words": needles.len() / 2, "files": files, "found": 0 });
    crate::counts::tell("canaries_in_the_files_of_the_browser", done);
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

#[test]
fn a_book_that_nobody_touches_locks_itself() {
    let _turn = take_turn();
    let Desk { page, browser: _browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("lock_idle", page);
    let ada = story.take(file_for(profile, "ada.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(page, site, &ada));
    story.take(set_passphrase(page, site, PASSPHRASE));
    let choice = story.take(page.by_role("combobox", "Lock by itself"));
    story.take(choice.choose("After 1 minute"));
    // Whoever is there keeps it open.
    for _ in 0..4 {
        std::thread::sleep(Duration::from_secs(18));
        story.take(page.press("Tab"));
    }
    story.take(page.by_role("button", "Lock now"));
    story.take(page.wait_for("the lock", Duration::from_secs(90), || {
        page.find_by_role("heading", "Burrow is locked").map(|found| found.map(drop))
    }));
    shows_nothing(&story, &["Lovelace"]);

    // The choice is remembered, and the lock can be taken away.
    story.take(unlock(page, PASSPHRASE));
    story.take(page.wait_for_value("combobox", "Lock by itself", "1"));
    story.take(page.click("button", "Remove"));
    story.take(page.fill("textbox", "Present passphrase or recovery key", PASSPHRASE));
    story.take(page.press("Enter"));
    story.take(page.wait_for_text("The passphrase is removed."));
    story.take(open(page, &site.place("customers")));
    story.take(customers_become(page, 1));
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn the_lock_speaks_chinese() {
    let _turn = take_turn();
    let launch = LaunchOptions { language: "zh-CN".into(), ..LaunchOptions::default() };
    let Desk { page, site, .. } = &Desk::new(&SiteOptions::default(), &launch).expect("a site and a browser");
    let story = Story::new("lock_chinese", page);
    story.take(open(page, &site.place("settings")));
    story.take(page.click("button", "设置密码"));
    story.take(page.fill("textbox", "密码", "橘猫打翻蓝墨水瓶"));
    story.take(page.fill("textbox", "再输入一次", "橘猫打翻蓝墨水瓶"));
    look(&story, "设置密码");
    story.take(page.click("button", "继续"));
    story.take(page.by_role("heading", "请把恢复密钥抄在纸上"));
    look(&story, "恢复密钥");
    let end = story.take(page.evaluate(
        "[...document.querySelectorAll('.recovery-key li')].slice(-3).map((one) => one.textContent).join('')",
    ));
    story.take(page.click("button", "我已抄好"));
    story.take(page.fill("textbox", "请输入最后三组", end.as_str().unwrap_or_default()));
    look(&story, "核对恢复密钥");
    story.take(page.click("button", "启用锁定"));
    story.take(page.wait_for_text("锁定已启用"));
    story.take(page.click("button", "立即锁定"));
    story.take(page.by_role("heading", "Burrow 已锁定"));
    look(&story, "锁定画面");
    // The language can be changed before anything is open.
    story.take(page.click("button", "English"));
    story.take(is_locked(page));
    story.take(page.click("button", "简体中文"));
    story.take(page.fill("textbox", "密码", "橘猫打翻蓝墨水"));
    story.take(page.press("Enter"));
    story.take(page.wait_for_text("密码不正确"));
    story.take(page.fill("textbox", "密码", "橘猫打翻蓝墨水瓶"));
    story.take(page.press("Enter"));
    story.take(book_is_ready(page));
    story.check_quiet(&[NOT_A_FILE]);
}
