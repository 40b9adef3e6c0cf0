//! A stage of a pipeline. What a stage is called is the user's; whether a deal in it is open, won or lost is its type.

use crate::domain::entity::{CREATED, Entity, check_title, stored_choice, stored_link, stored_number};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::messages::{deals as words, fields};

/// The stage's name.
pub const NAME: u16 = 1;
/// The pipeline it belongs to.
pub const PIPELINE: u16 = 2;
/// Its place in the pipeline, ascending.
pub const POSITION: u16 = 3;
/// Open, won or lost.
pub const TYPE: u16 = 4;
/// How likely a deal in it is won, in hundredths, unless the deal says otherwise.
pub const PROBABILITY: u16 = 5;
/// After so many days in it a deal stands too long.
pub const DAYS_ALLOWED: u16 = 6;

/// The codes of [`TYPE`].
pub mod types {
    /// A deal here may still come about.
    pub const OPEN: u16 = 1;
    /// A deal here has come about.
    pub const WON: u16 = 2;
    /// A deal here has not.
    pub const LOST: u16 = 3;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 4,
    name: "stages",
    one: words::STAGE,
    many: words::STAGES,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, TYPE, PROBABILITY, DAYS_ALLOWED],
    defaults,
    check,
    required_by: &[Kind::Deal],
    lends_values: true,
    ..Entity::PLAIN
};

/// The types with their names, which a deal's state shares.
pub const TYPES: &[Choice] = &[
    Choice { code: types::OPEN, name: "open", label: words::OPEN, tone: Tone::Information },
    Choice { code: types::WON, name: "won", label: words::WON, tone: Tone::Good },
    Choice { code: types::LOST, name: "lost", label: words::LOST, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(4).column(180),
    Field::new(PIPELINE, "pipeline", words::PIPELINE, FieldKind::Link(Kind::Pipeline))
        .in_group(Group::Main)
        .column(160),
    Field::new(TYPE, "type", words::STAGE_TYPE, FieldKind::Choice(TYPES)).in_group(Group::Main).column(110),
    Field::new(PROBABILITY, "probability", words::PROBABILITY, FieldKind::Percent).in_group(Group::Main).column(110),
    Field::new(DAYS_ALLOWED, "days_allowed", words::DAYS_ALLOWED, FieldKind::Integer).in_group(Group::Main).column(130),
    Field::new(POSITION, "position", words::POSITION, FieldKind::Integer),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let stage_type = stored_choice(record, TYPE);
    let mut values = Vec::new();
    if stage_type.is_none() {
        values.push((TYPE, Value::Choice(types::OPEN)));
    }
    if stored_number(record, PROBABILITY).is_none() {
        values.push((PROBABILITY, Value::Integer(usual_probability(stage_type.unwrap_or(types::OPEN)))));
    }
    values
}

/// What a stage of that type is worth where nothing was said: all, nothing, or half.
pub fn usual_probability(stage_type: u16) -> i64 {
    match stage_type {
        types::WON => 100,
        types::LOST => 0,
        _ => 50,
    }
}

/// A stage has a name and a pipeline, and waits for at least a day.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems: Vec<Problem> = check_title(record, NAME).into_iter().collect();
    if stored_link(record, PIPELINE).is_none() {
        problems.push(Problem::with_field(PIPELINE, Reason::PipelineNeeded, ""));
    }
    if let Some(days) = stored_number(record, DAYS_ALLOWED).filter(|days| *days < 1) {
        problems.push(Problem::with_field(DAYS_ALLOWED, Reason::NumberInvalid, &days.to_string()));
    }
    problems
}
