//! The header: who can open the file.
//!
//! ```text
//! age-encryption.org/v1
//! -> scrypt {salt, 16 bytes} {work}
//! {the file's key, sealed, 32 bytes}
//! --- {authentication of all above, 32 bytes}
//! ```
//! Bytes stand as base64 without padding. A file with a passphrase has this one stanza and no other.

use super::{AgeError, FileKey, MOST_WORK, RANDOM_BYTES, SealingStream};
use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, Key, KeyInit, Nonce, Tag};
use data_encoding::BASE64_NOPAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use scrypt::{Params, scrypt};
use sha2::Sha256;
use zeroize::Zeroizing;

const VERSION_LINE: &str = "age-encryption.org/v1\n";
const ANY_VERSION: &[u8] = b"age-encryption.org/";
const SALT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
/// A header longer than this is none of a passphrase.
const LONGEST_HEADER: usize = 16 * 1024;

/// A header that was read and is not unlocked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    salt: [u8; 16],
    work: u8,
    wrapped: [u8; 32],
    /// What is authenticated: all up to the three dashes.
    authenticated: Vec<u8>,
    mac: [u8; 32],
    /// Where the payload begins, in bytes from the start of the file.
    pub length: usize,
}

/// A file that was begun: the bytes that come first, and what seals the rest.
pub struct Started {
    /// The header and the nonce of the payload.
    pub bytes: Vec<u8>,
    /// Seals the payload.
    pub payload: SealingStream,
}

/// Begins a file that the passphrase opens. `work` is the binary logarithm of scrypt's cost, see [`super::USUAL_WORK`].
///
/// # Errors
/// [`AgeError::TooMuchWork`] for a cost that is not between 1 and [`MOST_WORK`].
pub fn begin(passphrase: &str, work: u8, random: &[u8; RANDOM_BYTES]) -> Result<Started, AgeError> {
    let part = |at: usize| -> [u8; 16] { std::array::from_fn(|index| random[at + index]) };
    let (salt, file_key, nonce) = (part(0), FileKey(part(16)), part(32));
    let mut wrapped = file_key.0.to_vec();
    let tag = wrapping_cipher(passphrase, &salt, work)?
        .encrypt_inout_detached(&Nonce::default(), &[], wrapped.as_mut_slice().into())
        .map_err(|_| AgeError::Damaged)?;
    wrapped.extend_from_slice(&tag);
    let base64 = |bytes: &[u8]| BASE64_NOPAD.encode(bytes);
    let mut text = format!("{VERSION_LINE}-> scrypt {} {work}\n{}\n---", base64(&salt), base64(&wrapped));
    let mac = header_mac(&file_key, text.as_bytes()).finalize().into_bytes();
    text.push_str(&format!(" {}\n", base64(&mac)));
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&nonce);
    Ok(Started { bytes, payload: SealingStream::new(&file_key, &nonce) })
}

/// The header at the start of a file; `None` where `start` ends before it does.
///
/// # Errors
/// Says why this is not a file that a passphrase of a person opens here.
pub fn read_header(start: &[u8]) -> Result<Option<Header>, AgeError> {
    let shown = &start[..start.len().min(VERSION_LINE.len())];
    if !VERSION_LINE.as_bytes().starts_with(shown) {
        return Err(if start.starts_with(ANY_VERSION) { AgeError::OtherVersion } else { AgeError::NotAge });
    }
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(length) = start[at..].iter().take(LONGEST_HEADER).position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&start[at..at + length]).map_err(|_| AgeError::Damaged)?;
        lines.push((at, line));
        at += length + 1;
        if line.starts_with("---") {
            return parse(start, &lines, at).map(Some);
        }
        if at > LONGEST_HEADER {
            break;
        }
    }
    if start.len() > LONGEST_HEADER { Err(AgeError::Damaged) } else { Ok(None) }
}

