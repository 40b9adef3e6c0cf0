//! Everything that can go wrong between a device and a server, on every question that a round asks: afterwards all is as if
//! nothing had gone wrong, nothing was lost, and meanwhile a person was told.

use crate::couch_model::{Fault, FaultBody, Kind as Call};
use crate::engine_world::{cases, person, text};
use crate::world::{Device, assert_agreed, model, settle};
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::record::Kind;
use burrow::engine::protocol::SyncTrouble;
use burrow::engine::sync_loop::Next;
use burrow::storage::FailMode;

/// What a round asks.
const CALLS: [Call; 4] = [Call::Changes, Call::BulkDocs, Call::AllDocs, Call::BulkGet];

/// Two devices with a book in common, each with something that the other one lacks, and one record that both wrote.
fn two_devices(seed: u64) -> (crate::couch_http::SharedModel, Device, Device, Vec<Id>) {
    let model = model(seed);
    let first = Device::first(&model, 1);
    let ids: Vec<Id> =
        (0..6).map(|number| first.tab.create(Kind::Customer, person("Some", &format!("Body {number}"))).0).collect();
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);
    first.tab.edit(ids[0], customer::NOTES, text("from the first"));
    first.tab.edit(ids[1], customer::NOTES, text("both, the first"));
    second.tab.edit(ids[1], customer::NOTES, text("both, the second"));
    second.tab.edit(ids[2], customer::NOTES, text("from the second"));
    second.tab.create(Kind::Customer, person("Brand", "New"));
    first.rounds(3);
    (model, first, second, ids)
}

fn assert_healed(first: &Device, second: &Device, ids: &[Id], what: &str) {
    settle(&[second, first], 8);
    assert_agreed(&[first, second]);
    let note = |device: &Device, at: usize| device.value(Kind::Customer, ids[at], customer::NOTES);
    for device in [first, second] {
        assert_eq!(device.tab.customers(), 7, "{what}");
        assert_eq!(note(device, 0), text("from the first"), "{what}");
        assert_eq!(note(device, 2), text("from the second"), "{what}");
        assert_eq!(device.conflicts().total, 1, "{what}");
        let state = device.state();
        assert!(state.trouble.is_none() && state.unsent == 0 && state.unreadable == 0, "{what}: {state:?}");
    }
}

#[test]
fn every_fault_on_every_question_heals_and_is_told_meanwhile() {
    let statuses = [400, 401, 403, 404, 409, 412, 413, 429, 500, 502, 503, 504];
    let mut faults: Vec<Fault> = statuses.into_iter().map(Fault::status).collect();
    faults.extend(statuses.into_iter().map(Fault::html));
    faults.extend([
        Fault::Status { status: 503, body: FaultBody::Empty, retry_after: Some(7) },
        Fault::CaptivePortal,
        Fault::each_document("forbidden"),
        Fault::each_document("internal_server_error"),
        Fault::PerDocument { error: "forbidden".into(), reason: "not this one".into(), every: 2 },
        Fault::Accepted,
        Fault::Refused,
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::SilentBefore,
        Fault::SilentAfter,
        Fault::CutAt(40),
        Fault::TruncatedTo(40),
        Fault::Garbage,
        Fault::Endless,
        Fault::NotShared,
        Fault::RowsTwice,
        Fault::RowsShuffled,
        Fault::Rewound,
        Fault::NoPending,
    ]);
    // Those after which all is well at once.
    let is_harmless =
        |fault: &Fault| matches!(fault, Fault::RowsTwice | Fault::RowsShuffled | Fault::Rewound | Fault::NoPending);
    let mut told = 0;
    for (seed, fault) in faults.iter().enumerate() {
        for call in CALLS {
            let what = format!("{fault:?} on {call:?}");
            let (model, first, second, ids) = two_devices(seed as u64);
            model.borrow_mut().clear_log();
            model.borrow_mut().fail_next_of(call, 1, fault.clone());
            let next = second.round();
            let came = !model.borrow().has_faults();
            let asked = model.borrow().log().len();
            assert!(asked < 40, "{what}: {asked} requests in one round");
            let trouble = second.trouble();
            if came && trouble.is_some() {
                told += 1;
                assert!(matches!(next, Next::TryAgain | Next::WaitForPerson), "{what}: {next:?}");
            }
            if is_harmless(fault) {
                assert_eq!((trouble, next), (None, Next::Listen), "{what}");
            }
            model.borrow_mut().heal();
            assert_healed(&first, &second, &ids, &what);
        }
    }
    assert!(told > 60, "only {told} of them were told");
}

