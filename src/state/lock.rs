//! When the page is locked, and how: the book leaves the screen and the memory of every tab.
//!
//! Locking waits, for a few seconds at most, until what is on its way to the disk has arrived; then it ends the workers,
//! takes everything off the page and loads it anew, which drops all that the page had in memory. The address stays, so that
//! whoever unlocks is where they were. Tabs tell each other through a channel; a tab that was frozen finds a mark when it
//! wakes.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::place::{keep, kept, name_here};
use super::protocol::{Failure, Phase, Reply, Request};
use crate::domain::book_place::OfBook;
use crate::platform::broadcast::Broadcast;
use crate::platform::{clock, page};

/// To the other tabs: lock now.
const LOCK_NOW: &[u8] = b"lock";
/// To the other tabs: the lock was turned on or off, or has another passphrase.
const LOOK_AGAIN: &[u8] = b"look";

/// How long locking waits for what is on its way to the disk, in milliseconds.
const LONGEST_WAIT_MS: u64 = 5_000;
/// How often it looks, in milliseconds.
const LOOK_MS: u32 = 20;
/// How often idleness is looked for, in milliseconds.
const IDLE_STEP_MS: u32 = 5_000;
/// How often one tab tells the others that it is in use, in milliseconds.
const ACTIVE_STEP_MS: u64 = 5_000;
/// What a person does who is there.
const SIGNS_OF_LIFE: [&str; 5] = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/// After how long without a sign of life the book is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockAfter {
    /// After so many minutes.
    Minutes(u32),
    /// Only when somebody locks it.
    Never,
}

impl LockAfter {
    /// What is offered.
    pub const ALL: [LockAfter; 6] = [
        LockAfter::Minutes(1),
        LockAfter::Minutes(5),
        LockAfter::Minutes(15),
        LockAfter::Minutes(30),
        LockAfter::Minutes(60),
        LockAfter::Never,
    ];
    /// What holds until somebody chooses.
    pub const USUAL: LockAfter = LockAfter::Minutes(15);

