//! A model as bytes: one byte of version, then MessagePack. Frozen: `tests/data/formats/model_1.hex` is what the first
//! version wrote.
//!
//! ```text
//! 1 · array: features (numbers) · scaling ([logarithm, mean, deviation] each) · centroids (coordinates each)
//!     · [rows, as of (days since 1970), seed, inertia, silhouette | nil]
//! ```

use super::feature::Feature;
use super::nearest_centroid::{NearestCentroid, TrainedOn};
use super::scaling::ColumnScaling;
use crate::domain::value::Day;
use serde::{Deserialize, Serialize};

/// The parts of a model do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the parts of a model do not fit together")]
pub struct ModelFault;

/// Why bytes are not a model that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelUnreadable {
    /// A newer version of the app wrote it; it must stay as it is.
    #[error("the model has format {0}, which is newer than this version of the app")]
    NewerFormat(u8),
    /// It looks at something that only a newer version of the app can compute; it must stay as it is.
    #[error("the model looks at feature {0}, which this version of the app does not know")]
    NewerFeature(u16),
    /// It was changed or cut since it was written.
    #[error("the bytes of a model are damaged")]
    Damaged,
}

/// The format that this version writes.
const FORMAT: u8 = 1;

/// What lies in the bytes, not yet checked.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct StoredModel {
    features: Vec<u16>,
    scaling: Vec<(bool, f64, f64)>,
    centroids: Vec<Vec<f64>>,
    trained: (u64, i32, u64, f64, Option<f64>),
}

impl From<NearestCentroid> for StoredModel {
    fn from(model: NearestCentroid) -> StoredModel {
        let trained = model.trained();
        // A model is made only with an as-of day that has a year.
        let as_of = trained.as_of.days_since_1970().unwrap_or_default();
        StoredModel {
            features: model.features().iter().map(|feature| feature.number()).collect(),
            scaling: model.scaling().iter().map(|column| (column.logarithm, column.mean, column.deviation)).collect(),
            centroids: model.centroids().to_vec(),
            trained: (trained.rows, as_of, trained.seed, trained.inertia, trained.silhouette),
        }
    }
}

impl TryFrom<StoredModel> for NearestCentroid {
    type Error = ModelUnreadable;

    fn try_from(stored: StoredModel) -> Result<NearestCentroid, ModelUnreadable> {
        let known = |number: &u16| Feature::from_number(*number).ok_or(ModelUnreadable::NewerFeature(*number));
        let features = stored.features.iter().map(known).collect::<Result<Vec<Feature>, ModelUnreadable>>()?;
        let column = |(logarithm, mean, deviation)| ColumnScaling { logarithm, mean, deviation };
        let (rows, as_of, seed, inertia, silhouette) = stored.trained;
        let as_of = Day::from_days_since_1970(as_of).ok_or(ModelUnreadable::Damaged)?;
        let trained = TrainedOn { rows, as_of, seed, inertia, silhouette };
        NearestCentroid::new(features, stored.scaling.into_iter().map(column).collect(), stored.centroids, trained)
            .map_err(|ModelFault| ModelUnreadable::Damaged)
    }
}

