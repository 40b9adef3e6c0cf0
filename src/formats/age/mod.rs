//! Files of the format *age*, version 1, opened by a passphrase: <https://age-encryption.org/v1>.
//!
//! A file is a *header* in text, which holds the file's own key wrapped by the passphrase, and a *payload* of sealed
//! chunks. Written here from the public specification because the crate `age` brings a second set of ciphers and its own
//! translations; the tests open our files with that crate, and its files with this one.
//!
//! Absent on purpose: keys of recipients, and plug-ins. Chance is an argument.

mod header;
mod stream;

pub use header::{Header, Started, begin, read_header};
pub use stream::{CHUNK, OpeningStream, SealingStream};

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The random bytes that a file needs: the salt, the file's key, the nonce of the payload.
pub const RANDOM_BYTES: usize = 48;

/// The binary logarithm of the memory-hard work that our files ask for: 64 MiB, which a phone's browser can give.
pub const USUAL_WORK: u8 = 16;

/// The most work that is done to open a file: 256 MiB, which is what the program `age` asks for.
pub const MOST_WORK: u8 = 18;

/// The key of one file.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FileKey([u8; 16]);

/// Why a file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgeError {
    /// It does not begin as such a file does.
    #[error("this is no age file")]
    NotAge,
    /// Another version of the format.
    #[error("a newer version of the age format")]
    OtherVersion,
    /// It is locked for keys and not by a passphrase.
    #[error("not locked by a passphrase")]
    NoPassphrase,
    /// It asks for more work than is done.
    #[error("asks for 2^{0} of work")]
    TooMuchWork(u8),
    /// The passphrase is another one.
    #[error("another passphrase")]
    WrongPassphrase,
    /// Bytes are not as they were written.
    #[error("damaged")]
    Damaged,
    /// The end is missing.
    #[error("cut off")]
    Truncated,
}
