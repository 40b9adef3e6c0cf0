//! The pieces that sections of the settings are made of.

use leptos::prelude::*;

use crate::messages::Message;
use crate::ui::controls::unique_id;
use crate::ui::words::t;

/// A titled part of the settings.
#[component]
pub fn Section(
    /// Its name.
    title: Message,
    /// The element id by which an address names it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let title_id = unique_id("section");
    view! {
        <section class="settings-section" id=id tabindex=id.map(|_| "-1") aria-labelledby=title_id.clone()>
            <h2 class="settings-title" id=title_id.clone()>{move || t(title)}</h2>
            {children()}
        </section>
    }
}

/// A setting: its name, what it is about, and its control.
#[component]
pub fn Setting(
    /// What it is called.
    name: Message,
    /// What it is about; may be empty.
    #[prop(optional, into)]
    help: Signal<String>,
    /// The control.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="setting">
            <div class="setting-text">
                <p class="setting-name">{move || t(name)}</p>
                <p class="setting-help">{move || help.get()}</p>
            </div>
            {children.map(|children| view! { <div class="setting-control">{children()}</div> })}
        </div>
    }
}
