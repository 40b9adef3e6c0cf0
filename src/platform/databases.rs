//! The databases of this site as a whole: which there are, whether one is there, making an empty one, deleting one.
//!
//! By their names alone; what is in them is the storage's. `indexedDB.databases` is young, so it is called by its name.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect};
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::global::{call_method, global_property, property, thrown_text};
use super::oneshot;

/// How long the browser, or another tab that has a database open, may take, in milliseconds.
const LONGEST_WAIT: u32 = 15_000;

/// What went wrong with a database; the text is the browser's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a database could not be changed: {0}")]
pub struct DatabaseError(pub String);

impl From<JsValue> for DatabaseError {
    fn from(thrown: JsValue) -> DatabaseError {
        DatabaseError(thrown_text(&thrown))
    }
}

/// The names of all databases of this site; `None` where the browser does not tell.
pub async fn names() -> Option<Vec<String>> {
    let asked = call_method(&factory().ok()?, "databases", &[]).ok()?;
    let found = JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()?;
    let found: Array = found.dyn_into().ok()?;
    Some(found.iter().filter_map(|one| property(&one, "name")?.as_string()).collect())
}

/// Whether there is a database of that name. Makes none.
///
/// # Errors
/// The browser refused, or did not answer: then it is not known.
pub async fn exists(name: &str) -> Result<bool, DatabaseError> {
    let request = opening(name)?;
    let is_missing = Rc::new(Cell::new(false));
    let (asked, missing) = (request.clone(), is_missing.clone());
    let make_none = Closure::once_into_js(move || {
        // There is none: what would make it is called off.
        missing.set(true);
        let transaction = property(&asked, "transaction");
        let _ = transaction.map(|transaction| call_method(&transaction, "abort", &[]));
    });
    Reflect::set(&request, &"onupgradeneeded".into(), &make_none)?;
    match outcome(&request).await {
        Ok(database) => {
            close(&database);
            Ok(true)
        }
        Err(_) if is_missing.get() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes an empty database of that name, if there is none.
///
/// # Errors
/// The browser refused, or did not answer.
pub async fn make(name: &str) -> Result<(), DatabaseError> {
    let database = outcome(&opening(name)?).await?;
    close(&database);
    Ok(())
}

/// Deletes the database of that name with all that is in it; no error where there is none. Other tabs that have it open are
/// told by the browser to let go.
///
/// # Errors
/// The browser refused, or another tab did not let go in time: then it is deleted as soon as that one does.
pub async fn delete(name: &str) -> Result<(), DatabaseError> {
    let request = call_method(&factory()?, "deleteDatabase", &[name.into()])?;
    outcome(&request).await.map(drop)
}

fn factory() -> Result<JsValue, DatabaseError> {
    global_property("indexedDB").ok_or_else(|| DatabaseError("there is no database".to_owned()))
}

/// Asks for it in whatever version it has.
fn opening(name: &str) -> Result<JsValue, DatabaseError> {
    Ok(call_method(&factory()?, "open", &[name.into()])?)
}

fn close(database: &JsValue) {
    // Closing what is closed already does nothing.
    let _ = call_method(database, "close", &[]);
}

/// The result of a request. One that is blocked goes on when the other tab lets go, so that is waited for.
async fn outcome(request: &JsValue) -> Result<JsValue, DatabaseError> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let send = {
        let sender = sender.clone();
        move |outcome: Result<JsValue, DatabaseError>| {
            if let Some(sender) = sender.borrow_mut().take() {
                sender.send(outcome);
            }
        }
    };
    let (done, asked) = (send.clone(), request.clone());
    let succeed = Closure::once_into_js(move || {
        done(Ok(Reflect::get(&asked, &"result".into()).unwrap_or(JsValue::UNDEFINED)));
    });
    let (done, asked) = (send.clone(), request.clone());
    let fail = Closure::once_into_js(move |event: JsValue| {
        // Told here; the browser need not write it down as well.
        let _ = call_method(&event, "preventDefault", &[]);
        done(Err(DatabaseError(property(&asked, "error").map_or_else(String::new, |error| thrown_text(&error)))));
    });
    Reflect::set(request, &"onsuccess".into(), &succeed)?;
    Reflect::set(request, &"onerror".into(), &fail)?;
    let late = Timeout::new(LONGEST_WAIT, move || send(Err(DatabaseError("the browser gave no answer".to_owned()))));
    let outcome = receiver.await.unwrap_or_else(|| Err(DatabaseError("the browser gave no answer".to_owned())));
    drop(late);
    outcome
}
