//! Records as a CSV file: of what a list shows, or of everything.

use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::parse;
use crate::domain::query::Query;
use crate::domain::value::Value;
use crate::engine::core::{Engine, Stopped};
use crate::engine::protocol::{ExportedFile, Job};
use crate::formats::csv_write::{CsvWriter, WriteMode};
use crate::formats::dates::instant_text;
use crate::storage::Disk;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Rows written between two looks at the messages.
const ROWS_AT_A_TIME: usize = 5_000;

impl<D: Disk + 'static> Engine<D> {
    /// The records of a query as a CSV: the given columns, or every field there is. The name of the file tells the
    /// number of rows, so that a cut-off file is noticed.
    ///
    /// `which` is the query, and those of its records that are wanted, unless that is empty.
    pub(super) async fn export(
        self: &Rc<Self>,
        job: Job,
        which: (&Query, &[Id]),
        columns: &[u16],
        for_spreadsheets: bool,
    ) -> Result<ExportedFile, Stopped> {
        let (query, only) = which;
        let only: BTreeSet<Id> = only.iter().copied().collect();
        self.ready()?;
        let kind = query.kind;
        let fields: Vec<&'static Field> = if columns.is_empty() {
            kind.fields().iter().filter(|field| field.is_stored() && field.is_shown()).collect()
        } else {
            columns.iter().filter_map(|number| kind.field(*number)).collect()
        };
        let writer = CsvWriter::new(if for_spreadsheets { WriteMode::Spreadsheet } else { WriteMode::Exact }, ',');
        let mut text = writer.prologue().to_owned();
        // The identifier comes first, so that the file can be imported again and finds the same records.
        let header = std::iter::once("id").chain(fields.iter().flat_map(|field| headers_of(field).iter().copied()));
        writer.write_row(header, &mut text);
        // Who is in the file is fixed at the start: what changes meanwhile is written as it then is, and nobody comes twice.
        let mut ids = self.book.borrow_mut().ids(query);
        ids.retain(|id| only.is_empty() || only.contains(id));
        let mut rows = 0;
        for some in ids.chunks(ROWS_AT_A_TIME) {
            {
                let book = self.book.borrow();
                let Some(table) = book.table(kind) else { break };
                let neighbours = book.neighbours();
                for view in some.iter().filter_map(|id| table.find(*id)) {
                    let cells =
                        fields.iter().flat_map(|field| cell_texts(field, &field.get(&view, &neighbours), &neighbours));
                    writer.write_row(std::iter::once(view.id().to_string()).chain(cells), &mut text);
                    rows += 1;
                }
            }
            self.go_on(job, rows, ids.len() as u64).await?;
        }
        let unit = if rows == 1 { "row" } else { "rows" };
        Ok(ExportedFile {
            name: format!("burrow-{}-{rows}-{unit}.csv", kind.name()),
            media_type: "text/csv;charset=utf-8".to_owned(),
            bytes: text.into_bytes(),
            rows,
        })
    }
}

/// The columns of a field. An address has one for each of its parts, since a street may be several lines long.
fn headers_of(field: &'static Field) -> &'static [&'static str] {
    match field.kind {
        FieldKind::Address => &["street", "city", "region", "postal_code", "country"],
        _ => std::slice::from_ref(&field.name),
    }
}

/// A value as it stands in a file: links by title, instants in ISO 8601, addresses part by part, all else as it is typed.
fn cell_texts(field: &Field, value: &Value, neighbours: &dyn Neighbours) -> Vec<String> {
    match (field.kind, value) {
        (FieldKind::Address, Value::Address(address)) => address.parts().map(ToString::to_string).to_vec(),
        (FieldKind::Address, _) => vec![String::new(); 5],
        (FieldKind::Link(kind), Value::Link(id)) => vec![neighbours.title(kind, *id).unwrap_or_default()],
        (_, Value::Instant(milliseconds)) => vec![instant_text(*milliseconds)],
        _ => vec![parse::to_text(field, value)],
    }
}
