//! The silhouette: how much nearer a row is to its own group than to the next, from -1 (in the wrong one) to 1 (far from
//! all others). Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis" (1987):
//!
//! ```text
//! a(i) = mean distance of row i to the others of its group
//! b(i) = the least, over the other groups, of its mean distance to the rows of that group
//! s(i) = (b(i) - a(i)) / max(a(i), b(i)), and 0 for a row that is alone in its group
//! ```
//! linfa's own makes two arrays for each pair of rows, gives 1 to a row that is alone, and has no number where all rows of
//! a group and its neighbour are the same.

use super::chance::{Purpose, chance, sample};
use super::matrix::Matrix;
use super::progress::{Progress, Stopped};
use crate::domain::model::squared_distance;

/// The most rows that silhouettes are measured on: the time goes with the square of it.
pub const MOST_ROWS: usize = 5_000;

/// The numbers of the rows that silhouettes are measured on, ascending: at most [`MOST_ROWS`], the same for the same seed.
pub fn sampled_rows(rows: usize, seed: u64) -> Vec<u32> {
    sample(rows, MOST_ROWS, &mut chance(seed, Purpose::Silhouette))
}

/// The mean silhouette of all rows under each of several groupings, which give each row a group. `None` for a grouping of
/// fewer than two groups, of which the silhouette is not defined. The distances are computed once for all groupings.
pub fn mean_silhouettes(
    rows: &Matrix,
    groupings: &[Vec<u32>],
    progress: &Progress,
) -> Result<Vec<Option<f64>>, Stopped> {
    let mut sums = Sums::new(rows.row_count(), groupings);
    for (index, row) in rows.rows().enumerate() {
        progress.check()?;
        for (later, other) in rows.rows().enumerate().skip(index + 1) {
            sums.add(index, later, squared_distance(row, other).sqrt());
        }
    }
    Ok((0..groupings.len()).map(|grouping| sums.mean_silhouette(grouping)).collect())
}

/// The distances of each row to each group of each grouping, added up.
struct Sums<'a> {
    groupings: &'a [Vec<u32>],
    /// How many rows each group has, by grouping.
    sizes: Vec<Vec<u64>>,
    /// How many groups all groupings have together.
    stride: usize,
    /// For each row, for each grouping: where among the groups of all groupings its own is.
    places: Vec<u32>,
    /// For each row, for each group of each grouping: the sum of the distances to its rows.
    distances: Vec<f64>,
}

