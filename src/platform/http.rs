//! Requests over HTTP to another server, with nothing of this browser in them: no cookie, no referrer, no stored answer,
//! and no redirect followed.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, EventTarget, Url};

use super::clock;
use super::global::{call_method, global_property, property, thrown_text};

/// The event by which a browser tells that its security policy refused something.
const REFUSED_BY_POLICY: &str = "securitypolicyviolation";
/// How long it is waited for that event after a request failed, in milliseconds: it comes as a task of its own.
const TOLD_BY_POLICY_MS: u32 = 20;
/// How long the second try may take that tells a server which is not there from one that does not share, in milliseconds.
const SECOND_TRY_MS: u32 = 10_000;

/// A request.
#[derive(Clone, Copy)]
pub struct HttpQuestion<'a> {
    /// `GET`, `PUT` or `POST`.
    pub method: &'a str,
    /// The whole address.
    pub address: &'a str,
    /// The value of the header `Authorization`.
    pub authorization: Option<&'a str>,
    /// JSON to be sent.
    pub body: Option<&'a [u8]>,
    /// After so many milliseconds without the whole answer it is given up.
    pub time_limit: u32,
    /// An answer of more bytes than these is given up while it comes.
    pub most_bytes: u64,
}

/// A whole answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpFound {
    /// The status.
    pub status: u16,
    /// The header `Content-Type`, in small letters; empty where there is none.
    pub content_type: String,
    /// The header `Retry-After`, in seconds, where the server lets it be seen.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no whole answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpFailure {
    /// Nobody answers there. A browser does not say whether it is the network, the name, the connection or the certificate.
    #[error("the server cannot be reached")]
    Unreachable,
    /// A server answers there and does not allow this page to read what it says (CORS).
    #[error("the server does not allow this page to ask it")]
    NotShared,
    /// The security policy of this page or worker does not allow the address.
    #[error("the security policy does not allow the address")]
    NotAllowed,
    /// It took too long.
    #[error("the server takes too long")]
    TimedOut,
    /// The answer is longer than was allowed.
    #[error("the answer is too long")]
    TooLong,
    /// The connection ended in the middle of the answer.
    #[error("the connection ended early")]
    CutShort,
    /// The address is none, or not one of http or https, or has a user or a password in it.
    #[error("the address is not one that can be asked")]
    AddressInvalid,
    /// The browser does not send it.
    #[error("the request could not be sent: {0}")]
    NotSent(String),
}

/// Scheme, name and port of an address; `None` where it is no address of http or https, or holds a user or a password.
pub fn origin_of(address: &str) -> Option<String> {
    let url = Url::new(address).ok()?;
    let is_web = matches!(url.protocol().as_str(), "http:" | "https:");
    (is_web && url.username().is_empty() && url.password().is_empty()).then(|| url.origin())
}

/// Whether this page or worker came over https, so that the browser lets it ask nobody else but over https.
pub fn is_over_https() -> bool {
    let protocol = global_property("location").and_then(|location| property(&location, "protocol")?.as_string());
    protocol.as_deref() == Some("https:")
}

/// Sends a request and takes the whole answer.
///
/// # Errors
/// Why there is no whole answer, as far as a browser lets that be known.
pub async fn ask(question: HttpQuestion<'_>) -> Result<HttpFound, HttpFailure> {
    let origin = origin_of(question.address).ok_or(HttpFailure::AddressInvalid)?;
    let policy = PolicyWatch::begin();
    let limit = TimeLimit::begin(question.time_limit)?;
    let options = options_of(&question, &limit).map_err(not_sent)?;
    let failed_at = match fetch(question.address, &options).await {
        Ok(response) => return take(&response, question.most_bytes, &limit).await,
        Err(failed_at) => failed_at,
    };
    if limit.is_over() {
        return Err(HttpFailure::TimedOut);
    }
    if let FailedAt::Call(thrown) = failed_at {
        return Err(not_sent(thrown));
    }
    if policy.has_refused().await {
        return Err(HttpFailure::NotAllowed);
    }
    Err(if is_answered(&origin).await { HttpFailure::NotShared } else { HttpFailure::Unreachable })
}

/// Where a request went wrong.
enum FailedAt {
    /// It was not even begun.
    Call(JsValue),
    /// On its way.
    Way,
}

async fn fetch(address: &str, options: &Object) -> Result<JsValue, FailedAt> {
    let arguments = [JsValue::from_str(address), options.into()];
    let promise = call_method(&js_sys::global(), "fetch", &arguments).map_err(FailedAt::Call)?;
    let promise: Promise = promise.dyn_into().map_err(FailedAt::Call)?;
    JsFuture::from(promise).await.map_err(|_| FailedAt::Way)
}

fn options_of(question: &HttpQuestion<'_>, limit: &TimeLimit) -> Result<Object, JsValue> {
    let headers = Object::new();
    set(&headers, "Accept", "application/json")?;
    if let Some(authorization) = question.authorization {
        set(&headers, "Authorization", authorization)?;
    }
    let options = bare_options(limit)?;
    set(&options, "method", question.method)?;
    set(&options, "mode", "cors")?;
    set(&options, "redirect", "error")?;
    if let Some(body) = question.body {
        set(&headers, "Content-Type", "application/json")?;
        // The one copy on the way, out of the memory of WebAssembly.
        Reflect::set(&options, &"body".into(), &Uint8Array::from(body))?;
    }
    Reflect::set(&options, &"headers".into(), &headers)?;
    Ok(options)
}

