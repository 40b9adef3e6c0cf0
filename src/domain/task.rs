//! A task: something to do, by a day.

use crate::domain::entity::{CREATED, Entity, Step, check_title, modified, stored_choice};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::messages::{fields, interactions as words};

/// What is to be done.
pub const NAME: u16 = 1;
/// By when.
pub const DUE: u16 = 2;
/// Open, done or given up.
pub const STATUS: u16 = 3;
/// How much it matters.
pub const PRIORITY: u16 = 4;
/// Who does it.
pub const OWNER: u16 = 5;
/// For which customer.
pub const CUSTOMER: u16 = 6;
/// For which deal.
pub const DEAL: u16 = 7;
/// For which ticket.
pub const TICKET: u16 = 8;
/// More about it.
pub const NOTES: u16 = 9;
/// When it was done.
pub const COMPLETED: u16 = 10;
/// The last change (derived).
pub const MODIFIED: u16 = 100;

/// The codes of [`STATUS`].
pub mod statuses {
    /// To be done.
    pub const OPEN: u16 = 1;
    /// Done.
    pub const DONE: u16 = 2;
    /// Given up.
    pub const CANCELLED: u16 = 3;
}

/// The codes of [`PRIORITY`].
pub mod priorities {
    /// Can wait.
    pub const LOW: u16 = 1;
    /// As usual.
    pub const NORMAL: u16 = 2;
    /// First.
    pub const HIGH: u16 = 3;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 10,
    name: "tasks",
    one: words::TASK,
    many: words::TASKS,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, DUE, CUSTOMER, DEAL, TICKET, PRIORITY, NOTES],
    defaults,
    check: |record, _| check_title(record, NAME).into_iter().collect(),
    follow,
    ..Entity::PLAIN
};

const STATUSES: &[Choice] = &[
    Choice { code: statuses::OPEN, name: "open", label: words::TASK_OPEN, tone: Tone::Information },
    Choice { code: statuses::DONE, name: "done", label: words::TASK_DONE, tone: Tone::Good },
    Choice { code: statuses::CANCELLED, name: "cancelled", label: words::TASK_CANCELLED, tone: Tone::Neutral },
];

const PRIORITIES: &[Choice] = &[
    Choice { code: priorities::HIGH, name: "high", label: fields::PRIORITY_HIGH, tone: Tone::Warning },
    Choice { code: priorities::NORMAL, name: "normal", label: fields::PRIORITY_NORMAL, tone: Tone::Neutral },
    Choice { code: priorities::LOW, name: "low", label: fields::PRIORITY_LOW, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(8).column(260),
    Field::new(DUE, "due", words::DUE, FieldKind::Day).in_group(Group::Main).column(120),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(110),
    Field::new(PRIORITY, "priority", fields::PRIORITY, FieldKind::Choice(PRIORITIES)).in_group(Group::Main).column(100),
    Field::new(OWNER, "owner", fields::OWNER, FieldKind::Link(Kind::Member)).in_group(Group::Main).column(130),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer))
        .in_group(Group::Main)
        .column(180),
    Field::new(DEAL, "deal", words::DEAL, FieldKind::Link(Kind::Deal)),
    Field::new(TICKET, "ticket", words::TICKET, FieldKind::Link(Kind::Ticket)),
    Field::new(NOTES, "notes", fields::NOTES, FieldKind::LongText).searched(1),
    Field::new(COMPLETED, "completed", words::COMPLETED, FieldKind::Instant).in_group(Group::System).consequence(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
    Field::new(MODIFIED, "modified", fields::MODIFIED, FieldKind::Instant).in_group(Group::System).derived(modified),
];

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let missing = [(STATUS, statuses::OPEN), (PRIORITY, priorities::NORMAL)];
    let missing = missing.into_iter().filter(|(number, _)| record.field(*number).is_none());
    missing.map(|(number, code)| (number, Value::Choice(code))).collect()
}

/// A task that is done says when.
fn follow(step: &Step<'_>) -> Vec<(u16, Value)> {
    if !step.changes(STATUS) {
        return Vec::new();
    }
    let is_done = stored_choice(step.after, STATUS) == Some(statuses::DONE);
    vec![(COMPLETED, if is_done { Value::Instant(step.now) } else { Value::Empty })]
}
