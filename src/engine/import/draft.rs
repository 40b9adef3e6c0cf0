//! Looking into a file: what it is, how it is written, what its columns seem to be.

use crate::domain::record::Kind;
use crate::domain::value::ContactLabel;
use crate::engine::core::{Engine, Stopped};
use crate::engine::import::order_draft::order_plan;
use crate::engine::import_plan::{
    ColumnPart, ColumnPlan, ColumnPolicy, ColumnTarget, DateOrder, ImportDraft, ImportPlan, MatchKey, OnMatch, Reading,
    TextEncoding,
};
use crate::engine::protocol::{Failure, FileProblem};
use crate::engine::serve::File;
use crate::formats::binary::{BinaryKind, looks_binary};
use crate::formats::csv_read::{CsvOptions, CsvReader, Row, RowProblem as HeaderProblem};
use crate::formats::csv_write::strip_guard;
use crate::formats::dates::{self, OrderGuess, sniff_date_order};
use crate::formats::encoding::{Encoding, decoder_for, sniff_encoding};
use crate::formats::layouts::{self, AddressPart, Label, Part, guess};
use crate::formats::order_columns::looks_like_orders;
use crate::formats::separator::sniff_separator;
use crate::storage::Disk;
use std::rc::Rc;

/// How much of a file is looked at.
const BEGINNING: u64 = 512 * 1024;
/// Rows shown as samples.
const SAMPLES: usize = 5;
/// Rows that the guess looks at.
const ROWS_FOR_THE_GUESS: usize = 200;
/// The most columns that a person can map.
pub(super) const MOST_COLUMNS: usize = 1_000;

