//! The one way by which screens change data.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::failures::failure_text;
use super::identifiers::{new_id, new_operation};
use super::notices::{Notice, NoticeTone};
use super::protocol::{Committed, Failure, Phase, RecordProblem, Reply, Request, SampleWish, SyncRequest};
use crate::domain::change::Change;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::member;
use crate::domain::operation::Action;
use crate::domain::parse;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::shell as words;
use crate::platform::clock;

/// How long to wait before looking again whether the members have been read, in milliseconds.
const LOOK_AGAIN_MS: u32 = 30;

/// What became of an edit.
#[derive(Clone, Debug, PartialEq)]
pub enum CommitOutcome {
    /// It is on the disk.
    Saved(Committed),
    /// A person must put this right first; nothing was written.
    Refused(Vec<RecordProblem>),
    /// It could not be written. A notice says so and offers to try again; the edit must stay on the screen.
    Failed(Failure),
}

/// Writes changes, all or none, in the name of who works on this device. The first action of an empty book makes that
/// member as well. Its future may be dropped: what was begun is finished.
pub async fn commit(app: AppState, action: Action, changes: Vec<Change>) -> CommitOutcome {
    let operation = match new_operation() {
        Ok(operation) => operation,
        Err(failure) => return failed(app, failure, None),
    };
    let (member, made) = match member_for_commit(app).await {
        Ok(member) => member,
        Err(failure) => return failed(app, failure, None),
    };
    let changes = made.into_iter().chain(changes).collect();
    send(app, Request::Commit { operation, member, action, changes }).await
}

/// Makes the sample data of a trade.
pub async fn load_sample(app: AppState, wish: SampleWish) -> CommitOutcome {
    as_working_member(app, move |operation, member| Request::LoadSample { operation, member, wish }).await
}

/// Moves all sample data to the trash.
pub async fn remove_sample(app: AppState) -> CommitOutcome {
    as_working_member(app, move |operation, member| Request::RemoveSample { operation, member }).await
}

/// Sends a request that writes in the name of who works on this device, who is made first where the book has no member.
async fn as_working_member(app: AppState, request: impl FnOnce(OperationId, MemberId) -> Request) -> CommitOutcome {
    let operation = match new_operation() {
        Ok(operation) => operation,
        Err(failure) => return failed(app, failure, None),
    };
    match working_member(app).await {
        Ok(member) => send(app, request(operation, member)).await,
        Err(failure) => failed(app, failure, None),
    }
}

/// The same edit to every record that a query finds, or only to those of `only`, unless that is empty. `deleted` is as
/// in [`Change`].
pub async fn commit_to_all(
    app: AppState,
    query: Query,
    only: Vec<Id>,
    fields: Vec<(u16, Value)>,
    deleted: Option<bool>,
) -> CommitOutcome {
    let request = move |operation, member| Request::CommitToAll { operation, member, query, only, fields, deleted };
    as_working_member(app, request).await
}

/// Sends a request that changes data and is answered as a commit, in the name of who works on this device. `make` gets the
/// operation and the member. Told, and offered again on failure, as any edit.
pub async fn commit_by(app: AppState, make: impl FnOnce(OperationId, MemberId) -> Request) -> CommitOutcome {
    let operation = match new_operation() {
        Ok(operation) => operation,
        Err(failure) => return failed(app, failure, None),
    };
    match working_member(app).await {
        Ok(member) => send(app, make(operation, member)).await,
        Err(failure) => failed(app, failure, None),
    }
}

/// Who works on this device, made and saved first where the book has no member yet. For requests that carry a member and
/// are not commits, as an import.
///
/// # Errors
/// Why the member could not be made; nothing was told to the user.
pub async fn working_member(app: AppState) -> Result<MemberId, Failure> {
    let (member, made) = member_for_commit(app).await?;
    let Some(change) = made else { return Ok(member) };
    let request = Request::Commit { operation: new_operation()?, member, action: Action::SetUp, changes: vec![change] };
    match app.engine.ask(request).await {
        Reply::Committed(_) => {
            app.settings.set_member(Some(member));
            Ok(member)
        }
        other => Err(super::questions::failure_of(other)),
    }
}

