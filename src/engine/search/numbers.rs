//! Telephone numbers: sixteen digits packed into a word, searched by looking at every number.
//!
//! Any three or more digits in a row must find a number. A dictionary of suffixes would be ten times as large as all
//! the names together; comparing all sixteen places of a packed number at once takes a few instructions, so that
//! looking at 100,000 numbers takes about a millisecond and nothing has to be built.

use super::postings::Posting;

/// Digits that one packed number holds, and the longest pattern.
const PLACES: usize = 16;

/// Digits of one number that are indexed. The longest numbers in use have 15, and some lines an extension.
const LONGEST_NUMBER: usize = 40;

/// Fewest digits that are searched for: fewer are in almost every number.
const FEWEST_DIGITS: usize = 3;

/// Sixteen places of four bits, the first digit in the highest; digits are 1 to 10 (zero is 10), an empty place is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedDigits(u64);

impl PackedDigits {
    fn new(digits: &[u8]) -> PackedDigits {
        let packed = digits.iter().take(PLACES).enumerate().fold(0, |packed, (place, digit)| {
            let value = if *digit == b'0' { 10 } else { u64::from(digit - b'0') };
            packed | value << (60 - 4 * place)
        });
        PackedDigits(packed)
    }

    /// How many digits there are.
    pub(super) fn length(self) -> u32 {
        16 - self.0.trailing_zeros() / 4
    }

    /// A bit for each place at which the pattern begins in this number, in the highest bit of that place.
    fn places_of(self, pattern: PackedDigits) -> u64 {
        let mut places = u64::MAX;
        let mut rest = pattern.0;
        let mut shift = 0;
        while rest != 0 && places != 0 {
            let digit = rest >> 60;
            let differences = self.0 ^ (digit * 0x1111_1111_1111_1111);
            // Adding 7 to the low three bits of a place carries into its highest bit unless they are zero, and never
            // into the next place.
            let low = 0x7777_7777_7777_7777_u64;
            let equal = !(((differences & low) + low) | differences | low);
            places &= equal << shift;
            rest <<= 4;
            shift += 4;
        }
        places
    }

    /// Where the pattern stands in this number, at its best place; nothing when it is not there.
    pub(super) fn find(self, pattern: PackedDigits) -> Option<Place> {
        let places = self.places_of(pattern);
        if places == 0 {
            return None;
        }
        let (own, searched) = (self.length(), pattern.length());
        Some(if own == searched {
            Place::Whole
        } else if places & (1 << (63 - 4 * (own - searched))) != 0 {
            Place::End
        } else if places >> 63 != 0 {
            Place::Start
        } else {
            Place::Middle
        })
    }
}

/// Where in a number the digits of a query stand. The end is worth more than the start: it is the number as people
/// say it, without the code of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Whole,
    End,
    Start,
    Middle,
}

/// Calls `emit` with every packed number in a folded text of telephone numbers; commas, semicolons, bars, line breaks
/// and letters separate numbers. A number of more than sixteen digits is packed from each of its digits on.
pub(super) fn for_each_number(folded: &str, emit: &mut impl FnMut(PackedDigits)) {
    for number in
        folded.split(|character: char| character.is_alphabetic() || matches!(character, ',' | ';' | '|' | '\n' | '\r'))
    {
        let digits = digits_of(number);
        if digits.len() >= FEWEST_DIGITS {
            let longest = &digits[..digits.len().min(LONGEST_NUMBER)];
            longest.windows(PLACES.min(longest.len())).for_each(|window| emit(PackedDigits::new(window)));
        }
    }
}

/// The patterns that must all be in one number, or in numbers of one document, for a folded query to match; none when
/// the query holds anything else than digits and the punctuation of telephone numbers, or fewer than three digits.
///
/// Leading zeros are dropped, since a number may be stored with the code of its country and without them.
pub(super) fn patterns(folded: &str) -> Vec<PackedDigits> {
    if !folded.chars().all(|character| character.is_ascii_digit() || is_punctuation(character)) {
        return Vec::new();
    }
    let digits = digits_of(folded);
    let significant = digits.iter().position(|digit| *digit != b'0').map_or(&[][..], |start| &digits[start..]);
    let searched = if significant.len() >= FEWEST_DIGITS { significant } else { &digits };
    if searched.len() < FEWEST_DIGITS {
        return Vec::new();
    }
    searched.windows(PLACES.min(searched.len())).map(PackedDigits::new).collect()
}

