//! A campaign: an effort to reach many customers, with a group held out to learn what it was worth.

use crate::domain::entity::{CREATED, Entity, check_title, modified, stored};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::messages::{Message, campaigns as words, fields};

/// The name.
pub const NAME: u16 = 1;
/// By which means.
pub const TYPE: u16 = 2;
/// How far it is.
pub const STATUS: u16 = 3;
/// The first day.
pub const START: u16 = 4;
/// The last day.
pub const END: u16 = 5;
/// What it may cost.
pub const BUDGET: u16 = 6;
/// What it has cost.
pub const COST: u16 = 7;
/// The segment that it is for, where it is for one.
pub const SEGMENT: u16 = 8;
/// The share of its customers that is held out, in hundredths.
pub const CONTROL_SHARE: u16 = 9;
/// The seed by which they are drawn.
pub const SEED: u16 = 10;
/// What it is to achieve.
pub const GOAL: u16 = 11;
/// The member who runs it.
pub const OWNER: u16 = 12;
/// Notes.
pub const NOTES: u16 = 13;
/// The last change (derived).
pub const MODIFIED: u16 = 100;
/// How many customers are in it (derived).
pub const RECIPIENTS: u16 = 101;
/// The share of those contacted that bought, in hundredths (derived).
pub const CONVERSION: u16 = 102;

/// The codes of [`STATUS`]: planning → active → complete, paused or cancelled in between.
pub mod statuses {
    /// Being prepared.
    pub const PLANNING: u16 = 1;
    /// Under way.
    pub const ACTIVE: u16 = 2;
    /// Halted for a while.
    pub const PAUSED: u16 = 3;
    /// Over.
    pub const COMPLETE: u16 = 4;
    /// Given up.
    pub const CANCELLED: u16 = 5;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 6,
    name: "campaigns",
    one: words::CAMPAIGN,
    many: words::CAMPAIGNS,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, TYPE, START, END, BUDGET, SEGMENT, CONTROL_SHARE, GOAL],
    defaults,
    check,
    required_by: &[Kind::Recipient],
    ..Entity::PLAIN
};

const TYPES: &[Choice] = &[
    Choice { code: 1, name: "email", label: words::BY_EMAIL, tone: Tone::Neutral },
    Choice { code: 2, name: "mail", label: words::BY_MAIL, tone: Tone::Neutral },
    Choice { code: 3, name: "phone", label: words::BY_PHONE, tone: Tone::Neutral },
    Choice { code: 4, name: "message", label: words::BY_MESSAGE, tone: Tone::Neutral },
    Choice { code: 5, name: "event", label: words::BY_EVENT, tone: Tone::Neutral },
    Choice { code: 6, name: "other", label: words::BY_OTHER, tone: Tone::Neutral },
];

const STATUSES: &[Choice] = &[
    Choice { code: statuses::PLANNING, name: "planning", label: words::PLANNING, tone: Tone::Information },
    Choice { code: statuses::ACTIVE, name: "active", label: words::ACTIVE, tone: Tone::Good },
    Choice { code: statuses::PAUSED, name: "paused", label: words::PAUSED, tone: Tone::Warning },
    Choice { code: statuses::COMPLETE, name: "complete", label: words::COMPLETE, tone: Tone::Neutral },
    Choice { code: statuses::CANCELLED, name: "cancelled", label: words::CANCELLED, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(8).column(240),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(110),
    Field::new(TYPE, "type", words::MEANS, FieldKind::Choice(TYPES)).in_group(Group::Main).column(110),
    Field::new(START, "start", words::START, FieldKind::Day).in_group(Group::Main).column(120),
    Field::new(END, "end", words::END, FieldKind::Day).in_group(Group::Main).column(120),
    Field::new(RECIPIENTS, "recipients", words::RECIPIENTS, FieldKind::Integer)
        .in_group(Group::System)
        .column(110)
        .derived(recipients)
        .following_links(),
    Field::new(CONVERSION, "conversion", words::CONVERSION, FieldKind::Percent)
        .in_group(Group::System)
        .column(100)
        .derived(conversion)
        .following_links(),
    Field::new(BUDGET, "budget", words::BUDGET, FieldKind::Money).in_group(Group::Main).column(120),
    Field::new(COST, "cost", words::COST, FieldKind::Money).in_group(Group::Main),
    Field::new(SEGMENT, "segment", words::FOR_SEGMENT, FieldKind::Link(Kind::Segment)).in_group(Group::Main),
    Field::new(CONTROL_SHARE, "control_share", words::CONTROL_SHARE, FieldKind::Percent).in_group(Group::Main),
    Field::new(GOAL, "goal", words::GOAL, FieldKind::Text),
    Field::new(OWNER, "owner", fields::OWNER, FieldKind::Link(Kind::Member)),
    Field::new(NOTES, "notes", fields::NOTES, FieldKind::LongText).searched(1),
    Field::new(SEED, "seed", words::SEED, FieldKind::Integer).hidden(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
    Field::new(MODIFIED, "modified", fields::MODIFIED, FieldKind::Instant).in_group(Group::System).derived(modified),
];

/// Whether nobody can be added to a campaign of that status any more.
pub fn is_over(status: Option<u16>) -> bool {
    matches!(status, Some(statuses::COMPLETE | statuses::CANCELLED))
}

/// Where a campaign of that status can go, each with what doing so is called, the usual way first.
pub fn ways_from(status: u16) -> &'static [(u16, Message)] {
    use statuses::{ACTIVE, CANCELLED, COMPLETE, PAUSED, PLANNING};
    match status {
        PLANNING => &[(ACTIVE, words::START_IT), (CANCELLED, words::CANCEL_IT)],
        ACTIVE => &[(COMPLETE, words::COMPLETE_IT), (PAUSED, words::PAUSE_IT), (CANCELLED, words::CANCEL_IT)],
        PAUSED => &[(ACTIVE, words::GO_ON), (COMPLETE, words::COMPLETE_IT), (CANCELLED, words::CANCEL_IT)],
        COMPLETE => &[(ACTIVE, words::REOPEN_IT)],
        CANCELLED => &[(PLANNING, words::REOPEN_IT)],
        _ => &[(PLANNING, words::REOPEN_IT)],
    }
}

fn recipients(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    let people = neighbours.tally(record.id()).map(|tally| tally.contacted.people + tally.control.people);
    people.and_then(|people| i64::try_from(people).ok()).map_or(Value::Empty, Value::Integer)
}

fn conversion(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    let share = neighbours.tally(record.id()).and_then(|tally| tally.contacted.conversion().share());
    share.map_or(Value::Empty, |share| Value::Integer((share * 100.0).round() as i64))
}

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let is_missing = record.field(STATUS).is_none();
    is_missing.then_some((STATUS, Value::Choice(statuses::PLANNING))).into_iter().collect()
}

/// A campaign has a name and does not end before it begins.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems: Vec<Problem> = check_title(record, NAME).into_iter().collect();
    if let (Value::Day(start), Value::Day(end)) =
        (stored(record, START, FieldKind::Day), stored(record, END, FieldKind::Day))
        && end < start
    {
        problems.push(Problem::with_field(END, Reason::EndsBeforeStart, ""));
    }
    problems
}
