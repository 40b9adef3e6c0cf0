//! The engine worker: hands the browser's disk, clock, chance, locks and files to the book, and answers the page.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
#[path = "engine/browser_environment.rs"]
mod browser_environment;

/// The engine makes and drops millions of small texts; Rust's usual allocator for WebAssembly takes a tenth of an import.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(target_arch = "wasm32")]
fn main() {
    browser_environment::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
