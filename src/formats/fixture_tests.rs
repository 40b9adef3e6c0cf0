//! The odd files of `tests/data/csv`, read from bytes to rows as an import reads them.

use super::binary::{BinaryKind, looks_binary};
use super::csv_read::{CsvOptions, Row, RowProblem, read_all};
use super::encoding::{DecodeOutcome, Decoder, Encoding, decoder_for, sniff_encoding};
use super::headers::duplicate_columns;
use super::layouts::guess;
use super::separator::sniff_separator;

/// The decoder that browsers have, as a library.
struct TableDecoder(encoding_rs::Decoder);

impl Decoder for TableDecoder {
    fn decode(&mut self, bytes: &[u8], last: bool, into: &mut String) -> DecodeOutcome {
        into.reserve(self.0.max_utf8_buffer_length(bytes.len()).expect("the file is small"));
        let before = into.matches(char::REPLACEMENT_CHARACTER).count();
        let _ = self.0.decode_to_string(bytes, into, last);
        let replacements = (into.matches(char::REPLACEMENT_CHARACTER).count() - before) as u64;
        DecodeOutcome { replacements }
    }
}

fn table_decoder(encoding: Encoding) -> Option<Box<dyn Decoder>> {
    let found = encoding_rs::Encoding::for_label(encoding.label().as_bytes())?;
    Some(Box::new(TableDecoder(found.new_decoder_without_bom_handling())))
}

struct File {
    encoding: Encoding,
    separator: u8,
    decimal_comma: bool,
    replacements: u64,
    header: Vec<String>,
    rows: Vec<Row>,
    blank_lines: u64,
}

impl File {
    fn cells(&self, row: usize) -> Vec<&str> {
        self.rows[row].cells.iter().map(String::as_str).collect()
    }

    fn problems(&self) -> Vec<(u64, &RowProblem)> {
        self.rows.iter().filter_map(|row| row.problem.as_ref().map(|problem| (row.line, problem))).collect()
    }
}

fn read(bytes: &[u8]) -> File {
    assert_eq!(looks_binary(bytes), None);
    let encoding = sniff_encoding(bytes);
    let mut decoder = decoder_for(encoding, table_decoder).expect("the encoding is known");
    let mut text = String::new();
    let mut replacements = 0;
    for piece in bytes.chunks(7) {
        replacements += decoder.decode(piece, false, &mut text).replacements;
    }
    replacements += decoder.decode(&[], true, &mut text).replacements;
    let guessed = sniff_separator(&text);
    let (rows, reader) = read_all(&text, CsvOptions::with_header(guessed.separator));
    assert_eq!(reader.header_problem(), None);
    File {
        encoding,
        separator: guessed.separator,
        decimal_comma: guessed.decimal_comma,
        replacements,
        header: reader.header().unwrap_or_default().to_vec(),
        rows,
        blank_lines: reader.blank_lines(),
    }
}

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/data/csv/", $name)).as_slice()
    };
}

#[test]
fn empty_and_header_only() {
    let file = read(fixture!("empty.csv"));
    assert!(file.header.is_empty() && file.rows.is_empty());
    let file = read(fixture!("header_only.csv"));
    assert_eq!(file.header, ["first_name", "last_name", "email", "phone"]);
    assert!(file.rows.is_empty());
    assert!(guess(&file.header, &[]).iter().all(Option::is_some));
}

#[test]
fn one_column_and_a_thousand() {
    let file = read(fixture!("one_column.csv"));
    assert_eq!((file.rows.len(), file.blank_lines, file.problems().len()), (3, 1, 0));
    assert_eq!((file.cells(0), file.cells(1)), (vec!["Nagy, Éva"], vec!["Smith, John"]));
    let file = read(fixture!("thousand_columns.csv"));
    assert_eq!((file.header.len(), file.rows.len(), file.problems().len()), (1000, 3, 0));
    assert_eq!(file.rows[2].cells[999], "3-1000");
}

