//! The book on a disk: header, journal, pages, batches, integrity.

use super::{
    ACTOR, KIND, NOW, Outcome, Place, dice, entry, fault, id, journal, number_of, open, operation, operation_id,
    record, same,
};
use burrow::domain::operation::{Action, ImportSummary};
use burrow::domain::record::Record;
use burrow::domain::stamp::Actor;
use burrow::storage::{
    BatchTally, Disk, DiskError, FoldRequest, Folded, Key, Page, Step, Storage, StorageError, Store, Unreadable, Write,
};

/// Flips one bit in the middle of an object.
async fn damage<D: Disk>(disk: &D, store: Store, key: &str) -> Outcome {
    let Some(mut bytes) = disk.get(store, key.into()).await? else { return fault(format!("{key} is not there")) };
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    disk.write(Write::new(vec![Step::Put { store, key: key.to_owned(), bytes }])).await?;
    Ok(())
}

/// Puts pages with the records `10 * page` and `10 * page + 1` on disk.
async fn fold_pages<D: Disk>(storage: &Storage<D>, kind: u16, numbers: impl IntoIterator<Item = u32>) -> Outcome {
    let page = |number: u32| Page {
        kind,
        number,
        records: vec![record(u64::from(number) * 10), record(u64::from(number) * 10 + 1)],
    };
    let request = FoldRequest { pages: numbers.into_iter().map(page).collect(), ..FoldRequest::default() };
    match storage.fold(request).await? {
        Folded::Done(_) => Ok(()),
        Folded::Moved => fault("another fold came between"),
    }
}

pub async fn a_book_is_made_once<P: Place>(place: &P) -> Outcome {
    let one = open(place).await?;
    let other = Storage::open(place.open().await?, dice(), NOW + 5).await?;
    same("book", other.book(), one.book())?;
    same("created", other.created(), NOW)?;
    one.append(ACTOR, 1, &entry(1, [1])).await?;
    same("the same key", journal(&other, 0).await?[0].entry.clone(), Ok(entry(1, [1])))?;
    let elsewhere = open(&place.another()).await?;
    same("another place has another book", elsewhere.book() == one.book(), false)
}

pub async fn a_book_that_took_the_place_of_another_is_not_written_into<P: Place>(place: &P) -> Outcome {
    let gone = Some(StorageError::Disk(DiskError::Gone));
    let old = open(place).await?;
    let disk = place.open().await?;
    // What a tab finds that was away while another one deleted the book and began a new one.
    disk.write(Write::new(vec![Step::Delete { store: Store::Meta, key: "book".into() }])).await?;
    same("nothing there", old.append(ACTOR, 1, &entry(1, [1])).await.err(), gone.clone())?;
    let new = Storage::open(place.open().await?, dice(), NOW + 5).await?;
    same("another book", new.book() == old.book(), false)?;
    same("an action", old.append(ACTOR, 1, &entry(1, [1])).await.err(), gone.clone())?;
    let page = Page { kind: KIND, number: 0, records: vec![record(1)] };
    let fold = old.fold(FoldRequest { pages: vec![page], ..FoldRequest::default() }).await;
    same("a fold", fold.err(), gone.clone())?;
    let mut tally = BatchTally::default();
    let pages = old.write_batch_pages(operation_id(3), &mut tally, &[vec![record(3)]]).await;
    same("an import", pages.err(), gone.clone())?;
    same("a text", old.keep_secret("name", Some("text")).await.err(), gone)?;
    new.append(ACTOR, 1, &entry(1, [2])).await?;
    same("what is there", journal(&new, 0).await?.len(), 1)?;
    same("sizes", new.disk().keys(Store::Pages, None, None, 1).await?.is_empty(), true)
}

pub async fn data_without_a_header_gets_no_new_key<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    storage.disk().write(Write::new(vec![Step::Delete { store: Store::Meta, key: "book".into() }])).await?;
    same("missing", Storage::open(place.open().await?, dice(), NOW).await.err(), Some(StorageError::BookMissing))?;
    let garbage = Step::Put { store: Store::Meta, key: "book".to_owned(), bytes: vec![1, 2, 3] };
    storage.disk().write(Write::new(vec![garbage])).await?;
    same("damaged", Storage::open(place.open().await?, dice(), NOW).await.err(), Some(StorageError::BookDamaged))?;
    same("left as it is", storage.disk().get(Store::Meta, "book".into()).await?, Some(vec![1, 2, 3]))
}

