//! A screen without content.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Says what a place is for, and offers the way to fill it.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: Signal<String>,
    /// What this place is for.
    #[prop(optional, into)]
    text: Signal<String>,
    /// A picture above.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The buttons that fill it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <span class="empty-icon"><Glyph icon=icon/></span> })}
            <h2 class="empty-title">{move || title.get()}</h2>
            <p class="empty-text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}
