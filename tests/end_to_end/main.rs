//! Stories that a person could tell, played on the built site in a real Chromium, one browser after the other.
//!
//! Run by `cargo test --test end_to_end` once the site is built. What it needs from outside is named by the environment:
//! `BURROW_CHROMIUM` (the browser), `BURROW_SERVE` (the static server), `BURROW_DIST` (the built site), `BURROW_AXE` (axe-core).
#![cfg(not(target_arch = "wasm32"))]
// The harness is a small language for stories; not every word of it is in use at every time.
#![allow(dead_code)]

mod acknowledge;
mod axe;
mod campaign_steps;
mod chance;
mod check;
mod chrome_devtools;
mod connection;
mod console;
mod couch;
#[path = "../couch_model/mod.rs"]
mod couch_model;
mod counts;
mod downloads;
mod element;
mod failure;
mod gestures;
mod harness;
mod keyboard;
mod looks;
mod page;
#[path = "../cases/pouchdb_server.rs"]
mod pouchdb_server;
mod press;
mod proxy;
mod relay;
mod site;
mod steps;
mod sync_steps;
mod trial;
mod two_releases;
mod workers;

mod backup;
mod books;
mod books_restored;
mod broken_browsers;
mod campaigns;
mod courier;
mod deals;
mod deals_board;
mod deep_links;
mod files;
mod from_orders_to_lift;
mod frozen_tabs;
mod full_disk;
mod keeping;
mod kills;
mod lists;
mod lock;
mod lock_memory;
mod many_tabs;
mod network;
mod newcomer;
mod people;
mod policy;
mod release_files;
mod releases;
mod screens;
mod scripts;
mod segments;
mod service;
mod storage;
mod sync_clocks;
mod sync_conflicts;
mod sync_copies;
mod sync_decisions;
mod sync_devices;
mod sync_screens;
mod tabs;
mod today;
mod upgrades;
