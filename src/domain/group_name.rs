//! What a group of customers is called: a name a group, chosen by how it compares with the others.
//!
//! Each group is placed on three axes (how recently, how often, how much), from -1 to 1, the others being at 0 on average.
//! A name has a place on the axes, where it fits best, and a range on each, outside of which it would not be true. Of all
//! ways to give each group another name, the one with the least sum of squared distances is taken. A group that is left with
//! no true name is called by its rank.

mod assignment;

use crate::domain::model::{Feature, NearestCentroid};
use crate::messages::{Message, analysis};

/// The name of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupName {
    /// Ahead in everything.
    Best,
    /// Order often, also lately.
    LoyalRegulars,
    /// Spend much, also lately.
    BigSpenders,
    /// Bought lately, and not much yet.
    PromisingNewcomers,
    /// Order often and spend little.
    SmallButOften,
    /// Bought lately.
    RecentlyActive,
    /// Near the average in everything.
    Steady,
    /// Order seldom.
    Occasional,
    /// Spend little.
    SmallSpenders,
    /// Order seldom and spend much.
    RareButLarge,
    /// Ordered often, and not lately.
    FadingRegulars,
    /// Spent much, and not lately.
    BigButFading,
    /// Have not bought for long.
    GoingQuiet,
    /// Bought once, long ago.
    OneAndGone,
    /// Have not bought for very long.
    LongGone,
    /// The rank of the group by [`ranking_feature`], 1 being the best. Where nothing more telling is true.
    Tier(u16),
}

impl GroupName {
    /// What the screen calls it. That of a tier wants `{number}`.
    pub fn label(self) -> Message {
        self.words().0
    }

    /// The sentence that explains it. That of a tier wants `{number}`, `{count}` (of groups) and `{feature}`.
    pub fn description(self) -> Message {
        self.words().1
    }

    fn words(self) -> (Message, Message) {
        use analysis as words;
        match self {
            GroupName::Best => (words::BEST, words::BEST_TEXT),
            GroupName::LoyalRegulars => (words::LOYAL_REGULARS, words::LOYAL_REGULARS_TEXT),
            GroupName::BigSpenders => (words::BIG_SPENDERS, words::BIG_SPENDERS_TEXT),
            GroupName::PromisingNewcomers => (words::PROMISING_NEWCOMERS, words::PROMISING_NEWCOMERS_TEXT),
            GroupName::SmallButOften => (words::SMALL_BUT_OFTEN, words::SMALL_BUT_OFTEN_TEXT),
            GroupName::RecentlyActive => (words::RECENTLY_ACTIVE, words::RECENTLY_ACTIVE_TEXT),
            GroupName::Steady => (words::STEADY, words::STEADY_TEXT),
            GroupName::Occasional => (words::OCCASIONAL, words::OCCASIONAL_TEXT),
            GroupName::SmallSpenders => (words::SMALL_SPENDERS, words::SMALL_SPENDERS_TEXT),
            GroupName::RareButLarge => (words::RARE_BUT_LARGE, words::RARE_BUT_LARGE_TEXT),
            GroupName::FadingRegulars => (words::FADING_REGULARS, words::FADING_REGULARS_TEXT),
            GroupName::BigButFading => (words::BIG_BUT_FADING, words::BIG_BUT_FADING_TEXT),
            GroupName::GoingQuiet => (words::GOING_QUIET, words::GOING_QUIET_TEXT),
            GroupName::OneAndGone => (words::ONE_AND_GONE, words::ONE_AND_GONE_TEXT),
            GroupName::LongGone => (words::LONG_GONE, words::LONG_GONE_TEXT),
            GroupName::Tier(_) => (words::TIER, words::TIER_TEXT),
        }
    }
}

