//! The lock: a passphrase set, changed and taken away.
//!
//! Setting it makes a new key and seals everything on the disk again, in one transaction: either all is under the new
//! key, or nothing has changed. What the old key sealed is overwritten; that blocks of it may linger on the medium, where
//! the browser's database does not reach, is a limit that the screen tells. A change of the passphrase wraps the same key
//! once more, opens the new slot to see that it does, and only then puts it in the place of the old one: no data move.
//! Taking the passphrase away writes the same key into the header in the clear.
//!
//! A tab that still has the old key is stopped by `meta["key-id"]`, which holds the id of the key and is written with every
//! new one: appending finds it changed and writes nothing.

use super::aside;
use super::chain::LedgerEnd;
use super::chance::Chance;
use super::disk::{Disk, DiskError, Guard, Key, Step, Store, Write, Written};
use super::erase::{NewKeys, Overlay};
use super::error::StorageError;
use super::fold::FoldPosition;
use super::handle::{FOLD_KEY, Storage, StoredPosition, purpose};
use super::journal::{entry_name, split_row};
use super::key_slot::{BookKey, PASSPHRASE, RECOVERY, Slot};
use super::seal::{Purpose, SealError, Sealer, key_id};
use super::sync_objects;
use super::vault::{BOOK_KEY, Header, Keys, LockState, new_key, read_header};
use crate::domain::secret::{KeySecret, SecretBytes, Stretching};
use std::rc::Rc;

/// Where the id of the key lies that appending asks for.
pub(super) const KEY_ID: &str = "key-id";
/// Objects read at a time.
const STRIDE: u32 = 64;
/// How often sealing begins anew because other tabs wrote meanwhile.
const MOST_TRIES: u32 = 20;

/// How the lock of the book on `disk` stands. An empty database has none.
pub async fn lock_state<D: Disk>(disk: &D) -> Result<LockState, StorageError> {
    let none = LockState { is_on: false, stretching: None, passphrase_damaged: false, has_recovery_key: false };
    Ok(read_header(disk).await?.map_or(none, |(header, _)| header.state()))
}

/// A passphrase to be set: what it was stretched into, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassphrase {
    /// The key of 32 bytes.
    pub stretched: SecretBytes,
    /// How; its salt is that of the new slot.
    pub how: Stretching,
}

/// What becomes different while everything is sealed anew.
#[derive(Default)]
pub(super) struct Anew {
    /// Objects that get another content.
    pub(super) overlay: Overlay,
    /// Where the folding then is, with where the ledger ends, and the object that must still say where it was.
    pub(super) fold: Option<(FoldPosition, LedgerEnd, Option<Vec<u8>>)>,
}

/// Looks whether a secret opens the book.
///
/// # Errors
/// [`StorageError::WrongSecret`] when it does not, and what else may be wrong.
pub async fn try_secret<D: Disk>(disk: &D, secret: &KeySecret) -> Result<(), StorageError> {
    let (header, _) = read_header(disk).await?.ok_or(StorageError::BookMissing)?;
    header.unlock(secret).map(|_| ())
}

/// Puts another passphrase in the place of the present one. `current` is either secret that opens the book now.
pub async fn change_passphrase<D: Disk>(
    disk: &D,
    chance: &dyn Chance,
    current: &KeySecret,
    new: &NewPassphrase,
) -> Result<(), StorageError> {
    let secret = KeySecret::Stretched(new.stretched.clone());
    replace_slot(disk, chance, current, PASSPHRASE, &secret, Some(new.how)).await
}

/// Puts another recovery key in the place of the present one.
pub async fn change_recovery_key<D: Disk>(
    disk: &D,
    chance: &dyn Chance,
    current: &KeySecret,
    new: &SecretBytes,
) -> Result<(), StorageError> {
    replace_slot(disk, chance, current, RECOVERY, &KeySecret::Recovery(new.clone()), None).await
}

