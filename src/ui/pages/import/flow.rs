//! The course of an import: where it stands, and what leads from one step to the next.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::run::{RunEnd, ask_about_file, failure_in, run, tell_by_notice};
use crate::domain::id::OperationId;
use crate::domain::record::Kind;
use crate::state::import_plan::{ColumnPlan, ImportDraft, ImportPlan, ImportPreview, ImportReport, Reading};
use crate::state::protocol::{Failure, Reply, Request};
use crate::state::{AppState, RunningJob, browser, new_operation, undo};
use crate::ui::words::language;

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Choosing the file.
    File,
    /// Saying what its columns are.
    Columns,
    /// Looking at what would happen, and doing it.
    Preview,
    /// Looking at what happened.
    Done,
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 4] = [Step::File, Step::Columns, Step::Preview, Step::Done];
}

/// What the engine is doing for this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// Looking into a file.
    Open,
    /// Reading it in another way.
    Reread,
    /// Counting what would happen.
    Preview,
    /// Writing.
    Import,
    /// Making the file of problem rows.
    Download,
    /// Taking the import back.
    Undo,
}

/// An activity that goes on, with its job where it can be cancelled.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// What is done.
    pub activity: Activity,
    /// How far it is, and its end.
    pub job: Option<RunningJob>,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trouble {
    /// During what.
    pub during: Activity,
    /// Why.
    pub failure: Failure,
    /// Whether it is not known if the import was written.
    pub unsure: bool,
}

/// The state of the page: signals of the page, gone with it.
#[derive(Clone, Copy)]
pub(super) struct ImportFlow {
    /// The application.
    pub app: AppState,
    /// What the rows are said to be, by the address or by the person; guessed where nobody has said.
    pub wanted: RwSignal<Option<Kind>>,
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// The name of the file that was chosen last.
    pub file_name: RwSignal<String>,
    /// What the file looks like.
    pub draft: RwSignal<Option<ImportDraft>>,
    /// How the file is to be read; ahead of the draft while it is read again.
    pub reading: RwSignal<Option<Reading>>,
    /// What the columns mean, as the person has said so far.
    pub plan: RwSignal<Option<ImportPlan>>,
    /// What the plan would do.
    pub preview: RwSignal<Option<ImportPreview>>,
    /// What the import did.
    pub report: RwSignal<Option<ImportReport>>,
    /// What goes on.
    pub work: RwSignal<Option<Work>>,
    /// What went wrong last.
    pub trouble: RwSignal<Option<Trouble>>,
    /// What was cancelled last.
    pub stopped: RwSignal<Option<Activity>>,
    /// The file, to hand it to a worker that was started anew.
    file: StoredValue<Option<File>, LocalStorage>,
    /// An import of which it is not known whether it was written.
    unsure: StoredValue<Option<OperationId>>,
    /// Counts the questions to the engine: an answer to an older one, or to a page that is gone, is dropped.
    question: StoredValue<u64>,
}

impl ImportFlow {
    /// The beginning.
    pub fn new(app: AppState, wanted: Option<Kind>) -> ImportFlow {
        ImportFlow {
            app,
            wanted: RwSignal::new(wanted),
            step: RwSignal::new(Step::File),
            file_name: RwSignal::new(String::new()),
            draft: RwSignal::new(None),
            reading: RwSignal::new(None),
            plan: RwSignal::new(None),
            preview: RwSignal::new(None),
            report: RwSignal::new(None),
            work: RwSignal::new(None),
            trouble: RwSignal::new(None),
            stopped: RwSignal::new(None),
            file: StoredValue::new_local(None),
            unsure: StoredValue::new(None),
            question: StoredValue::new(0),
        }
    }

    /// What rows become. Reactive.
    pub fn kind(self) -> Kind {
        self.plan.with(|plan| plan.as_ref().map(|plan| plan.kind)).or(self.wanted.get()).unwrap_or(Kind::Customer)
    }

    /// The activity that goes on. Reactive.
    pub fn activity(self) -> Option<Activity> {
        self.work.with(|work| work.map(|work| work.activity))
    }

    /// The long activity that goes on and that leaving the page would concern. Not reactive; may be asked at any time.
    pub fn long_activity(self) -> Option<Activity> {
        self.work.try_get_untracked().flatten().filter(|work| work.job.is_some()).map(|work| work.activity)
    }

