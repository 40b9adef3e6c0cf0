//! The dictionary: every distinct token once, found by its letters or by how it begins.

/// Tokens that may wait to be sorted however small the dictionary is.
const WAITING: usize = 1024;

/// Tokens in one arena, numbered from 0 in the order in which they came.
///
/// A hash table finds the number of a token; a sorted list of the numbers finds all tokens with a prefix. The newest
/// tokens are not in the sorted list yet: they are at most half as many as it holds, lie one after the other in the arena and
/// are looked through one by one. So a token costs its share of few large merges, and any search is right at any time.
/// All distinct tokens together must stay under 4 GiB, which is all the memory that a tab's worker can address.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    letters: Vec<u8>,
    ends: Vec<u32>,
    table: Vec<Entry>,
    sorted: Vec<u32>,
}

/// A place of the hash table. The hash stands beside the number so that few places need a look into the arena.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    /// The token's number plus one; 0 where the place is free.
    occupant: u32,
}

impl Dictionary {
    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The letters of a token.
    #[inline]
    pub(super) fn token(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.letters[start..self.ends[number] as usize]
    }

    /// The number of a token, which is a new one when the token is.
    pub(super) fn intern(&mut self, token: &[u8]) -> u32 {
        if (self.len() + 1) * 8 > self.table.len() * 5 {
            self.grow();
        }
        let hash = hash(token);
        let mask = self.table.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let entry = self.table[place];
            if entry.occupant == 0 {
                break;
            }
            if entry.hash == hash && self.token(entry.occupant - 1) == token {
                return entry.occupant - 1;
            }
            place = (place + 1) & mask;
        }
        self.letters.extend_from_slice(token);
        self.ends.push(self.letters.len() as u32);
        let number = (self.ends.len() - 1) as u32;
        self.table[place] = Entry { hash, occupant: number + 1 };
        if self.len() - self.sorted.len() > self.sorted.len() / 2 + WAITING {
            self.sort();
        }
        number
    }

    /// Calls `found` with every token that begins with the prefix.
    pub(super) fn for_each_with_prefix(&self, prefix: &[u8], mut found: impl FnMut(u32, &[u8])) {
        let first = self.sorted.partition_point(|number| self.token(*number) < prefix);
        for number in &self.sorted[first..] {
            let token = self.token(*number);
            if !token.starts_with(prefix) {
                break;
            }
            found(*number, token);
        }
        for number in self.sorted.len()..self.len() {
            let token = self.token(number as u32);
            if token.starts_with(prefix) {
                found(number as u32, token);
            }
        }
    }

    /// A dictionary of the tokens that `keep` lets through, without spare room. `keep` is asked for every token in
    /// alphabetical order; those that it keeps are numbered from 0 in that order.
    pub(super) fn compacted(mut self, mut keep: impl FnMut(u32) -> bool) -> Dictionary {
        self.sort();
        let mut smaller = Dictionary::default();
        for number in &self.sorted {
            if keep(*number) {
                smaller.letters.extend_from_slice(self.token(*number));
                smaller.ends.push(smaller.letters.len() as u32);
            }
        }
        smaller.sorted = (0..smaller.ends.len() as u32).collect();
        smaller.letters.shrink_to_fit();
        smaller.ends.shrink_to_fit();
        // The hash table is made when the next token comes.
        smaller
    }

    /// Bytes on the heap.
    pub(super) fn memory_bytes(&self) -> usize {
        self.letters.capacity()
            + (self.ends.capacity() + self.sorted.capacity()) * size_of::<u32>()
            + self.table.capacity() * size_of::<Entry>()
    }

    /// Takes the newest tokens into the sorted list: they are sorted by themselves, then both lists are merged.
    fn sort(&mut self) {
        // The first eight letters as a number decide nearly every comparison without a look into the arena.
        let mut newest: Vec<(u64, u32)> = (self.sorted.len() as u32..self.len() as u32)
            .map(|number| (first_letters(self.token(number)), number))
            .collect();
        newest.sort_unstable_by(|left, right| {
            left.0.cmp(&right.0).then_with(|| self.token(left.1).cmp(self.token(right.1)))
        });
        let mut merged = Vec::with_capacity(self.len());
        let mut older = self.sorted.as_slice();
        for (letters, number) in newest {
            let token = self.token(number);
            let before = older
                .iter()
                .position(|other| {
                    let other = self.token(*other);
                    first_letters(other).cmp(&letters).then_with(|| other.cmp(token)).is_gt()
                })
                .unwrap_or(older.len());
            let (smaller, greater) = older.split_at(before);
            merged.extend_from_slice(smaller);
            merged.push(number);
            older = greater;
        }
        merged.extend_from_slice(older);
        self.sorted = merged;
    }

    /// Makes the table large enough for at least one token more, at most five eighths full.
    fn grow(&mut self) {
        let places = ((self.len() + 1) * 8 / 5 + 1).next_power_of_two().max(64);
        let mut table = vec![Entry { hash: 0, occupant: 0 }; places];
        for number in 0..self.len() as u32 {
            let hash = hash(self.token(number));
            let mut place = hash as usize & (places - 1);
            while table[place].occupant != 0 {
                place = (place + 1) & (places - 1);
            }
            table[place] = Entry { hash, occupant: number + 1 };
        }
        self.table = table;
    }
}

