//! A customer: a person or an organisation that one deals with. Field names and choices follow DOMAIN: what the
//! established systems agree on.

use crate::domain::entity::{CREATED, Entity, modified, stored, stored_text};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::messages::fields as words;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 2,
    name: "customers",
    one: words::CUSTOMER,
    many: words::CUSTOMERS,
    fields: FIELDS,
    title: NAME,
    form: &[TYPE, FIRST_NAME, LAST_NAME, ORGANISATION_NAME, EMAILS, PHONES, STATUS],
    defaults,
    check,
    ..Entity::PLAIN
};

// The numbers of the fields on disk. A number is never reused.
/// Person or organisation.
pub const TYPE: u16 = 1;
/// Mr., Ms., Dr. and the like.
pub const SALUTATION: u16 = 2;
/// Given name.
pub const FIRST_NAME: u16 = 3;
/// Middle name.
pub const MIDDLE_NAME: u16 = 4;
/// Family name.
pub const LAST_NAME: u16 = 5;
/// What friends say.
pub const NICKNAME: u16 = 6;
/// The organisation a person belongs to, as a link.
pub const WORKS_AT: u16 = 7;
/// An organisation's name; for a person the name of the organisation while there is no link.
pub const ORGANISATION_NAME: u16 = 8;
/// Job title.
pub const JOB_TITLE: u16 = 9;
/// Department.
pub const DEPARTMENT: u16 = 10;
/// E-mail addresses.
pub const EMAILS: u16 = 11;
/// Phone numbers.
pub const PHONES: u16 = 12;
/// Postal address.
pub const ADDRESS: u16 = 13;
/// Website.
pub const WEBSITE: u16 = 14;
/// Industry.
pub const INDUSTRY: u16 = 15;
/// Where they came from.
pub const SOURCE: u16 = 16;
/// The member who looks after them.
pub const OWNER: u16 = 17;
/// Tags.
pub const TAGS: u16 = 18;
/// Birthday.
pub const BIRTHDAY: u16 = 19;
/// Notes.
pub const NOTES: u16 = 20;
/// Lead, active, dormant, lost.
pub const STATUS: u16 = 21;
/// Not to be contacted.
pub const DO_NOT_CONTACT: u16 = 22;
/// Why not to be contacted.
pub const DO_NOT_CONTACT_REASON: u16 = 23;
/// The number by which another system, or the user, knows them.
pub const EXTERNAL_ID: u16 = 25;
/// LinkedIn page.
pub const LINKEDIN: u16 = 26;
/// Gender, in the person's own word.
pub const GENDER: u16 = 27;
/// The whole name (derived).
pub const NAME: u16 = 100;
/// The organisation's name, by link or by text (derived).
pub const ORGANISATION: u16 = 101;
/// The last change (derived).
pub const MODIFIED: u16 = 102;
/// The segment that the customer belongs to (derived).
pub const SEGMENT: u16 = 103;
/// How many orders there are (derived).
pub const ORDERS: u16 = 104;
/// What the orders come to (derived).
pub const MONEY: u16 = 105;
/// The day of the last order (derived).
pub const LAST_ORDER: u16 = 106;

/// The codes of [`TYPE`].
pub mod types {
    /// A person.
    pub const PERSON: u16 = 1;
    /// An organisation.
    pub const ORGANISATION: u16 = 2;
}

/// The codes of [`STATUS`].
pub mod statuses {
    /// Not yet a customer.
    pub const LEAD: u16 = 1;
    /// A customer.
    pub const ACTIVE: u16 = 2;
    /// A customer who has gone quiet.
    pub const DORMANT: u16 = 3;
    /// No longer a customer.
    pub const LOST: u16 = 4;
}

/// The codes of [`DO_NOT_CONTACT_REASON`].
pub mod do_not_contact_reasons {
    /// They left a list.
    pub const UNSUBSCRIBED: u16 = 1;
    /// Nothing arrives.
    pub const BOUNCED: u16 = 2;
    /// They asked.
    pub const ASKED: u16 = 3;
    /// None of these.
    pub const OTHER: u16 = 4;
}

const TYPES: &[Choice] = &[
    Choice { code: types::PERSON, name: "person", label: words::PERSON, tone: Tone::Neutral },
    Choice { code: types::ORGANISATION, name: "organisation", label: words::ORGANISATION, tone: Tone::Neutral },
];

const STATUSES: &[Choice] = &[
    Choice { code: statuses::LEAD, name: "lead", label: words::LEAD, tone: Tone::Information },
    Choice { code: statuses::ACTIVE, name: "active", label: words::ACTIVE, tone: Tone::Good },
    Choice { code: statuses::DORMANT, name: "dormant", label: words::DORMANT, tone: Tone::Warning },
    Choice { code: statuses::LOST, name: "lost", label: words::LOST, tone: Tone::Neutral },
];

