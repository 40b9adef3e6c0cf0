//! What keys and presses do in a list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::bulk_delete::ask_to_delete;
use super::columns::{NARROWEST, WIDEST};
use super::list_state::{Cursor, GRID_ID, ListState};
use super::record_head::record_title_id;
use super::selection::Selection;
use super::sort::sort_by;
use crate::domain::id::Id;
use crate::state::{ColumnChoice, browser};

/// How much an arrow key changes a column's width, in pixels.
const WIDTH_STEP: u16 = 16;
/// How many frames to wait for a record that is being opened.
const MOST_FRAMES: u32 = 30;

/// The keys that were held while a row was pressed.
#[derive(Clone, Copy)]
pub struct RowPress {
    /// Select from the last row to this one.
    pub shift: bool,
    /// Select this one too, or no longer.
    pub add: bool,
}

/// A press on a row: opens it, or selects.
pub fn press_row(list: ListState, index: usize, id: Id, how: RowPress) {
    list.cursor.update(|cursor| cursor.row = Some(index));
    browser::focus_by_id(GRID_ID);
    if how.shift {
        select_range(list, index);
    } else if how.add || list.selecting.get_untracked() {
        toggle(list, index, id);
    } else {
        list.anchor.set(Some(index));
        list.open_record(id);
    }
}

/// A key in the grid.
pub fn grid_key(list: ListState, event: &KeyboardEvent) {
    if event.is_composing() || event.alt_key() {
        return;
    }
    // A box or a button inside the grid has its own use for these two.
    let on_control = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| matches!(target.closest("input, button"), Ok(Some(_))));
    if on_control && matches!(event.key().as_str(), "Enter" | " ") {
        return;
    }
    let control = event.ctrl_key() || event.meta_key();
    let shift = event.shift_key();
    let page = list.fitting.get_untracked().saturating_sub(1).max(1) as isize;
    let whole = isize::MAX;
    match event.key().as_str() {
        "ArrowLeft" if shift && !control => change_width(list, false),
        "ArrowRight" if shift && !control => change_width(list, true),
        "ArrowLeft" => move_column(list, -1),
        "ArrowRight" => move_column(list, 1),
        "ArrowDown" => move_row(list, 1, shift),
        "ArrowUp" => move_row(list, -1, shift),
        "PageDown" => move_row(list, page, shift),
        "PageUp" => move_row(list, -page, shift),
        "Home" => move_row(list, -whole, shift),
        "End" => move_row(list, whole, shift),
        "Enter" if !control => enter(list),
        " " if shift => {
            if let Some(row) = list.cursor.get_untracked().row {
                select_range(list, row)
            }
        }
        " " => {
            if let Some((index, id)) = current_row(list) {
                toggle(list, index, id)
            }
        }
        "a" | "A" if control && !shift => list.selection.set(Selection::AllBut(Default::default())),
        "Delete" => delete_selected(list),
        "Escape" => leave(list),
        _ => return,
    }
    event.prevent_default();
}

/// The current row and its record, if it has come.
fn current_row(list: ListState) -> Option<(usize, Id)> {
    let index = list.cursor.get_untracked().row?;
    let id = list
        .rows
        .value
        .with_untracked(|rows| rows.as_ref().and_then(|rows| rows.at(index)).map(|shown| shown.row.id))?;
    Some((index, id))
}

fn enter(list: ListState) {
    let cursor = list.cursor.get_untracked();
    match (cursor.row, current_row(list)) {
        (None, _) => {
            if let Some(field) = list
                .shown_columns
                .with_untracked(|columns| columns.get(cursor.column).map(|column| column.field.number))
            {
                sort_by(list, field);
            }
        }
        (Some(_), Some((_, id))) => {
            list.open_record(id);
            spawn_local(focus_record(id));
        }
        _ => {}
    }
}

