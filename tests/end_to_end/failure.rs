//! What can go wrong between a story and the browser, told so that a person who reads the test's output can act on it.

use std::time::Duration;

/// Why a step of a story could not be taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// A program that the story needs did not start; the text says which and how to name it.
    #[error("could not start: {0}")]
    Start(String),
    /// The browser, the page or the worker that was asked is gone.
    #[error("{0} was asked, but its browser or page is gone")]
    Gone(String),
    /// The browser refused a command.
    #[error("{method} was refused: {message}")]
    Refused { method: String, message: String },
    /// A script that was evaluated in the page threw.
    #[error("the page threw: {0}")]
    Thrown(String),
    /// Something that was waited for did not come in time.
    #[error("waited {} s in vain: {what}", waited.as_secs_f32())]
    TooLate { what: String, waited: Duration },
    /// A file or a socket could not be read or written.
    #[error("{what}: {reason}")]
    File { what: String, reason: String },
}

impl Failure {
    /// An input or output error together with what was being done.
    pub fn file(what: impl Into<String>, reason: &dyn std::fmt::Display) -> Self {
        Failure::File { what: what.into(), reason: reason.to_string() }
    }
}
