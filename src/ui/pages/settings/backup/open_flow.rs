//! The course of opening a backup: the file, the passphrase, the reading, the restore.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::work::Work;
use crate::domain::book_place::{BookPlace, NameProblem, free_name, name_from_file};
use crate::domain::id::MemberId;
use crate::domain::record::Kind;
use crate::messages::books as words;
use crate::state::backup_protocol::{
    BackupContents, BackupProblem, ConverterFailure, ConverterReply, ConverterTask, RestoreReport,
};
use crate::state::format::{self, InstantStyle};
use crate::state::{AppState, ConverterInput, LastBackup, NewBook, new_operation};
use crate::ui::words::{language, tf};

/// Where the person is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Choosing a file.
    Choose,
    /// Entering the passphrase of a locked file.
    Locked,
    /// Looking at what is in it.
    Checked(BackupContents),
    /// It is in the book.
    Restored(RestoreReport),
    /// It is a book of its own.
    RestoredAsNew(NewlyRestored),
}

/// A book that was made from a backup.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NewlyRestored {
    /// Where it lies.
    pub place: BookPlace,
    /// What it is called.
    pub name: String,
    /// How many records it has.
    pub records: u64,
}

/// The state of the dialog: signals of it, gone with it.
#[derive(Clone, Copy)]
pub(super) struct OpenFlow {
    pub app: AppState,
    pub work: Work,
    pub step: RwSignal<Step>,
    pub file_name: RwSignal<String>,
    pub passphrase: RwSignal<String>,
    pub failure: RwSignal<Option<ConverterFailure>>,
    /// Whether the book was empty when the file was checked.
    pub into_empty: RwSignal<bool>,
    /// Whether it is to become a book of its own, which is asked where the open one is not empty.
    pub as_new: RwSignal<bool>,
    /// What the new book is to be called.
    pub new_name: RwSignal<String>,
    /// What is wrong with that name.
    pub name_problem: RwSignal<Option<NameProblem>>,
}

impl OpenFlow {
    /// The beginning.
    pub fn new(app: AppState) -> OpenFlow {
        OpenFlow {
            app,
            work: Work::new(app),
            step: RwSignal::new(Step::Choose),
            file_name: RwSignal::new(String::new()),
            passphrase: RwSignal::new(String::new()),
            failure: RwSignal::new(None),
            into_empty: RwSignal::new(true),
            as_new: RwSignal::new(true),
            new_name: RwSignal::new(String::new()),
            name_problem: RwSignal::new(None),
        }
    }

    /// Looks at a file.
    pub fn open(self, file: File) {
        self.failure.set(None);
        self.passphrase.set(String::new());
        self.file_name.set(file.name());
        spawn_local(async move {
            match self.work.ask(ConverterTask::Open, ConverterInput::File(file)).await {
                Some(Ok((ConverterReply::Opened { is_locked: true }, _))) => drop(self.step.try_set(Step::Locked)),
                Some(Ok((ConverterReply::Opened { is_locked: false }, _))) => self.rehearse(None).await,
                answer => self.fail(answer),
            }
        });
    }

    /// Reads the file with the passphrase that was entered.
    pub fn check(self) {
        if self.work.running.get_untracked() {
            return;
        }
        self.failure.set(None);
        let passphrase = self.passphrase.get_untracked();
        spawn_local(self.rehearse(Some(passphrase)));
    }

    async fn rehearse(self, passphrase: Option<String>) {
        let answer = self.work.ask(ConverterTask::Rehearse { passphrase }, ConverterInput::Nothing).await;
        match answer {
            Some(Ok((ConverterReply::Contents(contents), _))) => {
                let is_empty = self.app.book.with_untracked(|book| {
                    Kind::ALL.into_iter().all(|kind| kind == Kind::Member || book.count(kind) == 0)
                });
                self.into_empty.try_set(is_empty);
                self.as_new.try_set(true);
                self.name_problem.try_set(None);
                self.new_name.try_set(self.proposed_name(contents.created));
                self.step.try_set(Step::Checked(contents));
            }
            answer => self.fail(answer),
        }
    }

