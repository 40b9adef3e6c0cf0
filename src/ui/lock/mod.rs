//! The lock on the screen: the lock screen, and what setting a passphrase needs wherever it is set.

mod focus;
mod lock_screen;
mod new_passphrase_form;
mod passphrase_fields;
mod recovery_key_parts;
mod strength_meter;
mod trouble;

pub use lock_screen::LockScreen;
pub use passphrase_fields::{PassphraseDraft, PassphraseFields};
pub use recovery_key_parts::{Caution, ShownRecoveryKey, TypeBack, is_typed_back};
pub use trouble::{Trouble, typed_secret};
