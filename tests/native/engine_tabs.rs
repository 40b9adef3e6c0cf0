//! Several tabs on one disk: whatever the order in which they write, read, fold and start again, all come to the same
//! book, and nothing that was acknowledged is missing.

use crate::engine_disks::Slow;
use crate::engine_world::{Shared, Tab, all, block_on, cases, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::Value;
use burrow::engine::environment::LocalFuture;
use burrow::engine::protocol::{Phase, Reply, Request};
use burrow::storage::{Disk, MemoryDisk};
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// What a tab does.
#[derive(Clone, Debug)]
enum Deed {
    Create,
    CreateMany(u16),
    Edit { which: usize, field: u16 },
    Delete { which: usize, deleted: bool },
    UndoLast,
    Fold,
    CatchUp,
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Create),
        1 => prop_oneof![Just(3_u16), Just(300), Just(1_010)].prop_map(Deed::CreateMany),
        6 => (any::<usize>(), prop_oneof![Just(customer::JOB_TITLE), Just(customer::NOTES), Just(customer::FIRST_NAME)]).prop_map(|(which, field)| Deed::Edit { which, field }),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, deleted)| Deed::Delete { which, deleted }),
        1 => Just(Deed::UndoLast),
        3 => Just(Deed::Fold),
        2 => Just(Deed::CatchUp),
        1 => Just(Deed::Reopen),
    ]
}

/// What was acknowledged.
#[derive(Default)]
struct Acknowledged {
    created: Vec<Id>,
    written: Vec<(Id, u16, Value)>,
}

type Asked = (Request, Vec<(Id, Vec<(u16, Value)>)>);

fn request<D: Disk + Clone>(
    tab: &Tab<D>,
    deed: &Deed,
    known: &[Id],
    last: Option<burrow::domain::id::OperationId>,
) -> Option<Asked> {
    let operation = tab.new_operation();
    let member = MemberId::default();
    let one = |which: usize| (!known.is_empty()).then(|| known[which % known.len()]);
    let commit = |action, changes: Vec<Change>| {
        let written = changes.iter().map(|change: &Change| (change.id, change.fields.clone())).collect();
        Some((Request::Commit { operation, member, action, changes }, written))
    };
    match deed {
        Deed::Create => {
            commit(Action::Create, vec![Change::edit(Kind::Customer, tab.new_id(), person("Dana", "Novák"))])
        }
        Deed::CreateMany(count) => {
            let changes = (0..*count)
                .map(|number| Change::edit(Kind::Customer, tab.new_id(), person(&format!("Person {number}"), "")));
            commit(Action::Create, changes.collect())
        }
        Deed::Edit { which, field } => {
            let value = text(&format!("{operation}"));
            commit(Action::Edit, vec![Change::edit(Kind::Customer, one(*which)?, vec![(*field, value)])])
        }
        Deed::Delete { which, deleted } => {
            commit(Action::Delete, vec![Change::deletion(Kind::Customer, one(*which)?, *deleted)])
        }
        Deed::UndoLast => Some((Request::Undo { operation, member, of: last? }, vec![])),
        Deed::Fold => Some((Request::Fold, vec![])),
        Deed::CatchUp => Some((Request::CatchUp, vec![])),
        Deed::Reopen => Some((Request::Reopen, vec![])),
    }
}

