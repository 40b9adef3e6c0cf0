//! The page of the comparison, as the run uses it: the engine asked in its own protocol, the peers by name.

use std::time::Duration;

use burrow::engine::protocol::{self, Reply, Request};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::chrome_devtools::Browser;
use crate::failure::Failure;
use crate::page::Page;

/// How long one step may take before the run gives up; the slowest peer needs a good minute for some.
const PATIENCE: Duration = Duration::from_secs(600);

/// One timed answer.
pub struct Answer {
    /// From the question to the decoded answer, in milliseconds.
    pub milliseconds: f64,
    /// How many records a list's query found, where it was one.
    pub matched: Option<u64>,
}

/// How a start of the engine went, in milliseconds from the making of its worker.
pub struct Start {
    /// The first rows are there.
    pub listed: f64,
    /// The book can be used.
    pub usable: f64,
    /// Search finds everything.
    pub indexed: f64,
}

/// The page of the comparison.
pub struct BenchPage {
    page: Page,
    engine: String,
}

impl BenchPage {
    /// Opens the page; `engine` is the address of the engine's first script.
    pub fn open(page: Page, address: &str, engine: String, file: &std::path::Path) -> Result<BenchPage, Failure> {
        page.goto(address)?;
        page.set_files("#file", &[file])?;
        Ok(BenchPage { page, engine })
    }

    /// The tab that it is in.
    pub fn tab(&self) -> &Page {
        &self.page
    }

    /// The same page in another tab, this one closed, so that nothing of what it held is left.
    pub fn reopened(&self, browser: &Browser, address: &str) -> Result<BenchPage, Failure> {
        let page = browser.new_page()?;
        self.page.close()?;
        page.goto(address)?;
        Ok(BenchPage { page, engine: self.engine.clone() })
    }

    /// The value of an expression in the page.
    pub fn evaluate(&self, script: &str) -> Result<Value, Failure> {
        self.page.evaluate_within(script, PATIENCE)
    }

    /// Starts the engine on the book as it lies on the disk, or on a new one.
    pub fn start_engine(&self) -> Result<(), Failure> {
        self.evaluate(&format!("engine.open({})", json!(self.engine))).map(drop)
    }

    /// Starts the engine and asks for a list as soon as it can be had; fails when fewer than `rows` come back.
    pub fn start_engine_and_list(&self, request: &Request, rows: u64) -> Result<Start, Failure> {
        let value =
            self.evaluate(&format!("engine.openAndList({}, {})", json!(self.engine), json!(encoded(request)?)))?;
        if value["rows"].as_u64() != Some(rows) {
            return Err(Failure::Thrown(format!("{} rows came instead of {rows}", value["rows"])));
        }
        Ok(Start {
            listed: number(&value["listed"]),
            usable: number(&value["usable"]),
            indexed: number(&value["indexed"]),
        })
    }

    /// Ends the engine and deletes its book.
    pub fn forget_book(&self) -> Result<(), Failure> {
        self.evaluate("engine.forget()").map(drop)
    }

    /// Ends the engine.
    pub fn end_engine(&self) -> Result<(), Failure> {
        self.evaluate("engine.close()").map(drop)
    }

    /// Asks the engine, with the chosen file where it is wanted.
    pub fn ask(&self, request: &Request, with_file: bool) -> Result<(f64, Reply), Failure> {
        let value = self.evaluate(&format!("engine.ask({}, {with_file})", json!(encoded(request)?)))?;
        let bytes = BASE64.decode(value["reply"].as_str().unwrap_or_default().as_bytes());
        let reply = bytes
            .map_err(|reason| reason.to_string())
            .and_then(|bytes| protocol::decode::<Reply>(&bytes).map_err(|reason| reason.to_string()));
        let reply = reply.map_err(|reason| Failure::Thrown(format!("a reply cannot be read: {reason}")))?;
        Ok((number(&value["milliseconds"]), reply))
    }

    /// Asks the engine one question after the other; every reply must be of the `expected` variant.
    pub fn ask_all(&self, requests: &[Request], expected: &str) -> Result<Vec<Answer>, Failure> {
        let list = requests.iter().map(encoded).collect::<Result<Vec<_>, _>>()?;
        let value = self.evaluate(&format!("engine.askAll({})", json!(list)))?;
        let answers = value.as_array().cloned().unwrap_or_default();
        if let Some(other) = answers.iter().find(|answer| answer["variant"] != expected) {
            return Err(Failure::Thrown(format!("the engine answered {} instead of {expected}", other["variant"])));
        }
        Ok(answers.iter().map(answer).collect())
    }

    /// Asks a peer; the time and what it answered.
    pub fn ask_peer(&self, name: &str, action: &str, argument: &Value) -> Result<(f64, Value), Failure> {
        let value = self.evaluate(&format!("peers.ask({}, {}, {argument})", json!(name), json!(action)))?;
        Ok((number(&value["milliseconds"]), value["value"].clone()))
    }

    /// Asks a peer one question after the other.
    pub fn ask_peer_all(&self, name: &str, action: &str, list: &[Value]) -> Result<Vec<Answer>, Failure> {
        let value = self.evaluate(&format!("peers.askAll({}, {}, {})", json!(name), json!(action), json!(list)))?;
        Ok(value.as_array().into_iter().flatten().map(answer).collect())
    }

    /// Ends a peer's worker.
    pub fn end_peer(&self, name: &str) -> Result<(), Failure> {
        self.evaluate(&format!("peers.stop({})", json!(name))).map(drop)
    }
}

fn encoded(request: &Request) -> Result<String, Failure> {
    let bytes = protocol::encode(request);
    bytes.map(|bytes| BASE64.encode(&bytes)).map_err(|reason| Failure::Start(format!("a request: {reason}")))
}

fn answer(value: &Value) -> Answer {
    Answer { milliseconds: number(&value["milliseconds"]), matched: value["matched"].as_u64() }
}

/// A number that the page gave.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}
