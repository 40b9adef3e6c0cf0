//! How a customer buys, in four numbers: how long ago, how often, how much, how far apart.
//!
//! Time distance is |t2 - t1| / 86,400 s, in days, taken between calendar days, so that neither the hour nor the zone of
//! an order can shift it. Recency, frequency and monetary value as in Hughes, "Strategic Database Marketing" (1994).

use crate::domain::model::Feature;
use crate::domain::value::Day;

/// What the orders of one customer come to, as of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecencyFrequency {
    /// Days from the last order to the day asked about.
    pub recency: u32,
    /// How many orders there are; two on one day are two.
    pub frequency: u64,
    /// The sum of their amounts, in minor units; pay-backs count as negative.
    pub money: i64,
    /// The mean number of days between consecutive orders, those of one day being 0 apart. `None` with a single order.
    pub interval: Option<f64>,
}

impl RecencyFrequency {
    /// Looks at a customer's orders, each a day and an amount in minor units, in any order. An order after `as_of` has
    /// not happened by then and does not count, nor does one whose year is not known. `None` when no order is left, or
    /// when `as_of` has no year.
    pub fn of(orders: impl IntoIterator<Item = (Day, i64)>, as_of: Day) -> Option<RecencyFrequency> {
        let as_of = i64::from(as_of.days_since_epoch()?);
        let (mut first, mut last, mut frequency, mut money) = (i64::MAX, i64::MIN, 0u64, 0i128);
        for (day, amount) in orders {
            let Some(day) = day.days_since_epoch().map(i64::from).filter(|day| *day <= as_of) else { continue };
            first = first.min(day);
            last = last.max(day);
            frequency += 1;
            // Wide enough that the sum does not depend on the order of the orders.
            money += i128::from(amount);
        }
        if frequency == 0 {
            return None;
        }
        // The days between consecutive orders add up to those between the first and the last.
        let interval = (frequency > 1).then(|| (last - first) as f64 / (frequency - 1) as f64);
        let money = money.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
        Some(RecencyFrequency {
            recency: u32::try_from(as_of - last).ok()?,
            frequency,
            money: i64::try_from(money).ok()?,
            interval,
        })
    }

    /// The value of a feature; `None` for the interval of a single order.
    pub fn value(&self, feature: Feature) -> Option<f64> {
        match feature {
            Feature::Recency => Some(f64::from(self.recency)),
            Feature::Frequency => Some(self.frequency as f64),
            Feature::Money => Some(self.money as f64),
            Feature::Interval => self.interval,
        }
    }
}

/// The distance of two days in days; `None` where a year is not known.
pub fn days_between(one: Day, other: Day) -> Option<u32> {
    Some(one.days_since_epoch()?.abs_diff(other.days_since_epoch()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap_or_else(|| panic!("{text} is no day"))
    }

    #[test]
    fn customers_by_hand() {
        let check = |orders: &[(&str, i64)], as_of: &str, expected: Option<(u32, u64, i64, Option<f64>)>| {
            let found = RecencyFrequency::of(orders.iter().map(|(text, amount)| (day(text), *amount)), day(as_of));
            let found = found.map(|found| (found.recency, found.frequency, found.money, found.interval));
            assert_eq!(found, expected, "{orders:?} as of {as_of}");
        };
        check(&[], "1998-06-30", None);
        check(&[("1998-06-30", 1177)], "1998-06-30", Some((0, 1, 1177, None)));
        check(&[("1997-01-01", 1177)], "1998-06-30", Some((545, 1, 1177, None)));
        check(&[("1997-01-12", 1200), ("1997-01-12", 7700)], "1997-01-13", Some((1, 2, 8900, Some(0.0))));
        check(&[("1997-03-01", 1), ("1997-01-01", 2), ("1997-01-02", 3)], "1997-03-01", Some((0, 3, 6, Some(29.5))));
        check(&[("1996-02-28", 5), ("1996-03-01", -9)], "1997-03-01", Some((365, 2, -4, Some(2.0))));
        check(&[("1997-01-01", 5), ("1997-01-03", 9)], "1997-01-02", Some((1, 1, 5, None)));
        check(&[("1997-01-03", 9)], "1997-01-02", None);
        check(&[("--01-01", 9)], "1997-01-02", None);
        check(&[("1997-01-01", 9)], "--01-02", None);
        check(&[("1997-01-01", i64::MAX), ("1997-01-01", 1)], "1997-01-01", Some((0, 2, i64::MAX, Some(0.0))));
    }

    #[test]
    fn distances_by_hand() {
        let check = |one: &str, other: &str, expected: Option<u32>| {
            assert_eq!(days_between(day(one), day(other)), expected);
            assert_eq!(days_between(day(other), day(one)), expected);
        };
        check("2024-02-28", "2024-03-01", Some(2));
        check("2023-02-28", "2023-03-01", Some(1));
        check("2023-12-31", "2023-12-31", Some(0));
        check("0001-01-01", "9999-12-31", Some(3_652_058));
        check("--12-31", "2023-12-31", None);
    }

    proptest! {
        #[test]
        fn the_interval_is_the_mean_of_the_gaps_and_the_order_of_orders_does_not_matter(
            orders in vec((0..9_000i32, -1_000..100_000i64), 1..40), later in 0..3_000i32,
        ) {
            let as_day = |days: i32| Day::from_days_since_epoch(days).expect("it is near");
            let as_of = as_day(9_000 + later);
            let found = RecencyFrequency::of(orders.iter().map(|(days, amount)| (as_day(*days), *amount)), as_of);
            let mut sorted = orders.clone();
            sorted.sort_unstable();
            prop_assert_eq!(found, RecencyFrequency::of(sorted.iter().map(|(days, amount)| (as_day(*days), *amount)), as_of));
            let Some(found) = found else { return Err(TestCaseError::fail("nothing was found")) };
            let gaps: Vec<f64> = sorted.windows(2).map(|pair| f64::from(pair[1].0 - pair[0].0)).collect();
            let mean = (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / gaps.len() as f64);
            prop_assert_eq!(found.interval.is_some(), mean.is_some());
            prop_assert!((found.interval.unwrap_or(0.0) - mean.unwrap_or(0.0)).abs() < 1e-9);
            prop_assert_eq!(i64::from(found.recency), sorted.last().map_or(0, |last| i64::from(9_000 + later - last.0)));
            prop_assert_eq!(found.frequency, orders.len() as u64);
            prop_assert_eq!(found.money, orders.iter().map(|order| order.1).sum::<i64>());
        }
    }
}
