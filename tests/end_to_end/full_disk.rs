//! A disk that is really full: the database lies on a small file system of its own, which takes a mount namespace, had by
//! `unshare -Urm`. Where that is refused the test fails, since a test that is left out shows nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::counts::{tell, times};
use crate::site::{Site, SiteOptions};
use crate::steps::{
    NOT_A_FILE, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside, value_becomes,
};

/// Set in the second process, to the folder that is small.
const SMALL: &str = "BURROW_SMALL_PROFILE";
const NAME: &str = "full_disk::a_full_disk_is_told_and_nothing_acknowledged_is_lost";

#[test]
fn a_full_disk_is_told_and_nothing_acknowledged_is_lost() {
    if let Some(folder) = std::env::var_os(SMALL) {
        return (0..times(1, 20)).for_each(|round| fill(Path::new(&folder), round));
    }
    let _turn = take_turn();
    let profile = Profile::temporary().expect("a profile");
    // The second process sees the small file system; for everybody else there is none.
    let own = std::env::current_exe().expect("this test");
    let script = "mount -t tmpfs -o size=220m tmpfs \"$1\" && exec \"$2\" --exact \"$3\" --nocapture --test-threads=1";
    let inside = Command::new("unshare")
        .args(["-Urm", "sh", "-c", script, "sh"])
        .arg(profile.folder())
        .arg(own)
        .arg(NAME)
        .env(SMALL, profile.folder())
        .output()
        .expect("unshare runs");
    let words = format!("{}{}", String::from_utf8_lossy(&inside.stdout), String::from_utf8_lossy(&inside.stderr));
    assert!(inside.status.success() && words.contains("1 passed"), "{words}");
    // What it counted goes on to who collects it.
    words.lines().filter(|line| line.starts_with("counts: ")).for_each(|line| eprintln!("{line}"));
}

/// Fills the file system to its last byte, with a file of its own or more in the one that is there, and gives its place.
fn ballast(folder: &Path) -> PathBuf {
    let path = folder.join("ballast");
    for size in [64 * 1024, 512, 1] {
        let piece = vec![7_u8; size];
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).expect("a file");
        while std::io::Write::write_all(&mut file, &piece).is_ok() {}
    }
    path
}

/// Waits until the page says whether the edit was saved, and checks that it says why not where it was not.
fn is_saved(story: &Story, saved: &str) -> bool {
    let page = story.page();
    let told = story.take(page.wait_for("the edit to be saved or refused", Duration::from_secs(30), || {
        let text = page.evaluate("document.body.innerText")?.to_string();
        let refused = text.contains("Not saved. ") && text.contains("Try again");
        Ok(if page.evaluate(saved)? == true {
            Some(None)
        } else if refused {
            Some(Some(text))
        } else {
            None
        })
    }));
    if let Some(text) = &told {
        check(story, text.contains("Not saved. The disk is full."), &format!("the reason is not told: {text}"));
    }
    told.is_none()
}

/// Presses the button of the notice, which goes at once and comes again when that failed, too.
fn try_again(story: &Story, saved: &str) -> bool {
    let page = story.page();
    // What is pressed fades away; its words must not be taken for those of the next one.
    story.take(page.evaluate(
        "window.pressed = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Try again'); 0",
    ));
    story.take(page.click("button", "Try again"));
    story.take(page.wait_until("the notice to go", "!window.pressed.isConnected", 20.0));
    is_saved(story, saved)
}

fn fill(folder: &Path, round: u32) {
    let place = folder.join(format!("round {round}"));
    fs::create_dir_all(&place).expect("a folder");
    let profile = Profile::kept(&place);
    let site = Site::start(&SiteOptions::default()).expect("a site");
    let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
    let page = browser.new_page().expect("a tab");
    let story = Story::new(&format!("full_disk_{round}"), &page);
    let people = story.take(file_for(&profile, "people.csv", "first_name,last_name\nAda,Lovelace\n"));
    story.take(import(&page, &site, &people));
    story.take(page.click("link", "See customers"));
    let id = story.take(open_beside(&page, "Ada Lovelace"));
    story.take(edit_text(&page, "Job title", "Analyst"));

    story.take(page.wait_until("the tick to go", "document.querySelector('.fields .saved-tick') === null", 20.0));
    let ballast = ballast(folder);
    // Edits are refused once the browser's own file has no room left; some may still find room in it.
    let mut refused = None;
    for number in 0..400 {
        let value = format!("{number} {}", "long ".repeat(1_500));
        story.take(crate::steps::begin_edit(&page, "Notes"));
        story.take(page.by_selector(".fields textarea").and_then(|area| {
            area.run("function (text) { this.value = text; this.dispatchEvent(new InputEvent('input', { bubbles: true })); }", &[json!(value)])?;
            area.focus()
        }));
        story.take(page.press("Ctrl+Enter"));
        if !is_saved(&story, "document.querySelector('.fields .saved-tick') !== null") {
            refused = Some(value);
            break;
        }
        story.take(page.wait_until("the tick to go", "document.querySelector('.fields .saved-tick') === null", 20.0));
    }
    let refused = refused.unwrap_or_default();
    check(&story, !refused.is_empty(), "a full disk refused nothing");

    // While it is full it refuses again, unless the browser has found a little room in its own files.
    const SAVED_NOW: &str = "document.body.innerText.includes('Saved now.')";
    let mut saved = false;
    for _ in 0..2 {
        self::ballast(folder);
        saved = saved || try_again(&story, SAVED_NOW);
    }
    // With room again the same page goes on.
    fs::remove_file(&ballast).expect("the ballast removed");
    check(&story, saved || try_again(&story, SAVED_NOW), "there is room, and it is not saved");
    story.take(open(&page, &site.place(&format!("customers?open={id}"))));
    story.take(book_is_ready(&page));
    story.take(value_becomes(&page, "Job title", "Analyst"));
    story.take(customers_become(&page, 1));
    let whole = story.take(page.evaluate("document.querySelector('.record-panel').innerText"));
    let first = refused.split(' ').next().unwrap_or_default();
    check(&story, whole.to_string().contains(&format!("{first} long")), "what was tried again is not there");
    story.check_quiet(&[NOT_A_FILE]);
    browser.close();
    drop(fs::remove_dir_all(&place));
    tell("full_disk", json!({ "round": round, "acknowledged_edits_lost": 0 }));
}
