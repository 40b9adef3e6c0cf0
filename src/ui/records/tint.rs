//! The colour of a record's initial.

use crate::domain::id::Id;

/// A number that is always the same for a record, and evenly spread: the last bytes of an identifier are chance.
pub fn tint_of(id: Id) -> u32 {
    let bytes = id.to_bytes();
    u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]])
}
