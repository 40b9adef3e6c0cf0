//! The payload: chunks of 64 KiB, each sealed under its number and whether it is the last, so that none can be left out,
//! moved or cut off unnoticed.

use super::header::derive;
use super::{AgeError, FileKey};
use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, Key, KeyInit, Nonce, Tag};
use zeroize::Zeroizing;

/// Bytes of plain text in a chunk; only the last may have fewer.
pub const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

fn payload_cipher(key: &FileKey, nonce: &[u8; 16]) -> ChaCha20Poly1305 {
    let mut payload_key = Zeroizing::new([0; 32]);
    derive(&key.0, Some(nonce), b"payload", &mut payload_key);
    ChaCha20Poly1305::new(&Key::from(*payload_key))
}

/// Eleven bytes of the chunk's number, most significant first, and one that says whether it is the last.
fn chunk_nonce(number: u64, is_last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(is_last);
    Nonce::from(nonce)
}

/// Seals a payload piece by piece.
pub struct SealingStream {
    cipher: ChaCha20Poly1305,
    number: u64,
    waiting: Vec<u8>,
}

impl SealingStream {
    pub(super) fn new(key: &FileKey, nonce: &[u8; 16]) -> SealingStream {
        SealingStream { cipher: payload_cipher(key, nonce), number: 0, waiting: Vec::with_capacity(CHUNK) }
    }

    /// Takes the next bytes and writes what is complete.
    pub fn push(&mut self, mut plain: &[u8], into: &mut Vec<u8>) -> Result<(), AgeError> {
        while !plain.is_empty() {
            // A full chunk waits until it is known that another one follows.
            if self.waiting.len() == CHUNK {
                self.seal(false, into)?;
            }
            let (taken, rest) = plain.split_at(plain.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(taken);
            plain = rest;
        }
        Ok(())
    }

    /// Writes the last chunk. Without it nobody takes the file for whole.
    pub fn finish(&mut self, into: &mut Vec<u8>) -> Result<(), AgeError> {
        self.seal(true, into)
    }

    fn seal(&mut self, is_last: bool, into: &mut Vec<u8>) -> Result<(), AgeError> {
        let tag = self
            .cipher
            .encrypt_inout_detached(&chunk_nonce(self.number, is_last), &[], self.waiting.as_mut_slice().into())
            .map_err(|_| AgeError::Damaged)?;
        into.extend_from_slice(&self.waiting);
        into.extend_from_slice(&tag);
        self.waiting.clear();
        self.number += 1;
        Ok(())
    }
}

/// Opens a payload piece by piece. Every byte that it gives was authenticated; that the payload is whole is known only
/// after [`OpeningStream::finish`].
pub struct OpeningStream {
    cipher: ChaCha20Poly1305,
    number: u64,
    waiting: Vec<u8>,
}

impl OpeningStream {
    /// The payload whose first 16 bytes in the file are `nonce`.
    pub fn new(key: &FileKey, nonce: &[u8; 16]) -> OpeningStream {
        OpeningStream { cipher: payload_cipher(key, nonce), number: 0, waiting: Vec::new() }
    }

    /// Takes the next bytes and writes the plain text of the chunks that are complete.
    pub fn push(&mut self, sealed: &[u8], into: &mut Vec<u8>) -> Result<(), AgeError> {
        self.waiting.extend_from_slice(sealed);
        let mut at = 0;
        // One more byte shows that a full chunk is not the last.
        while self.waiting.len() - at > CHUNK + TAG {
            let chunk = &self.waiting[at..at + CHUNK + TAG];
            let plain = open(&self.cipher, self.number, false, chunk).ok_or(AgeError::Damaged)?;
            into.extend_from_slice(&plain);
            self.number += 1;
            at += CHUNK + TAG;
        }
        self.waiting.drain(..at);
        Ok(())
    }

    /// Writes the plain text of the last chunk; an error says that the file is not whole.
    pub fn finish(&mut self, into: &mut Vec<u8>) -> Result<(), AgeError> {
        match open(&self.cipher, self.number, true, &self.waiting) {
            Some(plain) if plain.is_empty() && self.number > 0 => Err(AgeError::Damaged),
            Some(plain) => {
                into.extend_from_slice(&plain);
                Ok(())
            }
            // Cut off at the border of two chunks, or inside of one, which cannot be told from a changed byte.
            None if self.waiting.len() < TAG => Err(AgeError::Truncated),
            None if open(&self.cipher, self.number, false, &self.waiting).is_some() => Err(AgeError::Truncated),
            None => Err(AgeError::Damaged),
        }
    }
}

fn open(cipher: &ChaCha20Poly1305, number: u64, is_last: bool, chunk: &[u8]) -> Option<Vec<u8>> {
    let (sealed, tag) = chunk.split_at_checked(chunk.len().checked_sub(TAG)?)?;
    let tag = Tag::from(<[u8; TAG]>::try_from(tag).ok()?);
    let mut plain = sealed.to_vec();
    cipher
        .decrypt_inout_detached(&chunk_nonce(number, is_last), &[], plain.as_mut_slice().into(), &tag)
        .ok()
        .map(|()| plain)
}
