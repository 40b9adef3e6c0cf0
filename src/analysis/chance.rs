//! Chance from a seed: the same on every device.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// What chance is used for. Each use has numbers of its own, so that one that asks for more does not change another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Where the runs of k-means start.
    Starts,
    /// Which rows the silhouette is measured on.
    Silhouette,
    /// Which rows are drawn.
    Drawing,
}

/// The chance of a seed for a purpose: streams of xoshiro256+ that lie 2^192 numbers apart (Blackman and Vigna,
/// "Scrambled linear pseudorandom number generators", 2021).
pub(super) fn chance(seed: u64, purpose: Purpose) -> Xoshiro256Plus {
    let mut chance = Xoshiro256Plus::seed_from_u64(seed);
    let jumps = match purpose {
        Purpose::Starts => 0,
        Purpose::Silhouette => 1,
        Purpose::Drawing => 2,
    };
    (0..jumps).for_each(|_| chance.long_jump());
    chance
}

/// The numbers of at most `most` of `rows` rows, ascending, each choice of so many as likely as any other (Knuth, "The
/// Art of Computer Programming", volume 2, 3.4.2, algorithm S); all of them when there are no more.
pub(super) fn sample(rows: usize, most: usize, chance: &mut Xoshiro256Plus) -> Vec<u32> {
    let wanted = most.min(rows);
    let mut chosen = Vec::with_capacity(wanted);
    for row in 0..rows {
        let (missing, left) = ((wanted - chosen.len()) as u64, (rows - row) as u64);
        if missing == 0 {
            break;
        }
        // The upper half of the product is uniform below `left` but for 2^-64 of it; the low bits of xoshiro256+ are weak.
        let drawn = (u128::from(chance.next_u64()) * u128::from(left)) >> 64;
        if drawn < u128::from(missing) {
            chosen.push(row as u32);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_have_their_size_and_are_ascending() {
        let check = |rows: usize, most: usize, expected: usize| {
            let chosen = sample(rows, most, &mut chance(5, Purpose::Drawing));
            assert_eq!(chosen.len(), expected);
            assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(chosen.iter().all(|row| (*row as usize) < rows));
        };
        check(0, 10, 0);
        check(10, 0, 0);
        check(10, 10, 10);
        check(9, 10, 9);
        check(100_000, 1_500, 1_500);
    }

    #[test]
    fn every_row_is_as_likely() {
        let mut chance = chance(11, Purpose::Silhouette);
        let mut counts = [0u32; 10];
        for _ in 0..10_000 {
            sample(10, 3, &mut chance).into_iter().for_each(|row| counts[row as usize] += 1);
        }
        // 3,000 each; the standard deviation is 46.
        assert!(counts.iter().all(|count| (2_770..3_230).contains(count)), "{counts:?}");
    }

    #[test]
    fn the_stream_is_frozen() {
        let first = |purpose| chance(42, purpose).next_u64();
        let streams = [first(Purpose::Starts), first(Purpose::Silhouette), first(Purpose::Drawing)];
        assert_eq!(streams, [1_581_911_519_303_979_561, 17_825_783_660_650_937_818, 16_458_642_622_586_477_138]);
    }
}
