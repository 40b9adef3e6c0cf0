//! The lock on every disk: it opens to its secrets alone, leaves nothing of the old key, and stands any failed operation.
//!
//! What a passphrase is stretched into is given here as bytes: the stretching has tests of its own.

use super::{
    ACTOR, Fault, KIND, NOW, Outcome, Place, dice, entry, fault, journal, number_of, open, operation_id, record, same,
};
use burrow::domain::secret::{KeySecret, SecretBytes, Stretching};
use burrow::storage::{
    BatchTally, Disk, FailAt, FailMode, FailingDisk, FoldRequest, JournalEntry, NewPassphrase, Page, Step, Storage,
    StorageError, Store, Write, change_passphrase, change_recovery_key, lock_state, try_secret, turn_off,
};

const PASSPHRASE: u8 = 0x11;
const OTHER_PASSPHRASE: u8 = 0x22;
const RECOVERY: u8 = 0x33;
const OTHER_RECOVERY: u8 = 0x44;

fn stretched(byte: u8) -> KeySecret {
    KeySecret::Stretched(SecretBytes::new(vec![byte; 32]))
}

fn recovery(byte: u8) -> KeySecret {
    KeySecret::Recovery(SecretBytes::new(vec![byte; 20]))
}

fn new_passphrase(byte: u8) -> NewPassphrase {
    NewPassphrase { stretched: SecretBytes::new(vec![byte; 32]), how: Stretching::usual([byte; 16]) }
}

/// One of everything that is sealed.
async fn fill<D: Disk>(storage: &Storage<D>) -> Outcome {
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    let page = Page { kind: KIND, number: 0, records: vec![record(1)] };
    let operations = vec![entry(1, []).operation];
    storage.fold(FoldRequest { through: 1, pages: vec![page], operations, ..FoldRequest::default() }).await?;
    storage.append(ACTOR, 2, &entry(2, [2])).await?;
    let mut tally = BatchTally::default();
    storage.write_batch_pages(operation_id(3), &mut tally, &[vec![record(3)]]).await?;
    let batch = JournalEntry { batch: Some(tally.reference()), ..entry(3, []) };
    storage.append(ACTOR, 3, &batch).await?;
    Ok(())
}

/// The numbers of all records, wherever they lie.
async fn numbers<D: Disk>(storage: &Storage<D>) -> Result<Vec<u64>, Fault> {
    let position = storage.refresh_fold_position().await?;
    let mut numbers = Vec::new();
    for (_, page) in storage.read_pages(KIND, 0, 9).await? {
        for record in page?.records {
            numbers.push(number_of(&record)?);
        }
    }
    for row in journal(storage, position.through).await? {
        let entry = row.entry?;
        for delta in &entry.deltas {
            numbers.push(number_of(delta)?);
        }
        if entry.batch.is_some() {
            for record in storage.read_batch_pages(entry.operation.id, &mut BatchTally::default(), 9).await?.concat() {
                numbers.push(number_of(&record)?);
            }
        }
    }
    same("damaged", storage.check_integrity(|_, _| {}).await?.damaged, Vec::new())?;
    numbers.sort_unstable();
    Ok(numbers)
}

async fn turn_on<D: Disk>(storage: &Storage<D>) -> Result<(), StorageError> {
    let recovery = SecretBytes::new(vec![RECOVERY; 20]);
    storage.turn_lock_on(&new_passphrase(PASSPHRASE), &recovery, async |_, _| {}).await
}

async fn unlock<P: Place>(place: &P, secret: &KeySecret) -> Result<Storage<P::Disk>, Fault> {
    Ok(Storage::unlock(place.open().await?, dice(), secret).await?)
}

async fn refuses<P: Place>(place: &P, secret: &KeySecret) -> Outcome {
    let disk = place.open().await?;
    same("tried", try_secret(&disk, secret).await, Err(StorageError::WrongSecret))?;
    let outcome = Storage::unlock(disk, dice(), secret).await.map(|_| ());
    same("unlocked", outcome, Err(StorageError::WrongSecret))
}

