//! New releases of the site: told that one lies ready, and changing over to it when the user says so. Page only.
//!
//! The page's first script registers the service worker and raises the event [`RELEASE_WAITING_EVENT`] on the window
//! when a whole new release has been fetched and checked. Nothing changes over by itself.

use gloo::events::EventListener;
use js_sys::{Array, Object, Promise, Reflect};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageChannel, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

use super::global::{call_method, navigator_property, thrown_text};
use super::subscription::Subscription;
use super::{clock, oneshot, page};

/// The event of the window that says that a new release lies ready.
pub const RELEASE_WAITING_EVENT: &str = "burrow-release-waiting";

/// How often, and after how many milliseconds each time, it is looked whether a release that is being fetched lies ready.
const LOOKS_FOR_A_RELEASE: u32 = 120;
const LOOK_MS: u32 = 250;
/// How often it is looked whether a service worker takes charge of this page.
const LOOKS_FOR_CHARGE: u32 = 20;
/// How long the service worker may take to note whom the courier may ask, in milliseconds.
const TIME_TO_NOTE_MS: u32 = 5_000;

/// The change to a new release did not begin.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActivateError {
    /// No release waits, or not any more; loading the page again shows the newest one.
    #[error("no new release is waiting")]
    NothingWaiting,
    /// The browser refused the message to the waiting service worker.
    #[error("the new release could not be told to take over: {0}")]
    Refused(String),
}

/// Calls `callback` when a new release lies ready, also if it did before this was called. It may be called more than
/// once for the same release. `None` outside a page.
pub fn on_release_waiting(callback: impl Fn() + Clone + 'static) -> Option<Subscription> {
    let window = web_sys::window()?;
    let told = callback.clone();
    let listener = EventListener::new(&window, RELEASE_WAITING_EVENT, move |_event| told());
    spawn_local(async move {
        if waiting_worker().await.is_some() {
            callback();
        }
    });
    Some(Subscription::new(listener))
}

/// Tells the waiting release to take over and loads the page again as soon as it has.
pub async fn activate_waiting() -> Result<(), ActivateError> {
    let container = container().ok_or(ActivateError::NothingWaiting)?;
    let waiting = waiting_worker().await.ok_or(ActivateError::NothingWaiting)?;
    let message = Object::new();
    let refused = |thrown: JsValue| ActivateError::Refused(thrown_text(&thrown));
    Reflect::set(&message, &JsValue::from_str("type"), &JsValue::from_str("activate")).map_err(refused)?;
    let changed_over = EventListener::once(&container, "controllerchange", |_event| page::reload());
    waiting.post_message(&message).map_err(refused)?;
    changed_over.forget();
    Ok(())
}

/// Asks the host whether it has a newer release, and waits until that lies ready or there is none; half a minute at most.
pub async fn fetch_newer() {
    let Some(registration) = registration().await else { return };
    // Refused without a network; what is here already may still be newer.
    if let Ok(promise) = registration.update() {
        let _ = JsFuture::from(promise).await;
    }
    for _ in 0..LOOKS_FOR_A_RELEASE {
        if registration.installing().is_none() {
            return;
        }
        clock::sleep(LOOK_MS).await;
    }
}

/// The release that waits to take over this page. A page that no release is in charge of, as after a forced reload,
/// shows what the host has and waits for nothing.
async fn waiting_worker() -> Option<ServiceWorker> {
    container()?.controller()?;
    registration().await?.waiting()
}

/// Has the service worker let the courier of a book talk to one origin more than this site, or take that back with `None`,
/// and comes back when that holds for every courier that is started from now on. Where no service worker is in charge of this
/// page it comes back at once: there the policy counts that the host itself sends.
pub async fn let_courier_ask(book: &str, origin: Option<&str>) {
    let Some(worker) = worker_in_charge().await else { return };
    let Ok(channel) = MessageChannel::new() else { return };
    let (sender, noted) = oneshot::channel();
    let listener = EventListener::once(&channel.port1(), "message", move |_event| sender.send(()));
    channel.port1().start();
    let message = Object::new();
    for (name, value) in [("type", Some("courier")), ("book", Some(book)), ("origin", origin)] {
        let value = value.map_or(JsValue::NULL, JsValue::from_str);
        if Reflect::set(&message, &JsValue::from_str(name), &value).is_err() {
            return;
        }
    }
    let transfer = Array::of1(&channel.port2());
    if call_method(&worker, "postMessage", &[message.into(), transfer.into()]).is_ok() {
        clock::within(TIME_TO_NOTE_MS, noted).await;
    }
    drop(listener);
}

/// The service worker that answers for this page; one that was put in place while the page began to load takes charge of it a
/// moment later.
async fn worker_in_charge() -> Option<ServiceWorker> {
    let container = container()?;
    for _ in 0..LOOKS_FOR_CHARGE {
        if let Some(worker) = container.controller() {
            return Some(worker);
        }
        registration().await?;
        clock::sleep(LOOK_MS).await;
    }
    None
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let promise: Promise = call_method(&container()?.into(), "getRegistration", &[]).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn container() -> Option<ServiceWorkerContainer> {
    navigator_property("serviceWorker")?.dyn_into().ok()
}
