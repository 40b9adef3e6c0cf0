//! What happened to a record: the values that were written and replaced, grouped by the action that wrote them.

use crate::domain::field::FieldKind;
use crate::domain::id::{Id, MemberId};
use crate::domain::operation::Operation;
use crate::domain::record::{DELETION, Kind};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Raw, Value};
use crate::engine::book::Book;
use crate::engine::core::{Engine, failure_of};
use crate::engine::exchange::Authors;
use crate::engine::look;
use crate::engine::protocol::{Cell, Failure, FieldChange, HistoryEntry};
use crate::storage::{Disk, Trace};
use std::collections::{BTreeMap, BTreeSet};

/// Every value that each field of a record has had, by stamp.
pub(super) type Chains = BTreeMap<u16, BTreeMap<Stamp, Written>>;

/// A value and who wrote it, as far as the value itself tells.
#[derive(Clone)]
pub(super) struct Written {
    /// The value.
    pub raw: Raw,
    /// Who wrote it.
    pub member: Option<MemberId>,
}

/// The chains of a record, out of its present fields and of what the history holds of it.
pub(super) fn chains(book: &Book, kind: Kind, id: Id, traces: impl IntoIterator<Item = Trace>) -> Chains {
    let mut chains = Chains::new();
    let mut add = |number: u16, stamp: Stamp, raw: Raw, member: Option<MemberId>| {
        let written = chains.entry(number).or_default().entry(stamp).or_insert_with(|| Written { raw, member });
        written.member = written.member.or(member);
    };
    if let Some(view) = book.table(kind).and_then(|table| table.find(id)) {
        for (number, stamp, raw) in view.entries().map_while(Result::ok) {
            add(number, stamp, raw.to_vec(), None);
        }
        if let Some((stamp, deleted)) = view.deletion() {
            add(DELETION, stamp, value::encode(&Value::Boolean(deleted)), None);
        }
    }
    let recent = book.recent.get(&(kind.number(), id)).into_iter().flatten().cloned();
    for trace in traces.into_iter().chain(recent) {
        add(trace.number, trace.stamp, trace.raw, trace.member);
    }
    chains
}

impl<D: Disk + 'static> Engine<D> {
    /// What happened to a record, newest first.
    pub(super) async fn history(&self, kind: Kind, id: Id) -> Result<Vec<HistoryEntry>, Failure> {
        let storage = self.storage()?;
        let stored = storage.history_of(kind.number(), id).await.map_err(|error| failure_of(&error))?;
        let chains = chains(&self.book.borrow(), kind, id, stored.traces);
        let stamps: BTreeSet<Stamp> = chains.values().flat_map(|chain| chain.keys().copied()).collect();
        // Recent actions are in memory; the disk is asked for the others alone, since it is read until all are found.
        let recent = self
            .book
            .borrow()
            .operations
            .iter()
            .filter(|operation| stamps.contains(&operation.stamp))
            .cloned()
            .collect::<Vec<_>>();
        let mut operations: BTreeMap<Stamp, Operation> =
            recent.into_iter().map(|operation| (operation.stamp, operation)).collect();
        let folded: BTreeSet<Stamp> = stamps.iter().filter(|stamp| !operations.contains_key(stamp)).copied().collect();
        if !folded.is_empty() {
            let found = storage.operations_of(&folded).await.map_err(|error| failure_of(&error))?;
            operations.extend(found.into_iter().map(|operation| (operation.stamp, operation)));
        }
        // What other devices wrote came without its action: who wrote it is kept beside.
        let authors = match stamps.iter().any(|stamp| !operations.contains_key(stamp)) {
            true => self.authors_elsewhere().await?,
            false => Authors::new(),
        };
        let book = self.book.borrow();
        let entries = stamps.iter().rev().map(|stamp| {
            let mut told = entry(&book, kind, &chains, *stamp, operations.get(stamp));
            told.member = told.member.or_else(|| authors.get(stamp).and_then(|member| book.member_name(*member)));
            told
        });
        Ok(entries.collect())
    }

    /// What the action of that stamp did to a record, as far as it is known.
    pub(super) async fn history_at(&self, kind: Kind, id: Id, stamp: Stamp) -> Result<Option<HistoryEntry>, Failure> {
        let storage = self.storage()?;
        let stored = storage.history_of(kind.number(), id).await.map_err(|error| failure_of(&error))?;
        let book = self.book.borrow();
        let chains = chains(&book, kind, id, stored.traces);
        let is_there = chains.values().any(|chain| chain.contains_key(&stamp));
        Ok(is_there.then(|| entry(&book, kind, &chains, stamp, None)))
    }
}

fn entry(book: &Book, kind: Kind, chains: &Chains, stamp: Stamp, operation: Option<&Operation>) -> HistoryEntry {
    let mut changes = Vec::new();
    let mut current = true;
    let mut created = false;
    let mut member = operation.map(|operation| operation.member);
    for (number, chain) in chains {
        let Some(written) = chain.get(&stamp) else { continue };
        member = member.or(written.member);
        current &= chain.last_key_value().is_some_and(|(last, _)| *last == stamp);
        if *number == kind.created_field() {
            created = true;
            continue;
        }
        let before = chain
            .range(..stamp)
            .next_back()
            .map(|(_, written)| cell(book, kind, *number, &written.raw))
            .unwrap_or_default();
        changes.push(FieldChange { field: *number, before, after: cell(book, kind, *number, &written.raw) });
    }
    HistoryEntry {
        operation: operation.cloned(),
        at: stamp.milliseconds,
        member: member.and_then(|member| book.member_name(member)),
        changes,
        created,
        current,
    }
}

fn cell(book: &Book, kind: Kind, number: u16, raw: &[u8]) -> Cell {
    let field_kind =
        if number == DELETION { Some(FieldKind::Boolean) } else { kind.field(number).map(|field| field.kind) };
    let value = field_kind.and_then(|field_kind| value::decode(field_kind, raw).ok()).unwrap_or_default();
    look::cell_of(field_kind, value, &book.neighbours())
}
