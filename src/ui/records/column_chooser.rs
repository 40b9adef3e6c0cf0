//! Which columns a list has, and in which order.

use leptos::prelude::*;

use super::columns::usual_width;
use super::list_state::ListState;
use crate::messages::list as words;
use crate::state::ColumnChoice;
use crate::ui::controls::{Button, ButtonKind, Checkbox, Icon, Popover};
use crate::ui::words::{t, tf};

/// A button that opens the choice of columns.
#[component]
pub fn ColumnChooser(
    /// The list.
    list: ListState,
) -> impl IntoView {
    view! {
        <Popover label=move || t(words::COLUMNS) icon=Icon::Columns icon_only=true kind=ButtonKind::Quiet>
            <div class="filter-editor">
                <div class="option-list" role="group" aria-label=move || t(words::COLUMNS)>
                    {move || in_order(list).into_iter().map(|number| view! { <ColumnLine list=list number=number/> }).collect_view()}
                </div>
                <div class="filter-actions">
                    <Button label=move || t(words::USUAL_COLUMNS) kind=ButtonKind::Quiet on_press=move || choose(list, Vec::new())/>
                </div>
            </div>
        </Popover>
    }
}

/// All fields: those of the shown columns in their order, then the others in the order of the table. Reactive.
fn in_order(list: ListState) -> Vec<u16> {
    let mut numbers: Vec<u16> = list.columns.with(|columns| columns.iter().map(|column| column.field.number).collect());
    for field in list.kind.fields() {
        if field.is_shown() && !numbers.contains(&field.number) {
            numbers.push(field.number);
        }
    }
    numbers
}

#[component]
fn ColumnLine(list: ListState, number: u16) -> impl IntoView {
    let Some(field) = list.kind.field(number) else { return ().into_any() };
    let place = move || list.columns.with(|columns| columns.iter().position(|column| column.field.number == number));
    let count = move || list.columns.with(Vec::len);
    let is_title = number == list.kind.title_field();
    let name = move || t(field.label);
    let switch = move |on: bool| {
        let mut choices = present(list);
        choices.retain(|choice| choice.field != number);
        if on {
            choices.push(ColumnChoice { field: number, width: usual_width(field) });
        }
        choose(list, choices);
    };
    let shift = move |forward: bool| {
        let mut choices = present(list);
        let Some(from) = choices.iter().position(|choice| choice.field == number) else { return };
        let to = if forward { from.checked_sub(1) } else { Some(from + 1) };
        if let Some(to) = to.filter(|to| *to < choices.len()) {
            choices.swap(from, to);
            choose(list, choices);
        }
    };
    view! {
        <div class="option-line">
            <Checkbox label=name checked=Signal::derive(move || place().is_some()) on_change=switch disabled=is_title/>
            {move || place().is_some().then(|| view! { <span class="option-moves">
                <Button
                    label=move || tf(words::MOVE_COLUMN_UP, &[("column", &name())]) icon=Icon::ChevronUp icon_only=true kind=ButtonKind::Quiet
                    disabled=Signal::derive(move || place().is_none_or(|place| place == 0)) on_press=move || shift(true)
                />
                <Button
                    label=move || tf(words::MOVE_COLUMN_DOWN, &[("column", &name())]) icon=Icon::ChevronDown icon_only=true kind=ButtonKind::Quiet
                    disabled=Signal::derive(move || place().is_none_or(|place| place + 1 == count())) on_press=move || shift(false)
                />
            </span> })}
        </div>
    }
    .into_any()
}

fn present(list: ListState) -> Vec<ColumnChoice> {
    list.columns.with_untracked(|columns| {
        columns.iter().map(|column| ColumnChoice { field: column.field.number, width: column.width }).collect()
    })
}

/// Shows these columns, none for the usual ones; remembered for next time, and in the address.
fn choose(list: ListState, choices: Vec<ColumnChoice>) {
    let numbers = choices.iter().map(|choice| choice.field).collect();
    list.app.settings.set_columns(list.kind, choices);
    list.place.replace(|address| address.columns = numbers);
}
