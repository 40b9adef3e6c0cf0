//! The plain database.

use super::{Outcome, Place, fault, same};
use burrow::storage::{Disk, DiskError, Guard, Key, Step, Store, Write, Written};

fn put(store: Store, key: &str, bytes: &[u8]) -> Step {
    Step::Put { store, key: key.to_owned(), bytes: bytes.to_vec() }
}

fn append(bytes: &[u8]) -> Step {
    Step::Append { bytes: bytes.to_vec() }
}

fn done(journal_keys: &[u64]) -> Written {
    Written::Done { journal_keys: journal_keys.to_vec() }
}

fn texts(keys: &[&str]) -> Vec<Key> {
    keys.iter().map(|key| Key::from(*key)).collect()
}

fn key(text: &str) -> Option<Key> {
    Some(Key::from(text))
}

/// From, to, limit, and the names that are expected.
type RangeCheck<'a> = (Option<Key>, Option<Key>, u32, &'a [&'a str]);

pub async fn what_is_written_is_read<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let all = Store::ALL.into_iter().filter(|store| *store != Store::Journal);
    let steps = all.clone().map(|store| put(store, "a", store.name().as_bytes())).collect();
    same("written", disk.write(Write::new(steps)).await?, done(&[]))?;
    for store in all {
        same(store.name(), disk.get(store, "a".into()).await?, Some(store.name().as_bytes().to_vec()))?;
        same("nothing there", disk.get(store, "b".into()).await?, None)?;
    }
    disk.write(Write::new(vec![put(Store::Pages, "a", b""), put(Store::Meta, "a", &[0, 255])])).await?;
    same("no bytes are bytes", disk.get(Store::Pages, "a".into()).await?, Some(Vec::new()))?;
    same("overwritten", disk.get(Store::Meta, "a".into()).await?, Some(vec![0, 255]))?;
    disk.write(Write::new(vec![
        Step::Delete { store: Store::Meta, key: "a".into() },
        Step::Delete { store: Store::Meta, key: "c".into() },
    ]))
    .await?;
    same("deleted", disk.get(Store::Meta, "a".into()).await?, None)?;
    same("a transaction of nothing", disk.write(Write::default()).await?, done(&[]))
}

pub async fn ranges_are_inclusive_ordered_and_limited<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let names = [
        "0001/00002/00000002",
        "0001/00002/00000010",
        "0001/00002/00000001",
        "0001/00003/00000000",
        "0000/00002/00000009",
    ];
    disk.write(Write::new(names.iter().map(|name| put(Store::Pages, name, name.as_bytes())).collect())).await?;
    let mut sorted = names;
    sorted.sort_unstable();
    let checks: [RangeCheck<'_>; 8] = [
        (None, None, 100, &sorted),
        (None, None, 2, &sorted[..2]),
        (None, None, 0, &[]),
        (None, None, u32::MAX, &sorted),
        (key("0001/00002/00000001"), key("0001/00002/00000010"), 100, &sorted[1..4]),
        (key("0001/00002/"), key("0001/000020"), 100, &sorted[1..4]),
        (key("0001/00002/00000003"), None, 100, &sorted[3..]),
        (key("9"), key("0"), 100, &[]),
    ];
    for (from, to, limit, expected) in checks {
        let what = format!("{from:?} to {to:?}, {limit}");
        same(&what, disk.keys(Store::Pages, from.clone(), to.clone(), limit).await?, texts(expected))?;
        let objects = disk.range(Store::Pages, from, to, limit).await?;
        same(&what, objects, expected.iter().map(|name| (Key::from(*name), name.as_bytes().to_vec())).collect())?;
    }
    disk.write(Write::new((1..=12).map(|number| append(&[number])).collect())).await?;
    let rows = disk.range(Store::Journal, Some(Key::Number(9)), Some(Key::Number(11)), 100).await?;
    same(
        "numbers are in the order of numbers",
        rows,
        vec![(Key::Number(9), vec![9]), (Key::Number(10), vec![10]), (Key::Number(11), vec![11])],
    )
}

pub async fn journal_numbers_only_grow<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    same(
        "first",
        disk.write(Write::new(vec![append(b"a"), put(Store::Meta, "m", b""), append(b"b")])).await?,
        done(&[1, 2]),
    )?;
    disk.write(Write::new(vec![Step::DeleteRange {
        store: Store::Journal,
        from: Key::Number(0),
        to: Key::Number(99),
    }]))
    .await?;
    same("empty", disk.keys(Store::Journal, None, None, 9).await?, Vec::new())?;
    same("after a deletion", disk.write(Write::new(vec![append(b"c")])).await?, done(&[3]))?;
    let failing =
        Write::guarded(vec![Guard { store: Store::Meta, key: "m".into(), expected: None }], vec![append(b"d")]);
    same("guard", disk.write(failing).await?, Written::GuardFailed)?;
    drop(disk);
    let disk = place.open().await?;
    disk.write(Write::new(vec![Step::Delete { store: Store::Journal, key: Key::Number(3) }])).await?;
    same("after reopening", disk.write(Write::new(vec![append(b"e")])).await?, done(&[4]))
}

