//! What the page and the engine say to each other about the lock.

use crate::domain::secret::{KeySecret, SecretBytes, Stretching};
use crate::engine::protocol::Job;
use serde::{Deserialize, Serialize};

/// What the page can ask about the lock. Each is answered by a [`LockReply`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockRequest {
    /// How it stands: [`LockReply::Figures`].
    Figures,
    /// Open the locked book: [`LockReply::Done`], once everything is read, or [`LockReply::Wrong`].
    Unlock(KeySecret),
    /// Look whether a secret would open the book.
    Try(KeySecret),
    /// Turn it on; everything on the disk is sealed anew.
    TurnOn {
        /// Told how many objects are sealed.
        job: Job,
        /// What the passphrase was stretched into.
        stretched: SecretBytes,
        /// How.
        how: Stretching,
        /// The recovery key.
        recovery_key: SecretBytes,
    },
    /// Another passphrase in the place of the present one.
    ChangePassphrase {
        /// Either secret that opens the book now.
        current: KeySecret,
        /// What the new one was stretched into.
        stretched: SecretBytes,
        /// How.
        how: Stretching,
    },
    /// Another recovery key in the place of the present one.
    ChangeRecoveryKey {
        /// Either secret that opens the book now.
        current: KeySecret,
        /// The new one.
        recovery_key: SecretBytes,
    },
    /// Take the lock away; the key lies in the clear from then on.
    TurnOff {
        /// Either secret that opens the book now.
        current: KeySecret,
    },
}

/// How the lock stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockFigures {
    /// A passphrase is asked for.
    pub is_on: bool,
    /// How the passphrase is stretched, where that can be read.
    pub stretching: Option<Stretching>,
    /// What the passphrase would open is damaged.
    pub passphrase_damaged: bool,
    /// There is a recovery key that can be tried.
    pub has_recovery_key: bool,
}

/// What the engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockReply {
    /// It is done, or the secret is right.
    Done,
    /// How it stands.
    Figures(LockFigures),
    /// The secret is another one. Nothing has changed.
    Wrong,
    /// What the secret would open is damaged, so that nothing can be said about the secret. Nothing has changed.
    Damaged,
}
