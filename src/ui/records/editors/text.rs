//! Text, of one line or several.

use leptos::prelude::*;

use super::Draft;
use crate::messages::record as words;
use crate::ui::controls::{TextArea, TextField};
use crate::ui::words::t;

fn text_of(draft: RwSignal<Draft>) -> Signal<String> {
    Signal::derive(move || draft.with(|draft| if let Draft::Text(text) = draft { text.clone() } else { String::new() }))
}

/// One line.
#[component]
pub fn TextEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
    autofocus: bool,
    /// The `type` of the input.
    #[prop(default = "text")]
    input: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            label=label hide_label=hide_label problem=problem autofocus=autofocus kind=input
            value=text_of(draft) on_input=move |text| draft.set(Draft::Text(text))
        />
    }
}

/// Several lines.
#[component]
pub fn LongTextEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <TextArea
            label=label hide_label=hide_label problem=problem rows=4 hint=move || t(words::LONG_TEXT_HINT)
            value=text_of(draft) on_input=move |text| draft.set(Draft::Text(text))
        />
    }
}
