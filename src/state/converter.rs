//! The client of the converter: a worker that is started for a file of the whole book and ended after it.

use std::future::Future;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, File, MessageChannel};

use super::app::AppState;
use super::engine::Engine;
use super::protocol::backup_protocol::{ConverterFailure, ConverterProgress, ConverterReply, ConverterTask};
use super::protocol::{self, Reply, Request};
use crate::platform::page;
use crate::platform::worker::{ChannelError, WorkerClient};

/// The script that starts the converter, in the folder that the page names in `burrow-workers`.
const CONVERTER_SCRIPT: &str = "converter_start.js";

/// A worker that makes and reads backups. It ends with its last handle, in the middle of whatever it does.
#[derive(Clone)]
pub struct Converter {
    app: AppState,
    client: WorkerClient,
}

/// What goes with a task.
pub enum ConverterInput {
    /// Nothing.
    Nothing,
    /// A way to the book.
    Book,
    /// A way to a book that is being made.
    NewBook(Engine),
    /// A file of the person's.
    File(File),
}

/// The answer with its file, if there is one; nothing when the worker was ended because it was no longer wanted.
pub type ConverterAnswer = Option<Result<(ConverterReply, Option<Blob>), ConverterFailure>>;

impl Converter {
    /// Starts it. `on_progress` is told how far it is.
    pub fn start(app: AppState, on_progress: impl Fn(ConverterProgress) + 'static) -> Converter {
        let build = page::meta_content("burrow-build").unwrap_or_default();
        let folder = page::meta_content("burrow-workers").unwrap_or_default();
        let client = WorkerClient::start(&page::address_of(&format!("{folder}{CONVERTER_SCRIPT}")), &build);
        client.on_event(move |bytes| {
            if let Ok(progress) = protocol::decode(&bytes) {
                on_progress(progress);
            }
        });
        Converter { app, client }
    }

    /// Gives it a task.
    pub fn ask(&self, task: &ConverterTask, input: ConverterInput) -> impl Future<Output = ConverterAnswer> + use<> {
        let sent = self.send(task, input);
        async move {
            let (served, answer) = match sent {
                Ok(sent) => sent,
                Err(failure) => return Some(Err(failure)),
            };
            if let Some(served) = served {
                match served.await {
                    Reply::Done => {}
                    Reply::Failed(failure) => return Some(Err(ConverterFailure::Engine(failure))),
                    other => return Some(Err(broken(format!("{other:?}")))),
                }
            }
            let (bytes, payload) = match answer.await {
                Ok(answer) => answer,
                Err(ChannelError::Terminated) => return None,
                Err(error) => return Some(Err(broken(error.to_string()))),
            };
            let blob = payload.and_then(|payload| payload.dyn_into::<Blob>().ok());
            Some(match protocol::decode(&bytes) {
                Ok(ConverterReply::Failed(failure)) => Err(failure),
                Ok(reply) => Ok((reply, blob)),
                Err(error) => Err(broken(error.to_string())),
            })
        }
    }

    #[allow(clippy::type_complexity, reason = "two futures, named nowhere else")]
    fn send(
        &self,
        task: &ConverterTask,
        input: ConverterInput,
    ) -> Result<
        (
            Option<impl Future<Output = Reply> + use<>>,
            impl Future<Output = Result<(Vec<u8>, Option<JsValue>), ChannelError>> + use<>,
        ),
        ConverterFailure,
    > {
        let bytes = protocol::encode(task).map_err(|error| broken(error.to_string()))?;
        let mut served = None;
        let book = match &input {
            ConverterInput::Nothing | ConverterInput::File(_) => None,
            ConverterInput::Book => Some(self.app.engine),
            ConverterInput::NewBook(engine) => Some(*engine),
        };
        let file = match input {
            ConverterInput::File(file) => Some(file.into()),
            _ => None,
        };
        let payload = match book {
            None => file,
            Some(engine) => {
                let channel = MessageChannel::new().map_err(|_| broken("no channel between workers".to_owned()))?;
                served = Some(engine.ask_with(Request::ServeConverter, channel.port1().into()));
                Some(channel.port2().into())
            }
        };
        Ok((served, self.client.request_with_payload(bytes, payload)))
    }

    /// Ends it now, and has the engine forget what it was giving or taking.
    pub fn end(&self) {
        self.client.terminate();
        drop(self.app.engine.ask(Request::BackupAbandon));
    }
}

impl Converter {
    /// Ends it now, and leaves the engine alone: somebody else may be giving or taking there.
    pub(super) fn end_alone(&self) {
        self.client.terminate();
    }
}

fn broken(reason: String) -> ConverterFailure {
    ConverterFailure::Bug(reason)
}
