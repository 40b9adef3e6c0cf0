//! Tests of the CSV reader: tables of what a text becomes, an independent counter, and random damage.

use super::csv_read::{CsvOptions, Row, RowProblem, read_all};
use super::encoding::{Decoder, Utf8Decoder, sniff_encoding};
use super::separator::sniff_separator;
use super::{binary, csv_read::CsvReader};

/// Rows as `line: cell|cell`, with `!` before the line of a problem row.
fn check(text: &str, expected: &[&str]) {
    let (rows, _) = read_all(text, CsvOptions::with_header(b','));
    let shown: Vec<String> = rows.iter().map(shown).collect();
    assert_eq!(shown, expected, "{text:?}");
    for piece_length in 1..=4 {
        let pieces = in_pieces(text, piece_length, CsvOptions::with_header(b','));
        assert_eq!(pieces.0, rows, "{text:?} in pieces of {piece_length}");
    }
}

fn shown(row: &Row) -> String {
    let mark = if row.problem.is_some() { "!" } else { "" };
    format!("{mark}{}: {}", row.line, row.cells.join("|"))
}

fn in_pieces(text: &str, piece_length: usize, options: CsvOptions) -> (Vec<Row>, CsvReader) {
    let mut reader = CsvReader::new(options);
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = piece_length.min(rest.len());
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        reader.push(&rest[..end], &mut rows);
        rest = &rest[end..];
    }
    reader.finish(&mut rows);
    (rows, reader)
}

fn problem_of(text: &str, options: CsvOptions) -> Option<RowProblem> {
    read_all(text, options).0.into_iter().find_map(|row| row.problem)
}

#[test]
fn plain_files_of_every_line_end() {
    check("a,b\n1,2\n3,4\n", &["2: 1|2", "3: 3|4"]);
    check("a,b\r\n1,2\r\n3,4", &["2: 1|2", "3: 3|4"]);
    check("a,b\r1,2\r3,4\r", &["2: 1|2", "3: 3|4"]);
    check("\u{feff}a,b\n1,2\n", &["2: 1|2"]);
    check("", &[]);
    check("a,b", &[]);
    check("a,b\n,\n", &["2: |"]);
    check("a,b\n1,", &["2: 1|"]);
    check("姓名,电话\n王伟,138\n", &["2: 王伟|138"]);
}

#[test]
fn quotes() {
    check("a,b\n\"1\",\"2,3\"\n", &["2: 1|2,3"]);
    check("a,b\n\"x \"\"y\"\"\",\n", &["2: x \"y\"|"]);
    check("a,b\n\"one\ntwo\",x\nlast,y\n", &["2: one\ntwo|x", "4: last|y"]);
    check("a,b\n\"one\r\ntwo\r\n\",x\r\nlast,y\r\n", &["2: one\r\ntwo\r\n|x", "5: last|y"]);
    check("a,b\n \"1, 2\" , \"3\"\n", &["2: 1, 2|3"]);
    check("a,b\n5\" pipe,6\"\n", &["2: 5\" pipe|6\""]);
    check("a,b\n\"\",\"\"\n", &["2: |"]);
    check("\"a\nb\",c\n1,2\n", &["3: 1|2"]);
}

#[test]
fn blank_lines_and_ragged_rows() {
    check("a,b\n\n1,2\n  \t\n\n3\n", &["3: 1|2", "6: 3|"]);
    check("\n\na,b\n1,2\n", &["4: 1|2"]);
    check("a,b\n1,2,,,\n1,2,3\n1,,3\n", &["2: 1|2", "!3: 1|2|3", "!4: 1||3"]);
    check("a\n\"\"\n \nx\n", &["2: ", "4: x"]);
    let (_, reader) = read_all("a,b\n\n1,2\n \n\t\n", CsvOptions::with_header(b','));
    assert_eq!((reader.rows(), reader.blank_lines(), reader.columns()), (1, 3, Some(2)));
    assert_eq!(
        problem_of("a,b\n1,2,3,\n", CsvOptions::with_header(b',')),
        Some(RowProblem::MoreCellsThanHeader { header: 2, cells: 3 })
    );
}

#[test]
fn nul_bytes_make_a_problem_row() {
    check("a,b\n1,2\n\0,4\n5,6\n", &["2: 1|2", "!3: \0|4", "4: 5|6"]);
    assert_eq!(problem_of("a\nx\0\n", CsvOptions::with_header(b',')), Some(RowProblem::NulByte));
}

