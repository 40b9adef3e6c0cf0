//! A whole book as this version wrote it, and as every later one must open it, killed wherever it may be; and a book that was
//! copied with its browser's profile, so that two places go on from one.
//!
//! `data/formats/whole_book_1.txt` and its successors have a line an object, as `frozen_storage` reads it. None is written
//! again; a new format gets a file of its own beside them.

use crate::engine_backups::{back_up, restore};
use crate::engine_disks::Failing;
use crate::engine_world::{Shared, Tab, block_on, cases, member_fields, person, text};
use crate::frozen_storage::{as_text, from_text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::operation::Action;
use burrow::domain::record::{Kind, RecordView};
use burrow::domain::stamp::Actor;
use burrow::engine::protocol::{Phase, Reply, Request};
use burrow::storage::{Disk, FailAt, FailMode, FailingDisk, Key, MemoryDisk, Step, Store, Write};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Every book that a released version wrote, with the digest of its records.
const BOOKS: [(&str, &str); 2] = [
    ("whole_book_1.txt", "ff03254afbc1c4ebe81f50403775140df7569d93a4a8ba2626c1adb3410d214e"),
    // Compressed pages, and a chain of hashes.
    ("whole_book_2.txt", "ff03254afbc1c4ebe81f50403775140df7569d93a4a8ba2626c1adb3410d214e"),
];

fn text_of(book: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats").join(book);
    std::fs::read_to_string(path).expect("a frozen book")
}

/// Customers, a member, values that were replaced, a trash, a fold, and rows after it.
fn write_book() -> (Rc<Shared>, MemoryDisk, Tab) {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.create(Kind::Member, member_fields("Petra"));
    tab.edit(dana, customer::JOB_TITLE, text("Baker"));
    tab.edit(dana, customer::JOB_TITLE, text("Cook"));
    let (bob, _) = tab.create(Kind::Customer, person("Bob", "Hill"));
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, bob, true)]);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    tab.edit(dana, customer::NOTES, text("Likes 拿铁 ☕"));
    tab.create(Kind::Customer, person("王", "芳"));
    (shared, disk, tab)
}

fn digest_of<D: Disk + Clone + 'static>(tab: &Tab<D>) -> String {
    let mut hash = Sha256::new();
    for (kind, id, bytes) in tab.digest() {
        hash.update(kind.to_be_bytes());
        hash.update(id.to_bytes());
        hash.update(Sha256::digest(&bytes));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn frozen(text: &str) -> MemoryDisk {
    // The frozen journal begins behind the rows that were folded away.
    let first = text.lines().find_map(|line| line.strip_prefix("journal ")?.split(' ').next()?.parse::<u64>().ok());
    let disk = MemoryDisk::new();
    block_on(async {
        for row in 1..first.unwrap_or(1) {
            let gone =
                vec![Step::Append { bytes: Vec::new() }, Step::Delete { store: Store::Journal, key: Key::Number(row) }];
            disk.write(Write::new(gone)).await.expect("a row");
        }
        let read = from_text(text).await.expect("the frozen book");
        for store in Store::ALL {
            for (key, bytes) in read.range(store, None, None, u32::MAX).await.expect("a store") {
                let step = match key {
                    Key::Number(_) => Step::Append { bytes },
                    Key::Text(key) => Step::Put { store, key, bytes },
                };
                disk.write(Write::new(vec![step])).await.expect("an object");
            }
        }
    });
    disk
}

/// A copy of all that lies on a disk, with the numbers that its journal would go on with.
fn copy(disk: &MemoryDisk) -> MemoryDisk {
    frozen(&block_on(as_text(disk)).expect("the disk as text"))
}

#[test]
fn every_released_book_opens_with_an_equal_digest() {
    for (book, digest) in BOOKS {
        let disk = frozen(&text_of(book));
        let tab = Tab::open(&Shared::new(), &disk);
        assert_eq!((tab.engine.state().phase, tab.engine.state().damaged), (Phase::Ready, 0));
        assert_eq!(digest_of(&tab), digest);
        // And folding it changes no record.
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        assert_eq!(digest_of(&Tab::open(&Shared::new(), &disk)), digest);
    }
}

#[test]
fn a_book_written_today_is_the_same_to_the_byte() {
    let today = block_on(as_text(&write_book().1)).expect("the disk as text");
    let (book, digest) = BOOKS[BOOKS.len() - 1];
    assert_eq!(digest_of(&write_book().2), digest);
    assert!(today == text_of(book), "today's book is:\n{today}");
}

/// Opens a released book, edits and folds, with the Nth operation of the disk failing or the tab killed behind it; whatever N
/// is, what is there afterwards is the old book, or the old book with the edit.
#[test]
fn a_released_book_that_is_killed_while_it_is_taken_over_is_before_or_after() {
    for (book, digest) in BOOKS {
        let book = &text_of(book);
        let dana = {
            let tab = Tab::open(&Shared::new(), &frozen(book));
            let digest = tab.digest();
            let (_, id, _) = digest.iter().find(|(kind, ..)| *kind == Kind::Customer.number()).expect("a customer");
            *id
        };
        let most = cases(60, 400);
        let (mut reached, mut before, mut after) = (0, 0, 0);
        for how in [FailMode::Before, FailMode::AcknowledgementLost] {
            for operation in 1..=u64::from(most) {
                let disk = frozen(book);
                let failing = Rc::new(FailingDisk::new(disk.clone(), FailAt { operation, how }));
                let shared = Shared::new();
                // Another start than the one that wrote it: its chance must not repeat.
                shared.now.set(1_760_000_000_000 + operation);
                let tab = Tab::open(&shared, &Failing(failing.clone()));
                let (_, reply) = tab.commit(
                    Action::Edit,
                    vec![Change::edit(Kind::Customer, dana, vec![(customer::SOURCE, text("fair"))])],
                );
                drop(tab.ask(Request::Fold));
                // The tab is gone; another one looks.
                let fresh = Tab::open(&Shared::new(), &disk);
                assert_eq!(
                    (fresh.engine.state().phase, fresh.engine.state().damaged),
                    (Phase::Ready, 0),
                    "{operation} {how:?}"
                );
                let edited = fresh.value(Kind::Customer, dana, customer::SOURCE) == text("fair");
                if matches!(reply, Reply::Committed(_)) {
                    assert!(edited, "{operation} {how:?}: an acknowledged edit is gone");
                }
                if edited {
                    after += 1;
                } else {
                    assert_eq!(digest_of(&fresh), digest, "{operation} {how:?}");
                    before += 1;
                }
                reached += u32::from(failing.has_failed());
            }
        }
        assert!(
            reached >= 20 && before > 0 && after > 0,
            "{reached} points reached, {before} before and {after} after"
        );
    }
}

fn actors<D: Disk + Clone + 'static>(tab: &Tab<D>, id: Id) -> BTreeSet<Actor> {
    let digest = tab.digest();
    let (_, _, bytes) = digest.iter().find(|(_, one, _)| *one == id).expect("it is there");
    RecordView::new(bytes).expect("it can be read").stamps().map(|stamp| stamp.actor).collect()
}

