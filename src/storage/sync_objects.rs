//! What is kept about the exchange with other devices: sealed like everything else, in `meta` under `"sync/{name}"`, and
//! written in the same transaction as what was received, so that the two are never apart.
//!
//! All of it can be had from the server again. So a new key for the book drops it, rather than seal it anew.

use super::disk::{Disk, Key, Step, Store, Write, Written};
use super::error::StorageError;
use super::handle::{Storage, folder};

const FOLDER: &str = "sync";
/// Read at a time.
const STRIDE: u32 = 64;

/// One thing that is written about the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncObject {
    /// An object is put under a name, whatever was there.
    Put {
        /// The name.
        name: String,
        /// What it says, before it is sealed.
        plain: Vec<u8>,
    },
    /// Everything whose name begins with this and a slash goes.
    Drop {
        /// The beginning.
        folder: String,
    },
}

/// What drops everything.
pub(super) fn drop_step() -> Step {
    let (from, to) = folder(FOLDER);
    Step::DeleteRange { store: Store::Meta, from, to }
}

impl<D: Disk> Storage<D> {
    pub(super) fn sync_steps(&self, objects: &[SyncObject]) -> Result<Vec<Step>, StorageError> {
        let step = |object: &SyncObject| match object {
            SyncObject::Put { name, plain } => self.sealed_step(Store::Meta, format!("{FOLDER}/{name}"), plain),
            SyncObject::Drop { folder: name } => {
                let (from, to) = folder(&format!("{FOLDER}/{name}"));
                Ok(Step::DeleteRange { store: Store::Meta, from, to })
            }
        };
        objects.iter().map(step).collect()
    }

    /// Writes these, all or none.
    ///
    /// # Errors
    /// When the disk does not take them, and when another tab gave the book another key.
    pub async fn keep_sync_objects(&self, objects: &[SyncObject]) -> Result<(), StorageError> {
        loop {
            let steps = self.sync_steps(objects)?;
            let guards = self.key_guards();
            match self.disk.write(Write::guarded(guards.clone(), steps)).await? {
                Written::Done { .. } => return Ok(()),
                // This tab itself has turned the lock on meanwhile: once more, with the new key.
                Written::GuardFailed if self.key_guards() != guards => {}
                Written::GuardFailed => return Err(self.why_guard_failed().await),
            }
        }
    }

    /// Forgets everything about the exchange.
    ///
    /// # Errors
    /// When the disk does not do it.
    pub async fn drop_sync_objects(&self) -> Result<(), StorageError> {
        self.disk.write(Write::new(vec![drop_step()])).await?;
        Ok(())
    }

    /// What was kept under a name; nothing where it is not there or cannot be read, since it can be had again.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub async fn sync_object(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let key = format!("{FOLDER}/{name}");
        let sealed = self.disk.get(Store::Meta, key.as_str().into()).await?;
        Ok(sealed.and_then(|sealed| self.open_object(Store::Meta, &key, &sealed).ok()))
    }

    /// Gives what is kept in a folder, in the order of names; `false` when something of it cannot be read.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub async fn each_sync_object(&self, name: &str, mut take: impl FnMut(&[u8])) -> Result<bool, StorageError> {
        let (mut from, to) = folder(&format!("{FOLDER}/{name}"));
        let mut is_whole = true;
        loop {
            let objects = self.disk.range(Store::Meta, Some(from), Some(to.clone()), STRIDE).await?;
            let Some(last) = objects.last().and_then(|(key, _)| key.text()).map(str::to_owned) else {
                return Ok(is_whole);
            };
            for (key, sealed) in objects {
                let plain = key.text().map(|key| self.open_object(Store::Meta, key, &sealed));
                match plain {
                    Some(Ok(plain)) => take(&plain),
                    _ => is_whole = false,
                }
            }
            // The next name after it.
            from = Key::Text(format!("{last}!"));
        }
    }
}
