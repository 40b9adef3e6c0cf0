//! Laws of the whole: request in, reply out.

use super::progress::Progress;
use super::projection::Components;
use super::protocol::*;
use super::serve::serve;
use crate::domain::model::{Feature, NearestCentroid, squared_distance};
use crate::domain::value::Day;
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::{Cell, RefCell};

const FEATURES: [Feature; 3] = [Feature::Recency, Feature::Frequency, Feature::Money];

fn measurements(rows: &[Vec<f64>], logarithm: bool) -> Measurements {
    let width = rows.first().map_or(1, Vec::len);
    let columns = FEATURES[..width].iter().map(|feature| Column { feature: *feature, logarithm }).collect();
    let matrix = Matrix::new(width as u32, rows.concat()).expect("it is sound");
    Measurements { matrix, columns }
}

fn as_of() -> Day {
    Day::new(Some(1998), 6, 30).expect("it is a day")
}

fn cluster_request(rows: &[Vec<f64>], k: u32, seed: u64) -> AnalystRequest {
    AnalystRequest::Cluster { measurements: measurements(rows, false), as_of: as_of(), k, seed, runs: 3 }
}

fn answer(request: AnalystRequest) -> AnalystReply {
    serve(request, &mut |_| {}, &|| false)
}

fn clustering(rows: &[Vec<f64>], k: u32, seed: u64) -> Clustering {
    match answer(cluster_request(rows, k, seed)) {
        AnalystReply::Clustered(found) => *found,
        other => panic!("{other:?}"),
    }
}

/// Rows on a coarse grid, so that equal rows and rows between two centroids come up often.
fn any_rows() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (1..4usize).prop_flat_map(|width| vec(vec((0..7i32).prop_map(f64::from), width), 2..60))
}

/// The rows of the request in the columns of the model, each scaled.
fn scaled(model: &NearestCentroid, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let column = |feature: &Feature| FEATURES.iter().position(|own| own == feature).expect("it was asked for");
    let columns: Vec<usize> = model.features().iter().map(column).collect();
    let scale = |row: &Vec<f64>| {
        columns.iter().zip(model.scaling()).map(|(column, scaling)| scaling.scaled(row[*column])).collect()
    };
    rows.iter().map(scale).collect()
}

fn units(model: &NearestCentroid, row: &[f64]) -> Vec<f64> {
    let column = |feature: &Feature| FEATURES.iter().position(|own| own == feature).expect("it was asked for");
    model.features().iter().map(|feature| row[column(feature)]).collect()
}

