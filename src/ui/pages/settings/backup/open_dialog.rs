//! Opening a backup, step by step in one dialog.

use leptos::prelude::*;

use super::open_flow::{OpenFlow, Step};
use super::opened::{Checked, Restored, RestoredAsNew};
use super::told::{FailureBox, WorkProgress, problem_words};
use crate::messages::{backup as words, books as book_words, shell as shell_words};
use crate::state::backup_protocol::{BackupContents, BackupProblem, ConverterFailure};
use crate::state::use_app;
use crate::ui::book_menu::change_book;
use crate::ui::controls::{Button, ButtonKind, Dialog, DropZone, TextField};
use crate::ui::words::{t, tf};

/// What the browser's dialog offers first; what is inside a file decides.
const ACCEPTED: &str = ".age,.ndjson,.gz";

/// The dialog. It is there while it is open.
#[component]
pub(super) fn OpenDialog(
    /// Runs when the person closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Runs when the person wants to back up what is here first.
    #[prop(into)]
    on_back_up: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let flow = OpenFlow::new(app);
    let title = move || {
        t(flow.step.with(|step| match step {
            Step::Choose | Step::Locked => words::OPEN_TITLE,
            Step::Checked(_) => words::CHECKED_TITLE,
            Step::Restored(_) | Step::RestoredAsNew(_) => words::RESTORED_TITLE,
        }))
    };
    let is_running = move || flow.work.running.get();
    let content = move || {
        if is_running() {
            return view! { <WorkProgress work=flow.work on_cancel=move || flow.cancel()/> }.into_any();
        }
        match flow.step.get() {
            Step::Choose => view! { <Choose flow=flow/> }.into_any(),
            Step::Locked => view! { <Locked flow=flow/> }.into_any(),
            Step::Checked(contents) => {
                view! { <FailureBox failure=flow.failure/><Checked flow=flow contents=contents/> }.into_any()
            }
            Step::Restored(report) => view! { <Restored report=report/> }.into_any(),
            Step::RestoredAsNew(made) => view! { <RestoredAsNew made=made/> }.into_any(),
        }
    };
    let footer = move || {
        match flow.step.get() {
        Step::Choose => view! { <Button label=move || t(shell_words::CANCEL) on_press=on_close/> }.into_any(),
        Step::Locked => view! {
            <Button label=move || t(words::ANOTHER_FILE) disabled=flow.work.running on_press=move || flow.begin_anew()/>
            <Button kind=ButtonKind::Primary label=move || t(words::CHECK) busy=flow.work.running on_press=move || flow.check()/>
        }
        .into_any(),
        Step::Checked(contents) => view! { <CheckedFoot flow=flow contents=contents on_back_up=on_back_up/> }.into_any(),
        Step::Restored(_) => {
            view! { <Button kind=ButtonKind::Primary label=move || t(words::DONE) on_press=on_close/> }.into_any()
        }
        Step::RestoredAsNew(made) => {
            let open = move || {
                on_close.run(());
                change_book(app, made.place);
            };
            view! {
                <Button label=move || t(words::DONE) on_press=on_close/>
                <Button kind=ButtonKind::Primary label=move || t(book_words::OPEN_IT) on_press=open/>
            }
            .into_any()
        }
    }
    };
    view! {
        <Dialog open=true on_close=on_close close_label=move || t(shell_words::CLOSE) title=title footer=footer>
            {content}
        </Dialog>
    }
}

#[component]
fn Choose(flow: OpenFlow) -> impl IntoView {
    view! {
        <FailureBox failure=flow.failure/>
        <DropZone
            label=move || t(words::CHOOSE) hint=move || t(words::CHOOSE_HINT) accept=ACCEPTED
            on_file=move |file| flow.open(file)
        />
    }
}

#[component]
fn Locked(flow: OpenFlow) -> impl IntoView {
    let wrong = |failure: &ConverterFailure| *failure == ConverterFailure::File(BackupProblem::WrongPassphrase);
    let problem = Signal::derive(move || {
        let is_wrong = flow.failure.with(|failure| failure.as_ref().is_some_and(wrong));
        is_wrong.then(|| t(problem_words(&BackupProblem::WrongPassphrase)))
    });
    let others = Signal::derive(move || flow.failure.get().filter(|failure| !wrong(failure)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        flow.check();
    };
    view! {
        <FailureBox failure=others/>
        <p>{move || tf(words::CHOSEN, &[("file", &flow.file_name.get())])}</p>
        <form class="passphrase-form" on:submit=submit>
            <TextField
                label=move || t(words::PASSPHRASE) kind="password" autocomplete="current-password" autofocus=true
                value=flow.passphrase on_input=move |text: String| flow.passphrase.set(text) problem=problem
            />
        </form>
    }
}

#[component]
fn CheckedFoot(flow: OpenFlow, contents: BackupContents, on_back_up: Callback<()>) -> impl IntoView {
    let becomes_new = move || !flow.into_empty.get() && flow.as_new.get();
    let label = move || {
        t(match (flow.into_empty.get(), flow.as_new.get()) {
            (true, _) => words::RESTORE,
            (false, true) => book_words::RESTORE_NEW,
            (false, false) => words::MERGE,
        })
    };
    let restore = move || {
        if untrack(becomes_new) { flow.restore_as_new(contents.clone()) } else { flow.restore(contents.clone()) }
    };
    view! {
        <Show when=move || !flow.into_empty.get() && !flow.as_new.get()>
            <Button label=move || t(words::BACK_UP_FIRST) disabled=flow.work.running on_press=on_back_up/>
        </Show>
        <Button kind=ButtonKind::Primary label=label busy=flow.work.running on_press=restore/>
    }
}
