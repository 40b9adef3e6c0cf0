//! The life of an edit in place: opened, written, checked, saved; or left on the screen when it could not be saved.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editors::Draft;
use super::record_handle::RecordHandle;
use crate::domain::change::Change;
use crate::domain::field::Field;
use crate::domain::id::OperationId;
use crate::domain::operation::Action;
use crate::domain::problem::Problem;
use crate::domain::value::Value;
use crate::state::protocol::Cell;
use crate::state::{CommitOutcome, commit};

/// How long the tick stays, in milliseconds.
const TICK_MS: u64 = 6_000;

/// The edit of one field of one record.
#[derive(Clone, Copy)]
pub struct FieldEdit {
    /// The record.
    pub record: RecordHandle,
    /// The field.
    pub field: &'static Field,
    /// The value as it is now.
    pub cell: Memo<Cell>,
    /// What is being written.
    pub draft: RwSignal<Draft>,
    /// Whether the editor is open.
    pub open: RwSignal<bool>,
    /// Whether it is being saved.
    pub saving: RwSignal<bool>,
    /// Whether it could not be saved; it stays open until it is saved or given up.
    pub failed: RwSignal<bool>,
    /// Whether the value has changed since the editor was opened, other than by it.
    pub elsewhere: RwSignal<bool>,
    /// What a person must put right.
    pub problem: RwSignal<Option<Problem>>,
    /// What was just saved, for the tick and for taking it back.
    pub saved: RwSignal<Option<OperationId>>,
    /// The saved value until the engine tells it.
    pub pending: RwSignal<Option<Cell>>,
    before: StoredValue<Value>,
}

impl FieldEdit {
    /// The edit of a field, closed. Call it at the top of the field's component.
    pub fn new(record: RecordHandle, field: &'static Field) -> FieldEdit {
        let edit = FieldEdit {
            record,
            field,
            cell: record.cell(field.number),
            draft: RwSignal::new(Draft::empty(field)),
            open: RwSignal::new(false),
            saving: RwSignal::new(false),
            failed: RwSignal::new(false),
            elsewhere: RwSignal::new(false),
            problem: RwSignal::new(None),
            saved: RwSignal::new(None),
            pending: RwSignal::new(None),
            before: StoredValue::new(Value::Empty),
        };
        edit.follow_the_value();
        edit
    }

    /// Opens the editor on the value as it is.
    pub fn begin(self) {
        let cell = self.cell.get_untracked();
        self.before.set_value(cell.value.clone());
        self.draft.set(Draft::of(self.field, &cell));
        self.problem.set(None);
        self.failed.set(false);
        self.elsewhere.set(false);
        self.saved.set(None);
        self.open.set(true);
    }

    /// Closes the editor and forgets what was written.
    pub fn cancel(self) {
        self.open.set(false);
        self.failed.set(false);
        self.problem.set(None);
    }

    /// Saves what was written and closes the editor, unless something must be put right first.
    pub fn finish(self) {
        if !self.open.get_untracked() || self.saving.get_untracked() {
            return;
        }
        let draft = self.draft.get_untracked();
        match draft.read(self.field) {
            Err(problem) => self.problem.set(Some(problem)),
            // Nothing was changed here, whatever was changed elsewhere.
            Ok(value)
                if value == self.before.get_value() || value == self.cell.with_untracked(|cell| cell.value.clone()) =>
            {
                self.cancel()
            }
            Ok(value) => self.save(draft.as_cell(value)),
        }
    }

    /// Leaving the editor saves, but not again and again what could not be saved.
    pub fn leave(self) {
        if !self.failed.get_untracked() {
            self.finish();
        }
    }

    fn save(self, cell: Cell) {
        let RecordHandle { app, kind, id, .. } = self.record;
        let fields = vec![(self.field.number, cell.value.clone())];
        self.problem.set(None);
        self.saving.set(true);
        // Not bound to this screen: what was begun is finished when the screen goes.
        spawn_local(async move {
            let outcome = commit(app, Action::Edit, vec![Change::edit(kind, id, fields)]).await;
            if self.saving.try_set(false).is_some() {
                return;
            }
            match outcome {
                CommitOutcome::Saved(committed) => self.done(cell, committed.operation),
                CommitOutcome::Refused(problems) => {
                    let own =
                        problems.iter().find(|one| one.problem.field == Some(self.field.number)).or(problems.first());
                    self.problem.set(own.map(|one| one.problem.clone()));
                }
                CommitOutcome::Failed(_) => self.failed.set(true),
            }
        });
    }

    fn done(self, cell: Cell, operation: OperationId) {
        if self.cell.with_untracked(|now| now.value == self.before.get_value()) {
            self.pending.set(Some(cell));
        }
        self.cancel();
        self.tick(operation);
    }

    fn tick(self, operation: OperationId) {
        self.saved.set(Some(operation));
        set_timeout(
            move || {
                if self.saved.try_get_untracked().flatten() == Some(operation) {
                    self.saved.set(None);
                }
            },
            Duration::from_millis(TICK_MS),
        );
    }

    /// What changed elsewhere is shown at once, but an open editor keeps what was written and says so.
    fn follow_the_value(self) {
        Effect::new(move |before: Option<Value>| {
            let now = self.cell.with(|cell| cell.value.clone());
            if before.is_some_and(|before| before != now) {
                self.pending.set(None);
                if self.open.get_untracked() && !self.saving.get_untracked() {
                    let written = self.draft.with_untracked(|draft| draft.read(self.field));
                    // A notice's "try again" saved it.
                    if written.is_ok_and(|written| written == now) {
                        self.cancel();
                    } else {
                        self.elsewhere.set(now != self.before.get_value());
                    }
                }
            }
            now
        });
    }
}
