//! The check of everything on the disk.

use crate::engine_world::{Shared, Tab, TestEnvironment, block_on, person, text};
use burrow::domain::customer;
use burrow::domain::record::Kind;
use burrow::engine::environment::Environment;
use burrow::engine::protocol::{Job, Reply, Request};
use burrow::storage::{BatchTally, Disk, Key, MemoryDisk, Step, Storage, Store, Write};

#[test]
fn a_check_finds_every_flipped_byte() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let (dana, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.ask(Request::Fold);
    tab.edit(dana, customer::NOTES, text("x"));
    tab.ask(Request::Fold);
    tab.edit(dana, customer::NOTES, text("y"));
    let check = |tab: &Tab| match tab.ask(Request::CheckIntegrity(Job(1))) {
        Reply::Integrity(figures) => figures,
        other => panic!("{other:?}"),
    };
    let sound = check(&tab);
    assert_eq!((sound.damaged.len(), sound.differing, sound.records), (0, 0, 1));
    assert!(sound.objects >= 4, "{sound:?}");
    let stored = |store: Store| block_on(disk.range(store, None, None, 100)).unwrap();
    for store in [Store::Pages, Store::History] {
        for (key, bytes) in stored(store) {
            let Key::Text(key) = key else { continue };
            let mut flipped = bytes.clone();
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            let put = |bytes| Write::new(vec![Step::Put { store, key: key.clone(), bytes }]);
            block_on(disk.write(put(flipped))).unwrap();
            assert_eq!(check(&tab).damaged.len(), 1, "{store:?} {key}");
            let other = Tab::open(&shared, &disk);
            assert_eq!(other.engine.state().damaged, u32::from(store == Store::Pages));
            block_on(disk.write(put(bytes))).unwrap();
        }
    }
    assert_eq!(check(&tab).damaged.len(), 0);
}

fn objects(disk: &MemoryDisk, store: Store) -> Vec<(Key, Vec<u8>)> {
    block_on(disk.range(store, None, None, u32::MAX)).unwrap()
}

#[test]
fn a_page_that_cannot_be_read_is_told_and_stays_where_it_is() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Dana", "Novák"));
    tab.ask(Request::Fold);
    let (Key::Text(key), mut bytes) = objects(&disk, Store::Pages).remove(0) else { panic!("no page") };
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let step = Step::Put { store: Store::Pages, key: key.clone(), bytes: bytes.clone() };
    block_on(disk.write(Write::new(vec![step]))).unwrap();
    // Others go on, and no fold lays anything in its place.
    for name in ["Bob", "Eve"] {
        let tab = Tab::open(&shared, &disk);
        assert_eq!(tab.engine.state().damaged, 1);
        tab.create(Kind::Customer, person(name, "Hill"));
        assert_eq!(tab.ask(Request::Fold), Reply::Done);
        assert_eq!(block_on(disk.get(Store::Pages, key.as_str().into())).unwrap(), Some(bytes.clone()));
    }
    let tab = Tab::open(&shared, &disk);
    assert_eq!((tab.customers(), tab.engine.state().damaged), (2, 1));
    // Once it can be read again, for instance out of a copy of the profile, all is there.
    bytes[middle] ^= 1;
    block_on(disk.write(Write::new(vec![Step::Put { store: Store::Pages, key, bytes }]))).unwrap();
    let tab = Tab::open(&shared, &disk);
    assert_eq!((tab.customers(), tab.engine.state().damaged), (3, 0));
}

#[test]
fn a_batch_that_is_not_whole_counts_for_nothing() {
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    tab.create(Kind::Customer, person("Dana", "Novák"));
    let many = (0..1_010).map(|number| {
        burrow::domain::change::Change::edit(Kind::Customer, tab.new_id(), person(&format!("Person {number}"), ""))
    });
    let (operation, _) = tab.commit(burrow::domain::operation::Action::Create, many.collect());
    let pages = objects(&disk, Store::Batches);
    assert!(pages.len() >= 2, "{} pages", pages.len());
    let put = |(key, bytes): &(Key, Vec<u8>)| {
        let Key::Text(key) = key.clone() else { panic!("a page without a name") };
        let step = Step::Put { store: Store::Batches, key, bytes: bytes.clone() };
        block_on(disk.write(Write::new(vec![step]))).unwrap();
    };
    let delete = |key: &Key| {
        block_on(disk.write(Write::new(vec![Step::Delete { store: Store::Batches, key: key.clone() }]))).unwrap();
    };
    for page in &pages {
        delete(&page.0);
        let other = Tab::open(&shared, &disk);
        assert_eq!((other.customers(), other.engine.state().damaged), (1, 1));
        put(page);
        let other = Tab::open(&shared, &disk);
        assert_eq!((other.customers(), other.engine.state().damaged), (1_011, 0));
    }
    // Whole pages of ours that hold other records than its row says, as an import written twice would leave them.
    let chance = TestEnvironment::new(&shared).chance();
    let storage = block_on(Storage::open(disk.clone(), chance, 1)).unwrap();
    let mut others = block_on(storage.read_batch_pages(operation, &mut BatchTally::default(), u32::MAX)).unwrap();
    others.reverse();
    block_on(storage.write_batch_pages(operation, &mut BatchTally::default(), &others)).unwrap();
    let other = Tab::open(&shared, &disk);
    assert_eq!((other.customers(), other.engine.state().damaged), (1, 1));
    pages.iter().for_each(put);
    // What is left of it stays when others fold, since it may be the only copy.
    delete(&pages[0].0);
    let other = Tab::open(&shared, &disk);
    other.create(Kind::Member, vec![(burrow::domain::member::NAME, text("Petra"))]);
    assert_eq!(other.ask(Request::Fold), Reply::Done);
    assert_eq!(objects(&disk, Store::Batches), pages[1..]);
    let later = Tab::open(&shared, &disk);
    assert_eq!((later.customers(), later.engine.state().damaged), (1, 1));
}
