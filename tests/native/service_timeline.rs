//! The timeline of a record and the agenda of a day.

use crate::engine_world::{Shared, Tab, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::deal;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::interaction::{self, types};
use burrow::domain::operation::Action;
use burrow::domain::order;
use burrow::domain::pipeline;
use burrow::domain::record::Kind;
use burrow::domain::stage;
use burrow::domain::task;
use burrow::domain::ticket;
use burrow::domain::value::{Currency, Day, Money, Participant, Value};
use burrow::engine::protocol::{
    Agenda, AgendaRequest, Happening, Reply, Request, Timeline, TimelineEntry, TimelineGroup, TimelineRequest,
};
use burrow::storage::MemoryDisk;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

/// Noon in UTC on 15 June 2025, a little after the clock of the world begins.
const NOON: i64 = 1_750_000_000_000 / DAY * DAY + DAY / 2 + DAY;

fn day(from_today: i32) -> Value {
    let today = i32::try_from(NOON / DAY).unwrap();
    Value::Day(Day::from_days_since_1970(today + from_today).unwrap())
}

fn timeline(tab: &Tab, kind: Kind, id: Id, only: Option<TimelineGroup>, limit: u32) -> Timeline {
    match tab.ask(Request::Timeline(TimelineRequest { kind, id, only, limit })) {
        Reply::Timeline(timeline) => timeline,
        other => panic!("{other:?}"),
    }
}

/// An entry in a word: what happened and the title, or what changed.
fn told(entry: &TimelineEntry) -> String {
    match &entry.what {
        Happening::Record(event) => format!("{:?} {}", event.occurrence, event.title),
        Happening::Change(entry) if entry.created => "created".to_owned(),
        Happening::Change(entry) => {
            format!(
                "changed {}",
                entry.changes.iter().map(|change| change.field.to_string()).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

fn call(customer: Id, subject: &str, when: i64) -> Vec<(u16, Value)> {
    vec![
        (interaction::TYPE, Value::Choice(types::CALL)),
        (interaction::SUBJECT, text(subject)),
        (interaction::WHEN, Value::Instant(when)),
        (interaction::CUSTOMER, Value::Link(customer)),
    ]
}

fn task_for(customer: Id, name: &str, due: Option<i32>) -> Vec<(u16, Value)> {
    let due = due.map(|from_today| (task::DUE, day(from_today)));
    let fields = vec![(task::NAME, text(name)), (task::CUSTOMER, Value::Link(customer))];
    fields.into_iter().chain(due).collect()
}

fn make_stages(tab: &Tab) -> [Id; 2] {
    let (pipeline, _) = tab.create(Kind::Pipeline, vec![(pipeline::NAME, text("Sales"))]);
    [(stage::types::OPEN, 1), (stage::types::WON, 2)].map(|(of_type, position)| {
        let fields = vec![
            (stage::NAME, text(&format!("Stage {position}"))),
            (stage::PIPELINE, Value::Link(pipeline)),
            (stage::TYPE, Value::Choice(of_type)),
            (stage::POSITION, Value::Integer(position)),
        ];
        tab.create(Kind::Stage, fields).0
    })
}

fn edit(tab: &Tab, kind: Kind, id: Id, fields: Vec<(u16, Value)>) {
    let (_, reply) = tab.commit(Action::Edit, vec![Change::edit(kind, id, fields)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
}

#[test]
fn a_timeline_holds_all_that_happened_each_at_its_own_moment() {
    let shared = Shared::new();
    let tab = Tab::open(&shared, &MemoryDisk::new());
    let stages = make_stages(&tab);
    shared.now.set(NOON as u64);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.create(Kind::Interaction, call(dana, "Spring list", NOON - 3 * DAY));
    tab.create(Kind::Interaction, call(dana, "Prices", NOON + 10 * MINUTE));
    let planned = (interaction::STATUS, Value::Choice(interaction::statuses::PLANNED));
    tab.create(Kind::Interaction, call(dana, "Visit", NOON + 2 * DAY).into_iter().chain([planned]).collect());
    tab.create(Kind::Task, task_for(dana, "Send prices", Some(1)));
    tab.create(Kind::Task, task_for(dana, "Some day", None));
    let (done, _) = tab.create(Kind::Task, task_for(dana, "Look up", Some(-1)));
    let bought = vec![
        (order::NUMBER, text("10482")),
        (order::CUSTOMER, Value::Link(dana)),
        (order::DAY, day(-13)),
        (order::AMOUNT, Value::Money(Money::new(41_200, Currency::USD))),
    ];
    tab.create(Kind::Order, bought);
    let (won, _) = tab.create(
        Kind::Deal,
        vec![
            (deal::NAME, text("Kiln")),
            (deal::STAGE, Value::Link(stages[0])),
            (deal::PARTICIPANTS, Value::Participants(vec![Participant { customer: dana, role: Default::default() }])),
        ],
    );
    let (help, _) =
        tab.create(Kind::Ticket, vec![(ticket::SUBJECT, text("Cold")), (ticket::CUSTOMER, Value::Link(dana))]);
    shared.now.set((NOON + DAY) as u64);
    tab.edit(dana, customer::JOB_TITLE, text("Owner"));
    edit(&tab, Kind::Task, done, vec![(task::STATUS, Value::Choice(task::statuses::DONE))]);
    edit(&tab, Kind::Deal, won, vec![(deal::STAGE, Value::Link(stages[1]))]);
    edit(&tab, Kind::Ticket, help, vec![(ticket::STATUS, Value::Choice(ticket::statuses::SOLVED))]);

    let all = timeline(&tab, Kind::Customer, dana, None, 100);
    let check = |entries: &[TimelineEntry], expected: &[&str]| {
        assert_eq!(entries.iter().map(told).collect::<Vec<_>>(), expected);
    };
    check(&all.next, &["ToDo Send prices", "Planned Visit"]);
    let job = format!("changed {}", customer::JOB_TITLE);
    check(
        &all.entries,
        &[
            "Closed #1 Cold",
            "Closed Kiln",
            "Done Look up",
            &job,
            "TookPlace Prices",
            "Opened #1 Cold",
            "Opened Kiln",
            "ToDo Some day",
            "created",
            "TookPlace Spring list",
            "Bought 10482",
        ],
    );
    assert_eq!(all.total, 11);
    use TimelineGroup::{Deals, Interactions, Orders, Tasks, Tickets};
    assert_eq!(all.counts, vec![(Interactions, 3), (Tasks, 3), (Deals, 2), (Tickets, 2), (Orders, 1)]);

    let tasks = timeline(&tab, Kind::Customer, dana, Some(Tasks), 1);
    check(&tasks.next, &["ToDo Send prices"]);
    check(&tasks.entries, &["Done Look up"]);
    assert_eq!((tasks.total, &tasks.counts), (2, &all.counts));
    let changes = timeline(&tab, Kind::Customer, dana, Some(TimelineGroup::Changes), 100);
    check(&changes.entries, &[&job, "created"]);
    check(&changes.next, &[]);
}

#[test]
fn what_lies_in_the_trash_is_not_told() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    let (_, operation) = tab.create(Kind::Interaction, call(dana, "By mistake", NOON));
    assert_eq!(timeline(&tab, Kind::Customer, dana, None, 10).total, 2);
    tab.undo(operation);
    assert_eq!(timeline(&tab, Kind::Customer, dana, None, 10).total, 1);
}

#[test]
fn an_organisation_is_told_what_happened_with_its_people() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let organisation = vec![
        (customer::TYPE, Value::Choice(customer::types::ORGANISATION)),
        (customer::ORGANISATION_NAME, text("Kiln & Co")),
    ];
    let (kiln, _) = tab.create(Kind::Customer, organisation);
    let works_there = (customer::WORKS_AT, Value::Link(kiln));
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák").into_iter().chain([works_there]).collect());
    tab.create(Kind::Interaction, call(dana, "With Dana", NOON - DAY));
    tab.create(Kind::Interaction, call(kiln, "With the office", NOON - 2 * DAY));
    let calls = timeline(&tab, Kind::Customer, kiln, Some(TimelineGroup::Interactions), 10);
    let people: Vec<(String, Option<String>)> = calls
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            Happening::Record(event) => Some((event.title.clone(), event.person.clone().map(|(_, name)| name))),
            Happening::Change(_) => None,
        })
        .collect();
    let expected = vec![("With Dana".to_owned(), Some("Dana Novák".to_owned())), ("With the office".to_owned(), None)];
    assert_eq!(people, expected);
    assert_eq!(timeline(&tab, Kind::Customer, dana, Some(TimelineGroup::Interactions), 10).total, 1);
}

#[test]
fn the_changes_of_a_timeline_survive_a_fold() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.edit(dana, customer::JOB_TITLE, text("Owner"));
    tab.edit(dana, customer::JOB_TITLE, text("Partner"));
    let before = timeline(&tab, Kind::Customer, dana, None, 10);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    let fresh = Tab::open(&shared, &disk);
    assert_eq!(timeline(&fresh, Kind::Customer, dana, None, 10), before);
    assert_eq!(before.total, 3);
}

fn agenda(tab: &Tab, member: Option<MemberId>, limit: u32) -> Agenda {
    let Value::Day(today) = day(0) else { panic!("no day") };
    // Midnight in UTC.
    match tab.ask(Request::Agenda(AgendaRequest { today, now: NOON, day_end: NOON + DAY / 2, member, limit })) {
        Reply::Agenda(agenda) => agenda,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_agenda_holds_what_is_due_by_the_end_of_the_day() {
    let shared = Shared::new();
    let tab = Tab::open(&shared, &MemoryDisk::new());
    let stages = make_stages(&tab);
    shared.now.set((NOON - 9 * 60 * MINUTE) as u64);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    let (me, _) = tab.create(Kind::Member, crate::engine_world::member_fields("Me"));
    let (you, _) = tab.create(Kind::Member, crate::engine_world::member_fields("You"));
    let with = |fields: Vec<(u16, Value)>, more: (u16, Value)| fields.into_iter().chain([more]).collect::<Vec<_>>();

    tab.create(Kind::Task, task_for(dana, "today", Some(0)));
    tab.create(Kind::Task, with(task_for(dana, "yesterday", Some(-1)), (task::OWNER, Value::Link(me))));
    tab.create(Kind::Task, with(task_for(dana, "yours", Some(0)), (task::OWNER, Value::Link(you))));
    tab.create(Kind::Task, task_for(dana, "tomorrow", Some(1)));
    tab.create(Kind::Task, task_for(dana, "whenever", None));
    tab.create(Kind::Task, with(task_for(dana, "done", Some(0)), (task::STATUS, Value::Choice(task::statuses::DONE))));
    let planned = (interaction::STATUS, Value::Choice(interaction::statuses::PLANNED));
    tab.create(Kind::Interaction, with(call(dana, "tonight", NOON + 60 * MINUTE), planned.clone()));
    tab.create(Kind::Interaction, with(call(dana, "missed", NOON - 60 * MINUTE), planned.clone()));
    tab.create(Kind::Interaction, with(call(dana, "at midnight", NOON + DAY / 2), planned));
    tab.create(Kind::Interaction, call(dana, "held", NOON));
    for (stage, due) in [(0, 0), (0, 1), (1, 0)] {
        let fields = vec![
            (deal::NAME, text(&format!("deal {stage} {due}"))),
            (deal::CUSTOMER, Value::Link(dana)),
            (deal::STAGE, Value::Link(stages[stage])),
            (deal::NEXT_STEP, text("Call")),
            (deal::NEXT_STEP_DUE, day(due)),
        ];
        tab.create(Kind::Deal, fields);
    }
    // Eight hours to the first response, so due an hour ago; and a day for the other.
    for (subject, priority) in [("soon", ticket::priorities::NORMAL), ("later", ticket::priorities::LOW)] {
        let fields = vec![(ticket::SUBJECT, text(subject)), (ticket::PRIORITY, Value::Choice(priority))];
        tab.create(Kind::Ticket, with(fields, (ticket::CUSTOMER, Value::Link(dana))));
    }

    let check = |part: &burrow::engine::protocol::AgendaPart, expected: &[(&str, bool)]| {
        let lines: Vec<(&str, bool)> = part.lines.iter().map(|line| (line.title.as_str(), line.overdue)).collect();
        assert_eq!(lines, expected);
        assert_eq!(part.total, expected.len() as u64);
        assert_eq!(part.overdue, expected.iter().filter(|(_, overdue)| *overdue).count() as u64);
        assert!(part.lines.iter().all(|line| line.customer == Some((dana, "Dana Novák".to_owned()))));
    };
    let all = agenda(&tab, None, 100);
    check(&all.tasks, &[("yesterday", true), ("today", false), ("yours", false)]);
    check(&all.interactions, &[("missed", true), ("tonight", false)]);
    check(&all.next_steps, &[("deal 0 0", false)]);
    check(&all.tickets, &[("#1 soon", true)]);
    let mine = agenda(&tab, Some(MemberId(me)), 100);
    check(&mine.tasks, &[("yesterday", true), ("today", false)]);
    let one = agenda(&tab, None, 1);
    assert_eq!((one.tasks.lines.len(), one.tasks.total, one.tasks.overdue), (1, 3, 1));
    assert_eq!(
        one.tasks.lines[0].fields.iter().find(|(number, _)| *number == task::NAME).map(|(_, cell)| &cell.value),
        Some(&text("yesterday"))
    );
    assert!(
        matches!(all.interactions.lines[0].due, burrow::engine::protocol::Moment::Instant(at) if at == NOON - 60 * MINUTE)
    );
}
