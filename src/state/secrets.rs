//! Passphrases and recovery keys on their way to the engine. They are held in memory alone, and only as long as it takes.

use super::app::AppState;
use super::keysmith::stretch;
use super::protocol::{Failure, Job, LockFigures, LockReply, LockRequest, Reply, Request};
use crate::domain::secret::{KeySecret, RECOVERY_KEY_BYTES, RecoveryKey, Stretching};
use crate::platform::random;

/// What a person typed to open the book.
#[derive(Clone, Debug)]
pub enum TypedSecret {
    /// A passphrase.
    Passphrase(TypedPassphrase),
    /// A recovery key.
    RecoveryKey(RecoveryKey),
}

/// A passphrase as it was typed. It is not printed for reports.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TypedPassphrase(pub zeroize::Zeroizing<String>);

impl std::fmt::Debug for TypedPassphrase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TypedPassphrase")
    }
}

impl TypedSecret {
    /// From the text of a passphrase field.
    pub fn passphrase(text: String) -> TypedSecret {
        TypedSecret::Passphrase(TypedPassphrase(text.into()))
    }
}

/// A new recovery key, from the browser's chance.
///
/// # Errors
/// Where the browser has none.
pub fn new_recovery_key() -> Result<RecoveryKey, Failure> {
    let mut bytes = [0; RECOVERY_KEY_BYTES];
    random::fill(&mut bytes).map_err(|error| Failure::Bug(error.to_string()))?;
    Ok(RecoveryKey::new(bytes))
}

/// How the lock stands on the disk.
///
/// # Errors
/// When the header of the book cannot be read.
pub async fn lock_figures(app: AppState) -> Result<LockFigures, Failure> {
    match ask(app, LockRequest::Figures).await? {
        LockReply::Figures(figures) => Ok(figures),
        other => Err(Failure::Bug(format!("{other:?}"))),
    }
}

/// Opens the locked book.
///
/// # Errors
/// What kept it from being tried. A wrong secret is no error but [`LockReply::Wrong`].
pub async fn unlock(app: AppState, typed: &TypedSecret) -> Result<LockReply, Failure> {
    match key_secret(app, typed).await? {
        Ok(secret) => ask(app, LockRequest::Unlock(secret)).await,
        Err(reply) => Ok(reply),
    }
}

/// Looks whether a secret would open the book.
///
/// # Errors
/// As for [`unlock`].
pub async fn try_secret(app: AppState, typed: &TypedSecret) -> Result<LockReply, Failure> {
    match key_secret(app, typed).await? {
        Ok(secret) => ask(app, LockRequest::Try(secret)).await,
        Err(reply) => Ok(reply),
    }
}

/// Turns the lock on. The engine tells the job how many objects are sealed.
///
/// # Errors
/// Why it stayed off.
pub async fn turn_lock_on(
    app: AppState,
    job: Job,
    passphrase: &TypedPassphrase,
    recovery_key: &RecoveryKey,
) -> Result<LockReply, Failure> {
    let how = new_stretching()?;
    let stretched = stretch(&passphrase.0, how).await?;
    let recovery_key = recovery_key.secret();
    ask(app, LockRequest::TurnOn { job, stretched, how, recovery_key }).await
}

/// Puts another passphrase in the place of the present one.
///
/// # Errors
/// Why the present one still holds.
pub async fn change_passphrase(
    app: AppState,
    current: &TypedSecret,
    new: &TypedPassphrase,
) -> Result<LockReply, Failure> {
    let current = match key_secret(app, current).await? {
        Ok(secret) => secret,
        Err(reply) => return Ok(reply),
    };
    let how = new_stretching()?;
    let stretched = stretch(&new.0, how).await?;
    ask(app, LockRequest::ChangePassphrase { current, stretched, how }).await
}

/// Puts another recovery key in the place of the present one.
///
/// # Errors
/// Why the present one still holds.
pub async fn change_recovery_key(
    app: AppState,
    current: &TypedSecret,
    new: &RecoveryKey,
) -> Result<LockReply, Failure> {
    match key_secret(app, current).await? {
        Ok(current) => ask(app, LockRequest::ChangeRecoveryKey { current, recovery_key: new.secret() }).await,
        Err(reply) => Ok(reply),
    }
}

/// Takes the lock away.
///
/// # Errors
/// Why it is still there.
pub async fn turn_lock_off(app: AppState, current: &TypedSecret) -> Result<LockReply, Failure> {
    match key_secret(app, current).await? {
        Ok(current) => ask(app, LockRequest::TurnOff { current }).await,
        Err(reply) => Ok(reply),
    }
}

pub(super) fn new_stretching() -> Result<Stretching, Failure> {
    let mut salt = [0; 16];
    random::fill(&mut salt).map_err(|error| Failure::Bug(error.to_string()))?;
    Ok(Stretching::usual(salt))
}

/// What opens a slot; or the answer that there is nothing to be opened with it.
async fn key_secret(app: AppState, typed: &TypedSecret) -> Result<Result<KeySecret, LockReply>, Failure> {
    match typed {
        TypedSecret::RecoveryKey(key) => Ok(Ok(KeySecret::Recovery(key.secret()))),
        TypedSecret::Passphrase(passphrase) => match lock_figures(app).await?.stretching {
            Some(how) => Ok(Ok(KeySecret::Stretched(stretch(&passphrase.0, how).await?))),
            None => Ok(Err(LockReply::Damaged)),
        },
    }
}

async fn ask(app: AppState, request: LockRequest) -> Result<LockReply, Failure> {
    match app.engine.ask(Request::Lock(request)).await {
        Reply::Lock(reply) => Ok(reply),
        other => Err(super::questions::failure_of(other)),
    }
}
