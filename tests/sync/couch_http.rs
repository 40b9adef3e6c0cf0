//! Senders of requests for sync without a browser: one to the model in memory, one to a real server.

use super::couch_model::{Broken, CouchModel, Kind, Outcome, Request, Sender};
use burrow::sync::http::{Answering, Http, HttpAnswer, HttpError, HttpRequest};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

/// The model, shared by several devices.
pub type SharedModel = Rc<RefCell<CouchModel>>;

/// What a device that waits for changes gets to see where there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// An empty answer at once, as after the whole time.
    None,
    /// Nothing, until somebody writes or [`CouchHttp::end_waits`] lets the time be over.
    Endless,
}

/// Sends to the model in memory: of `http://couch.test/…`, the path alone matters.
pub struct CouchHttp {
    model: SharedModel,
    client: String,
    patience: Cell<Patience>,
    ended: Cell<u64>,
    offline: Cell<bool>,
}

impl CouchHttp {
    /// For the device of this name; the name is what [`CouchModel::fork`] goes by.
    pub fn new(model: &SharedModel, client: &str) -> Rc<Self> {
        Rc::new(CouchHttp {
            model: Rc::clone(model),
            client: client.into(),
            patience: Cell::new(Patience::None),
            ended: Cell::new(0),
            offline: Cell::new(false),
        })
    }

    /// How long polls are answered from now on.
    pub fn set_patience(&self, patience: Patience) {
        self.patience.set(patience);
    }

    /// Lets the time of all long polls that wait be over.
    pub fn end_waits(&self) {
        self.ended.set(self.ended.get() + 1);
    }

    /// Takes this device off the network, or puts it back.
    pub fn set_offline(&self, offline: bool) {
        self.offline.set(offline);
    }

    fn request(&self, asked: HttpRequest) -> Result<Request, HttpError> {
        let path = path_of(&asked.address).ok_or(HttpError::AddressInvalid)?;
        Ok(Request {
            method: asked.method.name().into(),
            path: path.into(),
            authorization: asked.authorization,
            headers: Vec::new(),
            body: asked.body.unwrap_or_default(),
            client: self.client.clone(),
        })
    }

    /// Whether a long poll has something to tell, or its time is over.
    fn is_due(&self, request: &Request, ended: u64) -> bool {
        let mut parts = request.path.trim_start_matches('/').split(['/', '?']);
        let database = parts.next().unwrap_or_default();
        let query = request.path.split_once('?').map_or("", |(_, query)| query);
        let since = query.split('&').find_map(|pair| pair.strip_prefix("since=")).unwrap_or("0");
        self.patience.get() == Patience::None
            || self.ended.get() != ended
            || self.offline.get()
            || !self.model.borrow().has_database(database)
            || self.model.borrow().has_faults()
            || self.model.borrow().has_changes_since(database, since)
    }
}

/// Path and query of an address of http or https.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"))?;
    Some(rest.find('/').map_or("/", |at| &rest[at..]))
}

/// What came of a request as the client gets it.
fn told(outcome: Outcome, most_bytes: u64) -> Result<HttpAnswer, HttpError> {
    match outcome {
        Ok(answer) if answer.body.len() as u64 > most_bytes => Err(HttpError::TooLong),
        Ok(answer) => Ok(HttpAnswer {
            status: answer.status,
            retry_after: answer.value_of("Retry-After").and_then(|seconds| seconds.parse().ok()),
            content_type: answer.content_type.to_ascii_lowercase(),
            body: answer.body,
        }),
        Err(Broken::Refused | Broken::Lost) => Err(HttpError::Unreachable),
        Err(Broken::Silent) => Err(HttpError::TimedOut),
        Err(Broken::CutShort(..)) => Err(HttpError::CutShort),
        Err(Broken::Endless(_)) => Err(HttpError::TooLong),
        Err(Broken::NotShared) => Err(HttpError::NotShared),
    }
}

impl Http for CouchHttp {
    fn send(&self, asked: HttpRequest) -> Answering<'_> {
        Box::pin(async move {
            let most_bytes = asked.most_bytes;
            let request = self.request(asked)?;
            let ended = self.ended.get();
            // The first look is always in vain, so that others go first, as on a network.
            let mut looks = 0_u32;
            let is_long_poll = Kind::of(&request) == Kind::LongPoll;
            poll_fn(|_| {
                looks += 1;
                if looks > 1 && (!is_long_poll || self.is_due(&request, ended)) {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
            if self.offline.get() {
                return Err(HttpError::Unreachable);
            }
            let outcome = self.model.borrow_mut().answer(&request);
            // The answer takes its time, too: others may ask before it is read.
            let mut looked = false;
            poll_fn(|_| if std::mem::replace(&mut looked, true) { Poll::Ready(()) } else { Poll::Pending }).await;
            told(outcome, most_bytes)
        })
    }
}

/// Sends to a real server of this machine by its address, and waits in its thread for the answer.
pub struct WireHttp;

impl Http for WireHttp {
    fn send(&self, asked: HttpRequest) -> Answering<'_> {
        let outcome = over_the_wire(asked);
        Box::pin(async move { outcome })
    }
}

fn over_the_wire(asked: HttpRequest) -> Result<HttpAnswer, HttpError> {
    let path = path_of(&asked.address).ok_or(HttpError::AddressInvalid)?;
    let server = asked.address.strip_suffix(path).unwrap_or(&asked.address);
    let mut sender = Sender::to(server).ok_or(HttpError::AddressInvalid)?;
    sender.time_limit = Duration::from_millis(asked.time_limit.into());
    sender.most_bytes = asked.most_bytes;
    let request = Request {
        method: asked.method.name().into(),
        path: path.into(),
        authorization: asked.authorization,
        body: asked.body.unwrap_or_default(),
        ..Request::default()
    };
    told(sender.send(&request), asked.most_bytes)
}
