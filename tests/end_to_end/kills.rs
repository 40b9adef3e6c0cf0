//! The browser killed in the middle of editing and of importing: nothing that the screen called saved is lost, no import
//! counts by half, and everything on the disk can be opened.
//!
//! What the screen says is heard by this process at once, over the debugging port: a script in the page edits through the
//! record's own controls as fast as they let it, calls `began` before it presses Enter, and `acknowledged` when the tick
//! of the saved field has appeared; for an import, when its report has. So what was promised is known outside the
//! browser, whatever becomes of it.
//!
//! `BURROW_KILLS` says how often (20), `BURROW_SEED` when.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::{Browser, LaunchOptions, Profile};
use crate::failure::Failure;
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    Desk, LONG_WORK, ROW_OF_FIELD, customers, customers_become, file_for, import, open, preview_import, report,
    shown_value,
};

/// Rows of each import.
const ROWS: u64 = 3_000;

/// The killing goes on until this share of the kills asked for, in percent, met a write that was begun and not yet
/// acknowledged: how many of the random moments do is for chance and the machine to say.
const IN_FLIGHT_PERCENT: usize = 60;

/// Nor does it go on for ever: so many kills for each that was asked for.
const MOST_KILLS: usize = 4;

/// The fields that are edited in turn.
const FIELDS: [&str; 4] = ["Job title", "Department", "Industry", "Source"];

/// Edits one field after the other without end, and tells of each before and after.
pub(crate) const EDIT_WITHOUT_END: &str = "async (fields, first) => {
    const until = (test) => new Promise((done) => {
        const look = () => {
            const found = test();
            if (found) { observer.disconnect(); done(found); }
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        look();
    });
    const row = ROW_OF_FIELD;
    const at = (name, selector) => row(name)?.querySelector(selector);
    for (let number = first; ; number++) {
        const name = fields[number % fields.length];
        (await until(() => at(name, '.value-button'))).click();
        const input = await until(() => !at(name, '.saved-tick') && at(name, 'input'));
        input.value = `value ${number}`;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        began(`${name}=${number}`);
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        await until(() => at(name, '.saved-tick'));
        acknowledged(`${name}=${number}`);
    }
}";

/// Presses the button that imports, and tells when it has been pressed and when the report is there.
const IMPORT_NOW: &str = "(() => {
    const done = () => [...document.querySelectorAll('h2')].some((title) => title.textContent.endsWith(' imported'));
    new MutationObserver((_, observer) => {
        if (done()) { observer.disconnect(); acknowledged('import'); }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    const button = [...document.querySelectorAll('button')].find((button) => /^Import [0-9]/.test(button.textContent.trim()));
    began('import');
    button.click();
})()";

/// What has been promised, of each field the highest number.
#[derive(Default)]
struct Ledger {
    acknowledged: HashMap<String, u64>,
    edits: usize,
    next_number: u64,
}

impl Ledger {
    /// Takes over what a page that has ended had told, and says whether a write was in flight when it ended.
    fn take_over(&mut self, page: &Page) -> bool {
        let heard = |name| page.on_binding(name).into_iter().filter_map(|call| edit_of(&call.text)).collect::<Vec<_>>();
        let (began, acknowledged) = (heard("began"), heard("acknowledged"));
        self.edits += acknowledged.len();
        let in_flight = began.len() > acknowledged.len();
        let last = began.iter().map(|(_, number)| number + 1).max();
        self.next_number = self.next_number.max(last.unwrap_or_default());
        self.acknowledged.extend(acknowledged);
        in_flight
    }

    /// Checks the open record: every field holds what was promised last, or what was written to it since. What a page did in
    /// its very last moment may not have been heard, so a later value of the same field is right, too.
    fn check(&mut self, story: &Story) {
        for (place, field) in FIELDS.into_iter().enumerate() {
            let shown = story.take(shown_value(story.page(), field)).unwrap_or_default();
            let found: Option<u64> = shown.strip_prefix("value ").and_then(|number| number.parse().ok());
            let promised = self.acknowledged.get(field).copied();
            let own = found.is_none_or(|number| number % FIELDS.len() as u64 == place as u64);
            let kept = own && found >= promised && (found.is_some() || shown == "—");
            check(story, kept, &format!("{field} is {shown:?}, promised was {promised:?}"));
            self.next_number = self.next_number.max(found.map_or(0, |number| number + 1));
        }
    }
}

pub(crate) fn edit_of(text: &str) -> Option<(String, u64)> {
    let (field, number) = text.split_once('=')?;
    Some((field.to_owned(), number.parse().ok()?))
}

