//! What is committed is there after opening again, once; what is wrong is refused; what was done can be undone and told.

use crate::engine_disks::Failing;
use crate::engine_world::{Shared, Tab, member_fields, person, text};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::problem::Reason;
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::domain::value::{Email, Labelled, Value};
use burrow::engine::protocol::{HistoryEntry, Reply, Request};
use burrow::storage::{FailAt, FailMode, FailingDisk, MemoryDisk};
use std::rc::Rc;

fn emails(list: &[&str]) -> Value {
    Value::Emails(
        list.iter().map(|one| Labelled { value: Email::parse(one).unwrap(), label: Default::default() }).collect(),
    )
}

fn history(tab: &Tab, id: Id) -> Vec<HistoryEntry> {
    match tab.ask(Request::History(Kind::Customer, id)) {
        Reply::History(entries) => entries,
        other => panic!("{other:?}"),
    }
}

/// The changes of an entry as `field: before > after`.
fn told(entry: &HistoryEntry) -> String {
    let show = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Choice(code) => code.to_string(),
        Value::Empty => "-".to_owned(),
        other => format!("{other:?}"),
    };
    let changes = entry
        .changes
        .iter()
        .map(|change| format!("{}: {} > {}", change.field, show(&change.before.value), show(&change.after.value)));
    format!("{}{}", if entry.created { "new " } else { "" }, changes.collect::<Vec<_>>().join(", "))
}

#[test]
fn what_was_committed_is_there_after_opening_again_folded_or_not() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Member, member_fields("Petra"));
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    let (gone, _) = tab.create(Kind::Customer, person("Bob", "Hill"));
    tab.edit(dana, customer::JOB_TITLE, text("Baker"));
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, gone, true)]);
    let expected = tab.digest();
    assert_eq!(expected.len(), 3);
    assert_eq!(Tab::open(&shared, &disk).digest(), expected);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    assert_eq!(tab.digest(), expected);
    let again = Tab::open(&shared, &disk);
    assert_eq!(again.digest(), expected);
    assert_eq!((again.customers(), again.is_deleted(gone)), (1, Some(true)));
    again.edit(dana, customer::JOB_TITLE, text("Cook"));
    assert_eq!(Tab::open(&shared, &disk).digest(), again.digest());
}

#[test]
fn what_is_wrong_is_refused_and_nothing_is_written() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", ""));
    let (gone, _) = tab.create(Kind::Customer, person("Bob", "Hill"));
    tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, gone, true)]);
    let before = tab.digest();
    let nobody = tab.new_id();
    let check = |id: Id, kind: Kind, fields: Vec<(u16, Value)>, expected: &[Reason]| {
        let good = Change::edit(Kind::Customer, dana, vec![(customer::JOB_TITLE, text("Never written"))]);
        match tab.commit(Action::Edit, vec![good, Change::edit(kind, id, fields)]).1 {
            Reply::Refused(problems) => {
                assert_eq!(problems.into_iter().map(|one| one.problem.reason).collect::<Vec<_>>(), expected)
            }
            other => panic!("{other:?} instead of {expected:?}"),
        }
        assert_eq!(tab.digest(), before);
    };
    check(dana, Kind::Customer, vec![(customer::FIRST_NAME, Value::Empty)], &[Reason::NameNeeded]);
    check(nobody, Kind::Customer, vec![(customer::JOB_TITLE, text("Baker"))], &[Reason::NameNeeded]);
    check(nobody, Kind::Customer, vec![], &[Reason::NameNeeded]);
    check(nobody, Kind::Customer, vec![(customer::FIRST_NAME, text("  "))], &[Reason::NameNeeded]);
    check(nobody, Kind::Member, vec![(2, emails(&["a@b.cz"]))], &[Reason::MemberNameNeeded]);
    check(dana, Kind::Customer, vec![(customer::OWNER, Value::Link(nobody))], &[Reason::LinkUnknown]);
    check(dana, Kind::Customer, vec![(customer::WORKS_AT, Value::Link(gone))], &[Reason::LinkUnknown]);
    check(dana, Kind::Customer, vec![(customer::WORKS_AT, Value::Link(dana))], &[Reason::LinkToItself]);
    check(dana, Kind::Customer, vec![(burrow::domain::entity::CREATED, Value::Instant(1))], &[Reason::NotEditable]);
    check(dana, Kind::Customer, vec![(customer::NAME, text("X"))], &[Reason::NotEditable]);
    check(dana, Kind::Customer, vec![(9_999, text("X"))], &[Reason::NotEditable]);
    check(
        dana,
        Kind::Customer,
        vec![(customer::NOTES, text(&"x".repeat(100_001)))],
        &[Reason::TooLong { limit: 100_000 }],
    );
    check(gone, Kind::Customer, vec![(customer::JOB_TITLE, text("X"))], &[Reason::Gone]);
    assert_eq!(Tab::open(&shared, &disk).digest(), before);
}

