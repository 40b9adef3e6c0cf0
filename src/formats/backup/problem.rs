use crate::formats::age::AgeError;
use borsh::{BorshDeserialize, BorshSerialize};

/// Why a file cannot be restored. Nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize, thiserror::Error)]
pub enum BackupProblem {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is another sort of file.
    #[error("the file is no backup")]
    NotABackup,
    /// It is an age file, but not one that a passphrase opens.
    #[error("the file is locked by a key and not by a passphrase")]
    NoPassphrase,
    /// The passphrase is another one.
    #[error("the passphrase is another one")]
    WrongPassphrase,
    /// A newer release made it.
    #[error("a newer release made the file")]
    Newer,
    /// Its end is missing.
    #[error("the end of the file is missing")]
    Truncated,
    /// Bytes are not as they were written; the line where that was seen, 0 where it is not known.
    #[error("the file is damaged at line {0}")]
    Damaged(u64),
    /// What was counted or digested is not what the last line says.
    #[error("the file does not hold what its last line says")]
    Unequal,
    /// A line is longer than any line of a backup.
    #[error("line {0} is too long")]
    LineTooLong(u64),
    /// It unpacks to more than any backup does.
    #[error("the file unpacks to more than a backup does")]
    TooLarge,
}

impl From<AgeError> for BackupProblem {
    fn from(error: AgeError) -> BackupProblem {
        match error {
            AgeError::NotAge => BackupProblem::NotABackup,
            AgeError::OtherVersion => BackupProblem::Newer,
            AgeError::NoPassphrase => BackupProblem::NoPassphrase,
            AgeError::TooMuchWork(_) => BackupProblem::TooLarge,
            AgeError::WrongPassphrase => BackupProblem::WrongPassphrase,
            AgeError::Damaged => BackupProblem::Damaged(0),
            AgeError::Truncated => BackupProblem::Truncated,
        }
    }
}
