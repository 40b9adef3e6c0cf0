use super::disk::{Disk, DiskError, Key, Store, StoreSize, Write, Written};
use std::cell::Cell;

/// How the chosen operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailMode {
    /// Nothing happens on the disk.
    Before,
    /// The operation is done, and the caller does not learn of it, as when a tab is killed just then.
    AcknowledgementLost,
    /// Nothing happens, since there is no room left.
    Full,
}

/// Which operation fails, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailAt {
    /// Counted from 1; reads count as well as writes.
    pub operation: u64,
    /// How.
    pub how: FailMode,
}

/// A disk around another that fails one operation, to find out whether anything acknowledged is ever lost.
#[derive(Debug)]
pub struct FailingDisk<D> {
    disk: D,
    fail_at: FailAt,
    operations: Cell<u64>,
}

impl<D: Disk> FailingDisk<D> {
    /// Wraps `disk`.
    pub fn new(disk: D, fail_at: FailAt) -> FailingDisk<D> {
        FailingDisk { disk, fail_at, operations: Cell::new(0) }
    }

    /// Whether the chosen operation was reached.
    pub fn has_failed(&self) -> bool {
        self.operations.get() >= self.fail_at.operation
    }

    /// How many operations were asked for.
    pub fn operations(&self) -> u64 {
        self.operations.get()
    }

    /// Counts the operation and, where it is the chosen one, says how it fails.
    fn failure(&self) -> Option<FailMode> {
        self.operations.set(self.operations.get() + 1);
        (self.operations.get() == self.fail_at.operation).then_some(self.fail_at.how)
    }

    async fn run<T>(&self, operation: impl Future<Output = Result<T, DiskError>>) -> Result<T, DiskError> {
        match self.failure() {
            None => operation.await,
            Some(FailMode::Before) => Err(DiskError::Aborted("a test asked for it".to_owned())),
            Some(FailMode::Full) => Err(DiskError::Full),
            Some(FailMode::AcknowledgementLost) => {
                operation.await?;
                Err(DiskError::Lost)
            }
        }
    }
}

impl<D: Disk> Disk for FailingDisk<D> {
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