/// Puts the focus on the title of a record that is being opened: its panel is drawn first, and its values are a question
/// away.
pub async fn focus_record(id: Id) {
    for _ in 0..MOST_FRAMES {
        browser::next_frame().await;
        if browser::focus_by_id(&record_title_id(id)) {
            return;
        }
    }
}

fn leave(list: ListState) {
    if list.open.get_untracked().is_some() {
        list.close_record();
    } else {
        list.selecting.set(false);
        list.selection.set(Selection::default());
    }
}

/// Moves the current cell by rows. Above the first row is the head.
fn move_row(list: ListState, by: isize, select: bool) {
    let last = usize::try_from(untrack(|| list.matched())).unwrap_or(0).checked_sub(1);
    let cursor = list.cursor.get_untracked();
    let to = match (cursor.row, last) {
        (_, None) => None,
        (Some(0), Some(_)) if by == -1 && !select => None,
        (None, Some(_)) if by < 0 => None,
        (None, Some(last)) => Some((by.unsigned_abs() - 1).min(last)),
        (Some(row), Some(last)) => Some(row.saturating_add_signed(by).min(last)),
    };
    if select && list.anchor.get_untracked().is_none() {
        list.anchor.set(cursor.row);
    }
    list.cursor.set(Cursor { row: to, ..cursor });
    if let Some(row) = to {
        list.reveal.set(Some(row));
        if select {
            select_range(list, row);
        } else {
            list.anchor.set(None);
        }
    }
}

fn move_column(list: ListState, by: isize) {
    let last = list.shown_columns.with_untracked(Vec::len).saturating_sub(1);
    list.cursor.update(|cursor| cursor.column = cursor.column.saturating_add_signed(by).min(last));
}

fn toggle(list: ListState, index: usize, id: Id) {
    list.anchor.set(Some(index));
    list.selection.update(|selection| {
        let selected = selection.holds(id);
        selection.set(id, !selected);
    });
}

/// Selects the rows from the anchor to this one, and no others. Rows that are not on the screen are asked for.
fn select_range(list: ListState, to: usize) {
    let from = list.anchor.get_untracked().unwrap_or(to);
    list.anchor.set(Some(from));
    let (first, end) = (from.min(to), from.max(to) + 1);
    let here = list.rows.value.with_untracked(|rows| {
        let rows = rows.as_ref()?;
        (first..end).map(|index| rows.at(index).map(|shown| shown.row.id)).collect::<Option<Vec<Id>>>()
    });
    if let Some(ids) = here {
        list.selection.set(Selection::These(ids.into_iter().collect()));
        return;
    }
    let query = list.query.get_untracked();
    spawn_local(async move {
        // A failure leaves the selection as it was, which the screen shows.
        if let Ok(ids) = list.ids_of_rows(query.clone(), first, end).await
            && list.query.try_get_untracked() == Some(query)
        {
            list.selection.try_set(Selection::These(ids.into_iter().collect()));
        }
    });
}

/// Moves the selected rows to the trash, or the current one where none is selected.
fn delete_selected(list: ListState) {
    if list.query.with_untracked(|query| query.deleted) {
        return;
    }
    if untrack(|| list.selected()) == 0 {
        let Some((_, id)) = current_row(list) else { return };
        list.selection.update(|selection| selection.set(id, true));
    }
    ask_to_delete(list);
}

fn change_width(list: ListState, wider: bool) {
    let place = list.cursor.get_untracked().column;
    let columns = list.columns.get_untracked();
    if !untrack(|| list.shows_all_columns()) || columns.is_empty() {
        return;
    }
    let widths = columns.iter().enumerate().map(|(at, column)| {
        let changed =
            if wider { column.width.saturating_add(WIDTH_STEP) } else { column.width.saturating_sub(WIDTH_STEP) };
        let width = if at == place { changed.clamp(NARROWEST, WIDEST) } else { column.width };
        ColumnChoice { field: column.field.number, width }
    });
    list.app.settings.set_columns(list.kind, widths.collect());
}
