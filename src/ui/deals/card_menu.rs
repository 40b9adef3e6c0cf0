//! What can be done with a card besides opening it: one menu for all cards.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::board_state::BoardState;
use crate::domain::id::Id;
use crate::messages::board as words;
use crate::ui::controls::{Icon, MenuItem, SharedMenu};
use crate::ui::records::title_text;
use crate::ui::words::{language, t, tf};

/// The card whose menu is open, and the button that it hangs on. `Copy`; ends with the board.
#[derive(Clone, Copy)]
pub struct MenuPlace {
    card: RwSignal<Option<Id>>,
    anchor: RwSignal<Option<HtmlElement>, LocalStorage>,
}

impl MenuPlace {
    /// Closed.
    pub fn new() -> MenuPlace {
        MenuPlace { card: RwSignal::new(None), anchor: RwSignal::new_local(None) }
    }

    /// Opens the menu of a card at the button that was pressed.
    pub fn open(self, card: Id, event: &ev::MouseEvent) {
        let button = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        self.card.set(Some(card));
        self.anchor.set(button);
    }
}

/// The menu: open it, or move it to another stage.
#[component]
pub fn CardMenu(
    /// The board.
    board: BoardState,
    /// Where it is open.
    place: MenuPlace,
) -> impl IntoView {
    let label = move || {
        let title = place
            .card
            .get()
            .and_then(|id| board.cards.with(|cards| cards.get(&id).map(|card| title_text(&card.title, language()))));
        tf(words::CARD_ACTIONS, &[("deal", &title.unwrap_or_default())])
    };
    let items = move || {
        let Some(card) = place.card.get() else { return Vec::new() };
        let mut items =
            vec![MenuItem::new(t(words::OPEN_DEAL), move || board.list.open_record(card)).with_icon(Icon::External)];
        board.board.with(|told| {
            let here = told.find(card).and_then(|(column, _)| told.columns.get(column)).and_then(|column| column.id());
            for stage in told.columns.iter().filter_map(|column| column.stage.as_ref()) {
                let (id, name) = (stage.id, stage.name.as_str());
                let item = MenuItem::new(tf(words::MOVE_TO, &[("stage", name)]), move || board.move_to(card, id));
                items.push(item.with_icon(Icon::ArrowRight).disabled_when(here == Some(id)));
            }
        });
        items
    };
    view! { <SharedMenu label=label items=Signal::derive(items) anchor=place.anchor/> }
}
