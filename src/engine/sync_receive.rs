//! What the server has, taken into the book: opened, looked at, joined, and written with how far the server was read, in one
//! transaction.

use crate::domain::id::{MemberId, OperationId};
use crate::domain::merge;
use crate::domain::operation::{Action, Operation};
use crate::domain::record::Record;
use crate::domain::stamp::Stamp;
use crate::engine::book::Book;
use crate::engine::core::{Engine, failure_of};
use crate::engine::environment::LockName;
use crate::engine::exchange::{Exchange, bytes_of, objects_for};
use crate::engine::protocol::Failure;
use crate::engine::sync_conflicts::{Conflict, Suspect, conflict_record, conflicts_of};
use crate::engine::sync_protocol::{SyncDecision, SyncTrouble};
use crate::engine::sync_round::{Round, trouble_of};
use crate::storage::Disk;
use crate::sync::couch::Document;
use crate::sync::document::{RecordDocument, Sender};
use crate::sync::held::{Entry, Held, NOTHING, RecordKey, hash_of};
use crate::sync::keys::{BOOK_DOCUMENT, HEAD, NotOpened, is_record_name};
use crate::sync::known::{Revision, Waiting, latest_moment};
use crate::sync::{MOST_AHEAD, most_deletions};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Documents opened between two looks at the messages.
const OPENED_AT_A_TIME: usize = 200;
/// How often the page is told of what came, in milliseconds.
const TELL_EVERY: f64 = 2_000.0;
/// Versions asked for at once.
const VERSIONS_AT_A_TIME: usize = 100;

/// A record that came.
struct Incoming {
    name: String,
    key: RecordKey,
    record: Record,
    revision: Revision,
    /// Versions that were joined into it and are to be taken away.
    others: Vec<Revision>,
    authors: Vec<(Stamp, MemberId)>,
    /// Who sent its versions.
    senders: Vec<Sender>,
}

/// What a page of documents comes to.
#[derive(Default)]
struct Judged {
    deltas: Vec<Vec<u8>>,
    entries: Vec<Entry>,
    authors: Vec<(Stamp, MemberId)>,
    others: Vec<(RecordKey, Vec<Revision>)>,
    senders: Vec<Sender>,
    waiting: Vec<(String, Option<Waiting>)>,
    unreadable: Vec<(String, Revision)>,
    deleted: Vec<RecordKey>,
    /// The server seems to hold less of a record than it did, which was not so when it was last asked about it.
    seems_older: bool,
    missing: Vec<RecordKey>,
    conflicts: Vec<Conflict>,
    suspects: Vec<Suspect>,
}

