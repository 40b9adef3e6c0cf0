//! Principal components: the plane on which the rows are furthest apart (Pearson, "On lines and planes of closest fit",
//! 1901), by linfa.

use super::chance::{Purpose, chance, sample};
use super::k_means::Clusters;
use super::matrix::Matrix;
use super::protocol::{AnalystFailure, Projection};
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_reduction::Pca;
use ndarray::ArrayView2;

/// The most rows that are drawn.
pub const MOST_POINTS: usize = 1_500;

/// The two directions, each of length 1, along which the rows vary most, and how much of all variance lies along each,
/// from 0 to 1. The largest coordinate of a direction is positive, as a direction and its opposite are the same to the
/// eigenproblem. Where the rows vary along fewer than two, the rest is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// The mean of the rows.
    pub mean: Vec<f64>,
    /// The directions.
    pub directions: [Vec<f64>; 2],
    /// The shares.
    pub explained: [f64; 2],
}

impl Components {
    /// The components of the rows.
    pub fn of(rows: &Matrix) -> Result<Components, AnalystFailure> {
        let (count, width) = (rows.row_count(), rows.width());
        if count == 0 {
            return Err(AnalystFailure::NoRows);
        }
        let view = ArrayView2::from_shape((count, width), rows.values());
        let view = view.map_err(|error| AnalystFailure::Bug(error.to_string()))?;
        // All components are asked for and two are taken. The solver (LOBPCG) starts from a random subspace of as many
        // dimensions; one of two is too small for a few columns: the directions were wrong for a fifth of 20,000 matrices
        // tried. With all of them the subspace is the whole space, and the first step is exact.
        let found = Pca::params(width.min(count)).fit(&DatasetBase::from(view));
        let found = found.map_err(|error| AnalystFailure::Bug(error.to_string()))?;
        let mean: Vec<f64> = found.mean().iter().copied().collect();
        let mut directions = [vec![0.0; width], vec![0.0; width]];
        for (own, direction) in directions.iter_mut().zip(found.components().rows()) {
            own.clear();
            own.extend(direction.iter().copied());
            point_upward(own);
        }
        let explained = shares(rows, &mean, &directions);
        Ok(Components { mean, directions, explained })
    }

    /// Where a point is on the plane.
    pub fn project(&self, point: &[f64]) -> [f64; 2] {
        self.directions.each_ref().map(|direction| {
            let coordinates = point.iter().zip(&self.mean).zip(direction);
            coordinates.map(|((value, mean), weight)| (value - mean) * weight).sum()
        })
    }
}

/// Turns a direction so that its largest coordinate, the first of equally large ones, is positive.
fn point_upward(direction: &mut [f64]) {
    let mut largest = 0.0f64;
    for value in direction.iter() {
        // What differs by rounding is equally large.
        if value.abs() > largest.abs() + 1e-9 {
            largest = *value;
        }
    }
    if largest < 0.0 {
        direction.iter_mut().for_each(|value| *value = -*value);
    }
}

/// The variance along each direction in parts of all variance. linfa's own ratio is of the components that it keeps.
fn shares(rows: &Matrix, mean: &[f64], directions: &[Vec<f64>; 2]) -> [f64; 2] {
    let (mut along, mut all) = ([0.0; 2], 0.0);
    for row in rows.rows() {
        let mut projected = [0.0; 2];
        for (column, (value, mean)) in row.iter().zip(mean).enumerate() {
            let difference = value - mean;
            all += difference * difference;
            for (projected, direction) in projected.iter_mut().zip(directions) {
                *projected += difference * direction[column];
            }
        }
        for (along, projected) in along.iter_mut().zip(projected) {
            *along += projected * projected;
        }
    }
    along.map(|along| if all > 0.0 { (along / all).clamp(0.0, 1.0) } else { 0.0 })
}

/// The groups on the plane: their centroids, and at most [`MOST_POINTS`] rows, the same for the same seed. `number_of`
/// has the number by which each row is known to whoever looks at the picture.
pub fn project(rows: &Matrix, clusters: &Clusters, number_of: &[u32], seed: u64) -> Result<Projection, AnalystFailure> {
    let components = Components::of(rows)?;
    let mut projection = Projection {
        explained: components.explained,
        centroids: clusters.centroids.rows().map(|centroid| components.project(centroid)).collect(),
        ..Projection::default()
    };
    for row in sample(rows.row_count(), MOST_POINTS, &mut chance(seed, Purpose::Drawing)) {
        let row = row as usize;
        projection.rows.push(number_of[row]);
        projection.groups.push(clusters.memberships[row]);
        projection.coordinates.extend(components.project(rows.row(row)));
    }
    projection.loadings = components.directions;
    Ok(projection)
}
