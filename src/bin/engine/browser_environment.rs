//! The world around the engine, made of the browser.

use crate::courier_port::CourierPort;
use burrow::domain::book_place::{BookPlace, OfBook};
use burrow::engine::core::Engine;
use burrow::engine::environment::{ByteSource, Environment, LocalFuture, LockGuard, LockName, TabNews};
use burrow::engine::protocol::{self, Event, Failure, Reply, Request};
use burrow::engine::serve::File;
use burrow::formats::encoding::{DecodeOutcome, Decoder, Encoding};
use burrow::platform::broadcast::Broadcast;
use burrow::platform::files::{FileSource, LabelDecoder};
use burrow::platform::http::is_over_https;
use burrow::platform::worker::{EventSender, Responder, WorkerServer, report_failure, start_script_text, worker_name};
use burrow::platform::{clock, databases, locks, panic_hook, random, storage_estimate};
use burrow::storage::indexed_db::{IndexedDb, OnTaken};
use burrow::storage::{Chance, ChanceFailed, DiskError};
use burrow::sync::http::Http;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;

/// How long the engine waits after the last write before it folds, in milliseconds.
const QUIET_BEFORE_FOLD: u32 = 4_000;
/// How long the page may take to send what is being written in a field when another tab wants the disk, in milliseconds.
const TIME_FOR_THE_PAGE: u32 = 250;
/// How long what is on its way to the disk may then take, in milliseconds; the other tab waits three seconds before it says
/// that it is kept waiting.
const LONGEST_LETTING_GO: u64 = 2_000;
/// After how long the page is told that something waits for another tab, in milliseconds.
const LONG_WAIT: u32 = 5_000;

type BrowserEngine = Engine<IndexedDb>;

/// Starts to answer the page, then opens the book.
pub fn start() {
    panic_hook::install_panic_hook(report_failure);
    let build = start_script_text("burrowBuild").unwrap_or_default();
    let page = match EventSender::to_page() {
        Ok(page) => page,
        Err(error) => return report_failure(&error.to_string()),
    };
    // By its name, which the page gives it and no cache or host can change.
    let Some((place, may_be_made)) = BookPlace::of_worker(&worker_name()) else {
        return report_failure("this worker was not told which book to open");
    };
    let courier = Rc::new(CourierPort::new(page.clone(), &build));
    let environment = Rc::new(BrowserEnvironment {
        place,
        page,
        courier: courier.clone(),
        tabs: RefCell::new(None),
        engine: OnceCell::new(),
        writes: Cell::new(0),
    });
    let watching = environment.clone();
    let open_disk = Box::new(move || {
        let watching = watching.clone();
        let on_taken: OnTaken = Rc::new(move |why| Box::pin(let_go(watching.engine.get().cloned(), why)));
        Box::pin(async move {
            let name = place.name_for(OfBook::Book);
            // A book that is gone must not stand there empty, as if that were all that it ever held.
            if !may_be_made && databases::exists(&name).await == Ok(false) {
                return Err(DiskError::Gone);
            }
            IndexedDb::open_watched(&name, on_taken).await
        }) as LocalFuture<'static, _>
    });
    let engine = Engine::new(environment.clone(), open_disk);
    if environment.engine.set(Rc::downgrade(&engine)).is_err() {
        return report_failure("the engine was started twice");
    }
    let answering = engine.clone();
    let own = build.clone();
    let server = WorkerServer::start(&build, move |_, bytes, payload, responder| {
        let served_by = Serving { engine: answering.clone(), courier: courier.clone(), build: own.clone() };
        spawn_local(answer(served_by, bytes, payload, responder));
    });
    if let Err(error) = server {
        return report_failure(&error.to_string());
    }
    // A browser without the channel still works: tabs read the journal when they are looked at.
    let listening = Rc::downgrade(&engine);
    let tabs = Broadcast::open(&place.name_for(OfBook::News), move |message| {
        let Some(engine) = listening.upgrade() else { return };
        // Without a word it says that there is something new in the journal.
        if message.is_empty() {
            spawn_local(async move { drop(engine.serve(Request::CatchUp, None).await) });
        } else if let Ok(news) = protocol::decode::<TabNews>(&message) {
            engine.heard(news);
        }
    });
    *environment.tabs.borrow_mut() = tabs.ok();
    spawn_local(engine.clone().sync_forever());
    spawn_local(async move { engine.open().await });
}

