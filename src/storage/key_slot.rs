//! Key slots: the book's key, wrapped so that a passphrase or the recovery key opens it.
//!
//! In the header a slot is an array of its kind · its body (bin) · its checksum (bin 8). The key in the clear is the one
//! exception, see `vault`. What an unknown kind holds is carried along as it is.
//!
//! ```text
//! 1, passphrase     memory in KiB (4) · passes (4) · lanes (4) · wrapped key
//! 2, recovery key   wrapped key
//! wrapped key       salt (16) · nonce (24) · the book's key, sealed with XChaCha20-Poly1305 (32 + 16) · commitment (32)
//! checksum          the first 8 bytes of SHA-256 over "burrow1/slot-check" · book id (16) · kind (1) · body
//! ```
//! A slot's secret is what the passphrase was stretched into (32 bytes, Argon2id with this salt), or the recovery key (20
//! random bytes, which need no stretching). HKDF-SHA256 (RFC 5869) over it, with the salt and a context, gives two keys that
//! tell nothing of each other: one seals, the other is the commitment. The context, which is also authenticated with the
//! sealed key, is "burrow1" · 7 (the purpose "slot") · book id · kind · memory · passes · lanes · salt.
//!
//! The checksum tells damage from a wrong passphrase before any guess is made. The commitment binds a slot to one secret,
//! which the sealing alone does not do (Len, Grubbs, Ristenpart: Partitioning Oracle Attacks, USENIX Security 2021).

use super::chance::{Chance, ChanceFailed};
use crate::domain::id::BookId;
use crate::domain::secret::{KeySecret, Stretching};
use chacha20poly1305::{AeadInOut, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The kind of a slot that a passphrase opens.
pub(super) const PASSPHRASE: u64 = 1;
/// The kind of a slot that the recovery key opens.
pub(super) const RECOVERY: u64 = 2;

/// The purpose "slot", beside those of sealed objects.
const SLOT_PURPOSE: u8 = 7;
const CHECK_LABEL: &[u8] = b"burrow1/slot-check";
const WRAP_LABEL: &[u8] = b"burrow1/slot-wrap";
const COMMIT_LABEL: &[u8] = b"burrow1/slot-commit";
const WRAPPED_LENGTH: usize = 16 + 24 + 32 + 16 + 32;

/// A book's key.
pub(super) type BookKey = Zeroizing<[u8; 32]>;

/// A slot as the header holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) kind: u64,
    pub(super) body: Vec<u8>,
    pub(super) check: Vec<u8>,
}

/// Why a slot gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotProblem {
    /// Its bytes are not those that were written.
    Damaged,
    /// Its parameters are outside of the limits.
    Refused,
    /// The secret is another one.
    WrongSecret,
}

/// A key that was sealed for one secret.
struct Wrapped {
    salt: [u8; 16],
    nonce: [u8; 24],
    sealed: [u8; 48],
    commitment: [u8; 32],
}

impl Wrapped {
    fn encode(&self) -> Vec<u8> {
        [&self.salt[..], &self.nonce, &self.sealed, &self.commitment].concat()
    }

    fn decode(bytes: &[u8]) -> Option<Wrapped> {
        if bytes.len() != WRAPPED_LENGTH {
            return None;
        }
        Some(Wrapped {
            salt: bytes[..16].try_into().ok()?,
            nonce: bytes[16..40].try_into().ok()?,
            sealed: bytes[40..88].try_into().ok()?,
            commitment: bytes[88..].try_into().ok()?,
        })
    }
}

/// What a slot is for, written where it cannot be changed unnoticed.
fn context(book: BookId, kind: u64, how: Option<Stretching>, salt: &[u8; 16]) -> Vec<u8> {
    let mut context = b"burrow1".to_vec();
    context.push(SLOT_PURPOSE);
    context.extend_from_slice(&book.0.to_bytes());
    context.extend_from_slice(&kind.to_be_bytes());
    let costs = how.map_or([0; 3], |how| [how.memory(), how.passes(), how.lanes()]);
    costs.iter().for_each(|cost| context.extend_from_slice(&cost.to_be_bytes()));
    context.extend_from_slice(salt);
    context
}

/// The key that seals, and the commitment.
fn keys_of(secret: &[u8], salt: &[u8; 16], context: &[u8]) -> Result<(BookKey, [u8; 32]), SlotProblem> {
    let extracted = Hkdf::<Sha256>::new(Some(salt), secret);
    let mut sealing = Zeroizing::new([0; 32]);
    let mut commitment = [0; 32];
    // It refuses lengths beyond 8,160 bytes alone.
    extracted.expand_multi_info(&[WRAP_LABEL, context], &mut *sealing).map_err(|_| SlotProblem::Damaged)?;
    extracted.expand_multi_info(&[COMMIT_LABEL, context], &mut commitment).map_err(|_| SlotProblem::Damaged)?;
    Ok((sealing, commitment))
}

fn checksum(book: BookId, kind: u64, body: &[u8]) -> Vec<u8> {
    let digest = Sha256::new()
        .chain_update(CHECK_LABEL)
        .chain_update(book.0.to_bytes())
        .chain_update(kind.to_be_bytes())
        .chain_update(body)
        .finalize();
    digest[..8].to_vec()
}

