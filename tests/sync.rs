//! Devices that exchange one book, without a browser: a program of its own, since it needs few of the other tests' types and
//! is built in a fraction of their time.
#![cfg(not(target_arch = "wasm32"))]

#[path = "native/couch_http.rs"]
#[allow(dead_code, reason = "the tests of the model use the rest")]
mod couch_http;
#[path = "couch_model/mod.rs"]
mod couch_model;
#[path = "sync/disk.rs"]
mod disk;
#[path = "native/engine_world.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod engine_world;
#[path = "sync/exchange.rs"]
mod exchange;
#[path = "sync/faults.rs"]
mod faults;
#[path = "sync/malice.rs"]
mod malice;
#[path = "sync/schedules.rs"]
mod schedules;
#[path = "sync/world.rs"]
mod world;
