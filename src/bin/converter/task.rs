//! A task from its bytes to its answer.

use crate::back_up::{back_up, tables};
use crate::book_port::{BookPort, bug};
use crate::code_picture::draw;
use crate::read_back::KeptFile;
use burrow::engine::protocol::backup_protocol::{
    ConverterFailure, ConverterProgress, ConverterReply, ConverterStep, ConverterTask,
};
use burrow::engine::protocol::{decode, encode};
use burrow::platform::files::FileSource;
use burrow::platform::panic_hook;
use burrow::platform::worker::{EventSender, Responder, WorkerServer, report_failure, start_script_text};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// What the worker holds between tasks.
struct Converter {
    build: String,
    told: Told,
    kept: RefCell<Option<KeptFile>>,
}

/// Tells the page how far the work is.
pub struct Told(EventSender);

impl Told {
    /// Tells it.
    pub fn progress(&self, step: ConverterStep, done: u64, total: u64) {
        if let Ok(bytes) = encode(&ConverterProgress { step, done, total }) {
            self.0.send(bytes);
        }
    }
}

/// Starts to answer the page.
pub fn start() {
    panic_hook::install_panic_hook(report_failure);
    let build = start_script_text("burrowBuild").unwrap_or_default();
    let page = match EventSender::to_page() {
        Ok(page) => page,
        Err(error) => return report_failure(&error.to_string()),
    };
    let converter = Rc::new(Converter { build: build.clone(), told: Told(page), kept: RefCell::default() });
    let server = WorkerServer::start(&build, move |_, bytes, payload, responder| {
        spawn_local(answer(converter.clone(), bytes, payload, responder));
    });
    if let Err(error) = server {
        report_failure(&error.to_string());
    }
}

async fn answer(converter: Rc<Converter>, bytes: Vec<u8>, payload: Option<JsValue>, responder: Responder) {
    let (reply, blob) = match work(&converter, &bytes, payload).await {
        Ok((reply, blob)) => (reply, blob),
        Err(failure) => (ConverterReply::Failed(failure), None),
    };
    match encode(&reply) {
        Ok(bytes) => responder.reply_with_payload(bytes, blob.map(JsValue::from)),
        // Dropping the responder tells the page that there is no answer.
        Err(error) => report_failure(&error.to_string()),
    }
}

async fn work(
    converter: &Converter,
    bytes: &[u8],
    payload: Option<JsValue>,
) -> Result<(ConverterReply, Option<Blob>), ConverterFailure> {
    let (build, told) = (&converter.build, &converter.told);
    match decode::<ConverterTask>(bytes).map_err(|error| bug(&error.to_string()))? {
        ConverterTask::Back { passphrase, day } => {
            let book = BookPort::open(payload, build)?;
            let (reply, blob) = back_up(&book, build, passphrase.as_deref(), &day, told).await?;
            Ok((reply, Some(blob)))
        }
        ConverterTask::Tables { day } => {
            let book = BookPort::open(payload, build)?;
            let (reply, blob) = tables(&book, &day, told).await?;
            Ok((reply, Some(blob)))
        }
        ConverterTask::Open => {
            let file = payload.and_then(|payload| FileSource::from_value(payload).ok());
            let file = KeptFile::open(file.ok_or_else(|| bug("no file came with the task"))?).await?;
            let is_locked = file.is_locked();
            converter.kept.replace(Some(file));
            Ok((ConverterReply::Opened { is_locked }, None))
        }
        ConverterTask::Rehearse { passphrase } => {
            let mut file = converter.kept.take().ok_or_else(|| bug("no file was opened"))?;
            told.progress(ConverterStep::Unlocking, 0, 0);
            let unlocked = file.unlock(passphrase.as_deref());
            let contents = match unlocked {
                Ok(()) => file.rehearse(told).await,
                Err(failure) => Err(failure),
            };
            // Kept for another passphrase, and for the restore.
            converter.kept.replace(Some(file));
            contents.map(|contents| (ConverterReply::Contents(contents), None))
        }
        ConverterTask::Restore { operation, member } => {
            let book = BookPort::open(payload, build)?;
            let file = converter.kept.take().ok_or_else(|| bug("no file was opened"))?;
            let restored = file.restore(&book, (operation, member), told).await;
            converter.kept.replace(Some(file));
            restored.map(|report| (ConverterReply::Restored(report), None))
        }
        ConverterTask::Draw(text) => Ok((ConverterReply::Code(draw(&text)?), None)),
    }
}
