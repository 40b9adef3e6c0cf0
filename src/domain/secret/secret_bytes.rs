use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use zeroize::Zeroizing;

/// Bytes that nobody may see: wiped when dropped, and printed as their length alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> SecretBytes {
        SecretBytes(Zeroizing::new(bytes))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretBytes({})", self.0.len())
    }
}

impl Serialize for SecretBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SecretBytes, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = SecretBytes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<SecretBytes, E> {
                Ok(SecretBytes::new(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<SecretBytes, E> {
                Ok(SecretBytes::new(bytes))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<SecretBytes, A::Error> {
                let mut bytes = Zeroizing::new(Vec::with_capacity(64));
                while let Some(byte) = from.next_element()? {
                    bytes.push(byte);
                }
                Ok(SecretBytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_travels_and_is_not_printed() {
        let secret = SecretBytes::new(vec![7, 200, 7]);
        let sent = rmp_serde::to_vec_named(&secret).unwrap();
        assert_eq!(rmp_serde::from_slice::<SecretBytes>(&sent).unwrap(), secret);
        assert_eq!(format!("{secret:?}"), "SecretBytes(3)");
    }
}
