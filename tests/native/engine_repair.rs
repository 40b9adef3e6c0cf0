//! Repair: what is still known somewhere is written anew, what is not is named, and nothing is thrown away.

use crate::engine_disks::Failing;
use crate::engine_world::{Shared, Tab, block_on, member_fields, person, text};
use burrow::domain::change::Change;
use burrow::domain::id::{Id, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::Value;
use burrow::domain::{customer, interaction};
use burrow::engine::protocol::{Job, PartKind, RepairReport, Reply, Request};
use burrow::storage::{Disk, FailAt, FailMode, FailingDisk, Key, MemoryDisk, Step, Store, Write};
use std::rc::Rc;

/// More than fit into one journal entry, so that they lie in batch pages and tell no history of their own.
const IMPORTED: usize = 1_100;
/// Records in a full page.
const PAGE: u64 = 512;

fn stored(disk: &MemoryDisk, store: Store) -> Vec<(Key, Vec<u8>)> {
    block_on(disk.range(store, None, None, 1_000)).unwrap()
}

/// Flips a bit in the middle of an object.
fn flip(disk: &MemoryDisk, store: Store, at: usize) {
    let (key, mut bytes) = stored(disk, store).swap_remove(at);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let step = match key {
        Key::Number(row) => Step::Replace { row, bytes },
        Key::Text(key) => Step::Put { store, key, bytes },
    };
    block_on(disk.write(Write::new(vec![step]))).unwrap();
}

fn repair<D: Disk + Clone>(tab: &Tab<D>) -> RepairReport {
    match tab.ask(Request::Repair(Job(1))) {
        Reply::Repaired(report) => report,
        other => panic!("{other:?}"),
    }
}

fn import_many(tab: &Tab) -> Vec<Id> {
    let ids: Vec<Id> = (0..IMPORTED).map(|_| tab.new_id()).collect();
    let change = |(number, id): (usize, &Id)| Change::edit(Kind::Customer, *id, person("Person", &number.to_string()));
    let (_, reply) = tab.commit(Action::Create, ids.iter().enumerate().map(change).collect());
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    ids
}

/// Names and sizes of what was set aside, out of the archive of it.
fn set_aside(tab: &Tab) -> Vec<(String, usize)> {
    let Reply::File(file) = tab.ask(Request::SetAside) else { panic!("no file") };
    let mut rest = &file.bytes[..];
    let mut found = Vec::new();
    while rest.first().is_some_and(|first| *first != 0) {
        let text = |from: usize, to: usize| String::from_utf8_lossy(&rest[from..to]).trim_end_matches('\0').to_owned();
        let size = usize::from_str_radix(&text(124, 135), 8).unwrap();
        found.push((text(0, 100), size));
        rest = &rest[512 + size.next_multiple_of(512)..];
    }
    assert_eq!(found.len() as u64, file.rows);
    found
}

#[test]
fn what_is_still_in_memory_is_written_anew() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let (tab, beside) = (Tab::open(&shared, &disk), Tab::open(&shared, &disk));
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    let edit = tab.edit(dana, customer::NOTES, text("likes the blue one"));
    let sound = tab.digest();
    flip(&disk, Store::Pages, 0);
    flip(&disk, Store::Journal, 0);
    let Reply::Integrity(found) = tab.ask(Request::CheckIntegrity(Job(1))) else { panic!("no answer") };
    let kinds: Vec<_> = found.damaged.iter().map(|part| (part.what, part.is_in_memory)).collect();
    assert_eq!(kinds, [(PartKind::Action, true), (PartKind::Records(Some(Kind::Customer), 1), true)]);

    let report = repair(&tab);
    assert_eq!((report.set_aside, report.written_anew), (2, 2), "{report:?}");
    assert!(!report.has_lost_something() && report.remaining.is_empty(), "{report:?}");
    assert_eq!(tab.digest(), sound);
    let later = Tab::open(&shared, &disk);
    assert_eq!((later.digest(), later.engine.state().damaged), (sound.clone(), 0));
    beside.ask(Request::CatchUp);
    assert_eq!(beside.digest(), sound, "a tab that was open all the time");
    assert_eq!(tab.undo(edit).1, 1, "the history knows the edit");
    let aside = set_aside(&later);
    assert_eq!(aside.len(), 2, "{aside:?}");
    assert!(aside[0].0.ends_with("/journal/2") && aside[1].0.ends_with("/pages/0000/00002/00000000"), "{aside:?}");
}

