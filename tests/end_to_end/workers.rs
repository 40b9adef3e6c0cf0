//! The workers of a page: what runs before their first line, and what they compute.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::page::{PATIENCE, Page, value_of};

/// One worker that runs at this moment.
#[derive(Clone)]
pub struct Worker {
    connection: Arc<Connection>,
    session: String,
    /// `worker` or `service_worker`.
    pub kind: String,
    /// The address of its script.
    pub address: String,
}

impl Worker {
    /// The value of a JavaScript expression in the worker, a promise's once it is fulfilled.
    pub fn evaluate(&self, script: &str) -> Result<Value, Failure> {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        value_of(self.connection.call_within(Some(&self.session), "Runtime.evaluate", params, PATIENCE * 2)?)
    }
}

impl Page {
    /// Runs a script in every dedicated worker that begins from now on, before the worker's own first line.
    pub fn on_every_worker(&self, script: &str) {
        self.connection().add_worker_script(script);
    }

    /// The page's own workers and the browser's service workers that run at this moment.
    pub fn workers(&self) -> Vec<Worker> {
        let mut found: Vec<(String, Worker)> = Vec::new();
        for session in self.connection().sessions() {
            let own = session.kind == "worker" && session.parent.as_deref() == Some(self.session());
            // A service worker may be attached twice, by the browser and by the page that it serves.
            let serves = session.kind == "service_worker" && found.iter().all(|(target, _)| *target != session.target);
            if session.attached && (own || serves) {
                let worker = Worker {
                    connection: Arc::clone(self.connection()),
                    session: session.id,
                    kind: session.kind,
                    address: session.address,
                };
                found.push((session.target, worker));
            }
        }
        found.into_iter().map(|(_, worker)| worker).collect()
    }

    /// Waits until a worker of this kind runs whose script's address contains `part`.
    pub fn wait_for_worker(&self, kind: &str, part: &str) -> Result<Worker, Failure> {
        self.wait_for(&format!("a {kind} from {part:?}"), Duration::from_secs(20), || {
            Ok(self.workers().into_iter().find(|worker| worker.kind == kind && worker.address.contains(part)))
        })
    }
}
