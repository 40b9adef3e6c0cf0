//! The frame of a form field: its label, its hint and its problem.

use leptos::prelude::*;

use super::problem::Problem;

/// The `aria-describedby` of the control `id`: its hint and, while there is one, its problem.
pub fn described_by(id: &str, hint: &str, problem: Option<&str>) -> Option<String> {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{id}-hint"));
    }
    if problem.is_some() {
        ids.push(format!("{id}-problem"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Calls the owner of a field, if it is still there.
///
/// A focused field that is taken off the page is left at that moment, after its owner's signals are gone.
pub(super) fn tell<T: 'static>(owner: Option<Callback<T>>, message: T) {
    if let Some(owner) = owner {
        owner.try_run(message);
    }
}

/// Puts a label above a control, and a hint and a problem under it.
///
/// The control inside must carry the id `control`, and `aria-describedby` from [`described_by`].
#[component]
pub fn Field(
    /// The element id of the control inside.
    #[prop(into)]
    control: String,
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// Keeps the label for screen readers only, where the place already says what the field is.
    #[prop(optional)]
    hide_label: bool,
    /// A line that helps to fill the field in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{control}-hint");
    let problem_id = format!("{control}-problem");
    view! {
        <div class="field" class:has-problem=move || problem.with(Option::is_some)>
            <label class=if hide_label { "visually-hidden" } else { "field-label" } for=control>
                {move || label.get()}
            </label>
            {children()}
            {move || {
                let text = hint.get();
                let id = hint_id.clone();
                (!text.is_empty()).then(|| view! { <p class="field-hint" id=id>{text}</p> })
            }}
            <Problem id=problem_id text=problem/>
        </div>
    }
}
