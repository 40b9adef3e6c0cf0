//! Which release this is, and under which licence.

use leptos::prelude::*;

use super::setting::{Section, Setting};
use crate::messages::settings as words;
use crate::state::browser;
use crate::ui::words::t;

/// About this release.
#[component]
pub fn AboutSection() -> impl IntoView {
    let build = StoredValue::new(browser::build_id());
    view! {
        <Section title=words::ABOUT>
            <div class="settings-rows">
                <Setting name=words::BUILD help=move || t(words::NO_REQUESTS)>
                    <code>{build.get_value()}</code>
                </Setting>
                <Setting name=words::LICENCE help=move || t(words::LICENCE_TEXT)/>
            </div>
        </Section>
    }
}
