//! The journal: one sealed row an action, in the order in which actions were committed.
//!
//! A row is actor (8 bytes) · sequence (8 bytes) · sealed entry. Sealing comes before the transaction that gives the row
//! its number, so the row is authenticated under (actor, sequence), which is also how a retry is told from a new action.
//! An entry is an array of operation (bin) · deltas (array of bin) · batch (nil or [pages, records, digest]). The operation
//! is a map with names; the entry's link in the chain of hashes stands in it as `link` (see `chain`).

use super::batch::BatchReference;
use super::chain::{self, Head, LedgerDetails, LedgerEntry, Link};
use super::disk::{Disk, DiskError, Key, Step, Store, Write, Written};
use super::error::{StorageError, Unreadable};
use super::fold::FoldPosition;
use super::handle::Storage;
use super::history::Touched;
use super::pack::{Malformed, Packer, Unpacker};
use super::sync_objects::SyncObject;
use crate::domain::id::{MemberId, OperationId};
use crate::domain::operation::{Action, Operation};
use crate::domain::stamp::{Actor, Stamp};
use serde::{Deserialize, Serialize};

/// What one action did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Who did what when.
    pub operation: Operation,
    /// Encoded records with only the fields that it wrote.
    pub deltas: Vec<Vec<u8>>,
    /// An import's deltas lie in batch pages under the operation's identifier; this row makes them count.
    pub batch: Option<BatchReference>,
}

/// A row of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its number on disk.
    pub key: u64,
    /// Who wrote it; not to be trusted where the entry cannot be read.
    pub actor: Actor,
    /// Which of that actor's rows it is; not to be trusted where the entry cannot be read.
    pub sequence: u64,
    /// The entry. A fold must not pass a row whose entry is [`Unreadable::Unknown`], and keeps a damaged one on disk by
    /// naming it in its `keep`.
    pub entry: Result<JournalEntry, Unreadable>,
    /// Its place in the chain; none for one that a version before the chain wrote, and for one that cannot be read.
    pub link: Option<LedgerEntry>,
}

/// What reading on in the journal gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalRead {
    /// The next rows; none when the end is reached.
    Rows(Vec<JournalRow>),
    /// Another tab folded rows that were not read yet. Refresh the fold position, read the pages anew and read on from
    /// there.
    FoldedAway(FoldPosition),
}

const HEAD_LENGTH: usize = 16;

/// The operation's bytes, the deltas, and the batch of an entry.
type Parts<'a> = (&'a [u8], Vec<Vec<u8>>, Option<BatchReference>);

/// How the sealed entry of a row is named in its authenticated data.
pub(super) fn entry_name(actor: Actor, sequence: u64) -> String {
    format!("{:016x}/{sequence}", actor.0)
}

/// The head and the sealed part of a row.
pub(super) fn split_row(row: &[u8]) -> Option<(Actor, u64, &[u8])> {
    let (head, sealed) = row.split_at_checked(HEAD_LENGTH)?;
    let actor = u64::from_be_bytes(head[..8].try_into().ok()?);
    let sequence = u64::from_be_bytes(head[8..].try_into().ok()?);
    Some((Actor(actor), sequence, sealed))
}

/// The bytes of an operation. Fields carry their names, so that one added later is passed over by older versions.
pub(super) fn encode_operation(operation: &Operation) -> Result<Vec<u8>, StorageError> {
    rmp_serde::to_vec_named(operation).map_err(|_| StorageError::TooLarge("an operation"))
}

/// An operation with one more named field, which versions before it pass over.
#[derive(Serialize)]
struct WithLink<'a> {
    id: OperationId,
    member: MemberId,
    stamp: Stamp,
    action: &'a Action,
    link: Bytes<'a>,
}

/// Bytes that are written as such.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// The named field alone, of a map with others.
#[derive(Deserialize)]
struct LinkOnly {
    #[serde(default)]
    link: Option<OwnedBytes>,
}

struct OwnedBytes(Vec<u8>);

