//! The document around the application, and what the browser says about its user's wishes. Page only: in a worker
//! everything here answers as if the document were empty.

use gloo::events::EventListener;
use js_sys::Promise;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, MediaQueryListEvent, Url, VisibilityState};

use super::global::{call_method, global_property, navigator_property, property, thrown_text};
use super::subscription::Subscription;

/// The text did not reach the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClipboardError {
    /// There is no clipboard here, most often because the page did not come over https.
    #[error("this browser lets no page write to the clipboard here")]
    Missing,
    /// The browser has it and refused.
    #[error("the browser did not copy the text: {0}")]
    Refused(String),
}

/// The path that the site lies at, from `<base>`: `/` or, under a folder, `/crm/`. Always ends with a slash.
pub fn base_path() -> String {
    let path = || Some(Url::new(&base_address()?).ok()?.pathname());
    let path = path().unwrap_or_else(|| "/".to_owned());
    match path.rfind('/') {
        Some(end) => path[..=end].to_owned(),
        None => "/".to_owned(),
    }
}

/// The whole address of a file of the site, given by its path from the site's base, as in `engine/worker.js`.
pub fn address_of(path_from_base: &str) -> String {
    let address = || Some(Url::new_with_base(path_from_base, &base_address()?).ok()?.href());
    address().unwrap_or_else(|| path_from_base.to_owned())
}

/// Scheme, name and port of this page.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Whether a host, with a port or without one, is this machine under the names that no other machine has.
pub fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// A text as it stands in a part of an address, such as the value of a parameter.
pub fn escaped_for_address(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The content of `<meta name="...">`; `None` if there is no such element or it has no content.
pub fn meta_content(name: &str) -> Option<String> {
    // Walking the elements needs no escaping of the name, as a selector would.
    let metas = document()?.get_elements_by_tag_name("meta");
    (0..metas.length())
        .filter_map(|index| metas.item(index))
        .find(|meta| meta.get_attribute("name").as_deref() == Some(name))?
        .get_attribute("content")
}

/// What the page's first script left for the program under that name.
pub fn left_by_first_script(name: &str) -> Option<String> {
    global_property(name)?.as_string()
}

/// Sets what the browser shows as the name of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Whether the user's system asks for dark colours.
pub fn prefers_dark() -> bool {
    matches_media("(prefers-color-scheme: dark)")
}

/// Whether the media query holds now, as in `(max-width: 40rem)`. A query that is malformed does not hold.
pub fn matches_media(query: &str) -> bool {
    let answer = || Some(web_sys::window()?.match_media(query).ok()??.matches());
    answer().unwrap_or(false)
}

/// Tells `callback` each time the media query begins (`true`) or ceases to hold (`false`).
pub fn on_media_change(query: &str, callback: impl Fn(bool) + 'static) -> Option<Subscription> {
    let list = web_sys::window()?.match_media(query).ok()??;
    Some(Subscription::new(EventListener::new(&list, "change", move |event| {
        if let Some(event) = event.dyn_ref::<MediaQueryListEvent>() {
            callback(event.matches());
        }
    })))
}

/// Calls `callback` each time the tab comes to the front again after being hidden.
pub fn on_visible(callback: impl Fn() + 'static) -> Option<Subscription> {
    let document = document()?;
    let shown = document.clone();
    Some(Subscription::new(EventListener::new(&document, "visibilitychange", move |_event| {
        if shown.visibility_state() == VisibilityState::Visible {
            callback();
        }
    })))
}

/// Calls `callback` each time the browser says that there is a network again.
pub fn on_network(callback: impl Fn() + 'static) -> Option<Subscription> {
    let window = web_sys::window()?;
    Some(Subscription::new(EventListener::new(&window, "online", move |_event| callback())))
}

/// Whether the tab can be seen now.
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Sets an attribute of the `<html>` element, as `data-theme` or `lang`; `None` takes it off. Names that HTML does
/// not allow change nothing.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    // The only refusal is a name that HTML does not allow.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Puts the keyboard focus on the element with this id; `false` if there is none that can take it.
pub fn focus_by_id(id: &str) -> bool {
    let element = document().and_then(|document| document.get_element_by_id(id));
    element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// Takes the keyboard focus off the field that has it, so that what was typed there is taken over.
pub fn leave_the_field() {
    let element = document().and_then(|document| document.active_element());
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It fails for no element that has the focus.
        let _ = element.blur();
    }
}

/// Whether a field on the page is marked as wrong, or one in an open dialog holds something: what was typed there was not
/// taken over yet.
pub fn has_unfinished_fields() -> bool {
    let Some(document) = document() else { return false };
    let marked = matches!(document.query_selector("[aria-invalid=true]"), Ok(Some(_)));
    let typed =
        "dialog[open] input:not([type=checkbox], [type=radio], [type=file], [type=search]), dialog[open] textarea";
    let holds_something = |node: web_sys::Node| match node.dyn_into::<web_sys::HtmlInputElement>() {
        Ok(input) => !input.value().is_empty(),
        Err(node) => node.dyn_into::<web_sys::HtmlTextAreaElement>().is_ok_and(|area| !area.value().is_empty()),
    };
    let fields = document.query_selector_all(typed).ok();
    marked || fields.is_some_and(|fields| (0..fields.length()).filter_map(|at| fields.item(at)).any(holds_something))
}

/// Puts `text` on the clipboard. Browsers allow it only shortly after the user clicked or pressed a key.
pub async fn copy_text(text: &str) -> Result<(), ClipboardError> {
    let refused = |thrown: JsValue| ClipboardError::Refused(thrown_text(&thrown));
    let clipboard = navigator_property("clipboard").ok_or(ClipboardError::Missing)?;
    let promise = call_method(&clipboard, "writeText", &[JsValue::from_str(text)]).map_err(refused)?;
    let promise: Promise = promise.dyn_into().map_err(refused)?;
    JsFuture::from(promise).await.map(|_| ()).map_err(refused)
}

/// Whether shortcuts go with the Command key: a Mac, an iPad or an iPhone.
pub fn is_mac() -> bool {
    let newer = || property(&navigator_property("userAgentData")?, "platform")?.as_string();
    let older = || navigator_property("platform")?.as_string();
    let name = newer().filter(|name| !name.is_empty()).or_else(older).unwrap_or_default();
    ["Mac", "mac", "iPhone", "iPad", "iPod"].iter().any(|known| name.starts_with(known))
}

/// The languages that the user's browser asks for, the preferred one first, as in `zh-CN`, `en`.
pub fn languages() -> Vec<String> {
    let list = navigator_property("languages").and_then(|list| list.dyn_into::<js_sys::Array>().ok());
    list.map(|list| list.iter().filter_map(|tag| tag.as_string()).collect()).unwrap_or_default()
}

/// What a browser is, as far as it matters for how it treats what sites store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserFamily {
    /// Safari, and every browser on an iPhone.
    Safari,
    /// Firefox on anything else.
    Firefox,
    /// Chromium and others.
    Other,
}

