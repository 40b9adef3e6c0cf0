//! What an import is told and what it tells: the draft of a file, the plan for its columns, the preview, the report.
//! Plain data, part of the protocol.

use crate::domain::problem::Problem;
use crate::domain::record::Kind;
use crate::domain::value::{ContactLabel, Currency};
use crate::messages::{Language, problems as words};
use borsh::{BorshDeserialize, BorshSerialize};

/// How the bytes of the file become rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Reading {
    /// The encoding.
    pub encoding: TextEncoding,
    /// The byte between cells, an ASCII character.
    pub separator: u8,
    /// Whether the first row holds the names of the columns.
    pub has_header: bool,
}

/// The encodings that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16LittleEndian,
    /// UTF-16, high byte first.
    Utf16BigEndian,
    /// Windows-1252, western Europe.
    Windows1252,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
}

impl TextEncoding {
    /// All of them, in the order in which they are offered.
    pub const ALL: [TextEncoding; 5] = [
        TextEncoding::Utf8,
        TextEncoding::Utf16LittleEndian,
        TextEncoding::Utf16BigEndian,
        TextEncoding::Windows1252,
        TextEncoding::Gb18030,
    ];

    /// The name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "UTF-8",
            TextEncoding::Utf16LittleEndian => "UTF-16 LE",
            TextEncoding::Utf16BigEndian => "UTF-16 BE",
            TextEncoding::Windows1252 => "Windows-1252",
            TextEncoding::Gb18030 => "GB18030",
        }
    }
}

/// What a file looks like before anything is done with it.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ImportDraft {
    /// The file's name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How it was read.
    pub reading: Reading,
    /// The names of the columns; "Column 3" where the file gives none.
    pub headers: Vec<String>,
    /// The first rows, as many cells as headers.
    pub samples: Vec<Vec<String>>,
    /// What each column seems to be.
    pub plan: ImportPlan,
}

/// What the columns mean and what happens to people who are already there.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ImportPlan {
    /// The kind of record that rows become.
    pub kind: Kind,
    /// How the file is read.
    pub reading: Reading,
    /// One a column.
    pub columns: Vec<ColumnPlan>,
    /// By what a row is recognised as somebody who is already there.
    pub match_by: MatchKey,
    /// The order of numbers in dates such as 03/04/2026.
    pub date_order: DateOrder,
    /// What happens to a row that matches somebody.
    pub on_match: OnMatch,
    /// The currency of amounts whose cell says none: what the name of the column says, else what a person chose.
    pub currency: Option<Currency>,
}

/// What happens to a row that matches a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum OnMatch {
    /// The record is updated, as each column's policy says.
    Update,
    /// The row is skipped.
    Skip,
}

/// What one column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct ColumnPlan {
    /// What it fills; `None` for a column that is not taken over.
    pub target: Option<ColumnTarget>,
    /// What it may do to a value that is already there.
    pub policy: ColumnPolicy,
}

/// What a column fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct ColumnTarget {
    /// The field's number.
    pub field: u16,
    /// Which part of it.
    pub part: ColumnPart,
}

/// The part of a field that a column fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum ColumnPart {
    /// All of it. For lists, more entries.
    Whole,
    /// Entries of a list of e-mail addresses or phone numbers with that label.
    Labelled(ContactLabel),
    /// Entries whose label stands in another column, by its index.
    LabelledByColumn(u32),
    /// The street of an address.
    Street,
    /// The city of an address.
    City,
    /// The state or province of an address.
    Region,
    /// The postal code of an address.
    PostalCode,
    /// The country of an address.
    Country,
    /// A whole name, which is split into first, middle and last name. The field is then the first name.
    FullName,
    /// Of a customer, the number by which they are known. Somebody who is not there is made.
    LinkNumber,
    /// Of a customer, an e-mail address.
    LinkEmail,
    /// Of a customer, the name.
    LinkName,
}

/// What a column may do to a value that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum ColumnPolicy {
    /// Replace it; an empty cell leaves it. Lists gain the new entries.
    Replace,
    /// Fill it only where nothing is written.
    FillBlanks,
    /// Never touch it; the column counts for new records only.
    Leave,
}

