//! What can be shown without a browser.
#![cfg(not(target_arch = "wasm32"))]

#[macro_use]
#[path = "cases/storage.rs"]
mod storage_cases;

#[path = "native/arrows.rs"]
mod arrows;
#[path = "native/frozen_storage.rs"]
mod frozen_storage;
#[path = "native/memory_disk.rs"]
mod memory_disk;