#[test]
fn a_lost_page_of_what_was_written_by_hand_comes_back_from_the_history() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Member, member_fields("Petra"));
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    let (bob, _) = tab.create(Kind::Customer, person("Bob", "Hill"));
    tab.ask(Request::Fold);
    tab.edit(dana, customer::JOB_TITLE, text("Baker"));
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, bob, true)]);
    tab.ask(Request::Fold);
    let sound = tab.digest();
    let customers = stored(&disk, Store::Pages)
        .iter()
        .position(|(key, _)| key.text().is_some_and(|key| key.contains("/00002/")))
        .unwrap();
    flip(&disk, Store::Pages, customers);

    let later = Tab::open(&shared, &disk);
    assert_eq!((later.customers(), later.engine.state().damaged), (0, 1));
    let report = repair(&later);
    assert_eq!((report.from_history, report.set_aside, report.remaining.len()), (2, 1, 0), "{report:?}");
    assert_eq!(later.digest(), sound);
    assert_eq!(Tab::open(&shared, &disk).digest(), sound);
    assert_eq!(later.engine.state().damaged, 0);
    // A second repair finds nothing to do.
    assert_eq!(repair(&later), RepairReport::default());
}

#[test]
fn what_only_a_backup_has_is_named_and_comes_back_by_a_merge() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let ids = import_many(&tab);
    let call = vec![
        (interaction::TYPE, Value::Choice(interaction::types::CALL)),
        (interaction::SUBJECT, text("A fence")),
        (interaction::WHEN, Value::Instant(1_750_000_000_000)),
        (interaction::CUSTOMER, Value::Link(ids[3])),
    ];
    tab.create(Kind::Interaction, call);
    tab.ask(Request::Fold);
    let sound = tab.digest();
    let backup = crate::engine_backups::back_up(&tab);
    flip(&disk, Store::Pages, 0);

    let later = Tab::open(&shared, &disk);
    assert_eq!(later.customers(), IMPORTED as u64 - PAGE);
    let report = repair(&later);
    assert_eq!((report.set_aside, report.from_history, report.written_anew), (1, 0, 0), "{report:?}");
    assert!(report.in_lost_pages.abs_diff(PAGE) < 60, "about {PAGE}: {report:?}");
    assert!(report.has_lost_something());
    let named: Vec<_> = report.missing.iter().map(|one| (one.kind, one.id, one.subtitle.as_str())).collect();
    assert_eq!(named, [(Kind::Customer, ids[3], "A fence")]);
    assert_eq!(later.engine.state().damaged, 0);

    let restored = crate::engine_backups::restore(&later, &backup);
    assert_eq!((restored.added, restored.changed), (PAGE, 0), "{restored:?}");
    assert_eq!(later.digest(), sound);
    later.ask(Request::Fold);
    assert_eq!(Tab::open(&shared, &disk).digest(), sound);
}

#[test]
fn an_action_that_cannot_be_read_no_longer_stands_in_the_way() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.edit(dana, customer::NOTES, text("lost"));
    tab.edit(dana, customer::JOB_TITLE, text("Baker"));
    flip(&disk, Store::Journal, 1);
    let later = Tab::open(&shared, &disk);
    assert_eq!(later.engine.state().damaged, 1);
    let report = repair(&later);
    assert_eq!((report.lost_actions, report.set_aside, report.written_anew), (1, 1, 0), "{report:?}");
    assert_eq!(later.value(Kind::Customer, dana, customer::JOB_TITLE), text("Baker"));
    assert_eq!(stored(&disk, Store::Journal).len(), 0);
    assert_eq!(Tab::open(&shared, &disk).engine.state().damaged, 0);
    assert_eq!(set_aside(&later).len(), 1);
}

#[test]
fn what_can_be_read_of_a_damaged_import_counts() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let ids = import_many(&tab);
    flip(&disk, Store::Batches, 0);
    let later = Tab::open(&shared, &disk);
    assert_eq!((later.customers(), later.engine.state().damaged), (0, 1));
    // A fold in between leaves the import's row behind.
    later.create(Kind::Member, member_fields("Petra"));
    assert_eq!(later.ask(Request::Fold), Reply::Done);
    assert_eq!(stored(&disk, Store::Journal).len(), 1);
    let report = repair(&later);
    let readable = IMPORTED as u64 - PAGE;
    assert_eq!((report.from_imports, report.lost_of_imports), (readable, PAGE), "{report:?}");
    assert_eq!(later.customers(), readable);
    assert_eq!(later.value(Kind::Customer, ids[1_000], customer::LAST_NAME), text("1000"));
    let again = Tab::open(&shared, &disk);
    assert_eq!((again.customers(), again.engine.state().damaged), (readable, 0));
    assert_eq!(stored(&disk, Store::Batches).len(), 0, "its pages are folded and set aside");
}

#[test]
fn lost_history_is_counted_and_new_history_goes_on() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.ask(Request::Fold);
    let pages = stored(&disk, Store::History).len();
    (0..pages).for_each(|at| flip(&disk, Store::History, at));
    let report = repair(&tab);
    assert_eq!((report.lost_history, report.remaining.len()), (pages as u64, 0), "{report:?}");
    assert!(!report.has_lost_something());
    tab.edit(dana, customer::NOTES, text("new"));
    tab.ask(Request::Fold);
    let Reply::History(history) = tab.ask(Request::History(Kind::Customer, dana)) else { panic!("no history") };
    // The making of the record is told by the record itself.
    assert_eq!((history.len(), history[1].created, history[1].operation.is_none()), (2, true, true), "{history:?}");
}

