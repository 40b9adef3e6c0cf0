//! What happened to a record, in words.

use crate::domain::operation::Action;
use crate::domain::record::{DELETION, Kind};
use crate::domain::value::Value;
use crate::messages::{Language, audit, record as words};
use crate::state::format;
use crate::state::protocol::{FieldChange, HistoryEntry};

/// The title of an entry: “Phone, Status changed”.
pub fn entry_title(kind: Kind, entry: &HistoryEntry, language: Language) -> String {
    let action = entry.operation.as_ref().map(|operation| &operation.action);
    let plain = || {
        if entry.created {
            return words::HISTORY_CREATED.text(language).to_owned();
        }
        if let Some(deleted) = deletion_in(entry) {
            return (if deleted { words::HISTORY_DELETED } else { words::HISTORY_RESTORED }).text(language).to_owned();
        }
        let fields =
            entry.changes.iter().filter_map(|change| kind.field(change.field)).filter(|field| field.is_shown());
        // What followed by itself stands below; the title says what somebody did, if anybody did.
        let (followed, done): (Vec<_>, Vec<_>) = fields.partition(|field| field.is_consequence);
        let named = if done.is_empty() { followed } else { done };
        let labels = named.into_iter().map(|field| field.label.text(language));
        words::HISTORY_CHANGED.fill(language, &[("fields", &format::list(language, labels))])
    };
    match action {
        Some(Action::Import(summary)) if entry.created => {
            words::HISTORY_IMPORTED.fill(language, &[("file", &summary.file)])
        }
        Some(Action::Import(summary)) => words::HISTORY_IMPORT_CHANGED.fill(language, &[("file", &summary.file)]),
        Some(Action::Undo(_)) => words::HISTORY_UNDONE.fill(language, &[("what", &plain())]),
        Some(Action::Receive) if entry.created => words::HISTORY_RECEIVED.text(language).to_owned(),
        Some(Action::Receive) => words::HISTORY_RECEIVED_CHANGE.fill(language, &[("what", &plain())]),
        Some(Action::ErasePeople) => audit::ERASED_PEOPLE.text(language).to_owned(),
        Some(Action::SetUp) => words::HISTORY_SET_UP.text(language).to_owned(),
        _ => plain(),
    }
}

/// Whether people see anything of an entry. What only the program keeps for itself, such as the seed of a draw, is no news.
pub fn tells_something(kind: Kind, entry: &HistoryEntry) -> bool {
    let is_seen = |field: u16| field == DELETION || kind.field(field).is_some_and(|field| field.is_shown());
    entry.created || entry.changes.is_empty() || entry.changes.iter().any(|change| is_seen(change.field))
}

/// Whether the entry moved the record to the trash (`true`), or brought it back.
fn deletion_in(entry: &HistoryEntry) -> Option<bool> {
    let change = entry.changes.iter().find(|change| change.field == DELETION)?;
    Some(change.after.value == Value::Boolean(true))
}

/// A change as field, before and after in words; nothing for what the title has said already.
pub fn change_words(kind: Kind, change: &FieldChange, language: Language) -> Option<(String, String, String)> {
    let field = kind.field(change.field).filter(|field| field.is_shown())?;
    let text = |cell| format::cell_text(field, cell, language);
    Some((field.label.text(language).to_owned(), text(&change.before), text(&change.after)))
}
