//! Small texts of this browser alone, in `localStorage`: the look, the language, what was open. Page only.
//!
//! Private windows and strict settings take the storage away, so nothing that matters may lie here, and every
//! failure is a value that may be ignored.

use thiserror::Error;
use web_sys::Storage;

use super::global::thrown_text;

/// A preference was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PreferenceError {
    /// There is no local storage here: a worker, or a browser set to refuse it.
    #[error("this browser keeps no preferences")]
    Missing,
    /// The browser has it and refused, most often because it is full.
    #[error("the browser did not keep a preference: {0}")]
    Refused(String),
}

/// The text kept under `key`, or `None` when there is none or the storage is out of reach.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps `value` under `key`, in place of what was there.
pub fn set(key: &str, value: &str) -> Result<(), PreferenceError> {
    let storage = storage().ok_or(PreferenceError::Missing)?;
    storage.set_item(key, value).map_err(|thrown| PreferenceError::Refused(thrown_text(&thrown)))
}

/// Forgets what was kept under `key`; no error when there was nothing.
pub fn remove(key: &str) -> Result<(), PreferenceError> {
    let storage = storage().ok_or(PreferenceError::Missing)?;
    storage.remove_item(key).map_err(|thrown| PreferenceError::Refused(thrown_text(&thrown)))
}

/// The text that this tab alone keeps under `key`.
pub fn get_of_tab(key: &str) -> Option<String> {
    storage_of_tab()?.get_item(key).ok()?
}

/// Keeps `value` under `key` for as long as this tab is there.
pub fn set_of_tab(key: &str, value: &str) -> Result<(), PreferenceError> {
    let storage = storage_of_tab().ok_or(PreferenceError::Missing)?;
    storage.set_item(key, value).map_err(|thrown| PreferenceError::Refused(thrown_text(&thrown)))
}

fn storage_of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
