//! Numbers in rows and columns, checked once.

use borsh::{BorshDeserialize, BorshSerialize};
use std::io;

/// A table of finite numbers, one row a customer, held row after row.
#[derive(Clone, Debug, PartialEq, BorshSerialize)]
pub struct Matrix {
    columns: u32,
    values: Vec<f64>,
}

/// Why numbers are no matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MatrixFault {
    /// There is no column.
    #[error("a matrix needs a column")]
    NoColumn,
    /// The last row is not full.
    #[error("{values} values do not fill rows of {columns}")]
    Ragged {
        /// How many numbers there are.
        values: usize,
        /// How many make a row.
        columns: u32,
    },
    /// More rows than can be numbered.
    #[error("more rows than can be numbered")]
    TooManyRows,
    /// A number that is infinite or none.
    #[error("the value in row {row}, column {column} is not finite")]
    NotFinite {
        /// Its row, from 0.
        row: usize,
        /// Its column, from 0.
        column: usize,
    },
}

impl Matrix {
    /// The matrix of `values`, row after row of `columns` each.
    pub fn new(columns: u32, mut values: Vec<f64>) -> Result<Matrix, MatrixFault> {
        let width = columns as usize;
        if width == 0 {
            return Err(MatrixFault::NoColumn);
        }
        if !values.len().is_multiple_of(width) {
            return Err(MatrixFault::Ragged { values: values.len(), columns });
        }
        if u32::try_from(values.len() / width).is_err() {
            return Err(MatrixFault::TooManyRows);
        }
        for (index, value) in values.iter_mut().enumerate() {
            if !value.is_finite() {
                return Err(MatrixFault::NotFinite { row: index / width, column: index % width });
            }
            // There is one zero: -0 would be another number to everything that looks at the bits.
            *value += 0.0;
        }
        Ok(Matrix { columns, values })
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.values.len() / self.width()
    }

    /// How many columns there are, at least one.
    pub fn width(&self) -> usize {
        self.columns as usize
    }

    /// The rows, one after the other.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.width())
    }

    /// A row, from 0; nothing where there is none.
    pub fn row(&self, row: usize) -> &[f64] {
        let start = row.saturating_mul(self.width());
        self.values.get(start..start.saturating_add(self.width())).unwrap_or_default()
    }

    /// All numbers, row after row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The numbers of the rows in an order that depends on nothing but what is in them. Two devices hold the same
    /// customers in different orders; what is computed in this order, they compute alike.
    pub fn canonical_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.row_count() as u32).collect();
        let compare = |one: &u32, other: &u32| {
            let pairs = self.row(*one as usize).iter().zip(self.row(*other as usize));
            pairs.map(|(one, other)| one.total_cmp(other)).find(|found| found.is_ne()).unwrap_or_else(|| one.cmp(other))
        };
        order.sort_unstable_by(compare);
        order
    }

    /// The matrix of some of the rows, in the order of their numbers in `chosen`; what is not there is left out.
    pub fn rows_of(&self, chosen: &[u32]) -> Matrix {
        let rows = chosen.iter().flat_map(|row| self.row(*row as usize).iter().copied());
        Matrix { columns: self.columns, values: rows.collect() }
    }

    /// How many different rows there are, counted no further than `most`.
    pub fn distinct_rows(&self, most: usize) -> usize {
        let mut found: Vec<&[f64]> = Vec::new();
        for row in self.rows() {
            if found.len() >= most {
                break;
            }
            if !found.contains(&row) {
                found.push(row);
            }
        }
        found.len()
    }
}

impl BorshDeserialize for Matrix {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Matrix> {
        let (columns, values) = BorshDeserialize::deserialize_reader(reader)?;
        // What comes from another thread is checked as what is made here.
        Matrix::new(columns, values).map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message_bytes::{decode, encode};
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_matrix_is_refused() {
        let check = |columns: u32, values: &[f64], expected: Option<MatrixFault>| {
            assert_eq!(Matrix::new(columns, values.to_vec()).err(), expected, "{columns} {values:?}");
        };
        check(2, &[1.0, 2.0, 3.0, 4.0], None);
        check(3, &[], None);
        check(0, &[], Some(MatrixFault::NoColumn));
        check(2, &[1.0, 2.0, 3.0], Some(MatrixFault::Ragged { values: 3, columns: 2 }));
        check(2, &[1.0, 2.0, 3.0, f64::NAN], Some(MatrixFault::NotFinite { row: 1, column: 1 }));
        check(1, &[f64::INFINITY], Some(MatrixFault::NotFinite { row: 0, column: 0 }));
    }

    #[test]
    fn there_is_one_zero() {
        let matrix = Matrix::new(1, vec![-0.0]).unwrap();
        assert!(matrix.row(0)[0].is_sign_positive());
    }

    proptest! {
        #[test]
        fn the_canonical_order_does_not_depend_on_the_order_of_the_rows(
            rows in vec(vec(-2..3i32, 3), 1..40).prop_shuffle(), turn: usize,
        ) {
            let matrix = |rows: &[Vec<i32>]| {
                Matrix::new(3, rows.iter().flatten().map(|value| f64::from(*value)).collect()).expect("it is sound")
            };
            let one = matrix(&rows);
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len());
            let other = matrix(&turned);
            let sorted = one.rows_of(&one.canonical_order());
            prop_assert_eq!(&sorted, &other.rows_of(&other.canonical_order()));
            let mut expected = rows;
            expected.sort();
            prop_assert_eq!(&sorted, &matrix(&expected));
            expected.dedup();
            prop_assert_eq!(sorted.distinct_rows(usize::MAX), expected.len());
            prop_assert_eq!(sorted.distinct_rows(2), expected.len().min(2));
        }

        #[test]
        fn a_matrix_travels_as_one_blob(columns in 1..5u32, rows in 0..30usize, seed: u64) {
            let count = columns as usize * rows;
            let values = (0..count as u64).map(|index| (seed.wrapping_mul(index + 1) >> 20) as f64 / 7.0).collect();
            let matrix = Matrix::new(columns, values).expect("it is sound");
            let bytes = encode(&matrix).expect("it can be written");
            prop_assert!(bytes.len() <= 8 * count + 16);
            prop_assert_eq!(decode::<Matrix>(&bytes).expect("it can be read"), matrix);
        }
    }

    #[test]
    fn a_matrix_from_the_wire_is_checked() {
        let check = |columns: u32, bytes: &[u8]| {
            let mut sent = columns.to_le_bytes().to_vec();
            sent.extend_from_slice(&u32::try_from(bytes.len() / 8).unwrap().to_le_bytes());
            sent.extend_from_slice(bytes);
            assert!(decode::<Matrix>(&sent).is_err(), "{columns} {bytes:?}");
        };
        check(1, &f64::NAN.to_le_bytes());
        check(1, &[1, 2, 3]);
        check(2, &1f64.to_le_bytes());
        check(0, &[]);
    }
}
