//! Which records link to a record: worked out when first asked for, then kept up with each change.

use crate::domain::field::FieldKind;
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::engine::table::Slot;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The links out of the records of one table.
pub(super) struct Links {
    /// The stored fields that link, ascending, each with its kind.
    fields: Vec<(u16, FieldKind)>,
    /// What is linked to, and from which place; `None` until somebody asks.
    known: RefCell<Option<BTreeSet<(Id, Slot)>>>,
}

impl Links {
    /// The links of a kind's records.
    pub fn new(kind: Option<Kind>) -> Links {
        let fields = kind.map(Kind::fields).unwrap_or_default().iter();
        let is_link = |kind: FieldKind| matches!(kind, FieldKind::Link(_) | FieldKind::Participants);
        let links = fields.filter(|field| field.is_stored() && is_link(field.kind));
        let mut fields: Vec<(u16, FieldKind)> = links.map(|field| (field.number, field.kind)).collect();
        fields.sort_unstable_by_key(|(number, _)| *number);
        Links { fields, known: RefCell::default() }
    }

    /// The places of the records that link to that one, the trash included. `records` are all there are.
    pub fn to<'a>(&self, target: Id, records: impl Iterator<Item = (Slot, RecordView<'a>)>) -> Vec<Slot> {
        if self.fields.is_empty() {
            return Vec::new();
        }
        let mut known = self.known.borrow_mut();
        let known = known.get_or_insert_with(|| {
            records.flat_map(|(slot, view)| self.targets(&view).into_iter().map(move |id| (id, slot))).collect()
        });
        known.range((target, 0)..=(target, Slot::MAX)).map(|(_, slot)| *slot).collect()
    }

    /// Takes note of what a record links to.
    pub fn note(&self, slot: Slot, record: &RecordView<'_>) {
        if let Some(known) = &mut *self.known.borrow_mut() {
            known.extend(self.targets(record).into_iter().map(|id| (id, slot)));
        }
    }

    /// Forgets what a record links to, before it changes.
    pub fn forget(&self, slot: Slot, record: &RecordView<'_>) {
        if let Some(known) = &mut *self.known.borrow_mut() {
            self.targets(record).into_iter().for_each(|id| {
                known.remove(&(id, slot));
            });
        }
    }

    /// Forgets all; the next who asks has it worked out again.
    pub fn clear(&self) {
        self.known.replace(None);
    }

    /// What a record links to.
    fn targets(&self, record: &RecordView<'_>) -> Vec<Id> {
        let mut targets = Vec::new();
        for (number, kind) in &self.fields {
            match record.field(*number).map(|raw| value::decode(*kind, raw)) {
                Some(Ok(Value::Link(id))) => targets.push(id),
                Some(Ok(Value::Participants(list))) => targets.extend(list.iter().map(|one| one.customer)),
                _ => {}
            }
        }
        targets
    }
}