#[test]
fn each_status_is_told_for_what_it_is() {
    let check = |fault: Fault, expected: SyncTrouble| {
        let (model, _, second, _) = two_devices(3);
        let what = format!("{fault:?}");
        model.borrow_mut().fail_when(0, 1_000, fault, |_, _| true);
        second.round();
        assert_eq!(second.trouble(), Some(expected), "{what}");
    };
    check(Fault::status(401), SyncTrouble::PasswordWrong);
    check(Fault::html(401), SyncTrouble::PasswordWrong);
    check(Fault::status(403), SyncTrouble::Forbidden);
    check(Fault::status(404), SyncTrouble::NoDatabase);
    check(Fault::html(404), SyncTrouble::NotADatabase);
    check(Fault::status(429), SyncTrouble::Busy);
    check(Fault::html(503), SyncTrouble::Busy);
    check(Fault::CaptivePortal, SyncTrouble::NotADatabase);
    check(Fault::Endless, SyncTrouble::NotADatabase);
    check(Fault::Garbage, SyncTrouble::NotADatabase);
    check(Fault::Refused, SyncTrouble::Unreachable);
    check(Fault::SilentBefore, SyncTrouble::Unreachable);
    check(Fault::NotShared, SyncTrouble::NotShared);
}

#[test]
fn what_is_not_sent_is_known_when_a_tab_opens_though_the_server_does_not_answer() {
    type Silence = fn(&crate::couch_http::SharedModel, &Device);
    let silences: [(&str, Silence); 3] = [
        ("it is away", |_, device| device.http.set_offline(true)),
        ("it refuses the password", |model, _| model.borrow_mut().fail_next(Fault::status(401))),
        ("its database is gone", |model, _| model.borrow_mut().remove_database(crate::world::DATABASE)),
    ];
    for (name, silence) in silences {
        let (model, _, mut second, ids) = two_devices(3);
        second.rounds(4);
        assert_eq!(second.state().unsent, 0, "{name}");
        second.tab.edit(ids[3], customer::NOTES, text("not sent"));
        second.restart();
        silence(&model, &second);
        second.round();
        let state = second.state();
        assert!(state.trouble.is_some() && state.unsent == 1, "{name}: {state:?}");
        // And it does not say that it has just exchanged something.
        let seen: Vec<u64> = second.devices().iter().filter(|one| one.is_this).map(|one| one.seen).collect();
        assert_eq!(seen, [0], "{name}");
    }
}

#[test]
fn an_answer_that_ends_at_any_byte_changes_nothing_or_all() {
    // The quick run takes a stride that meets every part of the answers.
    let stride = if cases(1, 2) == 1 { 97 } else { 1 };
    for call in [Call::Changes, Call::BulkDocs, Call::AllDocs] {
        let mut at = 0;
        loop {
            let (model, first, second, ids) = two_devices(5);
            model.borrow_mut().clear_log();
            model.borrow_mut().fail_next_of(call, 1, Fault::TruncatedTo(at));
            second.round();
            let length = {
                let log = model.borrow();
                let found = log.log().iter().find(|exchange| exchange.kind == call);
                found.and_then(|exchange| exchange.outcome.as_ref().ok()).map_or(0, |answer| answer.body.len())
            };
            assert_healed(&first, &second, &ids, &format!("{call:?} cut at {at}"));
            if length < at {
                break;
            }
            at += stride;
        }
        assert!(at > 2 * stride, "{call:?} was not cut");
    }
}

#[test]
fn a_tab_killed_at_any_step_of_a_round_leaves_no_hole() {
    let mut step = 0;
    loop {
        let (_model, first, mut second, ids) = two_devices(7);
        let is_done = second.killed_round(step);
        assert_healed(&first, &second, &ids, &format!("killed after {step} steps"));
        if is_done {
            break;
        }
        step += 1;
    }
    assert!(step > 8, "a round of {step} steps");
}

#[test]
fn the_nth_operation_of_the_disk_fails_and_nothing_is_lost() {
    for how in [FailMode::Before, FailMode::AcknowledgementLost, FailMode::Full] {
        let mut operation = 0;
        loop {
            let (_model, first, second, ids) = two_devices(8);
            second.disk.fail_after(operation, how);
            second.round();
            let came = second.disk.heal();
            assert_healed(&first, &second, &ids, &format!("{how:?} at {operation}"));
            if !came {
                break;
            }
            operation += 1;
        }
        assert!(operation > 5, "only {operation} operations");
    }
}

