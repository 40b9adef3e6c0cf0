//! Tickets: their clocks against a table worked out by hand, what answers do to them, and their numbers.

use crate::engine_disks::Slow;
use crate::engine_world::{Shared, Tab, all, block_on, text};
use burrow::domain::change::Change;
use burrow::domain::entity::CREATED;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::interaction::{self, directions, types};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::service_level;
use burrow::domain::ticket::{self, priorities, statuses};
use burrow::domain::value::Value;
use burrow::engine::environment::LocalFuture;
use burrow::engine::protocol::{Reply, Request};
use burrow::storage::{Disk, MemoryDisk};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

const MINUTE: u64 = 60_000;

/// A tab whose next request is made at so many minutes after `start`.
fn at<D: Disk + Clone>(tab: &Tab<D>, start: u64, minute: i64) {
    // A second passes with each request.
    tab.world.shared.now.set(start.wrapping_add_signed(minute * MINUTE as i64) - 1_000);
}

fn change(tab: &Tab, id: Id, kind: Kind, fields: Vec<(u16, Value)>) {
    let (_, reply) = tab.commit(Action::Edit, vec![Change::edit(kind, id, fields)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
}

fn set_status(tab: &Tab, id: Id, status: u16) {
    change(tab, id, Kind::Ticket, vec![(ticket::STATUS, Value::Choice(status))]);
}

fn new_ticket(subject: &str, priority: u16) -> Vec<(u16, Value)> {
    vec![(ticket::SUBJECT, text(subject)), (ticket::PRIORITY, Value::Choice(priority))]
}

fn answer(ticket: Id) -> Vec<(u16, Value)> {
    vec![
        (interaction::TYPE, Value::Choice(types::EMAIL)),
        (interaction::TEXT, text("Here is how.")),
        (interaction::TICKET, Value::Link(ticket)),
    ]
}

fn word_of_the_customer(ticket: Id) -> Vec<(u16, Value)> {
    let mut fields = answer(ticket);
    fields.push((interaction::DIRECTION, Value::Choice(directions::INCOMING)));
    fields
}

#[test]
fn the_clocks_of_a_ticket_are_those_of_a_table_worked_out_by_hand() {
    let shared = Shared::new();
    let tab = Tab::open(&shared, &MemoryDisk::new());
    let start = shared.now.get() + 60 * MINUTE;
    at(&tab, start, 0);
    let (id, _) = tab.create(Kind::Ticket, new_ticket("The oven is cold", priorities::URGENT));

    // What an urgent ticket is given where nothing was said: an hour to the first response, eight to a solution.
    // All in minutes after the ticket was made: when each is due, and how long each took by the ticket's clock.
    let check = |minute: i64, first_due: Option<i64>, solution_due: Option<i64>, took: [Option<i64>; 2]| {
        let moment = |minutes: i64| Value::Instant(start as i64 + minutes * MINUTE as i64);
        let shown = |field: u16| tab.value(Kind::Ticket, id, field);
        let or_empty = |value: Option<Value>| value.unwrap_or_default();
        assert_eq!(
            shown(ticket::FIRST_RESPONSE_DUE),
            or_empty(first_due.map(moment)),
            "first response due at {minute}"
        );
        assert_eq!(shown(ticket::RESOLUTION_DUE), or_empty(solution_due.map(moment)), "solution due at {minute}");
        let still = shown(ticket::STANDS_STILL_SINCE);
        assert_eq!(
            still.is_empty(),
            solution_due.is_some(),
            "the clock runs as long as a solution is due, at {minute}"
        );
        let next = [first_due, solution_due].into_iter().flatten().min();
        assert_eq!(shown(ticket::DUE), or_empty(next.map(moment)), "due at {minute}");
        for (field, took) in [ticket::FIRST_RESPONSE_TOOK, ticket::RESOLUTION_TOOK].into_iter().zip(took) {
            assert_eq!(shown(field), or_empty(took.map(Value::Integer)), "field {field} at {minute}");
        }
    };
    let step = |minute: i64, status: u16| {
        at(&tab, start, minute);
        set_status(&tab, id, status);
    };
    check(0, Some(60), Some(480), [None, None]);
    step(10, statuses::WAITING_FOR_OTHERS);
    check(10, None, None, [None, None]);
    assert_eq!(tab.value(Kind::Ticket, id, ticket::CLOCK_SHOWS), Value::Integer(10));
    // Half an hour on hold.
    step(40, statuses::OPEN);
    check(40, Some(90), Some(510), [None, None]);
    at(&tab, start, 58);
    tab.create(Kind::Interaction, answer(id));
    check(58, None, Some(510), [Some(28), None]);
    step(100, statuses::WAITING_FOR_CUSTOMER);
    check(100, None, None, [Some(28), None]);
    // From one hold to the other the clock stands still.
    step(130, statuses::WAITING_FOR_OTHERS);
    step(160, statuses::OPEN);
    check(160, None, Some(570), [Some(28), None]);
    // 200 minutes less 30 and 60 on hold.
    step(200, statuses::SOLVED);
    check(200, None, None, [Some(28), Some(110)]);
    // A second answer is not the first one, and what is frozen stays.
    at(&tab, start, 700);
    tab.create(Kind::Interaction, answer(id));
    check(700, None, None, [Some(28), Some(110)]);
    // Opened again after a day, and it goes on: 480 less 110 are left.
    step(1_640, statuses::OPEN);
    check(1_640, None, Some(2_010), [Some(28), None]);
    step(1_700, statuses::CLOSED);
    check(1_700, None, None, [Some(28), Some(170)]);
}

#[test]
fn a_clock_set_back_makes_no_negative_times() {
    let shared = Shared::new();
    let disk = MemoryDisk::new();
    let tab = Tab::open(&shared, &disk);
    let start = shared.now.get() + 60 * MINUTE;
    at(&tab, start, 0);
    let (id, _) = tab.create(Kind::Ticket, new_ticket("Back and forth", priorities::NORMAL));
    for (minute, status) in [
        (-500, statuses::WAITING_FOR_CUSTOMER),
        (20, statuses::OPEN),
        (-30, statuses::WAITING_FOR_OTHERS),
        (-900, statuses::OPEN),
    ] {
        at(&tab, start, minute);
        set_status(&tab, id, status);
    }
    // Another tab that begins with the clock set back, and an answer dated before the ticket was made.
    at(&tab, start, -2_000);
    let other = Tab::open(&shared, &disk);
    let early = Value::Instant(start as i64 - 3_000 * MINUTE as i64);
    other.create(Kind::Interaction, answer(id).into_iter().chain([(interaction::WHEN, early)]).collect());
    at(&other, start, -1_990);
    set_status(&other, id, statuses::SOLVED);
    for field in [ticket::FIRST_RESPONSE_TOOK, ticket::RESOLUTION_TOOK] {
        match other.value(Kind::Ticket, id, field) {
            Value::Integer(minutes) => assert!((0..=20).contains(&minutes), "field {field}: {minutes}"),
            value => panic!("field {field}: {value:?}"),
        }
    }
    let stamped = |field: u16| match other.value(Kind::Ticket, id, field) {
        Value::Instant(at) => at,
        value => panic!("{value:?}"),
    };
    assert!(stamped(ticket::CLOSED_AT) >= stamped(CREATED));
}

#[test]
fn answers_and_word_of_the_customer_move_a_ticket() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let status = |id: Id| tab.value(Kind::Ticket, id, ticket::STATUS);
    let check = |from: u16, fields: fn(Id) -> Vec<(u16, Value)>, to: u16| {
        let (id, _) = tab.create(Kind::Ticket, new_ticket("Moves", priorities::NORMAL));
        set_status(&tab, id, from);
        tab.create(Kind::Interaction, fields(id));
        assert_eq!(status(id), Value::Choice(to), "from {from}");
    };
    let internal: fn(Id) -> Vec<(u16, Value)> =
        |id| answer(id).into_iter().chain([(interaction::INTERNAL, Value::Boolean(true))]).collect();
    let planned: fn(Id) -> Vec<(u16, Value)> = |id| {
        let planned = Value::Choice(interaction::statuses::PLANNED);
        answer(id).into_iter().chain([(interaction::STATUS, planned)]).collect()
    };
    check(statuses::NEW, answer, statuses::OPEN);
    check(statuses::NEW, internal, statuses::NEW);
    check(statuses::NEW, planned, statuses::NEW);
    check(statuses::NEW, word_of_the_customer, statuses::NEW);
    check(statuses::WAITING_FOR_CUSTOMER, answer, statuses::WAITING_FOR_CUSTOMER);
    check(statuses::WAITING_FOR_CUSTOMER, word_of_the_customer, statuses::OPEN);
    check(statuses::WAITING_FOR_OTHERS, word_of_the_customer, statuses::WAITING_FOR_OTHERS);
    check(statuses::SOLVED, word_of_the_customer, statuses::OPEN);
    check(statuses::CLOSED, word_of_the_customer, statuses::CLOSED);

    // A correction of what was once said moves nothing.
    let (id, _) = tab.create(Kind::Ticket, new_ticket("Corrected", priorities::NORMAL));
    set_status(&tab, id, statuses::WAITING_FOR_CUSTOMER);
    let (said, _) = tab.create(Kind::Interaction, word_of_the_customer(id));
    set_status(&tab, id, statuses::SOLVED);
    change(&tab, said, Kind::Interaction, vec![(interaction::TEXT, text("Here is how, spelt right."))]);
    assert_eq!(status(id), Value::Choice(statuses::SOLVED));
    // What was planned is an answer once it is held.
    let (id, _) = tab.create(Kind::Ticket, new_ticket("Planned", priorities::NORMAL));
    let (call, _) = tab.create(Kind::Interaction, planned(id));
    let held = Value::Choice(interaction::statuses::HELD);
    change(&tab, call, Kind::Interaction, vec![(interaction::STATUS, held)]);
    assert_eq!(status(id), Value::Choice(statuses::OPEN));
    assert!(!tab.value(Kind::Ticket, id, ticket::FIRST_RESPONSE_AT).is_empty());
}

#[test]
fn an_answer_is_taken_back_with_what_it_did() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let (id, _) = tab.create(Kind::Ticket, new_ticket("Too soon", priorities::NORMAL));
    let due = tab.value(Kind::Ticket, id, ticket::FIRST_RESPONSE_DUE);
    let (_, operation) = tab.create(Kind::Interaction, answer(id));
    assert_eq!(tab.value(Kind::Ticket, id, ticket::FIRST_RESPONSE_DUE), Value::Empty);
    tab.undo(operation);
    assert_eq!(tab.value(Kind::Ticket, id, ticket::STATUS), Value::Choice(statuses::NEW));
    assert_eq!(tab.value(Kind::Ticket, id, ticket::FIRST_RESPONSE_TOOK), Value::Empty);
    assert_eq!(tab.value(Kind::Ticket, id, ticket::FIRST_RESPONSE_DUE), due);
}

