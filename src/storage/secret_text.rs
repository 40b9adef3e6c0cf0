//! Texts that only the open book tells: sealed like everything else, in `meta` under `"secret/{name}"`. Turning the lock on
//! seals them anew with the new key.

use super::disk::{Disk, Guard, Key, Step, Store, Write, Written};
use super::error::StorageError;
use super::handle::{Storage, folder, object_name};

const FOLDER: &str = "secret";

fn secret_key(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

impl<D: Disk> Storage<D> {
    /// Keeps a text under a name, in place of the one that was there, or forgets it.
    pub async fn keep_secret(&self, name: &str, text: Option<&str>) -> Result<(), StorageError> {
        let key = secret_key(name);
        loop {
            let guards = self.key_guards();
            let step = match text {
                Some(text) => self.sealed_step(Store::Meta, key.clone(), text.as_bytes())?,
                None => Step::Delete { store: Store::Meta, key: Key::Text(key.clone()) },
            };
            match self.disk.write(Write::guarded(guards.clone(), vec![step])).await? {
                Written::Done { .. } => return Ok(()),
                // This tab itself has turned the lock on meanwhile: once more, with the new key.
                Written::GuardFailed if self.key_guards() != guards => {}
                Written::GuardFailed => return Err(self.why_guard_failed().await),
            }
        }
    }

    /// The text that was kept under a name.
    pub async fn secret(&self, name: &str) -> Result<Option<String>, StorageError> {
        let key = secret_key(name);
        let Some(sealed) = self.disk.get(Store::Meta, key.as_str().into()).await? else { return Ok(None) };
        let damaged = || StorageError::Damaged { object: object_name(Store::Meta, &key) };
        let plain = self.open_object(Store::Meta, &key, &sealed).map_err(|_| damaged())?;
        String::from_utf8(plain).map(Some).map_err(|_| damaged())
    }

    /// Every such text that can be opened, by the key under which it lies, and what must still be there for them to be
    /// written anew.
    pub(super) async fn secrets(&self) -> Result<(Vec<(String, Vec<u8>)>, Vec<Guard>), StorageError> {
        let (from, to) = folder(FOLDER);
        let (mut found, mut guards) = (Vec::new(), Vec::new());
        for (key, sealed) in self.disk.range(Store::Meta, Some(from), Some(to), u32::MAX).await? {
            let Some(key) = key.text().map(str::to_owned) else { continue };
            if let Ok(plain) = self.open_object(Store::Meta, &key, &sealed) {
                found.push((key.clone(), plain));
            }
            guards.push(Guard { store: Store::Meta, key, expected: Some(sealed) });
        }
        Ok((found, guards))
    }
}
