//! The few MessagePack shapes that the storage writes: arrays, whole numbers, byte strings, nil.

use rmp::decode as read;
use rmp::encode as write;

/// The bytes are not of the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Builds MessagePack. Writing to memory cannot fail, so the results of single writes are not looked at.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    /// An array's head; its elements follow.
    pub fn array(&mut self, count: usize) -> &mut Packer {
        let _ = write::write_array_len(&mut self.bytes, u32::try_from(count).unwrap_or(u32::MAX));
        self
    }

    /// A whole number.
    pub fn number(&mut self, number: u64) -> &mut Packer {
        let _ = write::write_uint(&mut self.bytes, number);
        self
    }

    /// A byte string.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Packer {
        let _ = write::write_bin(&mut self.bytes, bytes);
        self
    }

    /// A byte string, or nil.
    pub fn optional_bytes(&mut self, bytes: Option<&[u8]>) -> &mut Packer {
        match bytes {
            Some(bytes) => self.bytes(bytes),
            None => self.nil(),
        }
    }

    /// Nothing.
    pub fn nil(&mut self) -> &mut Packer {
        let _ = write::write_nil(&mut self.bytes);
        self
    }

    /// The bytes built so far.
    pub fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// Reads MessagePack from the front.
#[derive(Clone, Copy)]
pub struct Unpacker<'a> {
    from: &'a [u8],
}

impl<'a> Unpacker<'a> {
    /// Reads `bytes`.
    pub fn new(bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker { from: bytes }
    }

    /// An array's head.
    pub fn array(&mut self) -> Result<usize, Malformed> {
        read::read_array_len(&mut self.from).map(|count| count as usize).map_err(|_| Malformed)
    }

    /// A whole number.
    pub fn number<T: TryFrom<u64>>(&mut self) -> Result<T, Malformed> {
        let number: u64 = read::read_int(&mut self.from).map_err(|_| Malformed)?;
        T::try_from(number).map_err(|_| Malformed)
    }

    /// A byte string.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = read::read_bin_len(&mut self.from).map_err(|_| Malformed)? as usize;
        let (bytes, rest) = self.from.split_at_checked(length).ok_or(Malformed)?;
        self.from = rest;
        Ok(bytes)
    }

    /// A byte string of a known length.
    pub fn exactly<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Malformed> {
        self.bytes()?.try_into().map_err(|_| Malformed)
    }

    /// Whether nil comes next; it is then taken.
    pub fn nil(&mut self) -> bool {
        let is_nil = self.from.first() == Some(&0xc0);
        if is_nil {
            self.from = &self.from[1..];
        }
        is_nil
    }

    /// Makes sure that nothing is left.
    pub fn end(&self) -> Result<(), Malformed> {
        if self.from.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// A list of byte strings, the form of every page.
pub fn list<Item: AsRef<[u8]>>(items: &[Item]) -> Vec<u8> {
    let mut packer =
        Packer { bytes: Vec::with_capacity(items.iter().map(|item| item.as_ref().len() + 5).sum::<usize>() + 5) };
    packer.array(items.len());
    for item in items {
        packer.bytes(item.as_ref());
    }
    packer.finish()
}

/// The byte strings of a list made by [`list`].
pub fn unpack_list(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut unpacker = Unpacker::new(bytes);
    let count = unpacker.array()?;
    let items = (0..count).map(|_| unpacker.bytes().map(<[u8]>::to_vec)).collect::<Result<Vec<_>, _>>()?;
    unpacker.end()?;
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_reads_back_and_a_cut_one_is_refused(items in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..40), cut: usize) {
            let bytes = list(&items);
            prop_assert_eq!(unpack_list(&bytes), Ok(items));
            prop_assert_eq!(unpack_list(&bytes[..cut % bytes.len()]), Err(Malformed));
        }

        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(items) = unpack_list(&bytes) {
                prop_assert!(items.len() <= bytes.len());
            }
        }
    }

    #[test]
    fn a_number_too_large_for_its_place_is_refused() {
        let bytes = Packer::default().number(70_000).finish();
        assert_eq!(Unpacker::new(&bytes).number::<u16>(), Err(Malformed));
        assert_eq!(Unpacker::new(&bytes).number::<u32>(), Ok(70_000));
    }
}
