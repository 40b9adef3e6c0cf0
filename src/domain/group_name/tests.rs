use super::*;
use crate::domain::model::{ColumnScaling, TrainedOn};
use crate::domain::value::Day;
use crate::messages::Language;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// A model whose centroids in units are the given ones.
fn model(features: &[Feature], centroids: &[Vec<f64>]) -> NearestCentroid {
    let plain = ColumnScaling { logarithm: false, mean: 0.0, deviation: 1.0 };
    let as_of = Day::new(Some(1998), 6, 30).unwrap();
    let trained = TrainedOn { rows: 1, as_of, seed: 1, inertia: 1.0, silhouette: None };
    NearestCentroid::new(features.to_vec(), vec![plain; features.len()], centroids.to_vec(), trained).unwrap()
}

#[test]
fn groups_by_hand() {
    use Feature::{Frequency, Interval, Money, Recency};
    use GroupName::*;
    let check = |features: &[Feature], groups: &[(&[f64], u64)], expected: &[GroupName]| {
        let centroids: Vec<Vec<f64>> = groups.iter().map(|(centroid, _)| centroid.to_vec()).collect();
        let sizes: Vec<u64> = groups.iter().map(|(_, size)| *size).collect();
        assert_eq!(group_names(&model(features, &centroids), &sizes), expected, "{groups:?}");
    };
    let all = [Recency, Frequency, Money];
    check(&all, &[(&[20.0, 12.0, 90_000.0], 100), (&[400.0, 1.1, 2_000.0], 900)], &[Best, OneAndGone]);
    check(
        &all,
        &[
            (&[500.0, 1.0, 1_500.0], 12_000),
            (&[480.0, 1.9, 7_000.0], 6_000),
            (&[70.0, 3.0, 9_000.0], 4_000),
            (&[40.0, 12.0, 60_000.0], 1_500),
        ],
        &[OneAndGone, GoingQuiet, RecentlyActive, Best],
    );
    check(
        &all,
        &[
            (&[30.0, 1.2, 2_000.0], 300),
            (&[40.0, 20.0, 1_500.0], 200),
            (&[60.0, 5.0, 200_000.0], 50),
            (&[300.0, 10.0, 30_000.0], 200),
            (&[500.0, 1.0, 4_000.0], 500),
        ],
        &[PromisingNewcomers, SmallButOften, BigSpenders, FadingRegulars, OneAndGone],
    );
    // Two orders on average are not one.
    check(&all, &[(&[20.0, 12.0, 90_000.0], 100), (&[400.0, 2.0, 2_000.0], 900)], &[Best, LongGone]);
    // A single group is no better and no worse than itself.
    check(&all, &[(&[20.0, 12.0, 90_000.0], 100)], &[Steady]);
    // Two that are alike cannot be called the same.
    check(&all, &[(&[20.0, 12.0, 90_000.0], 9), (&[20.0, 12.0, 90_000.0], 9)], &[Tier(1), Steady]);
    // What is not measured is not said.
    check(&[Money], &[(&[5.0], 10), (&[500.0], 10), (&[50.0], 10)], &[Tier(3), Tier(1), Tier(2)]);
    check(&[Frequency, Money], &[(&[9.0, 5.0], 10), (&[1.0, 500.0], 10)], &[Tier(2), Tier(1)]);
    check(&[Recency], &[(&[9.0], 10), (&[1.0], 10)], &[Tier(2), Tier(1)]);
    check(&[Interval, Frequency], &[(&[9.0, 3.0], 10), (&[1.0, 4.0], 10)], &[Tier(2), Tier(1)]);
    check(&[Recency, Interval], &[(&[10.0, 9.0], 10), (&[300.0, 200.0], 10)], &[Best, LongGone]);
    check(&[Recency, Money], &[(&[10.0, 9.0], 10), (&[300.0, 2_000.0], 10)], &[PromisingNewcomers, BigButFading]);
}

proptest! {
    #[test]
    fn names_are_distinct_true_and_the_same_each_time(
        features in subsequence(Feature::ALL.to_vec(), 1..=4),
        groups in vec((vec(0.0..3_000.0f64, 4), 0..5_000u64), 1..12),
    ) {
        let centroids: Vec<Vec<f64>> = groups.iter().map(|(values, _)| values[..features.len()].to_vec()).collect();
        let sizes: Vec<u64> = groups.iter().map(|(_, size)| *size).collect();
        let model = model(&features, &centroids);
        let names = group_names(&model, &sizes);
        prop_assert_eq!(&names, &group_names(&model, &sizes));
        prop_assert_eq!(names.len(), groups.len());
        let mut distinct = names.clone();
        distinct.sort_unstable();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), names.len(), "{:?}", names);
        let measured = |feature: Feature| features.iter().position(|own| *own == feature);
        let mean = |column: usize| {
            let weight = |group: usize| sizes[group].max(1) as f64;
            let sum: f64 = (0..groups.len()).map(|group| centroids[group][column] * weight(group)).sum();
            sum / (0..groups.len()).map(weight).sum::<f64>()
        };
        for (group, name) in names.iter().enumerate() {
            match name {
                GroupName::Tier(rank) => prop_assert!((1..=groups.len()).contains(&usize::from(*rank))),
                GroupName::OneAndGone => {
                    let column = measured(Feature::Frequency).map_or(f64::NAN, |column| centroids[group][column]);
                    prop_assert!(column <= ONCE_OR_HARDLY_MORE);
                }
                GroupName::GoingQuiet | GroupName::LongGone | GroupName::BigButFading | GroupName::FadingRegulars => {
                    let Some(column) = measured(Feature::Recency) else { return Err(TestCaseError::fail("said of nothing")) };
                    prop_assert!(centroids[group][column] > mean(column), "{:?}", names);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_name_has_words_of_its_own() {
    let mut seen = Vec::new();
    for archetype in &ARCHETYPES {
        for language in Language::ALL {
            seen.push(archetype.name.label().text(language));
            seen.push(archetype.name.description().text(language));
        }
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all);
    assert_eq!(GroupName::Tier(3).label().fill(Language::English, &[("number", "3")]), "Tier 3");
}
