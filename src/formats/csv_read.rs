//! Reading CSV: text comes in pieces of any length, rows come out, and nothing is dropped without being counted.
//!
//! RFC 4180 with what real files add: line ends CRLF, LF or CR; any one-byte separator; spaces beside the quotes of a
//! quoted cell; a byte order mark; Excel's first line `sep=;`; lines that are blank; rows with fewer cells than the
//! header (filled up) or with empty cells beyond it (left out).
//!
//! **Broken quotes.** A quote that is opened and never closed would swallow the rest of the file. So a record that
//! cannot be read (`RowProblem::UnclosedQuote`, `TextAfterQuote`, `TooLong`, `TooManyCells`) and that spans several
//! lines is *taken apart*: each of its lines before the one in which reading failed is read again as a record of its
//! own, in which a line break always ends the record, and the line in which it failed is read again as usual. Every byte
//! is read three times at most, whatever the file holds, and memory stays below the text handed in plus one record.

mod scan;

use scan::{Failure, Scan, Step, count_line_breaks};

/// The longest record that is read, in bytes of UTF-8. Only a broken file has longer ones.
pub const LONGEST_RECORD: usize = 1024 * 1024;
/// The most cells that a record may have.
pub const MOST_CELLS: usize = 10_000;
/// How much of a line that cannot be read is kept for showing it, in bytes.
const KEPT_OF_AN_UNREADABLE_LINE: usize = 8 * 1024;

/// How a CSV file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// What stands between two cells: an ASCII character other than a quote or a line break.
    pub separator: u8,
    /// Whether the first record names the columns. Without it, the first row says how many columns there are.
    pub has_header: bool,
    /// Whether short rows are filled up with empty cells and rows with more cells than the header are a problem. Without
    /// it, rows come out with the cells that they have.
    pub fits_rows_to_header: bool,
    /// See [`LONGEST_RECORD`].
    pub longest_record: usize,
    /// See [`MOST_CELLS`].
    pub most_cells: usize,
}

impl CsvOptions {
    /// A file with a header and the usual limits.
    pub fn with_header(separator: u8) -> Self {
        CsvOptions {
            separator,
            has_header: true,
            fits_rows_to_header: true,
            longest_record: LONGEST_RECORD,
            most_cells: MOST_CELLS,
        }
    }

    /// A file without a header and the usual limits.
    pub fn without_header(separator: u8) -> Self {
        CsvOptions { has_header: false, ..CsvOptions::with_header(separator) }
    }
}

/// Why a row cannot be imported as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowProblem {
    /// A quote is opened in this line and not properly closed.
    UnclosedQuote,
    /// After the closing quote of a cell comes more text before the next separator, as in `"Acme" Ltd`.
    TextAfterQuote,
    /// The line stands within the reach of a quote that an earlier line left open, and has not as many cells as the
    /// header: it may be a part of that line's text.
    InsideUnclosedQuote,
    /// The record is longer than the limit, here in bytes.
    TooLong { limit: usize },
    /// The record has more cells than the limit.
    TooManyCells { limit: usize },
    /// The row holds a NUL byte, which no text has: the file is damaged or its encoding is another one.
    NulByte,
    /// The row has more cells than the header has names, and the ones beyond it are not empty.
    MoreCellsThanHeader { header: usize, cells: usize },
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the row starts, counted from 1.
    pub line: u64,
    /// The number of the row among the rows (without header and blank lines), counted from 1.
    pub record: u64,
    /// The cells. A row without a problem has exactly as many as the header. For a row whose quotes are broken these are
    /// the pieces of its line between separators, quotes included, so that joining them gives the line again; of a line
    /// that is too long only the beginning.
    pub cells: Vec<String>,
    pub problem: Option<RowProblem>,
}

/// A push parser for CSV: `push` text as it arrives, then `finish`.
#[derive(Debug)]
pub struct CsvReader {
    options: CsvOptions,
    /// The text that is not consumed yet. It begins where a record begins.
    text: String,
    /// Where in `text` the present record begins.
    record_start: usize,
    scan: Scan,
    /// Lines that begin before this place belong to a record that is taken apart.
    taken_apart_until: usize,
    /// What is wrong with the first line of the record that is taken apart.
    problem_of_first_line: Option<RowProblem>,
    /// Set while the rest of a line that cannot be read is passed over.
    skipping: Option<SkippedLine>,
    /// The last record ended with CR at the end of a piece, so that an LF at the start of the next belongs to it.
    swallow_line_feed: bool,
    started: bool,
    line: u64,
    header: Option<Vec<String>>,
    header_problem: Option<RowProblem>,
    columns: Option<usize>,
    rows: u64,
    blank_lines: u64,
}

