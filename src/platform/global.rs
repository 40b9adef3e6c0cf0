//! The global object, which is the window in a page and the worker's own scope in a worker, and what it throws.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The property `name` of the global object, or `None` where this browser or context does not have it.
pub(super) fn global_property(name: &str) -> Option<JsValue> {
    property(&js_sys::global(), name)
}

/// The property `name` of `target`, or `None` where it is missing, undefined or null, or cannot be read.
pub(super) fn property(target: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(target, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// The property of the global `navigator`, for example `storage` or `locks`.
pub(super) fn navigator_property(name: &str) -> Option<JsValue> {
    property(&global_property("navigator")?, name)
}

/// Calls the method `name` of `target` with `arguments`. A missing method is an error like a thrown one.
pub(super) fn call_method(target: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = property(target, name).ok_or_else(|| JsValue::from_str("this browser lacks the function"))?;
    let method: Function = method.dyn_into()?;
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    method.apply(target, &list)
}

/// The words of a thrown value: "NotFoundError: the file is gone" of an error, the text itself of a text.
pub(super) fn thrown_text(thrown: &JsValue) -> String {
    if let Some(text) = thrown.as_string() {
        return text;
    }
    let part = |name: &str| property(thrown, name).and_then(|value| value.as_string()).filter(|text| !text.is_empty());
    match (part("name"), part("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => "the browser gave no reason".to_owned(),
    }
}
