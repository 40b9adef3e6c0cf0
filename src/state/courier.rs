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
    /// Whom one is wanted for.
    wanted: StoredValue<Option<String>>,
    /// This page has had one let out to a server, and has not taken that back.
    is_let_out: StoredValue<bool>,
    /// What is wanted is being put into place.
    is_at_work: StoredValue<bool>,
}

impl Courier {
    /// None yet.
    pub(super) fn new() -> Courier {
        Courier {
            held: StoredValue::new_local(None),
            wanted: StoredValue::new(None),
            is_let_out: StoredValue::new(false),
            is_at_work: StoredValue::new(false),
        }
    }

    /// The engine is to ask the server at `origin`.
    pub(super) fn start(self, app: AppState, origin: String) {
        let running = self.held.with_value(|held| {
            held.as_ref().filter(|(running_for, _)| *running_for == origin).map(|(_, client)| client.clone())
        });
        self.want(app, Some(origin));
        if let Some(client) = running {
            introduce(app, &client);
        }
    }

    /// No server is to be asked any more: ends it, and takes back that it might ask one.
    pub(super) fn end(self, app: AppState) {
        if self.wanted.with_value(Option::is_some) || kept(OfBook::Courier).is_some() {
            self.want(app, None);
        }
    }

    fn want(self, app: AppState, origin: Option<String>) {
        if self.held.with_value(|held| held.as_ref().map(|(running_for, _)| running_for) != origin.as_ref()) {
            self.end_worker(app);
        }
        self.wanted.set_value(origin);
        if !self.is_at_work.get_value() {
            self.is_at_work.set_value(true);
            spawn_local(async move {
                self.put_into_place(app).await;
                self.is_at_work.set_value(false);
            });
        }
    }

    /// One wish after the other, so that the last one holds in the end.
    async fn put_into_place(self, app: AppState) {
        loop {
            let wanted = self.wanted.get_value();
            match &wanted {
                None if self.is_let_out.get_value() || kept(OfBook::Courier).is_some() => {
                    take_back(here()).await;
                    self.is_let_out.set_value(false);
                }
                None => {}
                Some(origin) if self.held.with_value(Option::is_none) => {
                    // Kept first: a page that ends here takes it back when it is opened again.
                    keep(OfBook::Courier, Some(origin));
                    self.is_let_out.set_value(true);
                    service_worker::let_courier_ask(&here().id(), Some(origin)).await;
                    if self.wanted.with_value(|now| *now == wanted) {
                        self.start_worker(app, origin);
                    }
                }
                Some(_) => {}
            }
            if self.wanted.with_value(|now| *now == wanted) {
                return;
            }
        }
    }

    fn start_worker(self, app: AppState, origin: &str) {
        let client = start_worker(origin);
        introduce(app, &client);
        self.held.set_value(Some((origin.to_owned(), client.clone())));
        client.on_failure(move |_| self.end_worker(app));
    }

    fn end_worker(self, app: AppState) {
        if let Some((_, client)) = self.held.try_update_value(Option::take).flatten() {
            client.terminate();
            // Without a port: there is nobody behind the one that the engine has. It asks for another when it needs one.
            drop(app.engine.ask(Request::UseCourier));
        }
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
