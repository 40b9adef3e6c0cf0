//! Rows that are dragged to another place by their handle.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use crate::domain::id::Id;

/// The order of rows while one of them is dragged. `Copy`; ends with the rows.
#[derive(Clone, Copy)]
pub struct Reorder {
    /// The rows as they are.
    pub order: Signal<Vec<Id>>,
    /// The row in the hand, and the order as it would be.
    pub dragged: RwSignal<Option<(Id, Vec<Id>)>>,
    done: Callback<Vec<Id>>,
}

impl Reorder {
    /// No row in the hand. `done` is told the new order.
    pub fn new(order: Signal<Vec<Id>>, done: impl Fn(Vec<Id>) + Send + Sync + 'static) -> Reorder {
        Reorder { order, dragged: RwSignal::new(None), done: Callback::new(done) }
    }

    /// The order to be shown. Reactive.
    pub fn shown(self) -> Vec<Id> {
        self.dragged
            .with(|dragged| dragged.as_ref().map(|(_, order)| order.clone()))
            .unwrap_or_else(|| self.order.get())
    }

    /// Moves a row by one place.
    pub fn step(self, row: Id, down: isize) {
        let mut order = self.order.get_untracked();
        let Some(at) = order.iter().position(|one| *one == row) else { return };
        let Some(to) = at.checked_add_signed(down).filter(|to| *to < order.len()) else { return };
        order.swap(at, to);
        self.done.run(order);
    }

    /// A handle is pressed.
    pub fn down(self, row: Id, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without the capture the drag still works while the pointer stays on the handle.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        self.dragged.set(Some((row, self.order.get_untracked())));
    }

    /// The pointer moves: the row in the hand takes the place of the one below it.
    pub fn moved(self, event: &PointerEvent) {
        let Some((row, order)) = self.dragged.get_untracked() else { return };
        let Some(at) = order.iter().position(|one| *one == row) else { return };
        let pointer = f64::from(event.client_y());
        let middle = |id: &Id| {
            let element = document().query_selector(&format!("[data-row=\"{id}\"]")).ok().flatten()?;
            let around = element.get_bounding_client_rect();
            Some(around.top() + around.height() / 2.0)
        };
        let others = order.iter().filter(|id| **id != row);
        let place = others.filter(|id| middle(id).is_some_and(|middle| middle < pointer)).count();
        if place != at {
            let mut order = order;
            let row = order.remove(at);
            order.insert(place.min(order.len()), row);
            self.dragged.set(Some((row, order)));
        }
    }

    /// The pointer goes up: the order stays.
    pub fn up(self) {
        let Some((_, order)) = self.dragged.get_untracked() else { return };
        if order != self.order.get_untracked() {
            self.done.run(order);
        }
        self.dragged.set(None);
    }

    /// The drag is given up.
    pub fn let_go(self) {
        self.dragged.set(None);
    }
}