#[derive(Debug)]
struct SkippedLine {
    problem: RowProblem,
    beginning: String,
    /// Nothing more is added to the beginning.
    is_full: bool,
}

impl CsvReader {
    /// A reader at the beginning of a file.
    pub fn new(options: CsvOptions) -> Self {
        CsvReader {
            options,
            text: String::new(),
            record_start: 0,
            scan: Scan::default(),
            taken_apart_until: 0,
            problem_of_first_line: None,
            skipping: None,
            swallow_line_feed: false,
            started: false,
            line: 1,
            header: None,
            header_problem: None,
            columns: None,
            rows: 0,
            blank_lines: 0,
        }
    }

    /// The names of the columns, as written; `None` before they were read or when there are none.
    pub fn header(&self) -> Option<&[String]> {
        self.header.as_deref()
    }

    /// What is wrong with the header. A file with such a header should be refused.
    pub fn header_problem(&self) -> Option<&RowProblem> {
        self.header_problem.as_ref()
    }

    /// How many cells a row without a problem has; `None` before the first record.
    pub fn columns(&self) -> Option<usize> {
        self.columns
    }

    /// How many rows came out so far, those with a problem included.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many lines were blank so far: empty or nothing but spaces and tabs. They are not rows.
    pub fn blank_lines(&self) -> u64 {
        self.blank_lines
    }

    /// Takes the next piece of the file's text and pushes every row that it completes.
    pub fn push(&mut self, text: &str, rows: &mut Vec<Row>) {
        let mut text = text;
        if !self.started && !text.is_empty() {
            self.started = true;
            text = text.strip_prefix('\u{feff}').unwrap_or(text);
        }
        if self.swallow_line_feed && !text.is_empty() {
            self.swallow_line_feed = false;
            text = text.strip_prefix('\n').unwrap_or(text);
        }
        self.text.push_str(text);
        self.read(false, rows);
        self.text.drain(..self.record_start);
        self.scan.shift_back(self.record_start);
        self.taken_apart_until = self.taken_apart_until.saturating_sub(self.record_start);
        self.record_start = 0;
    }

    /// Says that the file has ended, and pushes the rows that were still open.
    pub fn finish(&mut self, rows: &mut Vec<Row>) {
        self.read(true, rows);
        self.text.clear();
        self.taken_apart_until = 0;
        self.begin_record(0);
    }

    fn read(&mut self, at_end: bool, rows: &mut Vec<Row>) {
        loop {
            if self.skipping.is_some() {
                if !self.skip_line(at_end, rows) {
                    return;
                }
                continue;
            }
            let is_taken_apart = self.record_start < self.taken_apart_until;
            if !is_taken_apart {
                self.problem_of_first_line = None;
            }
            match self.scan.run(&self.text, self.record_start, &self.options, is_taken_apart) {
                Step::NeedsMore if !at_end => return,
                Step::NeedsMore if self.record_start == self.text.len() => return,
                Step::NeedsMore => {
                    let end = self.text.len();
                    match self.scan.end_of_text(end) {
                        Ok(()) => self.complete(end, end, is_taken_apart, rows),
                        Err(failure) => self.fail(failure),
                    }
                }
                Step::Ended { end } => {
                    let next = self.after_line_break(end);
                    self.complete(end, next, is_taken_apart, rows);
                }
                Step::Failed(failure) => self.fail(failure),
            }
        }
    }

    /// The place after the line break at `end`, one or two bytes further.
    fn after_line_break(&mut self, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes[end] != b'\r' {
            return end + 1;
        }
        match bytes.get(end + 1) {
            Some(b'\n') => end + 2,
            Some(_) => end + 1,
            None => {
                self.swallow_line_feed = true;
                end + 1
            }
        }
    }

