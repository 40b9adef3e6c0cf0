//! What a newer version wrote passes through this one byte for byte: kinds, fields, kinds of value and elements of records
//! that are not known here, through reading, editing something else, folding, backup, restore and merging; and a journal row
//! that this version cannot read stays where it is, and keeps nobody from working.

use crate::engine_backups::{back_up, restore};
use crate::engine_world::{Shared, Tab, block_on, cases, person, text};
use burrow::domain::customer;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::{Action, Operation};
use burrow::domain::record::{Kind, Record, RecordView};
use burrow::domain::stamp::{Actor, Stamp};
use burrow::domain::value::{self, Raw};
use burrow::engine::environment::Environment;
use burrow::engine::protocol::{Failure, Phase, Reply, Request};
use burrow::storage::{Disk, JournalEntry, Key, MemoryDisk, Step, Storage, Store, Write};
use proptest::prelude::*;

/// Who writes in the newer version.
const NEWER: Actor = Actor(0xfeed);
/// How often a document goes on to the next book.
const HOPS: usize = 3;

/// A value of MessagePack, of kinds that no field of ours has among them.
fn any_value() -> impl Strategy<Value = Raw> {
    prop_oneof![
        // Extensions, which this version never writes.
        any::<[u8; 2]>().prop_map(|[kind, byte]| vec![0xd4, kind & 0x7f, byte]),
        prop::collection::vec(any::<u8>(), 0..30).prop_map(|bytes| [vec![0xc7, bytes.len() as u8, 77], bytes].concat()),
        // Bytes, floats, maps in maps, and plain texts and numbers.
        prop::collection::vec(any::<u8>(), 0..30).prop_map(|bytes| [vec![0xc4, bytes.len() as u8], bytes].concat()),
        any::<[u8; 8]>().prop_map(|bytes| [vec![0xcb], bytes.to_vec()].concat()),
        (0_u8..0x7f).prop_map(|number| vec![0x82, 0xa1, b'x', 0x81, number, 0xc0, number, 0x93, 1, 2, 3]),
        "[a-z中文]{0,6}".prop_map(|text| [vec![0xd9, text.len() as u8], text.into_bytes()].concat()),
        any::<u32>().prop_map(|number| [vec![0xce], number.to_be_bytes().to_vec()].concat()),
    ]
}

/// A document of a newer version: its kind, its fields, and the elements behind them.
#[derive(Clone, Debug)]
struct Document {
    kind: u16,
    fields: Vec<(u16, Raw)>,
    rest: (u32, Vec<u8>),
    deleted: Option<bool>,
}

fn any_document() -> impl Strategy<Value = Document> {
    let kind = prop_oneof![3 => Just(Kind::Customer.number()), 1 => Just(Kind::Deal.number()), 2 => 900_u16..904];
    // Numbers that are not known, and one that is and holds a value of a kind that is not.
    let number = prop_oneof![4 => 700_u16..760, 1 => Just(customer::JOB_TITLE)];
    let rest = prop_oneof![
        2 => Just((0, Vec::new())),
        1 => prop::collection::vec(any_value(), 1..4).prop_map(|values| (values.len() as u32, values.concat())),
    ];
    (kind, prop::collection::btree_map(number, any_value(), 1..8), rest, prop::option::weighted(0.2, any::<bool>()))
        .prop_map(|(kind, fields, rest, deleted)| Document {
            kind,
            fields: fields.into_iter().collect(),
            rest,
            deleted,
        })
}

fn stamp(now: u64, counter: u16) -> Stamp {
    Stamp { milliseconds: now, counter, actor: NEWER }
}

impl Document {
    fn record(&self, id: Id, now: u64) -> Record {
        let mut record = Record::new(self.kind, id);
        for (counter, (number, raw)) in self.fields.iter().enumerate() {
            record.set(*number, stamp(now, counter as u16 % 3), raw.clone());
        }
        if self.kind == Kind::Customer.number() {
            // A customer has a name, in every version.
            record.set(customer::FIRST_NAME, stamp(now, 1), value::encode(&text("Ada")));
        }
        record.deletion = self.deleted.map(|deleted| (stamp(now, 4), deleted));
        record.rest = self.rest.clone();
        record
    }
}

