//! Everything that was changed, and the chain of hashes over it: whole after any honest work, and broken, with its place,
//! after every other.

use crate::engine_backups::{back_up, restore};
use crate::engine_imports::import;
use crate::engine_lock::{recovery_key, turning_on};
use crate::engine_world::{Shared, Tab, block_on, member_fields, person, text};
use crate::frozen_storage::frozen_book;
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::secret::KeySecret;
use burrow::engine::protocol::{
    AuditFilter, AuditPage, AuditRecords, AuditReply, AuditRequest, ChainFault, ChainFigures, Job, LockReply,
    LockRequest, Reply, Request,
};
use burrow::storage::{Disk, FoldRequest, JournalRead, Key, MemoryDisk, Step, Storage, Store, Trace, Write};
use std::rc::Rc;

pub fn check(tab: &Tab) -> ChainFigures {
    match tab.ask(Request::Audit(AuditRequest::Check(Job(7)))) {
        Reply::Audit(AuditReply::Checked(figures)) => figures,
        other => panic!("{other:?}"),
    }
}

fn page(tab: &Tab, filter: AuditFilter) -> AuditPage {
    match tab.ask(Request::Audit(AuditRequest::Page(filter))) {
        Reply::Audit(AuditReply::Page(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn records(tab: &Tab, filter: AuditFilter, at: usize) -> AuditRecords {
    let line = &page(tab, filter).lines[at];
    let request = AuditRequest::Open {
        stamp: line.operation.stamp,
        named: line.records.iter().map(|name| (name.kind, name.id)).collect(),
        is_all: line.is_all,
        offset: 0,
        limit: 50,
    };
    match tab.ask(Request::Audit(request)) {
        Reply::Audit(AuditReply::Records(records)) => records,
        other => panic!("{other:?}"),
    }
}

fn newest(limit: u32) -> AuditFilter {
    AuditFilter { limit, ..AuditFilter::default() }
}

fn copy(disk: &MemoryDisk) -> MemoryDisk {
    let copy = MemoryDisk::new();
    block_on(async {
        for store in Store::ALL {
            let mut next = 1;
            for (key, bytes) in disk.range(store, None, None, u32::MAX).await.unwrap() {
                let steps = match key {
                    Key::Text(key) => vec![Step::Put { store, key, bytes }],
                    Key::Number(number) => {
                        // Numbers are given out in order; those that were folded away are given out and taken back.
                        let mut steps = Vec::new();
                        while next < number {
                            steps.push(Step::Append { bytes: Vec::new() });
                            steps.push(Step::Delete { store, key: Key::Number(next) });
                            next += 1;
                        }
                        next += 1;
                        steps.push(Step::Append { bytes });
                        steps
                    }
                };
                copy.write(Write::new(steps)).await.unwrap();
            }
        }
    });
    copy
}

/// A book with three folds behind it and three entries in the journal, of two tabs and two members.
struct World {
    shared: Rc<Shared>,
    disk: MemoryDisk,
    /// As it was before the last fold.
    older: MemoryDisk,
    ada: Id,
    /// The actions in the journal, the oldest first.
    open: [OperationId; 3],
    /// An action that was folded.
    folded: OperationId,
}

fn world() -> World {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let one = Tab::open(&shared, &disk);
    let (ann, _) = one.create(Kind::Member, member_fields("Ann"));
    let (ada, _) = one.create(Kind::Customer, person("Ada", "Lovelace"));
    one.create(Kind::Customer, person("Grace", "Hopper"));
    assert_eq!(one.ask(Request::Fold), Reply::Done);
    one.edit(ada, customer::JOB_TITLE, text("Analyst"));
    assert_eq!(one.ask(Request::Fold), Reply::Done);
    let older = copy(&disk);
    let change = |title: &str| vec![Change::edit(Kind::Customer, ada, vec![(customer::JOB_TITLE, text(title))])];
    let (folded, reply) = one.commit_as(MemberId(ann), Action::Edit, change("Engineer"));
    assert!(matches!(reply, Reply::Committed(_)));
    assert_eq!(one.ask(Request::Fold), Reply::Done);
    let first = one.edit(ada, customer::JOB_TITLE, text("Countess"));
    let other = Tab::open(&shared, &disk);
    let (second, _) = other.commit_as(MemberId(ann), Action::Edit, change("Mathematician"));
    one.ask(Request::CatchUp);
    let third = one.edit(ada, customer::JOB_TITLE, text("Programmer"));
    World { shared, disk, older, ada, open: [first, second, third], folded }
}

#[test]
fn honest_work_leaves_the_chain_whole() {
    let World { shared, disk, ada, .. } = world();
    let tab = Tab::open(&shared, &disk);
    let figures = check(&tab);
    assert_eq!((figures.breaks.len(), figures.entries, figures.members, figures.gaps), (0, 8, 2, 0), "{figures:?}");
    assert_eq!(figures.since, Some(1_750_000_001_000));

    // An import, a deletion, undo, two tabs that do not know of each other, folds in between.
    let csv = (0..3_000).fold("Name,E-mail\n".to_owned(), |csv, row| format!("{csv}Person {row},p{row}@example.com\n"));
    let (imported, counts) = import(&tab, csv, |_| {});
    assert_eq!(counts, [3_000, 0, 0, 0]);
    assert_eq!(check(&tab).breaks, Vec::new());
    let other = Tab::open(&shared, &disk);
    let deleted = tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, ada, true)]).0;
    other.edit(ada, customer::JOB_TITLE, text("Poet"));
    tab.ask(Request::CatchUp);
    tab.undo(deleted);
    assert_eq!(check(&tab).breaks, Vec::new());
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    tab.undo(imported.unwrap());
    assert_eq!(check(&tab).breaks, Vec::new());
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    other.ask(Request::CatchUp);
    other.edit(ada, customer::JOB_TITLE, text("Reader"));
    let (before, again) = (check(&other), check(&tab));
    assert_eq!((before.breaks.len(), before.entries, before.fingerprint), (0, 14, again.fingerprint), "{before:?}");

    // Sealed anew with another key, locked, unlocked.
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    tab.edit(ada, customer::JOB_TITLE, text("Locked away"));
    let locked = Tab::open(&shared, &disk);
    let secret = KeySecret::Recovery(recovery_key());
    assert_eq!(locked.ask(Request::Lock(LockRequest::Unlock(secret))), Reply::Lock(LockReply::Done));
    let figures = check(&locked);
    assert_eq!((figures.breaks.len(), figures.entries), (0, 15), "{figures:?}");

    // In another book it is another chain, that tells of the same actions.
    let restored = Tab::open(&shared, &MemoryDisk::new());
    restored.create(Kind::Customer, person("Someone", "Else"));
    restore(&restored, &back_up(&locked));
    restored.edit(ada, customer::JOB_TITLE, text("Restored"));
    assert_eq!(check(&restored).breaks, Vec::new());
    assert_eq!(restored.ask(Request::Fold), Reply::Done);
    restored.edit(ada, customer::JOB_TITLE, text("And folded"));
    assert_eq!(restored.ask(Request::Fold), Reply::Done);
    let figures = check(&restored);
    assert_eq!((figures.breaks.len(), figures.entries), (0, 19), "{figures:?}");
}

#[test]
fn a_check_can_be_ended_early() {
    let World { shared, disk, .. } = world();
    let tab = Tab::open(&shared, &disk);
    tab.world.cancel_after.set(Some(2));
    assert_eq!(tab.ask(Request::Audit(AuditRequest::Check(Job(7)))), Reply::Cancelled);
    assert_eq!(check(&tab).breaks, Vec::new());
}

#[test]
fn a_book_of_a_version_before_the_chain_is_checked_from_where_the_chain_begins() {
    let disk = block_on(frozen_book()).unwrap();
    let shared = Shared::new();
    let tab = Tab::open(&shared, &disk);
    let figures = check(&tab);
    assert_eq!((figures.entries, figures.since, figures.unlinked), (0, None, 2), "{figures:?}");
    let (id, _) = tab.create(Kind::Customer, person("Ada", "Lovelace"));
    tab.edit(id, customer::JOB_TITLE, text("Analyst"));
    let figures = check(&tab);
    assert_eq!((figures.breaks.len(), figures.entries, figures.unlinked), (0, 2, 2), "{figures:?}");
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    let figures = check(&Tab::open(&shared, &disk));
    assert_eq!((figures.breaks.len(), figures.entries, figures.unlinked), (0, 2, 0), "{figures:?}");
}

async fn names(disk: &MemoryDisk, store: Store, begin: &str) -> Vec<String> {
    let keys = disk.keys(store, None, None, u32::MAX).await.unwrap();
    keys.iter().filter_map(Key::text).filter(|key| key.starts_with(begin)).map(str::to_owned).collect()
}

async fn rows(disk: &MemoryDisk) -> Vec<(u64, Vec<u8>)> {
    let rows = disk.range(Store::Journal, None, None, u32::MAX).await.unwrap();
    rows.into_iter()
        .filter_map(|(key, bytes)| if let Key::Number(key) = key { Some((key, bytes)) } else { None })
        .collect()
}

async fn write(disk: &MemoryDisk, steps: Vec<Step>) {
    disk.write(Write::new(steps)).await.unwrap();
}

fn drop_row(row: u64) -> Step {
    Step::Delete { store: Store::Journal, key: Key::Number(row) }
}

/// Puts the objects back that are on another disk.
async fn put_back(disk: &MemoryDisk, older: &MemoryDisk, store: Store, begin: &str) {
    let mut steps = Vec::new();
    for key in names(older, store, begin).await {
        let bytes = older.get(store, key.as_str().into()).await.unwrap().unwrap();
        steps.push(Step::Put { store, key, bytes });
    }
    write(disk, steps).await;
}

async fn take_out(disk: &MemoryDisk, store: Store, begin: &str) {
    let keys = names(disk, store, begin).await;
    assert!(!keys.is_empty(), "{begin}");
    let last = keys.last().cloned().unwrap();
    write(disk, vec![Step::Delete { store, key: last.into() }]).await;
}

/// What somebody does to the disk behind our back.
#[derive(Clone, Copy, Debug)]
enum Alteration {
    Nothing,
    FlipARow,
    DropARow,
    DropTheFirstTwoRows,
    SwapTwoRows,
    DoubleARow,
    CutTheLastRow,
    ForgeARow,
    FlipTheLedger,
    DropTheLedger,
    OlderLedger,
    OlderFoldPosition,
    DropTheLog,
    OlderLog,
    DropHistory,
    OlderHistory,
    AddToHistory,
}

async fn alter(world: &World, disk: &MemoryDisk, how: Alteration) {
    let journal = rows(disk).await;
    let [(first, one), (second, two), (third, three)] = &journal[..] else { panic!("{}", journal.len()) };
    let history = Store::History;
    match how {
        Alteration::Nothing => {}
        Alteration::FlipARow => {
            let mut bytes = two.clone();
            bytes[90] ^= 4;
            write(disk, vec![Step::Replace { row: *second, bytes }]).await;
        }
        Alteration::DropARow => write(disk, vec![drop_row(*second)]).await,
        Alteration::DropTheFirstTwoRows => write(disk, vec![drop_row(*first), drop_row(*second)]).await,
        Alteration::SwapTwoRows => {
            let swapped = [(*second, three.clone()), (*third, two.clone())];
            write(disk, swapped.map(|(row, bytes)| Step::Replace { row, bytes }).to_vec()).await;
        }
        Alteration::DoubleARow => write(disk, vec![Step::Append { bytes: one.clone() }]).await,
        Alteration::CutTheLastRow => write(disk, vec![drop_row(*third)]).await,
        Alteration::ForgeARow => {
            // By one who has the key: the same entry with another value.
            let storage = storage_of(world, disk).await;
            let after = storage.fold_position().through;
            let JournalRead::Rows(read) = storage.read_journal(after, 9).await.unwrap() else { panic!() };
            let row = &read[1];
            let mut entry = row.entry.clone().unwrap();
            let forged = Change::edit(Kind::Customer, world.ada, vec![(customer::JOB_TITLE, text("Thief"))]);
            entry.deltas = vec![forged.stamped(entry.operation.stamp).encode()];
            let parents = &row.link.as_ref().unwrap().parents;
            let written = storage.append_all(row.actor, row.sequence, &[entry], parents, &[]).await.unwrap();
            let bytes = disk.get(Store::Journal, Key::Number(written[0].0)).await.unwrap().unwrap();
            write(disk, vec![drop_row(written[0].0), Step::Replace { row: *second, bytes }]).await;
        }
        Alteration::FlipTheLedger => {
            let mut bytes = disk.get(history, "c/00000000".into()).await.unwrap().unwrap();
            bytes[100] ^= 1;
            write(disk, vec![Step::Put { store: history, key: "c/00000000".to_owned(), bytes }]).await;
        }
        Alteration::DropTheLedger => take_out(disk, history, "c/").await,
        Alteration::OlderLedger => put_back(disk, &world.older, history, "c/").await,
        Alteration::OlderFoldPosition => put_back(disk, &world.older, Store::Meta, "fold").await,
        Alteration::DropTheLog => take_out(disk, history, "o/").await,
        Alteration::OlderLog => put_back(disk, &world.older, history, "o/").await,
        Alteration::DropHistory => take_out(disk, history, &format!("h/{:05}", Kind::Customer.number())).await,
        Alteration::OlderHistory => put_back(disk, &world.older, history, "h/").await,
        Alteration::AddToHistory => {
            let tab = Tab::open(&world.shared, disk);
            let found = page(&tab, newest(99));
            let line = found.lines.iter().find(|line| line.operation.id == world.folded).unwrap();
            let storage = storage_of(world, disk).await;
            let trace = Trace {
                kind: Kind::Customer.number(),
                id: world.ada,
                number: customer::NOTES,
                stamp: line.operation.stamp,
                raw: vec![0xa1, b'x'],
                operation: Some(world.folded),
                member: None,
            };
            let through = storage.fold_position().through;
            storage.fold(FoldRequest { through, traces: vec![trace], ..FoldRequest::default() }).await.unwrap();
        }
    }
}

async fn storage_of(world: &World, disk: &MemoryDisk) -> Storage<MemoryDisk> {
    let chance =
        burrow::engine::environment::Environment::chance(&*crate::engine_world::TestEnvironment::new(&world.shared));
    Storage::open(disk.clone(), chance, 0).await.unwrap()
}

#[test]
fn every_alteration_is_told_with_its_place() {
    let world = world();
    let [first, _, third] = world.open;
    let check_alteration = |how: Alteration, expected: Option<ChainFault>, place: Option<OperationId>| {
        let disk = copy(&world.disk);
        block_on(alter(&world, &disk, how));
        let figures = check(&Tab::open(&world.shared, &disk));
        let faults: Vec<ChainFault> = figures.breaks.iter().map(|found| found.fault).collect();
        match expected {
            Some(expected) => assert!(faults.contains(&expected), "{how:?}: {figures:?}"),
            None => assert_eq!(faults, [], "{how:?}: {figures:?}"),
        }
        if let Some(place) = place {
            let told: Vec<_> =
                figures.breaks.iter().filter_map(|one| one.operation.as_ref().map(|operation| operation.id)).collect();
            assert!(told.contains(&place), "{how:?}: {figures:?}");
        }
    };
    use Alteration as A;
    use ChainFault as F;
    check_alteration(A::Nothing, None, None);
    check_alteration(A::FlipARow, Some(F::Unreadable), Some(third));
    check_alteration(A::DropARow, Some(F::Missing), Some(third));
    check_alteration(A::DropTheFirstTwoRows, Some(F::Missing), Some(third));
    check_alteration(A::SwapTwoRows, Some(F::Missing), Some(third));
    check_alteration(A::DoubleARow, Some(F::Twice), Some(first));
    check_alteration(A::ForgeARow, Some(F::Altered), Some(third));
    check_alteration(A::FlipTheLedger, Some(F::Unreadable), None);
    check_alteration(A::DropTheLedger, Some(F::Ledger), None);
    check_alteration(A::OlderLedger, Some(F::Ledger), None);
    check_alteration(A::OlderFoldPosition, Some(F::Ledger), None);
    check_alteration(A::DropTheLog, Some(F::Missing), None);
    check_alteration(A::OlderLog, Some(F::Missing), None);
    check_alteration(A::DropHistory, Some(F::Altered), None);
    check_alteration(A::OlderHistory, Some(F::Altered), Some(world.folded));
    check_alteration(A::AddToHistory, Some(F::Altered), Some(world.folded));
    // What nobody attests is not missed, and is not promised to be.
    check_alteration(A::CutTheLastRow, None, None);
}

#[test]
fn records_that_were_put_back_to_an_older_state_are_told() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    assert_eq!(check(&tab).breaks, Vec::new());
    block_on(async {
        put_back(&world.disk, &world.older, Store::Pages, "").await;
    });
    let figures = check(&Tab::open(&world.shared, &world.disk));
    assert_eq!(figures.breaks.first().map(|found| found.fault), Some(ChainFault::RecordOlder), "{figures:?}");
}

