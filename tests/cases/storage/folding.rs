//! Folding and the history.

use super::{
    ACTOR, KIND, Outcome, Place, entry, fault, id, journal, open, operation, operation_id, record, same, stamp,
};
use burrow::domain::id::MemberId;
use burrow::domain::operation::{Action, ImportSummary};
use burrow::storage::{
    Disk, Erasure, FoldPosition, FoldRequest, Folded, JournalRead, Key, Page, Step, Storage, Store, Trace, Unreadable,
    Write,
};
use std::collections::BTreeSet;

fn page(number: u32, records: impl IntoIterator<Item = u64>) -> Page {
    Page { kind: KIND, number, records: records.into_iter().map(record).collect() }
}

fn trace(record: u64, written: u64) -> Trace {
    let (operation, member) = (Some(operation_id(written)), Some(MemberId(id(1))));
    Trace { kind: KIND, id: id(record), number: 3, stamp: stamp(written), raw: vec![0xa1, b'0'], operation, member }
}

async fn folded<D: Disk>(storage: &Storage<D>, request: FoldRequest) -> Result<FoldPosition, super::Fault> {
    match storage.fold(request).await? {
        Folded::Done(position) => Ok(position),
        Folded::Moved => fault("another fold came between"),
    }
}

pub async fn a_fold_moves_the_journal_into_pages<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    for sequence in 1..=4 {
        storage.append(ACTOR, sequence, &entry(sequence, [sequence])).await?;
    }
    let position =
        folded(&storage, FoldRequest { through: 3, pages: vec![page(0, [1, 2, 3])], ..FoldRequest::default() }).await?;
    same("position", position, FoldPosition { generation: 0, through: 3, folds: 1 })?;
    same("remembered", storage.fold_position(), position)?;
    let reopened = open(place).await?;
    same("on disk", reopened.fold_position(), position)?;
    same("pages", reopened.read_pages(KIND, 0, 9).await?, vec![(0, Ok(page(0, [1, 2, 3])))])?;
    let rest: Vec<u64> = journal(&reopened, 3).await?.iter().map(|row| row.key).collect();
    same("journal", rest, vec![4])?;
    same("rows on disk", storage.disk().keys(Store::Journal, None, None, 9).await?, vec![Key::Number(4)])
}

pub async fn only_one_of_two_tabs_folds<P: Place>(place: &P) -> Outcome {
    let (one, other) = (open(place).await?, open(place).await?);
    one.append(ACTOR, 1, &entry(1, [1])).await?;
    let request = |record| FoldRequest {
        through: 1,
        pages: vec![page(0, [record])],
        traces: vec![trace(1, 1)],
        operations: vec![operation(1, Action::Edit)],
        ..FoldRequest::default()
    };
    folded(&one, request(1)).await?;
    same("the other", other.fold(request(2)).await?, Folded::Moved)?;
    same("page", other.read_pages(KIND, 0, 9).await?, vec![(0, Ok(page(0, [1])))])?;
    same("history", other.history_of(KIND, id(1)).await?.traces.len(), 1)?;
    same("still moved", other.fold(request(2)).await?, Folded::Moved)?;
    other.refresh_fold_position().await?;
    same("after a new look", folded(&other, request(3)).await?.folds, 2)?;
    same("now the one is behind", one.fold(request(4)).await?, Folded::Moved)
}

pub async fn a_tab_whose_place_was_folded_away_is_told<P: Place>(place: &P) -> Outcome {
    let (one, other) = (open(place).await?, open(place).await?);
    for sequence in 1..=3 {
        one.append(ACTOR, sequence, &entry(sequence, [sequence])).await?;
    }
    let position =
        folded(&one, FoldRequest { through: 2, pages: vec![page(0, [1, 2])], ..FoldRequest::default() }).await?;
    same("had read one row", other.read_journal(1, 9).await?, JournalRead::FoldedAway(position))?;
    same("had read none", other.read_journal(0, 9).await?, JournalRead::FoldedAway(position))?;
    same("had read two rows", journal(&other, 2).await?.len(), 1)?;
    same("reading does not move the base of a fold", other.fold_position(), FoldPosition::default())
}