#[test]
fn a_first_load_goes_on_where_it_was_cut_off_and_sends_nothing_before() {
    let model = model(11);
    let first = Device::first(&model, 1);
    let ids: Vec<Id> = (0..2_500).map(|_| first.tab.new_id()).collect();
    let changes = ids
        .iter()
        .map(|id| burrow::domain::change::Change::edit(Kind::Customer, *id, person("Some", "Body")))
        .collect();
    first.tab.commit(burrow::domain::operation::Action::Create, changes);
    first.rounds(3);
    let mut second = Device::new(&model, 2);
    let (mine, _) = second.tab.create(Kind::Customer, person("Mine", "Alone"));
    second.join(&first.code());
    let mut kills = 0;
    // The second and third page of changes are lost on the way, each with a kill.
    for page in 1..3 {
        model.borrow_mut().clear_log();
        model.borrow_mut().fail_when(1, 1, Fault::LostBefore, |_, kind| kind == Call::Changes);
        second.round();
        model.borrow_mut().heal();
        assert_eq!(second.trouble(), Some(SyncTrouble::Unreachable));
        assert_eq!(model.borrow().count(Call::BulkDocs), 0, "something was sent before all was there");
        assert!(!second.state().is_loaded);
        assert!(second.tab.customers() >= page * 900, "{} after page {page}", second.tab.customers());
        second.restart();
        kills += 1;
    }
    assert_eq!(kills, 2);
    second.rounds(3);
    settle(&[&first, &second], 4);
    assert_agreed(&[&first, &second]);
    assert_eq!(first.tab.customers(), 2_501);
    assert_eq!(first.value(Kind::Customer, mine, customer::FIRST_NAME), text("Mine"));
}

#[test]
fn an_empty_or_missing_database_never_empties_a_device_and_is_never_made_again() {
    let check = |spoil: &dyn Fn(&crate::couch_http::SharedModel), expected: SyncTrouble| {
        let (model, first, second, _) = two_devices(12);
        settle(&[&first, &second], 5);
        let before = second.tab.digest();
        spoil(&model);
        for _ in 0..3 {
            assert_eq!(second.round(), Next::WaitForPerson);
        }
        assert_eq!(second.trouble(), Some(expected.clone()));
        assert_eq!(second.tab.digest(), before);
        assert!(!model.borrow().has_database("crm") || model.borrow().documents("crm").is_empty(), "{expected:?}");
    };
    check(&|model| model.borrow_mut().remove_database("crm"), SyncTrouble::NoDatabase);
    check(&|model| model.borrow_mut().empty("crm"), SyncTrouble::OtherBook);
}

#[test]
fn a_record_that_is_too_large_for_the_server_is_named_and_keeps_nobody_waiting() {
    let (model, first, second, ids) = two_devices(14);
    settle(&[&first, &second], 5);
    model.borrow_mut().limits.document_bytes = 3_000;
    first.tab.edit(ids[3], customer::NOTES, text(&"very long ".repeat(600)));
    first.tab.edit(ids[4], customer::NOTES, text("short"));
    first.rounds(3);
    let state = first.state();
    let trouble = SyncTrouble::RecordTooLarge { kind: Kind::Customer.number(), id: ids[3] };
    assert_eq!((state.trouble, state.unsent), (Some(trouble.clone()), 1));
    second.rounds(3);
    assert_eq!(second.value(Kind::Customer, ids[4], customer::NOTES), text("short"));
    // It is not sent again and again, and what others write goes on coming.
    model.borrow_mut().clear_log();
    second.tab.edit(ids[5], customer::NOTES, text("goes on"));
    second.rounds(3);
    assert_eq!(first.rounds(3), Next::Listen);
    assert_eq!(first.trouble(), Some(trouble));
    assert_eq!(first.value(Kind::Customer, ids[5], customer::NOTES), text("goes on"));
    let large = model.borrow().log().iter().filter(|exchange| exchange.request.body.len() > 3_000).count();
    assert_eq!(large, 0);
    first.tab.edit(ids[3], customer::NOTES, text("shortened"));
    settle(&[&first, &second], 5);
    assert_eq!(first.trouble(), None);
    assert_eq!(second.value(Kind::Customer, ids[3], customer::NOTES), text("shortened"));
}
