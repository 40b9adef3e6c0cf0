//! One match over everything that the page can ask.

use crate::domain::model::NearestCentroid;
use crate::engine::agenda;
use crate::engine::board;
use crate::engine::book::Book;
use crate::engine::campaign_file::ReadResults;
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::environment::ByteSource;
use crate::engine::features;
use crate::engine::look;
use crate::engine::overview;
use crate::engine::protocol::{Failure, Phase, Reply, Request};
use crate::engine::suggest;
use crate::engine::sync_protocol::SyncRequest;
use crate::engine::timings::Timed;
use crate::storage::Disk;
use std::rc::Rc;

/// A file that came with a request.
pub type File = Rc<dyn ByteSource>;

impl<D: Disk + 'static> Engine<D> {
    /// Answers a request, and notes how long that took where a person waits for it.
    pub async fn serve(self: Rc<Self>, request: Request, file: Option<File>) -> Reply {
        let (timed, began) = (timed(&request), self.environment.measured());
        let reply = self.clone().answer(request, file).await;
        if let Some(timed) = timed
            && is_an_answer(&reply)
        {
            self.note_time(timed, began);
        }
        reply
    }

    async fn answer(self: Rc<Self>, request: Request, file: Option<File>) -> Reply {
        if *self.phase.borrow() == Phase::Loading && needs_the_whole_book(&request) {
            return Reply::Failed(Failure::NotReady);
        }
        match request {
            Request::State => Reply::State(self.state()),
            Request::Rows(rows) => {
                let mut book = self.book.borrow_mut();
                let found = book.as_far_as_read(rows.query.kind, |book| look::rows(book, &rows));
                found.map_or(Reply::Failed(Failure::NotReady), Reply::Rows)
            }
            Request::Record(kind, id) => Reply::Record(look::record(&self.book.borrow(), kind, id)),
            Request::History(kind, id) => self.history(kind, id).await.map_or_else(Reply::Failed, Reply::History),
            Request::Timeline(request) => self.timeline(request).await.map_or_else(Reply::Failed, Reply::Timeline),
            Request::Agenda(request) => Reply::Agenda(agenda::agenda(&self.book.borrow(), &request)),
            Request::Find { search, limit } => Reply::Found(look::find(&self.book.borrow(), &search, limit)),
            Request::Suggest { kind, field, typed, limit } => {
                let book = self.book.borrow();
                Reply::Suggestions(
                    book.table(kind)
                        .map(|table| suggest::suggestions(table, field, &typed, limit as usize))
                        .unwrap_or_default(),
                )
            }
            Request::Similar { kind, id, fields } => {
                Reply::Found(look::similar(&self.book.borrow(), kind, id, &fields))
            }
            Request::Board(request) => Reply::Board(board::board(&mut self.book.borrow_mut(), &request)),
            Request::Pipelines => Reply::Pipelines(board::outlines(&self.book.borrow())),
            Request::Commit { operation, member, action, changes } => {
                self.commit(operation, member, action, changes).await
            }
            Request::CommitToAll { operation, member, query, only, fields, deleted } => {
                self.commit_to_all(operation, member, &query, &only, (fields, deleted)).await
            }
            Request::Undo { operation, member, of } => self.undo(operation, member, of).await,
            Request::ImportOpen { kind, reading } => {
                reply(self.import_open(kind, reading, file).await, Reply::ImportDraft)
            }
            Request::ImportReread(reading) => reply(self.import_reread(reading).await, Reply::ImportDraft),
            Request::ImportPreview { job, plan } => reply(self.import_preview(job, &plan).await, Reply::ImportPreview),
            Request::ImportRun { job, operation, member, plan } => {
                reply(self.import_run(job, operation, member, &plan).await, Reply::ImportDone)
            }
            Request::ImportProblems(language) => {
                reply(self.import_problems(language).map_err(Stopped::from), Reply::File)
            }
            Request::Imports => reply(self.imports().await, Reply::Imports),
            Request::Export { job, query, only, columns, for_spreadsheets } => {
                reply(self.export(job, (&query, &only), &columns, for_spreadsheets).await, Reply::File)
            }
            Request::LoadSample { operation, member, wish } => self.load_sample(operation, member, wish).await,
            Request::RemoveSample { operation, member } => self.remove_sample(operation, member).await,
            Request::SampleCount => Reply::Count(self.sample_count()),
            Request::Overview(request) => Reply::Overview(overview::overview(&self.book.borrow(), &request)),
            Request::PlanAudience { campaign, source, control_share } => {
                self.plan_audience(campaign, &source, control_share).map_or_else(Reply::Failed, Reply::Audience)
            }
            Request::FillAudience { job, operation, member, campaign, source, control_share, seed } => {
                self.fill_audience(job, (operation, member), campaign, &source, (control_share, seed)).await
            }
            Request::NoteResult { operation, member, recipients, result, value } => {
                self.note_result(operation, member, &recipients, result, value).await
            }
            Request::CampaignTally(campaign) => self.campaign_tally(campaign).map_or_else(Reply::Failed, Reply::Tally),
            Request::CampaignWorkList { job, campaign, language } => {
                reply(self.work_list(job, campaign, language).await, Reply::WorkList)
            }
            Request::ReadResults { job, campaign, columns, currency, language, write } => {
                let how = ReadResults { campaign, columns, currency, language, write };
                reply(self.read_results(job, how, file).await, Reply::ResultsRead)
            }
            Request::PurchaseSummary => self.when_ready(|book| Reply::PurchaseSummary(features::summary(book))),
            Request::Features(wanted) => self.when_ready(|book| Reply::Features(features::features(book, &wanted))),
            // Whoever holds the port takes this request before it comes here.
            Request::ServeAnalyst => Reply::Failed(Failure::Bug("no port came with the request".to_owned())),
            Request::UseCourier => Reply::Failed(Failure::Bug("no port came with the request".to_owned())),
            Request::ServeConverter => Reply::Failed(Failure::Bug("no port came with the request".to_owned())),
            Request::BackupBegin => reply(self.backup_begin().await, Reply::BackupBegun),
            Request::BackupPart => reply(self.backup_part().await, Reply::BackupPart),
            Request::RestoreBegin => done(self.restore_begin()),
            Request::RestorePart(part) => done(self.restore_part(&part.records, &part.history, &part.operations)),
            Request::RestoreEnd { operation, member, made, digest } => {
                reply(self.restore_end((operation, member), made, digest).await, Reply::Restored)
            }
            Request::KeepBackupPassphrase(passphrase) => done(self.keep_backup_passphrase(passphrase).await),
            Request::BackupPassphrase => {
                self.backup_passphrase().await.map_or_else(Reply::Failed, Reply::BackupPassphrase)
            }
            Request::BackupAbandon => {
                self.backup_abandon();
                self.restore_abandon();
                Reply::Done
            }
            Request::Groups { model } => match NearestCentroid::decode(&model) {
                Ok(model) => self.when_ready(|book| Reply::Groups(features::groups(book, &model))),
                Err(error) => Reply::Failed(Failure::Bug(error.to_string())),
            },
            Request::SavedSegments => self.when_ready(|book| Reply::SavedSegments(features::saved_segments(book))),
            Request::Storage => self.storage_figures().await.map_or_else(Reply::Failed, Reply::Storage),
            Request::CheckIntegrity(job) => reply(self.check_integrity(job).await, Reply::Integrity),
            Request::Repair(job) => reply(self.repair(job).await, Reply::Repaired),
            Request::SetAside => reply(self.set_aside_file().await, Reply::File),
            Request::LookForRoom => {
                self.look_for_room().await;
                Reply::State(self.state())
            }
            Request::Fold => done(self.fold().await.map_err(|error| failure_of(&error))),
            Request::Cancel(job) => {
                self.cancel(job);
                Reply::Done
            }
            Request::CatchUp => done(self.catch_up().await.map_err(|error| failure_of(&error))),
            Request::Audit(request) => reply(self.audit(request).await, Reply::Audit),
            Request::Person(request) => reply(self.person(request).await, Reply::Person),
            Request::Lock(request) => self.serve_lock(request).await,
            Request::Sync(request) => self.serve_sync(request).await,
            Request::Reopen => {
                self.open().await;
                Reply::State(self.state())
            }
        }
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// Answers from the book once all of it is in memory: a sum of half of it would be wrong.
    fn when_ready(&self, answer: impl FnOnce(&Book) -> Reply) -> Reply {
        match self.ready() {
            Ok(()) => answer(&self.book.borrow()),
            Err(failure) => Reply::Failed(failure),
        }
    }
}

