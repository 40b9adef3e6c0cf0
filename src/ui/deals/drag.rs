//! A card in the hand, by mouse and by finger. A mouse picks it up by moving, a finger by resting on it, so that the board
//! still scrolls under a finger.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::board_state::BoardState;
use super::card::card_face;
use crate::domain::id::Id;
use crate::state::browser;
use crate::ui::words::language;

/// How far a mouse must move before a card comes along, in px.
const MOUSE_SLACK: f64 = 5.0;
/// How far a finger may slip while it rests, in px.
const FINGER_SLACK: f64 = 10.0;
/// How long a finger rests on a card to pick it up, in milliseconds.
const REST_MS: u32 = 350;
/// How near to the edge the board begins to scroll, and by how much a frame, in px.
const EDGE: f64 = 44.0;
const SCROLL_STEP: f64 = 14.0;
/// A click that ends a drag comes within this time, in milliseconds.
const CLICK_MS: u64 = 50;

/// Where a pointer was pressed, and on which card.
#[derive(Clone)]
struct Press {
    pointer: i32,
    card: Id,
    /// Where the pointer is now.
    at: (f64, f64),
    /// Where it was pressed.
    start: (f64, f64),
    /// From the card's corner to where it was pressed.
    grip: (f64, f64),
    width: f64,
    is_finger: bool,
    is_carrying: bool,
}

/// What the pointer does on a board. `Copy`; ends with the board.
#[derive(Clone, Copy)]
pub struct Drag {
    board: BoardState,
    /// The element in which the columns scroll.
    pub scroller: NodeRef<html::Div>,
    hand: NodeRef<html::Div>,
    press: StoredValue<Option<Press>>,
    presses: StoredValue<u32>,
    dropped: StoredValue<bool>,
}

impl Drag {
    /// Nothing in the hand.
    pub fn new(board: BoardState) -> Drag {
        Drag {
            board,
            scroller: NodeRef::new(),
            hand: NodeRef::new(),
            press: StoredValue::new(None),
            presses: StoredValue::new(0),
            dropped: StoredValue::new(false),
        }
    }

    /// Whether the click that is being heard is the end of a drag.
    pub fn has_just_dropped(self) -> bool {
        self.dropped.get_value()
    }

