//! One line of text.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    field::{Field, described_by, tell},
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// A labelled field for one line of text.
#[component]
pub fn TextField(
    /// The name of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The text shown. The owner changes it in `on_input` or `on_change`.
    #[prop(into)]
    value: Signal<String>,
    /// Runs at every keystroke with the whole text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Runs when the changed text is left or Enter is pressed.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Runs when the field loses the focus, changed or not.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Runs for keys, but not while an input method is composing.
    #[prop(optional, into)]
    on_key: Option<Callback<KeyboardEvent>>,
    /// The `type` of the input: text, email, tel, url, search, password, date, number.
    #[prop(default = "text")]
    kind: &'static str,
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
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// The browser's `autocomplete`; off, since the data are other people's.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Holds a secret: no spelling help, which may send the text elsewhere, and no capital letters made by a phone.
    #[prop(optional)]
    is_secret: bool,
    /// The keyboard that a phone shows: decimal, numeric, text.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// A picture inside, at the start.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The input's element, to move the focus to.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("text");
    let control = id.clone();
    let described = move || hint.with(|hint| problem.with(|problem| described_by(&control, hint, problem.as_deref())));
    let key = move |event: KeyboardEvent| {
        // Enter that ends a composition (Chinese, Japanese, Korean input) belongs to the input method.
        if let (Some(on_key), false) = (on_key, event.is_composing()) {
            on_key.run(event);
        }
    };
    view! {
        <Field control=id.clone() label=label hide_label=hide_label hint=hint problem=problem>
            <div class="input-box" class:with-icon=icon.is_some()>
                {icon.map(|icon| view! { <Glyph icon=icon/> })}
                <input
                    node_ref=node_ref
                    id=id.clone()
                    class="input"
                    type=kind
                    prop:value=move || value.get()
                    placeholder=move || placeholder.get()
                    disabled=move || disabled.get()
                    required=required
                    autocomplete=autocomplete
                    autofocus=autofocus
                    inputmode=inputmode
                    spellcheck=is_secret.then_some("false")
                    autocapitalize=is_secret.then_some("none")
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:input=move |event| tell(on_input, event_target_value(&event))
                    on:change=move |event| tell(on_change, event_target_value(&event))
                    on:blur=move |_| tell(on_leave, ())
                    on:keydown=key
                />
            </div>
        </Field>
    }
}