/// The first eight bytes of a token as a number that sorts like them.
#[inline]
fn first_letters(token: &[u8]) -> u64 {
    let mut letters = [0; 8];
    for (letter, byte) in letters.iter_mut().zip(token) {
        *letter = *byte;
    }
    u64::from_be_bytes(letters)
}

/// A hash of a short byte string: eight bytes at a time multiplied and folded, the end mixed once more.
fn hash(token: &[u8]) -> u32 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = token.len() as u64;
    let mut chunks = token.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(MULTIPLIER);
        state ^= state >> 29;
    }
    let rest = chunks.remainder().iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    state = (state ^ rest).wrapping_mul(MULTIPLIER);
    state ^= state >> 32;
    (state.wrapping_mul(MULTIPLIER) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn with_prefix(dictionary: &Dictionary, prefix: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        dictionary.for_each_with_prefix(prefix.as_bytes(), |number, token| {
            assert_eq!(dictionary.token(number), token);
            let text = String::from_utf8_lossy(token).into_owned();
            assert!(found.insert(text), "a token is found once");
        });
        found
    }

    #[test]
    fn many_tokens_keep_their_numbers_and_are_found_while_they_come() {
        let mut dictionary = Dictionary::default();
        for number in 0..20_000_u32 {
            let token = format!("{:x}", number.wrapping_mul(2_654_435_761));
            assert_eq!(dictionary.intern(token.as_bytes()), number);
        }
        for number in 0..20_000_u32 {
            let token = format!("{:x}", number.wrapping_mul(2_654_435_761));
            assert_eq!(dictionary.intern(token.as_bytes()), number);
            if number % 512 == 0 {
                assert_eq!(with_prefix(&dictionary, &token), BTreeSet::from([token]));
            }
        }
        assert_eq!(with_prefix(&dictionary, "").len(), 20_000);
    }

    proptest! {
        #[test]
        fn prefixes_find_what_begins_with_them(
            words in proptest::collection::vec("[ab]{1,4}|[é李]{1,2}", 0..60),
            prefix in "[ab]{0,3}|é",
            dropped in "[ab]{0,2}",
        ) {
            let mut dictionary = Dictionary::default();
            words.iter().for_each(|word| { dictionary.intern(word.as_bytes()); });
            let expected: BTreeSet<String> = words.iter().filter(|word| word.starts_with(&prefix)).cloned().collect();
            prop_assert_eq!(with_prefix(&dictionary, &prefix), expected.clone());

            let doomed: BTreeSet<u32> = (0..dictionary.len() as u32)
                .filter(|number| dictionary.token(*number) == dropped.as_bytes())
                .collect();
            let dictionary = dictionary.compacted(|number| !doomed.contains(&number));
            let expected: BTreeSet<String> = expected.into_iter().filter(|word| *word != dropped).collect();
            prop_assert_eq!(with_prefix(&dictionary, &prefix), expected);
        }
    }
}
