//! Shares of people and the difference of two of them: intervals, tests, and how many people it takes.
//!
//! Sources: Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927); Newcombe,
//! *Interval estimation for the difference between independent proportions: comparison of eleven methods*, Statistics in
//! Medicine 17 (1998), method 10; Fisher, *The logic of inductive inference*, JRSS 98 (1935); Fleiss, *Statistical Methods
//! for Rates and Proportions* (1981), §3.2, for the size of a group.

use borsh::{BorshDeserialize, BorshSerialize};

/// The 97.5 % point of the normal distribution, for intervals of 95 % and tests at 5 %, both two-sided.
const Z_95: f64 = 1.959_963_984_540_054;
/// The 80 % point of the normal distribution, for a power of 80 %.
const Z_POWER: f64 = 0.841_621_233_572_914_3;
/// A table with a cell that is expected to hold fewer than this is too small for the normal distribution (Cochran 1954).
const SMALL: f64 = 5.0;
/// Two tables count as equally likely when they differ by less than this, as in R and scipy.
const SAME: f64 = 1e-7;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Part {
    /// Those who did.
    pub count: u64,
    /// All.
    pub of: u64,
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How two shares were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Fisher's exact test, two-sided, for small counts.
    Fisher,
    /// The z-test of two proportions with the pooled variance, two-sided.
    TwoProportions,
}

impl Part {
    /// So many of so many; never more than all.
    pub fn new(count: u64, of: u64) -> Part {
        Part { count: count.min(of), of }
    }

    /// The share, from 0 to 1; nothing of nobody.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    /// The share with Wilson's score interval; nothing of nobody.
    pub fn estimate(self) -> Option<Estimate> {
        let (n, value) = (self.of as f64, self.share()?);
        let squared = Z_95 * Z_95;
        let centre = (value + squared / (2.0 * n)) / (1.0 + squared / n);
        let half = Z_95 / (1.0 + squared / n) * (value * (1.0 - value) / n + squared / (4.0 * n * n)).sqrt();
        // At none and at all the end is the estimate itself, which rounding may miss by a hair.
        Some(Estimate { value, low: (centre - half).clamp(0.0, value), high: (centre + half).clamp(value, 1.0) })
    }
}

/// The difference of two shares, the first less the second, with Newcombe's hybrid score interval.
pub fn difference(first: Part, second: Part) -> Option<Estimate> {
    let (one, other) = (first.estimate()?, second.estimate()?);
    let value = one.value - other.value;
    let below = (one.value - one.low).hypot(other.high - other.value);
    let above = (one.high - one.value).hypot(other.value - other.low);
    Some(Estimate { value, low: (value - below).max(-1.0), high: (value + above).min(1.0) })
}

/// The probability of a difference at least as large if there were none, two-sided, and by which test: Fisher's where a
/// cell of the table is expected to hold fewer than five, else the z-test. Nothing of an empty group.
pub fn probability(first: Part, second: Part) -> Option<(f64, Test)> {
    if first.of == 0 || second.of == 0 {
        return None;
    }
    let all = (first.of + second.of) as f64;
    let did = (first.count + second.count) as f64;
    let smallest = (first.of.min(second.of) as f64) * did.min(all - did) / all;
    Some(if smallest < SMALL {
        (fisher(first, second), Test::Fisher)
    } else {
        (two_proportions(first, second), Test::TwoProportions)
    })
}

/// Fisher's exact test: the probability of all tables with these margins that are no likelier than this one.
pub fn fisher(first: Part, second: Part) -> f64 {
    let did = first.count + second.count;
    let all = first.of + second.of;
    let (least, most) = (did.saturating_sub(second.of), first.of.min(did));
    // The tables by how many of the first group did, from the likeliest outwards, each from its neighbour.
    let likeliest = (u128::from(did + 1) * u128::from(first.of + 1) / u128::from(all + 2)) as u64;
    let likeliest = likeliest.clamp(least, most);
    let step_up = |k: u64| {
        let up = (did - k) as f64 * (first.of - k) as f64;
        up / ((k + 1) as f64 * (second.of + k + 1 - did) as f64)
    };
    let mut weights = vec![(likeliest, 1.0)];
    let mut weight = 1.0;
    for k in likeliest..most {
        weight *= step_up(k);
        weights.push((k + 1, weight));
    }
    weight = 1.0;
    for k in (least..likeliest).rev() {
        weight /= step_up(k);
        weights.push((k, weight));
    }
    let own = weights.iter().find(|(k, _)| *k == first.count).map_or(0.0, |(_, weight)| *weight);
    let mut total = 0.0;
    let mut extreme = 0.0;
    // Small ones first, so that none is lost in the sum.
    weights.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    for (_, weight) in weights {
        total += weight;
        if weight <= own * (1.0 + SAME) {
            extreme += weight;
        }
    }
    (extreme / total).min(1.0)
}

/// The z-test of two proportions with the pooled variance.
pub fn two_proportions(first: Part, second: Part) -> f64 {
    let (Some(one), Some(other)) = (first.share(), second.share()) else { return 1.0 };
    let (n, m) = (first.of as f64, second.of as f64);
    let pooled = (first.count + second.count) as f64 / (n + m);
    let deviation = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    if deviation > 0.0 { error_complement((one - other).abs() / deviation / std::f64::consts::SQRT_2) } else { 1.0 }
}

