//! Many tabs on one book, edited all at once while tabs close, crash, are left and are loaded again.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::chance::Chance;
use crate::check::{Story, check, take_turn};
use crate::chrome_devtools::Browser;
use crate::counts::{tell, times};
use crate::failure::Failure;
use crate::kills::{EDIT_WITHOUT_END, add_bindings, check_everything, edit_of};
use crate::page::Page;
use crate::site::Site;
use crate::steps::{Desk, ROW_OF_FIELD, edit_text, file_for, import, open, open_beside, shown_value};

/// The fields that are a tab's own; the last one is everybody's.
pub(crate) const OWN_FIELDS: [&str; 4] = ["Job title", "Department", "Industry", "Source"];
const EVERYBODYS: &str = "Last name";

/// What the editing script does to open a field, and what it does here: where other tabs write the same record, the row may
/// be drawn anew under the click, and a person would click again.
const CLICK_ONCE: &str = "(await until(() => at(name, '.value-button'))).click();
        const input = await until(() => !at(name, '.saved-tick') && at(name, 'input'));";
const CLICK_UNTIL_OPEN: &str = "let input = null;
        while (!input) {
            if (!at(name, '.saved-tick') && !at(name, 'input')) at(name, '.value-button')?.click();
            await new Promise((done) => setTimeout(done, 20));
            input = !at(name, '.saved-tick') && at(name, 'input');
        }";

/// A tab that crashes may have written so many values more than it was heard to begin: what it told last is lost with it.
const UNHEARD: u64 = 2;

/// One tab at work.
pub(crate) struct Worker {
    pub(crate) page: Page,
    pub(crate) record: String,
    pub(crate) own_field: &'static str,
    /// The number that it writes next; numbers of different tabs never meet, and none is written twice.
    pub(crate) next_number: u64,
}

/// What was promised, by record and field: the highest number that a tab's own field was acknowledged with, and all that was
/// begun to be written into the field of everybody, or may have been.
#[derive(Default)]
pub(crate) struct Promised {
    pub(crate) own: HashMap<(String, &'static str), u64>,
    everybodys: HashMap<String, Vec<u64>>,
    edits: usize,
}

impl Promised {
    /// Takes over what a tab has told until it ended.
    pub(crate) fn take_over(&mut self, worker: &mut Worker) {
        let heard = |name| {
            let calls = worker.page.on_binding(name);
            calls.into_iter().filter_map(|call| edit_of(&call.text)).collect::<Vec<(String, u64)>>()
        };
        let (began, acknowledged) = (heard("began"), heard("acknowledged"));
        self.edits += acknowledged.len();
        for (field, number) in acknowledged {
            if field == worker.own_field {
                let highest = self.own.entry((worker.record.clone(), worker.own_field)).or_default();
                *highest = number.max(*highest);
            }
        }
        let everybodys = self.everybodys.entry(worker.record.clone()).or_default();
        for (field, number) in began {
            if field == EVERYBODYS {
                everybodys.push(number);
            }
            worker.next_number = worker.next_number.max(number + 1);
        }
        everybodys.extend(worker.next_number..worker.next_number + UNHEARD);
        worker.next_number += UNHEARD;
    }
}

pub(crate) fn begin(worker: &Worker, site: &Site) -> Result<(), Failure> {
    let page = &worker.page;
    add_bindings(page);
    open(page, &site.place(&format!("customers?open={}", worker.record)))?;
    page.wait_until("the record", "document.querySelector('.record-panel .fields') !== null", 30.0)?;
    page.click("button", "Show empty fields")?;
    let fields = json!([worker.own_field, EVERYBODYS]);
    page.wait_until("the record's fields", &format!("{fields}.every({ROW_OF_FIELD})"), 20.0)?;
    let script = EDIT_WITHOUT_END.replace(CLICK_ONCE, CLICK_UNTIL_OPEN).replace("ROW_OF_FIELD", ROW_OF_FIELD);
    page.evaluate(&format!("void ({script})({fields}, {})", worker.next_number))?;
    page.wait_for_binding("acknowledged", 1, 40.0).map(drop)
}

pub(crate) fn number_in(shown: Option<&str>) -> Option<u64> {
    shown.and_then(|shown| shown.strip_prefix("value ")).and_then(|number| number.parse().ok())
}

/// What a tab shows of a record, beginning to stop editing first: the page is loaded again.
pub(crate) fn shows(page: &Page, site: &Site, record: &str) -> Result<BTreeMap<&'static str, Option<String>>, Failure> {
    open(page, &site.place(&format!("customers?open={record}")))?;
    page.wait_until("the record", "document.querySelector('.record-panel .fields') !== null", 30.0)?;
    let fields = OWN_FIELDS.into_iter().chain([EVERYBODYS]);
    fields.map(|field| shown_value(page, field).map(|value| (field, value))).collect()
}

/// The identifiers of so many customers, in a book that was just made.
pub(crate) fn records(desk: &Desk, count: usize) -> Result<Vec<String>, Failure> {
    let rows: String = (0..count).map(|number| format!("Person{number},Of many\n")).collect();
    let people = file_for(&desk.profile, "people.csv", format!("first_name,last_name\n{rows}"))?;
    import(&desk.page, &desk.site, &people)?;
    desk.page.click("link", "See customers")?;
    (0..count)
        .map(|number| {
            open(&desk.page, &desk.site.place(&format!("customers?search=Person{number}")))?;
            open_beside(&desk.page, &format!("Person{number} "))
        })
        .collect()
}

