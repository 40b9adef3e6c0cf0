//! Files that the page gives to the person.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::connection::Connection;
use crate::failure::Failure;
use crate::page::{Page, text};

/// Downloads of a browser, from [`Page::accept_downloads`] on.
pub struct Downloads {
    connection: Arc<Connection>,
    folder: PathBuf,
    mark: usize,
}

/// A finished download.
#[derive(Debug, Clone)]
pub struct Download {
    /// The file name that the page proposed.
    pub name: String,
    /// Where the file lies.
    pub path: PathBuf,
}

impl Page {
    /// Lets the browser save what is downloaded into `folder`, without asking. Makes the folder.
    pub fn accept_downloads(&self, folder: &Path) -> Result<Downloads, Failure> {
        let ready = fs::create_dir_all(folder).and_then(|()| fs::canonicalize(folder));
        let folder = ready.map_err(|reason| Failure::file("the folder for downloads", &reason))?;
        let behaviour = json!({ "behavior": "allowAndName", "downloadPath": folder, "eventsEnabled": true });
        self.connection().call(None, "Browser.setDownloadBehavior", behaviour)?;
        Ok(Downloads { connection: Arc::clone(self.connection()), folder, mark: self.connection().mark() })
    }
}

impl Downloads {
    /// Waits until the next download has finished. Call it once for each; they come in the order in which they began.
    pub fn wait_for_next(&mut self, seconds: f32) -> Result<Download, Failure> {
        let limit = Duration::from_secs_f32(seconds);
        let (connection, mark) = (&self.connection, self.mark);
        let begun = connection
            .wait_for_event("a download to begin", mark, limit, |event| event.method == "Browser.downloadWillBegin")?;
        let number = text(&begun.params["guid"]);
        let ended = connection.wait_for_event("a download to end", mark, limit, |event| {
            event.method == "Browser.downloadProgress"
                && event.params["guid"] == number.as_str()
                && event.params["state"] != "inProgress"
        })?;
        if ended.params["state"] != "completed" {
            return Err(Failure::Refused { method: "a download".into(), message: text(&ended.params["state"]) });
        }
        self.mark = connection.position(&begun) + 1;
        Ok(Download { name: text(&begun.params["suggestedFilename"]), path: self.folder.join(&number) })
    }
}
