//! Guessing what stands between the cells of a file.

use super::csv_read::{CsvOptions, Row, read_all};

/// The separators that are tried, the less likely to stand within a cell first: between equals the earlier wins.
pub const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How much of the file is looked at, in bytes.
const SAMPLE: usize = 64 * 1024;
const SAMPLED_RECORDS: usize = 200;

/// How a file separates cells and writes fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeparatorGuess {
    pub separator: u8,
    /// Numbers are written `1.234,50` rather than `1,234.50`.
    pub decimal_comma: bool,
}

/// The separator with which the first records come out most alike, quotes honoured. A file of one column gets one that
/// does not occur in it.
///
/// `beginning` is the first text of the file; more than 64 KiB is not looked at. Excel's own first line `sep=;` decides.
pub fn sniff_separator(beginning: &str) -> SeparatorGuess {
    let beginning = beginning.strip_prefix('\u{feff}').unwrap_or(beginning);
    let mut end = beginning.len().min(SAMPLE);
    while !beginning.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &beginning[..end];
    let is_cut = end < beginning.len();
    let separator = named_by_excel(sample).unwrap_or_else(|| most_likely(sample, is_cut));
    SeparatorGuess { separator, decimal_comma: has_decimal_comma(&records(sample, separator, is_cut)) }
}

/// The separator that the line `sep=;`, Excel's own, names.
fn named_by_excel(sample: &str) -> Option<u8> {
    let first_line = sample.split(['\r', '\n']).next()?.as_bytes();
    let separator = *first_line.get(4)?;
    let is_hint = first_line.len() == 5 && first_line[..4].eq_ignore_ascii_case(b"sep=");
    (is_hint && SEPARATORS.contains(&separator)).then_some(separator)
}

fn most_likely(sample: &str, is_cut: bool) -> u8 {
    let tried = SEPARATORS.map(|separator| (separator, records(sample, separator, is_cut)));
    let mut best = None;
    for (separator, records) in &tried {
        let score = likeness(records);
        if score > best.map_or(0.0, |(_, best_score)| best_score) {
            best = Some((*separator, score));
        }
    }
    if let Some((separator, _)) = best {
        return separator;
    }
    // One column: a name such as "Smith, John" must not be split.
    let is_whole = |(_, records): &&(u8, Vec<Row>)| records.iter().all(|row| row.cells.len() == 1);
    tried.iter().rev().find(is_whole).map_or(b',', |(separator, _)| *separator)
}

/// The first records, header included, without the one that the end of the sample may have cut.
fn records(sample: &str, separator: u8, is_cut: bool) -> Vec<Row> {
    let options = CsvOptions { fits_rows_to_header: false, ..CsvOptions::without_header(separator) };
    let (mut records, _) = read_all(sample, options);
    if is_cut && records.len() > 1 {
        records.pop();
    }
    records.truncate(SAMPLED_RECORDS);
    records
}

/// How well the records make a table: the share of rows with as many cells as the header, where it has several. A file
/// of nothing but a header counts its columns, which never compete with shares.
fn likeness(records: &[Row]) -> f64 {
    let Some((header, rows)) = records.split_first() else { return 0.0 };
    let columns = header.cells.len();
    if columns < 2 || header.problem.is_some() {
        return 0.0;
    }
    if rows.is_empty() {
        return columns as f64;
    }
    let alike = rows.iter().filter(|row| row.problem.is_none() && row.cells.len() == columns).count();
    // A header of several columns is some evidence even when every row is ragged.
    (alike as f64 + 0.1) / rows.len() as f64
}

/// Whether more cells are numbers with a comma before the fraction than with a point. `1.234` and `1,234`, which may be
/// thousands, say nothing.
fn has_decimal_comma(records: &[Row]) -> bool {
    let mut commas = 0_usize;
    let mut points = 0_usize;
    for cell in records.iter().flat_map(|record| &record.cells) {
        let unsigned = cell.trim().trim_start_matches(['+', '-']);
        let Some(place) = unsigned.rfind([',', '.']) else { continue };
        let (whole, fraction) = (&unsigned[..place], &unsigned[place + 1..]);
        let is_fraction = !fraction.is_empty() && fraction.len() != 3 && is_digits(fraction);
        let grouped_by = if unsigned.as_bytes()[place] == b',' { '.' } else { ',' };
        if is_fraction && whole.split(grouped_by).all(is_digits) {
            if grouped_by == '.' { commas += 1 } else { points += 1 }
        }
    }
    commas > points
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: u8, decimal_comma: bool) {
        assert_eq!(sniff_separator(text), SeparatorGuess { separator, decimal_comma }, "{text:?}");
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_table() {
        check("a,b,c\n1,2,3\n", b',', false);
        check("a;b;c\n1;2;3\n", b';', false);
        check("a\tb\tc\n1\t2\t3\n", b'\t', false);
        check("a|b|c\n1|2|3\n", b'|', false);
        check("a;b\n", b';', false);
        check("a,b,c;d\n", b',', false);
        check("\u{feff}a;b\n1;2\n", b';', false);
        check("sep=;\na,b;c\n", b';', false);
    }

    #[test]
    fn separators_within_cells_do_not_mislead() {
        check("name,tags\n\"A;b;c\",\"x;y\"\nB,x;y\nC,z\n", b',', false);
        check("name;price;tax\nA;1,50;0,20\nB;2,75;0,30\n", b';', true);
        check("name, first;price\nMüller, Jan;12,50\nMaier, Eva;7,00\n", b';', true);
        check("name,note\nA,\"one\ntwo;three\nfour\"\nB,x\n", b',', false);
        check("name;note\nA;\"1,2\n3,4\"\nB;x\n", b';', false);
        check("a,b,c\n1,2\n1\n1,2,3,4\n", b',', false);
    }

    #[test]
    fn one_column_is_not_split() {
        check("name\nSmith, John\nDoe, Jane\n", b'|', false);
        check("name\nAnn\nBob\n", b',', false);
        check("", b',', false);
        check("\n\n", b',', false);
    }

    #[test]
    fn fractions_show_their_comma() {
        check("a;b\nx;1.234,50\n", b';', true);
        check("a;b\nx;1,234.50\n", b';', false);
        check("a;b\nx;1,234\n", b';', false);
        check("a,b\nx,\"-12,5\"\n", b',', true);
    }

    #[test]
    fn a_sample_that_is_cut_within_a_row_is_enough() {
        let text = format!("a;b;c\n{}", "one, two;three, four;five\n".repeat(10_000));
        check(&text, b';', false);
    }
}
