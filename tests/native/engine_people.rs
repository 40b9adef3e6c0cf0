//! One person: what there is of them, as a file, and gone for good, wherever it lay, whatever breaks on the way.

use crate::engine_audit::check;
use crate::engine_backups::{back_up, restore};
use crate::engine_disks::Failing;
use crate::engine_lock::{how, recovery_key, stretched, turning_on};
use crate::engine_world::{Shared, Tab, TestEnvironment, block_on, person, text};
use burrow::domain::change::Change;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::secret::{KeySecret, SecretBytes};
use burrow::domain::value::{ContactLabel, Currency, Day, Email, Labelled, Money, Value};
use burrow::domain::{campaign, customer, deal, interaction, order, pipeline, recipient, stage};
use burrow::engine::environment::Environment;
use burrow::engine::protocol::{
    ErasedFigures, Failure, Job, LockReply, LockRequest, PersonErasure, PersonFile, PersonPart, PersonReply,
    PersonReport, PersonRequest, Reply, Request,
};
use burrow::messages::Language;
use burrow::storage::{Disk, FailAt, FailMode, FailingDisk, JournalRead, MemoryDisk, Step, Storage, Store, Write};
use std::rc::Rc;

/// Words that are nowhere else.
const CANARIES: [&str; 7] =
    ["Quetzalina", "Xylander", "quetza@canary.example", "Oldname", "canarynote", "canarysubject", "canarydeal"];

struct World {
    shared: Rc<Shared>,
    disk: MemoryDisk,
    person: Id,
    /// Somebody else, who works at theirs.
    other: Id,
    order: Id,
    deal: Id,
}

fn email(address: &str) -> Value {
    Value::Emails(vec![Labelled { value: Email::parse(address).unwrap(), label: ContactLabel::default() }])
}

fn make<D: Disk + Clone>(tab: &Tab<D>, kind: Kind, fields: Vec<(u16, Value)>) -> Id {
    tab.create(kind, fields).0
}

fn fill<D: Disk + Clone>(tab: &Tab<D>) -> (Id, Id, Id, Id) {
    let who = make(tab, Kind::Customer, person("Oldname", "Xylander"));
    tab.edit(who, customer::EMAILS, email("quetza@canary.example"));
    tab.edit(who, customer::FIRST_NAME, text("Quetzalina"));
    let other = make(tab, Kind::Customer, person("Ada", "Lovelace"));
    let fields = vec![(interaction::CUSTOMER, Value::Link(who)), (interaction::SUBJECT, text("canarysubject"))];
    make(tab, Kind::Interaction, fields);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    tab.edit(who, customer::NOTES, text("canarynote"));
    tab.edit(who, customer::NOTES, text("another note"));
    tab.edit(other, customer::NOTES, text("was seen with Quetzalina Xylander"));
    tab.edit(other, customer::NOTES, text("was seen"));
    tab.edit(other, customer::WORKS_AT, Value::Link(who));
    let amount = Value::Money(Money { minor: 12_300, currency: Currency::parse("EUR").unwrap() });
    let fields = vec![
        (order::CUSTOMER, Value::Link(who)),
        (order::DAY, Value::Day(Day::new(Some(2026), 3, 4).unwrap())),
        (order::AMOUNT, amount.clone()),
        (order::NOTES, text("canarynote")),
    ];
    let order = make(tab, Kind::Order, fields);
    let pipeline = make(tab, Kind::Pipeline, vec![(pipeline::NAME, text("Sales"))]);
    let stage = make(tab, Kind::Stage, vec![(stage::NAME, text("New")), (stage::PIPELINE, Value::Link(pipeline))]);
    let fields = vec![
        (deal::CUSTOMER, Value::Link(who)),
        (deal::NAME, text("canarydeal")),
        (deal::AMOUNT, amount),
        (deal::STAGE, Value::Link(stage)),
    ];
    let deal = make(tab, Kind::Deal, fields);
    // One action over both.
    let both = [who, other].map(|id| Change::edit(Kind::Customer, id, vec![(customer::SOURCE, text("letter"))]));
    let (_, reply) = tab.commit(Action::Edit, both.to_vec());
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    tab.edit(other, customer::SOURCE, text("fair"));
    (who, other, order, deal)
}