impl<'de> Deserialize<'de> for OwnedBytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<OwnedBytes, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = OwnedBytes;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<OwnedBytes, E> {
                Ok(OwnedBytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

#[derive(Serialize)]
struct WithTouched<'a> {
    id: OperationId,
    member: MemberId,
    stamp: Stamp,
    action: &'a Action,
    touched: &'a Touched,
}

#[derive(Deserialize)]
struct TouchedOnly {
    #[serde(default)]
    touched: Option<Touched>,
}

/// The bytes of an operation in the log, with the records that it touched as one more named field.
pub(super) fn encode_told(operation: &Operation, touched: Option<&Touched>) -> Result<Vec<u8>, StorageError> {
    let Some(touched) = touched else { return encode_operation(operation) };
    let Operation { id, member, stamp, action } = operation;
    let told = WithTouched { id: *id, member: *member, stamp: *stamp, action, touched };
    rmp_serde::to_vec_named(&told).map_err(|_| StorageError::TooLarge("an operation"))
}

/// The records that an operation of the log touched, where they were noted.
pub(super) fn decode_touched(bytes: &[u8]) -> Option<Touched> {
    rmp_serde::from_slice::<TouchedOnly>(bytes).ok()?.touched
}

fn encode_linked(operation: &Operation, link: &Link) -> Result<Vec<u8>, StorageError> {
    let Operation { id, member, stamp, action } = operation;
    let link = link.encode();
    let linked = WithLink { id: *id, member: *member, stamp: *stamp, action, link: Bytes(&link) };
    rmp_serde::to_vec_named(&linked).map_err(|_| StorageError::TooLarge("an operation"))
}

/// The operation in the bytes, unless a newer version wrote an action that this one does not know.
pub(super) fn decode_operation(bytes: &[u8]) -> Result<Operation, Unreadable> {
    rmp_serde::from_slice(bytes).map_err(|_| Unreadable::Unknown)
}

const NO_NUMBER: &str = "the journal row got no number";

impl JournalEntry {
    pub(super) fn encode(&self, link: Option<&Link>) -> Result<Vec<u8>, StorageError> {
        let operation = match link {
            Some(link) => encode_linked(&self.operation, link)?,
            None => encode_operation(&self.operation)?,
        };
        let mut packer = Packer::default();
        packer.array(3).bytes(&operation).array(self.deltas.len());
        for delta in &self.deltas {
            packer.bytes(delta);
        }
        BatchReference::pack(self.batch.as_ref(), &mut packer);
        Ok(packer.finish())
    }

    /// Everything in a row was authenticated, so bytes of another shape are a newer version's.
    pub(super) fn decode(plain: &[u8]) -> Result<JournalEntry, Unreadable> {
        let (operation, deltas, batch) = JournalEntry::split(plain).map_err(|_| Unreadable::Unknown)?;
        Ok(JournalEntry { operation: decode_operation(operation)?, deltas, batch })
    }

    /// The link in a row that could be read; none where a version before the chain wrote it.
    fn link(plain: &[u8]) -> Option<Link> {
        let (operation, ..) = JournalEntry::split(plain).ok()?;
        let only: LinkOnly = rmp_serde::from_slice(operation).ok()?;
        Link::decode(&only.link?.0).ok()
    }

    /// What the ledger keeps of the entry once it is folded.
    fn linked(&self, actor: Actor, sequence: u64, link: &Link) -> Result<LedgerEntry, StorageError> {
        let batch = self.batch.as_ref();
        let content = chain::content_hash(&link.salt, &self.operation, batch, chain::values_of(&self.deltas))?;
        let Operation { id: operation, stamp, .. } = self.operation;
        let details = Some(LedgerDetails { salt: link.salt, operation, stamp, batch: self.batch });
        Ok(LedgerEntry { actor, sequence, parents: link.parents.clone(), content, details })
    }

