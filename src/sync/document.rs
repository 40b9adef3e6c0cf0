//! A record as a document: the record in its one codec, who wrote its fields, and which device sent it.
//!
//! ```text
//! array: version (uint, 1) · record (bin) · authors ([bin 32: stamp 16, member 16]) · device (bin 16) · number (uint)
//! ```
//! A newer version that has more to say puts it into the record's own rest, which is passed on byte for byte, never here.
//! That the record is the one that the document's name stands for is looked at with every opening.

use crate::domain::id::{Id, MemberId};
use crate::domain::record::Record;
use crate::domain::stamp::Stamp;
use crate::storage::{Chance, Packer, Purpose, SealError, Unpacker};
use crate::sync::keys::{DocumentSealer, NotOpened, SyncKeys};

const VERSION: u64 = 1;
/// A record with more authors than these is none of ours.
const MOST_AUTHORS: usize = 100_000;

/// What a record's document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDocument {
    /// The record.
    pub record: Record,
    /// Who wrote what has that stamp, where it is known.
    pub authors: Vec<(Stamp, MemberId)>,
    /// Who sent it.
    pub sender: Sender,
}

/// Which device sent a document, and the number of the document in which that device tells of itself next: who has seen
/// that one has been shown this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The device.
    pub device: Id,
    /// The number.
    pub number: u64,
}

impl RecordDocument {
    /// The bytes before they are sealed. `record` is the encoded record.
    pub fn encode(record: &[u8], authors: &[(Stamp, MemberId)], sender: Sender) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.array(5).number(VERSION).bytes(record).array(authors.len());
        for (stamp, member) in authors {
            packer.bytes(&[stamp.to_bytes(), member.0.to_bytes()].concat());
        }
        packer.bytes(&sender.device.to_bytes()).number(sender.number);
        packer.finish()
    }

    /// What the bytes say.
    ///
    /// # Errors
    /// [`NotOpened::Unknown`] for a newer version's, [`NotOpened::Damaged`] for anything else that does not read.
    pub fn decode(bytes: &[u8]) -> Result<RecordDocument, NotOpened> {
        let damaged = |_| NotOpened::Damaged;
        let mut from = Unpacker::new(bytes);
        if from.array().map_err(damaged)? < 5 {
            return Err(NotOpened::Damaged);
        }
        if from.number::<u64>().map_err(damaged)? != VERSION {
            return Err(NotOpened::Unknown);
        }
        let record = Record::decode(from.bytes().map_err(damaged)?).map_err(|_| NotOpened::Damaged)?;
        let count = from.array().map_err(damaged)?;
        if count > MOST_AUTHORS {
            return Err(NotOpened::Damaged);
        }
        let mut authors = Vec::new();
        for _ in 0..count {
            let both: [u8; 32] = from.exactly().map_err(damaged)?;
            let (stamp, member) = both.split_at(16);
            let (Ok(stamp), Ok(member)) = (stamp.try_into(), member.try_into()) else { return Err(NotOpened::Damaged) };
            authors.push((Stamp::from_bytes(stamp), MemberId(Id::from_bytes(member))));
        }
        let device = Id::from_bytes(from.exactly().map_err(damaged)?);
        let sender = Sender { device, number: from.number().map_err(damaged)? };
        Ok(RecordDocument { record, authors, sender })
    }

    /// Opens the text of the document of that name.
    ///
    /// # Errors
    /// As for [`RecordDocument::decode`], and for a record that is not the one that the name stands for.
    pub fn open(keys: &SyncKeys, sealer: &DocumentSealer, name: &str, text: &str) -> Result<RecordDocument, NotOpened> {
        let document = RecordDocument::decode(&sealer.open(Purpose::Document, name, text)?)?;
        if keys.record_name(document.record.kind, document.record.id) != name {
            return Err(NotOpened::Damaged);
        }
        Ok(document)
    }

    /// The text of the document of that name.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn seal(
        sealer: &DocumentSealer,
        name: &str,
        record: &[u8],
        authors: &[(Stamp, MemberId)],
        sender: Sender,
        chance: &dyn Chance,
    ) -> Result<String, SealError> {
        sealer.seal(Purpose::Document, name, &RecordDocument::encode(record, authors, sender), chance)
    }
}
