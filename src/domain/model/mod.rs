//! Saved models and how they are applied.
//!
//! A *model* is what the analyst learned, small enough to be a record; *applying* it says for one customer what it says.
//! A *feature* is a number that the engine can compute of any customer; a *scaling* brings the features of one model to
//! the same footing; a *centroid* is the middle of a group in that scaled space.
//!
//! Absent on purpose: how a model is made (`analysis`), and linfa: every device applies a model without it.

mod feature;
mod nearest_centroid;
mod scaling;
mod stored;

pub use feature::Feature;
pub use nearest_centroid::{NearestCentroid, TrainedOn, squared_distance};
pub use scaling::ColumnScaling;
pub use stored::{ModelFault, ModelUnreadable};
