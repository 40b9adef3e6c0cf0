//! On the lock screen, after the recovery key: a new passphrase in the place of the forgotten one.

use leptos::task::spawn_local;
use leptos::{ev, prelude::*};

use super::passphrase_fields::{PassphraseDraft, PassphraseFields};
use super::trouble::Trouble;
use crate::domain::secret::RecoveryKey;
use crate::messages::lock as words;
use crate::state::{TypedSecret, change_passphrase, unlock, use_app};
use crate::ui::controls::{Button, ButtonKind};
use crate::ui::words::t;

/// Sets a new passphrase with the recovery key, and opens the book.
#[component]
pub fn NewPassphraseForm(
    /// The key that was found right.
    recovery_key: RecoveryKey,
) -> impl IntoView {
    let app = use_app();
    let draft = PassphraseDraft::new();
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(passphrase) = draft.take() else { return };
        let current = TypedSecret::RecoveryKey(recovery_key.clone());
        busy.set(true);
        spawn_local(async move {
            let changed = change_passphrase(app, &current, &passphrase).await;
            let outcome = match Trouble::of(&current, changed) {
                None => Trouble::of(&current, unlock(app, &current).await),
                some => some,
            };
            busy.try_set(false);
            trouble.try_set(outcome);
        });
    };
    view! {
        <h1 class="lock-title">{move || t(words::RECOVERED_TITLE)}</h1>
        <p class="second">{move || t(words::RECOVERED_TEXT)}</p>
        <form class="lock-fields" on:submit=send>
            <PassphraseFields draft=draft label=words::NEW_PASSPHRASE autofocus=true/>
            <p class="problem" role="alert" hidden=move || trouble.with(Option::is_none)>
                {move || trouble.get().map(|trouble| trouble.text())}
            </p>
            <Button label=move || t(words::OPEN_WITH_NEW) kind=ButtonKind::Primary submit=true busy=busy/>
        </form>
    }
}
