//! What Burrow cannot do, in plain words.

use leptos::prelude::*;

use super::setting::Section;
use crate::messages::{Message, keeping, lock as lock_words, settings as words, sync as sync_words};
use crate::state::use_app;
use crate::ui::controls::{Glyph, Icon};
use crate::ui::words::t;

const LIMITS: [Message; 4] = [words::LIMIT_POWER, words::LIMIT_TRUST, words::LIMIT_PRIVATE, keeping::LIMIT_CAPACITY];
const LIMITS_OF_DEVICES: [Message; 4] =
    [sync_words::LIMIT_NO_BACKUP, sync_words::LIMIT_SEES, sync_words::LIMIT_LATER, sync_words::LIMIT_DEVICE];
const LIMITS_OF_THE_LOCK: [Message; 4] =
    [lock_words::NO_WAY_BACK, keeping::LIMIT_WEAK, words::LIMIT_OLD_BLOCKS, words::LIMIT_MEMORY];

/// The limits that a person should know before trusting it with customers.
#[component]
pub fn LimitsSection() -> impl IntoView {
    let app = use_app();
    let row = |limit: Message| view! { <li class="setting"><p class="setting-text">{move || t(limit)}</p></li> };
    let of_the_lock = move || {
        let lock_on = app.book.with(|book| book.lock_on);
        let limits = if lock_on { LIMITS_OF_THE_LOCK.to_vec() } else { vec![words::LIMIT_NO_PASSPHRASE] };
        limits.into_iter().map(row).collect_view()
    };
    let of_devices = move || {
        let is_on = app.devices.state.with(|state| state.is_on);
        let limits = if is_on { LIMITS_OF_DEVICES.to_vec() } else { vec![words::LIMIT_ONLY_COPY] };
        limits.into_iter().map(row).collect_view()
    };
    view! {
        <Section title=words::LIMITS>
            <ul class="settings-rows">
                {of_the_lock}
                {of_devices}
                {LIMITS.into_iter().map(row).collect_view()}
            </ul>
        </Section>
    }
}

/// What cannot be promised, in one line where it matters.
#[component]
pub fn LimitNote(
    /// What it is.
    #[prop(into)]
    limit: Signal<Message>,
) -> impl IntoView {
    view! { <p class="limit-note"><Glyph icon=Icon::Info/><span>{move || t(limit.get())}</span></p> }
}
