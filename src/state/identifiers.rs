//! New identifiers, from the clock and the chance of the browser.

use super::protocol::Failure;
use crate::domain::id::{Id, OperationId};
use crate::platform::{clock, random};

/// The identifier of a record that is about to be made.
///
/// # Errors
/// [`Failure::Bug`] where the browser has no source of random numbers: nothing may be made up in its place.
pub fn new_id() -> Result<Id, Failure> {
    let mut chance = [0; 10];
    random::fill(&mut chance).map_err(|error| Failure::Bug(error.to_string()))?;
    Ok(Id::from_parts(clock::now_ms(), chance))
}

/// The identifier of an action that is about to be done.
///
/// # Errors
/// As [`new_id`].
pub fn new_operation() -> Result<OperationId, Failure> {
    new_id().map(OperationId)
}
