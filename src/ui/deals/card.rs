//! A card of the board.

use std::sync::Arc;

use leptos::task::spawn_local;
use leptos::{ev, prelude::*};

use super::attention_words::{attention_of, attention_words};
use super::board_keys::card_key;
use super::board_state::{BoardState, card_id, today};
use super::card_menu::MenuPlace;
use super::drag::Drag;
use crate::domain::deal::Attention;
use crate::domain::id::Id;
use crate::messages::{Language, board as words, deals as deal_words};
use crate::state::format;
use crate::state::protocol::board_protocol::{BoardCard, BoardStage};
use crate::ui::controls::{Glyph, Icon};
use crate::ui::records::{focus_record, title_text};
use crate::ui::words::{language, tf};

/// The element id of the sentence that tells the keys of a card.
pub const CARD_KEYS_ID: &str = "card-keys";

/// The card: a button that opens the deal and that keys pick up, and a button with what else can be done.
#[component]
pub fn Card(
    /// The board.
    board: BoardState,
    /// The deal.
    id: Id,
    /// The column's stage.
    stage: Memo<Option<BoardStage>>,
    /// The card that Tab reaches.
    reachable: Memo<Option<Id>>,
    /// What the pointer does.
    drag: Drag,
    /// The menu that all cards share.
    menu: MenuPlace,
) -> impl IntoView {
    let card = Memo::new(move |before: Option<&Option<Arc<BoardCard>>>| {
        let now = board.cards.with(|cards| cards.get(&id).cloned());
        // A card that goes keeps its face until it has gone.
        now.or_else(|| before.cloned().flatten())
    });
    let is_reachable = move || if reachable.get() == Some(id) { "0" } else { "-1" };
    let is_carried = move || board.carried.with(|carried| carried.as_ref().is_some_and(|carried| carried.card == id));
    let is_dragged = move || board.dragged.with(|dragged| dragged.is_some_and(|(card, _)| card == id));
    let title =
        move || card.with(|card| card.as_ref().map(|card| title_text(&card.title, language())).unwrap_or_default());
    let press = move |event: ev::MouseEvent| {
        if drag.has_just_dropped() {
            return;
        }
        board.list.open_record(id);
        // A click that no pointer made is a key: who works by keys goes on in the record.
        if event.detail() == 0 {
            spawn_local(focus_record(id));
        }
    };
    let leave = move |_| {
        if board.carried.try_with_untracked(|carried| carried.as_ref().is_some_and(|one| one.card == id)) == Some(true)
        {
            board.carried.set(None);
        }
    };
    view! {
        <li class="deal-card" class:open=move || board.list.open.get() == Some(id) class:carried=is_carried class:dragged=is_dragged data-deal=id.to_string()>
            <button
                type="button" class="deal-open" id=card_id(id) tabindex=is_reachable aria-describedby=CARD_KEYS_ID
                on:click=press
                on:keydown=move |event| card_key(board, id, &event)
                // Firefox presses a button when the space bar comes up.
                on:keyup=move |event| if event.key() == " " { event.prevent_default() }
                on:focus=move |_| board.current.set(Some(id))
                on:blur=leave
            >
                {move || card.with(|card| card.as_ref().map(|card| stage.with(|stage| card_face(card, stage.as_ref(), language()))))}
            </button>
            <button
                type="button" class="deal-more" aria-haspopup="menu" tabindex=is_reachable
                aria-label=move || tf(words::CARD_ACTIONS, &[("deal", &title())])
                on:click=move |event| menu.open(id, &event)
            >
                <Glyph icon=Icon::More/>
            </button>
        </li>
    }
}

/// What a card shows, also in the hand.
pub fn card_face(card: &BoardCard, stage: Option<&BoardStage>, language: Language) -> AnyView {
    let is_open = stage.is_none_or(BoardStage::is_open);
    let attention = today().and_then(|today| attention_of(card, stage, today));
    let close_is_over = is_open && today().zip(card.expected_close).is_some_and(|(today, day)| day < today);
    let pill = attention.map(|attention| {
        let (text, tone) = attention_words(attention, stage.and_then(|stage| stage.days_allowed), language);
        // What is said in full stands in the open record; the pill ends in an ellipsis where it has no room.
        view! { <span class=format!("{} deal-pill", tone.pill_class()) title=text.clone()>{text.clone()}</span> }
    });
    let day = card.expected_close.map(|day| {
        let whole = format!("{}: {}", deal_words::EXPECTED_CLOSE.text(language), format::day(language, day));
        view! { <span class="deal-day" class:bad=close_is_over title=whole>{format::day_brief(language, day)}</span> }
    });
    let next = (is_open && !matches!(attention, Some(Attention::NoNextStep(_))))
        .then(|| card.next_step.trim().to_owned())
        .filter(|step| !step.is_empty());
    view! {
        <span class="deal-title">{title_text(&card.title, language)}</span>
        {card.customer.clone().map(|customer| view! { <span class="deal-customer">{customer}</span> })}
        <span class="deal-line">
            <span class="deal-amount">{card.amount.map(|amount| format::money_plain(language, amount))}</span>
            {day}
        </span>
        {is_open.then(|| card.chance.map(|chance| chance_bar(chance, language)))}
        {next.map(|step| view! { <span class="deal-next"><Glyph icon=Icon::ArrowRight/><span class="one-line">{step}</span></span> })}
        {pill}
    }
    .into_any()
}

/// How likely it is, as a bar and in figures.
fn chance_bar(chance: i64, language: Language) -> AnyView {
    let share = chance.clamp(0, 100);
    let told = format!("{}: ", deal_words::PROBABILITY.text(language));
    view! {
        <span class="deal-chance">
            <svg class="deal-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="bar-ground" width="100" height="4"></rect>
                <rect class="bar-share" width=share.to_string() height="4"></rect>
            </svg>
            <span class="deal-share"><span class="visually-hidden">{told}</span>{format::percent(language, share as f64 / 100.0)}</span>
        </span>
    }
    .into_any()
}
