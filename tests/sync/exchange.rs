//! The exchange of one book between devices, over the model of a server.

use crate::couch_model::Kind as Call;
use crate::engine_world::{member_fields, person, text};
use crate::world::{DATABASE, Device, assert_agreed, is_sealed, model, passphrase, server, settle};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::record::{DELETION, Kind};
use burrow::domain::secret::SecretBytes;
use burrow::domain::value::Value;
use burrow::engine::protocol::{
    Job, LockReply, LockRequest, PersonErasure, PersonReply, PersonRequest, Reply, Request, ServerFound, SyncDecision,
    SyncReply, SyncRequest, SyncServer, SyncTrouble,
};
use burrow::engine::sync_loop::Next;

fn city(device: &Device, id: Id) -> Value {
    device.value(Kind::Customer, id, customer::NOTES)
}

fn note(device: &Device, id: Id, words: &str) {
    device.tab.edit(id, customer::NOTES, text(words));
}

#[test]
fn a_book_comes_to_a_device_that_joins_and_edits_go_both_ways() {
    let model = model(1);
    let first = Device::new(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    for number in 0..30 {
        first.tab.create(Kind::Customer, person("Somebody", &format!("Number {number}")));
    }
    assert!(!first.state().is_on);
    first.start();
    assert_eq!(first.round(), Next::Listen);
    let state = first.state();
    assert!(state.is_on && state.is_loaded && state.unsent == 0 && state.trouble.is_none(), "{state:?}");
    assert_eq!(state.synced_at, Some(first.shared.now.get() - 1_000));

    let second = first.another(&model, 2);
    assert_eq!(second.round(), Next::Listen);
    assert_agreed(&[&first, &second]);
    assert_eq!(second.tab.customers(), 31);

    note(&second, ada, "called on Monday");
    assert_eq!(second.state().unsent, 1);
    second.round();
    assert_eq!(second.state().unsent, 0);
    first.round();
    assert_eq!(city(&first, ada), text("called on Monday"));
    first.tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, ada, true)]);
    settle(&[&first, &second], 5);
    assert_eq!(second.tab.is_deleted(ada), Some(true));
    assert_agreed(&[&first, &second]);
    assert_eq!((first.conflicts().total, second.conflicts().total), (0, 0));
    let names: Vec<String> = first.devices().into_iter().map(|device| device.name).collect();
    assert_eq!(names, ["First", "Another"]);
}

#[test]
fn a_restart_goes_on_where_it_was_and_asks_for_nothing_twice() {
    let model = model(2);
    let mut first = Device::first(&model, 1);
    for number in 0..50 {
        first.tab.create(Kind::Customer, person("Somebody", &format!("Number {number}")));
    }
    first.rounds(3);
    // Its own writings come by once more.
    first.round();
    first.restart();
    model.borrow_mut().clear_log();
    assert_eq!(first.round(), Next::Listen);
    let log = model.borrow();
    let sent: usize = log.log().iter().map(|exchange| exchange.request.body.len()).sum();
    assert!(sent < 2_000, "{sent} bytes were sent for nothing");
    assert!(log.log().iter().all(|exchange| exchange.kind != Call::BulkDocs), "something was written for nothing");
}

#[test]
fn two_who_write_the_same_field_see_what_lost_and_one_press_swaps_it() {
    let model = model(3);
    let first = Device::first(&model, 1);
    let (member, _) = first.tab.create(Kind::Member, member_fields("Anna"));
    let (other, _) = first.tab.create(Kind::Member, member_fields("Ben"));
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    note(&first, ada, "as both know it");
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);

    let edit = |device: &Device, who: Id, words: &str| {
        let change = Change::edit(Kind::Customer, ada, vec![(customer::NOTES, text(words))]);
        let (_, reply) = device.tab.commit_as(MemberId(who), Action::Edit, vec![change]);
        assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    };
    edit(&first, member, "Anna's words");
    second.shared.now.set(first.shared.now.get() + 60_000);
    edit(&second, other, "Ben's words");
    settle(&[&first, &second], 8);
    assert_agreed(&[&first, &second]);
    assert_eq!(city(&first, ada), text("Ben's words"));
    for device in [&first, &second] {
        let page = device.conflicts();
        assert_eq!(page.total, 1, "{page:?}");
        let line = &page.lines[0];
        assert_eq!((line.record, line.field, line.title.as_str()), (ada, customer::NOTES, "Ada Lovelace"));
        assert_eq!((&line.present.value, &line.other.value), (&text("Ben's words"), &text("Anna's words")));
        assert_eq!((line.present_by.as_deref(), line.other_by.as_deref()), (Some("Ben"), Some("Anna")));
    }

    let conflicts = vec![first.conflicts().lines[0].id];
    let operation = first.tab.new_operation();
    let settling = SyncRequest::Settle { operation, member: MemberId(member), conflicts, take_other: true };
    let reply = first.tab.ask(Request::Sync(settling));
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    settle(&[&first, &second], 8);
    assert_eq!(city(&second, ada), text("Anna's words"));
    assert_eq!((first.conflicts().total, second.conflicts().total), (0, 0));
    first.tab.undo(operation);
    settle(&[&first, &second], 8);
    assert_eq!(city(&second, ada), text("Ben's words"));
    assert_eq!(second.conflicts().total, 1);
}

