//! What page and engine say to each other about everything that was changed: plain data.

use crate::domain::id::{Id, MemberId};
use crate::domain::operation::Operation;
use crate::domain::record::Kind;
use crate::domain::stamp::Stamp;
use crate::engine::protocol::{HistoryEntry, Job};
use borsh::{BorshDeserialize, BorshSerialize};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum AuditRequest {
    /// Actions, newest first: [`AuditReply::Page`].
    Page(AuditFilter),
    /// The records of an action: [`AuditReply::Records`].
    Open {
        /// The stamp of the action.
        stamp: Stamp,
        /// The records that its line names.
        named: Vec<(Kind, Id)>,
        /// Whether these are all.
        is_all: bool,
        /// The first record.
        offset: u32,
        /// How many.
        limit: u32,
    },
    /// Verify the chain of hashes: [`AuditReply::Checked`].
    Check(Job),
}

/// Which actions.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AuditFilter {
    /// Of this member alone.
    pub member: Option<MemberId>,
    /// That touched a record of this kind.
    pub kind: Option<Kind>,
    /// From this moment on, milliseconds since 1970.
    pub from: Option<u64>,
    /// Before this moment, milliseconds since 1970.
    pub to: Option<u64>,
    /// Before this place, as the page before said.
    pub before: Option<u64>,
    /// The most to return.
    pub limit: u32,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum AuditReply {
    /// Actions.
    Page(AuditPage),
    /// The records of an action.
    Records(AuditRecords),
    /// What the check found.
    Checked(ChainFigures),
}

/// Actions, newest first.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AuditPage {
    /// The actions; perhaps fewer than were asked for although there are more.
    pub lines: Vec<AuditLine>,
    /// Before which place to go on; nothing at the beginning of the book.
    pub next: Option<u64>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AuditLine {
    /// Who did what when.
    pub operation: Operation,
    /// The member's name, if it is known.
    pub member: Option<String>,
    /// How many records of which kinds.
    pub kinds: Vec<(Kind, u64)>,
    /// The first of them.
    pub records: Vec<AuditName>,
    /// Whether these are all.
    pub is_all: bool,
}

/// A record by its title.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AuditName {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Id,
    /// Its title now; nothing where it is in the trash or has none.
    pub title: String,
}

/// Some records of an action, each with what the action did to it.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AuditRecords {
    /// How many there are.
    pub total: u64,
    /// Those asked for.
    pub records: Vec<(AuditName, Option<HistoryEntry>)>,
}

/// What the check of the chain found.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ChainFigures {
    /// Entries in the chain.
    pub entries: u64,
    /// By how many members.
    pub members: u64,
    /// Since when, milliseconds since 1970; nothing where there is no chain yet.
    pub since: Option<u64>,
    /// Entries of which a part was erased.
    pub erased: u64,
    /// Entries of a release before the chain.
    pub unlinked: u64,
    /// How often a release before the chain tidied in between.
    pub gaps: u64,
    /// Where it is broken.
    pub breaks: Vec<ChainBreak>,
    /// Tells this state from every other one.
    pub fingerprint: [u8; 32],
}

/// Where the chain breaks.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ChainBreak {
    /// What is wrong.
    pub fault: ChainFault,
    /// The action at the place, where it can be told.
    pub operation: Option<Operation>,
    /// The name of the member who did it.
    pub member: Option<String>,
    /// The name of the object or of the entry, for a report.
    pub object: String,
}

/// What is wrong at a place of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum ChainFault {
    /// A part cannot be opened.
    Unreadable,
    /// An entry is missing.
    Missing,
    /// An entry is not as it was written.
    Altered,
    /// An entry is there twice.
    Twice,
    /// The list of entries is not whole.
    Ledger,
    /// A record is older than its history.
    RecordOlder,
}
