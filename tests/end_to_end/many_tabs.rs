//! A tab that the browser has frozen in the middle of something, and another one that works on.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::kills::{EDIT_WITHOUT_END, add_bindings, check_everything, edit_of};
use crate::page::Page;
use crate::site::Site;
use crate::steps::{
    Desk, NOT_A_FILE, ROW_OF_FIELD, book_is_ready, customers_become, edit_text, file_for, import, open, open_beside,
    preview_import, report, shown_value, value_becomes,
};

/// The fields that are a tab's own; the last one is everybody's.
const OWN_FIELDS: [&str; 4] = ["Job title", "Department", "Industry", "Source"];
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

/// One tab at work.
struct Worker {
    page: Page,
    record: String,
    own_field: &'static str,
    next_number: u64,
}

/// What was promised, by record and field: the highest number that a tab's own field was acknowledged with, and all that was
/// begun to be written into the field of everybody.
#[derive(Default)]
struct Promised {
    own: HashMap<(String, &'static str), u64>,
    everybodys: HashMap<String, Vec<u64>>,
    edits: usize,
}

impl Promised {
    fn take_over(&mut self, worker: &mut Worker) {
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
        for (field, number) in began {
            if field == EVERYBODYS {
                self.everybodys.entry(worker.record.clone()).or_default().push(number);
            }
            worker.next_number = worker.next_number.max(number + 1);
        }
    }
}

fn begin(worker: &Worker, site: &Site) -> Result<(), Failure> {
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

fn number_in(shown: Option<&str>) -> Option<u64> {
    shown.and_then(|shown| shown.strip_prefix("value ")).and_then(|number| number.parse().ok())
}

/// What a tab shows of a record, beginning to stop editing first: the page is loaded again.
fn shows(page: &Page, site: &Site, record: &str) -> Result<BTreeMap<&'static str, Option<String>>, Failure> {
    open(page, &site.place(&format!("customers?open={record}")))?;
    page.wait_until("the record", "document.querySelector('.record-panel .fields') !== null", 30.0)?;
    let fields = OWN_FIELDS.into_iter().chain([EVERYBODYS]);
    fields.map(|field| shown_value(page, field).map(|value| (field, value))).collect()
}

/// The identifiers of so many customers, in a book that was just made.
fn records(desk: &Desk, count: usize) -> Result<Vec<String>, Failure> {
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

fn set_state(page: &Page, state: &str) -> Result<(), Failure> {
    page.call("Page.setWebLifecycleState", json!({ "state": state })).map(drop)
}

/// Holds a lock as a tab in the middle of something does.
fn hold(page: &Page, lock: &str) -> Result<(), Failure> {
    let script = "new Promise((held) => navigator.locks.request(NAME, () => { held(true); return new Promise((release) => { window.release = release; }); }))";
    page.evaluate(&script.replace("NAME", &json!(lock).to_string())).map(drop)
}

#[test]
fn a_frozen_tab_keeps_nobody_from_working_and_loses_nothing() {
    let _turn = take_turn();
    let desk = Desk::usual().expect("a site and a browser");
    let record = Story::new("frozen_before", &desk.page).take(records(&desk, 1)).remove(0);
    let Desk { browser, site, profile, page } = &desk;
    let story = Story::new("frozen_other", page);
    let mut promised = Promised::default();
    let mut worker = Worker {
        page: browser.new_page().expect("a tab"),
        record: record.clone(),
        own_field: OWN_FIELDS[0],
        next_number: 0,
    };
    let frozen = Story::new("frozen", &worker.page.clone());
    frozen.take(begin(&worker, site));
    // Frozen while it writes without end, and while it is the one that folds.
    frozen.take(hold(&worker.page, "burrow.fold"));
    let written = worker.page.on_binding("began").len();
    frozen.take(worker.page.wait_for_binding("began", written + 1, 30.0));
    frozen.take(set_state(&worker.page, "frozen"));

    // The other tab reads, writes the same record, starts again and imports.
    story.take(page.bring_to_front());
    story.take(open(page, &site.place(&format!("customers?open={record}"))));
    story.take(edit_text(page, "Department", "Engines"));
    story.take(page.reload());
    story.take(book_is_ready(page));
    story.take(value_becomes(page, "Department", "Engines"));
    let more = story.take(file_for(profile, "more.csv", "first_name,last_name\nGrace,Hopper\n"));
    story.take(import(page, site, &more));
    story.take(customers_become(page, 2));

    // Awake again, it goes on where it was.
    frozen.take(set_state(&worker.page, "active"));
    let before = worker.page.on_binding("acknowledged").len();
    frozen.take(worker.page.wait_for_binding("acknowledged", before + 2, 40.0));
    frozen.take(value_becomes(&worker.page, "Department", "Engines"));
    frozen.take(worker.page.goto("about:blank"));
    promised.take_over(&mut worker);
    let there = story.take(shows(page, site, &record));
    let acknowledged = promised.own.get(&(record.clone(), OWN_FIELDS[0])).copied();
    let shown = number_in(there[OWN_FIELDS[0]].as_deref());
    check(
        &story,
        shown.is_some() && shown >= acknowledged,
        &format!("{acknowledged:?} was acknowledged, {shown:?} is there"),
    );
    check(&story, there["Department"].as_deref() == Some("Engines"), "what the other tab wrote is gone");
    check_everything(&story, site);
    story.check_quiet(&[NOT_A_FILE]);
}

#[test]
fn a_frozen_tab_in_the_middle_of_an_import_is_named_to_who_waits_for_it() {
    let _turn = take_turn();
    let desk = Desk::usual().expect("a site and a browser");
    let record = Story::new("frozen_writer_before", &desk.page).take(records(&desk, 1)).remove(0);
    let Desk { browser, site, profile, page } = &desk;
    let story = Story::new("frozen_writer_other", page);
    let writer = browser.new_page().expect("a tab");
    let frozen = Story::new("frozen_writer", &writer);
    frozen.take(open(&writer, &site.place("customers")));
    frozen.take(hold(&writer, "burrow.write"));
    frozen.take(set_state(&writer, "frozen"));

    // What depends on nothing is saved at once; what must come after the other tab's work waits, and says for whom.
    story.take(page.bring_to_front());
    story.take(open(page, &site.place(&format!("customers?open={record}"))));
    story.take(edit_text(page, "Department", "Engines"));
    let more = story.take(file_for(profile, "more.csv", "first_name,last_name\nGrace,Hopper\n"));
    let button = story.take(preview_import(page, site, &more));
    story.take(button.click());
    story.take(page.wait_for_text("Another tab of Burrow is in the middle of something"));
    frozen.take(set_state(&writer, "active"));
    frozen.take(writer.evaluate("window.release()"));
    story.take(report(page));
    story.take(page.wait_until(
        "the notice to go",
        "!document.body.innerText.includes('Another tab of Burrow is in the middle of something')",
        20.0,
    ));
    story.take(customers_become(page, 2));
    // A tab that is closed while it is waited for gives way, too.
    frozen.take(hold(&writer, "burrow.write"));
    frozen.take(set_state(&writer, "frozen"));
    let more = story.take(file_for(profile, "again.csv", "first_name,last_name\nMary,Shelley\n"));
    let button = story.take(preview_import(page, site, &more));
    story.take(button.click());
    story.take(page.wait_for_text("Another tab of Burrow is in the middle of something"));
    frozen.take(writer.close());
    story.take(report(page));
    story.take(customers_become(page, 3));
    story.check_quiet(&[NOT_A_FILE]);
}
