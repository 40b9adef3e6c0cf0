//! Several files in one: a ZIP archive (APPNOTE 6.3), each file compressed, names in UTF-8.

use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// Names are UTF-8.
const UTF8_NAMES: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// Version 2.0, the first with folders and compression.
const NEEDED: u16 = 20;
/// 1 January 1980, since an archive of the same files should have the same bytes.
const DAY: u16 = (1 << 5) | 1;

/// An archive that is being written.
#[derive(Default)]
pub struct ZipWriter {
    out: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

/// The archive would be larger than one without 64-bit sizes can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the archive would be larger than 4 GiB")]
pub struct ZipTooLarge;

impl ZipWriter {
    /// Adds a file.
    ///
    /// # Errors
    /// The archive would be too large.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ZipTooLarge> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|_| ZipTooLarge)?;
        let mut crc = Crc::new();
        crc.update(bytes);
        let size = |length: usize| u32::try_from(length).map_err(|_| ZipTooLarge);
        let at = size(self.out.len())?;
        let mut head = Vec::new();
        for number in [UTF8_NAMES, DEFLATED, 0, DAY] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        for number in [crc.sum(), size(packed.len())?, size(bytes.len())?] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        head.extend_from_slice(&u16::try_from(name.len()).map_err(|_| ZipTooLarge)?.to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        self.out.extend_from_slice(b"PK\x03\x04");
        self.out.extend_from_slice(&NEEDED.to_le_bytes());
        self.out.extend_from_slice(&head);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(&packed);
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&NEEDED.to_le_bytes());
        self.directory.extend_from_slice(&NEEDED.to_le_bytes());
        self.directory.extend_from_slice(&head);
        // Comment, disk, attributes: none.
        self.directory.extend_from_slice(&[0; 10]);
        self.directory.extend_from_slice(&at.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.count = self.count.checked_add(1).ok_or(ZipTooLarge)?;
        Ok(())
    }

    /// The archive.
    ///
    /// # Errors
    /// It would be too large.
    pub fn finish(mut self) -> Result<Vec<u8>, ZipTooLarge> {
        let at = u32::try_from(self.out.len()).map_err(|_| ZipTooLarge)?;
        let length = u32::try_from(self.directory.len()).map_err(|_| ZipTooLarge)?;
        self.out.append(&mut self.directory);
        self.out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.out.extend_from_slice(&self.count.to_le_bytes());
        self.out.extend_from_slice(&self.count.to_le_bytes());
        self.out.extend_from_slice(&length.to_le_bytes());
        self.out.extend_from_slice(&at.to_le_bytes());
        self.out.extend_from_slice(&[0, 0]);
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_its_marks_and_its_directory() {
        let mut zip = ZipWriter::default();
        zip.add("customers.csv", b"id,name\r\n1,Ada\r\n").unwrap();
        zip.add("客户.csv", b"").unwrap();
        let bytes = zip.finish().unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"));
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
        assert_eq!(bytes[end + 10], 2);
        let at = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        assert_eq!(bytes.windows(4).filter(|four| four == b"PK\x03\x04").count(), 2);
    }
}
