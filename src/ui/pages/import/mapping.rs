//! The table that says what each column becomes.

use leptos::prelude::*;

use super::checks::{clash, labels_of, may_change_customers};
use super::flow::ImportFlow;
use super::targets::{key, options, target_of};
use super::told::column_name;
use crate::domain::field::FieldKind;
use crate::messages::import as words;
use crate::state::format;
use crate::state::import_plan::ColumnPolicy;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Select, SelectOption};
use crate::ui::words::{language, t, tc, tf};

/// So many columns are shown at first and with each press of the button; every row has a list of some fifty lines.
const COLUMNS_AT_A_TIME: usize = 60;
/// So many different values of a column are shown.
const SAMPLES: usize = 3;

/// One row a column of the file.
#[component]
pub(super) fn Mapping(flow: ImportFlow) -> impl IntoView {
    let columns = Memo::new(move |_| flow.draft.with(|draft| draft.as_ref().map_or(0, |draft| draft.headers.len())));
    let shown = RwSignal::new(COLUMNS_AT_A_TIME);
    let more = move || columns.get().saturating_sub(shown.get());
    let places = move || 0..columns.get().min(shown.get());
    view! {
        <table class="mapping">
            <thead>
                <tr>
                    <th scope="col">{move || t(words::COLUMN_IN_FILE)}</th>
                    <td class="arrow"></td>
                    <th scope="col">{move || t(words::BECOMES)}</th>
                    <th scope="col">{move || t(words::MAY_CHANGE)}</th>
                </tr>
            </thead>
            <tbody>
                <For each=places key=|at| *at let:at>
                    <ColumnRow flow=flow at=at/>
                </For>
            </tbody>
        </table>
        <Show when=move || { more() > 0 }>
            <Button
                kind=ButtonKind::Quiet
                icon=Icon::ChevronDown
                label=move || tc(words::MORE_COLUMNS, more().min(COLUMNS_AT_A_TIME) as u64)
                on_press=move || shown.update(|shown| *shown += COLUMNS_AT_A_TIME)
            />
        </Show>
    }
}

/// A column: its name, some of its values, what it becomes, and what it may change.
#[component]
fn ColumnRow(flow: ImportFlow, at: usize) -> impl IntoView {
    let header = Memo::new(move |_| {
        flow.draft.with(|draft| draft.as_ref().and_then(|draft| draft.headers.get(at).cloned()).unwrap_or_default())
    });
    let name = Memo::new(move |_| column_name(&header.get(), at));
    let plan = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().and_then(|plan| plan.columns.get(at).copied())));
    let ignored = Memo::new(move |_| plan.get().is_none_or(|column| column.target.is_none()));
    let labels = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().and_then(|plan| labels_of(plan, at))));
    view! {
        <tr class:ignored=move || ignored.get() && labels.get().is_none()>
            <td>
                <div class="column-name">{move || name.get()}</div>
                <div class="samples">{move || samples_text(flow, at)}</div>
            </td>
            <td class="arrow"><Glyph icon=Icon::ArrowRight/></td>
            <td><TargetChoice flow=flow at=at name=name labels=labels/></td>
            <td><PolicyChoice flow=flow at=at name=name/></td>
        </tr>
    }
}

