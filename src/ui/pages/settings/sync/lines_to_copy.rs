//! Lines that somebody puts somewhere else: shown as they are, and copied by a press.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::messages::{Message, sync as words};
use crate::state::browser;
use crate::ui::controls::Button;
use crate::ui::words::t;

/// The lines with their button.
#[component]
pub(super) fn LinesToCopy(
    /// What they are.
    name: Message,
    /// They.
    text: String,
    /// What the button is called.
    #[prop(default = words::COPY)]
    copy: Message,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let text = StoredValue::new(text);
    let press = move || {
        spawn_local(async move {
            let done = browser::copy_text(&text.get_value()).await.is_ok();
            copied.try_set(Some(done));
        });
    };
    let label = move || t(if copied.get() == Some(true) { words::COPIED } else { copy });
    view! {
        <div class="sync-lines">
            // It scrolls, so the keyboard must reach it.
            <pre role="group" aria-label=move || t(name) tabindex="0">{text.get_value()}</pre>
            <Button label=label on_press=press/>
            <p role="status" class="problem" hidden=move || copied.get() != Some(false)>{move || t(words::NOT_COPIED)}</p>
        </div>
    }
}