/// The names of the groups of a model, in the order of its groups, no two alike. `sizes` is how many customers are in
/// each; the average of the others, with which a group is compared, is weighed by it. The same model and sizes give the
/// same names on every device.
pub fn group_names(model: &NearestCentroid, sizes: &[u64]) -> Vec<GroupName> {
    let groups = model.group_count();
    let centroids: Vec<Vec<f64>> = (0..groups).filter_map(|group| model.centroid_in_units(group)).collect();
    let column = |feature: Feature| {
        let column = model.features().iter().position(|own| *own == feature)?;
        Some(centroids.iter().map(|centroid| centroid[column]).collect::<Vec<f64>>())
    };
    let axes = Axes::of(&column, sizes);
    let fallback = Tiers::of(model.features(), &column);
    // Without recency there is no story to tell, and with recency alone a rank says all.
    if axes.recent.is_none() || (axes.often.is_none() && axes.much.is_none()) {
        return (0..groups).map(|group| fallback.name(group)).collect();
    }
    let orders = column(Feature::Frequency);
    let costs = (0..groups).map(|group| {
        let once = orders.as_ref().is_some_and(|orders| orders[group] <= ONCE_OR_HARDLY_MORE);
        let own = ARCHETYPES.iter().map(|archetype| archetype.cost(axes.place(group), once));
        // A column of its own for each group, so that all of them may go without a name.
        let without = (0..groups).map(|other| (other == group).then_some(WITHOUT_NAME));
        own.chain(without).map(|cost| cost.unwrap_or(UNTRUE)).collect::<Vec<f64>>()
    });
    let chosen = assignment::cheapest(&costs.collect::<Vec<_>>());
    let name =
        |(group, column): (usize, usize)| ARCHETYPES.get(column).map_or(fallback.name(group), |found| found.name);
    chosen.into_iter().enumerate().map(name).collect()
}

/// What tiers are ranked by: the first that is measured of money, frequency, interval and recency.
pub fn ranking_feature(features: &[Feature]) -> Option<Feature> {
    let order = [Feature::Money, Feature::Frequency, Feature::Interval, Feature::Recency];
    order.into_iter().find(|feature| features.contains(feature))
}

/// The most orders on average that a group may have to be said to have bought once.
const ONCE_OR_HARDLY_MORE: f64 = 1.5;

/// More than all names of a model together can cost, so that as few groups as possible go without one.
const WITHOUT_NAME: f64 = 1e3;
/// More than all groups without a name, so that this is never taken.
const UNTRUE: f64 = 1e6;

/// The groups' places on the axes, where the axis is measured.
struct Axes {
    recent: Option<Vec<f64>>,
    often: Option<Vec<f64>>,
    much: Option<Vec<f64>>,
}

impl Axes {
    fn of(column: &dyn Fn(Feature) -> Option<Vec<f64>>, sizes: &[u64]) -> Axes {
        let places = |values: Vec<f64>| places(&values, sizes);
        let backward = |values: Vec<f64>| places(values.into_iter().map(|value| -value).collect());
        // Counts, amounts and intervals span orders of magnitude; days since the last order do not.
        let steps = |values: Vec<f64>| values.into_iter().map(|value| value.abs().ln_1p().copysign(value)).collect();
        let often = column(Feature::Frequency).map(|values| places(steps(values)));
        Axes {
            recent: column(Feature::Recency).map(backward),
            often: often.or_else(|| column(Feature::Interval).map(|values| backward(steps(values)))),
            much: column(Feature::Money).map(|values| places(steps(values))),
        }
    }

    fn place(&self, group: usize) -> [Option<f64>; 3] {
        [&self.recent, &self.often, &self.much].map(|axis| axis.as_ref().and_then(|places| places.get(group).copied()))
    }
}

/// How far each value is from the mean of the others, weighed by `sizes`, in parts of the largest such difference; all 0
/// when they are all the same. The group itself is left out of the mean: a group of nine in ten customers would be the
/// average, and nothing could be said of it.
fn places(values: &[f64], sizes: &[u64]) -> Vec<f64> {
    let weight = |group: usize| sizes.get(group).copied().unwrap_or(0).max(1) as f64;
    let total: f64 = (0..values.len()).map(weight).sum();
    let sum: f64 = values.iter().enumerate().map(|(group, value)| value * weight(group)).sum();
    let from_others = |(group, value): (usize, &f64)| value - (sum - value * weight(group)) / (total - weight(group));
    let differences: Vec<f64> = match values {
        [] | [_] => vec![0.0; values.len()],
        _ => values.iter().enumerate().map(from_others).collect(),
    };
    let largest = differences.iter().map(|difference| difference.abs()).fold(0.0, f64::max);
    // Below this, it is rounding.
    let none = 1e-9 * (1.0 + sum.abs() / total);
    differences.into_iter().map(|difference| if largest > none { difference / largest } else { 0.0 }).collect()
}

/// The groups' ranks by the feature that tells most.
struct Tiers(Vec<u16>);

impl Tiers {
    fn of(features: &[Feature], column: &dyn Fn(Feature) -> Option<Vec<f64>>) -> Tiers {
        let feature = ranking_feature(features);
        let values = feature.and_then(column).unwrap_or_default();
        let more_is_better = matches!(feature, Some(Feature::Money | Feature::Frequency));
        let mut order: Vec<usize> = (0..values.len()).collect();
        // Stable, so that groups that are alike keep their order.
        order.sort_by(|one, other| {
            let ascending = values[*one].total_cmp(&values[*other]);
            if more_is_better { ascending.reverse() } else { ascending }
        });
        let mut ranks = vec![0; values.len()];
        for (rank, group) in (1..).zip(order) {
            ranks[group] = rank;
        }
        Tiers(ranks)
    }

