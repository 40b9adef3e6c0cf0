//! Tickets that several devices number without hearing of each other: in the end every number is one ticket's, and a number
//! that was sent stays.

use crate::engine_world::{cases, text};
use crate::world::{Device, assert_agreed, model, settle};
use burrow::domain::change::Change;
use burrow::domain::id::Id;
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::ticket;
use burrow::domain::value::Value;
use std::collections::BTreeSet;

fn open(device: &Device, subject: &str) -> Id {
    let id = device.tab.new_id();
    let fields = vec![(ticket::SUBJECT, text(subject))];
    device.tab.commit(Action::Create, vec![Change::edit(Kind::Ticket, id, fields)]);
    id
}

fn number(device: &Device, id: Id) -> i64 {
    match device.value(Kind::Ticket, id, ticket::NUMBER) {
        Value::Integer(number) => number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tickets_of_devices_that_did_not_hear_of_each_other_have_numbers_of_their_own() {
    for seed in 0..u64::from(cases(6, 200)) {
        let model = model(seed);
        let first = Device::first(&model, 1);
        let known = open(&first, "Known to all");
        first.rounds(3);
        let second = first.another(&model, 2);
        let third = first.another(&model, 3);
        settle(&[&first, &second, &third], 5);
        // Each by itself, one of them with more tickets than the others, one of which is thrown away again.
        let devices = [&first, &second, &third];
        let mut ids = vec![known];
        for (at, device) in devices.iter().enumerate() {
            for count in 0..=(seed as usize + at) % 4 {
                ids.push(open(device, &format!("Ticket {count} of device {at}")));
            }
        }
        if let Some(last) = ids.last() {
            third.tab.commit(Action::Delete, vec![Change::deletion(Kind::Ticket, *last, true)]);
        }
        let order = [[0, 1, 2], [2, 1, 0], [1, 2, 0]][seed as usize % 3];
        devices[order[0]].rounds(3);
        let sent: Vec<(Id, i64)> = ids
            .iter()
            .filter(|id| !devices[order[0]].value(Kind::Ticket, **id, ticket::NUMBER).is_empty())
            .map(|id| (*id, number(devices[order[0]], *id)))
            .collect();
        for at in &order[1..] {
            devices[*at].rounds(3);
        }
        settle(&devices, 8);
        assert_agreed(&devices);
        let numbers: BTreeSet<i64> = ids.iter().map(|id| number(&first, *id)).collect();
        assert_eq!(numbers.len(), ids.len(), "seed {seed}: {numbers:?}");
        for (id, number_then) in sent {
            assert_eq!(number(&first, id), number_then, "seed {seed}: what was sent has another number");
        }
        assert_eq!(first.conflicts().total, 0, "seed {seed}");
    }
}
