//! Backups that are made by themselves, into a folder that the person chose, where the browser can write into one.
//!
//! The folder is kept by the browser, the passphrase lies sealed in the book, and what is due when stands with the wishes of
//! this browser. One tab makes the backup, by a lock that all tabs share; only files that were written here are ever taken
//! away again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::app::AppState;
use super::converter::{Converter, ConverterInput};
use super::notices::{Notice, NoticeTone};
use super::place::{keep, kept, name_here};
use super::protocol::backup_protocol::{BackupContents, ConverterReply, ConverterTask, KeptPassphrase};
use super::protocol::{Failure, Phase, Reply, Request};
use crate::domain::book_place::OfBook;
use crate::messages::schedule as words;
use crate::platform::folder::{self, Folder, Permission};
use crate::platform::{clock, locks};

/// Notices about it take each other's place.
const TOPIC: &str = "backup by itself";
const HOUR_MS: u64 = 60 * 60 * 1_000;
/// After a failure it is tried again so much later.
const AGAIN_AFTER: u64 = HOUR_MS;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each day on which Burrow is open.
    Day,
    /// Each week.
    Week,
}

impl Every {
    /// What is offered.
    pub const ALL: [Every; 2] = [Every::Day, Every::Week];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Every::Day => "day",
            Every::Week => "week",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Every> {
        Every::ALL.into_iter().find(|one| one.name() == name)
    }

    /// A little less than it is called, so that who comes at nine each morning has one each morning.
    fn milliseconds(self) -> u64 {
        match self {
            Every::Day => 20 * HOUR_MS,
            Every::Week => (7 * 24 - 4) * HOUR_MS,
        }
    }
}

/// What was agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How often.
    pub every: Every,
    /// How many files are kept.
    pub keep: usize,
}

impl Plan {
    /// How many files to keep is offered.
    pub const KEEP: [usize; 4] = [3, 7, 14, 30];

    fn read() -> Option<Plan> {
        let text = kept(OfBook::Plan)?;
        let (every, keep) = text.split_once(' ')?;
        Some(Plan { every: Every::from_name(every)?, keep: keep.parse().ok().filter(|keep| *keep > 0)? })
    }
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleState {
    /// Nothing is the matter.
    Well,
    /// A backup is being made.
    Working,
    /// The browser wants the person to allow the folder again.
    NeedsPermission,
    /// The last one was not made; the text is the browser's.
    Failed(String),
}

/// The backups that are made by themselves.
#[derive(Clone, Copy)]
pub struct Schedule {
    /// What was agreed on; `None` while it is off.
    pub plan: RwSignal<Option<Plan>>,
    /// When the last one was made, milliseconds since 1970.
    pub last: RwSignal<Option<u64>>,
    /// How it stands.
    pub state: RwSignal<ScheduleState>,
    /// What the folder is called.
    pub folder_name: RwSignal<String>,
    folder: StoredValue<Option<Folder>, LocalStorage>,
    again_at: StoredValue<u64>,
}

impl Schedule {
    /// What this browser remembers.
    pub(super) fn read() -> Schedule {
        let failed = kept(OfBook::PlanFailed).map(ScheduleState::Failed);
        Schedule {
            plan: RwSignal::new(Plan::read()),
            last: RwSignal::new(read_last()),
            state: RwSignal::new(failed.unwrap_or(ScheduleState::Well)),
            folder_name: RwSignal::new(String::new()),
            folder: StoredValue::new_local(None),
            again_at: StoredValue::new(0),
        }
    }

    /// Whether this browser can write into a folder.
    pub fn can_be_used(self) -> bool {
        folder::can_choose()
    }

    /// Whether it is off, or did not work. Reactive.
    pub fn is_no_help(self) -> bool {
        self.plan.get().is_none() || self.has_failed()
    }

    /// Whether it is on and did not work. Reactive.
    pub fn has_failed(self) -> bool {
        self.plan.get().is_some() && self.state.with(|state| matches!(state, ScheduleState::Failed(_)))
    }

    /// Begins to look whether a backup is due.
    pub(super) fn start(self, app: AppState) {
        Effect::new(move || {
            if app.phase.get() == Phase::Ready {
                self.look(app);
            }
        });
    }

