//! Objects that cannot be read any more, set aside: out of the way of the book, and never deleted. They may be the only
//! copy of something, and whoever has an older browser profile or more patience than we may still get something out of them.
//!
//! An object that was set aside lies in `meta` under `"aside/{fold:010}/{store}/{name}"`, byte for byte as it was found, where
//! `fold` is the number of the fold that set it aside.

use super::disk::{Disk, Key, Step, Store};
use super::error::StorageError;
use super::handle::{Storage, folder};
use super::journal::{JournalRow, split_row};

const ASIDE: &str = "aside";
/// Read at a time.
const STRIDE: u32 = 16;

/// What takes everything that was set aside off the disk.
pub(super) fn delete_step() -> Step {
    let (from, to) = folder(ASIDE);
    Step::DeleteRange { store: Store::Meta, from, to }
}

/// An object to be set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it lies.
    pub store: Store,
    /// Its key there.
    pub key: Key,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl SetAside {
    /// What takes it out of its place and keeps it.
    pub(super) fn steps(&self, fold: u64) -> [Step; 2] {
        let name = match &self.key {
            Key::Number(number) => number.to_string(),
            Key::Text(text) => text.clone(),
        };
        let key = format!("{ASIDE}/{fold:010}/{}/{name}", self.store.name());
        [
            Step::Put { store: Store::Meta, key, bytes: self.bytes.clone() },
            Step::Delete { store: self.store, key: self.key.clone() },
        ]
    }
}

impl<D: Disk> Storage<D> {
    /// The object that a report of damage names, as it lies on the disk; nothing where it is gone.
    pub async fn find_object(&self, name: &str) -> Result<Option<SetAside>, StorageError> {
        let Some((store, key)) = name.split_once(' ') else { return Ok(None) };
        let Some(store) = Store::ALL.into_iter().find(|one| one.name() == store) else { return Ok(None) };
        let key = match (store, key.parse()) {
            (Store::Journal, Ok(number)) => Key::Number(number),
            (Store::Journal, Err(_)) => return Ok(None),
            _ => Key::from(key),
        };
        Ok(self.disk.get(store, key.clone()).await?.map(|bytes| SetAside { store, key, bytes }))
    }

    /// One row of the journal, wherever the fold is.
    pub async fn journal_row(&self, number: u64) -> Result<Option<JournalRow>, StorageError> {
        let bytes = self.disk.get(Store::Journal, Key::Number(number)).await?;
        Ok(bytes.filter(|bytes| split_row(bytes).is_some()).map(|bytes| self.read_row(number, &bytes)))
    }

    /// How many objects were set aside, and their bytes.
    pub async fn aside_size(&self) -> Result<(u64, u64), StorageError> {
        let mut size = (0, 0);
        self.each_aside(|_, bytes| {
            size.0 += 1;
            size.1 += bytes.len() as u64;
        })
        .await?;
        Ok(size)
    }

    /// Gives every object that was set aside, with the name under which it is kept.
    pub async fn each_aside(&self, mut take: impl FnMut(&str, Vec<u8>)) -> Result<(), StorageError> {
        let (mut from, to) = folder(ASIDE);
        loop {
            let objects = self.disk.range(Store::Meta, Some(from), Some(to.clone()), STRIDE).await?;
            let Some(last) = objects.last().and_then(|(key, _)| key.text()).map(str::to_owned) else { return Ok(()) };
            for (key, bytes) in objects {
                if let Some(name) = key.text() {
                    take(name, bytes);
                }
            }
            // The next name after it.
            from = Key::Text(format!("{last}!"));
        }
    }
}