/// Who works on this device, and the change that makes them where the book has no member.
async fn member_for_commit(app: AppState) -> Result<(MemberId, Option<Change>), Failure> {
    loop {
        if let Some(member) = app.settings.member.get_untracked() {
            return Ok((member, None));
        }
        let (first, phase) = app.book.with_untracked(|book| (book.first_member, book.phase.clone()));
        if let Some(member) = first {
            return Ok((member, None));
        }
        match phase {
            Phase::Ready => break,
            Phase::Failed(failure) => return Err(failure),
            // Members are read after customers: whether there is one is not known yet.
            Phase::Opening | Phase::Locked | Phase::Loading => clock::sleep(LOOK_AGAIN_MS).await,
        }
    }
    // Two first actions at once make the same member twice, which is the same as once.
    let member = match app.new_member.get_value() {
        Some(member) => member,
        None => MemberId(new_id()?),
    };
    app.new_member.set_value(Some(member));
    Ok((member, Some(Change::edit(Kind::Member, member.0, vec![(member::NAME, Value::Text(first_name(app)))]))))
}

/// The name typed on the first run; "Me" where nobody typed one, or one that no field would take.
fn first_name(app: AppState) -> String {
    let typed = app.first_name.get_untracked();
    let field = Kind::Member.field(member::NAME);
    match field.map(|field| parse::from_text(field, &typed)) {
        Some(Ok(Value::Text(name))) => name,
        _ => words::FIRST_MEMBER_NAME.text(app.settings.language.get_untracked()).to_owned(),
    }
}

async fn send(app: AppState, request: Request) -> CommitOutcome {
    match app.engine.ask(request.clone()).await {
        Reply::Committed(committed) => {
            saved(app, &request, &committed);
            CommitOutcome::Saved(committed)
        }
        Reply::Refused(problems) => CommitOutcome::Refused(problems),
        other => failed(app, super::questions::failure_of(other), Some(request)),
    }
}

fn saved(app: AppState, request: &Request, committed: &Committed) {
    if let Request::Commit { member, changes, .. } = request
        && changes.iter().any(|change| change.kind == Kind::Member && change.id == member.0)
        && app.settings.member.get_untracked().is_none()
    {
        app.settings.set_member(Some(*member));
    }
    app.undo.push(committed.operation);
}

/// Tells a failure by a notice that stays. With the request it offers to try again, with the same operation id, so that
/// what was written after all is not written twice.
fn failed(app: AppState, failure: Failure, request: Option<Request>) -> CommitOutcome {
    let reason = failure.clone();
    let notice = Notice::new(NoticeTone::Bad, move |language| {
        words::NOT_SAVED_BECAUSE.fill(language, &[("reason", &failure_text(&reason, language))])
    });
    let notice = match request {
        None => notice.about("not saved"),
        Some(request) => {
            let topic = operation_of(&request).map_or_else(String::new, |operation| format!("not saved {operation}"));
            notice.about(topic).with_action(words::TRY_AGAIN, move || {
                let request = request.clone();
                spawn_local(async move { try_again(app, request).await });
            })
        }
    };
    app.notices.push(notice.sticky());
    CommitOutcome::Failed(failure)
}

async fn try_again(app: AppState, request: Request) {
    match send(app, request).await {
        CommitOutcome::Saved(_) => {
            app.notices.push(Notice::plain(NoticeTone::Success, words::SAVED_NOW));
        }
        CommitOutcome::Refused(problems) => {
            app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                let reason = problems.first().map(|problem| problem.problem.text(language)).unwrap_or_default();
                words::NOT_SAVED_BECAUSE.fill(language, &[("reason", &reason)])
            }));
        }
        // A new notice has been pushed.
        CommitOutcome::Failed(_) => {}
    }
}

fn operation_of(request: &Request) -> Option<OperationId> {
    match request {
        Request::Commit { operation, .. }
        | Request::CommitToAll { operation, .. }
        | Request::FillAudience { operation, .. }
        | Request::NoteResult { operation, .. }
        | Request::Sync(SyncRequest::Settle { operation, .. }) => Some(*operation),
        _ => None,
    }
}
