//! A record as MessagePack. Frozen: `tests/data/records` holds what every version wrote.
//!
//! ```text
//! array: kind (uint) · id (bin 16) · deletion (nil | [bin 16, bool]) · floor (nil | bin 16)
//!        · stamps ([bin 16 ...], each once) · fields ({number: [index into stamps, bin]}, numbers ascending)
//!        · anything that a newer version adds, passed on byte for byte
//! ```
//! Stamps stand apart since most fields of a record were written together: eleven fields of an imported customer share
//! one stamp and spend 16 bytes on it, not 176.

use super::view::RecordView;
use super::{Entry, Record};
use crate::domain::stamp::Stamp;
use rmp::encode as write;

/// The bytes are not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes of a record are damaged")]
pub struct RecordDamaged;

/// How many elements of the array this version knows.
pub(super) const KNOWN_ELEMENTS: u32 = 6;

impl Record {
    /// The bytes of the record. Equal records have equal bytes. Writing to memory cannot fail, so the results of single
    /// writes are not looked at.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + self.fields.iter().map(|entry| entry.raw.len() + 6).sum::<usize>());
        let into = &mut bytes;
        let mut stamps: Vec<Stamp> = self.fields.iter().map(|entry| entry.stamp).collect();
        stamps.sort_unstable();
        stamps.dedup();
        let _ = write::write_array_len(into, KNOWN_ELEMENTS.saturating_add(self.rest.0));
        let _ = write::write_uint(into, u64::from(self.kind));
        let _ = write::write_bin(into, &self.id.to_bytes());
        match self.deletion {
            Some((stamp, deleted)) => {
                let _ = write::write_array_len(into, 2);
                let _ = write::write_bin(into, &stamp.to_bytes());
                let _ = write::write_bool(into, deleted);
            }
            None => {
                let _ = write::write_nil(into);
            }
        }
        match self.floor {
            Some(stamp) => {
                let _ = write::write_bin(into, &stamp.to_bytes());
            }
            None => {
                let _ = write::write_nil(into);
            }
        }
        let _ = write::write_array_len(into, length(stamps.len()));
        for stamp in &stamps {
            let _ = write::write_bin(into, &stamp.to_bytes());
        }
        let _ = write::write_map_len(into, length(self.fields.len()));
        for entry in &self.fields {
            let index = stamps.binary_search(&entry.stamp).unwrap_or_default();
            let _ = write::write_uint(into, u64::from(entry.number));
            let _ = write::write_array_len(into, 2);
            let _ = write::write_uint(into, index as u64);
            let _ = write::write_bin(into, &entry.raw);
        }
        into.extend_from_slice(&self.rest.1);
        bytes
    }

    /// The record in the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Record, RecordDamaged> {
        let view = RecordView::new(bytes)?;
        let mut fields = Vec::with_capacity(view.field_count());
        for entry in view.entries() {
            let (number, stamp, raw) = entry?;
            if fields.last().is_some_and(|last: &Entry| last.number >= number) {
                return Err(RecordDamaged);
            }
            fields.push(Entry { number, stamp, raw: raw.to_vec() });
        }
        Ok(Record {
            kind: view.kind_number(),
            id: view.id(),
            fields,
            deletion: view.deletion(),
            floor: view.floor(),
            rest: view.rest()?,
        })
    }
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::record::samples::any_record;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_reads_back_and_equal_records_have_equal_bytes(record in any_record()) {
            let bytes = record.encode();
            let back = Record::decode(&bytes);
            prop_assert_eq!(back.as_ref(), Ok(&record));
            prop_assert_eq!(back.map(|back| back.encode()), Ok(bytes));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_but_never_panic(record in any_record(), at: usize, flip in 1u8.., cut: usize) {
            let mut bytes = record.encode();
            let at = at % bytes.len();
            bytes[at] ^= flip;
            let _ = Record::decode(&bytes);
            // What a newer version adds is not looked into, so a cut within it cannot be seen here; the seal sees it.
            let plain = Record { rest: (0, Vec::new()), ..record }.encode();
            prop_assert_eq!(Record::decode(&plain[..cut % plain.len()]), Err(RecordDamaged));
        }
    }

    #[test]
    fn what_a_newer_version_adds_is_passed_on_byte_for_byte() {
        let mut record = Record::new(77, Id::from_parts(1, [2; 10]));
        record.set(9000, Stamp::default(), vec![0xc3]);
        record.rest = (2, vec![0xa1, b'x', 0x93, 1, 2, 3]);
        let bytes = record.encode();
        let back = Record::decode(&bytes).unwrap();
        assert_eq!(back, record);
        assert_eq!(back.encode(), bytes);
    }
}
