//! A postal address in its five parts.

use leptos::prelude::*;

use super::Draft;
use crate::domain::value::Address;
use crate::messages::{Message, fields};
use crate::ui::controls::{Problem, TextArea, TextField, unique_id};
use crate::ui::words::t;

/// A part of an address.
type Part = fn(&mut Address) -> &mut String;

fn text_of(draft: RwSignal<Draft>, part: Part) -> Signal<String> {
    Signal::derive(move || {
        draft.with(|draft| match draft {
            Draft::Address(address) => part(&mut address.clone()).clone(),
            _ => String::new(),
        })
    })
}

fn write(draft: RwSignal<Draft>, part: Part, text: String) {
    draft.update(|draft| {
        if let Draft::Address(address) = draft {
            *part(address) = text;
        }
    });
}

/// The editor.
#[component]
pub fn AddressEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let line = move |label: Message, part: Part| {
        view! {
            <TextField label=move || t(label) value=text_of(draft, part) on_input=move |text| write(draft, part, text)/>
        }
    };
    let street: Part = |address| &mut address.street;
    let problem_id = unique_id("address-problem");
    view! {
        <div class="address-editor" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label whole" }>{move || label.get()}</span>
            <div class="whole">
                <TextArea
                    label=move || t(fields::STREET) rows=2 value=text_of(draft, street)
                    on_input=move |text| write(draft, street, text)
                />
            </div>
            {line(fields::POSTAL_CODE, |address| &mut address.postal_code)}
            {line(fields::CITY, |address| &mut address.city)}
            {line(fields::REGION, |address| &mut address.region)}
            {line(fields::COUNTRY, |address| &mut address.country)}
            <div class="whole problem-line"><Problem id=problem_id.clone() text=problem/></div>
        </div>
    }
}
