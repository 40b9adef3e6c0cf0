//! The board: the bar above, the columns side by side, the open deal beside them.

use leptos::{ev, prelude::*};

use super::board_state::{BoardState, focus_card_soon};
use super::card::CARD_KEYS_ID;
use super::card_menu::{CardMenu, MenuPlace};
use super::column::Column;
use super::drag::{Drag, Hand};
use super::lost_dialog::LostDialog;
use super::moves::{Loss, Move};
use super::no_pipeline::{NoPipeline, NoStages};
use super::stage_field::DEAL_PARTS;
use super::stage_tabs::{StageTabs, column_in_sight};
use crate::domain::id::Id;
use crate::messages::{board as words, deals as deal_words, list as list_words, places, shell};
use crate::state::failure_text;
use crate::state::protocol::Phase;
use crate::ui::controls::{Button, Glyph, Icon, Select, SelectOption, Skeleton};
use crate::ui::records::{LIST_PANE_ID, ListBar, RecordPanel};
use crate::ui::words::{language, t, tf};

/// The board with everything that belongs to it but the head and the dialogs of the list.
#[component]
pub fn BoardView(
    /// The board.
    board: BoardState,
) -> impl IntoView {
    let list = board.list;
    let (drag, menu, in_sight) = (Drag::new(board), MenuPlace::new(), RwSignal::new(0));
    give_the_focus_back(board);

    #[derive(Clone, Copy, PartialEq)]
    enum Shown {
        Nothing,
        Waiting,
        NoPipeline,
        NoStages,
        Columns,
    }
    let shown = Memo::new(move |_| {
        let is_ready = board.app.phase.get() == Phase::Ready;
        match board.told.value.with(|told| told.as_ref().map(|board| (board.pipeline, board.columns.is_empty()))) {
            None if board.told.failed.with(Option::is_some) => Shown::Nothing,
            Some((Some(_), false)) => Shown::Columns,
            // Without a pipeline every deal would stand without a stage.
            Some((None, false)) => Shown::Columns,
            Some((None, true)) if is_ready => Shown::NoPipeline,
            Some((Some(_), true)) if is_ready => Shown::NoStages,
            _ => Shown::Waiting,
        }
    });
    let content = move || match shown.get() {
        Shown::Nothing => ().into_any(),
        Shown::Waiting => view! { <Skeleton label=move || t(words::READING_BOARD) rows=12/> }.into_any(),
        Shown::NoPipeline => view! { <NoPipeline/> }.into_any(),
        Shown::NoStages => view! { <NoStages/> }.into_any(),
        Shown::Columns => view! { <Columns board=board drag=drag menu=menu in_sight=in_sight/> }.into_any(),
    };
    let lost = move |(deed, loss): (Move, Loss)| {
        board.losing.set(None);
        board.carry_out(deed, Some(loss));
    };
    let not_lost = move || {
        if let Some(losing) = board.losing.get_untracked() {
            board.losing.set(None);
            focus_card_soon(losing.deed.deal);
        }
    };
    view! {
        <ListBar list=list importable=false with_columns=false lead=move || view! { <PipelineChooser board=board/> }/>
        <div class="split" class:with-panel=move || list.open.get().is_some()>
            <div class="list-pane board-pane" id=LIST_PANE_ID>
                <BoardFailure board=board/>
                {content}
            </div>
            <RecordPanel list=list parts=DEAL_PARTS/>
        </div>
        <LostDialog deed=Signal::derive(move || board.losing.get().map(|losing| losing.deed)) on_close=not_lost on_lost=lost/>
        <CardMenu board=board place=menu/>
        <Hand board=board drag=drag/>
        <p class="visually-hidden" role="status" aria-live="assertive" id="board-said">{move || board.said.get()}</p>
        <p hidden=true id=CARD_KEYS_ID>{move || t(words::CARD_KEYS)}</p>
    }
}

