//! A world for engines without a browser: one disk, several tabs, a clock that is set by hand.

#[path = "../../src/domain/test_cases.rs"]
mod test_cases;

#[allow(unused_imports, reason = "for those who count their cases")]
pub use test_cases::cases;

use burrow::domain::change::Change;
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::operation::Action;
use burrow::domain::record::Kind;
use burrow::domain::value::Value;
use burrow::domain::{customer, member};
use burrow::engine::core::Engine;
use burrow::engine::environment::{ByteSource, Environment, LocalFuture, LockGuard, LockName, TabNews};
use burrow::engine::protocol::{Event, Job, Reply, Request};
use burrow::engine::serve::File;
use burrow::formats::encoding::{DecodeOutcome, Decoder, Encoding};
use burrow::storage::{Chance, ChanceFailed, Disk, DiskError, MemoryDisk};
use burrow::sync::http::{Answering, Http, HttpError, HttpRequest};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Runs a future to its end, and with it all that it spawned through [`World::spawn`]. There is one thread and nothing
/// to wait for outside of it, so everything is polled in turn.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..50_000_000_u64 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future never ends");
}

/// Runs several futures side by side until all have ended.
pub async fn all<T>(futures: Vec<LocalFuture<'_, T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(Some).collect();
    let mut results: Vec<Option<T>> = running.iter().map(|_| None).collect();
    poll_fn(move |context| {
        for (future, result) in running.iter_mut().zip(&mut results) {
            if let Some(waiting) = future
                && let Poll::Ready(value) = waiting.as_mut().poll(context)
            {
                *result = Some(value);
                *future = None;
            }
        }
        if running.iter().all(Option::is_none) {
            Poll::Ready(results.iter_mut().filter_map(Option::take).collect())
        } else {
            Poll::Pending
        }
    })
    .await
}

/// Lets others go first once.
pub async fn yield_once() {
    let mut yielded = false;
    poll_fn(move |_| if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// What all tabs of a world share.
#[derive(Default)]
pub struct Shared {
    /// Milliseconds since 1970.
    pub now: Cell<u64>,
    /// The clock for measuring, and by how much it goes on whenever somebody looks at it.
    pub measured: Cell<f64>,
    pub each_look: Cell<f64>,
    /// Bytes used and allowed, as a browser guesses them.
    pub room: Cell<Option<(u64, u64)>>,
    write: Rc<Cell<bool>>,
    fold: Rc<Cell<bool>>,
    sync: Rc<Cell<bool>>,
    seed: Cell<u64>,
    /// Which device: it makes other identifiers than the others at the same moment.
    device: Cell<u64>,
    tabs: Cell<u32>,
    /// By tab: a hint that it has not looked at yet.
    pub hints: RefCell<Vec<bool>>,
}

struct Held(Rc<Cell<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Shared {
    pub fn new() -> Rc<Shared> {
        let shared = Shared::default();
        shared.now.set(1_750_000_000_000);
        Rc::new(shared)
    }

    /// A world of a device of its own: other chance than every other one's.
    #[allow(dead_code, reason = "for the tests of the exchange, which are another program")]
    pub fn of_device(number: u64) -> Rc<Shared> {
        let shared = Shared::new();
        shared.device.set(number);
        shared.seed.set((number + 1).wrapping_mul(0xd134_2543_de82_ef95));
        shared
    }

    fn flag(&self, name: LockName) -> &Rc<Cell<bool>> {
        match name {
            LockName::Write => &self.write,
            LockName::Fold => &self.fold,
            LockName::Sync => &self.sync,
        }
    }

    fn try_hold(&self, name: LockName) -> Option<LockGuard> {
        let flag = self.flag(name);
        (!flag.replace(true)).then(|| LockGuard(Box::new(Held(flag.clone()))))
    }
}

/// One tab's surroundings.
pub struct TestEnvironment {
    pub shared: Rc<Shared>,
    tab: usize,
    /// What the engine said unasked.
    pub events: RefCell<Vec<Event>>,
    /// How often the engine asked to be woken for a fold.
    pub writes: Cell<u32>,
    /// Jobs to be cancelled when so much progress has been told.
    pub cancel_after: Cell<Option<u32>>,
    progress: Cell<u32>,
    engine_cancel: RefCell<VecDeque<Job>>,
    /// Sends what goes to a server; without it there is no network.
    pub network: RefCell<Option<Rc<dyn Http>>>,
    /// What it told the other tabs about the exchange.
    pub news: RefCell<Vec<TabNews>>,
}

struct NoNetwork;

impl Http for NoNetwork {
    fn send(&self, _: HttpRequest) -> Answering<'_> {
        Box::pin(async { Err(HttpError::Unreachable) })
    }
}

impl TestEnvironment {
    pub fn new(shared: &Rc<Shared>) -> Rc<TestEnvironment> {
        let tab = shared.tabs.get() as usize;
        shared.tabs.set(shared.tabs.get() + 1);
        shared.hints.borrow_mut().push(false);
        Rc::new(TestEnvironment {
            shared: shared.clone(),
            tab,
            events: RefCell::default(),
            writes: Cell::new(0),
            cancel_after: Cell::new(None),
            progress: Cell::new(0),
            engine_cancel: RefCell::default(),
            network: RefCell::default(),
            news: RefCell::default(),
        })
    }

    /// How often progress was told.
    pub fn progress_told(&self) -> u32 {
        self.progress.get()
    }
}

struct SeededChance(Rc<Shared>);

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
        for byte in bytes {
            // SplitMix64.
            let seed = self.0.seed.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.0.seed.set(seed);
            let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed ^ (mixed >> 27)) as u8;
        }
        Ok(())
    }
}

