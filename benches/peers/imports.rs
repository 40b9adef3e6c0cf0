//! A CSV file to durable and searchable.

use burrow::domain::id::MemberId;
use burrow::domain::record::Kind;
use burrow::engine::import_plan::ImportReport;
use burrow::engine::protocol::{Job, Reply, Request};

use crate::bench_page::number;
use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_least, median, time, times};
use crate::profile::profiled;
use crate::report::{Line, Report};

/// What the imports left for the parts that follow.
pub struct Imported {
    /// The member of the engine's book.
    pub member: MemberId,
    /// Our time, in milliseconds.
    pub ours: f64,
    /// The peers' time without a search index, in milliseconds.
    pub theirs: f64,
}

/// Imports in turn, ours into a new book each time, and leaves the last ones for what follows.
pub fn compare(comparison: &Comparison, report: &mut Report) -> Result<Imported, Failure> {
    let page = &comparison.page;
    let (mut ours, mut previews, mut theirs, mut parsing, mut putting) = (vec![], vec![], vec![], vec![], vec![]);
    let mut member = MemberId::default();
    for round in 0..comparison.rounds {
        page.forget_book()?;
        page.start_engine()?;
        member = comparison.make_member()?;
        let (looking, running) = import(comparison, member)?;
        previews.push(looking);
        ours.push(looking + running);
        eprintln!("import {round}: ours {} and {}", time(looking), time(running));
        if round < comparison.slow_rounds {
            page.end_engine()?;
            let value = page.evaluate("peers.importFile()")?;
            if value["value"]["rows"].as_u64() != Some(comparison.customers.len() as u64) {
                return Err(Failure::Thrown(format!("the peers read {} rows", value["value"]["rows"])));
            }
            theirs.push(number(&value["milliseconds"]));
            parsing.push(number(&value["value"]["parse"]));
            putting.push(number(&value["value"]["put"]));
            page.end_peer("dexie")?;
            eprintln!("import {round}: peers {}", time(number(&value["milliseconds"])));
        }
    }
    let imported = Imported { member, ours: median(&ours), theirs: median(&theirs) };
    let ratio = imported.theirs / imported.ours;
    report.lines.push(Line {
        work: "CSV file to durable and searchable".into(),
        peer: "PapaParse + Dexie `bulkPut`, not searchable".into(),
        theirs: time(median(&theirs)),
        ours: time(median(&ours)),
        ratio: times(ratio),
        target: "10× faster".into(),
        distance: at_least(ratio, 10.0),
    });
    report.notes.push(format!(
        "The peers' import is {} of PapaParse and {} of Dexie. Ours goes through the whole file once, for the preview, which the \
         peers do not have and which took {} of the figure; the import itself then writes what the preview has made.",
        time(median(&parsing)),
        time(median(&putting)),
        time(median(&previews)),
    ));
    Ok(imported)
}

/// The times of the preview and of the import itself.
fn import(comparison: &Comparison, member: MemberId) -> Result<(f64, f64), Failure> {
    let page = &comparison.page;
    let plan = match page.ask(&Request::ImportOpen { kind: Some(Kind::Customer), reading: None }, true)? {
        (_, Reply::ImportDraft(draft)) => draft.plan,
        (_, other) => return Err(unexpected("to open the file", &other)),
    };
    if let Some(column) = plan.columns.iter().position(|column| column.target.is_none()) {
        return Err(Failure::Thrown(format!("column {column} of the file would not be taken over")));
    }
    let preview = Request::ImportPreview { job: Job(1), plan: plan.clone() };
    let (looking, reply) = profiled(page.tab(), "a preview", || page.ask(&preview, false))?;
    let Reply::ImportPreview(_) = reply else { return Err(unexpected("for a preview", &reply)) };
    let request = Request::ImportRun { job: Job(2), operation: comparison.new_operation(), member, plan };
    let (running, reply) = profiled(page.tab(), "an import", || page.ask(&request, false))?;
    let rows = comparison.customers.len() as u64;
    match reply {
        Reply::ImportDone(ImportReport { counts, .. }) if counts.created == rows => {}
        other => return Err(unexpected("to import", &other)),
    }
    // Searchable means that it can be found right away.
    match page.ask(&comparison.search_for_last(), false)? {
        (_, Reply::Rows(found)) if found.matched >= 1 => {}
        (_, other) => return Err(unexpected("for the last customer", &other)),
    }
    Ok((looking, running))
}
