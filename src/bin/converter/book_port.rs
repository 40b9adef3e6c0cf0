//! The engine, asked over a port of its own.

use burrow::engine::protocol::backup_protocol::ConverterFailure;
use burrow::engine::protocol::{self, Reply, Request};
use burrow::platform::worker::WorkerClient;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

/// The book behind a port.
pub struct BookPort(WorkerClient);

impl BookPort {
    /// The port that came with a task.
    pub fn open(payload: Option<JsValue>, build: &str) -> Result<BookPort, ConverterFailure> {
        let port = payload.and_then(|payload| payload.dyn_into::<MessagePort>().ok());
        let port = port.ok_or_else(|| bug("no port to the engine came with the task"))?;
        Ok(BookPort(WorkerClient::over_port(port, build)))
    }

    /// Asks the engine; what it could not do is an error.
    pub async fn ask(&self, request: &Request) -> Result<Reply, ConverterFailure> {
        let bytes = protocol::encode(request).map_err(|error| bug(&error.to_string()))?;
        let found = self.0.request(bytes, None).await.map_err(|error| bug(&error.to_string()))?;
        match protocol::decode::<Reply>(&found).map_err(|error| bug(&error.to_string()))? {
            Reply::Failed(failure) => Err(ConverterFailure::Engine(failure)),
            reply => Ok(reply),
        }
    }
}

/// A fault of the program.
pub fn bug(text: &str) -> ConverterFailure {
    ConverterFailure::Bug(text.to_owned())
}