/// Whether a request cannot be answered, or not rightly, while some kinds of records are still being read. Lists find out by
/// themselves what they need.
fn needs_the_whole_book(request: &Request) -> bool {
    !matches!(
        request,
        Request::State
            | Request::Rows(_)
            | Request::ImportOpen { .. }
            | Request::ImportReread(_)
            | Request::Storage
            | Request::CatchUp
            | Request::Cancel(_)
            | Request::Lock(_)
            | Request::Sync(SyncRequest::State)
            | Request::UseCourier
            | Request::Reopen
    )
}

/// What is measured of a request. Many records at once are no measure of what one edit takes.
fn timed(request: &Request) -> Option<Timed> {
    match request {
        Request::Commit { .. } | Request::Undo { .. } => Some(Timed::Commit),
        Request::Rows(rows) if rows.query.search.is_empty() => Some(Timed::Query),
        Request::Rows(_) | Request::Find { .. } => Some(Timed::Search),
        _ => None,
    }
}

fn is_an_answer(reply: &Reply) -> bool {
    matches!(reply, Reply::Rows(_) | Reply::Found(_) | Reply::Committed(_) | Reply::Undone { .. })
}

fn reply<T>(result: Result<T, Stopped>, make: fn(T) -> Reply) -> Reply {
    match result {
        Ok(value) => make(value),
        Err(Stopped::Cancelled) => Reply::Cancelled,
        Err(Stopped::Failed(failure)) => Reply::Failed(failure),
    }
}

fn done(result: Result<(), Failure>) -> Reply {
    match result {
        Ok(()) => Reply::Done,
        Err(failure) => Reply::Failed(failure),
    }
}