#[test]
fn a_quote_that_is_not_closed_costs_its_line_and_no_more() {
    check("a,b\n1,2\n\"3,4\n5,6\n7,8\n", &["2: 1|2", "!3: \"3|4", "4: 5|6", "5: 7|8"]);
    check("a,b\n1,\"2", &["!2: 1|\"2"]);
    check("a,b\n\"3,4\n5,\"6, 7\"\n8,9\n", &["!2: \"3|4", "3: 5|6, 7", "4: 8|9"]);
    check("a,b\n\"3,4\r\n5,\"6, 7\"\r\n8,9\r\n", &["!2: \"3|4", "3: 5|6, 7", "4: 8|9"]);
    check("a,b\n\"3,4\n5,\"6\n7\"\n8,9\n", &["!2: \"3|4", "3: 5|6\n7", "5: 8|9"]);
    // What may be a part of the broken cell's text is not taken for a row.
    check("a,b\n\"3,4\ntext\n5,6\n", &["!2: \"3|4", "!3: text", "4: 5|6"]);
    check("a,b\n\"Acme\" Ltd,x\n1,2\n", &["!2: \"Acme\" Ltd|x", "3: 1|2"]);
    let options = CsvOptions::with_header(b',');
    assert_eq!(problem_of("a\n\"x\n", options), Some(RowProblem::UnclosedQuote));
    assert_eq!(problem_of("a\n\"x\" y\n", options), Some(RowProblem::TextAfterQuote));
    assert_eq!(
        read_all("a,b\n\"3,4\ntext\n", options).0.last().and_then(|row| row.problem.clone()),
        Some(RowProblem::InsideUnclosedQuote)
    );
}

#[test]
fn limits_cost_their_line_and_no_more() {
    let options = CsvOptions { longest_record: 20, most_cells: 3, ..CsvOptions::with_header(b',') };
    let (rows, _) = read_all("a,b\n1,abcdefghijklmnopqrstuvwxyz\n2,x\n", options);
    assert_eq!(rows[0].problem, Some(RowProblem::TooLong { limit: 20 }));
    assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), ["!2: 1|abcdefghijklmnopqrstuvwxyz", "3: 2|x"]);
    let (rows, _) = read_all("a,b\n1,2,3,4\n2,x\n", options);
    assert_eq!(rows[0].problem, Some(RowProblem::TooManyCells { limit: 3 }));
    assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), ["!2: 1|2|3|4", "3: 2|x"]);
    let (rows, _) = read_all("a,b\n1,\"abc\ndef,x\nghi,y\njkl,z\"\n2,x\n", options);
    assert_eq!(rows[0].problem, Some(RowProblem::TooLong { limit: 20 }));
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
}

#[test]
fn a_line_without_end_is_passed_over_with_little_memory() {
    let mut reader = CsvReader::new(CsvOptions::with_header(b','));
    let mut rows = Vec::new();
    reader.push("a,b\n", &mut rows);
    for _ in 0..64 {
        reader.push(&"x".repeat(64 * 1024), &mut rows);
    }
    reader.push("\n1,2\n", &mut rows);
    reader.finish(&mut rows);
    assert_eq!(rows.len(), 2);
    assert!(rows[0].cells[0].len() <= 8 * 1024 && rows[0].problem.is_some());
    assert_eq!(shown(&rows[1]), "3: 1|2");
}

#[test]
fn the_separator_line_of_excel_is_no_row() {
    let (rows, reader) = read_all("sep=;\r\na;b\r\n1;2\r\n", CsvOptions::with_header(b';'));
    assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), ["3: 1|2"]);
    assert_eq!(reader.header(), Some(&["a".to_owned(), "b".to_owned()][..]));
}

#[test]
fn a_broken_header_is_told() {
    let (_, reader) = read_all("a,\"b\n1,2\n", CsvOptions::with_header(b','));
    assert_eq!(reader.header_problem(), Some(&RowProblem::UnclosedQuote));
    let (_, reader) = read_all("a,b\0\n1,2\n", CsvOptions::with_header(b','));
    assert_eq!(reader.header_problem(), Some(&RowProblem::NulByte));
}

#[test]
fn well_formed_files_read_as_the_csv_core_crate_reads_them() {
    for text in SEEDS {
        let (rows, _) = read_all(text, CsvOptions { fits_rows_to_header: false, ..CsvOptions::without_header(b',') });
        let ours: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(ours, read_with_csv_core(text), "{text:?}");
    }
}

