//! Why a file cannot be imported, in plain words, with what to do.

use crate::messages::{Message, import as words};
use crate::state::protocol::FileProblem;
use crate::ui::words::{n, t, tf};

/// What is the matter with the file, and what to do about it.
pub(super) fn file_problem_text(problem: &FileProblem, file: &str) -> (String, String) {
    let told = |title: Message, advice: Message| (tf(title, &[("file", file)]), t(advice));
    match problem {
        FileProblem::Empty => told(words::EMPTY_TITLE, words::EMPTY_ADVICE),
        FileProblem::HeaderOnly => told(words::HEADER_ONLY_TITLE, words::HEADER_ONLY_ADVICE),
        FileProblem::NotText(kind) => {
            let (title, advice) = not_text(kind);
            (tf(title, &[("file", file), ("kind", kind)]), t(advice))
        }
        FileProblem::TooManyColumns(count) => {
            let title = tf(words::TOO_MANY_COLUMNS_TITLE, &[("file", file), ("count", &n(u64::from(*count)))]);
            (title, t(words::TOO_MANY_COLUMNS_ADVICE))
        }
        FileProblem::Unreadable(_) => told(words::UNREADABLE_TITLE, words::UNREADABLE_ADVICE),
        FileProblem::Missing => told(words::MISSING_TITLE, words::MISSING_ADVICE),
    }
}

/// By the name that the engine gives to the content of a file.
fn not_text(kind: &str) -> (Message, Message) {
    match kind {
        "PNG" | "JPEG" | "GIF" => (words::PICTURE_TITLE, words::PICTURE_ADVICE),
        "PDF" => (words::PDF_TITLE, words::PDF_ADVICE),
        "ZIP" | "gzip" => (words::PACKED_TITLE, words::PACKED_ADVICE),
        _ if kind.starts_with("Excel") => (words::WORKBOOK_TITLE, words::WORKBOOK_ADVICE),
        _ if kind.starts_with("Office") => (words::OLD_OFFICE_TITLE, words::WORKBOOK_ADVICE),
        _ => (words::NOT_TEXT_TITLE, words::NOT_TEXT_ADVICE),
    }
}
