//! Folding: what the journal says moves into pages and history in one transaction, so that opening stays quick. One tab
//! at a time folds; a fold that finds another one done gives up and changes nothing.

use crate::engine::core::Engine;
use crate::engine::environment::LockName;
use crate::engine::timings::Timed;
use crate::storage::{Disk, FoldPosition, FoldRequest, Folded, Page, SetAside, Storage, StorageError};

/// Actions in the journal from which a fold is worth while when the book was just opened.
pub(super) const FOLD_AT_START: usize = 50;

impl<D: Disk + 'static> Engine<D> {
    /// Folds the journal if there is anything in it. Without the lock at once, another tab is folding, and that is well.
    pub(super) async fn fold(&self) -> Result<(), StorageError> {
        let Some(storage) = self.storage.borrow().clone() else { return Ok(()) };
        let Some(_lock) = self.environment.try_lock(LockName::Fold).await else { return Ok(()) };
        self.fold_alone(&storage).await
    }

    /// Folds the journal if there is anything in it. Only for who holds the lock for folding, as are the next.
    pub(super) async fn fold_alone(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        self.make_ready_to_fold(storage).await?;
        if self.book.borrow().operations.is_empty() {
            return Ok(());
        }
        if self.fold_with(storage, Vec::new()).await? {
            self.sweep(storage).await?;
        } else {
            self.environment.fold_later();
        }
        Ok(())
    }

    /// Brings the tables to where a fold can begin.
    pub(super) async fn make_ready_to_fold(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        self.catch_up().await?;
        if self.book.borrow().built_on != storage.fold_position() {
            // An earlier try to read the pages anew broke off: the tables do not know how the pages lie now.
            self.read_anew(storage).await?;
        }
        Ok(())
    }

    /// Folds, and sets these objects aside in the same transaction. `false` when nothing was written: it must not be
    /// done now, or the tables had to be read anew first.
    pub(super) async fn fold_with(&self, storage: &Storage<D>, aside: Vec<SetAside>) -> Result<bool, StorageError> {
        let Some(request) = self.fold_request(aside) else { return Ok(false) };
        let told = (request.operations.len(), request.links.len(), request.erased.len());
        let epoch = self.epoch.get();
        let (began, now) = (self.environment.measured(), self.environment.now());
        let outcome = storage.fold(request).await;
        self.note_room(&outcome);
        match outcome? {
            Folded::Done(position) if self.epoch.get() == epoch => {
                self.folded(told, position);
                self.note_time(Timed::Fold, began);
                self.last_fold.set(Some((now, self.environment.measured() - began)));
                self.tell_state();
                Ok(true)
            }
            // Another book has taken the place of the one that was folded: it may lay its pages differently.
            Folded::Done(_) => self.read_anew(storage).await.map(|()| true),
            Folded::Moved => {
                // Another tab folded first and laid the pages in its own way: take its pages before the next try.
                self.read_anew(storage).await?;
                Ok(false)
            }
        }
    }

    /// What a fold would write; nothing where it must not be done.
    fn fold_request(&self, aside: Vec<SetAside>) -> Option<FoldRequest> {
        let book = self.book.borrow();
        // Rows ahead of `through` would be read a second time later; the next fold finds them in their place.
        if book.newer_rows || !book.ahead.is_empty() {
            return None;
        }
        let pages = book.tables().flat_map(|table| {
            let kind = table.number();
            table.changed_pages().into_iter().map(move |(number, records)| Page { kind, number, records })
        });
        Some(FoldRequest {
            through: book.through,
            keep: book.unreadable_rows.clone(),
            pages: pages.collect(),
            traces: book.recent.values().flatten().cloned().collect(),
            operations: book.operations.clone(),
            touched: book.operations.iter().map(|one| book.touched.get(&one.id).cloned().unwrap_or_default()).collect(),
            links: book.links.clone(),
            now: self.environment.now(),
            finished_batches: book.batches.clone(),
            erased: book.forgotten.clone(),
            aside,
        })
    }

    /// Forgets what is in the pages now: so many of the first actions and of the first entries. What was committed while the disk was writing belongs
    /// to the next fold.
    fn folded(&self, (told, links, forgotten): (usize, usize, usize), position: FoldPosition) {
        let mut book = self.book.borrow_mut();
        let book = &mut *book;
        book.built_on = position;
        let rest = book.operations.split_off(told);
        for operation in std::mem::replace(&mut book.operations, rest) {
            book.touched.remove(&operation.id);
        }
        book.links.drain(..links);
        book.forgotten.drain(..forgotten);
        if book.operations.is_empty() {
            book.tables_mut().for_each(|table| table.pages_written());
            book.recent.clear();
            book.batches.clear();
            return;
        }
        let kept = &book.operations;
        book.recent.retain(|_, traces| {
            traces.retain(|trace| {
                trace.operation.is_none() || kept.iter().any(|operation| operation.stamp == trace.stamp)
            });
            !traces.is_empty()
        });
        book.batches.retain(|batch| kept.iter().any(|operation| operation.id == *batch));
    }

    /// Folds unless something was written after that write: then a later call does it. A fold that fails leaves all as
    /// it was, and the next write tries again. On a full disk it waits, since what room there is belongs to the edits: the
    /// journal is read as well as pages are.
    pub async fn fold_if_quiet(&self, write: u32) {
        if self.environment.is_last_write(write) && self.ready().is_ok() && !self.disk_full.get() {
            let _ = self.fold().await;
        }
    }

    /// Removes pages of imports that were cancelled or cut off. Under the fold lock, and never while a row of the journal
    /// cannot be read, since it might name one of them.
    async fn sweep(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        // A batch that is being written has no journal row yet, and one that was just written has a row that is perhaps
        // not read yet: whoever writes one holds this lock.
        let Some(_lock) = self.environment.try_lock(LockName::Write).await else { return Ok(()) };
        self.catch_up().await?;
        let live = {
            let book = self.book.borrow();
            if !book.unreadable_rows.is_empty() || book.newer_rows || self.writing.get() > 0 {
                return Ok(());
            }
            book.batches.clone()
        };
        storage.sweep_batches(&live).await.map(|_| ())
    }
}