const REASONS: &[Choice] = &[
    Choice { code: 1, name: "unsubscribed", label: words::UNSUBSCRIBED, tone: Tone::Neutral },
    Choice { code: 2, name: "bounced", label: words::BOUNCED, tone: Tone::Neutral },
    Choice { code: 3, name: "asked", label: words::ASKED_NOT_TO, tone: Tone::Neutral },
    Choice { code: 4, name: "other", label: words::OTHER_REASON, tone: Tone::Neutral },
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    Field::new(NAME, "name", words::NAME, FieldKind::Text).in_group(Group::System).column(220).derived(name),
    Field::new(ORGANISATION, "organisation", words::ORGANISATION, FieldKind::Text)
        .in_group(Group::System)
        .column(180)
        .derived(organisation)
        .following_links(),
    Field::new(EMAILS, "emails", words::EMAILS, FieldKind::Emails).in_group(Group::Contact).searched(6).column(220),
    Field::new(PHONES, "phones", words::PHONES, FieldKind::Phones).in_group(Group::Contact).searched(6).column(160),
    Field::new(STATUS, "status", words::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(110),
    Field::new(OWNER, "owner", words::OWNER, FieldKind::Link(Kind::Member)).in_group(Group::Main),
    Field::new(TAGS, "tags", words::TAGS, FieldKind::Tags).in_group(Group::Main).searched(4).column(180),
    Field::new(TYPE, "type", words::TYPE, FieldKind::Choice(TYPES)),
    Field::new(SALUTATION, "salutation", words::SALUTATION, FieldKind::Text).only_when(TYPE, types::PERSON),
    Field::new(FIRST_NAME, "first_name", words::FIRST_NAME, FieldKind::Text)
        .only_when(TYPE, types::PERSON)
        .searched(10),
    Field::new(MIDDLE_NAME, "middle_name", words::MIDDLE_NAME, FieldKind::Text)
        .only_when(TYPE, types::PERSON)
        .searched(8),
    Field::new(LAST_NAME, "last_name", words::LAST_NAME, FieldKind::Text).only_when(TYPE, types::PERSON).searched(10),
    Field::new(NICKNAME, "nickname", words::NICKNAME, FieldKind::Text).only_when(TYPE, types::PERSON).searched(8),
    Field::new(ORGANISATION_NAME, "organisation_name", words::ORGANISATION_NAME, FieldKind::Text).searched(8),
    Field::new(WORKS_AT, "works_at", words::WORKS_AT, FieldKind::Link(Kind::Customer))
        .only_when(TYPE, types::PERSON)
        .not_importable(),
    Field::new(JOB_TITLE, "job_title", words::JOB_TITLE, FieldKind::Text).only_when(TYPE, types::PERSON).searched(3),
    Field::new(DEPARTMENT, "department", words::DEPARTMENT, FieldKind::Text).only_when(TYPE, types::PERSON).searched(2),
    Field::new(ADDRESS, "address", words::ADDRESS, FieldKind::Address).in_group(Group::Contact).searched(2),
    Field::new(WEBSITE, "website", words::WEBSITE, FieldKind::Website).in_group(Group::Contact).searched(3),
    Field::new(LINKEDIN, "linkedin", words::LINKEDIN, FieldKind::Website).in_group(Group::Contact),
    Field::new(INDUSTRY, "industry", words::INDUSTRY, FieldKind::Text).searched(2),
    Field::new(SOURCE, "source", words::SOURCE, FieldKind::Text).searched(1),
    Field::new(BIRTHDAY, "birthday", words::BIRTHDAY, FieldKind::Day).only_when(TYPE, types::PERSON),
    Field::new(GENDER, "gender", words::GENDER, FieldKind::Text).only_when(TYPE, types::PERSON),
    Field::new(DO_NOT_CONTACT, "do_not_contact", words::DO_NOT_CONTACT, FieldKind::Boolean),
    Field::new(
        DO_NOT_CONTACT_REASON,
        "do_not_contact_reason",
        words::DO_NOT_CONTACT_REASON,
        FieldKind::Choice(REASONS),
    ),
    Field::new(NOTES, "notes", words::NOTES, FieldKind::LongText).searched(1),
    Field::new(EXTERNAL_ID, "external_id", words::EXTERNAL_ID, FieldKind::Text).searched(5),
    Field::new(CREATED, "created", words::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
    Field::new(MODIFIED, "modified", words::MODIFIED, FieldKind::Instant)
        .in_group(Group::System)
        .column(130)
        .derived(modified),
    Field::new(SEGMENT, "segment", words::SEGMENT, FieldKind::Link(Kind::Segment))
        .in_group(Group::Main)
        .derived(segment)
        .following_links(),
    Field::new(ORDERS, "orders", words::ORDERS, FieldKind::Integer)
        .in_group(Group::Main)
        .derived(orders)
        .following_links(),
    Field::new(MONEY, "money", words::MONEY, FieldKind::Money).in_group(Group::Main).derived(money).following_links(),
    Field::new(LAST_ORDER, "last_order", words::LAST_ORDER, FieldKind::Day)
        .in_group(Group::Main)
        .derived(last_order)
        .following_links(),
];

/// What keeps a customer from being right: one of name, organisation, e-mail, phone and own number must be there, and nobody works
/// at themselves.
pub fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems = Vec::new();
    let recognisable = [
        (FIRST_NAME, FieldKind::Text),
        (LAST_NAME, FieldKind::Text),
        (NICKNAME, FieldKind::Text),
        (ORGANISATION_NAME, FieldKind::Text),
        (EMAILS, FieldKind::Emails),
        (PHONES, FieldKind::Phones),
        (EXTERNAL_ID, FieldKind::Text),
    ];
    if recognisable.iter().all(|(number, kind)| stored(record, *number, *kind).is_empty()) {
        problems.push(Problem::with_record(Reason::NameNeeded));
    }
    if stored(record, WORKS_AT, FieldKind::Link(Kind::Customer)) == Value::Link(record.id()) {
        problems.push(Problem::with_field(WORKS_AT, Reason::LinkToItself, ""));
    }
    problems
}

/// The values that a new customer gets where nothing was said: an organisation when only an organisation is named, else
/// a person; and a lead.
pub fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let mut values = Vec::new();
    if record.field(TYPE).is_none() {
        let has_person = [FIRST_NAME, MIDDLE_NAME, LAST_NAME, NICKNAME]
            .iter()
            .any(|number| !stored_text(record, *number).is_empty());
        let is_organisation = !has_person && !stored_text(record, ORGANISATION_NAME).is_empty();
        values.push((TYPE, Value::Choice(if is_organisation { types::ORGANISATION } else { types::PERSON })));
    }
    if record.field(STATUS).is_none() {
        values.push((STATUS, Value::Choice(statuses::LEAD)));
    }
    values
}