fn read_with_csv_core(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut input, mut records, mut record) = (text.as_bytes(), Vec::new(), Vec::new());
    let mut cell = Vec::new();
    loop {
        let mut output = [0; 1024];
        let (result, read, written) = reader.read_field(input, &mut output);
        input = &input[read..];
        cell.extend_from_slice(&output[..written]);
        if let csv_core::ReadFieldResult::Field { record_end } = result {
            record.push(String::from_utf8(std::mem::take(&mut cell)).unwrap());
            if record_end {
                records.push(std::mem::take(&mut record));
            }
        } else if result == csv_core::ReadFieldResult::End {
            return records;
        }
    }
}

// The independent counter ------------------------------------------------------------------------------------------

/// How many records (header and problem rows included) and how many blank lines a text has. Works on lines, where the
/// reader works on a stream of bytes: a record is a run of lines, grown line by line until one leaves no quote open.
fn count(text: &str, options: CsvOptions) -> (u64, u64) {
    let text: Vec<char> = text.strip_prefix('\u{feff}').unwrap_or(text).chars().collect();
    let lines = split_lines(&text);
    let (mut records, mut blanks, mut first) = (0, 0, 0);
    while first < lines.len() {
        let after = match run_of_lines(&lines, first, options) {
            Run::Whole(after) => after,
            // The lines before the broken one stand alone; a broken first line is a record as well.
            Run::Broken(broken) if broken > first => {
                for line in &lines[first..broken] {
                    count_one(line, &mut records, &mut blanks);
                }
                first = broken;
                continue;
            }
            Run::Broken(_) => first + 1,
        };
        let is_hint = first == 0 && after == 1 && is_hint(&lines[0].content);
        if after > first + 1 {
            records += 1;
        } else if !is_hint {
            count_one(&lines[first], &mut records, &mut blanks);
        }
        first = after;
    }
    (records, blanks)
}

struct Line {
    content: Vec<char>,
    break_characters: usize,
}

fn split_lines(text: &[char]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut content = Vec::new();
    let mut characters = text.iter().copied().peekable();
    while let Some(character) = characters.next() {
        let break_characters = match character {
            '\r' if characters.next_if_eq(&'\n').is_some() => 2,
            '\r' | '\n' => 1,
            _ => {
                content.push(character);
                continue;
            }
        };
        lines.push(Line { content: std::mem::take(&mut content), break_characters });
    }
    if !content.is_empty() {
        lines.push(Line { content, break_characters: 0 });
    }
    lines
}

fn count_one(line: &Line, records: &mut u64, blanks: &mut u64) {
    let is_blank = line.content.iter().all(|character| matches!(character, ' ' | '\t'));
    *if is_blank { blanks } else { records } += 1;
}

fn is_hint(line: &[char]) -> bool {
    let text: String = line.iter().collect();
    text.len() == 5 && text.to_lowercase().starts_with("sep=") && !text.ends_with(|last: char| last.is_alphanumeric())
}

enum Run {
    /// The record ends before that line.
    Whole(usize),
    /// Reading failed in that line.
    Broken(usize),
}

fn run_of_lines(lines: &[Line], first: usize, options: CsvOptions) -> Run {
    let separator = char::from(options.separator);
    let (mut bytes, mut cells) = (0_usize, 1_usize);
    // What of the cell was seen: nothing but spaces, words, an open quote, or a closed one.
    let mut cell = ' ';
    for (number, line) in lines.iter().enumerate().skip(first) {
        let mut place = 0;
        while place < line.content.len() {
            if bytes >= options.longest_record {
                return Run::Broken(number);
            }
            let character = line.content[place];
            let is_doubled = line.content.get(place + 1) == Some(&'"');
            match (cell, character) {
                ('"', '"') if is_doubled => {
                    // The second half may lie beyond the limit.
                    bytes += 1;
                    place += 1;
                    if bytes >= options.longest_record {
                        return Run::Broken(number);
                    }
                }
                ('"', '"') => cell = ')',
                ('"', _) => {}
                (_, other) if other == separator => {
                    if cells == options.most_cells {
                        return Run::Broken(number);
                    }
                    cells += 1;
                    cell = ' ';
                }
                (' ', '"') => cell = '"',
                (' ', ' ') | (')', ' ' | '\t') => {}
                (')', _) => return Run::Broken(number),
                _ => cell = 'w',
            }
            bytes += character.len_utf8();
            place += 1;
        }
        if bytes >= options.longest_record {
            return Run::Broken(number);
        }
        if cell != '"' {
            return Run::Whole(number + 1);
        }
        bytes += line.break_characters;
        // The limit lies within this line's break: after its first half the line counts as read.
        if line.break_characters == 2 && bytes == options.longest_record + 1 {
            return Run::Broken(number + 1);
        }
    }
    // The text ends within quotes: of a last line without a break only the line itself is broken.
    match lines.last() {
        Some(last) if last.break_characters == 0 => Run::Broken(lines.len() - 1),
        _ => Run::Broken(lines.len()),
    }
}

