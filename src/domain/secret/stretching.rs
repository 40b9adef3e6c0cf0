//! How a passphrase is stretched into a key: Argon2id (RFC 9106) and its parameters.

use super::secret_bytes::SecretBytes;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The parameters of Argon2id, version 0x13, for one passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretching {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; 16],
}

/// The parameters are outside of what is sensible: too cheap to protect, or so dear that a device could not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the parameters of the passphrase are outside of what is allowed")]
pub struct StretchingRefused;

impl Stretching {
    /// The least memory, in KiB: what OWASP's password storage cheat sheet names as the floor, 19 MiB with 2 passes.
    pub const LEAST_MEMORY: u32 = 19 * 1024;
    /// The most memory, in KiB; more is refused, since a header could otherwise stop a device by asking for it.
    pub const MOST_MEMORY: u32 = 512 * 1024;
    /// The fewest passes.
    pub const LEAST_PASSES: u32 = 2;
    /// The most passes.
    pub const MOST_PASSES: u32 = 16;
    /// The most lanes.
    pub const MOST_LANES: u32 = 16;

    /// Checked parameters: memory in KiB, passes over it, lanes, and the salt.
    ///
    /// # Errors
    /// When one of them is outside of the limits.
    pub fn new(memory: u32, passes: u32, lanes: u32, salt: [u8; 16]) -> Result<Stretching, StretchingRefused> {
        let allowed = (Stretching::LEAST_MEMORY..=Stretching::MOST_MEMORY).contains(&memory)
            && (Stretching::LEAST_PASSES..=Stretching::MOST_PASSES).contains(&passes)
            && (1..=Stretching::MOST_LANES).contains(&lanes);
        if allowed { Ok(Stretching { memory, passes, lanes, salt }) } else { Err(StretchingRefused) }
    }

    /// What a new passphrase gets: 64 MiB and 3 passes, the second choice of RFC 9106, with one lane, since a worker
    /// has one thread. Some half a second in a browser.
    pub fn usual(salt: [u8; 16]) -> Stretching {
        Stretching { memory: 64 * 1024, passes: 3, lanes: 1, salt }
    }

    /// The same parameters, checked once more: for those that came from outside.
    ///
    /// # Errors
    /// As for [`Stretching::new`].
    pub fn checked(self) -> Result<Stretching, StretchingRefused> {
        Stretching::new(self.memory, self.passes, self.lanes, self.salt)
    }

    /// Memory in KiB.
    pub fn memory(self) -> u32 {
        self.memory
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// The salt.
    pub fn salt(&self) -> &[u8; 16] {
        &self.salt
    }
}

/// A passphrase as the bytes that are stretched: UTF-8 in normalisation form C, as RFC 8265 asks of passwords, so that
/// an accent or a syllable that two keyboards compose differently is the same.
pub fn normalised(passphrase: &str) -> SecretBytes {
    SecretBytes::new(passphrase.nfc().collect::<String>().into_bytes())
}

/// What the worker that stretches passphrases is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StretchTask {
    /// The passphrase, [`normalised`].
    pub passphrase: SecretBytes,
    /// How.
    pub stretching: Stretching,
}

/// What that worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StretchReply {
    /// The key of 32 bytes.
    Stretched(SecretBytes),
    /// It could not; the text is for a report.
    Failed(String),
}

impl StretchTask {
    /// As the page sends it; nothing where it is too large to be sent.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        rmp_serde::to_vec_named(self).ok()
    }

    /// What was sent; nothing where it is no task.
    pub fn from_bytes(bytes: &[u8]) -> Option<StretchTask> {
        rmp_serde::from_slice(bytes).ok()
    }
}

impl StretchReply {
    /// As the worker sends it; nothing where it is too large to be sent.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        rmp_serde::to_vec_named(self).ok()
    }

    /// What was sent; nothing where it is no reply.
    pub fn from_bytes(bytes: &[u8]) -> Option<StretchReply> {
        rmp_serde::from_slice(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_outside_the_limits_are_refused() {
        let check = |memory, passes, lanes, allowed: bool| {
            let made = Stretching::new(memory, passes, lanes, [1; 16]);
            assert_eq!(made.is_ok(), allowed, "{memory} {passes} {lanes}");
            let raw = Stretching { memory, passes, lanes, salt: [1; 16] };
            assert_eq!(raw.checked().is_ok(), allowed, "{memory} {passes} {lanes}");
        };
        check(19 * 1024, 2, 1, true);
        check(64 * 1024, 3, 1, true);
        check(512 * 1024, 16, 16, true);
        check(19 * 1024 - 1, 2, 1, false);
        check(19 * 1024, 1, 1, false);
        check(512 * 1024 + 1, 2, 1, false);
        check(64 * 1024, 17, 1, false);
        check(64 * 1024, 3, 0, false);
        check(64 * 1024, 3, 17, false);
        assert_eq!(Stretching::usual([0; 16]).checked(), Ok(Stretching::usual([0; 16])));
    }

    #[test]
    fn a_task_and_its_reply_travel_and_are_not_printed() {
        let task = StretchTask { passphrase: normalised("tulip"), stretching: Stretching::usual([1; 16]) };
        assert_eq!(task.to_bytes().and_then(|bytes| StretchTask::from_bytes(&bytes)), Some(task.clone()));
        assert!(!format!("{task:?}").contains("tulip"));
        let reply = StretchReply::Stretched(SecretBytes::new(vec![7; 32]));
        assert_eq!(reply.to_bytes().and_then(|bytes| StretchReply::from_bytes(&bytes)), Some(reply.clone()));
        assert!(!format!("{reply:?}").contains("7, 7"));
        assert_eq!(StretchTask::from_bytes(&[1, 2, 3]), None);
    }

    #[test]
    fn an_accent_is_the_same_however_it_was_typed() {
        assert_eq!(normalised("caf\u{e9}"), normalised("cafe\u{301}"));
        assert_ne!(normalised("cafe"), normalised("café"));
    }
}
