//! A member: a person who works in the book. Whatever changes data carries the member who did it.

use crate::domain::field::{Field, FieldKind, Group};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::RecordView;
use crate::domain::value::{self, Value};
use crate::messages::{Message, fields as words};

/// What the screen calls one.
pub const ONE: Message = words::MEMBER;
/// What the screen calls many.
pub const MANY: Message = words::MEMBERS;

/// The member's name.
pub const NAME: u16 = 1;
/// The e-mail address, by which imported owners are recognised.
pub const EMAIL: u16 = 2;
/// What they do, in their own words.
pub const ROLE: u16 = 3;
/// When the record was made.
pub const CREATED: u16 = 24;

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    Field::new(NAME, "name", words::NAME, FieldKind::Text).in_group(Group::Main).searched(10).column(220),
    Field::new(EMAIL, "emails", words::EMAIL, FieldKind::Emails).in_group(Group::Contact).searched(6).column(220),
    Field::new(ROLE, "role", words::ROLE, FieldKind::Text).in_group(Group::Main).searched(2).column(160),
    Field::new(CREATED, "created", words::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

/// What keeps a member from being right: a name must be there.
pub fn check(record: &RecordView<'_>) -> Vec<Problem> {
    let name = record.field(NAME).and_then(|raw| value::decode(FieldKind::Text, raw).ok()).unwrap_or_default();
    match name {
        Value::Text(name) if !name.trim().is_empty() => Vec::new(),
        _ => vec![Problem::with_field(NAME, Reason::MemberNameNeeded, "")],
    }
}
