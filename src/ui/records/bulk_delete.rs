//! Moving selected rows to the trash, and bringing them back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list_state::{ListDialog, ListState};
use super::selection::Selection;
use crate::messages::{Counted, list as words, shell};
use crate::state::{CommitOutcome, Notice, NoticeTone, commit_to_all, failure_text, format, offer_undo};
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::words::{t, tc};

/// Moves one selected row to the trash at once, and asks before it moves more.
pub fn ask_to_delete(list: ListState) {
    match untrack(|| list.selected()) {
        0 => {}
        1 => set_deleted(list, true),
        _ => list.dialog.set(Some(ListDialog::Delete)),
    }
}

/// Moves the selected rows to the trash, or brings them back.
pub fn set_deleted(list: ListState, deleted: bool) {
    let app = list.app;
    let done = if deleted { words::TRASHED } else { words::RESTORED };
    spawn_local(async move {
        let (query, only) = match list.selected_for_engine().await {
            Ok(which) => which,
            Err(failure) => {
                app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                    shell::NOT_SAVED_BECAUSE.fill(language, &[("reason", &failure_text(&failure, language))])
                }));
                return;
            }
        };
        if let CommitOutcome::Saved(committed) = commit_to_all(app, query, only, Vec::new(), Some(deleted)).await {
            list.selection.try_set(Selection::default());
            list.selecting.try_set(false);
            tell_count(list, done, u64::from(committed.records), committed.operation);
        }
    });
}

/// Says how many records an action changed, and offers to take it back.
pub fn tell_count(list: ListState, message: Counted, count: u64, operation: crate::domain::id::OperationId) {
    if count == 0 {
        list.app.notices.push(Notice::plain(NoticeTone::Info, words::NOTHING_CHANGED));
        return;
    }
    let text = move |language| message.fill(language, count, &format::integer(language, count), &[]);
    offer_undo(list.app, text, operation);
}

/// The question before several rows are moved.
#[component]
pub fn DeleteDialog(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let close = move || list.dialog.set(None);
    let go = move || {
        close();
        set_deleted(list, true);
    };
    view! {
        <Dialog
            open=Signal::derive(move || list.dialog.get() == Some(ListDialog::Delete)) on_close=close
            title=move || t(words::TRASH_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button label=move || t(words::MOVE_TO_TRASH) kind=ButtonKind::Danger on_press=go/>
            }
        >
            <p>{move || tc(words::TRASH_QUESTION, list.selected())}</p>
            <p class="second">{move || t(words::TRASH_TEXT)}</p>
        </Dialog>
    }
}
