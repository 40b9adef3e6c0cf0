//! A column of the board: its name, its cards, and what they are worth.

use leptos::prelude::*;

use super::board_state::{BoardState, STEP, column_name};
use super::card::Card;
use super::card_menu::MenuPlace;
use super::drag::Drag;
use crate::domain::id::Id;
use crate::domain::value::Money;
use crate::messages::board as words;
use crate::state::format;
use crate::state::protocol::board_protocol::{BoardColumn, BoardStage};
use crate::ui::controls::{Glyph, Icon};
use crate::ui::words::{language, n, t, tc, tf};

/// The element id of the column at a place.
pub fn column_id(place: usize) -> String {
    format!("board-column-{place}")
}

/// The column.
#[component]
pub fn Column(
    /// The board.
    board: BoardState,
    /// The stage; none for deals without one.
    id: Option<Id>,
    /// The card that Tab reaches.
    reachable: Memo<Option<Id>>,
    /// What the pointer does.
    drag: Drag,
    /// The menu that all cards share.
    menu: MenuPlace,
) -> impl IntoView {
    let stage = Memo::new(move |_| board.column(id, |column| column.stage.clone()).flatten());
    let place = Memo::new(move |_| board.board.with(|board| board.place_of(id)).unwrap_or(0));
    let count = Memo::new(move |_| board.column(id, |column| column.count).unwrap_or(0));
    let cards = Memo::new(move |_| {
        let drawn = board.drawn.get();
        let first = |column: &BoardColumn| column.cards.iter().take(drawn).map(|card| card.id).collect::<Vec<Id>>();
        board.column(id, first).unwrap_or_default()
    });
    let name = move || stage.with(|stage| column_name(stage.as_ref()));
    let label = move || tf(words::COLUMN_NAME, &[("stage", &name()), ("deals", &tc(words::DEALS, count.get()))]);
    let is_target = move || {
        let keys = board.carried.with(|carried| carried.as_ref().is_some_and(|carried| carried.over == place.get()));
        keys || board.dragged.with(|dragged| dragged.is_some_and(|(_, over)| over.is_some() && over == id))
    };
    let told = Memo::new(move |_| board.column(id, |column| column.cards.len() as u64).unwrap_or(0));
    let rest = move || count.get().saturating_sub(told.get());
    view! {
        <section
            class="board-column" class:target=is_target id=move || column_id(place.get()) aria-label=label
            data-column=id.map(|id| id.to_string()).unwrap_or_default()
        >
            <header class="column-head">
                <h2 class="column-name">{name}</h2>
                <span class="column-count">{move || n(count.get())}</span>
                {move || stage.with(|stage| stage.as_ref().is_some_and(BoardStage::is_open)).then(|| view! {
                    <button type="button" class="column-add" aria-label=move || tf(words::NEW_IN, &[("stage", &name())]) title=move || tf(words::NEW_IN, &[("stage", &name())]) on:click=move |_| board.make_new(id)>
                        <Glyph icon=Icon::Plus/>
                    </button>
                })}
            </header>
            {id.is_none().then(|| view! { <p class="column-note">{move || t(words::WITHOUT_STAGE_TEXT)}</p> })}
            <ul class="column-cards" role="list" aria-label=name>
                <For each=move || cards.get() key=|card| *card let:card>
                    <Card board=board id=card stage=stage reachable=reachable drag=drag menu=menu/>
                </For>
                {move || (rest() > 0).then(|| view! {
                    <li class="column-more">
                        <button type="button" class="button quiet" on:click=move |_| board.show_more(id)>
                            {move || tc(words::SHOW_MORE, rest().min(u64::from(STEP)))}
                        </button>
                    </li>
                })}
            </ul>
            <ColumnFoot board=board id=id stage=stage/>
        </section>
    }
}

/// What the column is worth.
#[component]
fn ColumnFoot(board: BoardState, id: Option<Id>, stage: Memo<Option<BoardStage>>) -> impl IntoView {
    let usual = board.app.settings.currency;
    let sums = Memo::new(move |_| {
        board.column(id, |column| (column.sums.clone(), column.weighted.clone())).unwrap_or_default()
    });
    let has_weight = Memo::new(move |_| {
        let is_open = stage.with(|stage| stage.as_ref().is_some_and(BoardStage::is_open));
        is_open && sums.with(|(_, weighted)| !weighted.is_empty())
    });
    // A column that is worth nothing says nothing, and its foot is as high as the others.
    let sum = move || {
        let told = |sums: &[Money]| format::money_sums(language(), sums, usual.get());
        sums.with(|(sums, _)| if sums.is_empty() { "\u{a0}".to_owned() } else { told(sums) })
    };
    let weighted = move || {
        let sums = sums.with(|(_, weighted)| format::money_sums(language(), weighted, usual.get()));
        tf(words::WEIGHTED_SUM, &[("sums", &sums)])
    };
    view! {
        <footer class="column-foot">
            <span class="column-sum">{sum}</span>
            {move || has_weight.get().then(|| view! { <span class="column-weighted">{weighted}</span> })}
        </footer>
    }
}
