//! What page, engine and converter say to each other about backups: plain data.

use crate::domain::id::{MemberId, OperationId};
use crate::engine::protocol::Failure;
use borsh::{BorshDeserialize, BorshSerialize};

pub use crate::formats::backup::{BackupContents, BackupProblem};

/// The book as a backup of it begins.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct BackupBegun {
    /// Which book.
    pub book: String,
    /// For each kind by number, how many records there are, those in the trash included.
    pub counts: Vec<(u16, u64)>,
    /// Parts of the book that cannot be read, and so will not be in it.
    pub damaged: u32,
}

/// The next part of a book. Lists of byte strings are packed as `formats::backup::pack` does.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct BackupPart {
    /// Records; a later version takes the place of an earlier one.
    pub records: Vec<u8>,
    /// Replaced values, each as a record with nothing but that value.
    pub history: Vec<u8>,
    /// Actions, as MessagePack with names.
    pub operations: Vec<u8>,
    /// In the last part: what the book, as it then was, is compared by.
    pub digest: Option<[u8; 32]>,
}

/// The passphrase of the backups that are made by themselves, which lies sealed in the book. Not shown in reports.
#[derive(Clone, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct KeptPassphrase(pub String);

impl std::fmt::Debug for KeptPassphrase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeptPassphrase")
    }
}

/// What the converter is asked.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum ConverterTask {
    /// Make a backup of the book behind the port that comes with the task: [`ConverterReply::Made`] with a blob.
    Back {
        /// What locks it; none for lines that everybody can read.
        passphrase: Option<String>,
        /// The day, for the name of the file.
        day: String,
    },
    /// Make one archive of a CSV of each kind, by the port that comes with the task: [`ConverterReply::Made`] with a blob.
    Tables {
        /// The day, for the name of the file.
        day: String,
    },
    /// Look at the file that comes with the task, and keep it: [`ConverterReply::Opened`].
    Open,
    /// Read the kept file to its end and write nothing: [`ConverterReply::Contents`].
    Rehearse {
        /// What unlocks it.
        passphrase: Option<String>,
    },
    /// Read the kept, unlocked file again, into the book behind the port that comes with the task:
    /// [`ConverterReply::Restored`].
    Restore {
        /// Chosen by the page; a retry carries the same one.
        operation: OperationId,
        /// Who does it.
        member: MemberId,
    },
    /// Draw a text as a picture that a camera reads: [`ConverterReply::Code`].
    Draw(String),
}

/// A QR code (ISO/IEC 18004).
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct CodePicture {
    /// How many squares it has on a side, without the quiet zone around it.
    pub side: u32,
    /// Its dark squares, as the `d` of an SVG path in which a square is one unit wide.
    pub outline: String,
}

/// What the converter answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum ConverterReply {
    /// The file is the blob that comes with the reply.
    Made {
        /// A name for it.
        name: String,
        /// What is in it.
        contents: BackupContents,
    },
    /// The file is a backup by its start.
    Opened {
        /// Whether a passphrase opens it.
        is_locked: bool,
    },
    /// The file is whole, and this is in it.
    Contents(BackupContents),
    /// It is in the book.
    Restored(RestoreReport),
    /// The text as a picture.
    Code(CodePicture),
    /// It could not be done, and nothing was written.
    Failed(ConverterFailure),
}

/// Why the converter could not do it.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum ConverterFailure {
    /// The file is not as it must be.
    File(BackupProblem),
    /// The file cannot be read, or changed meanwhile.
    Unreadable(String),
    /// The engine could not.
    Engine(Failure),
    /// A fault of the program; the text is for a report.
    Bug(String),
}

/// How far the converter is.
#[derive(Clone, Copy, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ConverterProgress {
    /// What it does.
    pub step: ConverterStep,
    /// What is done, in the unit of `total`.
    pub done: u64,
    /// All there is to do; 0 while unknown.
    pub total: u64,
}

/// What the converter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum ConverterStep {
    /// Making a key of a passphrase.
    Unlocking,
    /// Writing the file, in records.
    Writing,
    /// Reading the file, in bytes.
    Reading,
    /// The engine writes what was read.
    Restoring,
}

/// What a restore did.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct RestoreReport {
    /// Records that were not there.
    pub added: u64,
    /// Records that got values from the backup.
    pub changed: u64,
    /// Records that were as in the backup, or newer.
    pub unchanged: u64,
}