fn world() -> World {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (person, other, order, deal) = fill(&tab);
    World { shared, disk, person, other, order, deal }
}

fn erasing<D: Disk + Clone>(tab: &Tab<D>, customers: Vec<Id>, keeps_business: bool) -> Request {
    Request::Person(PersonRequest::Erase(PersonErasure {
        job: Job(3),
        operation: tab.new_operation(),
        member: MemberId::default(),
        customers,
        keeps_business,
        keys: None,
        language: Language::English,
    }))
}

fn erase<D: Disk + Clone>(tab: &Tab<D>, customers: Vec<Id>, keeps_business: bool) -> ErasedFigures {
    match tab.ask(erasing(tab, customers, keeps_business)) {
        Reply::Person(PersonReply::Erased(figures)) => figures,
        other => panic!("{other:?}"),
    }
}

fn report(tab: &Tab, id: Id) -> PersonReport {
    match tab.ask(Request::Person(PersonRequest::Report(Job(4), id))) {
        Reply::Person(PersonReply::Report(report)) => report,
        other => panic!("{other:?}"),
    }
}

/// All that lies on a disk, opened.
async fn plain<D: Disk>(storage: &Storage<D>) -> Vec<u8> {
    let mut all = Vec::new();
    let after = storage.refresh_fold_position().await.unwrap().through;
    for kind in storage.kinds().await.unwrap() {
        for (_, page) in storage.read_pages(kind, 0, u32::MAX).await.unwrap() {
            all.extend(page.unwrap().records.concat());
        }
    }
    let (traces, _) = storage.traces_after(None, u32::MAX).await.unwrap();
    traces.iter().for_each(|trace| all.extend(&trace.raw));
    if let JournalRead::Rows(rows) = storage.read_journal(after, u32::MAX).await.unwrap() {
        rows.into_iter().for_each(|row| all.extend(row.entry.unwrap().deltas.concat()));
    }
    for operation in storage.operations(usize::MAX).await.unwrap() {
        all.extend(format!("{operation:?}").bytes());
    }
    assert!(storage.disk().keys(Store::Batches, None, None, 9).await.unwrap().is_empty());
    assert!(storage.disk().keys(Store::Attachments, None, None, 9).await.unwrap().is_empty());
    assert_eq!(storage.check_integrity(|_, _| {}).await.unwrap().damaged, Vec::<String>::new());
    all
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()))
}

fn chance(shared: &Rc<Shared>) -> Rc<dyn burrow::storage::Chance> {
    TestEnvironment::new(shared).chance()
}

/// Nothing of them is in any object, in the search or in a backup.
fn is_gone(world: &World, tab: &Tab, storage: &Storage<MemoryDisk>) {
    let all = block_on(plain(storage));
    let records: Vec<u8> = tab.digest().into_iter().flat_map(|(_, _, bytes)| bytes).collect();
    for canary in CANARIES {
        assert!(!holds(&records, canary), "{canary} is in memory");
        assert!(!holds(&all, canary), "{canary} is on the disk");
    }
    for canary in CANARIES {
        match tab.ask(Request::Find { search: canary.to_owned(), limit: 9 }) {
            Reply::Found(found) => assert_eq!(found, Vec::new(), "{canary}"),
            other => panic!("{other:?}"),
        }
    }
    let history = |kind: Kind, id: Id| match tab.ask(Request::History(kind, id)) {
        Reply::History(entries) => format!("{entries:?}"),
        other => panic!("{other:?}"),
    };
    for (kind, id) in [(Kind::Customer, world.person), (Kind::Order, world.order), (Kind::Deal, world.deal)] {
        let told = history(kind, id);
        CANARIES.iter().for_each(|canary| assert!(!told.contains(canary), "{canary}: {told}"));
    }
    let restored = Tab::open(&Shared::new(), &MemoryDisk::new());
    restore(&restored, &back_up(tab));
    let told: Vec<u8> = restored.digest().into_iter().flat_map(|(_, _, bytes)| bytes).collect();
    CANARIES.iter().for_each(|canary| assert!(!holds(&told, canary), "{canary} is in the backup"));
    assert_eq!(check(tab).breaks, Vec::new());
}

