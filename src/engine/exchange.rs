//! What the engine knows of the exchange with other devices while it takes part: who it is, what the server holds, what is
//! still to be sent. One tab of a browser takes part for all.

use crate::domain::id::MemberId;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::engine::book::{Book, Changed};
use crate::engine::core::{Engine, failure_of};
use crate::engine::protocol::Failure;
use crate::engine::storage_figures::KnownSizes;
use crate::engine::sync_compare::Difference;
use crate::engine::sync_protocol::{SyncActivity, SyncDecision, SyncState, SyncTrouble};
use crate::storage::{Disk, Packer, StorageError, SyncObject, Unpacker};
use crate::sync::couch::Couch;
use crate::sync::held::{ENTRIES_IN_A_PART, Entry, Held, RecordKey, decode_part, encode_part, hash_of};
use crate::sync::http::SharedHttp;
use crate::sync::keys::{DocumentSealer, SyncKeys};
use crate::sync::known::{Known, Revision};
use crate::sync::settings::SyncSettings;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The name under which the settings are kept among the book's secrets.
pub(super) const SETTINGS: &str = "sync";
/// Parts from which they are written anew as one set, beside what the number of records asks for.
const MOST_PARTS: u32 = 256;

/// Who wrote what, by stamp.
pub(super) type Authors = HashMap<Stamp, MemberId>;

/// Taking part.
pub(super) struct Exchange {
    pub(super) settings: RefCell<SyncSettings>,
    pub(super) keys: SyncKeys,
    pub(super) sealer: DocumentSealer,
    pub(super) couch: Couch,
    pub(super) known: RefCell<Known>,
    /// Who wrote what other devices sent, as far as it is kept.
    pub(super) received: RefCell<Authors>,
    /// Who wrote what was written here.
    pub(super) own: RefCell<Option<Authors>>,
    /// Records that differ from what the server holds, as far as it was looked.
    pub(super) unsent: RefCell<BTreeSet<RecordKey>>,
    /// The kinds that are to be looked through, since many records of them changed; all of them with nothing in it.
    pub(super) to_compare: RefCell<Option<BTreeSet<u16>>>,
    /// Records that cannot be sent now: their document waits, or their own stamps are ahead of the clock.
    pub(super) held_back: RefCell<HashSet<RecordKey>>,
    /// How many of those are ahead of the clock.
    pub(super) ahead_here: Cell<u64>,
    /// Records that the server does not take for their size, by the hash of what they say: shortened, they are sent.
    pub(super) too_large: RefCell<BTreeMap<RecordKey, [u8; 16]>>,
    /// Versions that are taken away once their content is in a later one.
    pub(super) superseded: RefCell<BTreeMap<RecordKey, Vec<Revision>>>,
    /// What a person decided.
    pub(super) decision: Cell<Option<SyncDecision>>,
    /// Documents that cannot be read here, with their revisions: overwritten where a person said so.
    pub(super) unreadable: RefCell<HashMap<String, Revision>>,
    /// Deletions taken over since somebody last decided about them, or since a round that came to its end.
    pub(super) deletions: Cell<u64>,
    /// Somebody is asked about deletions.
    pub(super) asks_about_deletions: Cell<bool>,
    /// The server may have taken in what it did not say that it has.
    pub(super) is_unsure: Cell<bool>,
    /// Another device was shown something else, as this round found.
    pub(super) differs: Cell<bool>,
    /// The difference that is looked at again.
    pub(super) difference: Cell<Option<Difference>>,
    /// Something was sent since this device last told of itself.
    pub(super) has_news: Cell<bool>,
    /// All is to be written anew with the next saving.
    pub(super) is_stale: Cell<bool>,
    /// What came and the page has not been told of, and when it was last told of anything.
    pub(super) untold: RefCell<Changed>,
    pub(super) told_at: Cell<f64>,
    /// Many records are coming, one page of them after the other.
    pub(super) comes_in_parts: Cell<bool>,
    /// What the disk held when somebody asked meanwhile.
    pub(super) sizes: RefCell<Option<KnownSizes>>,
}