fn wrap(
    secret: &[u8],
    salt: [u8; 16],
    context: &[u8],
    key: &BookKey,
    chance: &dyn Chance,
) -> Result<Wrapped, ChanceFailed> {
    let mut nonce = [0; 24];
    chance.fill(&mut nonce)?;
    let (sealing, commitment) = keys_of(secret, &salt, context).map_err(|_| ChanceFailed)?;
    let sealing: &Key = (&*sealing).into();
    let mut buffer = Zeroizing::new(**key);
    let tag = XChaCha20Poly1305::new(sealing)
        .encrypt_inout_detached(&XNonce::from(nonce), context, buffer.as_mut_slice().into())
        .map_err(|_| ChanceFailed)?;
    let mut sealed = [0; 48];
    sealed[..32].copy_from_slice(&*buffer);
    sealed[32..].copy_from_slice(&tag);
    Ok(Wrapped { salt, nonce, sealed, commitment })
}

fn unwrap(secret: &[u8], context: &[u8], wrapped: &Wrapped) -> Result<BookKey, SlotProblem> {
    let (sealing, commitment) = keys_of(secret, &wrapped.salt, context)?;
    if !is_equal(&commitment, &wrapped.commitment) {
        return Err(SlotProblem::WrongSecret);
    }
    let sealing: &Key = (&*sealing).into();
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&wrapped.sealed[..32]);
    let tag = Tag::try_from(&wrapped.sealed[32..]).map_err(|_| SlotProblem::Damaged)?;
    XChaCha20Poly1305::new(sealing)
        .decrypt_inout_detached(&XNonce::from(wrapped.nonce), context, key.as_mut_slice().into(), &tag)
        .map_err(|_| SlotProblem::Damaged)?;
    Ok(key)
}

/// Compares in a time that does not tell where two differ.
fn is_equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.iter().zip(other).fold(0, |difference, (one, other)| difference | (one ^ other)) == 0
}

impl Slot {
    fn new(book: BookId, kind: u64, body: Vec<u8>) -> Slot {
        let check = checksum(book, kind, &body);
        Slot { kind, body, check }
    }

    /// A slot that this secret opens. The salt of a passphrase is the one that it was stretched with.
    pub(super) fn seal(
        book: BookId,
        secret: &KeySecret,
        how: Option<Stretching>,
        key: &BookKey,
        chance: &dyn Chance,
    ) -> Result<Slot, ChanceFailed> {
        match (secret, how) {
            (KeySecret::Stretched(stretched), Some(how)) => {
                let context = context(book, PASSPHRASE, Some(how), how.salt());
                let wrapped = wrap(stretched.bytes(), *how.salt(), &context, key, chance)?;
                let costs = [how.memory(), how.passes(), how.lanes()].map(u32::to_be_bytes).concat();
                Ok(Slot::new(book, PASSPHRASE, [costs, wrapped.encode()].concat()))
            }
            (KeySecret::Stretched(bytes) | KeySecret::Recovery(bytes), _) => {
                let mut salt = [0; 16];
                chance.fill(&mut salt)?;
                let context = context(book, RECOVERY, None, &salt);
                let wrapped = wrap(bytes.bytes(), salt, &context, key, chance)?;
                Ok(Slot::new(book, RECOVERY, wrapped.encode()))
            }
        }
    }

    /// How its passphrase is stretched.
    pub(super) fn stretching(&self, book: BookId) -> Result<Stretching, SlotProblem> {
        self.check(book)?;
        let cost = |at: usize| {
            let bytes = self.body.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map(u32::from_be_bytes).ok_or(SlotProblem::Damaged)
        };
        let salt = self.body.get(12..28).and_then(|bytes| bytes.try_into().ok()).ok_or(SlotProblem::Damaged)?;
        Stretching::new(cost(0)?, cost(1)?, cost(2)?, salt).map_err(|_| SlotProblem::Refused)
    }

    /// Whether its bytes are those that were written.
    pub(super) fn check(&self, book: BookId) -> Result<(), SlotProblem> {
        if self.check == checksum(book, self.kind, &self.body) { Ok(()) } else { Err(SlotProblem::Damaged) }
    }

    /// Whether a secret is of the sort that opens it.
    pub(super) fn is_for(&self, secret: &KeySecret) -> bool {
        match secret {
            KeySecret::Stretched(_) => self.kind == PASSPHRASE,
            KeySecret::Recovery(_) => self.kind == RECOVERY,
        }
    }

    /// The book's key.
    pub(super) fn open(&self, book: BookId, secret: &KeySecret) -> Result<BookKey, SlotProblem> {
        self.check(book)?;
        let (how, bytes, rest) = match secret {
            KeySecret::Stretched(bytes) => {
                (Some(self.stretching(book)?), bytes, self.body.get(12..).ok_or(SlotProblem::Damaged)?)
            }
            KeySecret::Recovery(bytes) => (None, bytes, self.body.as_slice()),
        };
        let wrapped = Wrapped::decode(rest).ok_or(SlotProblem::Damaged)?;
        let context = context(book, self.kind, how, &wrapped.salt);
        unwrap(bytes.bytes(), &context, &wrapped)
    }
}

#[cfg(test)]
#[path = "key_slot_tests.rs"]
mod tests;
