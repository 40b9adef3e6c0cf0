//! The documents in which the devices tell of themselves: looked at before a round, since they say whether the server still
//! is what it was, and written after one.

use crate::domain::id::Id;
use crate::engine::core::{Engine, failure_of};
use crate::engine::exchange::Exchange;
use crate::engine::protocol::Failure;
use crate::engine::sync_protocol::{SyncDecision, SyncDevice, SyncTrouble};
use crate::engine::sync_round::{Round, trouble_of};
use crate::storage::Disk;
use crate::sync::couch::{Document, Outgoing, Put};
use crate::sync::document::Sender;
use crate::sync::head::{DeviceHead, FORMAT, SharedBook};
use crate::sync::keys::{BOOK_DOCUMENT, HEAD};
use crate::sync::settings::SyncSettings;

/// Devices and the book's own document, asked for at once.
const MOST_DEVICES: usize = 1_000;
/// What the last name of a device can be.
const LAST_HEAD: &str = "head-~";
/// After how long a device tells of itself again though nothing happened, in milliseconds: a quarter of a day.
const TELL_EVERY: u64 = 6 * 60 * 60 * 1_000;
const HEAD_TRIES: u32 = 3;

impl<D: Disk + 'static> Engine<D> {
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
    pub(super) async fn look_at_devices(&self, exchange: &Exchange) -> Result<(), Round> {
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
            exchange.start_over();
            exchange.difference.set(None);
            exchange.known.borrow_mut().era = era;
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
            devices.push(SyncDevice { id, name, seen: 0, is_this: true, is_forgotten: false });
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

    /// Writes the document of this device: its number first here, then there, so that a copy of this profile is told by a
    /// number that it did not write.
    pub(super) async fn tell_of_ourselves(&self, exchange: &Exchange) -> Result<(), Round> {
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
        let (Sender { device, number }, shown) = (exchange.sender(), exchange.shown());
        let (settings, head) = {
            let mut settings = exchange.settings.borrow_mut();
            (settings.number, settings.mark) = (number, mark);
            let (name, reads, is_forgotten) = (settings.name.clone(), FORMAT, false);
            let head = DeviceHead { device, name, number, mark, seen: now, reads, is_forgotten, shown };
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
