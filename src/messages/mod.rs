//! Every word on the screen, in English and in Simplified Chinese.
//!
//! One file an area of the product; each message is a constant, so a wrong name does not compile and a message that
//! nobody shows costs nothing. Words with a number or a name in them carry `{placeholders}`. Nothing here knows the
//! browser: workers, reports and tests use the same words. Numbers, dates and money are formatted by the caller.

mod language;
mod message;

pub mod about;
pub mod analysis;
pub mod audit;
pub mod backup;
pub mod board;
pub mod books;
pub mod campaign_page;
pub mod campaigns;
pub mod deals;
pub mod fields;
pub mod home;
pub mod import;
pub mod interactions;
pub mod keeping;
pub mod list;
pub mod lock;
pub mod order_import;
pub mod orders;
pub mod person;
pub mod places;
pub mod problems;
pub mod record;
pub mod releases;
pub mod schedule;
pub mod segment_page;
pub mod segments;
pub mod service;
pub mod settings;
pub mod shell;
pub mod sync;
pub mod sync_fields;
pub mod tickets;

pub use language::Language;
pub use message::{Counted, Message};