struct TableDecoder(encoding_rs::Decoder);

impl Decoder for TableDecoder {
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome {
        into.reserve(self.0.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let before = into.len();
        let _ = self.0.decode_to_string(bytes, into, last);
        DecodeOutcome { replacements: into[before..].matches(char::REPLACEMENT_CHARACTER).count() as u64 }
    }
}

impl Environment for TestEnvironment {
    fn now(&self) -> u64 {
        self.shared.now.get()
    }

    fn measured(&self) -> f64 {
        self.shared.measured.set(self.shared.measured.get() + self.shared.each_look.get());
        self.shared.measured.get()
    }

    fn room(&self) -> LocalFuture<'_, Option<(u64, u64)>> {
        Box::pin(async { self.shared.room.get() })
    }

    fn chance(&self) -> Rc<dyn Chance> {
        Rc::new(SeededChance(self.shared.clone()))
    }

    fn yield_now(&self) -> LocalFuture<'_, ()> {
        Box::pin(yield_once())
    }

    fn lock(&self, name: LockName) -> LocalFuture<'_, LockGuard> {
        Box::pin(poll_fn(move |_| self.shared.try_hold(name).map_or(Poll::Pending, Poll::Ready)))
    }

    fn try_lock(&self, name: LockName) -> LocalFuture<'_, Option<LockGuard>> {
        Box::pin(async move { self.shared.try_hold(name) })
    }

    fn send(&self, event: Event) {
        if let Event::Progress { job, .. } = &event {
            self.progress.set(self.progress.get() + 1);
            if self.cancel_after.get() == Some(self.progress.get()) {
                self.engine_cancel.borrow_mut().push_back(*job);
            }
        }
        self.events.borrow_mut().push(event);
    }

    fn hint(&self) {
        let mut hints = self.shared.hints.borrow_mut();
        hints.iter_mut().enumerate().filter(|(tab, _)| *tab != self.tab).for_each(|(_, hint)| *hint = true);
    }

    fn fold_later(&self) {
        self.writes.set(self.writes.get() + 1);
    }

    fn is_last_write(&self, write: u32) -> bool {
        self.writes.get() == write
    }

    fn http(&self) -> Rc<dyn Http> {
        self.network.borrow().clone().unwrap_or_else(|| Rc::new(NoNetwork))
    }

    fn sleep(&self, _: u32) -> LocalFuture<'_, ()> {
        Box::pin(yield_once())
    }

    fn is_secure(&self) -> bool {
        true
    }

    fn tell_tabs(&self, news: TabNews) {
        self.news.borrow_mut().push(news);
    }

    fn decoder(&self, encoding: Encoding) -> Option<Box<dyn Decoder>> {
        let found = encoding_rs::Encoding::for_label(encoding.label().as_bytes())?;
        Some(Box::new(TableDecoder(found.new_decoder_without_bom_handling())))
    }
}

/// A file of bytes.
pub struct Bytes {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Reading fails from this byte on, as when the file was changed meanwhile.
    pub fails_at: Option<u64>,
}

impl ByteSource for Bytes {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&self, start: u64, end: u64) -> LocalFuture<'_, Result<Vec<u8>, String>> {
        let fails = self.fails_at.is_some_and(|at| end > at);
        Box::pin(async move {
            if fails {
                return Err("the file has changed".to_owned());
            }
            Ok(self.bytes[start as usize..end as usize].to_vec())
        })
    }
}

/// A file for an import.
pub fn file(bytes: impl Into<Vec<u8>>) -> File {
    Rc::new(Bytes { name: "people.csv", bytes: bytes.into(), fails_at: None })
}

/// One tab: its engine and its surroundings.
pub struct Tab<D: Disk + Clone + 'static = MemoryDisk> {
    pub engine: Rc<Engine<D>>,
    pub world: Rc<TestEnvironment>,
    names: Cell<u64>,
}

