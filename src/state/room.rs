//! How much room the browser gives, and whether it promises to keep the data.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::protocol::{Reply, Request};
use crate::platform::{page, storage_estimate};

pub use crate::platform::page::BrowserFamily;

/// From this share of the allowed room on, the disk counts as almost full.
const ALMOST_FULL: f64 = 0.9;
/// And from when so many bytes are left.
const LITTLE: u64 = 32 * 1024 * 1024;

/// What the browser says about its storage; asked for by [`Room::refresh`].
#[derive(Clone, Copy)]
pub struct Room {
    /// Bytes used and allowed, as the browser guesses them; `None` where it does not tell.
    pub used_and_allowed: RwSignal<Option<(u64, u64)>>,
    /// Whether the browser keeps the data even when the disk runs full; `None` where it does not tell.
    pub persisted: RwSignal<Option<bool>>,
    /// That there is little room was told and sent away; it is told again the next time.
    pub told: RwSignal<bool>,
}

/// How little room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// The browser guesses that little is left.
    Low,
    /// The disk refused something.
    Full,
}

impl Room {
    pub(super) fn new() -> Room {
        Room { used_and_allowed: RwSignal::new(None), persisted: RwSignal::new(None), told: RwSignal::new(false) }
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

    /// Bytes that are left, as the browser guesses. Reactive.
    pub fn left(self) -> Option<u64> {
        self.used_and_allowed.get().map(|(used, allowed)| allowed.saturating_sub(used))
    }

    /// Whether there is little room left. Reactive.
    pub fn is_almost_full(self) -> bool {
        self.used_and_allowed.with(|room| {
            room.is_some_and(|(used, allowed)| {
                used as f64 >= allowed as f64 * ALMOST_FULL || allowed.saturating_sub(used) < LITTLE
            })
        })
    }

    /// How little room there is; nothing while there is enough. Reactive.
    pub fn shortage(self, app: AppState) -> Option<Shortage> {
        if app.book.with(|book| book.disk_full) {
            return Some(Shortage::Full);
        }
        self.is_almost_full().then_some(Shortage::Low)
    }

    /// Looks at the room whenever something was written, and notices when there is enough again.
    pub(super) fn follow(self, app: AppState) {
        let saved = Memo::new(move |_| app.book.with(|book| (book.last_saved, book.disk_full)));
        Effect::new(move |before: Option<()>| {
            saved.track();
            if before.is_some() {
                self.refresh();
            }
        });
        Effect::new(move || {
            if self.shortage(app).is_none() {
                self.told.set(false);
            }
        });
    }

    /// While there is little room, looks again and again whether there is more, so that it ends by itself.
    pub(super) fn look_again(self, app: AppState) {
        match untrack(|| self.shortage(app)) {
            None => {}
            Some(Shortage::Low) => self.refresh(),
            Some(Shortage::Full) => {
                self.refresh();
                let answer = app.engine.ask(Request::LookForRoom);
                spawn_local(async move {
                    if let Reply::State(state) = answer.await {
                        app.book.set(state);
                    }
                });
            }
        }
    }
}

/// Which kind of browser this is, for words on what it does with data, and whether Burrow is installed in it.
pub fn browser_family() -> (BrowserFamily, bool) {
    (page::browser_family(), page::matches_media("(display-mode: standalone)"))
}
