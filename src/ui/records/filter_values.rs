//! The value of a filter, by the kind of its field.

use leptos::prelude::*;

use super::editors::RecordPicker;
use super::filter_draft::FilterDraft;
use crate::domain::field::{Choice, Field, FieldKind};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{fields as field_words, list as words, record as record_words};
use crate::state::{live, use_app};
use crate::ui::controls::{Checkbox, TagEditor, TextField};
use crate::ui::words::{t, tf};

/// The most tags that are suggested.
const MOST_SUGGESTIONS: u32 = 30;

/// The inputs for the value.
#[component]
pub fn FilterValue(
    /// The kind of record.
    kind: Kind,
    /// The field.
    field: &'static Field,
    /// The filter that is edited.
    draft: RwSignal<FilterDraft>,
) -> impl IntoView {
    match field.kind {
        FieldKind::Choice(choices) => view! { <ChoiceValues label=field.label choices=choices draft=draft/> }.into_any(),
        FieldKind::Participants => view! { <LinkValue target=Kind::Customer field=field draft=draft/> }.into_any(),
        FieldKind::Boolean => view! { <YesOrNo label=field.label draft=draft/> }.into_any(),
        FieldKind::Integer => view! { <Range draft=draft input="number"/> }.into_any(),
        FieldKind::Day | FieldKind::Instant => view! { <Range draft=draft input="date"/> }.into_any(),
        FieldKind::Tags => view! { <TagValues kind=kind field=field draft=draft/> }.into_any(),
        FieldKind::Link(target) => view! { <LinkValue target=target field=field draft=draft/> }.into_any(),
        _ => view! {
            <TextField
                label=move || t(words::FILTER_VALUE) value=Signal::derive(move || draft.with(|draft| draft.text.clone()))
                on_input=move |text| draft.update(|draft| draft.text = text)
            />
        }
        .into_any(),
    }
}

/// Puts a value among the chosen ones, or takes it away.
fn choose(draft: RwSignal<FilterDraft>, value: Value, on: bool) {
    draft.update(|draft| {
        draft.values.retain(|one| *one != value);
        if on {
            draft.values.push(value);
        }
    });
}

#[component]
fn ChoiceValues(
    label: crate::messages::Message,
    choices: &'static [Choice],
    draft: RwSignal<FilterDraft>,
) -> impl IntoView {
    let line = move |choice: &'static Choice| {
        let value = Value::Choice(choice.code);
        let checked = Signal::derive(move || draft.with(|draft| draft.values.contains(&Value::Choice(choice.code))));
        view! { <Checkbox label=move || t(choice.label) checked=checked on_change=move |on| choose(draft, value.clone(), on)/> }
    };
    view! {
        <div class="option-list" role="group" aria-label=move || t(label)>{choices.iter().map(line).collect_view()}</div>
    }
}

#[component]
fn YesOrNo(label: crate::messages::Message, draft: RwSignal<FilterDraft>) -> impl IntoView {
    let name = crate::ui::controls::unique_id("yes-or-no");
    let line = move |flag: bool| {
        let word = if flag { field_words::YES } else { field_words::NO };
        view! {
            <label class="check">
                <input
                    type="radio" name=name.clone()
                    prop:checked=move || draft.with(|draft| draft.values.contains(&Value::Boolean(flag)))
                    on:change=move |_| draft.update(|draft| draft.values = vec![Value::Boolean(flag)])
                />
                <span class="check-label">{move || t(word)}</span>
            </label>
        }
    };
    view! { <div class="option-list" role="radiogroup" aria-label=move || t(label)>{[true, false].map(line).into_iter().collect_view()}</div> }
}

#[component]
fn Range(draft: RwSignal<FilterDraft>, input: &'static str) -> impl IntoView {
    view! {
        <div class="form-pair">
            <TextField
                label=move || t(words::FILTER_FROM) kind=input value=Signal::derive(move || draft.with(|draft| draft.from.clone()))
                on_input=move |text| draft.update(|draft| draft.from = text)
            />
            <TextField
                label=move || t(words::FILTER_TO) kind=input value=Signal::derive(move || draft.with(|draft| draft.to.clone()))
                on_input=move |text| draft.update(|draft| draft.to = text)
            />
        </div>
    }
}

#[component]
fn TagValues(kind: Kind, field: &'static Field, draft: RwSignal<FilterDraft>) -> impl IntoView {
    let app = use_app();
    let known = live(
        &[],
        || (),
        move |()| async move { app.engine.suggest(kind, field.number, String::new(), MOST_SUGGESTIONS).await },
    );
    let suggestions = move || known.value.get().unwrap_or_default().into_iter().map(|(tag, _)| tag).collect::<Vec<_>>();
    let tags = move || {
        let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
        draft.with(|draft| draft.values.iter().filter_map(text).collect::<Vec<_>>())
    };
    let change =
        move |tags: Vec<String>| draft.update(|draft| draft.values = tags.into_iter().map(Value::Text).collect());
    view! {
        <TagEditor
            label=move || t(words::FILTER_VALUE) tags=Signal::derive(tags) on_change=change
            remove_label=|tag: String| tf(record_words::REMOVE_TAG, &[("tag", &tag)])
            suggestions=Signal::derive(suggestions) placeholder=move || t(record_words::TAGS_PLACEHOLDER)
        />
    }
}

#[component]
fn LinkValue(target: Kind, field: &'static Field, draft: RwSignal<FilterDraft>) -> impl IntoView {
    let app = use_app();
    let chosen = move || {
        draft.with(|draft| {
            draft.values.iter().find_map(|value| if let Value::Link(id) = value { Some(*id) } else { None })
        })
    };
    let title = live(&Kind::ALL, chosen, move |id| async move {
        match id {
            Some(id) => {
                app.engine.record(target, id).await.map(|record| record.map(|record| record.title).unwrap_or_default())
            }
            None => Ok(String::new()),
        }
    });
    view! {
        <RecordPicker
            target=target label=move || t(field.label) text=Signal::derive(move || title.value.get().unwrap_or_default())
            on_choose=move |(id, _)| draft.update(|draft| draft.values = vec![Value::Link(id)])
        />
    }
}
