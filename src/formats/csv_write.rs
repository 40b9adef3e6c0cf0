//! Writing CSV, in two ways: exactly, and so that a spreadsheet cannot take a cell for a formula.

/// For whom the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// For programs and for moving between two books: every cell as it is, UTF-8 without a mark, lines ending in LF.
    Exact,
    /// For spreadsheets: a byte order mark so that Excel reads UTF-8, lines ending in CRLF, and a `'` before every cell
    /// that a spreadsheet would run as a formula. Plain numbers stay as they are. [`strip_guard`] undoes the `'`.
    Spreadsheet,
}

/// Writes rows as CSV text.
#[derive(Clone, Copy, Debug)]
pub struct CsvWriter {
    mode: WriteMode,
    separator: char,
}

impl CsvWriter {
    /// A writer; `separator` is an ASCII character other than a quote or a line break, usually a comma.
    pub fn new(mode: WriteMode, separator: char) -> Self {
        CsvWriter { mode, separator }
    }

    /// What stands at the very beginning of the file, before the header row.
    pub fn prologue(&self) -> &'static str {
        match self.mode {
            WriteMode::Exact => "",
            WriteMode::Spreadsheet => "\u{feff}",
        }
    }

    /// Appends one row, its line break included. A row without any cell is a blank line, which readers pass over.
    pub fn write_row<Cell: AsRef<str>>(&self, cells: impl IntoIterator<Item = Cell>, into: &mut String) {
        let mut cells = cells.into_iter().peekable();
        let mut is_first = true;
        while let Some(cell) = cells.next() {
            let cell = cell.as_ref();
            if !is_first {
                into.push(self.separator);
            }
            let is_alone = is_first && cells.peek().is_none();
            is_first = false;
            let guard = if self.mode == WriteMode::Spreadsheet && needs_guard(cell) { "'" } else { "" };
            if self.needs_quotes(cell, is_alone) {
                into.push('"');
                into.push_str(guard);
                for (index, piece) in cell.split('"').enumerate() {
                    if index > 0 {
                        into.push_str("\"\"");
                    }
                    into.push_str(piece);
                }
                into.push('"');
            } else {
                into.push_str(guard);
                into.push_str(cell);
            }
        }
        into.push_str(match self.mode {
            WriteMode::Exact => "\n",
            WriteMode::Spreadsheet => "\r\n",
        });
    }

    /// Quotes also stand around what only some readers stumble over: any usual separator, spaces at an end, a byte
    /// order mark, Excel's `sep=`, and a lone blank cell, which would otherwise be a blank line.
    fn needs_quotes(&self, cell: &str, is_alone: bool) -> bool {
        let is_blank = cell.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        (is_alone && is_blank)
            || cell.contains(self.separator)
            || cell.contains(['"', '\r', '\n', ',', ';', '\t', '|', '\u{feff}'])
            || cell.starts_with(' ')
            || cell.ends_with(' ')
            || cell.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
    }
}

/// Whether a spreadsheet might run the cell as a formula. Plain numbers, signed ones too, are harmless and stay numbers.
fn needs_guard(cell: &str) -> bool {
    begins_like_a_formula(cell) && !is_plain_number(cell)
}

/// Whether the cell begins with one of `= + - @ TAB CR LF` or their full-width forms, looking past what spreadsheets
/// may drop before it: quotes, spaces and characters without a width.
fn begins_like_a_formula(cell: &str) -> bool {
    cell.chars()
        .find(|&character| {
            let is_passed_over = matches!(
                character,
                '"' | '\'' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{ff02}' | '\u{ff07}' | '\u{200b}'
                    ..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\0'
            ) || (character.is_whitespace() && !matches!(character, '\t' | '\r' | '\n'));
            !is_passed_over
        })
        .is_some_and(|first| {
            matches!(
                first,
                '=' | '+'
                    | '-'
                    | '@'
                    | '\t'
                    | '\r'
                    | '\n'
                    | '\u{ff1d}'
                    | '\u{ff0b}'
                    | '\u{ff0d}'
                    | '\u{ff20}'
                    | '\u{2212}'
            )
        })
}

/// A number as people and programs write it: an optional sign, digits that may be grouped or divided by single points,
/// commas, and an optional exponent. Telephone numbers such as `+420601234567` are numbers in this sense.
fn is_plain_number(cell: &str) -> bool {
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let is_all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.split(['.', ',']).all(is_all_digits) && exponent.is_none_or(is_all_digits)
}

