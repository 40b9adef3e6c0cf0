//! Words and rules: what a customer is, what may be written in a field, how two versions of a record join.
//!
//! Pure. No browser, no async, no clock and no chance: the time and random bytes are arguments. A *record* is the one
//! form of every entity on disk and on the wire; an *entity* (`customer`, `deal`) is a field table over it, with its rules (`entity`); a
//! *change* is a record with only the fields that change; *merging* a change is joining two records.
//!
//! Absent on purpose: storage, the screen, text formats, and structs with one member a field. The field table is the
//! only list of fields there is.

pub mod audience;
pub mod book_place;
pub mod campaign;
pub mod campaign_results;
pub mod change;
pub mod conflict;
pub mod customer;
pub mod deal;
pub mod entity;
pub mod field;
pub mod group_name;
pub mod id;
pub mod interaction;
pub mod member;
pub mod merge;
pub mod message_bytes;
pub mod model;
pub mod operation;
pub mod order;
pub mod parse;
pub mod pipeline;
pub mod problem;
pub mod proportions;
pub mod purchases;
pub mod query;
pub mod recipient;
pub mod record;
pub mod sample;
pub mod secret;
pub mod segment;
pub mod service_level;
pub mod stage;
pub mod stamp;
pub mod task;
#[cfg(test)]
pub(crate) mod test_cases;
pub mod ticket;
pub mod ticket_clock;
pub mod value;
