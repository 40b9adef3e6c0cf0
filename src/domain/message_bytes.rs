//! The bytes of what page, engine and analyst say to each other: Borsh, field after field without their names. Both ends are
//! of one build, which the channel checks at its first word; nothing of this is ever kept. What is kept, on the disk, is
//! MessagePack with its own numbers. Measured: with serde's MessagePack the reading and writing of messages was a third of
//! the page's program.

use borsh::{BorshDeserialize, BorshSerialize};

/// The bytes of a message. Fails for a number that is none (NaN), which no message holds.
pub fn encode<T: BorshSerialize>(message: &T) -> Result<Vec<u8>, std::io::Error> {
    borsh::to_vec(message)
}

/// The message in the bytes. Fails when they are not exactly one.
pub fn decode<T: BorshDeserialize>(bytes: &[u8]) -> Result<T, std::io::Error> {
    borsh::from_slice(bytes)
}
