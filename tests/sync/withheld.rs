//! A server that shows one device what it does not show another: noticed by what the devices tell each other, once it is sure
//! that it is not only behind.

use crate::couch_http::SharedModel;
use crate::couch_model::Hidden;
use crate::engine_world::{cases, person, text};
use crate::world::{DATABASE, Device, assert_agreed, model, settle};
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::record::Kind;
use burrow::engine::protocol::{SyncDecision, SyncTrouble};
use burrow::engine::sync_loop::Next;

const MINUTE: u64 = 60_000;

/// Two devices that agree on five customers, and a record that only the first one is shown.
struct Scene {
    model: SharedModel,
    first: Device,
    second: Device,
    ids: Vec<Id>,
}

impl Scene {
    /// The first device makes a record and sends it, and from then on the server shows it to nobody.
    fn keep_a_new_record_back(&self) -> Hidden {
        let before = names(&self.model);
        self.first.tab.create(Kind::Customer, person("Kept", "Back"));
        self.first.rounds(3);
        let name = names(&self.model).into_iter().find(|name| !before.contains(name)).expect("it was sent");
        self.model.borrow_mut().hide(DATABASE, &name).expect("it is there")
    }
}

fn scene(seed: u64) -> Scene {
    let model = model(seed);
    let first = Device::first(&model, 1);
    let ids =
        (0..5).map(|number| first.tab.create(Kind::Customer, person("Some", &format!("Body {number}"))).0).collect();
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);
    Scene { model, first, second, ids }
}

/// The names of the records' documents.
fn names(model: &SharedModel) -> Vec<String> {
    model.borrow().ids(DATABASE).into_iter().filter(|name| name.starts_with('r')).collect()
}

fn a_minute_later(devices: &[&Device]) {
    devices.iter().for_each(|device| device.shared.now.set(device.shared.now.get() + MINUTE));
}

/// Whether that device has said that it is not shown what the first one is.
fn is_told(device: &Device, counts: (u64, u64)) -> bool {
    match device.trouble() {
        Some(SyncTrouble::Withheld { device, theirs, ours }) => device == "First" && (theirs, ours) == counts,
        _ => false,
    }
}

#[test]
fn a_record_that_one_device_is_not_shown_is_missed_and_comes_when_everything_is_sent_again() {
    for seed in 0..u64::from(cases(3, 100)) {
        let scene = scene(seed);
        scene.keep_a_new_record_back();
        let (first, mut second) = (scene.first, scene.second);
        // The server may only be behind, so nothing is said yet, and the work goes on.
        assert_eq!(second.round(), Next::TryAgain);
        assert_eq!(second.trouble(), None);
        a_minute_later(&[&first, &second]);
        second.tab.edit(scene.ids[0], customer::NOTES, text("mine"));
        assert_eq!(second.round(), Next::WaitForPerson);
        assert!(is_told(&second, (6, 5)), "{:?}", second.trouble());
        assert_eq!(second.state().unsent, 1, "something was sent");
        // A restart forgets nothing of it, and what others write comes nevertheless.
        second.restart();
        first.tab.edit(scene.ids[1], customer::NOTES, text("goes on"));
        first.rounds(3);
        assert_eq!(second.round(), Next::WaitForPerson);
        assert!(is_told(&second, (6, 5)), "{:?}", second.trouble());
        assert_eq!(second.value(Kind::Customer, scene.ids[1], customer::NOTES), text("goes on"));
        second.decide(SyncDecision::SendAgain);
        second.rounds(4);
        settle(&[&first, &second], 8);
        a_minute_later(&[&first, &second]);
        settle(&[&first, &second], 8);
        assert_agreed(&[&first, &second]);
        assert_eq!((first.trouble(), second.trouble()), (None, None));
        assert_eq!(first.value(Kind::Customer, scene.ids[0], customer::NOTES), text("mine"));
        assert_eq!(second.tab.customers(), 6);
        assert_eq!(first.state().comparison, second.state().comparison);
    }
}

