use crate::messages::{Message, analysis};
use borsh::{BorshDeserialize, BorshSerialize};

/// A number that the engine can compute of a customer from the orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub enum Feature {
    /// Days since the last order.
    Recency,
    /// Number of orders.
    Frequency,
    /// Total amount of the orders, in whole units of one currency.
    Money,
    /// Mean days between consecutive orders. A customer with a single order has none.
    Interval,
}

impl Feature {
    /// All features in the order in which they are offered.
    pub const ALL: [Feature; 4] = [Feature::Recency, Feature::Frequency, Feature::Money, Feature::Interval];

    /// The number that stands for the feature in a saved model. Never reused.
    pub fn number(self) -> u16 {
        match self {
            Feature::Recency => 1,
            Feature::Frequency => 2,
            Feature::Money => 3,
            Feature::Interval => 4,
        }
    }

    /// The feature of a number; `None` for one that a newer version added.
    pub fn from_number(number: u16) -> Option<Feature> {
        Feature::ALL.into_iter().find(|feature| feature.number() == number)
    }

    /// The stable English word used in files and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Recency => "recency",
            Feature::Frequency => "frequency",
            Feature::Money => "money",
            Feature::Interval => "interval",
        }
    }

    /// The feature of a [`Feature::name`].
    pub fn from_name(name: &str) -> Option<Feature> {
        Feature::ALL.into_iter().find(|feature| feature.name() == name)
    }

    /// What the screen calls it.
    pub fn label(self) -> Message {
        match self {
            Feature::Recency => analysis::FEATURE_RECENCY,
            Feature::Frequency => analysis::FEATURE_FREQUENCY,
            Feature::Money => analysis::FEATURE_MONEY,
            Feature::Interval => analysis::FEATURE_INTERVAL,
        }
    }
}

impl From<Feature> for u16 {
    fn from(feature: Feature) -> u16 {
        feature.number()
    }
}

impl TryFrom<u16> for Feature {
    type Error = String;

    fn try_from(number: u16) -> Result<Feature, String> {
        Feature::from_number(number).ok_or_else(|| format!("there is no feature {number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_frozen_and_read_back() {
        let check = |feature: Feature, number: u16, name: &str| {
            assert_eq!((feature.number(), feature.name()), (number, name));
            assert_eq!(Feature::from_number(number), Some(feature));
            assert_eq!(Feature::from_name(name), Some(feature));
        };
        check(Feature::Recency, 1, "recency");
        check(Feature::Frequency, 2, "frequency");
        check(Feature::Money, 3, "money");
        check(Feature::Interval, 4, "interval");
        assert_eq!(Feature::from_number(0), None);
        assert_eq!(Feature::from_name("Recency"), None);
    }
}
