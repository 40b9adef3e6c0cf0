//! Many devices, any order: edits, deletions, returns, restarts, faults, clocks that are wrong, profiles that are copied. In
//! the end all have the same, and that is what joining everything that anybody wrote gives.

use crate::couch_http::SharedModel;
use crate::couch_model::Fault;
use crate::engine_world::{all, block_on, cases, person, text, yield_once};
use crate::world::{Chance, Device, assert_agreed, model, settle};
use burrow::domain::change::Change;
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::merge;
use burrow::domain::operation::Action;
use burrow::domain::record::{Kind, Record};
use burrow::engine::sync_loop::Next;
use std::collections::BTreeMap;

const FIELDS: [u16; 3] = [customer::NOTES, customer::FIRST_NAME, customer::LAST_NAME];

/// What joining all that the devices have comes to, but for conflicts, which come of the joining.
fn joined(devices: &[&Device]) -> BTreeMap<(u16, Id), Vec<u8>> {
    let mut all: BTreeMap<(u16, Id), Record> = BTreeMap::new();
    for (kind, id, bytes) in devices.iter().flat_map(|device| device.tab.digest()) {
        let record = Record::decode(&bytes).unwrap();
        if kind != Kind::Conflict.number() {
            all.entry((kind, id)).and_modify(|known| drop(merge::join(known, &record))).or_insert(record);
        }
    }
    all.into_iter().map(|(key, record)| (key, record.encode())).collect()
}

fn fault(chance: &mut Chance) -> Fault {
    match chance.below(9) {
        0 => Fault::LostAfter,
        1 => Fault::LostBefore,
        2 => Fault::status(503),
        3 => Fault::Accepted,
        4 => Fault::PerDocument { error: "internal_server_error".into(), reason: "full".into(), every: 2 },
        5 => Fault::Rewound,
        6 => Fault::RowsShuffled,
        7 => Fault::RowsTwice,
        _ => Fault::TruncatedTo(chance.below(3_000) as usize),
    }
}

fn step(chance: &mut Chance, model: &SharedModel, devices: &mut [Device], ids: &mut Vec<Id>) {
    let at = chance.below(devices.len() as u64) as usize;
    let what = chance.below(13);
    if what == 12 {
        // Long enough for what devices were shown to be held against each other in earnest.
        devices.iter().for_each(|device| device.shared.now.set(device.shared.now.get() + 61_000));
        return;
    }
    let device = &mut devices[at];
    match what {
        0 => ids.push(device.tab.create(Kind::Customer, person("Some", "Body")).0),
        1..=4 => {
            let id = ids[chance.below(ids.len() as u64) as usize];
            let field = FIELDS[chance.below(3) as usize];
            let words = format!("written {}", chance.below(1_000_000));
            // A record that has not come yet is made of the one field; that is as good an edit as any.
            device.tab.commit(Action::Edit, vec![Change::edit(Kind::Customer, id, vec![(field, text(&words))])]);
        }
        5 => {
            let id = ids[chance.below(ids.len() as u64) as usize];
            let change = Change::deletion(Kind::Customer, id, chance.below(3) > 0);
            if device.tab.is_deleted(id).is_some() {
                device.tab.commit(Action::Delete, vec![change]);
            }
        }
        6 => device.http.set_offline(chance.below(2) == 0),
        7 => device.restart(),
        8 => model.borrow_mut().fail_next(fault(chance)),
        9 => {
            device.killed_round(chance.below(25) as u32);
        }
        _ => drop(device.round()),
    }
}

/// Tells the seed of a schedule that went wrong, so that it can be had again.
struct ToldSeed(u64);

impl Drop for ToldSeed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the schedule of seed {} went wrong", self.0);
        }
    }
}