#[test]
fn the_targets_of_a_ticket_are_those_of_its_priority() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let level = |priority: u16, first: i64, solution: i64| {
        vec![
            (service_level::PRIORITY, Value::Choice(priority)),
            (service_level::FIRST_RESPONSE, Value::Integer(first)),
            (service_level::RESOLUTION, Value::Integer(solution)),
        ]
    };
    tab.create(Kind::ServiceLevel, level(priorities::HIGH, 15, 90));
    let targets = |id: Id| {
        [ticket::FIRST_RESPONSE_TARGET, ticket::RESOLUTION_TARGET].map(|field| tab.value(Kind::Ticket, id, field))
    };
    let (id, _) = tab.create(Kind::Ticket, new_ticket("Any", priorities::NORMAL));
    assert_eq!(targets(id), [480, 4_320].map(Value::Integer));
    change(&tab, id, Kind::Ticket, vec![(ticket::PRIORITY, Value::Choice(priorities::HIGH))]);
    assert_eq!(targets(id), [15, 90].map(Value::Integer));
}

fn number<D: Disk + Clone>(tab: &Tab<D>, id: Id) -> i64 {
    match tab.value(Kind::Ticket, id, ticket::NUMBER) {
        Value::Integer(number) => number,
        value => panic!("{value:?}"),
    }
}