impl<'a> Sums<'a> {
    fn new(rows: usize, groupings: &'a [Vec<u32>]) -> Sums<'a> {
        let sizes: Vec<Vec<u64>> = groupings.iter().map(|grouping| sizes_of(grouping)).collect();
        let mut places = Vec::with_capacity(rows * groupings.len());
        for row in 0..rows {
            let mut first = 0;
            for (grouping, sizes) in groupings.iter().zip(&sizes) {
                places.push(first + grouping[row]);
                first += sizes.len() as u32;
            }
        }
        let stride = sizes.iter().map(Vec::len).sum();
        Sums { groupings, sizes, stride, places, distances: vec![0.0; rows * stride] }
    }

    fn add(&mut self, one: usize, other: usize, distance: f64) {
        let count = self.groupings.len();
        for grouping in 0..count {
            let (of_one, of_other) = (self.places[one * count + grouping], self.places[other * count + grouping]);
            self.distances[one * self.stride + of_other as usize] += distance;
            self.distances[other * self.stride + of_one as usize] += distance;
        }
    }

    fn mean_silhouette(&self, grouping: usize) -> Option<f64> {
        let (groups, sizes) = (&self.groupings[grouping], &self.sizes[grouping]);
        if sizes.iter().filter(|size| **size > 0).count() < 2 {
            return None;
        }
        let first: usize = self.sizes[..grouping].iter().map(Vec::len).sum();
        let of_row = |(row, group): (usize, &u32)| {
            let start = row * self.stride + first;
            silhouette(&self.distances[start..start + sizes.len()], sizes, *group as usize)
        };
        Some(groups.iter().enumerate().map(of_row).sum::<f64>() / groups.len() as f64)
    }
}

/// The silhouette of a row of the group `own`, from the sums of its distances to the rows of each group.
fn silhouette(distances: &[f64], sizes: &[u64], own: usize) -> f64 {
    if sizes[own] < 2 {
        return 0.0;
    }
    let within = distances[own] / (sizes[own] - 1) as f64;
    let others = distances.iter().zip(sizes).enumerate().filter(|(group, (_, size))| *group != own && **size > 0);
    let nearest = others.map(|(_, (sum, size))| sum / *size as f64).fold(f64::INFINITY, f64::min);
    let larger = within.max(nearest);
    // All of its group and of the next are the same row: it could as well be there.
    if larger > 0.0 { (nearest - within) / larger } else { 0.0 }
}

fn sizes_of(grouping: &[u32]) -> Vec<u64> {
    let mut sizes = vec![0; grouping.iter().max().map_or(0, |group| *group as usize + 1)];
    for group in grouping {
        sizes[*group as usize] += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn mean(rows: &Matrix, groupings: &[Vec<u32>]) -> Vec<Option<f64>> {
        mean_silhouettes(rows, groupings, &Progress::new(&mut |_| {}, &|| false, 0)).expect("nobody cancels")
    }

    #[test]
    fn silhouettes_by_hand() {
        let check = |values: &[f64], groups: &[u32], expected: Option<f64>| {
            let rows = Matrix::new(1, values.to_vec()).unwrap();
            let found = mean(&rows, &[groups.to_vec()])[0];
            assert!(
                found.is_some() == expected.is_some() && (found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12,
                "{values:?} {groups:?}: {found:?}"
            );
        };
        check(&[0.0, 1.0, 10.0, 11.0], &[0, 0, 1, 1], Some((2.0 * 9.5 / 10.5 + 2.0 * 8.5 / 9.5) / 4.0));
        check(&[0.0, 10.0, 11.0], &[0, 1, 1], Some((0.0 + 0.9 + 10.0 / 11.0) / 3.0));
        check(&[0.0, 1.0], &[0, 1], Some(0.0));
        check(&[0.0, 1.0], &[0, 0], None);
        check(&[], &[], None);
        check(&[5.0, 5.0, 5.0, 5.0], &[0, 0, 1, 1], Some(0.0));
        // A group that the sample did not meet.
        check(&[0.0, 1.0, 10.0, 11.0], &[0, 0, 2, 2], Some((2.0 * 9.5 / 10.5 + 2.0 * 8.5 / 9.5) / 4.0));
        check(&[0.0, 1.0], &[3, 3], None);
    }

    proptest! {
        #[test]
        fn it_lies_between_minus_one_and_one_and_several_groupings_do_not_disturb_each_other(
            rows in vec((-5.0..5.0f64, -5.0..5.0f64, 0..3u32, 0..5u32), 1..40),
        ) {
            let points = Matrix::new(2, rows.iter().flat_map(|row| [row.0, row.1]).collect()).expect("it is sound");
            let one: Vec<u32> = rows.iter().map(|row| row.2).collect();
            let other: Vec<u32> = rows.iter().map(|row| row.3).collect();
            let both = mean(&points, &[one.clone(), other.clone()]);
            prop_assert_eq!(&both, &[mean(&points, &[one])[0], mean(&points, &[other])[0]]);
            prop_assert!(both.iter().flatten().all(|found| (-1.0..=1.0).contains(found)));
        }
    }

    #[test]
    fn it_can_be_cancelled() {
        let rows = Matrix::new(1, vec![0.0, 1.0]).unwrap();
        let found = mean_silhouettes(&rows, &[vec![0, 1]], &Progress::new(&mut |_| {}, &|| true, 0));
        assert_eq!(found, Err(Stopped::Cancelled));
    }
}