/// Ends a tab in one of four ways, and puts another in its place.
fn replace(
    worker: &mut Worker,
    how: usize,
    browser: &Browser,
    promised: &mut Promised,
) -> Result<&'static str, Failure> {
    let end = ["closed", "crashed", "left", "loaded again"][how % 4];
    match end {
        "closed" => worker.page.close()?,
        // A crashed page answers nothing any more, not even this.
        "crashed" => drop(worker.page.call("Page.crash", json!({}))),
        "left" => worker.page.goto("about:blank")?,
        _ => worker.page.reload()?,
    }
    promised.take_over(worker);
    drop(worker.page.close());
    worker.page = browser.new_page()?;
    Ok(end)
}

#[test]
fn many_tabs_edit_and_end_and_nothing_acknowledged_is_lost() {
    let _turn = take_turn();
    let (tabs, ends, at_least): (usize, usize, Duration) =
        times((3, 3, Duration::from_secs(5)), (10, 24, Duration::from_secs(60)));
    let mut chance = Chance::from_environment();
    let seed = chance.seed();
    let desk = Desk::usual().expect("a site and a browser");
    let story = Story::new("many_tabs", &desk.page);
    // Up to four tabs on one record, each with a field of its own and one that all of them write.
    let records = story.take(records(&desk, tabs.div_ceil(OWN_FIELDS.len())));
    let Desk { browser, site, page: watcher, .. } = &desk;
    let mut promised = Promised::default();
    let mut workers: Vec<Worker> = (0..tabs)
        .map(|tab| Worker {
            page: browser.new_page().expect("a tab"),
            record: records[tab / OWN_FIELDS.len()].clone(),
            own_field: OWN_FIELDS[tab % OWN_FIELDS.len()],
            // Numbers of different tabs never meet, and each begins with its own field.
            next_number: tab as u64 * 1_000_000,
        })
        .collect();
    for worker in &workers {
        Story::new("many_tabs_begin", &worker.page).take(begin(worker, site));
    }
    let began = Instant::now();
    let mut how: BTreeMap<&str, u32> = BTreeMap::new();
    let mut ended = 0;
    while ended < ends || began.elapsed() < at_least {
        std::thread::sleep(Duration::from_millis(chance.below(600)));
        let which = chance.below(tabs as u64) as usize;
        let worker = &mut workers[which];
        let teller = Story::new(&format!("many_tabs_{ended}"), &worker.page);
        let end = teller.take(replace(worker, ended, browser, &mut promised));
        *how.entry(end).or_default() += 1;
        Story::new(&format!("many_tabs_after_{ended}"), &worker.page).take(begin(worker, site));
        ended += 1;
    }
    // All stop, by leaving; then all look, and see the same.
    for worker in &mut workers {
        let teller = Story::new("many_tabs_stop", &worker.page);
        teller.take(worker.page.goto("about:blank"));
        promised.take_over(worker);
    }
    for record in &records {
        let expected = story.take(shows(watcher, site, record));
        for worker in &workers {
            let teller = Story::new("many_tabs_look", &worker.page);
            let found = teller.take(shows(&worker.page, site, record));
            check(&teller, found == expected, &format!("{found:?} here, {expected:?} there"));
        }
        for field in OWN_FIELDS {
            let shown = number_in(expected[field].as_deref());
            let acknowledged = promised.own.get(&(record.clone(), field)).copied();
            check(
                &story,
                shown >= acknowledged,
                &format!("{field}: {acknowledged:?} was acknowledged, {shown:?} is there"),
            );
        }
        let shown = number_in(expected[EVERYBODYS].as_deref());
        let begun =
            promised.everybodys.get(record).is_some_and(|begun| shown.is_some_and(|shown| begun.contains(&shown)));
        check(&story, begun, &format!("{EVERYBODYS}: nobody wrote {shown:?}"));
    }
    // Each writes once more and is then quiet, so that several want to fold at once; one of them does.
    for worker in &workers {
        let teller = Story::new("many_tabs_last", &worker.page);
        teller.take(worker.page.bring_to_front());
        teller.take(shows(&worker.page, site, &worker.record));
        teller.take(edit_text(&worker.page, worker.own_field, "the last word"));
    }
    story.take(watcher.bring_to_front());
    let folded = "/: 0 · /.test(document.querySelector('.fold-facts')?.textContent ?? '')";
    story.take(watcher.wait_for("the journal to be folded", Duration::from_secs(60), || {
        // A tab learns of what another one folded when it starts.
        open(watcher, &site.place("settings"))?;
        watcher.wait_until("the figures", "document.querySelector('.fold-facts')?.textContent.trim()", 20.0)?;
        let is_folded = watcher.evaluate(folded)? == true;
        std::thread::sleep(Duration::from_secs(if is_folded { 0 } else { 1 }));
        Ok(is_folded.then_some(()))
    }));
    check_everything(&story, site);
    let done = json!({
        "tabs": tabs, "seed": seed, "seconds": began.elapsed().as_secs(), "tabs_ended": how,
        "edits_acknowledged": promised.edits, "edits_lost": 0,
    });
    tell("many_tabs", done);
    check(&story, promised.edits >= 4 * tabs, &format!("only {} edits", promised.edits));
}
