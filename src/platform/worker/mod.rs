//! Our own thin channel to a worker: bytes out, bytes back, matched by number, and nothing decoded on the way.
//!
//! A *frame* is one message of the browser: `[id, kind, bytes, payload]`. The bytes are transferred, not copied. The
//! payload is a `File` or `Blob`, which stays where it lies and is only named, or a `MessagePort`, which moves over.
//! The first word of a worker is `ready` with its build id, so that a page of one release never talks to a worker of
//! another. The same channel runs over a `MessagePort` between two workers. What the bytes mean is not known here.

mod client;
mod early;
mod error;
mod frame;
mod server;

pub use client::WorkerClient;
pub use error::ChannelError;
pub use server::{EventSender, Responder, WorkerServer, report_failure, start_script_text, worker_name};
