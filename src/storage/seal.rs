//! The one sealed form of everything on disk.
//!
//! ```text
//! "BRW1" · format (1 byte, 1) · algorithm (1 byte) · key id (16) · nonce (24) · ciphertext · tag (16)
//! authenticated with it: "burrow1" · purpose (1) · book id (16) · format (1) · algorithm (1) · the object's name
//! algorithm: 1 = XChaCha20-Poly1305
//!            2 = the same over: length before compressing (4, little-endian) · LZ4 block
//! ```
//! Pages of many records are compressed first: a third of the bytes to encrypt, to write and to read again. What is small
//! or holds one record is not, so that its size tells nothing of what it says.
//!
//! So an object that was changed, cut, put in another's place or taken from another book does not open. The key id is the
//! first half of SHA-256 over the key and a label: it tells a wrong key from damage, and binds the sealed object to one
//! key, which the algorithm alone does not. Nonces are random; with 192 bits they do not repeat.

use super::chance::{Chance, ChanceFailed};
use crate::domain::id::BookId;
use chacha20poly1305::{AeadInOut, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

const MAGIC: &[u8; 4] = b"BRW1";
const FORMAT: u8 = 1;
const PLAIN: u8 = 1;
const COMPRESSED: u8 = 2;
/// From this length on pages are compressed.
const LEAST_COMPRESSED: usize = 1024;
/// An LZ4 block holds at most so many bytes for each of its own: longer runs are told by a byte each 255.
const MOST_EXPANDED: usize = 255;
const KEY_ID_LABEL: &[u8] = b"burrow1/key-id";
const ALGORITHM_AT: usize = 4 + 1;
const NONCE_AT: usize = ALGORITHM_AT + 1 + 16;
const CIPHERTEXT_AT: usize = NONCE_AT + 24;
const TAG_LENGTH: usize = 16;

/// How many bytes longer a sealed object is at most.
pub const OVERHEAD: usize = CIPHERTEXT_AT + TAG_LENGTH;

/// What a sealed object is for; an object for one purpose does not open as another. The numbers are frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A journal row.
    Journal = 1,
    /// A page of records.
    Page = 2,
    /// A page of history or of operations.
    History = 3,
    /// A page of an import.
    Batch = 4,
    /// A chunk of a file.
    Attachment = 5,
    /// The book's own bookkeeping.
    Meta = 6,
    /// A record on a server.
    Document = 7,
    /// What a device tells the others, on a server.
    Head = 8,
    /// What says which book it is, on a server.
    Shared = 9,
    /// A code by which a device joins.
    Invitation = 10,
}

/// Why an object could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was changed, cut, or is not the object it should be.
    #[error("a sealed object is damaged")]
    Damaged,
    /// It was sealed with another key.
    #[error("a sealed object belongs to another key")]
    OtherKey,
    /// A newer version sealed it in a form that this one does not know.
    #[error("a newer version of the app sealed the object")]
    NewerFormat,
    /// More than the algorithm seals at once, 256 GiB.
    #[error("an object is too large to be sealed")]
    TooLarge,
    /// There were no random bytes for a nonce.
    #[error(transparent)]
    Chance(#[from] ChanceFailed),
}

/// Which key a sealed object needs, without telling the key.
pub fn key_id(key: &[u8; 32]) -> [u8; 16] {
    let digest = Sha256::new().chain_update(key).chain_update(KEY_ID_LABEL).finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    id
}

/// Seals and opens the objects of one book. Forgets its key when dropped.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: [u8; 16],
    book: BookId,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sealer").field("book", &self.book).finish_non_exhaustive()
    }
}

impl Sealer {
    /// Seals with `key` for `book`.
    pub fn new(key: &Zeroizing<[u8; 32]>, book: BookId) -> Sealer {
        let cipher_key: &Key = (&**key).into();
        Sealer { cipher: XChaCha20Poly1305::new(cipher_key), key_id: key_id(key), book }
    }

    /// Which key it has.
    pub fn key_id(&self) -> [u8; 16] {
        self.key_id
    }

    fn associated_data(&self, purpose: Purpose, algorithm: u8, object: &str) -> Vec<u8> {
        let mut data = Vec::with_capacity(26 + object.len());
        data.extend_from_slice(b"burrow1");
        data.push(purpose as u8);
        data.extend_from_slice(&self.book.0.to_bytes());
        data.push(FORMAT);
        data.push(algorithm);
        data.extend_from_slice(object.as_bytes());
        data
    }