/// By what a row is recognised as somebody who is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum MatchKey {
    /// Nobody is recognised: every row becomes a new record.
    Nothing,
    /// Any e-mail address in common, case ignored.
    Email,
    /// Any phone number in common, by its digits.
    Phone,
    /// The same name and the same organisation, case and accents ignored.
    NameAndOrganisation,
    /// The same own number.
    ExternalId,
    /// The same number of an order.
    OrderNumber,
    /// An order of the same customer, day, quantity and amount. Of several that are alike, the first row is the first
    /// order, the second the second, so that a file that comes twice counts once.
    SameOrder,
}

/// The order of numbers in dates that could be read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum DateOrder {
    /// Not said: a date that could be read in two ways is a problem.
    Unknown,
    /// 31/05/1990.
    DayFirst,
    /// 05/31/1990.
    MonthFirst,
}

/// What an import would do. `rows = created + updated + skipped + problems`.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ImportPreview {
    /// Rows of the file, without its header and blank lines.
    pub rows: u64,
    /// Records that would be made.
    pub created: u64,
    /// Rows that would change a record.
    pub updated: u64,
    /// Rows that would change nothing, or that match and are to be skipped.
    pub skipped: u64,
    /// Rows that cannot be taken over.
    pub problems: u64,
    /// Customers that the rows name, that are not there yet, and that would be made for them. They are no rows.
    pub customers_created: u64,
    /// Characters that the encoding could not make sense of.
    pub replaced_characters: u64,
    /// Blank lines, which are not rows.
    pub blank_lines: u64,
    /// The first problem rows.
    pub problem_samples: Vec<RowProblem>,
    /// The first rows with what would become of them.
    pub samples: Vec<RowOutcome>,
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ImportReport {
    /// The action, for reverting it; `None` when no row changed anything.
    pub operation: Option<crate::domain::id::OperationId>,
    /// The counts and problem rows, as in the preview.
    pub counts: ImportPreview,
}

/// A row that cannot be taken over.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RowProblem {
    /// The line of the file in which the row starts, from 1.
    pub line: u64,
    /// What is wrong.
    pub reasons: Vec<RowReason>,
    /// The row's cells, shortened.
    pub cells: Vec<String>,
}

/// Why a row cannot be taken over.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum RowReason {
    /// A value is wrong; the name of the column is told.
    Value {
        /// The column's header.
        column: String,
        /// What is wrong.
        problem: Problem,
    },
    /// The row as a whole is wrong.
    Record(Problem),
    /// A quote is opened and never closed.
    UnclosedQuote,
    /// There is text after a closing quote.
    TextAfterQuote,
    /// It stands within a quote that is never closed, so it is not sure what belongs to it.
    InsideUnclosedQuote,
    /// More cells than the header has columns.
    TooManyCells,
    /// Longer than a row can be.
    TooLong,
    /// It holds a NUL byte, so it is damaged or not text.
    NulByte,
    /// It matches several customers.
    SeveralMatches(u32),
    /// It matches several orders.
    SeveralOrders(u32),
}

impl RowReason {
    /// The sentence that tells it.
    pub fn text(&self, language: Language) -> String {
        match self {
            RowReason::Value { column, problem } => {
                words::IN_COLUMN.fill(language, &[("column", column), ("reason", &problem.text(language))])
            }
            RowReason::Record(problem) => problem.text(language),
            RowReason::UnclosedQuote => words::UNCLOSED_QUOTE.text(language).to_owned(),
            RowReason::TextAfterQuote => words::TEXT_AFTER_QUOTE.text(language).to_owned(),
            RowReason::InsideUnclosedQuote => words::INSIDE_UNCLOSED_QUOTE.text(language).to_owned(),
            RowReason::TooManyCells => words::TOO_MANY_CELLS.text(language).to_owned(),
            RowReason::TooLong => words::ROW_TOO_LONG.text(language).to_owned(),
            RowReason::NulByte => words::NUL_BYTE.text(language).to_owned(),
            RowReason::SeveralOrders(count) => words::SEVERAL_ORDERS.fill(language, &[("count", &count.to_string())]),
            RowReason::SeveralMatches(count) => words::SEVERAL_MATCHES.fill(language, &[("count", &count.to_string())]),
        }
    }
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RowOutcome {
    /// The line of the file.
    pub line: u64,
    /// What would happen.
    pub outcome: Outcome,
    /// The title of the record made or changed.
    pub title: String,
    /// What would be written: field number and new text.
    pub writes: Vec<(u16, String)>,
}

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Outcome {
    /// It becomes a record.
    Create,
    /// It changes a record.
    Update,
    /// It changes nothing.
    Skip,
}
