//! From a new start to the first usable list, and until search finds everything again.

use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::engine::protocol::{Reply, Request};
use serde_json::json;

use crate::bench_page::{Start, number};
use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_least, median, time, times};
use crate::imports::Imported;
use crate::profile::{profiled, wanted};
use crate::queries::{FIRST_ROWS, first_rows};
use crate::report::{Line, Report};

/// Starts both sides anew in turn, then builds the peers' search indexes; leaves the engine and both peers running. Tells the
/// peer's time in milliseconds.
pub fn compare(comparison: &Comparison, imported: &Imported, report: &mut Report) -> Result<f64, Failure> {
    let page = &comparison.page;
    let unfolded = start(comparison)?;
    // Usually done some seconds after the last write; the figure is of the state in which a book nearly always is.
    match page.ask(&Request::Fold, false)? {
        (_, Reply::Done) => {}
        (_, other) => return Err(unexpected("to fold", &other)),
    }
    let (mut listed, mut indexing, mut compiling) = (vec![], vec![], vec![]);
    let (mut theirs, mut sorting) = (vec![], vec![]);
    for round in 0..comparison.rounds {
        let started = start(comparison)?;
        listed.push(started.listed);
        indexing.push(started.indexed - started.listed);
        compiling.push(started.ready);
        page.end_engine()?;
        let value = page.evaluate("peers.reload()")?;
        sorting.push(number(&value["value"]["sort"]));
        theirs.push(number(&value["milliseconds"]) - number(&value["value"]["sort"]));
        page.end_peer("dexie")?;
        eprintln!(
            "reload {round}: ours {} ({} of it the worker), Dexie {}",
            time(started.listed),
            time(started.ready),
            time(theirs[round])
        );
    }
    let ratio = median(&theirs) / median(&listed);
    report.lines.push(Line {
        work: "reload to first usable list".into(),
        peer: "Dexie `toArray`, not sorted".into(),
        theirs: time(median(&theirs)),
        ours: time(median(&listed)),
        ratio: times(ratio),
        target: "4× faster".into(),
        distance: at_least(ratio, 4.0),
    });
    report.notes.push(format!(
        "Our reload begins with the making of the worker, so it holds the fetching and compiling of WebAssembly ({}), and it \
         ends with a list in the order of names, for which the peer would need {} more. Right after an import, not yet folded \
         into pages, the list took {}.",
        time(median(&compiling)),
        time(median(&sorting)),
        time(unfolded.listed),
    ));
    start(comparison)?;
    if wanted() {
        profiled(page.tab(), "reading the book and indexing it", || page.ask(&Request::Reopen, false))?;
    }
    for (peer, name) in [("FlexSearch", "flexsearch"), ("MiniSearch", "minisearch")] {
        page.ask_peer(name, "load", &json!(null))?;
        let mut building = Vec::new();
        for _ in 0..comparison.slow_rounds {
            let (_, value) = page.ask_peer(name, "buildIndex", &json!(name))?;
            building.push(number(&value));
        }
        eprintln!("index: {peer} {}", time(median(&building)));
        if name == "flexsearch" {
            let theirs = imported.theirs + median(&building);
            report.lines.insert(1, import_with_index(imported.ours, theirs));
        }
        let ratio = median(&building) / median(&indexing);
        report.lines.push(Line {
            work: "search index built".into(),
            peer: format!("{peer}, {}", if name == "flexsearch" { "one text a record" } else { "ten fields" }),
            theirs: time(median(&building)),
            ours: time(median(&indexing)),
            ratio: times(ratio),
            target: "10× faster".into(),
            distance: at_least(ratio, 10.0),
        });
    }
    Ok(median(&theirs))
}

/// Starts the engine until the list of all customers and the search for the last of them have rows.
pub fn start(comparison: &Comparison) -> Result<Start, Failure> {
    let rows = comparison.customers.len().min(FIRST_ROWS as usize);
    let list = first_rows(Query::all(Kind::Customer));
    comparison.page.start_engine_and_list(&list, &comparison.search_for_last(), rows)
}

/// The import again, beside a peer that can search afterwards too.
fn import_with_index(ours: f64, theirs: f64) -> Line {
    Line {
        work: "the same".into(),
        peer: "PapaParse + Dexie + FlexSearch's index".into(),
        theirs: time(theirs),
        ours: time(ours),
        ratio: times(theirs / ours),
        target: "10× faster".into(),
        distance: at_least(theirs / ours, 10.0),
    }
}
