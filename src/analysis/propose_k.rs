//! How many groups there are: k-means for each number, and the silhouette decides.

use super::k_means::k_means;
use super::matrix::Matrix;
use super::progress::{Progress, Stopped};
use super::protocol::{AnalystFailure, CurvePoint, FEWEST_GROUPS, MOST_GROUPS};
use super::silhouette::{mean_silhouettes, sampled_rows};

/// The numbers of groups that are tried: as many as there are different rows, within what can be asked for.
pub fn numbers_to_try(rows: &Matrix) -> Vec<u32> {
    let distinct = rows.distinct_rows(MOST_GROUPS as usize) as u32;
    (FEWEST_GROUPS..=distinct).collect()
}

/// How many steps [`curve`] takes.
pub fn steps(rows: &Matrix, runs: u32) -> u64 {
    let numbers = numbers_to_try(rows).len() as u64;
    // The silhouettes of one number of groups count as a run.
    numbers * (u64::from(runs.max(1)) + 1)
}

/// Inertia and mean silhouette for each number of groups, ascending, and how many rows the silhouettes were measured on.
/// Fails when there are fewer than two different rows.
pub fn curve(rows: &Matrix, runs: u32, seed: u64, progress: &mut Progress) -> Result<(Vec<CurvePoint>, u32), Stopped> {
    let numbers = numbers_to_try(rows);
    if numbers.is_empty() {
        let distinct = rows.distinct_rows(FEWEST_GROUPS as usize) as u32;
        return Err(AnalystFailure::TooFewDistinct { distinct, k: FEWEST_GROUPS }.into());
    }
    let sampled = sampled_rows(rows.row_count(), seed);
    let (mut inertias, mut groupings) = (Vec::new(), Vec::new());
    for k in &numbers {
        let clusters = k_means(rows, *k, runs, seed, progress)?;
        inertias.push(clusters.inertia);
        groupings.push(sampled.iter().map(|row| clusters.memberships[*row as usize]).collect());
    }
    let silhouettes = mean_silhouettes(&rows.rows_of(&sampled), &groupings, progress)?;
    progress.advance(numbers.len() as u64)?;
    let points = numbers.into_iter().zip(inertias).zip(silhouettes);
    let points = points.map(|((k, inertia), silhouette)| CurvePoint { k, inertia, silhouette });
    Ok((points.collect(), sampled.len() as u32))
}

/// The number of groups with the best silhouette, the smaller of two that are as good; the smallest of all where no
/// silhouette is defined, and `None` for an empty curve.
pub fn best(curve: &[CurvePoint]) -> Option<u32> {
    let mut points = curve.iter();
    let mut best = points.next()?;
    for point in points {
        if point.silhouette > best.silhouette {
            best = point;
        }
    }
    Some(best.k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_silhouette_wins_and_a_tie_goes_to_the_smaller() {
        let check = |silhouettes: &[Option<f64>], expected: Option<u32>| {
            let points =
                (2..).zip(silhouettes).map(|(k, silhouette)| CurvePoint { k, inertia: 1.0, silhouette: *silhouette });
            assert_eq!(best(&points.collect::<Vec<_>>()), expected, "{silhouettes:?}");
        };
        check(&[], None);
        check(&[None], Some(2));
        check(&[None, Some(-0.5)], Some(3));
        check(&[Some(0.4), Some(0.6), Some(0.5)], Some(3));
        check(&[Some(0.4), Some(0.6), Some(0.6)], Some(3));
        check(&[Some(0.4), None, Some(0.4)], Some(2));
    }

    #[test]
    fn as_many_groups_are_tried_as_there_are_different_rows() {
        let check = |values: &[f64], expected: &[u32]| {
            assert_eq!(numbers_to_try(&Matrix::new(1, values.to_vec()).unwrap()), expected, "{values:?}");
        };
        check(&[], &[]);
        check(&[1.0, 1.0], &[]);
        check(&[1.0, 2.0, 1.0], &[2]);
        check(&[1.0, 2.0, 3.0, 3.0], &[2, 3]);
        check(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], &[2, 3, 4, 5, 6, 7, 8]);
    }
}
