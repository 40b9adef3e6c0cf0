//! The engine worker: hands the browser's disk, clock, chance, locks, files and courier to the book, and answers the page.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
#[path = "engine/browser_environment.rs"]
mod browser_environment;
#[cfg(target_arch = "wasm32")]
#[path = "engine/courier_port.rs"]
mod courier_port;

#[cfg(target_arch = "wasm32")]
fn main() {
    browser_environment::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
