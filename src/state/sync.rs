//! How the exchange with other devices stands, and what is asked of the engine about it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::courier::Courier;
use super::protocol::{Failure, Phase, Reply, Request, SyncReply, SyncRequest, SyncState};

/// What the screen knows of it.
#[derive(Clone, Copy)]
pub struct OtherDevices {
    /// How it stands, as the engine last said; off until it has said anything.
    pub state: RwSignal<SyncState>,
    /// The engine has said how it stands.
    pub is_known: RwSignal<bool>,
    pub(super) courier: Courier,
    /// How many requests are not answered yet that may need the server.
    asking: StoredValue<u32>,
}

impl OtherDevices {
    /// Nothing is known yet.
    pub(super) fn new() -> OtherDevices {
        OtherDevices {
            state: RwSignal::new(SyncState::default()),
            is_known: RwSignal::new(false),
            courier: Courier::new(),
            asking: StoredValue::new(0),
        }
    }

    /// Asks how it stands whenever the book has been opened.
    pub(super) fn start(self, app: AppState) {
        Effect::new(move || {
            if app.phase.get() == Phase::Ready {
                spawn_local(async move {
                    // Where it cannot be said, it stays as it was.
                    let _ = ask_sync(app, SyncRequest::State).await;
                });
            }
        });
    }

    /// The engine has said how it stands.
    pub(super) fn hear(self, state: SyncState) {
        if self.state.with_untracked(|known| *known != state) {
            self.state.set(state);
        }
        if !self.is_known.get_untracked() {
            self.is_known.set(true);
        }
        self.end_the_courier_if_it_is_off();
    }

    /// Where it is off, only what a person has just asked for may need the server.
    fn end_the_courier_if_it_is_off(self) {
        let is_off = self.is_known.get_untracked() && !self.state.with_untracked(|state| state.is_on);
        if is_off && self.asking.get_value() == 0 {
            self.courier.end();
        }
    }
}

/// Asks the engine about other devices.
///
/// # Errors
/// What kept it from being answered. A server that could not be used is no error but [`SyncReply::Trouble`].
pub async fn ask_sync(app: AppState, request: SyncRequest) -> Result<SyncReply, Failure> {
    let devices = app.devices;
    devices.asking.update_value(|asking| *asking += 1);
    let reply = app.engine.ask(Request::Sync(request)).await;
    devices.asking.update_value(|asking| *asking = asking.saturating_sub(1));
    match reply {
        Reply::Sync(SyncReply::State(state)) => {
            devices.hear(state.clone());
            Ok(SyncReply::State(state))
        }
        Reply::Sync(reply) => {
            devices.end_the_courier_if_it_is_off();
            Ok(reply)
        }
        other => {
            devices.end_the_courier_if_it_is_off();
            Err(super::questions::failure_of(other))
        }
    }
}