impl<D: Disk + 'static> Engine<D> {
    /// Takes documents into the book, and tells the page of it.
    pub(super) async fn take_documents(
        self: &Rc<Self>,
        exchange: &Exchange,
        documents: Vec<Document>,
    ) -> Result<(), Round> {
        let outcome = self.take_some(exchange, documents, None).await;
        self.tell_received(exchange);
        outcome
    }

    /// Tells the page what came since it was last told.
    pub(super) fn tell_received(&self, exchange: &Exchange) {
        exchange.told_at.set(self.environment.measured());
        self.tell_changed(exchange.untold.take());
    }

    /// The same, unless it was told just now: whatever it shows of many records it works out anew each time.
    pub(super) fn tell_received_in_time(&self, exchange: &Exchange) {
        if self.environment.measured() - exchange.told_at.get() >= TELL_EVERY {
            self.tell_received(exchange);
        }
    }

    /// Takes documents into the book; `since` is how far the server has then been read. The page is to be told of it by
    /// [`Engine::tell_received`].
    pub(super) async fn take_some(
        self: &Rc<Self>,
        exchange: &Exchange,
        documents: Vec<Document>,
        since: Option<String>,
    ) -> Result<(), Round> {
        let mut judged = Judged::default();
        let mut incoming = self.open_documents(exchange, documents, &mut judged).await?;
        // Asked before the lock is taken: nobody here waits for a server.
        self.look_at_older(exchange, &mut incoming, &mut judged).await?;
        let _lock = self.environment.lock(LockName::Write).await;
        self.catch_up().await.map_err(|error| Round::Failed(failure_of(&error)))?;
        {
            let book = self.book.borrow();
            for one in incoming {
                judge(exchange, &book, one, &mut judged);
            }
        }
        if judged.seems_older {
            // Another tab wrote meanwhile; what came is looked at anew.
            return Err(Round::Trouble(SyncTrouble::Busy));
        }
        self.look_at_missing(exchange, &mut judged);
        self.settle_suspects(&mut judged).await?;
        self.count_deletions(exchange, &mut judged)?;
        self.write_judged(exchange, judged, since).await
    }

    /// Opens documents and joins the versions of each.
    async fn open_documents(
        &self,
        exchange: &Exchange,
        documents: Vec<Document>,
        judged: &mut Judged,
    ) -> Result<Vec<Incoming>, Round> {
        let wanted: Vec<(String, Revision)> = documents
            .iter()
            .filter(|document| is_record_name(&document.name))
            .flat_map(|document| document.others.iter().map(|revision| (document.name.clone(), *revision)))
            .collect();
        let mut versions: HashMap<String, Vec<Document>> = HashMap::new();
        for some in wanted.chunks(VERSIONS_AT_A_TIME) {
            for version in exchange.couch.versions(some).await.map_err(trouble_of)? {
                versions.entry(version.name.clone()).or_default().push(version);
            }
        }
        let mut incoming = Vec::new();
        let mut missing_names = BTreeSet::new();
        for (at, document) in documents.into_iter().enumerate() {
            if at % OPENED_AT_A_TIME == OPENED_AT_A_TIME - 1 {
                self.environment.yield_now().await;
            }
            let name = document.name.clone();
            if name == BOOK_DOCUMENT || name.starts_with(HEAD) || name.starts_with("_design/") {
                continue;
            }
            if !is_record_name(&name) {
                judged.waiting.push((name, Some(Waiting::Unreadable)));
                continue;
            }
            let others = versions.remove(&name).unwrap_or_default();
            match self.open_versions(exchange, &document, &others) {
                Opened::Record(one) => {
                    judged.waiting.push((name, None));
                    incoming.push(*one);
                }
                Opened::Waits(waiting) => judged.waiting.push((name, Some(waiting))),
                Opened::Spoilt => {
                    judged.unreadable.push((name.clone(), document.revision));
                    judged.waiting.push((name, Some(Waiting::Unreadable)));
                }
                Opened::Nothing => drop(missing_names.insert(name)),
            }
        }
        if !missing_names.is_empty() {
            let known = exchange.known.borrow();
            let held = known
                .held
                .iter()
                .map(|(key, _)| key)
                .filter(|key| missing_names.contains(&exchange.keys.record_name(key.0, key.1)));
            judged.missing.extend(held);
        }
        Ok(incoming)
    }

    fn open_versions(&self, exchange: &Exchange, document: &Document, others: &[Document]) -> Opened {
        let latest = self.environment.now().saturating_add(MOST_AHEAD);
        let mut joined: Option<RecordDocument> = None;
        let (mut superseded, mut senders) = (Vec::new(), Vec::new());
        for version in std::iter::once(document).chain(others) {
            let Some(body) = &version.body else { continue };
            match RecordDocument::open(&exchange.keys, &exchange.sealer, &version.name, body) {
                Ok(found) => {
                    let ahead = found.record.latest_stamp().map_or(0, |stamp| stamp.milliseconds);
                    if ahead > latest {
                        return Opened::Waits(Waiting::Until(ahead.saturating_sub(MOST_AHEAD)));
                    }
                    if version.revision != document.revision {
                        superseded.push(version.revision);
                    }
                    senders.push(found.sender);
                    match &mut joined {
                        Some(joined) => {
                            merge::join(&mut joined.record, &found.record);
                            joined.authors.extend(found.authors);
                        }
                        None => joined = Some(found),
                    }
                }
                Err(NotOpened::Unknown) => return Opened::Waits(Waiting::Unreadable),
                Err(NotOpened::Damaged) => return Opened::Spoilt,
            }
        }
        let Some(RecordDocument { record, authors, .. }) = joined else { return Opened::Nothing };
        let key = (record.kind, record.id);
        let (name, revision) = (document.name.clone(), document.revision);
        Opened::Record(Box::new(Incoming { name, key, record, revision, others: superseded, authors, senders }))
    }

    /// Asks once more for what seemed older than it was: one machine of several may lag behind. What is older still, the
    /// server gave back from an earlier state.
    async fn look_at_older(
        &self,
        exchange: &Exchange,
        incoming: &mut Vec<Incoming>,
        judged: &mut Judged,
    ) -> Result<(), Round> {
        let mut older = Vec::new();
        let mut names = Vec::new();
        {
            let book = self.book.borrow();
            incoming.retain(|one| {
                let is_older = seems_older(exchange, &book, one);
                if is_older {
                    names.push(one.name.clone());
                }
                !is_older
            });
        }
        for some in names.chunks(VERSIONS_AT_A_TIME) {
            for document in exchange.couch.documents(some).await.map_err(trouble_of)? {
                if let Opened::Record(one) = self.open_versions(exchange, &document, &[]) {
                    if !seems_older(exchange, &self.book.borrow(), &one) {
                        incoming.push(*one);
                        continue;
                    }
                    let bytes = one.record.encode();
                    let held = Held { revision: one.revision, hash: hash_of(&bytes), latest: latest_moment(&bytes) };
                    older.push((one.key, Some(held)));
                }
            }
        }
        if !older.is_empty() {
            exchange.known.borrow_mut().note_went_back(older.len() as u64);
            judged.entries.extend(older);
        }
        Ok(())
    }

    /// Documents that are gone from the server are never gone here: they are sent again, and a person is asked first where
    /// they are many.
    fn look_at_missing(&self, exchange: &Exchange, judged: &mut Judged) {
        let mut known = exchange.known.borrow_mut();
        let count = judged.missing.len() as u64;
        if count > 0 && known.missing.saturating_add(count) > most_deletions(known.held.len() as u64) {
            known.note_missing(count);
        } else {
            known.missing = known.missing.saturating_add(count);
        }
        judged.entries.extend(judged.missing.iter().map(|key| (*key, None)));
    }

    /// A value of the server that is as old as what both sides knew before is no loser if it is what was here before.
    async fn settle_suspects(&self, judged: &mut Judged) -> Result<(), Round> {
        let storage = self.storage().map_err(Round::Failed)?;
        for suspect in std::mem::take(&mut judged.suspects) {
            let (kind, id) = suspect.conflict.key;
            let is_known = |traces: &[crate::storage::Trace]| {
                let loser = &suspect.conflict;
                traces.iter().any(|trace| trace.number == loser.field && trace.stamp == loser.stamp)
            };
            if self.book.borrow().recent.get(&suspect.conflict.key).is_some_and(|traces| is_known(traces)) {
                continue;
            }
            let history = storage.history_of(kind, id).await.map_err(|error| Round::Failed(failure_of(&error)))?;
            if !is_known(&history.traces) {
                judged.conflicts.push(suspect.conflict);
            }
        }
        Ok(())
    }

    /// Asks a person before another device's many deletions happen here.
    fn count_deletions(&self, exchange: &Exchange, judged: &mut Judged) -> Result<(), Round> {
        if judged.deleted.is_empty() {
            return Ok(());
        }
        let count = exchange.deletions.get() + judged.deleted.len() as u64;
        let live: u64 = self.book.borrow().counts().iter().map(|(_, count)| count).sum();
        let of = live + exchange.deletions.get();
        match exchange.decision.get() {
            Some(SyncDecision::AcceptDeletions) => {}
            Some(SyncDecision::KeepRecords) => {
                let stamp = self.book.borrow_mut().clock.next(self.environment.now());
                for (kind, id) in &judged.deleted {
                    let kept = Record { deletion: Some((stamp, false)), ..Record::new(*kind, *id) };
                    judged.deltas.push(kept.encode());
                }
            }
            _ if count > most_deletions(of) => {
                exchange.asks_about_deletions.set(true);
                return Err(Round::Trouble(SyncTrouble::ManyDeletions { count, of }));
            }
            _ => {}
        }
        exchange.deletions.set(count);
        Ok(())
    }

    async fn write_judged(
        self: &Rc<Self>,
        exchange: &Exchange,
        judged: Judged,
        since: Option<String>,
    ) -> Result<(), Round> {
        let mut deltas = judged.deltas;
        let authors: Vec<(Stamp, MemberId)> = {
            let received = exchange.received.borrow();
            let mut new = judged.authors;
            new.retain(|(stamp, _)| !received.contains_key(stamp));
            new.sort_unstable();
            new.dedup();
            let book = self.book.borrow();
            new.retain(|(stamp, _)| exchange.author(&book, *stamp).is_none());
            new
        };
        // A value that lost may have come with nothing that is new here.
        let has_something = !deltas.is_empty() || !judged.conflicts.is_empty();
        let operation = if has_something { Some(self.receiving(&mut deltas, &judged.conflicts)?) } else { None };
        judged.senders.iter().for_each(|sender| exchange.note_sender(*sender));
        let objects = {
            let mut known = exchange.known.borrow_mut();
            for (name, waiting) in &judged.waiting {
                match waiting {
                    Some(waiting) => known.waiting.insert(name.clone(), *waiting),
                    None => known.waiting.remove(name),
                };
            }
            known.since = since.or(known.since.take());
            drop(known);
            objects_for(exchange, &judged.entries, &authors)
        };
        let written = match operation {
            Some(operation) => {
                let changed = self.write_received(operation, deltas, &objects).await;
                changed.map(|changed| exchange.untold.borrow_mut().extend(changed))
            }
            None => {
                let storage = self.storage().map_err(Round::Failed)?;
                storage.keep_sync_objects(&objects).await.map_err(|error| failure_of(&error))
            }
        };
        if let Err(failure) = written {
            // What is known in memory has gone on and the disk has not: it is read from there again.
            return Err(Round::Failed(failure));
        }
        exchange.is_stale.set(false);
        exchange.received.borrow_mut().extend(authors);
        exchange.unreadable.borrow_mut().extend(judged.unreadable);
        exchange.superseded.borrow_mut().extend(judged.others);
        judged.entries.iter().for_each(|entry| exchange.known.borrow_mut().held.take(*entry));
        let book = self.book.borrow();
        judged.entries.iter().for_each(|(key, _)| exchange.compare(&book, *key));
        Ok(())
    }

    /// The action by which what came is written, with the conflicts among it.
    fn receiving(&self, deltas: &mut Vec<Vec<u8>>, conflicts: &[Conflict]) -> Result<Operation, Round> {
        let id = self.new_ids(1).map_err(Round::Failed)?.next();
        let id = id.ok_or_else(|| Round::Failed(Failure::Bug("no identifier".to_owned())))?;
        let mut book = self.book.borrow_mut();
        for view in deltas.iter().filter_map(|bytes| crate::domain::record::RecordView::new(bytes).ok()) {
            view.latest_stamp().into_iter().for_each(|stamp| book.clock.observe(stamp));
        }
        let stamp = book.clock.next(self.environment.now());
        deltas.extend(conflicts.iter().map(|conflict| conflict_record(conflict, stamp).encode()));
        let member = book.first_member().unwrap_or_default();
        Ok(Operation { id: OperationId(id), member, stamp, action: Action::Receive })
    }
}

