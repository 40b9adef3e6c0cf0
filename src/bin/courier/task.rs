//! A request in, its answer out.

use burrow::domain::message_bytes::{decode, encode};
use burrow::platform::http::{HttpFailure, HttpFound, HttpQuestion, ask, origin_of};
use burrow::platform::panic_hook;
use burrow::platform::worker::{Responder, WorkerServer, report_failure, start_script_text, worker_name};
use burrow::sync::http::{HttpAnswer, HttpError, HttpRequest};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;

/// For whom it works.
struct Courier {
    build: String,
    /// Scheme, name and port of the one server that may be asked, by the worker's name, which the page gives it.
    origin: String,
}

/// Starts to answer the page, and whoever holds the other end of a port that the page sends.
pub fn start() {
    panic_hook::install_panic_hook(report_failure);
    let build = start_script_text("burrowBuild").unwrap_or_default();
    let courier = Rc::new(Courier { build: build.clone(), origin: worker_name() });
    let served = WorkerServer::start(&build, move |_, bytes, payload, responder| {
        serve(&courier, bytes, payload, responder);
    });
    if let Err(error) = served {
        report_failure(&error.to_string());
    }
}

/// A port is served as the page itself is; no bytes ask for the origin; all else is a request to be sent.
fn serve(courier: &Rc<Courier>, bytes: Vec<u8>, payload: Option<JsValue>, responder: Responder) {
    if let Some(port) = payload.and_then(|payload| payload.dyn_into::<MessagePort>().ok()) {
        let serving = Rc::clone(courier);
        let served = WorkerServer::serve_port(port, &courier.build, move |_, bytes, payload, responder| {
            serve(&serving, bytes, payload, responder);
        });
        // Dropping the responder tells that there is no answer.
        if served.is_ok() {
            responder.reply(Vec::new());
        }
    } else if bytes.is_empty() {
        responder.reply(courier.origin.clone().into_bytes());
    } else {
        let courier = Rc::clone(courier);
        spawn_local(async move {
            let answer = match decode::<HttpRequest>(&bytes) {
                Ok(request) => courier.carry(&request).await,
                Err(error) => Err(HttpError::NotSent(error.to_string())),
            };
            if let Ok(bytes) = encode(&answer) {
                responder.reply(bytes);
            }
        });
    }
}

impl Courier {
    async fn carry(&self, request: &HttpRequest) -> Result<HttpAnswer, HttpError> {
        // The policy that this worker is served with says the same, where there is one.
        match origin_of(&request.address) {
            None => return Err(HttpError::AddressInvalid),
            Some(origin) if origin != self.origin => return Err(HttpError::NotAllowed),
            Some(_) => {}
        }
        let question = HttpQuestion {
            method: request.method.name(),
            address: &request.address,
            authorization: request.authorization.as_deref(),
            body: request.body.as_deref(),
            time_limit: request.time_limit,
            most_bytes: request.most_bytes,
        };
        ask(question).await.map(answer_of).map_err(error_of)
    }
}

fn answer_of(found: HttpFound) -> HttpAnswer {
    let HttpFound { status, content_type, retry_after, body } = found;
    HttpAnswer { status, content_type, retry_after, body }
}

fn error_of(failure: HttpFailure) -> HttpError {
    match failure {
        HttpFailure::Unreachable => HttpError::Unreachable,
        HttpFailure::NotShared => HttpError::NotShared,
        HttpFailure::NotAllowed => HttpError::NotAllowed,
        HttpFailure::TimedOut => HttpError::TimedOut,
        HttpFailure::TooLong => HttpError::TooLong,
        HttpFailure::CutShort => HttpError::CutShort,
        HttpFailure::AddressInvalid => HttpError::AddressInvalid,
        HttpFailure::NotSent(reason) => HttpError::NotSent(reason),
    }
}