/// The record that is edited, beside the list, with all its fields.
fn open_record(page: &Page, site: &Site, id: &str) -> Result<(), Failure> {
    open(page, &site.place(&format!("customers?open={id}")))?;
    page.wait_until("the record", "document.querySelector('.record-panel .fields') !== null", 30.0)?;
    page.click("button", "Show empty fields")?;
    page.wait_until("the record's fields", &format!("{}.every({ROW_OF_FIELD})", json!(FIELDS)), 20.0)
}

pub(crate) fn add_bindings(page: &Page) {
    page.add_binding("began");
    page.add_binding("acknowledged");
}

/// Begins to edit in the page, and returns when the first values are saved.
fn begin_to_edit(page: &Page, first: u64) -> Result<(), Failure> {
    let script = EDIT_WITHOUT_END.replace("ROW_OF_FIELD", ROW_OF_FIELD);
    page.evaluate(&format!("void ({script})({}, {first})", json!(FIELDS)))?;
    page.wait_for_binding("acknowledged", 2, 30.0).map(drop)
}

/// Waits until a random moment: any moment at all, or one shortly after a write has begun.
fn wait_for_a_moment(page: &Page, chance: &mut Chance, at_a_write: bool) -> Result<(), Failure> {
    std::thread::sleep(Duration::from_millis(chance.below(500)));
    if at_a_write {
        let count = page.on_binding("began").len();
        page.wait_for_binding("began", count + 1, 30.0)?;
        std::thread::sleep(Duration::from_micros(chance.below(4_000)));
    }
    Ok(())
}

fn people(profile: &Profile, round: usize) -> Result<PathBuf, Failure> {
    let row = |number: u64| {
        format!(
            "Person {number},Of round {round},p{number}@round{round}.example.org,+44 20 {round:04} {number:04},Imported\n"
        )
    };
    let rows: String = (0..ROWS).map(row).collect();
    file_for(profile, &format!("round_{round}.csv"), format!("first_name,last_name,email,phone,job_title\n{rows}"))
}

/// An imported customer is there with all that its row said.
fn check_a_row(story: &Story, site: &Site, round: usize, number: u64) {
    let page = story.page();
    story.take(open(page, &site.place(&format!("customers?search=p{number}%40round{round}.example.org"))));
    let row = story.take(page.by_role_containing("row", &format!("Person {number} Of round {round}")));
    let text = story.take(row.text_of());
    let whole = text.contains(&format!("p{number}@round{round}.example.org")) && text.contains(&format!("{number:04}"));
    check(story, whole, &format!("row {number} of round {round} came in as {text:?}"));
}

/// The settings' own check opens everything on the disk and compares it with what is shown.
pub(crate) fn check_everything(story: &Story, site: &Site) {
    let page = story.page();
    story.take(open(page, &site.place("settings")));
    story.take(page.click("button", "Check now"));
    story.take(page.wait_for("the check", LONG_WORK, || {
        let text = page.evaluate("document.body.innerText")?;
        let text = text.as_str().unwrap_or_default();
        match (text.contains("All is well: "), text.contains("Not all is well: ")) {
            (true, _) => Ok(Some(())),
            (_, true) => panic!("after a kill: {text}"),
            _ => Ok(None),
        }
    }));
}

/// A book with one customer, whose identifier is given, and a browser that has shown it.
fn first_book(desk: &Desk) -> Result<String, Failure> {
    let ada = file_for(&desk.profile, "ada.csv", "first_name,last_name\nAda,Lovelace\n")?;
    import(&desk.page, &desk.site, &ada)?;
    desk.page.click("link", "See customers")?;
    crate::steps::open_beside(&desk.page, "Ada Lovelace")
}

