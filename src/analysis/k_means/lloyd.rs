//! Lloyd's iteration to its exact fixed point: each row goes to the nearest centroid, each centroid to the mean of its
//! rows, until no row moves ("Least squares quantization in PCM", 1982).
//!
//! A row is looked at only when it could have another nearest centroid: a bound from above on the distance to its own and
//! one from below on the distance to the second nearest say so by the triangle inequality (Hamerly, "Making k-means even
//! faster", 2010). The bounds are exact up to rounding, so at the end every row is looked at once more, in full.

use super::Clusters;
use crate::analysis::matrix::Matrix;
use crate::analysis::progress::{Progress, Stopped};
use crate::analysis::protocol::AnalystFailure;
use crate::domain::model::squared_distance;

/// The most passes over the rows. Lloyd's iteration ends by itself; rows that lie between two centroids to the last bit
/// could go to and fro by rounding.
const MOST_PASSES: u32 = 1_000;

/// The groups that `start` (the centroids, one after the other) leads to.
pub(super) fn settle(rows: &Matrix, start: Vec<f64>, progress: &Progress) -> Result<Clusters, Stopped> {
    let mut state = State::new(rows, start);
    for _ in 0..MOST_PASSES {
        progress.check()?;
        if state.fill_empty_groups() {
            continue;
        }
        let moved = state.move_to_means();
        let changed = state.reassign(&moved);
        if !changed && !state.put_in_order() {
            return state.finish();
        }
    }
    state.put_in_order();
    state.finish()
}

struct State<'a> {
    rows: &'a Matrix,
    centroids: Vec<f64>,
    memberships: Vec<u32>,
    /// For each row, no less than the distance to its own centroid, and no more than that to any other.
    bounds: Vec<[f64; 2]>,
    /// For each group the sum of its rows, and how many they are.
    sums: Vec<f64>,
    sizes: Vec<u64>,
}