/// How many people each of two groups needs, so that a difference of these two shares is found at the 5 % level in four of
/// five trials. Nothing when the shares are equal.
pub fn needed_in_each(one: f64, other: f64) -> Option<u64> {
    let apart = (one - other).abs();
    if !(apart > 0.0 && (0.0..=1.0).contains(&one) && (0.0..=1.0).contains(&other)) {
        return None;
    }
    let spread = |share: f64| share * (1.0 - share);
    let root = Z_95 * (2.0 * spread((one + other) / 2.0)).sqrt() + Z_POWER * (spread(one) + spread(other)).sqrt();
    let size = (root / apart).powi(2);
    // A difference so small that nobody has as many customers.
    (size < 1e15).then(|| (size - 1e-9).ceil().max(1.0) as u64)
}

/// The complementary error function of a number that is not negative: near zero by the series of the error function
/// (Abramowitz and Stegun 7.1.6), further out by its continued fraction (7.1.14).
fn error_complement(x: f64) -> f64 {
    let scale = (-x * x).exp() / std::f64::consts::PI.sqrt();
    if x < 2.5 {
        let (mut term, mut sum, mut n) = (2.0 * x, 2.0 * x, 0.0);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= 2.0 * x * x / (2.0 * n + 1.0);
            sum += term;
        }
        return (1.0 - scale * sum).max(0.0);
    }
    let fraction = (1..=80).rev().fold(0.0, |rest, n| f64::from(n) / 2.0 / (x + rest));
    scale / (x + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_near(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3)
    }

    #[test]
    fn as_scipy_and_statsmodels_say() {
        let mut rows = 0;
        for line in include_str!("../../tests/data/campaigns/lift.csv").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let count = |at: usize| cells[at].parse::<u64>().unwrap();
            let check = |what: &str, at: usize, found: f64| {
                let expected: f64 = cells[at].parse().unwrap();
                assert!(is_near(found, expected), "{what} of {line}: {found}, not {expected}");
            };
            let (first, second) = (Part::new(count(1), count(0)), Part::new(count(3), count(2)));
            let (one, other) = (first.estimate().unwrap(), second.estimate().unwrap());
            check("low", 4, one.low);
            check("high", 5, one.high);
            check("held out low", 6, other.low);
            check("held out high", 7, other.high);
            let lift = difference(first, second).unwrap();
            check("lift", 8, lift.value);
            check("lift low", 9, lift.low);
            check("lift high", 10, lift.high);
            check("fisher", 11, fisher(first, second));
            check("z", 12, two_proportions(first, second));
            let needed = needed_in_each(one.value, other.value);
            assert_eq!(needed, cells[13].parse().ok(), "needed of {line}");
            rows += 1;
        }
        assert!(rows > 10, "the fixture was not read");
    }

    #[test]
    fn the_test_fits_the_counts() {
        let check = |first: (u64, u64), second: (u64, u64), expected: Option<Test>| {
            let found = probability(Part::new(first.0, first.1), Part::new(second.0, second.1));
            assert_eq!(found.map(|(_, test)| test), expected, "{first:?} {second:?}");
        };
        check((203, 1_692), (25, 423), Some(Test::TwoProportions));
        check((4, 80), (0, 20), Some(Test::Fisher));
        check((0, 8_000), (0, 2_000), Some(Test::Fisher));
        check((25, 50), (5, 10), Some(Test::TwoProportions));
        check((0, 0), (5, 10), None);
    }

    fn part() -> impl Strategy<Value = Part> {
        (0_u64..3_000, 0_u64..3_000).prop_map(|(count, of)| Part::new(count, of))
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_estimate(part in part()) {
            match part.estimate() {
                None => prop_assert_eq!(part.of, 0),
                Some(found) => prop_assert!(0.0 <= found.low && found.low <= found.value && found.value <= found.high && found.high <= 1.0),
            }
        }

        #[test]
        fn a_difference_lies_within_one_and_turns_round(first in part(), second in part()) {
            let (there, back) = (difference(first, second), difference(second, first));
            prop_assert_eq!(there.is_some(), first.of > 0 && second.of > 0);
            if let (Some(there), Some(back)) = (there, back) {
                prop_assert!(-1.0 <= there.low && there.low <= there.value && there.value <= there.high && there.high <= 1.0);
                prop_assert!((there.value + back.value).abs() < 1e-12);
                prop_assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12);
            }
        }

        #[test]
        fn a_probability_is_one_and_the_same_both_ways(first in part(), second in part()) {
            let (there, back) = (probability(first, second), probability(second, first));
            prop_assert_eq!(there.is_some(), back.is_some());
            if let (Some((p, test)), Some((q, same))) = (there, back) {
                prop_assert!((0.0..=1.0).contains(&p) && (p - q).abs() < 1e-9 && test == same);
            }
        }

        #[test]
        fn more_people_find_a_smaller_difference(one in 0.0..1.0_f64, other in 0.0..1.0_f64) {
            if let Some(needed) = needed_in_each(one, other) {
                prop_assert!(needed >= 1);
                let nearer = (one + other) / 2.0;
                prop_assert!(needed_in_each(one, one + (nearer - one) * 0.5).is_none_or(|more| more >= needed / 2));
            }
        }
    }
}