    /// Looks into a file. What an earlier one held is forgotten.
    pub fn open(self, file: File) {
        if self.long_activity().is_some() {
            return;
        }
        let question = self.begin(Activity::Open, None);
        self.file_name.set(file.name());
        self.draft.set(None);
        self.plan.set(None);
        self.unsure.set_value(None);
        let kind = self.wanted.get_untracked();
        let answer = self.app.engine.ask_with(Request::ImportOpen { kind, reading: None }, file.clone().into());
        self.file.set_value(Some(file));
        spawn_local(async move {
            let reply = answer.await;
            if !self.end(question) {
                return;
            }
            match reply {
                Reply::ImportDraft(draft) => {
                    self.take_draft(draft);
                    self.step.set(Step::Columns);
                }
                other => self.fail(Activity::Open, failure_in(other)),
            }
        });
    }

    fn take_draft(self, draft: ImportDraft) {
        self.reading.set(Some(draft.reading));
        self.plan.set(Some(self.with_currency(draft.plan.clone())));
        self.draft.set(Some(draft));
    }

    /// Amounts of which nobody has said the currency are most likely in the usual one.
    fn with_currency(self, plan: ImportPlan) -> ImportPlan {
        let currency = plan.currency.or_else(|| Some(self.app.settings.currency.get_untracked()));
        ImportPlan { currency: currency.filter(|_| plan.kind == Kind::Order), ..plan }
    }

    /// Says what the rows are. The columns are guessed anew.
    pub fn say_kind(self, kind: Kind) {
        let (Some(file), Some(reading)) = (self.file.get_value(), self.reading.get_untracked()) else { return };
        if self.long_activity().is_some() {
            return;
        }
        self.wanted.set(Some(kind));
        let question = self.begin(Activity::Reread, None);
        let request = Request::ImportOpen { kind: Some(kind), reading: Some(reading) };
        let answer = self.app.engine.ask_with(request, file.into());
        spawn_local(async move {
            let reply = answer.await;
            if !self.end(question) {
                return;
            }
            match reply {
                Reply::ImportDraft(draft) => self.take_draft(draft),
                other => self.fail(Activity::Reread, failure_in(other)),
            }
        });
    }

