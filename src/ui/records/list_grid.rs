//! The rows of a list as an ARIA grid, of which only the visible ones exist.

use leptos::{ev, html, prelude::*};

use super::columns::grid_template;
use super::list_head::{ListHead, head_id};
use super::list_keys::grid_key;
use super::list_row::{Line, cell_id, line_view};
use super::list_state::{GRID_ID, ListState};
use crate::ui::controls::VirtualRows;
use crate::ui::words::t;

/// Heights of a row, as in the style's tokens: for a mouse, for a finger. In pixels.
const ROW_HEIGHT: f64 = 38.0;
const COARSE_ROW_HEIGHT: f64 = 44.0;

/// The grid.
#[component]
pub fn ListGrid(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let matched = Signal::derive(move || usize::try_from(list.matched()).unwrap_or(usize::MAX));
    let height = Signal::derive(move || if list.coarse.get() { COARSE_ROW_HEIGHT } else { ROW_HEIGHT });
    let current = move || {
        let cursor = list.cursor.get();
        let Some(row) = cursor.row else { return Some(head_id(cursor.column)) };
        // A row that has been scrolled away, or is on its way, has no cell that could be named.
        let (first, end) = list.range.get();
        let is_here = (first..end).contains(&row)
            && list.rows.value.with(|rows| rows.as_ref().is_some_and(|rows| rows.at(row).is_some()));
        is_here.then(|| cell_id(row, cursor.column))
    };
    // Widths go into one custom property of the style, so that a drag touches no row.
    Effect::new(move || {
        let mut template =
            list.shown_columns.with(|columns| grid_template(list.kind, columns, list.with_checks(), list.phone.get()));
        if let Some(width) = list.row_deeds_width() {
            template.push_str(&format!(" {width}px"));
        }
        if let Some(frame) = frame.get() {
            // The only refusal is a malformed name.
            let _ = web_sys::HtmlElement::style(&frame).set_property("--columns", &template);
        }
    });
    let look = Memo::new(move |_| list.look());
    let lines = move || {
        let look = look.get();
        let (first, end) = list.range.get();
        list.rows.value.with(|rows| {
            let end = end.min(rows.as_ref().map_or(0, |rows| usize::try_from(rows.matched).unwrap_or(usize::MAX)));
            let row = |index: usize| rows.as_ref().and_then(|rows| rows.at(index)).cloned();
            (first..end).map(|index| Line { index, row: row(index), look }).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="list-rows" node_ref=frame>
            <VirtualRows
                class="grid" total=matched row_height=height
                on_range=move |range: (usize, usize)| if list.range.get_untracked() != range { list.range.set(range) }
                reveal=list.reveal fitting=list.fitting
                header=move || view! { <ListHead list=list/> }
                attr:id=GRID_ID attr:role="grid" attr:tabindex="0"
                attr:aria-label=move || t(list.kind.many())
                attr:aria-multiselectable="true"
                attr:aria-rowcount=move || (matched.get() + 1).to_string()
                attr:aria-activedescendant=current
                attr:aria-busy=move || if list.rows.loading.get() { "true" } else { "false" }
                on:keydown=move |event: ev::KeyboardEvent| grid_key(list, &event)
                let:_range
            >
                <For each=lines key=Line::key let:line>{line_view(list, line)}</For>
            </VirtualRows>
        </div>
    }
}
