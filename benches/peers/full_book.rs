//! The book that the targets are about: the same customers with 500,000 interactions and 100,000 orders.

use burrow::domain::change::Change;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::domain::secret::{SecretBytes, StretchTask, Stretching, normalised};
use burrow::domain::value::{Currency, Day, Money, Value};
use burrow::domain::{interaction, order};
use burrow::engine::protocol::{Job, LockReply, LockRequest, Reply, Request, RowsRequest};
use burrow::storage::stretch;

use crate::chance::Chance;
use crate::comparison::{Comparison, unexpected};
use crate::failure::Failure;
use crate::figures::{at_least, at_most, median, median_of_percentile, time, times};
use crate::imports::Imported;
use crate::queries::{filtered, typed};
use crate::report::{Line, Report};
use crate::{edits, queries, reloads};

/// Interactions for each customer.
const INTERACTIONS: usize = 5;
/// Records written by one action.
const AT_A_TIME: usize = 5_000;
/// 2026-01-01 in milliseconds since 1970.
const NEW_YEAR: i64 = 1_767_225_600_000;

/// Fills the book and measures in it again what depends on its size. `theirs` is the peer's reload in milliseconds: the peer
/// has the customers alone.
pub fn compare(
    comparison: &Comparison,
    imported: &Imported,
    theirs: f64,
    seed: u64,
    report: &mut Report,
) -> Result<(), Failure> {
    let filled = fill(comparison, imported.member, seed)?;
    match comparison.page.ask(&Request::Fold, false)? {
        (_, Reply::Done) => {}
        (_, other) => return Err(unexpected("to fold", &other)),
    }
    let (mut listed, mut indexed) = (vec![], vec![]);
    for round in 0..comparison.slow_rounds {
        let started = reloads::start(comparison)?;
        eprintln!("full reload {round}: {} to the list", time(started.listed));
        listed.push(started.listed);
        indexed.push(started.indexed);
    }
    let ratio = theirs / median(&listed);
    report.lines.push(Line {
        work: "full book: reload to first usable list".into(),
        peer: "Dexie `toArray` of the customers alone".into(),
        theirs: time(theirs),
        ours: time(median(&listed)),
        ratio: times(ratio),
        target: "4× faster".into(),
        distance: at_least(ratio, 4.0),
    });
    let (mut searches, mut lists) = (vec![], vec![]);
    for round in 0..comparison.slow_rounds {
        let mut chance = Chance::new(seed + 90 + round as u64);
        let strokes: Vec<Request> =
            typed(&comparison.customers, &mut chance).iter().map(|words| queries::search(words)).collect();
        searches.push(times_of(comparison, &strokes)?);
        let requests: Vec<Request> = filtered(round).into_iter().map(|list| list.ours).collect();
        lists.push(times_of(comparison, &requests)?);
    }
    // In the first round of filters the columns and orders are made.
    let later = lists.split_off(1.min(lists.len().saturating_sub(1)));
    for (work, own, target) in [
        ("full book: search as you type, p95", median_of_percentile(&searches, 95), 8.0),
        ("full book: filter + sort + first 50 rows, p95", median_of_percentile(&later, 95), 16.0),
    ] {
        report.lines.push(Line {
            work: work.into(),
            peer: "-".into(),
            theirs: "-".into(),
            ours: time(own),
            ratio: "-".into(),
            target: format!("≤ {target} ms"),
            distance: at_most(own, target),
        });
    }
    edits::compare(comparison, imported.member, "full book: one durable edit, p50", report)?;
    report.notes.push(format!(
        "The full book is the customers with {} interactions and {} orders, written in {}. Search finds all of it {} after the \
         start of the worker.",
        comparison.customers.len() * INTERACTIONS,
        comparison.customers.len(),
        time(filled),
        time(median(&indexed)),
    ));
    Ok(())
}

/// Turns the lock on, at the end of everything: all that lies on the disk is sealed with another key in one transaction.
pub fn turn_the_lock_on(comparison: &Comparison, report: &mut Report) -> Result<(), Failure> {
    let wrong = |reason: &dyn std::fmt::Display| Failure::Thrown(format!("no key for the lock: {reason}"));
    let how = Stretching::new(Stretching::LEAST_MEMORY, Stretching::LEAST_PASSES, 1, [7; 16])
        .map_err(|error| wrong(&format!("{error:?}")))?;
    let task = StretchTask { passphrase: normalised("lantern orbit gravel"), stretching: how };
    let stretched = stretch(&task).map_err(|error| wrong(&error))?;
    let request = LockRequest::TurnOn { job: Job(9), stretched, how, recovery_key: SecretBytes::new(vec![3; 20]) };
    match comparison.page.ask(&Request::Lock(request), false)? {
        (milliseconds, Reply::Lock(LockReply::Done)) => report.notes.push(format!(
            "Turning the lock on in the full book took {}: everything is read, opened and sealed with the new key, and written in \
             one transaction.",
            time(milliseconds)
        )),
        (_, other) => return Err(unexpected("to turn the lock on", &other)),
    }
    Ok(())
}

