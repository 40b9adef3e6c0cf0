use super::*;
use crate::domain::id::Id;
use crate::domain::secret::SecretBytes;
use crate::storage::seal::key_id;
use crate::storage::vault::{Header, Keys};
use proptest::prelude::*;

struct Counting;

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ChanceFailed> {
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = index as u8;
        }
        Ok(())
    }
}

fn book(byte: u8) -> BookId {
    BookId(Id::from_bytes([byte; 16]))
}

fn key() -> BookKey {
    Zeroizing::new([5; 32])
}

fn stretched(byte: u8) -> KeySecret {
    KeySecret::Stretched(SecretBytes::new(vec![byte; 32]))
}

fn recovery(byte: u8) -> KeySecret {
    KeySecret::Recovery(SecretBytes::new(vec![byte; 20]))
}

fn how() -> Stretching {
    Stretching::usual([9; 16])
}

fn passphrase_slot() -> Slot {
    Slot::seal(book(3), &stretched(1), Some(how()), &key(), &Counting).unwrap()
}

fn recovery_slot() -> Slot {
    Slot::seal(book(3), &recovery(2), None, &key(), &Counting).unwrap()
}

#[test]
fn a_slot_opens_to_its_secret_and_to_no_other() {
    let check = |slot: &Slot, of: u8, secret: &KeySecret, expected: Result<BookKey, SlotProblem>| {
        assert_eq!(slot.open(book(of), secret), expected, "{} {of} {secret:?}", slot.kind);
    };
    check(&passphrase_slot(), 3, &stretched(1), Ok(key()));
    check(&passphrase_slot(), 3, &stretched(2), Err(SlotProblem::WrongSecret));
    check(&passphrase_slot(), 4, &stretched(1), Err(SlotProblem::Damaged));
    check(&recovery_slot(), 3, &recovery(2), Ok(key()));
    check(&recovery_slot(), 3, &recovery(1), Err(SlotProblem::WrongSecret));
    check(&recovery_slot(), 4, &recovery(2), Err(SlotProblem::Damaged));
    assert_eq!(passphrase_slot().stretching(book(3)), Ok(how()));
}

#[test]
fn every_single_flipped_bit_is_refused_as_damage() {
    for (slot, secret) in [(passphrase_slot(), stretched(1)), (recovery_slot(), recovery(2))] {
        for bit in 0..slot.body.len() * 8 {
            let mut flipped = slot.clone();
            flipped.body[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(flipped.open(book(3), &secret), Err(SlotProblem::Damaged), "kind {} bit {bit}", slot.kind);
            // Whoever changes the checksum as well still gets no key, and no other one.
            let forged = Slot::new(book(3), slot.kind, flipped.body);
            assert!(forged.open(book(3), &secret).is_err(), "kind {} bit {bit}, forged", slot.kind);
        }
        for bit in 0..slot.check.len() * 8 {
            let mut flipped = slot.clone();
            flipped.check[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(flipped.open(book(3), &secret), Err(SlotProblem::Damaged), "kind {} check {bit}", slot.kind);
        }
    }
}

#[test]
fn every_single_flipped_bit_of_a_locked_header_gives_no_other_key() {
    let keys = Keys::Slots(vec![passphrase_slot(), recovery_slot()]);
    let header = Header { book: book(3), created: 1_700_000_000_000, keys }.encode();
    for bit in 0..header.len() * 8 {
        let mut flipped = header.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        for secret in [stretched(1), recovery(2)] {
            if let Ok(vault) = Header::decode(&flipped).and_then(|header| header.unlock(&secret)) {
                assert_eq!(vault.key, key(), "bit {bit}");
            }
        }
    }
}

#[test]
fn parameters_outside_the_limits_are_refused_before_anything_is_stretched() {
    let check = |at: usize, cost: u32, expected: Result<(), SlotProblem>| {
        let mut body = passphrase_slot().body;
        body[at * 4..at * 4 + 4].copy_from_slice(&cost.to_be_bytes());
        let slot = Slot::new(book(3), PASSPHRASE, body);
        assert_eq!(slot.stretching(book(3)).map(|_| ()), expected, "{at} {cost}");
    };
    check(0, 19 * 1024, Ok(()));
    check(0, 19 * 1024 - 1, Err(SlotProblem::Refused));
    check(0, 512 * 1024 + 1, Err(SlotProblem::Refused));
    check(1, 1, Err(SlotProblem::Refused));
    check(1, 17, Err(SlotProblem::Refused));
    check(2, 0, Err(SlotProblem::Refused));
}

fn bytes_of(hexadecimal: &str) -> Vec<u8> {
    let digits = hexadecimal.trim();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn a_header_with_a_slot_of_each_kind_opens_for_ever() {
    let frozen = bytes_of(include_str!("../../tests/data/formats/locked_book_1.hex"));
    let keys = Keys::Slots(vec![passphrase_slot(), recovery_slot()]);
    let written = Header { book: book(3), created: 1_700_000_000_000, keys }.encode();
    let digits: String = written.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(written, frozen, "{digits}");
    for secret in [stretched(1), recovery(2)] {
        let vault = Header::decode(&frozen).unwrap().unlock(&secret).unwrap();
        assert_eq!((vault.header.book, vault.header.created, vault.key), (book(3), 1_700_000_000_000, key()));
    }
    assert!(!frozen.windows(32).any(|part| part == *key()) && key_id(&key()).len() == 16);
}

#[test]
fn a_slot_of_a_kind_that_we_do_not_know_is_carried_along() {
    let unknown = Slot { kind: 9, body: vec![1, 2, 3], check: vec![4] };
    let keys = Keys::Slots(vec![passphrase_slot(), unknown]);
    let header = Header { book: book(3), created: 1, keys };
    assert_eq!(Header::decode(&header.encode()), Ok(header.clone()));
    assert_eq!(header.unlock(&stretched(1)).map(|vault| vault.key), Ok(key()));
}

proptest! {
    #[test]
    fn any_wrong_secret_is_a_wrong_secret(wrong in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assume!(wrong != [1; 32] && wrong != [2; 20]);
        let secret = SecretBytes::new(wrong);
        let passphrase = passphrase_slot().open(book(3), &KeySecret::Stretched(secret.clone()));
        prop_assert_eq!(passphrase, Err(SlotProblem::WrongSecret));
        let recovery = recovery_slot().open(book(3), &KeySecret::Recovery(secret));
        prop_assert_eq!(recovery, Err(SlotProblem::WrongSecret));
    }

    #[test]
    fn any_key_comes_back(key: [u8; 32], secret: [u8; 32], salt: [u8; 16]) {
        let key = Zeroizing::new(key);
        let secret = KeySecret::Stretched(SecretBytes::new(secret.to_vec()));
        let slot = Slot::seal(book(8), &secret, Some(Stretching::usual(salt)), &key, &Counting).unwrap();
        prop_assert_eq!(slot.open(book(8), &secret), Ok(key));
    }

    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200), check in prop::collection::vec(any::<u8>(), 0..9)) {
        for kind in [PASSPHRASE, RECOVERY, 9] {
            let slot = Slot { kind, body: body.clone(), check: check.clone() };
            prop_assert!(slot.open(book(3), &stretched(1)).is_err());
            let forged = Slot::new(book(3), kind, body.clone());
            prop_assert!(forged.open(book(3), &recovery(2)).is_err());
        }
    }
}
