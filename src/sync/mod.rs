//! Sealed records between devices, over a server that sees ciphertext alone.
//!
//! Each record is one document, sealed and padded (`document`, `padding`), under a name that tells nothing (`keys`). Two
//! versions of it are joined by the devices, never by the server. What the server is `known` to hold is compared with what
//! is here, and what differs is sent. `couch` asks a database over `http`, which is handed in; the round itself, which
//! reads and writes the book, is the engine's.

pub mod address;
pub mod couch;
pub mod document;
pub mod head;
pub mod held;
pub mod http;
pub mod invitation;
pub mod keys;
pub mod known;
pub mod padding;
pub mod settings;

/// How far a stamp may be ahead of the clock here, in milliseconds: what is further ahead waits.
pub const MOST_AHEAD: u64 = 10 * 60 * 1_000;

/// How many deletions of another device are taken over without a question, in a book of so many live records: a twentieth,
/// but ten in a small book, and never more than two hundred.
pub fn most_deletions(live: u64) -> u64 {
    (live / 20).clamp(10, 200)
}