#[test]
fn any_schedule_ends_with_everybody_having_everything() {
    // One schedule alone by its seed, where one is named.
    let only: Option<u64> = std::env::var("BURROW_SCHEDULE").ok().and_then(|seed| seed.parse().ok());
    let seeds = only.map_or(0..u64::from(cases(40, 10_000)), |seed| seed..seed + 1);
    for seed in seeds {
        let _told = ToldSeed(seed);
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let model = model(seed);
        let first = Device::first(&model, 1);
        let mut ids = vec![first.tab.create(Kind::Customer, person("Ada", "Lovelace")).0];
        first.rounds(3);
        let code = first.code();
        let mut devices = vec![first];
        for number in 2..=5 {
            let device = Device::new(&model, number);
            // Clocks are up to four minutes apart.
            device.shared.now.set(device.shared.now.get() + chance.below(480_000));
            device.join(&code);
            devices.push(device);
        }
        for _ in 0..120 {
            step(&mut chance, &model, &mut devices, &mut ids);
        }
        model.borrow_mut().heal();
        devices.iter().for_each(|device| device.http.set_offline(false));
        let all: Vec<&Device> = devices.iter().collect();
        let expected = joined(&all);
        settle(&all, 20);
        all.iter().for_each(|device| device.shared.now.set(device.shared.now.get() + 61_000));
        settle(&all, 5);
        let troubles: Vec<_> = devices.iter().map(Device::state).filter(|state| state.trouble.is_some()).collect();
        assert!(troubles.is_empty(), "{troubles:?}");
        assert_agreed(&all);
        let found = joined(&all[..1]);
        assert_eq!(found.len(), expected.len(), "seed {seed}");
        for (key, bytes) in &expected {
            assert_eq!(found.get(key), Some(bytes), "seed {seed}: {key:?}");
        }
    }
}

#[test]
fn a_copied_profile_becomes_a_device_of_its_own_and_loses_nothing() {
    for seed in 0..u64::from(cases(10, 100)) {
        let model = model(seed);
        let first = Device::first(&model, 1);
        let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
        first.rounds(3);
        block_on(first.tab.engine.clone().serve(burrow::engine::protocol::Request::Fold, None));
        let copy = first.copied(&model, 100 + seed);
        let original = first.devices()[0].id;
        first.tab.edit(ada, customer::NOTES, text("the original"));
        copy.tab.edit(ada, customer::FIRST_NAME, text("Augusta"));
        let (new, _) = copy.tab.create(Kind::Customer, person("Brand", "New"));
        settle(&[&first, &copy], 8);
        assert_agreed(&[&first, &copy]);
        assert_eq!(first.tab.customers(), 2);
        assert_eq!(first.value(Kind::Customer, new, customer::FIRST_NAME), text("Brand"));
        assert_eq!(copy.value(Kind::Customer, ada, customer::NOTES), text("the original"));
        assert_eq!(first.value(Kind::Customer, ada, customer::FIRST_NAME), text("Augusta"));
        let own = |device: &Device| device.devices().into_iter().find(|one| one.is_this).map(|one| one.id);
        assert!(own(&first) != own(&copy), "both write as {original:?}");
        assert_eq!(first.trouble().or(copy.trouble()), None);
    }
}

#[test]
fn a_clock_that_is_far_ahead_stops_nobody_and_moves_no_other_clock() {
    const YEAR: u64 = 365 * 24 * 3_600_000;
    for years in [1, 10, 80] {
        let model = model(years);
        let first = Device::first(&model, 1);
        let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
        let (grace, _) = first.tab.create(Kind::Customer, person("Grace", "Hopper"));
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 5);
        let ahead = second.shared.now.get() + years * YEAR;
        let today = second.shared.now.replace(ahead);
        second.tab.edit(ada, customer::NOTES, text("from the future"));
        second.rounds(3);
        // It sent what it wrote while its clock said that this was now.
        assert_eq!(first.rounds(3), Next::Listen);
        let state = first.state();
        assert_eq!((state.ahead, state.trouble.clone()), (1, None), "{state:?}");
        assert!(first.value(Kind::Customer, ada, customer::NOTES).is_empty());
        first.tab.edit(grace, customer::NOTES, text("goes on"));
        first.rounds(3);
        let latest =
            first.tab.digest().iter().filter_map(|(_, _, bytes)| Record::decode(bytes).ok()?.latest_stamp()).max();
        assert!(latest.is_some_and(|stamp| stamp.milliseconds < today + 10 * 60_000), "{latest:?}");
        second.rounds(3);
        assert_eq!(second.value(Kind::Customer, grace, customer::NOTES), text("goes on"));
        // An edit of the same record waits, too, and both are there when the time has come.
        first.tab.edit(ada, customer::FIRST_NAME, text("Augusta"));
        first.rounds(3);
        first.shared.now.set(ahead + 60_000);
        second.shared.now.set(ahead + 60_000);
        settle(&[&first, &second], 8);
        assert_agreed(&[&first, &second]);
        assert_eq!(first.value(Kind::Customer, ada, customer::NOTES), text("from the future"));
        assert_eq!(second.value(Kind::Customer, ada, customer::FIRST_NAME), text("Augusta"));
        assert_eq!(first.state().ahead, 0);
    }
}