    /// Reads the file in another way. If that fails, the way it was read before stays.
    pub fn reread(self, reading: Reading) {
        if self.long_activity().is_some() {
            return;
        }
        let question = self.begin(Activity::Reread, None);
        self.reading.set(Some(reading));
        let file = self.file.get_value();
        let kind = untrack(|| self.kind());
        spawn_local(async move {
            let reply = ask_about_file(self.app, file, (kind, reading), Request::ImportReread(reading)).await;
            if !self.end(question) {
                return;
            }
            match reply {
                Reply::ImportDraft(draft) => self.take_reread(draft),
                other => {
                    self.reading.set(self.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.reading)));
                    self.fail(Activity::Reread, failure_in(other));
                }
            }
        });
    }

    /// The same columns keep what the person has said about them; other columns are guessed anew.
    fn take_reread(self, draft: ImportDraft) {
        let same_columns =
            self.draft.with_untracked(|old| old.as_ref().is_some_and(|old| old.headers == draft.headers));
        self.plan.update(|plan| match plan {
            Some(plan) if same_columns => plan.reading = draft.reading,
            Some(plan) => *plan = ImportPlan { on_match: plan.on_match, ..self.with_currency(draft.plan.clone()) },
            None => *plan = Some(self.with_currency(draft.plan.clone())),
        });
        self.reading.set(Some(draft.reading));
        self.draft.set(Some(draft));
    }

    /// Changes the plan for one column.
    pub fn change_column(self, at: usize, change: impl FnOnce(&mut ColumnPlan)) {
        self.change_plan(|plan| {
            if let Some(column) = plan.columns.get_mut(at) {
                change(column);
            }
        });
    }

    /// Changes the plan.
    pub fn change_plan(self, change: impl FnOnce(&mut ImportPlan)) {
        self.stopped.set(None);
        self.plan.update(|plan| {
            if let Some(plan) = plan {
                change(plan);
            }
        });
    }

    /// Counts what the plan would do, and shows it.
    pub fn count(self) {
        let Some(plan) = self.plan.get_untracked().filter(|_| self.is_idle()) else { return };
        let job = self.app.engine.new_job();
        let question = self.begin(Activity::Preview, Some(job));
        self.preview.set(None);
        self.step.set(Step::Preview);
        let file = self.file.get_value();
        spawn_local(async move {
            let read_as = (plan.kind, plan.reading);
            let reply = ask_about_file(self.app, file, read_as, Request::ImportPreview { job: job.job, plan }).await;
            job.finish();
            if !self.end(question) {
                return;
            }
            match reply {
                Reply::ImportPreview(preview) => self.preview.set(Some(preview)),
                Reply::Cancelled => {
                    self.stopped.set(Some(Activity::Preview));
                    self.step.set(Step::Columns);
                }
                other => self.fail(Activity::Preview, failure_in(other)),
            }
        });
    }

    /// Imports. When the page is gone before the end, a notice tells it.
    pub fn import(self) {
        let Some(plan) = self.plan.get_untracked().filter(|_| self.is_idle()) else { return };
        let repeated = self.unsure.get_value();
        let operation = match repeated.map_or_else(new_operation, Ok) {
            Ok(operation) => operation,
            Err(failure) => return self.fail(Activity::Import, failure),
        };
        let job = self.app.engine.new_job();
        let question = self.begin(Activity::Import, Some(job));
        let file = self.file.get_value();
        let file_name = self.file_name.get_untracked();
        let app = self.app;
        let kind = plan.kind;
        spawn_local(async move {
            let end = run(app, job.job, plan, operation, file, repeated.is_some()).await;
            job.finish();
            if let RunEnd::Done(report) = &end
                && let Some(operation) = report.operation
            {
                app.undo.push(operation);
            }
            if self.end(question) {
                self.take_end(end, operation);
            } else {
                tell_by_notice(app, kind, file_name, end);
            }
        });
    }

    fn take_end(self, end: RunEnd, operation: OperationId) {
        self.unsure.set_value(matches!(end, RunEnd::Unsure(_)).then_some(operation));
        match end {
            RunEnd::Done(report) => {
                self.report.set(Some(report));
                self.step.set(Step::Done);
            }
            RunEnd::Cancelled => self.stopped.set(Some(Activity::Import)),
            RunEnd::NotWritten(failure) => self.fail(Activity::Import, failure),
            RunEnd::Unsure(failure) => {
                self.trouble.set(Some(Trouble { during: Activity::Import, failure, unsure: true }))
            }
        }
    }

    /// Hands over the problem rows of the last preview or import as a file.
    pub fn download_problems(self) {
        if !self.is_idle() {
            return;
        }
        let question = self.begin(Activity::Download, None);
        let answer = self.app.engine.ask(Request::ImportProblems(untrack(language)));
        spawn_local(async move {
            let reply = answer.await;
            if !self.end(question) {
                return;
            }
            match reply {
                Reply::File(file) => {
                    if let Err(error) = browser::download(&file.name, &file.media_type, &[file.bytes]) {
                        self.fail(Activity::Download, Failure::Bug(error.to_string()));
                    }
                }
                other => self.fail(Activity::Download, failure_in(other)),
            }
        });
    }

    /// Takes the import back. A notice tells how that went.
    pub fn take_back(self) {
        let operation = self.report.with_untracked(|report| report.as_ref().and_then(|report| report.operation));
        let Some(operation) = operation.filter(|_| self.is_idle()) else { return };
        let question = self.begin(Activity::Undo, None);
        spawn_local(async move {
            undo(self.app, operation).await;
            self.end(question);
        });
    }

    /// Ends the job that runs; its own answer then says so.
    pub fn cancel(self) {
        if let Some(job) = self.work.try_get_untracked().flatten().and_then(|work| work.job) {
            job.cancel();
        }
    }

    /// Goes back to an earlier step. The preview is counted anew, since the data may have changed.
    pub fn go_back_to(self, step: Step) {
        if !self.is_idle() || step >= self.step.get_untracked() {
            return;
        }
        self.trouble.set(None);
        self.stopped.set(None);
        match step {
            Step::Preview => self.count(),
            other => self.step.set(other),
        }
    }

    /// Goes on with the file that is open.
    pub fn go_on(self) {
        if self.is_idle() && self.draft.with_untracked(Option::is_some) {
            self.trouble.set(None);
            self.step.set(Step::Columns);
        }
    }

    /// Forgets the file and begins anew.
    pub fn start_over(self) {
        if !self.is_idle() {
            return;
        }
        self.begin_nothing();
        self.file.set_value(None);
        self.unsure.set_value(None);
        self.file_name.set(String::new());
        self.draft.set(None);
        self.plan.set(None);
        self.reading.set(None);
        self.preview.set(None);
        self.report.set(None);
        self.step.set(Step::File);
    }

    fn is_idle(self) -> bool {
        self.work.with_untracked(Option::is_none)
    }

    fn begin_nothing(self) {
        self.trouble.set(None);
        self.stopped.set(None);
    }

    fn begin(self, activity: Activity, job: Option<RunningJob>) -> u64 {
        self.begin_nothing();
        self.work.set(Some(Work { activity, job }));
        let question = self.question.get_value() + 1;
        self.question.set_value(question);
        question
    }

    /// Ends an activity; false when its answer no longer counts, as the page is gone or something else was begun.
    fn end(self, question: u64) -> bool {
        let counts = self.question.try_get_value() == Some(question);
        if counts {
            self.work.set(None);
        }
        counts
    }

    fn fail(self, during: Activity, failure: Failure) {
        self.trouble.set(Some(Trouble { during, failure, unsure: false }));
    }
}
