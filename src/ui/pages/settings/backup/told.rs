//! Progress and failures of backups, in words.

use leptos::prelude::*;

use super::work::Work;
use crate::messages::{Message, backup as words, shell as shell_words};
use crate::state::backup_protocol::{BackupProblem, ConverterFailure, ConverterStep};
use crate::state::{failure_text, format};
use crate::ui::controls::{Glyph, Icon, Progress};
use crate::ui::words::{language, n, t, tf};

/// How far the work is, with a way to end it.
#[component]
pub(super) fn WorkProgress(
    work: Work,
    /// Runs when the person ends it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let step = move || work.progress.get().map(|progress| progress.step);
    let label = move || {
        t(match step() {
            None => words::STEP_STARTING,
            Some(ConverterStep::Unlocking) => words::STEP_UNLOCKING,
            Some(ConverterStep::Writing) => words::STEP_WRITING,
            Some(ConverterStep::Reading) => words::STEP_READING,
            Some(ConverterStep::Restoring) => words::STEP_RESTORING,
        })
    };
    let done = move || {
        let progress = work.progress.get().filter(|progress| progress.total > 0)?;
        Some((progress.done as f64 / progress.total as f64).min(1.0))
    };
    let detail = move || {
        let Some(progress) = work.progress.get().filter(|progress| progress.total > 0) else { return String::new() };
        let shown = |number| match progress.step {
            ConverterStep::Reading => format::bytes(language(), number),
            _ => n(number),
        };
        tf(words::OF, &[("done", &shown(progress.done)), ("total", &shown(progress.total))])
    };
    view! {
        <Progress
            label=label done=Signal::derive(done) detail=detail on_cancel=on_cancel
            finishing=Signal::derive(move || step() == Some(ConverterStep::Restoring))
            cancel_label=move || t(shell_words::CANCEL)
        />
    }
}

/// What went wrong, what is safe, and what to do.
#[component]
pub(super) fn FailureBox(#[prop(into)] failure: Signal<Option<ConverterFailure>>) -> impl IntoView {
    move || {
        failure.get().map(|failure| {
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p class="error-title">{t(words::FAILED_TITLE)}</p>
                        <p>{failure_words(&failure)}</p>
                        <p>{t(words::NOTHING_WRITTEN)}</p>
                    </div>
                </div>
            }
        })
    }
}

fn failure_words(failure: &ConverterFailure) -> String {
    match failure {
        ConverterFailure::File(problem) => t(problem_words(problem)),
        ConverterFailure::Unreadable(_) => t(words::FILE_UNREADABLE),
        ConverterFailure::Engine(failure) => failure_text(failure, language()),
        ConverterFailure::Bug(_) => t(words::FAILED_BUG),
    }
}

/// What is wrong with a file, and what to do.
pub(super) fn problem_words(problem: &BackupProblem) -> Message {
    match problem {
        BackupProblem::Empty => words::FILE_EMPTY,
        BackupProblem::NotABackup => words::FILE_NO_BACKUP,
        BackupProblem::NoPassphrase => words::FILE_OTHER_LOCK,
        BackupProblem::WrongPassphrase => words::WRONG_PASSPHRASE,
        BackupProblem::Newer => words::FILE_NEWER,
        BackupProblem::Truncated => words::FILE_TRUNCATED,
        BackupProblem::Damaged(_) | BackupProblem::Unequal => words::FILE_DAMAGED,
        BackupProblem::LineTooLong(_) | BackupProblem::TooLarge => words::FILE_TOO_LARGE,
    }
}
