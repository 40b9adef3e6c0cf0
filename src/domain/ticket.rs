//! A ticket: something that a customer needs help with. Its status has a category, which alone drives the clock.

use crate::domain::entity::{
    CREATED, Entity, Step, check_title, modified, stored, stored_choice, stored_number, stored_text,
};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::record::{Kind, RecordView};
use crate::domain::service_level;
use crate::domain::ticket_clock::TicketClock;
use crate::domain::value::Value;
use crate::messages::{fields, tickets as words};

// The numbers of the fields on disk. A number is never reused.
/// The number by which people speak of it; given when it is made.
pub const NUMBER: u16 = 1;
/// What it is about, in a line.
pub const SUBJECT: u16 = 2;
/// What is wrong.
pub const DESCRIPTION: u16 = 3;
/// Who needs help.
pub const CUSTOMER: u16 = 4;
/// How it came in.
pub const CHANNEL: u16 = 5;
/// What sort of thing it is.
pub const TYPE: u16 = 6;
/// How much it matters.
pub const PRIORITY: u16 = 7;
/// How far it is.
pub const STATUS: u16 = 8;
/// The member who helps.
pub const ASSIGNEE: u16 = 9;
/// Tags.
pub const TAGS: u16 = 10;
/// How content the customer was, 1 to 5.
pub const SATISFACTION: u16 = 11;
/// What the customer said of it.
pub const SATISFACTION_COMMENT: u16 = 12;
/// When the customer was first answered.
pub const FIRST_RESPONSE_AT: u16 = 13;
/// When it was closed.
pub const CLOSED_AT: u16 = 14;
/// Since when its clock stands still.
pub const STOPPED_SINCE: u16 = 15;
/// How long its clock has stood still before, in milliseconds.
pub const STOOD_STILL: u16 = 16;
/// Minutes until the first response was due.
pub const FIRST_RESPONSE_TARGET: u16 = 17;
/// Minutes until the solution was due.
pub const RESOLUTION_TARGET: u16 = 18;
/// Minutes that the first response took, by the ticket's clock.
pub const FIRST_RESPONSE_TOOK: u16 = 19;
/// Minutes that the solution took, by the ticket's clock.
pub const RESOLUTION_TOOK: u16 = 20;
/// New, open, on hold or closed (derived from the status).
pub const CATEGORY: u16 = 100;
/// When the first response is due (derived).
pub const FIRST_RESPONSE_DUE: u16 = 101;
/// When the solution is due (derived).
pub const RESOLUTION_DUE: u16 = 102;
/// What is due next (derived).
pub const DUE: u16 = 103;
/// Number and subject (derived).
pub const TITLE: u16 = 104;
/// The last change (derived).
pub const MODIFIED: u16 = 105;
/// Since when its clock stands still, for people to read (derived).
pub const STANDS_STILL_SINCE: u16 = 106;
/// Minutes that its clock shows while it stands still (derived).
pub const CLOCK_SHOWS: u16 = 107;

/// The codes of [`STATUS`].
pub mod statuses {
    /// Nobody has looked at it.
    pub const NEW: u16 = 1;
    /// Somebody works on it.
    pub const OPEN: u16 = 2;
    /// The customer must say something first.
    pub const WAITING_FOR_CUSTOMER: u16 = 3;
    /// Somebody else must do something first.
    pub const WAITING_FOR_OTHERS: u16 = 4;
    /// It is solved.
    pub const SOLVED: u16 = 5;
    /// It ended without a solution.
    pub const CLOSED: u16 = 6;
}

/// The codes of [`CATEGORY`].
pub mod categories {
    /// Nobody has looked at it.
    pub const NEW: u16 = 1;
    /// It is being worked on.
    pub const OPEN: u16 = 2;
    /// It waits for somebody else; the clock stands still.
    pub const ON_HOLD: u16 = 3;
    /// It is over; the clock is frozen.
    pub const CLOSED: u16 = 4;
}

