//! Chance from the browser's cryptographic generator.

use thiserror::Error;
use wasm_bindgen::JsCast;
use web_sys::Crypto;

use super::global::{global_property, thrown_text};

/// The most that the browser fills in one call.
const LARGEST_CALL: usize = 65_536;

/// The browser gave no random bytes. Nothing may be made up in their place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RandomError {
    /// There is no `crypto` here.
    #[error("this browser has no source of random numbers")]
    Missing,
    /// The browser has one and refused.
    #[error("the browser refused random numbers: {0}")]
    Refused(String),
}

/// Fills all of `bytes`. After an error their content is unspecified and must not be used.
pub fn fill(bytes: &mut [u8]) -> Result<(), RandomError> {
    let crypto: Crypto = global_property("crypto").ok_or(RandomError::Missing)?.unchecked_into();
    for chunk in bytes.chunks_mut(LARGEST_CALL) {
        crypto.get_random_values_with_u8_array(chunk).map_err(|thrown| RandomError::Refused(thrown_text(&thrown)))?;
    }
    Ok(())
}

/// A number of which every bit is random.
pub fn random_u64() -> Result<u64, RandomError> {
    let mut bytes = [0; 8];
    fill(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}
