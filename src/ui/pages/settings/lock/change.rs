//! Another passphrase in the place of the present one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::messages::{lock as words, shell as shell_words};
use crate::state::{Notice, NoticeTone, change_passphrase, tell_lock_changed, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, TextField};
use crate::ui::lock::{PassphraseDraft, PassphraseFields, Trouble, typed_secret};
use crate::ui::words::t;

/// The dialog.
#[component]
pub(super) fn ChangeDialog(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let draft = PassphraseDraft::new();
    let current = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let end = move || {
        open.try_set(false);
        current.try_set(String::new());
        trouble.try_set(None);
        draft.clear();
    };
    let close = move || {
        if !busy.get_untracked() {
            end();
        }
    };
    let change = move || {
        if busy.get_untracked() {
            return;
        }
        if current.with_untracked(String::is_empty) {
            return trouble.set(Some(Trouble::Nothing));
        }
        let Some(new) = draft.take() else { return };
        let secret = typed_secret(&current.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, change_passphrase(app, &secret, &new).await);
            busy.try_set(false);
            if outcome.is_none() {
                tell_lock_changed(app);
                app.notices.push(Notice::plain(NoticeTone::Success, words::CHANGED).about("lock"));
                end();
            } else {
                trouble.try_set(outcome);
            }
        });
    };
    let on_enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        change();
    };
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::CHANGE_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=close/>
                <Button label=move || t(words::CHANGE) kind=ButtonKind::Primary busy=busy on_press=change/>
            }
        >
            <form class="lock-fields" on:submit=on_enter>
                <CurrentSecret typed=current trouble=trouble/>
                <PassphraseFields draft=draft label=words::NEW_PASSPHRASE/>
                <button type="submit" hidden></button>
            </form>
        </Dialog>
    }
}

/// Asks for what opens the book now.
#[component]
pub(super) fn CurrentSecret(
    /// What is being typed.
    typed: RwSignal<String>,
    /// Why it did not open.
    trouble: RwSignal<Option<Trouble>>,
) -> impl IntoView {
    view! {
        <TextField
            label=move || t(words::CURRENT) value=typed kind="password" autocomplete="current-password" autofocus=true
            problem=Signal::derive(move || trouble.get().map(|trouble| trouble.text()))
            on_input=move |text: String| { typed.set(text); trouble.set(None); }
        />
    }
}
