//! Several e-mail addresses or phone numbers, each with what it is for; the first is the primary one.

use std::time::Duration;

use leptos::prelude::*;

use super::{Draft, EntryDraft};
use crate::domain::value::ContactLabel;
use crate::messages::{fields, record as words};
use crate::state::browser;
use crate::ui::controls::{Button, ButtonKind, Icon, Problem, Select, SelectOption, TextField, unique_id};
use crate::ui::words::{t, tf};

/// The editor: a row an entry, and a button that adds one.
#[component]
pub fn EntriesEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
    /// The `type` of the inputs.
    input: &'static str,
) -> impl IntoView {
    let group = StoredValue::new(unique_id("entries"));
    let keys =
        Memo::new(move |_| draft.with(|draft| entries(draft).iter().map(|entry| entry.key).collect::<Vec<u32>>()));
    let add = move || {
        let mut new = 0;
        change(draft, |entries| {
            new = entries.iter().map(|entry| entry.key).max().map_or(0, |key| key + 1);
            entries.push(EntryDraft { key: new, text: String::new(), label: ContactLabel::default() });
        });
        focus_soon(row_id(&group.get_value(), new));
    };
    let problem_id = unique_id("entries-problem");
    view! {
        <div class="multi" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label" }>{move || label.get()}</span>
            <For each=move || keys.get() key=|key| *key let:key>
                <EntryRow draft=draft entry=key label=label input=input group=group/>
            </For>
            <Problem id=problem_id.clone() text=problem/>
            <span class="multi-add">
                <Button
                    label=move || label.with(|label| tf(words::ADD_ENTRY, &[("field", &label.to_lowercase())])) icon=Icon::Plus kind=ButtonKind::Quiet on_press=add
                />
            </span>
        </div>
    }
}

#[component]
fn EntryRow(
    draft: RwSignal<Draft>,
    entry: u32,
    label: Signal<String>,
    input: &'static str,
    group: StoredValue<String>,
) -> impl IntoView {
    let place =
        Memo::new(move |_| draft.with(|draft| entries(draft).iter().position(|one| one.key == entry)).unwrap_or(0));
    let named = move |message| {
        let number = (place.get() + 1).to_string();
        label.with(|label| tf(message, &[("field", label), ("number", &number)]))
    };
    let text = move || {
        draft.with(|draft| {
            entries(draft).iter().find(|one| one.key == entry).map(|one| one.text.clone()).unwrap_or_default()
        })
    };
    let kind = move || {
        draft.with(|draft| entries(draft).iter().find(|one| one.key == entry).map(|one| one.label).unwrap_or_default())
    };
    let labels = move || {
        ContactLabel::ALL.into_iter().map(|one| SelectOption::new(one.name(), t(one.label()))).collect::<Vec<_>>()
    };
    let write = move |text: String| change_one(draft, entry, |one| one.text = text);
    let choose = move |name: String| {
        if let Some(label) = ContactLabel::ALL.into_iter().find(|one| one.name() == name) {
            change_one(draft, entry, |one| one.label = label);
        }
    };
    let id = row_id(&group.get_value(), entry);
    let own = StoredValue::new(id.clone());
    // The row changes its place in the page, which takes the focus from it.
    let make_primary = move |_| {
        change(draft, |entries| {
            if let Some(at) = entries.iter().position(|one| one.key == entry) {
                entries[..=at].rotate_right(1);
            }
        });
        focus_soon(own.get_value());
    };
    let remove = move || {
        let mut next = None;
        change(draft, |entries| {
            entries.retain(|one| one.key != entry);
            next = entries.first().map(|one| one.key);
        });
        if let Some(next) = next {
            focus_soon(row_id(&group.get_value(), next));
        }
    };
    // The only entry is the primary one, and is removed by emptying it.
    let several = Memo::new(move |_| draft.with(|draft| entries(draft).len() > 1));
    view! {
        <div class="multi-row" id=id>
            <TextField
                label=move || named(words::ENTRY_NUMBER) hide_label=true kind=input value=Signal::derive(text) on_input=write
            />
            <Select
                label=move || named(words::ENTRY_LABEL) hide_label=true options=Signal::derive(labels)
                value=Signal::derive(move || kind().name().to_owned()) on_change=choose
            />
            <Show when=move || several.get()>
                <label class="multi-primary" title=move || t(fields::PRIMARY)>
                    <input
                        type="radio" name=group.get_value() aria-label=move || named(words::MAKE_PRIMARY)
                        prop:checked=move || place.get() == 0 on:change=make_primary
                    />
                </label>
                <Button
                    label=move || named(words::REMOVE_ENTRY) icon=Icon::Close icon_only=true kind=ButtonKind::Quiet on_press=remove
                />
            </Show>
        </div>
    }
}

fn row_id(group: &str, key: u32) -> String {
    format!("{group}-{key}")
}

/// Puts the focus into a row once it stands where it belongs.
fn focus_soon(row: String) {
    set_timeout(
        move || {
            use wasm_bindgen::JsCast;
            let input = document().query_selector(&format!("#{row} input")).ok().flatten();
            if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
                // An element that has left the page meanwhile takes no focus.
                let _ = input.focus();
            } else {
                browser::focus_by_id(&row);
            }
        },
        Duration::ZERO,
    );
}

fn entries(draft: &Draft) -> &[EntryDraft] {
    if let Draft::Entries(entries) = draft { entries } else { &[] }
}

fn change(draft: RwSignal<Draft>, edit: impl FnOnce(&mut Vec<EntryDraft>)) {
    draft.update(|draft| {
        if let Draft::Entries(entries) = draft {
            edit(entries);
        }
    });
}

fn change_one(draft: RwSignal<Draft>, key: u32, edit: impl FnOnce(&mut EntryDraft)) {
    change(draft, |entries| {
        if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
            edit(entry);
        }
    });
}