#[test]
fn one_who_writes_after_having_seen_the_other_makes_no_conflict() {
    let model = model(4);
    let first = Device::first(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);
    for (turn, words) in ["one", "two", "three", "four"].into_iter().enumerate() {
        let device = if turn % 2 == 0 { &first } else { &second };
        note(device, ada, words);
        settle(&[&first, &second], 5);
    }
    // Different fields of one record at the same time are no conflict either.
    note(&first, ada, "a note");
    second.tab.edit(ada, customer::FIRST_NAME, text("Augusta"));
    settle(&[&first, &second], 8);
    assert_agreed(&[&first, &second]);
    assert_eq!(city(&second, ada), text("a note"));
    assert_eq!(first.value(Kind::Customer, ada, customer::FIRST_NAME), text("Augusta"));
    assert_eq!((first.conflicts().total, second.conflicts().total), (0, 0));
}

#[test]
fn a_record_that_one_deletes_while_the_other_writes_can_be_brought_back() {
    for deleter_sends_first in [true, false] {
        let model = model(5);
        let first = Device::first(&model, 1);
        let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 5);
        first.tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, ada, true)]);
        note(&second, ada, "wants an offer");
        let order = if deleter_sends_first { [&first, &second] } else { [&second, &first] };
        settle(&order, 8);
        assert_agreed(&[&first, &second]);
        assert_eq!(first.tab.is_deleted(ada), Some(true));
        let page = second.conflicts();
        assert_eq!((page.total, page.lines[0].field, page.lines[0].is_deleted), (1, DELETION, true), "{page:?}");
        let (operation, conflicts) = (second.tab.new_operation(), vec![page.lines[0].id]);
        let settling = SyncRequest::Settle { operation, member: MemberId::default(), conflicts, take_other: true };
        assert!(matches!(second.tab.ask(Request::Sync(settling)), Reply::Committed(_)));
        settle(&[&first, &second], 8);
        assert_eq!((first.tab.is_deleted(ada), city(&first, ada)), (Some(false), text("wants an offer")));
    }
}

