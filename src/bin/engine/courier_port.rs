//! The way to the courier: the engine itself can talk to nobody. The page starts a courier for the one server that is
//! wanted and sends a port to it; what goes through the port is sealed already.

use burrow::engine::protocol::{self, Event, Failure, Reply};
use burrow::platform::clock;
use burrow::platform::http::origin_of;
use burrow::platform::worker::{EventSender, WorkerClient};
use burrow::sync::http::{Answering, Http, HttpAnswer, HttpError, HttpRequest};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

/// How long the page may take to start a courier, in milliseconds.
const TIME_TO_START: u64 = 10_000;
/// How often it is looked whether it has, in milliseconds.
const LOOK: u32 = 20;
/// How much longer than a request itself its answer may take, in milliseconds: a courier that was ended answers nothing.
const GRACE: u32 = 5_000;

/// A courier, and the only server that it may ask.
struct Held {
    origin: String,
    client: WorkerClient,
}

/// Sends requests through the courier, and has one started where there is none for the server.
pub struct CourierPort {
    page: EventSender,
    build: String,
    held: RefCell<Option<Held>>,
    /// For which server a courier was asked for that has not come yet.
    wanted: RefCell<Option<String>>,
}

impl CourierPort {
    /// Without a courier yet.
    pub fn new(page: EventSender, build: &str) -> CourierPort {
        CourierPort { page, build: build.to_owned(), held: RefCell::default(), wanted: RefCell::default() }
    }

    /// Takes the port that came with a request of the page; without one the courier that there was has been ended.
    pub async fn take(&self, payload: Option<JsValue>) -> Reply {
        let bug = |text: &str| Reply::Failed(Failure::Bug(text.to_owned()));
        let Some(port) = payload.and_then(|payload| payload.dyn_into::<MessagePort>().ok()) else {
            self.let_go();
            return Reply::Done;
        };
        let client = WorkerClient::over_port(port, &self.build);
        // It says itself for whom it was started, so that one that comes late is not taken for another.
        let told = clock::within(GRACE, client.request(Vec::new(), None)).await;
        let origin = told.and_then(Result::ok).and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(origin) = origin else { return bug("the courier did not answer") };
        self.let_go();
        *self.held.borrow_mut() = Some(Held { origin, client });
        Reply::Done
    }

    /// Whoever still waits for the courier is told that there will be no answer.
    fn let_go(&self) {
        let held = self.held.borrow_mut().take();
        if let Some(held) = held {
            held.client.terminate();
        }
    }

    fn held_for(&self, origin: &str) -> Option<WorkerClient> {
        self.held.borrow().as_ref().filter(|held| held.origin == origin).map(|held| held.client.clone())
    }

    async fn courier_for(&self, origin: &str) -> Option<WorkerClient> {
        let began = clock::now_ms();
        loop {
            if let Some(client) = self.held_for(origin) {
                self.wanted.borrow_mut().take_if(|wanted| wanted == origin);
                return Some(client);
            }
            if self.wanted.borrow().as_deref() != Some(origin) {
                *self.wanted.borrow_mut() = Some(origin.to_owned());
                if let Ok(bytes) = protocol::encode(&Event::CourierWanted { origin: origin.to_owned() }) {
                    self.page.send(bytes);
                }
            }
            if clock::now_ms().saturating_sub(began) > TIME_TO_START {
                // Whoever comes next asks the page again.
                self.wanted.borrow_mut().take_if(|wanted| wanted == origin);
                return None;
            }
            clock::sleep(LOOK).await;
        }
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpAnswer, HttpError> {
        let origin = origin_of(&request.address).ok_or(HttpError::AddressInvalid)?;
        let not_sent = |reason: &str| HttpError::NotSent(reason.to_owned());
        let client = self.courier_for(&origin).await.ok_or_else(|| not_sent("no courier was started"))?;
        let bytes = protocol::encode(&request).map_err(|error| not_sent(&error.to_string()))?;
        let answer = clock::within(request.time_limit.saturating_add(GRACE), client.request(bytes, None)).await;
        let failed = match answer {
            Some(Ok(bytes)) => {
                let answer: Result<HttpAnswer, HttpError> =
                    protocol::decode(&bytes).map_err(|error| not_sent(&error.to_string()))?;
                return answer;
            }
            Some(Err(error)) => not_sent(&error.to_string()),
            None => HttpError::TimedOut,
        };
        // It was ended, by the page or by the browser; the next request has a new one started.
        self.held.borrow_mut().take_if(|held| held.origin == origin);
        Err(failed)
    }
}

impl Http for CourierPort {
    fn send(&self, request: HttpRequest) -> Answering<'_> {
        Box::pin(self.carry(request))
    }
}
