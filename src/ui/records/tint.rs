//! The colour of a record's initial.

use crate::domain::id::Id;

/// A number that is always the same for a record, and evenly spread: the FNV-1a hash (Fowler, Noll and Vo) of what in an
/// identifier is not its time. Samples count in the first of these bytes, everything else has chance in all of them.
pub fn tint_of(id: Id) -> u32 {
    let bytes = id.to_bytes();
    bytes.iter().skip(6).fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