proptest! {
    #[test]
    fn groups_are_those_of_the_model_and_the_model_is_their_mean(rows in any_rows(), k in 2..6u32, seed: u64) {
        let found = match answer(cluster_request(&rows, k, seed)) {
            AnalystReply::Clustered(found) => found,
            AnalystReply::Failed(AnalystFailure::TooFewDistinct { distinct, k: asked }) => {
                let mut different = rows.clone();
                different.sort_by(|one, other| one.partial_cmp(other).expect("numbers"));
                different.dedup();
                prop_assert_eq!((different.len(), asked), (distinct as usize, k));
                prop_assert!(distinct < k);
                return Ok(());
            }
            AnalystReply::Failed(AnalystFailure::AllAlike { .. }) => {
                prop_assert!(rows.iter().all(|row| *row == rows[0]));
                return Ok(());
            }
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        let model = &found.model;
        prop_assert_eq!(model.group_count(), k as usize);
        let groups: Vec<usize> =
            rows.iter().map(|row| model.assign(&units(model, row)).expect("it is finite")).collect();
        let mut sizes = vec![0u64; k as usize];
        groups.iter().for_each(|group| sizes[*group] += 1);
        prop_assert_eq!(&sizes, &found.sizes);
        prop_assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]) && sizes[k as usize - 1] > 0, "{:?}", sizes);
        let scaled = scaled(model, &rows);
        let mut inertia = 0.0;
        for (group, centroid) in model.centroids().iter().enumerate() {
            let own: Vec<&Vec<f64>> = scaled.iter().zip(&groups).filter(|(_, of)| **of == group).map(|(row, _)| row).collect();
            for (column, value) in centroid.iter().enumerate() {
                let mean = own.iter().map(|row| row[column]).sum::<f64>() / own.len() as f64;
                prop_assert!((mean - value).abs() < 1e-9, "{} {}", mean, value);
            }
            inertia += own.iter().map(|row| squared_distance(row, centroid)).sum::<f64>();
        }
        prop_assert!((inertia - model.trained().inertia).abs() < 1e-9 * (1.0 + inertia));
        prop_assert_eq!(model.trained().rows, rows.len() as u64);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in any_rows(), k in 2..6u32, seed: u64, turn: usize) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        let (one, other) = (answer(cluster_request(&rows, k, seed)), answer(cluster_request(&turned, k, seed)));
        if let (AnalystReply::Clustered(one), AnalystReply::Clustered(other)) = (&one, &other) {
            prop_assert_eq!(one.model.encode(), other.model.encode());
            prop_assert_eq!(&one.sizes, &other.sizes);
            prop_assert_eq!(&one.projection.coordinates, &other.projection.coordinates);
        } else {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn the_projection_is_a_rotation(rows in any_rows(), seed: u64) {
        let AnalystReply::Clustered(found) = answer(cluster_request(&rows, 2, seed)) else { return Ok(()) };
        let projection = &found.projection;
        let scaled = scaled(&found.model, &rows);
        let width = found.model.features().len();
        prop_assert_eq!(projection.points().count(), rows.len());
        for (row, group, at) in projection.points() {
            let own = &scaled[row as usize];
            prop_assert_eq!(found.model.assign(&units(&found.model, &rows[row as usize])), Some(group as usize));
            for (place, loading) in at.iter().zip(&projection.loadings) {
                // The mean of scaled rows is zero.
                let expected: f64 = own.iter().zip(loading).map(|(value, weight)| value * weight).sum();
                prop_assert!((expected - place).abs() < 1e-6);
            }
            let length = squared_distance(own, &vec![0.0; width]);
            prop_assert!(at[0] * at[0] + at[1] * at[1] <= length + 1e-6);
            if width <= 2 {
                prop_assert!((at[0] * at[0] + at[1] * at[1] - length).abs() < 1e-6);
            }
        }
        let [first, second] = projection.explained;
        prop_assert!((0.0..=1.0).contains(&first) && (0.0..=first + 1e-9).contains(&second) && first + second < 1.0 + 1e-9);
        prop_assert!(width > 2 || (first + second - 1.0).abs() < 1e-9);
        let length = |loading: &[f64]| loading.iter().map(|weight| weight * weight).sum::<f64>();
        prop_assert!((length(&projection.loadings[0]) - 1.0).abs() < 1e-9);
        let second_length = length(&projection.loadings[1]);
        prop_assert!((second_length - 1.0).abs() < 1e-9 || second_length == 0.0);
    }

    #[test]
    fn directions_are_those_of_the_covariance(
        rows in vec(vec(-3.0..3.0f64, 4), 3..40), alike: bool, nearly in 0..3u32,
    ) {
        // Columns that repeat each other, exactly or nearly, are what the solver finds hard.
        let mut rows = rows;
        for row in &mut rows {
            if alike {
                row[1] = row[0];
            }
            row[2] = row[0] + row[2] * [1.0, 1e-4, 1e-9][nearly as usize];
        }
        let matrix = Matrix::new(4, rows.concat()).expect("it is sound");
        let components = Components::of(&matrix).expect("there are rows");
        let covariance = |one: usize, other: usize| {
            let product = |row: &Vec<f64>| (row[one] - components.mean[one]) * (row[other] - components.mean[other]);
            rows.iter().map(product).sum::<f64>()
        };
        let all: f64 = (0..4).map(|column| covariance(column, column)).sum();
        for (direction, share) in components.directions.iter().zip(components.explained) {
            for row in 0..4 {
                let image: f64 = (0..4).map(|column| covariance(row, column) * direction[column]).sum();
                prop_assert!((image - share * all * direction[row]).abs() < 1e-7 * all, "{:?}", components);
            }
        }
        // No coordinate direction has more variance than the first component.
        prop_assert!((0..4).all(|column| covariance(column, column) <= components.explained[0] * all * (1.0 + 1e-9)));
    }

    #[test]
    fn messages_travel(rows in any_rows(), k in 2..6u32, seed: u64) {
        let request = cluster_request(&rows, k, seed);
        let bytes = encode(&request).expect("it can be written");
        prop_assert!(bytes.len() < rows.concat().len() * 8 + 64);
        prop_assert_eq!(&decode::<AnalystRequest>(&bytes).expect("it can be read"), &request);
        let reply = answer(request);
        let bytes = encode(&reply).expect("it can be written");
        prop_assert_eq!(decode::<AnalystReply>(&bytes).expect("it can be read"), reply);
    }

    #[test]
    fn damaged_messages_are_refused_or_read_but_never_panic(rows in any_rows(), at: usize, flip in 1u8.., cut: usize) {
        let mut bytes = encode(&cluster_request(&rows, 2, 1)).expect("it can be written");
        prop_assert!(decode::<AnalystRequest>(&bytes[..cut % bytes.len()]).is_err());
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Ok(request) = decode::<AnalystRequest>(&bytes) {
            // Whatever it asks for now, it gets an answer.
            serve(request, &mut |_| {}, &|| true);
        }
    }
}

