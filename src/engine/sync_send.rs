//! What the server lacks, sent to it: in batches, each record with the version that it follows. Where another version came
//! first, that one is taken into the book, and the joined record is sent instead.

use crate::domain::record::Record;
use crate::engine::core::Engine;
use crate::engine::exchange::{Authors, Exchange, bytes_of};
use crate::engine::protocol::Failure;
use crate::engine::sync_protocol::{SyncActivity, SyncDecision, SyncTrouble};
use crate::engine::sync_round::{Round, SOON, trouble_of};
use crate::storage::Disk;
use crate::sync::MOST_AHEAD;
use crate::sync::couch::{Outgoing, Put, RemoteError};
use crate::sync::document::RecordDocument;
use crate::sync::held::{Entry, Held, NOTHING, RecordKey, hash_of};
use crate::sync::known::latest_moment;
use std::rc::Rc;

/// Records sent at once.
const BATCH: usize = 500;
/// The most that are sent at once while the server takes them quickly.
const LARGEST_BATCH: usize = 4_000;
/// And their bytes at most, as they are sent.
const BATCH_BYTES: usize = 2_000_000;
/// How often a record that another version came before is tried again in one round.
const MOST_TRIES: u32 = 5;

/// A record that is sent.
struct Sent {
    key: RecordKey,
    held: Held,
}

