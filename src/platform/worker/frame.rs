//! What travels: frames, and the three kinds of ends that they travel between.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, EventTarget, MessagePort, Worker};

/// What a frame is for. The names are the words on the wire, so that a loader script can post `failed` without us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// Worker to page, first of all; the bytes are the build id in UTF-8.
    Ready,
    /// Page to worker; wants a reply or an `unanswered` with the same id.
    Request,
    /// Page to worker; wants nothing back.
    Notify,
    /// Worker to page, to the request of this id.
    Reply,
    /// Worker to page: the request of this id gets no reply.
    Unanswered,
    /// Worker to page, unasked.
    Event,
    /// Worker to page: the worker is broken; the bytes are the reason in UTF-8.
    Failed,
}

const NAMES: [(FrameKind, &str); 7] = [
    (FrameKind::Ready, "ready"),
    (FrameKind::Request, "request"),
    (FrameKind::Notify, "notify"),
    (FrameKind::Reply, "reply"),
    (FrameKind::Unanswered, "unanswered"),
    (FrameKind::Event, "event"),
    (FrameKind::Failed, "failed"),
];

impl FrameKind {
    fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<FrameKind> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// One message.
pub(super) struct Frame {
    pub(super) id: u64,
    pub(super) kind: FrameKind,
    pub(super) bytes: Vec<u8>,
    pub(super) payload: Option<JsValue>,
}

impl Frame {
    /// A frame of bytes alone, which answers no request.
    pub(super) fn unasked(kind: FrameKind, bytes: Vec<u8>) -> Frame {
        Frame { id: 0, kind, bytes, payload: None }
    }

    /// The frame in the message that arrived, or `None` if it is none of ours.
    pub(super) fn read(message: &JsValue) -> Option<Frame> {
        let parts: &Array = message.dyn_ref()?;
        let payload = parts.get(3);
        Some(Frame {
            id: parts.get(0).as_f64()? as u64,
            kind: FrameKind::from_name(&parts.get(1).as_string()?)?,
            bytes: parts.get(2).dyn_ref::<Uint8Array>()?.to_vec(),
            payload: (!payload.is_undefined() && !payload.is_null()).then_some(payload),
        })
    }

    /// The text in the bytes, for the kinds that carry one.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// One end of the channel, which frames are posted through and heard at.
#[derive(Debug, Clone)]
pub(super) enum Endpoint {
    /// In the page: the worker that it started.
    Worker(Worker),
    /// In a worker: the page that started it.
    Scope(DedicatedWorkerGlobalScope),
    /// Anywhere: the other holder of the port's twin.
    Port(MessagePort),
}

impl Endpoint {
    /// Posts a frame; its bytes, and its payload if that is a port, are handed over for good.
    pub(super) fn post(&self, frame: &Frame) -> Result<(), JsValue> {
        // The one copy on the way: from the memory of WebAssembly, which cannot be given away, to a buffer that can.
        let bytes = Uint8Array::from(frame.bytes.as_slice());
        let transfer = Array::of1(&bytes.buffer());
        let payload = frame.payload.clone().unwrap_or(JsValue::UNDEFINED);
        if payload.is_instance_of::<MessagePort>() {
            transfer.push(&payload);
        }
        let id = JsValue::from_f64(frame.id as f64);
        let message = Array::of4(&id, &JsValue::from_str(frame.kind.name()), &bytes, &payload);
        match self {
            Endpoint::Worker(worker) => worker.post_message_with_transfer(&message, &transfer),
            Endpoint::Scope(scope) => scope.post_message_with_transfer(&message, &transfer),
            Endpoint::Port(port) => port.post_message_with_transferable(&message, &transfer),
        }
    }

    /// Where messages are heard. A port hears only after [`Endpoint::begin`].
    pub(super) fn target(&self) -> &EventTarget {
        match self {
            Endpoint::Worker(worker) => worker,
            Endpoint::Scope(scope) => scope,
            Endpoint::Port(port) => port,
        }
    }

    /// Lets messages in, once someone listens.
    pub(super) fn begin(&self) {
        if let Endpoint::Port(port) = self {
            port.start();
        }
    }

    /// Ends the worker with all it holds, or closes the port.
    pub(super) fn end(&self) {
        match self {
            Endpoint::Worker(worker) => worker.terminate(),
            Endpoint::Scope(scope) => scope.close(),
            Endpoint::Port(port) => port.close(),
        }
    }
}
