//! A passphrase in, a key out.

use burrow::domain::secret::{StretchReply, StretchTask};
use burrow::platform::panic_hook;
use burrow::platform::worker::{WorkerServer, report_failure, start_script_text};
use burrow::storage::stretch;

/// Starts to answer the page.
pub fn start() {
    panic_hook::install_panic_hook(report_failure);
    let build = start_script_text("burrowBuild").unwrap_or_default();
    let server = WorkerServer::start(&build, move |_, bytes, _, responder| {
        let reply = match StretchTask::from_bytes(&bytes).map(|task| stretch(&task)) {
            Some(Ok(key)) => StretchReply::Stretched(key),
            Some(Err(failed)) => StretchReply::Failed(failed.to_string()),
            None => StretchReply::Failed("the task could not be read".to_owned()),
        };
        match reply.to_bytes() {
            Some(bytes) => responder.reply(bytes),
            // Dropping the responder tells the page that there is no answer.
            None => report_failure("the key could not be sent"),
        }
    });
    if let Err(error) = server {
        report_failure(&error.to_string());
    }
}