pub async fn a_lock_opens_to_its_two_secrets_alone<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    fill(&storage).await?;
    same("off", lock_state(storage.disk()).await?.is_on, false)?;
    turn_on(&storage).await?;
    // The tab that did it goes on as before.
    storage.append(ACTOR, 4, &entry(4, [4])).await?;
    same("own", numbers(&storage).await?, vec![1, 2, 3, 4])?;
    let state = lock_state(storage.disk()).await?;
    same("state", (state.is_on, state.has_recovery_key, state.passphrase_damaged), (true, true, false))?;
    same("stretching", state.stretching, Some(Stretching::usual([PASSPHRASE; 16])))?;
    let locked = Storage::open(place.open().await?, dice(), NOW).await.map(|_| ());
    same("without a secret", locked, Err(StorageError::Locked))?;
    for secret in [stretched(PASSPHRASE), recovery(RECOVERY)] {
        same("with a secret", numbers(&unlock(place, &secret).await?).await?, vec![1, 2, 3, 4])?;
    }
    for secret in [stretched(OTHER_PASSPHRASE), recovery(OTHER_RECOVERY), stretched(RECOVERY), recovery(PASSPHRASE)] {
        refuses(place, &secret).await?;
    }

    let disk = place.open().await?;
    let wrong = change_passphrase(&disk, &*dice(), &stretched(9), &new_passphrase(OTHER_PASSPHRASE)).await;
    same("changed with a wrong one", wrong, Err(StorageError::WrongSecret))?;
    change_passphrase(&disk, &*dice(), &recovery(RECOVERY), &new_passphrase(OTHER_PASSPHRASE)).await?;
    refuses(place, &stretched(PASSPHRASE)).await?;
    let new_recovery = SecretBytes::new(vec![OTHER_RECOVERY; 20]);
    change_recovery_key(&disk, &*dice(), &stretched(OTHER_PASSPHRASE), &new_recovery).await?;
    refuses(place, &recovery(RECOVERY)).await?;
    unlock(place, &recovery(OTHER_RECOVERY)).await?;
    // The data did not move, so the tab that was open goes on.
    storage.append(ACTOR, 5, &entry(5, [5])).await?;

    same("off with a wrong one", turn_off(&disk, &recovery(RECOVERY)).await, Err(StorageError::WrongSecret))?;
    turn_off(&disk, &stretched(OTHER_PASSPHRASE)).await?;
    same("off again", lock_state(&disk).await?.is_on, false)?;
    same("opened without", numbers(&open(place).await?).await?, vec![1, 2, 3, 4, 5])?;
    storage.append(ACTOR, 6, &entry(6, [6])).await?;
    turn_on(&open(place).await?).await?;
    same("on again", numbers(&unlock(place, &stretched(PASSPHRASE)).await?).await?, vec![1, 2, 3, 4, 5, 6])
}

pub async fn turning_the_lock_on_leaves_nothing_of_the_old_key<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    fill(&storage).await?;
    let disk = storage.disk();
    let header = disk.get(Store::Meta, "book".into()).await?.unwrap_or_default();
    // The key in the clear is the byte string of 32 bytes.
    let at = header.windows(2).position(|pair| pair == [0xc4, 32]).map(|at| at + 2).unwrap_or_default();
    let clear_key = header[at..at + 32].to_vec();
    let (mut before, mut seen) = (Vec::new(), Vec::new());
    for store in Store::ALL {
        before
            .extend(disk.range(store, None, None, u32::MAX).await?.into_iter().map(|(key, bytes)| (store, key, bytes)));
    }
    let progress = async |done, total| seen.push((done, total));
    storage.turn_lock_on(&new_passphrase(PASSPHRASE), &SecretBytes::new(vec![RECOVERY; 20]), progress).await?;
    same("progress", seen.last().copied(), Some((5, 5)))?;
    for (store, key, bytes) in before {
        let after = disk.get(store, key.clone()).await?;
        same(&format!("{store:?} {key:?} is there"), after.is_some(), true)?;
        same(&format!("{store:?} {key:?} is as it was"), after == Some(bytes), false)?;
    }
    for store in Store::ALL {
        for (key, bytes) in disk.range(store, None, None, u32::MAX).await? {
            let holds_it = bytes.windows(32).any(|part| part == clear_key);
            same(&format!("{store:?} {key:?} holds the old key"), holds_it, false)?;
        }
    }
    Ok(())
}

pub async fn a_tab_with_the_old_key_is_stopped<P: Place>(place: &P) -> Outcome {
    let (one, other) = (open(place).await?, open(place).await?);
    fill(&one).await?;
    other.refresh_fold_position().await?;
    turn_on(&one).await?;
    same("append", other.append(ACTOR, 9, &entry(9, [9])).await, Err(StorageError::KeyChanged))?;
    let batch = other.write_batch_pages(operation_id(9), &mut BatchTally::default(), &[vec![record(9)]]).await;
    same("batch", batch, Err(StorageError::KeyChanged))?;
    same("journal", other.read_journal(1, 9).await.map(|_| ()), Err(StorageError::KeyChanged))?;
    let page = Page { kind: KIND, number: 0, records: vec![record(9)] };
    let fold = other.fold(FoldRequest { through: 3, pages: vec![page], ..FoldRequest::default() }).await;
    same("fold", format!("{fold:?}").contains("Done"), false)?;
    same("turning on twice", turn_on(&other).await, Err(StorageError::KeyChanged))?;
    same("numbers", numbers(&one).await?, vec![1, 2, 3])
}

