//! Taking back, and bringing back what was taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::edits::working_member;
use super::failures::failure_text;
use super::identifiers::new_operation;
use super::notices::{Notice, NoticeTone};
use super::protocol::{Committed, Failure, RecordProblem, Reply, Request};
use crate::domain::id::OperationId;
use crate::messages::{Language, Message, shell as words};

/// The most actions that can be taken back by key; the history of a record knows all.
const DEEPEST: usize = 100;

/// What was done in this visit and can be taken back, and what was taken back.
#[derive(Clone, Copy)]
pub struct UndoStack {
    done: RwSignal<Vec<OperationId>>,
    undone: RwSignal<Vec<OperationId>>,
}

/// What became of taking an action back.
#[derive(Clone, Debug, PartialEq)]
pub enum UndoOutcome {
    /// It was taken back.
    Undone {
        /// The opposite action, which can be taken back too.
        committed: Committed,
        /// Values left alone because they had been changed again since.
        kept: u32,
    },
    /// It would leave a record that is not right; nothing was written.
    Refused(Vec<RecordProblem>),
    /// It could not be done.
    Failed(Failure),
}

impl UndoStack {
    pub(super) fn new() -> UndoStack {
        UndoStack { done: RwSignal::new(Vec::new()), undone: RwSignal::new(Vec::new()) }
    }

    /// Puts an action on top. What was taken back before can then no longer be brought back by key.
    pub fn push(self, operation: OperationId) {
        push_to(self.done, operation);
        self.undone.update(Vec::clear);
    }

    /// Whether there is an action to take back. Reactive.
    pub fn can_undo(self) -> bool {
        self.done.with(|done| !done.is_empty())
    }

    /// Whether there is an action to bring back. Reactive.
    pub fn can_redo(self) -> bool {
        self.undone.with(|undone| !undone.is_empty())
    }

    fn forget(self, operation: OperationId) {
        self.done.update(|done| done.retain(|one| *one != operation));
        self.undone.update(|undone| undone.retain(|one| *one != operation));
    }
}

fn push_to(stack: RwSignal<Vec<OperationId>>, operation: OperationId) {
    stack.update(|stack| {
        // A commit that was repeated with its own id is one action.
        stack.retain(|one| *one != operation);
        stack.push(operation);
        if stack.len() > DEEPEST {
            stack.remove(0);
        }
    });
}

/// Takes an action back and says so in a notice, with the way to bring it back.
pub async fn undo(app: AppState, of: OperationId) -> UndoOutcome {
    reverse(app, of, Direction::Back).await
}

/// Takes back the last action of this visit.
pub fn undo_last(app: AppState) {
    match app.undo.done.with_untracked(|done| done.last().copied()) {
        Some(operation) => spawn_local(async move {
            reverse(app, operation, Direction::Back).await;
        }),
        None => {
            app.notices.push(Notice::plain(NoticeTone::Info, words::NOTHING_TO_UNDO).about("undo"));
        }
    }
}

/// Brings back what was last taken back in this visit.
pub fn redo_last(app: AppState) {
    if let Some(operation) = app.undo.undone.with_untracked(|undone| undone.last().copied()) {
        spawn_local(async move {
            reverse(app, operation, Direction::Forth).await;
        });
    }
}

/// Says what was done, with the way to take it back.
pub fn offer_undo(app: AppState, text: impl Fn(Language) -> String + 'static, operation: OperationId) {
    offer_undo_as(app, words::UNDO, text, operation);
}

/// As [`offer_undo`], where taking it back has a better name than "Undo".
pub fn offer_undo_as(
    app: AppState,
    label: Message,
    text: impl Fn(Language) -> String + 'static,
    operation: OperationId,
) {
    let notice = Notice::new(NoticeTone::Success, text).about(undo_topic(operation));
    app.notices.push(notice.with_action(label, move || {
        spawn_local(async move {
            undo(app, operation).await;
        });
    }));
}

/// A notice that offers to take an action back goes when it has been taken back in another way.
fn undo_topic(operation: OperationId) -> String {
    format!("undo {operation}")
}

/// Both directions take an action back; bringing back is taking back the taking back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Forth,
}

async fn reverse(app: AppState, of: OperationId, direction: Direction) -> UndoOutcome {
    let outcome = ask_to_reverse(app, of).await;
    match &outcome {
        UndoOutcome::Undone { committed, kept } => {
            app.undo.forget(of);
            app.notices.dismiss_topic(&undo_topic(of));
            let opposite = committed.operation;
            push_to(if direction == Direction::Back { app.undo.undone } else { app.undo.done }, opposite);
            tell(app, opposite, *kept, direction);
        }
        UndoOutcome::Refused(problems) => {
            let reason = problems.first().map(|problem| problem.problem.clone());
            app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                let reason = reason.as_ref().map(|problem| problem.text(language)).unwrap_or_default();
                words::NOT_UNDONE_BECAUSE.fill(language, &[("reason", &reason)])
            }));
        }
        UndoOutcome::Failed(failure) => {
            if *failure == Failure::UnknownOperation {
                app.undo.forget(of);
            }
            let failure = failure.clone();
            app.notices.push(
                Notice::new(NoticeTone::Bad, move |language| {
                    words::NOT_UNDONE_BECAUSE.fill(language, &[("reason", &failure_text(&failure, language))])
                })
                .about("undo")
                .sticky(),
            );
        }
    }
    outcome
}

async fn ask_to_reverse(app: AppState, of: OperationId) -> UndoOutcome {
    let member = match working_member(app).await {
        Ok(member) => member,
        Err(failure) => return UndoOutcome::Failed(failure),
    };
    let operation = match new_operation() {
        Ok(operation) => operation,
        Err(failure) => return UndoOutcome::Failed(failure),
    };
    match app.engine.ask(Request::Undo { operation, member, of }).await {
        Reply::Undone { committed, kept } => UndoOutcome::Undone { committed, kept },
        Reply::Refused(problems) => UndoOutcome::Refused(problems),
        other => UndoOutcome::Failed(super::questions::failure_of(other)),
    }
}

fn tell(app: AppState, opposite: OperationId, kept: u32, direction: Direction) {
    let (done, action) = match direction {
        Direction::Back => (words::UNDONE, words::REDO),
        Direction::Forth => (words::REDONE, words::UNDO),
    };
    let tone = if kept == 0 { NoticeTone::Success } else { NoticeTone::Warning };
    let notice = Notice::new(tone, move |language| {
        let done = done.text(language);
        if kept == 0 {
            return done.to_owned();
        }
        let shown = super::format::integer(language, u64::from(kept));
        let left = words::VALUES_LEFT_ALONE.fill(language, u64::from(kept), &shown, &[]);
        match language {
            Language::English => format!("{done} {left}"),
            Language::Chinese => format!("{done}{left}"),
        }
    });
    let back = match direction {
        Direction::Back => Direction::Forth,
        Direction::Forth => Direction::Back,
    };
    app.notices.push(notice.about("undo").with_action(action, move || {
        spawn_local(async move {
            reverse(app, opposite, back).await;
        });
    }));
}