    /// The record reaches to `end`; the next begins at `next`.
    fn complete(&mut self, end: usize, next: usize, is_taken_apart: bool, rows: &mut Vec<Row>) {
        let start = self.record_start;
        let line = self.line;
        self.line += 1 + count_line_breaks(&self.text.as_bytes()[start..end]);
        let raw = &self.text[start..end];
        if self.scan.is_plain_single_cell() && raw.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
            self.blank_lines += 1;
        } else if line != 1 || !is_separator_hint(raw) {
            let has_nul = raw.as_bytes().contains(&0);
            let cells = self.scan.cells(&self.text);
            let problem = if has_nul { Some(RowProblem::NulByte) } else { None };
            self.emit(line, cells, problem, is_taken_apart, rows);
        }
        self.begin_record(next);
    }

    /// The record cannot be read: either its only line becomes a problem row, or it is taken apart.
    fn fail(&mut self, failure: Failure) {
        let Failure { problem, at } = failure;
        let start = self.record_start;
        let last_break =
            self.text.as_bytes()[start..at].iter().rposition(|&byte| matches!(byte, b'\r' | b'\n')).map(|n| start + n);
        match last_break {
            Some(last_break) if start >= self.taken_apart_until => {
                self.taken_apart_until = last_break + 1;
                // Text after a quote in a later line means that an earlier quote was closed by what should open one.
                self.problem_of_first_line = Some(match problem {
                    RowProblem::TextAfterQuote => RowProblem::UnclosedQuote,
                    other => other,
                });
                self.scan.restart(start);
            }
            _ => {
                let problem = self.problem_of_first_line.take().unwrap_or(problem);
                self.skipping = Some(SkippedLine { problem, beginning: String::new(), is_full: false });
            }
        }
    }

    /// Passes over the rest of a line that cannot be read. Says whether its end was found.
    fn skip_line(&mut self, at_end: bool, rows: &mut Vec<Row>) -> bool {
        let start = self.record_start;
        let break_at = self.text.as_bytes()[start..].iter().position(|&byte| matches!(byte, b'\r' | b'\n'));
        let end = break_at.map_or(self.text.len(), |n| start + n);
        if let Some(skipped) = self.skipping.as_mut().filter(|skipped| !skipped.is_full) {
            let mut kept = end.min(start + KEPT_OF_AN_UNREADABLE_LINE.saturating_sub(skipped.beginning.len()));
            while !self.text.is_char_boundary(kept) {
                kept -= 1;
            }
            skipped.beginning.push_str(&self.text[start..kept]);
            skipped.is_full = kept < end;
        }
        if break_at.is_none() && !at_end {
            self.begin_record(end);
            return false;
        }
        let next = if break_at.is_some() { self.after_line_break(end) } else { end };
        if let Some(SkippedLine { problem, beginning, .. }) = self.skipping.take() {
            let cells = beginning.split(char::from(self.options.separator)).map(String::from).collect();
            let line = self.line;
            self.line += 1;
            self.emit(line, cells, Some(problem), false, rows);
        }
        self.begin_record(next);
        true
    }

    fn begin_record(&mut self, at: usize) {
        self.record_start = at;
        self.scan.restart(at);
    }

    /// Hands out the cells as the header or as a row.
    fn emit(
        &mut self,
        line: u64,
        mut cells: Vec<String>,
        mut problem: Option<RowProblem>,
        is_taken_apart: bool,
        rows: &mut Vec<Row>,
    ) {
        if self.options.has_header && self.header.is_none() {
            self.columns = Some(cells.len());
            self.header = Some(cells);
            self.header_problem = problem;
            return;
        }
        let columns = *self.columns.get_or_insert(cells.len());
        if problem.is_none() && is_taken_apart && cells.len() != columns {
            problem = Some(RowProblem::InsideUnclosedQuote);
        }
        if problem.is_none() && self.options.fits_rows_to_header {
            let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            if used > columns {
                problem = Some(RowProblem::MoreCellsThanHeader { header: columns, cells: used });
            } else {
                cells.resize(columns, String::new());
            }
        }
        self.rows += 1;
        rows.push(Row { line, record: self.rows, cells, problem });
    }
}

/// Whether the first line is Excel's way of naming the separator.
fn is_separator_hint(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() == 5 && bytes[..4].eq_ignore_ascii_case(b"sep=") && !bytes[4].is_ascii_alphanumeric()
}

/// All rows of a whole text, and the reader with what it counted. For small texts and samples.
pub fn read_all(text: &str, options: CsvOptions) -> (Vec<Row>, CsvReader) {
    let mut reader = CsvReader::new(options);
    let mut rows = Vec::new();
    reader.push(text, &mut rows);
    reader.finish(&mut rows);
    (rows, reader)
}
