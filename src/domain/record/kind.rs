use crate::domain::field::Field;
use crate::domain::problem::Problem;
use crate::domain::value::Value;
use crate::domain::{customer, member};
use crate::messages::Message;
use serde::{Deserialize, Serialize};

use super::RecordView;

/// The one list of entities. A new entity is its file and an arm in each match below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A person who works in the book.
    Member,
    /// A person or an organisation that one deals with.
    Customer,
}

impl Kind {
    /// Every kind that this version knows, in the order in which they are loaded: customers first.
    pub const ALL: [Kind; 2] = [Kind::Customer, Kind::Member];

    /// The number on disk. Never reused.
    pub const fn number(self) -> u16 {
        match self {
            Kind::Member => 1,
            Kind::Customer => 2,
        }
    }

    /// The kind of a number, if this version knows it.
    pub fn from_number(number: u16) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The stable name in files and addresses; also the place's name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Member => "members",
            Kind::Customer => "customers",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What the screen calls one of them.
    pub fn one(self) -> Message {
        match self {
            Kind::Member => member::ONE,
            Kind::Customer => customer::ONE,
        }
    }

    /// What the screen calls many of them.
    pub fn many(self) -> Message {
        match self {
            Kind::Member => member::MANY,
            Kind::Customer => customer::MANY,
        }
    }

    /// The field table, in the order of the form.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Member => member::FIELDS,
            Kind::Customer => customer::FIELDS,
        }
    }

    /// The field with that number.
    pub fn field(self, number: u16) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.number == number)
    }

    /// The field with that stable name.
    pub fn field_named(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The number of the field that holds, or derives, the title by which a record is known.
    pub fn title_field(self) -> u16 {
        match self {
            Kind::Member => member::NAME,
            Kind::Customer => customer::NAME,
        }
    }

    /// The number of the field that holds when a record was made; written once by the engine.
    pub fn created_field(self) -> u16 {
        match self {
            Kind::Member => member::CREATED,
            Kind::Customer => customer::CREATED,
        }
    }

    /// The values that a new record gets where nothing was said.
    pub fn defaults(self, record: &RecordView<'_>) -> Vec<(u16, Value)> {
        match self {
            Kind::Member => Vec::new(),
            Kind::Customer => customer::defaults(record),
        }
    }

    /// What keeps the record as a whole from being right.
    pub fn check(self, record: &RecordView<'_>) -> Vec<Problem> {
        match self {
            Kind::Member => member::check(record),
            Kind::Customer => customer::check(record),
        }
    }
}
