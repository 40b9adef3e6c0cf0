//! Yes, no, or nothing said.

use leptos::prelude::*;

use super::Draft;
use crate::messages::{fields, record as words};
use crate::ui::controls::{Select, SelectOption};
use crate::ui::words::t;

const YES: &str = "yes";
const NO: &str = "no";

/// The editor.
#[component]
pub fn BooleanEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let options = move || {
        vec![
            SelectOption::new("", t(words::EMPTY_VALUE)),
            SelectOption::new(YES, t(fields::YES)),
            SelectOption::new(NO, t(fields::NO)),
        ]
    };
    let value = move || {
        let name = draft.with(|draft| match draft {
            Draft::Flag(Some(true)) => YES,
            Draft::Flag(Some(false)) => NO,
            _ => "",
        });
        name.to_owned()
    };
    let choose = move |name: String| {
        draft.set(Draft::Flag(match name.as_str() {
            YES => Some(true),
            NO => Some(false),
            _ => None,
        }));
    };
    view! {
        <Select
            label=label hide_label=hide_label problem=problem options=Signal::derive(options) value=Signal::derive(value) on_change=choose
        />
    }
}