#[test]
fn the_counter_counts() {
    for (text, expected) in [
        ("a,b\n1,2\n", (2, 0)),
        ("a,b\n\n\"1\n2\",3\n", (2, 1)),
        ("a\n\"x\ny\nz\n", (4, 0)),
        ("a\n\"x\ny\nz", (4, 0)),
        ("sep=,\na,b\n", (1, 0)),
    ] {
        assert_eq!(count(text, CsvOptions::with_header(b',')), expected, "{text:?}");
    }
}

// Random damage ----------------------------------------------------------------------------------------------------

const SEEDS: [&str; 6] = [
    "id,name,note\n1,Ann,hello\n2,Bob,\"a, b\"\n3,Cy,\"say \"\"hi\"\"\"\n",
    "id,name\r\n1,\"Line one\r\nline two\"\r\n2,王伟\r\n3,Zoë\r\n",
    "a,b,c,d\n1,2,3,4\n,,,\n\"\",\"\",\"\",\"\"\n5,6,7,8",
    "name,phone\r\"Smith, John\",\"+1 (415) 293-3313 x22\"\rDoe,1\r",
    "x\n\"one\n\n\ntwo\"\nthree\n\"four\"\n",
    "first,last,tags,born\nÉva,Nagy,\"vip; new\",1990-03-07\nLi,娜,\"a,b\n c\",\n",
];

/// Marsaglia's xorshift: the same numbers on every machine and in every version of any crate.
struct Xorshift(u64);

impl Xorshift {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut Xorshift) {
    const TELLING: &[u8] = b"\"\"\"\",,;\r\n\n\t \0\xff\xe9\xef'=\"";
    let at = random.below(bytes.len() + 1);
    match random.below(7) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 => bytes.insert(at, random.next() as u8),
        2 | 3 => bytes.insert(at, TELLING[random.below(TELLING.len())]),
        4 if at < bytes.len() => {
            bytes.remove(at);
        }
        5 => {
            let end = (at + random.below(40)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        6 => bytes.truncate(at.max(1)),
        _ => {}
    }
}

#[test]
fn a_hundred_thousand_damaged_files_are_read_without_a_panic_and_their_rows_balance() {
    let mut random = Xorshift(0x9e37_79b9_7f4a_7c15);
    let mut problem_rows = 0;
    for number in 0..100_000_usize {
        let mut bytes = SEEDS[number % SEEDS.len()].as_bytes().to_vec();
        for _ in 0..=random.below(4) {
            damage(&mut bytes, &mut random);
        }
        let mut text = String::new();
        let mut decoder = Utf8Decoder::default();
        let cut = random.below(bytes.len() + 1);
        decoder.decode(&bytes[..cut], false, &mut text);
        decoder.decode(&bytes[cut..], true, &mut text);
        // Half of the files are read with limits that their records reach.
        let options = if number % 2 == 0 {
            CsvOptions::with_header(b',')
        } else {
            let (longest_record, most_cells) = (10 + random.below(30), 2 + random.below(4));
            CsvOptions { longest_record, most_cells, ..CsvOptions::with_header(b',') }
        };
        let (rows, reader) = in_pieces(&text, 1 + random.below(60), options);
        let header = u64::from(reader.header().is_some());
        assert_eq!(
            (rows.len() as u64 + header, reader.blank_lines()),
            count(&text, options),
            "file {number}: {text:?} with {options:?}"
        );
        assert_eq!(rows.len() as u64, reader.rows());
        for row in &rows {
            assert!(row.problem.is_some() || Some(row.cells.len()) == reader.columns(), "{text:?}");
            problem_rows += u64::from(row.problem.is_some());
        }
        if number % 16 == 0 {
            // The guesses must not panic on anything either.
            sniff_encoding(&bytes);
            binary::looks_binary(&bytes);
            sniff_separator(&text);
        }
    }
    assert!(problem_rows > 10_000, "the damage was too gentle to show anything: {problem_rows}");
}
