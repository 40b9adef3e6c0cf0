//! Taking an action back by its opposite: each value that it wrote, and that is still there, becomes what it was before;
//! what has been changed again since is left alone and counted. An import is taken back in the same way, updated rows
//! too.

use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::merge;
use crate::domain::operation::{Action, Operation};
use crate::domain::record::{DELETION, Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::LockName;
use crate::engine::history;
use crate::engine::protocol::{Failure, Reply};
use crate::storage::{Disk, Trace};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// Takes an action back.
    pub(super) async fn undo(self: &Rc<Self>, operation: OperationId, member: MemberId, of: OperationId) -> Reply {
        if let Err(failure) = self.may_write() {
            return Reply::Failed(failure);
        }
        match self.undo_or_fail(operation, member, of).await {
            Ok(reply) => reply,
            Err(failure) => Reply::Failed(failure),
        }
    }

    async fn undo_or_fail(
        self: &Rc<Self>,
        operation: OperationId,
        member: MemberId,
        of: OperationId,
    ) -> Result<Reply, Failure> {
        // What may be taken back depends on what is there now, so other tabs wait and their writes are read first.
        let _lock = self.environment.lock(LockName::Write).await;
        self.catch_up().await.map_err(|error| failure_of(&error))?;
        if let Some(committed) = self.already_done(operation) {
            return Ok(Reply::Undone { committed, kept: 0 });
        }
        let target = self.find_operation(of).await?.ok_or(Failure::UnknownOperation)?;
        if matches!(target.action, Action::ErasePeople | Action::Receive) {
            // What it erased is nowhere any more.
            return Err(Failure::UnknownOperation);
        }
        let mut touched = self.touched_by(target.stamp);
        let in_use = match &target.action {
            // Customers whom a file of other things made on the way stay when somebody has come to need them since.
            Action::Import(summary) if summary.customers_created > 0 => self.in_use(&touched, target.stamp),
            _ => HashSet::new(),
        };
        touched.retain(|(_, id)| !in_use.contains(id));
        let mut histories = self.histories(&touched).await?;
        let (stamp, deltas, kept) = {
            let mut book = self.book.borrow_mut();
            let stamp = book.clock.next(self.environment.now());
            let mut deltas = Vec::with_capacity(touched.len());
            let mut kept = u32::try_from(in_use.len()).unwrap_or(u32::MAX);
            for (kind, id) in &touched {
                let traces = histories.remove(&(kind.number(), *id)).unwrap_or_default();
                let chains = history::chains(&book, *kind, *id, traces);
                let opposite = opposite(&book, *kind, *id, &chains, target.stamp, stamp);
                kept += opposite.kept;
                deltas.extend(opposite.delta.map(|delta| delta.encode()));
            }
            // Where everything was changed again there is no one to ask how much it was.
            if deltas.is_empty() {
                kept = kept.max(1);
            }
            (stamp, deltas, kept)
        };
        let action = Action::Undo(of);
        let committed = self.write(Operation { id: operation, member, stamp, action }, deltas).await?;
        Ok(Reply::Undone { committed, kept })
    }

    /// The action of that identifier, from memory or from the disk.
    pub(super) async fn find_operation(&self, wanted: OperationId) -> Result<Option<Operation>, Failure> {
        if let Some(found) = self.book.borrow().operations.iter().find(|operation| operation.id == wanted) {
            return Ok(Some(found.clone()));
        }
        let storage = self.storage()?;
        let imports = storage.imports().await.map_err(|error| failure_of(&error))?;
        if let Some(found) = imports.into_iter().find(|operation| operation.id == wanted) {
            return Ok(Some(found));
        }
        let operations = storage.operations(usize::MAX).await.map_err(|error| failure_of(&error))?;
        Ok(operations.into_iter().find(|operation| operation.id == wanted))
    }

    /// The records that still hold a value written at that stamp, and those of which memory knows that they held one.
    pub(super) fn touched_by(&self, stamp: Stamp) -> Vec<(Kind, Id)> {
        let book = self.book.borrow();
        let mut found = BTreeSet::new();
        for table in book.tables() {
            let Some(kind) = table.kind() else { continue };
            for view in table.slots().filter_map(|slot| table.view(slot)) {
                if view.stamps().any(|one| one == stamp) || view.deletion().is_some_and(|(at, _)| at == stamp) {
                    found.insert((kind, view.id()));
                }
            }
        }
        let recent = book.recent.iter().filter(|(_, traces)| traces.iter().any(|trace| trace.stamp == stamp));
        found.extend(recent.filter_map(|((number, id), _)| Kind::from_number(*number).map(|kind| (kind, *id))));
        found.into_iter().collect()
    }

    /// The customers made at that stamp that were changed since, or that a record links to which the action did not make.
    fn in_use(&self, touched: &[(Kind, Id)], stamp: Stamp) -> HashSet<Id> {
        let book = self.book.borrow();
        let all: HashSet<Id> = touched.iter().map(|(_, id)| *id).collect();
        let is_needed = |id: Id| {
            book.tables().any(|table| {
                let mut linking = table.links_to(id).into_iter().filter(|slot| !table.is_deleted(*slot));
                linking.any(|slot| table.view(slot).is_some_and(|view| !all.contains(&view.id())))
            })
        };
        let is_changed = |id: Id| {
            let view = book.table(Kind::Customer).and_then(|table| table.find(id));
            view.is_some_and(|view| !view.is_deleted() && view.latest_stamp().is_some_and(|latest| latest > stamp))
        };
        let customers = touched.iter().filter(|(kind, _)| *kind == Kind::Customer).map(|(_, id)| *id);
        customers.filter(|id| is_changed(*id) || is_needed(*id)).collect()
    }

    /// What the disk remembers of those records. A record that an action made has no value from before it, so most
    /// records of an import need no look.
    async fn histories(&self, touched: &[(Kind, Id)]) -> Result<HashMap<(u16, Id), Vec<Trace>>, Failure> {
        let storage = self.storage()?;
        let mut found: HashMap<(u16, Id), Vec<Trace>> = HashMap::new();
        for kind in Kind::ALL {
            let ids: BTreeSet<Id> = touched.iter().filter(|(one, _)| *one == kind).map(|(_, id)| *id).collect();
            if ids.is_empty() {
                continue;
            }
            for trace in storage.histories_of(kind.number(), &ids).await.map_err(|error| failure_of(&error))? {
                found.entry((trace.kind, trace.id)).or_default().push(trace);
            }
        }
        Ok(found)
    }
}

