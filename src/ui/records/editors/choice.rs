//! One of a fixed list.

use leptos::prelude::*;

use super::Draft;
use crate::domain::field::Choice;
use crate::messages::record as words;
use crate::ui::controls::{Select, SelectOption};
use crate::ui::words::t;

/// The editor.
#[component]
pub fn ChoiceEditor(
    choices: &'static [Choice],
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let options = move || {
        let none = SelectOption::new("", t(words::EMPTY_VALUE));
        let lines = choices.iter().map(|choice| SelectOption::new(choice.name, t(choice.label)));
        std::iter::once(none).chain(lines).collect::<Vec<_>>()
    };
    let value = move || {
        let code = draft.with(|draft| if let Draft::Choice(code) = draft { *code } else { None });
        choices
            .iter()
            .find(|choice| Some(choice.code) == code)
            .map_or_else(String::new, |choice| choice.name.to_owned())
    };
    let choose = move |name: String| {
        draft.set(Draft::Choice(choices.iter().find(|choice| choice.name == name).map(|choice| choice.code)))
    };
    view! {
        <Select
            label=label hide_label=hide_label problem=problem options=Signal::derive(options) value=Signal::derive(value) on_change=choose
        />
    }
}