    /// Restores what was checked.
    pub fn restore(self, contents: BackupContents) {
        if self.work.running.get_untracked() {
            return;
        }
        self.failure.set(None);
        let operation = match new_operation() {
            Ok(operation) => operation,
            Err(failure) => return self.failure.set(Some(ConverterFailure::Engine(failure))),
        };
        let member = self.app.settings.member.get_untracked().unwrap_or_default();
        let into_empty = self.into_empty.get_untracked();
        let app = self.app;
        spawn_local(async move {
            let answer = self.work.ask(ConverterTask::Restore { operation, member }, ConverterInput::Book).await;
            match answer {
                Some(Ok((ConverterReply::Restored(report), _))) => {
                    if into_empty {
                        // What is here now is what that backup holds.
                        app.backups.note(contents.created, contents.records());
                    }
                    self.step.try_set(Step::Restored(report));
                    self.work.end();
                }
                answer => self.fail(answer),
            }
        });
    }

    /// A name for a new book: that of the file, or when it was made. Free among the others.
    fn proposed_name(self, created: u64) -> String {
        let told = self.file_name.try_get_untracked().and_then(|file| name_from_file(&file));
        let wished = told.unwrap_or_else(|| {
            let day = format::instant(language(), created, InstantStyle::Date);
            tf(words::RESTORED_NAME, &[("day", &day)])
        });
        let others = self.app.books.names_but(None);
        free_name(&wished, &others.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Restores what was checked as a book of its own. The open one is not touched.
    pub fn restore_as_new(self, contents: BackupContents) {
        if self.work.running.get_untracked() {
            return;
        }
        self.failure.set(None);
        let name = match self.app.books.check_name(&self.new_name.get_untracked(), None) {
            Ok(name) => name,
            Err(wrong) => return self.name_problem.set(Some(wrong)),
        };
        let turn = self.work.begin();
        spawn_local(async move {
            let failure = match self.make(turn, contents, name).await {
                Ok(Some(made)) => {
                    self.step.try_set(Step::RestoredAsNew(made));
                    self.work.end();
                    return;
                }
                // Ended by the person.
                Ok(None) => return,
                Err(failure) => failure,
            };
            self.work.stop(turn);
            self.fail(Some(Err(failure)));
        });
    }

    /// All of it or nothing: whatever ends it early leaves no book behind.
    async fn make(
        self,
        turn: u32,
        contents: BackupContents,
        name: String,
    ) -> Result<Option<NewlyRestored>, ConverterFailure> {
        let operation = new_operation().map_err(ConverterFailure::Engine)?;
        let book = NewBook::begin(self.app).await.map_err(ConverterFailure::Engine)?;
        if !self.work.is_wanted(turn) {
            book.abandon().await;
            return Ok(None);
        }
        let task = ConverterTask::Restore { operation, member: MemberId::default() };
        match self.work.ask(task, ConverterInput::NewBook(book.engine())).await {
            Some(Ok((ConverterReply::Restored(_), _))) if self.work.is_wanted(turn) => {
                let (made, records) = (contents.created, contents.records());
                let backup = LastBackup { made, records };
                let place = book.finish(name.clone(), Some(backup)).await.map_err(ConverterFailure::Engine)?;
                Ok(Some(NewlyRestored { place, name, records }))
            }
            Some(Err(failure)) => {
                book.abandon().await;
                Err(failure)
            }
            other => {
                book.abandon().await;
                match other {
                    Some(Ok((reply, _))) if self.work.is_wanted(turn) => {
                        Err(ConverterFailure::Bug(format!("{reply:?}")))
                    }
                    _ => Ok(None),
                }
            }
        }
    }

    /// Back to the choice of a file.
    pub fn begin_anew(self) {
        self.work.end();
        self.failure.set(None);
        self.step.set(Step::Choose);
    }

    /// Ends the work; the file must be read anew.
    pub fn cancel(self) {
        self.begin_anew();
    }

    fn fail(self, answer: crate::state::ConverterAnswer) {
        let failure = match answer {
            // Ended by the person.
            None => return,
            Some(Ok((reply, _))) => ConverterFailure::Bug(format!("{reply:?}")),
            Some(Err(failure)) => failure,
        };
        // Another passphrase can be tried at once; anything else asks for another file.
        let is_passphrase = failure == ConverterFailure::File(BackupProblem::WrongPassphrase);
        let is_of_the_file = matches!(failure, ConverterFailure::File(_) | ConverterFailure::Unreadable(_));
        if is_of_the_file && !is_passphrase {
            self.step.try_set(Step::Choose);
        }
        self.failure.try_set(Some(failure));
    }
}