pub async fn a_kept_row_survives_folds<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    storage.append(ACTOR, 1, &entry(1, [1])).await?;
    storage.disk().write(Write::new(vec![Step::Append { bytes: vec![9; 100] }])).await?;
    storage.append(ACTOR, 2, &entry(2, [2])).await?;
    let rows = journal(&storage, 0).await?;
    same("damaged", rows[1].entry.clone(), Err(Unreadable::Damaged))?;
    folded(&storage, FoldRequest { through: 3, keep: vec![2], pages: vec![page(0, [1, 2])], ..FoldRequest::default() })
        .await?;
    storage.append(ACTOR, 3, &entry(3, [3])).await?;
    folded(&storage, FoldRequest { through: 4, pages: vec![page(0, [1, 2, 3])], ..FoldRequest::default() }).await?;
    same("still there", storage.disk().get(Store::Journal, Key::Number(2)).await?, Some(vec![9; 100]))?;
    same("nothing else", storage.disk().keys(Store::Journal, None, None, 9).await?, vec![Key::Number(2)])?;
    same("not read again", journal(&storage, 4).await?.len(), 0)
}

pub async fn history_is_found_by_record<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    // Many small folds fill one page of a bucket after the other; one large fold spreads over all buckets.
    for fold in 0..40 {
        folded(
            &storage,
            FoldRequest { traces: (0..10).map(|step| trace(5, fold * 10 + step)).collect(), ..FoldRequest::default() },
        )
        .await?;
    }
    folded(
        &storage,
        FoldRequest {
            traces: (0..2000).map(|number| trace(number, 9000 + number)).collect(),
            ..FoldRequest::default()
        },
    )
    .await?;
    let history = open(place).await?.history_of(KIND, id(5)).await?;
    let mut expected: Vec<Trace> = (0..400).map(|written| trace(5, written)).collect();
    expected.push(trace(5, 9005));
    expected.reverse();
    same("all of it, the latest first", history.traces, expected)?;
    same("nothing damaged", history.damaged, Vec::new())?;
    same("one of many", storage.history_of(KIND, id(1999)).await?.traces, vec![trace(1999, 10_999)])?;
    same("another kind", storage.history_of(KIND + 1, id(5)).await?.traces, Vec::new())?;
    let keys = storage.disk().keys(Store::History, None, None, 9999).await?;
    let of_bucket = keys.iter().filter_map(Key::text).filter(|key| key.ends_with("/00000001")).count();
    same("the bucket with many traces, and no other, has a second page", of_bucket, 1)
}

pub async fn erased_history_is_gone<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    // The second record lies in the same bucket as the first, as one of 256 does.
    let neighbours: Vec<Trace> = (100..3000).map(|number| trace(number, 50)).collect();
    let first = FoldRequest {
        traces: (0..200).map(|written| trace(5, written)).chain(neighbours).collect(),
        ..FoldRequest::default()
    };
    folded(&storage, first).await?;
    let erasure = Erasure { kind: KIND, id: id(5), floor: stamp(150) };
    let late = (140..160).map(|written| Trace { number: 4, ..trace(5, written) }).collect();
    folded(&storage, FoldRequest { erased: vec![erasure], traces: late, ..FoldRequest::default() }).await?;
    let left = storage.history_of(KIND, id(5)).await?.traces;
    same("nothing at or below the floor", left.iter().all(|trace| trace.stamp > stamp(150)), true)?;
    same("everything above it", left.len(), 49 + 9)?;
    for number in 100..3000 {
        if number % 97 == 0 {
            same("others are untouched", storage.history_of(KIND, id(number)).await?.traces, vec![trace(number, 50)])?;
        }
    }
    Ok(())
}

pub async fn operations_and_imports_are_kept<P: Place>(place: &P) -> Outcome {
    let storage = open(place).await?;
    let import = |number| {
        operation(
            number,
            Action::Import(ImportSummary { file: format!("{number}.csv"), rows: number, ..ImportSummary::default() }),
        )
    };
    for fold in 0..13_u64 {
        let mut operations: Vec<_> = (0..99).map(|step| operation(fold * 100 + step, Action::Edit)).collect();
        operations.push(import(fold * 100 + 99));
        folded(&storage, FoldRequest { operations, ..FoldRequest::default() }).await?;
    }
    let reopened = open(place).await?;
    let latest: Vec<_> = reopened.operations(5).await?.iter().map(|operation| operation.id).collect();
    same("latest", latest, (1295..1300).rev().map(operation_id).collect())?;
    same("all", reopened.operations(usize::MAX).await?.len(), 1300)?;
    let wanted = BTreeSet::from([stamp(3), stamp(777), stamp(5_000_000)]);
    let mut found: Vec<_> = reopened.operations_of(&wanted).await?.iter().map(|operation| operation.id).collect();
    found.sort();
    same("by stamp", found, vec![operation_id(3), operation_id(777)])?;
    same("imports", reopened.imports().await?, (0..13).rev().map(|fold| import(fold * 100 + 99)).collect())?;
    let pages = reopened.disk().keys(Store::History, Some("o/".into()), Some("o0".into()), 99).await?.len();
    same("pages are filled up", pages, 3)
}