impl NearestCentroid {
    /// The bytes of the model. Equal models have equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        // Writing to memory cannot fail, and everything in a model has a form in MessagePack.
        let _ = rmp_serde::encode::write(&mut bytes, &StoredModel::from(self.clone()));
        bytes
    }

    /// The model in the bytes.
    pub fn decode(bytes: &[u8]) -> Result<NearestCentroid, ModelUnreadable> {
        let (format, mut rest) = bytes.split_first().ok_or(ModelUnreadable::Damaged)?;
        match *format {
            FORMAT => {}
            0 => return Err(ModelUnreadable::Damaged),
            newer => return Err(ModelUnreadable::NewerFormat(newer)),
        }
        let stored = StoredModel::deserialize(&mut rmp_serde::Deserializer::new(&mut rest));
        let stored = stored.map_err(|_| ModelUnreadable::Damaged)?;
        if rest.is_empty() { NearestCentroid::try_from(stored) } else { Err(ModelUnreadable::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    fn any_model() -> impl Strategy<Value = NearestCentroid> {
        let trained =
            (any::<u64>(), -700_000..2_900_000i32, any::<u64>(), 0.0..1e12f64, proptest::option::of(-1.0..1.0f64));
        (subsequence(Feature::ALL.to_vec(), 1..=4), trained).prop_flat_map(|(features, trained)| {
            let width = features.len();
            let scaling = vec((any::<bool>(), -50.0..50.0f64, 0.01..20.0f64), width);
            let centroids = vec(vec(-9.0..9.0f64, width), 1..9);
            (Just(features), scaling, centroids, Just(trained)).prop_map(|(features, scaling, centroids, trained)| {
                let features = features.into_iter().map(Feature::number).collect();
                NearestCentroid::try_from(StoredModel { features, scaling, centroids, trained }).expect("it is sound")
            })
        })
    }

    proptest! {
        #[test]
        fn a_model_reads_back_and_equal_models_have_equal_bytes(model in any_model()) {
            let bytes = model.encode();
            let back = NearestCentroid::decode(&bytes);
            prop_assert_eq!(back.as_ref(), Ok(&model));
            prop_assert_eq!(back.map(|back| back.encode()), Ok(bytes));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_but_never_panic(model in any_model(), at: usize, flip in 1u8.., cut: usize) {
            let whole = model.encode();
            prop_assert_eq!(NearestCentroid::decode(&whole[..cut % whole.len()]), Err(ModelUnreadable::Damaged));
            let longer = [whole.as_slice(), &[0xc0]].concat();
            prop_assert_eq!(NearestCentroid::decode(&longer), Err(ModelUnreadable::Damaged));
            let mut bytes = whole;
            let at = at % bytes.len();
            bytes[at] ^= flip;
            if let Ok(model) = NearestCentroid::decode(&bytes) {
                let row = vec![1.0; model.features().len()];
                prop_assert!(model.assign(&row).is_some_and(|group| group < model.group_count()));
            }
        }

        #[test]
        fn noise_is_refused(bytes in vec(any::<u8>(), 0..200)) {
            prop_assert!(NearestCentroid::decode(&bytes).is_err());
            let marked = [&[FORMAT], bytes.as_slice()].concat();
            prop_assert!(NearestCentroid::decode(&marked).is_err());
        }
    }

    #[test]
    fn what_a_newer_version_wrote_is_told_from_damage() {
        let stored = |features: Vec<u16>| {
            let trained = (1, 0, 1, 0.0, None);
            StoredModel { features, scaling: vec![(false, 0.0, 1.0)], centroids: vec![vec![0.0]], trained }
        };
        let bytes = |format: u8, features: Vec<u16>| {
            let packed = rmp_serde::to_vec(&stored(features)).expect("it can be written");
            [&[format], packed.as_slice()].concat()
        };
        let check = |bytes: &[u8], expected: Option<ModelUnreadable>| {
            assert_eq!(NearestCentroid::decode(bytes).err(), expected, "{bytes:?}");
        };
        check(&bytes(1, vec![2]), None);
        check(&bytes(2, vec![2]), Some(ModelUnreadable::NewerFormat(2)));
        check(&bytes(0, vec![2]), Some(ModelUnreadable::Damaged));
        check(&bytes(1, vec![99]), Some(ModelUnreadable::NewerFeature(99)));
        check(&[], Some(ModelUnreadable::Damaged));
        check(&[1], Some(ModelUnreadable::Damaged));
        // An array that says it has four thousand million elements.
        check(&[1, 0x94, 0xdd, 0xff, 0xff, 0xff, 0xff], Some(ModelUnreadable::Damaged));
    }

    #[test]
    fn what_the_first_version_wrote_can_be_read() {
        let frozen = include_str!("../../../tests/data/formats/model_1.hex").trim();
        let model = NearestCentroid::try_from(StoredModel {
            features: vec![1, 3],
            scaling: vec![(false, 367.25, 181.5), (true, 8.5, 1.25)],
            centroids: vec![vec![0.75, -0.5], vec![-1.25, 1.0]],
            trained: (23_570, 10_407, 7, 25_981.125, Some(0.59)),
        });
        let hex: String = model.unwrap().encode().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, frozen);
        let bytes: Vec<u8> =
            (0..frozen.len() / 2).map(|at| u8::from_str_radix(&frozen[2 * at..2 * at + 2], 16).unwrap()).collect();
        let model = NearestCentroid::decode(&bytes).unwrap();
        assert_eq!(model.trained().as_of.to_string(), "1998-06-30");
        assert_eq!(model.assign(&[30.0, 90_000.0]), Some(1));
    }
}