/// What takes an action back in one record.
#[derive(Default)]
struct Opposite {
    /// The part of the record to be written.
    delta: Option<Record>,
    /// How many values are left alone.
    kept: u32,
}

/// What takes back in one record what was written at `target`.
fn opposite(book: &Book, kind: Kind, id: Id, chains: &history::Chains, target: Stamp, stamp: Stamp) -> Opposite {
    let mut delta = Record::new(kind.number(), id);
    let view = book.table(kind).and_then(|table| table.find(id));
    if chains.get(&kind.created_field()).is_some_and(|chain| chain.contains_key(&target)) {
        // The record was made by the action, so it goes as a whole.
        if view.is_some_and(|view| view.is_deleted()) {
            return Opposite::default();
        }
        delta.deletion = Some((stamp, true));
        return Opposite { delta: Some(delta), kept: 0 };
    }
    let written = chains.iter().filter(|(_, chain)| chain.contains_key(&target));
    let mut kept = 0;
    let mut taken_back = 0;
    for (number, chain) in written {
        if chain.last_key_value().is_none_or(|(last, _)| *last != target) {
            kept += 1;
            continue;
        }
        taken_back += 1;
        let before = chain.range(..target).next_back().map(|(_, written)| written.raw.clone());
        if *number == DELETION {
            let was_deleted = before.is_some_and(|raw| raw == value::encode(&Value::Boolean(true)));
            delta.deletion = Some((stamp, was_deleted));
        } else {
            delta.set(*number, stamp, before.unwrap_or_else(|| value::encode(&Value::Empty)));
        }
    }
    if taken_back == 0 {
        return Opposite { delta: None, kept };
    }
    if !is_right_with(book, kind, id, &delta) {
        // What came later leans on what the action wrote: without it the record would not be right.
        return Opposite { delta: None, kept: kept + taken_back };
    }
    Opposite { delta: Some(delta), kept }
}

/// Whether a record is right once the part is joined to it.
fn is_right_with(book: &Book, kind: Kind, id: Id, delta: &Record) -> bool {
    let bytes = book.table(kind).and_then(|table| table.slot(id).and_then(|slot| table.bytes(slot)));
    let Some(mut whole) = bytes.and_then(|bytes| Record::decode(bytes).ok()) else { return true };
    merge::join(&mut whole, delta);
    let bytes = whole.encode();
    RecordView::new(&bytes).is_ok_and(|view| kind.check(&view, &book.neighbours()).is_empty())
}