impl<D: Disk + 'static> Engine<D> {
    /// Sends everything that the server lacks.
    pub(super) async fn send(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        self.know_own_authors(exchange).await?;
        let mut conflicts_left = MOST_TRIES;
        let (mut batch_limit, mut most) = (BATCH, LARGEST_BATCH);
        // A record comes after the one that was sent last, so that one which cannot be sent is passed once a round.
        let mut after: Option<RecordKey> = None;
        let mut came_first = Vec::new();
        loop {
            let (documents, sent) = self.next_batch(exchange, after, batch_limit)?;
            let Some(last) = sent.last().map(|one| one.key) else {
                if came_first.is_empty() || conflicts_left == 0 {
                    return Ok(());
                }
                conflicts_left -= 1;
                self.take_first_comers(exchange, std::mem::take(&mut came_first)).await?;
                after = None;
                continue;
            };
            let left = exchange.unsent.borrow().len() as u64;
            if left > 20 {
                self.set_sync_activity(SyncActivity::Sending { left });
            }
            let began = self.environment.measured();
            let results = match exchange.couch.put(&documents).await {
                Err(RemoteError::Status { status: 413, .. }) => {
                    if let [one] = &sent[..] {
                        exchange.too_large.borrow_mut().insert(one.key, one.held.hash);
                    } else {
                        most = (sent.len() / 2).max(1);
                        batch_limit = most;
                    }
                    continue;
                }
                results => results.map_err(trouble_of)?,
            };
            let is_quick = self.environment.measured() - began < SOON;
            batch_limit = if is_quick { batch_limit * 2 } else { batch_limit.min(BATCH) }.min(most);
            after = Some(last);
            let mut entries: Vec<Entry> = Vec::new();
            let mut refused = None;
            for ((one, result), document) in sent.into_iter().zip(results).zip(&documents) {
                match result {
                    Put::Done(revision) => entries.push((one.key, Some(Held { revision, ..one.held }))),
                    // Seen again among the changes, it is there for sure.
                    Put::Accepted(_) => exchange.is_unsure.set(true),
                    Put::Conflict => came_first.push(document.name.clone()),
                    Put::Refused(words) => refused = Some(words),
                }
            }
            if !entries.is_empty() {
                exchange.note_sender(exchange.sender());
                self.keep_known(exchange, &entries).await?;
                {
                    let book = self.book.borrow();
                    entries.iter().for_each(|(key, _)| exchange.compare(&book, *key));
                }
                self.tell_sync(|_| {});
                self.take_away_superseded(exchange, &entries).await?;
            }
            if let Some(words) = refused {
                return Err(Round::Trouble(SyncTrouble::Refused { status: 201, words }));
            }
        }
    }

    /// The next documents to be sent.
    fn next_batch(
        &self,
        exchange: &Exchange,
        after: Option<RecordKey>,
        limit: usize,
    ) -> Result<(Vec<Outgoing>, Vec<Sent>), Round> {
        let latest = self.environment.now().saturating_add(MOST_AHEAD);
        let (mut documents, mut sent, mut bytes) = (Vec::new(), Vec::new(), 0);
        let book = self.book.borrow();
        let unsent = exchange.unsent.borrow();
        let known = exchange.known.borrow();
        let start = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        let chance = self.environment.chance();
        for key in unsent.range((start, std::ops::Bound::Unbounded)) {
            if documents.len() >= limit || bytes >= BATCH_BYTES {
                break;
            }
            if exchange.held_back.borrow().contains(key) {
                continue;
            }
            let Some(encoded) = bytes_of(&book, *key) else { continue };
            let refused = exchange.too_large.borrow().get(key).copied();
            if refused == Some(hash_of(encoded)) {
                exchange.held_back.borrow_mut().insert(*key);
                continue;
            }
            exchange.too_large.borrow_mut().remove(key);
            let Ok(record) = Record::decode(encoded) else { continue };
            if record.latest_stamp().is_some_and(|stamp| stamp.milliseconds > latest) {
                // Every other device would let it wait.
                exchange.held_back.borrow_mut().insert(*key);
                exchange.ahead_here.set(exchange.ahead_here.get() + 1);
                continue;
            }
            let name = exchange.keys.record_name(key.0, key.1);
            let authors = exchange.authors_of(&book, &record);
            let body = RecordDocument::seal(&exchange.sealer, &name, encoded, &authors, exchange.sender(), &*chance)
                .map_err(|error| Round::Failed(Failure::Bug(error.to_string())))?;
            bytes += body.len();
            let follows = known.held.get(key).map(|held| held.revision);
            documents.push(Outgoing { name, follows, body: Some(body) });
            let held = Held { revision: Default::default(), hash: hash_of(encoded), latest: latest_moment(encoded) };
            sent.push(Sent { key: *key, held });
        }
        Ok((documents, sent))
    }

    /// Takes the versions that came first into the book.
    async fn take_first_comers(self: &Rc<Self>, exchange: &Exchange, names: Vec<String>) -> Result<(), Round> {
        for some in names.chunks(BATCH) {
            let found = exchange.couch.documents(some).await.map_err(trouble_of)?;
            let mut forgotten: Vec<Entry> = Vec::new();
            {
                // One that was deleted on the server has no version to follow.
                let gone: Vec<&String> = some
                    .iter()
                    .filter(|name| !found.iter().any(|document| document.name == **name && document.body.is_some()))
                    .collect();
                let unsent = exchange.unsent.borrow();
                let keys = unsent.iter().filter(|key| gone.contains(&&exchange.keys.record_name(key.0, key.1)));
                forgotten.extend(keys.map(|key| (*key, None)));
            }
            self.keep_known(exchange, &forgotten).await?;
            self.take_documents(exchange, found).await?;
            // What waits there must not be written over.
            let waiting: Vec<RecordKey> = {
                let known = exchange.known.borrow();
                let unsent = exchange.unsent.borrow();
                let waits = |key: &&RecordKey| known.waiting.contains_key(&exchange.keys.record_name(key.0, key.1));
                if known.waiting.is_empty() { Vec::new() } else { unsent.iter().filter(waits).copied().collect() }
            };
            if exchange.decision.get() == Some(SyncDecision::SendAgain) {
                self.write_over_spoilt(exchange, &waiting).await?;
            }
            let known = exchange.known.borrow();
            let waits = |key: &RecordKey| known.waiting.contains_key(&exchange.keys.record_name(key.0, key.1));
            exchange.held_back.borrow_mut().extend(waiting.into_iter().filter(waits));
        }
        Ok(())
    }

    /// Makes documents that somebody without the key has changed ones that ours may follow.
    async fn write_over_spoilt(&self, exchange: &Exchange, keys: &[RecordKey]) -> Result<(), Round> {
        let mut entries: Vec<Entry> = Vec::new();
        for key in keys {
            let name = exchange.keys.record_name(key.0, key.1);
            if let Some(revision) = exchange.unreadable.borrow_mut().remove(&name) {
                exchange.known.borrow_mut().waiting.remove(&name);
                entries.push((*key, Some(Held { revision, hash: NOTHING, latest: 0 })));
            }
        }
        self.keep_known(exchange, &entries).await
    }

    /// Takes versions away whose content is in the one that was just written.
    async fn take_away_superseded(&self, exchange: &Exchange, entries: &[Entry]) -> Result<(), Round> {
        let mut gone = Vec::new();
        for (key, _) in entries {
            for revision in exchange.superseded.borrow_mut().remove(key).unwrap_or_default() {
                let name = exchange.keys.record_name(key.0, key.1);
                gone.push(Outgoing { name, follows: Some(revision), body: None });
            }
        }
        for some in gone.chunks(BATCH) {
            // Whoever else did it first did the same.
            exchange.couch.put(some).await.map_err(trouble_of)?;
        }
        Ok(())
    }

    /// Reads once who wrote what here.
    async fn know_own_authors(&self, exchange: &Exchange) -> Result<(), Round> {
        if exchange.own.borrow().is_some() || exchange.unsent.borrow().is_empty() {
            return Ok(());
        }
        let storage = self.storage().map_err(Round::Failed)?;
        let operations = storage
            .operations(usize::MAX)
            .await
            .map_err(|error| Round::Failed(crate::engine::core::failure_of(&error)))?;
        let mut own: Authors = operations.into_iter().map(|operation| (operation.stamp, operation.member)).collect();
        own.extend(self.book.borrow().operations.iter().map(|operation| (operation.stamp, operation.member)));
        exchange.own.replace(Some(own));
        Ok(())
    }
}