#[test]
fn ragged_rows() {
    let file = read(fixture!("ragged.csv"));
    assert_eq!((file.rows.len(), file.blank_lines), (5 - 1, 1));
    assert_eq!(file.cells(0), ["Ann", "Smith", ""]);
    assert_eq!(file.cells(2), ["Cy", "Lee", "cy@example.org"]);
    assert_eq!(file.problems(), [(3, &RowProblem::MoreCellsThanHeader { header: 3, cells: 4 })]);
}

#[test]
fn quotes_with_line_breaks() {
    let file = read(fixture!("quotes_line_breaks.csv"));
    assert_eq!(file.cells(0)[1], "Said \"yes\".\r\nCall her on Monday,\r\nnot before ten.");
    assert_eq!(file.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5, 6, 7]);
    assert_eq!(file.problems(), [(6, &RowProblem::UnclosedQuote)]);
    assert_eq!(file.cells(2), ["\"Cy", "unclosed", "cy@example.org"]);
    assert_eq!(file.cells(3), ["Dee", "one, two", "dee@example.org"]);
}

#[test]
fn nul_bytes() {
    let file = read(fixture!("nul.csv"));
    assert_eq!(file.rows.len(), 3);
    assert_eq!(file.problems(), [(3, &RowProblem::NulByte)]);
}

#[test]
fn encodings() {
    for (bytes, encoding) in
        [(fixture!("utf16le.csv"), Encoding::Utf16LittleEndian), (fixture!("utf16be.csv"), Encoding::Utf16BigEndian)]
    {
        let file = read(bytes);
        assert_eq!((file.encoding, file.replacements), (encoding, 0));
        assert_eq!(file.header, ["name", "公司", "email"]);
        assert_eq!(file.cells(1), ["王伟", "Acme, Inc. 😀", "wang@example.org"]);
    }
    let file = read(fixture!("windows1252.csv"));
    assert_eq!((file.encoding, file.separator, file.replacements), (Encoding::Windows1252, b';', 0));
    assert_eq!(file.cells(1), ["Beyoncé Nuñez", "Rue de l’Église", "7,00 €"]);
    let file = read(fixture!("gb18030.csv"));
    assert_eq!((file.encoding, file.replacements), (Encoding::Gb18030, 0));
    assert_eq!(file.cells(1), ["欧阳娜娜", "北京科技", "13900139000", "喜欢茶,不喝酒"]);
    let file = read(fixture!("bom.csv"));
    assert_eq!((file.encoding, file.header), (Encoding::Utf8, vec!["first_name".to_owned(), "last_name".to_owned()]));
}

#[test]
fn a_wrong_encoding_is_counted() {
    let mut text = String::new();
    let mut decoder = decoder_for(Encoding::Utf8, table_decoder).expect("UTF-8 is known");
    assert!(decoder.decode(fixture!("gb18030.csv"), true, &mut text).replacements > 10);
}

#[test]
fn separators_and_duplicate_names() {
    let file = read(fixture!("semicolon.csv"));
    assert_eq!((file.separator, file.decimal_comma), (b';', true));
    assert_eq!(file.cells(1), ["Eva", "Maier; Schulz", "22,75"]);
    let file = read(fixture!("tabs.tsv"));
    assert_eq!((file.separator, file.cells(1)), (b'\t', vec!["Bob", "Jones", "a\ttab"]));
    let file = read(fixture!("duplicate_headers.csv"));
    assert_eq!(duplicate_columns(&file.header), [2, 3]);
    let samples: Vec<Vec<String>> = file.rows.iter().map(|row| row.cells.clone()).collect();
    let targets = guess(&file.header, &samples);
    assert_eq!(targets.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, true, false]);
}

#[test]
fn a_picture_is_refused_by_name() {
    assert_eq!(looks_binary(fixture!("image_renamed.csv")), Some(BinaryKind::Png));
}