impl<'a> State<'a> {
    fn new(rows: &'a Matrix, centroids: Vec<f64>) -> State<'a> {
        let groups = centroids.len() / rows.width();
        let mut state = State {
            rows,
            sums: vec![0.0; centroids.len()],
            centroids,
            memberships: vec![0; rows.row_count()],
            bounds: vec![[0.0; 2]; rows.row_count()],
            sizes: vec![0; groups],
        };
        state.assign_in_full();
        state
    }

    fn centroid(&self, group: usize) -> &[f64] {
        let width = self.rows.width();
        &self.centroids[group * width..(group + 1) * width]
    }

    /// The nearest centroid of a row, of equally near ones the lower, and the distances of that and of the second nearest.
    fn nearest(&self, row: &[f64]) -> (u32, [f64; 2]) {
        let (mut group, mut least, mut second) = (0, f64::INFINITY, f64::INFINITY);
        for (number, centroid) in (0..).zip(self.centroids.chunks_exact(self.rows.width())) {
            let distance = squared_distance(row, centroid);
            if distance < least {
                (group, second, least) = (number, least, distance);
            } else if distance < second {
                second = distance;
            }
        }
        (group, [least.sqrt(), second.sqrt()])
    }

    /// Looks at every distance. Says whether a row went to another group.
    fn assign_in_full(&mut self) -> bool {
        self.sums.fill(0.0);
        self.sizes.fill(0);
        let mut changed = false;
        for (index, row) in self.rows.rows().enumerate() {
            let (group, bounds) = self.nearest(row);
            changed |= self.memberships[index] != group;
            self.memberships[index] = group;
            self.bounds[index] = bounds;
            add(&mut self.sums, &mut self.sizes, row, group);
        }
        changed
    }

    /// A group without rows gets the row that is furthest from its centroid, which lowers the inertia. Says whether there
    /// was one; then every row has been looked at again.
    fn fill_empty_groups(&mut self) -> bool {
        let Some(empty) = self.sizes.iter().position(|size| *size == 0) else { return false };
        let mut furthest: (&[f64], f64) = (&[], 0.0);
        for (row, group) in self.rows.rows().zip(&self.memberships) {
            let distance = squared_distance(row, self.centroid(*group as usize));
            if distance > furthest.1 {
                furthest = (row, distance);
            }
        }
        // Not so while there are more different rows than groups: then one of them is off its centroid.
        if furthest.0.is_empty() {
            return false;
        }
        let width = self.rows.width();
        self.centroids[empty * width..(empty + 1) * width].copy_from_slice(furthest.0);
        self.assign_in_full();
        true
    }

    /// Moves each centroid to the mean of its rows. Returns how far each went.
    fn move_to_means(&mut self) -> Vec<f64> {
        let width = self.rows.width();
        let groups = self.centroids.chunks_exact_mut(width).zip(self.sums.chunks_exact(width)).zip(&self.sizes);
        let mut moved = Vec::with_capacity(self.sizes.len());
        for ((centroid, sum), size) in groups {
            let mut distance = 0.0;
            for (value, sum) in centroid.iter_mut().zip(sum) {
                let mean = if *size == 0 { *value } else { sum / *size as f64 };
                distance += (mean - *value) * (mean - *value);
                *value = mean;
            }
            moved.push(distance.sqrt());
        }
        moved
    }

    /// Brings the rows to the nearest centroids, which have moved so far, looking only where the bounds leave it open.
    /// Says whether a row went to another group.
    fn reassign(&mut self, moved: &[f64]) -> bool {
        let clearances = self.clearances();
        let furthest_of_others: Vec<f64> = (0..moved.len()).map(|group| largest_but(moved, group)).collect();
        self.sums.fill(0.0);
        self.sizes.fill(0);
        let mut changed = false;
        for (index, row) in self.rows.rows().enumerate() {
            let group = self.memberships[index] as usize;
            let [mut own, other] = self.bounds[index];
            own += moved[group];
            let other = other - furthest_of_others[group];
            let safe = other.max(clearances[group]);
            if own >= safe {
                own = squared_distance(row, self.centroid(group)).sqrt();
            }
            self.bounds[index] = [own, other];
            if own >= safe {
                let (nearest, bounds) = self.nearest(row);
                changed |= nearest as usize != group;
                self.memberships[index] = nearest;
                self.bounds[index] = bounds;
            }
            add(&mut self.sums, &mut self.sizes, row, self.memberships[index]);
        }
        changed
    }

    /// For each group half the distance from its centroid to the nearest other: a row nearer than that has no nearer one.
    fn clearances(&self) -> Vec<f64> {
        let groups = 0..self.sizes.len();
        let clearance = |group: usize| {
            let others = groups.clone().filter(|other| *other != group);
            let distances = others.map(|other| squared_distance(self.centroid(group), self.centroid(other)));
            distances.fold(f64::INFINITY, f64::min).sqrt() / 2.0
        };
        groups.clone().map(clearance).collect()
    }

    /// Numbers the groups by size, and looks at every row in full. Says whether one of them, lying between two centroids,
    /// went to another group by that.
    fn put_in_order(&mut self) -> bool {
        let mut order: Vec<usize> = (0..self.sizes.len()).collect();
        order.sort_by(|one, other| {
            let coordinates = self.centroid(*one).iter().zip(self.centroid(*other));
            let by_centroid = coordinates.map(|(one, other)| one.total_cmp(other)).find(|found| found.is_ne());
            self.sizes[*other].cmp(&self.sizes[*one]).then(by_centroid.unwrap_or(one.cmp(other)))
        });
        let mut number_of = vec![0; order.len()];
        for (number, group) in (0..).zip(&order) {
            number_of[*group] = number;
        }
        self.centroids = order.iter().flat_map(|group| self.centroid(*group).iter().copied()).collect();
        for group in &mut self.memberships {
            *group = number_of[*group as usize];
        }
        self.assign_in_full()
    }

    fn finish(self) -> Result<Clusters, Stopped> {
        let width = u32::try_from(self.rows.width()).unwrap_or(u32::MAX);
        let groups = self.rows.rows().zip(&self.memberships);
        let inertia = groups.map(|(row, group)| squared_distance(row, self.centroid(*group as usize))).sum();
        let centroids = Matrix::new(width, self.centroids).map_err(|fault| AnalystFailure::Bug(fault.to_string()))?;
        Ok(Clusters { centroids, memberships: self.memberships, sizes: self.sizes, inertia })
    }
}

fn add(sums: &mut [f64], sizes: &mut [u64], row: &[f64], group: u32) {
    let start = group as usize * row.len();
    for (sum, value) in sums[start..start + row.len()].iter_mut().zip(row) {
        *sum += value;
    }
    sizes[group as usize] += 1;
}

/// The largest of the numbers but for one of them; 0 when none is left.
fn largest_but(numbers: &[f64], but: usize) -> f64 {
    let others = numbers.iter().enumerate().filter(|(index, _)| *index != but);
    others.map(|(_, number)| *number).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn settled(rows: &Matrix, start: &[f64]) -> Clusters {
        settle(rows, start.to_vec(), &Progress::new(&mut |_| {}, &|| false, 0)).expect("nobody cancels")
    }

    /// The same by looking at every distance in every pass.
    fn inertia_without_bounds(rows: &Matrix, start: &[f64]) -> Option<f64> {
        let width = rows.width();
        let mut centroids: Vec<Vec<f64>> = start.chunks(width).map(<[f64]>::to_vec).collect();
        let mut before = Vec::new();
        loop {
            let nearest = |row: &[f64]| {
                let distance = |group: &usize| squared_distance(row, &centroids[*group]);
                (0..centroids.len()).min_by(|one, other| distance(one).total_cmp(&distance(other))).expect("a group")
            };
            let groups: Vec<usize> = rows.rows().map(nearest).collect();
            if groups == before {
                return Some(
                    rows.rows().zip(&groups).map(|(row, group)| squared_distance(row, &centroids[*group])).sum(),
                );
            }
            for (group, centroid) in centroids.iter_mut().enumerate() {
                let own: Vec<&[f64]> =
                    rows.rows().zip(&groups).filter(|(_, of)| **of == group).map(|(row, _)| row).collect();
                if own.is_empty() {
                    return None;
                }
                for (column, value) in centroid.iter_mut().enumerate() {
                    *value = own.iter().map(|row| row[column]).sum::<f64>() / own.len() as f64;
                }
            }
            before = groups;
        }
    }

    proptest! {
        #[test]
        fn the_bounds_leave_nothing_out(values in vec(-10.0..10.0f64, 40..200), k in 1..7usize) {
            let rows = Matrix::new(2, values[..values.len() / 2 * 2].to_vec()).expect("it is sound");
            let start = &rows.values()[..2 * k];
            let found = settled(&rows, start);
            if let Some(expected) = inertia_without_bounds(&rows, start) {
                prop_assert!((found.inertia - expected).abs() < 1e-9 * (1.0 + expected), "{} {}", found.inertia, expected);
            }
            prop_assert!(found.sizes.iter().all(|size| *size > 0));
        }
    }

    #[test]
    fn a_group_that_starts_empty_gets_the_furthest_row() {
        let check = |values: &[f64], start: &[f64], sizes: &[u64], centroids: &[f64]| {
            let found = settled(&Matrix::new(1, values.to_vec()).unwrap(), start);
            assert_eq!((found.sizes.as_slice(), found.centroids.values()), (sizes, centroids), "{values:?} {start:?}");
        };
        check(&[0.0, 1.0, 9.0], &[0.0, 0.0], &[2, 1], &[0.5, 9.0]);
        check(&[0.0, 1.0, 9.0], &[0.0, 0.0, 0.0], &[1, 1, 1], &[0.0, 1.0, 9.0]);
        check(&[0.0, 1.0, 9.0], &[500.0, 600.0], &[2, 1], &[0.5, 9.0]);
        // As near to one as to the other: the lower number.
        check(&[0.0, 0.0, 2.0, 4.0, 4.0, 4.0], &[0.0, 4.0], &[3, 3], &[2.0 / 3.0, 4.0]);
        check(&[5.0], &[1.0], &[1], &[5.0]);
    }
}
