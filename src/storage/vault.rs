//! The book's header: its identifier and its key, or what unlocks it.
//!
//! `meta["book"]`, in the clear: array of format (1) · book id (bin 16) · created (ms) · key slots. A slot is an array that
//! begins with its number: `[0, key (bin 32), key id (bin 16)]` is a key in the clear, and is then the only one; all others
//! are `[number, body (bin), checksum (bin)]` and stand in `key_slot`. With the lock on there is no key in the clear.

use super::chance::Chance;
use super::disk::{Disk, Guard, Step, Store, Write, Written};
use super::error::StorageError;
use super::key_slot::{BookKey, PASSPHRASE, RECOVERY, Slot, SlotProblem};
use super::pack::{Malformed, Packer, Unpacker};
use super::seal::key_id;
use crate::domain::id::{BookId, Id};
use crate::domain::secret::{KeySecret, Stretching};
use zeroize::Zeroizing;

/// The header's name in the store `meta`.
pub(super) const BOOK_KEY: &str = "book";
const FORMAT: u64 = 1;
const CLEAR: u64 = 0;
/// More slots than these are no header of ours.
const MOST_SLOTS: usize = 64;

/// What the header says, before it is unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) book: BookId,
    pub(super) created: u64,
    pub(super) keys: Keys,
}

/// What the header holds of the key.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Keys {
    /// The key itself.
    Clear(BookKey),
    /// What opens it.
    Slots(Vec<Slot>),
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Keys::Clear(_) => formatter.write_str("Clear"),
            Keys::Slots(slots) => formatter.debug_tuple("Slots").field(slots).finish(),
        }
    }
}

/// An unlocked book.
pub(super) struct Vault {
    /// What the header says.
    pub(super) header: Header,
    /// What its objects are sealed with.
    pub(super) key: BookKey,
}

/// How the lock of a book stands, in what anybody may know who has the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockState {
    /// A passphrase is asked for.
    pub is_on: bool,
    /// How the passphrase is stretched, where its slot can be read.
    pub stretching: Option<Stretching>,
    /// The slot of the passphrase is there and damaged; the recovery key may still open.
    pub passphrase_damaged: bool,
    /// There is a recovery key that can be tried.
    pub has_recovery_key: bool,
}

/// Reads the header as it lies on the disk; none in an empty database.
///
/// # Errors
/// When there is data and no header, and when the header cannot be read.
pub(super) async fn read_header<D: Disk>(disk: &D) -> Result<Option<(Header, Vec<u8>)>, StorageError> {
    if let Some(bytes) = disk.get(Store::Meta, BOOK_KEY.into()).await? {
        return Ok(Some((Header::decode(&bytes)?, bytes)));
    }
    for store in Store::ALL {
        if !disk.keys(store, None, None, 1).await?.is_empty() {
            // Another tab may have made the book since the first look.
            let bytes = disk.get(Store::Meta, BOOK_KEY.into()).await?.ok_or(StorageError::BookMissing)?;
            return Ok(Some((Header::decode(&bytes)?, bytes)));
        }
    }
    Ok(None)
}

impl Vault {
    /// Reads the header, or makes a book in an empty database. Never makes one where there is data without a header,
    /// since that would seal new objects with another key beside old ones that nobody can open. The header comes with it as
    /// it lies on the disk.
    pub(super) async fn open_or_create<D: Disk>(
        disk: &D,
        chance: &dyn Chance,
        now_milliseconds: u64,
    ) -> Result<(Vault, Vec<u8>), StorageError> {
        if let Some((header, bytes)) = read_header(disk).await? {
            return Ok((header.open_clear()?, bytes));
        }
        let vault = Vault::make(chance, now_milliseconds)?;
        let guard = Guard { store: Store::Meta, key: BOOK_KEY.to_owned(), expected: None };
        let bytes = vault.header.encode();
        let steps = vec![Step::Put { store: Store::Meta, key: BOOK_KEY.to_owned(), bytes: bytes.clone() }];
        match disk.write(Write::guarded(vec![guard], steps)).await? {
            Written::Done { .. } => Ok((vault, bytes)),
            // Another tab made it meanwhile: its book is the one.
            Written::GuardFailed => match read_header(disk).await? {
                Some((header, bytes)) => Ok((header.open_clear()?, bytes)),
                None => Err(StorageError::BookMissing),
            },
        }
    }

    fn make(chance: &dyn Chance, now_milliseconds: u64) -> Result<Vault, StorageError> {
        let key = new_key(chance)?;
        let mut random = [0; 10];
        chance.fill(&mut random)?;
        let book = BookId(Id::from_parts(now_milliseconds, random));
        Ok(Vault { header: Header { book, created: now_milliseconds, keys: Keys::Clear(key.clone()) }, key })
    }
}

/// A new random key.
pub(super) fn new_key(chance: &dyn Chance) -> Result<BookKey, StorageError> {
    let mut key = Zeroizing::new([0; 32]);
    chance.fill(&mut *key)?;
    Ok(key)
}

impl Header {
    fn open_clear(self) -> Result<Vault, StorageError> {
        match &self.keys {
            Keys::Clear(key) => Ok(Vault { key: key.clone(), header: self }),
            Keys::Slots(_) => Err(StorageError::Locked),
        }
    }

