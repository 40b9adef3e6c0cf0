//! Taking the passphrase away.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change::CurrentSecret;
use crate::messages::{lock as words, shell as shell_words};
use crate::state::{Notice, NoticeTone, tell_lock_changed, turn_lock_off, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::lock::{Caution, Trouble, typed_secret};
use crate::ui::words::t;

/// The dialog.
#[component]
pub(super) fn RemoveDialog(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let current = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let end = move || {
        open.try_set(false);
        current.try_set(String::new());
        trouble.try_set(None);
    };
    let close = move || {
        if !busy.get_untracked() {
            end();
        }
    };
    let remove = move || {
        if busy.get_untracked() {
            return;
        }
        if current.with_untracked(String::is_empty) {
            return trouble.set(Some(Trouble::Nothing));
        }
        let secret = typed_secret(&current.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, turn_lock_off(app, &secret).await);
            busy.try_set(false);
            if outcome.is_none() {
                tell_lock_changed(app);
                app.notices.push(Notice::plain(NoticeTone::Info, words::REMOVED).about("lock"));
                end();
            } else {
                trouble.try_set(outcome);
            }
        });
    };
    let on_enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        remove();
    };
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::REMOVE_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=close/>
                <Button label=move || t(words::REMOVE_PRESS) kind=ButtonKind::Danger busy=busy on_press=remove/>
            }
        >
            <form class="lock-fields" on:submit=on_enter>
                <Caution text=move || t(words::REMOVE_TEXT)/>
                <CurrentSecret typed=current trouble=trouble/>
                <button type="submit" hidden></button>
            </form>
        </Dialog>
    }
}
