//! The client of the keysmith: a worker that stretches one passphrase into a key, and is ended after it.

use super::protocol::Failure;
use crate::domain::secret::{SecretBytes, StretchReply, StretchTask, Stretching, normalised};
use crate::platform::page;
use crate::platform::worker::WorkerClient;

/// The script that starts the keysmith, in the folder that the page names in `burrow-workers`.
const KEYSMITH_SCRIPT: &str = "keysmith_start.js";

/// The key of a passphrase. Takes about half a second, and 64 MiB that are given back at once.
///
/// # Errors
/// When the worker could not be started or broke, most often because the device has too little memory.
pub(super) async fn stretch(passphrase: &str, stretching: Stretching) -> Result<SecretBytes, Failure> {
    let broken = |reason: String| Failure::KeyNotMade(reason);
    let task = StretchTask { passphrase: normalised(passphrase), stretching };
    let bytes = task.to_bytes().ok_or_else(|| broken("the task is too large".to_owned()))?;
    let build = page::meta_content("burrow-build").unwrap_or_default();
    let folder = page::meta_content("burrow-workers").unwrap_or_default();
    let client = WorkerClient::start(&page::address_of(&format!("{folder}{KEYSMITH_SCRIPT}")), &build);
    let answer = client.request(bytes, None).await;
    client.terminate();
    match answer.map(|bytes| StretchReply::from_bytes(&bytes)) {
        Ok(Some(StretchReply::Stretched(key))) => Ok(key),
        Ok(Some(StretchReply::Failed(reason))) => Err(broken(reason)),
        Ok(None) => Err(broken("the answer could not be read".to_owned())),
        Err(error) => Err(broken(error.to_string())),
    }
}