#[test]
fn what_is_found_at_an_address_is_told_exactly() {
    let shared = model(6);
    shared.borrow_mut().create_database("other");
    shared.borrow_mut().plant("other", "something", &serde_json::json!({ "of": "somebody" }));
    let first = Device::first(&shared, 1);
    let at = |address: &str, password: &str| SyncServer {
        address: address.to_owned(),
        password: SecretBytes::new(password.as_bytes().to_vec()),
        ..server()
    };
    let second = Device::new(&shared, 2);
    let check = |server: SyncServer, expected: SyncReply| {
        let address = server.address.clone();
        assert_eq!(second.ask(SyncRequest::Check(server)), expected, "{address}");
    };
    check(at("https://couch.test/fresh", "secret"), SyncReply::Checked(ServerFound::NoDatabase));
    check(at("https://couch.test/crm", "secret"), SyncReply::Checked(ServerFound::Book));
    check(at("https://couch.test/other", "secret"), SyncReply::Trouble(SyncTrouble::NotEmpty));
    check(at("https://couch.test/crm", "wrong"), SyncReply::Trouble(SyncTrouble::PasswordWrong));
    check(at("couch.test/crm", "secret"), SyncReply::Trouble(SyncTrouble::AddressInvalid));
    check(at("http://couch.test/crm", "secret"), SyncReply::Trouble(SyncTrouble::AddressInsecure));
    shared.borrow_mut().create_database("fresh");
    check(at("https://couch.test/fresh", "secret"), SyncReply::Checked(ServerFound::Empty));

    // What is not there is made only by who asks for it, and what is not empty is begun by nobody.
    let start =
        |server: SyncServer, make_database| SyncRequest::Start { server, device: "Me".to_owned(), make_database };
    let missing = at("https://couch.test/missing", "secret");
    assert_eq!(second.ask(start(missing.clone(), false)), SyncReply::Trouble(SyncTrouble::NoDatabase));
    assert!(!shared.borrow().has_database("missing"));
    for database in ["crm", "other"] {
        let server = at(&format!("https://couch.test/{database}"), "secret");
        assert_eq!(second.ask(start(server, true)), SyncReply::Trouble(SyncTrouble::NotEmpty));
    }
    assert_eq!(second.ask(start(missing, true)), SyncReply::Done);
    assert!(shared.borrow().has_database("missing"));
    drop(first);
}

#[test]
fn a_code_opens_with_its_passphrase_alone() {
    let model = model(7);
    let first = Device::first(&model, 1);
    first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    first.rounds(3);
    let code = first.code();
    let second = Device::new(&model, 2);
    assert_eq!(second.ask(SyncRequest::ReadCode(code.clone())), SyncReply::CodeRead(passphrase(3).1));
    let join = |code: String, seed: u8| {
        second.ask(SyncRequest::Join { code, stretched: passphrase(seed).0, device: "Second".to_owned() })
    };
    assert_eq!(join(code.clone(), 4), SyncReply::WrongPassphrase);
    for cut in [0, 8, 20, code.len() - 1] {
        assert_eq!(join(code[..cut].to_owned(), 3), SyncReply::CodeInvalid, "{cut}");
    }
    for secret in ["secret", "admin", "couch.test"] {
        assert!(!code.contains(secret), "the code gives {secret} away");
    }
    assert!(!second.state().is_on);
    // Somebody sent it in a letter, with an address before it and lines of their own.
    let letter = format!("https://app.example/settings#join={}\n{}", &code[..40], &code[40..]);
    assert_eq!(join(letter, 3), SyncReply::Done);
    second.rounds(3);
    assert_agreed(&[&first, &second]);
}

#[test]
fn the_server_sees_nothing_but_sealed_documents_of_few_sizes() {
    let model = model(8);
    let first = Device::first(&model, 1);
    let mut canaries = Vec::new();
    for number in 0..200 {
        let canary = format!("Canary{number}Bird");
        let (id, _) = first.tab.create(Kind::Customer, person(&canary, "Yellow"));
        note(&first, id, &format!("sings {canary} at dawn"));
        canaries.push(canary);
    }
    first.rounds(4);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 6);
    assert_eq!(second.tab.customers(), 200);
    let model = model.borrow();
    for canary in canaries.iter().map(String::as_str).chain(["Yellow", "dawn", "customers", "First", "Another"]) {
        assert!(!model.was_sent(canary), "{canary} went over the wire");
    }
    let documents = model.documents(DATABASE);
    let mut sizes = std::collections::BTreeSet::new();
    let mut bits = [0_u32; 8];
    for (name, document) in &documents {
        let body = document.get("e").and_then(|body| body.as_str()).unwrap_or_default();
        assert!(is_sealed(body), "{name} is not sealed");
        assert!(document.keys().all(|key| matches!(key.as_str(), "_id" | "_rev" | "e")), "{name}: {document:?}");
        sizes.insert(body.len());
        if name.starts_with('r') {
            let bytes = data_encoding::BASE64URL_NOPAD.decode(&name.as_bytes()[1..]).unwrap();
            bits.iter_mut().enumerate().for_each(|(bit, count)| {
                *count += bytes.iter().map(|byte| u32::from(byte >> bit & 1)).sum::<u32>();
            });
        }
    }
    assert!(sizes.len() <= 6, "{sizes:?}");
    // Names are as if by chance: of 200 names of 16 bytes, each bit is set in half, give or take five deviations.
    for (bit, count) in bits.into_iter().enumerate() {
        assert!((1_600 - 142..=1_600 + 142).contains(&count), "bit {bit} is set {count} times");
    }
}