/// A browser's profile was copied, as with a new computer or out of a backup of the whole disk, and both go on. Nothing that
/// names a writer lies on the disk: each tab takes a new name, so the two never write under one.
#[test]
fn a_copied_profile_goes_on_under_another_name_and_both_can_be_joined() {
    for round in 0..cases(10, 100) {
        let (shared, disk, tab) = write_book();
        shared.now.set(shared.now.get() + u64::from(round) * 977);
        let dana = tab.create(Kind::Customer, person("Dana", "of both")).0;
        let other_disk = copy(&disk);
        let (here, there) = (Tab::open(&shared, &disk), Tab::open(&shared, &other_disk));
        assert_eq!(here.digest(), there.digest(), "the copy is no copy");
        here.edit(dana, customer::JOB_TITLE, text("Baker here"));
        there.edit(dana, customer::INDUSTRY, text("Bread there"));
        here.edit(dana, customer::NOTES, text("first here"));
        there.edit(dana, customer::NOTES, text("then there"));
        let before = actors(&tab, dana);
        let (of_here, of_there) = (actors(&here, dana), actors(&there, dana));
        let new_here: BTreeSet<_> = of_here.difference(&before).collect();
        let new_there: BTreeSet<_> = of_there.difference(&before).collect();
        assert!(
            !new_here.is_empty() && !new_there.is_empty() && new_here.is_disjoint(&new_there),
            "two places write under one name"
        );
        // What one has can be given to the other, and nothing of either is lost.
        restore(&here, &back_up(&there));
        restore(&there, &back_up(&here));
        assert!(here.digest() == there.digest(), "the two do not come to the same");
        for (field, value) in
            [(customer::JOB_TITLE, "Baker here"), (customer::INDUSTRY, "Bread there"), (customer::NOTES, "then there")]
        {
            assert_eq!(here.value(Kind::Customer, dana, field), text(value));
        }
        let Reply::History(entries) = here.ask(Request::History(Kind::Customer, dana)) else { panic!("no history") };
        let told = entries
            .iter()
            .flat_map(|entry| &entry.changes)
            .any(|change| change.before.value == text("first here") || change.after.value == text("first here"));
        assert!(told, "the value that lost is in no history");
    }
}