impl Exchange {
    /// Takes part with these settings. Nothing when they hold no key.
    pub(super) fn new(settings: SyncSettings, http: SharedHttp, known: Known, received: Authors) -> Option<Exchange> {
        let keys = settings.keys.clone();
        let sealer = DocumentSealer::new(&keys)?;
        let couch = Couch::new(http, settings.address.clone(), &settings.user, settings.password.bytes());
        Some(Exchange {
            settings: RefCell::new(settings),
            keys,
            sealer,
            couch,
            known: RefCell::new(known),
            received: RefCell::new(received),
            own: RefCell::new(None),
            unsent: RefCell::default(),
            to_compare: RefCell::new(Some(BTreeSet::new())),
            held_back: RefCell::default(),
            ahead_here: Cell::new(0),
            too_large: RefCell::default(),
            superseded: RefCell::default(),
            decision: Cell::new(None),
            unreadable: RefCell::default(),
            deletions: Cell::new(0),
            asks_about_deletions: Cell::new(false),
            is_unsure: Cell::new(false),
            differs: Cell::new(false),
            difference: Cell::new(None),
            has_news: Cell::new(false),
            is_stale: Cell::new(false),
            untold: RefCell::default(),
            told_at: Cell::new(f64::NEG_INFINITY),
            comes_in_parts: Cell::new(false),
            sizes: RefCell::default(),
        })
    }

    /// Whether what is here of a record is what the server holds.
    pub(super) fn is_sent(&self, key: RecordKey, record: &[u8]) -> bool {
        self.known.borrow().held.get(&key).is_some_and(|held| held.hash == hash_of(record))
    }

    /// Looks at a record anew.
    pub(super) fn compare(&self, book: &Book, key: RecordKey) {
        match bytes_of(book, key) {
            Some(record) if !self.is_sent(key, record) => self.unsent.borrow_mut().insert(key),
            _ => self.unsent.borrow_mut().remove(&key),
        };
    }

    /// Takes note that many records of a kind changed.
    pub(super) fn compare_all_of(&self, kind: u16) {
        match &mut *self.to_compare.borrow_mut() {
            // All are to be looked through anyway.
            Some(kinds) if kinds.is_empty() => {}
            Some(kinds) => drop(kinds.insert(kind)),
            none => *none = Some(BTreeSet::from([kind])),
        }
    }

    /// Who wrote what has that stamp.
    pub(super) fn author(&self, book: &Book, stamp: Stamp) -> Option<MemberId> {
        let own = self.own.borrow();
        let kept = own.as_ref().and_then(|own| own.get(&stamp)).copied();
        kept.or_else(|| self.received.borrow().get(&stamp).copied())
            .or_else(|| book.operations.iter().rev().find(|operation| operation.stamp == stamp).map(|one| one.member))
    }

    /// The authors of a record.
    pub(super) fn authors_of(&self, book: &Book, record: &Record) -> Vec<(Stamp, MemberId)> {
        let stamps = record.fields.iter().map(|entry| entry.stamp).chain(record.deletion.map(|(stamp, _)| stamp));
        let stamps: BTreeSet<Stamp> = stamps.collect();
        stamps.into_iter().filter_map(|stamp| Some((stamp, self.author(book, stamp)?))).collect()
    }
}

/// A record as it is encoded here, if it is there and whole.
pub(super) fn bytes_of(book: &Book, key: RecordKey) -> Option<&[u8]> {
    let table = book.tables().find(|table| table.number() == key.0)?;
    let bytes = table.bytes(table.slot(key.1)?)?;
    RecordView::new(bytes).ok().map(|_| bytes)
}

