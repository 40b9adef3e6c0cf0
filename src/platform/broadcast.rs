//! Short messages to the other tabs and workers of this site, through a `BroadcastChannel`.
//!
//! A sender never hears its own message. Delivery is a courtesy, not a promise: a frozen tab hears nothing, so
//! whoever listens must also look for itself when it wakes.

use gloo::events::EventListener;
use js_sys::Uint8Array;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::global::{global_property, thrown_text};

/// Why a broadcast could not be opened or sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BroadcastError {
    /// This browser has no `BroadcastChannel`.
    #[error("this browser cannot pass messages between tabs")]
    Missing,
    /// The browser has it and refused.
    #[error("a message to the other tabs was refused: {0}")]
    Refused(String),
}

/// An open channel; dropping it closes the channel and ends the listening.
pub struct Broadcast {
    channel: BroadcastChannel,
    // Held for its drop, which takes the listener off.
    _listener: EventListener,
}

impl Broadcast {
    /// Joins the channel `name` of this site. `on_message` gets the bytes of each message sent by another holder of
    /// the same name; a message that is not made of bytes is passed over.
    pub fn open(name: &str, on_message: impl Fn(Vec<u8>) + 'static) -> Result<Broadcast, BroadcastError> {
        if global_property("BroadcastChannel").is_none() {
            return Err(BroadcastError::Missing);
        }
        let channel = BroadcastChannel::new(name).map_err(|thrown| BroadcastError::Refused(thrown_text(&thrown)))?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data).unwrap_or(JsValue::UNDEFINED);
            if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
                on_message(bytes.to_vec());
            }
        });
        Ok(Broadcast { channel, _listener: listener })
    }

    /// Sends `bytes` to every other holder of the channel.
    pub fn send(&self, bytes: &[u8]) -> Result<(), BroadcastError> {
        self.channel
            .post_message(&Uint8Array::from(bytes))
            .map_err(|thrown| BroadcastError::Refused(thrown_text(&thrown)))
    }
}

impl Drop for Broadcast {
    fn drop(&mut self) {
        self.channel.close();
    }
}