pub async fn what_another_tab_writes_while_the_lock_is_turned_on_is_kept<P: Place>(place: &P) -> Outcome {
    let (one, other) = (open(place).await?, open(place).await?);
    fill(&one).await?;
    let mut written = 0;
    // Each time that some objects are sealed, another tab appends, until it has done so three times.
    let progress = async |_, _| {
        if written < 3 {
            written += 1;
            let told = other.append(ACTOR, 10 + written, &entry(10 + written, [10 + written])).await;
            assert!(told.is_ok(), "{told:?}");
        }
    };
    let recovery = SecretBytes::new(vec![RECOVERY; 20]);
    one.turn_lock_on(&new_passphrase(PASSPHRASE), &recovery, progress).await?;
    same("numbers", numbers(&unlock(place, &stretched(PASSPHRASE)).await?).await?, vec![1, 2, 3, 11, 12, 13])
}

pub async fn a_damaged_slot_is_told_from_a_wrong_secret<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    turn_on(&storage).await?;
    let disk = storage.disk();
    let header = disk.get(Store::Meta, "book".into()).await?.unwrap_or_default();
    let salt = header.windows(16).position(|part| part == [PASSPHRASE; 16]).unwrap_or_default();
    let mut flipped = header.clone();
    flipped[salt] ^= 1;
    disk.write(Write::new(vec![Step::Put { store: Store::Meta, key: "book".to_owned(), bytes: flipped }])).await?;
    let state = lock_state(disk).await?;
    same("state", (state.passphrase_damaged, state.stretching, state.has_recovery_key), (true, None, true))?;
    same("passphrase", try_secret(disk, &stretched(PASSPHRASE)).await, Err(StorageError::SlotDamaged))?;
    same("recovery key", try_secret(disk, &recovery(RECOVERY)).await, Ok(()))?;
    // The recovery key mends it.
    change_passphrase(disk, &*dice(), &recovery(RECOVERY), &new_passphrase(OTHER_PASSPHRASE)).await?;
    same("mended", try_secret(disk, &stretched(OTHER_PASSPHRASE)).await, Ok(()))
}

/// What the script has come to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Reached {
    on: bool,
    changed: bool,
    off: bool,
}

async fn script<D: Disk>(disk: D, reached: &mut Reached) -> Result<(), StorageError> {
    let storage = Storage::open(disk, dice(), NOW).await?;
    turn_on(&storage).await?;
    reached.on = true;
    storage.append(ACTOR, 4, &entry(4, [4])).await?;
    change_passphrase(storage.disk(), &*dice(), &stretched(PASSPHRASE), &new_passphrase(OTHER_PASSPHRASE)).await?;
    reached.changed = true;
    turn_off(storage.disk(), &stretched(OTHER_PASSPHRASE)).await?;
    reached.off = true;
    Ok(())
}

/// The book opens in one of the ways that the script allows at the place where it ended: the way before the step that
/// failed, or the way after it. Nothing that was there is missing.
async fn opens<P: Place>(place: &P, reached: Reached) -> Outcome {
    let allowed = match reached {
        Reached { off: true, .. } => [None, None],
        Reached { changed: true, .. } => [Some(OTHER_PASSPHRASE), None],
        Reached { on: true, .. } => [Some(PASSPHRASE), Some(OTHER_PASSPHRASE)],
        _ => [None, Some(PASSPHRASE)],
    };
    let disk = place.open().await?;
    let way = if !lock_state(&disk).await?.is_on {
        None
    } else if try_secret(&disk, &stretched(PASSPHRASE)).await.is_ok() {
        Some(PASSPHRASE)
    } else {
        Some(OTHER_PASSPHRASE)
    };
    if !allowed.contains(&way) {
        return fault(format!("it opens with {way:?} and not with one of {allowed:?}"));
    }
    let storage = match way {
        None => open(place).await?,
        Some(passphrase) => {
            unlock(place, &recovery(RECOVERY)).await?;
            unlock(place, &stretched(passphrase)).await?
        }
    };
    let mut found = numbers(&storage).await?;
    found.retain(|number| *number != 4 || !reached.changed);
    let least = if found.contains(&4) { vec![1, 2, 3, 4] } else { vec![1, 2, 3] };
    same("numbers", found, least)
}

pub async fn the_lock_survives_any_failed_operation<P: Place>(place: &P) -> Outcome {
    for how in [FailMode::Before, FailMode::AcknowledgementLost, FailMode::Full] {
        for operation in 1..1000 {
            let place = place.another();
            fill(&open(&place).await?).await?;
            let mut reached = Reached::default();
            let disk = FailingDisk::new(place.open().await?, FailAt { operation, how });
            let failed = script(disk, &mut reached).await.is_err();
            if let Err(error) = opens(&place, reached).await {
                return fault(format!("{how:?} at operation {operation}: {error:?}"));
            }
            if !failed && how != FailMode::AcknowledgementLost {
                same("operations that can fail", operation > 20, true)?;
                break;
            }
            // A lost answer is looked up, so that the script may get to its end although an operation failed.
            if operation > 60 {
                break;
            }
        }
    }
    Ok(())
}
