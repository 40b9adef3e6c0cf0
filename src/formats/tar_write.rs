//! Several files in one, byte for byte: a tar archive (POSIX.1-2001, the `ustar` form, with `pax` names where one is long).

/// Bytes of a block; everything in an archive is a whole number of them.
const BLOCK: usize = 512;
/// A longer name has a header of its own.
const LONGEST_NAME: usize = 100;

/// An archive that is being written.
#[derive(Default)]
pub struct TarWriter {
    out: Vec<u8>,
}

impl TarWriter {
    /// Adds a file. Its name is a path with slashes.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        if name.len() > LONGEST_NAME {
            let record = pax_record("path", name);
            self.entry(b'x', "name", record.as_bytes());
        }
        self.entry(b'0', name, bytes);
    }

    fn entry(&mut self, kind: u8, name: &str, bytes: &[u8]) {
        let mut head = [0; BLOCK];
        let mut put = |at: usize, text: &[u8]| head[at..at + text.len()].copy_from_slice(text);
        put(0, &name.as_bytes()[..name.len().min(LONGEST_NAME)]);
        put(100, b"0000644\0");
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        put(124, format!("{:011o}\0", bytes.len()).as_bytes());
        // 1 January 1970, since an archive of the same files should have the same bytes.
        put(136, b"00000000000\0");
        // The sum is taken with eight spaces in its own place.
        put(148, b"        ");
        put(156, &[kind]);
        put(257, b"ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.out.extend_from_slice(&head);
        self.out.extend_from_slice(bytes);
        self.out.resize(self.out.len().next_multiple_of(BLOCK), 0);
    }

    /// The archive.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.resize(self.out.len() + 2 * BLOCK, 0);
        self.out
    }
}

/// `"{length} {key}={value}\n"`, where the length counts itself.
fn pax_record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_a_long_name_counts_itself() {
        let check = |value: usize| {
            let record = pax_record("path", &"n".repeat(value));
            let length = record.split(' ').next().and_then(|length| length.parse().ok());
            assert_eq!(length, Some(record.len()), "{value}");
        };
        (1..1_200).for_each(check);
    }

    #[test]
    fn another_writer_comes_to_the_same_checksum() {
        let mut writer = TarWriter::default();
        writer.add("hello.txt", b"hello\n");
        let archive = writer.finish();
        assert_eq!(archive.len(), 4 * BLOCK);
        // Python's `tarfile` in its USTAR_FORMAT.
        assert_eq!(&archive[148..156], b"007605\0 ");
        assert_eq!(&archive[BLOCK..BLOCK + 6], b"hello\n");
    }
}
