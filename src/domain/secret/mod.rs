//! What locks a book: a passphrase and how it is stretched into a key, the recovery key, and how strong a passphrase is.
//!
//! Pure, as all of the domain: the random bytes of a recovery key and of a salt are arguments, and the stretching itself,
//! which takes long, is carried out elsewhere. Whatever holds a secret here shows nothing of it when it is printed for a
//! report, and wipes it from memory when it is dropped.

mod common;
mod recovery_key;
mod secret_bytes;
mod strength;
mod stretching;

pub use recovery_key::{RECOVERY_KEY_BYTES, RecoveryKey, RecoveryKeyProblem};
pub use secret_bytes::SecretBytes;
pub use strength::{Judgement, Reason, Strength, judge};
pub use stretching::{StretchReply, StretchTask, Stretching, StretchingRefused, normalised};

use serde::{Deserialize, Serialize};

/// What opens a key slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeySecret {
    /// The 32 bytes that the passphrase was stretched into.
    Stretched(SecretBytes),
    /// The 20 bytes of the recovery key.
    Recovery(SecretBytes),
}
