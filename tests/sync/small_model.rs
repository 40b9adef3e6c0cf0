//! Every order of a few steps: three devices, two records, one server. Whatever the order, in the end all have what joining
//! everything that was written gives. The devices here are the rules alone (join, versions that follow each other, what was
//! sent is compared by what it says), without disk and seal, so that all orders can be gone through.

use crate::engine_world::cases;
use burrow::domain::id::Id;
use burrow::domain::merge;
use burrow::domain::record::Record;
use burrow::domain::stamp::{Actor, Stamp};
use std::collections::HashSet;

const DEVICES: usize = 3;
const RECORDS: usize = 2;

#[derive(Clone)]
struct Device {
    records: Vec<Record>,
    /// The version of the server and what it said, as far as this device knows.
    held: Vec<(u32, Vec<u8>)>,
    clock: u64,
}

#[derive(Clone)]
struct World {
    devices: Vec<Device>,
    server: Vec<(u32, Option<Record>)>,
    written: Vec<Record>,
}

fn empty(record: usize) -> Record {
    Record::new(2, Id::from_bytes([record as u8 + 1; 16]))
}

impl World {
    fn new() -> World {
        // Clocks that differ: the one behind writes what is older although it came later.
        let device = |at: usize| Device {
            records: (0..RECORDS).map(empty).collect(),
            held: vec![(0, Vec::new()); RECORDS],
            clock: [10, 30, 20][at],
        };
        World {
            devices: (0..DEVICES).map(device).collect(),
            server: vec![(0, None); RECORDS],
            written: (0..RECORDS).map(empty).collect(),
        }
    }

    fn stamp(&mut self, at: usize) -> Stamp {
        let device = &mut self.devices[at];
        let seen = device.records.iter().filter_map(Record::latest_stamp).map(|stamp| stamp.milliseconds).max();
        device.clock = (device.clock + 1).max(seen.unwrap_or(0) + 1);
        Stamp { milliseconds: device.clock, counter: 0, actor: Actor(at as u64) }
    }

    /// One step: each device can write either record, delete or bring back the first, receive, and send.
    fn step(&mut self, step: usize) {
        let (at, what) = (step / STEPS_OF_A_DEVICE, step % STEPS_OF_A_DEVICE);
        match what {
            0 | 1 => {
                let stamp = self.stamp(at);
                let mut delta = empty(what);
                delta.set(1 + (stamp.milliseconds % 2) as u16, stamp, vec![at as u8, stamp.milliseconds as u8]);
                self.write(at, what, &delta);
            }
            2 => {
                let stamp = self.stamp(at);
                let mut delta = empty(0);
                delta.deletion = Some((stamp, !self.devices[at].records[0].is_deleted()));
                self.write(at, 0, &delta);
            }
            3 => (0..RECORDS).for_each(|record| self.receive(at, record)),
            _ => (0..RECORDS).for_each(|record| self.send(at, record)),
        }
    }

    fn write(&mut self, at: usize, record: usize, delta: &Record) {
        merge::join(&mut self.devices[at].records[record], delta);
        merge::join(&mut self.written[record], delta);
    }

    fn receive(&mut self, at: usize, record: usize) {
        let (version, Some(found)) = &self.server[record] else { return };
        let device = &mut self.devices[at];
        merge::join(&mut device.records[record], found);
        device.held[record] = (*version, found.encode());
    }

    fn send(&mut self, at: usize, record: usize) {
        let encoded = self.devices[at].records[record].encode();
        if encoded == empty(record).encode() || encoded == self.devices[at].held[record].1 {
            return;
        }
        if self.devices[at].held[record].0 != self.server[record].0 {
            // Another version came first.
            self.receive(at, record);
        }
        let device = &mut self.devices[at];
        let encoded = device.records[record].encode();
        if encoded != device.held[record].1 {
            let version = self.server[record].0 + 1;
            self.server[record] = (version, Some(device.records[record].clone()));
            device.held[record] = (version, encoded);
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for device in &self.devices {
            bytes.extend(device.clock.to_be_bytes());
            device.records.iter().for_each(|record| bytes.extend(record.encode()));
            for (version, said) in &device.held {
                bytes.extend(version.to_be_bytes());
                bytes.extend(said);
            }
        }
        for (version, found) in &self.server {
            bytes.extend(version.to_be_bytes());
            bytes.extend(found.as_ref().map(Record::encode).unwrap_or_default());
        }
        bytes
    }

    /// Everybody receives and sends until nothing moves, then all must have everything.
    fn check(&self, path: &[usize]) {
        let mut world = self.clone();
        for _ in 0..3 {
            for at in 0..DEVICES {
                world.step(at * STEPS_OF_A_DEVICE + 3);
                world.step(at * STEPS_OF_A_DEVICE + 4);
            }
        }
        for (at, device) in world.devices.iter().enumerate() {
            for (record, found) in device.records.iter().enumerate() {
                assert_eq!(found, &world.written[record], "device {at}, record {record}, after {path:?}");
            }
        }
    }
}

const STEPS_OF_A_DEVICE: usize = 5;

#[test]
fn every_order_of_a_few_steps_ends_with_everybody_having_everything() {
    let depth = cases(5, 7) as usize;
    let mut level = vec![(World::new(), Vec::new())];
    let mut seen = HashSet::new();
    let mut states = 0_u64;
    for _ in 0..depth {
        let mut next = Vec::new();
        for (world, path) in &level {
            for step in 0..DEVICES * STEPS_OF_A_DEVICE {
                let mut after = world.clone();
                after.step(step);
                if seen.insert(after.bytes()) {
                    let path = [&path[..], &[step]].concat();
                    after.check(&path);
                    states += 1;
                    next.push((after, path));
                }
            }
        }
        level = next;
    }
    assert!(states > 10_000, "{states} states");
}
