//! The board by keys: the arrows go from card to card; a card that was picked up goes from column to column.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::board_state::{BoardState, Carried, card_id, column_name};
use super::column::column_id;
use crate::domain::id::Id;
use crate::messages::board as words;
use crate::state::browser;
use crate::ui::records::title_text;
use crate::ui::words::{language, n, tf};

/// A key on a card.
pub fn card_key(board: BoardState, card: Id, event: &KeyboardEvent) {
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let carried = board.carried.get_untracked().filter(|carried| carried.card == card);
    let done = match carried {
        Some(carried) => carry(board, &carried, &event.key()),
        None => walk(board, card, &event.key()),
    };
    if done {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// A key without a card in the hand. Tells whether it meant something.
fn walk(board: BoardState, card: Id, key: &str) -> bool {
    match key {
        " " | "m" | "M" => pick_up(board, card),
        "ArrowDown" => step(board, card, 0, 1),
        "ArrowUp" => step(board, card, 0, -1),
        "ArrowRight" => step(board, card, 1, 0),
        "ArrowLeft" => step(board, card, -1, 0),
        "Home" => step(board, card, 0, isize::MIN),
        "End" => step(board, card, 0, isize::MAX),
        _ => return false,
    }
    true
}

/// Goes to the next card of the column, or to the one beside it in the next column that has any.
fn step(board: BoardState, card: Id, right: isize, down: isize) {
    let next = board.board.with_untracked(|board| {
        let (column, _) = board.find(card)?;
        let cards = |column: usize| board.columns.get(column).map(|column| &column.cards[..]).unwrap_or_default();
        let row = cards(column).iter().position(|one| one.id == card)?;
        if right == 0 {
            let last = cards(column).len().checked_sub(1)?;
            return cards(column).get(row.saturating_add_signed(down).min(last)).map(|card| card.id);
        }
        let mut column = column;
        loop {
            column = column.checked_add_signed(right).filter(|column| *column < board.columns.len())?;
            if let Some(last) = cards(column).len().checked_sub(1) {
                return cards(column).get(row.min(last)).map(|card| card.id);
            }
        }
    });
    if let Some(next) = next {
        browser::focus_by_id(&card_id(next));
    }
}

fn pick_up(board: BoardState, card: Id) {
    let Some((over, title)) = board
        .board
        .with_untracked(|board| board.find(card).map(|(column, card)| (column, title_text(&card.title, language()))))
    else {
        return;
    };
    board.carried.set(Some(Carried { card, over }));
    let (stage, place, count) = place_words(board, over);
    board.say(tf(words::PICKED_UP, &[("deal", &title), ("stage", &stage), ("place", &place), ("count", &count)]));
}

/// A key with a card in the hand.
fn carry(board: BoardState, carried: &Carried, key: &str) -> bool {
    match key {
        "ArrowRight" => hold_over(board, carried, 1),
        "ArrowLeft" => hold_over(board, carried, -1),
        "Enter" | " " => drop_card(board, carried),
        "Escape" => put_back(board, carried),
        "Tab" => {
            // Leaving the card puts it back, and goes on.
            put_back(board, carried);
            return false;
        }
        // What would scroll or open does nothing while a card is in the hand.
        "ArrowUp" | "ArrowDown" | "Home" | "End" | "PageUp" | "PageDown" | "m" | "M" => {}
        _ => return false,
    }
    true
}

fn hold_over(board: BoardState, carried: &Carried, right: isize) {
    let over = board.board.with_untracked(|board| {
        let over = carried.over.checked_add_signed(right)?;
        board.columns.get(over).filter(|column| column.stage.is_some()).map(|_| over)
    });
    // At the edge the same place is told again.
    let over = over.unwrap_or(carried.over);
    board.carried.set(Some(Carried { over, ..carried.clone() }));
    let (stage, place, count) = place_words(board, over);
    board.say(tf(words::CARRIED_OVER, &[("stage", &stage), ("place", &place), ("count", &count)]));
    if let Some(element) = document().get_element_by_id(&column_id(over)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn drop_card(board: BoardState, carried: &Carried) {
    let target = board.board.with_untracked(|told| {
        let (from, _) = told.find(carried.card)?;
        told.columns.get(carried.over).filter(|_| from != carried.over).and_then(|column| column.id())
    });
    match target {
        Some(stage) => {
            board.carried.set(None);
            board.move_to(carried.card, stage);
        }
        None => put_back(board, carried),
    }
}

fn put_back(board: BoardState, carried: &Carried) {
    board.carried.set(None);
    let told = board.board.with_untracked(|board| {
        let (column, card) = board.find(carried.card)?;
        Some((title_text(&card.title, language()), column_name(board.columns.get(column)?.stage.as_ref())))
    });
    if let Some((title, stage)) = told {
        board.say(tf(words::PUT_BACK, &[("deal", &title), ("stage", &stage)]));
    }
}

/// A column's name, its place and how many there are.
fn place_words(board: BoardState, at: usize) -> (String, String, String) {
    board.board.with_untracked(|board| {
        let name = column_name(board.columns.get(at).and_then(|column| column.stage.as_ref()));
        (name, n(at as u64 + 1), n(board.columns.len() as u64))
    })
}
