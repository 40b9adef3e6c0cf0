//! The page: mounts the screens. Everything else lives in the library.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
fn main() {
    burrow::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
