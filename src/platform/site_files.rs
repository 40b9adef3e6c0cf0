//! The files of the site as this browser is served them: by its own service worker where there is one.

use js_sys::{Array, JSON, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::global::{call_method, global_property, property};

/// A file that a list of files names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Its path from the site's base.
    pub path: String,
    /// The SHA-256 of its bytes, in small hexadecimal digits.
    pub sha256: String,
}

/// The bytes of the file at an address, or `None` where it cannot be had: the network is away, or there is no such file.
pub async fn read(address: &str) -> Option<Vec<u8>> {
    let response = wait(call_method(&js_sys::global(), "fetch", &[JsValue::from_str(address)]).ok()?).await?;
    if property(&response, "ok")?.as_bool() != Some(true) {
        return None;
    }
    let buffer = wait(call_method(&response, "arrayBuffer", &[]).ok()?).await?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The SHA-256 of the bytes in small hexadecimal digits, or `None` where the browser does not count it: it does so only for
/// pages that came over https or from this machine.
pub async fn sha256(bytes: &[u8]) -> Option<String> {
    let subtle = property(&global_property("crypto")?, "subtle")?;
    let arguments = [JsValue::from_str("SHA-256"), Uint8Array::from(bytes).into()];
    let digest = Uint8Array::new(&wait(call_method(&subtle, "digest", &arguments).ok()?).await?);
    Some(digest.to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files in a list `{ "files": [ { "path", "sha256" } ] }`; `None` if it is no such list.
pub fn listed(list: &[u8]) -> Option<Vec<ListedFile>> {
    let list = JSON::parse(std::str::from_utf8(list).ok()?).ok()?;
    let files: Array = property(&list, "files")?.dyn_into().ok()?;
    files
        .iter()
        .map(|file| {
            let text = |name: &str| property(&file, name)?.as_string();
            Some(ListedFile { path: text("path")?, sha256: text("sha256")? })
        })
        .collect()
}

async fn wait(promise: JsValue) -> Option<JsValue> {
    JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()
}
