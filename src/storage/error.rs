use super::chance::ChanceFailed;
use super::disk::DiskError;

/// What the storage could not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The database said no.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// There were no random bytes for a key or a nonce.
    #[error(transparent)]
    Chance(#[from] ChanceFailed),
    /// The book's header cannot be read. Nothing is overwritten; the data may still be whole.
    #[error("the header of the book is damaged")]
    BookDamaged,
    /// There is data and no header: with it the key is gone. A new one is never made over old data.
    #[error("the header of the book is missing although there is data")]
    BookMissing,
    /// A newer version of the app wrote the book's header.
    #[error("the book has format {format}, which is newer than this version of the app")]
    NewerBook {
        /// Its format.
        format: u64,
    },
    /// The key does not lie in the clear: a passphrase or a recovery key is needed.
    #[error("the book is locked")]
    Locked,
    /// The passphrase or the recovery key is another one.
    #[error("the passphrase or recovery key does not open the book")]
    WrongSecret,
    /// What the passphrase or the recovery key would open is damaged, or is not there. It says nothing about the secret.
    #[error("the key slot is damaged or missing")]
    SlotDamaged,
    /// Another tab gave the book another key, or changed the header; nothing was written.
    #[error("another tab has changed the key of the book")]
    KeyChanged,
    /// A sealed object was changed, exchanged or cut since it was written.
    #[error("{object} is damaged")]
    Damaged {
        /// Its store and name.
        object: String,
    },
    /// More than the format has room for.
    #[error("{0} does not fit into one object")]
    TooLarge(&'static str),
}

/// Why one object among others is not given; the others are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It was changed, exchanged or cut since it was written, or sealed with another key.
    #[error("it is damaged")]
    Damaged,
    /// It is whole, and a newer version of the app wrote it. It must stay as it is.
    #[error("a newer version of the app wrote it")]
    Unknown,
}
