//! The client of the engine: starts the worker, sends requests, hands its events on.

use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::jobs::Progress;
use super::protocol::{self, Event, Failure, Reply, Request};
use crate::domain::book_place::BookPlace;
use crate::platform::worker::{ChannelError, WorkerClient};
use crate::platform::{clock, page};

/// The script that starts the engine, in the folder that the page names in `burrow-workers`.
const ENGINE_SCRIPT: &str = "engine_start.js";

/// How the worker behind the screen stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Started, not heard of yet.
    #[default]
    Starting,
    /// It answers.
    Open,
    /// It has ended; every request fails until [`Engine::restart`].
    Lost(LossReason),
}

/// Why the worker has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossReason {
    /// It belongs to another release than the page; loading the page again puts it right.
    OtherRelease(String),
    /// It never answered, most often because its program was not downloaded whole; the text is for a report.
    NotStarted(String),
    /// It stopped; the text is for a report.
    Stopped(String),
}

/// Another tab has given the book another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyChanged {
    /// It was noticed by something that this tab wanted to have done, and that was not done.
    pub lost_something: bool,
}

/// What is called with each event of the worker.
type EventListener = Rc<dyn Fn(Event)>;

/// The worker that holds the book. `Copy`; may be used after an `await` and in event handlers.
#[derive(Clone, Copy)]
pub struct Engine {
    client: StoredValue<Option<WorkerClient>, LocalStorage>,
    /// What the worker is called, which tells it which book to open.
    worker_name: StoredValue<String>,
    on_event: StoredValue<Option<EventListener>, LocalStorage>,
    connection: RwSignal<Connection>,
    /// Another tab gave the book another key, so that this one can read and write no more.
    key_changed: RwSignal<Option<KeyChanged>>,
    /// When a job last told how far it is, in milliseconds since 1970.
    last_progress: StoredValue<u64>,
    waiting: StoredValue<u32>,
    failed: StoredValue<bool>,
    pub(super) last_job: StoredValue<u64>,
    pub(super) jobs: StoredValue<HashMap<u64, ArcRwSignal<Progress>>>,
}

impl Engine {
    /// A client without a worker. Every change of the connection is written into `connection`.
    pub(super) fn new(connection: RwSignal<Connection>) -> Engine {
        Engine {
            client: StoredValue::new_local(None),
            worker_name: StoredValue::new(super::place::here().worker_name(false)),
            on_event: StoredValue::new_local(None),
            connection,
            key_changed: RwSignal::new(None),
            last_progress: StoredValue::new(0),
            waiting: StoredValue::new(0),
            failed: StoredValue::new(false),
            last_job: StoredValue::new(0),
            jobs: StoredValue::new(HashMap::new()),
        }
    }

    /// Starts the worker. `on_event` gets everything that it says unasked, but the progress of jobs.
    pub(super) fn start(self, on_event: impl Fn(Event) + 'static) {
        self.on_event.set_value(Some(Rc::new(on_event)));
        self.connect();
    }

    /// Starts the worker for a book that is to be made, in place of one that was there.
    pub(super) fn start_to_make(self, place: BookPlace) {
        self.end();
        self.worker_name.set_value(place.worker_name(true));
        self.connect();
    }

    /// Ends the worker, if it still runs, and starts a new one, which reads the book from the disk again.
    pub fn restart(self) {
        if let Some(Some(client)) = self.client.try_get_value() {
            client.terminate();
        }
        self.connect();
    }

    /// Ends the worker for good; the page is about to be loaded again.
    pub(super) fn end(self) {
        if let Some(Some(client)) = self.client.try_get_value() {
            client.terminate();
        }
    }

    /// Whether another tab has given the book another key.
    pub(super) fn key_changed(self) -> RwSignal<Option<KeyChanged>> {
        self.key_changed
    }

    /// How many requests are not answered yet.
    pub(super) fn waiting(self) -> u32 {
        self.waiting.get_value()
    }

    /// From now on failures are noticed by [`Engine::has_failed`].
    pub(super) fn begin_to_watch(self) {
        self.failed.set_value(false);
    }

