//! Disks that fail when asked to, and disks that take their time.

use crate::engine_world::yield_once;
use burrow::storage::{Disk, DiskError, FailingDisk, Key, MemoryDisk, Store, StoreSize, Write, Written};
use std::cell::Cell;
use std::rc::Rc;

/// A failing disk that is opened more than once.
#[derive(Clone)]
pub struct Failing(pub Rc<FailingDisk<MemoryDisk>>);

impl Disk for Failing {
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError> {
        self.0.get(store, key).await
    }

    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError> {
        self.0.range(store, from, to, limit).await
    }

    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError> {
        self.0.keys(store, from, to, limit).await
    }

    async fn write(&self, write: Write) -> Result<Written, DiskError> {
        self.0.write(write).await
    }

    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError> {
        self.0.sizes().await
    }
}

/// A disk on which everything takes a while, so that what tabs do side by side mixes.
#[derive(Clone)]
pub struct Slow(pub MemoryDisk, pub Rc<Cell<u64>>);

impl Slow {
    async fn wait(&self) {
        let seed = self.1.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.1.set(seed);
        for _ in 0..(seed >> 33) % 4 {
            yield_once().await;
        }
    }
}

impl Disk for Slow {
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError> {
        self.wait().await;
        let result = self.0.get(store, key).await;
        self.wait().await;
        result
    }

    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError> {
        self.wait().await;
        let result = self.0.range(store, from, to, limit).await;
        self.wait().await;
        result
    }

    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError> {
        self.wait().await;
        let result = self.0.keys(store, from, to, limit).await;
        self.wait().await;
        result
    }

    async fn write(&self, write: Write) -> Result<Written, DiskError> {
        self.wait().await;
        let result = self.0.write(write).await;
        self.wait().await;
        result
    }

    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError> {
        self.0.sizes().await
    }
}
