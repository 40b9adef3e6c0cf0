//! What the devices of a book share: the keys that seal its documents, and the names under which these lie on the server.
//!
//! The keys are made when the first device begins and travel in a code that a passphrase seals (`invitation`). A document's
//! name is HMAC-SHA256 over what it is, so it tells nothing, not even whether two books hold the same record. Everything is
//! sealed with the key of an *epoch*: one so far; a later one comes when a member is to be shut out, and what was sealed
//! before still opens. Which epoch a document needs is told by the key's id in its seal.

use crate::domain::id::{BookId, Id};
use crate::storage::{Chance, ChanceFailed, Purpose, SealError, Sealer};
use crate::sync::padding::{pad, unpad};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The name of the document that says which book it is.
pub const BOOK_DOCUMENT: &str = "book";
/// What the name of a device's document begins with. Sorts right behind [`BOOK_DOCUMENT`], so that one question finds both.
pub const HEAD: &str = "head-";
/// What the name of a record's document begins with.
const RECORD: &str = "r";
/// Bytes of a name.
const NAME_BYTES: usize = 16;
/// A text that is longer is not opened: no record of ours is.
pub const LONGEST_BODY: usize = 1_400_000;

/// The key of one epoch.
#[derive(Clone, PartialEq, Eq)]
pub struct EpochKey {
    /// Which epoch; the first is 1.
    pub epoch: u32,
    /// The key.
    pub key: Zeroizing<[u8; 32]>,
}

/// The keys of a book that several devices share.
#[derive(Clone, PartialEq, Eq)]
pub struct SyncKeys {
    /// Names the book on the server; it is none of the books' own identifiers.
    pub shared: BookId,
    /// Makes the names of documents.
    pub name_key: Zeroizing<[u8; 32]>,
    /// Oldest first, never empty.
    pub epochs: Vec<EpochKey>,
}

impl std::fmt::Debug for SyncKeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SyncKeys").field("shared", &self.shared).finish_non_exhaustive()
    }
}

/// Why a document's text did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// It was changed, cut, put in another's place, or sealed with a key that is none of the book's.
    #[error("a document is damaged or is not what its name says")]
    Damaged,
    /// It was sealed with a key of the book, in a form that this version does not know.
    #[error("a document needs a newer version of the app")]
    Unknown,
}

impl SyncKeys {
    /// New keys.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn make(chance: &dyn Chance, now_milliseconds: u64) -> Result<SyncKeys, ChanceFailed> {
        let (mut id, mut name_key, mut key) = ([0; 10], Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        chance.fill(&mut id)?;
        chance.fill(&mut *name_key)?;
        chance.fill(&mut *key)?;
        let shared = BookId(Id::from_parts(now_milliseconds, id));
        Ok(SyncKeys { shared, name_key, epochs: vec![EpochKey { epoch: 1, key }] })
    }

    /// The name of a record's document.
    pub fn record_name(&self, kind: u16, id: Id) -> String {
        self.name(RECORD, &[b"record".as_slice(), &kind.to_be_bytes(), &id.to_bytes()])
    }

    /// The name of a device's document.
    pub fn head_name(&self, device: Id) -> String {
        self.name(HEAD, &[b"head".as_slice(), &device.to_bytes()])
    }

    fn name(&self, prefix: &str, parts: &[&[u8]]) -> String {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.name_key) else { return String::new() };
        for part in parts {
            mac.update(part);
        }
        format!("{prefix}{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()[..NAME_BYTES]))
    }

    fn sealer(&self, epoch: &EpochKey) -> Sealer {
        Sealer::new(&epoch.key, self.shared)
    }
}

/// Whether the name could be that of a record's document.
pub fn is_record_name(name: &str) -> bool {
    name.strip_prefix(RECORD)
        .and_then(|rest| BASE64URL_NOPAD.decode(rest.as_bytes()).ok())
        .is_some_and(|bytes| bytes.len() == NAME_BYTES)
}

/// Seals and opens documents; made once and kept, since making the ciphers costs more than using them.
pub struct DocumentSealer {
    newest: Sealer,
    older: Vec<Sealer>,
}

impl DocumentSealer {
    /// With the keys of a book.
    pub fn new(keys: &SyncKeys) -> Option<DocumentSealer> {
        let (last, before) = keys.epochs.split_last()?;
        let older = before.iter().map(|epoch| keys.sealer(epoch)).collect();
        Some(DocumentSealer { newest: keys.sealer(last), older })
    }

    /// The text of a document of that name.
    ///
    /// # Errors
    /// When there is no chance to be had, and for what is too large.
    pub fn seal(&self, purpose: Purpose, name: &str, plain: &[u8], chance: &dyn Chance) -> Result<String, SealError> {
        let padded = pad(plain).ok_or(SealError::TooLarge)?;
        Ok(BASE64URL_NOPAD.encode(&self.newest.seal(purpose, name, &padded, chance)?))
    }

    /// What the text of a document of that name says.
    ///
    /// # Errors
    /// When it is not what its name says, or cannot be read here.
    pub fn open(&self, purpose: Purpose, name: &str, text: &str) -> Result<Vec<u8>, NotOpened> {
        if text.len() > LONGEST_BODY {
            return Err(NotOpened::Damaged);
        }
        let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| NotOpened::Damaged)?;
        for sealer in std::iter::once(&self.newest).chain(&self.older) {
            match sealer.open(purpose, name, &sealed) {
                Ok(padded) => return unpad(&padded).map(<[u8]>::to_vec).ok_or(NotOpened::Damaged),
                // What needs a newer version is announced in the book's own document first.
                Err(SealError::OtherKey | SealError::NewerFormat) => {}
                Err(_) => return Err(NotOpened::Damaged),
            }
        }
        Err(NotOpened::Damaged)
    }
}
