//! The recovery key: 160 random bits, written so that a person can copy them by hand.
//!
//! 32 characters of Crockford's base 32 (no I, L, O or U, which are mistaken for others) and four of a checksum, in nine
//! groups of four. What is read back may be in small letters, with or without the dashes, with O for 0 and I or L for 1.

use super::secret_bytes::SecretBytes;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// How many random bytes a recovery key is.
pub const RECOVERY_KEY_BYTES: usize = 20;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KEY_CHARACTERS: usize = 32;
const CHECK_CHARACTERS: usize = 4;
const GROUP: usize = 4;
const CHECK_LABEL: &[u8] = b"burrow1/recovery-key/check";

/// What is wrong with a text that should be a recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryKeyProblem {
    /// It has so many characters instead of 36.
    Length(usize),
    /// This character is in no recovery key.
    Character(char),
    /// The checksum says that one or more characters are others than they were.
    Mistyped,
}

/// A recovery key. Printed for a report it shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryKey(SecretBytes);

impl RecoveryKey {
    /// The key of these random bytes.
    pub fn new(random: [u8; RECOVERY_KEY_BYTES]) -> RecoveryKey {
        RecoveryKey(SecretBytes::new(random.to_vec()))
    }

    /// Its bytes, which open a slot.
    pub fn secret(&self) -> SecretBytes {
        self.0.clone()
    }

    /// Its nine groups of four characters.
    pub fn groups(&self) -> Vec<String> {
        let mut characters = encode(self.0.bytes(), KEY_CHARACTERS);
        characters.extend(encode(&check_bits(self.0.bytes()), CHECK_CHARACTERS));
        characters.chunks(GROUP).map(|group| group.iter().collect()).collect()
    }

    /// The whole text, with dashes between the groups.
    pub fn text(&self) -> String {
        self.groups().join("-")
    }

    /// Reads what a person typed.
    ///
    /// # Errors
    /// What is wrong with it, so far as that can be seen without trying it.
    pub fn parse(typed: &str) -> Result<RecoveryKey, RecoveryKeyProblem> {
        let values = values_of(typed)?;
        if values.len() != KEY_CHARACTERS + CHECK_CHARACTERS {
            return Err(RecoveryKeyProblem::Length(values.len()));
        }
        let (key, check) = values.split_at(KEY_CHARACTERS);
        let bytes = decode(key);
        if check != values_in(&check_bits(&bytes), CHECK_CHARACTERS) {
            return Err(RecoveryKeyProblem::Mistyped);
        }
        Ok(RecoveryKey(SecretBytes::new(bytes)))
    }

    /// Whether what was typed is the end of this key, at least `groups` groups of it: the proof that it was written down.
    pub fn ends_with(&self, typed: &str, groups: usize) -> bool {
        let Ok(values) = values_of(typed) else { return false };
        let own = values_of(&self.text()).unwrap_or_default();
        values.len() >= groups * GROUP && own.ends_with(&values)
    }
}

/// The first 20 bits of SHA-256 over a label and the key, at the front of three bytes.
fn check_bits(key: &[u8]) -> [u8; 3] {
    let digest = Sha256::new().chain_update(CHECK_LABEL).chain_update(key).finalize();
    [digest[0], digest[1], digest[2]]
}

/// The first `count` groups of five bits.
fn values_in(bytes: &[u8], count: usize) -> Vec<u8> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..count).map(|group| (0..5).fold(0, |value, at| value << 1 | bit(group * 5 + at))).collect()
}

fn encode(bytes: &[u8], count: usize) -> Vec<char> {
    values_in(bytes, count).into_iter().map(|value| char::from(ALPHABET[usize::from(value & 31)])).collect()
}

fn decode(values: &[u8]) -> Vec<u8> {
    let bit = |at: usize| values.get(at / 5).map_or(0, |value| value >> (4 - at % 5) & 1);
    (0..values.len() * 5 / 8).map(|byte| (0..8).fold(0, |value, at| value << 1 | bit(byte * 8 + at))).collect()
}

/// The five bits of each character that counts. Full-width letters and figures, as a Chinese keyboard may write them, count
/// as the usual ones.
fn values_of(typed: &str) -> Result<Vec<u8>, RecoveryKeyProblem> {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '_' | '.' | '·');
    let counted = typed.nfkc().filter(|c| !c.is_whitespace() && !is_dash(*c));
    counted
        .map(|c| {
            let upper = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let place = ALPHABET.iter().position(|known| char::from(*known) == upper);
            place.and_then(|place| u8::try_from(place).ok()).ok_or(RecoveryKeyProblem::Character(c))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> RecoveryKey {
        RecoveryKey::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 255])
    }

    #[test]
    fn the_text_of_a_key_is_frozen() {
        assert_eq!(key().text(), "000G-40R4-0M30-E209-185G-R38E-1W81-24QZ-AKBR");
    }

    #[test]
    fn what_a_person_types_is_read_or_told_what_is_wrong() {
        let check = |typed: &str, expected: Result<(), RecoveryKeyProblem>| {
            assert_eq!(RecoveryKey::parse(typed).map(|found| assert_eq!(found, key())), expected, "{typed}");
        };
        let text = key().text();
        check(&text, Ok(()));
        check(&text.to_lowercase(), Ok(()));
        check(&text.replace('-', " "), Ok(()));
        check(&text.replace('-', ""), Ok(()));
        check(&text.replace('-', "–"), Ok(()));
        check(&text.replacen("000", "OoO", 1), Ok(()));
        check(&text.replacen("-1W", "-lW", 1), Ok(()));
        check(&text.replacen("-1W", "-ｉＷ", 1), Ok(()));
        check(&text.replacen("000G", "000H", 1), Err(RecoveryKeyProblem::Mistyped));
        check(&text.replacen("000G-40R4", "40R4-000G", 1), Err(RecoveryKeyProblem::Mistyped));
        check(&text[..text.len() - 1], Err(RecoveryKeyProblem::Length(35)));
        check("", Err(RecoveryKeyProblem::Length(0)));
        check(&text.replacen('R', "U", 1), Err(RecoveryKeyProblem::Character('U')));
    }

    #[test]
    fn only_the_end_of_the_key_proves_that_it_was_written_down() {
        let check = |typed: &str, expected: bool| assert_eq!(key().ends_with(typed, 3), expected, "{typed}");
        check("1W81-24QZ-AKBR", true);
        check("1w81 24qz akbr", true);
        check(&key().text(), true);
        check("24QZ-AKBR", false);
        check("1W81-24QZ-AKBS", false);
        check("000G-40R4-0M30", false);
        check("", false);
    }

    proptest! {
        #[test]
        fn a_key_reads_back_and_one_wrong_character_is_noticed(bytes: [u8; RECOVERY_KEY_BYTES], at in 0usize..36, other in 1usize..32) {
            let key = RecoveryKey::new(bytes);
            prop_assert_eq!(RecoveryKey::parse(&key.text()), Ok(key.clone()));
            let mut characters: Vec<char> = key.groups().concat().chars().collect();
            let place = ALPHABET.iter().position(|known| char::from(*known) == characters[at]).unwrap();
            characters[at] = char::from(ALPHABET[(place + other) % 32]);
            // Four characters of checksum let one in a million pass, and then it is another key, which opens nothing.
            if let Ok(found) = RecoveryKey::parse(&characters.iter().collect::<String>()) {
                prop_assert_ne!(found, key);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(typed: String) {
            let _ = RecoveryKey::parse(&typed);
        }
    }

    #[test]
    fn debug_output_tells_nothing() {
        assert!(!format!("{:?}", key()).contains("000G"));
    }
}
