//! What the server is known to hold: for each record the revision and what it says, as a hash. A record that says something
//! else here is still to be sent, whoever changed it and however: nothing has to be noted when it is changed, so nothing can
//! be forgotten. And how far the server's changes have been read.

use crate::domain::id::Id;
use crate::domain::record::RecordView;
use crate::domain::stamp::Stamp;
use crate::storage::{Malformed, Packer, Unpacker};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// A record by kind and identifier.
pub type RecordKey = (u16, Id);

/// A revision of a document: how many came before it, and its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// How often the document was written.
    pub generation: u32,
    /// The hash that the server gave it.
    pub hash: [u8; 16],
}

impl Revision {
    /// Reads `12-0123456789abcdef0123456789abcdef`, the one form that CouchDB gives out.
    pub fn parse(text: &str) -> Option<Revision> {
        let (generation, hash) = text.split_once('-')?;
        let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).ok()?;
        Some(Revision { generation: generation.parse().ok()?, hash: hash.try_into().ok()? })
    }
}

impl std::fmt::Display for Revision {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.generation, data_encoding::HEXLOWER.encode(&self.hash))
    }
}

/// What the server holds of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The revision that a new one follows.
    pub revision: Revision,
    /// [`hash_of`] what it says; [`NOTHING`] where several versions of it wait to be joined.
    pub hash: [u8; 16],
    /// The latest stamp in it, without its actor: what was written here later is not on the server yet.
    pub latest: u64,
}

/// The hash of nothing that a record can be.
pub const NOTHING: [u8; 16] = [0; 16];

/// The first half of SHA-256 over an encoded record.
pub fn hash_of(record: &[u8]) -> [u8; 16] {
    let digest = Sha256::digest(record);
    let mut hash = [0; 16];
    hash.copy_from_slice(&digest[..16]);
    hash
}

/// A stamp without its actor, as a number in the order of stamps. A device's clock has seen all that it received, so what
/// it writes afterwards has a larger one.
pub fn moment(stamp: Stamp) -> u64 {
    (stamp.milliseconds << 16) | u64::from(stamp.counter)
}

/// The latest moment in an encoded record.
pub fn latest_moment(record: &[u8]) -> u64 {
    RecordView::new(record).ok().and_then(|view| view.latest_stamp()).map_or(0, moment)
}

/// Why a document of the server waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Its stamps are ahead of the clock here; it is looked at again at that time, milliseconds since 1970.
    Until(u64),
    /// It cannot be read here.
    Unreadable,
}

/// Everything that is known of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// By record.
    pub held: HashMap<RecordKey, Held>,
    /// How far its changes have been read, in its own words as JSON; none for not at all.
    pub since: Option<String>,
    /// All that it had has been received once.
    pub is_loaded: bool,
    /// In which era it was read, see [`SharedBook::era`](crate::sync::head::SharedBook::era).
    pub era: u64,
    /// Documents that wait, by name.
    pub waiting: BTreeMap<String, Waiting>,
    /// The largest number that each device's document was seen to have.
    pub heads: BTreeMap<Id, u64>,
    /// Records that the server gave back in an older state, and of which nobody has decided anything yet: nothing is sent.
    pub went_back: u64,
    /// Documents that went from the server without anybody's doing here; sent again, or waiting for a decision.
    pub missing: u64,
    /// Nothing is sent until somebody has decided about what is missing.
    pub is_missing_much: bool,
    /// The parts on the disk: of which set, and how many.
    pub parts: Parts,
}

/// How [`Known::held`] lies on the disk: parts that came one after the other, where a later one wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The set of parts that counts.
    pub set: u32,
    /// How many parts it has.
    pub count: u32,
    /// How many entries are in them.
    pub entries: u64,
}

/// Entries in a part when all are written anew.
pub const ENTRIES_IN_A_PART: usize = 4_096;

/// One entry of a part; none for a record that the server no longer holds.
pub type Entry = (RecordKey, Option<Held>);

