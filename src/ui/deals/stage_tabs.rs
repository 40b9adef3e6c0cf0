//! The columns of the board as tabs, on a phone, where one column fills the screen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::board_state::{BoardState, column_name};
use super::column::column_id;
use super::drag::Drag;
use crate::messages::board as words;
use crate::ui::controls::{Tab, Tabs};
use crate::ui::records::LIST_PANE_ID;
use crate::ui::words::{n, t};

/// The tabs. The one of the column in sight is selected.
#[component]
pub fn StageTabs(
    /// The board.
    board: BoardState,
    /// Whose scroller holds the columns.
    drag: Drag,
    /// The place of the column in sight.
    in_sight: RwSignal<usize>,
) -> impl IntoView {
    let tabs = move || {
        board.board.with(|board| {
            let columns = board.columns.iter().enumerate();
            let label = |column: &crate::state::protocol::board_protocol::BoardColumn| {
                format!("{} {}", column_name(column.stage.as_ref()), n(column.count))
            };
            columns.map(|(at, column)| Tab { key: at.to_string(), label: label(column) }).collect::<Vec<_>>()
        })
    };
    let select = move |key: String| {
        let Some(place) = key.parse::<usize>().ok() else { return };
        in_sight.set(place);
        show_column(drag, place);
    };
    view! {
        <div class="stage-tabs">
            <Tabs
                label=move || t(words::SCROLL_STAGES) tabs=Signal::derive(tabs) on_select=select
                current=Signal::derive(move || in_sight.get().to_string()) panel=LIST_PANE_ID.to_owned()
            />
        </div>
    }
}

/// Scrolls a column to the start of the board.
fn show_column(drag: Drag, place: usize) {
    let column =
        document().get_element_by_id(&column_id(place)).and_then(|column| column.dyn_into::<HtmlElement>().ok());
    if let (Some(scroller), Some(column)) = (drag.scroller.get_untracked(), column) {
        scroller.set_scroll_left(column.offset_left() - scroller.offset_left());
    }
}

/// The place of the column whose middle is nearest to the middle of the board.
pub fn column_in_sight(drag: Drag, columns: usize) -> Option<usize> {
    let around = drag.scroller.get_untracked()?.get_bounding_client_rect();
    let middle = around.left() + around.width() / 2.0;
    let distance = |place: usize| {
        let column = document().get_element_by_id(&column_id(place))?.get_bounding_client_rect();
        Some((place, (column.left() + column.width() / 2.0 - middle).abs()))
    };
    (0..columns).filter_map(distance).min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(place, _)| place)
}
