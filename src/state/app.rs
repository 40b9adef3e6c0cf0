//! The root of what the screen knows.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backups::Backups;
use super::books::Books;
use super::engine::{Connection, Engine};
use super::live::Changes;
use super::lock::Lock;
use super::notices::{Notice, NoticeTone, Notices};
use super::protocol::{BookState, Event, Phase, Reply, Request};
use super::room::Room;
use super::schedule::Schedule;
use super::settings::Settings;
use super::sync::OtherDevices;
use super::undo::UndoStack;
use crate::domain::id::MemberId;
use crate::domain::record::Kind;
use crate::domain::value::Day;
use crate::messages::releases;
use crate::platform::{clock, page};

/// How often [`AppState::now`] is brought up to date, in milliseconds.
const CLOCK_STEP_MS: u32 = 15_000;
/// What the notice is about that something waits for another tab.
const ANOTHER_TAB: &str = "another tab";

/// All of it; made once, lives as long as the page, `Copy`.
#[derive(Clone, Copy)]
pub struct AppState {
    /// The worker that holds the book.
    pub engine: Engine,
    /// What this browser remembers of its user's wishes.
    pub settings: Settings,
    /// What is said in the corner.
    pub notices: Notices,
    /// How the book stands, as the engine last said.
    pub book: RwSignal<BookState>,
    /// Whether the book can be used; changes less often than `book`.
    pub phase: Memo<Phase>,
    /// How the worker stands.
    pub connection: RwSignal<Connection>,
    /// Which kinds of record have changed.
    pub changes: Changes,
    /// What can be taken back.
    pub undo: UndoStack,
    /// The books of this browser.
    pub books: Books,
    /// When the last backup was made here.
    pub backups: Backups,
    /// The backups that are made by themselves.
    pub schedule: Schedule,
    /// How much room the browser gives.
    pub room: Room,
    /// When and how this page is locked.
    pub lock: Lock,
    /// How the exchange with other devices stands.
    pub devices: OtherDevices,
    /// The time, in milliseconds since 1970, brought up to date a few times a minute: for words such as "in 38 minutes".
    pub now: RwSignal<u64>,
    /// The name that the first member is given, as typed on the first run; may be empty.
    pub first_name: RwSignal<String>,
    /// The member that the first action of an empty book makes together with its own changes.
    pub(super) new_member: StoredValue<Option<MemberId>>,
}

/// The state of the application. Call it at the top of a component, not in event handlers or after an `await`, where
/// there is no context; the handle may be used there.
pub fn use_app() -> AppState {
    expect_context::<AppState>()
}

impl AppState {
    /// Makes the state, starts the engine and provides the state to all that is below the current owner, which must be
    /// the root's.
    pub fn start() -> AppState {
        let book = RwSignal::new(BookState::default());
        let connection = RwSignal::new(Connection::default());
        let app = AppState {
            engine: Engine::new(connection),
            settings: Settings::read(),
            notices: Notices::new(),
            book,
            phase: Memo::new(move |_| book.with(|book| book.phase.clone())),
            connection,
            changes: Changes::new(),
            undo: UndoStack::new(),
            books: Books::read(),
            backups: Backups::read(),
            schedule: Schedule::read(),
            room: Room::new(),
            lock: Lock::read(),
            devices: OtherDevices::new(),
            now: RwSignal::new(clock::now_ms()),
            first_name: RwSignal::new(String::new()),
            new_member: StoredValue::new(None),
        };
        provide_context(app);
        app.settings.apply();
        app.engine.start(move |event| app.hear(event));
        app.ask_how_it_stands(Request::State);
        app.room.refresh();
        app.room.follow(app);
        app.schedule.start(app);
        app.follow_the_clock();
        app.lock.start(app);
        app.books.start(app);
        app.devices.start(app);
        app.forget_a_member_who_is_gone();
        app
    }

    fn follow_the_clock(self) {
        spawn_local(async move {
            loop {
                clock::sleep(CLOCK_STEP_MS).await;
                self.now.set(clock::now_ms());
                self.room.look_again(self);
                self.schedule.look(self);
            }
        });
    }

    /// The calendar day on this device; none where its clock stands outside the years 1 to 9999. Reactive: in a memo it
    /// changes at midnight alone.
    pub fn today(self) -> Option<Day> {
        let (year, month, day) = clock::local_date_of(self.now.get() as f64);
        Day::new(Some(i16::try_from(year).ok()?), month, day)
    }

    /// Starts the worker again after it was lost. What the screen holds unsaved stays.
    pub fn restart_engine(self) {
        self.book.set(BookState::default());
        self.engine.restart();
        self.ask_how_it_stands(Request::State);
    }

    /// Reads everything from the disk again.
    pub fn reopen(self) {
        self.ask_how_it_stands(Request::Reopen);
    }

    /// Reads what other tabs wrote meanwhile.
    pub fn catch_up(self) {
        if self.connection.with_untracked(|connection| *connection == Connection::Open) {
            let answer = self.engine.ask(Request::CatchUp);
            spawn_local(async move {
                // What was found comes as events; a failure shows in the book's state.
                answer.await;
            });
        }
    }

    fn ask_how_it_stands(self, request: Request) {
        let answer = self.engine.ask(request);
        spawn_local(async move {
            match answer.await {
                Reply::State(state) => self.book.set(state),
                Reply::Failed(failure) => self.book.update(|book| book.phase = Phase::Failed(failure)),
                _ => {}
            }
        });
    }

    fn hear(self, event: Event) {
        match event {
            Event::Changed { kind, ids } => self.changes.note(kind, ids),
            Event::State(state) => self.book.set(state),
            // The engine's client keeps the progress of jobs itself.
            Event::Progress { .. } => {}
            Event::Sync(state) => self.devices.hear(self, state),
            Event::CourierWanted { origin } => self.devices.courier.start(self, origin),
            Event::LettingGo => page::leave_the_field(),
            Event::WaitsForAnotherTab(true) => {
                let notice = Notice::plain(NoticeTone::Warning, releases::WAITS_FOR_ANOTHER_TAB);
                self.notices.push(notice.sticky().about(ANOTHER_TAB));
            }
            Event::WaitsForAnotherTab(false) => self.notices.dismiss_topic(ANOTHER_TAB),
        }
    }

    /// The member that this browser remembers may be of a book that was cleared, or may have been deleted.
    fn forget_a_member_who_is_gone(self) {
        Effect::new(move || {
            if self.phase.get() != Phase::Ready {
                return;
            }
            let Some(member) = self.settings.member.get() else { return };
            let answer = self.engine.record(Kind::Member, member.0);
            spawn_local(async move {
                let gone = match answer.await {
                    Ok(Some(record)) => record.deleted,
                    Ok(None) => true,
                    Err(_) => false,
                };
                if gone && self.settings.member.get_untracked() == Some(member) {
                    self.settings.set_member(None);
                }
            });
        });
    }
}