#[test]
fn many_deletions_of_another_device_are_asked_about_before_they_happen() {
    let check = |deleted: usize, of: usize, asks: bool, decision: Option<SyncDecision>| {
        let model = model(9);
        let first = Device::first(&model, 1);
        let ids: Vec<Id> = (0..of).map(|_| first.tab.new_id()).collect();
        let changes = ids.iter().map(|id| Change::edit(Kind::Customer, *id, person("Some", "Body"))).collect();
        first.tab.commit(Action::Create, changes);
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 5);
        let changes = ids.iter().take(deleted).map(|id| Change::deletion(Kind::Customer, *id, true)).collect();
        first.tab.commit(Action::Delete, changes);
        first.rounds(3);
        let next = second.rounds(3);
        let count = second.tab.customers();
        if !asks {
            assert_eq!((next, count), (Next::Listen, (of - deleted) as u64), "{deleted} of {of}");
            return;
        }
        let trouble = SyncTrouble::ManyDeletions { count: deleted as u64, of: of as u64 };
        assert_eq!(
            (next, second.trouble(), count),
            (Next::WaitForPerson, Some(trouble), of as u64),
            "{deleted} of {of}"
        );
        // Asking again by itself changes nothing.
        second.round();
        assert_eq!(second.tab.customers(), of as u64);
        let Some(decision) = decision else { return };
        second.decide(decision);
        settle(&[&second, &first], 6);
        let expected = if decision == SyncDecision::AcceptDeletions { of - deleted } else { of };
        assert_eq!((second.tab.customers(), first.tab.customers()), (expected as u64, expected as u64), "{decision:?}");
        assert_agreed(&[&first, &second]);
    };
    check(10, 40, false, None);
    check(11, 40, true, Some(SyncDecision::AcceptDeletions));
    check(11, 40, true, Some(SyncDecision::KeepRecords));
    check(50, 1_000, false, None);
    check(51, 1_000, true, None);
}

#[test]
fn who_wrote_is_known_on_every_device() {
    let model = model(10);
    let first = Device::new(&model, 1);
    let (member, _) = first.tab.create(Kind::Member, member_fields("Anna"));
    let ada = first.tab.new_id();
    let change = Change::edit(Kind::Customer, ada, person("Ada", "Lovelace"));
    first.tab.commit_as(MemberId(member), Action::Create, vec![change]);
    first.start();
    first.rounds(3);
    let mut second = first.another(&model, 2);
    second.rounds(3);
    let told = |device: &Device| match device.tab.ask(Request::History(Kind::Customer, ada)) {
        Reply::History(entries) => entries.into_iter().map(|entry| entry.member).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(&second), [Some("Anna".to_owned())]);
    second.restart();
    assert_eq!(told(&second), [Some("Anna".to_owned())], "a tab that does not take part yet");
    // It goes on to whom that device tells it.
    let third = second.another(&model, 3);
    second.tab.edit(ada, customer::NOTES, text("by nobody"));
    settle(&[&second, &third], 4);
    assert_eq!(told(&third).last(), Some(&Some("Anna".to_owned())));
}