#[test]
fn what_cannot_be_done_is_told() {
    let check = |request: AnalystRequest, expected: AnalystFailure| {
        assert_eq!(answer(request), AnalystReply::Failed(expected));
    };
    let rows = |values: &[f64]| values.iter().map(|value| vec![*value]).collect::<Vec<_>>();
    let count = |asked: u32| AnalystFailure::GroupCount { asked, fewest: 2, most: 8 };
    check(cluster_request(&rows(&[1.0, 2.0]), 0, 1), count(0));
    check(cluster_request(&rows(&[1.0, 2.0]), 1, 1), count(1));
    check(cluster_request(&rows(&[1.0, 2.0]), 9, 1), count(9));
    check(cluster_request(&[], 2, 1), AnalystFailure::NoRows);
    check(cluster_request(&rows(&[3.0, 3.0]), 2, 1), AnalystFailure::AllAlike { features: vec![Feature::Recency] });
    check(cluster_request(&rows(&[1.0, 2.0, 1.0]), 3, 1), AnalystFailure::TooFewDistinct { distinct: 2, k: 3 });
    check(
        cluster_request(&rows(&[f64::MAX, f64::MIN]), 2, 1),
        AnalystFailure::OutOfRange { feature: Feature::Recency },
    );
    let propose =
        |rows: &[Vec<f64>]| AnalystRequest::ProposeK { measurements: measurements(rows, true), seed: 1, runs: 1 };
    check(propose(&[]), AnalystFailure::NoRows);
    check(propose(&rows(&[3.0, 3.0])), AnalystFailure::AllAlike { features: vec![Feature::Recency] });
    let mut twice = measurements(&[vec![1.0, 2.0], vec![3.0, 4.0]], false);
    twice.columns[1] = twice.columns[0];
    let request = AnalystRequest::ProposeK { measurements: twice.clone(), seed: 1, runs: 1 };
    assert!(matches!(answer(request), AnalystReply::Failed(AnalystFailure::Bug(_))));
    twice.columns.pop();
    let request = AnalystRequest::ProposeK { measurements: twice, seed: 1, runs: 1 };
    assert!(matches!(answer(request), AnalystReply::Failed(AnalystFailure::Bug(_))));
}

#[test]
fn a_day_without_a_year_is_refused_and_does_not_panic() {
    let mut request = cluster_request(&[vec![1.0], vec![2.0]], 2, 1);
    if let AnalystRequest::Cluster { as_of, .. } = &mut request {
        *as_of = Day::new(None, 6, 30).expect("it is a day");
    }
    assert!(matches!(answer(request), AnalystReply::Failed(AnalystFailure::Bug(_))));
}

