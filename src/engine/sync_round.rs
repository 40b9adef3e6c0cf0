//! One round of the exchange: is it still our book, what has the server, what does it lack, and word of ourselves.

use crate::domain::record::RecordView;
use crate::engine::core::{Engine, failure_of};
use crate::engine::exchange::{Exchange, objects_for};
use crate::engine::protocol::Failure;
use crate::engine::sync_protocol::{SyncActivity, SyncTrouble};
use crate::storage::Disk;
use crate::sync::couch::{Changes, RemoteError};
use crate::sync::held::Entry;
use crate::sync::http::HttpError;
use crate::sync::known::{Waiting, Withheld};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Documents asked for at once.
const PAGE: usize = 1_000;
/// The most that are asked for at once while they come quickly, of which there are many: what is done for each page is done
/// less often.
const LARGEST_PAGE: usize = 8_000;
/// And about so many bytes of them: they are in memory several times over while they are opened and written.
const PAGE_BYTES: usize = 4_000_000;
/// How soon an answer is there after which more may be asked for or sent at once, in milliseconds.
pub(super) const SOON: f64 = 2_000.0;
/// Records compared between two looks at the messages.
const COMPARED_AT_A_TIME: usize = 2_000;

/// Why a round ended early.
#[derive(Clone, Debug, PartialEq)]
pub enum Round {
    /// Something that is told on the screen.
    Trouble(SyncTrouble),
    /// The book could not be read or written.
    Failed(Failure),
}

/// How many documents are asked for after this page, which took so many milliseconds.
fn next_limit(limit: usize, page: &Changes, took: f64) -> usize {
    // A server that does not say how many are left may give fewer than it is asked for, and the end would not be told.
    if took > SOON || page.left.is_none() {
        return limit.min(PAGE);
    }
    let by_bytes = PAGE_BYTES.saturating_mul(page.rows).checked_div(page.bytes).unwrap_or(LARGEST_PAGE);
    (limit * 2).min(by_bytes).clamp(1, LARGEST_PAGE)
}

/// What a server's failure is to a person.
pub(super) fn trouble_of(error: RemoteError) -> Round {
    Round::Trouble(match error {
        RemoteError::Http(error) => match error {
            HttpError::Unreachable | HttpError::TimedOut | HttpError::CutShort => SyncTrouble::Unreachable,
            HttpError::NotShared => SyncTrouble::NotShared,
            HttpError::NotAllowed => SyncTrouble::NotAllowed,
            HttpError::TooLong => SyncTrouble::NotADatabase,
            HttpError::AddressInvalid => SyncTrouble::AddressInvalid,
            HttpError::NotSent(_) => SyncTrouble::Unreachable,
        },
        RemoteError::NotADatabase | RemoteError::Garbled => SyncTrouble::NotADatabase,
        RemoteError::Status { status: 401, .. } => SyncTrouble::PasswordWrong,
        RemoteError::Status { status: 403, .. } => SyncTrouble::Forbidden,
        RemoteError::Status { status: 404, .. } => SyncTrouble::NoDatabase,
        RemoteError::Status { status: 429 | 503, .. } => SyncTrouble::Busy,
        RemoteError::Status { status, words, .. } => SyncTrouble::Refused { status, words },
    })
}

