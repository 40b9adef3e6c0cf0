//! A conflict: two devices wrote the same field of a record without knowing of each other. One value stands in the record;
//! this keeps the other one until somebody has seen to it. One that was seen to is in the trash.

use crate::domain::entity::{CREATED, Entity, stored, stored_link, stored_number, stored_text};
use crate::domain::field::{Field, FieldKind, Group, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Raw, Value};
use crate::messages::{fields, sync_fields as words};

/// The number of the record's kind.
pub const OF_KIND: u16 = 1;
/// The record's identifier, as text.
pub const OF_RECORD: u16 = 2;
/// The number of the field; 0 for the record's deletion.
pub const OF_FIELD: u16 = 3;
/// The value that lost, as it is encoded.
pub const LOSER: u16 = 4;
/// When it was written.
pub const LOSER_AT: u16 = 5;
/// Who wrote it.
pub const LOSER_BY: u16 = 6;
/// When the value that won was written.
pub const WINNER_AT: u16 = 7;
/// Who wrote the value that won.
pub const WINNER_BY: u16 = 8;
/// The record's title (derived).
pub const TITLE: u16 = 100;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 14,
    name: "conflicts",
    one: words::CONFLICT,
    many: words::CONFLICTS,
    fields: FIELDS,
    title: TITLE,
    ..Entity::PLAIN
};

const fn kept(number: u16, name: &'static str, kind: FieldKind) -> Field {
    Field::new(number, name, words::CONFLICT, kind).in_group(Group::Hidden).not_editable()
}

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", fields::NAME, FieldKind::Text).in_group(Group::System).column(200).derived(title),
    kept(OF_KIND, "of_kind", FieldKind::Integer),
    kept(OF_RECORD, "of_record", FieldKind::Text),
    kept(OF_FIELD, "of_field", FieldKind::Integer),
    kept(LOSER, "loser", FieldKind::Model),
    kept(LOSER_AT, "loser_at", FieldKind::Instant),
    kept(LOSER_BY, "loser_by", FieldKind::Link(Kind::Member)),
    kept(WINNER_AT, "winner_at", FieldKind::Instant),
    kept(WINNER_BY, "winner_by", FieldKind::Link(Kind::Member)),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

fn title(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    let told = ConflictView::of(record).and_then(|conflict| neighbours.title(conflict.kind, conflict.record));
    told.map_or(Value::Empty, Value::Text)
}

/// What a conflict says.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictView {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub record: Id,
    /// The field; 0 for the record's deletion.
    pub field: u16,
    /// The value that lost, as it is encoded.
    pub loser: Raw,
    /// When it was written, milliseconds since 1970.
    pub loser_at: i64,
    /// Who wrote it, where it is known.
    pub loser_by: Option<Id>,
    /// When the value that won was written, milliseconds since 1970.
    pub winner_at: i64,
    /// Who wrote that, where it is known.
    pub winner_by: Option<Id>,
}

impl ConflictView {
    /// What the record of a conflict says; nothing where it is about a kind that this version does not know.
    pub fn of(record: &RecordView<'_>) -> Option<ConflictView> {
        let number = |field: u16| stored_number(record, field);
        let Value::Model(loser) = stored(record, LOSER, FieldKind::Model) else { return None };
        Some(ConflictView {
            kind: Kind::from_number(u16::try_from(number(OF_KIND)?).ok()?)?,
            record: Id::parse(&stored_text(record, OF_RECORD))?,
            field: u16::try_from(number(OF_FIELD)?).ok()?,
            loser,
            loser_at: number(LOSER_AT)?,
            loser_by: stored_link(record, LOSER_BY),
            winner_at: number(WINNER_AT)?,
            winner_by: stored_link(record, WINNER_BY),
        })
    }
}