    /// Asks for a folder, keeps it with the passphrase, and makes the first backup. `false` when no folder was chosen.
    ///
    /// # Errors
    /// The words for what went wrong; then nothing has changed.
    pub async fn set_up(self, app: AppState, plan: Plan, passphrase: String) -> Result<bool, String> {
        let Some(folder) = Folder::choose().await.map_err(|error| error.to_string())? else { return Ok(false) };
        folder.keep(&name_here(OfBook::BackupFolder)).await.map_err(|error| error.to_string())?;
        let request = Request::KeepBackupPassphrase(Some(KeptPassphrase(passphrase)));
        match app.engine.ask(request).await {
            Reply::Done => {}
            other => return Err(text_of(other, app)),
        }
        self.folder_name.set(folder.name());
        self.folder.set_value(Some(folder));
        // The files in another folder are no longer ours to take away.
        keep(OfBook::PlanFiles, None);
        keep(OfBook::PlanLast, None);
        self.last.set(None);
        self.change(plan);
        self.make(app).await;
        Ok(true)
    }

    /// Another agreement about the same folder.
    pub fn change(self, plan: Plan) {
        keep(OfBook::Plan, Some(&format!("{} {}", plan.every.name(), plan.keep)));
        self.plan.set(Some(plan));
    }

    /// Ends it. The files stay where they are.
    pub fn stop(self, app: AppState) {
        for key in [OfBook::Plan, OfBook::PlanLast, OfBook::PlanFailed, OfBook::PlanFiles] {
            keep(key, None);
        }
        self.plan.set(None);
        self.last.set(None);
        self.state.set(ScheduleState::Well);
        self.folder.set_value(None);
        app.notices.dismiss_topic(TOPIC);
        let forgotten = app.engine.ask(Request::KeepBackupPassphrase(None));
        spawn_local(async move {
            // A handle that stays gives nobody any right: the browser asks again.
            let _ = Folder::forget(&name_here(OfBook::BackupFolder)).await;
            forgotten.await;
        });
    }

    /// Makes a backup if one is due and nobody else is at it.
    pub(super) fn look(self, app: AppState) {
        let now = clock::now_ms();
        let is_idle = self.state.with_untracked(|state| *state != ScheduleState::Working);
        // Another tab may have changed either.
        let plan = Plan::read();
        if plan != self.plan.get_untracked() {
            self.plan.set(plan);
        }
        let Some(plan) = plan else { return };
        if !is_idle
            || app.phase.get_untracked() != Phase::Ready
            || now < self.again_at.get_value()
            || !is_due(plan, now)
        {
            let last = read_last();
            if last != self.last.get_untracked() {
                self.last.set(last);
            }
            return;
        }
        spawn_local(async move {
            let lock = locks::try_lock(&name_here(OfBook::BackupTurn)).await;
            if matches!(lock, Ok(None)) || !is_due(plan, now) {
                return;
            }
            self.make(app).await;
            drop(lock);
        });
    }

    /// Makes one now.
    pub async fn make(self, app: AppState) {
        if app.backups.in_use.get_untracked() {
            return;
        }
        let Some(folder) = self.folder().await else {
            return self.fail(app, "NotFoundError".to_owned());
        };
        match folder.permission().await {
            Permission::Granted => {}
            Permission::Denied => return self.fail(app, "NotAllowedError".to_owned()),
            Permission::Ask => return self.ask_for_permission(app),
        }
        self.state.set(ScheduleState::Working);
        match self.write(app, &folder).await {
            Ok(contents) => self.succeed(app, contents),
            Err(reason) => self.fail(app, reason),
        }
    }

    /// Asks the person, on a press of theirs, for the folder again, and makes the backup that waited.
    pub fn allow(self, app: AppState) {
        spawn_local(async move {
            let Some(folder) = self.folder().await else { return };
            match folder.ask_permission().await {
                Permission::Granted => {
                    self.state.set(ScheduleState::Well);
                    app.notices.dismiss_topic(TOPIC);
                    self.make(app).await;
                }
                Permission::Ask | Permission::Denied => {}
            }
        });
    }

    async fn folder(self) -> Option<Folder> {
        if let Some(folder) = self.folder.get_value() {
            return Some(folder);
        }
        let folder = Folder::kept(&name_here(OfBook::BackupFolder)).await.ok().flatten()?;
        self.folder_name.set(folder.name());
        self.folder.set_value(Some(folder.clone()));
        Some(folder)
    }

    /// Learns what the folder is called, for the screen.
    pub fn read_folder_name(self) {
        spawn_local(async move {
            self.folder().await;
        });
    }

