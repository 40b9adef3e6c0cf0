//! One round of the exchange: is it still our book, what has the server, what does it lack, and word of ourselves.

use crate::domain::id::Id;
use crate::domain::record::RecordView;
use crate::engine::core::{Engine, failure_of};
use crate::engine::exchange::{Exchange, objects_for};
use crate::engine::protocol::Failure;
use crate::engine::sync_protocol::{SyncActivity, SyncDecision, SyncDevice, SyncTrouble};
use crate::storage::Disk;
use crate::sync::couch::{Changes, Document, Outgoing, Put, RemoteError};
use crate::sync::head::{DeviceHead, FORMAT, SharedBook};
use crate::sync::http::HttpError;
use crate::sync::keys::{BOOK_DOCUMENT, HEAD};
use crate::sync::known::Waiting;
use crate::sync::settings::SyncSettings;
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
/// Devices and the book's own document, asked for at once.
const MOST_DEVICES: usize = 1_000;
/// What the last name of a device can be.
const LAST_HEAD: &str = "head-~";

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
            if is_done {
                state.synced_at = Some(now);
            }
        });
        outcome
    }

    async fn go_round_alone(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        // Those that nobody has decided about yet go on counting.
        if exchange.decision.get().is_some() || !exchange.asks_about_deletions.replace(false) {
            exchange.deletions.set(0);
        }
        exchange.held_back.borrow_mut().clear();
        self.look_at_devices(exchange).await?;
        self.look_at_waiting(exchange).await?;
        self.receive(exchange).await?;
        self.compare_all(exchange).await;
        if exchange.doubt().is_none() {
            self.send(exchange).await?;
            self.tell_of_ourselves(exchange).await?;
        }
        exchange.decision.set(None);
        Ok(())
    }

    /// What the devices tell, for a tab that does not take part itself.
    pub(super) async fn devices_at(&self, settings: &SyncSettings) -> Result<Vec<DeviceHead>, Round> {
        let (known, received) = Default::default();
        let Some(exchange) = Exchange::new(settings.clone(), self.environment.http(), known, received) else {
            return Ok(Vec::new());
        };
        let found = exchange.couch.between(HEAD, LAST_HEAD, MOST_DEVICES).await.map_err(trouble_of)?;
        Ok(self.heads_of(&exchange, &found))
    }

    /// Whether it is still our database, and what the other devices tell.
    async fn look_at_devices(&self, exchange: &Exchange) -> Result<(), Round> {
        let found = exchange.couch.between(BOOK_DOCUMENT, LAST_HEAD, MOST_DEVICES).await.map_err(trouble_of)?;
        let book = found.iter().find(|document| document.name == BOOK_DOCUMENT).and_then(|one| one.body.as_ref());
        let other_book = || Round::Trouble(SyncTrouble::OtherBook);
        let shared = SharedBook::open(&exchange.sealer, book.ok_or_else(other_book)?).map_err(|_| other_book())?;
        if shared.writes > FORMAT {
            return Err(Round::Trouble(SyncTrouble::NewerRelease));
        }
        self.look_at_era(exchange, &found, shared).await?;
        let heads = self.heads_of(exchange, &found);
        let (device, last, arrived) = {
            let settings = exchange.settings.borrow();
            (settings.device, (settings.number, settings.mark), (settings.arrived, settings.mark_arrived))
        };
        let own = heads.iter().find(|head| head.device == device);
        if own.is_some_and(|head| head.is_forgotten) {
            return Err(Round::Trouble(SyncTrouble::DeviceForgotten));
        }
        let mut went_back = 0;
        match own.map(|head| (head.number, head.mark)) {
            Some(found) if found == last => self.note_arrival(exchange, found).await?,
            // The last writing has not arrived.
            Some(found) if found == arrived => {}
            Some((number, _)) if number <= arrived.0 => went_back += 1,
            // Somebody else writes as this device: one of the two is a copy of the other's profile.
            Some(_) => self.become_another_device(exchange).await?,
            None if arrived.0 > 0 => went_back += 1,
            None => {}
        }
        {
            let mut known = exchange.known.borrow_mut();
            for head in heads.iter().filter(|head| head.device != device) {
                let seen = known.heads.entry(head.device).or_default();
                if head.number < *seen {
                    went_back += 1;
                }
                *seen = head.number;
            }
            if went_back > 0 && exchange.decision.get() != Some(SyncDecision::SendAgain) {
                known.note_went_back(went_back);
            }
        }
        if went_back > 0 {
            // Once somebody has decided, this device tells of itself anew.
            exchange.has_news.set(true);
        }
        self.sync_devices.replace(heads);
        Ok(())
    }

    /// Begins a new era where a person said that everything is to be sent again, and reads from the beginning in one that
    /// another device began.
    async fn look_at_era(&self, exchange: &Exchange, found: &[Document], shared: SharedBook) -> Result<(), Round> {
        let mut era = shared.era;
        if exchange.decision.get() == Some(SyncDecision::SendAgain) {
            // Later than any that was seen: a server that went back may show an earlier one.
            era = era.max(exchange.known.borrow().era) + 1;
            let body = SharedBook { era, ..shared }
                .seal(&exchange.sealer, &*self.environment.chance())
                .map_err(|error| Round::Failed(Failure::Bug(error.to_string())))?;
            let follows = found.iter().find(|document| document.name == BOOK_DOCUMENT).map(|one| one.revision);
            let outgoing = Outgoing { name: BOOK_DOCUMENT.to_owned(), follows, body: Some(body) };
            // Where another device was quicker, its era is met in the next round.
            exchange.couch.put(&[outgoing]).await.map_err(trouble_of)?;
        }
        if era != exchange.known.borrow().era {
            let mut known = exchange.known.borrow_mut();
            known.start_over();
            known.era = era;
            exchange.held_back.borrow_mut().clear();
            exchange.is_stale.set(true);
            exchange.to_compare.replace(Some(BTreeSet::new()));
        }
        Ok(())
    }

    fn heads_of(&self, exchange: &Exchange, found: &[Document]) -> Vec<DeviceHead> {
        let heads = found.iter().filter(|document| document.name.starts_with(HEAD));
        heads
            .filter_map(|document| {
                DeviceHead::open(&exchange.keys, &exchange.sealer, &document.name, document.body.as_ref()?).ok()
            })
            .collect()
    }

    /// The devices that were seen, this one first.
    pub(super) fn devices(&self) -> Vec<SyncDevice> {
        let Some(exchange) = self.exchange.borrow().clone() else { return Vec::new() };
        let settings = exchange.settings.borrow();
        let mut devices: Vec<SyncDevice> = self
            .sync_devices
            .borrow()
            .iter()
            .map(|head| SyncDevice {
                id: head.device,
                name: head.name.clone(),
                seen: head.seen,
                is_this: head.device == settings.device,
                is_forgotten: head.is_forgotten,
            })
            .collect();
        if !devices.iter().any(|device| device.is_this) {
            let (id, name) = (settings.device, settings.name.clone());
            devices.push(SyncDevice { id, name, seen: self.environment.now(), is_this: true, is_forgotten: false });
        }
        devices.sort_by_key(|device| (!device.is_this, device.is_forgotten, std::cmp::Reverse(device.seen)));
        devices
    }

    async fn become_another_device(&self, exchange: &Exchange) -> Result<(), Round> {
        let id = self.new_ids(1).map_err(Round::Failed)?.next();
        let settings = {
            let mut settings = exchange.settings.borrow_mut();
            settings.device = id.unwrap_or(settings.device);
            (settings.number, settings.mark) = (0, [0; 16]);
            (settings.arrived, settings.mark_arrived) = (0, [0; 16]);
            settings.clone()
        };
        exchange.has_news.set(true);
        self.keep_sync_settings(Some(&settings)).await.map_err(|error| Round::Failed(failure_of(&error)))
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
    async fn receive(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
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

    pub(super) async fn keep_known(
        &self,
        exchange: &Exchange,
        entries: &[crate::sync::known::Entry],
    ) -> Result<(), Round> {
        let objects = objects_for(exchange, entries, &[]);
        let storage = self.storage().map_err(Round::Failed)?;
        storage.keep_sync_objects(&objects).await.map_err(|error| Round::Failed(failure_of(&error)))?;
        exchange.is_stale.set(false);
        exchange.known.borrow_mut().take(entries.iter().copied());
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

    /// Writes the document of this device: its number first here, then there, so that a copy of this profile is told by a
    /// number that it did not write.
    async fn tell_of_ourselves(&self, exchange: &Exchange) -> Result<(), Round> {
        let now = self.environment.now();
        let device = exchange.settings.borrow().device;
        let is_old = self.sync_devices.borrow().iter().find(|head| head.device == device).is_none_or(|head| {
            now.saturating_sub(head.seen) > TELL_EVERY || head.name != exchange.settings.borrow().name
        });
        if !exchange.has_news.get() && !is_old {
            return Ok(());
        }
        let mut mark = [0; 16];
        self.environment.chance().fill(&mut mark).map_err(|error| Round::Failed(Failure::Bug(error.to_string())))?;
        let (settings, head) = {
            let mut settings = exchange.settings.borrow_mut();
            // Larger than all that others may have seen, whether it arrived or not.
            settings.number = settings.number.max(settings.arrived) + 1;
            settings.mark = mark;
            let (device, name, number) = (settings.device, settings.name.clone(), settings.number);
            let head = DeviceHead { device, name, number, mark, seen: now, reads: FORMAT, is_forgotten: false };
            (settings.clone(), head)
        };
        self.keep_sync_settings(Some(&settings)).await.map_err(|error| Round::Failed(failure_of(&error)))?;
        self.write_head(exchange, &head).await?;
        exchange.has_news.set(false);
        self.note_arrival(exchange, (head.number, head.mark)).await?;
        let mut devices = self.sync_devices.borrow_mut();
        devices.retain(|one| one.device != head.device);
        devices.push(head);
        Ok(())
    }

    /// This device's document is on the server as it was last written: from now on the one before is an older state.
    async fn note_arrival(&self, exchange: &Exchange, (number, mark): (u64, [u8; 16])) -> Result<(), Round> {
        let settings = {
            let mut settings = exchange.settings.borrow_mut();
            if (settings.arrived, settings.mark_arrived) == (number, mark) {
                return Ok(());
            }
            (settings.arrived, settings.mark_arrived) = (number, mark);
            settings.clone()
        };
        self.keep_sync_settings(Some(&settings)).await.map_err(|error| Round::Failed(failure_of(&error)))
    }

    /// Writes a device's document over whatever version of it is there.
    pub(super) async fn write_head(&self, exchange: &Exchange, head: &DeviceHead) -> Result<(), Round> {
        let name = exchange.keys.head_name(head.device);
        let body = head
            .seal(&exchange.keys, &exchange.sealer, &*self.environment.chance())
            .map_err(|error| Round::Failed(Failure::Bug(error.to_string())))?;
        for _ in 0..HEAD_TRIES {
            let names = [name.clone()];
            let found = exchange.couch.documents(&names).await.map_err(trouble_of)?;
            let follows = found.first().filter(|document| document.body.is_some()).map(|document| document.revision);
            let outgoing = Outgoing { name: name.clone(), follows, body: Some(body.clone()) };
            match exchange.couch.put(&[outgoing]).await.map_err(trouble_of)?.pop() {
                Some(Put::Done(_) | Put::Accepted(_)) => return Ok(()),
                Some(Put::Refused(words)) => {
                    return Err(Round::Trouble(SyncTrouble::Refused { status: 201, words }));
                }
                _ => {}
            }
        }
        // Somebody else writes it all the time; the next round looks who.
        Ok(())
    }

    /// Says of another device that it is no longer to take part.
    pub(super) async fn forget_device(&self, exchange: &Exchange, device: Id) -> Result<(), Round> {
        let found = self.sync_devices.borrow().iter().find(|head| head.device == device).cloned();
        let Some(mut head) = found else { return Ok(()) };
        head.is_forgotten = true;
        head.number += 1;
        self.environment
            .chance()
            .fill(&mut head.mark)
            .map_err(|error| Round::Failed(Failure::Bug(error.to_string())))?;
        self.write_head(exchange, &head).await?;
        exchange.known.borrow_mut().heads.insert(device, head.number);
        let mut devices = self.sync_devices.borrow_mut();
        devices.retain(|one| one.device != device);
        devices.push(head);
        Ok(())
    }
}

/// After how long a device tells of itself again though nothing happened, in milliseconds: a quarter of a day.
const TELL_EVERY: u64 = 6 * 60 * 60 * 1_000;
const HEAD_TRIES: u32 = 3;

impl Exchange {
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
        known.is_in_doubt().then_some(SyncTrouble::WentBack { count: known.went_back })
    }
}