#[test]
fn everything_that_mentions_a_person_is_told_and_given() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    let told = report(&tab, world.person);
    let groups: Vec<(PersonPart, Kind, u64)> =
        told.groups.iter().map(|group| (group.part, group.kind, group.total)).collect();
    let expected = [
        (PersonPart::Own, Kind::Customer, 1),
        (PersonPart::Own, Kind::Interaction, 1),
        (PersonPart::Business, Kind::Deal, 1),
        (PersonPart::Business, Kind::Order, 1),
        (PersonPart::Linked, Kind::Customer, 1),
    ];
    assert_eq!(groups, expected);
    assert_eq!(told.title, "Quetzalina Xylander");
    assert!(told.past_values >= 2, "{told:?}");
    tab.edit(world.other, customer::NOTES, text("asked QUETZALINA XYLANDER"));
    tab.edit(world.other, customer::WORKS_AT, Value::Empty);
    let group = &report(&tab, world.person).groups[4];
    assert_eq!((group.part, group.records[0].id), (PersonPart::Text, world.other));
    for (form, marks) in [
        (PersonFile::Json, ["\"first_name\": \"Quetzalina\"", "\"before\": \"Oldname\""]),
        (PersonFile::Page, ["<td>Quetzalina</td>", "<td>Oldname</td>"]),
    ] {
        let request = PersonRequest::Export { job: Job(5), id: world.person, form, language: Language::English };
        let Reply::Person(PersonReply::File(file)) = tab.ask(Request::Person(request)) else { panic!() };
        let content = String::from_utf8(file.bytes).unwrap();
        marks.iter().for_each(|mark| assert!(content.contains(mark), "{mark} is not in {content}"));
        ["canarynote", "canarysubject", "canarydeal", "quetza@canary.example"]
            .iter()
            .for_each(|canary| assert!(content.contains(canary), "{canary}"));
        if form == PersonFile::Json {
            assert!(serde_json::from_str::<serde_json::Value>(&content).is_ok(), "{content}");
        }
        assert!(!file.name.contains("Quetzalina"));
    }
}

