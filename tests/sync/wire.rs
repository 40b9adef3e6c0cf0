//! What comes over the wire, whatever it is: read or refused, never a panic; and what a newer version wrote goes on byte for
//! byte through devices that do not know it.

use crate::couch_http::SharedModel;
use crate::couch_model::{CouchModel, Outcome, Request};
use crate::engine_world::{block_on, cases, person, text};
use crate::world::{DATABASE, Device, assert_agreed, model, settle};
use burrow::domain::customer;
use burrow::domain::id::Id;
use burrow::domain::record::{Kind, Record};
use burrow::domain::stamp::{Actor, Stamp};
use burrow::storage::{Chance, ChanceFailed, Purpose, Storage};
use burrow::sync::document::{RecordDocument, Sender};
use burrow::sync::head::{DeviceHead, SharedBook};
use burrow::sync::http::{Answering, Http, HttpAnswer, HttpRequest};
use burrow::sync::invitation::Invitation;
use burrow::sync::keys::{DocumentSealer, SyncKeys};
use burrow::sync::settings::SyncSettings;
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

struct Counting(Cell<u8>);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
        for byte in bytes {
            self.0.set(self.0.get().wrapping_mul(5).wrapping_add(7));
            *byte = self.0.get();
        }
        Ok(())
    }
}

fn keys() -> SyncKeys {
    SyncKeys::make(&Counting(Cell::new(3)), 1_750_000_000_000).unwrap()
}

fn sender() -> Sender {
    Sender { device: Id::from_bytes([7; 16]), number: 3 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2_000, 1_000_000)))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), words in "\\PC{0,200}") {
        let keys = keys();
        let sealer = DocumentSealer::new(&keys).unwrap();
        let _ = RecordDocument::decode(&bytes);
        let sealed = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        for text in [&sealed, &words] {
            prop_assert!(RecordDocument::open(&keys, &sealer, "rAAAAAAAAAAAAAAAAAAAAAA", text).is_err());
            prop_assert!(DeviceHead::open(&keys, &sealer, "head-", text).is_err());
            prop_assert!(SharedBook::open(&sealer, text).is_err());
            prop_assert!(SyncSettings::from_text(text).is_none());
            let _ = Invitation::read(&format!("burrow1-{text}"));
        }
    }

    #[test]
    fn a_document_changed_anywhere_does_not_open(notes in "\\PC{0,300}", at: usize, flip in 1_u8..) {
        let keys = keys();
        let sealer = DocumentSealer::new(&keys).unwrap();
        let mut record = Record::new(Kind::Customer.number(), Id::from_bytes([4; 16]));
        let stamp = Stamp { milliseconds: 1_750_000_000_000, counter: 0, actor: Actor(1) };
        record.set(customer::NOTES, stamp, burrow::domain::value::encode(&text(&notes)));
        let name = keys.record_name(record.kind, record.id);
        let sealed = RecordDocument::seal(&sealer, &name, &record.encode(), &[], sender(), &Counting(Cell::new(9))).unwrap();
        prop_assert_eq!(RecordDocument::open(&keys, &sealer, &name, &sealed).map(|found| found.record), Ok(record));
        let mut bytes = data_encoding::BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let changed = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        prop_assert!(RecordDocument::open(&keys, &sealer, &name, &changed).is_err());
        prop_assert!(sealer.open(Purpose::Head, &name, &sealed).is_err());
    }
}

/// A server some bytes of whose answers are other ones.
struct Garbling {
    inner: Rc<dyn Http>,
    seed: Cell<u64>,
}

impl Http for Garbling {
    fn send(&self, request: HttpRequest) -> Answering<'_> {
        Box::pin(async move {
            let mut answer: HttpAnswer = self.inner.send(request).await?;
            for _ in 0..3 {
                let seed = self.seed.get().wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
                self.seed.set(seed);
                let length = answer.body.len().max(1);
                if let Some(byte) = answer.body.get_mut((seed >> 33) as usize % length) {
                    *byte = b"0\"{}[],:x-9"[(seed >> 11) as usize % 11];
                }
            }
            Ok(answer)
        })
    }
}

