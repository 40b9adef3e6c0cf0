//! The check of everything on the disk.

use crate::engine_world::{Shared, Tab, block_on, person, text};
use burrow::domain::customer;
use burrow::domain::record::Kind;
use burrow::engine::protocol::{Job, Reply, Request};
use burrow::storage::{Disk, Key, MemoryDisk, Step, Store, Write};

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
