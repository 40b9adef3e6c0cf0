//! A filter that is switched on.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// A filter in words, with a button that takes it away.
#[component]
pub fn Chip(
    /// The filter in words, such as "Status is Active".
    #[prop(into)]
    text: Signal<String>,
    /// Opens the filter to change it.
    #[prop(optional, into)]
    on_open: Option<Callback<()>>,
    /// Takes the filter away.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
    /// The name of the remove button, such as "Remove filter: Status is Active".
    #[prop(optional, into)]
    remove_label: Signal<String>,
) -> impl IntoView {
    let words = match on_open {
        Some(open) => view! {
            <button type="button" class="chip-text" on:click=move |_| open.run(())>{move || text.get()}</button>
        }
        .into_any(),
        None => view! { <span class="chip-text">{move || text.get()}</span> }.into_any(),
    };
    view! {
        <span class="chip">
            {words}
            {on_remove.map(|remove| view! {
                <button
                    type="button"
                    class="chip-remove"
                    aria-label=move || remove_label.get()
                    title=move || remove_label.get()
                    on:click=move |_| remove.run(())
                >
                    <Glyph icon=Icon::Close/>
                </button>
            })}
        </span>
    }
}
