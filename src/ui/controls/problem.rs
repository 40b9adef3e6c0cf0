//! What is wrong with a field, beside the field.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// The text of a problem, with an icon so that it does not depend on colour.
///
/// The field names this element in `aria-describedby`; see [`super::field::described_by`].
#[component]
pub fn Problem(
    /// The element id that the field's `aria-describedby` names.
    #[prop(into)]
    id: String,
    /// What is wrong and what to do, or nothing.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    // The live element is always there; only its content comes and goes, or screen readers would miss the first
    // problem.
    view! {
        <div class="problem-place" id=id aria-live="polite">
            {move || text.get().map(|text| view! {
                <p class="problem"><Glyph icon=Icon::Warning/><span>{text}</span></p>
            })}
        </div>
    }
}
