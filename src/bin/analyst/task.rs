//! A task from its bytes to its answer.

use burrow::analysis::protocol::{AnalystFailure, AnalystReply, AnalystTask, Matrix, decode, encode};
use burrow::analysis::serve::serve;
use burrow::engine::protocol::{self, Reply, Request};
use burrow::platform::panic_hook;
use burrow::platform::worker::{EventSender, Responder, WorkerClient, WorkerServer, report_failure, start_script_text};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;

/// Starts to answer the page.
pub fn start() {
    panic_hook::install_panic_hook(report_failure);
    let build: Rc<str> = start_script_text("burrowBuild").unwrap_or_default().into();
    let page = match EventSender::to_page() {
        Ok(page) => page,
        Err(error) => return report_failure(&error.to_string()),
    };
    let own = build.clone();
    let server = WorkerServer::start(&build, move |_, bytes, payload, responder| {
        spawn_local(answer(page.clone(), own.clone(), bytes, payload, responder));
    });
    if let Err(error) = server {
        report_failure(&error.to_string());
    }
}

async fn answer(page: EventSender, build: Rc<str>, bytes: Vec<u8>, payload: Option<JsValue>, responder: Responder) {
    let reply = match work(&page, &build, &bytes, payload).await {
        Ok(reply) => reply,
        Err(failure) => AnalystReply::Failed(failure),
    };
    match encode(&reply) {
        Ok(bytes) => responder.reply(bytes),
        // Dropping the responder tells the page that there is no answer.
        Err(error) => report_failure(&error.to_string()),
    }
}

async fn work(
    page: &EventSender,
    build: &str,
    bytes: &[u8],
    payload: Option<JsValue>,
) -> Result<AnalystReply, AnalystFailure> {
    let bug = |text: String| AnalystFailure::Bug(text);
    let task: AnalystTask = decode(bytes).map_err(|error| bug(error.to_string()))?;
    let port = payload.and_then(|payload| payload.dyn_into::<MessagePort>().ok());
    let port = port.ok_or_else(|| bug("no port to the engine came with the task".to_owned()))?;
    let engine = WorkerClient::over_port(port, build);
    let wanted = Request::Features(task.columns.iter().map(|column| column.feature).collect());
    let wanted = protocol::encode(&wanted).map_err(|error| bug(error.to_string()))?;
    let found = engine.request(wanted, None).await.map_err(|error| bug(error.to_string()))?;
    let table = match protocol::decode::<Reply>(&found).map_err(|error| bug(error.to_string()))? {
        Reply::Features(table) => table,
        other => return Err(bug(format!("{other:?}"))),
    };
    let as_of = table.as_of.ok_or(AnalystFailure::NoRows)?;
    let columns = u32::try_from(table.features.len()).unwrap_or(u32::MAX);
    let matrix = Matrix::new(columns, table.numbers()).map_err(|fault| bug(fault.to_string()))?;
    let mut report = |progress| {
        if let Ok(bytes) = encode(&progress) {
            page.send(bytes);
        }
    };
    // Nobody can be heard while it runs; who no longer wants it ends the worker.
    Ok(serve(task.with_numbers(matrix, as_of), &mut report, &|| false))
}
