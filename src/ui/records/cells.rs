//! The values of a list as people read them.

use leptos::prelude::*;

use super::tint::tint_of;
use crate::domain::field::{Field, FieldKind, Tone as Meaning};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Language, list as words, record as record_words};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::{Cell, Row};
use crate::ui::controls::{Tone, avatar_class, initial};

/// What the colour of a choice says, in the colours of the screen.
pub fn tone_of(meaning: Meaning) -> Tone {
    match meaning {
        Meaning::Neutral => Tone::Neutral,
        Meaning::Good => Tone::Accent,
        Meaning::Information => Tone::Blue,
        Meaning::Warning => Tone::Warning,
        Meaning::Bad => Tone::Bad,
        Meaning::Special => Tone::Violet,
    }
}

/// The title of a row, which may be empty for a record that was damaged.
pub fn title_text(title: &str, language: Language) -> String {
    if title.trim().is_empty() { words::NO_TITLE.text(language).to_owned() } else { title.to_owned() }
}

/// The title cell: the name, and before that of somebody an initial. A number or a subject has none that would tell
/// anything.
pub fn title_view(kind: Kind, row: &Row, language: Language) -> AnyView {
    let title = title_text(&row.title, language);
    let is_somebody = matches!(kind, Kind::Customer | Kind::Member | Kind::Recipient);
    view! {
        {is_somebody.then(|| view! { <span class=avatar_class(tint_of(row.id)) aria-hidden="true">{initial(&title)}</span> })}
        <span class="cell-text" title=title.clone()>{title.clone()}</span>
    }
    .into_any()
}

/// Any other cell.
pub fn cell_view(field: &'static Field, cell: &Cell, language: Language) -> AnyView {
    match (&cell.value, field.kind) {
        (Value::Empty, _) => ().into_any(),
        (Value::Choice(code), FieldKind::Choice(_)) => {
            let tone = field.choice(*code).map_or(Tone::Neutral, |choice| tone_of(choice.tone));
            view! { <span class=tone.pill_class()>{format::value_text(field, &cell.value, language)}</span> }.into_any()
        }
        (Value::Tags(tags), _) => {
            tags.iter().map(|tag| view! { <span class="pill">{tag.clone()}</span>" " }).collect_view().into_any()
        }
        (Value::Emails(entries), _) => several(entries.iter().map(|entry| entry.value.as_str()), language),
        (Value::Phones(entries), _) => several(entries.iter().map(|entry| entry.value.as_str()), language),
        (Value::Instant(milliseconds), _) => {
            let moment = u64::try_from(*milliseconds).unwrap_or(0);
            let whole = format::instant(language, moment, InstantStyle::DateAndTime);
            view! { <span title=whole>{format::ago(language, moment, RelativeStyle::Short)}</span> }.into_any()
        }
        _ => {
            let text = format::cell_text(field, cell, language);
            view! { <span title=text.clone()>{text.clone()}</span> }.into_any()
        }
    }
}

/// The first of several values, and how many more there are; all of them in the tooltip.
fn several<'a>(values: impl Iterator<Item = &'a str>, language: Language) -> AnyView {
    let values: Vec<&str> = values.collect();
    let Some(first) = values.first().map(|first| (*first).to_owned()) else { return ().into_any() };
    let all = values.join("\n");
    let more = (values.len() as u64).saturating_sub(1);
    let more = (more > 0).then(|| {
        let shown = format::integer(language, more);
        let text = record_words::MORE_VALUES.fill(language, more, &shown, &[]);
        view! { " "<span class="third">{text}</span> }
    });
    view! { <span title=all>{first}{more}</span> }.into_any()
}
