//! Making a backup: a passphrase twice, the work, the file.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::passphrase_form::{Chosen, PassphraseForm};
use super::told::{FailureBox, WorkProgress};
use super::work::Work;
use crate::messages::{backup as words, shell as shell_words};
use crate::state::backup_protocol::{BackupContents, ConverterFailure, ConverterReply, ConverterTask};
use crate::state::{ConverterInput, keep_file, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon};
use crate::ui::words::{language, t, tc, tf};

/// The dialog. It is there while it is open.
#[component]
pub fn MakeDialog(
    /// Runs when the person closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Runs when the person wants the new file to be checked.
    #[prop(into)]
    on_check: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let work = Work::new(app);
    let chosen = Chosen::new();
    let failure = RwSignal::new(None::<ConverterFailure>);
    let made = RwSignal::new(None::<(String, BackupContents)>);
    let make = move || {
        if !chosen.try_it() || work.running.get_untracked() {
            return;
        }
        failure.set(None);
        let day = app.today().map(|day| day.to_string()).unwrap_or_default();
        let day = format!("{day}{}", app.books.part_of_file_name(language()));
        let task = ConverterTask::Back { passphrase: Some(chosen.passphrase.get_untracked()), day };
        spawn_local(async move {
            match work.ask(task, ConverterInput::Book).await {
                Some(Ok((ConverterReply::Made { name, contents }, Some(blob)))) => match keep_file(&name, &blob) {
                    Ok(()) => {
                        app.backups.note(contents.created, contents.records());
                        made.try_set(Some((name, contents)));
                    }
                    Err(reason) => drop(failure.try_set(Some(ConverterFailure::Bug(reason)))),
                },
                Some(Ok(other)) => drop(failure.try_set(Some(ConverterFailure::Bug(format!("{:?}", other.0))))),
                Some(Err(reason)) => drop(failure.try_set(Some(reason))),
                None => {}
            }
            // What was kept of the book in the worker goes with it.
            work.end();
        });
    };
    let is_made = move || made.with(Option::is_some);
    let footer = move || {
        if is_made() {
            view! {
                <Button label=move || t(words::MADE_CHECK) on_press=on_check/>
                <Button kind=ButtonKind::Primary label=move || t(words::DONE) on_press=on_close/>
            }
            .into_any()
        } else {
            view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button kind=ButtonKind::Primary label=move || t(words::MAKE) busy=work.running on_press=make/>
            }
            .into_any()
        }
    };
    let content = move || {
        match made.get() {
        Some((name, contents)) => view! { <Made name=name contents=contents/> }.into_any(),
        None if work.running.get() => view! { <WorkProgress work=work on_cancel=move || work.end()/> }.into_any(),
        None => view! { <FailureBox failure=failure/><p>{move || t(words::MAKE_TEXT)}</p><PassphraseForm chosen=chosen on_submit=make/> }.into_any(),
    }
    };
    view! {
        <Dialog
            open=true on_close=on_close close_label=move || t(shell_words::CLOSE)
            title=move || t(if is_made() { words::MADE_TITLE } else { words::MAKE_TITLE }) footer=footer
        >
            {content}
        </Dialog>
    }
}

#[component]
fn Made(name: String, contents: BackupContents) -> impl IntoView {
    let records = contents.records();
    let is_incomplete = contents.damaged > 0;
    view! {
        <div class="backup-good" role="status">
            <Glyph icon=Icon::Check/>
            <p>{move || tf(words::MADE_TEXT, &[("file", &name), ("records", &tc(words::RECORDS, records))])}</p>
        </div>
        {is_incomplete.then(|| view! { <p class="problem"><Glyph icon=Icon::Warning/><span>{move || t(words::INCOMPLETE)}</span></p> })}
    }
}
