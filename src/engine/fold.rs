//! Folding: what the journal says moves into pages and history in one transaction, so that opening stays quick. One tab
//! at a time folds; a fold that finds another one done gives up and changes nothing.

use crate::engine::core::Engine;
use crate::engine::environment::LockName;
use crate::storage::{Disk, FoldRequest, Folded, Page, StorageError};

/// Actions in the journal from which a fold is worth while when the book was just opened.
pub(super) const FOLD_AT_START: usize = 50;

impl<D: Disk + 'static> Engine<D> {
    /// Folds the journal if there is anything in it. Without the lock at once, another tab is folding, and that is well.
    pub(super) async fn fold(&self) -> Result<(), StorageError> {
        let Some(storage) = self.storage.borrow().clone() else { return Ok(()) };
        let Some(_lock) = self.environment.try_lock(LockName::Fold).await else { return Ok(()) };
        self.catch_up().await?;
        let (request, told) = {
            let book = self.book.borrow();
            // Rows after `through` that this tab wrote are in the tables already; they stay in the journal, and reading
            // them again changes nothing.
            if book.newer_rows || book.operations.is_empty() {
                return Ok(());
            }
            let pages = book.tables().flat_map(|table| {
                let kind = table.number();
                table.changed_pages().into_iter().map(move |(number, records)| Page { kind, number, records })
            });
            let request = FoldRequest {
                through: book.through,
                keep: book.unreadable_rows.clone(),
                pages: pages.collect(),
                traces: book.recent.values().flatten().cloned().collect(),
                operations: book.operations.clone(),
                finished_batches: book.batches.clone(),
                erased: Vec::new(),
            };
            (request, book.operations.len())
        };
        match storage.fold(request).await? {
            Folded::Done(_) => {
                let mut book = self.book.borrow_mut();
                // What was committed while the disk was writing belongs to the next fold.
                if book.operations.len() == told {
                    book.tables_mut().for_each(|table| table.pages_written());
                    book.recent.clear();
                    book.operations.clear();
                    book.batches.clear();
                } else {
                    let rest = book.operations.split_off(told);
                    let stamps: Vec<_> = rest.iter().map(|operation| operation.stamp).collect();
                    let kept: Vec<_> = rest.iter().map(|operation| operation.id).collect();
                    book.recent.values_mut().for_each(|traces| traces.retain(|trace| stamps.contains(&trace.stamp) || trace.operation.is_none()));
                    book.batches.retain(|batch| kept.contains(batch));
                    book.operations = rest;
                }
                drop(book);
                self.last_fold.set(Some(self.environment.now()));
                self.sweep().await?;
                self.tell_state();
                Ok(())
            }
            Folded::Moved => {
                // Another tab folded first and laid the pages in its own way: take its pages before the next try.
                self.reload(&storage).await
            }
        }
    }

    /// Folds unless something was written after that write: then a later call does it. A fold that fails leaves all as
    /// it was, and the next write tries again.
    pub async fn fold_if_quiet(&self, write: u32) {
        if self.environment.is_last_write(write) && self.ready().is_ok() {
            let _ = self.fold().await;
        }
    }

    /// Removes pages of imports that were cancelled or cut off. Under the fold lock, and never while a row of the journal
    /// cannot be read, since it might name one of them.
    async fn sweep(&self) -> Result<(), StorageError> {
        let Some(storage) = self.storage.borrow().clone() else { return Ok(()) };
        let live = {
            let book = self.book.borrow();
            if !book.unreadable_rows.is_empty() || book.newer_rows || self.writing.get() > 0 {
                return Ok(());
            }
            book.batches.clone()
        };
        // A batch that another tab is writing right now has no journal row yet; the write lock says whether there is one.
        let Some(_lock) = self.environment.try_lock(LockName::Write).await else { return Ok(()) };
        storage.sweep_batches(&live).await.map(|_| ())
    }
}
