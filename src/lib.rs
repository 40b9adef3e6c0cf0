//! Burrow, a customer relationship manager that lives in a browser tab.
//!
//! The modules stand in reading order: words, rules, text formats, statistics, the disk, the book, the browser, what the screen
//! knows, the screen. Six threads of work share this library: the page (`src/main.rs`) has the screens and does no work on
//! data; the engine (`src/bin/engine.rs`) is a worker that holds the book in memory and on the disk. The others (`src/bin`)
//! are started for one piece of work each: the analyst learns, the converter makes and reads backups, the keysmith makes a
//! key of a passphrase, and the courier carries sealed bytes to a server and back.
//!
//! | module | uses | and nothing else of ours |
//! |---|---|---|
//! | [`messages`] | nothing | |
//! | [`domain`] | `messages` | no browser, no async, no clock, no chance |
//! | [`formats`] | `domain`, `messages` | never drops a row in silence |
//! | [`analysis`] | `domain` | the only user of linfa; a seed is an argument |
//! | [`storage`] | `domain` | everything on the disk is sealed |
//! | [`sync`] | `domain`, `storage` | what leaves is sealed; who sends it is handed to it |
//! | [`engine`] | `domain`, `formats`, `storage`, `sync`, `messages` | the clock, chance, locks, files and the network are handed to it |
//! | `platform` | nothing | the browser, and no word of a customer |
//! | `state` | `domain`, `messages`, the engine's `protocol` and `import_plan`, the analyst's `protocol`, `platform` | keeps no data of its own |
//! | `ui` | `domain`, `messages`, `state` | `ui::controls` uses nothing of ours; no page uses another |
//!
//! A test reads every `crate::` path in the sources and holds them to this table. `platform`, `state` and `ui` exist in
//! the browser alone, so that everything else is built and tested without one.
//!
//! No line of ours is `unsafe`, here or in the binaries; the compiler sees to it.

#![forbid(unsafe_code)]

pub mod messages;

pub mod domain;

pub mod formats;

pub mod analysis;

pub mod storage;

pub mod sync;

pub mod engine;

#[cfg(target_arch = "wasm32")]
pub mod platform;

#[cfg(target_arch = "wasm32")]
pub mod state;

#[cfg(target_arch = "wasm32")]
pub mod ui;
