//! Devices that exchange one book, without a browser: a program of its own, since it needs few of the other tests' types and
//! is built in a fraction of their time.
#![cfg(not(target_arch = "wasm32"))]

#[path = "sync/couch_client.rs"]
mod couch_client;
#[path = "cases/couch_contract.rs"]
mod couch_contract;
#[path = "sync/couch_http.rs"]
mod couch_http;
#[path = "couch_model/mod.rs"]
mod couch_model;
#[path = "sync/couch_model.rs"]
mod couch_model_tests;
#[path = "sync/couch_server.rs"]
mod couch_server;
#[path = "sync/couch_servers.rs"]
mod couch_servers;
#[path = "sync/disk.rs"]
mod disk;
#[path = "native/engine_world.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod engine_world;
#[path = "sync/erasure.rs"]
mod erasure;
#[path = "sync/exchange.rs"]
mod exchange;
#[path = "sync/faults.rs"]
mod faults;
#[path = "sync/first_load.rs"]
mod first_load;
#[path = "sync/malice.rs"]
mod malice;
#[path = "sync/numbers.rs"]
mod numbers;
#[path = "cases/pouchdb_server.rs"]
mod pouchdb_server;
#[path = "sync/schedules.rs"]
mod schedules;
#[path = "sync/small_model.rs"]
mod small_model;
#[path = "sync/wire.rs"]
mod wire;
#[path = "sync/withheld.rs"]
mod withheld;
#[path = "sync/world.rs"]
mod world;
