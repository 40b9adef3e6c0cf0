//! What the server is known to hold: for each record the revision and what it says, as a hash. A record that says something
//! else here is still to be sent, whoever changed it and however: nothing has to be noted when it is changed, so nothing can
//! be forgotten. And how far the server's changes have been read.

use crate::domain::id::Id;
use crate::domain::record::RecordView;
use crate::domain::stamp::Stamp;
use crate::storage::{Malformed, Packer, Unpacker};
use crate::sync::held::HeldRecords;
use std::collections::BTreeMap;

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
    pub held: HeldRecords,
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
    /// Documents that went from the server without anybody's doing here, as this round or the one that asked found them:
    /// sent again, or waiting for a decision.
    pub missing: u64,
    /// Nothing is sent until somebody has decided about what is missing.
    pub is_missing_much: bool,
    /// The largest number of each device that was met in a document: which of its writings it was written for.
    pub written: BTreeMap<Id, u64>,
    /// A device was shown other records than this one was, and nobody has decided anything yet: nothing is sent.
    pub withheld: Option<Withheld>,
    /// The parts on the disk: of which set, and how many.
    pub parts: Parts,
}

/// What differs between what two devices were shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The other device.
    pub device: Id,
    /// What it is called.
    pub name: String,
    /// How many records it was shown.
    pub theirs: u64,
    /// How many were shown here.
    pub ours: u64,
}

/// How [`Known::held`] lies on the disk: parts that came one after the other, where a later one wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The set of parts that counts.
    pub set: u32,
    /// How many parts it has.
    pub count: u32,
}

const VERSION: u64 = 1;

impl Known {
    /// The bytes of everything but [`Known::held`].
    pub fn encode_rest(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.array(13).number(VERSION).optional_bytes(self.since.as_ref().map(String::as_bytes));
        packer.number(self.is_loaded.into());
        packer.number(self.parts.set.into()).number(self.parts.count.into());
        packer.array(self.waiting.len() * 2);
        for (name, waiting) in &self.waiting {
            packer.bytes(name.as_bytes());
            packer.number(match waiting {
                Waiting::Until(time) => *time,
                Waiting::Unreadable => u64::MAX,
            });
        }
        for numbers in [&self.heads, &self.written] {
            packer.array(numbers.len() * 2);
            for (device, number) in numbers {
                packer.bytes(&device.to_bytes()).number(*number);
            }
        }
        match &self.withheld {
            Some(Withheld { device, name, theirs, ours }) => {
                packer.array(4).bytes(&device.to_bytes()).bytes(name.as_bytes()).number(*theirs).number(*ours)
            }
            None => packer.array(0),
        };
        packer.number(self.went_back).number(self.missing).number(self.is_missing_much.into()).number(self.era);
        packer.finish()
    }

    /// What [`Known::encode_rest`] wrote, with nothing held.
    ///
    /// # Errors
    /// When the bytes are none, or a newer version's.
    pub fn decode_rest(bytes: &[u8]) -> Result<Known, Malformed> {
        let mut from = Unpacker::new(bytes);
        if from.array()? < 13 || from.number::<u64>()? != VERSION {
            return Err(Malformed);
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| Malformed);
        let since = if from.nil() { None } else { Some(text(from.bytes()?)?) };
        let is_loaded = from.number::<u64>()? == 1;
        let parts = Parts { set: from.number()?, count: from.number()? };
        let mut known = Known { since, is_loaded, parts, ..Known::default() };
        for _ in 0..from.array()? / 2 {
            let name = text(from.bytes()?)?;
            let waiting = match from.number()? {
                u64::MAX => Waiting::Unreadable,
                time => Waiting::Until(time),
            };
            known.waiting.insert(name, waiting);
        }
        for numbers in [&mut known.heads, &mut known.written] {
            for _ in 0..from.array()? / 2 {
                numbers.insert(Id::from_bytes(from.exactly()?), from.number()?);
            }
        }
        if from.array()? > 0 {
            let (device, name) = (Id::from_bytes(from.exactly()?), text(from.bytes()?)?);
            known.withheld = Some(Withheld { device, name, theirs: from.number()?, ours: from.number()? });
        }
        (known.went_back, known.missing) = (from.number()?, from.number()?);
        known.is_missing_much = from.number::<u64>()? == 1;
        known.era = from.number()?;
        Ok(known)
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

    /// Takes note of the writing of a device for which a document was written.
    pub fn note_written(&mut self, device: Id, number: u64) {
        let largest = self.written.entry(device).or_default();
        *largest = number.max(*largest);
    }

    /// Trusts nothing of what the server is known to hold: it is read from its beginning, and then what differs is sent.
    /// What was exchanged before stays known, so that nothing of it seems to be a conflict.
    pub fn start_over(&mut self) {
        self.held.distrust();
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

    fn any_numbers() -> impl Strategy<Value = BTreeMap<Id, u64>> {
        prop::collection::btree_map(any::<[u8; 16]>().prop_map(Id::from_bytes), any::<u64>(), 0..9)
    }

    proptest! {
        #[test]
        fn the_rest_reads_back(since in prop::option::of(".*"), is_loaded: bool, names in prop::collection::btree_map("[a-z]{1,9}", prop::option::of(0..u64::MAX), 0..9), heads in any_numbers(), written in any_numbers(), set: u32) {
            let waiting = names.into_iter().map(|(name, time)| (name, time.map_or(Waiting::Unreadable, Waiting::Until))).collect();
            let withheld = is_loaded.then_some(Withheld { device: Id::from_bytes([3; 16]), name: "Ada’s laptop".to_owned(), theirs: 9, ours: 8 });
            let known = Known { since, is_loaded, waiting, heads, written, withheld, parts: Parts { set, count: 3 }, went_back: 3, missing: 4, era: 7, is_missing_much: is_loaded, ..Known::default() };
            prop_assert_eq!(Known::decode_rest(&known.encode_rest()), Ok(known));
        }

        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
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