/// The cell without the `'` that an export for spreadsheets, ours or another program's, put before it. Cells that do not
/// begin with such a `'` stay as they are, `'t Hooft` among them.
pub fn strip_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_like_a_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::super::csv_read::{CsvOptions, read_all};
    use super::*;
    use proptest::prelude::*;

    fn check(cell: &str, in_spreadsheet: &str) {
        let mut text = String::new();
        CsvWriter::new(WriteMode::Spreadsheet, ',').write_row([cell, "x"], &mut text);
        assert_eq!(text, format!("{in_spreadsheet},x\r\n"));
        let mut exact = String::new();
        CsvWriter::new(WriteMode::Exact, ',').write_row([cell], &mut exact);
        assert!(!exact.contains('\'') || cell.contains('\''), "{exact}");
    }

    #[test]
    fn formulas_are_made_harmless() {
        check("=1+1", "'=1+1");
        check("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        check("@SUM(A1)", "'@SUM(A1)");
        check("-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\"");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
        check(" =1", "\"' =1\"");
        check("\u{a0}=1", "'\u{a0}=1");
        check("\"=1", "\"'\"\"=1\"");
        check("'=1", "''=1");
        check("＝1+1", "'＝1+1");
        check("＋1", "'＋1");
        check("－1", "'－1");
        check("＠A", "'＠A");
        check("-", "'-");
        check("+1 (415) 293-3313", "'+1 (415) 293-3313");
    }

    #[test]
    fn numbers_and_plain_words_stay() {
        for cell in ["-12.50", "+420601234567", "-1,234.5", "1e-5", "-1.5E+10", "12", "a-b", "x=1", "'t Hooft", "王"] {
            let expected = if cell.contains(',') { format!("\"{cell}\"") } else { cell.to_owned() };
            check(cell, &expected);
        }
    }

    #[test]
    fn what_looks_like_a_number_and_is_none_is_guarded() {
        check("-1.", "'-1.");
        check("+1..2", "'+1..2");
        check("-1e", "'-1e");
        check("-1-1", "'-1-1");
    }

    #[test]
    fn guards_of_others_are_stripped_and_apostrophes_are_kept() {
        for (cell, expected) in
            [("'+420601234567", "+420601234567"), ("'=1", "=1"), ("''=1", "'=1"), ("'t Hooft", "'t Hooft"), ("'", "'")]
        {
            assert_eq!(strip_guard(cell), expected);
        }
    }

    /// Cells made mostly of the characters that matter.
    fn cells() -> impl Strategy<Value = Vec<Vec<String>>> {
        let cell = prop_oneof![
            "[=+@'\" ,;|\t\r\na1.-]{0,8}",
            "[＝＋－＠\u{feff}\u{a0}\u{200b}'=é王]{0,4}",
            "sep=[;,]?",
            any::<String>().prop_map(|text| text.replace('\0', "")),
        ];
        (1_usize..5).prop_flat_map(move |columns| {
            prop::collection::vec(prop::collection::vec(cell.clone(), columns..=columns), 1..5)
        })
    }

    fn written_and_read(rows: &[Vec<String>], mode: WriteMode, separator: char) -> Vec<Vec<String>> {
        let writer = CsvWriter::new(mode, separator);
        let mut text = String::from(writer.prologue());
        for row in rows {
            writer.write_row(row, &mut text);
        }
        let (read, _) = read_all(&text, CsvOptions::without_header(separator as u8));
        assert!(read.iter().all(|row| row.problem.is_none()), "{text:?} {read:?}");
        read.into_iter().map(|row| row.cells).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn exact_files_read_as_they_were_written(rows in cells(), separator in prop::sample::select(vec![',', ';', '\t', '|'])) {
            prop_assert_eq!(written_and_read(&rows, WriteMode::Exact, separator), rows);
        }

        #[test]
        fn spreadsheet_files_read_as_they_were_written_once_guards_are_stripped(
            rows in cells(),
            separator in prop::sample::select(vec![',', ';', '\t', '|']),
        ) {
            let read = written_and_read(&rows, WriteMode::Spreadsheet, separator);
            for cell in read.iter().flatten() {
                prop_assert!(!needs_guard(cell) || cell.starts_with('\''), "{:?} would run", cell);
            }
            let stripped: Vec<Vec<String>> =
                read.iter().map(|row| row.iter().map(|cell| strip_guard(cell).to_owned()).collect()).collect();
            prop_assert_eq!(stripped, rows);
        }
    }
}