#[test]
fn a_check_and_a_repair_can_be_cancelled_while_they_look() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.ask(Request::Fold);
    flip(&disk, Store::Pages, 0);
    let before: Vec<_> = Store::ALL.into_iter().map(|store| stored(&disk, store)).collect();
    for request in [Request::CheckIntegrity(Job(7)), Request::Repair(Job(7))] {
        for progress in 1..=2 {
            tab.world.cancel_after.set(Some(tab.world.progress_told() + progress));
            assert_eq!(tab.ask(request.clone()), Reply::Cancelled, "{request:?} {progress}");
        }
    }
    tab.world.cancel_after.set(None);
    let after: Vec<_> = Store::ALL.into_iter().map(|store| stored(&disk, store)).collect();
    assert_eq!(before, after);
    assert_eq!(repair(&tab).written_anew, 1, "the locks were given back");
}

#[test]
fn whatever_fails_in_a_repair_nothing_is_lost_and_trying_again_succeeds() {
    for how in [FailMode::Before, FailMode::Full, FailMode::AcknowledgementLost] {
        for operation in 1.. {
            let (shared, disk) = (Shared::new(), MemoryDisk::new());
            let maker = Tab::open(&shared, &disk);
            let (dana, _) = maker.create(Kind::Customer, person("Dana", "Novák"));
            maker.ask(Request::Fold);
            maker.edit(dana, customer::NOTES, text("x"));
            let sound = maker.digest();
            // Opened while all is sound, with a disk that will fail in the repair.
            let count = Rc::new(FailingDisk::new(disk.clone(), FailAt { operation: u64::MAX, how }));
            Tab::open(&shared, &Failing(count.clone()));
            let opening = count.operations();
            let failing = Rc::new(FailingDisk::new(disk.clone(), FailAt { operation: opening + operation, how }));
            let tab = Tab::open(&shared, &Failing(failing.clone()));
            flip(&disk, Store::Pages, 0);
            let first = tab.ask(Request::Repair(Job(1)));
            let is_reached = failing.has_failed();
            let again = if is_reached { repair(&tab) } else { RepairReport::default() };
            assert!(again.remaining.is_empty(), "{how:?} {operation}: {first:?} {again:?}");
            assert_eq!(tab.digest(), sound, "{how:?} {operation}");
            let later = Tab::open(&shared, &disk);
            assert_eq!((later.digest(), later.engine.state().damaged), (sound, 0), "{how:?} {operation}: {first:?}");
            if !is_reached {
                assert!(matches!(first, Reply::Repaired(_)) && operation > 8, "{operation}: {first:?}");
                break;
            }
        }
    }
}

#[test]
fn a_repair_that_fails_leaves_what_cannot_be_read_where_it_is() {
    for operation in 1..40 {
        let (shared, disk) = (Shared::new(), MemoryDisk::new());
        let maker = Tab::open(&shared, &disk);
        let (dana, _) = maker.create(Kind::Customer, person("Dana", "Novák"));
        maker.edit(dana, customer::NOTES, text("lost"));
        import_many(&maker);
        flip(&disk, Store::Journal, 1);
        flip(&disk, Store::Batches, 1);
        let damaged = [stored(&disk, Store::Journal).swap_remove(1).1, stored(&disk, Store::Batches).swap_remove(1).1];
        let at = |operation| Rc::new(FailingDisk::new(disk.clone(), FailAt { operation, how: FailMode::Full }));
        let counting = at(u64::MAX);
        Tab::open(&shared, &Failing(counting.clone()));
        let tab = Tab::open(&shared, &Failing(at(counting.operations() + operation)));
        let first = tab.ask(Request::Repair(Job(1)));
        if matches!(first, Reply::Failed(_)) {
            // A fold in between, as one comes by itself, takes nothing away that was not set aside.
            assert_eq!(tab.ask(Request::Fold), Reply::Done, "{operation}");
        }
        let kept: Vec<Vec<u8>> =
            Store::ALL.into_iter().flat_map(|store| stored(&disk, store)).map(|(_, bytes)| bytes).collect();
        assert!(damaged.iter().all(|bytes| kept.contains(bytes)), "{operation}: {first:?}");
        repair(&tab);
        assert_eq!(Tab::open(&shared, &disk).engine.state().damaged, 0, "{operation}: {first:?}");
        if matches!(first, Reply::Repaired(_)) {
            return;
        }
    }
    panic!("a repair asks for more than forty things");
}

#[test]
fn an_operation_is_not_done_twice_after_a_repair() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let operation = OperationId(tab.new_id());
    let change = Change::edit(Kind::Customer, tab.new_id(), person("Dana", "Novák"));
    let commit =
        Request::Commit { operation, member: Default::default(), action: Action::Create, changes: vec![change] };
    tab.ask(commit.clone());
    flip(&disk, Store::Journal, 0);
    repair(&tab);
    assert!(matches!(tab.ask(commit), Reply::Committed(_)));
    assert_eq!((tab.customers(), stored(&disk, Store::Journal).len()), (1, 0));
}
