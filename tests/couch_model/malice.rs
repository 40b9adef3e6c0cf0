//! Malice on request: what a server could do that is not on the owner's side.

use super::CouchModel;
use super::message::Request;
use super::store::{Database, Document, Revision};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A database as it once was.
#[derive(Clone, Debug)]
pub struct Snapshot(Database);

/// A document that was taken away.
#[derive(Clone, Debug)]
pub struct Hidden(String, Document);

/// What becomes of the places in the feed when a database is rolled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequences {
    /// They go on where they were: whoever asks for what is new gets nothing.
    GoOn,
    /// They restart, and a place that is not reached yet stands for the beginning: whoever asks gets everything again.
    Restart,
}

/// One client, or one user, sees another database than the others do.
#[derive(Clone, Debug)]
pub struct Fork {
    client: String,
    database: String,
    instead: String,
}

impl CouchModel {
    /// Changes the body of a document's winner under the same revision, and announces it again.
    pub fn tamper(&mut self, database: &str, id: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        let Some(database) = self.databases.get_mut(database) else { return };
        let Some(document) = database.documents.get_mut(id) else { return };
        let Some(winner) = document.winner() else { return };
        let mut body = document.body(&winner).map_or_else(Map::new, |body| Map::clone(body));
        change(&mut body);
        document.replace_body(&winner, Arc::new(body));
        database.announce(id);
    }

    /// Gives each of two documents the other's body, as new revisions.
    pub fn swap(&mut self, database: &str, one: &str, other: &str) {
        let bodies = [one, other].map(|id| self.winning_body(database, id));
        let [Some(first), Some(second)] = bodies else { return };
        self.write_over(database, one, false, second);
        self.write_over(database, other, false, first);
    }

    /// Writes a document that nobody wrote, or writes over one.
    pub fn plant(&mut self, database: &str, id: &str, body: &Value) {
        self.write_over(database, id, false, body.as_object().cloned().unwrap_or_default());
    }

    /// Puts a document of one database into another, under any name.
    pub fn plant_from(&mut self, from: &str, id: &str, into: &str, as_id: &str) {
        if let Some(body) = self.winning_body(from, id) {
            self.write_over(into, as_id, false, body);
        }
    }

    /// The revisions of a document whose bodies are there still, the oldest first.
    pub fn revisions(&self, database: &str, id: &str) -> Vec<Revision> {
        let document = self.databases.get(database).and_then(|database| database.documents.get(id));
        document.map_or_else(Vec::new, Document::readable)
    }

    /// Makes an old revision's body the newest again.
    pub fn replay(&mut self, database: &str, id: &str, revision: &Revision) {
        let document = self.databases.get(database).and_then(|database| database.documents.get(id));
        if let Some(body) = document.and_then(|document| document.body(revision)).map(|body| Map::clone(body)) {
            self.write_over(database, id, false, body);
        }
    }

    /// Deletes a document, as somebody with the password could: a tombstone is announced.
    pub fn delete(&mut self, database: &str, id: &str) {
        self.write_over(database, id, true, Map::new());
    }

    /// Keeps a document back, in the feed and everywhere else, as if it had never been.
    pub fn hide(&mut self, database: &str, id: &str) -> Option<Hidden> {
        let document = self.databases.get_mut(database)?.take_away(id)?;
        Some(Hidden(id.to_owned(), document))
    }

    /// Gives back what was kept back; it is announced as a change.
    pub fn give_back(&mut self, database: &str, hidden: Hidden) {
        let Hidden(id, mut document) = hidden;
        let Some(database) = self.databases.get_mut(database) else { return };
        database.take_away(&id);
        // Its old place may be somebody else's by now.
        document.sequence = 0;
        database.documents.insert(id.clone(), document);
        database.announce(&id);
    }

    /// A database as it is now.
    pub fn snapshot(&self, database: &str) -> Option<Snapshot> {
        self.databases.get(database).cloned().map(Snapshot)
    }

    /// Makes a database again what it was.
    pub fn roll_back(&mut self, database: &str, to: &Snapshot, sequences: Sequences) {
        let Some(now) = self.databases.get_mut(database) else { return };
        let last = now.last;
        *now = to.0.clone();
        match sequences {
            Sequences::GoOn => now.last = last,
            Sequences::Restart => now.rewinds = true,
        }
    }

    /// Makes one document again what it was, and announces it.
    pub fn roll_back_document(&mut self, database: &str, id: &str, to: &Snapshot) {
        match to.0.documents.get(id).cloned() {
            Some(document) => self.give_back(database, Hidden(id.to_owned(), document)),
            None => drop(self.hide(database, id)),
        }
    }

    /// From now on the client or user of this name sees a copy, and nothing that others write; others see nothing that it
    /// writes. A client's name is [`Request::client`].
    pub fn fork(&mut self, database: &str, client: &str) {
        let instead = format!("{database}\u{0}{client}");
        let Some(copy) = self.databases.get(database).cloned() else { return };
        self.databases.insert(instead.clone(), copy);
        self.forks.push(Fork { client: client.into(), database: database.into(), instead });
    }

    /// Lets everybody see the same again: what was not in the fork.
    pub fn end_forks(&mut self) {
        for fork in self.forks.drain(..) {
            self.databases.remove(&fork.instead);
        }
    }

    /// Empties a database: no document, no tombstone, and a feed without rows.
    pub fn empty(&mut self, database: &str) {
        let instance = self.chance.next();
        if let Some(database) = self.databases.get_mut(database) {
            let security = database.security.take();
            *database = Database { security, rewinds: true, ..Database::new(instance) };
        }
    }

    /// Takes a database away.
    pub fn remove_database(&mut self, database: &str) {
        self.databases.remove(database);
    }

    /// The database that whoever asks gets to see under a name.
    pub(super) fn seen_by(&self, request: &Request, database: &str) -> String {
        let is_theirs = |fork: &&Fork| {
            fork.database == database
                && (fork.client == request.client
                    || request.authorization.as_deref().is_some_and(|it| names(it, &fork.client)))
        };
        self.forks.iter().find(is_theirs).map_or_else(|| database.to_owned(), |fork| fork.instead.clone())
    }

    fn winning_body(&self, database: &str, id: &str) -> Option<Map<String, Value>> {
        let document = self.databases.get(database)?.documents.get(id)?;
        document.body(&document.winner()?).map(|body| Map::clone(body))
    }
}

/// Whether an authorization is that of a user.
fn names(authorization: &str, user: &str) -> bool {
    let coded = authorization.strip_prefix("Basic ").map(str::as_bytes);
    let shown = coded.and_then(|coded| data_encoding::BASE64.decode(coded).ok());
    shown.is_some_and(|shown| shown.starts_with(format!("{user}:").as_bytes()))
}