pub async fn journal_rows_are_read_back_in_order<P: Place>(place: &P) -> Outcome {
    let (one, other) = (open(place).await?, open(place).await?);
    same("first", one.append(ACTOR, 1, &entry(1, [1, 2])).await?, 1)?;
    same("second", other.append(Actor(9), 1, &entry(2, [])).await?, 2)?;
    same("third", one.append(ACTOR, 2, &entry(3, [3])).await?, 3)?;
    let rows = journal(&other, 0).await?;
    same(
        "who",
        rows.iter().map(|row| (row.key, row.actor, row.sequence)).collect(),
        vec![(1, ACTOR, 1), (2, Actor(9), 1), (3, ACTOR, 2)],
    )?;
    same(
        "what",
        rows.into_iter().map(|row| row.entry).collect(),
        vec![Ok(entry(1, [1, 2])), Ok(entry(2, [])), Ok(entry(3, [3]))],
    )?;
    same("from there on", journal(&one, 2).await?.len(), 1)?;
    same("the end", journal(&one, 3).await?.len(), 0)
}

pub async fn a_damaged_row_does_not_keep_the_others_back<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    let Some(row) = storage.disk().get(Store::Journal, Key::Number(1)).await? else { return fault("no row") };
    // A row under another actor's name, a row cut short, and a row with a flipped bit.
    let mut renamed = row.clone();
    renamed[7] ^= 1;
    let mut flipped = row.clone();
    flipped[60] ^= 1;
    let steps = [renamed, row[..10].to_vec(), flipped].map(|bytes| Step::Append { bytes }).to_vec();
    storage.disk().write(Write::new(steps)).await?;
    storage.append(ACTOR, 2, &entry(2, [2])).await?;
    let entries: Vec<_> = journal(&storage, 0).await?.into_iter().map(|row| row.entry).collect();
    let damaged = || Err(Unreadable::Damaged);
    same("entries", entries, vec![Ok(entry(1, [1])), damaged(), damaged(), damaged(), Ok(entry(2, [2]))])
}

pub async fn a_sealed_object_in_anothers_place_is_noticed<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    fold_pages(&storage, KIND, [0, 1]).await?;
    let names = ["0000/00002/00000000", "0000/00002/00000001"];
    let (first, second) = (
        storage.disk().get(Store::Pages, names[0].into()).await?,
        storage.disk().get(Store::Pages, names[1].into()).await?,
    );
    let (Some(first), Some(second)) = (first, second) else { return fault("the pages are not where they should be") };
    let put = |key: &str, bytes| Step::Put { store: Store::Pages, key: key.to_owned(), bytes };
    storage
        .disk()
        .write(Write::new(vec![put(names[0], second), put(names[1], first.clone()), put("0000/00007/00000000", first)]))
        .await?;
    for kind in [KIND, 7] {
        let pages = storage.read_pages(kind, 0, 9).await?;
        same("exchanged pages", pages.iter().all(|(_, page)| *page == Err(Unreadable::Damaged)), true)?;
    }
    // A page of another book, sealed with another key.
    let elsewhere = open(&place.another()).await?;
    fold_pages(&elsewhere, KIND, [0]).await?;
    let Some(foreign) = elsewhere.disk().get(Store::Pages, names[0].into()).await? else { return fault("no page") };
    storage.disk().write(Write::new(vec![put(names[0], foreign)])).await?;
    same("foreign page", storage.read_pages(KIND, 0, 1).await?[0].1.clone(), Err(Unreadable::Damaged))
}

pub async fn a_damaged_page_does_not_keep_the_others_back<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    fold_pages(&storage, KIND, [0, 1, 2, 12]).await?;
    damage(storage.disk(), Store::Pages, "0000/00002/00000001").await?;
    let pages = storage.read_pages(KIND, 0, 3).await?;
    same("numbers", pages.iter().map(|(number, _)| *number).collect(), vec![0, 1, 2])?;
    same("damaged", pages[1].1.clone(), Err(Unreadable::Damaged))?;
    for (number, page) in [&pages[0], &pages[2]] {
        let page = page.clone()?;
        same(
            "records",
            page.records.iter().map(|record| number_of(record).unwrap_or_default()).collect(),
            vec![u64::from(*number) * 10, u64::from(*number) * 10 + 1],
        )?;
    }
    same("the rest", storage.read_pages(KIND, 3, 9).await?.iter().map(|(number, _)| *number).collect(), vec![12])?;
    same("its number is still taken", storage.page_numbers(KIND).await?, vec![0, 1, 2, 12])
}

