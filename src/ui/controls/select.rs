//! One of a few.

use leptos::{html, prelude::*};

use super::{
    field::{Field, described_by, tell},
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// A line of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What `on_change` is given.
    pub value: String,
    /// What the person reads.
    pub label: String,
}

impl SelectOption {
    /// An option from its value and its label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The browser's own drop-down list, which every device shows in the way its owner knows.
#[component]
pub fn Select(
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The lines to choose from.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// The value of the chosen line.
    #[prop(into)]
    value: Signal<String>,
    /// Runs with the value of the newly chosen line.
    #[prop(into)]
    on_change: Callback<String>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// A line that helps to choose.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Runs when the field loses the focus, changed or not.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// The element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Select>,
) -> impl IntoView {
    let id = unique_id("select");
    let control = id.clone();
    let described = move || hint.with(|hint| problem.with(|problem| described_by(&control, hint, problem.as_deref())));
    let lines = move || {
        options.get().into_iter().map(|option| {
            let own = option.value.clone();
            // Chosen on the option, not on the list: a list's value set before its options exist is lost.
            view! { <option value=option.value prop:selected=move || value.with(|value| *value == own)>{option.label}</option> }
        }).collect_view()
    };
    view! {
        <Field control=id.clone() label=label hide_label=hide_label hint=hint problem=problem>
            <div class="select-box">
                <select
                    node_ref=node_ref
                    id=id.clone()
                    class="input select"
                    disabled=move || disabled.get()
                    autofocus=autofocus
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:change=move |event| tell(Some(on_change), event_target_value(&event))
                    on:blur=move |_| tell(on_leave, ())
                >
                    {lines}
                </select>
                <Glyph icon=Icon::ChevronDown/>
            </div>
        </Field>
    }
}
