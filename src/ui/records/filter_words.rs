//! Filters in words.

use leptos::prelude::*;

use crate::domain::field::{Field, FieldKind};
use crate::domain::query::{Comparison, Filter};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Language, Message, list as words};
use crate::state::format::{self, InstantStyle};
use crate::state::{Live, live, use_app};
use crate::ui::words::language;

/// What a comparison is called in the editor.
pub fn comparison_label(comparison: Comparison) -> Message {
    match comparison {
        Comparison::Is => words::HOW_IS,
        Comparison::IsNot => words::HOW_IS_NOT,
        Comparison::Contains => words::HOW_CONTAINS,
        Comparison::AtLeast | Comparison::AtMost => words::HOW_RANGE,
        Comparison::IsEmpty => words::HOW_IS_EMPTY,
        Comparison::IsNotEmpty => words::HOW_IS_FILLED,
    }
}

/// The value of a filter as people read it; a link by the title given for it.
fn value_words(field: &Field, value: &Value, title: Option<&str>, language: Language) -> String {
    match value {
        Value::Link(_) => title.unwrap_or("…").to_owned(),
        Value::Instant(milliseconds) => {
            format::instant(language, u64::try_from(*milliseconds).unwrap_or(0), InstantStyle::Date)
        }
        other => format::value_text(field, other, language),
    }
}

/// A filter as a sentence: “Status is Active, Dormant”.
fn filter_words(kind: Kind, filter: &Filter, titles: &[Option<String>], language: Language) -> String {
    let Some(field) = kind.field(filter.field) else { return String::new() };
    let message = match filter.comparison {
        Comparison::Is => words::FILTER_IS,
        Comparison::IsNot => words::FILTER_IS_NOT,
        Comparison::Contains => words::FILTER_CONTAINS,
        Comparison::AtLeast => words::FILTER_AT_LEAST,
        Comparison::AtMost => words::FILTER_AT_MOST,
        Comparison::IsEmpty => words::FILTER_IS_EMPTY,
        Comparison::IsNotEmpty => words::FILTER_IS_FILLED,
    };
    let title = |place: usize| titles.get(place).and_then(|title| title.as_deref());
    let values: Vec<String> = filter
        .values
        .iter()
        .enumerate()
        .map(|(place, value)| value_words(field, value, title(place), language))
        .collect();
    let values = format::list(language, values.iter().map(String::as_str));
    message.fill(language, &[("field", field.label.text(language)), ("values", &values)])
}

/// The sentence of a filter as a signal, with the titles of linked records as they are now.
pub fn filter_sentence(kind: Kind, filter: Filter) -> Signal<String> {
    let target = kind.field(filter.field).and_then(|field| match field.kind {
        FieldKind::Link(target) => Some(target),
        _ => None,
    });
    let titles = target.map(|target| live_titles(target, &filter.values));
    Signal::derive(move || {
        let titles = titles.and_then(|titles| titles.value.get()).unwrap_or_default();
        filter_words(kind, &filter, &titles, language())
    })
}

fn live_titles(target: Kind, values: &[Value]) -> Live<Vec<Option<String>>> {
    let app = use_app();
    let ids: Vec<_> = values.iter().map(|value| if let Value::Link(id) = value { Some(*id) } else { None }).collect();
    live(
        &Kind::ALL,
        move || ids.clone(),
        move |ids| async move {
            let mut titles = Vec::with_capacity(ids.len());
            for id in ids {
                titles.push(match id {
                    Some(id) => app.engine.record(target, id).await?.map(|record| record.title),
                    None => None,
                });
            }
            Ok(titles)
        },
    )
}