#[test]
fn changes_to_one_record_in_one_action_count_in_their_order() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (organisation, dana) = (tab.new_id(), tab.new_id());
    let changes = vec![
        Change::edit(Kind::Customer, dana, person("Zoe", "Novák")),
        Change::edit(
            Kind::Customer,
            dana,
            vec![(customer::FIRST_NAME, text("Dana")), (customer::WORKS_AT, Value::Link(organisation))],
        ),
        Change::edit(Kind::Customer, organisation, vec![(customer::ORGANISATION_NAME, text("Acme"))]),
    ];
    assert!(matches!(tab.commit(Action::Create, changes).1, Reply::Committed(committed) if committed.records == 2));
    assert_eq!(tab.value(Kind::Customer, dana, customer::NAME), text("Dana Novák"));
    assert_eq!(tab.value(Kind::Customer, dana, customer::ORGANISATION), text("Acme"));
    match tab.ask(Request::Record(Kind::Customer, organisation)) {
        Reply::Record(Some(record)) => {
            assert_eq!((record.linked_from[0].total, record.linked_from[0].records[0].id), (1, dana))
        }
        other => panic!("{other:?}"),
    }
    tab.edit(dana, customer::WORKS_AT, Value::Empty);
    match tab.ask(Request::Record(Kind::Customer, organisation)) {
        Reply::Record(Some(record)) => assert_eq!(record.linked_from, vec![]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_write_comes_after_all_that_is_there_though_the_clock_was_set_back() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.ask(Request::Fold);
    shared.now.set(1_000_000);
    let later = Tab::open(&shared, &disk);
    later.edit(dana, customer::FIRST_NAME, text("Diana"));
    assert_eq!(later.value(Kind::Customer, dana, customer::FIRST_NAME), text("Diana"));
    assert_eq!(Tab::open(&shared, &disk).value(Kind::Customer, dana, customer::FIRST_NAME), text("Diana"));
}

#[test]
fn writing_what_is_there_already_and_repeating_an_action_write_nothing() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, operation) = tab.create(Kind::Customer, person("Dana", "Novák"));
    let journal = |tab: &Tab| match tab.ask(Request::Storage) {
        Reply::Storage(figures) => figures.journal_entries,
        other => panic!("{other:?}"),
    };
    assert_eq!(journal(&tab), 1);
    tab.edit(dana, customer::FIRST_NAME, text(" Dana "));
    tab.edit(dana, customer::NOTES, Value::Empty);
    tab.commit(Action::Restore, vec![Change::deletion(Kind::Customer, dana, false)]);
    let again = Request::Commit {
        operation,
        member: MemberId::default(),
        action: Action::Create,
        changes: vec![Change::edit(Kind::Customer, dana, person("Somebody", "Else"))],
    };
    assert!(matches!(tab.ask(again.clone()), Reply::Committed(_)));
    assert!(matches!(Tab::open(&shared, &disk).ask(again), Reply::Committed(_)));
    assert_eq!(journal(&tab), 1);
    assert_eq!(tab.value(Kind::Customer, dana, customer::NAME), text("Dana Novák"));
}