/// The columns side by side.
#[component]
fn Columns(board: BoardState, drag: Drag, menu: MenuPlace, in_sight: RwSignal<usize>) -> impl IntoView {
    let columns = Memo::new(move |_| {
        board.board.with(|board| board.columns.iter().map(|column| column.id()).collect::<Vec<Option<Id>>>())
    });
    // Tab reaches one card; the arrows go on from there.
    let reachable = Memo::new(move |_| {
        let current = board.current.get().filter(|id| board.cards.with(|cards| cards.contains_key(id)));
        current.or_else(|| {
            board.board.with(|board| board.columns.iter().find_map(|column| column.cards.first()).map(|card| card.id))
        })
    });
    let scrolled = move |_| {
        if let Some(place) = column_in_sight(drag, columns.with_untracked(Vec::len))
            && in_sight.get_untracked() != place
        {
            in_sight.set(place);
        }
    };
    // Without this the browser would begin to scroll under the finger that carries a card.
    let touch = move |event: ev::TouchEvent| {
        if drag.is_carrying() && event.cancelable() {
            event.prevent_default();
        }
    };
    let press_long = move |event: ev::MouseEvent| {
        if drag.is_carrying() {
            event.prevent_default();
        }
    };
    view! {
        <StageTabs board=board drag=drag in_sight=in_sight/>
        <NoDeals board=board/>
        <div
            node_ref=drag.scroller class="board" class:dragging=move || board.dragged.with(Option::is_some)
            on:pointerdown=move |event| drag.down(&event) on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event) on:pointercancel=move |_| drag.let_go()
            on:touchmove=touch on:contextmenu=press_long on:scroll=scrolled
        >
            <For each=move || columns.get() key=|id| *id let:id>
                <Column board=board id=id reachable=reachable drag=drag menu=menu/>
            </For>
        </div>
    }
}

/// Said above the columns while nothing stands in any of them.
#[component]
fn NoDeals(board: BoardState) -> impl IntoView {
    let list = board.list;
    let none = Memo::new(move |_| board.board.with(|board| board.columns.iter().all(|column| column.count == 0)));
    let asks = move || list.query.with(|query| !query.search.trim().is_empty() || !query.filters.is_empty());
    let clear = move || {
        list.ask(|query| {
            query.search.clear();
            query.filters.clear();
        });
    };
    move || {
        match (none.get(), asks()) {
        (false, _) => ().into_any(),
        (true, true) => view! {
            <div class="board-note" role="status">
                <span>{move || t(list_words::NOTHING_MATCHES_TEXT)}</span>
                <Button label=move || t(list_words::CLEAR_FILTERS) on_press=clear/>
            </div>
        }
        .into_any(),
        (true, false) => view! {
            <div class="board-note">
                <span>{move || t(places::NO_DEALS_TEXT)}</span>
                <Button
                    label=move || tf(list_words::NEW_RECORD, &[("kind", &t(deal_words::DEAL).to_lowercase())]) icon=Icon::Plus
                    on_press=move || board.make_new(None)
                />
            </div>
        }
        .into_any(),
    }
    }
}

/// Chooses between pipelines, where there are several.
#[component]
fn PipelineChooser(board: BoardState) -> impl IntoView {
    let pipelines = Memo::new(move |_| board.board.with(|board| board.pipelines.clone()));
    let options = move || {
        let options = pipelines.get().into_iter();
        options.map(|(id, name)| SelectOption::new(id.to_string(), name)).collect::<Vec<_>>()
    };
    let value = move || board.board.with(|board| board.pipeline.map(|id| id.to_string()).unwrap_or_default());
    let choose = move |id: String| board.list.place.push(|address| address.board = Id::parse(&id));
    let several = Memo::new(move |_| pipelines.with(|pipelines| pipelines.len() > 1));
    move || {
        several.get().then(|| {
            view! {
                <div class="pipeline-chooser">
                    <Select
                        label=move || t(deal_words::PIPELINE) hide_label=true options=Signal::derive(options)
                        value=Signal::derive(value) on_change=choose
                    />
                </div>
            }
        })
    }
}

/// Says why the board could not be read. What came before stays.
#[component]
fn BoardFailure(board: BoardState) -> impl IntoView {
    move || {
        board.told.failed.get().map(|failure| {
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p class="error-title">{move || t(words::BOARD_NOT_READ)}</p>
                        <p>{move || tf(list_words::NOT_READ_TEXT, &[("reason", &failure_text(&failure, language()))])}</p>
                        <Button label=move || t(shell::TRY_AGAIN) on_press=move || board.told.refresh()/>
                    </div>
                </div>
            }
        })
    }
}

/// The card of a deal that is closed has the focus again, and the columns stay where they were.
fn give_the_focus_back(board: BoardState) {
    Effect::new(move |before: Option<Option<Id>>| {
        let open = board.list.open.get();
        if let (Some(Some(closed)), None) = (before, open) {
            focus_card_soon(closed);
        }
        open
    });
}