/// Takes the lock away: the key lies in the clear from now on, and nobody is asked.
pub async fn turn_off<D: Disk>(disk: &D, current: &KeySecret) -> Result<(), StorageError> {
    let (header, bytes) = read_header(disk).await?.ok_or(StorageError::BookMissing)?;
    let vault = header.unlock(current)?;
    let next = Header { keys: Keys::Clear(vault.key), ..vault.header };
    write_header(disk, &next, bytes).await
}

async fn replace_slot<D: Disk>(
    disk: &D,
    chance: &dyn Chance,
    current: &KeySecret,
    kind: u64,
    secret: &KeySecret,
    how: Option<Stretching>,
) -> Result<(), StorageError> {
    let (header, bytes) = read_header(disk).await?.ok_or(StorageError::BookMissing)?;
    let vault = header.unlock(current)?;
    let Keys::Slots(mut slots) = vault.header.keys.clone() else { return Err(StorageError::SlotDamaged) };
    let slot = verified_slot(&vault.header, secret, how, &vault.key, chance)?;
    slots.retain(|slot| slot.kind != kind);
    slots.push(slot);
    slots.sort_by_key(|slot| slot.kind);
    write_header(disk, &Header { keys: Keys::Slots(slots), ..vault.header }, bytes).await
}

/// A slot that was opened once, so that nothing is trusted to it before it has shown that it works.
fn verified_slot(
    header: &Header,
    secret: &KeySecret,
    how: Option<Stretching>,
    key: &BookKey,
    chance: &dyn Chance,
) -> Result<Slot, StorageError> {
    let slot = Slot::seal(header.book, secret, how, key, chance)?;
    match slot.open(header.book, secret) {
        Ok(opened) if opened == *key => Ok(slot),
        _ => Err(StorageError::SlotDamaged),
    }
}

/// Writes a header in the place of one that must still be there.
async fn write_header<D: Disk>(disk: &D, next: &Header, before: Vec<u8>) -> Result<(), StorageError> {
    let bytes = next.encode();
    // What was built is read as the next start will read it.
    if Header::decode(&bytes)? != *next {
        return Err(StorageError::BookDamaged);
    }
    let steps = vec![Step::Put { store: Store::Meta, key: BOOK_KEY.to_owned(), bytes: bytes.clone() }];
    let guard = Guard { store: Store::Meta, key: BOOK_KEY.to_owned(), expected: Some(before) };
    match disk.write(Write::guarded(vec![guard], steps)).await {
        Ok(Written::Done { .. }) => Ok(()),
        Ok(Written::GuardFailed) => Err(StorageError::KeyChanged),
        Err(error) => settle(disk, &bytes, error).await,
    }
}

/// After an error: what was written may be there nevertheless.
async fn settle<D: Disk>(disk: &D, wanted: &[u8], error: DiskError) -> Result<(), StorageError> {
    match disk.get(Store::Meta, BOOK_KEY.into()).await {
        Ok(Some(found)) if found == wanted => Ok(()),
        _ => Err(error.into()),
    }
}

impl<D: Disk> Storage<D> {
    /// Turns the lock on: a new key, which only the two secrets open, and everything on the disk sealed with it, all at
    /// once or not at all. `progress` is told how many of how many objects are sealed. Only for who holds the locks for
    /// writing and for folding; what other tabs append meanwhile is waited for.
    ///
    /// After an error the old state holds, unless the answer of the disk was lost; then the next write tells
    /// [`StorageError::KeyChanged`].
    pub async fn turn_lock_on(
        &self,
        passphrase: &NewPassphrase,
        recovery_key: &SecretBytes,
        mut progress: impl AsyncFnMut(u64, u64),
    ) -> Result<(), StorageError> {
        let keys = NewKeys::Locked(passphrase.clone(), recovery_key.clone());
        for _ in 0..MOST_TRIES {
            if let Some((header, _)) = read_header(&self.disk).await?
                && !matches!(header.keys, Keys::Clear(_))
            {
                // Another tab was first.
                return Err(StorageError::KeyChanged);
            }
            if self.give_new_key(&keys, &Anew::default(), &mut progress).await? {
                return Ok(());
            }
        }
        Err(StorageError::Disk(DiskError::Aborted("other tabs do not stop writing".to_owned())))
    }