/// What every request says: nothing of this browser goes with it and nothing of it is kept.
fn bare_options(limit: &TimeLimit) -> Result<Object, JsValue> {
    let options = Object::new();
    set(&options, "credentials", "omit")?;
    set(&options, "cache", "no-store")?;
    set(&options, "referrerPolicy", "no-referrer")?;
    Reflect::set(&options, &"signal".into(), &limit.controller.signal())?;
    Ok(options)
}

fn set(object: &Object, name: &str, value: &str) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value.into()).map(drop)
}

fn not_sent(thrown: JsValue) -> HttpFailure {
    HttpFailure::NotSent(thrown_text(&thrown))
}

/// Reads the answer to its end, and no further than was allowed.
async fn take(response: &JsValue, most_bytes: u64, limit: &TimeLimit) -> Result<HttpFound, HttpFailure> {
    let status = property(response, "status").and_then(|status| status.as_f64()).unwrap_or(0.0) as u16;
    let header = |name: &str| {
        let headers = property(response, "headers")?;
        call_method(&headers, "get", &[JsValue::from_str(name)]).ok()?.as_string()
    };
    let content_type = header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let retry_after = header("Retry-After").and_then(|text| seconds_until(&text));
    let body = match property(response, "body") {
        Some(stream) => read(&stream, most_bytes, limit).await?,
        None => Vec::new(),
    };
    Ok(HttpFound { status, content_type, retry_after, body })
}

async fn read(stream: &JsValue, most_bytes: u64, limit: &TimeLimit) -> Result<Vec<u8>, HttpFailure> {
    let cut_short = || if limit.is_over() { HttpFailure::TimedOut } else { HttpFailure::CutShort };
    let reader = call_method(stream, "getReader", &[]).map_err(not_sent)?;
    let mut body = Vec::new();
    loop {
        let promise = call_method(&reader, "read", &[]).ok().and_then(|promise| promise.dyn_into::<Promise>().ok());
        let promise = promise.ok_or_else(cut_short)?;
        let part = JsFuture::from(promise).await.map_err(|_| cut_short())?;
        if property(&part, "done").is_none_or(|done| done.is_truthy()) {
            return Ok(body);
        }
        let bytes: Uint8Array =
            property(&part, "value").and_then(|bytes| bytes.dyn_into().ok()).ok_or_else(cut_short)?;
        if body.len() as u64 + u64::from(bytes.length()) > most_bytes {
            // Ends the connection; the rest is never taken.
            limit.controller.abort();
            return Err(HttpFailure::TooLong);
        }
        let begins = body.len();
        body.resize(begins + bytes.length() as usize, 0);
        bytes.copy_to(&mut body[begins..]);
    }
}

/// The seconds of a `Retry-After`, which is a number of them or a date (RFC 9110, 10.2.3).
fn seconds_until(text: &str) -> Option<u32> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(seconds);
    }
    let at = js_sys::Date::parse(text);
    at.is_finite().then(|| ((at - clock::now_ms() as f64) / 1000.0).ceil().max(0.0) as u32)
}

/// Whether anybody answers at an origin, whatever they say: asked in a way in which nothing of the answer can be seen, so
/// that no permission of the server is needed.
async fn is_answered(origin: &str) -> bool {
    let policy = PolicyWatch::begin();
    let Ok(limit) = TimeLimit::begin(SECOND_TRY_MS) else { return false };
    let Ok(options) = bare_options(&limit) else { return false };
    if set(&options, "mode", "no-cors").is_err() {
        return false;
    }
    // A server that sends the request on to where the policy does not let it go has answered, too.
    fetch(&format!("{origin}/"), &options).await.is_ok() || policy.has_refused().await
}

/// Ends a request when its time is over.
struct TimeLimit {
    controller: AbortController,
    over: Rc<Cell<bool>>,
    _timer: Timeout,
}

impl TimeLimit {
    fn begin(milliseconds: u32) -> Result<TimeLimit, HttpFailure> {
        let controller = AbortController::new().map_err(not_sent)?;
        let over = Rc::new(Cell::new(false));
        let (ending, at_the_end) = (controller.clone(), Rc::clone(&over));
        let timer = Timeout::new(milliseconds, move || {
            at_the_end.set(true);
            ending.abort();
        });
        Ok(TimeLimit { controller, over, _timer: timer })
    }

    fn is_over(&self) -> bool {
        self.over.get()
    }
}

/// Hears what the security policy refuses for as long as it lives.
struct PolicyWatch {
    refused: Rc<Cell<bool>>,
    _listener: Option<EventListener>,
}

impl PolicyWatch {
    fn begin() -> PolicyWatch {
        let refused = Rc::new(Cell::new(false));
        let heard = Rc::clone(&refused);
        let scope = js_sys::global().dyn_into::<EventTarget>().ok();
        let listener = scope.map(|scope| EventListener::new(&scope, REFUSED_BY_POLICY, move |_event| heard.set(true)));
        PolicyWatch { refused, _listener: listener }
    }

    async fn has_refused(&self) -> bool {
        if !self.refused.get() {
            clock::sleep(TOLD_BY_POLICY_MS).await;
        }
        self.refused.get()
    }
}
