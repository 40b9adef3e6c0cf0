//! The engine: the book, the storage under it, the world around it, and how the whole stands.

use crate::domain::id::{Id, OperationId};
use crate::domain::stamp::Actor;
use crate::engine::backup::BackupSession;
use crate::engine::bell::Bell;
use crate::engine::book::{Book, Changed};
use crate::engine::environment::{Environment, OpenDisk};
use crate::engine::exchange::Exchange;
use crate::engine::import::ImportState;
use crate::engine::protocol::{BookState, Event, Failure, Job, Phase};
use crate::engine::restore::RestoreSession;
use crate::engine::sync_protocol::SyncState;
use crate::engine::table::Table;
use crate::engine::timings::{Timed, Timings};
use crate::engine::turns::Turns;
use crate::storage::{Disk, DiskError, Storage, StorageError};
use crate::sync::head::DeviceHead;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

/// One open book and all that is done with it. Shared by the requests that are under way; nothing is borrowed across an
/// await.
pub struct Engine<D: Disk> {
    pub(super) environment: Rc<dyn Environment>,
    pub(super) open_disk: OpenDisk<D>,
    pub(super) storage: RefCell<Option<Rc<Storage<D>>>>,
    pub(super) book: RefCell<Book>,
    pub(super) phase: RefCell<Phase>,
    pub(super) writing: Cell<u32>,
    pub(super) failed_writes: Cell<u32>,
    pub(super) last_saved: Cell<Option<u64>>,
    /// When the journal was last folded, and how long that took, in milliseconds.
    pub(super) last_fold: Cell<Option<(u64, f64)>>,
    /// How long things take.
    pub(super) timings: RefCell<Timings>,
    /// The disk refused something for want of room, and nothing has been written since.
    pub(super) disk_full: Cell<bool>,
    /// A passphrase opens the book, as far as this tab knows.
    pub(super) lock_on: Cell<bool>,
    /// Who may read the journal or the pages into the book.
    pub(super) reading: Turns,
    /// Grows when another book takes the place of the present one: places in its tables then mean nothing any more.
    pub(super) epoch: Cell<u64>,
    /// Actions of which it is not known whether they are on the disk: a retry looks first.
    pub(super) uncertain: RefCell<HashSet<OperationId>>,
    pub(super) cancelled: RefCell<HashSet<Job>>,
    pub(super) import: RefCell<ImportState>,
    /// A backup that is under way.
    pub(super) backup: RefCell<Option<BackupSession>>,
    /// Grows when a backup is begun or given up: a part that is being read then belongs to none any more.
    pub(super) backup_turn: Cell<u64>,
    /// A restore that is under way.
    pub(super) restore: RefCell<Option<RestoreSession>>,
    /// The exchange with other devices, while this tab takes part.
    pub(super) exchange: RefCell<Option<Rc<Exchange>>>,
    /// How it stands, as it was last told.
    pub(super) sync_state: RefCell<SyncState>,
    /// The devices that were seen.
    pub(super) sync_devices: RefCell<Vec<DeviceHead>>,
    /// Rung when there is something to exchange.
    pub(super) sync_bell: Bell,
    /// The settings are to be read from the disk.
    pub(super) sync_reload: Cell<bool>,
    /// A person does not want to wait.
    pub(super) sync_hurry: Cell<bool>,
}

/// Why a piece of work ended without its result.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    /// The user ended it.
    Cancelled,
    /// It could not be done.
    Failed(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failed(failure)
    }
}

