//! A record that is on the screen.

use leptos::prelude::*;

use crate::domain::field::{Field, FieldKind};
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::Language;
use crate::state::protocol::{Cell, RecordDetail};
use crate::state::{AppState, format};

/// The record with its values as they are now. `Copy`; ends with the screen that shows it.
#[derive(Clone, Copy)]
pub struct RecordHandle {
    /// The root.
    pub app: AppState,
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Id,
    /// The record as the engine last told it; `None` when it is no longer there.
    pub detail: Memo<Option<RecordDetail>>,
}

impl RecordHandle {
    /// The value of a field, as a signal of the current owner.
    pub fn cell(self, number: u16) -> Memo<Cell> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().and_then(|detail| cell_in(detail, number)).cloned())
                .unwrap_or_default()
        })
    }

    /// The title. Reactive.
    pub fn title(self) -> String {
        self.detail.with(|detail| detail.as_ref().map(|detail| detail.title.clone()).unwrap_or_default())
    }

    /// Whether it is in the trash. Reactive.
    pub fn is_deleted(self) -> bool {
        self.detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.deleted))
    }

    /// What the list shows in words beside the title: an organisation, a role. Reactive.
    pub fn subtitle(self, language: Language) -> String {
        let tells = |field: &&Field| {
            field.column_width > 0 && field.number != self.kind.title_field() && matches!(field.kind, FieldKind::Text)
        };
        let title = self.title();
        self.detail.with(|detail| {
            let Some(detail) = detail else { return String::new() };
            let texts =
                self.kind.fields().iter().filter(tells).filter_map(|field| {
                    cell_in(detail, field.number).map(|cell| format::cell_text(field, cell, language))
                });
            texts.filter(|text| !text.is_empty() && *text != title).collect::<Vec<_>>().join(" · ")
        })
    }
}

fn cell_in(detail: &RecordDetail, number: u16) -> Option<&Cell> {
    detail.fields.iter().find(|(one, _)| *one == number).map(|(_, cell)| cell)
}