/// The family by what the browser says of itself, for words only: whether it can do something is asked of the thing itself.
pub fn browser_family() -> BrowserFamily {
    let says = navigator_property("userAgent").and_then(|says| says.as_string()).unwrap_or_default();
    let is = |part: &str| says.contains(part);
    if is("iPhone") || is("iPad") || (is("Safari/") && !is("Chrom")) {
        BrowserFamily::Safari
    } else if is("Firefox/") {
        BrowserFamily::Firefox
    } else {
        BrowserFamily::Other
    }
}

/// Loads the page again from the start.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Refused only in documents that cannot be navigated, where there is nothing else to do either.
        let _ = window.location().reload();
    }
}

/// Whether this browser lets the tabs of one site know of each other: by locks, and by a channel.
pub fn tabs_know_of_each_other() -> bool {
    navigator_property("locks").is_some() && global_property("BroadcastChannel").is_some()
}

/// Throws away what is stored of the program, downloads it anew and loads the page again; where the host cannot be reached,
/// loads the page again as it is. The page's first script does it. What the user has written is not touched.
pub fn download_anew() {
    let asked = web_sys::window().zip(web_sys::Event::new("burrow-download-anew").ok());
    // An event that was just made can be sent.
    let _ = asked.map(|(window, event)| window.dispatch_event(&event));
}

/// Hands an address to the browser, such as a `mailto:`, which another program opens.
pub fn go_to(address: &str) {
    if let Some(window) = web_sys::window() {
        // Refused only where no program takes such an address, which the browser tells itself.
        let _ = window.location().set_href(address);
    }
}

/// Opens the browser's own window for printing the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only in documents that cannot be printed.
        let _ = window.print();
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn base_address() -> Option<String> {
    document()?.base_uri().ok()?
}
