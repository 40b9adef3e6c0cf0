//! Numbers as one MessagePack `bin` of eight little-endian bytes each, for serde's `with`. Element by element, each would
//! be looked at alone: a hundred thousand customers are 300,000 of them.

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;

/// Writes the numbers.
pub fn serialize<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(values.len() * 8);
    for value in values {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads them; bytes that are no multiple of eight are refused.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    struct Packed;
    impl Visitor<'_> for Packed {
        type Value = Vec<f64>;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("numbers of eight bytes each")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<f64>, E> {
            let (numbers, []) = bytes.as_chunks::<8>() else {
                return Err(E::invalid_length(bytes.len(), &self));
            };
            Ok(numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect())
        }
        fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<f64>, E> {
            self.visit_bytes(&bytes)
        }
    }
    deserializer.deserialize_bytes(Packed)
}
