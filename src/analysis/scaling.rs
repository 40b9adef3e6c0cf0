//! Standardising: every column with mean 0 and deviation 1, so that days and cents count the same.

use super::matrix::Matrix;
use super::protocol::{AnalystFailure, Column, Finding};
use crate::domain::model::{ColumnScaling, Feature};

/// A matrix in scaled space, and how it came there.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// The scaled values; columns that are constant are left out.
    pub matrix: Matrix,
    /// The features of the columns that are left.
    pub features: Vec<Feature>,
    /// How each of them was scaled.
    pub scaling: Vec<ColumnScaling>,
    /// What is to be told.
    pub findings: Vec<Finding>,
}

/// Scales each column: ln(1 + x) where it says so, then (x - mean) / deviation, the deviation being the population's
/// (divided by n). `columns` are as many as `matrix` has.
pub fn standardise(matrix: &Matrix, columns: &[Column]) -> Result<Scaled, AnalystFailure> {
    if columns.len() != matrix.width() {
        return Err(AnalystFailure::Bug(format!("{} columns for a matrix of {}", columns.len(), matrix.width())));
    }
    if matrix.row_count() == 0 {
        return Err(AnalystFailure::NoRows);
    }
    let mut kept = Vec::new();
    let (mut features, mut scaling, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for (index, column) in columns.iter().enumerate() {
        let Column { feature, logarithm } = *column;
        let Some(found) = scaling_of(matrix, index, logarithm) else {
            findings.push(Finding::ConstantColumn { feature });
            continue;
        };
        if !(found.mean.is_finite() && found.deviation.is_finite()) {
            return Err(AnalystFailure::OutOfRange { feature });
        }
        let below_zero = matrix.rows().filter(|row| row[index] < 0.0).count();
        if logarithm && below_zero > 0 {
            findings.push(Finding::BelowZero { feature, rows: u32::try_from(below_zero).unwrap_or(u32::MAX) });
        }
        kept.push(index);
        features.push(feature);
        scaling.push(found);
    }
    if kept.is_empty() {
        return Err(AnalystFailure::AllAlike { features: columns.iter().map(|column| column.feature).collect() });
    }
    let mut values = Vec::with_capacity(matrix.row_count() * kept.len());
    for row in matrix.rows() {
        values.extend(kept.iter().zip(&scaling).map(|(index, scaling)| scaling.scaled(row[*index])));
    }
    let width = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    let matrix = Matrix::new(width, values).map_err(|fault| AnalystFailure::Bug(fault.to_string()))?;
    Ok(Scaled { matrix, features, scaling, findings })
}

/// The scaling of a column; `None` for a constant one.
fn scaling_of(matrix: &Matrix, column: usize, logarithm: bool) -> Option<ColumnScaling> {
    let plain = ColumnScaling { logarithm, mean: 0.0, deviation: 1.0 };
    let values = || matrix.rows().map(|row| plain.scaled(row[column]));
    let count = matrix.row_count() as f64;
    let mean = values().sum::<f64>() / count;
    let deviation = (values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count).sqrt();
    let (least, most) =
        values().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    // The mean of equal values can be off by rounding, and then so is the deviation.
    (least < most && deviation != 0.0).then_some(ColumnScaling { logarithm, mean, deviation })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn columns(features: &[Feature], logarithm: bool) -> Vec<Column> {
        features.iter().map(|feature| Column { feature: *feature, logarithm }).collect()
    }

    #[test]
    fn constant_columns_are_left_out_and_told() {
        use Feature::{Frequency, Money, Recency};
        let matrix = |values: &[f64]| Matrix::new(3, values.to_vec()).unwrap();
        let scaled = standardise(
            &matrix(&[1.0, 0.1, 5.0, 3.0, 0.1, 5.0, 5.0, 0.1, 6.5]),
            &columns(&[Recency, Frequency, Money], false),
        )
        .unwrap();
        assert_eq!(scaled.features, [Recency, Money]);
        assert_eq!(scaled.findings, [Finding::ConstantColumn { feature: Frequency }]);
        assert_eq!((scaled.scaling[0].mean, scaled.scaling[0].deviation), (3.0, (8.0f64 / 3.0).sqrt()));
        assert_eq!(scaled.matrix.row(1)[0], 0.0);
    }

    #[test]
    fn what_cannot_be_scaled_is_told() {
        use Feature::{Money, Recency};
        let check = |values: &[f64], logarithm: bool, expected: AnalystFailure| {
            let matrix = Matrix::new(2, values.to_vec()).unwrap();
            assert_eq!(standardise(&matrix, &columns(&[Recency, Money], logarithm)), Err(expected), "{values:?}");
        };
        check(&[], false, AnalystFailure::NoRows);
        check(&[1.0, 2.0], false, AnalystFailure::AllAlike { features: vec![Recency, Money] });
        check(&[0.1, 0.3, 0.1, 0.3, 0.1, 0.3], true, AnalystFailure::AllAlike { features: vec![Recency, Money] });
        check(&[1.0, f64::MAX, 2.0, f64::MIN], false, AnalystFailure::OutOfRange { feature: Money });
        check(&[1.0, f64::MAX, 2.0, f64::MAX / 2.0], false, AnalystFailure::OutOfRange { feature: Money });
        let one = Matrix::new(1, vec![1.0]).unwrap();
        assert!(matches!(standardise(&one, &[]), Err(AnalystFailure::Bug(_))));
    }

    #[test]
    fn values_below_zero_are_counted_under_the_logarithm() {
        let matrix = Matrix::new(1, vec![-5.0, -1.0, 0.0, 3.0]).unwrap();
        let findings = |logarithm: bool| standardise(&matrix, &columns(&[Feature::Money], logarithm)).unwrap().findings;
        assert_eq!(findings(true), [Finding::BelowZero { feature: Feature::Money, rows: 2 }]);
        assert_eq!(findings(false), []);
    }

    proptest! {
        #[test]
        fn what_is_scaled_has_mean_zero_and_deviation_one(
            values in vec(-1e6..1e6f64, 2..200), logarithm: bool,
        ) {
            prop_assume!(values.iter().any(|value| *value != values[0]));
            let matrix = Matrix::new(1, values.clone()).expect("it is sound");
            let scaled = standardise(&matrix, &columns(&[Feature::Money], logarithm)).expect("it is not constant");
            let count = values.len() as f64;
            let mean = scaled.matrix.values().iter().sum::<f64>() / count;
            let variance = scaled.matrix.values().iter().map(|value| value * value).sum::<f64>() / count;
            prop_assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-6, "{} {}", mean, variance);
            for (value, scaled_value) in values.iter().zip(scaled.matrix.values()) {
                prop_assert_eq!(scaled.scaling[0].scaled(*value), *scaled_value);
            }
        }
    }
}
