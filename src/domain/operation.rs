//! One action of a member: what the journal holds one entry for, and what undo takes back.

use crate::domain::id::{MemberId, OperationId};
use crate::domain::stamp::Stamp;
use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// What an action was, for the history and for undo.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize, Deserialize, Serialize)]
pub enum Action {
    /// Records were made by hand.
    Create,
    /// Fields were changed.
    Edit,
    /// Records were moved to the trash.
    Delete,
    /// Records came back from the trash.
    Restore,
    /// A file was imported.
    Import(ImportSummary),
    /// An earlier action was taken back.
    Undo(OperationId),
    /// The book was set up.
    SetUp,
    /// People were erased for good.
    ErasePeople,
    /// A backup was restored.
    RestoreBackup {
        /// When it had been made, milliseconds since 1970.
        made: u64,
    },
    /// What other devices wrote was taken over.
    Receive,
}

/// What an import did. Rows in = created + updated + skipped + problems.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize, Deserialize, Serialize)]
pub struct ImportSummary {
    /// The file's name.
    pub file: String,
    /// Rows of the file, without its header.
    pub rows: u64,
    /// Records made.
    pub created: u64,
    /// Records changed.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Rows that could not be taken over.
    pub problems: u64,
    /// The number of the kind that the rows became; 0, as older entries have it, for customers.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub kind: u16,
    /// Customers that were made because rows named them.
    #[serde(default, skip_serializing_if = "is_none_made")]
    pub customers_created: u64,
}

fn is_zero(kind: &u16) -> bool {
    *kind == 0
}

fn is_none_made(count: &u64) -> bool {
    *count == 0
}

/// Who did what when; every value written by the action carries its stamp.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize, Deserialize, Serialize)]
pub struct Operation {
    /// Its identifier; a retry carries the same one.
    pub id: OperationId,
    /// The member who did it.
    pub member: MemberId,
    /// The stamp of all that it wrote.
    pub stamp: Stamp,
    /// What it was.
    pub action: Action,
}