fn run(tab_count: usize, schedule: &[Vec<(usize, Deed)>], seed: u64) {
    let shared = Shared::new();
    let memory = MemoryDisk::new();
    let disk = Slow(memory.clone(), Rc::new(Cell::new(seed)));
    let tabs: Vec<Tab<Slow>> = (0..tab_count).map(|_| Tab::open(&shared, &disk)).collect();
    let mut acknowledged = Acknowledged::default();
    let mut last = None;
    for step in schedule {
        let mut asked = Vec::new();
        for (tab, deed) in step {
            let tab = &tabs[tab % tab_count];
            if let Some((request, written)) = request(tab, deed, &acknowledged.created, last) {
                asked.push((tab, request, written));
            }
        }
        let futures: Vec<LocalFuture<'_, Reply>> = asked
            .iter()
            .map(|(tab, request, _)| Box::pin(tab.asking(request.clone(), None)) as LocalFuture<'_, Reply>)
            .collect();
        let replies = block_on(all(futures));
        for ((_, request, written), reply) in asked.into_iter().zip(replies) {
            match reply {
                Reply::Committed(committed) => {
                    last = Some(committed.operation);
                    for (id, fields) in written {
                        if matches!(&request, Request::Commit { action: Action::Create, .. }) {
                            acknowledged.created.push(id);
                        }
                        acknowledged.written.extend(fields.into_iter().map(|(field, value)| (id, field, value)));
                    }
                }
                Reply::Refused(_) | Reply::Undone { .. } | Reply::Done => {}
                Reply::State(state) => assert_eq!(state.phase, Phase::Ready),
                // Another request came while the tab was opening its book again, or before it knew of the action.
                Reply::Failed(
                    burrow::engine::protocol::Failure::NotReady | burrow::engine::protocol::Failure::UnknownOperation,
                ) => {}
                other => panic!("{request:?}: {other:?}"),
            }
        }
    }
    let check = |when: &str| {
        for tab in &tabs {
            assert_eq!(tab.ask(Request::CatchUp), Reply::Done);
        }
        let fresh = Tab::open(&shared, &memory);
        let expected = fresh.digest();
        for (number, tab) in tabs.iter().enumerate() {
            assert!(tab.digest() == expected, "tab {number} differs {when}");
            assert_eq!(tab.engine.state().counts, fresh.engine.state().counts, "{when}");
            assert_eq!(tab.engine.state().damaged, 0);
        }
        let ids: std::collections::BTreeSet<Id> = expected.iter().map(|(_, id, _)| *id).collect();
        assert!(acknowledged.created.iter().all(|id| ids.contains(id)), "an acknowledged record is missing {when}");
        for (id, field, value) in acknowledged.written.iter().filter(|(_, field, value)| {
            *field != customer::LAST_NAME && matches!(value, Value::Text(text) if text.len() > 20)
        }) {
            let Reply::History(entries) = fresh.ask(Request::History(Kind::Customer, *id)) else {
                panic!("no history")
            };
            let told = entries
                .iter()
                .flat_map(|entry| &entry.changes)
                .any(|change| change.field == *field && change.after.value == *value);
            assert!(told, "an acknowledged value is in no history {when}");
        }
    };
    check("at the end");
    for tab in &tabs {
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
    }
    check("after folding");
    let Reply::Storage(figures) = Tab::open(&shared, &memory).ask(Request::Storage) else { panic!("no figures") };
    assert_eq!(
        (figures.journal_entries, figures.stores.iter().find(|store| store.0 == "batches").map(|store| store.1)),
        (0, Some(0))
    );
    let pages = match Tab::open(&shared, &memory).ask(Request::CheckIntegrity(burrow::engine::protocol::Job(1))) {
        Reply::Integrity(figures) => figures,
        other => panic!("{other:?}"),
    };
    assert_eq!((pages.damaged, pages.differing), (vec![], 0));
    assert_eq!(pages.records, tabs[0].digest().len() as u64, "a record lies in two pages or in none");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60, 2_000), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn tabs_that_take_turns_come_to_the_same_book(schedule in prop::collection::vec((0..3_usize, deed()).prop_map(|one| vec![one]), 1..40), tabs in 2..=3_usize, seed: u64) {
        run(tabs, &schedule, seed);
    }

    #[test]
    fn tabs_that_work_side_by_side_come_to_the_same_book(schedule in prop::collection::vec(prop::collection::vec((0..3_usize, deed()), 1..5), 1..15), tabs in 1..=3_usize, seed: u64) {
        run(tabs, &schedule, seed);
    }
}

#[test]
fn what_one_tab_writes_another_shows_after_its_hint() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let (first, second) = (Tab::open(&shared, &disk), Tab::open(&shared, &disk));
    let (dana, _) = first.create(Kind::Customer, person("Dana", "Novák"));
    assert_eq!(*shared.hints.borrow(), [false, true]);
    assert_eq!(second.customers(), 0);
    second.world.events.borrow_mut().clear();
    second.ask(Request::CatchUp);
    assert_eq!(second.customers(), 1);
    let told = second.world.events.borrow().iter().any(|event| matches!(event, burrow::engine::protocol::Event::Changed { kind: Kind::Customer, ids: Some(ids) } if *ids == [dana]));
    assert!(told);
}
