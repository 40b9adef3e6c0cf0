//! What somebody wants to be different, before it has a stamp.

use crate::domain::id::Id;
use crate::domain::record::{Kind, Record};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use borsh::{BorshDeserialize, BorshSerialize};

/// New values for some fields of one record, or its deletion or return. A change to a record that is not there makes it.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Change {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// The fields by number with their new values; [`Value::Empty`] clears a field.
    pub fields: Vec<(u16, Value)>,
    /// `true` to delete, `false` to bring back.
    pub deleted: Option<bool>,
}

impl Change {
    /// A change of fields.
    pub fn edit(kind: Kind, id: Id, fields: Vec<(u16, Value)>) -> Change {
        Change { kind, id, fields, deleted: None }
    }

    /// A deletion, or the return from one.
    pub fn deletion(kind: Kind, id: Id, deleted: bool) -> Change {
        Change { kind, id, fields: Vec::new(), deleted: Some(deleted) }
    }

    /// The part of a record that this change writes at `stamp`.
    pub fn stamped(&self, stamp: Stamp) -> Record {
        let mut record = Record::new(self.kind.number(), self.id);
        for (number, value) in &self.fields {
            record.set(*number, stamp, value::encode(value));
        }
        record.deletion = self.deleted.map(|deleted| (stamp, deleted));
        record
    }
}
