//! Yes or no.

use leptos::prelude::*;

/// A checkbox with its label.
#[component]
pub fn Checkbox(
    /// What is switched on or off.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Runs with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Neither on nor off: some of a group are on.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || checked.get()
                prop:indeterminate=move || mixed.get()
                disabled=move || disabled.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class=if hide_label { "visually-hidden" } else { "check-label" }>{move || label.get()}</span>
        </label>
    }
}
