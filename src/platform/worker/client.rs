//! The side that asks: starts the worker, sends requests, hears replies and events.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, Event, MessageEvent, MessagePort, Worker};

use super::super::global::{global_property, thrown_text};
use super::super::oneshot;
use super::early::{self, EarlyWorker};
use super::error::ChannelError;
use super::frame::{Endpoint, Frame, FrameKind};

type Answer = Result<(Vec<u8>, Option<JsValue>), ChannelError>;
/// What is called back, shared so that it can run while its place is free to be set anew.
type Callback<T> = RefCell<Option<Rc<dyn Fn(T)>>>;

/// The handle of a started worker. Clones are the same worker; when the last one is dropped the worker is ended.
#[derive(Clone)]
pub struct WorkerClient(Rc<Channel>);

struct Channel {
    /// `None` when the browser did not even make the worker.
    endpoint: Option<Endpoint>,
    build: String,
    phase: RefCell<Phase>,
    waiting: RefCell<HashMap<u64, oneshot::Sender<Answer>>>,
    last_id: Cell<u64>,
    on_event: Callback<Vec<u8>>,
    on_failure: Callback<ChannelError>,
    // Held for their drop, which takes them off.
    listeners: RefCell<Vec<EventListener>>,
}

enum Phase {
    /// What is to be sent once the worker says that it is ready; anything sent earlier would be lost.
    Starting(Vec<Frame>),
    Ready,
    Over(ChannelError),
}

impl WorkerClient {
    /// Starts the classic worker whose script lies at `url`. `build` is the build id that its first word must tell.
    ///
    /// Never fails by itself: a worker that does not start is told through [`WorkerClient::on_failure`] and as the
    /// result of every request.
    pub fn start(url: &str, build: &str) -> WorkerClient {
        WorkerClient::start_named(url, "", build)
    }

    /// As [`WorkerClient::start`], with a name for the worker, see [`super::worker_name`].
    pub fn start_named(url: &str, name: &str, build: &str) -> WorkerClient {
        if let Some(early) = early::take(url, name) {
            return WorkerClient::adopt(early, build);
        }
        match new_worker(url, name) {
            Ok(worker) => WorkerClient::open(Ok(Endpoint::Worker(worker)), build),
            Err(thrown) => WorkerClient::open(Err(ChannelError::CouldNotStart(thrown_text(&thrown))), build),
        }
    }

    /// Goes on with a worker that is running: what it has said so far is heard before anything else, and after the caller
    /// has set its callbacks.
    fn adopt(early: EarlyWorker, build: &str) -> WorkerClient {
        let client = WorkerClient::open(Ok(Endpoint::Worker(early.worker)), build);
        let channel = Rc::downgrade(&client.0);
        spawn_local(async move {
            let Some(channel) = channel.upgrade() else { return };
            early.said.iter().for_each(|data| channel.hear(Frame::read(data)));
            if let Some(text) = early.failure {
                channel.fail(ChannelError::Crashed(text));
            }
        });
        client
    }

    /// Talks to a worker that serves the twin of `port`, see [`super::WorkerServer::serve_port`].
    pub fn over_port(port: MessagePort, build: &str) -> WorkerClient {
        WorkerClient::open(Ok(Endpoint::Port(port)), build)
    }

    fn open(endpoint: Result<Endpoint, ChannelError>, build: &str) -> WorkerClient {
        let (endpoint, phase) = match endpoint {
            Ok(endpoint) => (Some(endpoint), Phase::Starting(Vec::new())),
            Err(error) => (None, Phase::Over(error)),
        };
        let channel = Rc::new(Channel {
            endpoint,
            build: build.to_owned(),
            phase: RefCell::new(phase),
            waiting: RefCell::default(),
            last_id: Cell::new(0),
            on_event: RefCell::default(),
            on_failure: RefCell::default(),
            listeners: RefCell::default(),
        });
        if let Some(endpoint) = &channel.endpoint {
            let listen = |name: &'static str, react: fn(&Channel, &Event)| {
                let channel: Weak<Channel> = Rc::downgrade(&channel);
                EventListener::new(endpoint.target(), name, move |event| {
                    if let Some(channel) = channel.upgrade() {
                        react(&channel, event);
                    }
                })
            };
            *channel.listeners.borrow_mut() = vec![
                listen("message", |channel, event| {
                    let message = event.dyn_ref::<MessageEvent>();
                    channel.hear(message.and_then(|message| Frame::read(&message.data())));
                }),
                listen("messageerror", |channel, _event| channel.fail(ChannelError::Unreadable)),
                listen("error", |channel, event| channel.fail(ChannelError::Crashed(error_text(event)))),
            ];
            endpoint.begin();
        }
        WorkerClient(channel)
    }

    /// Sends `bytes`, and a payload if there is one (a `File`, a `Blob` or a `MessagePort`), and gives the bytes of
    /// the reply. It is sent now, or as soon as the worker is ready, whether or not the future is waited for; requests
    /// arrive in the order of the calls. Dropping the future does not call the work off.
    pub fn request(
        &self,
        bytes: Vec<u8>,
        payload: Option<JsValue>,
    ) -> impl Future<Output = Result<Vec<u8>, ChannelError>> + use<> {
        let answer = self.request_with_payload(bytes, payload);
        async move { answer.await.map(|(bytes, _payload)| bytes) }
    }

    /// As [`WorkerClient::request`], for replies that carry a payload, as a `Blob` made by the worker.
    pub fn request_with_payload(
        &self,
        bytes: Vec<u8>,
        payload: Option<JsValue>,
    ) -> impl Future<Output = Result<(Vec<u8>, Option<JsValue>), ChannelError>> + use<> {
        let channel = &self.0;
        let id = channel.last_id.get() + 1;
        channel.last_id.set(id);
        let (sender, receiver) = oneshot::channel();
        channel.waiting.borrow_mut().insert(id, sender);
        if let Err(error) = channel.send(Frame { id, kind: FrameKind::Request, bytes, payload }) {
            channel.answer(id, Err(error));
        }
        async move { receiver.await.unwrap_or(Err(ChannelError::Terminated)) }
    }

    /// Sends `bytes` and perhaps a payload, and wants no reply. An error says that nothing was sent.
    pub fn notify(&self, bytes: Vec<u8>, payload: Option<JsValue>) -> Result<(), ChannelError> {
        self.0.send(Frame { id: 0, kind: FrameKind::Notify, bytes, payload })
    }

    /// `callback` gets the bytes of everything that the worker sends unasked, in place of an earlier callback. Set it
    /// right after the start: what arrives while there is none is passed over.
    pub fn on_event(&self, callback: impl Fn(Vec<u8>) + 'static) {
        *self.0.on_event.borrow_mut() = Some(Rc::new(callback));
    }

    /// `callback` is told, once, that the channel is over for a reason nobody asked for; at once if it already is. By
    /// then the worker has been ended, which also lets go the locks that it held. In place of an earlier callback.
    pub fn on_failure(&self, callback: impl Fn(ChannelError) + 'static) {
        let failure = match &*self.0.phase.borrow() {
            Phase::Over(error) if *error != ChannelError::Terminated => Some(error.clone()),
            _ => None,
        };
        match failure {
            Some(error) => callback(error),
            None => *self.0.on_failure.borrow_mut() = Some(Rc::new(callback)),
        }
    }

    /// Ends the worker now, in the middle of whatever it does. Requests that wait, and all later ones, get
    /// [`ChannelError::Terminated`].
    pub fn terminate(&self) {
        self.0.close(ChannelError::Terminated);
    }
}

