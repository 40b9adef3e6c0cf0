//! The lock of the book: opened, turned on, changed, turned off.

use crate::domain::secret::{KeySecret, SecretBytes};
use crate::engine::core::{Engine, failure_of, failure_of_disk};
use crate::engine::environment::LockName;
use crate::engine::lock_protocol::{LockFigures, LockReply, LockRequest};
use crate::engine::protocol::{Failure, Job, Phase, Reply};
use crate::storage::{
    Disk, NewPassphrase, Storage, StorageError, change_passphrase, change_recovery_key, lock_state, try_secret,
    turn_off,
};
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// Answers a request about the lock.
    pub(super) async fn serve_lock(self: &Rc<Self>, request: LockRequest) -> Reply {
        let answer = match request {
            LockRequest::Unlock(secret) => return self.unlock(&secret).await,
            LockRequest::TurnOn { job, stretched, how, recovery_key } => {
                return self.turn_lock_on(job, NewPassphrase { stretched, how }, recovery_key).await;
            }
            LockRequest::Figures => {
                let found = self.on_disk(async |disk| lock_state(disk).await.map(figures)).await;
                if matches!(found, Ok(LockReply::Figures(figures)) if !figures.is_on)
                    && *self.phase.borrow() == Phase::Locked
                {
                    // Another tab has taken the lock away.
                    self.open().await;
                }
                found
            }
            LockRequest::Try(secret) => self.on_disk(async |disk| done(try_secret(disk, &secret).await)).await,
            LockRequest::ChangePassphrase { current, stretched, how } => {
                let new = NewPassphrase { stretched, how };
                let chance = self.environment.chance();
                self.on_disk(async |disk| done(change_passphrase(disk, &*chance, &current, &new).await)).await
            }
            LockRequest::ChangeRecoveryKey { current, recovery_key } => {
                let chance = self.environment.chance();
                self.on_disk(async |disk| done(change_recovery_key(disk, &*chance, &current, &recovery_key).await))
                    .await
            }
            LockRequest::TurnOff { current } => {
                let _write = self.environment.lock(LockName::Write).await;
                self.on_disk(async |disk| done(turn_off(disk, &current).await)).await
            }
        };
        match answer {
            Ok(reply) => {
                self.note_lock().await;
                Reply::Lock(reply)
            }
            Err(failure) => Reply::Failed(failure),
        }
    }

    /// Runs work on the disk of the open book, or on the disk itself while the book is locked.
    async fn on_disk(
        &self,
        work: impl AsyncFnOnce(&D) -> Result<LockReply, StorageError>,
    ) -> Result<LockReply, Failure> {
        let open = self.storage.borrow().clone();
        let outcome = match open {
            Some(storage) => work(storage.disk()).await,
            None => {
                let disk = (self.open_disk)().await.map_err(|error| failure_of_disk(&error))?;
                work(&disk).await
            }
        };
        match outcome {
            Ok(reply) => Ok(reply),
            Err(StorageError::WrongSecret) => Ok(LockReply::Wrong),
            Err(StorageError::SlotDamaged) => Ok(LockReply::Damaged),
            Err(error) => Err(failure_of(&error)),
        }
    }

    /// Tells the page when the lock was turned on or off, by this tab or another one.
    async fn note_lock(&self) {
        let found = self.on_disk(async |disk| lock_state(disk).await.map(figures)).await;
        if let Ok(LockReply::Figures(figures)) = found
            && self.lock_on.replace(figures.is_on) != figures.is_on
        {
            self.tell_state();
        }
    }

    async fn unlock(self: &Rc<Self>, secret: &KeySecret) -> Reply {
        if *self.phase.borrow() != Phase::Locked {
            // Two presses of the same button: the first one has opened it.
            return Reply::Lock(LockReply::Done);
        }
        let disk = match (self.open_disk)().await {
            Ok(disk) => disk,
            Err(error) => return Reply::Failed(failure_of_disk(&error)),
        };
        match Storage::unlock(disk, self.environment.chance(), secret).await {
            Ok(storage) => {
                self.open_storage(Rc::new(storage)).await;
                Reply::Lock(LockReply::Done)
            }
            Err(StorageError::WrongSecret) => Reply::Lock(LockReply::Wrong),
            Err(StorageError::SlotDamaged) => Reply::Lock(LockReply::Damaged),
            Err(error) => Reply::Failed(failure_of(&error)),
        }
    }

    async fn turn_lock_on(self: &Rc<Self>, job: Job, passphrase: NewPassphrase, recovery_key: SecretBytes) -> Reply {
        if let Err(failure) = self.ready() {
            return Reply::Failed(failure);
        }
        let storage = match self.storage() {
            Ok(storage) => storage,
            Err(failure) => return Reply::Failed(failure),
        };
        // Whoever writes in several steps, and whoever folds, comes before or after; nobody reads what is half old.
        let _write = self.environment.lock(LockName::Write).await;
        let _fold = self.environment.lock(LockName::Fold).await;
        let _turn = self.reading.take().await;
        let progress = async |done, total| {
            // It cannot be ended half way, nor is there a need to: nothing has changed until it is done.
            let _ = self.go_on(job, done, total).await;
        };
        let outcome = storage.turn_lock_on(&passphrase, &recovery_key, progress).await;
        self.sync_objects_dropped();
        self.note_lock().await;
        match outcome {
            Ok(()) => Reply::Lock(LockReply::Done),
            Err(error) => Reply::Failed(failure_of(&error)),
        }
    }
}

fn done(outcome: Result<(), StorageError>) -> Result<LockReply, StorageError> {
    outcome.map(|()| LockReply::Done)
}

fn figures(state: crate::storage::LockState) -> LockReply {
    LockReply::Figures(LockFigures {
        is_on: state.is_on,
        stretching: state.stretching,
        passphrase_damaged: state.passphrase_damaged,
        has_recovery_key: state.has_recovery_key,
    })
}