/// The newer version writes into a book, in its own way.
fn write_as_newer(shared: &Shared, disk: &MemoryDisk, environment: &dyn Environment, records: &[Record]) {
    block_on(async {
        let storage =
            Storage::open(disk.clone(), environment.chance(), shared.now.get()).await.expect("the book opens");
        for (number, some) in records.chunks(500).enumerate() {
            let now = shared.now.get();
            let operation = Operation {
                id: OperationId(Id::from_parts(now + number as u64, [9; 10])),
                member: MemberId::default(),
                stamp: stamp(now, 9),
                action: Action::Edit,
            };
            let deltas = some.iter().map(Record::encode).collect();
            let entry = JournalEntry { operation, deltas, batch: None };
            storage.append(NEWER, number as u64 + 1, &entry).await.expect("it is written");
        }
    });
}

/// The record as the book holds it now.
fn found(tab: &Tab, kind: u16, id: Id) -> Record {
    let digest = tab.digest();
    let (_, _, bytes) = digest.iter().find(|(number, one, _)| (*number, *one) == (kind, id)).expect("it is there");
    Record::decode(bytes).expect("it can be read")
}

/// Everything that the newer version wrote is in `now`, byte for byte, whatever was edited here beside it.
fn check_kept(wrote: &Record, now: &Record) {
    assert_eq!((&now.rest, now.deletion), (&wrote.rest, wrote.deletion));
    for entry in &wrote.fields {
        assert_eq!(now.entry(entry.number), Some(entry), "of {wrote:?}");
    }
}

/// A customer who is not in the trash, and can be edited.
fn is_open(record: &Record) -> bool {
    record.kind == Kind::Customer.number() && !record.is_deleted()
}

fn pass_through(documents: &[Document]) {
    let shared = Shared::new();
    let mut disk = MemoryDisk::new();
    let mut tab = Tab::open(&shared, &disk);
    let ids: Vec<Id> = documents.iter().map(|_| tab.new_id()).collect();
    let now = shared.now.get();
    let wrote: Vec<Record> = documents.iter().zip(&ids).map(|(document, id)| document.record(*id, now)).collect();
    write_as_newer(&shared, &disk, &*tab.world, &wrote);
    assert_eq!(tab.ask(Request::CatchUp), Reply::Done);
    for hop in 0..HOPS {
        // Another field of each customer is edited here, and all is folded.
        for record in wrote.iter().filter(|record| is_open(record)) {
            tab.edit(record.id, customer::NOTES, text(&format!("hop {hop}")));
        }
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        let file = back_up(&tab);
        // The next book has one of the records already, with another note: they are joined.
        let next = MemoryDisk::new();
        let other = Tab::open(&shared, &next);
        let (own, _) = other.create(Kind::Customer, person("Of the next", "book"));
        if let Some(record) = wrote.iter().find(|record| is_open(record)) {
            other.commit(
                Action::Create,
                vec![burrow::domain::change::Change::edit(
                    Kind::Customer,
                    record.id,
                    vec![(customer::LAST_NAME, text("Lovelace")), (customer::NOTES, text("of the next"))],
                )],
            );
        }
        restore(&other, &file);
        assert_eq!(other.ask(Request::Fold), Reply::Done);
        assert!(
            !other.digest().is_empty() && other.value(Kind::Customer, own, customer::FIRST_NAME) == text("Of the next")
        );
        // Read from the disk anew, as the next version would.
        tab = Tab::open(&shared, &next);
        disk = next;
        let digest: std::collections::BTreeMap<(u16, Id), Vec<u8>> =
            tab.digest().into_iter().map(|(kind, id, bytes)| ((kind, id), bytes)).collect();
        for record in &wrote {
            let bytes = digest.get(&(record.kind, record.id)).expect("a record of the newer version is gone");
            let now = Record::decode(bytes).expect("it can be read");
            check_kept(record, &now);
            if record.kind >= 900 {
                assert_eq!(*bytes, record.encode(), "a record of an unknown kind was written anew");
            }
        }
        assert_eq!(tab.engine.state().damaged, 0);
    }
    drop(disk);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(2, 20), max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// 10,000 documents in the long runs, three hops each.
    #[test]
    fn what_a_newer_version_wrote_passes_byte_for_byte(documents in prop::collection::vec(any_document(), if cases(0, 1) == 1 { 500..501_usize } else { 100..101_usize })) {
        pass_through(&documents);
    }
}

/// Makes the last row of the journal one that only a newer version can read: the format in its seal is raised.
fn raise_the_format_of_the_last_row(disk: &MemoryDisk) -> (u64, Vec<u8>) {
    block_on(async {
        let rows = disk.range(Store::Journal, None, None, u32::MAX).await.expect("the journal");
        let Some((Key::Number(row), mut bytes)) = rows.into_iter().next_back() else { panic!("no row") };
        // Actor and sequence take 16 bytes, the mark four.
        bytes[16 + 4] += 1;
        let step = Step::Replace { row, bytes: bytes.clone() };
        disk.write(Write::new(vec![step])).await.expect("the row is replaced");
        (row, bytes)
    })
}

