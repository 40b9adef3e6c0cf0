//! What only a real browser can show, run in one by wasm-bindgen's test runner.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "browser/books.rs"]
mod books;
#[path = "browser/platform.rs"]
mod platform;

#[macro_use]
#[path = "cases/storage.rs"]
mod storage_cases;
#[path = "browser/storage.rs"]
mod storage;