fn is_organisation(record: &RecordView<'_>) -> bool {
    stored(record, TYPE, FieldKind::Choice(&[])) == Value::Choice(types::ORGANISATION)
}

/// The name by which a customer is known: an organisation's own; a person's names in the order of their script; else
/// the organisation, the first e-mail address, the first phone number, or the own number.
fn name(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let organisation = stored_text(record, ORGANISATION_NAME);
    if is_organisation(record) && !organisation.is_empty() {
        return Value::Text(organisation);
    }
    let person = person_name(
        &stored_text(record, FIRST_NAME),
        &stored_text(record, MIDDLE_NAME),
        &stored_text(record, LAST_NAME),
    );
    for candidate in [person, stored_text(record, NICKNAME), organisation] {
        if !candidate.is_empty() {
            return Value::Text(candidate);
        }
    }
    if let Value::Emails(emails) = stored(record, EMAILS, FieldKind::Emails)
        && let Some(first) = emails.first()
    {
        return Value::Text(first.value.as_str().to_owned());
    }
    if let Value::Phones(phones) = stored(record, PHONES, FieldKind::Phones)
        && let Some(first) = phones.first()
    {
        return Value::Text(first.value.as_str().to_owned());
    }
    match stored_text(record, EXTERNAL_ID) {
        number if number.is_empty() => Value::Empty,
        // A number alone is marked as one.
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => Value::Text(format!("#{number}")),
        number => Value::Text(number),
    }
}

/// A person's whole name: family name first and without spaces where all of it is written in Han, kana or hangul.
pub fn person_name(first: &str, middle: &str, last: &str) -> String {
    let all = [first, middle, last];
    let east_asian =
        all.iter().flat_map(|part| part.chars()).all(is_east_asian) && all.iter().any(|part| !part.is_empty());
    if east_asian {
        return [last, first, middle].concat();
    }
    all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// The organisation a person belongs to: the title of the linked one, else its name as written. Empty for an
/// organisation, whose name is its own.
fn organisation(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    if is_organisation(record) {
        return Value::Empty;
    }
    if let Value::Link(id) = stored(record, WORKS_AT, FieldKind::Link(Kind::Customer))
        && let Some(title) = neighbours.title(Kind::Customer, id)
    {
        return Value::Text(title);
    }
    match stored_text(record, ORGANISATION_NAME) {
        name if name.is_empty() => Value::Empty,
        name => Value::Text(name),
    }
}

fn segment(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    neighbours.segment(record.id()).map_or(Value::Empty, Value::Link)
}

fn orders(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    neighbours.purchases(record.id()).map_or(Value::Empty, |purchases| Value::Integer(i64::from(purchases.orders)))
}

fn money(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    neighbours.purchases(record.id()).map_or(Value::Empty, |purchases| Value::Money(purchases.total))
}

fn last_order(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    neighbours.purchases(record.id()).and_then(|purchases| purchases.last_day()).map_or(Value::Empty, Value::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |first: &str, middle: &str, last: &str, expected: &str| {
            assert_eq!(person_name(first, middle, last), expected)
        };
        check("Dana", "", "Novák", "Dana Novák");
        check("Mary", "Ann", "Smith", "Mary Ann Smith");
        check("明", "", "李", "李明");
        check("Dana", "", "", "Dana");
        check("", "", "", "");
        check("明", "", "Li", "明 Li");
    }
}