    /// Seals `plain` as the object of that name.
    pub fn seal(
        &self,
        purpose: Purpose,
        object: &str,
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; 24];
        chance.fill(&mut nonce)?;
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
        sealed.extend_from_slice(MAGIC);
        sealed.push(FORMAT);
        sealed.push(PLAIN);
        sealed.extend_from_slice(&self.key_id);
        sealed.extend_from_slice(&nonce);
        let algorithm = if is_compressed(purpose) && compress(plain, &mut sealed) { COMPRESSED } else { PLAIN };
        if algorithm == PLAIN {
            sealed.extend_from_slice(plain);
        }
        sealed[ALGORITHM_AT] = algorithm;
        let associated_data = self.associated_data(purpose, algorithm, object);
        let buffer = (&mut sealed[CIPHERTEXT_AT..]).into();
        let tag = self
            .cipher
            .encrypt_inout_detached(&XNonce::from(nonce), &associated_data, buffer)
            .map_err(|_| SealError::TooLarge)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens the object of that name.
    pub fn open(&self, purpose: Purpose, object: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (head, rest) = sealed.split_at_checked(CIPHERTEXT_AT).ok_or(SealError::Damaged)?;
        if !head.starts_with(MAGIC) {
            return Err(SealError::Damaged);
        }
        let algorithm = head[ALGORITHM_AT];
        if head[4] != FORMAT || !matches!(algorithm, PLAIN | COMPRESSED) {
            return Err(SealError::NewerFormat);
        }
        if head[6..NONCE_AT] != self.key_id {
            return Err(SealError::OtherKey);
        }
        let nonce = XNonce::try_from(&head[NONCE_AT..]).map_err(|_| SealError::Damaged)?;
        let at = rest.len().checked_sub(TAG_LENGTH).ok_or(SealError::Damaged)?;
        let tag = Tag::try_from(&rest[at..]).map_err(|_| SealError::Damaged)?;
        let mut plain = rest[..at].to_vec();
        let associated_data = self.associated_data(purpose, algorithm, object);
        let buffer = plain.as_mut_slice().into();
        self.cipher.decrypt_inout_detached(&nonce, &associated_data, buffer, &tag).map_err(|_| SealError::Damaged)?;
        if algorithm == COMPRESSED { decompressed(&plain).ok_or(SealError::Damaged) } else { Ok(plain) }
    }
}

/// Whether objects for that purpose hold many records, of which one can be told by another.
fn is_compressed(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Page | Purpose::History | Purpose::Batch)
}

/// Appends the compressed form to `into`; `false`, and nothing appended, where that would save nothing.
fn compress(plain: &[u8], into: &mut Vec<u8>) -> bool {
    let Ok(length) = u32::try_from(plain.len()) else { return false };
    if plain.len() < LEAST_COMPRESSED {
        return false;
    }
    let start = into.len();
    into.extend_from_slice(&length.to_le_bytes());
    let block_at = into.len();
    into.resize(block_at + lz4_flex::block::get_maximum_output_size(plain.len()), 0);
    match lz4_flex::block::compress_into(plain, &mut into[block_at..]) {
        Ok(written) if block_at - start + written < plain.len() => {
            into.truncate(block_at + written);
            true
        }
        _ => {
            into.truncate(start);
            false
        }
    }
}

