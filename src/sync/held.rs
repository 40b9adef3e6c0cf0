//! What the server is known to hold of each record, and a digest over all of it by which devices compare what they were
//! shown.

use crate::domain::id::Id;
use crate::storage::{Malformed, Packer, Unpacker};
use crate::sync::known::Revision;
use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A record by kind and identifier.
pub type RecordKey = (u16, Id);

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

/// One entry of a part; none for a record that the server no longer holds.
pub type Entry = (RecordKey, Option<Held>);

/// The first half of SHA-256 over an encoded record, which begins with what record it is.
pub fn hash_of(record: &[u8]) -> [u8; 16] {
    let digest = Sha256::digest(record);
    let mut hash = [0; 16];
    hash.copy_from_slice(&digest[..16]);
    hash
}

/// How many records the server holds, and the sum of their hashes: alike on two devices only if both were shown the same.
///
/// The sum is one of numbers modulo 2^128, so that it follows each change without looking at the rest. Such a sum can be
/// forged by who chooses the records; the server, against which it is held, does not know them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordsDigest {
    /// How many.
    pub count: u64,
    /// The sum.
    pub sum: u128,
}

impl RecordsDigest {
    /// Eight letters and digits in two groups, for people to compare: one in 2^40 is alike by chance.
    pub fn words(self) -> String {
        let digest = Sha256::digest([&self.count.to_be_bytes()[..], &self.sum.to_be_bytes()].concat());
        let text = BASE32_NOPAD.encode(&digest[..5]);
        let (first, second) = text.split_at(text.len() / 2);
        format!("{first}-{second}")
    }
}

/// What the server holds, by record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldRecords {
    records: HashMap<RecordKey, Held>,
    sum: u128,
    /// Of how many it is not known what they say.
    unknown: usize,
}

impl HeldRecords {
    /// What it holds of a record.
    pub fn get(&self, key: &RecordKey) -> Option<&Held> {
        self.records.get(key)
    }

    /// How many records.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&RecordKey, &Held)> {
        self.records.iter()
    }

    /// Takes over what it holds of a record.
    pub fn take(&mut self, (key, held): Entry) {
        let before = match held {
            Some(held) => {
                self.count_in(&held);
                self.records.insert(key, held)
            }
            None => self.records.remove(&key),
        };
        if let Some(before) = before {
            self.count_out(&before);
        }
    }

    fn count_in(&mut self, held: &Held) {
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(held.hash));
        self.unknown += usize::from(held.hash == NOTHING);
    }

    fn count_out(&mut self, held: &Held) {
        self.sum = self.sum.wrapping_sub(u128::from_be_bytes(held.hash));
        self.unknown -= usize::from(held.hash == NOTHING);
    }

    /// Trusts nothing of what they say any more.
    pub fn distrust(&mut self) {
        self.records.values_mut().for_each(|held| held.hash = NOTHING);
        (self.sum, self.unknown) = (0, self.records.len());
    }

    /// The digest of all; none while it is not known of each what it says.
    pub fn digest(&self) -> Option<RecordsDigest> {
        (self.unknown == 0).then_some(RecordsDigest { count: self.records.len() as u64, sum: self.sum })
    }
}

/// Entries in a part when all are written anew.
pub const ENTRIES_IN_A_PART: usize = 4_096;

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_held() -> impl Strategy<Value = Held> {
        // Few hashes, so that the one of nothing is among them.
        let hash = prop_oneof![Just(NOTHING), any::<[u8; 16]>()];
        (any::<u32>(), any::<[u8; 16]>(), hash, any::<u64>()).prop_map(|(generation, revision, hash, latest)| Held {
            revision: Revision { generation, hash: revision },
            hash,
            latest,
        })
    }

    fn any_entry(ids: u8) -> impl Strategy<Value = Entry> {
        let id = (0..ids).prop_map(|id| Id::from_bytes([id; 16]));
        ((0..3_u16, id), prop::option::of(any_held()))
    }

    proptest! {
        #[test]
        fn a_part_reads_back_and_a_cut_one_is_refused(entries in prop::collection::vec(any_entry(u8::MAX), 0..50), cut: usize) {
            let bytes = encode_part(&entries);
            prop_assert_eq!(decode_part(&bytes[..cut % bytes.len()]), Err(Malformed));
            prop_assert_eq!(decode_part(&bytes), Ok(entries));
        }

        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_part(&bytes);
        }

        #[test]
        fn the_digest_is_of_what_is_held_whatever_way_it_came(entries in prop::collection::vec(any_entry(5), 0..60)) {
            let mut held = HeldRecords::default();
            entries.iter().for_each(|entry| held.take(*entry));
            let mut once = HeldRecords::default();
            held.iter().for_each(|(key, one)| once.take((*key, Some(*one))));
            prop_assert_eq!(held.digest(), once.digest());
            prop_assert_eq!(&held, &once);
            prop_assert_eq!(held.digest().is_none(), held.iter().any(|(_, one)| one.hash == NOTHING));
            held.distrust();
            prop_assert_eq!(held.digest().is_some(), held.is_empty());
        }
    }

    #[test]
    fn another_record_is_another_digest_and_other_words() {
        let held = |records: &[u8]| {
            let mut held = HeldRecords::default();
            for record in records {
                let one = Held { revision: Revision::default(), hash: hash_of(&[*record]), latest: 0 };
                held.take(((1, Id::from_bytes([*record; 16])), Some(one)));
            }
            held.digest().map(RecordsDigest::words)
        };
        let words = held(&[1, 2, 3]);
        assert_eq!(words, held(&[3, 2, 1]));
        for other in [&[1, 2][..], &[1, 2, 4], &[1, 2, 3, 4], &[]] {
            assert_ne!(words, held(other), "{other:?}");
        }
        assert_eq!(words.map(|words| words.len()), Some(9));
    }
}
