use super::disk::{Disk, DiskError, Key, Step, Store, StoreSize, Write, Written};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

/// A database in memory with the meaning of the browser's. A clone is a second handle on the same database, as another
/// tab has one.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    content: Rc<RefCell<Content>>,
}

#[derive(Debug, Default)]
struct Content {
    stores: BTreeMap<Store, BTreeMap<Key, Vec<u8>>>,
    /// The number that the last row of the journal got; it never goes back.
    last_journal_key: u64,
}

impl MemoryDisk {
    /// An empty database.
    pub fn new() -> MemoryDisk {
        MemoryDisk::default()
    }
}

fn bounds(from: Option<Key>, to: Option<Key>) -> Option<(Bound<Key>, Bound<Key>)> {
    if let (Some(from), Some(to)) = (&from, &to)
        && from > to
    {
        return None;
    }
    Some((from.map_or(Bound::Unbounded, Bound::Included), to.map_or(Bound::Unbounded, Bound::Included)))
}

impl Disk for MemoryDisk {
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.content.borrow().stores.get(&store).and_then(|objects| objects.get(&key)).cloned())
    }

    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError> {
        let content = self.content.borrow();
        let (Some(objects), Some(bounds)) = (content.stores.get(&store), bounds(from, to)) else {
            return Ok(Vec::new());
        };
        Ok(objects.range(bounds).take(limit as usize).map(|(key, bytes)| (key.clone(), bytes.clone())).collect())
    }

    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError> {
        let content = self.content.borrow();
        let (Some(objects), Some(bounds)) = (content.stores.get(&store), bounds(from, to)) else {
            return Ok(Vec::new());
        };
        Ok(objects.range(bounds).take(limit as usize).map(|(key, _)| key.clone()).collect())
    }

    async fn write(&self, write: Write) -> Result<Written, DiskError> {
        write.check()?;
        let mut content = self.content.borrow_mut();
        for guard in write.guards {
            let found = content.stores.get(&guard.store).and_then(|objects| objects.get(&Key::Text(guard.key)));
            if found != guard.expected.as_ref() {
                return Ok(Written::GuardFailed);
            }
        }
        let rows = content.stores.get(&Store::Journal);
        let last_row = rows.and_then(|rows| rows.keys().next_back().cloned());
        if let (Some(end), Some(last)) = (write.journal_end, last_row)
            && last > Key::Number(end)
        {
            return Ok(Written::GuardFailed);
        }
        let mut journal_keys = Vec::new();
        for step in write.steps {
            let store = step.store();
            match step {
                Step::Put { key, bytes, .. } => {
                    content.stores.entry(store).or_default().insert(Key::Text(key), bytes);
                }
                Step::Append { bytes } => {
                    content.last_journal_key += 1;
                    let key = content.last_journal_key;
                    content.stores.entry(store).or_default().insert(Key::Number(key), bytes);
                    journal_keys.push(key);
                }
                Step::Replace { row, bytes } => {
                    content.stores.entry(store).or_default().insert(Key::Number(row), bytes);
                }
                Step::Delete { key, .. } => {
                    content.stores.entry(store).or_default().remove(&key);
                }
                Step::DeleteRange { from, to, .. } => {
                    content.stores.entry(store).or_default().retain(|key, _| *key < from || *key > to);
                }
            }
        }
        Ok(Written::Done { journal_keys })
    }

    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError> {
        let content = self.content.borrow();
        let size = |store| {
            let objects = content.stores.get(&store);
            let bytes = objects.map_or(0, |objects| objects.values().map(|bytes| bytes.len() as u64).sum());
            StoreSize { store, objects: objects.map_or(0, |objects| objects.len() as u64), bytes }
        };
        Ok(Store::ALL.into_iter().map(size).collect())
    }
}