/// The bytes of a part.
pub fn encode_part(entries: &[Entry]) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.array(entries.len());
    for ((kind, id), held) in entries {
        let mut bytes = Vec::with_capacity(62);
        bytes.extend_from_slice(&kind.to_be_bytes());
        bytes.extend_from_slice(&id.to_bytes());
        if let Some(held) = held {
            bytes.extend_from_slice(&held.revision.generation.to_be_bytes());
            bytes.extend_from_slice(&held.revision.hash);
            bytes.extend_from_slice(&held.hash);
            bytes.extend_from_slice(&held.latest.to_be_bytes());
        }
        packer.bytes(&bytes);
    }
    packer.finish()
}

/// The entries of a part.
///
/// # Errors
/// When the bytes are none.
pub fn decode_part(bytes: &[u8]) -> Result<Vec<Entry>, Malformed> {
    let mut from = Unpacker::new(bytes);
    let count = from.array()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let bytes = from.bytes()?;
        let (key, rest) = bytes.split_first_chunk::<18>().ok_or(Malformed)?;
        let (kind, id) = key.split_first_chunk::<2>().ok_or(Malformed)?;
        let key = (u16::from_be_bytes(*kind), Id::from_bytes(id.try_into().map_err(|_| Malformed)?));
        let held = if rest.is_empty() { None } else { Some(decode_held(rest)?) };
        entries.push((key, held));
    }
    from.end()?;
    Ok(entries)
}

fn decode_held(bytes: &[u8]) -> Result<Held, Malformed> {
    let (generation, bytes) = bytes.split_first_chunk::<4>().ok_or(Malformed)?;
    let (revision, bytes) = bytes.split_first_chunk::<16>().ok_or(Malformed)?;
    let (hash, bytes) = bytes.split_first_chunk::<16>().ok_or(Malformed)?;
    let latest: [u8; 8] = bytes.try_into().map_err(|_| Malformed)?;
    let revision = Revision { generation: u32::from_be_bytes(*generation), hash: *revision };
    Ok(Held { revision, hash: *hash, latest: u64::from_be_bytes(latest) })
}

const VERSION: u64 = 1;

impl Known {
    /// The bytes of everything but [`Known::held`].
    pub fn encode_rest(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.array(12).number(VERSION).optional_bytes(self.since.as_ref().map(String::as_bytes));
        packer.number(self.is_loaded.into());
        packer.number(self.parts.set.into()).number(self.parts.count.into()).number(self.parts.entries);
        packer.array(self.waiting.len() * 2);
        for (name, waiting) in &self.waiting {
            packer.bytes(name.as_bytes());
            packer.number(match waiting {
                Waiting::Until(time) => *time,
                Waiting::Unreadable => u64::MAX,
            });
        }
        packer.array(self.heads.len() * 2);
        for (device, number) in &self.heads {
            packer.bytes(&device.to_bytes()).number(*number);
        }
        packer.number(self.went_back).number(self.missing).number(self.is_missing_much.into()).number(self.era);
        packer.finish()
    }

    /// What [`Known::encode_rest`] wrote, with nothing held.
    ///
    /// # Errors
    /// When the bytes are none, or a newer version's.
    pub fn decode_rest(bytes: &[u8]) -> Result<Known, Malformed> {
        let mut from = Unpacker::new(bytes);
        if from.array()? < 12 || from.number::<u64>()? != VERSION {
            return Err(Malformed);
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| Malformed);
        let since = if from.nil() { None } else { Some(text(from.bytes()?)?) };
        let is_loaded = from.number::<u64>()? == 1;
        let parts = Parts { set: from.number()?, count: from.number()?, entries: from.number()? };
        let mut known = Known { since, is_loaded, parts, ..Known::default() };
        for _ in 0..from.array()? / 2 {
            let name = text(from.bytes()?)?;
            let waiting = match from.number()? {
                u64::MAX => Waiting::Unreadable,
                time => Waiting::Until(time),
            };
            known.waiting.insert(name, waiting);
        }
        for _ in 0..from.array()? / 2 {
            known.heads.insert(Id::from_bytes(from.exactly()?), from.number()?);
        }
        (known.went_back, known.missing) = (from.number()?, from.number()?);
        known.is_missing_much = from.number::<u64>()? == 1;
        known.era = from.number()?;
        Ok(known)
    }

