//! A book as the first version wrote it, object by object. Every later version must read it.
//!
//! `data/formats/book_1.txt` has a line an object: store, key, bytes as hexadecimal digits. It is never written again;
//! a new format gets a file of its own beside it.

use super::memory_disk::block_on;
use super::storage_cases::{
    ACTOR, KIND, NOW, dice, entry, fault, id, journal, operation, operation_id, record, same, stamp,
};
use super::storage_cases::{Fault, Outcome};
use burrow::domain::id::MemberId;
use burrow::domain::operation::{Action, ImportSummary, Operation};
use burrow::storage::{
    BatchTally, Disk, FoldRequest, JournalEntry, Key, MemoryDisk, Page, Step, Storage, Store, Trace, Write,
};
use std::fmt::Write as _;

const FROZEN: &str = include_str!("../data/formats/book_1.txt");

fn import(number: u64) -> Operation {
    let summary = ImportSummary {
        file: "Kunden.csv".to_owned(),
        rows: 5,
        created: 2,
        updated: 1,
        skipped: 1,
        problems: 1,
        ..ImportSummary::default()
    };
    operation(number, Action::Import(summary))
}

fn trace() -> Trace {
    let (operation, member) = (Some(operation_id(3)), Some(MemberId(id(1))));
    Trace { kind: KIND, id: id(1), number: 3, stamp: stamp(3), raw: vec![0xa1, b'0'], operation, member }
}

/// One of everything.
async fn write_book() -> Result<MemoryDisk, Fault> {
    let disk = MemoryDisk::new();
    let storage = Storage::open(disk.clone(), dice(), NOW).await?;
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    let page = Page { kind: KIND, number: 0, records: vec![record(1), record(2)] };
    let operations = vec![operation(3, Action::Undo(operation_id(2))), import(4)];
    storage
        .fold(FoldRequest {
            through: 1,
            pages: vec![page],
            traces: vec![trace()],
            operations,
            ..FoldRequest::default()
        })
        .await?;
    storage.append(ACTOR, 2, &entry(5, [5, 6])).await?;
    let mut tally = BatchTally::default();
    storage.write_batch_pages(operation_id(7), &mut tally, &[vec![record(7), record(8)], vec![record(9)]]).await?;
    let batch = JournalEntry { operation: import(7), deltas: Vec::new(), batch: Some(tally.reference()) };
    storage.append(ACTOR, 3, &batch).await?;
    Ok(disk)
}

pub(crate) async fn as_text(disk: &MemoryDisk) -> Result<String, Fault> {
    let mut text = String::new();
    for store in Store::ALL {
        for (key, bytes) in disk.range(store, None, None, u32::MAX).await? {
            let key = match key {
                Key::Number(number) => number.to_string(),
                Key::Text(text) => text,
            };
            write!(text, "{} {key} ", store.name())?;
            for byte in bytes {
                write!(text, "{byte:02x}")?;
            }
            text.push('\n');
        }
    }
    Ok(text)
}

pub(crate) async fn from_text(text: &str) -> Result<MemoryDisk, Fault> {
    let disk = MemoryDisk::new();
    // The first row went with the fold.
    disk.write(Write::new(vec![
        Step::Append { bytes: Vec::new() },
        Step::Delete { store: Store::Journal, key: Key::Number(1) },
    ]))
    .await?;
    for line in text.lines() {
        let [store, key, hexadecimal] = line.split(' ').collect::<Vec<_>>()[..] else {
            return fault(format!("not a line: {line}"));
        };
        let Some(store) = Store::ALL.into_iter().find(|known| known.name() == store) else {
            return fault(format!("no store {store}"));
        };
        let digits =
            hexadecimal.as_bytes().chunks(2).map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?));
        let bytes = digits.collect::<Result<Vec<u8>, Fault>>()?;
        let step = if store == Store::Journal {
            Step::Append { bytes }
        } else {
            Step::Put { store, key: key.to_owned(), bytes }
        };
        disk.write(Write::new(vec![step])).await?;
    }
    Ok(disk)
}

/// The book as the first version wrote it.
pub async fn frozen_book() -> Result<MemoryDisk, Fault> {
    from_text(FROZEN).await
}

async fn check_book(disk: MemoryDisk) -> Outcome {
    let storage = Storage::open(disk, dice(), NOW + 9).await?;
    same("created", storage.created(), NOW)?;
    same(
        "folded",
        (storage.fold_position().generation, storage.fold_position().through, storage.fold_position().folds),
        (0, 1, 1),
    )?;
    let page = Page { kind: KIND, number: 0, records: vec![record(1), record(2)] };
    same("pages", storage.read_pages(KIND, 0, 9).await?, vec![(0, Ok(page))])?;
    same("history", storage.history_of(KIND, id(1)).await?.traces, vec![trace()])?;
    same("operations", storage.operations(9).await?, vec![import(4), operation(3, Action::Undo(operation_id(2)))])?;
    same("imports", storage.imports().await?, vec![import(4)])?;
    let rows = journal(&storage, 1).await?;
    same(
        "rows",
        rows.iter().map(|row| (row.key, row.actor, row.sequence)).collect(),
        vec![(2, ACTOR, 2), (3, ACTOR, 3)],
    )?;
    same("entry", rows[0].entry.clone(), Ok(entry(5, [5, 6])))?;
    let batch = rows[1].entry.clone()?;
    same("import", batch.operation, import(7))?;
    let mut tally = BatchTally::default();
    let pages = storage.read_batch_pages(operation_id(7), &mut tally, 9).await?;
    same("batch pages", pages, vec![vec![record(7), record(8)], vec![record(9)]])?;
    same("batch", batch.batch, Some(tally.reference()))?;
    same("integrity", storage.check_integrity(|_, _| {}).await?.damaged, Vec::new())
}

#[test]
fn a_book_in_format_1_is_read_for_ever() {
    let outcome = block_on(async { check_book(frozen_book().await?).await });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn a_book_written_today_has_the_same_objects() {
    let names = |text: &str| {
        text.lines().map(|line| line.rsplit_once(' ').map_or("", |(name, _)| name).to_owned()).collect::<Vec<_>>()
    };
    let sizes = |text: &str| text.lines().map(str::len).collect::<Vec<_>>();
    let today = block_on(async { as_text(&write_book().await?).await });
    match today {
        Ok(today) => {
            assert_eq!(names(&today), names(FROZEN), "\n{today}");
            assert_eq!(sizes(&today), sizes(FROZEN));
        }
        Err(fault) => panic!("{fault:?}"),
    }
}