impl<D: Disk + 'static> Engine<D> {
    /// Takes a file in and tells what it looks like.
    pub(in crate::engine) async fn import_open(
        self: &Rc<Self>,
        kind: Option<Kind>,
        reading: Option<Reading>,
        file: Option<File>,
    ) -> Result<ImportDraft, Stopped> {
        let file = file.ok_or(Failure::File(FileProblem::Missing))?;
        {
            let mut import = self.import.borrow_mut();
            import.file = Some(file.clone());
            import.kind = kind;
            import.problem_rows.clear();
            import.looked_at = None;
        }
        self.import_draft(kind, reading, file).await
    }

    /// Reads the kept file in another way.
    pub(in crate::engine) async fn import_reread(self: &Rc<Self>, reading: Reading) -> Result<ImportDraft, Stopped> {
        let (kind, file) = {
            let import = self.import.borrow();
            (import.kind, import.file.clone().ok_or(Failure::File(FileProblem::Missing))?)
        };
        self.import_draft(kind, Some(reading), file).await
    }

    async fn import_draft(
        &self,
        kind: Option<Kind>,
        reading: Option<Reading>,
        file: File,
    ) -> Result<ImportDraft, Stopped> {
        let problem = |problem: FileProblem| Stopped::Failed(Failure::File(problem));
        let size = file.size();
        if size == 0 {
            return Err(problem(FileProblem::Empty));
        }
        let bytes = file.read(0, size.min(BEGINNING)).await.map_err(|text| problem(FileProblem::Unreadable(text)))?;
        if let Some(kind) = looks_binary(&bytes) {
            return Err(problem(FileProblem::NotText(name_of(kind).to_owned())));
        }
        let encoding = reading.map_or_else(|| encoding_of(sniff_encoding(&bytes)), |reading| reading.encoding);
        let mut text = String::new();
        let mut decoder = decoder_for(format_encoding(encoding), |encoding| self.environment.decoder(encoding))
            .ok_or_else(|| problem(FileProblem::Unreadable(encoding.name().to_owned())))?;
        decoder.decode(&bytes, size <= BEGINNING, &mut text);
        let separator = reading.map_or_else(|| sniff_separator(&text).separator, |reading| reading.separator);
        let reading = Reading { encoding, separator, has_header: reading.is_none_or(|reading| reading.has_header) };
        let mut rows = Vec::new();
        let mut reader = CsvReader::new(options(reading));
        reader.push(&text, &mut rows);
        if size <= BEGINNING {
            reader.finish(&mut rows);
        }
        match reader.header_problem() {
            Some(HeaderProblem::TooManyCells { limit }) => {
                return Err(problem(FileProblem::TooManyColumns(u32::try_from(*limit).unwrap_or(u32::MAX))));
            }
            // A first line that is no row of names: whatever the file is, it is not a table written as text.
            Some(_) => return Err(problem(FileProblem::NotText(String::new()))),
            None => {}
        }
        let columns = reader.columns().unwrap_or(0);
        if columns > MOST_COLUMNS {
            return Err(problem(FileProblem::TooManyColumns(u32::try_from(columns).unwrap_or(u32::MAX))));
        }
        if columns == 0 {
            // A long file that is one line to here has no columns either.
            return Err(problem(if size <= BEGINNING {
                FileProblem::Empty
            } else {
                FileProblem::NotText(String::new())
            }));
        }
        if rows.is_empty() && size <= BEGINNING {
            return Err(problem(FileProblem::HeaderOnly));
        }
        let named: Vec<String> = reader.header().map(<[String]>::to_vec).unwrap_or_default();
        let headers: Vec<String> = (0..columns)
            .map(|column| match named.get(column).map(|name| name.trim()) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => format!("#{}", column + 1),
            })
            .collect();
        let samples: Vec<Vec<String>> = rows
            .iter()
            .filter(|row: &&Row| row.problem.is_none())
            .take(ROWS_FOR_THE_GUESS)
            .map(|row| filled_up(&row.cells, columns))
            .collect();
        let seems = || if looks_like_orders(&headers, &samples) { Kind::Order } else { Kind::Customer };
        let kind = kind.unwrap_or_else(seems);
        let plan = self.guessed_plan(kind, reading, &headers, &samples);
        {
            let mut import = self.import.borrow_mut();
            import.kind = Some(kind);
            import.reading = Some(reading);
            import.headers = headers.clone();
        }
        Ok(ImportDraft {
            file: file.name(),
            bytes: size,
            reading,
            headers,
            samples: samples.into_iter().take(SAMPLES).collect(),
            plan,
        })
    }

    fn guessed_plan(&self, kind: Kind, reading: Reading, headers: &[String], samples: &[Vec<String>]) -> ImportPlan {
        if kind == Kind::Order {
            return order_plan(reading, headers, samples);
        }
        let guessed = guess(headers, samples);
        let mut targets: Vec<Option<ColumnTarget>> =
            guessed.iter().map(|target| target.as_ref().and_then(|target| target_of(kind, target))).collect();
        self.drop_unknown_owners(kind, &mut targets, samples);
        let is_fed = |name: &str| {
            kind.field_named(name)
                .is_some_and(|field| targets.iter().flatten().any(|target| target.field == field.number))
        };
        let match_by = if is_fed("emails") {
            MatchKey::Email
        } else if is_fed("external_id") {
            MatchKey::ExternalId
        } else if is_fed("phones") {
            MatchKey::Phone
        } else {
            MatchKey::NameAndOrganisation
        };
        let date_order = date_order_of(kind, &targets, samples);
        let columns = targets.into_iter().map(|target| ColumnPlan { target, policy: ColumnPolicy::Replace }).collect();
        ImportPlan { kind, reading, columns, match_by, date_order, on_match: OnMatch::Update, currency: None }
    }

    /// A column of owners is only taken over unasked when its names are members here; else every row would be a problem.
    fn drop_unknown_owners(&self, kind: Kind, targets: &mut [Option<ColumnTarget>], samples: &[Vec<String>]) {
        let book = self.book.borrow();
        for (column, target) in targets.iter_mut().enumerate() {
            let Some(field) = target.and_then(|target| kind.field(target.field)) else { continue };
            let crate::domain::field::FieldKind::Link(linked) = field.kind else { continue };
            let names = super::matching::LinkNames::new(&book, linked);
            let all_known = samples
                .iter()
                .filter_map(|row| row.get(column))
                .filter(|cell| !cell.trim().is_empty())
                .all(|cell| names.find(cell).is_some());
            if !all_known {
                *target = None;
            }
        }
    }
}