    /// Opens it with a secret.
    ///
    /// # Errors
    /// [`StorageError::WrongSecret`] when the secret is another one, [`StorageError::SlotDamaged`] when the slot that it
    /// should open cannot be read or is not there.
    pub(super) fn unlock(self, secret: &KeySecret) -> Result<Vault, StorageError> {
        let Keys::Slots(slots) = &self.keys else { return self.open_clear() };
        let mut outcome = StorageError::SlotDamaged;
        for slot in slots.iter().filter(|slot| slot.is_for(secret)) {
            match slot.open(self.book, secret) {
                Ok(key) => return Ok(Vault { key, header: self }),
                Err(SlotProblem::WrongSecret) => outcome = StorageError::WrongSecret,
                Err(SlotProblem::Damaged | SlotProblem::Refused) => {}
            }
        }
        Err(outcome)
    }

    pub(super) fn state(&self) -> LockState {
        let Keys::Slots(slots) = &self.keys else {
            return LockState { is_on: false, stretching: None, passphrase_damaged: false, has_recovery_key: false };
        };
        let passphrase = slots.iter().find(|slot| slot.kind == PASSPHRASE);
        let stretching = passphrase.and_then(|slot| slot.stretching(self.book).ok());
        let recovery = slots.iter().any(|slot| slot.kind == RECOVERY && slot.check(self.book).is_ok());
        LockState {
            is_on: true,
            stretching,
            passphrase_damaged: passphrase.is_some() && stretching.is_none(),
            has_recovery_key: recovery,
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut header = Packer::default();
        header.array(4).number(FORMAT).bytes(&self.book.0.to_bytes()).number(self.created);
        match &self.keys {
            Keys::Clear(key) => {
                header.array(1).array(3).number(CLEAR).bytes(&**key).bytes(&key_id(key));
            }
            Keys::Slots(slots) => {
                header.array(slots.len());
                for slot in slots {
                    header.array(3).number(slot.kind).bytes(&slot.body).bytes(&slot.check);
                }
            }
        }
        header.finish()
    }

    pub(super) fn decode(header: &[u8]) -> Result<Header, StorageError> {
        let mut from = Unpacker::new(header);
        let damaged = |_: Malformed| StorageError::BookDamaged;
        let elements = from.array().map_err(damaged)?;
        let format = from.number().map_err(damaged)?;
        if format > FORMAT {
            return Err(StorageError::NewerBook { format });
        }
        if elements != 4 || format != FORMAT {
            return Err(StorageError::BookDamaged);
        }
        let book = BookId(Id::from_bytes(from.exactly().map_err(damaged)?));
        let created = from.number().map_err(damaged)?;
        let keys = Keys::decode(&mut from)?;
        Ok(Header { book, created, keys })
    }
}

impl Keys {
    fn decode(from: &mut Unpacker<'_>) -> Result<Keys, StorageError> {
        let damaged = |_: Malformed| StorageError::BookDamaged;
        let count = from.array().map_err(damaged)?;
        if count == 0 || count > MOST_SLOTS {
            return Err(StorageError::BookDamaged);
        }
        let mut slots = Vec::with_capacity(count);
        for place in 0..count {
            if from.array().map_err(damaged)? != 3 {
                // A slot of another shape is a newer version's.
                return Err(StorageError::Locked);
            }
            let kind = from.number::<u64>().map_err(damaged)?;
            if kind == CLEAR {
                let key = Zeroizing::new(from.exactly::<32>().map_err(damaged)?);
                // Beside a slot it would make the lock a lie; no version writes that.
                if count != 1 || place != 0 || from.exactly::<16>().map_err(damaged)? != key_id(&key) {
                    return Err(StorageError::BookDamaged);
                }
                return Ok(Keys::Clear(key));
            }
            let body = from.bytes().map_err(damaged)?.to_vec();
            let check = from.bytes().map_err(damaged)?.to_vec();
            slots.push(Slot { kind, body, check });
        }
        Ok(Keys::Slots(slots))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let book = BookId(Id::from_bytes([3; 16]));
        Header { book, created: 1_700_000_000_000, keys: Keys::Clear(Zeroizing::new([5; 32])) }
    }

    #[test]
    fn a_header_reads_back_and_a_flipped_bit_never_gives_another_key() {
        let bytes = header().encode();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Ok(read) = Header::decode(&flipped).and_then(Header::open_clear) {
                assert_eq!(*read.key, [5; 32], "bit {bit}");
            }
        }
        assert_eq!(Header::decode(&bytes), Ok(header()));
    }

    #[test]
    fn what_cannot_be_opened_is_told_apart() {
        let check = |header: Vec<u8>, expected: StorageError| {
            assert_eq!(Header::decode(&header).and_then(Header::open_clear).err(), Some(expected));
        };
        let book = [3; 16];
        let begin = |slots: usize| {
            let mut packer = Packer::default();
            packer.array(4).number(1).bytes(&book).number(9).array(slots);
            packer
        };
        check(Packer::default().array(4).number(2).nil().finish(), StorageError::NewerBook { format: 2 });
        check(begin(1).array(3).number(9).bytes(b"a").bytes(b"b").finish(), StorageError::Locked);
        check(begin(1).array(2).number(1).nil().finish(), StorageError::Locked);
        check(begin(0).finish(), StorageError::BookDamaged);
        let clear_beside_a_slot = begin(2)
            .array(3)
            .number(9)
            .bytes(b"a")
            .bytes(b"b")
            .array(3)
            .number(0)
            .bytes(&[5; 32])
            .bytes(&key_id(&[5; 32]))
            .finish();
        check(clear_beside_a_slot, StorageError::BookDamaged);
        check(header().encode()[..40].to_vec(), StorageError::BookDamaged);
        check(Vec::new(), StorageError::BookDamaged);
    }

    #[test]
    fn debug_output_tells_nothing_of_the_key() {
        assert!(!format!("{:?}", header()).contains("5, 5"));
    }
}