/// The codes of [`PRIORITY`].
pub mod priorities {
    /// Can wait.
    pub const LOW: u16 = 1;
    /// As usual.
    pub const NORMAL: u16 = 2;
    /// Soon.
    pub const HIGH: u16 = 3;
    /// Now.
    pub const URGENT: u16 = 4;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 8,
    name: "tickets",
    one: words::TICKET,
    many: words::TICKETS,
    fields: FIELDS,
    title: TITLE,
    form: &[SUBJECT, CUSTOMER, PRIORITY, CHANNEL, TYPE, DESCRIPTION],
    defaults,
    check: |record, _| check_title(record, SUBJECT).into_iter().collect(),
    follow,
    numbered: Some(NUMBER),
    ..Entity::PLAIN
};

const STATUSES: &[Choice] = &[
    Choice { code: statuses::NEW, name: "new", label: words::STATUS_NEW, tone: Tone::Information },
    Choice { code: statuses::OPEN, name: "open", label: words::STATUS_OPEN, tone: Tone::Good },
    Choice {
        code: statuses::WAITING_FOR_CUSTOMER,
        name: "waiting for customer",
        label: words::STATUS_WAITING_FOR_CUSTOMER,
        tone: Tone::Warning,
    },
    Choice {
        code: statuses::WAITING_FOR_OTHERS,
        name: "waiting for others",
        label: words::STATUS_WAITING_FOR_OTHERS,
        tone: Tone::Warning,
    },
    Choice { code: statuses::SOLVED, name: "solved", label: words::STATUS_SOLVED, tone: Tone::Neutral },
    Choice { code: statuses::CLOSED, name: "closed", label: words::STATUS_CLOSED, tone: Tone::Neutral },
];

const CATEGORIES: &[Choice] = &[
    Choice { code: categories::NEW, name: "new", label: words::STATUS_NEW, tone: Tone::Information },
    Choice { code: categories::OPEN, name: "open", label: words::STATUS_OPEN, tone: Tone::Good },
    Choice { code: categories::ON_HOLD, name: "on hold", label: words::ON_HOLD, tone: Tone::Warning },
    Choice { code: categories::CLOSED, name: "closed", label: words::STATUS_CLOSED, tone: Tone::Neutral },
];

/// The priorities, the most urgent first.
pub const PRIORITIES: &[Choice] = &[
    Choice { code: priorities::URGENT, name: "urgent", label: words::URGENT, tone: Tone::Bad },
    Choice { code: priorities::HIGH, name: "high", label: fields::PRIORITY_HIGH, tone: Tone::Warning },
    Choice { code: priorities::NORMAL, name: "normal", label: fields::PRIORITY_NORMAL, tone: Tone::Neutral },
    Choice { code: priorities::LOW, name: "low", label: fields::PRIORITY_LOW, tone: Tone::Neutral },
];

const CHANNELS: &[Choice] = &[
    Choice { code: 1, name: "email", label: fields::EMAIL, tone: Tone::Neutral },
    Choice { code: 2, name: "phone", label: fields::PHONES, tone: Tone::Neutral },
    Choice { code: 3, name: "chat", label: words::CHAT, tone: Tone::Neutral },
    Choice { code: 4, name: "form", label: words::FORM, tone: Tone::Neutral },
    Choice { code: 5, name: "in person", label: words::IN_PERSON, tone: Tone::Neutral },
    Choice { code: 6, name: "other", label: fields::LABEL_OTHER, tone: Tone::Neutral },
];

const TYPES: &[Choice] = &[
    Choice { code: 1, name: "question", label: words::QUESTION, tone: Tone::Neutral },
    Choice { code: 2, name: "incident", label: words::INCIDENT, tone: Tone::Neutral },
    Choice { code: 3, name: "problem", label: words::PROBLEM, tone: Tone::Neutral },
    Choice { code: 4, name: "request", label: words::REQUEST, tone: Tone::Neutral },
];

