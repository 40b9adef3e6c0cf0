//! The course of opening a backup: the file, the passphrase, the reading, the restore.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::work::Work;
use crate::domain::record::Kind;
use crate::state::backup_protocol::{
    BackupContents, BackupProblem, ConverterFailure, ConverterReply, ConverterTask, RestoreReport,
};
use crate::state::{AppState, ConverterInput, new_operation};

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
