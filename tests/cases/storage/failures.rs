//! One operation of a script fails, each in its turn; then the book is opened again. What was acknowledged must be
//! there once, what was under way must be there wholly or not at all, and a retry must not do it twice.

use super::{ACTOR, Fault, KIND, NOW, Outcome, Place, dice, entry, fault, number_of, open, operation_id, record, same};
use burrow::domain::stamp::Actor;
use burrow::storage::{
    BatchTally, Disk, DiskError, FailAt, FailMode, FailingDisk, FoldRequest, Folded, JournalEntry, JournalRead, Page,
    Storage, StorageError,
};
use std::collections::BTreeSet;

/// What the script was told, and what it was about to do when it failed.
#[derive(Default)]
struct Ledger {
    acknowledged: BTreeSet<u64>,
    under_way: Vec<(u64, JournalEntry, BTreeSet<u64>)>,
}

/// What lies on a disk: the numbers of all records in pages, journal and batches, each as often as it is found.
struct Found {
    numbers: Vec<u64>,
    through: u64,
    rows: Vec<(Actor, u64)>,
    finished: Vec<u64>,
}

async fn read_all<D: Disk>(storage: &Storage<D>) -> Result<Found, Fault> {
    let position = storage.refresh_fold_position().await?;
    let mut found = Found { numbers: Vec::new(), through: position.through, rows: Vec::new(), finished: Vec::new() };
    for (_, page) in storage.read_pages(KIND, 0, 99).await? {
        for record in page?.records {
            found.numbers.push(number_of(&record)?);
        }
    }
    let rows = match storage.read_journal(position.through, 99).await? {
        JournalRead::Rows(rows) => rows,
        JournalRead::FoldedAway(_) => return fault("nobody else folds here"),
    };
    for row in rows {
        let entry = row.entry?;
        found.through = row.key;
        found.rows.push((row.actor, row.sequence));
        for delta in &entry.deltas {
            found.numbers.push(number_of(delta)?);
        }
        if let Some(batch) = entry.batch {
            let mut tally = BatchTally::default();
            while tally.pages() < batch.pages {
                for record in storage.read_batch_pages(entry.operation.id, &mut tally, 9).await?.iter().flatten() {
                    found.numbers.push(number_of(record)?);
                }
            }
            same("batch", tally.reference(), batch)?;
            found.finished.push(row.sequence);
        }
    }
    found.numbers.sort_unstable();
    Ok(found)
}

async fn append<D: Disk>(
    storage: &Storage<D>,
    ledger: &mut Ledger,
    sequence: u64,
    entry: JournalEntry,
    numbers: BTreeSet<u64>,
) -> Outcome {
    ledger.under_way.push((sequence, entry.clone(), numbers.clone()));
    storage.append(ACTOR, sequence, &entry).await?;
    ledger.under_way.pop();
    ledger.acknowledged.extend(numbers);
    Ok(())
}

async fn import<D: Disk>(storage: &Storage<D>, ledger: &mut Ledger, sequence: u64, numbers: BTreeSet<u64>) -> Outcome {
    let records: Vec<Vec<u8>> = numbers.iter().map(|number| record(*number)).collect();
    let pages: Vec<Vec<Vec<u8>>> = records.chunks(2).map(<[Vec<u8>]>::to_vec).collect();
    let mut tally = BatchTally::default();
    for some in pages.chunks(2) {
        storage.write_batch_pages(operation_id(sequence), &mut tally, some).await?;
    }
    let entry = JournalEntry { batch: Some(tally.reference()), ..entry(sequence, []) };
    append(storage, ledger, sequence, entry, numbers).await
}

async fn fold<D: Disk>(storage: &Storage<D>) -> Outcome {
    let found = read_all(storage).await?;
    let records: Vec<Vec<u8>> = found.numbers.iter().map(|number| record(*number)).collect();
    let pages = records
        .chunks(4)
        .zip(0..)
        .map(|(records, number)| Page { kind: KIND, number, records: records.to_vec() })
        .collect();
    let finished_batches = found.finished.iter().map(|sequence| operation_id(*sequence)).collect();
    let operations = found.rows.iter().map(|(_, sequence)| entry(*sequence, []).operation).collect();
    let request = FoldRequest { through: found.through, pages, finished_batches, operations, ..FoldRequest::default() };
    match storage.fold(request).await? {
        Folded::Done(_) => Ok(()),
        Folded::Moved => fault("nobody else folds here"),
    }
}

