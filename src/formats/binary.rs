//! Telling a file that is not text at all: a photograph or a workbook that was renamed or picked by mistake.

use super::encoding::{Encoding, sniff_encoding};

/// What a file that is not text turned out to be, so that the message can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryKind {
    Png,
    Jpeg,
    Gif,
    Pdf,
    /// A workbook of today's Excel (`.xlsx`), which has to be saved as CSV first.
    ExcelWorkbook,
    /// A workbook or document of the Office of before 2007 (`.xls`, `.doc`).
    OldOfficeFile,
    Zip,
    Gzip,
    SqliteDatabase,
    /// No known mark, but full of control bytes that no text has.
    Other,
}

/// The marks that files begin with.
const MARKS: [(&[u8], BinaryKind); 9] = [
    (b"\x89PNG\r\n\x1a\n", BinaryKind::Png),
    (b"\xff\xd8\xff", BinaryKind::Jpeg),
    (b"GIF8", BinaryKind::Gif),
    (b"%PDF-", BinaryKind::Pdf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", BinaryKind::OldOfficeFile),
    (b"PK\x03\x04", BinaryKind::Zip),
    (b"PK\x05\x06", BinaryKind::Zip),
    (b"\x1f\x8b\x08", BinaryKind::Gzip),
    (b"SQLite format 3\0", BinaryKind::SqliteDatabase),
];

/// What the file is when it is not text; `None` when it may be read as text.
///
/// `first_bytes` is the beginning of the file, a few kilobytes are enough. Single NUL bytes do not make a file binary:
/// such rows are told one by one by the reader.
pub fn looks_binary(first_bytes: &[u8]) -> Option<BinaryKind> {
    for (mark, kind) in MARKS {
        if first_bytes.starts_with(mark) {
            let is_workbook = kind == BinaryKind::Zip
                && (contains(first_bytes, b"[Content_Types].xml") || contains(first_bytes, b"xl/"));
            return Some(if is_workbook { BinaryKind::ExcelWorkbook } else { kind });
        }
    }
    // Every other byte of UTF-16 may be zero or look like a control byte.
    if matches!(sniff_encoding(first_bytes), Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian) {
        return None;
    }
    let control_bytes = first_bytes.iter().filter(|&&byte| is_control_byte_unknown_to_text(byte)).count();
    // One in ten, and at least four, so that a short file with one or two NUL bytes is still read row by row.
    (control_bytes >= 4 && control_bytes * 10 > first_bytes.len()).then_some(BinaryKind::Other)
}

/// Control bytes other than the line breaks, tabs, form feeds and escapes that old text files hold.
fn is_control_byte_unknown_to_text(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b)) || byte == 0x7f
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first_bytes: &[u8], expected: Option<BinaryKind>) {
        assert_eq!(looks_binary(first_bytes), expected, "{first_bytes:?}");
    }

    #[test]
    fn files_that_are_not_text_are_named() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(BinaryKind::Png));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Some(BinaryKind::Jpeg));
        check(b"GIF89a", Some(BinaryKind::Gif));
        check(b"%PDF-1.7\n", Some(BinaryKind::Pdf));
        check(b"PK\x03\x04\x14\0\0\0\x08\0!\0[Content_Types].xml", Some(BinaryKind::ExcelWorkbook));
        check(b"PK\x03\x04\x14\0\0\0\x08\0!\0notes.txt", Some(BinaryKind::Zip));
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Some(BinaryKind::OldOfficeFile));
        check(b"\x1f\x8b\x08\0\0", Some(BinaryKind::Gzip));
        check(b"SQLite format 3\0\x10\0", Some(BinaryKind::SqliteDatabase));
        check(&[1, 2, 3, 4, 5, 6, 7, 8, b'a', b'b', b'c', b'd'], Some(BinaryKind::Other));
    }

    #[test]
    fn text_is_let_through() {
        check(b"", None);
        check(b"a,b\r\n1,2\r\n", None);
        check(b"a,b\n1,\0\n", None);
        check("姓名,电话\n王伟,138\n".as_bytes(), None);
        let utf16: Vec<u8> = "name,phone\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, None);
        check(b"PKW,Preis\n1,2\n", None);
    }
}
