//! What the engine needs of the world around it, handed in by the worker, or by a test.

use crate::domain::book_place::OfBook;
use crate::engine::protocol::Event;
use crate::engine::sync_protocol::{SyncDecision, SyncState};
use crate::formats::encoding::{Decoder, Encoding};
use crate::storage::{Chance, DiskError};
use borsh::{BorshDeserialize, BorshSerialize};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// A future of the single-threaded worker.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Held while a lock is held; dropping it gives the lock back.
pub struct LockGuard(#[allow(dead_code, reason = "held for its drop")] pub Box<dyn std::any::Any>);

/// The locks that tabs share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockName {
    /// Held by a change that depends on what it read.
    Write,
    /// Held by the tab that folds.
    Fold,
    /// Held by the tab that exchanges records with other devices.
    Sync,
}

impl LockName {
    /// Which thing of the book it is in the browser.
    pub fn of_book(self) -> OfBook {
        match self {
            LockName::Write => OfBook::Write,
            LockName::Fold => OfBook::Fold,
            LockName::Sync => OfBook::Sync,
        }
    }
}

/// What one tab tells the others about the exchange with other devices.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum TabNews {
    /// It was turned on or off, or its settings are other ones.
    SyncSettings,
    /// How it stands.
    SyncState(Box<SyncState>),
    /// A tab that does not take part wants to know how it stands.
    SyncAsked,
    /// A person does not want to wait.
    SyncNow,
    /// What a person decided.
    SyncDecided(SyncDecision),
}

/// The clock, chance, the other tabs, the page, and time for others.
pub trait Environment {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// Milliseconds by a clock that is never set, for measuring: it only goes forward, and from no particular moment.
    fn measured(&self) -> f64;
    /// Bytes that are used and that may be used, as the browser guesses them; nothing where it does not tell.
    fn room(&self) -> LocalFuture<'_, Option<(u64, u64)>>;
    /// Random bytes.
    fn chance(&self) -> Rc<dyn Chance>;
    /// Lets other work of the worker go on: messages, above all "cancel".
    fn yield_now(&self) -> LocalFuture<'_, ()>;
    /// Waits for a lock that all tabs share.
    fn lock(&self, name: LockName) -> LocalFuture<'_, LockGuard>;
    /// Takes a lock if nobody has it.
    fn try_lock(&self, name: LockName) -> LocalFuture<'_, Option<LockGuard>>;
    /// Tells the page.
    fn send(&self, event: Event);
    /// Tells the other tabs that there is something new in the journal.
    fn hint(&self);
    /// Tells the other tabs something about the exchange with other devices.
    fn tell_tabs(&self, news: TabNews);
    /// Wakes the engine to fold when it has been quiet for a while.
    fn fold_later(&self);
    /// Whether nothing was written after the write of that number, as told by `fold_later`.
    fn is_last_write(&self, write: u32) -> bool;
    /// Sends requests to the server through which devices exchange their records.
    fn http(&self) -> Rc<dyn crate::sync::http::Http>;
    /// Waits so many milliseconds.
    fn sleep(&self, milliseconds: u32) -> LocalFuture<'_, ()>;
    /// Whether the app came over https, so that the browser lets it ask nothing but https.
    fn is_secure(&self) -> bool;
    /// A decoder for an encoding that is not a form of Unicode.
    fn decoder(&self, encoding: Encoding) -> Option<Box<dyn Decoder>>;
}

/// Opens the disk; called again after the storage was lost.
pub type OpenDisk<D> = Box<dyn Fn() -> LocalFuture<'static, Result<D, DiskError>>>;

/// A file that is read in parts, never as a whole.
pub trait ByteSource {
    /// Its name.
    fn name(&self) -> String;
    /// Its size in bytes.
    fn size(&self) -> u64;
    /// The bytes from `start` up to `end`; the text of an error when the file has changed or vanished.
    fn read(&self, start: u64, end: u64) -> LocalFuture<'_, Result<Vec<u8>, String>>;
}
