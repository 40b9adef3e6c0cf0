//! The head of a list: sorts by a press, resizes by dragging an edge.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::columns::{Column, NARROWEST, WIDEST, stands_right};
use super::list_state::{Cursor, GRID_ID, ListState};
use super::selection::Selection;
use super::sort::{sort_by, sort_of};
use crate::domain::field::FieldKind;
use crate::messages::list as words;
use crate::state::{ColumnChoice, browser};
use crate::ui::controls::{Checkbox, Glyph, Icon};
use crate::ui::words::t;

/// The element id of a head cell.
pub fn head_id(column: usize) -> String {
    format!("head-{column}")
}

/// The row of heads.
#[component]
pub fn ListHead(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let all = move || list.matched() > 0 && list.selected() == list.matched();
    let select_all = move |on: bool| {
        list.selection.set(if on { Selection::AllBut(Default::default()) } else { Selection::default() });
    };
    // Not the widths, or the handle would be drawn anew in the hand that drags it.
    let fields = Memo::new(move |_| {
        list.shown_columns.with(|columns| columns.iter().map(|column| column.field.number).collect::<Vec<u16>>())
    });
    let checks = Memo::new(move |_| list.with_checks());
    view! {
        <div class="grid-row grid-head" role="row" aria-rowindex="1">
            {move || checks.get().then(|| view! {
                <div class="cell check-cell" role="columnheader">
                    <Checkbox
                        label=move || t(words::SELECT_ALL) hide_label=true checked=Signal::derive(all)
                        mixed=Signal::derive(move || list.selected() > 0 && !all()) on_change=select_all
                    />
                </div>
            })}
            {move || fields.get().into_iter().enumerate().map(|(place, field)| view! { <HeadCell list=list place=place number=field/> }).collect_view()}
            {move || list.row_deeds_width().map(|_| view! {
                <div class="cell" role="columnheader"><span class="visually-hidden">{t(words::ROW_DEEDS)}</span></div>
            })}
        </div>
    }
}

#[component]
fn HeadCell(list: ListState, place: usize, number: u16) -> impl IntoView {
    let field = list.kind.field(number);
    let label = move || field.map(|field| t(field.label)).unwrap_or_default();
    let class = match field.map(|field| field.kind) {
        Some(FieldKind::Integer) => "cell head-cell number",
        Some(kind) if stands_right(kind) => "cell head-cell right",
        _ => "cell head-cell",
    };
    let sorted = move || sort_of(list, number);
    let is_current = move || list.cursor.get() == Cursor { row: None, column: place };
    let press = move |_| {
        list.cursor.set(Cursor { row: None, column: place });
        browser::focus_by_id(GRID_ID);
        sort_by(list, number);
    };
    view! {
        <div
            class=class class:current=is_current role="columnheader" id=head_id(place)
            aria-sort=move || sorted().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button type="button" class="sort-button" tabindex="-1" title=move || t(words::COLUMN_HELP) on:click=press>
                <span>{label}</span>
                {move || sorted().map(|descending| view! { <Glyph icon=if descending { Icon::ArrowDown } else { Icon::ArrowUp }/> })}
            </button>
            {move || list.shows_all_columns().then(|| view! { <ResizeHandle list=list place=place/> })}
        </div>
    }
}

/// The edge that is dragged. Keys change the width in the grid, so that this one is for the pointer alone.
#[component]
fn ResizeHandle(list: ListState, place: usize) -> impl IntoView {
    // Where the pointer was pressed, and the width at that moment.
    let start = StoredValue::new(None::<(i32, u16)>);
    let dragging = RwSignal::new(false);

    let begin = move |event: ev::PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        let columns = list.columns.get_untracked();
        let widths = measured(&columns);
        let Some(own) = widths.get(place).map(|choice| choice.width) else { return };
        start.set_value(Some((event.client_x(), own)));
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without the capture the drag still works while the pointer stays on the handle.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
        list.dragged.set(Some(widths));
    };
    let drag = move |event: ev::PointerEvent| {
        let Some((pressed_at, width)) = start.get_value() else { return };
        let wanted = i32::from(width) + event.client_x() - pressed_at;
        let wanted = u16::try_from(wanted.max(0)).unwrap_or(WIDEST).clamp(NARROWEST, WIDEST);
        list.dragged.update(|widths| {
            if let Some(choice) = widths.as_mut().and_then(|widths| widths.get_mut(place)) {
                choice.width = wanted;
            }
        });
    };
    let end = move |_| {
        start.set_value(None);
        dragging.set(false);
        if let Some(widths) = list.dragged.get_untracked() {
            list.app.settings.set_columns(list.kind, widths);
        }
        list.dragged.set(None);
    };
    view! {
        <span
            class="resize-handle" class:dragging=move || dragging.get() aria-hidden="true"
            on:pointerdown=begin on:pointermove=drag on:pointerup=end on:pointercancel=end
            on:click=move |event| event.stop_propagation()
        ></span>
    }
}

/// The widths as they are on the screen, so that the other columns stay where they are while one is dragged.
fn measured(columns: &[Column]) -> Vec<ColumnChoice> {
    let width_of = |place: usize| {
        let cell = document().get_element_by_id(&head_id(place))?.dyn_into::<HtmlElement>().ok()?;
        u16::try_from(cell.offset_width()).ok()
    };
    let measured = columns.iter().enumerate().map(|(place, column)| ColumnChoice {
        field: column.field.number,
        width: width_of(place).unwrap_or(column.width).clamp(NARROWEST, WIDEST),
    });
    measured.collect()
}
