//! How much room the browser gives this site, and whether it promises to keep what lies there.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::global::{call_method, navigator_property, property};

/// What the browser guesses, in bytes. Both are rounded by browsers on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Bytes that this site uses now, in all kinds of storage together.
    pub usage: u64,
    /// Bytes that this site may use in all.
    pub quota: u64,
}

/// The room used and allowed, or `None` where the browser does not tell.
pub async fn estimate() -> Option<Estimate> {
    let answer = ask("estimate").await?;
    let bytes = |name: &str| property(&answer, name)?.as_f64().map(|number| number as u64);
    Some(Estimate { usage: bytes("usage")?, quota: bytes("quota")? })
}

/// Whether the browser keeps this site's data even when the disk runs full; `None` where it does not tell.
pub async fn persisted() -> Option<bool> {
    ask("persisted").await?.as_bool()
}

/// Asks the browser to keep this site's data even when the disk runs full, and tells whether it will. Some browsers
/// ask the user. Page only: workers cannot ask, and get `None`.
pub async fn persist() -> Option<bool> {
    ask("persist").await?.as_bool()
}

/// The answer of the function `name` of `navigator.storage`.
async fn ask(name: &str) -> Option<JsValue> {
    let storage = navigator_property("storage")?;
    let promise: Promise = call_method(&storage, name, &[]).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