impl<D: Disk + Clone + 'static> Tab<D> {
    /// Opens the book on a disk.
    pub fn open(shared: &Rc<Shared>, disk: &D) -> Tab<D> {
        let world = TestEnvironment::new(shared);
        let disk = disk.clone();
        let open_disk = Box::new(move || {
            let disk = disk.clone();
            Box::pin(async move { Ok::<D, DiskError>(disk) }) as LocalFuture<'static, _>
        });
        let engine = Engine::new(world.clone(), open_disk);
        block_on(engine.open());
        Tab { engine, world, names: Cell::new(0) }
    }

    /// Asks and waits for the answer; a second passes.
    pub fn ask(&self, request: Request) -> Reply {
        self.ask_with(request, None)
    }

    pub fn ask_with(&self, request: Request, file: Option<File>) -> Reply {
        block_on(self.asking(request, file))
    }

    /// The answer, to be awaited; jobs are cancelled in between as [`TestEnvironment::cancel_after`] says.
    pub async fn asking(&self, request: Request, file: Option<File>) -> Reply {
        self.world.shared.now.set(self.world.shared.now.get() + 1_000);
        let mut answer: LocalFuture<'_, Reply> = Box::pin(self.engine.clone().serve(request, file));
        poll_fn(move |context| {
            let polled = answer.as_mut().poll(context);
            if polled.is_pending()
                && let Some(job) = self.world.engine_cancel.borrow_mut().pop_front()
            {
                let mut cancelling: LocalFuture<'_, Reply> =
                    Box::pin(self.engine.clone().serve(Request::Cancel(job), None));
                assert_eq!(cancelling.as_mut().poll(context), Poll::Ready(Reply::Done));
            }
            polled
        })
        .await
    }

    /// A new identifier, different in each tab.
    pub fn new_id(&self) -> Id {
        self.names.set(self.names.get() + 1);
        let mut random = [0; 10];
        (random[0], random[1]) = (self.world.tab as u8, self.world.shared.device.get() as u8);
        random[2..].copy_from_slice(&self.names.get().to_be_bytes());
        Id::from_parts(self.world.shared.now.get(), random)
    }

    pub fn new_operation(&self) -> OperationId {
        OperationId(self.new_id())
    }

    /// Commits as nobody in particular.
    pub fn commit(&self, action: Action, changes: Vec<Change>) -> (OperationId, Reply) {
        self.commit_as(MemberId::default(), action, changes)
    }

    pub fn commit_as(&self, member: MemberId, action: Action, changes: Vec<Change>) -> (OperationId, Reply) {
        let operation = self.new_operation();
        (operation, self.ask(Request::Commit { operation, member, action, changes }))
    }

    /// Makes a record; it must be taken.
    pub fn create(&self, kind: Kind, fields: Vec<(u16, Value)>) -> (Id, OperationId) {
        let id = self.new_id();
        let (operation, reply) = self.commit(Action::Create, vec![Change::edit(kind, id, fields)]);
        assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
        (id, operation)
    }

    /// Edits a customer; it must be taken.
    pub fn edit(&self, id: Id, field: u16, value: Value) -> OperationId {
        let (operation, reply) =
            self.commit(Action::Edit, vec![Change::edit(Kind::Customer, id, vec![(field, value)])]);
        assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
        operation
    }

    /// Takes an action back; tells the opposite action, the records that it changed and the values that were kept.
    pub fn undo(&self, of: OperationId) -> (OperationId, u32, u32) {
        let operation = self.new_operation();
        match self.ask(Request::Undo { operation, member: MemberId::default(), of }) {
            Reply::Undone { committed, kept } => (operation, committed.records, kept),
            other => panic!("{other:?}"),
        }
    }

    /// A value of a record; empty when it is not there.
    pub fn value(&self, kind: Kind, id: Id, field: u16) -> Value {
        match self.ask(Request::Record(kind, id)) {
            Reply::Record(Some(record)) => record
                .fields
                .into_iter()
                .find(|(number, _)| *number == field)
                .map(|(_, cell)| cell.value)
                .unwrap_or_default(),
            _ => Value::Empty,
        }
    }

    pub fn is_deleted(&self, id: Id) -> Option<bool> {
        match self.ask(Request::Record(Kind::Customer, id)) {
            Reply::Record(record) => record.map(|record| record.deleted),
            other => panic!("{other:?}"),
        }
    }

    /// All records as bytes, by kind and identifier.
    pub fn digest(&self) -> Vec<(u16, Id, Vec<u8>)> {
        self.engine.records()
    }

    /// Live customers.
    pub fn customers(&self) -> u64 {
        self.engine.state().count(Kind::Customer)
    }
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The fields of a person.
pub fn person(first: &str, last: &str) -> Vec<(u16, Value)> {
    vec![(customer::FIRST_NAME, text(first)), (customer::LAST_NAME, text(last))]
}

pub fn member_fields(name: &str) -> Vec<(u16, Value)> {
    vec![(member::NAME, text(name))]
}
