//! Starts and ends the courier, the worker that carries sealed bytes to the server of this book and may talk to nobody else.
//!
//! Whom it may ask is decided by the policy that its script is served with. The service worker writes that, and is told
//! before the courier is started; it is told again when no server is to be asked any more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MessageChannel;

use super::app::AppState;
use super::place::{here, keep, keep_of, kept};
use super::protocol::Request;
use crate::domain::book_place::{BookPlace, OfBook};
use crate::platform::worker::WorkerClient;
use crate::platform::{page, service_worker};

/// The script that starts the courier, in the folder that the page names in `burrow-workers`.
const COURIER_SCRIPT: &str = "courier_start.js";

/// The courier of this page, if it has one.
#[derive(Clone, Copy)]
pub struct Courier {
    /// Whom it may ask, and the worker.
    held: StoredValue<Option<(String, WorkerClient)>, LocalStorage>,
    /// Grows when another one is wanted or none any more.
    turn: StoredValue<u64>,
}

impl Courier {
    /// None yet.
    pub(super) fn new() -> Courier {
        Courier { held: StoredValue::new_local(None), turn: StoredValue::new(0) }
    }

    /// The engine is to ask the server at `origin`.
    pub(super) fn start(self, app: AppState, origin: String) {
        let turn = self.next_turn();
        let running = self.held.with_value(|held| {
            held.as_ref().filter(|(running_for, _)| *running_for == origin).map(|(_, client)| client.clone())
        });
        if let Some(client) = running {
            return introduce(app, &client);
        }
        self.end_worker();
        spawn_local(async move {
            // Kept first: a page that ends here takes it back when it is opened again.
            keep(OfBook::Courier, Some(&origin));
            service_worker::let_courier_ask(&here().id(), Some(&origin)).await;
            if self.turn.get_value() != turn {
                return;
            }
            let client = start_worker(&origin);
            client.on_failure(move |_| {
                if self.turn.get_value() == turn {
                    self.held.set_value(None);
                }
            });
            introduce(app, &client);
            self.held.set_value(Some((origin, client)));
        });
    }

    /// No server is to be asked any more: ends it, and takes back that it might ask one.
    pub(super) fn end(self) {
        self.next_turn();
        self.end_worker();
        if kept(OfBook::Courier).is_some() {
            spawn_local(take_back(here()));
        }
    }

    fn end_worker(self) {
        if let Some((_, client)) = self.held.try_update_value(Option::take).flatten() {
            client.terminate();
        }
    }

    fn next_turn(self) -> u64 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }
}

/// No courier of that book may ask anybody any more.
pub(super) async fn take_back(place: BookPlace) {
    service_worker::let_courier_ask(&place.id(), None).await;
    keep_of(place, OfBook::Courier, None);
}

fn start_worker(origin: &str) -> WorkerClient {
    let build = page::meta_content("burrow-build").unwrap_or_default();
    let folder = page::meta_content("burrow-workers").unwrap_or_default();
    let script = format!("{folder}{COURIER_SCRIPT}?for={}", page::escaped_for_address(origin));
    WorkerClient::start_named(&page::address_of(&script), origin, &build)
}

/// Makes the engine and the courier known to each other, over a channel that is made here.
fn introduce(app: AppState, client: &WorkerClient) {
    // Without a channel the engine waits in vain, says so, and asks again.
    let Ok(channel) = MessageChannel::new() else { return };
    let served = client.request(Vec::new(), Some(channel.port1().into()));
    let used = app.engine.ask_with(Request::UseCourier, channel.port2().into());
    spawn_local(async move {
        // What is wrong with either of them is told by the engine, as the outcome of its request.
        let _ = served.await;
        used.await;
    });
}
