//! A code for another device: first its passphrase, then the code as a text and as a picture.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::code_shown::CodeShown;
use crate::messages::{lock as lock_words, shell as shell_words, sync as words};
use crate::state::{failure_text, make_code, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, Progress, unique_id};
use crate::ui::lock::{PassphraseDraft, PassphraseFields};
use crate::ui::words::{language, t};

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Choose,
    Making,
    Show(String),
}

/// The dialog. It is there while it is open.
#[component]
pub(super) fn AddDialog(
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let step = RwSignal::new(Step::Choose);
    let draft = PassphraseDraft::new();
    let failed = RwSignal::new(None::<String>);
    let make = move || {
        let Some(passphrase) = draft.take() else { return };
        failed.set(None);
        step.set(Step::Making);
        spawn_local(async move {
            match make_code(app, &passphrase).await {
                Ok(code) => {
                    draft.clear();
                    step.try_set(Step::Show(code));
                }
                Err(failure) => {
                    failed.try_set(Some(failure_text(&failure, language())));
                    step.try_set(Step::Choose);
                }
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if step.with_untracked(|step| *step == Step::Choose) {
            make();
        }
    };
    let content = move || match step.get() {
        Step::Choose => view! {
            <p>{move || t(words::ADD_TEXT)}</p>
            <PassphraseFields draft=draft label=lock_words::PASSPHRASE autofocus=true/>
            <Problem id=unique_id("sync-code") text=failed/>
        }
        .into_any(),
        Step::Making => {
            view! { <Progress label=move || t(words::ADD_MAKING) done=Signal::derive(|| None)/> }.into_any()
        }
        Step::Show(code) => view! { <CodeShown code=code/> }.into_any(),
    };
    let foot = move || match step.get() {
        Step::Choose => view! {
            <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
            <Button label=move || t(words::ADD_MAKE) kind=ButtonKind::Primary on_press=make/>
        }
        .into_any(),
        Step::Making => ().into_any(),
        Step::Show(_) => {
            view! { <Button label=move || t(words::DONE) kind=ButtonKind::Primary on_press=on_close/> }.into_any()
        }
    };
    let title = move || t(if matches!(step.get(), Step::Show(_)) { words::CODE_TITLE } else { words::ADD_TITLE });
    view! {
        <Dialog open=true on_close=on_close title=title close_label=move || t(shell_words::CLOSE) footer=foot>
            <form class="sync-form" on:submit=submit>
                {content}
                <button type="submit" hidden></button>
            </form>
        </Dialog>
    }
}
