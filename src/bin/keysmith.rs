//! The keysmith worker: stretches one passphrase into a key and is ended by the page, so that the 64 MiB that this takes
//! are given back and nothing of the passphrase stays.

#[cfg(target_arch = "wasm32")]
#[path = "keysmith/task.rs"]
mod task;

#[cfg(target_arch = "wasm32")]
fn main() {
    task::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
