//! A model of CouchDB 3 in memory, for tests: what the client of sync asks for is answered as CouchDB answers it, faults and
//! malice come on request, and everything that was asked can be looked at afterwards. The same seed and the same requests
//! give the same answers.
//!
//! It knows nothing of Burrow. Where it differs from a real server is told in `tests/README.md`.
// A small language for tests; not every binary uses every word of it.
#![allow(dead_code, unused_imports)]

mod chance;
mod changes;
mod client;
mod cors;
mod documents;
mod faults;
mod listings;
mod malice;
mod message;
mod parsing;
mod routes;
mod serve;
mod store;
mod users;

pub use client::Sender;
pub use faults::{Fault, FaultBody};
pub use malice::{Hidden, Sequences, Snapshot};
pub use message::{Answer, Broken, Exchange, Kind, Outcome, Request, basic_authorization};
pub use serve::{CouchServer, ModelGuard};
pub use store::Revision;

use chance::Chance;
use cors::Cors;
use faults::{Faults, Spoil};
use malice::Fork;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Database;
use users::Users;

/// Limits of the server, with CouchDB's own defaults.
#[derive(Clone, Debug)]
pub struct Limits {
    /// `couchdb/max_document_size`: bytes of one document.
    pub document_bytes: usize,
    /// `chttpd/max_http_request_size`: bytes of the body of a request.
    pub request_bytes: usize,
    /// `couchdb/max_bulk_docs_count`: documents in one `_bulk_docs`.
    pub bulk_documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { document_bytes: 8_000_000, request_bytes: 4_294_967_296, bulk_documents: 10_000 }
    }
}

/// The server.
pub struct CouchModel {
    /// Its limits, which may be changed at any time.
    pub limits: Limits,
    /// Whether every exchange is kept for [`CouchModel::log`]; the counts are kept always.
    pub keep_log: bool,
    users: Users,
    cors: Cors,
    databases: BTreeMap<String, Database>,
    forks: Vec<Fork>,
    faults: Faults,
    chance: Chance,
    log: Vec<Exchange>,
    counts: BTreeMap<Kind, usize>,
    spoil: Option<Spoil>,
    rewind: bool,
}

impl CouchModel {
    /// A server without a database. Its one user is the administrator `admin` with the password `secret`; pages of every
    /// origin may ask it.
    pub fn new(seed: u64) -> Self {
        CouchModel {
            limits: Limits::default(),
            keep_log: true,
            users: Users::with_administrator("admin", "secret"),
            cors: Cors::default(),
            databases: BTreeMap::new(),
            forks: Vec::new(),
            faults: Faults::default(),
            chance: Chance::new(seed),
            log: Vec::new(),
            counts: BTreeMap::new(),
            spoil: None,
            rewind: false,
        }
    }

    /// Answers a request, or breaks off as a fault that was asked for says.
    pub fn answer(&mut self, request: &Request) -> Outcome {
        let kind = Kind::of(request);
        *self.counts.entry(kind).or_default() += 1;
        let fault = self.faults.take(request, kind);
        let outcome = match fault {
            None => Ok(self.serve(request)),
            Some(fault) => self.serve_with_fault(request, kind, fault),
        };
        if self.keep_log {
            self.log.push(Exchange { kind, request: request.clone(), outcome: outcome.clone() });
        }
        outcome
    }

    /// Answers without faults and without a record.
    fn serve(&mut self, request: &Request) -> Answer {
        if let Some(answer) = self.cors.preflight(request) {
            return answer;
        }
        let mut answer = routes::route(self, request).unwrap_or_else(|refusal| refusal.answer());
        answer.headers.push(("Server".into(), "CouchDB/3.4.2 (Erlang OTP/26)".into()));
        answer.headers.push(("Cache-Control".into(), "must-revalidate".into()));
        self.cors.share(request, &mut answer);
        answer
    }

    // ---- Setting up --------------------------------------------------------------------------------------------------

    /// Makes an empty database, as an administrator would; one that is there already stays as it is.
    pub fn create_database(&mut self, name: &str) {
        let instance = self.chance.next();
        self.databases.entry(name.to_owned()).or_insert_with(|| Database::new(instance));
    }