#[test]
fn two_tabs_that_make_tickets_at_once_never_give_the_same_number() {
    for seed in 0..60 {
        let (shared, memory) = (Shared::new(), MemoryDisk::new());
        let disk = Slow(memory.clone(), Rc::new(Cell::new(seed)));
        let tabs = [Tab::open(&shared, &disk), Tab::open(&shared, &disk)];
        let mut ids = Vec::new();
        let mut asked = Vec::new();
        for round in 0..4 {
            for tab in &tabs {
                let id = tab.new_id();
                ids.push(id);
                let changes = vec![Change::edit(Kind::Ticket, id, new_ticket(&format!("{round}"), priorities::NORMAL))];
                let (operation, member) = (tab.new_operation(), MemberId::default());
                asked.push((tab, Request::Commit { operation, member, action: Action::Create, changes }));
            }
        }
        let ask = |(tab, request)| Box::pin(Tab::asking(tab, request, None)) as LocalFuture<'_, Reply>;
        let replies = block_on(all(asked.into_iter().map(ask).collect()));
        assert!(replies.iter().all(|reply| matches!(reply, Reply::Committed(_))), "{replies:?}");
        let fresh = Tab::open(&shared, &memory);
        let numbers: BTreeSet<i64> = ids.iter().map(|id| number(&fresh, *id)).collect();
        assert_eq!(numbers.into_iter().collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>(), "seed {seed}");
    }
}

#[test]
fn a_number_is_not_given_again_while_its_ticket_lies_in_the_trash() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let make = |tab: &Tab| tab.create(Kind::Ticket, new_ticket("One", priorities::NORMAL));
    let (first, _) = make(&tab);
    let (second, operation) = make(&tab);
    assert_eq!([first, second].map(|id| number(&tab, id)), [1, 2]);
    tab.undo(operation);
    let (third, _) = make(&tab);
    assert_eq!(number(&tab, third), 3);
    // Not by another tab either, after the journal was folded away.
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    let other = Tab::open(&shared, &disk);
    let (_, reply) = other.commit(Action::Delete, vec![Change::deletion(Kind::Ticket, third, true)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    let (fourth, _) = make(&other);
    assert_eq!(number(&other, fourth), 4);
    // The second one comes back as itself.
    let (_, reply) = other.commit(Action::Restore, vec![Change::deletion(Kind::Ticket, second, false)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    assert_eq!(number(&other, second), 2);
}
