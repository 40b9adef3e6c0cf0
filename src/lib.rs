//! Burrow, a customer relationship manager that lives in a browser tab.

pub mod messages;
pub mod domain;
pub mod formats;
pub mod storage;
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod ui;