    async fn write(self, app: AppState, folder: &Folder) -> Result<BackupContents, String> {
        let passphrase = match app.engine.ask(Request::BackupPassphrase).await {
            Reply::BackupPassphrase(Some(passphrase)) => passphrase.0,
            Reply::BackupPassphrase(None) => return Err("there is no passphrase for it in this book".to_owned()),
            other => return Err(text_of(other, app)),
        };
        // Two books may have one folder.
        let book = app.books.part_of_file_name(app.settings.language.get_untracked());
        let task = ConverterTask::Back { passphrase: Some(passphrase), day: format!("{}{book}", moment_for_a_name()) };
        let converter = Converter::start(app, |_| ());
        let answer = converter.ask(&task, ConverterInput::Book).await;
        converter.end_alone();
        if app.backups.in_use.get_untracked() {
            return Err("another backup was begun meanwhile".to_owned());
        }
        let (name, contents, blob): (String, BackupContents, Blob) = match answer {
            Some(Ok((ConverterReply::Made { name, contents }, Some(blob)))) => (name, contents, blob),
            Some(Err(failure)) => {
                drop(app.engine.ask(Request::BackupAbandon));
                return Err(format!("{failure:?}"));
            }
            _ => return Err("the converter gave no file".to_owned()),
        };
        let written = folder.write(&name, &blob).await.map_err(|error| error.0)?;
        if written as f64 != blob.size() {
            return Err(format!("{written} of {} bytes were written", blob.size()));
        }
        self.thin_out(folder, name).await;
        Ok(contents)
    }

    /// Takes the oldest of our own files away. One that cannot be taken away is no longer ours.
    async fn thin_out(self, folder: &Folder, name: String) {
        let mut files = own_files();
        files.retain(|one| *one != name);
        files.push(name);
        let most = self.plan.get_untracked().map_or(usize::MAX, |plan| plan.keep);
        while files.len() > most {
            let _ = folder.remove(&files.remove(0)).await;
        }
        keep(OfBook::PlanFiles, Some(&files.join("\n")));
    }

    fn succeed(self, app: AppState, contents: BackupContents) {
        keep(OfBook::PlanLast, Some(&contents.created.to_string()));
        keep(OfBook::PlanFailed, None);
        self.last.set(Some(contents.created));
        self.state.set(ScheduleState::Well);
        self.again_at.set_value(0);
        app.backups.note(contents.created, contents.records());
        app.notices.dismiss_topic(TOPIC);
    }

    /// A failure is told once, and stands on the settings page until one succeeds.
    fn fail(self, app: AppState, reason: String) {
        let was_told = kept(OfBook::PlanFailed).is_some();
        keep(OfBook::PlanFailed, Some(&reason));
        self.again_at.set_value(clock::now_ms() + AGAIN_AFTER);
        self.state.set(ScheduleState::Failed(reason));
        if !was_told {
            app.notices.push(Notice::plain(NoticeTone::Bad, words::FAILED_NOTICE).sticky().about(TOPIC));
        }
    }

    fn ask_for_permission(self, app: AppState) {
        self.state.set(ScheduleState::NeedsPermission);
        self.again_at.set_value(clock::now_ms() + AGAIN_AFTER);
        let notice = Notice::plain(NoticeTone::Info, words::ALLOW_NOTICE)
            .with_action(words::ALLOW, move || self.allow(app))
            .sticky()
            .about(TOPIC);
        app.notices.push(notice);
    }
}

fn is_due(plan: Plan, now: u64) -> bool {
    // A clock that was set back makes one too many rather than none for a year.
    read_last().is_none_or(|last| now.abs_diff(last) >= plan.every.milliseconds())
}

fn read_last() -> Option<u64> {
    kept(OfBook::PlanLast).and_then(|text| text.parse().ok())
}

fn own_files() -> Vec<String> {
    kept(OfBook::PlanFiles).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Day and time of this device, as they can stand in the name of a file: `2026-11-25-0930`.
fn moment_for_a_name() -> String {
    let text = clock::local_input_text(clock::now_ms() as i64);
    text.replace('T', "-").replace(':', "").chars().take(15).collect()
}

fn text_of(reply: Reply, app: AppState) -> String {
    let failure = match reply {
        Reply::Failed(failure) => failure,
        other => Failure::Bug(format!("{other:?}")),
    };
    super::failures::failure_text(&failure, app.settings.language.get_untracked())
}
