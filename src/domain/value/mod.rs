//! The kinds of value that a field can hold, each parsed once and correct from then on.

mod address;
mod day;
mod email;
mod money;
mod participant;
mod phone;
mod raw;
mod website;

pub use address::Address;
pub use day::{Day, days_in_month};
pub use email::Email;
pub use money::{Currency, Money, MoneyProblem};
pub use participant::{Participant, ParticipantRole};
pub use phone::Phone;
pub use raw::{Raw, ValueDamaged, as_text, decode, each_text, encode};
pub use website::Website;

use crate::domain::id::Id;
use crate::messages::{Message, fields};
use borsh::{BorshDeserialize, BorshSerialize};

/// What an e-mail address or a phone number is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub enum ContactLabel {
    /// At work.
    #[default]
    Work,
    /// At home.
    Home,
    /// A mobile phone.
    Mobile,
    /// An organisation's main number.
    Main,
    /// A fax.
    Fax,
    /// None of these.
    Other,
}

impl ContactLabel {
    /// All labels in the order in which they are offered.
    pub const ALL: [ContactLabel; 6] = [
        ContactLabel::Work,
        ContactLabel::Home,
        ContactLabel::Mobile,
        ContactLabel::Main,
        ContactLabel::Fax,
        ContactLabel::Other,
    ];

    /// The number that stands for the label on disk. Never reused.
    pub fn code(self) -> u16 {
        match self {
            ContactLabel::Work => 1,
            ContactLabel::Home => 2,
            ContactLabel::Mobile => 3,
            ContactLabel::Main => 4,
            ContactLabel::Fax => 5,
            ContactLabel::Other => 6,
        }
    }

    /// The label of a code; `Other` for one that a newer version wrote.
    pub fn from_code(code: u16) -> ContactLabel {
        ContactLabel::ALL.into_iter().find(|label| label.code() == code).unwrap_or(ContactLabel::Other)
    }

    /// The stable English word used in files.
    pub fn name(self) -> &'static str {
        match self {
            ContactLabel::Work => "work",
            ContactLabel::Home => "home",
            ContactLabel::Mobile => "mobile",
            ContactLabel::Main => "main",
            ContactLabel::Fax => "fax",
            ContactLabel::Other => "other",
        }
    }

    /// What the screen calls it.
    pub fn label(self) -> Message {
        match self {
            ContactLabel::Work => fields::LABEL_WORK,
            ContactLabel::Home => fields::LABEL_HOME,
            ContactLabel::Mobile => fields::LABEL_MOBILE,
            ContactLabel::Main => fields::LABEL_MAIN,
            ContactLabel::Fax => fields::LABEL_FAX,
            ContactLabel::Other => fields::LABEL_OTHER,
        }
    }
}

/// An e-mail address or a phone number with what it is for. The first of a list is the primary one, so that there is
/// always exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Labelled<T> {
    /// The address or number.
    pub value: T,
    /// What it is for.
    pub label: ContactLabel,
}

/// A value of a field, typed by the field's [`FieldKind`](crate::domain::field::FieldKind).
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Value {
    /// Nothing is written there.
    #[default]
    Empty,
    /// Text, of one line or several.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// One of the field's choices, by its code.
    Choice(u16),
    /// Several choices, in a filter only.
    Choices(Vec<u16>),
    /// A calendar day, the year possibly unknown; never an instant.
    Day(Day),
    /// An instant: milliseconds since 1970, UTC.
    Instant(i64),
    /// Another record, by its identifier.
    Link(Id),
    /// E-mail addresses, the primary one first.
    Emails(Vec<Labelled<Email>>),
    /// Phone numbers, the primary one first.
    Phones(Vec<Labelled<Phone>>),
    /// A postal address.
    Address(Address),
    /// Tags, in the order in which they were given, none twice.
    Tags(Vec<String>),
    /// A web address.
    Website(Website),
    /// An amount of money.
    Money(Money),
    /// Who takes part, in the order in which they were named.
    Participants(Vec<Participant>),
    /// An encoded model.
    Model(Vec<u8>),
}

impl Value {
    /// Whether nothing is written there: an empty text or list counts as nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Empty => true,
            Value::Text(text) => text.is_empty(),
            Value::Emails(list) => list.is_empty(),
            Value::Phones(list) => list.is_empty(),
            Value::Tags(list) => list.is_empty(),
            Value::Choices(list) => list.is_empty(),
            Value::Address(address) => address.is_empty(),
            Value::Participants(list) => list.is_empty(),
            Value::Model(bytes) => bytes.is_empty(),
            Value::Boolean(_)
            | Value::Integer(_)
            | Value::Choice(_)
            | Value::Day(_)
            | Value::Instant(_)
            | Value::Link(_)
            | Value::Website(_)
            | Value::Money(_) => false,
        }
    }
}