pub async fn a_guard_that_fails_writes_nothing<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let guarded = |expected: Option<&[u8]>, value: &[u8]| {
        let expected = expected.map(<[u8]>::to_vec);
        let steps = vec![put(Store::Pages, "p", value), append(value), put(Store::Meta, "fold", value)];
        Write::guarded(vec![Guard { store: Store::Meta, key: "fold".to_owned(), expected }], steps)
    };
    same("must not be there and is not", disk.write(guarded(None, b"1")).await?, done(&[1]))?;
    same("must not be there and is", disk.write(guarded(None, b"2")).await?, Written::GuardFailed)?;
    same("must be other bytes", disk.write(guarded(Some(b"0"), b"2")).await?, Written::GuardFailed)?;
    same("page", disk.get(Store::Pages, "p".into()).await?, Some(b"1".to_vec()))?;
    same("guarded object", disk.get(Store::Meta, "fold".into()).await?, Some(b"1".to_vec()))?;
    same("journal", disk.keys(Store::Journal, None, None, 9).await?, vec![Key::Number(1)])?;
    same("as expected", disk.write(guarded(Some(b"1"), b"2")).await?, done(&[2]))?;
    same("written", disk.get(Store::Pages, "p".into()).await?, Some(b"2".to_vec()))
}

pub async fn a_row_is_replaced_and_the_journals_end_is_a_condition<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    disk.write(Write::new(vec![append(b"a"), append(b"b")])).await?;
    let replace = |row, bytes: &[u8]| Step::Replace { row, bytes: bytes.to_vec() };
    let ending = |end, steps| Write { journal_end: Some(end), ..Write::new(steps) };
    same("a row more", disk.write(ending(1, vec![replace(1, b"x")])).await?, Written::GuardFailed)?;
    same("as expected", disk.write(ending(2, vec![replace(1, b"A")])).await?, done(&[]))?;
    same("rows fewer", disk.write(ending(9, vec![replace(2, b"B")])).await?, done(&[]))?;
    let rows = disk.range(Store::Journal, None, None, 9).await?;
    same("rows", rows, vec![(Key::Number(1), b"A".to_vec()), (Key::Number(2), b"B".to_vec())])?;
    same("the next number", disk.write(Write::new(vec![append(b"c")])).await?, done(&[3]))?;
    let two = |first: Option<&[u8]>| {
        let guard = |key: &str, expected: Option<&[u8]>| Guard {
            store: Store::Meta,
            key: key.to_owned(),
            expected: expected.map(<[u8]>::to_vec),
        };
        Write::guarded(vec![guard("one", first), guard("two", None)], vec![put(Store::Meta, "one", b"1")])
    };
    same("one of two guards fails", disk.write(two(Some(b"0"))).await?, Written::GuardFailed)?;
    same("both hold", disk.write(two(None)).await?, done(&[]))
}

pub async fn a_range_is_deleted_with_both_its_ends<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    disk.write(Write::new(["a", "b", "c", "d"].map(|name| put(Store::Batches, name, b"")).to_vec())).await?;
    let delete = |from: &str, to: &str| {
        Write::new(vec![Step::DeleteRange { store: Store::Batches, from: from.into(), to: to.into() }])
    };
    disk.write(delete("d", "a")).await?;
    same("backwards", disk.keys(Store::Batches, None, None, 9).await?, texts(&["a", "b", "c", "d"]))?;
    disk.write(delete("b", "c")).await?;
    same("both ends", disk.keys(Store::Batches, None, None, 9).await?, texts(&["a", "d"]))
}

pub async fn a_refused_transaction_leaves_nothing<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let write = Write::new(vec![put(Store::Pages, "a", b"a"), append(b"b"), put(Store::Journal, "c", b"c")]);
    match disk.write(write).await {
        Err(DiskError::Aborted(_)) => {}
        other => return fault(format!("the journal took an object with a name: {other:?}")),
    }
    same("page", disk.get(Store::Pages, "a".into()).await?, None)?;
    same("journal", disk.keys(Store::Journal, None, None, 9).await?, Vec::new())
}

pub async fn reopening_keeps_everything<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let large: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
    disk.write(Write::new(vec![put(Store::Attachments, "large", &large), append(b"row")])).await?;
    drop(disk);
    let disk = place.open().await?;
    same("large", disk.get(Store::Attachments, "large".into()).await? == Some(large), true)?;
    same("row", disk.get(Store::Journal, Key::Number(1)).await?, Some(b"row".to_vec()))
}

pub async fn two_handles_see_each_other<P: Place>(place: &P) -> Outcome {
    let (one, other) = (place.open().await?, place.open().await?);
    same("one", one.write(Write::new(vec![append(b"1")])).await?, done(&[1]))?;
    same("other", other.write(Write::new(vec![append(b"2")])).await?, done(&[2]))?;
    same("read by the other", other.get(Store::Journal, Key::Number(1)).await?, Some(b"1".to_vec()))?;
    same("read by the one", one.get(Store::Journal, Key::Number(2)).await?, Some(b"2".to_vec()))
}

pub async fn sizes_are_told<P: Place>(place: &P) -> Outcome {
    let disk = place.open().await?;
    let pages = (0..150).map(|number| put(Store::Pages, &format!("{number:03}"), &[7; 10]));
    disk.write(Write::new(pages.chain([append(b"12345"), put(Store::Meta, "m", b"")]).collect())).await?;
    for size in disk.sizes().await? {
        let expected = match size.store {
            Store::Pages => (150, 1500),
            Store::Journal => (1, 5),
            Store::Meta => (1, 0),
            _ => (0, 0),
        };
        same(size.store.name(), (size.objects, size.bytes), expected)?;
    }
    Ok(())
}
