//! How far long work is.

use leptos::prelude::*;

use super::{
    button::{Button, ButtonKind},
    unique_id::unique_id,
};

/// A bar with what is being done, how far it is, and a Cancel that works.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// How far it is, from 0 to 1; nothing where that is not known.
    #[prop(into)]
    done: Signal<Option<f64>>,
    /// How far it is in words, such as "12,000 of 100,000 rows".
    #[prop(optional, into)]
    detail: Signal<String>,
    /// Stops the work.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
    /// The last part of the work, which must be done whole, has begun: there is nothing to cancel any more.
    #[prop(optional, into)]
    finishing: Signal<bool>,
    /// The name of the cancel button.
    #[prop(optional, into)]
    cancel_label: Signal<String>,
) -> impl IntoView {
    let id = unique_id("progress");
    let label_id = format!("{id}-label");
    view! {
        <div class="progress">
            <div class="progress-text">
                <span class="progress-label" id=label_id.clone()>{move || label.get()}</span>
                <span class="progress-detail number">{move || detail.get()}</span>
            </div>
            <div class="progress-line">
                <progress
                    class="progress-bar"
                    max="1"
                    value=move || done.get().map(|done| done.clamp(0.0, 1.0).to_string())
                    aria-labelledby=label_id.clone()
                    aria-valuetext=move || { let detail = detail.get(); (!detail.is_empty()).then_some(detail) }
                ></progress>
                {move || on_cancel.filter(|_| !finishing.get()).map(|cancel| view! {
                    <Button kind=ButtonKind::Plain label=cancel_label on_press=cancel/>
                })}
            </div>
        </div>
    }
}
