//! One conflict: the record and its field, what stands there, what lost, and what to do.

use leptos::prelude::*;

use crate::domain::id::Id;
use crate::domain::record::DELETION;
use crate::domain::value::Value;
use crate::messages::{Message, sync as words};
use crate::state::format::{self, InstantStyle};
use crate::state::protocol::{Cell, ConflictLine};
use crate::ui::addresses::record_address;
use crate::ui::controls::{Pill, Tone, unique_id};
use crate::ui::link::Link;
use crate::ui::words::{language, t, tf};

/// The line.
#[component]
pub(super) fn Line(
    /// The conflict.
    line: ConflictLine,
    /// Something is being settled.
    #[prop(into)]
    busy: Signal<bool>,
    /// Settles it; with `true` the other value takes the place of the present one.
    #[prop(into)]
    on_settle: Callback<(Vec<Id>, bool)>,
) -> impl IntoView {
    let id = line.id;
    let title_id = unique_id("conflict");
    let line = StoredValue::new(line);
    let title = move || line.with_value(shown_title);
    let field = move || line.with_value(field_name);
    let kind = line.with_value(|line| line.kind);
    let address = line.with_value(|line| record_address(line.kind, line.record));
    let deed = move |label: Message, name: Message, take_other: bool| {
        let name = move || tf(name, &[("field", &field()), ("record", &title())]);
        view! {
            <button
                type="button" class="button" aria-label=name aria-busy=move || busy.get().then_some("true")
                on:click=move |_| if !busy.get_untracked() { on_settle.run((vec![id], take_other)) }
            ><span class="button-label">{move || t(label)}</span></button>
        }
    };
    view! {
        <li class="conflict" aria-labelledby=title_id.clone()>
            <p class="conflict-head" id=title_id.clone()>
                <Link href=address attr:class="link">{title}</Link>
                <span class="second">{move || t(kind.one())}" · "{field}</span>
                {line.with_value(|line| line.is_deleted).then(|| {
                    view! { <Pill text=Signal::derive(|| t(words::IN_TRASH)) tone=Tone::Warning/> }
                })}
            </p>
            <dl class="conflict-sides">
                <Side line=line is_present=true/>
                <Side line=line is_present=false/>
            </dl>
            <div class="conflict-deeds">
                {deed(words::KEEP, words::KEEP_ONE, false)}
                {deed(words::TAKE, words::TAKE_ONE, true)}
            </div>
        </li>
    }
}

/// One of the two values, who wrote it and when.
#[component]
fn Side(line: StoredValue<ConflictLine>, is_present: bool) -> impl IntoView {
    let name = if is_present { words::STANDS } else { words::LOST };
    let value = move || line.with_value(|line| value_text(line, if is_present { &line.present } else { &line.other }));
    let (who, at) = line.with_value(|line| match is_present {
        true => (line.present_by.clone(), line.present_at),
        false => (line.other_by.clone(), line.other_at),
    });
    let by = move || {
        let when = format::instant(language(), at, InstantStyle::DateAndTime);
        match &who {
            Some(who) => tf(words::BY_AT, &[("who", who), ("when", &when)]),
            None => when,
        }
    };
    let text = move || {
        let value = value();
        let is_empty = value.is_empty();
        view! { <p class="conflict-value" class:second=is_empty>{if is_empty { t(words::NO_VALUE) } else { value }}</p> }
    };
    view! {
        <div class="conflict-side" class:is-present=is_present>
            <dt>{move || t(name)}</dt>
            <dd>{text}<p class="conflict-by">{by}</p></dd>
        </div>
    }
}

fn shown_title(line: &ConflictLine) -> String {
    if line.title.is_empty() { t(line.kind.one()) } else { line.title.clone() }
}

fn field_name(line: &ConflictLine) -> String {
    if line.field == DELETION {
        return t(words::DELETION);
    }
    line.kind.field(line.field).map_or_else(|| line.field.to_string(), |field| t(field.label))
}

fn value_text(line: &ConflictLine, cell: &Cell) -> String {
    if line.field == DELETION {
        let is_deleted = cell.value == Value::Boolean(true);
        return t(if is_deleted { words::DELETED } else { words::NOT_DELETED });
    }
    line.kind.field(line.field).map(|field| format::cell_text(field, cell, language())).unwrap_or_default()
}