    /// Whether something asked of the engine was not done since [`Engine::begin_to_watch`].
    pub(super) fn has_failed(self) -> bool {
        self.failed.get_value()
    }

    /// When long work last told how far it is, in milliseconds since 1970.
    pub(super) fn last_progress(self) -> u64 {
        self.last_progress.get_value()
    }

    /// Sends a request; its answer comes by the future. It is sent now, whether or not the future is waited for, and
    /// requests arrive in the order of the calls. A dead worker or an answer that cannot be read is a
    /// [`Reply::Failed`].
    pub fn ask(self, request: Request) -> impl Future<Output = Reply> + use<> {
        self.send(request, None)
    }

    /// As [`Engine::ask`], with a `File` or `Blob` for the worker to read.
    pub fn ask_with(self, request: Request, payload: JsValue) -> impl Future<Output = Reply> + use<> {
        self.send(request, Some(payload))
    }

    fn send(self, request: Request, payload: Option<JsValue>) -> impl Future<Output = Reply> + use<> {
        let answer = protocol::encode(&request).map_err(|error| error.to_string()).and_then(|bytes| {
            let client = self.client.try_get_value().flatten();
            client.map(|client| client.request(bytes, payload)).ok_or_else(|| "the engine was not started".to_owned())
        });
        let waits = Waits::begin(self.waiting);
        async move {
            let _waits = waits;
            let bytes = match answer {
                Ok(answer) => answer.await.map_err(|error| error.to_string()),
                Err(reason) => Err(reason),
            };
            match bytes.and_then(|bytes| protocol::decode(&bytes).map_err(|error| error.to_string())) {
                Ok(reply) => {
                    self.heard();
                    self.note(&request, &reply);
                    reply
                }
                Err(reason) => Reply::Failed(Failure::Bug(reason)),
            }
        }
    }

    fn note(self, request: &Request, reply: &Reply) {
        let failed = super::lock::is_a_failure(request, reply);
        if failed {
            self.failed.try_set_value(true);
        }
        if matches!(reply, Reply::Failed(Failure::Locked)) {
            self.key_changed.try_set(Some(KeyChanged { lost_something: failed }));
        }
    }

    fn connect(self) {
        self.connection.set(Connection::Starting);
        let build = page::meta_content("burrow-build").unwrap_or_default();
        let folder = page::meta_content("burrow-workers").unwrap_or_default();
        let address = page::address_of(&format!("{folder}{ENGINE_SCRIPT}"));
        let client = WorkerClient::start_named(&address, &self.worker_name.get_value(), &build);
        client.on_event(move |bytes| self.hear(&bytes));
        client.on_failure(move |error| {
            let reason = match &error {
                ChannelError::WrongBuild { .. } => LossReason::OtherRelease(error.to_string()),
                _ if self.connection.with_untracked(|connection| *connection == Connection::Starting) => {
                    LossReason::NotStarted(error.to_string())
                }
                _ => LossReason::Stopped(error.to_string()),
            };
            self.connection.set(Connection::Lost(reason));
        });
        self.client.set_value(Some(client));
    }

    fn hear(self, bytes: &[u8]) {
        match protocol::decode(bytes) {
            Ok(Event::Progress { job, done, total }) => {
                self.last_progress.try_set_value(clock::now_ms());
                self.report_progress(job, Progress { done, total });
            }
            Ok(event) => {
                self.heard();
                if let Some(Some(on_event)) = self.on_event.try_get_value() {
                    on_event(event);
                }
            }
            Err(error) => self.connection.set(Connection::Lost(LossReason::Stopped(error.to_string()))),
        }
    }

    fn heard(self) {
        if self.connection.with_untracked(|connection| *connection == Connection::Starting) {
            self.connection.set(Connection::Open);
        }
    }
}

/// Counts a request until its answer is there, or nobody waits for it any more.
struct Waits(StoredValue<u32>);

impl Waits {
    fn begin(count: StoredValue<u32>) -> Waits {
        count.try_update_value(|count| *count += 1);
        Waits(count)
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.try_update_value(|count| *count = count.saturating_sub(1));
    }
}
