//! The book: all records in memory, in a worker, and everything that is asked of them.
//!
//! `protocol` is what the page may ask; `serve` is one match over it. `book` holds the `table`s; `open` fills them from
//! the disk and keeps up with other tabs; `commit` is the one way in; `history` and `undo` look back; `fold` tidies the
//! disk. The clock, chance, locks, other tabs and files are handed in as an `environment`.
//!
//! Absent on purpose: the browser, the words of a screen, and anything that must not be lost when the worker ends.

mod agenda;
mod audience;
mod audit;
pub mod audit_protocol;
mod backup;
pub mod backup_protocol;
mod bell;
mod board;
pub mod board_protocol;
pub mod book;
mod campaign_file;
pub mod campaign_plan;
mod checks;
mod column;
pub mod commit;
pub mod core;
pub mod dated;
pub mod environment;
mod exchange;
pub mod export;
pub mod features;
pub mod fold;
pub mod history;
pub mod import;
pub mod import_plan;
pub mod insight;
mod links;
mod lock;
pub mod lock_protocol;
pub mod look;
pub mod open;
pub mod order;
pub mod overview;
mod person;
mod person_file;
pub mod person_protocol;
pub mod protocol;
pub mod query;
pub mod record_protocol;
pub mod repair;
mod restore;
mod result_words;
mod room;
pub mod sample;
pub mod search;
mod search_texts;
pub mod segment_plan;
pub mod serve;
pub mod storage_figures;
pub mod storage_protocol;
mod suggest;
mod sync_compare;
mod sync_conflicts;
mod sync_devices;
pub mod sync_loop;
mod sync_numbers;
pub mod sync_protocol;
mod sync_receive;
pub mod sync_round;
mod sync_send;
mod sync_serve;
pub mod table;
mod timeline;
pub mod timings;
mod turns;
pub mod undo;
