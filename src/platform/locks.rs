//! Web Locks: a name that one tab or worker of this site holds at a time, and that a killed tab lets go by itself.
//!
//! web-sys marks these bindings unstable and leaves them out of an ordinary build, so `navigator.locks.request` is
//! called by its name. All locks here are exclusive.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::global::{call_method, navigator_property, thrown_text};
use super::oneshot;

/// The browser gives no locks here: it is too old, the page is not in a secure context, or it refused the request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this browser gives no lock that is shared between tabs: {reason}")]
pub struct LocksMissing {
    /// What the browser said.
    pub reason: String,
}

/// A held lock. It is let go when this is dropped, or when its tab or worker ends.
#[derive(Debug)]
pub struct LockGuard {
    // Settles the promise that the browser was given; the lock lasts as long as that promise is pending.
    release: Function,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        // The function that settles a promise never throws.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Waits for the lock `name`, runs `body` while it is held, and lets it go. `body` is not started without the lock.
///
/// Dropping the returned future while it waits gives up the place in the queue; dropping it while `body` runs drops
/// `body` and lets the lock go.
pub async fn with_lock<T>(name: &str, body: impl Future<Output = T>) -> Result<T, LocksMissing> {
    let guard = hold_until_dropped(name).await?;
    let result = body.await;
    drop(guard);
    Ok(result)
}

/// Takes the lock `name` if nobody holds it or waits for it; `Ok(None)` if somebody does. Never waits for a holder.
pub async fn try_lock(name: &str) -> Result<Option<LockGuard>, LocksMissing> {
    request(name, true).await
}

/// Waits for the lock `name`, for as long as it takes, and holds it until the guard is dropped.
pub async fn hold_until_dropped(name: &str) -> Result<LockGuard, LocksMissing> {
    request(name, false).await?.ok_or_else(|| LocksMissing { reason: "the browser answered without a lock".to_owned() })
}

type Answer = Result<Option<LockGuard>, LocksMissing>;

async fn request(name: &str, only_if_available: bool) -> Answer {
    let locks = navigator_property("locks")
        .ok_or_else(|| LocksMissing { reason: "navigator.locks does not exist".to_owned() })?;
    let options = Object::new();
    set(&options, "mode", &JsValue::from_str("exclusive"))?;
    set(&options, "ifAvailable", &JsValue::from_bool(only_if_available))?;

    let (sender, receiver) = oneshot::channel::<Answer>();
    // Either the granting callback or the refusal answers, whichever comes first.
    let sender = Rc::new(RefCell::new(Some(sender)));
    let granted = {
        let sender = Rc::clone(&sender);
        Closure::once(move |lock: JsValue| -> JsValue { grant(&lock, sender.borrow_mut().take()) })
    };
    let arguments = [JsValue::from_str(name), options.into(), granted.as_ref().clone()];
    let promise = call_method(&locks, "request", &arguments)
        .and_then(|value| value.dyn_into::<Promise>())
        .map_err(|thrown| LocksMissing { reason: thrown_text(&thrown) })?;

    // The callback has to live until the browser is done with the request, however soon our caller loses interest.
    spawn_local(async move {
        let outcome = JsFuture::from(promise).await;
        drop(granted);
        let unanswered = sender.borrow_mut().take();
        if let (Err(thrown), Some(sender)) = (outcome, unanswered) {
            sender.send(Err(LocksMissing { reason: thrown_text(&thrown) }));
        }
    });
    receiver
        .await
        .unwrap_or_else(|| Err(LocksMissing { reason: "the browser ended the request without an answer".to_owned() }))
}

/// Runs inside the browser's callback: `lock` is null when the lock was wanted at once and is not free. What is
/// returned to the browser is the promise that keeps the lock until it settles.
fn grant(lock: &JsValue, sender: Option<oneshot::Sender<Answer>>) -> JsValue {
    let Some(sender) = sender else {
        return JsValue::UNDEFINED;
    };
    if lock.is_null() || lock.is_undefined() {
        sender.send(Ok(None));
        return JsValue::UNDEFINED;
    }
    let mut release = None;
    let held = Promise::new(&mut |resolve: Function, _reject: Function| release = Some(resolve));
    match release {
        // If nobody waits any more, the guard is dropped right here and the lock is free again.
        Some(release) => sender.send(Ok(Some(LockGuard { release }))),
        None => sender.send(Err(LocksMissing { reason: "the browser made no promise".to_owned() })),
    }
    held.into()
}

fn set(options: &Object, name: &str, value: &JsValue) -> Result<(), LocksMissing> {
    Reflect::set(options, &JsValue::from_str(name), value)
        .map(|_| ())
        .map_err(|thrown| LocksMissing { reason: thrown_text(&thrown) })
}
