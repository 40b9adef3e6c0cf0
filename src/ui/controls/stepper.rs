//! Where one is in a task of several steps.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// The numbered steps of a task: done, current and still to come.
#[component]
pub fn Stepper(
    /// The name of the whole task, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The names of the steps, in order.
    #[prop(into)]
    steps: Signal<Vec<String>>,
    /// The current step, counted from 0.
    #[prop(into)]
    current: Signal<usize>,
    /// Goes back to a step that is done.
    #[prop(optional, into)]
    on_select: Option<Callback<usize>>,
) -> impl IntoView {
    let step = move |(place, name): (usize, String)| {
        let now = current.get();
        let done = place < now;
        let mark = if done { view! { <Glyph icon=Icon::Check/> }.into_any() } else { (place + 1).into_any() };
        let content =
            view! { <span class="step-mark" aria-hidden="true">{mark}</span><span class="step-name">{name}</span> };
        let body = match on_select {
            Some(select) if done => view! {
                <button type="button" class="step-body" on:click=move |_| select.run(place)>{content}</button>
            }
            .into_any(),
            _ => view! { <span class="step-body">{content}</span> }.into_any(),
        };
        view! {
            <li class="step" class:done=done class:current=place == now aria-current=(place == now).then_some("step")>{body}</li>
        }
    };
    view! {
        <ol class="stepper" aria-label=move || label.get()>
            {move || steps.get().into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
}
