//! What is being written into the form of a new record.

use std::collections::HashMap;

use leptos::prelude::*;

use super::editors::Draft;
use crate::domain::field::{Field, NoNeighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::value::{self, Value};
use crate::state::protocol::Cell;
use crate::ui::words::language;

/// The place of a problem that is about no field of the form.
pub const OWN_PROBLEM: u16 = 0;

/// The form's values and problems. `Copy`; ends with the form.
#[derive(Clone, Copy)]
pub struct NewRecordDraft {
    /// The kind of record.
    pub kind: Kind,
    /// The fields that are asked for, in order, each with what is written.
    pub fields: StoredValue<Vec<(&'static Field, RwSignal<Draft>)>>,
    problems: RwSignal<HashMap<u16, String>>,
}

impl NewRecordDraft {
    /// An empty form. Call it at the top of the form's component.
    pub fn new(kind: Kind, form: &[u16]) -> NewRecordDraft {
        let fields = form.iter().filter_map(|number| kind.field(*number));
        let fields = fields.map(|field| (field, RwSignal::new(Draft::empty(field)))).collect();
        let draft = NewRecordDraft { kind, fields: StoredValue::new(fields), problems: RwSignal::new(HashMap::new()) };
        draft.forget_what_was_put_right();
        draft
    }

    /// A problem goes as soon as its field is changed; one of the whole record with the change of any field.
    fn forget_what_was_put_right(self) {
        for (field, value) in self.fields.get_value() {
            Effect::new(move || {
                value.track();
                if self.problems.with_untracked(|problems| !problems.is_empty()) {
                    self.problems
                        .update(|problems| problems.retain(|place, _| *place != field.number && *place != OWN_PROBLEM));
                }
            });
        }
    }

    /// Empties the form; what a new record gets by itself is filled in.
    pub fn clear(self) {
        let defaults = defaults(self.kind);
        self.problems.set(HashMap::new());
        for (field, draft) in self.fields.get_value() {
            let value = defaults.iter().find(|(number, _)| *number == field.number).map(|(_, value)| value.clone());
            draft.set(Draft::of(field, &Cell { value: value.unwrap_or_default(), ..Cell::default() }));
        }
    }

    /// Fills in values, each with the title of what it links to.
    pub fn fill(self, values: &[(u16, Cell)]) {
        for (field, draft) in self.fields.get_value() {
            if let Some((_, cell)) = values.iter().find(|(number, _)| *number == field.number) {
                draft.set(Draft::of(field, cell));
            }
        }
    }

    /// Whether a field has a meaning with what is written in the others. Reactive.
    pub fn applies(self, field: &Field) -> bool {
        let Some((number, code)) = field.only_when else { return true };
        let chosen = self
            .fields
            .with_value(|fields| fields.iter().find(|(one, _)| one.number == number).map(|(_, draft)| *draft));
        chosen.is_none_or(|draft| draft.with(|draft| *draft == Draft::Choice(Some(code))))
    }

    /// Whether another field has a meaning only with a certain choice in this one, so that it decides what the form is.
    pub fn decides(self, field: &Field) -> bool {
        self.fields.with_value(|fields| {
            fields.iter().any(|(other, _)| other.only_when.is_some_and(|(number, _)| number == field.number))
        })
    }

    /// The values that can be read so far. Reactive.
    pub fn readable(self) -> Vec<(u16, Value)> {
        let fields = self.fields.get_value().into_iter().filter(|(field, _)| self.applies(field));
        let values = fields
            .filter_map(|(field, draft)| draft.with(|draft| draft.read(field)).ok().map(|value| (field.number, value)));
        values.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The values to save; nothing while one of them cannot be read, which is then said beside its field. Whether they are
    /// right together the engine says, which knows the other records.
    pub fn checked(self) -> Option<Vec<(u16, Value)>> {
        let language = untrack(language);
        let mut problems = HashMap::new();
        for (field, draft) in self.fields.get_value() {
            if untrack(|| self.applies(field))
                && let Err(problem) = draft.with_untracked(|draft| draft.read(field))
            {
                problems.insert(field.number, problem.text(language));
            }
        }
        let values = untrack(|| self.readable());
        let sound = problems.is_empty();
        self.problems.set(problems);
        sound.then_some(values)
    }

    /// Says a problem beside its field, or below the form where it has none there.
    pub fn tell(self, field: u16, text: String) {
        let place = if self.has(field) { field } else { OWN_PROBLEM };
        self.problems.try_update(|problems| problems.insert(place, text));
    }

    /// The problem of a field. Reactive.
    pub fn problem(self, field: u16) -> Option<String> {
        self.problems.with(|problems| problems.get(&field).cloned())
    }

    fn has(self, number: u16) -> bool {
        self.fields.with_value(|fields| fields.iter().any(|(field, _)| field.number == number))
    }
}

fn encoded(kind: Kind, values: &[(u16, Value)]) -> Vec<u8> {
    let mut record = Record::new(kind.number(), Id::default());
    for (number, value) in values {
        record.set(*number, Default::default(), value::encode(value));
    }
    record.encode()
}

/// What a record gets where nothing is said.
fn defaults(kind: Kind) -> Vec<(u16, Value)> {
    let bytes = encoded(kind, &[]);
    RecordView::new(&bytes).map(|record| kind.defaults(&record, &NoNeighbours)).unwrap_or_default()
}
