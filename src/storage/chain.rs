//! The chain of hashes over the journal: each entry names the entries before it, and each fold adds to one ledger.
//!
//! **In the journal.** Several tabs write at once and seal before their transactions, so no entry can know what will lie
//! just before it. It knows what its tab has read: the *heads*, the entries that no entry it has read names yet. It holds
//! their hashes, as a commit of a version control names its parents; mostly there is one. The hash of an entry is
//! SHA-256 over its actor, its sequence number, its parents and the hash of its content. So an entry that was taken out,
//! altered, doubled or moved before one of its parents is found as soon as any later entry, of any tab, has named it.
//!
//! **When it is folded.** Operations and values go their ways into pages of history, and one item for each entry goes
//! into the *ledger*, pages `"c/{page:08}"` of the history, in the order of folding. Folds come one after the other,
//! guarded, so that the ledger is one chain: each item is hashed together with the hash before it. How many items there
//! are, the hash of the last one and the heads stand in the fold position, which every fold replaces. The hash of an
//! entry's content is computed again from what lies in the history, so a value that was altered there is found too.
//!
//! The hash of a content begins with 16 random bytes, its salt. When a person is erased, the salt goes with the values:
//! what is left tells that something was there and not what, even to who guesses. The hash of what remains, under a new
//! salt, becomes a ledger item of its own.
//!
//! **What a whole chain proves**: since the chain began, nothing that a later entry or a fold attests was taken out,
//! altered, doubled, reordered or put back to an older state, but for what was erased by a named erasure. **What it does
//! not**: who has the key can write all of it anew; a device that is put back to an older state as a whole is whole (its
//! fingerprint is another one, for those who keep it elsewhere); the last entries, when they are cut off the journal
//! before anything attests them, are not missed; what an import wrote is covered in the journal by its number and digest,
//! and after folding by what history keeps of it; entries of versions before the chain are not covered.
//!
//! An entry's link stands in its operation as one more named field, and the ledger's end as further elements of the fold
//! position: versions before the chain pass over both, and entries that they write have no link. Where such a version
//! folds, its entries miss in the ledger, and the check tells of a gap there; after a gap, an entry that is missing is not
//! told from one that the other version folded.