    fn name(&self, group: usize) -> GroupName {
        GroupName::Tier(self.0.get(group).copied().unwrap_or_default())
    }
}

/// A name with its place on the axes (recent, often, much), and the ranges in which it is true.
struct Archetype {
    name: GroupName,
    place: [f64; 3],
    ranges: [Range; 3],
    /// Whether it is said of groups whose customers have hardly more than one order.
    bought_once: bool,
}

/// Where on an axis a name is true, and whether it is true of groups of which that is not measured.
#[derive(Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
    needed: bool,
}

/// Anywhere.
const ANY: Range = Range { least: -1.0, most: 1.0, needed: false };
/// Anywhere but at the very end.
const NOT_LEAST: Range = Range { least: -0.6, most: 1.0, needed: false };
/// Near the average.
const MIDDLE: Range = Range { least: -0.6, most: 0.6, needed: false };
/// Above the average, where it is measured.
const MORE: Range = Range { least: 0.05, most: 1.0, needed: false };
/// Below the average, where it is measured.
const LESS: Range = Range { least: -1.0, most: -0.05, needed: false };
/// Far below the average.
const LEAST: Range = Range { least: -1.0, most: -0.3, needed: false };
/// Above the average; the name speaks of it, so that it must be measured.
const SAID_MORE: Range = Range { needed: true, ..MORE };
/// Below the average; the name speaks of it.
const SAID_LESS: Range = Range { needed: true, ..LESS };

const fn archetype(name: GroupName, place: [f64; 3], ranges: [Range; 3]) -> Archetype {
    Archetype { name, place, ranges, bought_once: false }
}

const ARCHETYPES: [Archetype; 15] = [
    archetype(GroupName::Best, [1.0, 1.0, 1.0], [MORE, MORE, MORE]),
    archetype(GroupName::LoyalRegulars, [0.6, 0.8, 0.2], [MORE, SAID_MORE, ANY]),
    archetype(GroupName::BigSpenders, [0.5, 0.0, 1.0], [MORE, ANY, SAID_MORE]),
    archetype(GroupName::PromisingNewcomers, [1.0, -0.5, -0.5], [MORE, LESS, LESS]),
    archetype(GroupName::SmallButOften, [0.5, 0.6, -0.6], [ANY, SAID_MORE, SAID_LESS]),
    archetype(GroupName::RecentlyActive, [0.7, 0.0, 0.0], [MORE, ANY, ANY]),
    archetype(GroupName::Steady, [0.1, 0.0, 0.0], [MIDDLE, MIDDLE, MIDDLE]),
    archetype(GroupName::Occasional, [0.0, -0.6, -0.3], [NOT_LEAST, SAID_LESS, ANY]),
    archetype(GroupName::SmallSpenders, [0.0, 0.0, -0.8], [NOT_LEAST, ANY, SAID_LESS]),
    archetype(GroupName::RareButLarge, [-0.2, -0.6, 0.7], [ANY, SAID_LESS, SAID_MORE]),
    archetype(GroupName::FadingRegulars, [-0.7, 0.7, 0.3], [LESS, SAID_MORE, ANY]),
    archetype(GroupName::BigButFading, [-0.7, 0.3, 0.9], [LESS, ANY, SAID_MORE]),
    archetype(GroupName::GoingQuiet, [-0.5, 0.0, 0.0], [LESS, ANY, ANY]),
    Archetype { name: GroupName::OneAndGone, place: [-0.7, -0.8, -0.7], ranges: [LESS, LESS, ANY], bought_once: true },
    archetype(GroupName::LongGone, [-1.0, -0.6, -0.6], [LEAST, ANY, ANY]),
];

impl Archetype {
    /// How far a group is from the name's place, squared; `None` where the name would not be true.
    fn cost(&self, group: [Option<f64>; 3], once: bool) -> Option<f64> {
        if self.bought_once && !once {
            return None;
        }
        // Where it is true it tells more than the names beside it.
        let mut cost = if self.bought_once { -0.5 } else { 0.0 };
        for ((own, place), range) in group.into_iter().zip(self.place).zip(self.ranges) {
            match own {
                Some(own) if (range.least..=range.most).contains(&own) => cost += (own - place) * (own - place),
                None if !range.needed => {}
                _ => return None,
            }
        }
        Some(cost)
    }
}

#[cfg(test)]
mod tests;
