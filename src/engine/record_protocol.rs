//! What the engine says of records: rows of lists, one record with all that belongs to it, what was found, written and
//! changed.

use crate::domain::id::{Id, OperationId};
use crate::domain::operation::{ImportSummary, Operation};
use crate::domain::problem::Problem;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::domain::stamp::Stamp;
use crate::domain::value::Value;
use borsh::{BorshDeserialize, BorshSerialize};

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RowsRequest {
    /// Which records, in which order.
    pub query: Query,
    /// Which fields to show, in which order.
    pub columns: Vec<u16>,
    /// The first row.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// One row's value, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// For a link, the title of what it points to.
    pub title: Option<String>,
    /// For several links, the title of each.
    pub titles: Vec<String>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Row {
    /// The record.
    pub id: Id,
    /// Its version: a changed record has another one, so `(id, stamp)` is the key of a row on the screen.
    pub stamp: Stamp,
    /// The title.
    pub title: String,
    /// The cells, as many as columns were asked for.
    pub cells: Vec<Cell>,
}

/// Some rows of a list, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Rows {
    /// The rows from the offset on.
    pub rows: Vec<Row>,
    /// How many records the query finds.
    pub matched: u64,
    /// How many live records of the kind there are.
    pub total: u64,
}

/// One whole record.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RecordDetail {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Id,
    /// Its version.
    pub stamp: Stamp,
    /// Its title.
    pub title: String,
    /// Whether it is in the trash.
    pub deleted: bool,
    /// Every field that applies, in the order of the table, with its value.
    pub fields: Vec<(u16, Cell)>,
    /// The records that link to it, by kind.
    pub linked_from: Vec<LinkedGroup>,
}

/// Records of one kind that link to a record.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct LinkedGroup {
    /// Their kind.
    pub kind: Kind,
    /// The field by which the first of them links.
    pub field: u16,
    /// How many there are.
    pub total: u32,
    /// The latest of them.
    pub records: Vec<FoundRecord>,
}

/// A record by its title.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct FoundRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its identifier.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What tells it from others of that title: organisation, e-mail or phone.
    pub subtitle: String,
}

/// Something wrong with one of the records of a commit.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RecordProblem {
    /// The record.
    pub id: Id,
    /// What is wrong.
    pub problem: Problem,
}

/// Changes that are on the disk.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Committed {
    /// The action.
    pub operation: OperationId,
    /// Its stamp.
    pub stamp: Stamp,
    /// How many records it changed.
    pub records: u32,
}

/// One action in the history of a record.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct HistoryEntry {
    /// The action, if it is still known.
    pub operation: Option<Operation>,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// The member's name, if it is known.
    pub member: Option<String>,
    /// What became different; field 0 is the deletion.
    pub changes: Vec<FieldChange>,
    /// Whether it is the making of the record.
    pub created: bool,
    /// Whether every value that it wrote is still there, so that it can be taken back whole.
    pub current: bool,
}

/// One field of one action.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct FieldChange {
    /// The field's number; 0 for the deletion.
    pub field: u16,
    /// What was there.
    pub before: Cell,
    /// What was written.
    pub after: Cell,
}

/// An import in the list of imports.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ImportLine {
    /// The action.
    pub operation: Operation,
    /// What it did.
    pub summary: ImportSummary,
    /// The member's name, if it is known.
    pub member: Option<String>,
    /// Whether it has been taken back.
    pub reverted: bool,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct ExportedFile {
    /// Its name, with the number of rows in it.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The rows, without the header.
    pub rows: u64,
}
