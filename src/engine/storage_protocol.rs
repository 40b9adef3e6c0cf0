//! What the engine says of the disk: its figures, the check of everything on it, and its repair.

use crate::domain::record::Kind;
use crate::engine::record_protocol::FoundRecord;
use crate::engine::timings::TimingFigures;
use borsh::{BorshDeserialize, BorshSerialize};

/// Numbers for the storage page.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct StorageFigures {
    /// Records by kind: live and in the trash.
    pub records: Vec<(Kind, u64, u64)>,
    /// For each store of the disk its name, how many objects it holds and their bytes.
    pub stores: Vec<(String, u64, u64)>,
    /// Entries of the journal not yet folded.
    pub journal_entries: u64,
    /// When the journal was last folded in this session, milliseconds since 1970, and how many milliseconds it took.
    pub last_fold: Option<(u64, f64)>,
    /// Bytes of records in memory.
    pub record_bytes: u64,
    /// Bytes of the search index in memory.
    pub index_bytes: u64,
    /// Sealed objects that could not be opened.
    pub damaged: Vec<DamagedPart>,
    /// How many objects were set aside because they could not be read, and their bytes.
    pub aside: (u64, u64),
    /// How long things take.
    pub timings: Vec<TimingFigures>,
}

/// A sealed object that cannot be opened, or that holds what cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct DamagedPart {
    /// Its store and name.
    pub name: String,
    /// What it is.
    pub what: PartKind,
    /// Its bytes.
    pub bytes: u64,
    /// All that was in it is still in memory, so that it can be written anew.
    pub is_in_memory: bool,
}

/// What a sealed object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum PartKind {
    /// A page of records of a kind, where this version knows the kind, and about how many they are.
    Records(Option<Kind>, u64),
    /// One action.
    Action,
    /// Earlier values, or the list of what was done.
    History,
    /// A part of an import.
    Import,
    /// Something else.
    Other,
}

/// What the integrity check found.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct IntegrityFigures {
    /// Sealed objects opened and checked.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Records read out of them.
    pub records: u64,
    /// Objects that could not be opened.
    pub damaged: Vec<DamagedPart>,
    /// Records on the disk that differ from those in memory.
    pub differing: u64,
}

/// What a repair did.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RepairReport {
    /// Objects that were set aside; none of them was deleted.
    pub set_aside: u64,
    /// Of these, all that was in so many was still in memory and has been written anew.
    pub written_anew: u64,
    /// Records that were put together from their history.
    pub from_history: u64,
    /// Records of a damaged import that could be read.
    pub from_imports: u64,
    /// Records of a damaged import that could not.
    pub lost_of_imports: u64,
    /// About how many records lay in the pages that were not in memory.
    pub in_lost_pages: u64,
    /// Actions of which nothing is left.
    pub lost_actions: u64,
    /// Pages of earlier values of which nothing is left.
    pub lost_history: u64,
    /// Records that are known to be missing, by what their history or the records that link to them tell; not all.
    pub missing: Vec<FoundRecord>,
    /// How many are known to be missing.
    pub missing_count: u64,
    /// Objects that still cannot be read, by name.
    pub remaining: Vec<String>,
}

impl RepairReport {
    /// Whether something is gone that only a backup can bring back.
    pub fn has_lost_something(&self) -> bool {
        self.in_lost_pages > 0 || self.lost_actions > 0 || self.lost_of_imports > 0 || self.missing_count > 0
    }
}
