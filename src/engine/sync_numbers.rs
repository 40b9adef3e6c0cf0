//! Numbers that are given out one after the other, such as a ticket's. Two devices that do not hear of each other give the same
//! one; the device that comes later to the server gives its new records others before it sends them. What was sent keeps its
//! number, since people may know it by then.

use crate::domain::field::FieldKind;
use crate::domain::id::OperationId;
use crate::domain::operation::{Action, Operation};
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::LockName;
use crate::engine::exchange::Exchange;
use crate::engine::protocol::Failure;
use crate::engine::sync_round::Round;
use crate::storage::Disk;
use crate::sync::held::RecordKey;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// Gives new records that are not sent yet other numbers where theirs are taken.
    pub(super) async fn settle_numbers(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        if new_ones(exchange).is_empty() {
            return Ok(());
        }
        let _lock = self.environment.lock(LockName::Write).await;
        self.catch_up().await.map_err(|error| Round::Failed(failure_of(&error)))?;
        let new = new_ones(exchange);
        let id = self.new_ids(1).map_err(Round::Failed)?.next();
        let id = id.ok_or_else(|| Round::Failed(Failure::Bug("no identifier".to_owned())))?;
        let (operation, deltas) = {
            let mut book = self.book.borrow_mut();
            let others = kinds().flat_map(|(kind, field)| other_numbers(&book, kind, field, &new)).collect::<Vec<_>>();
            if others.is_empty() {
                return Ok(());
            }
            let stamp = book.clock.next(self.environment.now());
            let member = book.first_member().unwrap_or_default();
            let delta = |(key, field, number): ((u16, _), u16, i64)| {
                let mut part = Record::new(key.0, key.1);
                part.set(field, stamp, value::encode(&Value::Integer(number)));
                part.encode()
            };
            let operation = Operation { id: OperationId(id), member, stamp, action: Action::Edit };
            (operation, others.into_iter().map(delta).collect())
        };
        let changed = self.write_received(operation, deltas, &[]).await.map_err(Round::Failed)?;
        self.tell_changed(changed);
        let book = self.book.borrow();
        new.iter().for_each(|key| exchange.compare(&book, *key));
        Ok(())
    }
}

/// The kinds whose records are numbered, with the field of the number.
fn kinds() -> impl Iterator<Item = (Kind, u16)> {
    Kind::ALL.iter().filter_map(|kind| Some((*kind, kind.entity().numbered?)))
}

/// Numbered records that the server has never held.
fn new_ones(exchange: &Exchange) -> BTreeSet<RecordKey> {
    let (unsent, known) = (exchange.unsent.borrow(), exchange.known.borrow());
    let of_kind = |kind: Kind| {
        let is_of_kind = move |key: &&RecordKey| key.0 == kind.number();
        unsent.iter().filter(is_of_kind).filter(|key| known.held.get(key).is_none()).copied()
    };
    kinds().flat_map(|(kind, _)| of_kind(kind)).collect()
}

/// The new records of a kind whose number another record has, too, with the numbers that they get instead.
fn other_numbers(book: &Book, kind: Kind, field: u16, new: &BTreeSet<RecordKey>) -> Vec<(RecordKey, u16, i64)> {
    let Some(table) = book.table(kind) else { return Vec::new() };
    let number = |view: &RecordView<'_>| match value::decode(FieldKind::Integer, view.field(field)?) {
        Ok(Value::Integer(number)) => Some(number),
        _ => None,
    };
    let (mut taken, mut newly) = (HashSet::new(), Vec::new());
    for view in table.slots().filter_map(|slot| table.view(slot)) {
        let Some(number) = number(&view) else { continue };
        let key = (kind.number(), view.id());
        if new.contains(&key) {
            newly.push((number, key));
        } else {
            taken.insert(number);
        }
    }
    // In the order in which they were numbered here.
    newly.sort_unstable();
    let mut last = taken.iter().copied().chain(newly.iter().map(|(number, _)| *number)).max().unwrap_or(0);
    let mut others = Vec::new();
    for (number, key) in newly {
        if !taken.insert(number) {
            last += 1;
            taken.insert(last);
            others.push((key, field, last));
        }
    }
    others
}