const RATINGS: &[Choice] = &[
    Choice { code: 5, name: "5", label: words::RATING_5, tone: Tone::Good },
    Choice { code: 4, name: "4", label: words::RATING_4, tone: Tone::Good },
    Choice { code: 3, name: "3", label: words::RATING_3, tone: Tone::Neutral },
    Choice { code: 2, name: "2", label: words::RATING_2, tone: Tone::Warning },
    Choice { code: 1, name: "1", label: words::RATING_1, tone: Tone::Bad },
];

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", words::TICKET, FieldKind::Text).in_group(Group::System).column(280).derived(title),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer))
        .in_group(Group::Main)
        .column(180),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(180),
    Field::new(PRIORITY, "priority", fields::PRIORITY, FieldKind::Choice(PRIORITIES)).in_group(Group::Main).column(100),
    Field::new(DUE, "due", words::DUE, FieldKind::Instant).in_group(Group::System).column(160).derived(due),
    Field::new(ASSIGNEE, "assignee", words::ASSIGNEE, FieldKind::Link(Kind::Member)).in_group(Group::Main).column(130),
    Field::new(SUBJECT, "subject", words::SUBJECT, FieldKind::Text).in_group(Group::Main).searched(8),
    Field::new(DESCRIPTION, "description", words::DESCRIPTION, FieldKind::LongText).in_group(Group::Main).searched(2),
    Field::new(TAGS, "tags", fields::TAGS, FieldKind::Tags).in_group(Group::Main).searched(4),
    Field::new(CHANNEL, "channel", words::CHANNEL, FieldKind::Choice(CHANNELS)),
    Field::new(TYPE, "type", fields::TYPE, FieldKind::Choice(TYPES)),
    Field::new(SATISFACTION, "satisfaction", words::SATISFACTION, FieldKind::Choice(RATINGS)),
    Field::new(SATISFACTION_COMMENT, "satisfaction_comment", words::SATISFACTION_COMMENT, FieldKind::LongText),
    Field::new(NUMBER, "number", words::NUMBER, FieldKind::Integer).in_group(Group::System).consequence(),
    Field::new(CATEGORY, "category", words::CATEGORY, FieldKind::Choice(CATEGORIES))
        .in_group(Group::System)
        .derived(category),
    Field::new(FIRST_RESPONSE_DUE, "first_response_due", words::FIRST_RESPONSE_DUE, FieldKind::Instant)
        .in_group(Group::System)
        .derived(first_response_due),
    Field::new(RESOLUTION_DUE, "resolution_due", words::RESOLUTION_DUE, FieldKind::Instant)
        .in_group(Group::System)
        .derived(resolution_due),
    Field::new(FIRST_RESPONSE_AT, "first_response_at", words::FIRST_RESPONSE_AT, FieldKind::Instant)
        .in_group(Group::System)
        .consequence(),
    Field::new(CLOSED_AT, "closed_at", words::CLOSED_AT, FieldKind::Instant).in_group(Group::System).consequence(),
    Field::new(FIRST_RESPONSE_TOOK, "first_response_took", words::FIRST_RESPONSE_TOOK, FieldKind::Duration)
        .in_group(Group::System)
        .consequence(),
    Field::new(RESOLUTION_TOOK, "resolution_took", words::RESOLUTION_TOOK, FieldKind::Duration)
        .in_group(Group::System)
        .consequence(),
    Field::new(FIRST_RESPONSE_TARGET, "first_response_target", words::FIRST_RESPONSE_TARGET, FieldKind::Duration)
        .in_group(Group::System)
        .consequence(),
    Field::new(RESOLUTION_TARGET, "resolution_target", words::RESOLUTION_TARGET, FieldKind::Duration)
        .in_group(Group::System)
        .consequence(),
    Field::new(STANDS_STILL_SINCE, "stands_still_since", words::STANDS_STILL_SINCE, FieldKind::Instant)
        .in_group(Group::System)
        .derived(stands_still_since),
    Field::new(CLOCK_SHOWS, "clock_shows", words::CLOCK_SHOWS, FieldKind::Duration)
        .in_group(Group::System)
        .derived(clock_shows),
    Field::new(STOPPED_SINCE, "stopped_since", words::CLOCK, FieldKind::Instant).consequence().hidden(),
    Field::new(STOOD_STILL, "stood_still", words::CLOCK, FieldKind::Integer).consequence().hidden(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
    Field::new(MODIFIED, "modified", fields::MODIFIED, FieldKind::Instant).in_group(Group::System).derived(modified),
];

/// The category of a status; what a newer version may have written counts as open.
pub fn category_of(status: u16) -> u16 {
    match status {
        statuses::NEW => categories::NEW,
        statuses::WAITING_FOR_CUSTOMER | statuses::WAITING_FOR_OTHERS => categories::ON_HOLD,
        statuses::SOLVED | statuses::CLOSED => categories::CLOSED,
        _ => categories::OPEN,
    }
}