    /// The stable name.
    pub fn name(self) -> String {
        match self {
            LockAfter::Minutes(minutes) => minutes.to_string(),
            LockAfter::Never => "never".to_owned(),
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<LockAfter> {
        LockAfter::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The lock of this page.
#[derive(Clone, Copy)]
pub struct Lock {
    /// After how long it locks by itself.
    pub after: RwSignal<LockAfter>,
    /// The page is being locked: everything is to be taken off it.
    pub closing: RwSignal<bool>,
    /// Something could not be saved when the page was locked; told once, on the lock screen.
    pub unsaved: RwSignal<bool>,
    /// The book was locked when this browser last saw it, so that nothing but the lock screen is shown until it is known.
    expected: RwSignal<bool>,
    begun: StoredValue<bool>,
    opened_at: StoredValue<u64>,
    active_at: StoredValue<u64>,
    told_at: StoredValue<u64>,
    channel: StoredValue<Option<Broadcast>, LocalStorage>,
}

impl Lock {
    /// What this browser remembers.
    pub(super) fn read() -> Lock {
        let after = kept(OfBook::LockAfter).and_then(|name| LockAfter::from_name(&name));
        let unsaved = kept(OfBook::Unsaved).is_some();
        keep(OfBook::Unsaved, None);
        Lock {
            after: RwSignal::new(after.unwrap_or(LockAfter::USUAL)),
            closing: RwSignal::new(false),
            unsaved: RwSignal::new(unsaved),
            expected: RwSignal::new(kept(OfBook::LockExpected).is_some()),
            begun: StoredValue::new(false),
            opened_at: StoredValue::new(clock::now_ms()),
            active_at: StoredValue::new(clock::now_ms()),
            told_at: StoredValue::new(0),
            channel: StoredValue::new_local(None),
        }
    }

    /// Chooses after how long it locks by itself.
    pub fn set_after(self, after: LockAfter) {
        self.after.set(after);
        keep(OfBook::LockAfter, Some(&after.name()));
    }

    /// Whether the lock screen stands in the place of everything. Reactive.
    pub fn hides_the_book(self, app: AppState) -> bool {
        match app.phase.get() {
            _ if self.closing.get() => true,
            Phase::Locked => true,
            Phase::Opening => self.expected.get(),
            Phase::Loading | Phase::Ready | Phase::Failed(_) => false,
        }
    }

    /// Listens to the other tabs and to the clock.
    pub(super) fn start(self, app: AppState) {
        // A browser without the channel still locks other tabs, when they are looked at.
        let channel = Broadcast::open(&name_here(OfBook::LockNews), move |message| match message.as_slice() {
            LOCK_NOW => lock_this_tab(app),
            LOOK_AGAIN => look_again(app),
            _ => {}
        });
        self.channel.set_value(channel.ok());
        for sign in SIGNS_OF_LIFE {
            window_event_listener_untyped(sign, move |_| self.note_life());
        }
        // A page that comes back from the browser's store of left pages has not heard anything meanwhile.
        window_event_listener_untyped("pageshow", move |_| self.lock_if_marked(app));
        if let Some(subscription) = page::on_visible(move || self.lock_if_marked(app)) {
            subscription.forget();
        }
        spawn_local(async move {
            loop {
                clock::sleep(IDLE_STEP_MS).await;
                self.lock_if_idle(app);
            }
        });
        self.follow_the_book(app);
    }

    /// Remembers whether the book is locked, for the next start; an unlocked tab begins to count.
    fn follow_the_book(self, app: AppState) {
        Effect::new(move |before: Option<bool>| {
            let is_open = app.phase.get() == Phase::Ready;
            if is_open || app.phase.get() == Phase::Locked {
                let on = app.book.with(|book| book.lock_on);
                keep(OfBook::LockExpected, on.then_some("on"));
                self.expected.set(on);
            }
            if is_open && before == Some(false) {
                self.opened_now();
            }
            is_open
        });
        Effect::new(move || {
            // What was read while another tab turned the lock on cannot be opened.
            if app.phase.get() == Phase::Failed(Failure::Locked) {
                lock_this_tab(app);
            }
        });
        Effect::new(move || {
            if let Some(changed) = app.engine.key_changed().get() {
                if changed.lost_something {
                    self.unsaved.set(true);
                }
                lock_this_tab(app);
            }
        });
    }

    fn opened_now(self) {
        let now = clock::now_ms();
        self.opened_at.set_value(now);
        self.active_at.set_value(now);
    }

    fn note_life(self) {
        let now = clock::now_ms();
        self.active_at.set_value(now);
        if now.saturating_sub(self.told_at.get_value()) >= ACTIVE_STEP_MS && self.expected.get_untracked() {
            self.told_at.set_value(now);
            keep(OfBook::ActiveAt, Some(&now.to_string()));
        }
    }

    fn lock_if_idle(self, app: AppState) {
        let LockAfter::Minutes(minutes) = self.after.get_untracked() else { return };
        if !is_open_and_locks(app) {
            return;
        }
        let elsewhere = kept(OfBook::ActiveAt).and_then(|at| at.parse().ok()).unwrap_or(0);
        // Long work is a sign of life, too.
        let active = self.active_at.get_value().max(elsewhere).max(app.engine.last_progress());
        if clock::now_ms().saturating_sub(active) >= u64::from(minutes) * 60_000 {
            lock_all_tabs(app);
        }
    }

    fn lock_if_marked(self, app: AppState) {
        let marked = kept(OfBook::LockedAt).and_then(|at| at.parse::<u64>().ok()).unwrap_or(0);
        if marked > self.opened_at.get_value() && is_open_and_locks(app) {
            lock_this_tab(app);
        } else {
            self.lock_if_idle(app);
        }
    }

    fn tell(self, message: &[u8]) {
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                // A tab that does not hear it finds the mark.
                let _ = channel.send(message);
            }
        });
    }
}

fn is_open_and_locks(app: AppState) -> bool {
    app.book.with_untracked(|book| book.lock_on && book.phase != Phase::Locked)
}

/// Locks the book in every tab, if it has a lock.
pub fn lock_all_tabs(app: AppState) {
    if !is_open_and_locks(app) {
        return;
    }
    keep(OfBook::LockedAt, Some(&clock::now_ms().to_string()));
    app.lock.tell(LOCK_NOW);
    lock_this_tab(app);
}

/// Says that this tab has turned the lock on: the others are locked, since they have the old key.
pub fn lock_other_tabs(app: AppState) {
    keep(OfBook::LockedAt, Some(&clock::now_ms().to_string()));
    app.lock.tell(LOCK_NOW);
    app.lock.opened_now();
}

/// Says that this tab has changed something about the lock.
pub fn tell_lock_changed(app: AppState) {
    app.lock.tell(LOOK_AGAIN);
}

fn look_again(app: AppState) {
    spawn_local(async move {
        // The engine tells what it found as the book's state.
        let _ = super::secrets::lock_figures(app).await;
    });
}

fn lock_this_tab(app: AppState) {
    let lock = app.lock;
    // A locked tab has nothing to hide, and must not lose a half-typed passphrase.
    if lock.begun.get_value() || app.book.with_untracked(|book| book.phase == Phase::Locked) {
        return;
    }
    lock.begun.set_value(true);
    // Hidden at once, by the style sheet; what is being written in a field is saved by leaving it.
    page::set_root_attribute("data-closing", Some("true"));
    page::leave_the_field();
    spawn_local(async move {
        let all_saved = arrive(app).await;
        if !all_saved || lock.unsaved.get_untracked() {
            keep(OfBook::Unsaved, Some("true"));
        }
        app.engine.end();
        lock.closing.set(true);
        page::set_title(crate::messages::shell::BRAND.text(app.settings.language.get_untracked()));
        clock::next_frame().await;
        page::reload();
    });
}

/// Waits until everything that was asked of the engine is answered and written; whether it was, and well.
async fn arrive(app: AppState) -> bool {
    app.engine.begin_to_watch();
    let began = clock::now_ms();
    // What leaving a field sets off comes a moment later.
    clock::sleep(2 * LOOK_MS).await;
    loop {
        let writing = app.book.with_untracked(|book| book.writing > 0);
        if !writing && app.engine.waiting() == 0 {
            let failed = app.book.with_untracked(|book| book.failed_writes > 0);
            return !failed && !app.engine.has_failed() && !page::has_unfinished_fields();
        }
        if clock::now_ms().saturating_sub(began) > LONGEST_WAIT_MS {
            return false;
        }
        clock::sleep(LOOK_MS).await;
    }
}

/// Whether an answer says that something was not done.
pub(super) fn is_a_failure(request: &Request, reply: &Reply) -> bool {
    matches!(reply, Reply::Failed(_) | Reply::Refused(_)) && !matches!(request, Request::CatchUp | Request::State)
}
