//! One field of all selected rows.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bulk_delete::tell_count;
use super::editors::{Draft, ValueEditor};
use super::list_state::{ListDialog, ListState};
use super::selection::Selection;
use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{list as words, shell};
use crate::state::{CommitOutcome, commit_to_all, failure_text};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, Select, SelectOption, unique_id};
use crate::ui::words::{language, t, tc, tf};

/// The dialog: which field, which value, how many records.
#[component]
pub fn BulkEditDialog(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let field = RwSignal::new(fields_for_all(list.kind).next().map_or(0, |field| field.number));
    let draft = RwSignal::new(Draft::Text(String::new()));
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let open = Signal::derive(move || list.dialog.get() == Some(ListDialog::Edit));
    let chosen = move || list.kind.field(field.get());

    // Every opening begins with nothing written, and so does another field.
    Effect::new(move || {
        if open.get()
            && let Some(field) = chosen()
        {
            draft.set(Draft::empty(field));
            problem.set(None);
        }
    });
    let close = move || list.dialog.set(None);
    let apply = move || {
        let Some(field) = list.kind.field(field.get_untracked()).filter(|_| !busy.get_untracked()) else { return };
        match draft.with_untracked(|draft| draft.read(field)) {
            Err(wrong) => problem.set(Some(wrong.text(untrack(language)))),
            Ok(value) => change_all(list, field.number, value, problem, busy),
        }
    };
    let is_empty =
        move || chosen().is_some_and(|field| draft.with(|draft| matches!(draft.read(field), Ok(Value::Empty))));
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::BULK_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button label=move || tc(words::BULK_APPLY, list.selected()) kind=ButtonKind::Primary busy=busy on_press=apply/>
            }
        >
            <div class="form">
                <Select
                    label=move || t(words::BULK_FIELD) autofocus=true value=Signal::derive(move || field.get().to_string())
                    options=Signal::derive(move || options(list.kind))
                    on_change=move |number: String| field.set(number.parse().unwrap_or_default())
                />
                {move || chosen().map(|field| view! {
                    <ValueEditor kind=list.kind field=field draft=draft label=move || t(words::BULK_NEW_VALUE)/>
                })}
                <Problem id=unique_id("bulk-problem") text=problem/>
                <p role="status">{move || tc(words::BULK_PREVIEW, list.selected())}</p>
                {move || is_empty().then(|| view! { <p class="second">{t(words::BULK_CLEARS)}</p> })}
            </div>
        </Dialog>
    }
}

/// The fields that many records can share: not their names and addresses.
fn fields_for_all(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let shared = |field: &&Field| field.is_shown() && !matches!(field.kind, FieldKind::Emails | FieldKind::Phones);
    let title = kind.title_field();
    kind.fields()
        .iter()
        .filter(move |field| field.editable && field.is_stored() && field.number != title)
        .filter(shared)
}

fn options(kind: Kind) -> Vec<SelectOption> {
    fields_for_all(kind).map(|field| SelectOption::new(field.number.to_string(), t(field.label))).collect()
}

fn change_all(list: ListState, field: u16, value: Value, problem: RwSignal<Option<String>>, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_local(async move {
        let outcome = match list.selected_for_engine().await {
            Ok((query, only)) => commit_to_all(list.app, query, only, vec![(field, value)], None).await,
            Err(failure) => CommitOutcome::Failed(failure),
        };
        busy.try_set(false);
        match outcome {
            CommitOutcome::Saved(committed) => {
                list.dialog.try_set(None);
                list.selection.try_set(Selection::default());
                list.selecting.try_set(false);
                tell_count(list, words::CHANGED, u64::from(committed.records), committed.operation);
            }
            CommitOutcome::Refused(problems) => {
                let text = problems.first().map(|one| one.problem.text(untrack(language)));
                problem.try_set(text);
            }
            CommitOutcome::Failed(failure) => {
                let reason =
                    untrack(|| tf(shell::NOT_SAVED_BECAUSE, &[("reason", &failure_text(&failure, language()))]));
                problem.try_set(Some(reason));
            }
        }
    });
}
