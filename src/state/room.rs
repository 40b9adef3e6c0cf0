//! How much room the browser gives, and whether it promises to keep the data.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::storage_estimate;

/// From this share of the allowed room on, the disk counts as almost full.
const ALMOST_FULL: f64 = 0.9;

/// What the browser says about its storage; asked for by [`Room::refresh`].
#[derive(Clone, Copy)]
pub struct Room {
    /// Bytes used and allowed, as the browser guesses them; `None` where it does not tell.
    pub used_and_allowed: RwSignal<Option<(u64, u64)>>,
    /// Whether the browser keeps the data even when the disk runs full; `None` where it does not tell.
    pub persisted: RwSignal<Option<bool>>,
}

impl Room {
    pub(super) fn new() -> Room {
        Room { used_and_allowed: RwSignal::new(None), persisted: RwSignal::new(None) }
    }

    /// Asks the browser again.
    pub fn refresh(self) {
        spawn_local(async move {
            let estimate = storage_estimate::estimate().await;
            self.used_and_allowed.set(estimate.map(|estimate| (estimate.usage, estimate.quota)));
            self.persisted.set(storage_estimate::persisted().await);
        });
    }

    /// Asks the browser to keep the data; some browsers ask their user. Tells whether it will.
    pub async fn ask_to_persist(self) -> Option<bool> {
        let granted = storage_estimate::persist().await;
        self.persisted.set(granted);
        granted
    }

    /// Whether there is little room left. Reactive.
    pub fn is_almost_full(self) -> bool {
        self.used_and_allowed
            .with(|room| room.is_some_and(|(used, allowed)| used as f64 >= allowed as f64 * ALMOST_FULL))
    }
}
