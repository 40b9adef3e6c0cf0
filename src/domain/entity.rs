//! What the rest of the program knows of an entity besides its fields: one row a kind, made by the entity's own file.

use crate::domain::change::Change;
use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::messages::Message;

/// An entity: names, fields, rules.
pub struct Entity {
    /// The kind's number on disk. Never reused.
    pub number: u16,
    /// The stable name in files and addresses; also the place's name in the address.
    pub name: &'static str,
    /// What the screen calls one of them.
    pub one: Message,
    /// What the screen calls many of them.
    pub many: Message,
    /// The field table, in the order of the form.
    pub fields: &'static [Field],
    /// The number of the field that holds, or derives, the title by which a record is known.
    pub title: u16,
    /// The number of the field that holds when a record was made; written once by the engine.
    pub created: u16,
    /// The fields that the form of a new record asks for, in order.
    pub form: &'static [u16],
    /// The values that a new record gets where nothing was said.
    pub defaults: fn(&RecordView<'_>, &dyn Neighbours) -> Vec<(u16, Value)>,
    /// What keeps a record as a whole from being right.
    pub check: fn(&RecordView<'_>, &dyn Neighbours) -> Vec<Problem>,
    /// What else becomes different when a record does: fields that are written as a consequence of others.
    pub follow: fn(&Step<'_>) -> Vec<(u16, Value)>,
    /// What becomes different in other records when one of these does.
    pub ripple: fn(&Step<'_>) -> Vec<Change>,
    /// The field that gets the next free number when a record is made.
    pub numbered: Option<u16>,
    /// The kinds whose records cannot stand without the one of these that they link to.
    pub required_by: &'static [Kind],
    /// Whether other records derive more from one of these than its title.
    pub lends_values: bool,
}

impl Entity {
    /// The usual rules: none. What an entity wants differently it says on top of these.
    pub const PLAIN: Entity = Entity {
        number: 0,
        name: "",
        one: Message::new("", ""),
        many: Message::new("", ""),
        fields: &[],
        title: 1,
        created: CREATED,
        form: &[],
        defaults: |_, _| Vec::new(),
        check: |_, _| Vec::new(),
        follow: |_| Vec::new(),
        ripple: |_| Vec::new(),
        numbered: None,
        required_by: &[],
        lends_values: false,
    };
}

/// The number of the field that holds when a record was made, in every entity.
pub const CREATED: u16 = 24;

/// A record before and after a change, for its consequences.
pub struct Step<'a> {
    /// As it was; none for a new one.
    pub before: Option<&'a RecordView<'a>>,
    /// As it will be.
    pub after: &'a RecordView<'a>,
    /// When, in milliseconds since 1970.
    pub now: i64,
    /// The other records.
    pub neighbours: &'a dyn Neighbours,
}

impl Step<'_> {
    /// The value of a stored field before.
    pub fn before(&self, number: u16, kind: FieldKind) -> Value {
        self.before.map_or(Value::Empty, |view| stored(view, number, kind))
    }

    /// The value of a stored field after.
    pub fn after(&self, number: u16, kind: FieldKind) -> Value {
        stored(self.after, number, kind)
    }

    /// Whether a field is different afterwards.
    pub fn changes(&self, number: u16) -> bool {
        const NOTHING: &[u8] = &[0xc0];
        let before = self.before.and_then(|view| view.field(number)).unwrap_or(NOTHING);
        before != self.after.field(number).unwrap_or(NOTHING)
    }
}

/// The value of a stored field; a damaged one reads as empty.
pub fn stored(record: &RecordView<'_>, number: u16, kind: FieldKind) -> Value {
    record.field(number).and_then(|raw| value::decode(kind, raw).ok()).unwrap_or_default()
}

/// The text of a stored field of one line or several.
pub fn stored_text(record: &RecordView<'_>, number: u16) -> String {
    match stored(record, number, FieldKind::Text) {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

/// The code of a stored choice.
pub fn stored_choice(record: &RecordView<'_>, number: u16) -> Option<u16> {
    match stored(record, number, FieldKind::Choice(&[])) {
        Value::Choice(code) => Some(code),
        _ => None,
    }
}

/// The record that a stored field links to.
pub fn stored_link(record: &RecordView<'_>, number: u16) -> Option<Id> {
    // Every link is stored alike, whatever it links to.
    match stored(record, number, FieldKind::Link(Kind::Member)) {
        Value::Link(id) => Some(id),
        _ => None,
    }
}

/// The whole number, percentage, duration or moment of a stored field.
pub fn stored_number(record: &RecordView<'_>, number: u16) -> Option<i64> {
    match stored(record, number, FieldKind::Integer) {
        Value::Integer(found) => Some(found),
        _ => None,
    }
}

/// When the record last changed, for the field that tells it.
pub fn modified(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    match record.latest_stamp() {
        Some(stamp) => Value::Instant(i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX)),
        None => Value::Empty,
    }
}

/// A title must be there.
pub fn check_title(record: &RecordView<'_>, title: u16) -> Option<Problem> {
    stored_text(record, title).trim().is_empty().then(|| Problem::with_field(title, Reason::TitleNeeded, ""))
}