fn decompressed(bytes: &[u8]) -> Option<Vec<u8>> {
    let (length, block) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if length > block.len().saturating_mul(MOST_EXPANDED) {
        return None;
    }
    let plain = lz4_flex::block::decompress(block, length).ok()?;
    (plain.len() == length).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::test_cases::cases;
    use proptest::prelude::*;
    use std::cell::RefCell;
    use std::fs::File;
    use std::io::{BufReader, Read};

    struct Counting;

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
            for (index, byte) in bytes.iter_mut().enumerate() {
                *byte = index as u8;
            }
            Ok(())
        }
    }

    fn sealer(key: u8, book: u8) -> Sealer {
        Sealer::new(&Zeroizing::new([key; 32]), BookId(Id::from_bytes([book; 16])))
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        sealer(7, 9).seal(Purpose::Page, "0000/00002/00000001", plain, &Counting).unwrap()
    }

    #[test]
    fn what_was_sealed_in_format_1_opens_for_ever() {
        let frozen = include_str!("../../tests/data/formats/sealed_1.hex").trim();
        let bytes: Vec<u8> =
            (0..frozen.len()).step_by(2).map(|at| u8::from_str_radix(&frozen[at..at + 2], 16).unwrap()).collect();
        let plain = sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &bytes);
        assert_eq!(plain.as_deref(), Ok(&b"what was sealed in format 1 opens for ever"[..]));
        assert_eq!(sealed(b"what was sealed in format 1 opens for ever"), bytes);
    }

    /// The random numbers of this machine.
    struct Machine(RefCell<BufReader<File>>);

    impl Chance for Machine {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
            self.0.borrow_mut().read_exact(bytes).unwrap();
            Ok(())
        }
    }

    #[test]
    fn no_nonce_is_used_twice() {
        let chance = Machine(RefCell::new(BufReader::new(File::open("/dev/urandom").unwrap())));
        let sealer = sealer(7, 9);
        let nonce = |_| -> [u8; 24] {
            let bytes = sealer.seal(Purpose::Journal, "object", b"plain", &chance).unwrap();
            bytes[NONCE_AT..CIPHERTEXT_AT].try_into().unwrap()
        };
        let mut nonces: Vec<[u8; 24]> = (0..cases(20_000, 10_000_000)).map(nonce).collect();
        nonces.sort_unstable();
        assert!(nonces.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn pages_are_compressed_and_what_holds_one_record_is_not() {
        let check = |purpose: Purpose, plain: &[u8], algorithm: u8| {
            let bytes = sealer(7, 9).seal(purpose, "object", plain, &Counting).unwrap();
            assert_eq!(bytes[ALGORITHM_AT], algorithm, "{purpose:?} of {} bytes", plain.len());
            assert_eq!(bytes.len() < plain.len(), algorithm == COMPRESSED);
            assert_eq!(sealer(7, 9).open(purpose, "object", &bytes).as_deref(), Ok(plain));
        };
        let page = b"one record much like the others; ".repeat(500);
        check(Purpose::Page, &page, COMPRESSED);
        check(Purpose::Batch, &page, COMPRESSED);
        check(Purpose::History, &page, COMPRESSED);
        check(Purpose::Journal, &page, PLAIN);
        check(Purpose::Attachment, &page, PLAIN);
        check(Purpose::Page, &page[..LEAST_COMPRESSED - 1], PLAIN);
        let digests = (0..100u8).flat_map(|number| Sha256::digest([number]));
        check(Purpose::Page, &digests.collect::<Vec<u8>>(), PLAIN);
    }

    #[test]
    fn a_length_that_no_block_can_have_is_refused_before_memory_is_taken() {
        assert_eq!(decompressed(&[0xff, 0xff, 0xff, 0xff, 0x10, 0x41]), None);
        assert_eq!(decompressed(&[1, 0]), None);
        assert_eq!(decompressed(&[9, 0, 0, 0, 0x10, 0x41]), None);
    }

    #[test]
    fn another_name_purpose_book_or_key_does_not_open() {
        let bytes = sealed(b"plain");
        let check = |sealer: Sealer, purpose, object: &str, expected: Result<&[u8], SealError>| {
            assert_eq!(
                sealer.open(purpose, object, &bytes).as_deref(),
                expected.as_ref().map(|plain| *plain),
                "{purpose:?} {object}"
            );
        };
        check(sealer(7, 9), Purpose::Page, "0000/00002/00000001", Ok(b"plain"));
        check(sealer(7, 9), Purpose::Page, "0000/00002/00000002", Err(SealError::Damaged));
        check(sealer(7, 9), Purpose::Batch, "0000/00002/00000001", Err(SealError::Damaged));
        check(sealer(7, 8), Purpose::Page, "0000/00002/00000001", Err(SealError::Damaged));
        check(sealer(6, 9), Purpose::Page, "0000/00002/00000001", Err(SealError::OtherKey));
    }

    #[test]
    fn debug_output_tells_nothing_of_the_key() {
        assert!(!format!("{:?}", sealer(7, 9)).contains("7, 7"));
    }

    #[test]
    fn every_single_flipped_bit_is_refused() {
        let bytes = sealed(b"a customer's phone number");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &flipped).is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn anything_sealed_opens_again_and_nothing_cut_does(plain in prop::collection::vec(any::<u8>(), 0..2000), cut: usize) {
            let bytes = sealed(&plain);
            prop_assert!(bytes.len() <= plain.len() + OVERHEAD);
            prop_assert_eq!(sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &bytes), Ok(plain));
            prop_assert!(sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &bytes[..cut % bytes.len()]).is_err());
        }

        #[test]
        fn a_compressed_page_opens_again(word in "[a-z]{1,20}", count in 1usize..2000) {
            let plain = word.repeat(count).into_bytes();
            let bytes = sealed(&plain);
            prop_assert_eq!(sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &bytes), Ok(plain));
        }

        #[test]
        fn a_flipped_bit_anywhere_is_refused(plain in prop::collection::vec(any::<u8>(), 0..300), at: usize, bit in 0u32..8) {
            let mut bytes = sealed(&plain);
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert!(sealer(7, 9).open(Purpose::Page, "0000/00002/00000001", &bytes).is_err());
        }
    }
}
