//! What every disk, and the book on it, must do. The same cases run on the disk in memory and on the browser's own.

use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::{Action, Operation};
use burrow::domain::record::Record;
use burrow::domain::stamp::{Actor, Stamp};
use burrow::storage::{Chance, ChanceFailed, Disk, DiskError, JournalEntry, JournalRead, JournalRow, Storage};
use std::cell::Cell;
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

#[path = "storage/book.rs"]
mod book;
#[path = "storage/disk.rs"]
mod disk;
#[path = "storage/failures.rs"]
mod failures;
#[path = "storage/folding.rs"]
mod folding;
#[path = "storage/lock.rs"]
mod lock;

pub use book::*;
pub use disk::*;
pub use failures::*;
pub use folding::*;
pub use lock::*;

/// Hands the name of every case to a macro.
macro_rules! storage_cases {
    ($run:ident) => {
        $run! {
            what_is_written_is_read
            ranges_are_inclusive_ordered_and_limited
            journal_numbers_only_grow
            a_guard_that_fails_writes_nothing
            a_row_is_replaced_and_the_journals_end_is_a_condition
            a_range_is_deleted_with_both_its_ends
            a_refused_transaction_leaves_nothing
            reopening_keeps_everything
            two_handles_see_each_other
            sizes_are_told
            a_book_is_made_once
            a_book_that_took_the_place_of_another_is_not_written_into
            data_without_a_header_gets_no_new_key
            journal_rows_are_read_back_in_order
            a_damaged_row_does_not_keep_the_others_back
            a_sealed_object_in_anothers_place_is_noticed
            a_damaged_page_does_not_keep_the_others_back
            kinds_are_listed_also_unknown_ones
            a_batch_is_whole_or_damaged
            leftover_batches_are_swept
            integrity_names_what_is_damaged
            a_fold_moves_the_journal_into_pages
            only_one_of_two_tabs_folds
            a_tab_whose_place_was_folded_away_is_told
            a_kept_row_survives_folds
            history_is_found_by_record
            erased_history_is_gone
            operations_and_imports_are_kept
            nothing_acknowledged_is_lost_when_an_operation_fails
            nothing_acknowledged_is_lost_when_an_acknowledgement_is
            nothing_acknowledged_is_lost_when_the_disk_is_full
            a_lock_opens_to_its_two_secrets_alone
            turning_the_lock_on_leaves_nothing_of_the_old_key
            a_tab_with_the_old_key_is_stopped
            what_another_tab_writes_while_the_lock_is_turned_on_is_kept
            a_damaged_slot_is_told_from_a_wrong_secret
            the_lock_survives_any_failed_operation
        }
    };
}

/// Somewhere a disk can be opened, and opened again.
#[allow(async_fn_in_trait)]
pub trait Place {
    /// Its disk.
    type Disk: Disk;

    /// Opens it once more, as another tab or the next start does.
    async fn open(&self) -> Result<Self::Disk, DiskError>;

    /// An empty place of the same sort.
    fn another(&self) -> Self;
}

/// Why a case failed.
pub struct Fault(String);

impl Debug for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Fault {
        Fault(error.to_string())
    }
}

pub type Outcome = Result<(), Fault>;

pub fn fault<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault(what.into()))
}

pub fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected { Ok(()) } else { fault(format!("{what}: found {found:?}, expected {expected:?}")) }
}

/// Bytes that are random enough for tests, and never the same in two handles.
struct Dice(Cell<u64>);

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
        for byte in bytes {
            // SplitMix64.
            self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            let mixed = (self.0.get() ^ (self.0.get() >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed >> 32) as u8;
        }
        Ok(())
    }
}

pub fn dice() -> Rc<dyn Chance> {
    static HANDLES: AtomicU64 = AtomicU64::new(1);
    Rc::new(Dice(Cell::new(HANDLES.fetch_add(1, Ordering::Relaxed) << 32)))
}

pub const ACTOR: Actor = Actor(0xac10);
pub const KIND: u16 = 2;
pub const NOW: u64 = 1_700_000_000_000;

pub async fn open<P: Place>(place: &P) -> Result<Storage<P::Disk>, Fault> {
    Ok(Storage::open(place.open().await?, dice(), NOW).await?)
}

pub fn id(number: u64) -> Id {
    Id::from_bytes(u128::from(number).to_be_bytes())
}

pub fn operation_id(number: u64) -> OperationId {
    OperationId(id(number))
}

pub fn stamp(number: u64) -> Stamp {
    Stamp { milliseconds: NOW + number, counter: 0, actor: ACTOR }
}

/// An encoded record that is told by its number.
pub fn record(number: u64) -> Vec<u8> {
    let mut record = Record::new(KIND, id(number));
    record.set(1, stamp(number), vec![0xa1, b'x']);
    record.encode()
}

/// The number of a record made by [`record`].
pub fn number_of(record: &[u8]) -> Result<u64, Fault> {
    let id = Record::decode(record)?.id.to_bytes();
    Ok(u64::from_be_bytes(id[8..].try_into()?))
}

pub fn operation(number: u64, action: Action) -> Operation {
    Operation { id: operation_id(number), member: MemberId(id(1)), stamp: stamp(number), action }
}

pub fn entry(number: u64, records: impl IntoIterator<Item = u64>) -> JournalEntry {
    JournalEntry {
        operation: operation(number, Action::Edit),
        deltas: records.into_iter().map(record).collect(),
        batch: None,
    }
}

pub async fn journal<D: Disk>(storage: &Storage<D>, after: u64) -> Result<Vec<JournalRow>, Fault> {
    match storage.read_journal(after, 1000).await? {
        JournalRead::Rows(rows) => Ok(rows),
        JournalRead::FoldedAway(position) => fault(format!("folded away to {position:?}")),
    }
}