    fn split(plain: &[u8]) -> Result<Parts<'_>, Malformed> {
        let mut from = Unpacker::new(plain);
        if from.array()? != 3 {
            return Err(Malformed);
        }
        let operation = from.bytes()?;
        let count = from.array()?;
        let deltas = (0..count).map(|_| from.bytes().map(<[u8]>::to_vec)).collect::<Result<Vec<_>, _>>()?;
        let batch = BatchReference::unpack(&mut from)?;
        from.end()?;
        Ok((operation, deltas, batch))
    }
}

impl<D: Disk> Storage<D> {
    /// Adds a row without a link, as versions before the chain did, and returns its number once it is durable. After an
    /// error other than [`DiskError::Full`] the row may be there nevertheless: read the journal to its end and look for
    /// (actor, sequence) before trying again. Where another tab has given the book another key, nothing is written, and
    /// the error says so.
    pub async fn append(&self, actor: Actor, sequence: u64, entry: &JournalEntry) -> Result<u64, StorageError> {
        let keys = self.append_plain(actor, sequence, &[entry.encode(None)?], &[]).await?;
        keys.first().copied().ok_or_else(|| DiskError::Aborted(NO_NUMBER.to_owned()).into())
    }

    /// Adds rows that are there all or not at all; their sequence numbers follow each other. The first names `heads`, the
    /// entries that the writer has read and that nobody names yet, and each of the others the one before it. Returns the
    /// number of each with its place in the chain. What is to be kept about the exchange with other devices is written in
    /// the same transaction. Errors as for [`Storage::append`].
    pub async fn append_all(
        &self,
        actor: Actor,
        first_sequence: u64,
        entries: &[JournalEntry],
        heads: &[Head],
        beside: &[SyncObject],
    ) -> Result<Vec<(u64, LedgerEntry)>, StorageError> {
        let (mut plain, mut linked): (Vec<Vec<u8>>, Vec<LedgerEntry>) = Default::default();
        for (sequence, entry) in (first_sequence..).zip(entries) {
            let before = linked.last().map(LedgerEntry::head);
            let link = Link::new(self.new_salt()?, before.as_ref().map_or(heads, std::slice::from_ref));
            plain.push(entry.encode(Some(&link))?);
            linked.push(entry.linked(actor, sequence, &link)?);
        }
        let keys = self.append_plain(actor, first_sequence, &plain, beside).await?;
        Ok(keys.into_iter().zip(linked).collect())
    }

    async fn append_plain(
        &self,
        actor: Actor,
        first_sequence: u64,
        plain: &[Vec<u8>],
        beside: &[SyncObject],
    ) -> Result<Vec<u64>, StorageError> {
        loop {
            let mut steps = Vec::with_capacity(plain.len());
            for (sequence, plain) in (first_sequence..).zip(plain) {
                let bytes = self.sealed_row(actor, sequence, plain)?;
                steps.push(Step::Append { bytes });
            }
            steps.extend(self.sync_steps(beside)?);
            let guards = self.key_guards();
            match self.disk.write(Write::guarded(guards.clone(), steps)).await? {
                Written::Done { journal_keys } if journal_keys.len() == plain.len() => return Ok(journal_keys),
                Written::Done { .. } => return Err(DiskError::Aborted(NO_NUMBER.to_owned()).into()),
                // This tab itself has turned the lock on meanwhile: once more, with the new key.
                Written::GuardFailed if self.key_guards() != guards => {}
                Written::GuardFailed => return Err(self.why_guard_failed().await),
            }
        }
    }