use super::batch::BatchReference;
use super::disk::{Disk, Key, Step, Store};
use super::error::{StorageError, Unreadable};
use super::handle::{Storage, folder, object_name};
use super::journal::encode_operation;
use super::pack::{self, Malformed, Packer, Unpacker};
use super::pages::last_number;
use crate::domain::id::{Id, OperationId};
use crate::domain::operation::Operation;
use crate::domain::record::{DELETION, Entry, Record};
use crate::domain::stamp::{Actor, Stamp};
use crate::domain::value::{self, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A SHA-256.
pub type Hash = [u8; 32];
/// What keeps a content from being guessed by its hash.
pub(super) type Salt = [u8; 16];

/// The folder of the ledger in the history.
pub(super) const LEDGER: &str = "c";
pub(super) const ITEMS_IN_A_PAGE: usize = 512;
/// More heads than these are not named at once; the others are named by the next entry.
const MOST_PARENTS: usize = 64;
const HEAD_BYTES: usize = 48;

/// An entry of the journal, named by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Who wrote it.
    pub actor: Actor,
    /// Which of that actor's entries it is.
    pub sequence: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    fn to_bytes(self) -> [u8; HEAD_BYTES] {
        let mut bytes = [0; HEAD_BYTES];
        bytes[..8].copy_from_slice(&self.actor.0.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[16..].copy_from_slice(&self.hash);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Result<Head, Malformed> {
        let number = |from: usize| bytes[from..from + 8].try_into().map(u64::from_be_bytes).map_err(|_| Malformed);
        if bytes.len() != HEAD_BYTES {
            return Err(Malformed);
        }
        let hash = bytes[16..].try_into().map_err(|_| Malformed)?;
        Ok(Head { actor: Actor(number(0)?), sequence: number(8)?, hash })
    }
}

/// Heads, one after the other.
pub(super) fn pack_heads(heads: &[Head]) -> Vec<u8> {
    heads.iter().flat_map(|head| head.to_bytes()).collect()
}

pub(super) fn unpack_heads(bytes: &[u8]) -> Result<Vec<Head>, Malformed> {
    bytes.chunks(HEAD_BYTES).map(Head::from_bytes).collect()
}

/// Takes an entry among the heads: those that it names are none any more.
pub fn advance(heads: &mut Vec<Head>, entry: &LedgerEntry) {
    heads.retain(|head| !entry.parents.contains(head));
    heads.push(entry.head());
}

/// The link of an entry as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) salt: Salt,
    pub(super) parents: Vec<Head>,
}

impl Link {
    pub(super) fn new(salt: Salt, heads: &[Head]) -> Link {
        Link { salt, parents: heads[..heads.len().min(MOST_PARENTS)].to_vec() }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        Packer::default().array(2).bytes(&self.salt).bytes(&pack_heads(&self.parents)).finish()
    }

    /// Elements that a newer version added are passed over.
    pub(super) fn decode(bytes: &[u8]) -> Result<Link, Malformed> {
        let mut from = Unpacker::new(bytes);
        if from.array()? < 2 {
            return Err(Malformed);
        }
        Ok(Link { salt: from.exactly()?, parents: unpack_heads(from.bytes()?)? })
    }
}

/// What the ledger keeps of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Who wrote it.
    pub actor: Actor,
    /// Which of that actor's entries it is.
    pub sequence: u64,
    /// The entries that it names.
    pub parents: Vec<Head>,
    /// The hash of its content.
    pub content: Hash,
    /// What the content's hash can be computed again with; none where the content is not kept.
    pub details: Option<LedgerDetails>,
}

/// What the hash of a content is computed again with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerDetails {
    pub(super) salt: Salt,
    /// The operation, in the log of operations.
    pub operation: OperationId,
    /// The stamp of all that it wrote.
    pub stamp: Stamp,
    /// The import that it made count.
    pub batch: Option<BatchReference>,
}

impl LedgerEntry {
    /// The entry as others name it.
    pub fn head(&self) -> Head {
        let mut digest = Sha256::new();
        digest.update(b"burrow1/entry");
        digest.update(self.actor.0.to_be_bytes());
        digest.update(self.sequence.to_be_bytes());
        digest.update((self.parents.len() as u64).to_be_bytes());
        for parent in &self.parents {
            digest.update(parent.to_bytes());
        }
        digest.update(self.content);
        Head { actor: self.actor, sequence: self.sequence, hash: digest.finalize().into() }
    }
}

/// The hash of one written value.
pub(super) fn value_hash(kind: u16, id: Id, number: u16, stamp: Stamp, raw: &[u8]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(kind.to_be_bytes());
    digest.update(id.to_bytes());
    digest.update(number.to_be_bytes());
    digest.update(stamp.to_bytes());
    digest.update(raw);
    digest.finalize().into()
}

/// The hashes of the values in parts of records, as the history will hold them. A part that is no record has none.
pub(super) fn values_of(deltas: &[Vec<u8>]) -> Vec<Hash> {
    let mut hashes = Vec::new();
    for Record { kind, id, fields, deletion, .. } in deltas.iter().filter_map(|delta| Record::decode(delta).ok()) {
        for Entry { number, stamp, raw } in &fields {
            hashes.push(value_hash(kind, id, *number, *stamp, raw));
        }
        if let Some((stamp, deleted)) = deletion {
            hashes.push(value_hash(kind, id, DELETION, stamp, &value::encode(&Value::Boolean(deleted))));
        }
    }
    hashes
}

