//! A segment: a group of customers that belong together by what they do. The model that was trained says who belongs;
//! nobody is listed, so a new customer is in a segment as soon as their figures are.

use crate::domain::entity::{CREATED, Entity, check_title};
use crate::domain::field::{Choice, Field, FieldKind, Group, Tone};
use crate::messages::{fields, segments as words};

/// The name.
pub const NAME: u16 = 1;
/// What its customers have in common, in a sentence.
pub const SENTENCE: u16 = 2;
/// Its colour.
pub const COLOUR: u16 = 3;
/// The model, encoded; the same in all segments of one clustering, so that each can be read alone.
pub const MODEL: u16 = 4;
/// Which of the model's centroids this segment is, from 0.
pub const CENTROID: u16 = 5;
/// How many customers were in it when it was made.
pub const SIZE: u16 = 6;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 12,
    name: "segments",
    one: words::SEGMENT,
    many: words::SEGMENTS,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, SENTENCE],
    check: |record, _| check_title(record, NAME).into_iter().collect(),
    lends_values: true,
    ..Entity::PLAIN
};

/// The colours in the order in which groups take them.
pub const COLOURS: &[Choice] = &[
    Choice { code: 1, name: "green", label: words::GREEN, tone: Tone::Good },
    Choice { code: 2, name: "blue", label: words::BLUE, tone: Tone::Information },
    Choice { code: 3, name: "violet", label: words::VIOLET, tone: Tone::Special },
    Choice { code: 4, name: "amber", label: words::AMBER, tone: Tone::Warning },
    Choice { code: 5, name: "red", label: words::RED, tone: Tone::Bad },
    Choice { code: 6, name: "grey", label: words::GREY, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(8).column(220),
    Field::new(SENTENCE, "sentence", words::SENTENCE, FieldKind::LongText)
        .in_group(Group::Main)
        .searched(2)
        .column(360),
    Field::new(COLOUR, "colour", words::COLOUR, FieldKind::Choice(COLOURS)).in_group(Group::Main).column(100),
    Field::new(SIZE, "size", words::SIZE_WHEN_MADE, FieldKind::Integer).not_importable(),
    Field::new(MODEL, "model", words::MODEL, FieldKind::Model).hidden(),
    Field::new(CENTROID, "centroid", words::MODEL, FieldKind::Integer).hidden(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];
