//! The first load of a whole book: as long as the book is, and no longer; killed anywhere it goes on where it was.

use crate::couch_model::{Exchange, Kind as Call};
use crate::engine_world::{cases, text};
use crate::world::{Device, assert_agreed, model};
use burrow::domain::change::Change;
use burrow::domain::id::Id;
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::Value;
use burrow::domain::{customer, interaction};
use burrow::engine::protocol::{Event, Reply};
use burrow::engine::sync_loop::Next;
use std::time::{Duration, Instant};

/// Interactions with each customer.
const INTERACTIONS: usize = 5;
/// Records written by one action.
const AT_A_TIME: usize = 5_000;
const KILLS: u64 = 20;
/// The book's own document, those of the devices, and the member that each made, at most.
const OTHER_DOCUMENTS: u64 = 12;
/// How long the first load of the largest book may take.
const LONGEST: Duration = Duration::from_secs(120);

/// A number that seems to be by chance.
fn mixed(number: usize) -> usize {
    ((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24) as usize
}

/// Customers with what was talked about with each.
fn fill(device: &Device, customers: usize, interactions: usize) {
    let write = |changes: Vec<Change>| {
        let (_, reply) = device.tab.commit(Action::Create, changes);
        assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    };
    let ids: Vec<Id> = (0..customers).map(|_| device.tab.new_id()).collect();
    let customer = |(number, id): (usize, &Id)| {
        let chance = mixed(number);
        let fields = [
            (customer::FIRST_NAME, format!("First{}", chance % 800)),
            (customer::LAST_NAME, format!("Last{}", chance % 20_011)),
            (customer::ORGANISATION_NAME, format!("Company {}", chance % 9_001)),
            (customer::JOB_TITLE, format!("Gardener of {} gardens", chance % 7)),
            (customer::NOTES, format!("Met at the fair {} in hall {}", chance % 1_303, chance % 77)),
            (customer::EXTERNAL_ID, format!("K-{number}")),
        ];
        Change::edit(Kind::Customer, *id, fields.map(|(field, value)| (field, text(&value))).to_vec())
    };
    let all: Vec<(usize, &Id)> = ids.iter().enumerate().collect();
    all.chunks(AT_A_TIME).for_each(|some| write(some.iter().copied().map(customer).collect()));
    let talk = |id: Id, number: usize| {
        let fields = vec![
            (interaction::SUBJECT, text(&format!("Talk {number} about offer {}", mixed(number) % 999))),
            (interaction::TYPE, Value::Choice(interaction::types::CALL)),
            (interaction::WHEN, Value::Instant(1_700_000_000_000 + number as i64 * 60_000)),
            (interaction::CUSTOMER, Value::Link(id)),
        ];
        Change::edit(Kind::Interaction, device.tab.new_id(), fields)
    };
    let talks: Vec<(Id, usize)> =
        (0..customers * interactions).map(|number| (ids[number / interactions], number)).collect();
    talks.chunks(AT_A_TIME).for_each(|some| write(some.iter().map(|(id, number)| talk(*id, *number)).collect()));
}

fn records(device: &Device) -> u64 {
    let state = device.tab.engine.state();
    [Kind::Customer, Kind::Interaction].into_iter().map(|kind| state.count(kind)).sum()
}

/// How many changes an answer told.
fn rows_of(exchange: &Exchange) -> u64 {
    let body = exchange.outcome.as_ref().map(|answer| answer.body.as_slice()).unwrap_or_default();
    let page: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    page["results"].as_array().map_or(0, |rows| rows.len() as u64)
}

/// Reliability 47.
#[test]
fn a_whole_book_is_received_in_time_and_goes_on_behind_every_kill() {
    let customers = cases(2_000, 100_000) as usize;
    let whole = (customers * (1 + INTERACTIONS)) as u64;
    let model = model(47);
    model.borrow_mut().keep_log = false;
    let first = Device::first(&model, 1);
    fill(&first, customers, INTERACTIONS);
    first.rounds(3);
    let code = first.code();

    let second = Device::new(&model, 2);
    second.join(&code);
    let began = Instant::now();
    assert_eq!(second.round(), Next::Listen);
    let took = began.elapsed();
    println!("{whole} records received in {took:.1?}");
    assert!(took < LONGEST, "{took:?}");
    assert_agreed(&[&first, &second]);
    drop(second);

    let mut third = Device::new(&model, 3);
    third.join(&code);
    model.borrow_mut().keep_log = true;
    for kill in 0..KILLS {
        model.borrow_mut().clear_log();
        // Anywhere in a page: a large one has more steps.
        let mut more = mixed(kill as usize) % if customers > 10_000 { 60 } else { 12 };
        let mut held = 0;
        let is_done = third.killed_when(|tab| {
            let state = tab.engine.state();
            held = state.count(Kind::Customer) + state.count(Kind::Interaction);
            let is_due = held >= whole * kill / (KILLS + 5);
            more -= usize::from(is_due && more > 0);
            is_due && more == 0
        });
        assert!(!is_done, "kill {kill} came too late");
        let after = records(&third);
        assert!(after >= held, "kill {kill}: of {held} records {after} are left");
        assert_eq!(model.borrow().count(Call::BulkDocs), 0, "kill {kill}: something was sent before all was there");
    }
    model.borrow_mut().clear_log();
    let left = whole - records(&third);
    third.rounds(3);
    // What was there before the last kill is not asked for again.
    let rows: u64 = model.borrow().log().iter().filter(|exchange| exchange.kind == Call::Changes).map(rows_of).sum();
    assert!((left..left + OTHER_DOCUMENTS).contains(&rows), "{rows} rows for {left} records");
    assert_agreed(&[&first, &third]);
}

/// A page is told of what came a few times, however much it is: what it shows it works out anew each time.
#[test]
fn the_page_is_told_of_a_whole_book_a_few_times() {
    let model = model(48);
    let first = Device::first(&model, 1);
    fill(&first, 6_000, 0);
    first.rounds(3);
    let second = Device::new(&model, 2);
    second.join(&first.code());
    second.tab.world.events.borrow_mut().clear();
    second.round();
    assert_eq!(second.tab.customers(), 6_000);
    let events = second.tab.world.events.borrow();
    let changed = events.iter().filter(|event| matches!(event, Event::Changed { kind: Kind::Customer, .. })).count();
    let states = events.iter().filter(|event| matches!(event, Event::State(_))).count();
    assert!((1..=3).contains(&changed) && (1..=4).contains(&states), "{changed} and {states}");
    assert!(
        matches!(events.iter().rfind(|event| matches!(event, Event::State(_))), Some(Event::State(state)) if state.count(Kind::Customer) == 6_000)
    );
}
