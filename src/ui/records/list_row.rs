//! One row of a list.

use std::sync::Arc;

use leptos::{ev, prelude::*};

use super::cells::{cell_view, title_text, title_view};
use super::columns::stands_right;
use super::list_keys::{RowPress, press_row};
use super::list_state::{Cursor, ListState, ShownRow};
use super::special_cells::special_cell;
use crate::domain::field::{Field, FieldKind};
use crate::messages::list as words;
use crate::ui::words::{language, tf};

/// The element id of a cell, which the grid names as its current one. The place counts the box, if there is one.
pub fn cell_id(row: usize, column: usize) -> String {
    format!("cell-{row}-{column}")
}

/// A row of the range that is on the screen.
#[derive(Clone)]
pub struct Line {
    /// Its place in the list.
    pub index: usize,
    /// Its content; `None` while it is on its way.
    pub row: Option<Arc<ShownRow>>,
    /// What decides how it is drawn besides its content.
    pub look: u64,
}

impl Line {
    /// What tells whether it must be drawn anew.
    pub fn key(&self) -> (usize, u64, u64) {
        (self.index, self.row.as_ref().map_or(0, |row| row.version), self.look)
    }
}

/// Draws a row.
pub fn line_view(list: ListState, line: Line) -> AnyView {
    match line.row {
        Some(row) => row_view(list, line.index, &row),
        None => placeholder(list, line.index),
    }
}

/// The class of a cell that says more than its value.
fn special_class(is_title: bool, field: &Field) -> &'static str {
    match field.kind {
        _ if is_title => "cell name-cell",
        kind if stands_right(kind) => "cell right",
        _ => "cell",
    }
}

/// A row that is on its way: grey where the title will stand.
fn placeholder(list: ListState, index: usize) -> AnyView {
    let columns = list.shown_columns.get_untracked().len()
        + usize::from(untrack(|| list.with_checks()))
        + usize::from(untrack(|| list.row_deeds_width()).is_some());
    let cells = (0..columns)
        .map(|_| view! { <div class="cell" role="gridcell"><i class="cell-waiting"></i></div> })
        .collect_view();
    view! { <div class="grid-row" role="row" aria-rowindex=(index + 2).to_string() aria-busy="true">{cells}</div> }
        .into_any()
}

fn row_view(list: ListState, index: usize, shown: &ShownRow) -> AnyView {
    let row = &shown.row;
    let id = row.id;
    let language = untrack(language);
    let title = title_text(&row.title, language);
    let title_field = list.kind.title_field();
    let loaded =
        list.rows.value.with_untracked(|rows| rows.as_ref().map(|rows| rows.columns.clone()).unwrap_or_default());
    let columns = list.shown_columns.get_untracked();
    let checks = untrack(|| list.with_checks());

    let is_current = move |column: usize| list.cursor.get() == Cursor { row: Some(index), column };
    let cell_of = |wanted: u16| loaded.iter().position(|number| *number == wanted).and_then(|at| row.cells.get(at));
    let cells = columns.iter().enumerate().map(|(place, column)| {
        let field = column.field;
        let cell = cell_of(field.number);
        let (class, content) = if let Some(special) = special_cell(list, field, row, &cell_of) {
            (special_class(field.number == title_field, field), special)
        } else if field.number == title_field {
            ("cell name-cell", title_view(list.kind, row, language))
        } else {
            let class = match field.kind {
                FieldKind::Integer => "cell number",
                kind if stands_right(kind) => "cell right",
                _ => "cell",
            };
            (class, cell.map(|cell| cell_view(field, cell, language)).unwrap_or_else(|| ().into_any()))
        };
        view! {
            <div
                class=class class:current=move || is_current(place) role="gridcell" id=cell_id(index, place)
                on:pointerdown=move |_| list.cursor.set(Cursor { row: Some(index), column: place })
            >{content}</div>
        }
    });
    let deeds = untrack(|| list.row_deeds()).map(|(deeds, _)| {
        view! {
            <div class="cell row-deeds" role="gridcell" on:click=|event| event.stop_propagation()>{deeds.run((row.clone(), loaded.clone()))}</div>
        }
    });
    let check = checks.then(|| view! { <CheckCell list=list index=index id=id title=title.clone()/> });
    let press = move |event: ev::MouseEvent| {
        let how = RowPress { shift: event.shift_key(), add: event.ctrl_key() || event.meta_key() };
        press_row(list, index, id, how);
    };
    let keep_text = move |event: ev::MouseEvent| {
        // Shift and a press would mark the text between two rows.
        if event.shift_key() {
            event.prevent_default();
        }
    };
    view! {
        <div
            class="grid-row" role="row" aria-rowindex=(index + 2).to_string()
            class:open=move || list.open.get() == Some(id)
            aria-selected=move || if list.selection.with(|selection| selection.holds(id)) { "true" } else { "false" }
            on:click=press on:mousedown=keep_text
        >
            {check}
            {cells.collect_view()}
            {deeds}
        </div>
    }
    .into_any()
}

/// The box that selects the row. The label around it is the whole cell, so that it is easy to hit.
#[component]
fn CheckCell(list: ListState, index: usize, id: crate::domain::id::Id, title: String) -> impl IntoView {
    let press = move |event: ev::MouseEvent| {
        event.stop_propagation();
        event.prevent_default();
        press_row(list, index, id, RowPress { shift: event.shift_key(), add: true });
    };
    view! {
        <div class="cell check-cell" role="gridcell" on:click=press>
            <input
                type="checkbox" tabindex="-1" aria-label=tf(words::SELECT_ROW, &[("title", &title)])
                prop:checked=move || list.selection.with(|selection| selection.holds(id))
            />
        </div>
    }
}