impl<D: Disk + 'static> Engine<D> {
    /// Goes round once. What was done before it ended early stays done.
    pub(super) async fn go_round(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        self.set_sync_activity(SyncActivity::Asking);
        let outcome = self.go_round_alone(exchange).await;
        let now = self.environment.now();
        let trouble = match &outcome {
            Ok(()) => exchange.doubt().or_else(|| exchange.largest()),
            Err(Round::Trouble(trouble)) => Some(trouble.clone()),
            Err(Round::Failed(_)) => Some(SyncTrouble::Disk),
        };
        let is_done = outcome.is_ok() && trouble.is_none() && exchange.unsent.borrow().is_empty();
        self.set_sync_trouble(trouble);
        self.tell_sync(|state| {
            state.activity = SyncActivity::Idle;
            if outcome.is_ok() {
                state.ahead_here = exchange.ahead_here.get();
            }
            if is_done {
                state.synced_at = Some(now);
            }
        });
        outcome
    }

    async fn go_round_alone(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        exchange.begin_round();
        // What is not sent is known before the server is asked, which may be away or refuse.
        self.compare_all(exchange).await;
        self.look_at_devices(exchange).await?;
        self.look_at_waiting(exchange).await?;
        self.receive(exchange).await?;
        self.compare_with_devices(exchange).await?;
        self.compare_all(exchange).await;
        if exchange.doubt().is_none() {
            self.settle_numbers(exchange).await?;
            self.send(exchange).await?;
            self.tell_of_ourselves(exchange).await?;
        }
        exchange.decision.set(None);
        Ok(())
    }

    /// Documents that waited for their time, or that somebody wants to be looked at once more.
    async fn look_at_waiting(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        let now = self.environment.now();
        let due: Vec<String> = {
            let known = exchange.known.borrow();
            let due =
                known.waiting.iter().filter(|(_, waiting)| matches!(waiting, Waiting::Until(time) if *time <= now));
            due.map(|(name, _)| name.clone()).collect()
        };
        for some in due.chunks(PAGE) {
            let found = exchange.couch.documents(some).await.map_err(trouble_of)?;
            self.take_documents(exchange, found).await?;
            exchange.held_back.borrow_mut().clear();
        }
        Ok(())
    }

    /// Reads the server's changes to their end.
    pub(super) async fn receive(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        let outcome = self.receive_pages(exchange).await;
        exchange.comes_in_parts.set(false);
        exchange.sizes.replace(None);
        self.tell_received(exchange);
        outcome?;
        let is_first = !std::mem::replace(&mut exchange.known.borrow_mut().is_loaded, true);
        if is_first {
            self.keep_known(exchange, &[]).await?;
        }
        Ok(())
    }

    async fn receive_pages(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        let (mut done, mut limit) = (0, PAGE);
        loop {
            let since = exchange.known.borrow().since.clone();
            let began = self.environment.measured();
            let changes = match exchange.couch.changes(since.as_deref(), limit).await {
                // Some large documents stand side by side.
                Err(RemoteError::Http(HttpError::TooLong)) if limit > 1 => {
                    limit = (limit / 10).max(1);
                    continue;
                }
                changes => changes.map_err(trouble_of)?,
            };
            let took = self.environment.measured() - began;
            let (rows, left) = (changes.rows, changes.left.unwrap_or(0));
            done += rows as u64;
            if rows > 0 {
                if done > PAGE as u64 || left > 0 {
                    self.set_sync_activity(SyncActivity::Receiving { done, left });
                }
                let asked = limit;
                limit = next_limit(asked, &changes, took);
                self.take_some(exchange, changes.documents, Some(changes.since)).await?;
                self.tell_received_in_time(exchange);
                if rows < asked && left == 0 {
                    return Ok(());
                }
                exchange.comes_in_parts.set(true);
                continue;
            }
            if since.is_none() {
                // Nothing is there yet: from here on.
                exchange.known.borrow_mut().since = Some(changes.since);
            }
            // It says that there is more and gives nothing.
            return if left == 0 { Ok(()) } else { Err(Round::Trouble(SyncTrouble::NotADatabase)) };
        }
    }

    pub(super) async fn keep_known(&self, exchange: &Exchange, entries: &[Entry]) -> Result<(), Round> {
        let objects = objects_for(exchange, entries, &[]);
        let storage = self.storage().map_err(Round::Failed)?;
        storage.keep_sync_objects(&objects).await.map_err(|error| Round::Failed(failure_of(&error)))?;
        exchange.is_stale.set(false);
        entries.iter().for_each(|entry| exchange.known.borrow_mut().held.take(*entry));
        Ok(())
    }

    /// Compares all records of the kinds of which many changed with what the server holds.
    async fn compare_all(&self, exchange: &Exchange) {
        let Some(kinds) = exchange.to_compare.take() else { return };
        let numbers: Vec<u16> = {
            let book = self.book.borrow();
            book.tables().map(|table| table.number()).filter(|one| kinds.is_empty() || kinds.contains(one)).collect()
        };
        for number in numbers {
            let mut at = 0;
            loop {
                {
                    let book = self.book.borrow();
                    let Some(table) = book.tables().find(|table| table.number() == number) else { break };
                    let slots = table.slots();
                    if at >= slots.end as usize {
                        break;
                    }
                    for slot in slots.skip(at).take(COMPARED_AT_A_TIME) {
                        let Some(bytes) = table.bytes(slot) else { continue };
                        let Ok(view) = RecordView::new(bytes) else { continue };
                        let key = (number, view.id());
                        if exchange.is_sent(key, bytes) {
                            exchange.unsent.borrow_mut().remove(&key);
                        } else {
                            exchange.unsent.borrow_mut().insert(key);
                        }
                    }
                }
                at += COMPARED_AT_A_TIME;
                self.environment.yield_now().await;
            }
        }
        self.tell_sync(|_| {});
    }
}

impl Exchange {
    /// Forgets what belonged to one round.
    fn begin_round(&self) {
        // Those that nobody has decided about yet go on counting.
        if self.decision.get().is_some() || !self.asks_about_deletions.replace(false) {
            self.deletions.set(0);
        }
        let mut known = self.known.borrow_mut();
        if !known.is_missing_much {
            known.missing = 0;
        }
        self.held_back.borrow_mut().clear();
        self.ahead_here.set(0);
        self.is_unsure.set(false);
        self.differs.set(false);
    }

    /// Trusts nothing that is known of the server, so that it is read from its beginning and what differs is sent.
    pub(super) fn start_over(&self) {
        self.known.borrow_mut().start_over();
        self.held_back.borrow_mut().clear();
        self.is_stale.set(true);
        self.to_compare.replace(Some(BTreeSet::new()));
    }

    /// A record that the server does not take for its size.
    pub(super) fn largest(&self) -> Option<SyncTrouble> {
        let (kind, id) = self.too_large.borrow().keys().next().copied()?;
        Some(SyncTrouble::RecordTooLarge { kind, id })
    }

    /// What somebody must decide before anything is sent.
    pub(super) fn doubt(&self) -> Option<SyncTrouble> {
        let known = self.known.borrow();
        if known.is_missing_much {
            return Some(SyncTrouble::ManyMissing { count: known.missing });
        }
        if known.went_back > 0 {
            return Some(SyncTrouble::WentBack { count: known.went_back });
        }
        let Withheld { name, theirs, ours, .. } = known.withheld.clone()?;
        Some(SyncTrouble::Withheld { device: name, theirs, ours })
    }
}
