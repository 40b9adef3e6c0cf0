//! What a customer has bought: the figures of recency, frequency and money, from the orders alone.
//!
//! Recency is the time since the last order, frequency the number of orders, money their sum, and the interval the mean
//! time between one order and the next (Hughes, *Strategic Database Marketing*, 1994). Time between two days is
//! |t₂ − t₁| / 86,400 s, that is, whole days of the calendar.

use crate::domain::model::Feature;
use crate::domain::value::{Currency, Day, Money};

/// One customer's orders in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchases {
    /// How many orders.
    pub orders: u32,
    /// The first order's day, in days since 1970.
    pub first: i32,
    /// The last order's day, in days since 1970.
    pub last: i32,
    /// The sum of the amounts, of those that are in the book's main currency.
    pub total: Money,
}

impl Purchases {
    /// One order.
    pub fn of_one(day: i32, amount: Money) -> Purchases {
        Purchases { orders: 1, first: day, last: day, total: amount }
    }

    /// With one order more. One in another currency counts as an order, but its amount cannot be added up.
    pub fn and(self, day: i32, amount: Money) -> Purchases {
        let same = amount.currency == self.total.currency;
        let minor = if same { self.total.minor.saturating_add(amount.minor) } else { self.total.minor };
        Purchases {
            orders: self.orders.saturating_add(1),
            first: self.first.min(day),
            last: self.last.max(day),
            total: Money { minor, ..self.total },
        }
    }

    /// Days from the last order to `as_of`; negative where the order lies after it.
    pub fn recency(&self, as_of: i32) -> i32 {
        as_of - self.last
    }

    /// The mean number of days between consecutive orders; none for a single order. The mean of the gaps between sorted
    /// days is the whole span divided by one less than their number.
    pub fn interval(&self) -> Option<f64> {
        (self.orders > 1).then(|| f64::from(self.last - self.first) / f64::from(self.orders - 1))
    }

    /// The value of a feature, money in whole units; none for the interval of a single order.
    pub fn value(&self, feature: Feature, as_of: i32) -> Option<f64> {
        match feature {
            Feature::Recency => Some(f64::from(self.recency(as_of))),
            Feature::Frequency => Some(f64::from(self.orders)),
            Feature::Money => Some(self.total.in_units()),
            Feature::Interval => self.interval(),
        }
    }

    /// The last order's day.
    pub fn last_day(&self) -> Option<Day> {
        Day::from_days_since_1970(self.last)
    }

    /// What the amounts are in.
    pub fn currency(&self) -> Currency {
        self.total.currency
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn of(orders: &[(&str, i64)]) -> Purchases {
        let order = |(day, minor): &(&str, i64)| {
            (Day::parse_iso(day).unwrap().days_since_1970().unwrap(), Money::new(*minor, Currency::USD))
        };
        let (day, amount) = order(&orders[0]);
        orders[1..].iter().map(order).fold(Purchases::of_one(day, amount), |sum, (day, amount)| sum.and(day, amount))
    }

    #[test]
    fn figures_by_hand() {
        let check = |orders: &[(&str, i64)], as_of: &str, expected: (i32, u32, i64, Option<f64>)| {
            let found = of(orders);
            let as_of = Day::parse_iso(as_of).unwrap().days_since_1970().unwrap();
            let found = (found.recency(as_of), found.orders, found.total.minor, found.interval());
            assert_eq!(found, expected, "{orders:?}");
        };
        check(&[("1997-01-01", 1177)], "1998-06-30", (545, 1, 1177, None));
        check(&[("1997-01-12", 1200), ("1997-01-12", 7700)], "1998-06-30", (534, 2, 8900, Some(0.0)));
        check(&[("1998-05-28", 1), ("1997-01-02", 2), ("1997-03-30", 0)], "1998-05-29", (1, 3, 3, Some(255.5)));
        check(&[("2024-02-28", 5), ("2024-03-01", 5)], "2024-03-01", (0, 2, 10, Some(2.0)));
    }

    proptest! {
        #[test]
        fn the_interval_is_the_mean_of_the_gaps_and_the_order_of_orders_does_not_matter(
            orders in vec((0..9_000i32, -1_000..100_000i64), 1..40), later in 0..3_000i32,
        ) {
            let sum = |orders: &[(i32, i64)]| {
                let order = |(day, minor): &(i32, i64)| (*day, Money::new(*minor, Currency::USD));
                let (day, amount) = order(&orders[0]);
                let rest = orders[1..].iter().map(order);
                rest.fold(Purchases::of_one(day, amount), |sum, (day, amount)| sum.and(day, amount))
            };
            let found = sum(&orders);
            let mut sorted = orders.clone();
            sorted.sort_unstable();
            prop_assert_eq!(found, sum(&sorted));
            let gaps: Vec<f64> = sorted.windows(2).map(|pair| f64::from(pair[1].0 - pair[0].0)).collect();
            let mean = (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / gaps.len() as f64);
            prop_assert_eq!(found.interval().is_some(), mean.is_some());
            prop_assert!((found.interval().unwrap_or(0.0) - mean.unwrap_or(0.0)).abs() < 1e-9);
            let as_of = 9_000 + later;
            prop_assert_eq!(Some(found.recency(as_of)), sorted.last().map(|last| as_of - last.0));
            prop_assert_eq!(found.orders as usize, orders.len());
            prop_assert_eq!(found.total.minor, orders.iter().map(|order| order.1).sum::<i64>());
        }
    }

    #[test]
    fn another_currency_counts_as_an_order_only() {
        let both = of(&[("2024-01-01", 500)]).and(19_800, Money::new(900, Currency::EUR));
        assert_eq!((both.orders, both.total), (2, Money::new(500, Currency::USD)));
    }
}
