//! The form of a new record.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cells::title_text;
use super::list_keys::focus_record;
use super::list_state::{ListDialog, ListState};
use super::new_record_draft::{NewRecordDraft, OWN_PROBLEM};
use super::new_record_form::NewRecordForm;
use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::messages::{record as words, shell};
use crate::state::protocol::{Cell, RecordProblem};
use crate::state::{CommitOutcome, commit, failure_text, new_id, offer_undo};
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::words::{language, t, tf};

/// The dialog with the form. What was written stays until it is saved or given up.
#[component]
pub fn NewRecordDialog(
    /// The list.
    list: ListState,
    /// The fields that are asked for, in order.
    form: &'static [u16],
    /// What a new record begins with, besides what every new one gets.
    #[prop(optional, into)]
    preset: Signal<Vec<(u16, Cell)>>,
) -> impl IntoView {
    let open = Signal::derive(move || list.dialog.get() == Some(ListDialog::New));
    let draft = NewRecordDraft::new(list.kind, form);
    let busy = RwSignal::new(false);

    Effect::new(move || {
        if open.get() {
            draft.clear();
            draft.put(&preset.get_untracked());
            if let Some(begin_with) = list.extras.begin_with {
                draft.put(&begin_with.get_untracked());
            }
        }
    });
    let close = move || list.dialog.set(None);
    let save = move || {
        if !busy.get_untracked()
            && let Some(fields) = draft.checked()
        {
            create(list, draft, fields, busy);
        }
    };
    view! {
        <Dialog
            open=open on_close=close close_label=move || t(shell::CLOSE)
            title=move || tf(words::NEW_TITLE, &[("kind", &t(list.kind.one()).to_lowercase())])
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button label=move || t(words::CREATE) kind=ButtonKind::Primary busy=busy on_press=save/>
            }
        >
            <NewRecordForm list=list draft=draft on_save=save/>
        </Dialog>
    }
}

fn create(
    list: ListState,
    draft: NewRecordDraft,
    fields: Vec<(u16, crate::domain::value::Value)>,
    busy: RwSignal<bool>,
) {
    let app = list.app;
    let id = match new_id() {
        Ok(id) => id,
        Err(failure) => {
            draft.tell(OWN_PROBLEM, failure_text(&failure, untrack(language)));
            return;
        }
    };
    busy.set(true);
    spawn_local(async move {
        let outcome = commit(app, Action::Create, vec![Change::edit(list.kind, id, fields)]).await;
        busy.try_set(false);
        match outcome {
            CommitOutcome::Saved(committed) => {
                let title = app
                    .engine
                    .record(list.kind, id)
                    .await
                    .ok()
                    .flatten()
                    .map(|record| record.title)
                    .unwrap_or_default();
                offer_undo(
                    app,
                    move |language| words::CREATED_NOTICE.fill(language, &[("title", &title_text(&title, language))]),
                    committed.operation,
                );
                if list.dialog.try_set(None).is_none() {
                    list.open_record(id);
                    focus_record(id).await;
                }
            }
            CommitOutcome::Refused(problems) => tell_problems(draft, &problems),
            CommitOutcome::Failed(failure) => {
                let text = untrack(|| tf(shell::NOT_SAVED_BECAUSE, &[("reason", &failure_text(&failure, language()))]));
                draft.tell(OWN_PROBLEM, text);
            }
        }
    });
}

fn tell_problems(draft: NewRecordDraft, problems: &[RecordProblem]) {
    let language = untrack(language);
    for one in problems {
        draft.tell(one.problem.field.unwrap_or(OWN_PROBLEM), one.problem.text(language));
    }
}
