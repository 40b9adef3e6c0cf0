//! Asking the engine about the file, and finding out how an import ended.

use web_sys::File;

use super::told::done_text;
use crate::domain::id::OperationId;
use crate::domain::record::Kind;
use crate::messages::import as words;
use crate::state::import_plan::{ImportPlan, ImportPreview, ImportReport, Reading};
use crate::state::protocol::{Failure, FileProblem, ImportLine, Job, Reply, Request};
use crate::state::{AppState, Notice, NoticeTone, failure_text, offer_undo, working_member};

/// How an import ended.
pub(super) enum RunEnd {
    /// It is written, or there was nothing to write.
    Done(ImportReport),
    /// It was cancelled; nothing is written.
    Cancelled,
    /// It could not be done; nothing is written.
    NotWritten(Failure),
    /// It is not known whether it is written.
    Unsure(Failure),
}

/// Imports. With `repeated` it is first looked up whether an earlier attempt with this number was written after all.
pub(super) async fn run(
    app: AppState,
    job: Job,
    plan: ImportPlan,
    operation: OperationId,
    file: Option<File>,
    repeated: bool,
) -> RunEnd {
    if repeated {
        match written_import(app, operation).await {
            Ok(Some(report)) => return RunEnd::Done(report),
            Ok(None) => {}
            Err(failure) => return RunEnd::Unsure(failure),
        }
    }
    let member = match working_member(app).await {
        Ok(member) => member,
        Err(failure) => return RunEnd::NotWritten(failure),
    };
    let read_as = (plan.kind, plan.reading);
    match ask_about_file(app, file, read_as, Request::ImportRun { job, operation, member, plan }).await {
        Reply::ImportDone(report) => RunEnd::Done(report),
        Reply::Cancelled => RunEnd::Cancelled,
        other => how_it_failed(app, operation, failure_in(other)).await,
    }
}

async fn how_it_failed(app: AppState, operation: OperationId, failure: Failure) -> RunEnd {
    match written_import(app, operation).await {
        Ok(Some(report)) => RunEnd::Done(report),
        Ok(None) => RunEnd::NotWritten(failure),
        // Only these can come between the writing and the word that it is done.
        Err(_) if matches!(failure, Failure::Bug(_) | Failure::StorageLost(_)) => RunEnd::Unsure(failure),
        Err(_) => RunEnd::NotWritten(failure),
    }
}

/// What an import did, if it is among those that were written.
async fn written_import(app: AppState, operation: OperationId) -> Result<Option<ImportReport>, Failure> {
    let imports = app.engine.imports().await?;
    Ok(imports.into_iter().find(|line| line.operation.id == operation).map(report_of))
}

fn report_of(line: ImportLine) -> ImportReport {
    let summary = line.summary;
    let counts = ImportPreview {
        rows: summary.rows,
        created: summary.created,
        updated: summary.updated,
        skipped: summary.skipped,
        problems: summary.problems,
        customers_created: summary.customers_created,
        ..ImportPreview::default()
    };
    ImportReport { operation: Some(line.operation.id), counts }
}

/// Asks something about the file. A worker that was started anew has forgotten it and is handed it once more.
pub(super) async fn ask_about_file(
    app: AppState,
    file: Option<File>,
    (kind, reading): (Kind, Reading),
    request: Request,
) -> Reply {
    let reply = app.engine.ask(request.clone()).await;
    match (reply, file) {
        (Reply::Failed(Failure::File(FileProblem::Missing)), Some(file)) => {
            let again = Request::ImportOpen { kind: Some(kind), reading: Some(reading) };
            match app.engine.ask_with(again, file.into()).await {
                Reply::ImportDraft(_) => app.engine.ask(request).await,
                other => other,
            }
        }
        (reply, _) => reply,
    }
}

/// The failure in a reply that is not the awaited one.
pub(super) fn failure_in(reply: Reply) -> Failure {
    match reply {
        Reply::Failed(failure) => failure,
        _ => Failure::Bug("the engine gave an answer to another question".to_owned()),
    }
}

/// Tells the end of an import whose page has been left.
pub(super) fn tell_by_notice(app: AppState, kind: Kind, file: String, end: RunEnd) {
    let (message, failure) = match end {
        RunEnd::Done(ImportReport { operation: Some(operation), counts }) => {
            return offer_undo(app, move |language| done_text(kind, &counts, language), operation);
        }
        RunEnd::Done(_) => {
            app.notices.push(Notice::plain(NoticeTone::Info, words::DONE_NOTHING));
            return;
        }
        RunEnd::Cancelled => {
            app.notices.push(Notice::plain(NoticeTone::Info, words::IMPORT_STOPPED));
            return;
        }
        RunEnd::NotWritten(failure) => (words::NOT_IMPORTED_BECAUSE, failure),
        RunEnd::Unsure(failure) => (words::UNSURE_BECAUSE, failure),
    };
    let notice = Notice::new(NoticeTone::Bad, move |language| {
        message.fill(language, &[("file", &file), ("reason", &failure_text(&failure, language))])
    });
    app.notices.push(notice.sticky());
}
