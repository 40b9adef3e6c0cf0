//! A value while it is being written.

use crate::domain::field::{Field, FieldKind};
use crate::domain::id::Id;
use crate::domain::parse;
use crate::domain::problem::{Problem, Reason};
use crate::domain::value::{Address, ContactLabel, Currency, Email, Labelled, Money, Participant, Phone, Value};
use crate::state::browser;
use crate::state::protocol::Cell;

/// An e-mail address or phone number while it is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryDraft {
    /// Tells it from the others of its list while they change places.
    pub key: u32,
    /// The text.
    pub text: String,
    /// What it is for.
    pub label: ContactLabel,
}

/// What an editor holds: whatever was written, right or not.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// Text, a number, a web address.
    Text(String),
    /// Yes, no, or nothing.
    Flag(Option<bool>),
    /// A choice by its code.
    Choice(Option<u16>),
    /// A day in its three parts, each possibly empty.
    Day {
        /// The year.
        year: String,
        /// The month, from 1.
        month: String,
        /// The day of the month.
        day: String,
    },
    /// E-mail addresses or phone numbers, the primary one first.
    Entries(Vec<EntryDraft>),
    /// An address.
    Address(Address),
    /// Tags.
    Tags(Vec<String>),
    /// A record with its title.
    Link(Option<(Id, String)>),
    /// An amount and the code of its currency.
    Money {
        /// The amount as typed.
        amount: String,
        /// The currency's code; empty for the usual one.
        currency: String,
    },
    /// A moment as the browser's own input writes it, in the zone of the device: `2026-11-25T10:30`.
    Moment(String),
    /// Who takes part, each with their title.
    Participants(Vec<(Participant, String)>),
}

impl Draft {
    /// Nothing written yet.
    pub fn empty(field: &Field) -> Draft {
        Draft::of(field, &Cell::default())
    }

    /// What is there now, ready to be changed.
    pub fn of(field: &Field, cell: &Cell) -> Draft {
        let value = &cell.value;
        match field.kind {
            FieldKind::Boolean => Draft::Flag(if let Value::Boolean(flag) = value { Some(*flag) } else { None }),
            FieldKind::Choice(_) => Draft::Choice(if let Value::Choice(code) = value { Some(*code) } else { None }),
            FieldKind::Day => match value {
                Value::Day(day) => Draft::Day {
                    year: day.year().map(|year| year.to_string()).unwrap_or_default(),
                    month: day.month().to_string(),
                    day: day.day().to_string(),
                },
                _ => Draft::Day { year: String::new(), month: String::new(), day: String::new() },
            },
            FieldKind::Emails | FieldKind::Phones => Draft::Entries(entries_of(value)),
            FieldKind::Address => {
                Draft::Address(if let Value::Address(address) = value { address.clone() } else { Address::default() })
            }
            FieldKind::Tags => Draft::Tags(if let Value::Tags(tags) = value { tags.clone() } else { Vec::new() }),
            FieldKind::Link(_) => Draft::Link(match value {
                Value::Link(id) => Some((*id, cell.title.clone().unwrap_or_default())),
                _ => None,
            }),
            FieldKind::Money => match value {
                Value::Money(money) => {
                    Draft::Money { amount: money.amount_text(), currency: money.currency.code().to_owned() }
                }
                _ => Draft::Money { amount: String::new(), currency: String::new() },
            },
            FieldKind::Instant => Draft::Moment(match value {
                Value::Instant(milliseconds) => browser::local_input_text(*milliseconds),
                _ => String::new(),
            }),
            FieldKind::Participants => Draft::Participants(match value {
                Value::Participants(list) => {
                    let titles = cell.titles.iter().cloned().chain(std::iter::repeat(String::new()));
                    list.iter().copied().zip(titles).collect()
                }
                _ => Vec::new(),
            }),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Integer
            | FieldKind::Percent
            | FieldKind::Duration
            | FieldKind::Model
            | FieldKind::Website => Draft::Text(parse::to_text(field, value)),
        }
    }

