//! The deals: their board, or the list of them.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::ui::deals::{BoardState, BoardView, DEAL_PARTS, DealsHead, is_board};
use crate::ui::records::{ListDialogs, ListState, RecordList, RecordPage};

/// The board of deals, or with `?view=list` their list, each with the open one beside it.
#[component]
pub fn DealsPage() -> impl IntoView {
    let list = ListState::new(Kind::Deal);
    let board = BoardState::new(list);
    let on_board = is_board(list);
    Effect::new(move || list.shows_rows.set(!on_board.get()));
    view! {
        <DealsHead board=board/>
        {move || if on_board.get() {
            view! { <BoardView board=board/> }.into_any()
        } else {
            view! { <RecordList kind=Kind::Deal list=list with_head=false parts=DEAL_PARTS/> }.into_any()
        }}
        <ListDialogs list=list preset=Signal::derive(move || board.new_deal())/>
    }
}

/// The page of the deal that the address names.
#[component]
pub fn DealPage() -> impl IntoView {
    view! { <RecordPage kind=Kind::Deal parts=DEAL_PARTS/> }
}
