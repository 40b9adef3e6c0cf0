//! The plain database: stores of byte strings under keys, and transactions that are applied whole or not at all.

/// One of the database's stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Store {
    /// The book's header and the fold position, in the clear.
    Meta,
    /// One sealed row an action, under numbers that the disk gives out.
    Journal,
    /// Sealed pages of records.
    Pages,
    /// Sealed pages of replaced values and of operations.
    History,
    /// Sealed pages of imports.
    Batches,
    /// Sealed chunks of files.
    Attachments,
}

impl Store {
    /// Every store.
    pub const ALL: [Store; 6] =
        [Store::Meta, Store::Journal, Store::Pages, Store::History, Store::Batches, Store::Attachments];

    /// The store's name on disk.
    pub const fn name(self) -> &'static str {
        match self {
            Store::Meta => "meta",
            Store::Journal => "journal",
            Store::Pages => "pages",
            Store::History => "history",
            Store::Batches => "batches",
            Store::Attachments => "attachments",
        }
    }
}

/// Where an object lies in its store. Numbers come before texts; texts are plain ASCII, so that their order by bytes is
/// also the browser's order by UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A journal row's number, 1 or more, below 2^53.
    Number(u64),
    /// The name of an object in any other store.
    Text(String),
}

impl Key {
    /// The text, where the key is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Key::Text(text) => Some(text),
            Key::Number(_) => None,
        }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Key {
        Key::Text(text.to_owned())
    }
}

impl From<String> for Key {
    fn from(text: String) -> Key {
        Key::Text(text)
    }
}

/// One thing that a transaction does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes an object, whatever was there. Not for the journal.
    Put {
        /// The store.
        store: Store,
        /// The object's name.
        key: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Adds a row to the journal under the next number; numbers only grow, whatever is deleted.
    Append {
        /// The row.
        bytes: Vec<u8>,
    },
    /// Writes a row of the journal anew under the number that it has.
    Replace {
        /// Its number.
        row: u64,
        /// The row.
        bytes: Vec<u8>,
    },
    /// Deletes an object, if it is there.
    Delete {
        /// The store.
        store: Store,
        /// The object's key.
        key: Key,
    },
    /// Deletes all objects from one key to another, both included; none when `from` is after `to`.
    DeleteRange {
        /// The store.
        store: Store,
        /// The first key.
        from: Key,
        /// The last key.
        to: Key,
    },
}

impl Step {
    /// The store that the step writes.
    pub fn store(&self) -> Store {
        match self {
            Step::Append { .. } | Step::Replace { .. } => Store::Journal,
            Step::Put { store, .. } | Step::Delete { store, .. } | Step::DeleteRange { store, .. } => *store,
        }
    }
}

/// What must still be on disk, read inside the transaction, for the transaction to write anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The store.
    pub store: Store,
    /// The object's name.
    pub key: String,
    /// Its bytes; `None` when it must not be there.
    pub expected: Option<Vec<u8>>,
}

/// A transaction, as data: all is encoded and sealed before it begins, and nothing can be awaited within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// The conditions, all of which must hold.
    pub guards: Vec<Guard>,
    /// The journal must hold no row after this number, where one is given.
    pub journal_end: Option<u64>,
    /// What is done, in this order.
    pub steps: Vec<Step>,
}

impl Write {
    /// A transaction without a condition.
    pub fn new(steps: Vec<Step>) -> Write {
        Write { guards: Vec::new(), journal_end: None, steps }
    }

    /// A transaction that does nothing unless all of these hold.
    pub fn guarded(guards: Vec<Guard>, steps: Vec<Step>) -> Write {
        Write { guards, journal_end: None, steps }
    }

    /// The stores that it reads or writes, each once.
    pub fn stores(&self) -> Vec<Store> {
        let steps = self.steps.iter().map(Step::store);
        let guards = self.guards.iter().map(|guard| guard.store);
        let mut stores: Vec<Store> = steps.chain(guards).chain(self.journal_end.map(|_| Store::Journal)).collect();
        stores.sort_unstable();
        stores.dedup();
        stores
    }

    /// Refuses what no disk may do: to put an object into the journal under a name.
    pub(super) fn check(&self) -> Result<(), DiskError> {
        let misplaced = self.steps.iter().any(|step| matches!(step, Step::Put { store: Store::Journal, .. }));
        if misplaced { Err(DiskError::Aborted("the journal is only appended to".to_owned())) } else { Ok(()) }
    }
}

/// How a transaction without an error ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// All of it is on disk, for good.
    Done {
        /// The numbers of the rows added to the journal, in the order of the steps.
        journal_keys: Vec<u64>,
    },
    /// A guarded object, or the journal's end, was not as expected; nothing was written.
    GuardFailed,
}

/// How much lies in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreSize {
    /// The store.
    pub store: Store,
    /// How many objects.
    pub objects: u64,
    /// The bytes of all of them, without keys and the database's own overhead.
    pub bytes: u64,
}

/// A database. Not `Send`: it lives in one worker. Handles on one database may be open in several tabs at once.
#[allow(async_fn_in_trait)]
pub trait Disk {
    /// The object under a key.
    async fn get(&self, store: Store, key: Key) -> Result<Option<Vec<u8>>, DiskError>;

    /// The first `limit` objects from one key to another, both included, in the order of keys.
    async fn range(
        &self,
        store: Store,
        from: Option<Key>,
        to: Option<Key>,
        limit: u32,
    ) -> Result<Vec<(Key, Vec<u8>)>, DiskError>;

    /// The first `limit` keys from one key to another, both included, in order.
    async fn keys(&self, store: Store, from: Option<Key>, to: Option<Key>, limit: u32) -> Result<Vec<Key>, DiskError>;

    /// Does all of a transaction or nothing; returns once it is durable. After an error other than
    /// [`DiskError::Full`], it may still have been applied.
    async fn write(&self, write: Write) -> Result<Written, DiskError>;

    /// How much lies in each store. Reads everything, so it is for a screen that is asked for, not for each start.
    async fn sizes(&self) -> Result<Vec<StoreSize>, DiskError>;
}

/// Why the database did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiskError {
    /// There is no room left.
    #[error("there is no room left on this device")]
    Full,
    /// Another tab holds the database open in an older layout and does not let go.
    #[error("another tab with an older version of the app keeps the database closed")]
    Blocked,
    /// A newer version of the app wrote the database.
    #[error("the database has layout {found}, which is newer than this version of the app")]
    NewerLayout {
        /// Its layout.
        found: u32,
    },
    /// The database was deleted behind us, by the browser or by its user.
    #[error("the database has been deleted")]
    Gone,
    /// The connection to the database is gone and could not be had again.
    #[error("the connection to the database was lost")]
    Lost,
    /// The browser offers no database here, for instance in some private windows.
    #[error("the browser offers no database: {0}")]
    Unavailable(String),
    /// The browser cannot read its own database, or an object is not a byte string.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The browser gave the transaction up.
    #[error("the database gave up: {0}")]
    Aborted(String),
}