#[test]
fn answers_with_other_bytes_here_and_there_change_nothing_that_is_here() {
    for seed in 0..u64::from(cases(60, 5_000)) {
        let model = model(seed);
        let first = Device::first(&model, 1);
        let ids: Vec<Id> = (0..4).map(|_| first.tab.create(Kind::Customer, person("Some", "Body")).0).collect();
        first.rounds(3);
        let second = first.another(&model, 2);
        settle(&[&first, &second], 5);
        second.tab.edit(ids[0], customer::NOTES, text("mine"));
        let before = second.tab.digest();
        let garbling = Garbling { inner: second.http.clone(), seed: Cell::new(seed) };
        second.tab.world.network.replace(Some(Rc::new(garbling)));
        let mut second = second;
        second.restart_with_network();
        for _ in 0..3 {
            second.round();
        }
        let digest: Vec<_> =
            second.tab.digest().into_iter().filter(|(kind, ..)| *kind != Kind::Conflict.number()).collect();
        assert_eq!(digest, before, "seed {seed}");
        second.restart();
        second.rounds(4);
        if second.trouble().is_some() || second.state().unreadable > 0 {
            second.decide(burrow::engine::protocol::SyncDecision::SendAgain);
        }
        settle(&[&second, &first], 8);
        if first.trouble().is_some() {
            first.decide(burrow::engine::protocol::SyncDecision::SendAgain);
            settle(&[&first, &second], 8);
        }
        assert_agreed(&[&first, &second]);
        assert_eq!(first.value(Kind::Customer, ids[0], customer::NOTES), text("mine"), "seed {seed}");
    }
}

/// Puts a record as a newer version would write it on the server.
fn plant(model: &SharedModel, keys: &SyncKeys, record: &Record, seed: u8) {
    let sealer = DocumentSealer::new(keys).unwrap();
    let name = keys.record_name(record.kind, record.id);
    let body =
        RecordDocument::seal(&sealer, &name, &record.encode(), &[], sender(), &Counting(Cell::new(seed))).unwrap();
    let request = Request::new("POST", &format!("/{DATABASE}/_bulk_docs"));
    let documents = serde_json::json!({ "docs": [{ "_id": name, "e": body }] });
    let answer: Outcome = CouchModel::answer(&mut model.borrow_mut(), &request.by("admin", "secret").with(&documents));
    assert!(answer.is_ok());
}

#[test]
fn what_a_newer_version_wrote_goes_through_three_devices_byte_for_byte() {
    for seed in 0..cases(20, 1_000) {
        let model = model(u64::from(seed));
        let first = Device::first(&model, 1);
        first.rounds(2);
        let storage = block_on(Storage::open(first.disk.clone(), Rc::new(Counting(Cell::new(1))), 0)).unwrap();
        let kept = block_on(storage.secret("sync")).unwrap().expect("the settings");
        let keys = SyncSettings::from_text(&kept).expect("they read").keys;
        let now = first.shared.now.get();
        let stamp = Stamp { milliseconds: now, counter: seed as u16, actor: Actor(0xfeed) };
        let mut unknown = Record::new(900 + (seed % 5) as u16, Id::from_parts(now, [seed as u8; 10]));
        unknown.set(7, stamp, vec![0xd4, 9, seed as u8]);
        unknown.rest = (2, vec![0xa1, b'x', 0x93, 1, 2, 3]);
        let mut known = Record::new(Kind::Customer.number(), Id::from_parts(now + 1, [seed as u8; 10]));
        known.set(customer::FIRST_NAME, stamp, burrow::domain::value::encode(&text("Ada")));
        known.set(7_000, stamp, vec![0xc7, 2, 77, seed as u8, 9]);
        known.rest = (1, vec![0xcb, 1, 2, 3, 4, 5, 6, 7, seed as u8]);
        plant(&model, &keys, &unknown, 2);
        plant(&model, &keys, &known, 3);
        first.rounds(3);
        let mut devices = vec![first];
        for hop in 2..=3 {
            // Each device writes something of its own before it goes on.
            let last = devices.last().unwrap();
            last.tab.edit(known.id, customer::NOTES, text(&format!("hop {hop}")));
            last.rounds(3);
            let next = last.another(&model, hop);
            next.rounds(3);
            devices.push(next);
        }
        let digest = devices.last().unwrap().tab.digest();
        let found = |record: &Record| {
            let bytes = digest.iter().find(|(kind, id, _)| (*kind, *id) == (record.kind, record.id));
            Record::decode(&bytes.expect("it came").2).unwrap()
        };
        assert_eq!(found(&unknown), unknown, "seed {seed}");
        let last = found(&known);
        assert_eq!((last.entry(7_000), &last.rest), (known.entry(7_000), &known.rest), "seed {seed}");
        let all: Vec<&Device> = devices.iter().collect();
        settle(&all, 5);
        assert_agreed(&all);
    }
}