    /// Takes entries over.
    pub fn take(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for (key, held) in entries {
            match held {
                Some(held) => self.held.insert(key, held),
                None => self.held.remove(&key),
            };
        }
    }

    /// Takes note of records that the server gave back in an older state.
    pub fn note_went_back(&mut self, count: u64) {
        // What is seen once more in the next round is not more.
        self.went_back = self.went_back.max(count);
    }

    /// Takes note that so many more documents went than may go without a question.
    pub fn note_missing(&mut self, count: u64) {
        self.missing = self.missing.saturating_add(count);
        self.is_missing_much = true;
    }

    /// Whether somebody must decide before anything is sent.
    pub fn is_in_doubt(&self) -> bool {
        self.went_back > 0 || self.is_missing_much
    }

    /// Trusts nothing of what the server is known to hold: it is read from its beginning, and then what differs is sent.
    /// What was exchanged before stays known, so that nothing of it seems to be a conflict.
    pub fn start_over(&mut self) {
        self.held.values_mut().for_each(|held| held.hash = NOTHING);
        let (held, heads) = (std::mem::take(&mut self.held), std::mem::take(&mut self.heads));
        *self = Known { held, heads, parts: self.parts, era: self.era, ..Known::default() };
    }

    /// How many documents are ahead of the clock here.
    pub fn ahead(&self) -> u64 {
        self.waiting.values().filter(|waiting| matches!(waiting, Waiting::Until(_))).count() as u64
    }

    /// How many documents cannot be read here.
    pub fn unreadable(&self) -> u64 {
        self.waiting.len() as u64 - self.ahead()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_entry() -> impl Strategy<Value = Entry> {
        let held = (any::<u32>(), any::<[u8; 16]>(), any::<[u8; 16]>(), any::<u64>());
        let held = held.prop_map(|(generation, revision, hash, latest)| Held {
            revision: Revision { generation, hash: revision },
            hash,
            latest,
        });
        ((any::<u16>(), any::<[u8; 16]>().prop_map(Id::from_bytes)), prop::option::of(held))
    }

    proptest! {
        #[test]
        fn a_part_reads_back_and_a_cut_one_is_refused(entries in prop::collection::vec(any_entry(), 0..50), cut: usize) {
            let bytes = encode_part(&entries);
            prop_assert_eq!(decode_part(&bytes[..cut % bytes.len()]), Err(Malformed));
            prop_assert_eq!(decode_part(&bytes), Ok(entries));
        }

        #[test]
        fn the_rest_reads_back(since in prop::option::of(".*"), is_loaded: bool, names in prop::collection::btree_map("[a-z]{1,9}", prop::option::of(0..u64::MAX), 0..9), heads in prop::collection::btree_map(any::<[u8; 16]>().prop_map(Id::from_bytes), any::<u64>(), 0..9), set: u32) {
            let waiting = names.into_iter().map(|(name, time)| (name, time.map_or(Waiting::Unreadable, Waiting::Until))).collect();
            let known = Known { since, is_loaded, waiting, heads, parts: Parts { set, count: 3, entries: 9 }, went_back: 3, missing: 4, era: 7, is_missing_much: is_loaded, ..Known::default() };
            prop_assert_eq!(Known::decode_rest(&known.encode_rest()), Ok(known));
        }

        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_part(&bytes);
            let _ = Known::decode_rest(&bytes);
        }
    }

    #[test]
    fn revisions_are_read_in_their_one_form() {
        let text = "12-0123456789abcdef0123456789abcdef";
        assert_eq!(Revision::parse(text).map(|revision| revision.to_string()).as_deref(), Some(text));
        for wrong in [
            "",
            "12",
            "-0123456789abcdef0123456789abcdef",
            "12-0123",
            "x-0123456789abcdef0123456789abcdef",
            "12-0123456789abcdef0123456789abcdeg",
        ] {
            assert_eq!(Revision::parse(wrong), None, "{wrong}");
        }
    }
}