#[test]
fn a_killed_browser_loses_nothing_that_was_acknowledged() {
    let _turn = take_turn();
    let kills: usize = std::env::var("BURROW_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(20);
    let mut chance = Chance::from_environment();
    let seed = chance.seed();
    let desk = Desk::usual().expect("a site and a browser");
    let story = Story::new("kills", &desk.page);
    let id = story.take(first_book(&desk));
    // One import to its end, to know how long one takes.
    let file = story.take(people(&desk.profile, 0));
    let button = story.take(preview_import(&desk.page, &desk.site, &file));
    let began = Instant::now();
    story.take(button.click());
    story.take(report(&desk.page));
    let mut longest = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let mut count = 1 + ROWS;
    story.take(customers_become(&desk.page, count));
    let Desk { browser, profile, site, page, .. } = desk;
    drop(page);

    let mut ledger = Ledger::default();
    let (mut in_flight, mut imports, mut half_done) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    let mut running = Some(browser);
    let mut kill = 0;
    while kill < kills || in_flight * 100 < kills * IN_FLIGHT_PERCENT {
        kill += 1;
        if kill > kills * MOST_KILLS {
            panic!("only {in_flight} of {} kills met a write in flight (seed {seed})", kill - 1);
        }
        let browser = match running.take() {
            Some(browser) => browser,
            None => Browser::launch(&profile, &LaunchOptions::default()).expect("a browser"),
        };
        let page = browser.new_page().expect("a tab");
        let story = Story::new(&format!("kills_{kill}"), &page);
        add_bindings(&page);
        let opening = Instant::now();
        story.take(open_record(&page, &site, &id));
        slowest = slowest.max(opening.elapsed());
        ledger.check(&story);
        if kill % 2 == 0 {
            story.take(begin_to_edit(&page, ledger.next_number));
            story.take(wait_for_a_moment(&page, &mut chance, kill % 4 == 0));
            browser.kill_hard();
            in_flight += usize::from(ledger.take_over(&page));
        } else {
            let file = story.take(people(&profile, kill));
            story.take(preview_import(&page, &site, &file));
            story.take(page.evaluate(IMPORT_NOW));
            let moment = chance.below(longest);
            std::thread::sleep(Duration::from_micros(moment));
            browser.kill_hard();
            imports += 1;
            let acknowledged = !page.on_binding("acknowledged").is_empty();
            in_flight += usize::from(!acknowledged);
            if acknowledged {
                // An import takes no longer than this.
                longest = moment.max(1);
            }

            let browser = Browser::launch(&profile, &LaunchOptions::default()).expect("a browser");
            let page = browser.new_page().expect("a tab");
            let story = Story::new(&format!("kills_{kill}_after"), &page);
            story.take(open(&page, &site.place("customers")));
            let now = story.take(customers(&page));
            let whole = now == count + ROWS || (!acknowledged && now == count);
            check(&story, whole, &format!("{count} customers before an import of {ROWS}, {now} after the kill"));
            if now == count {
                half_done += 1;
            } else {
                check_a_row(&story, &site, kill, chance.below(ROWS));
            }
            count = now;
            check_everything(&story, &site);
            running = Some(browser);
        }
    }

    let browser = match running {
        Some(browser) => browser,
        None => Browser::launch(&profile, &LaunchOptions::default()).expect("a browser"),
    };
    let page = browser.new_page().expect("a tab");
    let story = Story::new("kills_after", &page);
    story.take(open_record(&page, &site, &id));
    ledger.check(&story);
    story.take(customers_become(&page, count));
    check_everything(&story, &site);
    let done = json!({
        "kills": kill, "seed": seed, "in_flight": in_flight, "edits_acknowledged": ledger.edits, "edits_lost": 0,
        "imports": imports, "imports_whole": imports - half_done, "imports_not_begun": half_done, "rows_of_each": ROWS,
        "slowest_opening_ms": slowest.as_millis() as u64,
    });
    crate::counts::tell("kills", done);
}

#[test]
fn a_tab_that_ends_loses_nothing_that_was_acknowledged() {
    let _turn = take_turn();
    let mut chance = Chance::from_environment();
    let desk = Desk::usual().expect("a site and a browser");
    let story = Story::new("tab_ends", &desk.page);
    let id = story.take(first_book(&desk));
    let Desk { browser, site, .. } = &desk;
    let mut ledger = Ledger::default();
    let mut ends: HashMap<&str, usize> = HashMap::new();
    let rounds = crate::counts::times(12, 300);
    for round in 0..rounds {
        let page = browser.new_page().expect("a tab");
        let story = Story::new(&format!("tab_ends_{round}"), &page);
        add_bindings(&page);
        story.take(open_record(&page, site, &id));
        ledger.check(&story);
        story.take(begin_to_edit(&page, ledger.next_number));
        story.take(wait_for_a_moment(&page, &mut chance, round % 2 == 0));
        let end = ["crashed", "closed", "left", "loaded again"][round % 4];
        *ends.entry(end).or_default() += 1;
        match end {
            // A crashed page answers nothing any more, not even this.
            "crashed" => drop(page.call("Page.crash", json!({}))),
            "closed" => story.take(page.close()),
            "left" => story.take(page.goto("about:blank")),
            _ => story.take(page.reload()),
        }
        ledger.take_over(&page);
        drop(page.close());
    }
    let page = browser.new_page().expect("a tab");
    let story = Story::new("tab_ends_after", &page);
    story.take(open_record(&page, site, &id));
    ledger.check(&story);
    check_everything(&story, site);
    crate::counts::tell("tabs_that_end", json!({ "ends": ends, "edits_acknowledged": ledger.edits, "edits_lost": 0 }));
    check(&story, ends.len() == 4 && ledger.edits >= 24, &format!("{ends:?}, {} edits", ledger.edits));
}
