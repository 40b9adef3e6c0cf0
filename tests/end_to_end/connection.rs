//! One websocket to the browser, shared by all its pages and workers.
//!
//! A thread of its own reads, so that a new worker is set up the moment it appears, whatever the story is doing: it is
//! held before its first line until the network state and the bindings of the story stand.

use std::collections::HashMap;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::Message;
use tungstenite::protocol::{Role, WebSocket, WebSocketConfig};

use crate::failure::Failure;

/// How long a command may take when its caller names no limit. Generous, because the machine is shared.
pub const COMMAND_LIMIT: Duration = Duration::from_secs(45);

/// Something that the browser told without being asked.
#[derive(Debug, Clone)]
pub struct Event {
    /// The session that it came from; none for the browser itself.
    pub session: Option<String>,
    /// Its name in the protocol, such as `Runtime.bindingCalled`.
    pub method: String,
    /// Its content.
    pub params: Value,
    /// When this process read it.
    pub received: Instant,
}

/// A page, a frame or a worker that the browser has attached us to.
#[derive(Debug, Clone)]
pub struct Session {
    /// The name under which its commands are sent.
    pub id: String,
    /// The session that it belongs to; none when the browser attached it.
    pub parent: Option<String>,
    /// The browser's own name of the page or worker.
    pub target: String,
    /// `page`, `iframe`, `worker`, `service_worker` or `shared_worker`.
    pub kind: String,
    /// Its address when it was attached.
    pub address: String,
    /// False once it has ended.
    pub attached: bool,
}

struct Pending {
    session: Option<String>,
    answer: Sender<Result<Value, String>>,
}

#[derive(Default)]
struct Shared {
    pending: HashMap<u64, Pending>,
    events: Vec<Arc<Event>>,
    sessions: Vec<Session>,
    bindings: Vec<String>,
    worker_scripts: Vec<String>,
    offline: bool,
    closed: bool,
}

/// The websocket and everything that has been heard over it.
pub struct Connection {
    writer: Mutex<WebSocket<TcpStream>>,
    next_id: AtomicU64,
    shared: Mutex<Shared>,
    changed: Condvar,
}

