//! The one way in: changes are checked, stamped, written as one journal entry in one transaction, and only then taken
//! into the tables and called saved.

use crate::domain::change::Change;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::{Action, Operation};
use crate::domain::query::Query;
use crate::domain::stamp::Stamp;
use crate::domain::value::Value;
use crate::engine::book::{Changed, MOST_TOLD};
use crate::engine::checks::{joined, need_all_that_is_written, prepare};
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::LockName;
use crate::engine::protocol::{Committed, Failure, Phase, Reply};
use crate::storage::{BatchTally, Disk, DiskError, JournalEntry, PAGE_RECORDS, StorageError, SyncObject};
use std::collections::BTreeSet;
use std::rc::Rc;

/// More parts of records than this go into batch pages instead of the journal entry itself.
pub(super) const MOST_IN_AN_ENTRY: usize = 1_000;
/// Batch pages written in one transaction.
const PAGES_AT_A_TIME: usize = 32;

impl<D: Disk + 'static> Engine<D> {
    /// Writes changes, all or none. A retry of an action that is on the disk already says so and writes nothing.
    pub(super) async fn commit(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        action: Action,
        changes: Vec<Change>,
    ) -> Reply {
        if let Err(failure) = self.may_write() {
            return Reply::Failed(failure);
        }
        if let Err(failure) = self.settle(operation).await {
            return Reply::Failed(failure);
        }
        if let Some(committed) = self.already_done(operation) {
            return Reply::Committed(committed);
        }
        let changes = joined(changes);
        // A change that depends on what was read needs all that is written; and batch pages without a journal entry are
        // swept as leftovers, except while this lock is held.
        let depends = need_all_that_is_written(&self.book.borrow(), &changes);
        let _lock = if depends || changes.len() > MOST_IN_AN_ENTRY {
            Some(self.environment.lock(LockName::Write).await)
        } else {
            None
        };
        if depends && let Err(error) = self.catch_up().await {
            return Reply::Failed(failure_of(&error));
        }
        self.prepare_and_write(operation, member, action, &changes).await
    }

    /// Checks changes and writes them. Whoever calls has seen to the lock, and knows that the action is not done yet.
    pub(super) async fn prepare_and_write(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        action: Action,
        changes: &[Change],
    ) -> Reply {
        let prepared = {
            let mut book = self.book.borrow_mut();
            let stamp = book.clock.next(self.environment.now());
            prepare(&book, changes, stamp).map(|deltas| (stamp, deltas))
        };
        match prepared {
            Err(problems) => Reply::Refused(problems),
            Ok((stamp, deltas)) => {
                let operation = Operation { id: operation, member, stamp, action };
                match self.write(operation, deltas).await {
                    Ok(committed) => Reply::Committed(committed),
                    Err(failure) => Reply::Failed(failure),
                }
            }
        }
    }

    /// The same edit to every record of a query, as one action.
    pub(super) async fn commit_to_all(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        query: &Query,
        only: &[Id],
        edit: (Vec<(u16, Value)>, Option<bool>),
    ) -> Reply {
        if let Err(failure) = self.ready() {
            return Reply::Failed(failure);
        }
        let (fields, deleted) = edit;
        let kind = query.kind;
        let ids: Vec<Id> = if only.is_empty() {
            self.book.borrow_mut().ids(query)
        } else {
            let book = self.book.borrow();
            let table = book.table(kind);
            only.iter().copied().filter(|id| table.is_some_and(|table| table.slot(*id).is_some())).collect()
        };
        let changes = ids.into_iter().map(|id| Change { kind, id, fields: fields.clone(), deleted }).collect();
        let action = match deleted {
            Some(true) => Action::Delete,
            Some(false) => Action::Restore,
            None => Action::Edit,
        };
        self.commit(operation, member, action, changes).await
    }

    /// A write needs the whole book: what is required, unique or already there is judged by what is in memory.
    pub(super) fn may_write(&self) -> Result<(), Failure> {
        match &*self.phase.borrow() {
            Phase::Ready => Ok(()),
            Phase::Failed(failure) => Err(failure.clone()),
            _ => Err(Failure::NotReady),
        }
    }

    /// What an earlier try of the same action did, if it is in the book.
    pub(super) fn already_done(&self, operation: OperationId) -> Option<Committed> {
        let book = self.book.borrow();
        let found = book.done.contains(&operation).then(|| book.operations.iter().find(|one| one.id == operation))?;
        Some(Committed { operation, stamp: found.map_or_else(Stamp::default, |one| one.stamp), records: 0 })
    }

    /// Looks whether an action, of which an earlier try ended without an answer, is on the disk after all.
    pub(super) async fn settle(&self, operation: OperationId) -> Result<(), Failure> {
        if self.uncertain.borrow().contains(&operation) {
            self.catch_up().await.map_err(|error| failure_of(&error))?;
            self.uncertain.borrow_mut().remove(&operation);
        }
        Ok(())
    }

    /// Writes an action and the parts of records that it writes; in memory only after the disk has said so.
    pub(super) async fn write(
        self: &Rc<Self>,
        operation: Operation,
        deltas: Vec<Vec<u8>>,
    ) -> Result<Committed, Failure> {
        let in_bulk = deltas.len() > MOST_IN_AN_ENTRY;
        self.write_and_tell(operation, deltas, Vec::new(), in_bulk).await
    }

    /// Writes what a backup brings, with the actions that it tells of, which wrote nothing here. In bulk even when it is
    /// little: the records tell by their own stamps who wrote them. Whoever calls holds the lock for writing.
    pub(super) async fn write_restored(
        self: &Rc<Self>,
        operation: Operation,
        deltas: Vec<Vec<u8>>,
        earlier: Vec<Operation>,
    ) -> Result<Committed, Failure> {
        self.write_and_tell(operation, deltas, earlier, true).await
    }

    /// Writes what other devices wrote, and in the same transaction how far their server was read. In bulk as a backup is.
    /// Whoever calls holds the lock for writing, and tells the page what changed: of a book that comes part by part, not
    /// of each part.
    pub(super) async fn write_received(
        &self,
        operation: Operation,
        deltas: Vec<Vec<u8>>,
        beside: &[SyncObject],
    ) -> Result<Changed, Failure> {
        self.writing.set(self.writing.get() + 1);
        let result = self.write_all(operation, deltas, Vec::new(), true, beside).await;
        self.writing.set(self.writing.get() - 1);
        if result.is_err() {
            self.tell_state();
        }
        result
    }

    async fn write_and_tell(
        &self,
        operation: Operation,
        deltas: Vec<Vec<u8>>,
        earlier: Vec<Operation>,
        in_bulk: bool,
    ) -> Result<Committed, Failure> {
        let committed = Committed {
            operation: operation.id,
            stamp: operation.stamp,
            records: u32::try_from(deltas.len()).unwrap_or(u32::MAX),
        };
        if deltas.is_empty() {
            return Ok(committed);
        }
        self.writing.set(self.writing.get() + 1);
        self.tell_state();
        let result = self.write_all(operation, deltas, earlier, in_bulk, &[]).await;
        self.writing.set(self.writing.get() - 1);
        let told = result.map(|changed| self.tell_changed(changed));
        self.tell_state();
        told.map(|()| committed)
    }

    async fn write_all(
        &self,
        operation: Operation,
        deltas: Vec<Vec<u8>>,
        earlier: Vec<Operation>,
        in_bulk: bool,
        beside: &[SyncObject],
    ) -> Result<Changed, Failure> {
        let result = match self.write_alone(&operation, deltas, earlier, in_bulk, beside).await {
            Err(error) if self.is_written_nevertheless(&operation, &error).await => Ok(Changed::default()),
            result => result,
        };
        self.note_room(&result);
        match result {
            Ok(changed) => {
                self.last_saved.set(Some(self.environment.now()));
                self.environment.hint();
                self.environment.fold_later();
                Ok(changed)
            }
            Err(error) => {
                self.failed_writes.set(self.failed_writes.get() + 1);
                Err(failure_of(&error))
            }
        }
    }

    async fn write_alone(
        &self,
        operation: &Operation,
        deltas: Vec<Vec<u8>>,
        earlier: Vec<Operation>,
        in_bulk: bool,
        beside: &[SyncObject],
    ) -> Result<Changed, StorageError> {
        let storage = self.storage().map_err(|_| StorageError::Disk(DiskError::Lost))?;
        let (actor, sequence) = {
            let mut book = self.book.borrow_mut();
            let first = book.sequence + 1;
            book.sequence += earlier.len() as u64 + 1;
            (book.clock.actor(), first)
        };
        let committed_many = deltas.len() > MOST_TOLD;
        let mut entry = JournalEntry { operation: operation.clone(), deltas, batch: None };
        let mut pages: Vec<Vec<Vec<u8>>> = Vec::new();
        if in_bulk {
            let mut rest = std::mem::take(&mut entry.deltas).into_iter();
            while !rest.as_slice().is_empty() {
                pages.push(rest.by_ref().take(PAGE_RECORDS).collect());
            }
            let mut tally = BatchTally::default();
            for some in pages.chunks(PAGES_AT_A_TIME) {
                storage.write_batch_pages(operation.id, &mut tally, some).await?;
            }
            entry.batch = Some(tally.reference());
        }
        let told = |operation: Operation| JournalEntry { operation, deltas: Vec::new(), batch: None };
        let mut entries: Vec<JournalEntry> = earlier.into_iter().map(told).chain([entry]).collect();
        let heads = self.book.borrow().heads.clone();
        let written = storage.append_all(actor, sequence, &entries, &heads, beside).await?;
        let mut changed = {
            let mut book = self.book.borrow_mut();
            let own = entries.pop().map(|entry| entry.deltas).unwrap_or_default();
            let mut written = written;
            let (key, link) = written.pop().map_or((0, None), |(key, link)| (key, Some(link)));
            for ((key, link), entry) in written.into_iter().zip(&entries) {
                if key > book.through {
                    book.apply_entry(&entry.operation, Vec::new(), false, Some(link));
                }
                book.wrote(key);
            }
            // The row may have been read, and even folded by another tab, before this tab learnt that it is there.
            let changed = if key > book.through {
                let deltas = if in_bulk { pages.into_iter().flatten().collect() } else { own };
                book.apply_entry(operation, deltas, in_bulk, link)
            } else {
                Changed::default()
            };
            book.wrote(key);
            changed
        };
        if committed_many {
            // What is called saved can also be found.
            changed.extend(self.index_what_waits().await);
        }
        Ok(changed)
    }

    /// Whether an action is on the disk although writing it failed: where the answer was lost, the journal tells.
    async fn is_written_nevertheless(&self, operation: &Operation, error: &StorageError) -> bool {
        if !matches!(error, StorageError::Disk(error) if *error != DiskError::Full) {
            return false;
        }
        let epoch = self.epoch.get();
        let looked = self.catch_up().await.is_ok();
        if self.book.borrow().done.contains(&operation.id) {
            return true;
        }
        if looked && self.epoch.get() == epoch {
            return false;
        }
        // The book was read anew, so another tab may have folded the action: then it is in the history.
        let storage = self.storage.borrow().clone();
        if looked
            && let Some(storage) = storage
            && let Ok(found) = storage.operations_of(&BTreeSet::from([operation.stamp])).await
        {
            return !found.is_empty();
        }
        self.uncertain.borrow_mut().insert(operation.id);
        false
    }
}
