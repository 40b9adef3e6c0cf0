//! One durable edit.

use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::domain::value::{ContactLabel, Labelled, Phone, Value};
use burrow::engine::protocol::{Reply, Request};
use serde_json::json;

use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_most, median_of_percentile, percentile, time, times};
use crate::queries::first_rows;
use crate::report::{Line, Report};

/// Edits in a round.
const EDITS: usize = 40;

/// Corrects phone numbers, and puts as many bytes into a store of their own; the table calls it `work`.
pub fn compare(comparison: &Comparison, member: MemberId, work: &str, report: &mut Report) -> Result<(), Failure> {
    let page = &comparison.page;
    let list = first_rows(Query::all(Kind::Customer));
    let ids: Vec<Id> = match page.ask(&list, false)? {
        (_, Reply::Rows(rows)) => rows.rows.iter().map(|row| row.id).collect(),
        (_, other) => return Err(unexpected("for rows", &other)),
    };
    if ids.is_empty() {
        return Err(Failure::Thrown("there is nobody to edit".into()));
    }
    let (mut ours, mut theirs, mut lists, mut size) = (vec![], vec![], vec![], 600);
    for round in 0..comparison.rounds {
        let edits: Vec<Request> = (0..EDITS)
            .map(|number| edit(comparison, member, ids[number % ids.len()], round * EDITS + number))
            .collect();
        let before = journal(comparison)?;
        let answers = page.ask_all(&edits)?;
        if let Some((_, other)) = answers.iter().find(|(_, reply)| !matches!(reply, Reply::Committed(_))) {
            return Err(unexpected("to commit", other));
        }
        let after = journal(comparison)?;
        ours.push(answers.iter().map(|(milliseconds, _)| *milliseconds).collect::<Vec<_>>());
        // A fold between the two looks would have emptied the journal; then the size of the round before stands.
        if let Some(entries @ 1..) = after.0.checked_sub(before.0) {
            size = after.1.saturating_sub(before.1) / entries;
        }
        let puts = vec![json!(size); EDITS];
        let answers = page.ask_peer_all("raw", "put", &puts)?;
        theirs.push(answers.iter().map(|(milliseconds, _)| *milliseconds).collect::<Vec<_>>());
        lists.push(page.ask(&list, false)?.0);
        eprintln!(
            "edit {round}: ours {}, raw {}",
            time(percentile(&ours[round], 50)),
            time(percentile(&theirs[round], 50))
        );
    }
    page.end_peer("raw")?;
    let (own, raw) = (median_of_percentile(&ours, 50), median_of_percentile(&theirs, 50));
    report.lines.push(Line {
        work: work.into(),
        peer: format!("one raw IndexedDB put of {size} bytes"),
        theirs: time(raw),
        ours: time(own),
        ratio: times(raw / own),
        target: "≤ 3× the raw put".into(),
        distance: at_most(own / raw, 3.0),
    });
    report.notes.push(format!(
        "The p95 of \"{work}\" is {} with us and {} for the raw put. The list asked for again after an edit came in {}.",
        time(median_of_percentile(&ours, 95)),
        time(median_of_percentile(&theirs, 95)),
        time(percentile(&lists, 50)),
    ));
    Ok(())
}

fn edit(comparison: &Comparison, member: MemberId, id: Id, number: usize) -> Request {
    let phone = Phone::parse(&format!("+420 777 {:06}", number));
    let phones = phone.into_iter().map(|value| Labelled { value, label: ContactLabel::Mobile }).collect();
    Request::Commit {
        operation: comparison.new_operation(),
        member,
        action: Action::Edit,
        changes: vec![Change::edit(Kind::Customer, id, vec![(customer::PHONES, Value::Phones(phones))])],
    }
}

/// How many entries the journal has, and their bytes.
fn journal(comparison: &Comparison) -> Result<(u64, u64), Failure> {
    match comparison.page.ask(&Request::Storage, false)? {
        (_, Reply::Storage(figures)) => Ok(figures
            .stores
            .iter()
            .find(|(name, _, _)| name == "journal")
            .map_or((0, 0), |(_, entries, bytes)| (*entries, *bytes))),
        (_, other) => Err(unexpected("for the sizes of the stores", &other)),
    }
}