    fn sealed_row(&self, actor: Actor, sequence: u64, plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        let sealed = self.seal_object(Store::Journal, &entry_name(actor, sequence), plain)?;
        let mut bytes = Vec::with_capacity(HEAD_LENGTH + sealed.len());
        bytes.extend_from_slice(&actor.0.to_be_bytes());
        bytes.extend_from_slice(&sequence.to_be_bytes());
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    /// At most `limit` rows after number `after`, or the news that rows after it were folded away. The journal is read
    /// first and the fold position after it, so a fold in between is always noticed.
    pub async fn read_journal(&self, after: u64, limit: u32) -> Result<JournalRead, StorageError> {
        let rows = self.disk.range(Store::Journal, Some(Key::Number(after.saturating_add(1))), None, limit).await?;
        let stored = self.read_fold_position().await?;
        if stored.position.through > after || stored.position.generation != self.fold_position().generation {
            return Ok(JournalRead::FoldedAway(stored.position));
        }
        let row = |(key, bytes): (Key, Vec<u8>)| match key {
            Key::Number(key) => Some(self.read_row(key, &bytes)),
            Key::Text(_) => None,
        };
        Ok(JournalRead::Rows(rows.into_iter().filter_map(row).collect()))
    }

    pub(super) fn read_row(&self, key: u64, bytes: &[u8]) -> JournalRow {
        let damaged = Err(Unreadable::Damaged);
        let Some((actor, sequence, sealed)) = split_row(bytes) else {
            return JournalRow { key, actor: Actor::default(), sequence: 0, entry: damaged, link: None };
        };
        let plain = self.open_object(Store::Journal, &entry_name(actor, sequence), sealed);
        let entry = plain.as_ref().map_err(|error| *error).and_then(|plain| JournalEntry::decode(plain));
        let link = plain.ok().and_then(|plain| JournalEntry::link(&plain));
        let link = entry.as_ref().ok().zip(link).and_then(|(entry, link)| entry.linked(actor, sequence, &link).ok());
        JournalRow { key, actor, sequence, entry, link }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{Id, MemberId, OperationId};
    use crate::domain::operation::{Action, ImportSummary};
    use crate::domain::stamp::Stamp;
    use proptest::prelude::*;

    fn operation(action: Action) -> Operation {
        let stamp = Stamp { milliseconds: 1_700_000_000_000, counter: 3, actor: Actor(9) };
        Operation { id: OperationId(Id::from_bytes([1; 16])), member: MemberId(Id::from_bytes([2; 16])), stamp, action }
    }

    proptest! {
        #[test]
        fn an_entry_reads_back(deltas in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..20), batch in prop::option::of((any::<u32>(), any::<u64>(), any::<[u8; 32]>()))) {
            let batch = batch.map(|(pages, records, digest)| BatchReference { pages, records, digest });
            let entry = JournalEntry { operation: operation(Action::Edit), deltas, batch };
            prop_assert_eq!(JournalEntry::decode(&entry.encode(None).unwrap()), Ok(entry));
        }
    }

    #[test]
    fn every_action_reads_back() {
        let summary = ImportSummary {
            file: "Kunden.csv".to_owned(),
            rows: 9,
            created: 4,
            updated: 3,
            skipped: 1,
            problems: 1,
            ..ImportSummary::default()
        };
        let undo = Action::Undo(OperationId(Id::from_bytes([7; 16])));
        for action in [
            Action::Create,
            Action::Edit,
            Action::Delete,
            Action::Restore,
            Action::Import(summary),
            undo,
            Action::SetUp,
            Action::ErasePeople,
            Action::RestoreBackup { made: 1_700_000_000_000 },
        ] {
            let operation = operation(action);
            assert_eq!(decode_operation(&encode_operation(&operation).unwrap()), Ok(operation));
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_told_from_damage() {
        let newer_action = b"\x84\xa2id\xc4\x10aaaaaaaaaaaaaaaa\xa6member\xc4\x10aaaaaaaaaaaaaaaa\xa5stamp\x93\x01\x01\x01\xa6action\xa4Fly!";
        assert_eq!(decode_operation(newer_action), Err(Unreadable::Unknown));
        let longer = Packer::default()
            .array(4)
            .bytes(&encode_operation(&operation(Action::Edit)).unwrap())
            .array(0)
            .nil()
            .nil()
            .finish();
        assert_eq!(JournalEntry::decode(&longer), Err(Unreadable::Unknown));
    }
}