/// What a request of the page may need.
struct Serving {
    engine: Rc<BrowserEngine>,
    courier: Rc<CourierPort>,
    build: String,
}

async fn answer(serving: Serving, bytes: Vec<u8>, payload: Option<wasm_bindgen::JsValue>, responder: Responder) {
    let Serving { engine, courier, build } = serving;
    let reply = match protocol::decode::<Request>(&bytes) {
        Ok(Request::ServeAnalyst) => {
            serve_port(&engine, &build, payload, |request| matches!(request, Request::Features(_)))
        }
        Ok(Request::ServeConverter) => serve_port(&engine, &build, payload, is_of_the_converter),
        Ok(Request::UseCourier) => courier.take(payload).await,
        Ok(request) => {
            let file = payload
                .and_then(|value| FileSource::from_value(value).ok())
                .map(|file| Rc::new(BrowserFile(file)) as File);
            engine.serve(request, file).await
        }
        Err(error) => Reply::Failed(Failure::Bug(error.to_string())),
    };
    match protocol::encode(&reply) {
        Ok(bytes) => responder.reply(bytes),
        // Dropping the responder tells the page that there is no answer.
        Err(error) => report_failure(&error.to_string()),
    }
}

/// Another tab wants the disk for itself: the page saves the field that is being written, what is on its way to the disk
/// arrives, and then this tab says why it stands still.
async fn let_go(engine: Option<Weak<BrowserEngine>>, why: DiskError) {
    let Some(engine) = engine.and_then(|engine| engine.upgrade()) else { return };
    engine.tell_letting_go();
    let began = clock::now_ms();
    clock::sleep(TIME_FOR_THE_PAGE).await;
    while engine.state().writing > 0 && clock::now_ms().saturating_sub(began) < LONGEST_LETTING_GO {
        clock::sleep(TIME_FOR_THE_PAGE / 10).await;
    }
    engine.has_let_go(&why);
}

/// What the converter may ask: to read the whole book, and to write a backup into it.
fn is_of_the_converter(request: &Request) -> bool {
    matches!(
        request,
        Request::BackupBegin
            | Request::BackupPart
            | Request::RestoreBegin
            | Request::RestorePart(_)
            | Request::RestoreEnd { .. }
            | Request::Export { .. }
    )
}

/// Answers another worker on a port of its own. It may ask what is `allowed` and nothing else.
fn serve_port(
    engine: &Rc<BrowserEngine>,
    build: &str,
    payload: Option<wasm_bindgen::JsValue>,
    allowed: fn(&Request) -> bool,
) -> Reply {
    let Some(port) = payload.and_then(|payload| payload.dyn_into::<MessagePort>().ok()) else {
        return Reply::Failed(Failure::Bug("no port came with the request".to_owned()));
    };
    let engine = engine.clone();
    let served = WorkerServer::serve_port(port, build, move |_, bytes, _, responder| {
        let engine = engine.clone();
        spawn_local(async move {
            let reply = match protocol::decode::<Request>(&bytes) {
                Ok(request) if allowed(&request) => engine.serve(request, None).await,
                Ok(_) => Reply::Failed(Failure::Bug("this worker may not ask that".to_owned())),
                Err(error) => Reply::Failed(Failure::Bug(error.to_string())),
            };
            // Dropping the responder tells that there is no answer.
            if let Ok(bytes) = protocol::encode(&reply) {
                responder.reply(bytes);
            }
        });
    });
    match served {
        Ok(_) => Reply::Done,
        Err(error) => Reply::Failed(Failure::Bug(error.to_string())),
    }
}

struct BrowserEnvironment {
    place: BookPlace,
    page: EventSender,
    courier: Rc<CourierPort>,
    tabs: RefCell<Option<Broadcast>>,
    engine: OnceCell<Weak<BrowserEngine>>,
    writes: Cell<u32>,
}

impl BrowserEnvironment {
    /// Tells the page when the lock has not come for a while: the browser may have frozen the tab that holds it, and only
    /// a person can wake that one. Dropping the result says that the waiting is over.
    fn tell_when_waiting(&self) -> impl Drop + use<> {
        struct Waiting {
            page: EventSender,
            told: Rc<Cell<bool>>,
            _timer: Timeout,
        }
        impl Drop for Waiting {
            fn drop(&mut self) {
                if self.told.get() {
                    tell(&self.page, &Event::WaitsForAnotherTab(false));
                }
            }
        }
        let (page, told) = (self.page.clone(), Rc::new(Cell::new(false)));
        let (late_page, late_told) = (page.clone(), told.clone());
        let timer = Timeout::new(LONG_WAIT, move || {
            late_told.set(true);
            tell(&late_page, &Event::WaitsForAnotherTab(true));
        });
        Waiting { page, told, _timer: timer }
    }
}

