//! A member: a person who works in the book. Whatever changes data carries the member who did it.

use crate::domain::entity::{CREATED, Entity, stored_text};
use crate::domain::field::{Field, FieldKind, Group, Neighbours};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::RecordView;
use crate::messages::fields as words;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 1,
    name: "members",
    one: words::MEMBER,
    many: words::MEMBERS,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, EMAIL, ROLE],
    check,
    ..Entity::PLAIN
};

/// The member's name.
pub const NAME: u16 = 1;
/// The e-mail address, by which imported owners are recognised.
pub const EMAIL: u16 = 2;
/// What they do, in their own words.
pub const ROLE: u16 = 3;

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    Field::new(NAME, "name", words::NAME, FieldKind::Text).in_group(Group::Main).searched(10).column(220),
    Field::new(EMAIL, "emails", words::EMAIL, FieldKind::Emails).in_group(Group::Contact).searched(6).column(220),
    Field::new(ROLE, "role", words::ROLE, FieldKind::Text).in_group(Group::Main).searched(2).column(160),
    Field::new(CREATED, "created", words::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

/// What keeps a member from being right: a name must be there.
pub fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    if stored_text(record, NAME).trim().is_empty() {
        vec![Problem::with_field(NAME, Reason::MemberNameNeeded, "")]
    } else {
        Vec::new()
    }
}
