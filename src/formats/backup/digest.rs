use super::BackupContents;
use super::line::kind_name;
use crate::domain::id::Id;
use crate::domain::record::{RecordDamaged, RecordView};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// The latest version of each record that went by, by its digest: what a book is compared by, whatever the order.
#[derive(Default)]
pub struct StateDigest {
    records: HashMap<(u16, Id), Seen>,
}

struct Seen {
    sha256: [u8; 32],
    /// A quick look at the bytes, to find what has changed since.
    quick: u64,
    is_deleted: bool,
}

impl StateDigest {
    /// Takes a version of a record; an earlier one of the same record does not count any more.
    ///
    /// # Errors
    /// The bytes are no record.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), RecordDamaged> {
        let view = RecordView::new(bytes)?;
        let seen = Seen { sha256: Sha256::digest(bytes).into(), quick: quick(bytes), is_deleted: view.is_deleted() };
        self.records.insert((view.kind_number(), view.id()), seen);
        Ok(())
    }

    /// Whether the last version taken of this record had other bytes, or none was taken.
    pub fn differs(&self, kind: u16, id: Id, bytes: &[u8]) -> bool {
        self.records.get(&(kind, id)).is_none_or(|seen| seen.quick != quick(bytes))
    }

    /// Whether a version of this record was taken.
    pub fn contains(&self, kind: u16, id: Id) -> bool {
        self.records.contains_key(&(kind, id))
    }

    /// How many records were taken.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The digests of all records joined by exclusive or. Each record is there once, so that none can hide another.
    pub fn value(&self) -> [u8; 32] {
        let mut value = [0; 32];
        for seen in self.records.values() {
            value.iter_mut().zip(seen.sha256).for_each(|(all, one)| *all ^= one);
        }
        value
    }

    /// Writes down how many records of each kind there are.
    pub fn count(&self, into: &mut BackupContents) {
        into.counts.clear();
        for ((kind, _), seen) in &self.records {
            let count = into.counts.entry(kind_name(*kind)).or_default();
            if seen.is_deleted { count.1 += 1 } else { count.0 += 1 }
        }
        into.digest = self.value();
    }
}

fn quick(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
