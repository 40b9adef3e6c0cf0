//! What is left of a locked book in the memory that JavaScript can see: nothing. The browser's own snapshot of the heap is
//! searched, before the lock, to see that it would be found, and after it.

use serde_json::json;

use crate::check::{Story, check, take_turn};
use crate::counts::tell;
use crate::failure::Failure;
use crate::lock::{LOCK_KEYS, PASSPHRASE, is_locked, set_passphrase, unlock};
use crate::page::Page;
use crate::steps::{Desk, NOT_A_FILE, customers_become, edit_text, file_for, open_beside};

/// Names that occur nowhere else.
const CANARIES: [&str; 4] = ["Zorblaxian", "Quiverthorpe", "Mumblewick", "fizzlegrove"];

/// The heap of the page, as the browser writes it down.
fn heap(page: &Page) -> Result<String, Failure> {
    let mark = page.connection().mark();
    page.call("HeapProfiler.enable", json!({}))?;
    page.call("HeapProfiler.collectGarbage", json!({}))?;
    page.call("HeapProfiler.takeHeapSnapshot", json!({ "reportProgress": false }))?;
    let session = page.session().to_owned();
    let chunks = page.connection().events(|event| {
        event.method == "HeapProfiler.addHeapSnapshotChunk" && event.session.as_deref() == Some(&session)
    });
    let after: String = chunks
        .iter()
        .filter(|event| page.connection().position(event) >= mark)
        .filter_map(|event| event.params["chunk"].as_str())
        .collect();
    if after.is_empty() { Err(Failure::Thrown("the heap is empty".into())) } else { Ok(after) }
}

#[test]
fn after_the_lock_no_name_is_left_in_the_heap() {
    let _turn = take_turn();
    let Desk { page, browser: _browser, profile, site } = &Desk::usual().expect("a site and a browser");
    let story = Story::new("lock_memory", page);
    let [first, last, title, note] = CANARIES;
    let people =
        story.take(file_for(profile, "people.csv", format!("first_name,last_name,notes\n{first},{last},{note}\n")));
    story.take(set_passphrase(page, site, PASSPHRASE));
    story.take(page.goto(&site.place("import")));
    story.take(is_locked(page));
    story.take(unlock(page, PASSPHRASE));
    story.take(import_here(page, &people));
    story.take(customers_become(page, 1));
    story.take(page.click("link", "See customers"));
    story.take(open_beside(page, first));
    story.take(edit_text(page, "Job title", title));
    // What the page itself holds would be seen: a list of the names that stands on the screen now.
    story.take(page.evaluate("void (window.shown = [...document.body.innerText.split('\\n')])"));
    let before = story.take(heap(page));
    for canary in [first, last, title] {
        check(
            &story,
            before.contains(canary),
            &format!("{canary} is not in the heap of the open book, so the search is blind"),
        );
    }
    story.take(page.press(LOCK_KEYS));
    story.take(is_locked(page));
    let after = story.take(heap(page));
    for canary in CANARIES.into_iter().chain([PASSPHRASE]) {
        check(&story, !after.contains(canary), &format!("{canary} is in the heap of the locked page"));
    }
    // And the worker that held the book has ended: what runs now asks for the passphrase like the page.
    let engines = page.workers().into_iter().filter(|worker| worker.address.contains("engine")).count();
    check(&story, engines <= 1, &format!("{engines} engines run"));
    tell("heap_after_the_lock", json!({ "names": CANARIES.len(), "bytes": after.len(), "found": 0 }));
    story.check_quiet(&[NOT_A_FILE]);
}

/// Imports on the page that is open; going to its address would lock the book again.
fn import_here(page: &Page, file: &std::path::Path) -> Result<(), Failure> {
    crate::steps::choose_file(page, file)?;
    page.click("button", "Preview the import")?;
    crate::steps::import_button(page)?.click()?;
    crate::steps::report(page).map(drop)
}
