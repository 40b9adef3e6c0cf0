//! Why a request to a worker has no answer.

use thiserror::Error;

/// Why a request has no answer. All but `CouldNotSend` and `Unanswered` end the channel: every later request gets the
/// same error at once, and a new worker has to be started.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChannelError {
    /// The browser did not start the worker, or this is not a worker.
    #[error("the background worker could not be started: {0}")]
    CouldNotStart(String),
    /// The worker belongs to another release than the page. Loading the page again puts it right.
    #[error("the page is of release {expected}, its background worker of release {found}")]
    WrongBuild {
        /// The build id of the page.
        expected: String,
        /// The build id that the worker told.
        found: String,
    },
    /// The worker ran into a bug, out of memory, or its script could not be loaded.
    #[error("the background worker stopped: {0}")]
    Crashed(String),
    /// A message arrived that could not be read, so an answer may be lost.
    #[error("a message between the page and its background worker could not be read")]
    Unreadable,
    /// The browser refused to send this one request, most often because of its payload.
    #[error("a request to the background worker could not be sent: {0}")]
    CouldNotSend(String),
    /// The worker dropped this one request without answering it.
    #[error("the background worker did not answer a request")]
    Unanswered,
    /// The worker was ended on purpose while the request was waiting, or before it.
    #[error("the background worker was ended")]
    Terminated,
}
