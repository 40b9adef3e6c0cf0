//! A disk that is full, and how long things take.

use crate::engine_disks::Failing;
use crate::engine_imports::{import, new_tab};
use crate::engine_world::{Shared, Tab, block_on, file, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::operation::Action;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::engine::protocol::{Failure, Job, Reply, Request, RowsRequest, StorageFigures, Timed, TimingFigures};
use burrow::storage::{FailAt, FailMode, FailingDisk, MemoryDisk};
use std::rc::Rc;

const MEGABYTE: u64 = 1_024 * 1_024;

/// A tab on a disk that has no room for the operation of that number after the opening.
fn tab_with_full_disk(operation: u64) -> (Tab<Failing>, MemoryDisk, Rc<Shared>) {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    Tab::open(&shared, &disk).create(Kind::Customer, person("Dana", "Novák"));
    let at = |operation| Rc::new(FailingDisk::new(disk.clone(), FailAt { operation, how: FailMode::Full }));
    let counting = at(u64::MAX);
    Tab::open(&shared, &Failing(counting.clone()));
    let tab = Tab::open(&shared, &Failing(at(counting.operations() + operation)));
    (tab, disk, shared)
}

fn create(name: &str, tab: &Tab<Failing>) -> Reply {
    tab.commit(Action::Create, vec![Change::edit(Kind::Customer, tab.new_id(), person(name, "Hill"))]).1
}

#[test]
fn a_full_disk_is_told_all_stays_readable_and_it_ends_by_itself() {
    // The customers of this test have no value that must be unique, so that a commit is one operation.
    let (tab, disk, shared) = tab_with_full_disk(1);
    assert!(!tab.engine.state().disk_full);
    assert_eq!(create("Bob", &tab), Reply::Failed(Failure::DiskFull));
    assert!(tab.engine.state().disk_full);
    assert_eq!((tab.customers(), Tab::open(&shared, &disk).customers()), (1, 1));
    // What waits for a quiet moment waits until there is room.
    block_on(tab.engine.fold_if_quiet(tab.world.writes.get()));
    assert_eq!(Tab::open(&shared, &disk).engine.state().last_saved, None);
    assert_eq!(figures(&tab).journal_entries, 1, "nothing was folded");
    // There is room again, and nobody has to write something to find out.
    let Reply::State(state) = tab.ask(Request::LookForRoom) else { panic!("no answer") };
    assert!(!state.disk_full);
    block_on(tab.engine.fold_if_quiet(tab.world.writes.get()));
    assert_eq!(figures(&tab).journal_entries, 0);
    assert!(matches!(create("Bob", &tab), Reply::Committed(_)));
    assert_eq!(Tab::open(&shared, &disk).customers(), 2);
}

#[test]
fn an_edit_that_fits_ends_it_too() {
    let (tab, ..) = tab_with_full_disk(1);
    create("Bob", &tab);
    assert!(tab.engine.state().disk_full);
    assert!(matches!(create("Bob", &tab), Reply::Committed(_)));
    assert!(!tab.engine.state().disk_full);
}

#[test]
fn a_fold_without_room_changes_nothing_and_is_told() {
    // Every operation of a fold finds the disk full in turn.
    for operation in 1..30 {
        let (tab, disk, shared) = tab_with_full_disk(operation);
        let before = tab.digest();
        let reply = tab.ask(Request::Fold);
        if reply == Reply::Done {
            assert!(operation > 5, "a fold asks the disk for more than {operation} things");
            return;
        }
        assert_eq!(reply, Reply::Failed(Failure::DiskFull), "{operation}");
        assert_eq!((tab.digest(), Tab::open(&shared, &disk).digest()), (before.clone(), before), "{operation}");
        assert_eq!(tab.ask(Request::Fold), Reply::Done, "{operation}");
    }
    panic!("a fold never ends");
}

#[test]
fn what_has_no_room_is_refused_before_anything_is_written() {
    let tab = new_tab();
    let rows: String = (0..50_000).map(|row| format!("Person {row},person{row}@example.com\n")).collect();
    let csv = format!("First name,Email\n{rows}").into_bytes();
    let needed = 4 * csv.len() as u64 + 4 * MEGABYTE;
    let open = Request::ImportOpen { kind: Some(Kind::Customer), reading: None };
    let Reply::ImportDraft(draft) = tab.ask_with(open, Some(file(csv))) else { panic!("no draft") };
    let run = || Request::ImportRun {
        job: Job(1),
        operation: tab.new_operation(),
        member: Default::default(),
        plan: draft.plan.clone(),
    };
    let room = |left: u64| tab.world.shared.room.set(Some((100 * MEGABYTE, 100 * MEGABYTE + left)));
    room(needed - 1);
    let refused = Reply::Failed(Failure::NoRoom { needed, left: needed - 1 });
    assert_eq!(tab.ask(run()), refused);
    assert_eq!((tab.customers(), tab.world.writes.get()), (0, 0));
    // A browser that counts more than it allows.
    tab.world.shared.room.set(Some((100, 99)));
    assert_eq!(tab.ask(run()), Reply::Failed(Failure::NoRoom { needed, left: 0 }));
    room(needed);
    assert!(matches!(tab.ask(run()), Reply::ImportDone(_)));
    assert_eq!(tab.customers(), 50_000);
}

#[test]
fn a_restore_without_room_is_refused() {
    let from = new_tab();
    import(&from, "First name\nAda\nGrace\n", |_| ());
    let backup = crate::engine_backups::back_up(&from);
    let into = new_tab();
    into.world.shared.room.set(Some((0, MEGABYTE)));
    match crate::engine_backups::give(&into, &backup, into.new_operation()) {
        Reply::Failed(Failure::NoRoom { left, needed }) => assert!(left == MEGABYTE && needed > 4 * MEGABYTE),
        other => panic!("{other:?}"),
    }
    assert_eq!((into.customers(), into.world.writes.get()), (0, 0));
    into.world.shared.room.set(None);
    assert_eq!(crate::engine_backups::restore(&into, &backup).added, 2);
}

fn figures<D: burrow::storage::Disk + Clone>(tab: &Tab<D>) -> StorageFigures {
    match tab.ask(Request::Storage) {
        Reply::Storage(figures) => figures,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_people_wait_for_is_measured() {
    let tab = new_tab();
    assert_eq!(figures(&tab).timings, []);
    // Every look at the clock takes a quarter of a millisecond: what looks twice took that long.
    tab.world.shared.each_look.set(0.25);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.edit(dana, customer::NOTES, text("x"));
    let rows = |search: &str| {
        let query = Query { search: search.to_owned(), ..Query::all(Kind::Customer) };
        Request::Rows(RowsRequest { query, columns: vec![], offset: 0, limit: 10 })
    };
    tab.ask(rows(""));
    tab.ask(rows("dana"));
    tab.ask(Request::Find { search: "nov".to_owned(), limit: 5 });
    tab.ask(Request::Fold);
    // What is refused or has nothing to do is no measure of anything.
    tab.commit(Action::Create, vec![Change::edit(Kind::Deal, tab.new_id(), vec![])]);
    tab.ask(Request::Fold);
    let counts: Vec<_> = figures(&tab).timings.iter().map(|one| (one.what, one.count)).collect();
    assert_eq!(counts, [(Timed::Commit, 2), (Timed::Query, 1), (Timed::Search, 2), (Timed::Fold, 1)]);
    let query = figures(&tab).timings[1];
    assert_eq!(query, TimingFigures { what: Timed::Query, count: 1, p50: 250, p95: 250, p99: 250, longest: 250 });
    let (at, took) = figures(&tab).last_fold.unwrap();
    assert!(at <= tab.world.shared.now.get() && took >= 0.25, "{at} {took}");
}