/// What is to be kept for these entries and authors, and what is known with them; `all` to write everything anew.
pub(super) fn objects_for(exchange: &Exchange, entries: &[Entry], authors: &[(Stamp, MemberId)]) -> Vec<SyncObject> {
    let mut known = exchange.known.borrow_mut();
    let folder = folder_of(&exchange.keys);
    let limit = MOST_PARTS + u32::try_from(known.held.len() / ENTRIES_IN_A_PART).unwrap_or(u32::MAX / 2) * 2;
    let mut objects = Vec::new();
    if exchange.is_stale.get() || known.parts.count >= limit {
        objects.push(SyncObject::Drop { folder: folder.clone() });
        known.parts.set = known.parts.set.wrapping_add(1);
        known.parts.count = 0;
        let mut held: HashMap<RecordKey, Option<Held>> =
            known.held.iter().map(|(key, held)| (*key, Some(*held))).collect();
        held.extend(entries.iter().copied());
        let all: Vec<Entry> = held.into_iter().filter(|(_, held)| held.is_some()).collect();
        let mut received: Vec<(Stamp, MemberId)> =
            exchange.received.borrow().iter().map(|(stamp, member)| (*stamp, *member)).collect();
        received.extend_from_slice(authors);
        let parts = all.chunks(ENTRIES_IN_A_PART).map(|some| (some, &[][..]));
        let authors = received.chunks(ENTRIES_IN_A_PART).map(|some| (&[][..], some));
        for (entries, authors) in parts.chain(authors) {
            put_part(&mut known, &folder, entries, authors, &mut objects);
        }
    } else {
        put_part(&mut known, &folder, entries, authors, &mut objects);
    }
    objects.push(SyncObject::Put { name: format!("{folder}/state"), plain: known.encode_rest() });
    objects
}

fn put_part(
    known: &mut Known,
    folder: &str,
    entries: &[Entry],
    authors: &[(Stamp, MemberId)],
    objects: &mut Vec<SyncObject>,
) {
    if entries.is_empty() && authors.is_empty() {
        return;
    }
    let place = format!("{:06}/{:06}", known.parts.set, known.parts.count);
    known.parts.count += 1;
    if !entries.is_empty() {
        objects.push(SyncObject::Put { name: format!("{folder}/held/{place}"), plain: encode_part(entries) });
    }
    if !authors.is_empty() {
        objects.push(SyncObject::Put { name: format!("{folder}/authors/{place}"), plain: encode_authors(authors) });
    }
}

/// Where everything about an exchange lies: another exchange finds nothing of it.
fn folder_of(keys: &SyncKeys) -> String {
    keys.shared.to_string()
}

fn encode_authors(authors: &[(Stamp, MemberId)]) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.array(authors.len());
    for (stamp, member) in authors {
        packer.bytes(&[stamp.to_bytes(), member.0.to_bytes()].concat());
    }
    packer.finish()
}

