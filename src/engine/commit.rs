//! The one way in: changes are checked, stamped, written as one journal entry in one transaction, and only then taken
//! into the tables and called saved.

use crate::domain::change::Change;
use crate::domain::field::FieldKind;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::merge;
use crate::domain::operation::{Action, Operation};
use crate::domain::parse;
use crate::domain::problem::{Problem, Reason};
use crate::domain::query::Query;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::book::{Book, Changed, MOST_TOLD};
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::LockName;
use crate::engine::protocol::{Committed, Failure, Phase, RecordProblem, Reply};
use crate::storage::{BatchTally, Disk, DiskError, JournalEntry, PAGE_RECORDS, StorageError};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
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
        // Batch pages without a journal entry are swept as leftovers, except while this lock is held.
        let _lock =
            if changes.len() > MOST_IN_AN_ENTRY { Some(self.environment.lock(LockName::Write).await) } else { None };
        let prepared = {
            let mut book = self.book.borrow_mut();
            let stamp = book.clock.next(self.environment.now());
            prepare(&book, &changes, stamp).map(|deltas| (stamp, deltas))
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
        let result = match self.write_alone(&operation, deltas).await {
            Err(error) if self.is_written_nevertheless(&operation, &error).await => Ok(()),
            result => result,
        };
        self.writing.set(self.writing.get() - 1);
        match result {
            Ok(()) => {
                self.last_saved.set(Some(self.environment.now()));
                self.tell_state();
                self.environment.hint();
                self.environment.fold_later();
                Ok(committed)
            }
            Err(error) => {
                self.failed_writes.set(self.failed_writes.get() + 1);
                self.tell_state();
                Err(failure_of(&error))
            }
        }
    }

    async fn write_alone(&self, operation: &Operation, deltas: Vec<Vec<u8>>) -> Result<(), StorageError> {
        let storage = self.storage().map_err(|_| StorageError::Disk(DiskError::Lost))?;
        let (actor, sequence) = {
            let mut book = self.book.borrow_mut();
            book.sequence += 1;
            (book.clock.actor(), book.sequence)
        };
        let in_bulk = deltas.len() > MOST_IN_AN_ENTRY;
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
        let key = storage.append(actor, sequence, &entry).await?;
        let changed = {
            let mut book = self.book.borrow_mut();
            // The row may have been read, and even folded by another tab, before this tab learnt that it is there.
            let changed = if key > book.through {
                let deltas = if in_bulk { pages.into_iter().flatten().collect() } else { entry.deltas };
                book.apply(operation, deltas, in_bulk)
            } else {
                Changed::default()
            };
            book.wrote(key);
            changed
        };
        if committed_many {
            // What is called saved can also be found.
            self.index_rest().await;
        }
        self.tell_changed(changed);
        Ok(())
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

/// Several changes to the same record as one, in which the later ones count.
fn joined(changes: Vec<Change>) -> Vec<Change> {
    let mut places: HashMap<(Kind, Id), usize> = HashMap::with_capacity(changes.len());
    let mut result: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match places.entry((change.kind, change.id)) {
            Entry::Vacant(place) => {
                place.insert(result.len());
                result.push(change);
            }
            Entry::Occupied(place) => {
                let known = &mut result[*place.get()];
                known.deleted = change.deleted.or(known.deleted);
                known.fields.retain(|(number, _)| change.fields.iter().all(|(later, _)| later != number));
                known.fields.extend(change.fields);
            }
        }
    }
    result
}

/// Checks changes against the field table and the records they touch, and makes the parts to be written. A value that
/// is already there is not written again.
pub(super) fn prepare(book: &Book, changes: &[Change], stamp: Stamp) -> Result<Vec<Vec<u8>>, Vec<RecordProblem>> {
    let mut problems = Vec::new();
    let mut deltas = Vec::with_capacity(changes.len());
    for change in changes {
        match prepare_one(book, change, stamp, changes) {
            Ok(Some(delta)) => deltas.push(delta.encode()),
            Ok(None) => {}
            Err(found) => problems.extend(found.into_iter().map(|problem| RecordProblem { id: change.id, problem })),
        }
    }
    if problems.is_empty() { Ok(deltas) } else { Err(problems) }
}

fn prepare_one(book: &Book, change: &Change, stamp: Stamp, all: &[Change]) -> Result<Option<Record>, Vec<Problem>> {
    let kind = change.kind;
    let current = book.table(kind).and_then(|table| table.find(change.id));
    if current.is_some_and(|view| view.is_deleted()) && change.deleted.is_none() {
        return Err(vec![Problem::with_record(Reason::Gone)]);
    }
    let mut problems = Vec::new();
    let mut delta = Record::new(kind.number(), change.id);
    for (number, value) in &change.fields {
        let Some(field) = kind.field(*number).filter(|field| field.is_stored() && field.editable) else {
            problems.push(Problem::with_field(*number, Reason::NotEditable, ""));
            continue;
        };
        match parse::tidied(field, value.clone()) {
            Err(problem) => problems.push(problem),
            Ok(value) => {
                if let (FieldKind::Link(target), Value::Link(id)) = (field.kind, &value) {
                    let is_there =
                        book.table(target).and_then(|table| table.find(*id)).is_some_and(|view| !view.is_deleted());
                    let is_being_made = || {
                        all.iter().any(|other| other.kind == target && other.id == *id && other.deleted != Some(true))
                    };
                    if !is_there && !is_being_made() {
                        problems.push(Problem::with_field(*number, Reason::LinkUnknown, &id.to_string()));
                    }
                }
                let raw = value::encode(&value);
                let present = current.and_then(|view| view.field(*number));
                let is_the_same = present == Some(raw.as_slice()) || (present.is_none() && value.is_empty());
                if !is_the_same {
                    delta.set(*number, stamp, raw);
                }
            }
        }
    }
    if let Some(deleted) = change.deleted
        && current.map_or(deleted, |view| view.is_deleted()) != deleted
    {
        delta.deletion = Some((stamp, deleted));
    }
    if current.is_none() && !delta.fields.is_empty() {
        let now = i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX);
        delta.set(kind.created_field(), stamp, value::encode(&Value::Instant(now)));
        let _ = complete(&mut delta, kind, stamp);
    }
    let is_new = current.is_none() && change.deleted.is_none();
    if problems.is_empty() && (is_new || !delta.fields.is_empty()) {
        let mut whole = Record::new(kind.number(), change.id);
        if let Some(bytes) = book.table(kind).and_then(|table| table.slot(change.id).and_then(|slot| table.bytes(slot)))
            && let Ok(record) = Record::decode(bytes)
        {
            whole = record;
        }
        merge::join(&mut whole, &delta);
        let bytes = whole.encode();
        if let Ok(view) = RecordView::new(&bytes) {
            problems.extend(kind.check(&view));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let is_nothing = delta.fields.is_empty() && delta.deletion.is_none();
    Ok((!is_nothing).then_some(delta))
}

/// Gives a new record the values that it gets where nothing was said. Returns its bytes.
pub(super) fn complete(record: &mut Record, kind: Kind, stamp: Stamp) -> Vec<u8> {
    let bytes = record.encode();
    let defaults = RecordView::new(&bytes).map(|view| kind.defaults(&view)).unwrap_or_default();
    if defaults.is_empty() {
        return bytes;
    }
    for (number, value) in defaults {
        record.set(number, stamp, value::encode(&value));
    }
    record.encode()
}