pub async fn kinds_are_listed_also_unknown_ones<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    same("none", storage.kinds().await?, Vec::new())?;
    for kind in [2, 1, 40_000] {
        fold_pages(&storage, kind, [0, 5]).await?;
    }
    same("kinds", storage.kinds().await?, vec![1, 2, 40_000])?;
    same("pages of one", storage.page_numbers(40_000).await?, vec![0, 5])?;
    let empty = Page { kind: 40_000, number: 5, records: Vec::new() };
    storage.fold(FoldRequest { pages: vec![empty], ..FoldRequest::default() }).await?;
    same("an empty page is gone", storage.page_numbers(40_000).await?, vec![0])
}

pub async fn a_batch_is_whole_or_damaged<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    let import = operation_id(77);
    let pages: Vec<Vec<Vec<u8>>> = (0..5_u64).map(|page| (0..3).map(|row| record(page * 3 + row)).collect()).collect();
    let mut written = BatchTally::default();
    storage.write_batch_pages(import, &mut written, &pages[..2]).await?;
    storage.write_batch_pages(import, &mut written, &pages[2..]).await?;
    same("counted", (written.pages(), written.records()), (5, 15))?;
    let mut entry = entry(77, []);
    entry.operation =
        operation(77, Action::Import(ImportSummary { rows: 15, created: 15, ..ImportSummary::default() }));
    entry.batch = Some(written.reference());
    storage.append(ACTOR, 1, &entry).await?;

    let reopened = open(place).await?;
    let batch = journal(&reopened, 0).await?[0].entry.clone()?.batch;
    let (mut read, mut found) = (BatchTally::default(), Vec::new());
    while Some(read.pages()) < batch.map(|batch| batch.pages) {
        found.extend(reopened.read_batch_pages(import, &mut read, 2).await?);
    }
    same("pages", found, pages)?;
    same("digest", Some(read.reference()), batch)?;

    damage(storage.disk(), Store::Batches, &format!("{import}/00000003")).await?;
    let damaged = StorageError::Damaged { object: format!("batches {import}/00000003") };
    same(
        "damaged",
        storage.read_batch_pages(import, &mut BatchTally::default(), 9).await.err(),
        Some(damaged.clone()),
    )?;
    storage
        .disk()
        .write(Write::new(vec![Step::Delete { store: Store::Batches, key: Key::Text(format!("{import}/00000003")) }]))
        .await?;
    same("missing", storage.read_batch_pages(import, &mut BatchTally::default(), 9).await.err(), Some(damaged))
}

pub async fn leftover_batches_are_swept<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    for import in 1..=4 {
        storage
            .write_batch_pages(operation_id(import), &mut BatchTally::default(), &[vec![record(1)], vec![record(2)]])
            .await?;
    }
    storage.delete_batch(operation_id(4)).await?;
    same("swept", storage.sweep_batches(&[operation_id(2)]).await?, 2)?;
    let left = storage.disk().keys(Store::Batches, None, None, 99).await?;
    same(
        "left",
        left,
        vec![Key::Text(format!("{}/00000000", operation_id(2))), Key::Text(format!("{}/00000001", operation_id(2)))],
    )?;
    same("nothing more", storage.sweep_batches(&[operation_id(2)]).await?, 0)
}

pub async fn integrity_names_what_is_damaged<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    fold_pages(&storage, KIND, 0..40).await?;
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    storage.write_batch_pages(operation_id(9), &mut BatchTally::default(), &[vec![record(1)]]).await?;
    let mut steps = Vec::new();
    let sound = storage.check_integrity(|done, total| steps.push((done, total))).await?;
    same("counted", (sound.pages, sound.journal_entries, sound.batch_pages, sound.damaged.len()), (40, 1, 1, 0))?;
    same("progress", (steps.first().copied(), steps.last().copied()), (Some((0, 42)), Some((42, 42))))?;
    damage(storage.disk(), Store::Pages, "0000/00002/00000017").await?;
    damage(storage.disk(), Store::Batches, &format!("{}/00000000", operation_id(9))).await?;
    storage.disk().write(Write::new(vec![Step::Append { bytes: vec![0; 90] }])).await?;
    let report = storage.check_integrity(|_, _| {}).await?;
    let expected = [
        "journal 2".to_owned(),
        "pages 0000/00002/00000017".to_owned(),
        format!("batches {}/00000000", operation_id(9)),
    ];
    same("damaged", report.damaged, expected.to_vec())?;
    same("a record reads", Record::decode(&record(5))?.id, id(5))
}