impl Channel {
    fn send(&self, frame: Frame) -> Result<(), ChannelError> {
        match &mut *self.phase.borrow_mut() {
            Phase::Over(error) => return Err(error.clone()),
            Phase::Starting(queue) => {
                queue.push(frame);
                return Ok(());
            }
            Phase::Ready => {}
        }
        self.post(&frame)
    }

    fn post(&self, frame: &Frame) -> Result<(), ChannelError> {
        match &self.endpoint {
            Some(endpoint) => endpoint.post(frame).map_err(|thrown| ChannelError::CouldNotSend(thrown_text(&thrown))),
            None => Err(ChannelError::Terminated),
        }
    }

    fn hear(&self, frame: Option<Frame>) {
        let Some(frame) = frame else {
            self.fail(ChannelError::Unreadable);
            return;
        };
        match frame.kind {
            FrameKind::Ready => self.become_ready(&frame),
            FrameKind::Reply => self.answer(frame.id, Ok((frame.bytes, frame.payload))),
            FrameKind::Unanswered => self.answer(frame.id, Err(ChannelError::Unanswered)),
            FrameKind::Event => {
                // The callback runs unborrowed, for it may set another one.
                let callback = self.on_event.borrow().clone();
                if let Some(callback) = callback {
                    callback(frame.bytes);
                }
            }
            FrameKind::Failed => self.fail(ChannelError::Crashed(frame.text())),
            // Only the asking side sends these.
            FrameKind::Request | FrameKind::Notify => self.fail(ChannelError::Unreadable),
        }
    }

    fn become_ready(&self, frame: &Frame) {
        let found = frame.text();
        if found != self.build {
            self.fail(ChannelError::WrongBuild { expected: self.build.clone(), found });
            return;
        }
        let queue = {
            let mut phase = self.phase.borrow_mut();
            let Phase::Starting(queue) = &mut *phase else {
                return;
            };
            let queue = std::mem::take(queue);
            *phase = Phase::Ready;
            queue
        };
        for frame in queue {
            if let Err(error) = self.post(&frame) {
                self.answer(frame.id, Err(error));
            }
        }
    }

    fn answer(&self, id: u64, answer: Answer) {
        let sender = self.waiting.borrow_mut().remove(&id);
        if let Some(sender) = sender {
            sender.send(answer);
        }
    }

    /// The channel is over for a reason nobody asked for.
    fn fail(&self, error: ChannelError) {
        if !self.close(error.clone()) {
            return;
        }
        let callback = self.on_failure.borrow_mut().take();
        if let Some(callback) = callback {
            callback(error);
        }
    }

    /// Ends the channel and answers all who wait; `false` if it was over already.
    fn close(&self, error: ChannelError) -> bool {
        if matches!(*self.phase.borrow(), Phase::Over(_)) {
            return false;
        }
        *self.phase.borrow_mut() = Phase::Over(error.clone());
        if let Some(endpoint) = &self.endpoint {
            endpoint.end();
        }
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        for sender in waiting.into_values() {
            sender.send(Err(error.clone()));
        }
        true
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.close(ChannelError::Terminated);
    }
}

/// web-sys leaves the options of a worker out of this build, so it is made by its constructor.
fn new_worker(url: &str, name: &str) -> Result<Worker, JsValue> {
    if name.is_empty() {
        return Worker::new(url);
    }
    let options = Object::new();
    Reflect::set(&options, &"name".into(), &name.into())?;
    let constructor: Function = global_property("Worker").unwrap_or(JsValue::UNDEFINED).dyn_into()?;
    Reflect::construct(&constructor, &Array::of2(&url.into(), &options))?.dyn_into()
}

fn error_text(event: &Event) -> String {
    // A script that cannot be loaded gives a plain event without a message.
    match event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message) {
        Some(message) if !message.is_empty() => message,
        _ => "its script could not be loaded".to_owned(),
    }
}