fn times_of(comparison: &Comparison, requests: &[Request]) -> Result<Vec<f64>, Failure> {
    Ok(comparison.page.ask_all(requests)?.into_iter().map(|(milliseconds, _)| milliseconds).collect())
}

/// Writes the interactions and orders, and tells how long the engine took.
fn fill(comparison: &Comparison, member: MemberId, seed: u64) -> Result<f64, Failure> {
    let mut chance = Chance::new(seed + 7);
    let customers = ids(comparison)?;
    if customers.is_empty() {
        return Err(Failure::Thrown("there is nobody to meet".into()));
    }
    let mut took = 0.0;
    let total = comparison.customers.len();
    let parts = [(Kind::Interaction, total * INTERACTIONS), (Kind::Order, total)];
    for (kind, count) in parts {
        for start in (0..count).step_by(AT_A_TIME) {
            let numbers = start..(start + AT_A_TIME).min(count);
            let changes = numbers
                .map(|number| {
                    let customer = customers[number % customers.len()];
                    let fields = if kind == Kind::Order {
                        bought(customer, number, &mut chance)
                    } else {
                        met(comparison, customer, &mut chance)
                    };
                    Change::edit(kind, comparison.new_id(), fields)
                })
                .collect();
            let operation = comparison.new_operation();
            let request = Request::Commit { operation, member, action: Action::Create, changes };
            match comparison.page.ask(&request, false)? {
                (milliseconds, Reply::Committed(_)) => took += milliseconds,
                (_, other) => return Err(unexpected("to fill the book", &other)),
            }
        }
        eprintln!("full book: {count} of {kind:?} after {}", time(took));
    }
    Ok(took)
}

fn ids(comparison: &Comparison) -> Result<Vec<Id>, Failure> {
    let limit = u32::try_from(comparison.customers.len()).unwrap_or(u32::MAX);
    let request = Request::Rows(RowsRequest { query: Query::all(Kind::Customer), columns: vec![], offset: 0, limit });
    match comparison.page.ask(&request, false)? {
        (_, Reply::Rows(rows)) => Ok(rows.rows.into_iter().map(|row| row.id).collect()),
        (_, other) => Err(unexpected("for all customers", &other)),
    }
}

fn met(comparison: &Comparison, customer: Id, chance: &mut Chance) -> Vec<(u16, Value)> {
    use interaction::{directions, statuses, types};
    let one = chance.pick(&comparison.customers);
    let kinds = [types::CALL, types::EMAIL, types::MEETING, types::MESSAGE];
    vec![
        (interaction::SUBJECT, Value::Text(format!("About the order of {}", one.city))),
        (interaction::TYPE, Value::Choice(*chance.pick(&kinds))),
        (interaction::WHEN, Value::Instant(NEW_YEAR + chance.below(300 * 86_400_000) as i64)),
        (interaction::DIRECTION, Value::Choice(directions::OUTGOING)),
        (interaction::STATUS, Value::Choice(statuses::HELD)),
        (interaction::TEXT, Value::Text(one.notes.clone())),
        (interaction::CUSTOMER, Value::Link(customer)),
    ]
}

fn bought(customer: Id, number: usize, chance: &mut Chance) -> Vec<(u16, Value)> {
    let month = u8::try_from(1 + chance.below(12)).unwrap_or(1);
    let day = Day::new(Some(2025), month, u8::try_from(1 + chance.below(28)).unwrap_or(1));
    let currency = Currency::parse("EUR");
    let amount = currency.map(|currency| Money { minor: 500 + chance.below(50_000) as i64, currency });
    vec![
        (order::NUMBER, Value::Text(format!("B-{number:06}"))),
        (order::CUSTOMER, Value::Link(customer)),
        (order::DAY, day.map_or(Value::Empty, Value::Day)),
        (order::AMOUNT, amount.map_or(Value::Empty, Value::Money)),
    ]
}