#[test]
fn after_an_erasure_there_is_no_canary_anywhere() {
    for keeps_business in [false, true] {
        let world = world();
        let tab = Tab::open(&world.shared, &world.disk);
        let stays_open = Tab::open(&world.shared, &world.disk);
        let storage = |shared| block_on(Storage::open(world.disk.clone(), chance(shared), 0)).unwrap();
        let before = block_on(plain(&storage(&world.shared)));
        CANARIES.iter().for_each(|canary| assert!(holds(&before, canary), "{canary} was never there"));
        // A damaged object that a repair has set aside: nobody can look whom it is about.
        let aside = ["aside/0000000001/pages/0000"].map(|key| Step::Put {
            store: Store::Meta,
            key: key.to_owned(),
            bytes: CANARIES.concat().into_bytes(),
        });
        block_on(world.disk.write(Write::new(aside.to_vec()))).unwrap();
        let figures = erase(&tab, vec![world.person], keeps_business);
        let meta = block_on(world.disk.range(Store::Meta, None, None, u32::MAX)).unwrap();
        assert!(meta.iter().all(|(_, bytes)| CANARIES.iter().all(|canary| !holds(bytes, canary))));
        let expected = if keeps_business { (2, 2, 1) } else { (4, 0, 1) };
        assert_eq!((figures.erased, figures.kept, figures.unlinked), expected);
        is_gone(&world, &tab, &storage(&world.shared));
        is_gone(&world, &Tab::open(&world.shared, &world.disk), &storage(&world.shared));
        let amount = tab.value(Kind::Order, world.order, order::AMOUNT);
        assert_eq!(amount == Value::Empty, !keeps_business);
        assert_eq!(tab.value(Kind::Order, world.order, order::CUSTOMER), Value::Empty);
        assert_eq!(tab.value(Kind::Customer, world.other, customer::WORKS_AT), Value::Empty);
        assert_eq!(tab.customers(), 1);

        // Another tab still has them, and can write nothing of it.
        let edit = vec![Change::edit(Kind::Customer, world.person, vec![(customer::NOTES, text("late"))])];
        let (_, late) = stays_open.commit(Action::Edit, edit);
        assert_eq!(late, Reply::Failed(Failure::Locked));
        assert_eq!(stays_open.ask(Request::CatchUp), Reply::Failed(Failure::Locked));
        // Work goes on, and is in the chain.
        tab.edit(world.other, customer::NOTES, text("and on"));
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        let figures = check(&tab);
        assert_eq!((figures.breaks.len(), figures.erased > 0), (0, true), "{figures:?}");
    }
}

#[test]
fn a_place_in_a_campaign_is_told_by_the_campaign_and_goes_with_its_person() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    let campaign = make(&tab, Kind::Campaign, vec![(campaign::NAME, text("Spring letter"))]);
    let fields = [(recipient::CAMPAIGN, campaign), (recipient::CUSTOMER, world.person)];
    make(&tab, Kind::Recipient, fields.map(|(field, id)| (field, Value::Link(id))).to_vec());
    let told = report(&tab, world.person);
    let places = told.groups.iter().filter(|group| group.kind == Kind::Recipient);
    let titles: Vec<&str> = places.flat_map(|group| &group.records).map(|record| record.title.as_str()).collect();
    assert_eq!(titles, ["Spring letter"]);
    erase(&tab, vec![world.person], false);
    let state = tab.engine.state();
    assert_eq!((state.count(Kind::Campaign), state.count(Kind::Recipient)), (1, 0));
}

#[test]
fn an_old_backup_does_not_bring_an_erased_person_back() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    let old = back_up(&tab);
    erase(&tab, vec![world.person], false);
    restore(&tab, &old);
    assert_eq!(tab.ask(Request::Fold), Reply::Done);
    let records: Vec<u8> = tab.digest().into_iter().flat_map(|(_, _, bytes)| bytes).collect();
    assert!(!holds(&records, "Quetzalina") && !holds(&records, "canarydeal"));
    assert_eq!(tab.customers(), 1);
}

#[test]
fn several_are_erased_at_once_and_it_cannot_be_taken_back() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    let more: Vec<Id> = (0..30).map(|at| make(&tab, Kind::Customer, person("Many", &format!("canary{at}")))).collect();
    let all = more.iter().copied().chain([world.person]).collect();
    let request = erasing(&tab, all, false);
    let Request::Person(PersonRequest::Erase(erasure)) = &request else { panic!() };
    let operation = erasure.operation;
    assert!(matches!(tab.ask(request), Reply::Person(PersonReply::Erased(ErasedFigures { erased: 34, .. }))));
    assert_eq!(tab.customers(), 1);
    let undo = Request::Undo { operation: tab.new_operation(), member: MemberId::default(), of: operation };
    assert_eq!(tab.ask(undo), Reply::Failed(Failure::UnknownOperation));
    let mut trash = burrow::domain::query::Query::all(Kind::Customer);
    trash.deleted = true;
    let rows = burrow::engine::protocol::RowsRequest { query: trash, columns: Vec::new(), offset: 0, limit: 9 };
    let Reply::Rows(rows) = tab.ask(Request::Rows(rows)) else { panic!() };
    assert_eq!(rows.rows, Vec::new());
}

