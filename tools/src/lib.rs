//! What turns the output of a build into a site that any static host can serve, and a small server to see it with.
//!
//! Two binaries stand on this library: `release` finishes a build (names by content, policy, service worker, header
//! files for hosts) and `serve` shows a finished folder on this machine the way a static host would.

#![forbid(unsafe_code)]

pub mod disk;
pub mod fingerprint;
pub mod header_rules;
pub mod hosts;
pub mod json;
pub mod media_type;
pub mod page;
pub mod policy;
pub mod release;
pub mod request;
pub mod server;
pub mod service_worker;
pub mod sizes;
pub mod wasm_opt;