/// The hash of an entry's content: its operation, its import, its values in any order.
pub(super) fn content_hash(
    salt: &Salt,
    operation: &Operation,
    batch: Option<&BatchReference>,
    mut values: Vec<Hash>,
) -> Result<Hash, StorageError> {
    values.sort_unstable();
    let mut digest = Sha256::new();
    digest.update(b"burrow1/content");
    digest.update(salt);
    digest.update(Sha256::digest(encode_operation(operation)?));
    if let Some(batch) = batch {
        digest.update(batch.pages.to_be_bytes());
        digest.update(batch.records.to_be_bytes());
        digest.update(batch.digest);
    }
    for value in values {
        digest.update(value);
    }
    Ok(digest.finalize().into())
}

/// An item of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// An entry that was folded.
    Entry(LedgerEntry),
    /// A fold began here.
    Fold {
        /// Its number.
        number: u64,
        /// When, milliseconds since 1970.
        at: u64,
    },
    /// What is left of the content of an entry after an erasure.
    Remains {
        actor: Actor,
        sequence: u64,
        content: Hash,
        /// None where nothing is left that could be compared.
        salt: Option<Salt>,
    },
    /// What a newer version wrote.
    Unknown,
}

const ENTRY: u64 = 1;
const FOLD: u64 = 2;
const REMAINS: u64 = 3;

impl Item {
    /// The item's bytes: what is attested, and what may go with an erasure.
    pub(super) fn encode(&self) -> Vec<u8> {
        let (mut attested, mut details) = (Packer::default(), None);
        match self {
            Item::Entry(entry) => {
                attested.array(5).number(ENTRY).number(entry.actor.0).number(entry.sequence);
                attested.bytes(&pack_heads(&entry.parents)).bytes(&entry.content);
                details = entry.details.as_ref().map(LedgerDetails::encode);
            }
            Item::Fold { number, at } => {
                attested.array(3).number(FOLD).number(*number).number(*at);
            }
            Item::Remains { actor, sequence, content, salt } => {
                attested.array(4).number(REMAINS).number(actor.0).number(*sequence).bytes(content);
                details = salt.map(|salt| salt.to_vec());
            }
            Item::Unknown => {}
        }
        Packer::default().array(2).bytes(&attested.finish()).optional_bytes(details.as_deref()).finish()
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Item, Malformed> {
        let (attested, details) = split_item(bytes)?;
        let mut from = Unpacker::new(attested);
        let elements = from.array()?;
        Ok(match (from.number::<u64>()?, elements) {
            (ENTRY, 5..) => Item::Entry(LedgerEntry {
                actor: Actor(from.number()?),
                sequence: from.number()?,
                parents: unpack_heads(from.bytes()?)?,
                content: from.exactly()?,
                details: details.map(LedgerDetails::decode).transpose()?,
            }),
            (FOLD, 3..) => Item::Fold { number: from.number()?, at: from.number()? },
            (REMAINS, 4..) => Item::Remains {
                actor: Actor(from.number()?),
                sequence: from.number()?,
                content: from.exactly()?,
                salt: details.map(|salt| salt.try_into().map_err(|_| Malformed)).transpose()?,
            },
            _ => Item::Unknown,
        })
    }
}

impl LedgerDetails {
    fn encode(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.array(4).bytes(&self.salt).bytes(&self.operation.0.to_bytes()).bytes(&self.stamp.to_bytes());
        BatchReference::pack(self.batch.as_ref(), &mut packer);
        packer.finish()
    }

    fn decode(bytes: &[u8]) -> Result<LedgerDetails, Malformed> {
        let mut from = Unpacker::new(bytes);
        if from.array()? < 4 {
            return Err(Malformed);
        }
        let salt = from.exactly()?;
        let operation = OperationId(Id::from_bytes(from.exactly()?));
        let stamp = Stamp::from_bytes(from.exactly()?);
        let batch = BatchReference::unpack(&mut from)?;
        Ok(LedgerDetails { salt, operation, stamp, batch })
    }
}

/// The attested bytes of an item, and its details.
pub(super) fn split_item(item: &[u8]) -> Result<(&[u8], Option<&[u8]>), Malformed> {
    let mut from = Unpacker::new(item);
    if from.array()? < 2 {
        return Err(Malformed);
    }
    let attested = from.bytes()?;
    Ok((attested, if from.nil() { None } else { Some(from.bytes()?) }))
}

/// Where the ledger ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LedgerEnd {
    /// How many items there are.
    pub(super) items: u64,
    /// The hash of the last one, and with it of all before it.
    pub(super) hash: Hash,
    /// The folded entries that no folded entry names.
    pub(super) heads: Vec<Head>,
}

