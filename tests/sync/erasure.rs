//! Devices that were away while a person was erased: whatever they bring, nothing comes back that was written before, on no
//! device, in no history and in no document of the server.

use crate::engine_world::{cases, person, text};
use crate::world::{Chance, Device, assert_agreed, model, settle};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::operation::Action;
use burrow::domain::record::{Kind, Record};
use burrow::engine::protocol::{Job, PersonErasure, PersonReply, PersonRequest, Reply, Request, SyncDecision};
use std::collections::BTreeSet;

/// What was written about people, and when, milliseconds since 1970.
#[derive(Default)]
struct Words {
    written: Vec<(Id, String, u64)>,
    erased: BTreeSet<Id>,
}

impl Words {
    fn write(&mut self, device: &Device, id: Id, field: u16) {
        let words = format!("canary-{}-of-it", self.written.len());
        let (_, reply) =
            device.tab.commit(Action::Edit, vec![Change::edit(Kind::Customer, id, vec![(field, text(&words))])]);
        if matches!(reply, Reply::Committed(_)) {
            self.written.push((id, words, device.shared.now.get()));
        }
    }

    fn erase(&mut self, device: &Device, id: Id) {
        let erasure = PersonErasure {
            job: Job(1),
            operation: device.tab.new_operation(),
            member: MemberId::default(),
            customers: vec![id],
            keeps_business: false,
            language: burrow::messages::Language::English,
            keys: None,
        };
        let reply = device.tab.ask(Request::Person(PersonRequest::Erase(erasure)));
        if matches!(reply, Reply::Person(PersonReply::Erased(_))) {
            self.erased.insert(id);
        }
    }
}

/// Everything that a device can tell about a record.
fn all_of(device: &Device, id: Id) -> String {
    let records = device.tab.digest();
    let bytes = records.iter().filter(|(_, one, bytes)| *one == id || holds(bytes, id));
    let records: String = bytes.map(|(.., bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    match device.tab.ask(Request::History(Kind::Customer, id)) {
        Reply::History(entries) => format!("{records}{entries:?}"),
        other => panic!("{other:?}"),
    }
}

/// Whether a record speaks of another one, as a conflict does.
fn holds(bytes: &[u8], id: Id) -> bool {
    bytes.windows(16).any(|window| window == id.to_bytes())
}

#[test]
fn nothing_comes_back_that_was_written_before_a_person_was_erased() {
    let mut counted = 0;
    for seed in 0..u64::from(cases(30, 1_000)) {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let model = model(seed);
        let first = Device::first(&model, 1);
        let ids: Vec<Id> = (0..3).map(|_| first.tab.create(Kind::Customer, person("Some", "Body")).0).collect();
        first.rounds(3);
        let code = first.code();
        let mut devices = vec![first];
        for number in 2..=3 {
            let device = Device::new(&model, number);
            device.join(&code);
            devices.push(device);
        }
        for device in &devices {
            device.rounds(3);
        }
        let mut words = Words::default();
        for _ in 0..60 {
            // One clock for all, so that before and after mean the same everywhere.
            let now = devices.iter().map(|device| device.shared.now.get()).max().unwrap() + 1_000;
            devices.iter().for_each(|device| device.shared.now.set(now));
            let at = chance.below(3) as usize;
            let id = ids[chance.below(3) as usize];
            match chance.below(14) {
                0..=5 => {
                    words.write(&devices[at], id, [customer::NOTES, customer::LAST_NAME][chance.below(2) as usize])
                }
                6 => words.erase(&devices[at], id),
                7 => devices[at].http.set_offline(chance.below(3) > 0),
                8 => drop(devices[at].tab.ask(Request::Fold)),
                9 => devices[at].restart(),
                _ => {
                    devices[at].rounds(2);
                }
            }
        }
        devices.iter().for_each(|device| device.http.set_offline(false));
        let all: Vec<&Device> = devices.iter().collect();
        settle(&all, 10);
        for device in &all {
            if device.trouble().is_some() {
                device.decide(SyncDecision::AcceptDeletions);
            }
        }
        settle(&all, 10);
        assert_agreed(&all);
        // One who joins now is shown what the server holds.
        let late = devices[0].another(&model, 9);
        late.rounds(4);
        let all: Vec<&Device> = devices.iter().chain([&late]).collect();
        settle(&all, 6);
        assert_agreed(&all);
        for (at, device) in all.iter().enumerate() {
            assert_eq!(device.tab.ask(Request::Fold), Reply::Done);
            for id in &words.erased {
                let record = device.tab.digest().into_iter().find(|(_, one, _)| one == id).map(|(.., bytes)| bytes);
                let record = Record::decode(&record.expect("its deletion is kept")).expect("it reads");
                assert!(record.is_deleted(), "seed {seed}: device {at} shows {id:?} again");
                // Who had not heard of it may have written on; what was written before is gone.
                let floor = record.floor.expect("it was erased").milliseconds;
                let told = all_of(device, *id);
                let gone = words.written.iter().filter(|(one, _, time)| one == id && *time <= floor);
                for (_, words, _) in gone {
                    counted += 1;
                    assert!(!told.contains(words), "seed {seed}: device {at} brought back {words}");
                }
            }
        }
    }
    assert!(counted > 0, "nothing was written about anybody who was erased");
}
