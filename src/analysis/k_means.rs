//! K-means: groups of rows such that each row is nearest to the mean of its own group.
//!
//! Every run has two parts. linfa's k-means, with a k-means++ start (Arthur and Vassilvitskii, 2007), works on a sample of
//! the rows until it nearly stands still (refining the start on a sample is Bradley and Fayyad's, 1998). From its
//! centroids, `lloyd` goes on over all rows to the exact fixed point. The reasons are measured: linfa's loop is generic, so
//! it is built with this crate, for size, and one pass of it over 100,000 x 3 takes 14 ms, of which it makes a hundred and
//! more; it cannot be asked to stop; and it ends near its fixed point, not at it, so that what it says of the groups' sizes
//! and what its centroids say is not the same. The exact part skips nearly all distances and asks between passes whether
//! to go on. The best of several runs is kept.

mod lloyd;

use super::chance::{Purpose, chance, sample};
use super::matrix::Matrix;
use super::progress::{Progress, Stopped};
use super::protocol::AnalystFailure;
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::ArrayView2;
use rand_xoshiro::Xoshiro256Plus;

/// The most rows that a run's start is looked for on.
const START_ROWS: usize = 4_096;
/// The start is good enough when linfa's centroids together move less than this in a pass, in scaled space.
const START_TOLERANCE: f64 = 1e-3;
/// The most passes of linfa over the sample.
const START_PASSES: u64 = 100;

/// Groups of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// The mean of each group, a row each. Groups are numbered by size, the largest first, equally large ones by centroid.
    pub centroids: Matrix,
    /// The group of each row: the one with the nearest centroid, of equally near ones the lower.
    pub memberships: Vec<u32>,
    /// How many rows each group has, none of them empty.
    pub sizes: Vec<u64>,
    /// The sum of the squared distances of all rows from their centroids.
    pub inertia: f64,
}

/// The best of `runs` runs (at least one) that look for `k` groups, by inertia. The same rows in the same order with the
/// same seed give the same groups. A run is one step of `progress`. Fails when fewer than `k` rows differ.
pub fn k_means(rows: &Matrix, k: u32, runs: u32, seed: u64, progress: &mut Progress) -> Result<Clusters, Stopped> {
    let distinct = rows.distinct_rows(k as usize) as u32;
    if distinct == 0 {
        return Err(AnalystFailure::NoRows.into());
    }
    if distinct < k || k == 0 {
        return Err(AnalystFailure::TooFewDistinct { distinct, k }.into());
    }
    let mut chance = chance(seed, Purpose::Starts);
    let mut best: Option<Clusters> = None;
    for _ in 0..runs.max(1) {
        progress.check()?;
        let found = lloyd::settle(rows, start(rows, k, chance.clone())?, progress)?;
        if best.as_ref().is_none_or(|best| found.inertia < best.inertia) {
            best = Some(found);
        }
        // 2^128 numbers further on, so that no run sees those of another.
        chance.jump();
        progress.advance(1)?;
    }
    best.ok_or_else(|| AnalystFailure::Bug("k-means made no run".to_owned()).into())
}

/// Centroids that linfa finds on a sample of the rows.
fn start(rows: &Matrix, k: u32, mut chance: Xoshiro256Plus) -> Result<Vec<f64>, AnalystFailure> {
    let sampled;
    let looked_at = if rows.row_count() > START_ROWS {
        sampled = rows.rows_of(&sample(rows.row_count(), START_ROWS, &mut chance));
        &sampled
    } else {
        rows
    };
    let view = ArrayView2::from_shape((looked_at.row_count(), looked_at.width()), looked_at.values());
    let view = view.map_err(|error| AnalystFailure::Bug(error.to_string()))?;
    let found = KMeans::params_with_rng(k as usize, chance)
        .init_method(KMeansInit::KMeansPlusPlus)
        .n_runs(1)
        .tolerance(START_TOLERANCE)
        .max_n_iterations(START_PASSES)
        .fit(&DatasetBase::from(view))
        .map_err(|error| AnalystFailure::Bug(error.to_string()))?;
    Ok(found.centroids().iter().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::rand_core::RngCore;

    fn found(rows: &Matrix, k: u32, runs: u32, seed: u64) -> Result<Clusters, Stopped> {
        k_means(rows, k, runs, seed, &mut Progress::new(&mut |_| {}, &|| false, u64::from(runs)))
    }

    #[test]
    fn what_cannot_be_grouped_is_told() {
        let check = |values: &[f64], k: u32, expected: AnalystFailure| {
            let rows = Matrix::new(1, values.to_vec()).unwrap();
            assert_eq!(found(&rows, k, 1, 1), Err(Stopped::Failed(expected)), "{values:?} {k}");
        };
        check(&[], 2, AnalystFailure::NoRows);
        check(&[1.0], 2, AnalystFailure::TooFewDistinct { distinct: 1, k: 2 });
        check(&[1.0, 2.0, 2.0, 1.0], 3, AnalystFailure::TooFewDistinct { distinct: 2, k: 3 });
    }

    #[test]
    fn more_runs_are_never_worse_and_the_same_seed_finds_the_same() {
        let mut chance = chance(3, Purpose::Drawing);
        // More rows than a start looks at.
        let values = (0..3 * (START_ROWS + 904)).map(|_| (chance.next_u64() >> 40) as f64).collect();
        let rows = Matrix::new(3, values).unwrap();
        let mut before = f64::INFINITY;
        for runs in [1, 2, 4, 8] {
            let clusters = found(&rows, 6, runs, 5).unwrap();
            assert_eq!(Ok(&clusters), found(&rows, 6, runs, 5).as_ref());
            assert!(clusters.inertia <= before);
            before = clusters.inertia;
        }
        assert_ne!(found(&rows, 6, 1, 5).map(|found| found.inertia), found(&rows, 6, 1, 6).map(|found| found.inertia));
    }
}
