//! Words and rules: what a customer is, what may be written in a field, how two versions of a record join.
//!
//! Pure. No browser, no async, no clock and no chance: the time and random bytes are arguments. A *record* is the one
//! form of every entity on disk and on the wire; an *entity* (`customer`, `member`) is a field table over it; a
//! *change* is a record with only the fields that change; *merging* a change is joining two records.
//!
//! Absent on purpose: storage, the screen, text formats, and structs with one member a field. The field table is the
//! only list of fields there is.

pub mod change;
pub mod customer;
pub mod field;
pub mod group_name;
pub mod id;
pub mod member;
pub mod merge;
pub mod model;
pub mod operation;
pub mod parse;
pub mod problem;
pub mod query;
pub mod recency_frequency;
pub mod record;
pub mod sample;
pub mod stamp;

pub mod value;
