//! What the browser's exceptions mean.

use crate::storage::disk::DiskError;
use indexed_db_futures::error::{DomException, Error, OpenDbError};

/// What went wrong within a transaction.
pub enum Failure {
    /// The browser said so.
    Browser(Error),
    /// We found it out.
    Ours(DiskError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Browser(error)
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Failure {
        Failure::Ours(error)
    }
}

impl From<Failure> for DiskError {
    fn from(failure: Failure) -> DiskError {
        match failure {
            Failure::Browser(error) => disk_error(&error),
            Failure::Ours(error) => error,
        }
    }
}

/// The name and the message of a browser's exception.
fn exception(error: &Error) -> Option<(String, String)> {
    match error {
        Error::DomException(exception) => {
            let raw = web_sys::DomException::from(exception.clone());
            Some((raw.name(), raw.message()))
        }
        _ => None,
    }
}

/// Whether a transaction could not begin because the connection was closed.
pub fn is_dead_connection(error: &Error) -> bool {
    matches!(error, Error::DomException(DomException::InvalidStateError(_))) || disk_error(error) == DiskError::Lost
}

/// What an exception means to us. Names are the specification's; where one name stands for many things, the browsers'
/// own words decide.
pub fn disk_error(error: &Error) -> DiskError {
    let Some((name, message)) = exception(error) else {
        return match error {
            Error::Serialisation(_) => DiskError::Damaged("an object is not a byte string".to_owned()),
            other => DiskError::Aborted(other.to_string()),
        };
    };
    let words = message.to_ascii_lowercase();
    match name.as_str() {
        "QuotaExceededError" => DiskError::Full,
        "InvalidStateError" => DiskError::Lost,
        "SecurityError" => DiskError::Unavailable(message),
        // Chromium, where its user lets no site keep anything: "The user denied permission to access the database."
        "UnknownError" if words.contains("denied permission") => DiskError::Unavailable(message),
        // Chromium, when there is no byte left for the file that it writes: "Connection is closing because of: IO error: …:
        // FILE_ERROR_NO_SPACE (…)". The connection is gone, and why is what a person can mend.
        "AbortError" | "UnknownError" if words.contains("no_space") || words.contains("no space") => DiskError::Full,
        "AbortError" | "UnknownError" if words.contains("connection") || words.contains("server lost") => {
            DiskError::Lost
        }
        "UnknownError" if words.contains("disk") && words.contains("full") => DiskError::Full,
        "UnknownError" | "NotReadableError" | "DataError" | "NotFoundError" => {
            DiskError::Damaged(format!("{name}: {message}"))
        }
        _ => DiskError::Aborted(format!("{name}: {message}")),
    }
}

/// Whether the database was written by a version with a newer layout.
pub fn is_newer_layout(error: &OpenDbError) -> bool {
    matches!(error, OpenDbError::Base(error) if exception(error).is_some_and(|(name, _)| name == "VersionError"))
}

/// Why a database could not be opened.
pub fn open_error(error: &OpenDbError) -> DiskError {
    match error {
        OpenDbError::Base(error) => disk_error(error),
        other => DiskError::Unavailable(other.to_string()),
    }
}