    /// The value that was written.
    ///
    /// # Errors
    /// What a person must put right first.
    pub fn read(&self, field: &Field) -> Result<Value, Problem> {
        match self {
            Draft::Text(text) => parse::from_text(field, text),
            Draft::Flag(flag) => Ok(flag.map_or(Value::Empty, Value::Boolean)),
            Draft::Choice(code) => parse::tidied(field, code.map_or(Value::Empty, Value::Choice)),
            Draft::Day { year, month, day } => read_day(field, [year, month, day]),
            Draft::Entries(entries) => read_entries(field, entries),
            Draft::Address(address) => parse::tidied(field, Value::Address(trimmed(address))),
            Draft::Tags(tags) => parse::tidied(field, Value::Tags(tags.clone())),
            Draft::Link(link) => Ok(link.as_ref().map_or(Value::Empty, |(id, _)| Value::Link(*id))),
            Draft::Money { amount, currency } => read_money(field, amount, currency),
            Draft::Moment(text) if text.trim().is_empty() => Ok(Value::Empty),
            Draft::Moment(text) => browser::moment_of_local_input(text)
                .map(Value::Instant)
                .ok_or_else(|| Problem::with_field(field.number, Reason::InstantInvalid, text)),
            Draft::Participants(list) => {
                parse::tidied(field, Value::Participants(list.iter().map(|(one, _)| *one).collect()))
            }
        }
    }

    /// The cell that shows the value until the engine tells it.
    pub fn as_cell(&self, value: Value) -> Cell {
        let title = if let Draft::Link(Some((_, title))) = self { Some(title.clone()) } else { None };
        let titles = match self {
            Draft::Participants(list) => list.iter().map(|(_, title)| title.clone()).collect(),
            _ => Vec::new(),
        };
        Cell { value, title, titles }
    }
}

fn entries_of(value: &Value) -> Vec<EntryDraft> {
    let texts: Vec<(String, ContactLabel)> = match value {
        Value::Emails(list) => list.iter().map(|one| (one.value.as_str().to_owned(), one.label)).collect(),
        Value::Phones(list) => list.iter().map(|one| (one.value.as_str().to_owned(), one.label)).collect(),
        // An empty list begins with a row to write into.
        _ => vec![(String::new(), ContactLabel::default())],
    };
    texts.into_iter().zip(0..).map(|((text, label), key)| EntryDraft { key, text, label }).collect()
}

fn read_entries(field: &Field, entries: &[EntryDraft]) -> Result<Value, Problem> {
    let filled = entries.iter().filter(|entry| !entry.text.trim().is_empty());
    let problem = |reason: Reason, entry: &EntryDraft| Problem::with_field(field.number, reason, entry.text.trim());
    if matches!(field.kind, FieldKind::Emails) {
        let read = |entry: &EntryDraft| {
            let value = Email::parse(&entry.text).ok_or_else(|| problem(Reason::EmailInvalid, entry))?;
            Ok(Labelled { value, label: entry.label })
        };
        parse::tidied(field, Value::Emails(filled.map(read).collect::<Result<_, Problem>>()?))
    } else {
        let read = |entry: &EntryDraft| {
            let value = Phone::parse(&entry.text).ok_or_else(|| problem(Reason::PhoneInvalid, entry))?;
            Ok(Labelled { value, label: entry.label })
        };
        parse::tidied(field, Value::Phones(filled.map(read).collect::<Result<_, Problem>>()?))
    }
}

fn read_money(field: &Field, amount: &str, currency: &str) -> Result<Value, Problem> {
    if amount.trim().is_empty() {
        return Ok(Value::Empty);
    }
    Money::parse(amount, Currency::parse(currency))
        .map(Value::Money)
        .map_err(|problem| Problem::with_field(field.number, parse::money(problem), amount.trim()))
}

fn read_day(field: &Field, parts: [&String; 3]) -> Result<Value, Problem> {
    let [year, month, day] = parts.map(|part| part.trim());
    if [year, month, day].iter().all(|part| part.is_empty()) {
        return Ok(Value::Empty);
    }
    let text =
        if year.is_empty() { format!("--{month:0>2}-{day:0>2}") } else { format!("{year:0>4}-{month:0>2}-{day:0>2}") };
    parse::from_text(field, &text)
}

fn trimmed(address: &Address) -> Address {
    let [street, city, region, postal_code, country] = address.parts().map(|part| part.trim().to_owned());
    Address { street, city, region, postal_code, country }
}
