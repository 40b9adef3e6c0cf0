//! Statistics: what the user's own data say, computed on the user's own device. Makes models; `domain::model` applies them.
//!
//! `protocol` is what the analyst may be asked; `serve` is one match over it. A `matrix` has a row for each customer and a
//! column for each feature; `scaling` brings the columns to the same footing; `k_means` finds groups; `silhouette` says how
//! well they stand apart; `propose_k` says how many there should be; `projection` draws them on a plane. *Inertia* is the
//! sum of the squared distances of all rows from their centroids, in scaled space.
//!
//! Pure: a seed is an argument, progress and the wish to cancel are functions that are handed in. The same rows and the
//! same seed give the same groups on every device, in whatever order the rows come. The only user of linfa.
//!
//! Absent on purpose: the browser, storage, and what a customer is beyond its numbers.

mod chance;
pub mod k_means;
pub mod matrix;
pub mod progress;
pub mod projection;
pub mod propose_k;
pub mod protocol;
pub mod scaling;
pub mod serve;
pub mod silhouette;

#[cfg(test)]
mod tests;
