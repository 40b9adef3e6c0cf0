//! One line: what it holds, how it is written, how it is read.

use crate::domain::field::{Field, FieldKind, NoNeighbours};
use crate::domain::operation::Operation;
use crate::domain::parse;
use crate::domain::record::{Kind, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::Value;
use crate::formats::dates::instant_text;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// The last moment that is written as a date and not as a number: the end of the year 9999.
const LAST_DATE: i64 = 253_402_300_799_999;

/// Told in every file, for whoever opens it without Burrow.
const ABOUT: &str = "A backup of Burrow. Every further line is one JSON object: a record (kind, id, values), a value that was replaced \
    (history), or an action (operation). The values are readable; 'record' is the same record byte for byte in base64: \
    MessagePack, an array of kind, id, deletion, erase floor, stamps, and a map from field number to [stamp, value]. \
    'fields' in this line names the numbers. The last line holds the SHA-256 of all lines before it.";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the lines.
    pub burrow_backup: u32,
    /// What this is, in words.
    #[serde(default)]
    pub about: String,
    /// The release that wrote it.
    pub app: String,
    /// When, milliseconds since 1970.
    pub created: u64,
    /// The same as a date.
    #[serde(default)]
    pub created_at: String,
    /// The book.
    pub book: String,
    /// How many records of each kind there were when it was begun, those in the trash included.
    pub counts: BTreeMap<String, u64>,
    /// Parts of the book that could not be read.
    #[serde(default)]
    pub damaged: u32,
    /// For each kind, the names of its fields by number.
    #[serde(default)]
    pub fields: BTreeMap<String, BTreeMap<u16, String>>,
}

impl Manifest {
    /// The first line of a backup that is begun now.
    pub fn new(app: &str, created: u64, book: &str, counts: BTreeMap<String, u64>, damaged: u32) -> Manifest {
        Manifest {
            burrow_backup: super::FORMAT,
            about: ABOUT.to_owned(),
            app: app.to_owned(),
            created,
            created_at: moment(i64::try_from(created).unwrap_or(i64::MAX)),
            book: book.to_owned(),
            counts,
            damaged,
            fields: schema(),
        }
    }
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Always true; tells this line from others.
    pub end: bool,
    /// Lines before this one.
    pub lines: u64,
    /// Records of each kind: in use, and in the trash.
    pub counts: BTreeMap<String, (u64, u64)>,
    /// Lines of replaced values.
    pub history: u64,
    /// Lines of actions.
    pub operations: u64,
    /// What the book is compared by: SHA-256 of each record, joined by exclusive or, in hexadecimal.
    pub digest: String,
    /// SHA-256 of all lines before this one with their line breaks, in hexadecimal.
    pub sha256: String,
}

/// The names of all fields of all kinds that this release knows.
pub fn schema() -> BTreeMap<String, BTreeMap<u16, String>> {
    let fields = |kind: Kind| kind.fields().iter().filter(|field| field.is_stored());
    let named = |kind: Kind| fields(kind).map(|field| (field.number, field.name.to_owned())).collect();
    Kind::ALL.into_iter().map(|kind| (kind.name().to_owned(), named(kind))).collect()
}

/// The stable name of a kind, or its number where this release does not know it.
pub fn kind_name(number: u16) -> String {
    Kind::from_number(number).map_or_else(|| format!("kind {number}"), |kind| kind.name().to_owned())
}

/// What a line was found to hold.
pub(super) enum Line {
    Record(Vec<u8>),
    History(Vec<u8>),
    Operation(Vec<u8>),
    End(Ending),
}

/// The parts of a line that matter for coming back. Whatever else stands there is for people.
#[derive(Deserialize)]
struct Parts {
    #[serde(default)]
    end: bool,
    #[serde(default)]
    record: Option<String>,
    #[serde(default)]
    replaced: Option<String>,
    #[serde(default)]
    operation: Option<String>,
}

/// Reads a line that is not the first; nothing where it is none of a backup.
pub(super) fn read(line: &[u8]) -> Option<Line> {
    let parts: Parts = serde_json::from_slice(line).ok()?;
    let bytes = |text: String| BASE64.decode(text.as_bytes()).ok();
    match parts {
        Parts { end: true, .. } => serde_json::from_slice(line).ok().map(Line::End),
        Parts { record: Some(text), .. } => bytes(text).map(Line::Record),
        Parts { replaced: Some(text), .. } => bytes(text).map(Line::History),
        Parts { operation: Some(text), .. } => bytes(text).map(Line::Operation),
        _ => None,
    }
}

/// The line of a record.
pub(super) fn of_record(bytes: &[u8]) -> String {
    let mut line = Map::new();
    if let Ok(view) = RecordView::new(bytes) {
        line.insert("kind".to_owned(), kind_name(view.kind_number()).into());
        line.insert("id".to_owned(), view.id().to_string().into());
        if view.is_deleted() {
            line.insert("in_trash".to_owned(), true.into());
        }
        line.insert("values".to_owned(), values(&view));
    }
    line.insert("record".to_owned(), BASE64.encode(bytes).into());
    text(line)
}

/// The line of a value that was replaced: a record with nothing but that value.
pub(super) fn of_history(bytes: &[u8]) -> String {
    let mut line = Map::new();
    if let Ok(view) = RecordView::new(bytes) {
        line.insert("history_of".to_owned(), kind_name(view.kind_number()).into());
        line.insert("id".to_owned(), view.id().to_string().into());
        line.insert("values".to_owned(), values(&view));
        if let Some(stamp) = view.latest_stamp() {
            line.insert("written".to_owned(), written(stamp));
        }
    }
    line.insert("replaced".to_owned(), BASE64.encode(bytes).into());
    text(line)
}

/// The line of an action.
pub(super) fn of_operation(operation: &Operation, bytes: &[u8]) -> String {
    let mut line = Map::new();
    line.insert("action".to_owned(), serde_json::to_value(&operation.action).unwrap_or(Json::Null));
    line.insert("by".to_owned(), operation.member.to_string().into());
    line.insert("at".to_owned(), written(operation.stamp));
    line.insert("operation".to_owned(), BASE64.encode(bytes).into());
    text(line)
}

fn text(line: Map<String, Json>) -> String {
    Json::Object(line).to_string()
}

fn written(stamp: Stamp) -> Json {
    moment(i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX)).into()
}

fn moment(milliseconds: i64) -> String {
    if (0..=LAST_DATE).contains(&milliseconds) { instant_text(milliseconds) } else { milliseconds.to_string() }
}

/// The stored values that have something to say, by the names of their fields.
fn values(view: &RecordView<'_>) -> Json {
    let mut values = Map::new();
    let Some(kind) = view.kind() else { return Json::Object(values) };
    let is_readable = |field: &&Field| field.is_stored() && !matches!(field.kind, FieldKind::Model);
    for field in kind.fields().iter().filter(is_readable) {
        let readable = match field.get(view, &NoNeighbours) {
            Value::Empty => continue,
            Value::Boolean(flag) => flag.into(),
            Value::Integer(number) => number.into(),
            Value::Instant(milliseconds) => moment(milliseconds).into(),
            value => Json::String(parse::to_text(field, &value)),
        };
        values.insert(field.name.to_owned(), readable);
    }
    Json::Object(values)
}