#[test]
fn everything_that_was_changed_is_listed_newest_first_folded_or_not() {
    let World { shared, disk, ada, open, folded, .. } = world();
    let tab = Tab::open(&shared, &disk);
    let all = page(&tab, newest(99));
    assert_eq!((all.lines.len(), all.next), (8, None));
    let ids: Vec<OperationId> = all.lines.iter().map(|line| line.operation.id).collect();
    assert_eq!(ids[..4], [open[2], open[1], open[0], folded]);
    assert_eq!(all.lines[1].member.as_deref(), Some("Ann"));
    assert_eq!(all.lines[0].kinds, [(Kind::Customer, 1)]);
    assert_eq!((all.lines[0].records[0].id, all.lines[0].records[0].title.as_str()), (ada, "Ada Lovelace"));

    // In pages the same, also when a fold comes between.
    let mut paged = Vec::new();
    let mut before = None;
    loop {
        let found = page(&tab, AuditFilter { before, ..newest(3) });
        paged.extend(found.lines.into_iter().map(|line| line.operation.id));
        if paged.len() == 3 {
            assert_eq!(tab.ask(Request::Fold), Reply::Done);
        }
        before = found.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(paged, ids);

    let of = |filter: AuditFilter| page(&tab, filter).lines.len();
    let ann = all.lines[1].operation.member;
    assert_eq!(of(AuditFilter { member: Some(ann), ..newest(99) }), 2);
    assert_eq!(of(AuditFilter { kind: Some(Kind::Member), ..newest(99) }), 1);
    assert_eq!(of(AuditFilter { kind: Some(Kind::Deal), ..newest(99) }), 0);
    let at = all.lines[2].operation.stamp.milliseconds;
    assert_eq!(of(AuditFilter { from: Some(at), ..newest(99) }), 3);
    assert_eq!(of(AuditFilter { to: Some(at), ..newest(99) }), 5);

    let opened = records(&tab, newest(99), 1);
    assert_eq!(opened.total, 1);
    let entry = opened.records[0].1.as_ref().unwrap();
    let change = &entry.changes.iter().find(|change| change.field == customer::JOB_TITLE).unwrap();
    assert_eq!((&change.before.value, &change.after.value), (&text("Countess"), &text("Mathematician")));
}

#[test]
fn an_import_is_one_line_that_opens_to_its_records() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let csv = (0..1_200).fold("Name,E-mail\n".to_owned(), |csv, row| format!("{csv}Person {row},p{row}@example.com\n"));
    import(&tab, csv, |_| {});
    for folded in [false, true] {
        let found = page(&tab, newest(99));
        assert_eq!(found.lines.len(), 1, "{folded}");
        let Action::Import(summary) = &found.lines[0].operation.action else { panic!() };
        assert_eq!((summary.file.as_str(), summary.created), ("people.csv", 1_200));
        assert_eq!((found.lines[0].kinds.clone(), found.lines[0].is_all), (vec![(Kind::Customer, 1_200)], false));
        let opened = records(&tab, newest(99), 0);
        assert_eq!((opened.total, opened.records.len()), (1_200, 50));
        assert!(
            opened
                .records
                .iter()
                .all(|(name, entry)| name.title.starts_with("Person")
                    && entry.as_ref().is_some_and(|entry| entry.created))
        );
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
    }
}

#[test]
fn two_entries_in_flight_at_once_are_both_in_the_chain() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (id, _) = tab.create(Kind::Customer, person("Ada", "Lovelace"));
    let asking = |title: &str| {
        let operation = tab.new_operation();
        let changes = vec![Change::edit(Kind::Customer, id, vec![(customer::JOB_TITLE, text(title))])];
        let request = Request::Commit { operation, member: MemberId::default(), action: Action::Edit, changes };
        Box::pin(tab.asking(request, None)) as burrow::engine::environment::LocalFuture<'_, Reply>
    };
    block_on(crate::engine_world::all(vec![asking("a"), asking("b"), asking("c")]));
    tab.edit(id, customer::JOB_TITLE, text("d"));
    let figures = check(&tab);
    assert_eq!((figures.breaks.len(), figures.entries), (0, 5), "{figures:?}");
}
