use super::feature::Feature;
use super::scaling::ColumnScaling;
use super::stored::ModelFault;
use crate::domain::value::Day;
use borsh::{BorshDeserialize, BorshSerialize};
use std::io;

/// What a model was made from, for the person who asks how far it can be trusted, and to make it again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainedOn {
    /// How many customers.
    pub rows: u64,
    /// The day that recency was counted to; its year is known.
    pub as_of: Day,
    /// The seed of the algorithm's chance.
    pub seed: u64,
    /// The sum of the squared distances of all rows from their centroids, in scaled space.
    pub inertia: f64,
    /// The mean silhouette, from -1 to 1; `None` where it is not defined.
    pub silhouette: Option<f64>,
}

/// Groups of customers as k-means leaves them: a customer belongs to the group whose centroid is nearest in scaled space
/// (Lloyd, "Least squares quantization in PCM", 1982). Sound from its making on.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestCentroid {
    features: Vec<Feature>,
    scaling: Vec<ColumnScaling>,
    centroids: Vec<Vec<f64>>,
    trained: TrainedOn,
}

impl NearestCentroid {
    /// The model, if its parts fit together: one scaling and one coordinate of each centroid for each feature, no feature
    /// twice, at least one of everything, every number finite (also in the features' own units), and `as_of` with a year.
    pub fn new(
        features: Vec<Feature>,
        scaling: Vec<ColumnScaling>,
        centroids: Vec<Vec<f64>>,
        trained: TrainedOn,
    ) -> Result<NearestCentroid, ModelFault> {
        let width = features.len();
        let repeated = (1..width).any(|index| features[..index].contains(&features[index]));
        if width == 0 || centroids.is_empty() || repeated {
            return Err(ModelFault);
        }
        if scaling.len() != width || centroids.iter().any(|centroid| centroid.len() != width) {
            return Err(ModelFault);
        }
        let numbers = centroids.iter().flat_map(|centroid| centroid.iter().zip(&scaling));
        let finite =
            |(value, scaling): (&f64, &ColumnScaling)| value.is_finite() && scaling.in_units(*value).is_finite();
        let judged = trained.inertia.is_finite() && trained.silhouette.is_none_or(f64::is_finite);
        let dated = trained.as_of.days_since_1970().is_some();
        if !scaling.iter().all(|scaling| scaling.is_sound()) || !numbers.into_iter().all(finite) || !judged || !dated {
            return Err(ModelFault);
        }
        Ok(NearestCentroid { features, scaling, centroids, trained })
    }

    /// The group that a customer belongs to, from 0: the nearest centroid by Euclidean distance, of equally near ones the
    /// lower. `row` has the values of [`NearestCentroid::features`] in that order and in their own units. `None` when it
    /// has another length, or a value that is not a finite number: then nothing can be said.
    pub fn assign(&self, row: &[f64]) -> Option<usize> {
        if row.len() != self.features.len() || !row.iter().all(|value| value.is_finite()) {
            return None;
        }
        // No feature comes twice, so that all there are have room.
        let mut scaled = [0.0; Feature::ALL.len()];
        for ((scaled, value), scaling) in scaled.iter_mut().zip(row).zip(&self.scaling) {
            *scaled = scaling.scaled(*value);
        }
        let scaled = scaled.get(..row.len())?;
        let mut nearest = (0, f64::INFINITY);
        for (group, centroid) in self.centroids.iter().enumerate() {
            let distance = squared_distance(scaled, centroid);
            if distance < nearest.1 {
                nearest = (group, distance);
            }
        }
        Some(nearest.0)
    }

    /// The centroid of a group in the features' own units; `None` when there is no such group.
    pub fn centroid_in_units(&self, group: usize) -> Option<Vec<f64>> {
        let centroid = self.centroids.get(group)?;
        Some(centroid.iter().zip(&self.scaling).map(|(value, scaling)| scaling.in_units(*value)).collect())
    }

    /// The features that the model looks at, in the order of its columns.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// How each column is scaled.
    pub fn scaling(&self) -> &[ColumnScaling] {
        &self.scaling
    }

    /// The centroids in scaled space, one a group, one coordinate a feature.
    pub fn centroids(&self) -> &[Vec<f64>] {
        &self.centroids
    }

    /// What it was made from.
    pub fn trained(&self) -> &TrainedOn {
        &self.trained
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.centroids.len()
    }
}

