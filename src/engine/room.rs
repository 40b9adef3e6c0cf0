//! Room on the disk: what is too large for it is refused before it begins, and a full disk is noticed when it is full no more.

use crate::engine::core::{Engine, Stopped};
use crate::engine::protocol::Failure;
use crate::storage::Disk;

/// What work in bulk leaves free, in bytes, so that single edits still fit after it.
const KEPT_FREE: u64 = 4 * 1024 * 1024;
/// What a byte of a CSV comes to on the disk: a row becomes a record of one and a half times its length on average, which
/// lies in a batch and, from the next fold until the batch goes, in a page of records, too; and the database keeps what was
/// replaced until it tidies itself.
const OF_A_CSV_BYTE: u64 = 4;
/// What a byte of a record comes to, by the same reckoning.
const OF_A_RECORD_BYTE: u64 = 3;

impl<D: Disk + 'static> Engine<D> {
    /// Refuses an import of a file of so many bytes where there is less room than it needs.
    pub(super) async fn need_room_for_csv(&self, bytes: u64) -> Result<(), Stopped> {
        self.need_room(bytes.saturating_mul(OF_A_CSV_BYTE)).await
    }

    /// Refuses to write records of so many bytes in bulk where there is less room than that needs.
    pub(super) async fn need_room_for_records(&self, bytes: u64) -> Result<(), Stopped> {
        self.need_room(bytes.saturating_mul(OF_A_RECORD_BYTE)).await
    }

    /// The browser's guess may promise more than the device has: then the disk itself refuses, all or nothing.
    async fn need_room(&self, bytes: u64) -> Result<(), Stopped> {
        let Some((used, allowed)) = self.environment.room().await else { return Ok(()) };
        let (needed, left) = (bytes.saturating_add(KEPT_FREE), allowed.saturating_sub(used));
        if needed > left { Err(Failure::NoRoom { needed, left }.into()) } else { Ok(()) }
    }

    /// After the disk was full: tries whether there is room again, and then folds what has waited.
    pub(super) async fn look_for_room(&self) {
        let storage = self.storage.borrow().clone();
        let Some(storage) = storage.filter(|_| self.disk_full.get() && self.ready().is_ok()) else { return };
        let outcome = storage.try_room().await;
        self.note_room(&outcome);
        if outcome.is_ok() {
            self.environment.fold_later();
        }
    }
}