fn category_code(record: &RecordView<'_>) -> u16 {
    category_of(stored_choice(record, STATUS).unwrap_or(statuses::NEW))
}

/// The ticket's clock; none for a record without the moment of its making.
pub fn clock(record: &RecordView<'_>) -> Option<TicketClock> {
    Some(TicketClock {
        started: stored_number(record, CREATED)?,
        stood_still: stored_number(record, STOOD_STILL).unwrap_or(0),
        stopped: stored_number(record, STOPPED_SINCE),
    })
}

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let missing = [(STATUS, statuses::NEW), (PRIORITY, priorities::NORMAL)];
    let missing = missing.into_iter().filter(|(number, _)| record.field(*number).is_none());
    missing.map(|(number, code)| (number, Value::Choice(code))).collect()
}

/// The clock follows the status, the targets the priority, and what the clock showed is kept when the customer is first
/// answered and when the ticket is closed.
fn follow(step: &Step<'_>) -> Vec<(u16, Value)> {
    let (after, now) = (step.after, step.now);
    let mut values = Vec::new();
    let moment = |moment: Option<i64>| moment.map_or(Value::Empty, Value::Instant);
    if step.changes(PRIORITY) {
        let priority = stored_choice(after, PRIORITY).unwrap_or(priorities::NORMAL);
        let (first, resolution) = service_level::targets(priority, step.neighbours);
        values.push((FIRST_RESPONSE_TARGET, Value::Integer(first)));
        values.push((RESOLUTION_TARGET, Value::Integer(resolution)));
    }
    let Some(clock) = clock(after) else { return values };
    if step.changes(FIRST_RESPONSE_AT) {
        let answered = stored_number(after, FIRST_RESPONSE_AT);
        values.push((FIRST_RESPONSE_TOOK, answered.map_or(Value::Empty, |at| Value::Integer(clock.minutes_at(at)))));
    }
    if step.changes(STATUS) {
        let category = category_code(after);
        let is_closed = category == categories::CLOSED;
        let was_closed = step.before.is_some_and(|before| category_code(before) == categories::CLOSED);
        let next = if is_closed || category == categories::ON_HOLD { clock.stop(now) } else { clock.go_on(now) };
        values.push((STOPPED_SINCE, moment(next.stopped)));
        values.push((STOOD_STILL, Value::Integer(next.stood_still)));
        if is_closed != was_closed {
            values.push((CLOSED_AT, moment(is_closed.then_some(now))));
            let took = if is_closed { Value::Integer(next.minutes(now)) } else { Value::Empty };
            values.push((RESOLUTION_TOOK, took));
        }
    }
    values
}

fn title(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    match (stored_number(record, NUMBER), stored_text(record, SUBJECT)) {
        (Some(number), subject) => Value::Text(format!("#{number} {subject}").trim_end().to_owned()),
        (None, subject) if subject.is_empty() => Value::Empty,
        (None, subject) => Value::Text(subject),
    }
}

fn category(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    Value::Choice(category_code(record))
}

fn stands_still_since(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    clock(record).and_then(|clock| clock.stopped).map_or(Value::Empty, Value::Instant)
}

fn clock_shows(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let stopped = clock(record).and_then(|clock| clock.stopped.map(|since| clock.minutes(since)));
    stopped.map_or(Value::Empty, Value::Integer)
}

/// When the clock reaches a target; nothing while it stands still.
fn reaches(record: &RecordView<'_>, target: u16) -> Option<i64> {
    clock(record)?.reaches(stored_number(record, target)?)
}

fn first_response_due_at(record: &RecordView<'_>) -> Option<i64> {
    let is_answered = !stored(record, FIRST_RESPONSE_AT, FieldKind::Instant).is_empty();
    if is_answered { None } else { reaches(record, FIRST_RESPONSE_TARGET) }
}

fn first_response_due(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    first_response_due_at(record).map_or(Value::Empty, Value::Instant)
}

fn resolution_due(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    reaches(record, RESOLUTION_TARGET).map_or(Value::Empty, Value::Instant)
}

/// The sooner of the two.
fn due(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let both = [first_response_due_at(record), reaches(record, RESOLUTION_TARGET)];
    both.into_iter().flatten().min().map_or(Value::Empty, Value::Instant)
}
