//! The code by which another device joins: everything that it needs, sealed with a key that a passphrase is stretched into.
//! Nothing can be had from the code without the passphrase.
//!
//! ```text
//! "burrow1-" · base64url: memory (4, KiB, little-endian) · passes (1) · lanes (1) · salt (16) · sealed settings
//! ```
//! How the passphrase is stretched stands in the clear, is checked against limits before it is used, and is authenticated
//! with what is sealed.

use crate::domain::id::{BookId, Id};
use crate::domain::secret::{SecretBytes, Stretching};
use crate::storage::{Chance, Purpose, SealError, Sealer};
use crate::sync::settings::SyncSettings;
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

const PREFIX: &str = "burrow1-";
const HEAD_BYTES: usize = 4 + 1 + 1 + 16;
/// A longer text is no code.
const LONGEST: usize = 8_000;

/// A code that was read, and not opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    head: [u8; HEAD_BYTES],
    how: Stretching,
    sealed: Vec<u8>,
}

/// Why a code did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationProblem {
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is damaged, or a newer version made it.
    Invalid,
}

fn head_of(how: Stretching) -> Option<[u8; HEAD_BYTES]> {
    let mut head = [0; HEAD_BYTES];
    head[..4].copy_from_slice(&how.memory().to_le_bytes());
    head[4] = u8::try_from(how.passes()).ok()?;
    head[5] = u8::try_from(how.lanes()).ok()?;
    head[6..].copy_from_slice(how.salt());
    Some(head)
}

fn sealer(stretched: &SecretBytes) -> Option<Sealer> {
    let key: [u8; 32] = stretched.bytes().try_into().ok()?;
    // There is no book yet: the head names what is sealed.
    Some(Sealer::new(&Zeroizing::new(key), BookId(Id::from_bytes([0; 16]))))
}

fn name_of(head: &[u8]) -> String {
    format!("invitation/{}", BASE64URL_NOPAD.encode(head))
}

impl Invitation {
    /// The code for the exchange of these settings, under what the passphrase was stretched into.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn make(
        settings: &SyncSettings,
        stretched: &SecretBytes,
        how: Stretching,
        chance: &dyn Chance,
    ) -> Result<String, SealError> {
        let head = head_of(how).ok_or(SealError::TooLarge)?;
        let plain = settings.to_invitation().map(Zeroizing::new).ok_or(SealError::TooLarge)?;
        let sealer = sealer(stretched).ok_or(SealError::OtherKey)?;
        let sealed = sealer.seal(Purpose::Invitation, &name_of(&head), plain.as_bytes(), chance)?;
        Ok(format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&[&head[..], &sealed].concat())))
    }

    /// Reads a code, or an address that ends in one; spaces and ends of lines within it do not matter.
    pub fn read(text: &str) -> Option<Invitation> {
        if text.len() > LONGEST {
            return None;
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let code = &text[text.rfind(PREFIX)? + PREFIX.len()..];
        let bytes = BASE64URL_NOPAD.decode(code.as_bytes()).ok()?;
        let (head, sealed) = bytes.split_first_chunk::<HEAD_BYTES>()?;
        let memory = u32::from_le_bytes(head[..4].try_into().ok()?);
        let how = Stretching::new(memory, head[4].into(), head[5].into(), head[6..].try_into().ok()?).ok()?;
        Some(Invitation { head: *head, how, sealed: sealed.to_vec() })
    }

    /// How the passphrase is stretched.
    pub fn how(&self) -> Stretching {
        self.how
    }

    /// Opens it for a device.
    ///
    /// # Errors
    /// When the passphrase is another one, and when it is damaged.
    pub fn open(&self, stretched: &SecretBytes, device: Id, name: String) -> Result<SyncSettings, InvitationProblem> {
        let sealer = sealer(stretched).ok_or(InvitationProblem::Invalid)?;
        let plain =
            sealer.open(Purpose::Invitation, &name_of(&self.head), &self.sealed).map_err(|error| match error {
                SealError::OtherKey => InvitationProblem::WrongPassphrase,
                _ => InvitationProblem::Invalid,
            })?;
        let plain = Zeroizing::new(plain);
        std::str::from_utf8(&plain)
            .ok()
            .and_then(|plain| SyncSettings::from_invitation(plain, device, name))
            .ok_or(InvitationProblem::Invalid)
    }
}