fn is_punctuation(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '+' | '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The digits of one number; a `(0)` after the code of a country is not dialled and left out.
fn digits_of(number: &str) -> Vec<u8> {
    let (before, after) = match number.split_once("(0)") {
        Some((before, after)) if before.bytes().any(|byte| byte.is_ascii_digit()) => (before, after),
        _ => (number, ""),
    };
    before.bytes().chain(after.bytes()).filter(u8::is_ascii_digit).collect()
}

/// All numbers of all documents, in no order; a removed number leaves a vacancy that the next one takes.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    digits: Vec<PackedDigits>,
    owners: Vec<Posting>,
    vacancies: Vec<u32>,
}

impl Numbers {
    /// Adds a number and says at which position, by which it can be removed.
    pub(super) fn add(&mut self, digits: PackedDigits, owner: Posting) -> u32 {
        if let Some(position) = self.vacancies.pop() {
            self.digits[position as usize] = digits;
            self.owners[position as usize] = owner;
            return position;
        }
        self.digits.push(digits);
        self.owners.push(owner);
        (self.digits.len() - 1) as u32
    }

    /// Removes the number at a position that [`Numbers::add`] gave.
    pub(super) fn remove(&mut self, position: u32) {
        self.digits[position as usize] = PackedDigits(0);
        self.vacancies.push(position);
    }

    /// The number at a position.
    pub(super) fn get(&self, position: u32) -> (PackedDigits, Posting) {
        (self.digits[position as usize], self.owners[position as usize])
    }

    /// How many positions are vacant.
    pub(super) fn vacant(&self) -> usize {
        self.vacancies.len()
    }

    /// How many positions there are, vacant ones included.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }

    /// Calls `found` with every number that holds the pattern.
    pub(super) fn for_each_match(&self, pattern: PackedDigits, mut found: impl FnMut(Posting, PackedDigits, Place)) {
        for (digits, owner) in self.digits.iter().zip(&self.owners) {
            if let Some(place) = digits.find(pattern) {
                found(*owner, *digits, place);
            }
        }
    }

    /// Bytes on the heap.
    pub(super) fn memory_bytes(&self) -> usize {
        self.digits.capacity() * 8 + (self.owners.capacity() + self.vacancies.capacity()) * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn queries_become_patterns() {
        fn check(query: &str, digits: Option<&str>) {
            let expected: Vec<_> = digits.iter().map(|digits| PackedDigits::new(digits.as_bytes())).collect();
            assert_eq!(patterns(query), expected, "{query:?}");
        }
        check("601 234", Some("601234"));
        check("+420601", Some("420601"));
        check("0601-23", Some("60123"));
        check("(601)234", Some("601234"));
        check("+44 (0)20 79", Some("442079"));
        check("00420 601", Some("420601"));
        check("060", Some("060"));
        check("60", None);
        check("", None);
        check("601a", None);
    }

    #[test]
    fn the_best_place_is_told() {
        fn check(number: &str, pattern: &str, place: Option<Place>) {
            let found = PackedDigits::new(number.as_bytes()).find(PackedDigits::new(pattern.as_bytes()));
            assert_eq!(found, place, "{pattern} in {number}");
        }
        check("420601234567", "420601234567", Some(Place::Whole));
        check("420601234567", "601234567", Some(Place::End));
        check("420601234567", "4206", Some(Place::Start));
        check("420601234567", "0123", Some(Place::Middle));
        check("123123", "123", Some(Place::End));
        check("420601234567", "999", None);
        check("601", "6012", None);
        check("1234567890123456", "1234567890123456", Some(Place::Whole));
    }

    proptest! {
        #[test]
        fn packed_search_agrees_with_searching_the_text(number in "[0-3]{3,16}", pattern in "[0-3]{3,5}") {
            let found = PackedDigits::new(number.as_bytes()).find(PackedDigits::new(pattern.as_bytes()));
            prop_assert_eq!(found.is_some(), number.contains(&pattern));
        }

        #[test]
        fn every_run_of_digits_of_a_number_is_in_it(number in "[1-9][0-9]{2,30}", from in 0usize..28, length in 3usize..17) {
            let from = from % (number.len() - 2);
            let end = (from + length).min(number.len());
            let mut windows = Vec::new();
            for_each_number(&number, &mut |window| windows.push(window));
            for pattern in patterns(&number[from..end]) {
                prop_assert!(windows.iter().any(|window| window.find(pattern).is_some()));
            }
        }
    }
}