#[test]
fn a_person_who_is_erased_is_erased_on_every_device_and_on_the_server() {
    let model = model(11);
    let first = Device::first(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 4);
    // A value that was replaced, and one that lost.
    note(&second, ada, "likes Analytical Engines");
    settle(&[&first, &second], 4);
    note(&first, ada, "Analytical words of the first");
    second.shared.now.set(first.shared.now.get() + 30_000);
    note(&second, ada, "Analytical words of the second");
    settle(&[&first, &second], 6);
    assert_eq!(second.conflicts().total, 1);
    for device in [&first, &second] {
        assert_eq!(device.tab.ask(Request::Fold), Reply::Done);
    }
    let erasure = PersonErasure {
        job: Job(1),
        operation: first.tab.new_operation(),
        member: MemberId::default(),
        customers: vec![ada],
        keeps_business: false,
        language: burrow::messages::Language::English,
        keys: None,
    };
    let reply = first.tab.ask(Request::Person(PersonRequest::Erase(erasure)));
    assert!(matches!(reply, Reply::Person(PersonReply::Erased(_))), "{reply:?}");
    settle(&[&first, &second], 6);
    assert_agreed(&[&first, &second]);
    assert_eq!(second.tab.ask(Request::Fold), Reply::Done);
    assert_eq!((first.conflicts().total, second.conflicts().total), (0, 0));
    for device in [&first, &second] {
        let holds = |needle: &str| {
            device.tab.digest().iter().any(|(.., bytes)| String::from_utf8_lossy(bytes).contains(needle))
        };
        assert!(!holds("Lovelace") && !holds("Analytical"));
        match device.tab.ask(Request::History(Kind::Customer, ada)) {
            Reply::History(entries) => {
                let changes = entries.iter().flat_map(|entry| &entry.changes);
                let told: Vec<_> = changes.filter(|change| change.field != DELETION).collect();
                assert!(told.is_empty(), "{told:?}");
            }
            other => panic!("{other:?}"),
        }
    }
    // A device that was away for long brings nothing back.
    let third = first.another(&model, 3);
    third.rounds(4);
    assert_agreed(&[&first, &third]);
}

#[test]
fn a_lock_that_is_turned_on_keeps_the_exchange_going() {
    let model = model(12);
    let first = Device::first(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 4);
    let (stretched, how) = passphrase(9);
    let lock = LockRequest::TurnOn { job: Job(2), stretched, how, recovery_key: SecretBytes::new(vec![5; 20]) };
    assert_eq!(first.tab.ask(Request::Lock(lock)), Reply::Lock(LockReply::Done));
    note(&first, ada, "after the lock");
    settle(&[&first, &second], 5);
    assert_eq!(city(&second, ada), text("after the lock"));
    assert_eq!(first.trouble(), None);
}

/// Puts a second version of a document beside the present one, as when two machines of a server took a writing each.
fn write_beside(model: &crate::couch_http::SharedModel, name: &str, body: &str) {
    let documents = serde_json::json!({ "new_edits": false, "docs": [{
        "_id": name, "_rev": "1-00000000000000000000000000000000", "e": body,
        "_revisions": { "start": 1, "ids": ["00000000000000000000000000000000"] },
    }]});
    let request = crate::couch_model::Request::new("POST", &format!("/{DATABASE}/_bulk_docs"));
    let answer = model.borrow_mut().answer(&request.by("admin", "secret").with(&documents));
    assert!(answer.is_ok_and(|answer| answer.status == 201));
}

#[test]
fn versions_that_a_server_holds_side_by_side_are_joined_and_taken_away() {
    let model = model(13);
    let first = Device::first(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 4);
    // What the second device writes becomes a version beside the first one's.
    second.tab.edit(ada, customer::FIRST_NAME, text("Augusta"));
    second.rounds(3);
    let names = model.borrow().ids(DATABASE);
    let name = names.iter().find(|name| name.starts_with('r')).expect("a record").clone();
    let body = model.borrow().documents(DATABASE)[&name]["e"].as_str().expect("sealed").to_owned();
    let snapshot = model.borrow().revisions(DATABASE, &name)[0].clone();
    model.borrow_mut().replay(DATABASE, &name, &snapshot);
    write_beside(&model, &name, &body);
    assert_eq!(model.borrow().leaves(DATABASE, &name).len(), 2);
    // Whoever comes now sees both, before anybody who has it all has put it right.
    let third = Device::new(&model, 3);
    third.join(&first.code());
    third.rounds(3);
    assert_eq!(third.value(Kind::Customer, ada, customer::FIRST_NAME), text("Augusta"));
    assert_eq!(third.value(Kind::Customer, ada, customer::LAST_NAME), text("Lovelace"));
    note(&first, ada, "written meanwhile");
    settle(&[&first, &second], 8);
    assert_agreed(&[&first, &second]);
    assert_eq!(first.value(Kind::Customer, ada, customer::FIRST_NAME), text("Augusta"));
    assert_eq!(second.value(Kind::Customer, ada, customer::NOTES), text("written meanwhile"));
    let leaves = model.borrow().leaves(DATABASE, &name);
    let live = leaves.iter().filter(|leaf| !leaf.contains_key("_deleted")).count();
    assert_eq!(live, 1, "{leaves:?}");
}
