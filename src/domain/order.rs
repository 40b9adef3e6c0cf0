//! An order: something that a customer bought. Lines, invoices and payments come with the sales documents; what is here
//! are the figures of the whole order, which those will add up to.

use crate::domain::entity::{CREATED, Entity, stored, stored_link, stored_text};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Day, Money, Value};
use crate::messages::{fields, orders as words};

/// The number on the paper.
pub const NUMBER: u16 = 1;
/// Who bought.
pub const CUSTOMER: u16 = 2;
/// On which day.
pub const DAY: u16 = 3;
/// How many pieces.
pub const QUANTITY: u16 = 4;
/// For how much.
pub const AMOUNT: u16 = 5;
/// How far it is.
pub const STATUS: u16 = 6;
/// Notes.
pub const NOTES: u16 = 7;
/// The campaign that brought it.
pub const CAMPAIGN: u16 = 8;
/// The number, or else the day and the amount (derived).
pub const TITLE: u16 = 100;

/// The codes of [`STATUS`]: draft → confirmed → fulfilled → completed, cancelled until fulfilled.
pub mod statuses {
    /// Not yet agreed.
    pub const DRAFT: u16 = 1;
    /// Agreed.
    pub const CONFIRMED: u16 = 2;
    /// Delivered.
    pub const FULFILLED: u16 = 3;
    /// Paid, too.
    pub const COMPLETED: u16 = 4;
    /// It will not be.
    pub const CANCELLED: u16 = 5;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 11,
    name: "orders",
    one: words::ORDER,
    many: words::ORDERS,
    fields: FIELDS,
    title: TITLE,
    form: &[CUSTOMER, DAY, AMOUNT, QUANTITY, NUMBER, STATUS],
    defaults,
    check,
    lends_values: true,
    ..Entity::PLAIN
};

const STATUSES: &[Choice] = &[
    Choice { code: statuses::DRAFT, name: "draft", label: words::DRAFT, tone: Tone::Neutral },
    Choice { code: statuses::CONFIRMED, name: "confirmed", label: words::CONFIRMED, tone: Tone::Information },
    Choice { code: statuses::FULFILLED, name: "fulfilled", label: words::FULFILLED, tone: Tone::Information },
    Choice { code: statuses::COMPLETED, name: "completed", label: words::COMPLETED, tone: Tone::Good },
    Choice { code: statuses::CANCELLED, name: "cancelled", label: words::CANCELLED, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", words::ORDER, FieldKind::Text).in_group(Group::System).column(180).derived(title),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer))
        .in_group(Group::Main)
        .column(200),
    Field::new(DAY, "day", words::DAY, FieldKind::Day).in_group(Group::Main).column(120),
    Field::new(AMOUNT, "amount", words::AMOUNT, FieldKind::Money).in_group(Group::Main).column(130),
    Field::new(QUANTITY, "quantity", words::QUANTITY, FieldKind::Integer).in_group(Group::Main).column(100),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(110),
    Field::new(NUMBER, "number", words::NUMBER, FieldKind::Text).in_group(Group::Main).searched(8),
    Field::new(CAMPAIGN, "campaign", words::CAMPAIGN, FieldKind::Link(Kind::Campaign)),
    Field::new(NOTES, "notes", fields::NOTES, FieldKind::LongText).searched(1),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

fn title(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let number = stored_text(record, NUMBER);
    if !number.is_empty() {
        return Value::Text(number);
    }
    match (stored(record, DAY, FieldKind::Day), stored(record, AMOUNT, FieldKind::Money)) {
        (Value::Day(day), Value::Money(amount)) => Value::Text(format!("{day} · {amount}")),
        _ => Value::Empty,
    }
}

/// An order that was only written down has been delivered and paid.
fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let is_missing = record.field(STATUS).is_none();
    is_missing.then_some((STATUS, Value::Choice(statuses::COMPLETED))).into_iter().collect()
}

/// An order has a customer, a day with its year, and an amount.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems = Vec::new();
    if stored_link(record, CUSTOMER).is_none() {
        problems.push(Problem::with_field(CUSTOMER, Reason::CustomerNeeded, ""));
    }
    if !matches!(stored(record, DAY, FieldKind::Day), Value::Day(day) if day.year().is_some()) {
        problems.push(Problem::with_field(DAY, Reason::DayNeeded, ""));
    }
    if stored(record, AMOUNT, FieldKind::Money).is_empty() {
        problems.push(Problem::with_field(AMOUNT, Reason::AmountNeeded, ""));
    }
    problems
}

/// The customer, the day in days since 1970, and the amount of an order that counts: neither a draft nor cancelled.
pub fn purchase(record: &RecordView<'_>) -> Option<(crate::domain::id::Id, i32, Money)> {
    let status = crate::domain::entity::stored_choice(record, STATUS);
    if matches!(status, Some(statuses::DRAFT | statuses::CANCELLED)) {
        return None;
    }
    let customer = stored_link(record, CUSTOMER)?;
    let Value::Day(day) = stored(record, DAY, FieldKind::Day) else { return None };
    let Value::Money(amount) = stored(record, AMOUNT, FieldKind::Money) else { return None };
    Some((customer, Day::days_since_1970(day)?, amount))
}
