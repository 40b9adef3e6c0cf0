//! Finding the end of one record and the places of its cells. The scan can stop at the end of a piece of text and go on
//! when there is more, without reading anything twice.

use super::{CsvOptions, RowProblem};

/// Why and where a record cannot be read.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) problem: RowProblem,
    /// The place in the text of the byte that broke it; its length if the text ended.
    pub(super) at: usize,
}

/// What a scan came to.
#[derive(Debug)]
pub(super) enum Step {
    /// The text ends within the record.
    NeedsMore,
    /// The record ends before the line break at `end`.
    Ended {
        end: usize,
    },
    Failed(Failure),
}

/// Where in a cell the scan stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// At its beginning, or after spaces there.
    #[default]
    Start,
    Plain,
    Quoted,
    /// Behind a quote within a quoted cell: the end of the cell, or the first half of a doubled quote.
    QuoteInQuoted,
    /// Behind the closing quote and a space.
    AfterQuoted,
}

/// Where a cell lies in the text, without its quotes.
#[derive(Clone, Copy, Debug, Default)]
struct CellSpan {
    start: usize,
    end: usize,
    has_doubled_quotes: bool,
    is_quoted: bool,
}

/// The state of reading one record.
#[derive(Debug, Default)]
pub(super) struct Scan {
    at: usize,
    place: Place,
    cell: CellSpan,
    finished_cells: Vec<CellSpan>,
}

impl Scan {
    /// Begins a record at `at`.
    pub(super) fn restart(&mut self, at: usize) {
        self.at = at;
        self.begin_cell(at);
        self.finished_cells.clear();
    }

    /// The text lost that many bytes at its beginning.
    pub(super) fn shift_back(&mut self, bytes: usize) {
        self.at -= bytes;
        for cell in self.finished_cells.iter_mut().chain([&mut self.cell]) {
            cell.start = cell.start.saturating_sub(bytes);
            cell.end = cell.end.saturating_sub(bytes);
        }
    }

    fn begin_cell(&mut self, at: usize) {
        self.place = Place::Start;
        self.cell = CellSpan { start: at, end: at, ..CellSpan::default() };
    }

    /// Goes on to the end of the record that began at `start`, of the text, or of what the limits allow. With
    /// `single_line` a line break ends the record even within quotes, as a failure.
    pub(super) fn run(&mut self, text: &str, start: usize, options: &CsvOptions, single_line: bool) -> Step {
        let bytes = text.as_bytes();
        let limit = start.saturating_add(options.longest_record);
        let stop = bytes.len().min(limit);
        let separator = options.separator;
        while self.at < stop {
            let at = self.at;
            let byte = bytes[at];
            match self.place {
                Place::Quoted => {
                    // The inside of quotes is passed over in one go.
                    let passed = bytes[at..stop]
                        .iter()
                        .position(|&byte| byte == b'"' || (single_line && matches!(byte, b'\r' | b'\n')));
                    let Some(passed) = passed else {
                        self.at = stop;
                        break;
                    };
                    self.at = at + passed;
                    if bytes[self.at] != b'"' {
                        return failed(RowProblem::UnclosedQuote, self.at);
                    }
                    self.cell.end = self.at;
                    self.place = Place::QuoteInQuoted;
                    self.at += 1;
                    continue;
                }
                Place::QuoteInQuoted if byte == b'"' => {
                    self.cell.has_doubled_quotes = true;
                    self.place = Place::Quoted;
                }
                Place::Plain => {
                    let passed = bytes[at..stop].iter().position(|&byte| ends_plain_cell(byte, separator));
                    let Some(passed) = passed else {
                        self.at = stop;
                        break;
                    };
                    self.at = at + passed;
                    match self.end_cell(bytes[self.at], options) {
                        Some(step) => return step,
                        None => continue,
                    }
                }
                _ if ends_plain_cell(byte, separator) => match self.end_cell(byte, options) {
                    Some(step) => return step,
                    None => continue,
                },
                Place::Start if byte == b'"' => {
                    self.cell = CellSpan { start: at + 1, end: at + 1, is_quoted: true, has_doubled_quotes: false };
                    self.place = Place::Quoted;
                }
                Place::Start if byte == b' ' => {}
                Place::Start => self.place = Place::Plain,
                Place::QuoteInQuoted | Place::AfterQuoted if matches!(byte, b' ' | b'\t') => {
                    self.place = Place::AfterQuoted;
                }
                Place::QuoteInQuoted | Place::AfterQuoted => return failed(RowProblem::TextAfterQuote, at),
            }
            self.at += 1;
        }
        if self.at == limit {
            return failed(RowProblem::TooLong { limit: options.longest_record }, limit);
        }
        Step::NeedsMore
    }

    /// At a separator or a line break outside quotes. Gives the step that ends the record, if it does.
    fn end_cell(&mut self, byte: u8, options: &CsvOptions) -> Option<Step> {
        let at = self.at;
        if byte == options.separator && self.finished_cells.len() + 1 == options.most_cells {
            return Some(failed(RowProblem::TooManyCells { limit: options.most_cells }, at));
        }
        self.close_cell(at);
        if byte != options.separator {
            return Some(Step::Ended { end: at });
        }
        self.at = at + 1;
        self.begin_cell(at + 1);
        None
    }

    fn close_cell(&mut self, at: usize) {
        if !self.cell.is_quoted {
            self.cell.end = at;
        }
        self.finished_cells.push(self.cell);
    }

    /// The text ends at `end`, within the record: its last cell ends here, unless its quote is open.
    pub(super) fn end_of_text(&mut self, end: usize) -> Result<(), Failure> {
        if self.place == Place::Quoted {
            return Err(Failure { problem: RowProblem::UnclosedQuote, at: end });
        }
        self.close_cell(end);
        Ok(())
    }

    /// Whether the record is one cell without quotes, as a blank line is.
    pub(super) fn is_plain_single_cell(&self) -> bool {
        matches!(self.finished_cells.as_slice(), [cell] if !cell.is_quoted)
    }

    /// The cells of the record that has ended.
    pub(super) fn cells(&self, text: &str) -> Vec<String> {
        self.finished_cells
            .iter()
            .map(|cell| {
                let written = &text[cell.start..cell.end];
                if cell.has_doubled_quotes { written.replace("\"\"", "\"") } else { written.to_owned() }
            })
            .collect()
    }
}

fn failed(problem: RowProblem, at: usize) -> Step {
    Step::Failed(Failure { problem, at })
}

fn ends_plain_cell(byte: u8, separator: u8) -> bool {
    byte == separator || byte == b'\n' || byte == b'\r'
}

/// How many line breaks there are, CRLF being one.
pub(super) fn count_line_breaks(bytes: &[u8]) -> u64 {
    let mut breaks = 0;
    let mut after_carriage_return = false;
    for &byte in bytes {
        breaks += u64::from(byte == b'\r' || (byte == b'\n' && !after_carriage_return));
        after_carriage_return = byte == b'\r';
    }
    breaks
}
