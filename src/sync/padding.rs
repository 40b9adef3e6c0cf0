//! Padding, so that the size of what is sealed tells little of what it says: Padmé, of Nikitin et al., "Reducing Metadata
//! Leakage from Encrypted Files and Communication with PURBs" (2019), which lets the length leak O(log log n) bits and
//! adds at most 12 %. Short texts all come to one length.

/// What is shorter is padded to this.
const LEAST: usize = 256;
const LENGTH_BYTES: usize = 4;

/// The length to which Padmé pads `length` bytes.
pub fn padded_length(length: usize) -> usize {
    let length = length.max(LEAST);
    let exponent = usize::BITS - 1 - length.leading_zeros();
    let precision = u32::BITS - exponent.leading_zeros();
    let mask = (1_usize << exponent.saturating_sub(precision)) - 1;
    (length + mask) & !mask
}

/// The bytes with their length before them and zeros after them; nothing for what is longer than 4 GiB.
pub fn pad(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut padded = Vec::with_capacity(padded_length(bytes.len() + LENGTH_BYTES));
    padded.extend_from_slice(&u32::try_from(bytes.len()).ok()?.to_le_bytes());
    padded.extend_from_slice(bytes);
    padded.resize(padded_length(padded.len()), 0);
    Some(padded)
}

/// The bytes without their padding; nothing for what was not padded so.
pub fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_BYTES>()?;
    let (bytes, zeros) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let is_ours = padded.len() == padded_length(bytes.len() + LENGTH_BYTES) && zeros.iter().all(|zero| *zero == 0);
    is_ours.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_those_of_the_paper() {
        // Worked out by hand after the paper's algorithm: 5 significant bits for lengths of 9 bits and more.
        for (length, expected) in
            [(0, 256), (255, 256), (256, 256), (257, 272), (300, 304), (1000, 1024), (1025, 1088), (70_000, 71_680)]
        {
            assert_eq!(padded_length(length), expected, "{length}");
        }
    }

    proptest! {
        #[test]
        fn what_is_padded_comes_back_and_costs_little(bytes in prop::collection::vec(any::<u8>(), 0..5_000), cut: usize) {
            let padded = pad(&bytes).unwrap();
            prop_assert_eq!(unpad(&padded), Some(&bytes[..]));
            prop_assert!(padded.len() <= LEAST.max((bytes.len() + 4) * 112 / 100 + 1));
            prop_assert_eq!(unpad(&padded[..cut % padded.len()]), None);
        }

        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Some(plain) = unpad(&bytes) {
                prop_assert_eq!(pad(plain), Some(bytes.clone()));
            }
        }
    }
}
