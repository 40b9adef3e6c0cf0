//! One person's data: what there is, as a file, and its erasure.

use super::app::AppState;
use super::edits::working_member;
use super::engine::Engine;
use super::identifiers::new_operation;
use super::keysmith::stretch;
use super::lock::lock_other_tabs;
use super::protocol::{
    ErasedFigures, ExportedFile, Failure, Job, PersonErasure, PersonFile, PersonReply, PersonReport, PersonRequest,
    Reply, Request,
};
use super::questions::failure_of;
use super::secrets::{TypedPassphrase, lock_figures};
use crate::domain::id::Id;
use crate::domain::secret::RecoveryKey;
use crate::messages::Language;
use leptos::prelude::GetUntracked;

impl Engine {
    /// Everything that mentions a customer; `None` when it was cancelled.
    pub async fn person_report(self, job: Job, id: Id) -> Result<Option<PersonReport>, Failure> {
        match self.ask(Request::Person(PersonRequest::Report(job, id))).await {
            Reply::Person(PersonReply::Report(report)) => Ok(Some(report)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }

    /// Everything that is theirs in one file; `None` when it was cancelled.
    pub async fn person_file(
        self,
        job: Job,
        id: Id,
        form: PersonFile,
        language: Language,
    ) -> Result<Option<ExportedFile>, Failure> {
        match self.ask(Request::Person(PersonRequest::Export { job, id, form, language })).await {
            Reply::Person(PersonReply::File(file)) => Ok(Some(file)),
            Reply::Cancelled => Ok(None),
            other => Err(failure_of(other)),
        }
    }
}

/// Erases people for good, and has the other tabs load the book anew. `keys` are the passphrase and a new recovery key
/// where the book has a lock. `None` for a wrong passphrase.
///
/// # Errors
/// Why nothing was erased.
pub async fn erase_people(
    app: AppState,
    job: Job,
    customers: Vec<Id>,
    keeps_business: bool,
    keys: Option<(TypedPassphrase, RecoveryKey)>,
) -> Result<Option<ErasedFigures>, Failure> {
    let operation = new_operation()?;
    let member = working_member(app).await?;
    let keys = match keys {
        Some((passphrase, recovery_key)) => {
            let Some(how) = lock_figures(app).await?.stretching else { return Ok(None) };
            Some((stretch(&passphrase.0, how).await?, how, recovery_key.secret()))
        }
        None => None,
    };
    let language = app.settings.language.try_get_untracked().unwrap_or_default();
    let erasure = PersonErasure { job, operation, member, customers, keeps_business, keys, language };
    match app.engine.ask(Request::Person(PersonRequest::Erase(erasure))).await {
        Reply::Person(PersonReply::Erased(figures)) => {
            lock_other_tabs(app);
            Ok(Some(figures))
        }
        Reply::Person(PersonReply::WrongPassphrase) => Ok(None),
        other => Err(failure_of(other)),
    }
}