fn tell(page: &EventSender, event: &Event) {
    if let Ok(bytes) = protocol::encode(event) {
        page.send(bytes);
    }
}

impl Environment for BrowserEnvironment {
    fn now(&self) -> u64 {
        clock::now_ms()
    }

    fn measured(&self) -> f64 {
        clock::monotonic_ms()
    }

    fn room(&self) -> LocalFuture<'_, Option<(u64, u64)>> {
        Box::pin(async { storage_estimate::estimate().await.map(|estimate| (estimate.usage, estimate.quota)) })
    }

    fn chance(&self) -> Rc<dyn Chance> {
        Rc::new(BrowserChance)
    }

    fn yield_now(&self) -> LocalFuture<'_, ()> {
        Box::pin(clock::yield_now())
    }

    fn lock(&self, name: LockName) -> LocalFuture<'_, LockGuard> {
        // Without Web Locks there is nobody to wait for that could be known; joining by stamps keeps the records right.
        Box::pin(async move {
            let _told = self.tell_when_waiting();
            LockGuard(Box::new(locks::hold_until_dropped(&self.place.name_for(name.of_book())).await.ok()))
        })
    }

    fn try_lock(&self, name: LockName) -> LocalFuture<'_, Option<LockGuard>> {
        Box::pin(async move {
            match locks::try_lock(&self.place.name_for(name.of_book())).await {
                Ok(guard) => guard.map(|guard| LockGuard(Box::new(guard))),
                Err(_) => Some(LockGuard(Box::new(()))),
            }
        })
    }

    fn send(&self, event: Event) {
        tell(&self.page, &event);
    }

    fn hint(&self) {
        if let Some(tabs) = &*self.tabs.borrow() {
            // A hint that is lost costs nothing: the journal is read again when the tab is looked at.
            let _ = tabs.send(&[]);
        }
    }

    fn tell_tabs(&self, news: TabNews) {
        if let (Some(tabs), Ok(bytes)) = (&*self.tabs.borrow(), protocol::encode(&news)) {
            // Told again as soon as it is different.
            let _ = tabs.send(&bytes);
        }
    }

    fn fold_later(&self) {
        let this_write = self.writes.get().wrapping_add(1);
        self.writes.set(this_write);
        let Some(engine) = self.engine.get().cloned() else { return };
        spawn_local(async move {
            clock::sleep(QUIET_BEFORE_FOLD).await;
            if let Some(engine) = engine.upgrade() {
                engine.fold_if_quiet(this_write).await;
            }
        });
    }

    fn is_last_write(&self, write: u32) -> bool {
        self.writes.get() == write
    }

    fn http(&self) -> Rc<dyn Http> {
        self.courier.clone()
    }

    fn sleep(&self, milliseconds: u32) -> LocalFuture<'_, ()> {
        Box::pin(clock::sleep(milliseconds))
    }

    fn is_secure(&self) -> bool {
        is_over_https()
    }

    fn decoder(&self, encoding: Encoding) -> Option<Box<dyn Decoder>> {
        let decoder = LabelDecoder::new(encoding.label()).ok()?;
        Some(Box::new(BrowserDecoder(decoder)))
    }
}

struct BrowserChance;

impl Chance for BrowserChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
        random::fill(bytes).map_err(|_| ChanceFailed)
    }
}

struct BrowserFile(FileSource);

impl ByteSource for BrowserFile {
    fn name(&self) -> String {
        self.0.name().to_owned()
    }

    fn size(&self) -> u64 {
        self.0.size()
    }

    fn read(&self, start: u64, end: u64) -> LocalFuture<'_, Result<Vec<u8>, String>> {
        Box::pin(async move { self.0.read(start, end).await.map_err(|error| error.to_string()) })
    }
}

/// The browser's decoder, with what it replaced counted: it says so only by the character that it puts there.
struct BrowserDecoder(LabelDecoder);

impl Decoder for BrowserDecoder {
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome {
        let mut text = self.0.decode(bytes).unwrap_or_default();
        if last {
            text.push_str(&self.0.finish().unwrap_or_default());
        }
        into.push_str(&text);
        DecodeOutcome { replacements: text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() as u64 }
    }
}
