//! The book's header: its identifier and its key, or what unlocks it.
//!
//! `meta["book"]`, in the clear: array of format (1) · book id (bin 16) · created (ms) · key slots. A slot is an array that
//! begins with its number: `[0, key (bin 32), key id (bin 16)]` is a key in the clear. Other numbers are left for what
//! asks for a passphrase; then only the key slots change, and nothing that was sealed.

use super::chance::Chance;
use super::disk::{Disk, Guard, Step, Store, Write, Written};
use super::error::StorageError;
use super::pack::{Malformed, Packer, Unpacker};
use super::seal::key_id;
use crate::domain::id::{BookId, Id};
use zeroize::Zeroizing;

const KEY: &str = "book";
const FORMAT: u64 = 1;
const CLEAR: u64 = 0;

/// An unlocked book.
pub struct Vault {
    /// Which book it is.
    pub book: BookId,
    /// When it was made, in milliseconds since 1970.
    pub created: u64,
    /// What its objects are sealed with.
    pub key: Zeroizing<[u8; 32]>,
}

impl Vault {
    /// Reads the header, or makes a book in an empty database. Never makes one where there is data without a header,
    /// since that would seal new objects with another key beside old ones that nobody can open.
    pub async fn open_or_create<D: Disk>(
        disk: &D,
        chance: &dyn Chance,
        now_milliseconds: u64,
    ) -> Result<Vault, StorageError> {
        if let Some(header) = disk.get(Store::Meta, KEY.into()).await? {
            return Vault::decode(&header);
        }
        for store in [Store::Meta, Store::Journal, Store::Pages, Store::History, Store::Batches, Store::Attachments] {
            if !disk.keys(store, None, None, 1).await?.is_empty() {
                // Another tab may have made the book since the first look.
                return match disk.get(Store::Meta, KEY.into()).await? {
                    Some(header) => Vault::decode(&header),
                    None => Err(StorageError::BookMissing),
                };
            }
        }
        let vault = Vault::make(chance, now_milliseconds)?;
        let guard = Guard { store: Store::Meta, key: KEY.to_owned(), expected: None };
        let steps = vec![Step::Put { store: Store::Meta, key: KEY.to_owned(), bytes: vault.encode() }];
        match disk.write(Write { guard: Some(guard), steps }).await? {
            Written::Done { .. } => Ok(vault),
            // Another tab made it meanwhile: its book is the one.
            Written::GuardFailed => match disk.get(Store::Meta, KEY.into()).await? {
                Some(header) => Vault::decode(&header),
                None => Err(StorageError::BookMissing),
            },
        }
    }

    fn make(chance: &dyn Chance, now_milliseconds: u64) -> Result<Vault, StorageError> {
        let mut key = Zeroizing::new([0; 32]);
        chance.fill(&mut *key)?;
        let mut random = [0; 10];
        chance.fill(&mut random)?;
        Ok(Vault { book: BookId(Id::from_parts(now_milliseconds, random)), created: now_milliseconds, key })
    }

    fn encode(&self) -> Vec<u8> {
        let mut header = Packer::default();
        header.array(4).number(FORMAT).bytes(&self.book.0.to_bytes()).number(self.created);
        header.array(1).array(3).number(CLEAR).bytes(&*self.key).bytes(&key_id(&self.key));
        header.finish()
    }

    fn decode(header: &[u8]) -> Result<Vault, StorageError> {
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
        let slots = from.array().map_err(damaged)?;
        // The key in the clear, where there is one, is the first slot.
        if slots == 0 {
            return Err(StorageError::BookDamaged);
        }
        let slot_elements = from.array().map_err(damaged)?;
        if from.number::<u64>().map_err(damaged)? != CLEAR {
            return Err(StorageError::Locked);
        }
        if slot_elements != 3 {
            return Err(StorageError::BookDamaged);
        }
        let key = Zeroizing::new(from.exactly::<32>().map_err(damaged)?);
        if from.exactly::<16>().map_err(damaged)? != key_id(&key) {
            return Err(StorageError::BookDamaged);
        }
        Ok(Vault { book, created, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault { book: BookId(Id::from_bytes([3; 16])), created: 1_700_000_000_000, key: Zeroizing::new([5; 32]) }
    }

    #[test]
    fn a_header_reads_back_and_a_flipped_bit_never_gives_another_key() {
        let header = vault().encode();
        for bit in 0..header.len() * 8 {
            let mut flipped = header.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Ok(read) = Vault::decode(&flipped) {
                assert_eq!(*read.key, [5; 32], "bit {bit}");
            }
        }
        let read = Vault::decode(&header).map(|vault| (vault.book, vault.created, *vault.key));
        assert_eq!(read, Ok((vault().book, vault().created, [5; 32])));
    }

    #[test]
    fn what_cannot_be_opened_is_told_apart() {
        let check = |header: Vec<u8>, expected: StorageError| assert_eq!(Vault::decode(&header).err(), Some(expected));
        let book = [3; 16];
        check(Packer::default().array(4).number(2).nil().finish(), StorageError::NewerBook { format: 2 });
        check(
            Packer::default().array(4).number(1).bytes(&book).number(9).array(1).array(2).number(1).nil().finish(),
            StorageError::Locked,
        );
        check(Packer::default().array(4).number(1).bytes(&book).number(9).array(0).finish(), StorageError::BookDamaged);
        check(vault().encode()[..40].to_vec(), StorageError::BookDamaged);
        check(Vec::new(), StorageError::BookDamaged);
    }
}
