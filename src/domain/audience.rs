//! Who of a campaign's customers is held out: drawn by a seed, the same on every device.

use crate::domain::id::Id;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// The number by which a customer is drawn: the first eight bytes, most significant first, of SHA-256 over the seed (eight
/// bytes, most significant first) and the customer's identifier (sixteen bytes). It depends on nothing else, so neither
/// the order of a list nor the device matters, and other seeds draw other people.
pub fn lot(seed: i64, customer: Id) -> u64 {
    let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(customer.to_bytes()).finalize();
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// How many of so many are held out at a share in hundredths, rounded half up.
pub fn held_out(share: u8, people: u64) -> u64 {
    (people * u64::from(share.min(100)) + 50) / 100
}

/// Those who are held out: of all the customers the share, in hundredths, with the lowest lots.
pub fn draw(seed: i64, share: u8, customers: &[Id]) -> HashSet<Id> {
    let mut lots: Vec<(u64, Id)> = customers.iter().map(|id| (lot(seed, *id), *id)).collect();
    lots.sort_unstable();
    lots.dedup();
    let count = held_out(share, lots.len() as u64);
    lots.into_iter().take(usize::try_from(count).unwrap_or(usize::MAX)).map(|(_, id)| id).collect()
}

/// The identifier of a customer's place in a campaign: made of both, so that two devices that add the same customer make
/// the same record, and nobody is in a campaign twice.
pub fn place_in(campaign: Id, customer: Id) -> Id {
    let digest = Sha256::new().chain_update(campaign.to_bytes()).chain_update(customer.to_bytes()).finalize();
    let mut random = [0; 10];
    random.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    // The moment of the campaign, so that its recipients lie together.
    let moment = campaign.to_bytes().iter().take(6).fold(0, |number, byte| number << 8 | u64::from(*byte));
    Id::from_parts(moment, random)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn customers(count: u64) -> Vec<Id> {
        (0..count).map(|at| Id::from_parts(1_750_000_000_000 + at, [at as u8; 10])).collect()
    }

    #[test]
    fn the_lots_stay() {
        let check = |seed: i64, expected: u64| assert_eq!(lot(seed, Id::from_bytes([7; 16])), expected, "{seed}");
        // sha256(seed.to_bytes(8, "big", signed=True) + b"\x07" * 16)[:8] in Python.
        check(1, 0x96cdd2245ea74aa3);
        check(-1, 0x9cd7f80a6dcb849f);
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        let check = |share: u8, people: u64, expected: u64| {
            assert_eq!(held_out(share, people), expected, "{share} % of {people}")
        };
        check(20, 2_115, 423);
        check(20, 0, 0);
        check(0, 100, 0);
        check(100, 7, 7);
        check(10, 5, 1);
        check(10, 4, 0);
    }

    proptest! {
        #[test]
        fn a_draw_does_not_care_for_the_order(seed in any::<i64>(), share in 0_u8..=100, count in 0_u64..300) {
            let mut people = customers(count);
            let drawn = draw(seed, share, &people);
            prop_assert_eq!(drawn.len() as u64, held_out(share, count));
            people.reverse();
            prop_assert_eq!(draw(seed, share, &people), drawn.clone());
            prop_assert!(draw(seed, share.saturating_add(10).min(100), &people).is_superset(&drawn));
        }
    }
}