enum Opened {
    Record(Box<Incoming>),
    Waits(Waiting),
    /// It was changed by somebody who does not have the key: written over where a person says so.
    Spoilt,
    /// It was deleted on the server.
    Nothing,
}

/// Whether the server gave less of a record than it is known to have held, while nothing was changed here since.
fn seems_older(exchange: &Exchange, book: &Book, one: &Incoming) -> bool {
    let Some(present) = bytes_of(book, one.key).filter(|present| exchange.is_sent(one.key, present)) else {
        return false;
    };
    if !one.others.is_empty() {
        return false;
    }
    Record::decode(present).is_ok_and(|mut record| {
        let before = record.clone();
        merge::join(&mut record, &one.record);
        record == before && record != one.record
    })
}

/// What a record that came comes to.
fn judge(exchange: &Exchange, book: &Book, one: Incoming, judged: &mut Judged) {
    let bytes = one.record.encode();
    let before = exchange.known.borrow().held.get(&one.key).copied();
    let hash = if one.others.is_empty() { hash_of(&bytes) } else { NOTHING };
    let held = Held { revision: one.revision, hash, latest: latest_moment(&bytes) };
    if !one.others.is_empty() {
        judged.others.push((one.key, one.others.clone()));
    }
    judged.authors.extend(one.authors.iter().copied());
    judged.senders.extend(one.senders);
    let present = bytes_of(book, one.key);
    let is_new = match present {
        None => true,
        Some(present) if present == bytes => false,
        Some(present) => match Record::decode(present) {
            Ok(ours) => {
                let mut joined = ours.clone();
                merge::join(&mut joined, &one.record);
                let was_sent = before.is_some_and(|before| before.hash == hash_of(present));
                if joined == ours {
                    if was_sent && one.others.is_empty() && ours != one.record {
                        judged.seems_older = true;
                        return;
                    }
                } else if !ours.is_deleted() && joined.is_deleted() {
                    judged.deleted.push(one.key);
                }
                if !was_sent {
                    let (conflicts, suspects) = conflicts_of(exchange, book, &ours, &one.record, before, &one.authors);
                    judged.conflicts.extend(conflicts);
                    judged.suspects.extend(suspects);
                }
                joined != ours
            }
            // What is here cannot be read: what came is all there is.
            Err(_) => true,
        },
    };
    if is_new {
        judged.deltas.push(bytes);
    }
    if before != Some(held) {
        judged.entries.push((one.key, Some(held)));
    }
}
