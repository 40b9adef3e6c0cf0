//! The converter worker: makes a file of the whole book, and reads one back. Started on first use, ended after; to cancel,
//! the page ends it.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
#[path = "converter/back_up.rs"]
mod back_up;
#[cfg(target_arch = "wasm32")]
#[path = "converter/book_port.rs"]
mod book_port;
#[cfg(target_arch = "wasm32")]
#[path = "converter/code_picture.rs"]
mod code_picture;
#[cfg(target_arch = "wasm32")]
#[path = "converter/read_back.rs"]
mod read_back;
#[cfg(target_arch = "wasm32")]
#[path = "converter/task.rs"]
mod task;

#[cfg(target_arch = "wasm32")]
fn main() {
    task::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
