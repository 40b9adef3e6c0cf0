//! A pipeline: a row of stages that deals go through. A book may have several, for kinds of business that differ.

use crate::domain::change::Change;
use crate::domain::entity::{CREATED, Entity, check_title};
use crate::domain::field::{Field, FieldKind, Group};
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::stage::{self, types};
use crate::domain::value::Value;
use crate::messages::{Language, Message, deals as words, fields};

/// The pipeline's name.
pub const NAME: u16 = 1;
/// Its place among the pipelines, ascending.
pub const POSITION: u16 = 2;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 3,
    name: "pipelines",
    one: words::PIPELINE,
    many: words::PIPELINES,
    fields: FIELDS,
    title: NAME,
    form: &[NAME],
    check: |record, _| check_title(record, NAME).into_iter().collect(),
    required_by: &[Kind::Stage],
    lends_values: true,
    ..Entity::PLAIN
};

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(6).column(220),
    Field::new(POSITION, "position", words::POSITION, FieldKind::Integer),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

/// The stages that a new pipeline begins with: name, type, probability in hundredths, days after which a deal stands
/// too long. The names and chances follow what EspoCRM, Odoo and Frappe ship with.
const USUAL_STAGES: [(Message, u16, i64, Option<i64>); 5] = [
    (words::STAGE_QUALIFIED, types::OPEN, 20, Some(30)),
    (words::STAGE_PROPOSAL, types::OPEN, 50, Some(21)),
    (words::STAGE_NEGOTIATION, types::OPEN, 75, Some(14)),
    (words::STAGE_WON, types::WON, 100, None),
    (words::STAGE_LOST, types::LOST, 0, None),
];

/// How many records [`with_usual_stages`] makes.
pub const USUAL_RECORDS: usize = USUAL_STAGES.len() + 1;

/// The changes that make a pipeline with the usual stages, named in `language`. `ids` are new ones, the pipeline's first;
/// fewer than [`USUAL_RECORDS`] make fewer stages.
pub fn with_usual_stages(ids: &[Id], name: &str, position: i64, language: Language) -> Vec<Change> {
    let Some((pipeline, stage_ids)) = ids.split_first() else { return Vec::new() };
    let text = |text: &str| Value::Text(text.to_owned());
    let own = vec![(NAME, text(name)), (POSITION, Value::Integer(position))];
    let stages = USUAL_STAGES.iter().zip(stage_ids).zip(1..);
    let stages = stages.map(|(((name, stage_type, probability, days), id), position)| {
        let mut fields = vec![
            (stage::NAME, text(name.text(language))),
            (stage::PIPELINE, Value::Link(*pipeline)),
            (stage::POSITION, Value::Integer(position)),
            (stage::TYPE, Value::Choice(*stage_type)),
            (stage::PROBABILITY, Value::Integer(*probability)),
        ];
        fields.extend(days.map(|days| (stage::DAYS_ALLOWED, Value::Integer(days))));
        Change::edit(Kind::Stage, *id, fields)
    });
    std::iter::once(Change::edit(Kind::Pipeline, *pipeline, own)).chain(stages).collect()
}
