//! The recovery key: shown once, and typed back.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};

use super::focus::{focus_id_when_there, focus_when_there};
use crate::domain::secret::RecoveryKey;
use crate::messages::lock as words;
use crate::state::browser;
use crate::ui::controls::{Button, Glyph, Icon, TextField, unique_id};
use crate::ui::words::t;

/// How many groups are typed back.
const GROUPS_BACK: usize = 3;

/// The key in its groups, to be written down.
#[component]
pub fn ShownRecoveryKey(
    /// The key.
    #[prop(into)]
    recovery_key: Signal<Option<RecoveryKey>>,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let title_id = unique_id("recovery-key");
    focus_id_when_there(title_id.clone());
    let groups = move || recovery_key.with(|key| key.as_ref().map(RecoveryKey::groups).unwrap_or_default());
    let copy = move || {
        let Some(text) = recovery_key.with_untracked(|key| key.as_ref().map(RecoveryKey::text)) else { return };
        spawn_local(async move {
            let done = browser::copy_text(&text).await.is_ok();
            copied.try_set(Some(done));
        });
    };
    let copy_label = move || if copied.get() == Some(true) { t(words::COPIED) } else { t(words::COPY) };
    view! {
        <div class="lock-fields">
            <h3 class="section-title" id=title_id tabindex="-1">{move || t(words::WRITE_DOWN)}</h3>
            <p class="second">{move || t(words::WRITE_DOWN_TEXT)}</p>
            <ol class="recovery-key" aria-label=move || t(words::RECOVERY_KEY)>
                {move || groups().into_iter().map(|group| view! { <li>{group}</li> }).collect_view()}
            </ol>
            <div><Button label=copy_label on_press=copy/></div>
            <p role="status" class="problem" hidden=move || copied.get() != Some(false)>{move || t(words::NOT_COPIED)}</p>
        </div>
    }
}

/// Asks for the end of the key, which only who wrote it down can type.
#[component]
pub fn TypeBack(
    /// What is being typed.
    typed: RwSignal<String>,
    /// It was not the end of the key.
    wrong: RwSignal<bool>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    focus_when_there(field);
    view! {
        <div class="lock-fields">
            <p class="second">{move || t(words::TYPE_BACK_TEXT)}</p>
            <TextField
                label=move || t(words::TYPE_BACK) value=typed is_secret=true node_ref=field placeholder="XXXX-XXXX-XXXX"
                problem=Signal::derive(move || wrong.get().then(|| t(words::TYPED_WRONG)))
                on_input=move |text: String| { typed.set(text); wrong.set(false); }
            />
        </div>
    }
}

/// Whether what was typed is the end of the key; if not, the field says so.
pub fn is_typed_back(recovery_key: Option<&RecoveryKey>, typed: RwSignal<String>, wrong: RwSignal<bool>) -> bool {
    let right = typed.with_untracked(|typed| recovery_key.is_some_and(|key| key.ends_with(typed, GROUPS_BACK)));
    wrong.set(!right);
    right
}

/// A warning that must be read before something is done.
#[component]
pub fn Caution(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="caution"><Glyph icon=Icon::Warning/><p>{move || text.get()}</p></div>
    }
}