    /// Adds a user, or gives one another password.
    pub fn add_user(&mut self, name: &str, password: &str) {
        self.users.add(name, password);
    }

    /// Lets a user who is no administrator use a database.
    pub fn let_in(&mut self, database: &str, user: &str) {
        if let Some(database) = self.databases.get_mut(database) {
            users::let_in(&mut database.security, user);
        }
    }

    /// Whether pages of other origins may ask: CouchDB's `chttpd/enable_cors`.
    pub fn set_cors(&mut self, enabled: bool) {
        self.cors.enabled = enabled;
    }

    /// The origins that may ask; none stands for all of them.
    pub fn set_cors_origins(&mut self, origins: &[&str]) {
        self.cors.origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    }

    /// Throws away the bodies of all revisions that are no leaves, as a compaction does.
    pub fn compact(&mut self, database: &str) {
        if let Some(database) = self.databases.get_mut(database) {
            database.compact();
        }
    }

    // ---- Looking at it -----------------------------------------------------------------------------------------------

    /// Whether there is such a database.
    pub fn has_database(&self, name: &str) -> bool {
        self.databases.contains_key(name)
    }

    /// The winning revision of every document that is not deleted, by id, with `_id` and `_rev`.
    pub fn documents(&self, database: &str) -> BTreeMap<String, Map<String, Value>> {
        let Some(database) = self.databases.get(database) else { return BTreeMap::new() };
        let shown = database.documents.iter().filter(|(_, document)| !document.is_deleted());
        shown.map(|(id, document)| (id.clone(), document.winner_json(id))).collect()
    }

    /// The leaves of a document, the winner first, deleted ones too, with `_id`, `_rev` and `_deleted`.
    pub fn leaves(&self, database: &str, id: &str) -> Vec<Map<String, Value>> {
        let Some(document) = self.databases.get(database).and_then(|database| database.documents.get(id)) else {
            return Vec::new();
        };
        document.leaves().iter().filter_map(|leaf| document.json(id, leaf)).collect()
    }

    /// The ids of all documents, deleted ones too.
    pub fn ids(&self, database: &str) -> Vec<String> {
        self.databases.get(database).map_or_else(Vec::new, |database| database.documents.keys().cloned().collect())
    }

    /// The bytes of all bodies that are kept, those of old revisions too.
    pub fn total_bytes(&self, database: &str) -> usize {
        self.databases.get(database).map_or(0, Database::total_bytes)
    }

    /// Whether `_changes` since `since` would have a row.
    pub fn has_changes_since(&self, database: &str, since: &str) -> bool {
        self.databases.get(database).is_some_and(|database| changes::has_rows(database, since))
    }

    /// Every exchange so far, in order.
    pub fn log(&self) -> &[Exchange] {
        &self.log
    }

    /// How many requests of each kind there were.
    pub fn counts(&self) -> &BTreeMap<Kind, usize> {
        &self.counts
    }

    /// How many requests of a kind there were.
    pub fn count(&self, kind: Kind) -> usize {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// Forgets the exchanges and the counts.
    pub fn clear_log(&mut self) {
        self.log.clear();
        self.counts.clear();
    }

    /// Whether `needle` was in the address, the headers or the body of any request so far.
    pub fn was_sent(&self, needle: &str) -> bool {
        let held = |text: &[u8]| text.windows(needle.len().max(1)).any(|window| window == needle.as_bytes());
        self.log.iter().any(|exchange| {
            let request = &exchange.request;
            let named = request.headers.iter().any(|(name, value)| held(name.as_bytes()) || held(value.as_bytes()));
            held(request.path.as_bytes()) || held(&request.body) || named
        })
    }

    /// Writes a document without asking who writes it, on top of the winner; a new change is announced.
    pub(self) fn write_over(&mut self, database: &str, id: &str, deleted: bool, body: Map<String, Value>) {
        if let Some(database) = self.databases.get_mut(database) {
            database.write_over(id, deleted, Arc::new(body));
        }
    }
}
