use borsh::{BorshDeserialize, BorshSerialize};
use std::{fmt, io};
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

impl BorshSerialize for SecretBytes {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        self.0.as_slice().serialize(writer)
    }
}

impl BorshDeserialize for SecretBytes {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<SecretBytes> {
        Vec::deserialize_reader(reader).map(SecretBytes::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message_bytes::{decode, encode};

    #[test]
    fn a_secret_travels_and_is_not_printed() {
        let secret = SecretBytes::new(vec![7, 200, 7]);
        let sent = encode(&secret).unwrap();
        assert_eq!(decode::<SecretBytes>(&sent).unwrap(), secret);
        assert_eq!(format!("{secret:?}"), "SecretBytes(3)");
    }
}
