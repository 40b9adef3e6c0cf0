//! A disk of a device, one operation of which can be made to fail.

use crate::engine_world::block_on;
use burrow::storage::{Disk, DiskError, FailMode, Key, MemoryDisk, Step, Store, StoreSize, Write, Written};
use std::cell::Cell;
use std::rc::Rc;

/// Handles on one disk fail together.
#[derive(Clone)]
pub struct DeviceDisk {
    disk: MemoryDisk,
    /// After how many operations one fails, and how.
    fails: Rc<Cell<Option<(u64, FailMode)>>>,
}

impl DeviceDisk {
    pub fn new() -> DeviceDisk {
        DeviceDisk { disk: MemoryDisk::new(), fails: Rc::default() }
    }

    /// What is on it, on another disk.
    pub fn copied(&self) -> DeviceDisk {
        let copy = DeviceDisk::new();
        // The journal's numbers go on behind those that were given out here.
        let rows = (0..500).map(|_| Step::Append { bytes: vec![0; 16] }).collect();
        block_on(copy.disk.write(Write::new(rows))).unwrap();
        let all = Step::DeleteRange { store: Store::Journal, from: Key::Number(0), to: Key::Number(500) };
        block_on(copy.disk.write(Write::new(vec![all]))).unwrap();
        for store in Store::ALL {
            let objects = block_on(self.disk.range(store, None, None, u32::MAX)).unwrap();
            for (key, bytes) in objects {
                let step = match key {
                    Key::Text(key) => Step::Put { store, key, bytes },
                    Key::Number(_) => Step::Append { bytes },
                };
                block_on(copy.disk.write(Write::new(vec![step]))).unwrap();
            }
        }
        copy
    }

    /// The operation after so many others fails, once.
    pub fn fail_after(&self, operations: u64, how: FailMode) {
        self.fails.set(Some((operations, how)));
    }

    /// Nothing fails any more; whether the failure came.
    pub fn heal(&self) -> bool {
        self.fails.take().is_none()
    }

    fn failure(&self) -> Option<FailMode> {
        match self.fails.take() {
            Some((0, how)) => Some(how),
            Some((left, how)) => {
                self.fails.set(Some((left - 1, how)));
                None
            }
            None => None,
        }
    }

    async fn run<T>(&self, operation: impl Future<Output = Result<T, DiskError>>) -> Result<T, DiskError> {
        match self.failure() {
            None => operation.await,
            Some(FailMode::Before) => Err(DiskError::Aborted("a test asked for it".to_owned())),
            Some(FailMode::Full) => Err(DiskError::Full),
            Some(FailMode::AcknowledgementLost) => operation.await.and(Err(DiskError::Lost)),
        }
    }
}

impl Disk for DeviceDisk {
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError> {
        self.run(self.disk.get(store, key)).await
    }

    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError> {
        self.run(self.disk.range(store, from, to, limit)).await
    }

    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError> {
        self.run(self.disk.keys(store, from, to, limit)).await
    }

    async fn write(&self, write: Write) -> Result<Written, DiskError> {
        self.run(self.disk.write(write)).await
    }

    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError> {
        self.run(self.disk.sizes()).await
    }
}
