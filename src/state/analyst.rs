//! The client of the analyst: a worker that is started for a piece of learning and ended after it.

use std::future::Future;

use web_sys::MessageChannel;

use super::app::AppState;
use super::protocol::{Reply, Request};
use crate::analysis::protocol::{self, AnalystProgress, AnalystReply, AnalystTask};
use crate::platform::page;
use crate::platform::worker::{ChannelError, WorkerClient};

/// The script that starts the analyst, in the folder that the page names in `burrow-workers`.
const ANALYST_SCRIPT: &str = "analyst_start.js";

/// A worker that learns. It ends with its last handle, in the middle of whatever it does.
#[derive(Clone)]
pub struct Analyst {
    app: AppState,
    client: WorkerClient,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum AnalystLoss {
    /// It was ended because it was no longer wanted.
    Ended,
    /// It broke or could not be reached; the text is for a report.
    Broken(String),
}

impl Analyst {
    /// Starts it. `on_progress` is told how far it is.
    pub fn start(app: AppState, on_progress: impl Fn(AnalystProgress) + 'static) -> Analyst {
        let build = page::meta_content("burrow-build").unwrap_or_default();
        let folder = page::meta_content("burrow-workers").unwrap_or_default();
        let client = WorkerClient::start(&page::address_of(&format!("{folder}{ANALYST_SCRIPT}")), &build);
        client.on_event(move |bytes| {
            if let Ok(progress) = protocol::decode(&bytes) {
                on_progress(progress);
            }
        });
        Analyst { app, client }
    }

    /// Gives it a task. The numbers come to it from the engine, over a channel that is made here.
    pub fn ask(&self, task: &AnalystTask) -> impl Future<Output = Result<AnalystReply, AnalystLoss>> + use<> {
        let broken = |reason: String| AnalystLoss::Broken(reason);
        let sent = protocol::encode(task).map_err(|error| broken(error.to_string())).and_then(|bytes| {
            let channel = MessageChannel::new().map_err(|_| broken("no channel between workers".to_owned()))?;
            let served = self.app.engine.ask_with(Request::ServeAnalyst, channel.port1().into());
            Ok((served, self.client.request(bytes, Some(channel.port2().into()))))
        });
        async move {
            let (served, answer) = sent?;
            match served.await {
                Reply::Done => {}
                Reply::Failed(failure) => return Err(AnalystLoss::Broken(format!("{failure:?}"))),
                _ => return Err(AnalystLoss::Broken("the engine gave another answer".to_owned())),
            }
            let bytes = answer.await.map_err(|error| match error {
                ChannelError::Terminated => AnalystLoss::Ended,
                other => AnalystLoss::Broken(other.to_string()),
            })?;
            protocol::decode(&bytes).map_err(|error| AnalystLoss::Broken(error.to_string()))
        }
    }

    /// Ends it now.
    pub fn end(&self) {
        self.client.terminate();
    }
}