/// What the days in the columns of days say about their order.
pub(super) fn date_order_of(kind: Kind, targets: &[Option<ColumnTarget>], samples: &[Vec<String>]) -> DateOrder {
    let days = targets.iter().enumerate().filter(|(_, target)| {
        target
            .and_then(|target| kind.field(target.field))
            .is_some_and(|field| matches!(field.kind, crate::domain::field::FieldKind::Day))
    });
    let day_cells =
        days.flat_map(|(column, _)| samples.iter().filter_map(move |row| row.get(column).map(String::as_str)));
    match sniff_date_order(day_cells) {
        OrderGuess::Decided(dates::DateOrder::DayMonthYear) => DateOrder::DayFirst,
        OrderGuess::Decided(dates::DateOrder::MonthDayYear) => DateOrder::MonthFirst,
        _ => DateOrder::Unknown,
    }
}

/// How the reader is told to read.
pub(super) fn options(reading: Reading) -> CsvOptions {
    let Reading { separator, has_header, .. } = reading;
    if has_header { CsvOptions::with_header(separator) } else { CsvOptions::without_header(separator) }
}

/// The cells of a sample row as an import reads them, as many as there are columns.
fn filled_up(cells: &[String], columns: usize) -> Vec<String> {
    let mut cells: Vec<String> = cells.iter().map(|cell| strip_guard(cell).to_owned()).collect();
    cells.resize(columns, String::new());
    cells
}

fn target_of(kind: Kind, target: &layouts::Target) -> Option<ColumnTarget> {
    let field = kind.field_named(target.field).filter(|field| field.importable)?;
    let part = match target.part {
        Part::Whole => ColumnPart::Whole,
        Part::Labelled(label) => ColumnPart::Labelled(label_of(label)),
        Part::LabelledByColumn(column) => ColumnPart::LabelledByColumn(u32::try_from(column).ok()?),
        Part::LabelOfColumn(_) => return None,
        Part::FullName => ColumnPart::FullName,
        Part::Address(AddressPart::Street) => ColumnPart::Street,
        Part::Address(AddressPart::City) => ColumnPart::City,
        Part::Address(AddressPart::Region) => ColumnPart::Region,
        Part::Address(AddressPart::PostalCode) => ColumnPart::PostalCode,
        Part::Address(AddressPart::Country) => ColumnPart::Country,
        Part::Address(AddressPart::Formatted) => ColumnPart::Whole,
    };
    Some(ColumnTarget { field: field.number, part })
}

/// The label of ours for one of a file.
pub(super) fn label_of(label: Label) -> ContactLabel {
    match label {
        Label::Work => ContactLabel::Work,
        Label::Home => ContactLabel::Home,
        Label::Mobile => ContactLabel::Mobile,
        Label::Fax => ContactLabel::Fax,
        Label::Main => ContactLabel::Main,
        Label::Other => ContactLabel::Other,
    }
}

fn encoding_of(encoding: Encoding) -> TextEncoding {
    match encoding {
        Encoding::Utf8 => TextEncoding::Utf8,
        Encoding::Utf16LittleEndian => TextEncoding::Utf16LittleEndian,
        Encoding::Utf16BigEndian => TextEncoding::Utf16BigEndian,
        Encoding::Gb18030 => TextEncoding::Gb18030,
        Encoding::Windows1252 => TextEncoding::Windows1252,
    }
}

/// The encoding as the formats know it.
pub(super) fn format_encoding(encoding: TextEncoding) -> Encoding {
    match encoding {
        TextEncoding::Utf8 => Encoding::Utf8,
        TextEncoding::Utf16LittleEndian => Encoding::Utf16LittleEndian,
        TextEncoding::Utf16BigEndian => Encoding::Utf16BigEndian,
        TextEncoding::Gb18030 => Encoding::Gb18030,
        TextEncoding::Windows1252 => Encoding::Windows1252,
    }
}

/// What a file that is not text is called; empty for one without a known mark.
fn name_of(kind: BinaryKind) -> &'static str {
    match kind {
        BinaryKind::Png => "PNG",
        BinaryKind::Jpeg => "JPEG",
        BinaryKind::Gif => "GIF",
        BinaryKind::Pdf => "PDF",
        BinaryKind::ExcelWorkbook => "Excel (.xlsx)",
        BinaryKind::OldOfficeFile => "Office (.xls, .doc)",
        BinaryKind::Zip => "ZIP",
        BinaryKind::Gzip => "gzip",
        BinaryKind::SqliteDatabase => "SQLite",
        BinaryKind::Other => "",
    }
}
