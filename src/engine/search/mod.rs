//! Ranked search as you type, wholly in memory: an inverted index from folded tokens to the slots of documents.
//!
//! [`fold`] makes text comparable, `tokens` cuts it up, `query` reads what was typed, `dictionary`, `postings` and
//! `numbers` hold what was indexed, `ranking` and `scores` say what comes first, and [`SearchIndex`] joins them.

mod dictionary;
mod fold;
mod index;
mod numbers;
mod postings;
mod query;
mod ranking;
mod scores;
#[cfg(test)]
mod tests;
mod tokens;

pub use fold::{fold, fold_into};
pub use index::{Found, MAXIMUM_SLOT, SearchIndex};
pub use ranking::Weight;
pub use tokens::TextKind;
