//! A worker that the page's first script has started already, so that it is compiled while the program itself still is.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

use super::super::global::{global_property, property};

/// Under this name the first script gives the worker away, once.
const GIVEN_BY: &str = "burrowEarlyWorker";

/// The worker, with what it did before anyone listened.
pub(super) struct EarlyWorker {
    /// The worker.
    pub worker: Worker,
    /// The data of its messages, in their order.
    pub said: Vec<JsValue>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// The worker of that name whose script lies at `url`, if it was started early and nobody has taken it yet.
pub(super) fn take(url: &str, name: &str) -> Option<EarlyWorker> {
    let give: Function = global_property(GIVEN_BY)?.dyn_into().ok()?;
    let given = give.call2(&JsValue::UNDEFINED, &JsValue::from_str(url), &JsValue::from_str(name)).ok()?;
    let worker: Worker = property(&given, "worker")?.dyn_into().ok()?;
    let said: Array = property(&given, "said")?.dyn_into().ok()?;
    let failure = property(&given, "failure").and_then(|failure| failure.as_string());
    Some(EarlyWorker { worker, said: said.to_vec(), failure })
}
