//! Acknowledgements recorded outside the browser: the page calls a function, this process hears it over the debugging port,
//! so what was acknowledged is known whatever then happens to the browser. No request of the page is needed, and its
//! Content-Security-Policy stays as it ships.

use std::time::Instant;

use crate::console::speakers;
use crate::failure::Failure;
use crate::page::{Page, text};

/// One call of a binding.
#[derive(Debug, Clone)]
pub struct Acknowledgement {
    /// The text that the page or worker gave.
    pub text: String,
    /// When this process heard it.
    pub received: Instant,
    /// `page`, `worker` or `service_worker`.
    pub speaker: String,
}

impl Page {
    /// Makes `self.<name>(text)` known in this browser's pages and workers, those that come later too.
    pub fn add_binding(&self, name: &str) {
        self.connection().add_binding(name);
    }

    /// What this page and its workers have told by the binding so far, in order. Complete once the browser has been killed.
    pub fn on_binding(&self, name: &str) -> Vec<Acknowledgement> {
        let speakers = speakers(self.connection(), self.session());
        let calls =
            self.connection().events(|event| event.method == "Runtime.bindingCalled" && event.params["name"] == name);
        let told = calls.iter().filter_map(|event| {
            let (_, kind) = speakers.iter().find(|(session, _)| Some(session) == event.session.as_ref())?;
            Some(Acknowledgement {
                text: text(&event.params["payload"]),
                received: event.received,
                speaker: kind.clone(),
            })
        });
        told.collect()
    }

    /// Waits until the binding has been called at least `count` times, and gives the calls.
    pub fn wait_for_binding(&self, name: &str, count: usize, seconds: f32) -> Result<Vec<Acknowledgement>, Failure> {
        self.wait_for(&format!("{count} calls of {name}"), std::time::Duration::from_secs_f32(seconds), || {
            let told = self.on_binding(name);
            Ok((told.len() >= count).then_some(told))
        })
    }
}