fn decode_authors(bytes: &[u8], into: &mut Authors) {
    let mut from = Unpacker::new(bytes);
    for _ in 0..from.array().unwrap_or_default() {
        let Ok(both) = from.exactly::<32>() else { return };
        let (stamp, member) = both.split_at(16);
        if let (Ok(stamp), Ok(member)) = (stamp.try_into(), member.try_into()) {
            into.insert(Stamp::from_bytes(stamp), MemberId(crate::domain::id::Id::from_bytes(member)));
        }
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// The settings that are kept, if the exchange is turned on.
    pub(super) async fn sync_settings(&self) -> Result<Option<SyncSettings>, Failure> {
        let kept = self.storage()?.secret(SETTINGS).await.map_err(|error| failure_of(&error))?;
        Ok(kept.and_then(|kept| SyncSettings::from_text(&kept)))
    }

    /// Keeps the settings, or forgets them.
    pub(super) async fn keep_sync_settings(&self, settings: Option<&SyncSettings>) -> Result<(), StorageError> {
        let text = settings.and_then(SyncSettings::to_text);
        let storage = self.storage().map_err(|_| StorageError::Disk(crate::storage::DiskError::Lost))?;
        storage.keep_secret(SETTINGS, text.as_deref()).await
    }

    /// Begins to take part with what is kept; without any of it the server is read from its beginning.
    pub(super) async fn load_exchange(&self, settings: SyncSettings) -> Result<Option<Exchange>, Failure> {
        let storage = self.storage()?;
        let folder = folder_of(&settings.keys);
        let told = |error: StorageError| failure_of(&error);
        let rest = storage.sync_object(&format!("{folder}/state")).await.map_err(told)?;
        let mut known = rest.and_then(|rest| Known::decode_rest(&rest).ok()).unwrap_or_default();
        let set = known.parts.set;
        let mut is_whole = true;
        let take = |plain: &[u8]| match decode_part(plain) {
            Ok(entries) => entries.into_iter().for_each(|entry| known.held.take(entry)),
            Err(_) => is_whole = false,
        };
        let all_opened = storage.each_sync_object(&format!("{folder}/held/{set:06}"), take).await.map_err(told)?;
        if !(is_whole && all_opened) {
            known = Known { parts: known.parts, ..Known::default() };
        }
        let received = self.received_authors(&settings.keys).await.map_err(told)?;
        let exchange = Exchange::new(settings, self.environment.http(), known, received);
        if let Some(exchange) = &exchange {
            exchange.is_stale.set(!(is_whole && all_opened));
        }
        Ok(exchange)
    }

    /// Who wrote what other devices sent, as it is kept.
    pub(super) async fn received_authors(&self, keys: &SyncKeys) -> Result<Authors, StorageError> {
        let storage = self.storage().map_err(|_| StorageError::Disk(crate::storage::DiskError::Lost))?;
        let mut received = Authors::new();
        let folder = format!("{}/authors", folder_of(keys));
        storage.each_sync_object(&folder, |plain| decode_authors(plain, &mut received)).await?;
        Ok(received)
    }

    /// The book has another key, so what was kept about the exchange is gone from the disk: it is written there anew.
    pub(super) fn sync_objects_dropped(&self) {
        if let Some(exchange) = &*self.exchange.borrow() {
            exchange.is_stale.set(true);
        }
    }

    /// Who wrote what other devices sent; nothing where no device ever did.
    pub(super) async fn authors_elsewhere(&self) -> Result<Authors, Failure> {
        if let Some(exchange) = &*self.exchange.borrow() {
            return Ok(exchange.received.borrow().clone());
        }
        match self.sync_settings().await? {
            Some(settings) => self.received_authors(&settings.keys).await.map_err(|error| failure_of(&error)),
            None => Ok(Authors::new()),
        }
    }

    /// How the exchange stands, for the screen.
    pub(super) fn sync_state(&self) -> SyncState {
        self.sync_state.borrow().clone()
    }

    /// Changes how the exchange stands and tells the page and the other tabs, if it is different then.
    pub(super) fn tell_sync(&self, change: impl FnOnce(&mut SyncState)) {
        let before = self.sync_state();
        let mut state = before.clone();
        if let Some(exchange) = &*self.exchange.borrow() {
            let settings = exchange.settings.borrow();
            let known = exchange.known.borrow();
            state.is_on = true;
            state.in_another_tab = false;
            state.origin = settings.address.origin().to_owned();
            state.address = settings.address.to_string();
            state.user.clone_from(&settings.user);
            state.unsent = exchange.unsent.borrow().len() as u64;
            state.is_loaded = known.is_loaded;
            let shown = exchange.shown().filter(|_| state.unsent == 0);
            state.comparison = shown.map(|shown| shown.digest().words()).unwrap_or_default();
            state.ahead = known.ahead();
            state.unreadable = known.unreadable();
        }
        change(&mut state);
        if state != before {
            self.sync_state.replace(state);
            self.send_sync_state();
        }
    }

    pub(super) fn set_sync_activity(&self, activity: SyncActivity) {
        self.tell_sync(|state| state.activity = activity);
    }

    pub(super) fn set_sync_trouble(&self, trouble: Option<SyncTrouble>) {
        let is_away = matches!(trouble, Some(SyncTrouble::Unreachable | SyncTrouble::NotADatabase));
        let now = self.environment.now();
        self.tell_sync(|state| {
            state.unreachable_since = if is_away { state.unreachable_since.or(Some(now)) } else { None };
            state.trouble = trouble;
        });
    }

    /// Takes note of records that changed here: those that the server does not have so are to be sent.
    pub(super) fn note_for_sync(&self, kind: Kind, ids: Option<&[crate::domain::id::Id]>) {
        let exchange = self.exchange.borrow().clone();
        let Some(exchange) = exchange else { return };
        match ids {
            Some(ids) => {
                let book = self.book.borrow();
                ids.iter().for_each(|id| exchange.compare(&book, (kind.number(), *id)));
            }
            None => exchange.compare_all_of(kind.number()),
        }
        self.tell_sync(|_| {});
        if exchange.to_compare.borrow().is_some() || !exchange.unsent.borrow().is_empty() {
            self.sync_bell.ring();
        }
    }
}