#[test]
fn an_action_whose_acknowledgement_was_lost_is_done_once() {
    for lost in 1..40 {
        let (shared, memory) = (Shared::new(), MemoryDisk::new());
        Tab::open(&shared, &memory).create(Kind::Customer, person("First", ""));
        let disk = Failing(Rc::new(FailingDisk::new(
            memory.clone(),
            FailAt { operation: lost, how: FailMode::AcknowledgementLost },
        )));
        let tab = Tab::open(&shared, &disk);
        if tab.customers() == 0 {
            continue;
        }
        let (id, operation) = (tab.new_id(), tab.new_operation());
        let request = Request::Commit {
            operation,
            member: MemberId::default(),
            action: Action::Create,
            changes: vec![Change::edit(Kind::Customer, id, person("Dana", "Novák"))],
        };
        let first = tab.ask(request.clone());
        assert!(matches!(first, Reply::Committed(_)), "{lost}: {first:?}");
        assert!(matches!(tab.ask(request), Reply::Committed(_)));
        assert_eq!(tab.customers(), 2);
        let fresh = Tab::open(&shared, &memory);
        assert_eq!(fresh.digest(), tab.digest());
        if !disk.0.has_failed() {
            return;
        }
    }
    panic!("the script never ran through");
}

/// Runs a step before an undo: `plain` or with a fold (by this tab) or a fold and a new start in between.
fn in_three_ways(run: impl Fn(&Shared, MemoryDisk, &dyn Fn(Tab) -> Tab)) {
    for way in 0..3 {
        let (shared, disk) = (Shared::new(), MemoryDisk::new());
        let pause = |tab: Tab| {
            if way > 0 {
                assert_eq!(tab.ask(Request::Fold), Reply::Done);
            }
            if way == 2 { Tab::open(&tab.world.shared, &disk) } else { tab }
        };
        run(&shared, disk.clone(), &pause);
    }
}

#[test]
fn an_edit_is_undone_and_its_undo_too() {
    in_three_ways(|_, disk, pause| {
        let tab = Tab::open(&Shared::new(), &disk);
        let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
        let edit = tab.edit(dana, customer::JOB_TITLE, text("Baker"));
        let tab = pause(tab);
        let (undo, records, kept) = tab.undo(edit);
        assert_eq!((records, kept), (1, 0));
        assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), Value::Empty);
        let tab = pause(tab);
        assert_eq!(tab.undo(undo).1, 1);
        assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), text("Baker"));
    });
}

#[test]
fn making_deleting_and_restoring_are_undone() {
    in_three_ways(|_, disk, pause| {
        let tab = Tab::open(&Shared::new(), &disk);
        let (dana, create) = tab.create(Kind::Customer, person("Dana", "Novák"));
        let tab = pause(tab);
        let (undo_create, ..) = tab.undo(create);
        assert_eq!(tab.is_deleted(dana), Some(true));
        let tab = pause(tab);
        tab.undo(undo_create);
        assert_eq!(tab.is_deleted(dana), Some(false));
        let (delete, _) = tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, dana, true)]);
        let tab = pause(tab);
        tab.undo(delete);
        assert_eq!(tab.is_deleted(dana), Some(false));
        tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, dana, true)]);
        let (restore, _) = tab.commit(Action::Restore, vec![Change::deletion(Kind::Customer, dana, false)]);
        let tab = pause(tab);
        tab.undo(restore);
        assert_eq!(tab.is_deleted(dana), Some(true));
    });
}

#[test]
fn what_was_changed_again_since_is_left_alone_and_counted() {
    in_three_ways(|_, disk, pause| {
        let tab = Tab::open(&Shared::new(), &disk);
        let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
        let fields = vec![
            (customer::JOB_TITLE, text("Baker")),
            (customer::INDUSTRY, text("Food")),
            (customer::NOTES, text("Early")),
        ];
        let (edit, _) = tab.commit(Action::Edit, vec![Change::edit(Kind::Customer, dana, fields)]);
        let later = tab.edit(dana, customer::JOB_TITLE, text("Cook"));
        let tab = pause(tab);
        let (_, records, kept) = tab.undo(edit);
        assert_eq!((records, kept), (1, 1));
        assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), text("Cook"));
        assert_eq!(tab.value(Kind::Customer, dana, customer::INDUSTRY), Value::Empty);
        assert_eq!(tab.undo(later).1, 1);
        assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), text("Baker"));
        let overwritten = tab.edit(dana, customer::NOTES, text("One"));
        tab.edit(dana, customer::NOTES, text("Two"));
        let tab = pause(tab);
        let (_, records, kept) = tab.undo(overwritten);
        assert_eq!((records, kept), (0, 1));
    });
}

