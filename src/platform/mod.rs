//! The browser in small wrappers: what the page and the workers ask of it, in Rust's terms and with Rust's errors.
//!
//! Everything works in the page and in a dedicated worker unless its documentation says "page only". Nothing here
//! knows what the application is about, nothing here uses another module of this crate, and nothing here panics:
//! what a browser may lack or refuse is an error value or a `None`.

pub mod broadcast;
pub mod clock;
pub mod databases;
pub mod files;
pub mod folder;
mod global;
pub mod http;
pub mod intl;
pub mod locks;
mod oneshot;
pub mod page;
pub mod panic_hook;
pub mod preferences;
pub mod random;
pub mod service_worker;
pub mod site_files;
pub mod storage_estimate;
pub mod subscription;
pub mod worker;
