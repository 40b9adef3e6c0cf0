//! Several lines of text.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    field::{Field, described_by, tell},
    unique_id::unique_id,
};

/// A labelled field for several lines of text, which grows with what is written.
#[component]
pub fn TextArea(
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The text shown. The owner changes it in `on_input` or `on_change`.
    #[prop(into)]
    value: Signal<String>,
    /// Runs at every keystroke with the whole text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Runs when the changed text is left.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Runs when the field loses the focus, changed or not.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Runs for keys, but not while an input method is composing.
    #[prop(optional, into)]
    on_key: Option<Callback<KeyboardEvent>>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u32,
    /// Shown while empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// A line that helps to fill it in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with the text.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
) -> impl IntoView {
    let id = unique_id("area");
    let control = id.clone();
    let described = move || hint.with(|hint| problem.with(|problem| described_by(&control, hint, problem.as_deref())));
    let key = move |event: KeyboardEvent| {
        if let (Some(on_key), false) = (on_key, event.is_composing()) {
            on_key.run(event);
        }
    };
    view! {
        <Field control=id.clone() label=label hide_label=hide_label hint=hint problem=problem>
            <textarea
                node_ref=node_ref
                id=id.clone()
                class="input area"
                rows=rows
                prop:value=move || value.get()
                placeholder=move || placeholder.get()
                disabled=move || disabled.get()
                autofocus=autofocus
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=move |event| tell(on_input, event_target_value(&event))
                on:change=move |event| tell(on_change, event_target_value(&event))
                on:blur=move |_| tell(on_leave, ())
                on:keydown=key
            ></textarea>
        </Field>
    }
}
