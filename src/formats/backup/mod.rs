//! A whole book as one file: lines of JSON, compressed by gzip, locked by age.
//!
//! Whoever has the passphrase and no Burrow gets at everything with `age -d FILE | zcat`. The first line says what the
//! file is and names the fields; then each line is a record, a replaced value of one, or an action; the last line counts
//! and digests all before it, so that a file without it is not whole. A record stands there twice: readable, for people
//! and other programs, and as its own bytes, which is what comes back. Without a passphrase the same lines can be
//! written as they are.
//!
//! `write` makes the file and `read` reads it, a piece at a time and never as a whole; `line` is one line, `digest` what
//! a book is compared by, `parts` lists of byte strings between workers. Chance and the time are arguments.

mod digest;
mod line;
mod parts;
mod problem;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use digest::StateDigest;
pub use line::{Ending, Manifest, kind_name, schema};
pub use parts::{pack, unpack};
pub use problem::BackupProblem;
pub use read::{BackupReader, Container, Item, look};
pub use write::{BackupWriter, Wrapping};

use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::BTreeMap;

/// The version of the lines. A reader refuses a larger one.
pub const FORMAT: u32 = 1;

/// No line of a file is longer, in bytes.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;
/// No file holds more than that once it is unpacked, in bytes.
pub const MOST_UNPACKED: u64 = 4 * 1024 * 1024 * 1024;
/// A file that unpacks to more than so many times its size is a trap and no backup.
pub const MOST_RATIO: u64 = 200;
/// What may be unpacked before the ratio is looked at, in bytes.
pub const RATIO_FREE: u64 = 4 * 1024 * 1024;

/// What is in a backup, as its last line says and as was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct BackupContents {
    /// When it was made, milliseconds since 1970.
    pub created: u64,
    /// The release that made it.
    pub app: String,
    /// The book that it was made of.
    pub book: String,
    /// For each kind by its stable name: records in use, and in the trash.
    pub counts: BTreeMap<String, (u64, u64)>,
    /// Replaced values.
    pub history: u64,
    /// Actions.
    pub operations: u64,
    /// Parts of the book that could not be read when it was made, and so are not in it.
    pub damaged: u32,
    /// What the book is compared by.
    pub digest: [u8; 32],
    /// Bytes of the lines.
    pub bytes: u64,
}

impl BackupContents {
    /// All records, those in the trash included.
    pub fn records(&self) -> u64 {
        self.counts.values().map(|(live, deleted)| live + deleted).sum()
    }

    /// The records of a kind in use.
    pub fn live(&self, kind: &str) -> u64 {
        self.counts.get(kind).map_or(0, |(live, _)| *live)
    }

    /// The records in the trash.
    pub fn in_trash(&self) -> u64 {
        self.counts.values().map(|(_, deleted)| deleted).sum()
    }
}
