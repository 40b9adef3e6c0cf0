//! A folder of the person's that the browser lets this site write into (File System Access). Page only.
//!
//! web-sys marks these bindings unstable and leaves them out of an ordinary build, so the functions are called by their
//! names. A handle is a thing of the browser's own that it can keep in IndexedDB and nowhere else: it has a small database of
//! its own there, apart from the book, and holds nothing of it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::global::{call_method, global_property, property, thrown_text};
use super::oneshot;

const STORE: &str = "folders";

/// What went wrong with a folder; the text is the browser's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the folder could not be used: {0}")]
pub struct FolderError(pub String);

impl From<JsValue> for FolderError {
    fn from(thrown: JsValue) -> FolderError {
        FolderError(thrown_text(&thrown))
    }
}

/// Whether this site may write into a folder now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Granted,
    /// The person is to be asked again, on a press of theirs.
    Ask,
    /// The person has said no.
    Denied,
}

/// A folder that the person chose. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder(JsValue);

/// Whether this browser lets a site write into a folder.
pub fn can_choose() -> bool {
    global_property("showDirectoryPicker").is_some()
}

impl Folder {
    /// Asks the person for a folder, on a press of theirs; `None` when they choose none.
    pub async fn choose() -> Result<Option<Folder>, FolderError> {
        let options = read_write();
        // Chrome opens the dialog where this name was last used.
        Reflect::set(&options, &"id".into(), &"burrow-backups".into())?;
        let chosen = call_method(&js_sys::global(), "showDirectoryPicker", &[options.into()]);
        match settled(chosen).await {
            Ok(handle) => Ok(Some(Folder(handle))),
            Err(thrown) if property(&thrown, "name").is_some_and(|name| name == "AbortError") => Ok(None),
            Err(thrown) => Err(thrown.into()),
        }
    }

    /// What the folder is called, without where it lies: browsers do not tell that.
    pub fn name(&self) -> String {
        property(&self.0, "name").and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// Whether this site may write there now.
    pub async fn permission(&self) -> Permission {
        self.permission_by("queryPermission").await
    }

    /// Asks the person, on a press of theirs, whether this site may write there.
    pub async fn ask_permission(&self) -> Permission {
        self.permission_by("requestPermission").await
    }

    async fn permission_by(&self, method: &str) -> Permission {
        match settled(call_method(&self.0, method, &[read_write().into()])).await {
            Ok(answer) if answer == "granted" => Permission::Granted,
            Ok(answer) if answer == "denied" => Permission::Denied,
            Ok(_) => Permission::Ask,
            // Asked for without a press, or not at all known: writing tells.
            Err(_) if property(&self.0, method).is_some() => Permission::Ask,
            Err(_) => Permission::Granted,
        }
    }

    /// Writes a file, whole or not at all: the browser puts it in its place when all of it is there. Reads back how long it
    /// became.
    pub async fn write(&self, name: &str, content: &Blob) -> Result<u64, FolderError> {
        let was_there = settled(call_method(&self.0, "getFileHandle", &[name.into()])).await.is_ok();
        let outcome = self.write_alone(name, content).await;
        if outcome.is_err() && !was_there {
            // The empty file that was made first. One that was there before still is as it was.
            let _ = self.remove(name).await;
        }
        outcome
    }

    async fn write_alone(&self, name: &str, content: &Blob) -> Result<u64, FolderError> {
        let options = Object::new();
        Reflect::set(&options, &"create".into(), &JsValue::TRUE)?;
        let file = settled(call_method(&self.0, "getFileHandle", &[name.into(), options.into()])).await?;
        let stream = settled(call_method(&file, "createWritable", &[])).await?;
        if let Err(thrown) = settled(call_method(&stream, "write", &[content.clone().into()])).await {
            let _ = settled(call_method(&stream, "abort", &[])).await;
            return Err(thrown.into());
        }
        settled(call_method(&stream, "close", &[])).await?;
        let written = settled(call_method(&file, "getFile", &[])).await?;
        let size = property(&written, "size").and_then(|size| size.as_f64());
        size.map(|size| size as u64).ok_or_else(|| FolderError("the file has no size".to_owned()))
    }

    /// Takes a file away.
    pub async fn remove(&self, name: &str) -> Result<(), FolderError> {
        settled(call_method(&self.0, "removeEntry", &[name.into()])).await?;
        Ok(())
    }

    /// Keeps the folder in this browser under a name, in place of the one that was kept.
    pub async fn keep(&self, name: &str) -> Result<(), FolderError> {
        let database = open(name).await?;
        let outcome = ask(&database, "readwrite", "put", &[self.0.clone(), STORE.into()]).await;
        close(&database);
        outcome.map(drop)
    }

    /// The folder that was kept under a name.
    pub async fn kept(name: &str) -> Result<Option<Folder>, FolderError> {
        let database = open(name).await?;
        let outcome = ask(&database, "readonly", "get", &[STORE.into()]).await;
        close(&database);
        Ok(outcome.ok().filter(|handle| handle.is_object()).map(Folder))
    }

    /// Forgets the folder that was kept under a name.
    pub async fn forget(name: &str) -> Result<(), FolderError> {
        let database = open(name).await?;
        let outcome = ask(&database, "readwrite", "delete", &[STORE.into()]).await;
        close(&database);
        outcome.map(drop)
    }
}

fn read_write() -> Object {
    let options = Object::new();
    // Setting a property of an object that was just made never fails.
    let _ = Reflect::set(&options, &"mode".into(), &"readwrite".into());
    options
}

/// Waits for the promise that a call gave.
async fn settled(called: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    match called?.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(value) => Ok(value),
    }
}

