//! The one form of every entity, on disk and on the wire: kind, identifier, fields with their stamps, deletion, erase
//! floor, and whatever a newer version added.
//!
//! [`Record`] is the form for changing and joining; [`RecordView`] reads one field out of the encoded bytes, which are
//! also what the engine holds in memory: a hundred thousand records are a hundred thousand byte strings.

mod codec;
mod kind;
mod view;

#[cfg(test)]
pub(crate) mod samples;

pub use codec::RecordDamaged;
pub use kind::Kind;
pub use view::RecordView;

use crate::domain::id::Id;
use crate::domain::stamp::Stamp;
use crate::domain::value::Raw;

/// The field number that stands for a record's deletion wherever a field is named.
pub const DELETION: u16 = 0;

/// One field of a record: when it was written and what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The field's number in the table of its kind, or one that this version does not know.
    pub number: u16,
    /// When it was written.
    pub stamp: Stamp,
    /// The value as MessagePack, not decoded.
    pub raw: Raw,
}

/// A record, or the part of one that a change writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The kind's number; perhaps of a kind that this version does not know.
    pub kind: u16,
    /// The identifier.
    pub id: Id,
    /// The fields, by ascending number, each at most once.
    pub fields: Vec<Entry>,
    /// The last word on whether it is deleted, and when that was said.
    pub deletion: Option<(Stamp, bool)>,
    /// Nothing written at or before this stamp comes back: the person asked to be forgotten.
    pub floor: Option<Stamp>,
    /// Elements that a newer version added: their count and bytes, passed on as they are.
    pub rest: (u32, Vec<u8>),
}

impl Record {
    /// A record with nothing in it.
    pub fn new(kind: u16, id: Id) -> Record {
        Record { kind, id, fields: Vec::new(), deletion: None, floor: None, rest: (0, Vec::new()) }
    }

    /// Whether it is in the trash.
    pub fn is_deleted(&self) -> bool {
        self.deletion.is_some_and(|(_, deleted)| deleted)
    }

    /// The entry of a field.
    pub fn entry(&self, number: u16) -> Option<&Entry> {
        self.fields.binary_search_by_key(&number, |entry| entry.number).ok().map(|at| &self.fields[at])
    }

    /// Writes a field, whatever was there.
    pub fn set(&mut self, number: u16, stamp: Stamp, raw: Raw) {
        let entry = Entry { number, stamp, raw };
        match self.fields.binary_search_by_key(&number, |entry| entry.number) {
            Ok(at) => self.fields[at] = entry,
            Err(at) => self.fields.insert(at, entry),
        }
    }

    /// The latest stamp in it.
    pub fn latest_stamp(&self) -> Option<Stamp> {
        let fields = self.fields.iter().map(|entry| entry.stamp);
        fields.chain(self.deletion.map(|(stamp, _)| stamp)).chain(self.floor).max()
    }
}
