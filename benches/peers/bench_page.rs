//! The page of the comparison, as the run uses it: the engine asked in its own protocol, the peers by name.

use std::time::Duration;

use burrow::engine::protocol::{self, Reply, Request, Rows};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::chrome_devtools::Browser;
use crate::comparison::unexpected;
use crate::failure::Failure;
use crate::page::Page;

/// How long one step may take before the run gives up; the slowest peer needs a good minute for some.
const PATIENCE: Duration = Duration::from_secs(600);

/// How a start of the engine went, in milliseconds from the making of its worker.
pub struct Start {
    /// The worker is compiled and runs.
    pub ready: f64,
    /// The first rows are there.
    pub listed: f64,
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

    /// Opens the same page in a new tab and closes this one, so that nothing of what it held is left.
    pub fn reopen(&mut self, browser: &Browser, address: &str) -> Result<(), Failure> {
        let page = browser.new_page()?;
        self.page.close()?;
        page.goto(address)?;
        self.page = page;
        Ok(())
    }

    /// The value of an expression in the page.
    pub fn evaluate(&self, script: &str) -> Result<Value, Failure> {
        self.page.evaluate_within(script, PATIENCE)
    }

    /// Starts the engine on the book as it lies on the disk, or on a new one, which it may still be opening.
    pub fn start_engine(&self) -> Result<(), Failure> {
        self.evaluate(&format!("engine.open({})", json!(self.engine))).map(drop)
    }

    /// Starts the engine and asks for a list until it has rows, then for a search until it does; fails when the list is
    /// not of `rows` rows.
    pub fn start_engine_and_list(&self, list: &Request, search: &Request, rows: usize) -> Result<Start, Failure> {
        // More than a list without rows has, and less than any row.
        let nothing = protocol::encode(&Reply::Rows(Rows::default())).map_or(0, |bytes| bytes.len());
        let arguments = [json!(self.engine), json!(encoded(list)?), json!(encoded(search)?), json!(nothing + 24)];
        let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
        let value = self.evaluate(&format!("engine.openAndList({})", arguments.join(", ")))?;
        match decoded(&value["reply"])? {
            Reply::Rows(found) if found.rows.len() == rows => {}
            other => return Err(unexpected("for the first list", &other)),
        }
        let part = |name: &str| number(&value[name]);
        Ok(Start { ready: part("ready"), listed: part("listed"), indexed: part("indexed") })
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
        Ok((number(&value["milliseconds"]), decoded(&value["reply"])?))
    }

    /// Asks the engine one question after the other; the times and the replies.
    pub fn ask_all(&self, requests: &[Request]) -> Result<Vec<(f64, Reply)>, Failure> {
        let list = requests.iter().map(encoded).collect::<Result<Vec<_>, _>>()?;
        let value = self.evaluate(&format!("engine.askAll({})", json!(list)))?;
        let answers = value.as_array().cloned().unwrap_or_default();
        answers.iter().map(|answer| Ok((number(&answer["milliseconds"]), decoded(&answer["reply"])?))).collect()
    }

    /// Asks a peer; the time and what it answered.
    pub fn ask_peer(&self, name: &str, action: &str, argument: &Value) -> Result<(f64, Value), Failure> {
        let value = self.evaluate(&format!("peers.ask({}, {}, {argument})", json!(name), json!(action)))?;
        Ok((number(&value["milliseconds"]), value["value"].clone()))
    }

    /// Asks a peer one question after the other; the times, and how many records a filter found.
    pub fn ask_peer_all(&self, name: &str, action: &str, list: &[Value]) -> Result<Vec<(f64, Value)>, Failure> {
        let value = self.evaluate(&format!("peers.askAll({}, {}, {})", json!(name), json!(action), json!(list)))?;
        let answers = value.as_array().into_iter().flatten();
        Ok(answers.map(|answer| (number(&answer["milliseconds"]), answer["matched"].clone())).collect())
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

fn decoded(reply: &Value) -> Result<Reply, Failure> {
    let bytes = BASE64.decode(reply.as_str().unwrap_or_default().as_bytes()).unwrap_or_default();
    protocol::decode(&bytes).map_err(|reason| Failure::Thrown(format!("a reply cannot be read: {reason}")))
}

/// A number that the page gave.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}
