//! The cases of `cases/storage.rs` on the disk in memory.

use super::storage_cases::{self, Place};
use burrow::storage::{DiskError, MemoryDisk};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

struct Memory(MemoryDisk);

impl Place for Memory {
    type Disk = MemoryDisk;

    async fn open(&self) -> Result<MemoryDisk, DiskError> {
        Ok(self.0.clone())
    }

    fn another(&self) -> Memory {
        Memory(MemoryDisk::new())
    }
}

/// Runs a future that never has to wait for anything.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the disk in memory makes nobody wait"),
    }
}

macro_rules! on_memory {
    ($($case:ident)*) => {
        $(
            #[test]
            fn $case() {
                if let Err(fault) = block_on(storage_cases::$case(&Memory(MemoryDisk::new()))) {
                    panic!("{fault:?}");
                }
            }
        )*
    };
}

storage_cases!(on_memory);
