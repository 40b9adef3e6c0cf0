//! Why a secret did not open the book, in words beside the field.

use crate::domain::secret::{RecoveryKey, RecoveryKeyProblem};
use crate::messages::lock as words;
use crate::state::protocol::{Failure, LockReply};
use crate::state::{TypedSecret, failure_text};
use crate::ui::words::{language, t, tf};

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Nothing was typed.
    Nothing,
    /// Another passphrase.
    Wrong,
    /// Another recovery key.
    WrongRecoveryKey,
    /// What the passphrase opens cannot be read.
    Damaged,
    /// What the recovery key opens cannot be read.
    RecoveryDamaged,
    /// It is no recovery key.
    NoRecoveryKey(RecoveryKeyProblem),
    /// It could not be tried.
    Failed(Failure),
}

impl Trouble {
    /// What a trial came to; nothing where all is well.
    pub fn of(typed: &TypedSecret, answer: Result<LockReply, Failure>) -> Option<Trouble> {
        let is_key = matches!(typed, TypedSecret::RecoveryKey(_));
        match answer {
            Ok(LockReply::Done | LockReply::Figures(_)) => None,
            Ok(LockReply::Wrong) if is_key => Some(Trouble::WrongRecoveryKey),
            Ok(LockReply::Wrong) => Some(Trouble::Wrong),
            Ok(LockReply::Damaged) if is_key => Some(Trouble::RecoveryDamaged),
            Ok(LockReply::Damaged) => Some(Trouble::Damaged),
            Err(failure) => Some(Trouble::Failed(failure)),
        }
    }

    /// In the language of the screen. Reactive.
    pub fn text(&self) -> String {
        match self {
            Trouble::Nothing => t(words::NEEDED),
            Trouble::Wrong => t(words::WRONG),
            Trouble::WrongRecoveryKey => t(words::WRONG_RECOVERY),
            Trouble::Damaged => t(words::SLOT_DAMAGED),
            Trouble::RecoveryDamaged => t(words::RECOVERY_SLOT_DAMAGED),
            Trouble::NoRecoveryKey(RecoveryKeyProblem::Length(count)) => {
                tf(words::RECOVERY_LENGTH, &[("count", &count.to_string())])
            }
            Trouble::NoRecoveryKey(RecoveryKeyProblem::Character(character)) => {
                tf(words::RECOVERY_CHARACTER, &[("character", &character.to_string())])
            }
            Trouble::NoRecoveryKey(RecoveryKeyProblem::Mistyped) => t(words::RECOVERY_MISTYPED),
            Trouble::Failed(failure) => failure_text(failure, language()),
        }
    }
}

/// What was typed where either secret may stand: a text that is a recovery key by its checksum is taken for one.
pub fn typed_secret(text: &str) -> TypedSecret {
    match RecoveryKey::parse(text) {
        Ok(key) => TypedSecret::RecoveryKey(key),
        Err(_) => TypedSecret::passphrase(text.to_owned()),
    }
}