    /// A pointer goes down.
    pub fn down(self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() || self.board.carried.with_untracked(Option::is_some) {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let closest = |selector: &str| target.as_ref().and_then(|target| target.closest(selector).ok().flatten());
        let Some(element) = closest("[data-deal]").filter(|_| closest(".deal-more").is_none()) else { return };
        let Some(card) = element.get_attribute("data-deal").and_then(|id| Id::parse(&id)) else { return };
        let (at, around) = (point_of(event), element.get_bounding_client_rect());
        let is_finger = event.pointer_type() != "mouse";
        let grip = (at.0 - around.left(), at.1 - around.top());
        let (pointer, width) = (event.pointer_id(), around.width());
        self.press.set_value(Some(Press { pointer, card, at, start: at, grip, width, is_finger, is_carrying: false }));
        let number = self.presses.get_value().wrapping_add(1);
        self.presses.set_value(number);
        if is_finger {
            spawn_local(async move {
                browser::sleep(REST_MS).await;
                if self.presses.try_get_value() == Some(number) {
                    self.pick_up();
                }
            });
        }
    }

    /// The pointer moves.
    pub fn moved(self, event: &PointerEvent) {
        let at = point_of(event);
        let Some(press) = self.press.get_value().filter(|press| press.pointer == event.pointer_id()) else { return };
        let far = (at.0 - press.start.0).hypot(at.1 - press.start.1);
        self.press.update_value(|press| {
            if let Some(press) = press {
                press.at = at;
            }
        });
        match (press.is_carrying, press.is_finger) {
            (true, _) => self.follow(),
            // The finger scrolls.
            (false, true) if far > FINGER_SLACK => self.press.set_value(None),
            (false, false) if far > MOUSE_SLACK => self.pick_up(),
            _ => {}
        }
    }

    /// The pointer goes up: the card falls where it is.
    pub fn up(self, event: &PointerEvent) {
        let Some(press) = self.press.get_value().filter(|press| press.pointer == event.pointer_id()) else { return };
        let target = self.board.dragged.get_untracked().and_then(|(_, over)| over);
        let was_carrying = press.is_carrying;
        self.let_go();
        if !was_carrying {
            return;
        }
        self.dropped.set_value(true);
        set_timeout(
            move || {
                self.dropped.try_set_value(false);
            },
            std::time::Duration::from_millis(CLICK_MS),
        );
        if let Some(stage) = target {
            self.board.move_to(press.card, stage);
        }
    }

    /// The drag is given up: the card stays where it was.
    pub fn let_go(self) {
        self.press.set_value(None);
        if self.board.dragged.with_untracked(Option::is_some) {
            self.board.dragged.set(None);
        }
    }

    /// Whether a card is in the hand.
    pub fn is_carrying(self) -> bool {
        self.press.with_value(|press| press.as_ref().is_some_and(|press| press.is_carrying))
    }

    fn pick_up(self) {
        let Some(mut press) = self.press.get_value().filter(|press| !press.is_carrying) else { return };
        press.is_carrying = true;
        if let Some(scroller) = self.scroller.get_untracked() {
            // Without it a drag ends at the edge of the board.
            let _ = scroller.set_pointer_capture(press.pointer);
        }
        let (card, width) = (press.card, press.width);
        self.press.set_value(Some(press));
        self.board.dragged.set(Some((card, None)));
        if let Some(hand) = self.hand.get_untracked() {
            let _ = AsRef::<HtmlElement>::as_ref(&hand).style().set_property("width", &format!("{width}px"));
        }
        self.follow();
        spawn_local(self.scroll_at_the_edge());
    }

    /// Puts the hand where the pointer is, and finds the column below.
    fn follow(self) {
        let Some(press) = self.press.get_value() else { return };
        if let Some(hand) = self.hand.try_get_untracked().flatten() {
            let (x, y) = (press.at.0 - press.grip.0, press.at.1 - press.grip.1);
            let _ = AsRef::<HtmlElement>::as_ref(&hand)
                .style()
                .set_property("transform", &format!("translate({x}px, {y}px) rotate(1.5deg)"));
        }
        let below = document().element_from_point(press.at.0 as f32, press.at.1 as f32);
        let column = below.and_then(|element| element.closest("[data-column]").ok().flatten());
        let over = column.and_then(|column| column.get_attribute("data-column")).and_then(|id| Id::parse(&id));
        let now = Some((press.card, over));
        if self.board.dragged.try_get_untracked().is_some_and(|before| before != now) {
            self.board.dragged.set(now);
        }
    }

    async fn scroll_at_the_edge(self) {
        loop {
            browser::next_frame().await;
            let Some(Some(press)) = self.press.try_get_value() else { return };
            let Some(scroller) = self.scroller.try_get_untracked().flatten() else { return };
            let around = scroller.get_bounding_client_rect();
            let step = if press.at.0 < around.left() + EDGE {
                -SCROLL_STEP
            } else if press.at.0 > around.right() - EDGE {
                SCROLL_STEP
            } else {
                continue;
            };
            scroller.scroll_by_with_x_and_y(step, 0.0);
            self.follow();
        }
    }
}

fn point_of(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The card in the hand, above everything.
#[component]
pub fn Hand(
    /// The board.
    board: BoardState,
    /// What the pointer does.
    drag: Drag,
) -> impl IntoView {
    let carried = Memo::new(move |_| board.dragged.with(|dragged| dragged.map(|(card, _)| card)));
    let face = move || {
        let id = carried.get()?;
        board.board.with_untracked(|board| {
            let (column, card) = board.find(id)?;
            Some(card_face(card, board.columns.get(column)?.stage.as_ref(), language()))
        })
    };
    // Escape gives a drag up, wherever the focus is.
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && drag.is_carrying() {
            event.prevent_default();
            drag.let_go();
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <div node_ref=drag.hand class="deal-hand" hidden=move || carried.get().is_none() aria-hidden="true">
            <div class="deal-open">{face}</div>
        </div>
    }
}
