//! What sync asks of a server that speaks CouchDB's protocol, as tables: a case is a list of requests and of what must come
//! back, run in a new database. The same cases run on the model, on express-pouchdb and, where one is named, on a CouchDB.

#[path = "couch_contract/bulk.rs"]
mod bulk;
#[path = "couch_contract/changes.rs"]
mod changes;
#[path = "couch_contract/conflicts.rs"]
mod conflicts;
#[path = "couch_contract/databases.rs"]
mod databases;
#[path = "couch_contract/documents.rs"]
mod documents;
#[path = "couch_contract/listings.rs"]
mod listings;
#[path = "couch_contract/pattern.rs"]
mod pattern;

use super::couch_model::{Broken, Outcome, Request};
use pattern::Known;
use serde_json::{Value, json};
use std::time::Duration;

/// What a busy machine may take for an answer.
const LIMIT: Duration = Duration::from_secs(60);

/// Which server is asked; where they differ, a step says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Ours.
    Model,
    /// express-pouchdb.
    PouchDb,
    /// Apache CouchDB.
    CouchDb,
}

/// A server under test.
pub trait Server {
    /// Which it is.
    fn which(&self) -> Which;
    /// Sends a request, as the administrator where it names nobody, and waits for so long at most.
    fn send(&self, request: Request, limit: Duration) -> Outcome;
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
enum Asker {
    Administrator,
    Nobody,
    WrongPassword,
}

/// A request and what must come of it.
#[derive(Clone, Debug)]
pub struct Step {
    asker: Asker,
    method: &'static str,
    path: &'static str,
    body: Value,
    /// Sent as it stands instead of JSON.
    raw: Option<&'static str>,
    expected: (u16, Value),
    /// What express-pouchdb answers instead, and what the table in `tests/README.md` therefore names.
    on_pouchdb: Option<(u16, Value)>,
    /// Whether express-pouchdb never answers.
    never_on_pouchdb: bool,
}

impl Step {
    fn by(mut self, asker: Asker) -> Self {
        self.asker = asker;
        self
    }

    /// What express-pouchdb answers instead.
    fn on_pouchdb(mut self, status: u16, pattern: Value) -> Self {
        self.on_pouchdb = Some((status, pattern));
        self
    }

    /// express-pouchdb never answers.
    fn never_on_pouchdb(mut self) -> Self {
        self.never_on_pouchdb = true;
        self
    }
}

fn step(method: &'static str, path: &'static str, body: Value, status: u16, pattern: Value) -> Step {
    let expected = (status, pattern);
    let asker = Asker::Administrator;
    Step { asker, method, path, body, raw: None, expected, on_pouchdb: None, never_on_pouchdb: false }
}

/// `{db}` stands for the case's own database, `{name}` for what an earlier answer had in the place of `$name`.
fn get(path: &'static str, status: u16, pattern: Value) -> Step {
    step("GET", path, Value::Null, status, pattern)
}

fn put(path: &'static str, body: Value, status: u16, pattern: Value) -> Step {
    step("PUT", path, body, status, pattern)
}

fn post(path: &'static str, body: Value, status: u16, pattern: Value) -> Step {
    step("POST", path, body, status, pattern)
}

fn raw(method: &'static str, path: &'static str, body: &'static str, status: u16, pattern: Value) -> Step {
    Step { raw: Some(body), ..step(method, path, Value::Null, status, pattern) }
}

/// Writes a revision as replication does.
fn replicated(id: &str, revision: &str, further: Value) -> Step {
    let mut document = json!({ "_id": id, "_rev": revision, "from": revision });
    if let (Some(document), Value::Object(further)) = (document.as_object_mut(), further) {
        document.extend(further);
    }
    post("/{db}/_bulk_docs", json!({ "new_edits": false, "docs": [document] }), 201, json!([]))
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    name: &'static str,
    steps: Vec<Step>,
}

fn case(name: &'static str, steps: Vec<Step>) -> Case {
    Case { name, steps }
}

/// The groups of cases, by name.
pub fn groups() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("databases", databases::cases()),
        ("documents", documents::cases()),
        ("bulk", bulk::cases()),
        ("conflicts", conflicts::cases()),
        ("listings", listings::cases()),
        ("changes", changes::cases()),
    ]
}

/// Runs all cases and tells every one that fails. `stem` begins the names of the databases.
pub fn run(server: &dyn Server, stem: &str) {
    let mut faults = Vec::new();
    let mut count = 0;
    for (group, cases) in groups() {
        for (place, case) in cases.iter().enumerate() {
            count += 1;
            let database = format!("{stem}-{group}-{place}");
            if let Err(fault) = run_case(server, case, &database) {
                faults.push(format!("{group}: {}: {fault}", case.name));
            }
        }
    }
    assert!(count >= 60, "only {count} cases were found");
    assert!(
        faults.is_empty(),
        "{} of {count} cases fail on {:?}\n{}\n",
        faults.len(),
        server.which(),
        faults.join("\n")
    );
}

fn run_case(server: &dyn Server, case: &Case, database: &str) -> Result<(), String> {
    // One shard, so that the order of the feed is the order of the writes.
    let created = server.send(Request::new("PUT", &format!("/{database}?q=1")), LIMIT);
    if created.as_ref().map(|answer| answer.status) != Ok(201) {
        return Err(format!("the database could not be made: {created:?}"));
    }
    let mut known = Known::new(database);
    let outcome = case.steps.iter().try_for_each(|step| run_step(server, step, &mut known));
    drop(server.send(Request::new("DELETE", &format!("/{database}")), LIMIT));
    outcome
}

fn run_step(server: &dyn Server, step: &Step, known: &mut Known) -> Result<(), String> {
    let path = known.fill_in_path(step.path);
    let mut request = Request::new(step.method, &path);
    match step.raw {
        Some(text) => request.body = text.into(),
        None if step.body.is_null() => {}
        None => request = request.with(&known.fill_in(&step.body)),
    }
    match step.asker {
        Asker::Administrator => {}
        // An empty one is taken away by whoever sends it.
        Asker::Nobody => request.authorization = Some(String::new()),
        Asker::WrongPassword => request = request.by("admin", "no such password"),
    }
    let told = format!("{} {path}", step.method);
    let is_pouchdb = server.which() == Which::PouchDb;
    if is_pouchdb && step.never_on_pouchdb {
        return match server.send(request, Duration::from_secs(2)) {
            Err(Broken::Silent) => Ok(()),
            outcome => Err(format!("{told}: it answers: {outcome:?}")),
        };
    }
    let answer = server.send(request, LIMIT).map_err(|broken| format!("{told}: {broken:?}"))?;
    let (status, pattern) = step.on_pouchdb.as_ref().filter(|_| is_pouchdb).unwrap_or(&step.expected);
    let value = answer.value();
    if answer.status != *status {
        return Err(format!("{told}: {} instead of {status}: {value}", answer.status));
    }
    known.compare(pattern, &value).map_err(|fault| format!("{told}: {fault} in {value}"))
}