#[test]
fn an_undo_never_leaves_a_record_that_is_wrong() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, vec![(customer::FIRST_NAME, text("Dana"))]);
    let named = tab.edit(dana, customer::LAST_NAME, text("Novák"));
    tab.edit(dana, customer::FIRST_NAME, Value::Empty);
    let (_, records, kept) = tab.undo(named);
    assert_eq!((records, kept), (0, 1));
    assert_eq!(tab.value(Kind::Customer, dana, customer::NAME), text("Novák"));
}

#[test]
fn a_bulk_edit_is_one_action_large_or_small() {
    for count in [3_u64, 300, 1_100] {
        in_three_ways(|_, disk, pause| {
            let tab = Tab::open(&Shared::new(), &disk);
            let changes = (0..count)
                .map(|number| Change::edit(Kind::Customer, tab.new_id(), person(&format!("Person {number}"), "X")))
                .collect();
            tab.commit(Action::Create, changes);
            assert_eq!(tab.customers(), count);
            let all = Query::all(Kind::Customer);
            let operation = tab.new_operation();
            let member = MemberId::default();
            let fields = vec![(customer::INDUSTRY, text("Food"))];
            let reply = tab.ask(Request::CommitToAll {
                operation,
                member,
                query: all.clone(),
                only: vec![],
                fields,
                deleted: None,
            });
            assert!(matches!(reply, Reply::Committed(committed) if u64::from(committed.records) == count));
            let tab = pause(tab);
            let before = tab.digest();
            assert_eq!(Tab::open(&Shared::new(), &disk).digest(), before);
            let one = tab.digest()[7 % count as usize].1;
            tab.edit(one, customer::INDUSTRY, text("Metal"));
            let (_, records, kept) = tab.undo(operation);
            assert_eq!((u64::from(records), kept), (count - 1, 1));
            assert_eq!(tab.value(Kind::Customer, one, customer::INDUSTRY), text("Metal"));
            let delete = tab.new_operation();
            tab.ask(Request::CommitToAll {
                operation: delete,
                member,
                query: all.clone(),
                only: vec![one, tab.new_id()],
                fields: vec![],
                deleted: Some(true),
            });
            assert_eq!(tab.customers(), count - 1);
            assert_eq!(tab.digest().len() as u64, count);
        });
    }
}

#[test]
fn the_history_tells_who_changed_what_from_what() {
    in_three_ways(|_, disk, pause| {
        let tab = Tab::open(&Shared::new(), &disk);
        let (petra, _) = tab.create(Kind::Member, member_fields("Petra"));
        let petra = MemberId(petra);
        let dana = tab.new_id();
        tab.commit_as(petra, Action::Create, vec![Change::edit(Kind::Customer, dana, person("Dana", "Novák"))]);
        tab.commit_as(
            petra,
            Action::Edit,
            vec![Change::edit(Kind::Customer, dana, vec![(customer::FIRST_NAME, text("Diana"))])],
        );
        let tab = pause(tab);
        tab.commit(
            Action::Edit,
            vec![Change::edit(
                Kind::Customer,
                dana,
                vec![(customer::FIRST_NAME, text("Dina")), (customer::NOTES, text("x"))],
            )],
        );
        tab.commit_as(petra, Action::Delete, vec![Change::deletion(Kind::Customer, dana, true)]);
        let tab = pause(tab);
        let entries = history(&tab, dana);
        assert_eq!(
            entries.iter().map(told).collect::<Vec<_>>(),
            [
                "0: - > true",
                "3: Diana > Dina, 20: - > x",
                "3: Dana > Diana",
                "new 1: - > 1, 3: - > Dana, 5: - > Novák, 21: - > 1"
            ]
        );
        assert_eq!(
            entries.iter().map(|entry| entry.member.as_deref()).collect::<Vec<_>>(),
            [Some("Petra"), None, Some("Petra"), Some("Petra")]
        );
        assert_eq!(entries.iter().map(|entry| entry.current).collect::<Vec<_>>(), [true, true, false, false]);
        assert!(entries.iter().all(|entry| entry.operation.is_some()));
        assert!(entries.windows(2).all(|pair| pair[0].at > pair[1].at));
    });
}

#[test]
fn an_action_that_nobody_knows_cannot_be_undone() {
    let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let reply = tab.ask(Request::Undo {
        operation: tab.new_operation(),
        member: MemberId::default(),
        of: OperationId(tab.new_id()),
    });
    assert_eq!(reply, Reply::Failed(burrow::engine::protocol::Failure::UnknownOperation));
}
