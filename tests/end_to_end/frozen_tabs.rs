//! A tab that the browser has frozen in the middle of something, and another one that works on.

use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::failure::Failure;
use crate::kills::check_everything;
use crate::many_tabs::{OWN_FIELDS, Promised, Worker, begin, number_in, records, shows};
use crate::page::Page;
use crate::steps::{
    Desk, NOT_A_FILE, book_is_ready, customers_become, edit_text, file_for, import, open, preview_import, report,
    value_becomes,
};

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