fn parse(start: &[u8], lines: &[(usize, &str)], length: usize) -> Result<Header, AgeError> {
    let stanzas = lines.iter().filter(|(_, line)| line.starts_with("-> ")).count();
    let [_, (_, stanza), (_, body), (mac_at, mac)] = lines else {
        let is_scrypt = stanzas == 1 && lines.get(1).is_some_and(|(_, line)| line.starts_with("-> scrypt "));
        return Err(if is_scrypt { AgeError::Damaged } else { AgeError::NoPassphrase });
    };
    let mut words = stanza.split(' ');
    if words.next() != Some("->") {
        return Err(AgeError::Damaged);
    }
    if words.next() != Some("scrypt") {
        return Err(AgeError::NoPassphrase);
    }
    let salt = fixed(words.next().unwrap_or_default())?;
    let work = words.next().unwrap_or_default();
    let is_plain = work.bytes().all(|byte| byte.is_ascii_digit()) && !work.starts_with('0');
    let work: u8 = work.parse().ok().filter(|_| is_plain).ok_or(AgeError::Damaged)?;
    if words.next().is_some() {
        return Err(AgeError::Damaged);
    }
    let mac = fixed(mac.strip_prefix("--- ").ok_or(AgeError::Damaged)?)?;
    let authenticated = start[..mac_at + 3].to_vec();
    Ok(Header { salt, work, wrapped: fixed(body)?, authenticated, mac, length })
}

/// Base64 of exactly so many bytes, in the one way in which it can be written.
fn fixed<const LENGTH: usize>(text: &str) -> Result<[u8; LENGTH], AgeError> {
    BASE64_NOPAD.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(AgeError::Damaged)
}

impl Header {
    /// The file's key. Takes about half a second and 64 MiB at [`super::USUAL_WORK`].
    ///
    /// # Errors
    /// Says whether the passphrase is another one, the header was changed, or the file asks for too much work.
    pub fn unlock(&self, passphrase: &str) -> Result<FileKey, AgeError> {
        let (wrapped, tag) = self.wrapped.split_at(16);
        let mut key = Zeroizing::new(wrapped.to_vec());
        let tag: [u8; 16] = tag.try_into().map_err(|_| AgeError::Damaged)?;
        wrapping_cipher(passphrase, &self.salt, self.work)?
            .decrypt_inout_detached(&Nonce::default(), &[], key.as_mut_slice().into(), &Tag::from(tag))
            .map_err(|_| AgeError::WrongPassphrase)?;
        let key = FileKey(key.as_slice().try_into().map_err(|_| AgeError::Damaged)?);
        header_mac(&key, &self.authenticated).verify_slice(&self.mac).map_err(|_| AgeError::Damaged)?;
        Ok(key)
    }
}

fn wrapping_cipher(passphrase: &str, salt: &[u8; 16], work: u8) -> Result<ChaCha20Poly1305, AgeError> {
    let too_much = AgeError::TooMuchWork(work);
    if work == 0 || work > MOST_WORK {
        return Err(too_much);
    }
    let params = Params::new(work, 8, 1).map_err(|_| too_much)?;
    let mut salted = SALT_LABEL.to_vec();
    salted.extend_from_slice(salt);
    let mut key = Zeroizing::new([0; 32]);
    scrypt(passphrase.as_bytes(), &salted, &params, &mut *key).map_err(|_| too_much)?;
    Ok(ChaCha20Poly1305::new(&Key::from(*key)))
}

fn header_mac(key: &FileKey, authenticated: &[u8]) -> Hmac<Sha256> {
    let mut mac_key = Zeroizing::new([0; 32]);
    derive(&key.0, None, b"header", &mut mac_key);
    // A key shorter than a block of the hash is filled up with zeros (RFC 2104), which is done here for the type's sake.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&*mac_key);
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    mac.update(authenticated);
    mac
}

/// HKDF-SHA-256 (RFC 5869), 32 bytes of it, which is never too many.
pub(super) fn derive(secret: &[u8], salt: Option<&[u8]>, label: &[u8], into: &mut [u8; 32]) {
    let _ = Hkdf::<Sha256>::new(salt, secret).expand(label, into);
}