/// What a column becomes.
#[component]
fn TargetChoice(flow: ImportFlow, at: usize, name: Memo<String>, labels: Memo<Option<usize>>) -> impl IntoView {
    let target = Memo::new(move |_| {
        flow.plan.with(|plan| plan.as_ref().and_then(|plan| plan.columns.get(at)).and_then(|column| column.target))
    });
    // The guess stays among the options when it was one that is not offered for every column.
    let guess = Memo::new(move |_| {
        flow.draft
            .with(|draft| draft.as_ref().and_then(|draft| draft.plan.columns.get(at)).and_then(|column| column.target))
    });
    let lines = move || {
        let kind = flow.kind();
        flow.draft
            .with(|draft| draft.as_ref().map(|draft| options(kind, guess.get(), &draft.headers)).unwrap_or_default())
    };
    let value = move || target.get().map(key).unwrap_or_default();
    let clashing = Memo::new(move |_| {
        flow.plan.with(|plan| plan.as_ref().and_then(|plan| clash(plan, at)).map(|field| field.number))
    });
    let problem = move || {
        let field = flow.kind().field(clashing.get()?)?;
        Some(tf(words::CLASH, &[("field", &t(field.label))]))
    };
    let hint = move || {
        let Some(labelled) = labels.get() else { return String::new() };
        let header = flow
            .draft
            .with(|draft| draft.as_ref().and_then(|draft| draft.headers.get(labelled).cloned()).unwrap_or_default());
        tf(words::GIVES_LABEL, &[("column", &column_name(&header, labelled))])
    };
    view! {
        <Select
            hide_label=true
            label=move || tf(words::TARGET_OF, &[("column", &name.get())])
            options=Signal::derive(lines)
            value=Signal::derive(value)
            hint=Signal::derive(hint)
            problem=Signal::derive(problem)
            on_change=move |chosen: String| flow.change_column(at, |column| column.target = target_of(&chosen))
        />
    }
}

/// What a column may do to a value that is already there.
#[component]
fn PolicyChoice(flow: ImportFlow, at: usize, name: Memo<String>) -> impl IntoView {
    let column =
        Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().and_then(|plan| plan.columns.get(at).copied())));
    let matters = Memo::new(move |_| {
        flow.plan.with(|plan| {
            plan.as_ref().is_some_and(|plan| {
                may_change_customers(plan) && plan.columns.get(at).is_some_and(|column| column.target.is_some())
            })
        })
    });
    let is_list = Memo::new(move |_| {
        let kind = flow.kind();
        let field = column.get().and_then(|column| column.target).and_then(|target| kind.field(target.field));
        field.is_some_and(|field| matches!(field.kind, FieldKind::Emails | FieldKind::Phones | FieldKind::Tags))
    });
    let lines = move || {
        // A list is not replaced: it gains what is new.
        let replace = if is_list.get() { words::POLICY_ADD } else { words::POLICY_REPLACE };
        [("replace", replace), ("fill", words::POLICY_FILL), ("leave", words::POLICY_LEAVE)]
            .map(|(value, label)| SelectOption::new(value, t(label)))
            .to_vec()
    };
    let value = move || {
        match column.get().map(|column| column.policy) {
            Some(ColumnPolicy::FillBlanks) => "fill",
            Some(ColumnPolicy::Leave) => "leave",
            Some(ColumnPolicy::Replace) | None => "replace",
        }
        .to_owned()
    };
    let choose = move |chosen: String| {
        let policy = match chosen.as_str() {
            "fill" => ColumnPolicy::FillBlanks,
            "leave" => ColumnPolicy::Leave,
            _ => ColumnPolicy::Replace,
        };
        flow.change_column(at, |column| column.policy = policy);
    };
    view! {
        <Select
            hide_label=true
            label=move || tf(words::POLICY_OF, &[("column", &name.get())])
            options=Signal::derive(lines)
            value=Signal::derive(value)
            disabled=Signal::derive(move || !matters.get())
            on_change=choose
        />
    }
}

/// Up to three different values of a column.
fn samples_text(flow: ImportFlow, at: usize) -> String {
    let mut samples: Vec<String> = Vec::new();
    flow.draft.with(|draft| {
        for row in draft.iter().flat_map(|draft| &draft.samples) {
            let Some(cell) = row.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) else { continue };
            if samples.len() < SAMPLES && !samples.iter().any(|sample| sample == cell) {
                samples.push(cell.to_owned());
            }
        }
    });
    if samples.is_empty() {
        t(words::EMPTY_COLUMN)
    } else {
        format::list(language(), samples.iter().map(String::as_str))
    }
}
