//! An action in words.

use crate::domain::operation::{Action, Operation};
use crate::domain::record::Kind;
use crate::messages::{Language, audit as words};
use crate::state::format::{self, InstantStyle};
use crate::state::protocol::AuditLine;

/// “Changed Ada Lovelace”, “Imported 100,000 customers from contacts.csv”.
pub fn sentence(line: &AuditLine, language: Language) -> String {
    let what = what(line, language);
    action_sentence(&line.operation, &what, line.kinds.is_empty(), language)
}

/// An action on what is named.
pub fn action_sentence(operation: &Operation, what: &str, is_empty: bool, language: Language) -> String {
    let filled = [("what", what)];
    match &operation.action {
        Action::Create => words::CREATED.fill(language, &filled),
        Action::Edit => words::CHANGED.fill(language, &filled),
        Action::Delete => words::DELETED.fill(language, &filled),
        Action::Restore => words::RESTORED.fill(language, &filled),
        Action::Import(summary) if is_empty => words::IMPORTED_NOTHING_NEW.fill(language, &[("file", &summary.file)]),
        Action::Import(summary) => words::IMPORTED.fill(language, &[("what", what), ("file", &summary.file)]),
        Action::Undo(_) => words::UNDONE.fill(language, &filled),
        Action::ErasePeople => words::ERASED_PEOPLE.text(language).to_owned(),
        Action::SetUp => words::SET_UP.text(language).to_owned(),
        Action::Receive if is_empty => words::RECEIVED_NOTHING_NEW.text(language).to_owned(),
        Action::Receive => words::RECEIVED.fill(language, &filled),
        Action::RestoreBackup { made } => {
            let day = format::instant(language, *made, InstantStyle::Date);
            words::BACKUP_RESTORED.fill(language, &[("day", &day)])
        }
    }
}

/// The one record by its title, or how many of which kinds.
fn what(line: &AuditLine, language: Language) -> String {
    if let ([(kind, 1)], [name]) = (&line.kinds[..], &line.records[..]) {
        return if name.title.is_empty() { kind.one().text(language).to_lowercase() } else { name.title.clone() };
    }
    let counted: Vec<String> = line.kinds.iter().map(|(kind, count)| counted(*kind, *count, language)).collect();
    if counted.is_empty() {
        return words::SOMETHING.text(language).to_owned();
    }
    format::list(language, counted.iter().map(String::as_str))
}

fn counted(kind: Kind, count: u64, language: Language) -> String {
    let name = if count == 1 { kind.one() } else { kind.many() };
    let count = format::integer(language, count);
    words::COUNT_OF.fill(language, &[("count", &count), ("kind", &name.text(language).to_lowercase())])
}