    /// One try to seal everything with a new key; `false` when another tab wrote meanwhile.
    pub(super) async fn give_new_key(
        &self,
        keys: &NewKeys,
        anew: &Anew,
        progress: &mut impl AsyncFnMut(u64, u64),
    ) -> Result<bool, StorageError> {
        let (header, before) = read_header(&self.disk).await?.ok_or(StorageError::BookMissing)?;
        match (&header.keys, keys) {
            (Keys::Clear(present), _) if key_id(present) == self.sealer().key_id() => {}
            (Keys::Slots(_), NewKeys::Locked(passphrase, _)) => {
                // Only who opens the present header may put another one in its place.
                let opened = header.clone().unlock(&KeySecret::Stretched(passphrase.stretched.clone()))?;
                if key_id(&opened.key) != self.sealer().key_id() {
                    return Err(StorageError::KeyChanged);
                }
            }
            // Another tab was first.
            _ => return Err(StorageError::KeyChanged),
        }
        let key = new_key(&*self.chance)?;
        let sealer = Rc::new(Sealer::new(&key, self.book()));
        let new_keys = match keys {
            NewKeys::Clear => Keys::Clear(key),
            NewKeys::Locked(passphrase, recovery_key) => {
                let secrets = [
                    (KeySecret::Stretched(passphrase.stretched.clone()), Some(passphrase.how)),
                    (KeySecret::Recovery(recovery_key.clone()), None),
                ];
                let slots =
                    secrets.iter().map(|(secret, how)| verified_slot(&header, secret, *how, &key, &*self.chance));
                Keys::Slots(slots.collect::<Result<_, _>>()?)
            }
        };
        let next = Header { keys: new_keys, ..header };
        self.seal_anew(&next.encode(), before, &sealer, anew, progress).await
    }

    /// One try; `false` when another tab wrote meanwhile.
    async fn seal_anew(
        &self,
        header: &[u8],
        before: Vec<u8>,
        sealer: &Rc<Sealer>,
        anew: &Anew,
        progress: &mut impl AsyncFnMut(u64, u64),
    ) -> Result<bool, StorageError> {
        let StoredPosition { mut position, mut ledger, object: fold_before } = self.read_fold_position().await?;
        if let Some((next, end, expected)) = &anew.fold {
            if fold_before != *expected {
                return Ok(false);
            }
            (position, ledger) = (*next, end.clone());
        }
        let (mut steps, last_row) = self.sealed_anew(sealer, &anew.overlay, progress).await?;
        if anew.fold.is_some() && last_row > position.through {
            // Somebody wrote after the last fold: that would be sealed with the new key, and not looked into.
            return Ok(false);
        }
        let fold = seal_with(sealer, Purpose::Meta, FOLD_KEY, &position.encode(&ledger), &*self.chance)?;
        let put =
            |key: &str, bytes: &[u8]| Step::Put { store: Store::Meta, key: key.to_owned(), bytes: bytes.to_vec() };
        let (secrets, secrets_before) = self.secrets().await?;
        for (key, plain) in secrets {
            steps.push(put(&key, &seal_with(sealer, Purpose::Meta, &key, &plain, &*self.chance)?));
        }
        if anew.fold.is_some() {
            // Damaged objects that were set aside may hold what is erased, and nobody can look.
            steps.push(aside::delete_step());
        }
        steps.push(sync_objects::drop_step());
        let mark = sealer.key_id().to_vec();
        steps.extend([put(FOLD_KEY, &fold), put(KEY_ID, &mark), put(BOOK_KEY, header)]);
        let guard = |key: &str, expected| Guard { store: Store::Meta, key: key.to_owned(), expected };
        let mut guards = vec![guard(BOOK_KEY, Some(before)), guard(FOLD_KEY, fold_before.clone())];
        guards.extend(secrets_before);
        let write = Write { journal_end: Some(last_row), ..Write::guarded(guards, steps) };
        match self.disk.write(write).await {
            Ok(Written::Done { .. }) => {}
            Ok(Written::GuardFailed) => return Ok(false),
            Err(error) => settle(&self.disk, header, error).await?,
        }
        self.take_key(sealer.clone(), mark);
        // Tables that are built on an older fold stay so: the next fold then finds the position moved.
        let built_on = self.stored_position();
        if built_on.object == fold_before {
            let built_on =
                if anew.fold.is_some() { StoredPosition { position, ledger, object: None } } else { built_on };
            self.set_stored_position(StoredPosition { object: Some(fold), ..built_on });
        }
        Ok(true)
    }

