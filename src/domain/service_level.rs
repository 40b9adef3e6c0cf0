//! A service level: how soon tickets of a priority are to be answered, and solved.

use crate::domain::entity::{CREATED, Entity, stored_choice, stored_number};
use crate::domain::field::{Field, FieldKind, Group, Neighbours};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::ticket::{self, priorities};
use crate::domain::value::Value;
use crate::messages::{fields, tickets as words};

/// The priority that it is for.
pub const PRIORITY: u16 = 1;
/// Minutes until the first response.
pub const FIRST_RESPONSE: u16 = 2;
/// Minutes until the ticket is solved.
pub const RESOLUTION: u16 = 3;
/// The priority by name (derived).
pub const TITLE: u16 = 100;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 13,
    name: "service-levels",
    one: words::SERVICE_LEVEL,
    many: words::SERVICE_LEVELS,
    fields: FIELDS,
    title: TITLE,
    form: &[PRIORITY, FIRST_RESPONSE, RESOLUTION],
    check,
    lends_values: true,
    ..Entity::PLAIN
};

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", fields::PRIORITY, FieldKind::Text).in_group(Group::System).column(140).derived(title),
    Field::new(PRIORITY, "priority", fields::PRIORITY, FieldKind::Choice(ticket::PRIORITIES)).in_group(Group::Main),
    Field::new(FIRST_RESPONSE, "first_response", words::FIRST_RESPONSE_TARGET, FieldKind::Duration)
        .in_group(Group::Main)
        .column(160),
    Field::new(RESOLUTION, "resolution", words::RESOLUTION_TARGET, FieldKind::Duration)
        .in_group(Group::Main)
        .column(160),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

fn title(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let priority = ticket::PRIORITIES.iter().find(|choice| Some(choice.code) == stored_choice(record, PRIORITY));
    priority.map_or(Value::Empty, |choice| Value::Text(choice.name.to_owned()))
}

/// A service level is of a priority and gives at least a minute.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems = Vec::new();
    if stored_choice(record, PRIORITY).is_none() {
        problems.push(Problem::with_field(PRIORITY, Reason::TitleNeeded, ""));
    }
    for number in [FIRST_RESPONSE, RESOLUTION] {
        if stored_number(record, number).is_none_or(|minutes| minutes < 1) {
            problems.push(Problem::with_field(number, Reason::DurationInvalid, ""));
        }
    }
    problems
}

/// Minutes until the first response and until a solution where nothing was said: an hour and eight for what is urgent,
/// and so on up to a day and a week. Counted around the clock.
pub const fn usual(priority: u16) -> (i64, i64) {
    match priority {
        priorities::URGENT => (60, 8 * 60),
        priorities::HIGH => (4 * 60, 24 * 60),
        priorities::LOW => (24 * 60, 7 * 24 * 60),
        _ => (8 * 60, 3 * 24 * 60),
    }
}

/// The targets of a priority: those of the book, else the usual ones. Of several the one made first counts.
pub fn targets(priority: u16, neighbours: &dyn Neighbours) -> (i64, i64) {
    let mut found: Option<(crate::domain::id::Id, i64, i64)> = None;
    neighbours.each(Kind::ServiceLevel, &mut |record| {
        if stored_choice(record, PRIORITY) != Some(priority) || found.is_some_and(|(id, ..)| id <= record.id()) {
            return;
        }
        if let (Some(first), Some(resolution)) =
            (stored_number(record, FIRST_RESPONSE), stored_number(record, RESOLUTION))
        {
            found = Some((record.id(), first, resolution));
        }
    });
    found.map_or_else(|| usual(priority), |(_, first, resolution)| (first, resolution))
}
