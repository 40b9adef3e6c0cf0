//! Taking an action back by its opposite: each value that it wrote, and that is still there, becomes what it was before;
//! what has been changed again since is left alone and counted. An import is taken back in the same way, updated rows
//! too.

use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::{Action, Operation};
use crate::domain::record::{DELETION, Kind, Record};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::core::{Engine, failure_of};
use crate::engine::history;
use crate::engine::protocol::{Failure, Reply};
use crate::storage::{Disk, Trace};
use std::collections::{BTreeSet, HashMap};
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

    async fn undo_or_fail(self: &Rc<Self>, operation: OperationId, member: MemberId, of: OperationId) -> Result<Reply, Failure> {
        // What may be taken back depends on what is there now, so other tabs wait and their writes are read first.
        let _lock = self.environment.lock(crate::engine::environment::LockName::Write).await;
        self.catch_up().await.map_err(|error| failure_of(&error))?;
        let target = self.find_operation(of).await?.ok_or(Failure::UnknownOperation)?;
        let touched = self.touched_by(target.stamp);
        let histories = self.histories(&touched).await?;
        let (stamp, deltas, kept) = {
            let mut book = self.book.borrow_mut();
            let stamp = book.clock.next(self.environment.now());
            let mut deltas = Vec::with_capacity(touched.len());
            for (kind, id) in &touched {
                let traces = histories.get(&(kind.number(), *id)).cloned().unwrap_or_default();
                let chains = history::chains(&book, *kind, *id, traces);
                if let Some(delta) = opposite(*kind, *id, &chains, target.stamp, stamp) {
                    deltas.push(delta.encode());
                }
            }
            let told: usize = book.recent.values().flatten().filter(|trace| trace.operation == Some(of)).count();
            let still_there: usize = touched
                .iter()
                .filter_map(|(kind, id)| book.table(*kind).and_then(|table| table.find(*id)))
                .map(|view| view.entries().filter(|entry| entry.as_ref().is_ok_and(|(_, stamp, _)| *stamp == target.stamp)).count() + usize::from(view.deletion().is_some_and(|(at, _)| at == target.stamp)))
                .sum();
            let kept = if deltas.is_empty() { told.max(1) } else { told.saturating_sub(still_there) };
            (stamp, deltas, kept)
        };
        let action = Action::Undo(of);
        let committed = self.write(Operation { id: operation, member, stamp, action }, deltas).await?;
        Ok(Reply::Undone { committed, kept: u32::try_from(kept).unwrap_or(u32::MAX) })
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

    /// The records that still hold a value written at that stamp.
    fn touched_by(&self, stamp: Stamp) -> Vec<(Kind, Id)> {
        let book = self.book.borrow();
        let mut found = Vec::new();
        for table in book.tables() {
            let Some(kind) = table.kind() else { continue };
            for slot in table.slots() {
                if let Some(view) = table.view(slot)
                    && (view.stamps().any(|one| one == stamp) || view.deletion().is_some_and(|(at, _)| at == stamp))
                {
                    found.push((kind, view.id()));
                }
            }
        }
        found
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

/// The part of a record that takes back what was written at `target`.
fn opposite(kind: Kind, id: Id, chains: &history::Chains, target: Stamp, stamp: Stamp) -> Option<Record> {
    let mut delta = Record::new(kind.number(), id);
    let is_current = |number: u16| chains.get(&number).is_some_and(|chain| chain.last_key_value().is_some_and(|(last, _)| *last == target));
    if chains.get(&kind.created_field()).is_some_and(|chain| chain.contains_key(&target)) {
        delta.deletion = Some((stamp, true));
        return Some(delta);
    }
    for (number, chain) in chains {
        if !is_current(*number) {
            continue;
        }
        let before = chain.range(..target).next_back().map(|(_, written)| written.raw.clone());
        if *number == DELETION {
            let was_deleted = before.is_some_and(|raw| raw == value::encode(&Value::Boolean(true)));
            delta.deletion = Some((stamp, was_deleted));
        } else {
            delta.set(*number, stamp, before.unwrap_or_else(|| value::encode(&Value::Empty)));
        }
    }
    (delta.deletion.is_some() || !delta.fields.is_empty()).then_some(delta)
}
