//! A new recovery key in the place of the present one: it counts once its end was typed back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change::CurrentSecret;
use crate::domain::secret::RecoveryKey;
use crate::messages::{lock as words, shell as shell_words};
use crate::state::{
    Notice, NoticeTone, TypedSecret, change_recovery_key, new_recovery_key, tell_failure, tell_lock_changed,
    try_secret, use_app,
};
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::lock::{ShownRecoveryKey, Trouble, TypeBack, is_typed_back, typed_secret};
use crate::ui::words::t;

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Prove,
    WriteDown,
    TypeBack,
}

/// The dialog.
#[component]
pub(super) fn RecoveryDialog(open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let step = RwSignal::new(Step::Prove);
    let current = RwSignal::new(String::new());
    let proven = StoredValue::new(None::<TypedSecret>);
    let recovery_key = RwSignal::new(None::<RecoveryKey>);
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let end = move || {
        open.try_set(false);
        step.try_set(Step::Prove);
        current.try_set(String::new());
        typed.try_set(String::new());
        proven.try_set_value(None);
        recovery_key.try_set(None);
        trouble.try_set(None);
        wrong.try_set(false);
    };
    let close = move || {
        if !busy.get_untracked() {
            end();
        }
    };
    let prove = move || {
        if current.with_untracked(String::is_empty) {
            return trouble.set(Some(Trouble::Nothing));
        }
        let secret = typed_secret(&current.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, try_secret(app, &secret).await);
            busy.try_set(false);
            match (outcome, new_recovery_key()) {
                (None, Ok(key)) => {
                    proven.try_set_value(Some(secret));
                    recovery_key.try_set(Some(key));
                    step.try_set(Step::WriteDown);
                }
                (None, Err(failure)) => tell_failure(app, failure),
                (some, _) => drop(trouble.try_set(some)),
            }
        });
    };
    let replace = move || {
        let key = recovery_key.get_untracked();
        if !is_typed_back(key.as_ref(), typed, wrong) {
            return;
        }
        let (Some(key), Some(secret)) = (key, proven.get_value()) else { return };
        busy.set(true);
        spawn_local(async move {
            let outcome = Trouble::of(&secret, change_recovery_key(app, &secret, &key).await);
            busy.try_set(false);
            match outcome {
                None => {
                    tell_lock_changed(app);
                    app.notices.push(Notice::plain(NoticeTone::Success, words::RECOVERY_CHANGED).about("lock"));
                    end();
                }
                Some(Trouble::Failed(failure)) => tell_failure(app, failure),
                some => {
                    // The passphrase was changed elsewhere meanwhile.
                    step.try_set(Step::Prove);
                    trouble.try_set(some);
                }
            }
        });
    };
    let go_on = move || match step.get_untracked() {
        _ if busy.get_untracked() => {}
        Step::Prove => prove(),
        Step::WriteDown => step.set(Step::TypeBack),
        Step::TypeBack => replace(),
    };
    let on_enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        go_on();
    };
    let label = move || match step.get() {
        Step::Prove => t(words::CONTINUE),
        Step::WriteDown => t(words::WRITTEN_DOWN),
        Step::TypeBack => t(words::NEW_RECOVERY_KEY),
    };
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::RECOVERY_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                {move || match step.get() {
                    Step::TypeBack => view! { <Button label=move || t(words::BACK) on_press=move || step.set(Step::WriteDown)/> }.into_any(),
                    _ => view! { <Button label=move || t(shell_words::CANCEL) on_press=close/> }.into_any(),
                }}
                <Button label=label kind=ButtonKind::Primary busy=busy on_press=go_on/>
            }
        >
            <form class="lock-fields" on:submit=on_enter>
                {move || match step.get() {
                    Step::Prove => view! { <CurrentSecret typed=current trouble=trouble/> }.into_any(),
                    Step::WriteDown => view! { <ShownRecoveryKey recovery_key=recovery_key/> }.into_any(),
                    Step::TypeBack => view! { <TypeBack typed=typed wrong=wrong/> }.into_any(),
                }}
                <button type="submit" hidden></button>
            </form>
        </Dialog>
    }
}