    /// What writes every sealed object once more with another key, and the number of the journal's last row. What cannot be
    /// opened stays byte for byte as it is, since it is no worse off for that.
    async fn sealed_anew(
        &self,
        sealer: &Sealer,
        overlay: &Overlay,
        progress: &mut impl AsyncFnMut(u64, u64),
    ) -> Result<(Vec<Step>, u64), StorageError> {
        let stores = [Store::Journal, Store::Pages, Store::History, Store::Batches, Store::Attachments];
        let mut keys = Vec::new();
        for store in stores {
            keys.push((store, self.disk.keys(store, None, None, u32::MAX).await?));
        }
        let total = keys.iter().map(|(_, keys)| keys.len() as u64).sum();
        let (mut steps, mut last_row) = (Vec::new(), 0);
        progress(0, total).await;
        for (store, keys) in keys {
            for some in keys.chunks(STRIDE as usize) {
                let objects = self.disk.range(store, some.first().cloned(), some.last().cloned(), STRIDE).await?;
                for (key, sealed) in objects {
                    if let Key::Number(number) = key {
                        last_row = last_row.max(number);
                    }
                    if !key.text().is_some_and(|name| overlay.contains_key(&(store, name.to_owned()))) {
                        steps.extend(self.one_sealed_anew(sealer, store, key, &sealed)?);
                    }
                }
                progress(steps.len() as u64, total).await;
            }
        }
        for ((store, name), plain) in overlay {
            steps.push(match plain {
                Some(plain) => {
                    let bytes = seal_with(sealer, purpose(*store), name, plain, &*self.chance)?;
                    Step::Put { store: *store, key: name.clone(), bytes }
                }
                None => Step::Delete { store: *store, key: Key::Text(name.clone()) },
            });
        }
        Ok((steps, last_row))
    }

    fn one_sealed_anew(
        &self,
        sealer: &Sealer,
        store: Store,
        key: Key,
        bytes: &[u8],
    ) -> Result<Option<Step>, StorageError> {
        let (name, sealed) = match &key {
            Key::Text(name) => (name.clone(), bytes),
            Key::Number(_) => match split_row(bytes) {
                Some((actor, sequence, sealed)) => (entry_name(actor, sequence), sealed),
                None => return Ok(None),
            },
        };
        let plain = match self.sealer().open(purpose(store), &name, sealed) {
            Ok(plain) => zeroize::Zeroizing::new(plain),
            // A newer version's object cannot be sealed again by one that does not know its form.
            Err(SealError::NewerFormat) => return Err(StorageError::NewerBook { format: 2 }),
            Err(_) => return Ok(None),
        };
        let anew = seal_with(sealer, purpose(store), &name, &plain, &*self.chance)?;
        Ok(Some(match key {
            Key::Text(key) => Step::Put { store, key, bytes: anew },
            Key::Number(row) => {
                let head = &bytes[..bytes.len() - sealed.len()];
                Step::Replace { row, bytes: [head, &anew].concat() }
            }
        }))
    }
}

fn seal_with(
    sealer: &Sealer,
    purpose: Purpose,
    name: &str,
    plain: &[u8],
    chance: &dyn Chance,
) -> Result<Vec<u8>, StorageError> {
    sealer.seal(purpose, name, plain, chance).map_err(|error| match error {
        SealError::Chance(failed) => StorageError::Chance(failed),
        _ => StorageError::TooLarge("an object"),
    })
}
