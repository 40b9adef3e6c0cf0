//! What a device tells the others of itself, in a document of its own: its name, when it was last here, and a number that
//! only grows. A device that meets its own document with a number or a mark that it did not write is a copy of another
//! profile, or was restored from one; a number that went back tells of a server that gives back an older state. And what it
//! was shown, as a digest: a device that was shown something else notices a server that holds something back.

use crate::domain::id::Id;
use crate::storage::{Chance, Purpose, SealError};
use crate::sync::held::RecordsDigest;
use crate::sync::keys::{DocumentSealer, NotOpened, SyncKeys};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form that this version writes, and the latest that it can read.
pub const FORMAT: u32 = 1;
/// Longest name of a device, in characters.
pub const LONGEST_NAME: usize = 60;

/// What a device tells. Fields carry their names, so that one added later is passed over by older versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceHead {
    /// Which device.
    pub device: Id,
    /// What its user calls it.
    pub name: String,
    /// Grows with every writing.
    pub number: u64,
    /// Random, new with every writing.
    pub mark: [u8; 16],
    /// When it was written by the device's clock, milliseconds since 1970.
    pub seen: u64,
    /// The latest form that the device reads.
    pub reads: u32,
    /// Another device has said that this one is no longer to take part.
    #[serde(default)]
    pub is_forgotten: bool,
    /// What the device was shown; none where something of it waits, so that it cannot be compared.
    #[serde(default)]
    pub shown: Option<Shown>,
}

/// What a device was shown when it told of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// How many records the server held.
    pub count: u64,
    /// See [`RecordsDigest::sum`].
    pub sum: [u8; 16],
    /// In which era, see [`SharedBook::era`].
    pub era: u64,
    /// The numbers of the other devices' documents, as they were before it read what they had sent: all that was sent for
    /// those writings is in the digest.
    pub seen: Vec<(Id, u64)>,
}

impl Shown {
    /// The digest.
    pub fn digest(&self) -> RecordsDigest {
        RecordsDigest { count: self.count, sum: u128::from_be_bytes(self.sum) }
    }
}

impl DeviceHead {
    /// What the device was shown, if everything that was `written` here for a writing of some device was sent before that:
    /// then it was shown the same as who reads this, or the server shows them different things.
    ///
    /// A device sends its records before it tells of itself, and each says for which telling it was sent. So whoever had
    /// seen that telling before it read the server was shown those records, and whoever was shown no records of a later one
    /// has been shown nothing else.
    pub fn comparable(&self, era: u64, written: &BTreeMap<Id, u64>) -> Option<RecordsDigest> {
        let shown = self.shown.as_ref().filter(|shown| shown.era == era && !self.is_forgotten)?;
        let seen = |device: &Id| {
            let others = shown.seen.iter().find(|(one, _)| one == device).map_or(0, |(_, number)| *number);
            if *device == self.device { self.number } else { others }
        };
        written.iter().all(|(device, number)| *number <= seen(device)).then(|| shown.digest())
    }
}

impl DeviceHead {
    /// The text of its document.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn seal(&self, keys: &SyncKeys, sealer: &DocumentSealer, chance: &dyn Chance) -> Result<String, SealError> {
        let plain = rmp_serde::to_vec_named(self).map_err(|_| SealError::TooLarge)?;
        sealer.seal(Purpose::Head, &keys.head_name(self.device), &plain, chance)
    }

    /// What the document of that name says.
    ///
    /// # Errors
    /// When it is not what its name says.
    pub fn open(keys: &SyncKeys, sealer: &DocumentSealer, name: &str, text: &str) -> Result<DeviceHead, NotOpened> {
        let plain = sealer.open(Purpose::Head, name, text)?;
        let head: DeviceHead = rmp_serde::from_slice(&plain).map_err(|_| NotOpened::Unknown)?;
        if keys.head_name(head.device) != name { Err(NotOpened::Damaged) } else { Ok(head) }
    }
}

/// What the document says that tells which book it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedBook {
    /// When the exchange began, milliseconds since 1970.
    pub began: u64,
    /// Who writes must know this form at least.
    pub writes: u32,
    /// Grows when a device sends everything again, since the server had lost something or gone back: all devices then read
    /// it from its beginning, for its places in the changes may mean something else.
    #[serde(default)]
    pub era: u64,
}

impl SharedBook {
    /// The text of its document.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn seal(&self, sealer: &DocumentSealer, chance: &dyn Chance) -> Result<String, SealError> {
        let plain = rmp_serde::to_vec_named(self).map_err(|_| SealError::TooLarge)?;
        sealer.seal(Purpose::Shared, crate::sync::keys::BOOK_DOCUMENT, &plain, chance)
    }

    /// What the document says; only the keys of that book open it.
    ///
    /// # Errors
    /// When it is of another book, or was changed.
    pub fn open(sealer: &DocumentSealer, text: &str) -> Result<SharedBook, NotOpened> {
        let plain = sealer.open(Purpose::Shared, crate::sync::keys::BOOK_DOCUMENT, text)?;
        rmp_serde::from_slice(&plain).map_err(|_| NotOpened::Unknown)
    }
}