impl Connection {
    /// Opens the browser's endpoint, `127.0.0.1:port` and `/devtools/browser/…`, and asks to be attached to everything.
    pub fn open(port: u16, path: &str) -> Result<Arc<Self>, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port))
            .map_err(|reason| Failure::file("the browser's endpoint", &reason))?;
        let _ = stream.set_nodelay(true);
        let second = stream.try_clone().map_err(|reason| Failure::file("the browser's endpoint", &reason))?;
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (reader, _) = tungstenite::client::client_with_config(address, stream, Some(config))
            .map_err(|reason| Failure::Start(format!("no websocket to the browser: {reason}")))?;
        let connection = Arc::new(Connection {
            writer: Mutex::new(WebSocket::from_raw_socket(second, Role::Client, Some(config))),
            next_id: AtomicU64::new(1),
            shared: Mutex::default(),
            changed: Condvar::new(),
        });
        let heard = Arc::clone(&connection);
        std::thread::spawn(move || heard.read_until_closed(reader));
        connection.call(None, "Target.setAutoAttach", auto_attach())?;
        Ok(connection)
    }

    /// Sends a command and waits for its answer; at most [`COMMAND_LIMIT`].
    pub fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, Failure> {
        self.call_within(session, method, params, COMMAND_LIMIT)
    }

    /// Sends a command and waits for its answer, at most as long as `limit`.
    pub fn call_within(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
        limit: Duration,
    ) -> Result<Value, Failure> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = channel();
        {
            let mut shared = self.lock();
            if shared.closed {
                return Err(Failure::Gone(method.into()));
            }
            shared.pending.insert(id, Pending { session: session.map(str::to_owned), answer });
        }
        self.send(id, session, method, params)?;
        let outcome = answered.recv_timeout(limit);
        self.lock().pending.remove(&id);
        match outcome {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(message)) => Err(Failure::Refused { method: method.into(), message }),
            Err(RecvTimeoutError::Disconnected) => Err(Failure::Gone(method.into())),
            Err(RecvTimeoutError::Timeout) => {
                Err(Failure::TooLate { what: format!("the answer to {method}"), waited: limit })
            }
        }
    }

    /// The place behind the last event heard so far, for [`Connection::wait_for_event`].
    pub fn mark(&self) -> usize {
        self.lock().events.len()
    }

    /// All events heard so far for which `wanted` holds, in the order in which they came.
    pub fn events(&self, wanted: impl Fn(&Event) -> bool) -> Vec<Arc<Event>> {
        self.lock().events.iter().filter(|event| wanted(event)).cloned().collect()
    }

    /// The place of an event in the order in which they came.
    pub fn position(&self, event: &Arc<Event>) -> usize {
        self.lock().events.iter().position(|known| Arc::ptr_eq(known, event)).unwrap_or_default()
    }

    /// The first event from `mark` on for which `wanted` holds; waits for it at most as long as `limit`.
    pub fn wait_for_event(
        &self,
        what: &str,
        mark: usize,
        limit: Duration,
        wanted: impl Fn(&Event) -> bool,
    ) -> Result<Arc<Event>, Failure> {
        let started = Instant::now();
        let mut seen = mark;
        let mut shared = self.lock();
        loop {
            if let Some(event) = shared.events[seen..].iter().find(|event| wanted(event)) {
                return Ok(Arc::clone(event));
            }
            seen = shared.events.len();
            if shared.closed {
                return Err(Failure::Gone(what.into()));
            }
            let Some(left) = limit.checked_sub(started.elapsed()) else {
                return Err(Failure::TooLate { what: what.into(), waited: limit });
            };
            shared = self.changed.wait_timeout(shared, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Every session that there was, ended ones too.
    pub fn sessions(&self) -> Vec<Session> {
        self.lock().sessions.clone()
    }

    /// Cuts the network of every page and worker there is and of all that will come, or gives it back.
    pub fn set_offline(&self, offline: bool) -> Result<(), Failure> {
        let sessions: Vec<Session> = {
            let mut shared = self.lock();
            shared.offline = offline;
            shared.sessions.iter().filter(|session| session.attached).cloned().collect()
        };
        for session in sessions {
            let _ = self.call(Some(&session.id), "Network.enable", json!({}));
            let told = self.call(Some(&session.id), "Network.emulateNetworkConditions", network(offline));
            // A worker may end at any moment; a page that does not obey would make the story a lie.
            if session.kind == "page" && !matches!(told, Err(Failure::Gone(_))) {
                told?;
            }
        }
        Ok(())
    }

    /// Makes `self.<name>(text)` known in every page and worker there is and in all that will come.
    pub fn add_binding(&self, name: &str) {
        let sessions: Vec<Session> = {
            let mut shared = self.lock();
            shared.bindings.push(name.to_owned());
            shared.sessions.iter().filter(|session| session.attached).cloned().collect()
        };
        for session in sessions {
            // A worker that ends meanwhile needs no binding.
            let _ = self.call(Some(&session.id), "Runtime.addBinding", json!({ "name": name }));
        }
    }

    /// Runs a script in every dedicated worker that begins from now on, before its own first line.
    pub fn add_worker_script(&self, script: &str) {
        self.lock().worker_scripts.push(script.to_owned());
    }

    /// Waits until the browser's end of the websocket is closed and all that it sent before has been read.
    pub fn wait_until_closed(&self, limit: Duration) {
        let shared = self.lock();
        let _ = self.changed.wait_timeout_while(shared, limit, |shared| !shared.closed);
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, id: u64, session: Option<&str>, method: &str, params: Value) -> Result<(), Failure> {
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.send(Message::text(command.to_string())).map_err(|_| Failure::Gone(method.into()))
    }

    fn read_until_closed(&self, mut reader: WebSocket<TcpStream>) {
        while let Ok(message) = reader.read() {
            if let Message::Text(text) = message
                && let Ok(value) = serde_json::from_str::<Value>(text.as_str())
            {
                self.hear(value);
            }
        }
        let mut shared = self.lock();
        shared.closed = true;
        shared.pending.clear();
        self.changed.notify_all();
    }

    fn hear(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let Some(pending) = self.lock().pending.remove(&id) else { return };
            let error = &message["error"];
            let answer = if error.is_null() {
                Ok(message["result"].take())
            } else {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                Err(format!("{} {}", text(&error["message"]), text(&error["data"])).trim_end().to_owned())
            };
            let _ = pending.answer.send(answer);
            return;
        }
        let event = Arc::new(Event {
            session: message["sessionId"].as_str().map(str::to_owned),
            method: message["method"].as_str().unwrap_or_default().to_owned(),
            params: message["params"].take(),
            received: Instant::now(),
        });
        let commands = self.obey(&event);
        for (session, method, params) in commands {
            let id = self.next_id.fetch_add(1, Ordering::Relaxed);
            let _ = self.send(id, Some(&session), method, params);
        }
        // Only now: whoever finds a new session in the events may be sure that its set-up stands before its own commands.
        let mut shared = self.lock();
        shared.events.push(event);
        self.changed.notify_all();
    }

    /// Keeps the list of sessions and says what has to be sent at once because of `event`.
    fn obey(&self, event: &Event) -> Vec<(String, &'static str, Value)> {
        let params = &event.params;
        let mut shared = self.lock();
        match event.method.as_str() {
            "Target.attachedToTarget" => {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let session = Session {
                    id: text(&params["sessionId"]),
                    parent: event.session.clone(),
                    target: text(&params["targetInfo"]["targetId"]),
                    kind: text(&params["targetInfo"]["type"]),
                    address: text(&params["targetInfo"]["url"]),
                    attached: true,
                };
                let commands = set_up(&session, shared.offline, &shared.bindings, &shared.worker_scripts);
                shared.sessions.push(session);
                commands
            }
            "Target.detachedFromTarget" => {
                let gone = params["sessionId"].as_str();
                shared
                    .sessions
                    .iter_mut()
                    .filter(|session| Some(session.id.as_str()) == gone)
                    .for_each(|session| session.attached = false);
                shared.pending.retain(|_, pending| pending.session.as_deref() != gone);
                Vec::new()
            }
            "Inspector.targetCrashed" => {
                // A crashed page never answers; whoever waits for it learns so at once.
                shared.pending.retain(|_, pending| pending.session != event.session);
                Vec::new()
            }
            "Page.javascriptDialogOpening" => {
                // An open dialog would hold the page for ever; the event stays in the list for the story to judge.
                event
                    .session
                    .iter()
                    .map(|session| (session.clone(), "Page.handleJavaScriptDialog", json!({ "accept": true })))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

fn auto_attach() -> Value {
    // The browser's own windows and menus are targets too; holding those up helps nobody.
    let wanted = json!([{ "type": "browser", "exclude": true }, { "type": "tab", "exclude": true }, { "type": "browser_ui", "exclude": true }, {}]);
    json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": wanted })
}

fn network(offline: bool) -> Value {
    json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 })
}

/// What a new page or worker is told before it may run. A kind of worker that lacks a command refuses it, harmlessly.
fn set_up(
    session: &Session,
    offline: bool,
    bindings: &[String],
    scripts: &[String],
) -> Vec<(String, &'static str, Value)> {
    let mut commands = vec![("Runtime.enable", json!({})), ("Log.enable", json!({})), ("Network.enable", json!({}))];
    if session.kind == "page" || session.kind == "iframe" {
        commands.push(("Page.enable", json!({})));
        commands.push(("Page.setLifecycleEventsEnabled", json!({ "enabled": true })));
    }
    if session.kind == "page" {
        commands.push(("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })));
    }
    if offline {
        commands.push(("Network.emulateNetworkConditions", network(true)));
    }
    for name in bindings {
        commands.push(("Runtime.addBinding", json!({ "name": name })));
    }
    if session.kind == "worker" {
        commands.extend(scripts.iter().map(|script| ("Runtime.evaluate", json!({ "expression": script }))));
    }
    commands.push(("Target.setAutoAttach", auto_attach()));
    commands.push(("Runtime.runIfWaitingForDebugger", json!({})));
    commands.into_iter().map(|(method, params)| (session.id.clone(), method, params)).collect()
}
