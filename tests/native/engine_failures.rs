//! Every operation of the disk fails in turn, in every way: what was called saved is there, what was not is wholly there
//! or not at all, and trying again succeeds.

use crate::engine_disks::Failing;
use crate::engine_world::{Shared, Tab, cases, file, member_fields, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::engine::import_plan::ImportPlan;
use burrow::engine::protocol::{Job, Phase, Reply, Request, RowsRequest};
use burrow::storage::{Disk, FailAt, FailMode, FailingDisk, MemoryDisk};
use std::rc::Rc;

/// More than fit into one journal entry, so that they lie in batch pages.
const IMPORTED: usize = 1_030;

fn id(number: u8) -> Id {
    Id::from_parts(1_750_000_000_000, [number; 10])
}

fn operation(number: u8) -> OperationId {
    OperationId(id(number))
}

fn import_file(count: usize) -> Vec<u8> {
    let rows = (0..count).map(|row| format!("Person {row},person{row}@example.com\n"));
    format!("First name,Email\n{}", rows.collect::<String>()).into_bytes()
}

fn commit(number: u8, action: Action, changes: Vec<Change>) -> Request {
    Request::Commit { operation: operation(number), member: MemberId(id(1)), action, changes }
}

fn plan<D: Disk + Clone>(tab: &Tab<D>, count: usize) -> ImportPlan {
    match tab
        .ask_with(Request::ImportOpen { kind: Some(Kind::Customer), reading: None }, Some(file(import_file(count))))
    {
        Reply::ImportDraft(draft) => draft.plan,
        other => panic!("{other:?}"),
    }
}

/// What a person does, one request after the other.
fn script<D: Disk + Clone>(tab: &Tab<D>, count: usize) -> Vec<Request> {
    let edit = |fields| Change::edit(Kind::Customer, id(2), fields);
    let undo =
        |number: u8, of: u8| Request::Undo { operation: operation(number), member: MemberId(id(1)), of: operation(of) };
    vec![
        commit(10, Action::Create, vec![Change::edit(Kind::Member, id(1), member_fields("Petra"))]),
        commit(
            11,
            Action::Create,
            vec![
                Change::edit(Kind::Customer, id(2), person("Dana", "Novák")),
                Change::edit(Kind::Customer, id(3), person("Bob", "Hill")),
            ],
        ),
        commit(12, Action::Edit, vec![edit(vec![(customer::JOB_TITLE, text("Baker")), (customer::NOTES, text("x"))])]),
        Request::ImportRun { job: Job(1), operation: operation(13), member: MemberId(id(1)), plan: plan(tab, count) },
        undo(14, 12),
        Request::Fold,
        commit(15, Action::Delete, vec![Change::deletion(Kind::Customer, id(3), true)]),
        Request::History(Kind::Customer, id(2)),
        undo(16, 13),
        Request::Export {
            job: Job(2),
            query: Query::all(Kind::Customer),
            only: vec![],
            columns: vec![],
            for_spreadsheets: false,
        },
        Request::Fold,
        commit(17, Action::Edit, vec![edit(vec![(customer::JOB_TITLE, text("Cook"))])]),
    ]
}

/// Everything that a person sees, without identifiers and times.
fn seen<D: Disk + Clone>(tab: &Tab<D>) -> Vec<String> {
    let mut seen = Vec::new();
    for (kind, deleted) in [(Kind::Member, false), (Kind::Customer, false), (Kind::Customer, true)] {
        let query = Query { deleted, ..Query::all(kind) };
        for offset in [0, 1_000] {
            let columns = vec![customer::JOB_TITLE, customer::NOTES];
            match tab.ask(Request::Rows(RowsRequest { query: query.clone(), columns, offset, limit: 1_000 })) {
                Reply::Rows(rows) => {
                    seen.extend(rows.rows.iter().map(|row| format!("{deleted} {} {:?}", row.title, row.cells)))
                }
                other => panic!("{other:?}"),
            }
        }
    }
    seen.sort();
    seen
}

fn has_failed(reply: &Reply) -> bool {
    matches!(reply, Reply::Failed(_))
}

#[test]
fn whatever_fails_nothing_that_was_called_saved_is_missing_and_nothing_is_torn() {
    try_all(3, 1);
}

#[test]
fn whatever_fails_while_much_is_imported_nothing_that_was_called_saved_is_missing() {
    // Each run takes long, so that one in five is tried every time and all of them in the long runs.
    try_all(IMPORTED, cases(5, 1) as usize);
}

/// Fails every operation, or one in so many of them, of a script that imports so many rows.
fn try_all(count: usize, stride: usize) {
    // First without a failure: what is to be seen after each step.
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let mut expected = vec![seen(&tab)];
    for request in script(&tab, count) {
        let reply = tab.ask(request);
        assert!(!has_failed(&reply), "{reply:?}");
        expected.push(seen(&tab));
    }
    assert_eq!(expected[4].len(), count + 3);
    assert_eq!(expected[4].iter().filter(|line| line.starts_with("true")).count(), 0);
    assert_eq!(expected[9].iter().filter(|line| line.starts_with("true")).count(), count + 1);
    for how in [FailMode::Before, FailMode::AcknowledgementLost, FailMode::Full] {
        let mut failed = 0;
        for fails in (1..).step_by(stride) {
            if !run(FailAt { operation: fails, how }, count, &expected) {
                break;
            }
            failed += stride;
        }
        assert!(failed > 40, "only {failed} operations were tried");
    }
}

/// Runs the script on a disk that fails once; `false` when it ran through without a failure.
fn run(fail_at: FailAt, count: usize, expected: &[Vec<String>]) -> bool {
    let (shared, memory) = (Shared::new(), MemoryDisk::new());
    let disk = Failing(Rc::new(FailingDisk::new(memory.clone(), fail_at)));
    let tab = Tab::open(&shared, &disk);
    if tab.engine.state().phase != Phase::Ready {
        assert!(matches!(tab.ask(Request::Reopen), Reply::State(state) if state.phase == Phase::Ready), "{fail_at:?}");
    }
    let requests = script(&tab, count);
    let last = requests.len() - 1;
    for (step, request) in requests.into_iter().enumerate() {
        let had_failed = disk.0.has_failed();
        let reply = tab.ask(request.clone());
        if has_failed(&reply) {
            let there = seen(&Tab::open(&shared, &memory));
            assert!(there == expected[step] || there == expected[step + 1], "{fail_at:?}, step {step}: torn");
            let again = tab.ask(request);
            assert!(!has_failed(&again), "{fail_at:?}, step {step}: {reply:?}, then {again:?}");
        }
        if had_failed != disk.0.has_failed() || step == last {
            assert_eq!(seen(&tab), expected[step + 1], "{fail_at:?}, step {step}");
            let fresh = Tab::open(&shared, &memory);
            assert_eq!(seen(&fresh), expected[step + 1], "{fail_at:?}, step {step}, after opening again");
            assert_eq!(fresh.digest(), tab.digest());
        }
    }
    disk.0.has_failed()
}

#[test]
fn a_tab_that_ends_between_two_writes_of_an_import_leaves_all_or_nothing() {
    for fails in 1.. {
        let (shared, memory) = (Shared::new(), MemoryDisk::new());
        Tab::open(&shared, &memory);
        let disk =
            Failing(Rc::new(FailingDisk::new(memory.clone(), FailAt { operation: fails, how: FailMode::Before })));
        let tab = Tab::open(&shared, &disk);
        if tab.engine.state().phase != Phase::Ready {
            continue;
        }
        let plan = plan(&tab, IMPORTED);
        // All that follows the failed operation is lost with the tab.
        let reply =
            tab.ask(Request::ImportRun { job: Job(1), operation: operation(13), member: MemberId(id(1)), plan });
        let is_done = matches!(reply, Reply::ImportDone(_));
        drop(tab);
        let fresh = Tab::open(&shared, &memory);
        assert_eq!(fresh.customers(), if is_done { IMPORTED as u64 } else { 0 });
        fresh.create(Kind::Customer, person("Dana", "Novák"));
        assert_eq!(fresh.ask(Request::Fold), Reply::Done);
        match fresh.ask(Request::Storage) {
            Reply::Storage(figures) => assert_eq!(
                figures.stores.iter().find(|store| store.0 == "batches").map(|store| store.1),
                Some(0),
                "leftovers"
            ),
            other => panic!("{other:?}"),
        }
        assert_eq!(Tab::open(&shared, &memory).digest(), fresh.digest());
        if is_done {
            assert!(fails > 5);
            return;
        }
    }
}
