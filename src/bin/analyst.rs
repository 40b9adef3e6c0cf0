//! The analyst worker: gets numbers from the engine, learns from them, and answers the page. Started on first use, ended
//! after; to cancel, the page ends it.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
#[path = "analyst/task.rs"]
mod task;

#[cfg(target_arch = "wasm32")]
fn main() {
    task::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
