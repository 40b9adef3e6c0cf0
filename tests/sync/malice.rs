//! A server, or somebody with its password, that means ill: nothing that it makes up, mixes up or digs up is ever taken for
//! the book's, and what can be noticed is told at once.

use crate::couch_http::SharedModel;
use crate::couch_model::Sequences;
use crate::engine_world::{cases, person, text};
use crate::world::{DATABASE, Device, assert_agreed, model, settle};
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::record::Kind;
use burrow::engine::protocol::{SyncDecision, SyncTrouble};
use burrow::engine::sync_loop::Next;
use serde_json::json;

struct Scene {
    model: SharedModel,
    first: Device,
    second: Device,
    ids: Vec<Id>,
    /// The documents of records, by name.
    names: Vec<String>,
}

fn scene(seed: u64) -> Scene {
    let model = model(seed);
    let first = Device::first(&model, 1);
    let ids: Vec<Id> =
        (0..5).map(|number| first.tab.create(Kind::Customer, person("Some", &format!("Body {number}"))).0).collect();
    first.tab.edit(ids[0], customer::NOTES, text("before"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);
    let names = model.borrow().ids(DATABASE).into_iter().filter(|name| name.starts_with('r')).collect();
    Scene { model, first, second, ids, names }
}

#[test]
fn nothing_that_is_made_up_or_mixed_up_is_taken_over() {
    type Attack = fn(&Scene);
    let attacks: [(&str, Attack); 7] = [
        ("two documents swapped", |scene| scene.model.borrow_mut().swap(DATABASE, &scene.names[0], &scene.names[1])),
        ("a byte changed", |scene| {
            scene.model.borrow_mut().tamper(DATABASE, &scene.names[2], |document| {
                let body = document.get("e").and_then(|body| body.as_str()).unwrap_or_default();
                let mut bytes = data_encoding::BASE64URL_NOPAD.decode(body.as_bytes()).unwrap();
                let last = bytes.len() - 40;
                bytes[last] ^= 1;
                document.insert("e".into(), json!(data_encoding::BASE64URL_NOPAD.encode(&bytes)));
            });
        }),
        ("a document under another name", |scene| {
            let other = format!("r{}", data_encoding::BASE64URL_NOPAD.encode(&[9; 16]));
            scene.model.borrow_mut().plant_from(DATABASE, &scene.names[0], DATABASE, &other);
        }),
        ("a document of another book", |scene| {
            let other = Device::new(&scene.model, 77);
            scene.model.borrow_mut().create_database("other");
            let server = burrow::engine::protocol::SyncServer {
                address: "https://couch.test/other".to_owned(),
                ..crate::world::server()
            };
            let begin = burrow::engine::protocol::SyncRequest::Start {
                server,
                device: "Other".to_owned(),
                make_database: false,
            };
            other.ask(begin);
            other.tab.create(Kind::Customer, person("Not", "Ours"));
            other.rounds(3);
            let name = scene.model.borrow().ids("other").into_iter().find(|name| name.starts_with('r')).unwrap();
            scene.model.borrow_mut().plant_from("other", &name, DATABASE, &name);
            scene.model.borrow_mut().plant_from("other", &name, DATABASE, &scene.names[0]);
        }),
        ("a document that says something else", |scene| {
            scene.model.borrow_mut().plant(DATABASE, &scene.names[3], &json!({ "e": "bm90IHNlYWxlZA", "name": "Eve" }));
        }),
        ("a document of a name that is none of ours", |scene| {
            scene.model.borrow_mut().plant(DATABASE, "eve", &json!({ "e": "AAAA" }));
        }),
        ("a document without anything", |scene| scene.model.borrow_mut().plant(DATABASE, &scene.names[3], &json!({}))),
    ];
    for (name, attack) in attacks {
        for seed in 0..cases(3, 100) {
            let scene = scene(u64::from(seed));
            let before = scene.second.tab.digest();
            attack(&scene);
            scene.second.rounds(3);
            assert_eq!(scene.second.tab.digest(), before, "{name}");
            let state = scene.second.state();
            assert!(state.unreadable > 0, "{name} was not noticed: {state:?}");
            // What others write goes on coming, and is written over nothing.
            scene.first.tab.edit(scene.ids[4], customer::NOTES, text("goes on"));
            scene.first.rounds(3);
            scene.second.rounds(3);
            // Which document was spoilt is up to chance; that of this record may be one of them.
            scene.second.decide(SyncDecision::SendAgain);
            scene.second.rounds(6);
            scene.first.decide(SyncDecision::SendAgain);
            settle(&[&scene.first, &scene.second], 8);
            assert_agreed(&[&scene.first, &scene.second]);
            assert_eq!(scene.second.value(Kind::Customer, scene.ids[4], customer::NOTES), text("goes on"), "{name}");
            let third = scene.first.another(&scene.model, 3);
            third.rounds(4);
            assert_eq!(third.tab.customers(), 5, "{name}");
        }
    }
}

#[test]
fn an_older_state_is_noticed_in_one_round_and_nothing_is_sent_until_somebody_decides() {
    type Attack = fn(&Scene);
    let attacks: [(&str, Attack); 4] = [
        ("an old revision once more", |scene| {
            let mut model = scene.model.borrow_mut();
            let name = scene.names.iter().find(|name| model.revisions(DATABASE, name).len() > 1).cloned();
            let name = name.expect("one was written twice");
            let oldest = model.revisions(DATABASE, &name)[0].clone();
            model.replay(DATABASE, &name, &oldest);
        }),
        ("the whole database, its changes going on", |scene| roll_back(scene, Sequences::GoOn)),
        ("the whole database with its changes", |scene| roll_back(scene, Sequences::Restart)),
        ("the document of a device", |scene| {
            let model = scene.model.borrow_mut();
            let snapshot = model.snapshot(DATABASE).unwrap();
            let name = head_of(&model.ids(DATABASE));
            drop(model);
            scene.first.tab.edit(scene.ids[1], customer::NOTES, text("later"));
            settle(&[&scene.first, &scene.second], 5);
            scene.model.borrow_mut().roll_back_document(DATABASE, &name, &snapshot);
            let name = scene.model.borrow().ids(DATABASE).into_iter().filter(|name| name.starts_with("head-")).nth(1);
            scene.model.borrow_mut().roll_back_document(DATABASE, &name.unwrap(), &snapshot);
        }),
    ];
    for (name, attack) in attacks {
        for seed in 0..cases(3, 100) {
            let scene = scene(u64::from(seed) + 1_000);
            for number in 0..3 {
                scene.first.tab.edit(scene.ids[0], customer::NOTES, text(&format!("version {number}")));
                settle(&[&scene.first, &scene.second], 5);
            }
            attack(&scene);
            let before = scene.second.tab.digest();
            scene.second.tab.edit(scene.ids[3], customer::NOTES, text("mine"));
            let written = scene.model.borrow().documents(DATABASE).len();
            let mut second = scene.second;
            assert_eq!(second.round(), Next::WaitForPerson, "{name}");
            assert!(matches!(second.trouble(), Some(SyncTrouble::WentBack { .. })), "{name}");
            assert_eq!(second.tab.digest().len(), before.len(), "{name}");
            assert_eq!(scene.model.borrow().documents(DATABASE).len(), written, "{name}: something was sent");
            assert!(second.state().unsent > 0, "{name}");
            // A restart forgets nothing of it.
            second.restart();
            assert_eq!(second.round(), Next::WaitForPerson, "{name}");
            second.decide(SyncDecision::SendAgain);
            second.rounds(6);
            if matches!(scene.first.round(), Next::WaitForPerson) {
                scene.first.decide(SyncDecision::SendAgain);
            }
            settle(&[&scene.first, &second], 8);
            assert_agreed(&[&scene.first, &second]);
            assert_eq!(scene.first.value(Kind::Customer, scene.ids[3], customer::NOTES), text("mine"), "{name}");
            let note = scene.first.value(Kind::Customer, scene.ids[0], customer::NOTES);
            assert_eq!(note, text("version 2"), "{name}");
            let third = scene.first.another(&scene.model, 3);
            third.rounds(4);
            settle(&[&scene.first, &second, &third], 5);
            assert_agreed(&[&scene.first, &second, &third]);
        }
    }
}

fn head_of(ids: &[String]) -> String {
    ids.iter().find(|name| name.starts_with("head-")).cloned().unwrap()
}

fn roll_back(scene: &Scene, sequences: Sequences) {
    let snapshot = scene.model.borrow().snapshot(DATABASE).unwrap();
    scene.first.tab.edit(scene.ids[0], customer::NOTES, text("version 2"));
    scene.first.tab.edit(scene.ids[1], customer::NOTES, text("later"));
    settle(&[&scene.first, &scene.second], 5);
    scene.model.borrow_mut().roll_back(DATABASE, &snapshot, sequences);
}

#[test]
fn documents_that_vanish_are_sent_again_and_many_of_them_are_asked_about() {
    for many in [false, true] {
        let shared = model(9);
        let first = Device::first(&shared, 1);
        let ids: Vec<Id> = (0..60).map(|_| first.tab.new_id()).collect();
        let changes = ids
            .iter()
            .map(|id| burrow::domain::change::Change::edit(Kind::Customer, *id, person("Some", "Body")))
            .collect();
        first.tab.commit(burrow::domain::operation::Action::Create, changes);
        first.rounds(3);
        first.round();
        let names: Vec<String> =
            shared.borrow().ids(DATABASE).into_iter().filter(|name| name.starts_with('r')).collect();
        let gone = if many { 30 } else { 5 };
        names.iter().take(gone).for_each(|name| shared.borrow_mut().delete(DATABASE, name));
        let next = first.rounds(3);
        assert_eq!(first.tab.customers(), 60);
        if many {
            let trouble = SyncTrouble::ManyMissing { count: 30 };
            assert_eq!((next, first.trouble()), (Next::WaitForPerson, Some(trouble)));
            first.decide(SyncDecision::SendAgain);
            first.rounds(4);
        }
        let second = first.another(&shared, 2);
        second.rounds(4);
        assert_eq!(second.tab.customers(), 60, "many: {many}");
        settle(&[&first, &second], 4);
        assert_agreed(&[&first, &second]);
        assert_eq!(first.trouble(), None);
    }
}

#[test]
fn the_books_own_document_is_never_made_again() {
    let check = |spoil: fn(&Scene)| {
        let scene = scene(4);
        spoil(&scene);
        scene.second.tab.edit(scene.ids[0], customer::NOTES, text("mine"));
        let ids = scene.model.borrow().ids(DATABASE);
        for _ in 0..3 {
            assert_eq!(scene.second.round(), Next::WaitForPerson);
        }
        assert_eq!(scene.second.trouble(), Some(SyncTrouble::OtherBook));
        assert_eq!(scene.model.borrow().ids(DATABASE), ids);
        assert_eq!(scene.second.state().unsent, 1);
    };
    check(|scene| scene.model.borrow_mut().delete(DATABASE, "book"));
    check(|scene| scene.model.borrow_mut().plant(DATABASE, "book", &json!({ "e": "AAAA" })));
    check(|scene| {
        let name = scene.names[0].clone();
        scene.model.borrow_mut().plant_from(DATABASE, &name, DATABASE, "book");
    });
    check(|scene| drop(scene.model.borrow_mut().hide(DATABASE, "book")));
}

#[test]
fn a_device_that_was_forgotten_stops_and_keeps_what_it_has() {
    let scene = scene(5);
    let other = scene.first.devices().into_iter().find(|device| !device.is_this).unwrap();
    assert_eq!(
        scene.first.ask(burrow::engine::protocol::SyncRequest::ForgetDevice(other.id)),
        burrow::engine::protocol::SyncReply::Done
    );
    scene.second.tab.edit(scene.ids[0], customer::NOTES, text("not sent"));
    assert_eq!(scene.second.round(), Next::WaitForPerson);
    assert_eq!(scene.second.trouble(), Some(SyncTrouble::DeviceForgotten));
    scene.first.rounds(3);
    assert_eq!(scene.first.value(Kind::Customer, scene.ids[0], customer::NOTES), text("before"));
    assert!(scene.first.devices().iter().any(|device| device.is_forgotten));
    assert_eq!(scene.second.tab.customers(), 5);
}
