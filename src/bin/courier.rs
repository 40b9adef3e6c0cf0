//! The courier worker: carries sealed bytes to one server and back. It is the only part of the program that may talk to
//! anybody, and it holds no key and no record: what passes through it can be read by nobody.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
#[path = "courier/task.rs"]
mod task;

#[cfg(target_arch = "wasm32")]
fn main() {
    task::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