impl BorshSerialize for NearestCentroid {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        self.encode().serialize(writer)
    }
}

impl BorshDeserialize for NearestCentroid {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<NearestCentroid> {
        let bytes = Vec::deserialize_reader(reader)?;
        NearestCentroid::decode(&bytes).map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))
    }
}

/// The squared Euclidean distance of two points of the same width. Making a model and applying it use this one function,
/// so that they agree on every customer to the last bit.
#[inline]
pub fn squared_distance(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained() -> TrainedOn {
        let as_of = Day::new(Some(1998), 6, 30).unwrap();
        TrainedOn { rows: 3, as_of, seed: 7, inertia: 1.5, silhouette: Some(0.4) }
    }

    fn plain(mean: f64, deviation: f64) -> ColumnScaling {
        ColumnScaling { logarithm: false, mean, deviation }
    }

    fn model() -> NearestCentroid {
        let features = vec![Feature::Recency, Feature::Money];
        let money = ColumnScaling { logarithm: true, mean: 5.0, deviation: 2.0 };
        NearestCentroid::new(
            features,
            vec![plain(100.0, 50.0), money],
            vec![vec![-1.0, 1.0], vec![1.0, -1.0], vec![1.0, 1.0]],
            trained(),
        )
        .unwrap()
    }

    #[test]
    fn a_customer_belongs_to_the_nearest_centroid() {
        let check = |row: &[f64], expected: Option<usize>| assert_eq!(model().assign(row), expected, "{row:?}");
        check(&[40.0, 1000.0], Some(0));
        check(&[160.0, 20.0], Some(1));
        check(&[160.0, 1000.0], Some(2));
        // As near to the first as to the third.
        check(&[100.0, 1000.0], Some(0));
        check(&[160.0, -1000.0], Some(1));
        check(&[f64::MAX, f64::MAX], Some(0));
        check(&[40.0], None);
        check(&[40.0, 1.0, 1.0], None);
        check(&[], None);
        check(&[40.0, f64::NAN], None);
        check(&[f64::INFINITY, 1.0], None);
    }

    #[test]
    fn a_centroid_comes_back_in_units() {
        let units = model().centroid_in_units(1).unwrap();
        assert_eq!(units[0], 150.0);
        assert!((units[1] - (3.0f64.exp() - 1.0)).abs() < 1e-12);
        assert_eq!(model().centroid_in_units(3), None);
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let two = || vec![Feature::Recency, Feature::Money];
        let sound = || vec![plain(0.0, 1.0), plain(0.0, 1.0)];
        let check =
            |features: Vec<Feature>, scaling: Vec<ColumnScaling>, centroids: Vec<Vec<f64>>, trained: TrainedOn| {
                assert_eq!(NearestCentroid::new(features, scaling, centroids, trained), Err(ModelFault));
            };
        check(Vec::new(), Vec::new(), vec![Vec::new()], trained());
        check(two(), sound(), Vec::new(), trained());
        check(vec![Feature::Money; 2], sound(), vec![vec![0.0; 2]], trained());
        check(two(), vec![plain(0.0, 1.0)], vec![vec![0.0; 2]], trained());
        check(two(), sound(), vec![vec![0.0; 2], vec![0.0; 3]], trained());
        check(two(), sound(), vec![vec![0.0, f64::NAN]], trained());
        check(two(), vec![plain(0.0, 0.0), plain(0.0, 1.0)], vec![vec![0.0; 2]], trained());
        check(two(), vec![plain(0.0, -1.0), plain(0.0, 1.0)], vec![vec![0.0; 2]], trained());
        check(two(), vec![plain(f64::NAN, 1.0), plain(0.0, 1.0)], vec![vec![0.0; 2]], trained());
        check(
            two(),
            vec![ColumnScaling { logarithm: true, mean: 800.0, deviation: 1.0 }; 2],
            vec![vec![0.0; 2]],
            trained(),
        );
        check(two(), sound(), vec![vec![0.0; 2]], TrainedOn { inertia: f64::INFINITY, ..trained() });
        check(two(), sound(), vec![vec![0.0; 2]], TrainedOn { silhouette: Some(f64::NAN), ..trained() });
        check(two(), sound(), vec![vec![0.0; 2]], TrainedOn { as_of: Day::new(None, 6, 30).unwrap(), ..trained() });
    }
}