#[test]
fn a_later_version_that_one_device_is_not_shown_is_missed() {
    for seed in 0..u64::from(cases(3, 100)) {
        let scene = scene(seed);
        let (first, second) = (&scene.first, &scene.second);
        // The second one is shown a world of its own, but for what the first one tells of itself.
        scene.model.borrow_mut().fork(DATABASE, "device 2");
        first.tab.edit(scene.ids[2], customer::NOTES, text("kept back"));
        first.rounds(3);
        let heads = scene.model.borrow().ids(DATABASE).into_iter().filter(|name| name.starts_with("head-"));
        let into = format!("{DATABASE}\u{0}device 2");
        for head in heads.collect::<Vec<_>>() {
            scene.model.borrow_mut().plant_from(DATABASE, &head, &into, &head);
        }
        assert_eq!(second.round(), Next::TryAgain);
        assert_eq!(second.trouble(), None);
        a_minute_later(&[first, second]);
        assert_eq!(second.round(), Next::WaitForPerson);
        assert!(is_told(second, (5, 5)), "{:?}", second.trouble());
        scene.model.borrow_mut().end_forks();
        second.decide(SyncDecision::SendAgain);
        second.rounds(4);
        settle(&[first, second], 8);
        assert_agreed(&[first, second]);
        assert_eq!(second.value(Kind::Customer, scene.ids[2], customer::NOTES), text("kept back"));
        assert_eq!((first.trouble(), second.trouble()), (None, None));
    }
}

#[test]
fn a_record_that_the_server_lost_without_a_word_is_sent_again() {
    for seed in 0..u64::from(cases(3, 100)) {
        let scene = scene(seed);
        let (first, second) = (&scene.first, &scene.second);
        let lost = names(&scene.model)[0].clone();
        drop(scene.model.borrow_mut().hide(DATABASE, &lost).expect("it is there"));
        first.rounds(2);
        assert!(!names(&scene.model).contains(&lost));
        // Who joins is shown less than the others say that they were.
        let third = first.another(&scene.model, 3);
        third.rounds(3);
        for _ in 0..3 {
            a_minute_later(&[first, second, &third]);
            settle(&[first, second, &third], 4);
        }
        if third.trouble().is_some() {
            third.decide(SyncDecision::SendAgain);
            third.rounds(3);
            settle(&[first, second, &third], 8);
        }
        assert!(names(&scene.model).contains(&lost));
        assert_agreed(&[first, second, &third]);
        assert_eq!(third.tab.customers(), 5);
    }
}

#[test]
fn a_server_that_is_only_behind_is_not_accused() {
    for seed in 0..u64::from(cases(5, 100)) {
        let scene = scene(seed);
        let (first, second) = (&scene.first, &scene.second);
        let hidden = scene.keep_a_new_record_back();
        assert_eq!(second.round(), Next::TryAgain);
        scene.model.borrow_mut().give_back(DATABASE, hidden);
        a_minute_later(&[first, second]);
        settle(&[first, second], 5);
        assert_agreed(&[first, second]);
        assert_eq!((first.trouble(), second.trouble()), (None, None));
        assert_eq!(second.round(), Next::Listen);
    }
}

#[test]
fn what_comes_back_by_itself_ends_the_trouble_by_itself() {
    let scene = scene(9);
    let (first, second) = (&scene.first, &scene.second);
    let hidden = scene.keep_a_new_record_back();
    second.round();
    a_minute_later(&[first, second]);
    assert_eq!(second.round(), Next::WaitForPerson);
    scene.model.borrow_mut().give_back(DATABASE, hidden);
    assert_eq!(second.rounds(3), Next::Listen);
    assert_eq!(second.trouble(), None);
    assert_agreed(&[first, second]);
}

#[test]
fn who_is_shown_another_book_for_ever_has_other_letters_to_compare() {
    for seed in 0..u64::from(cases(3, 100)) {
        let scene = scene(seed);
        let (first, second) = (&scene.first, &scene.second);
        let letters = |device: &Device| device.state().comparison;
        assert_eq!(letters(first), letters(second));
        assert_eq!(letters(first).len(), 9);
        scene.model.borrow_mut().fork(DATABASE, "device 2");
        first.tab.edit(scene.ids[0], customer::NOTES, text("in one world"));
        second.tab.edit(scene.ids[0], customer::FIRST_NAME, text("In the other"));
        for _ in 0..3 {
            a_minute_later(&[first, second]);
            first.rounds(3);
            second.rounds(3);
        }
        assert_ne!(letters(first), letters(second));
        // While something is not sent, there is nothing to compare.
        second.http.set_offline(true);
        second.tab.edit(scene.ids[1], customer::NOTES, text("not sent"));
        second.round();
        assert_eq!(letters(second), "");
    }
}
