//! The side that answers: hears requests, replies to them, and sends events unasked.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::super::global::{global_property, thrown_text};
use super::error::ChannelError;
use super::frame::{Endpoint, Frame, FrameKind};

/// Starts answering. It goes on for as long as the worker lives, so there is no value to hold.
pub struct WorkerServer;

impl WorkerServer {
    /// Answers the page that started this dedicated worker, and tells it that we are ready and of which build.
    ///
    /// `handler` gets each request's number, bytes and payload, and what to reply with, now or later; a message that
    /// wants no reply comes with number 0 and a responder that sends nothing. An error means that this is not a
    /// dedicated worker, or that the browser refused the first word.
    pub fn start(
        build: &str,
        handler: impl Fn(u64, Vec<u8>, Option<JsValue>, Responder) + 'static,
    ) -> Result<EventSender, ChannelError> {
        let sender = EventSender::to_page()?;
        serve(&sender.0, build, handler)?;
        Ok(sender)
    }

    /// As [`WorkerServer::start`], for whoever holds the twin of `port`, see [`super::WorkerClient::over_port`].
    pub fn serve_port(
        port: MessagePort,
        build: &str,
        handler: impl Fn(u64, Vec<u8>, Option<JsValue>, Responder) + 'static,
    ) -> Result<EventSender, ChannelError> {
        let endpoint = Endpoint::Port(port);
        serve(&endpoint, build, handler)?;
        Ok(EventSender(endpoint))
    }
}

fn serve(
    endpoint: &Endpoint,
    build: &str,
    handler: impl Fn(u64, Vec<u8>, Option<JsValue>, Responder) + 'static,
) -> Result<(), ChannelError> {
    let answering = endpoint.clone();
    EventListener::new(endpoint.target(), "message", move |event| {
        let frame = event.dyn_ref::<MessageEvent>().and_then(|message| Frame::read(&message.data()));
        match frame {
            Some(frame) if frame.kind == FrameKind::Request => {
                let responder = Responder { endpoint: Some(answering.clone()), id: frame.id };
                handler(frame.id, frame.bytes, frame.payload, responder);
            }
            Some(frame) if frame.kind == FrameKind::Notify => {
                handler(0, frame.bytes, frame.payload, Responder { endpoint: None, id: 0 });
            }
            _ => post_failure(&answering, "a message could not be read"),
        }
    })
    .forget();
    let failing = endpoint.clone();
    EventListener::new(endpoint.target(), "messageerror", move |_event| {
        post_failure(&failing, "a message could not be read");
    })
    .forget();
    endpoint.begin();
    // Only now, with the listeners in place, is it safe to be sent anything.
    endpoint
        .post(&Frame::unasked(FrameKind::Ready, build.as_bytes().to_vec()))
        .map_err(|thrown| ChannelError::CouldNotSend(thrown_text(&thrown)))
}

/// What one request is answered with, once. Dropped without a reply, it tells the page that there will be none, so
/// that nobody waits for ever.
#[derive(Debug)]
pub struct Responder {
    /// `None` once the reply is sent, and from the start where none is wanted.
    endpoint: Option<Endpoint>,
    id: u64,
}

impl Responder {
    /// Sends the reply.
    pub fn reply(self, bytes: Vec<u8>) {
        self.reply_with_payload(bytes, None);
    }

    /// Sends the reply with a `File`, a `Blob` or a `MessagePort`.
    pub fn reply_with_payload(mut self, bytes: Vec<u8>, payload: Option<JsValue>) {
        let Some(endpoint) = self.endpoint.take() else {
            return;
        };
        if endpoint.post(&Frame { id: self.id, kind: FrameKind::Reply, bytes, payload }).is_err() {
            // A payload that cannot be sent: put back, the drop of `self` says that there is no reply.
            self.endpoint = Some(endpoint);
        }
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        if let Some(endpoint) = self.endpoint.take() {
            // Bytes alone can always be posted; were it not so, nobody is left to tell.
            let _ =
                endpoint.post(&Frame { id: self.id, kind: FrameKind::Unanswered, bytes: Vec::new(), payload: None });
        }
    }
}

/// Sends events to the asking side, unasked. Cheap to clone.
#[derive(Debug, Clone)]
pub struct EventSender(Endpoint);

impl EventSender {
    /// The sender to the page that started this dedicated worker; an error anywhere else. It can be had before
    /// [`WorkerServer::start`], for the handler to hold, but the page hears nothing until then.
    pub fn to_page() -> Result<EventSender, ChannelError> {
        js_sys::global()
            .dyn_into::<DedicatedWorkerGlobalScope>()
            .map(|scope| EventSender(Endpoint::Scope(scope)))
            .map_err(|_| ChannelError::CouldNotStart("this is not a dedicated worker".to_owned()))
    }

    /// Sends one event.
    pub fn send(&self, bytes: Vec<u8>) {
        // Bytes alone can always be posted.
        let _ = self.0.post(&Frame::unasked(FrameKind::Event, bytes));
    }
}

/// The text that the script which started this worker left in the global variable `name`, as its build id; `None` when
/// it left none.
pub fn start_script_text(name: &str) -> Option<String> {
    global_property(name)?.as_string()
}

/// What the page called this worker when it started it; empty where it gave it no name.
pub fn worker_name() -> String {
    start_script_text("name").unwrap_or_default()
}

/// Tells the page that this worker is broken and why; the page ends it. Meant for
/// [`super::super::panic_hook::install_panic_hook`]; in a page it does nothing.
pub fn report_failure(reason: &str) {
    if let Ok(EventSender(endpoint)) = EventSender::to_page() {
        post_failure(&endpoint, reason);
    }
}

fn post_failure(endpoint: &Endpoint, reason: &str) {
    // If even this cannot be posted, nobody is left to tell.
    let _ = endpoint.post(&Frame::unasked(FrameKind::Failed, reason.as_bytes().to_vec()));
}