#[test]
fn a_locked_book_gets_a_new_key_and_a_new_recovery_key() {
    let world = world();
    let tab = Tab::open(&world.shared, &world.disk);
    assert_eq!(tab.ask(turning_on()), Reply::Lock(LockReply::Done));
    let sealed = |disk: &MemoryDisk| block_on(disk.get(Store::Meta, "key-id".into())).unwrap();
    let old_key = sealed(&world.disk);
    let new_recovery = SecretBytes::new(vec![9; 20]);
    let with = |passphrase: &str| {
        let mut request = erasing(&tab, vec![world.person], false);
        if let Request::Person(PersonRequest::Erase(erasure)) = &mut request {
            erasure.keys = Some((stretched(passphrase), how(), new_recovery.clone()));
        }
        request
    };
    assert_eq!(tab.ask(with("another one")), Reply::Person(PersonReply::WrongPassphrase));
    assert_eq!(tab.customers(), 2);
    let without = tab.ask(erasing(&tab, vec![world.person], false));
    assert_eq!(without, Reply::Failed(Failure::Locked), "a key in the clear would take the lock away");
    assert!(matches!(tab.ask(with("lantern orbit gravel")), Reply::Person(PersonReply::Erased(_))));
    assert_ne!(sealed(&world.disk), old_key);
    let unlock = |secret: KeySecret| {
        let other = Tab::open(&world.shared, &world.disk);
        let reply = other.ask(Request::Lock(LockRequest::Unlock(secret)));
        (other, reply)
    };
    let (_, old) = unlock(KeySecret::Recovery(recovery_key()));
    assert_eq!(old, Reply::Lock(LockReply::Wrong));
    for secret in [KeySecret::Recovery(new_recovery), KeySecret::Stretched(stretched("lantern orbit gravel"))] {
        let (other, opened) = unlock(secret.clone());
        assert_eq!(opened, Reply::Lock(LockReply::Done));
        let storage = block_on(Storage::unlock(world.disk.clone(), chance(&world.shared), &secret)).unwrap();
        is_gone(&world, &other, &storage);
    }
}

#[test]
fn whichever_operation_of_the_disk_fails_it_is_before_or_after() {
    for how in [FailMode::Before, FailMode::AcknowledgementLost, FailMode::Full] {
        let mut ended = false;
        for operation in 1..1_000 {
            let (shared, disk) = (Shared::new(), MemoryDisk::new());
            let tab = Tab::open(&shared, &disk);
            let (who, ..) = fill(&tab);
            assert_eq!(tab.ask(Request::Fold), Reply::Done);
            let before = tab.digest();
            let failing = Failing(Rc::new(FailingDisk::new(disk.clone(), FailAt { operation, how })));
            let broken = Tab::open(&shared, &failing);
            let reply = broken.ask(erasing(&broken, vec![who], false));
            let after = Tab::open(&shared, &disk);
            let records: Vec<u8> = after.digest().into_iter().flat_map(|(_, _, bytes)| bytes).collect();
            if holds(&records, "canarydeal") {
                assert_eq!(after.digest(), before, "{how:?} {operation}: neither before nor after: {reply:?}");
            } else {
                let storage = block_on(Storage::open(disk.clone(), chance(&shared), 0)).unwrap();
                let all = block_on(plain(&storage));
                CANARIES.iter().for_each(|canary| assert!(!holds(&all, canary), "{how:?} {operation} {canary}"));
            }
            assert_eq!(check(&after).breaks, Vec::new(), "{how:?} {operation}");
            if !failing.0.has_failed() {
                assert!(matches!(reply, Reply::Person(PersonReply::Erased(_))), "{reply:?}");
                ended = true;
                break;
            }
        }
        assert!(ended, "it never came to its end");
    }
}