async fn script<D: Disk>(disk: D, ledger: &mut Ledger) -> Outcome {
    let storage = Storage::open(disk, dice(), NOW).await?;
    append(&storage, ledger, 1, entry(1, [1, 2, 3]), BTreeSet::from([1, 2, 3])).await?;
    append(&storage, ledger, 2, entry(2, [4]), BTreeSet::from([4])).await?;
    import(&storage, ledger, 3, (100..107).collect()).await?;
    fold(&storage).await?;
    append(&storage, ledger, 4, entry(4, [5, 6]), BTreeSet::from([5, 6])).await?;
    import(&storage, ledger, 5, (200..203).collect()).await?;
    storage.sweep_batches(&[operation_id(5)]).await?;
    fold(&storage).await
}

async fn every_operation<P: Place>(place: &P, how: FailMode) -> Outcome {
    for operation in 1..1000 {
        let place = place.another();
        let mut ledger = Ledger::default();
        let disk = FailingDisk::new(place.open().await?, FailAt { operation, how });
        let failed = script(disk, &mut ledger).await.is_err();
        let storage = open(&place).await?;
        let found = read_all(&storage).await?;
        check(&format!("operation {operation} failed"), &found, &ledger)?;
        same("integrity", storage.check_integrity(|_, _| {}).await?.damaged, Vec::new())?;

        // The person tries again what was under way, as the engine does it: only if it is not there.
        for (sequence, entry, numbers) in std::mem::take(&mut ledger.under_way) {
            if !numbers.iter().all(|number| found.numbers.contains(number)) {
                storage.append(ACTOR, sequence, &entry).await?;
            }
            ledger.acknowledged.extend(numbers);
        }
        fold(&storage).await?;
        check(
            &format!("operation {operation} failed and was tried again"),
            &read_all(&open(&place).await?).await?,
            &ledger,
        )?;
        if !failed {
            return same("operations that can fail", operation > 20, true);
        }
    }
    fault("the script does not end")
}

fn check(what: &str, found: &Found, ledger: &Ledger) -> Outcome {
    let set: BTreeSet<u64> = found.numbers.iter().copied().collect();
    same(&format!("{what}: twice there"), found.numbers.len(), set.len())?;
    let mut expected = ledger.acknowledged.clone();
    for (_, _, numbers) in &ledger.under_way {
        let there = numbers.intersection(&set).count();
        if there != 0 && there != numbers.len() {
            return fault(format!("{what}: half of {numbers:?} is there"));
        }
        expected.extend(numbers.intersection(&set));
    }
    same(what, set, expected)
}

pub async fn nothing_acknowledged_is_lost_when_an_operation_fails<P: Place>(place: &P) -> Outcome {
    every_operation(place, FailMode::Before).await
}

pub async fn nothing_acknowledged_is_lost_when_an_acknowledgement_is<P: Place>(place: &P) -> Outcome {
    every_operation(place, FailMode::AcknowledgementLost).await
}

pub async fn nothing_acknowledged_is_lost_when_the_disk_is_full<P: Place>(place: &P) -> Outcome {
    every_operation(place, FailMode::Full).await?;
    // A full disk is told as such, and the entry is surely not there.
    let place = place.another();
    open(&place).await?;
    let storage =
        Storage::open(FailingDisk::new(place.open().await?, FailAt { operation: 4, how: FailMode::Full }), dice(), NOW)
            .await?;
    same("full", storage.append(ACTOR, 1, &entry(1, [1])).await.err(), Some(StorageError::Disk(DiskError::Full)))?;
    same("nothing there", read_all(&storage).await?.numbers, Vec::new())
}
