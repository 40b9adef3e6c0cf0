//! Chance that can be had again, and the tokens that stand for a place in the feed of changes.

use data_encoding::BASE64URL_NOPAD;

/// Chance from a seed: splitmix64.
#[derive(Clone, Debug)]
pub struct Chance(u64);

fn mixed(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Chance(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A whole number from 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }

    /// A token for a place in the feed. As in a cluster, the same place has another token each time: whoever compares tokens
    /// is found out.
    pub fn token(&mut self, sequence: u64) -> String {
        let salt = self.next();
        let hidden = sequence ^ mixed(salt);
        let tail: Vec<u8> = salt.to_be_bytes().into_iter().chain(hidden.to_be_bytes()).collect();
        format!("{sequence}-g1AAAA{}", BASE64URL_NOPAD.encode(&tail))
    }
}

/// The place that a token stands for: only the token's tail tells it.
pub fn place_of(token: &str) -> Option<u64> {
    if let Ok(number) = token.parse() {
        return Some(number);
    }
    let (_, tail) = token.split_once("-g1AAAA")?;
    let tail = BASE64URL_NOPAD.decode(tail.as_bytes()).ok()?;
    let salt = u64::from_be_bytes(tail.get(..8)?.try_into().ok()?);
    let hidden = u64::from_be_bytes(tail.get(8..16)?.try_into().ok()?);
    (tail.len() == 16).then_some(hidden ^ mixed(salt))
}
