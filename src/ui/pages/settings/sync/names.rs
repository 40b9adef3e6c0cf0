//! What a device is called until somebody gives it a name, and the field for it.

use leptos::prelude::*;

use crate::messages::sync as words;
use crate::state::browser;
use crate::ui::controls::TextField;
use crate::ui::words::t;

/// A first name for this device.
pub(super) fn usual_name() -> String {
    let is_phone = browser::matches_media("(pointer: coarse)") && browser::matches_media("(max-width: 720px)");
    untrack(|| t(if is_phone { words::DEVICE_PHONE } else { words::DEVICE_COMPUTER }))
}

/// The name that was typed, without what stands around it; if there is none the field says so.
pub(super) fn take_name(typed: RwSignal<String>, missing: RwSignal<bool>) -> Option<String> {
    let name = typed.get_untracked().trim().to_owned();
    missing.set(name.is_empty());
    (!name.is_empty()).then_some(name)
}

/// The field.
#[component]
pub(super) fn NameField(
    /// What is typed.
    typed: RwSignal<String>,
    /// There must be one, and there is none.
    missing: RwSignal<bool>,
    /// Takes the focus.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    view! {
        <TextField
            label=move || t(words::DEVICE) hint=move || t(words::DEVICE_HINT) value=typed autofocus=autofocus
            problem=Signal::derive(move || missing.get().then(|| t(words::DEVICE_NEEDED)))
            on_input=move |text: String| { typed.set(text); missing.set(false); }
        />
    }
}
