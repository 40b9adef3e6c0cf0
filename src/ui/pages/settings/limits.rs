//! What Burrow cannot do, in plain words.

use leptos::prelude::*;

use super::setting::Section;
use crate::messages::{Message, settings as words};
use crate::ui::words::t;

const LIMITS: [Message; 5] =
    [words::LIMIT_ONLY_COPY, words::LIMIT_NO_PASSPHRASE, words::LIMIT_POWER, words::LIMIT_TRUST, words::LIMIT_PRIVATE];

/// The limits that a person should know before trusting it with customers.
#[component]
pub fn LimitsSection() -> impl IntoView {
    view! {
        <Section title=words::LIMITS>
            <ul class="settings-rows">
                {LIMITS.into_iter().map(|limit| view! {
                    <li class="setting"><p class="setting-text">{move || t(limit)}</p></li>
                }).collect_view()}
            </ul>
        </Section>
    }
}
