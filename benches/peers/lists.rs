//! Search as you type, and filter, sort and page.

use burrow::engine::protocol::{Reply, Request};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_most, median_of_percentile, percentile, time, times};
use crate::profile::profiled;
use crate::queries::{self, filtered, typed};
use crate::report::{Line, Report};

/// The times alone.
fn times_of<T>(answers: &[(f64, T)]) -> Vec<f64> {
    answers.iter().map(|(milliseconds, _)| *milliseconds).collect()
}

/// How many records each of our lists found.
fn matched(answers: &[(f64, Reply)]) -> Result<Vec<Value>, Failure> {
    let one = |(_, reply): &(f64, Reply)| match reply {
        Reply::Rows(rows) => Ok(json!(rows.matched)),
        other => Err(unexpected("for rows", other)),
    };
    answers.iter().map(one).collect()
}

/// Types the same letters to all three.
pub fn compare_search(comparison: &Comparison, seed: u64, report: &mut Report) -> Result<(), Failure> {
    let page = &comparison.page;
    let mut chance = Chance::new(seed);
    let (mut ours, mut flexsearch, mut minisearch) = (vec![], vec![], vec![]);
    for round in 0..comparison.rounds {
        let strokes = typed(&comparison.customers, &mut chance);
        let requests: Vec<Request> = strokes.iter().map(|words| queries::search(words)).collect();
        let arguments: Vec<Value> = strokes.iter().map(|words| json!(words)).collect();
        let answers = page.ask_all(&requests)?;
        matched(&answers)?;
        ours.push(times_of(&answers));
        flexsearch.push(times_of(&page.ask_peer_all("flexsearch", "search", &arguments)?));
        if round < comparison.slow_rounds {
            minisearch.push(times_of(&page.ask_peer_all("minisearch", "search", &arguments)?));
        }
        eprintln!("search {round}: {} strokes, ours p95 {}", strokes.len(), time(percentile(&ours[round], 95)));
        slowest(&ours[round], &strokes);
    }
    let own = median_of_percentile(&ours, 95);
    for (peer, rounds) in [("FlexSearch", &flexsearch), ("MiniSearch", &minisearch)] {
        let theirs = median_of_percentile(rounds, 95);
        report.lines.push(Line {
            work: "search as you type, ranked, first 50 rows, p95".into(),
            peer: peer.into(),
            theirs: time(theirs),
            ours: time(own),
            ratio: times(theirs / own),
            target: "≤ 8 ms".into(),
            distance: at_most(own, 8.0),
        });
    }
    report.notes.push(format!(
        "Half of the searches take at most {} with us, {} with FlexSearch, {} with MiniSearch.",
        time(median_of_percentile(&ours, 50)),
        time(median_of_percentile(&flexsearch, 50)),
        time(median_of_percentile(&minisearch, 50)),
    ));
    page.end_peer("flexsearch")?;
    page.end_peer("minisearch")
}

/// What took longest, for whoever wants to make it faster.
fn slowest(times: &[f64], strokes: &[String]) {
    let mut order: Vec<usize> = (0..times.len().min(strokes.len())).collect();
    order.sort_by(|one, other| times[*other].total_cmp(&times[*one]));
    let told: Vec<String> = order.iter().take(5).map(|at| format!("{:?} {}", strokes[*at], time(times[*at]))).collect();
    eprintln!("  slowest: {}", told.join(", "));
}

/// Asks for the same filtered and sorted lists; both sides must find equally many.
pub fn compare_filters(comparison: &Comparison, report: &mut Report) -> Result<(), Failure> {
    let page = &comparison.page;
    let (mut ours, mut theirs) = (vec![], vec![]);
    page.ask_peer("arrays", "load", &json!(null))?;
    for round in 0..comparison.rounds {
        let (requests, arguments): (Vec<Request>, Vec<Value>) =
            filtered(round).into_iter().map(|list| (list.ours, list.peers)).unzip();
        let own = profiled(page.tab(), "filtered lists", || page.ask_all(&requests))?;
        let peers = page.ask_peer_all("arrays", "filter", &arguments)?;
        for ((found, (_, theirs)), argument) in matched(&own)?.iter().zip(&peers).zip(&arguments) {
            if found != theirs {
                return Err(Failure::Thrown(format!("ours found {found}, the arrays {theirs} for {argument}")));
            }
        }
        ours.push(times_of(&own));
        theirs.push(times_of(&peers));
        eprintln!("filter {round}: ours {:?}, arrays {:?}", ours[round], theirs[round]);
    }
    page.end_peer("arrays")?;
    let (own, peers) = (median_of_percentile(&ours, 95), median_of_percentile(&theirs, 95));
    report.lines.push(Line {
        work: "filter + sort + first 50 rows, p95".into(),
        peer: "array filter and sort in JavaScript".into(),
        theirs: time(peers),
        ours: time(own),
        ratio: times(peers / own),
        target: "≤ 16 ms".into(),
        distance: at_most(own, 16.0),
    });
    report.notes.push(format!(
        "Half of the filtered lists take at most {} with us and {} with arrays. An order that is asked for the first time since \
         the start is made then: the slowest list of the first round took {}.",
        time(median_of_percentile(&ours, 50)),
        time(median_of_percentile(&theirs, 50)),
        time(percentile(&ours[0], 100)),
    ));
    Ok(())
}
