//! Ranking: how much a match counts, in whole numbers, so that every device puts the same results first.
//!
//! A match counts by the field that it is in, by how much of the token was typed, and by how rare the word is. How
//! long a text is does not matter: a customer is no worse a result for having a long note.

use super::numbers::{PackedDigits, Place};

/// How much a field says about which record is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Long texts in which words stand by chance: notes.
    Background,
    /// What describes a record and is shared by many: city, industry, tags.
    Detail,
    /// What belongs to one record but is not its name: e-mail, phone, numbers, organisation of a person.
    Identity,
    /// What the record is called.
    Title,
}

/// Bits of a posting that hold the rank.
pub(super) const RANK_BITS: u32 = 6;

/// Fields of one weight that are told apart by their order; later ones count as the last.
const ORDERED_FIELDS: usize = 15;

/// The weight of a field and its position among the fields of its document in six bits; the greater the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(pub(super) u8);

impl Rank {
    /// The rank of what was removed, which counts nothing.
    pub(super) const VACANT: Rank = Rank(0);

    pub(super) fn new(weight: Weight, position: usize) -> Rank {
        let later = ORDERED_FIELDS - 1 - position.min(ORDERED_FIELDS - 1);
        Rank(1 + weight as u8 * ORDERED_FIELDS as u8 + later as u8)
    }

    /// What a whole word in a field of this rank counts: at most 167, nothing when vacant.
    pub(super) fn value(self) -> u32 {
        VALUES[usize::from(self.0) % VALUES.len()]
    }
}

const VALUES: [u32; 1 << RANK_BITS] = {
    let of_weight = [30, 60, 100, 160];
    let mut values = [0; 1 << RANK_BITS];
    let mut rank = 1;
    while rank <= of_weight.len() * ORDERED_FIELDS {
        let later = (rank - 1) % ORDERED_FIELDS;
        values[rank] = of_weight[(rank - 1) / ORDERED_FIELDS] + later as u32 / 2;
        rank += 1;
    }
    values
};

/// How near a typed beginning comes to a token of that many bytes, in 256ths: all of it for the whole token, at most
/// 200 for its beginning, less the more is missing.
pub(super) fn closeness(typed: usize, token: usize) -> u32 {
    if typed >= token { 256 } else { 100 + (100 * typed / token) as u32 }
}

/// How near typed digits come to a number, in 256ths.
pub(super) fn closeness_of_digits(typed: PackedDigits, number: PackedDigits, place: Place) -> u32 {
    let share = 100 * typed.length() / number.length().max(1);
    match place {
        Place::Whole => 256,
        Place::End => 130 + share,
        Place::Start => 110 + share,
        Place::Middle => 60 + share,
    }
}

/// How much a word counts that `found` of `all` documents hold: 4 when all do, 4 more for each time that they are
/// halved. The logarithm is taken in whole numbers with one straight piece between powers of two.
pub(super) fn rarity(found: usize, all: usize) -> u32 {
    let sixteenths = |count: usize| {
        let count = count as u64 + 1;
        let power = count.ilog2();
        16 * power + (((count << 4) >> power) & 15) as u32
    };
    4 + sixteenths(all).saturating_sub(sixteenths(found)) / 4
}

/// What a document counts whose matches are all in one field, such as a first and last name.
pub(super) fn in_one_field(points: u32) -> u32 {
    points.saturating_add(points / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavier_and_earlier_fields_rank_higher() {
        let order = [
            Rank::VACANT,
            Rank::new(Weight::Background, 99),
            Rank::new(Weight::Background, 0),
            Rank::new(Weight::Detail, 3),
            Rank::new(Weight::Identity, 14),
            Rank::new(Weight::Title, 2),
            Rank::new(Weight::Title, 0),
        ];
        for pair in order.windows(2) {
            assert!(pair[0] < pair[1]);
            assert!(pair[0].value() < pair[1].value(), "{pair:?}");
        }
        assert!(Rank::new(Weight::Title, 0).0 < 1 << RANK_BITS);
    }

    #[test]
    fn whole_tokens_beat_long_beginnings_beat_short_ones() {
        let order = [closeness(1, 10), closeness(5, 10), closeness(9, 10), closeness(10, 10)];
        assert!(order.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn rarer_words_count_more() {
        fn check(found: usize, all: usize, points: u32) {
            assert_eq!(rarity(found, all), points, "{found} of {all}");
        }
        check(0, 0, 4);
        check(1023, 1023, 4);
        check(511, 1023, 8);
        check(0, 1023, 44);
        assert!(rarity(300, 1000) > rarity(400, 1000));
    }
}
