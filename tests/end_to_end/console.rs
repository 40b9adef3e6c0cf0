//! What a page and its workers wrote into the console, threw, or were refused.

use crate::connection::{Connection, Event};
use crate::page::{Page, text, thrown_text};
use serde_json::Value;

/// One line of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleMessage {
    /// `error`, `warning`, `info`, `log`, `debug` …; an uncaught exception is an `error`.
    pub level: String,
    /// What it says.
    pub text: String,
    /// Who said it: `page`, `worker`, `service_worker`.
    pub speaker: String,
}

impl std::fmt::Display for ConsoleMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}, {}] {}", self.speaker, self.level, self.text)
    }
}

impl Page {
    /// Everything that this page, its workers and the site's service workers have said since the page was opened.
    pub fn console_messages(&self) -> Vec<ConsoleMessage> {
        let speakers = speakers(self.connection(), self.session());
        let events = self.connection().events(|event| event.session.is_some());
        let said = events.iter().filter_map(|event| {
            let (_, kind) = speakers.iter().find(|(session, _)| Some(session) == event.session.as_ref())?;
            message(event, kind)
        });
        said.collect()
    }

    /// What [`Page::console_messages`] holds of errors, without those that contain one of `allowed`.
    pub fn console_errors(&self, allowed: &[&str]) -> Vec<ConsoleMessage> {
        let all = self.console_messages().into_iter();
        all.filter(|message| message.level == "error" && !allowed.iter().any(|part| message.text.contains(part)))
            .collect()
    }

    /// The texts of all dialogs (`alert`, `confirm`, `prompt`, leaving a page) that were opened; each was accepted at once.
    pub fn dialogs(&self) -> Vec<String> {
        let opened = self.connection().events(|event| {
            event.session.as_deref() == Some(self.session()) && event.method == "Page.javascriptDialogOpening"
        });
        opened.iter().map(|event| text(&event.params["message"])).collect()
    }
}

/// The sessions of a page and of all that belongs to it, with their kinds. A service worker may be attached twice, once by
/// the browser and once by the page that it serves; only the first counts, or each of its words would be heard twice.
pub(crate) fn speakers(connection: &Connection, page: &str) -> Vec<(String, String)> {
    let mut family: Vec<(String, String)> = Vec::new();
    let mut targets: Vec<String> = Vec::new();
    for session in connection.sessions() {
        let child = session.parent.as_ref().is_some_and(|parent| family.iter().any(|(known, _)| known == parent));
        let served = session.kind == "service_worker" || session.kind == "shared_worker";
        if (session.id == page || child || served) && !targets.contains(&session.target) {
            targets.push(session.target);
            family.push((session.id, session.kind));
        }
    }
    family
}

fn message(event: &Event, speaker: &str) -> Option<ConsoleMessage> {
    let params = &event.params;
    let (level, text) = match event.method.as_str() {
        "Runtime.consoleAPICalled" => {
            let parts: Vec<String> = params["args"].as_array()?.iter().map(argument).collect();
            (text(&params["type"]), parts.join(" "))
        }
        "Runtime.exceptionThrown" => ("error".into(), thrown_text(&params["exceptionDetails"])),
        "Log.entryAdded" => {
            let entry = &params["entry"];
            let place = entry["url"].as_str().map(|url| format!(" ({url})")).unwrap_or_default();
            (text(&entry["level"]), format!("{}{place}", text(&entry["text"])))
        }
        "Inspector.targetCrashed" => ("error".into(), "the page crashed".into()),
        _ => return None,
    };
    Some(ConsoleMessage { level, text, speaker: speaker.into() })
}

fn argument(argument: &Value) -> String {
    match &argument["value"] {
        Value::String(text) => text.clone(),
        Value::Null => argument["description"].as_str().unwrap_or("null").to_owned(),
        other => other.to_string(),
    }
}
