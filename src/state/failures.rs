//! What went wrong, in a sentence with something to do.

use super::app::AppState;
use super::format;
use super::notices::{Notice, NoticeTone};
use super::protocol::{Failure, FileProblem};
use crate::messages::{Language, keeping, lock as lock_words, releases, shell as words};

/// The sentence for a failure: what happened, and what to do.
pub fn failure_text(failure: &Failure, language: Language) -> String {
    let message = match failure {
        Failure::DiskFull => words::FAILED_DISK_FULL,
        Failure::StorageUnavailable(_) => words::FAILED_STORAGE_UNAVAILABLE,
        Failure::Blocked => words::FAILED_BLOCKED,
        Failure::NewerRelease => releases::FAILED_NEWER_RELEASE,
        Failure::BookGone => releases::FAILED_BOOK_GONE,
        Failure::StorageLost(_) => words::FAILED_STORAGE_LOST,
        Failure::BookDamaged(_) => words::FAILED_BOOK_DAMAGED,
        Failure::UnknownOperation => words::FAILED_UNKNOWN_OPERATION,
        Failure::NotReady => words::FAILED_NOT_READY,
        Failure::Locked => lock_words::FAILED_LOCKED,
        Failure::KeyNotMade(_) => lock_words::FAILED_KEY_NOT_MADE,
        Failure::Bug(_) => words::FAILED_BUG,
        Failure::NoRoom { needed, left } => {
            let (needed, left) = (format::bytes(language, *needed), format::bytes(language, *left));
            return keeping::NO_ROOM.fill(language, &[("needed", &needed), ("left", &left)]);
        }
        Failure::File(problem) => return file_problem_text(problem, language),
    };
    message.text(language).to_owned()
}

/// Says a failure in a notice that stays.
pub fn tell_failure(app: AppState, failure: Failure) {
    let topic = format!("{failure:?}");
    app.notices
        .push(Notice::new(NoticeTone::Bad, move |language| failure_text(&failure, language)).about(topic).sticky());
}

fn file_problem_text(problem: &FileProblem, language: Language) -> String {
    match problem {
        FileProblem::Empty => words::FILE_EMPTY.text(language).to_owned(),
        FileProblem::HeaderOnly => words::FILE_HEADER_ONLY.text(language).to_owned(),
        FileProblem::NotText(kind) if kind.is_empty() => words::FILE_NOT_TEXT.text(language).to_owned(),
        FileProblem::NotText(kind) => words::FILE_NOT_TEXT_BUT.fill(language, &[("kind", kind)]),
        FileProblem::TooManyColumns(count) => {
            words::FILE_TOO_MANY_COLUMNS.fill(language, &[("count", &count.to_string())])
        }
        FileProblem::Unreadable(_) => words::FILE_UNREADABLE.text(language).to_owned(),
        FileProblem::Missing => words::FILE_MISSING.text(language).to_owned(),
    }
}