impl LedgerEnd {
    /// Goes on by one item.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Malformed> {
        let (attested, _) = split_item(bytes)?;
        let digest = Sha256::new().chain_update(b"burrow1/ledger").chain_update(self.hash).chain_update(attested);
        self.hash = digest.finalize().into();
        self.items += 1;
        if let Item::Entry(entry) = Item::decode(bytes)? {
            advance(&mut self.heads, &entry);
        }
        Ok(())
    }
}

impl<D: Disk> Storage<D> {
    /// A new salt.
    pub(super) fn new_salt(&self) -> Result<Salt, StorageError> {
        let mut salt = Salt::default();
        self.chance.fill(&mut salt)?;
        Ok(salt)
    }

    /// The folded entries that no folded entry names, as of the fold position that was last refreshed.
    pub fn folded_heads(&self) -> Vec<Head> {
        self.stored_position().ledger.heads
    }

    /// What writes the entries of a fold into the ledger, and where it then ends.
    pub(super) async fn ledger_steps(
        &self,
        before: &LedgerEnd,
        (fold, now): (u64, u64),
        items: Vec<Item>,
    ) -> Result<(Vec<Step>, LedgerEnd), StorageError> {
        let mut end = before.clone();
        if end.items == 0 && items.is_empty() {
            return Ok((Vec::new(), end));
        }
        if end.items == 0 {
            // A version before the chain may have folded last, and written the position without the end.
            end = self.read_ledger_end().await?;
        }
        let items = std::iter::once(Item::Fold { number: fold, at: now }).chain(items);
        let items: Vec<Vec<u8>> = items.map(|item| item.encode()).collect();
        for item in &items {
            end.add(item).map_err(|_| StorageError::TooLarge("the ledger"))?;
        }
        let mut changed = BTreeMap::new();
        self.append_items(LEDGER, items, ITEMS_IN_A_PAGE, ITEMS_IN_A_PAGE, &mut changed).await?;
        let steps = changed.iter().map(|(number, items)| self.history_step(ledger_page(*number), items));
        Ok((steps.collect::<Result<_, _>>()?, end))
    }

    /// Where the ledger ends by its own pages.
    async fn read_ledger_end(&self) -> Result<LedgerEnd, StorageError> {
        let mut end = LedgerEnd::default();
        for (_, items) in self.history_pages(LEDGER).await? {
            for item in items.unwrap_or_default() {
                // What cannot be read is told by the check; here it only has to go on.
                let _ = end.add(&item);
            }
        }
        Ok(end)
    }

    /// The pages of the ledger with their numbers, some at a time.
    pub(super) async fn ledger_pages(
        &self,
        from: u32,
        count: u32,
    ) -> Result<Vec<(u32, String, Result<Vec<Vec<u8>>, Unreadable>)>, StorageError> {
        let (_, to) = folder(LEDGER);
        let objects = self.disk.range(Store::History, Some(ledger_page(from).into()), Some(to), count).await?;
        let page = |(key, sealed): (Key, Vec<u8>)| {
            let number = last_number(&key)?;
            let name = key.text()?;
            let plain = self.open_object(Store::History, name, &sealed);
            let items = plain.and_then(|plain| pack::unpack_list(&plain).map_err(|_| Unreadable::Unknown));
            Some((number, object_name(Store::History, name), items))
        };
        Ok(objects.into_iter().filter_map(page).collect())
    }
}

pub(super) fn ledger_page(number: u32) -> String {
    format!("{LEDGER}/{number:08}")
}