/// Three heaps of nine rows, far apart.
fn heaps() -> Vec<Vec<f64>> {
    let heap = |x: f64, y: f64| (0..9).map(move |index| vec![x + f64::from(index % 3), y + f64::from(index / 3), 7.0]);
    heap(0.0, 0.0).chain(heap(100.0, 0.0)).chain(heap(0.0, 100.0)).collect()
}

#[test]
fn three_heaps_are_found_and_proposed() {
    let request = AnalystRequest::ProposeK { measurements: measurements(&heaps(), false), seed: 9, runs: 5 };
    let AnalystReply::Proposed(proposal) = answer(request) else { panic!("no proposal") };
    assert_eq!((proposal.k, proposal.sample), (3, 27));
    assert_eq!(proposal.curve.iter().map(|point| point.k).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
    assert!(proposal.curve.windows(2).all(|pair| pair[0].inertia > pair[1].inertia));
    assert_eq!(proposal.findings, [Finding::ConstantColumn { feature: Feature::Money }]);
    let found = clustering(&heaps(), 3, 9);
    assert_eq!(found.sizes, [9, 9, 9]);
    assert_eq!(found.model.features(), [Feature::Recency, Feature::Frequency]);
    assert_eq!(found.findings, [Finding::ConstantColumn { feature: Feature::Money }]);
    // Equally large, so by centroid.
    let centroids: Vec<Vec<i64>> = (0..3)
        .map(|group| found.model.centroid_in_units(group).unwrap().iter().map(|value| value.round() as i64).collect())
        .collect();
    assert_eq!(centroids, [[1, 1], [1, 101], [101, 1]]);
    assert!(found.model.trained().silhouette.is_some_and(|silhouette| silhouette > 0.95));
}

#[test]
fn progress_grows_to_its_total() {
    let check = |request: AnalystRequest, total: u64| {
        let told = RefCell::new(Vec::new());
        serve(request, &mut |progress| told.borrow_mut().push(progress), &|| false);
        let told = told.into_inner();
        assert!(told.iter().all(|progress| progress.total == total), "{told:?}");
        assert!(told.windows(2).all(|pair| pair[0].done < pair[1].done), "{told:?}");
        assert_eq!(told.first().map(|progress| progress.done), Some(0));
        assert_eq!(told.last().map(|progress| progress.done), Some(total));
    };
    check(cluster_request(&heaps(), 3, 1), 5);
    check(AnalystRequest::ProposeK { measurements: measurements(&heaps(), false), seed: 1, runs: 2 }, 21);
    check(AnalystRequest::ProposeK { measurements: measurements(&heaps(), false), seed: 1, runs: 0 }, 14);
}

#[test]
fn work_ends_wherever_it_is_cancelled() {
    let check = |request: &AnalystRequest| {
        let asked = Cell::new(0);
        let reply = |allowed: u32| {
            asked.set(0);
            serve(request.clone(), &mut |_| {}, &|| {
                asked.set(asked.get() + 1);
                asked.get() > allowed
            })
        };
        assert!(!matches!(reply(u32::MAX), AnalystReply::Cancelled | AnalystReply::Failed(_)));
        let all = asked.get();
        assert!(all > 30, "asked {all} times only");
        for allowed in 0..all {
            assert_eq!(reply(allowed), AnalystReply::Cancelled);
            assert_eq!(asked.get(), allowed + 1, "it went on after it was cancelled");
        }
    };
    check(&cluster_request(&heaps(), 3, 1));
    check(&AnalystRequest::ProposeK { measurements: measurements(&heaps(), false), seed: 1, runs: 2 });
}

#[test]
fn progress_never_passes_its_total() {
    let mut last = None;
    let mut report = |progress| last = Some(progress);
    let mut progress = Progress::new(&mut report, &|| false, 2);
    progress.advance(5).expect("nobody cancels");
    assert_eq!(last, Some(AnalystProgress { done: 2, total: 2 }));
}
