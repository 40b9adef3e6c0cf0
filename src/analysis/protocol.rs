//! What the analyst is asked and what it says: closed lists of requests and replies. Plain data.
//!
//! Every request gets one reply. Progress comes meanwhile; a request that is no longer wanted ends with
//! [`AnalystReply::Cancelled`].

use crate::domain::model::{Feature, NearestCentroid};
use crate::domain::value::Day;
use borsh::{BorshDeserialize, BorshSerialize};

pub use super::matrix::{Matrix, MatrixFault};
pub use crate::domain::message_bytes::{decode, encode};

/// The fewest groups that can be asked for.
pub const FEWEST_GROUPS: u32 = 2;
/// The most groups that can be asked for: as many as a person can keep apart.
pub const MOST_GROUPS: u32 = 8;

/// What the analyst can be asked.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum AnalystRequest {
    /// How many groups there are: [`AnalystReply::Proposed`].
    ProposeK {
        /// The customers.
        measurements: Measurements,
        /// The seed of chance.
        seed: u64,
        /// How often k-means starts anew for each number of groups; 0 counts as 1.
        runs: u32,
    },
    /// The groups: [`AnalystReply::Clustered`].
    Cluster {
        /// The customers.
        measurements: Measurements,
        /// The day that recency was counted to.
        as_of: Day,
        /// How many groups, from [`FEWEST_GROUPS`] to [`MOST_GROUPS`].
        k: u32,
        /// The seed of chance.
        seed: u64,
        /// How often k-means starts anew; the best is kept; 0 counts as 1.
        runs: u32,
    },
}

/// What the page asks of the analyst, which gets the numbers from the engine, on the port that comes with the request. The
/// answer is an [`AnalystReply`].
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AnalystTask {
    /// What is looked at. No feature twice.
    pub columns: Vec<Column>,
    /// How many groups; `None` to find out how many there are.
    pub k: Option<u32>,
    /// The seed of chance.
    pub seed: u64,
    /// How often k-means starts anew.
    pub runs: u32,
}

impl AnalystTask {
    /// The task with the numbers. `as_of` is the day to which recency was counted.
    pub fn with_numbers(self, matrix: Matrix, as_of: Day) -> AnalystRequest {
        let AnalystTask { columns, k, seed, runs } = self;
        let measurements = Measurements { matrix, columns };
        match k {
            Some(k) => AnalystRequest::Cluster { measurements, as_of, k, seed, runs },
            None => AnalystRequest::ProposeK { measurements, seed, runs },
        }
    }
}

/// What is known of the customers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Measurements {
    /// A row for each customer, in the features' own units.
    pub matrix: Matrix,
    /// What each column is. No feature twice.
    pub columns: Vec<Column>,
}

/// What a column of measurements is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Column {
    /// The feature.
    pub feature: Feature,
    /// Whether its logarithm is looked at, ln(1 + x).
    pub logarithm: bool,
}

/// What the analyst answers.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum AnalystReply {
    /// How many groups there are.
    Proposed(Proposal),
    /// The groups.
    Clustered(Box<Clustering>),
    /// It is no longer wanted.
    Cancelled,
    /// It could not be done.
    Failed(AnalystFailure),
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct AnalystProgress {
    /// What is done, in the unit of `total`.
    pub done: u64,
    /// All there is to do.
    pub total: u64,
}

/// Why something could not be done, for a sentence with something to do.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum AnalystFailure {
    /// There is no customer to look at.
    NoRows,
    /// All customers are alike in all of this.
    AllAlike {
        /// What was measured.
        features: Vec<Feature>,
    },
    /// There are fewer different customers than groups asked for.
    TooFewDistinct {
        /// How many differ.
        distinct: u32,
        /// How many groups were asked for.
        k: u32,
    },
    /// That is not a number of groups that can be asked for.
    GroupCount {
        /// What was asked for.
        asked: u32,
        /// The fewest.
        fewest: u32,
        /// The most.
        most: u32,
    },
    /// The values of a feature are too large or too far apart to be computed with.
    OutOfRange {
        /// The feature.
        feature: Feature,
    },
    /// A fault of the program; the text is for a report.
    Bug(String),
}

/// Something about the measurements that their user should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Finding {
    /// All customers have the same value there, so that the feature tells nobody apart; it was left out.
    ConstantColumn {
        /// The feature.
        feature: Feature,
    },
    /// Some values are below zero, where the logarithm is mirrored.
    BelowZero {
        /// The feature.
        feature: Feature,
        /// How many customers.
        rows: u32,
    },
}

/// How many groups there are.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Proposal {
    /// The proposal: the number with the best silhouette, the smaller of two that are as good.
    pub k: u32,
    /// What was found for each number, ascending.
    pub curve: Vec<CurvePoint>,
    /// How many customers the silhouettes were measured on.
    pub sample: u32,
    /// What else is to be told.
    pub findings: Vec<Finding>,
}

/// What was found for one number of groups.
#[derive(Clone, Copy, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct CurvePoint {
    /// The number of groups.
    pub k: u32,
    /// The sum of the squared distances from the centroids, in scaled space.
    pub inertia: f64,
    /// The mean silhouette, from -1 to 1; `None` when the sample met a single group.
    pub silhouette: Option<f64>,
}

/// The groups. They are numbered by size, the largest first.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Clustering {
    /// What says of each customer which group it is in. Its features are those of the request but for constant ones.
    pub model: NearestCentroid,
    /// How many customers are in each group.
    pub sizes: Vec<u64>,
    /// How many customers the silhouette was measured on.
    pub silhouette_sample: u32,
    /// The groups on a plane.
    pub projection: Projection,
    /// What else is to be told.
    pub findings: Vec<Finding>,
}

/// Customers and centroids on the plane on which they are furthest apart, in scaled space.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Projection {
    /// How much of all variance lies along each axis, from 0 to 1.
    pub explained: [f64; 2],
    /// How much each feature of the model counts along each axis, from -1 to 1; their squares add up to 1.
    pub loadings: [Vec<f64>; 2],
    /// The centroids of the groups.
    pub centroids: Vec<[f64; 2]>,
    /// The rows of the request that are drawn.
    pub rows: Vec<u32>,
    /// Their groups.
    pub groups: Vec<u32>,
    /// Where they are: two numbers each.
    pub coordinates: Vec<f64>,
}

impl Projection {
    /// The rows that are drawn, with their groups and where they are.
    pub fn points(&self) -> impl Iterator<Item = (u32, u32, [f64; 2])> {
        let (at, _) = self.coordinates.as_chunks::<2>();
        self.rows.iter().zip(&self.groups).zip(at).map(|((row, group), at)| (*row, *group, *at))
    }
}