#[test]
fn clocks_that_jump_and_stand_still_lose_nothing() {
    for seed in 0..u64::from(cases(10, 1_000)) {
        let mut chance = Chance(seed * 7 + 3);
        let model = model(seed);
        let first = Device::first(&model, 1);
        let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 4);
        let start = first.shared.now.get();
        for turn in 0..12 {
            let device = if chance.below(2) == 0 { &first } else { &second };
            // Ten years back, an hour of summer time back or forward within what is let through, or not at all.
            let now = device.shared.now.get();
            let jumped = match chance.below(4) {
                0 => start.saturating_sub(10 * 365 * 24 * 3_600_000),
                1 => now.saturating_sub(3_600_000),
                2 => start + chance.below(500_000),
                _ => now,
            };
            device.shared.now.set(jumped);
            device.tab.edit(ada, customer::NOTES, text(&format!("turn {turn}")));
            first.rounds(4);
            second.rounds(4);
        }
        // Whose clock was behind let wait what seemed to come from the future, until both clocks are right again.
        [&first, &second].into_iter().for_each(|device| device.shared.now.set(start + 3_600_000));
        let expected = joined(&[&first, &second]);
        settle(&[&first, &second], 8);
        assert_agreed(&[&first, &second]);
        assert_eq!(joined(&[&first]), expected, "seed {seed}");
        assert_eq!((first.state().ahead, second.state().ahead), (0, 0), "seed {seed}");
    }
}

#[test]
fn what_was_written_while_the_clock_was_ahead_waits_here_and_keeps_nothing_else_waiting() {
    let model = model(21);
    let first = Device::first(&model, 1);
    let (ada, _) = first.tab.create(Kind::Customer, person("Ada", "Lovelace"));
    let (grace, _) = first.tab.create(Kind::Customer, person("Grace", "Hopper"));
    first.rounds(3);
    let second = first.another(&model, 2);
    settle(&[&first, &second], 5);
    // Nothing is sent before the clock is put right.
    first.http.set_offline(true);
    let today = first.shared.now.get();
    first.shared.now.set(today + 3_600_000);
    first.tab.edit(ada, customer::NOTES, text("an hour ahead"));
    first.shared.now.set(today);
    first.http.set_offline(false);
    second.tab.edit(grace, customer::NOTES, text("today"));
    second.rounds(3);
    assert_eq!(first.rounds(4), Next::Listen);
    assert_eq!((first.state().unsent, first.state().ahead_here), (1, 1));
    assert_eq!(first.value(Kind::Customer, grace, customer::NOTES), text("today"));
    first.shared.now.set(today + 3_700_000);
    second.shared.now.set(today + 3_700_000);
    settle(&[&first, &second], 5);
    assert_eq!(second.value(Kind::Customer, ada, customer::NOTES), text("an hour ahead"));
    assert_eq!((first.state().unsent, first.state().ahead_here), (0, 0));
}

#[test]
fn rounds_that_cross_each_other_lose_nothing() {
    let mut met = 0;
    for delay in 0..cases(40, 200) {
        let model = model(u64::from(delay));
        let first = Device::first(&model, 1);
        let ids: Vec<Id> = (0..3).map(|_| first.tab.create(Kind::Customer, person("Some", "Body")).0).collect();
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 5);
        for id in &ids {
            first.tab.edit(*id, customer::NOTES, text("the first"));
            second.tab.edit(*id, customer::FIRST_NAME, text("the second"));
        }
        model.borrow_mut().clear_log();
        let (one, two) = (first.tab.engine.clone(), second.tab.engine.clone());
        let rounds: Vec<burrow::engine::environment::LocalFuture<'_, Next>> = vec![
            Box::pin(async move { one.sync_once().await }),
            Box::pin(async move {
                for _ in 0..delay {
                    yield_once().await;
                }
                two.sync_once().await
            }),
        ];
        block_on(all(rounds));
        let conflicts = |exchange: &crate::couch_model::Exchange| {
            exchange.outcome.as_ref().is_ok_and(|answer| String::from_utf8_lossy(&answer.body).contains("\"conflict\""))
        };
        met += usize::from(model.borrow().log().iter().any(conflicts));
        settle(&[&first, &second], 8);
        assert_agreed(&[&first, &second]);
        assert_eq!((first.trouble(), second.trouble()), (None, None), "after {delay} steps");
        for id in &ids {
            assert_eq!(
                first.value(Kind::Customer, *id, customer::FIRST_NAME),
                text("the second"),
                "after {delay} steps"
            );
            assert_eq!(second.value(Kind::Customer, *id, customer::NOTES), text("the first"), "after {delay} steps");
        }
        assert_eq!(first.conflicts().total, 0, "after {delay} steps");
    }
    assert!(met > 0, "no version came before another");
}