impl From<StorageError> for Stopped {
    fn from(error: StorageError) -> Stopped {
        Stopped::Failed(failure_of(&error))
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// An engine that has not opened its book yet.
    pub fn new(environment: Rc<dyn Environment>, open_disk: OpenDisk<D>) -> Rc<Engine<D>> {
        let actor = new_actor(environment.as_ref());
        Rc::new(Engine {
            environment,
            open_disk,
            storage: RefCell::new(None),
            book: RefCell::new(Book::new(actor)),
            phase: RefCell::new(Phase::Opening),
            writing: Cell::new(0),
            failed_writes: Cell::new(0),
            last_saved: Cell::new(None),
            last_fold: Cell::new(None),
            timings: RefCell::default(),
            disk_full: Cell::new(false),
            lock_on: Cell::new(false),
            reading: Turns::default(),
            epoch: Cell::new(0),
            uncertain: RefCell::default(),
            cancelled: RefCell::new(HashSet::new()),
            import: RefCell::new(ImportState::default()),
            backup: RefCell::default(),
            backup_turn: Cell::new(0),
            restore: RefCell::default(),
            exchange: RefCell::default(),
            sync_state: RefCell::default(),
            sync_devices: RefCell::default(),
            sync_bell: Bell::default(),
            sync_reload: Cell::new(false),
            sync_hurry: Cell::new(false),
        })
    }

    /// The storage, once the book is open.
    pub(super) fn storage(&self) -> Result<Rc<Storage<D>>, Failure> {
        self.storage.borrow().clone().ok_or_else(|| match &*self.phase.borrow() {
            Phase::Failed(failure) => failure.clone(),
            _ => Failure::NotReady,
        })
    }

    /// Whether every record is in memory, so that an answer is the whole answer and a write may depend on it.
    pub(super) fn ready(&self) -> Result<(), Failure> {
        match &*self.phase.borrow() {
            Phase::Ready => Ok(()),
            Phase::Failed(failure) => Err(failure.clone()),
            Phase::Opening | Phase::Loading | Phase::Locked => Err(Failure::NotReady),
        }
    }

    /// How the book stands.
    pub fn state(&self) -> BookState {
        let book = self.book.borrow();
        BookState {
            phase: self.phase.borrow().clone(),
            counts: book.counts(),
            writing: self.writing.get(),
            failed_writes: self.failed_writes.get(),
            damaged: u32::try_from(book.damaged.len()).unwrap_or(u32::MAX),
            last_saved: self.last_saved.get(),
            first_member: book.first_member(),
            lock_on: self.lock_on.get(),
            book: self.storage.borrow().as_ref().map(|storage| storage.book()),
            disk_full: self.disk_full.get(),
        }
    }

    /// Every record as it is encoded, by kind and identifier. Tabs that have read the same journal have equal ones.
    pub fn records(&self) -> Vec<(u16, Id, Vec<u8>)> {
        let book = self.book.borrow();
        let of_table = |table: &Table| {
            let views = table
                .slots()
                .filter_map(|slot| Some((table.view(slot)?.id(), table.bytes(slot)?.to_vec())))
                .collect::<Vec<_>>();
            let number = table.number();
            views.into_iter().map(move |(id, bytes)| (number, id, bytes))
        };
        let mut records: Vec<_> = book.tables().flat_map(of_table).collect();
        records.sort_unstable();
        records
    }

    /// Notes how long something took that began when the clock for measuring stood there.
    pub(super) fn note_time(&self, what: Timed, began: f64) {
        self.timings.borrow_mut().note(what, self.environment.measured() - began);
    }

    /// Notes whether the disk had room for what was to be written.
    pub(super) fn note_room<T>(&self, outcome: &Result<T, StorageError>) {
        let is_full = match outcome {
            Ok(_) => false,
            Err(StorageError::Disk(DiskError::Full)) => true,
            // It says nothing about the room.
            Err(_) => return,
        };
        if self.disk_full.replace(is_full) != is_full {
            self.tell_state();
        }
    }

    /// Tells the page how the book stands.
    pub(super) fn tell_state(&self) {
        self.environment.send(Event::State(self.state()));
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        *self.phase.borrow_mut() = phase;
        self.tell_state();
    }

    /// Tells the page that another tab is about to take the disk, so that it saves what is being written.
    pub fn tell_letting_go(&self) {
        self.environment.send(Event::LettingGo);
    }

    /// Another tab has taken the disk: from now on this engine says why it does nothing. Nothing is deleted.
    pub fn has_let_go(&self, why: &DiskError) {
        self.set_phase(Phase::Failed(failure_of_disk(why)));
    }

    /// Tells the page what changed.
    pub(super) fn tell_changed(&self, changed: Changed) {
        if changed.is_empty() {
            return;
        }
        for (kind, ids) in changed.into_kinds() {
            self.note_for_sync(kind, ids.as_deref());
            self.environment.send(Event::Changed { kind, ids });
        }
        self.tell_state();
    }

    /// New identifiers. Random bytes are asked for once, since each asking leaves the program.
    pub(super) fn new_ids(&self, count: usize) -> Result<impl Iterator<Item = Id> + use<D>, Failure> {
        let mut random = vec![0; count * RANDOM_BYTES];
        // The browser gives out at most 65,536 bytes at a time.
        for some in random.chunks_mut(60_000) {
            self.environment.chance().fill(some).map_err(|_| no_chance())?;
        }
        let now = self.environment.now();
        Ok((0..count).filter_map(move |at| {
            let bytes = random.get(at * RANDOM_BYTES..(at + 1) * RANDOM_BYTES)?;
            Some(Id::from_parts(now, bytes.try_into().ok()?))
        }))
    }

    /// Ends a job early.
    pub(super) fn cancel(&self, job: Job) {
        self.cancelled.borrow_mut().insert(job);
    }

    /// Tells how far a job is, lets other messages in, and stops where the user ended it.
    pub(super) async fn go_on(&self, job: Job, done: u64, total: u64) -> Result<(), Stopped> {
        self.environment.send(Event::Progress { job, done, total });
        self.environment.yield_now().await;
        if self.cancelled.borrow_mut().remove(&job) { Err(Stopped::Cancelled) } else { Ok(()) }
    }
}

/// The random part of an identifier.
const RANDOM_BYTES: usize = 10;

/// 64 random bits for this tab. Without chance the clock has to do: two tabs then still differ by when they started.
pub(super) fn new_actor(environment: &dyn Environment) -> Actor {
    let mut bytes = [0; 8];
    match environment.chance().fill(&mut bytes) {
        Ok(()) => Actor(u64::from_be_bytes(bytes)),
        Err(_) => Actor(environment.now()),
    }
}

fn no_chance() -> Failure {
    Failure::StorageUnavailable("no random numbers".to_owned())
}

/// What a person is told when the storage fails.
pub fn failure_of(error: &StorageError) -> Failure {
    match error {
        StorageError::Disk(error) => failure_of_disk(error),
        StorageError::NewerBook { .. } => Failure::NewerRelease,
        StorageError::Locked | StorageError::KeyChanged => Failure::Locked,
        StorageError::Chance(error) => Failure::StorageUnavailable(error.to_string()),
        StorageError::TooLarge(what) => Failure::Bug(format!("{what} is too large")),
        other => Failure::BookDamaged(other.to_string()),
    }
}

/// What a person is told when the disk fails.
pub fn failure_of_disk(error: &DiskError) -> Failure {
    match error {
        DiskError::Full => Failure::DiskFull,
        DiskError::Blocked => Failure::Blocked,
        DiskError::NewerLayout { .. } => Failure::NewerRelease,
        DiskError::Gone => Failure::BookGone,
        DiskError::Unavailable(text) => Failure::StorageUnavailable(text.clone()),
        DiskError::Damaged(text) => Failure::BookDamaged(text.clone()),
        DiskError::Lost | DiskError::Aborted(_) => Failure::StorageLost(error.to_string()),
    }
}
