//! The disk: what is kept, sealed, in the browser's database.
//!
//! Every action is one sealed row of the *journal*; *folding* moves what the journal says into *pages* of records and
//! into *history*; an import waits in *batch* pages until its journal row makes it count. Records are bytes here: what
//! they mean and how two versions join is for the domain and the engine to say.
//!
//! Everything is sealed with the book's key (`seal`), which lies in the header (`vault`): in the clear, or, once the lock is on
//! (`lock`), in slots that a passphrase and a recovery key open (`key_slot`, `stretch`).
//!
//! A [`Disk`] is the plain database under it. There are three: `IndexedDb` in the browser, [`MemoryDisk`] with the same
//! meaning for native tests, and [`FailingDisk`] around either, which fails the operation that a test chooses. A
//! [`Write`] is plain data, so that nothing else can be awaited inside a transaction. The clock and random bytes are
//! arguments.

mod aside;
mod batch;
mod chain;
mod chain_check;
mod chance;
mod disk;
mod erase;
mod error;
mod failing;
mod fold;
mod handle;
mod history;
mod integrity;
mod journal;
mod key_slot;
pub mod layout;
mod lock;
mod memory;
mod pack;
mod pages;
mod seal;
mod secret_text;
mod stretch;
mod sync_objects;
mod vault;

#[cfg(target_arch = "wasm32")]
pub mod indexed_db;

pub use aside::SetAside;
pub use batch::{BatchReference, BatchTally};
pub use chain::{Hash, Head, LedgerDetails, LedgerEntry, advance};
pub use chain_check::{Break, BreakKind, ChainCheck, ChainReport};
pub use chance::{Chance, ChanceFailed};
pub use disk::{Disk, DiskError, Guard, Key, Step, Store, StoreSize, Write, Written};
pub use erase::{EraseRequest, Erased, NewKeys};
pub use error::{StorageError, Unreadable};
pub use failing::{FailAt, FailMode, FailingDisk};
pub use fold::{Erasure, FoldPosition, FoldRequest, Folded};
pub use handle::Storage;
pub use history::{History, LoggedOperation, Touched, Trace};
pub use integrity::IntegrityReport;
pub use journal::{JournalEntry, JournalRead, JournalRow};
pub use lock::{NewPassphrase, change_passphrase, change_recovery_key, lock_state, try_secret, turn_off};
pub use memory::MemoryDisk;
pub use pack::{Malformed, Packer, Unpacker};
pub use pages::{PAGE_RECORDS, Page, SealedPages};
pub use seal::{Purpose, SealError, Sealer};
pub use stretch::{StretchFailed, stretch};
pub use sync_objects::SyncObject;
pub use vault::LockState;