fn row(disk: &MemoryDisk, row: u64) -> Option<Vec<u8>> {
    block_on(disk.get(Store::Journal, Key::Number(row))).expect("the journal")
}

#[test]
fn a_row_of_a_newer_version_stays_as_it_is_and_keeps_nobody_from_working() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.edit(dana, customer::JOB_TITLE, text("of the newer version"));
    let (newer, bytes) = raise_the_format_of_the_last_row(&disk);
    let tab = Tab::open(&shared, &disk);
    assert_eq!(tab.engine.state().phase, Phase::Ready);
    // What it wrote is not shown; it is not called damaged either.
    assert_eq!(tab.value(Kind::Customer, dana, customer::JOB_TITLE), burrow::domain::value::Value::Empty);
    assert_eq!(tab.engine.state().damaged, 0);
    tab.edit(dana, customer::NOTES, text("of this version"));
    for _ in 0..3 {
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        assert_eq!(row(&disk, newer), Some(bytes.clone()), "a row that cannot be read here was folded away");
        let again = Tab::open(&shared, &disk);
        assert_eq!(again.value(Kind::Customer, dana, customer::NOTES), text("of this version"));
        again.edit(dana, customer::SOURCE, text("fair"));
    }
    // The newer version reads both.
    let mut readable = bytes.clone();
    readable[16 + 4] -= 1;
    block_on(disk.write(Write::new(vec![Step::Replace { row: newer, bytes: readable }]))).expect("the row is replaced");
    let newest = Tab::open(&shared, &disk);
    assert_eq!(newest.value(Kind::Customer, dana, customer::JOB_TITLE), text("of the newer version"));
    assert_eq!(newest.value(Kind::Customer, dana, customer::NOTES), text("of this version"));
    assert_eq!(newest.ask(Request::Fold), Reply::Done);
    assert_eq!(row(&disk, newer), None);
}

/// All that lies on a disk.
fn everything(disk: &MemoryDisk) -> Vec<(Store, Key, Vec<u8>)> {
    block_on(async {
        let mut all = Vec::new();
        for store in Store::ALL {
            for (key, bytes) in disk.range(store, None, None, u32::MAX).await.expect("a store") {
                all.push((store, key, bytes));
            }
        }
        all
    })
}

#[test]
fn a_book_with_a_newer_header_is_refused_and_not_touched() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    Tab::open(&shared, &disk).create(Kind::Customer, person("Dana", "Novák"));
    let mut header = block_on(disk.get(Store::Meta, "book".into())).expect("the header").expect("a header");
    // An array of four, then the format.
    assert_eq!(header[..2], [0x94, 1]);
    header[1] = 2;
    let step = Step::Put { store: Store::Meta, key: "book".to_owned(), bytes: header };
    block_on(disk.write(Write::new(vec![step]))).expect("the header is replaced");
    let before = everything(&disk);
    let tab = Tab::open(&shared, &disk);
    assert_eq!(tab.engine.state().phase, Phase::Failed(Failure::NewerRelease));
    let (_, reply) = tab.commit(
        Action::Create,
        vec![burrow::domain::change::Change::edit(Kind::Customer, tab.new_id(), person("Bob", "Hill"))],
    );
    assert_eq!(reply, Reply::Failed(Failure::NewerRelease));
    drop(tab.ask(Request::Fold));
    drop(tab.ask(Request::Reopen));
    assert_eq!(everything(&disk), before);
}

#[test]
fn a_record_of_an_unknown_kind_is_read_as_one() {
    let record = Document { kind: 901, fields: vec![(700, vec![0xd4, 1, 2])], rest: (1, vec![0xc0]), deleted: None };
    let record = record.record(Id::from_bytes([4; 16]), 5);
    let bytes = record.encode();
    let view = RecordView::new(&bytes).expect("it can be read");
    assert_eq!((view.kind_number(), view.kind(), view.field(700)), (901, None, Some(&[0xd4, 1, 2][..])));
    let shared = Shared::new();
    let disk = MemoryDisk::new();
    let tab = Tab::open(&shared, &disk);
    write_as_newer(&shared, &disk, &*tab.world, std::slice::from_ref(&record));
    tab.ask(Request::CatchUp);
    assert_eq!(found(&tab, 901, record.id), record);
}
