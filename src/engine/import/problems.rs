//! The rows that could not be taken over, as a file with the reasons, to be put right and imported again.

use crate::engine::core::Engine;
use crate::engine::protocol::{ExportedFile, Failure, FileProblem};
use crate::formats::csv_write::{CsvWriter, WriteMode};
use crate::messages::{Language, import as words};
use crate::storage::Disk;
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// A CSV of the problem rows of the last pass: the columns of the file as they were, then the line and the reasons.
    /// Made harmless for spreadsheets, since that is where it is mended; importing strips the guard again.
    pub(in crate::engine) fn import_problems(self: &Rc<Self>, language: Language) -> Result<ExportedFile, Failure> {
        let import = self.import.borrow();
        let file = import.file.as_ref().ok_or(Failure::File(FileProblem::Missing))?;
        let writer = CsvWriter::new(WriteMode::Spreadsheet, ',');
        let mut text = writer.prologue().to_owned();
        let extra = [words::LINE_COLUMN.text(language).to_owned(), words::REASON_COLUMN.text(language).to_owned()];
        writer.write_row(import.headers.iter().chain(&extra), &mut text);
        for row in &import.problem_rows {
            let reasons: Vec<String> = row.reasons.iter().map(|reason| reason.text(language)).collect();
            let mut cells = row.cells.clone();
            let width = import.headers.len().max(cells.len());
            cells.resize(width, String::new());
            cells.push(row.line.to_string());
            cells.push(reasons.join(" "));
            writer.write_row(&cells, &mut text);
        }
        let rows = import.problem_rows.len() as u64;
        let name = file.name();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        Ok(ExportedFile {
            name: format!("{stem}-problems-{rows}.csv"),
            media_type: "text/csv;charset=utf-8".to_owned(),
            bytes: text.into_bytes(),
            rows,
        })
    }
}