async fn open(name: &str) -> Result<JsValue, FolderError> {
    let factory = global_property("indexedDB").ok_or_else(|| FolderError("there is no database".to_owned()))?;
    let request = call_method(&factory, "open", &[name.into(), JsValue::from_f64(1.0)])?;
    let database = request.clone();
    let make_store = Closure::once_into_js(move || {
        if let Some(database) = property(&database, "result") {
            // A store that is there already needs nothing.
            let _ = call_method(&database, "createObjectStore", &[STORE.into()]);
        }
    });
    Reflect::set(&request, &"onupgradeneeded".into(), &make_store)?;
    done(&request).await
}

fn close(database: &JsValue) {
    // Closing what is closed already does nothing.
    let _ = call_method(database, "close", &[]);
}

/// One request in a transaction of its own. Put takes the value and then its key.
async fn ask(database: &JsValue, mode: &str, method: &str, arguments: &[JsValue]) -> Result<JsValue, FolderError> {
    let transaction = call_method(database, "transaction", &[STORE.into(), mode.into()])?;
    let store = call_method(&transaction, "objectStore", &[STORE.into()])?;
    let request = call_method(&store, method, arguments)?;
    done(&request).await
}

/// The result of a database request.
async fn done(request: &JsValue) -> Result<JsValue, FolderError> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let told = |name: &'static str| {
        let (sender, request) = (sender.clone(), request.clone());
        Closure::once_into_js(move || {
            let outcome = if name == "result" {
                Ok(Reflect::get(&request, &"result".into()).unwrap_or(JsValue::UNDEFINED))
            } else {
                Err(FolderError(property(&request, "error").map_or_else(String::new, |error| thrown_text(&error))))
            };
            if let Some(sender) = sender.borrow_mut().take() {
                sender.send(outcome);
            }
        })
    };
    Reflect::set(request, &"onsuccess".into(), &told("result"))?;
    Reflect::set(request, &"onerror".into(), &told("error"))?;
    Reflect::set(request, &"onblocked".into(), &told("error"))?;
    receiver.await.unwrap_or_else(|| Err(FolderError("the database gave no answer".to_owned())))
}
