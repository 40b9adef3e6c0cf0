//! Going through all rows of a file: to count what would happen, or to write it.

use crate::domain::entity::Step;
use crate::domain::field::{Field, Neighbours};
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::merge;
use crate::domain::operation::{Action, ImportSummary, Operation};
use crate::domain::parse;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::checks::{complete, moment_of};
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::environment::LockName;
use crate::engine::import::buyers::{Buyers, Found, NewBuyer};
use crate::engine::import::draft::{format_encoding, options};
use crate::engine::import::employers::link_employers;
use crate::engine::import::matching::{People, Person};
use crate::engine::import::row::{ReadRow, RowReader, RowValues, replaced};
use crate::engine::import::{LookedAt, ProblemRow};
use crate::engine::import_plan::{
    ColumnPolicy, ImportPlan, ImportPreview, ImportReport, OnMatch, Outcome, RowOutcome, RowProblem, RowReason,
};
use crate::engine::protocol::{Failure, FileProblem, Job};
use crate::formats::csv_read::{CsvReader, Row, RowProblem as FormatProblem};
use crate::formats::encoding::decoder_for;
use crate::storage::Disk;
use std::collections::HashMap;
use std::rc::Rc;

/// Bytes of the file read between two looks at the messages.
const BYTES_AT_A_TIME: u64 = 512 * 1024;
/// Bytes of records that are kept from the preview for the import itself; what a larger file makes is made again.
const MOST_KEPT: usize = 128 * 1024 * 1024;
/// Rows shown as samples of what would happen.
const SAMPLES: usize = 20;
/// Problem rows shown on the screen; all of them are in the file of problem rows.
const PROBLEM_SAMPLES: usize = 50;
/// A shown cell is cut after that many characters.
const SHOWN_CHARACTERS: usize = 60;

impl<D: Disk + 'static> Engine<D> {
    /// Counts what the plan would do, and writes nothing.
    pub(in crate::engine) async fn import_preview(
        self: &Rc<Self>,
        job: Job,
        plan: &ImportPlan,
    ) -> Result<ImportPreview, Stopped> {
        self.ready()?;
        self.import.borrow_mut().looked_at = None;
        let book = self.book.borrow().version();
        let pass = self.pass(job, plan).await?;
        let counts = pass.counts.clone();
        if pass.deltas.iter().map(Vec::len).sum::<usize>() <= MOST_KEPT {
            self.import.borrow_mut().looked_at = Some(LookedAt { plan: plan.clone(), book, pass });
        }
        Ok(counts)
    }

    /// Does it. Other tabs wait meanwhile, since which rows are new depends on who is there.
    pub(in crate::engine) async fn import_run(
        self: &Rc<Self>,
        job: Job,
        operation: OperationId,
        member: MemberId,
        plan: &ImportPlan,
    ) -> Result<ImportReport, Stopped> {
        self.ready()?;
        let _lock = self.environment.lock(LockName::Write).await;
        self.catch_up().await?;
        if self.already_done(operation).is_some()
            || self.storage()?.imports().await?.iter().any(|known| known.id == operation)
        {
            // An earlier try was written although its answer was lost.
            return Ok(ImportReport { operation: Some(operation), counts: self.import_counts(operation).await? });
        }
        let size = self.import.borrow().file.as_ref().map_or(0, |file| file.size());
        self.need_room_for_csv(size).await?;
        let looked_at = self.import.borrow_mut().looked_at.take();
        let pass = match looked_at {
            Some(known) if known.plan == *plan && known.book == self.book.borrow().version() => known.pass,
            _ => self.pass(job, plan).await?,
        };
        let counts = pass.counts;
        // Customers before the orders that link to them.
        let mut deltas = pass.buyers.map(|buyers| buyers.made).unwrap_or_default();
        deltas.extend(pass.deltas);
        if deltas.is_empty() {
            return Ok(ImportReport { operation: None, counts });
        }
        let file = self.import.borrow().file.as_ref().map(|file| file.name()).unwrap_or_default();
        let summary = ImportSummary {
            file,
            rows: counts.rows,
            created: counts.created,
            updated: counts.updated,
            skipped: counts.skipped,
            problems: counts.problems,
            kind: if plan.kind == Kind::Customer { 0 } else { plan.kind.number() },
            customers_created: counts.customers_created,
        };
        let action = Action::Import(summary);
        self.write(Operation { id: operation, member, stamp: pass.stamp, action }, deltas).await?;
        Ok(ImportReport { operation: Some(operation), counts })
    }

    /// What an import did, as far as its action tells.
    async fn import_counts(self: &Rc<Self>, operation: OperationId) -> Result<ImportPreview, Stopped> {
        let found = self.find_operation(operation).await?.map(|operation| operation.action);
        let Some(Action::Import(summary)) = found else { return Ok(ImportPreview::default()) };
        let ImportSummary { rows, created, updated, skipped, problems, customers_created, .. } = summary;
        Ok(ImportPreview { rows, created, updated, skipped, problems, customers_created, ..ImportPreview::default() })
    }

    async fn pass(self: &Rc<Self>, job: Job, plan: &ImportPlan) -> Result<Pass, Stopped> {
        let missing = || Stopped::Failed(Failure::File(FileProblem::Missing));
        let (file, headers) = {
            let mut import = self.import.borrow_mut();
            import.problem_rows.clear();
            (import.file.clone().ok_or_else(missing)?, import.headers.clone())
        };
        let unreadable = |text: String| Stopped::Failed(Failure::File(FileProblem::Unreadable(text)));
        let mut decoder =
            decoder_for(format_encoding(plan.reading.encoding), |encoding| self.environment.decoder(encoding))
                .ok_or_else(|| unreadable(plan.reading.encoding.name().to_owned()))?;
        let mut reader = CsvReader::new(options(plan.reading));
        let mut pass = {
            let mut book = self.book.borrow_mut();
            let stamp = book.clock.next(self.environment.now());
            Pass::new(&book, plan, &headers, stamp)
        };
        let size = file.size();
        let mut at = 0;
        let mut text = String::new();
        let mut rows: Vec<Row> = Vec::new();
        while at < size {
            let end = (at + BYTES_AT_A_TIME).min(size);
            let bytes = file.read(at, end).await.map_err(unreadable)?;
            if bytes.len() as u64 != end - at {
                return Err(unreadable(format!("{} of {} bytes", at + bytes.len() as u64, size)));
            }
            at = end;
            text.clear();
            pass.counts.replaced_characters += decoder.decode(&bytes, at == size, &mut text).replacements;
            reader.push(&text, &mut rows);
            if at == size {
                reader.finish(&mut rows);
            }
            self.take_rows(&mut pass, plan, &mut rows)?;
            self.go_on(job, at, size).await?;
        }
        pass.counts.blank_lines = reader.blank_lines();
        if plan.kind == Kind::Customer {
            link_employers(&self.book.borrow(), &mut pass.deltas, pass.stamp);
        }
        Ok(pass)
    }

    fn take_rows(&self, pass: &mut Pass, plan: &ImportPlan, rows: &mut Vec<Row>) -> Result<(), Stopped> {
        let book = self.book.borrow();
        // A row of an order may make its customer, too.
        let mut ids = self.new_ids(rows.len() * if pass.buyers.is_some() { 2 } else { 1 })?;
        for row in rows.drain(..) {
            let Some(id) = ids.next() else { break };
            let spare = if pass.buyers.is_some() { ids.next().unwrap_or_default() } else { Id::default() };
            pass.counts.rows += 1;
            match pass.take_row(&book, plan, &row, (id, spare)) {
                Ok(outcome) => pass.count(outcome),
                Err(reasons) => {
                    pass.counts.problems += 1;
                    if pass.counts.problem_samples.len() < PROBLEM_SAMPLES {
                        let cells = row.cells.iter().map(|cell| shortened(cell)).collect();
                        pass.counts.problem_samples.push(RowProblem {
                            line: row.line,
                            reasons: reasons.clone(),
                            cells,
                        });
                    }
                    self.import.borrow_mut().problem_rows.push(ProblemRow {
                        line: row.line,
                        reasons,
                        cells: row.cells,
                    });
                }
            }
        }
        Ok(())
    }
}

impl From<crate::storage::DiskError> for Stopped {
    fn from(error: crate::storage::DiskError) -> Stopped {
        Stopped::Failed(failure_of(&crate::storage::StorageError::Disk(error)))
    }
}

/// A walk over the rows: what was made of them so far.
pub(super) struct Pass {
    reader: RowReader,
    people: People,
    /// The customers that rows name, where the rows are orders.
    buyers: Option<Buyers>,
    stamp: Stamp,
    /// The parts of records to be written: new records whole, known ones what becomes different.
    deltas: Vec<Vec<u8>>,
    /// Where the part of a known record stands, when an earlier row changed it already.
    by_id: HashMap<Id, usize>,
    counts: ImportPreview,
}

impl Pass {
    fn new(book: &Book, plan: &ImportPlan, headers: &[String], stamp: Stamp) -> Pass {
        Pass {
            reader: RowReader::new(book, plan, headers),
            people: People::new(book, plan.kind, plan.match_by),
            buyers: (plan.kind == Kind::Order).then(|| Buyers::new(book)),
            stamp,
            deltas: Vec::new(),
            by_id: HashMap::new(),
            counts: ImportPreview::default(),
        }
    }

    fn count(&mut self, outcome: RowOutcome) {
        match outcome.outcome {
            Outcome::Create => self.counts.created += 1,
            Outcome::Update => self.counts.updated += 1,
            Outcome::Skip => self.counts.skipped += 1,
        }
        if self.counts.samples.len() < SAMPLES {
            self.counts.samples.push(outcome);
        }
    }

    fn take_row(
        &mut self,
        book: &Book,
        plan: &ImportPlan,
        row: &Row,
        (id, spare): (Id, Id),
    ) -> Result<RowOutcome, Vec<RowReason>> {
        if let Some(problem) = &row.problem {
            return Err(vec![RowReason::from(problem)]);
        }
        let ReadRow { mut values, buyer } = self.reader.read(&row.cells)?;
        let neighbours = book.neighbours();
        let mut new_buyer: Option<NewBuyer> = None;
        let mut shown = None;
        if let (Some(buyers), Some((buyer, field, policy))) = (&self.buyers, buyer)
            && !buyer.is_nobody()
        {
            let id = match buyers.find(&buyer, spare, self.stamp, &neighbours)? {
                Found::There(id) => id,
                Found::New(new) => new_buyer.insert(*new).id,
            };
            values.push((field, Value::Link(id), policy));
            values.sort_by_key(|(field, _, _)| field.number);
            shown = Some((field.number, buyer.shown().to_owned()));
        }
        let mut outcome = self.take_values(book, plan, row, id, &values)?;
        if let (Some(buyers), Some(new)) = (&mut self.buyers, new_buyer)
            && outcome.outcome != Outcome::Skip
        {
            buyers.make(new);
            self.counts.customers_created += 1;
        }
        if let Some((field, name)) = shown {
            // Who it is, and not the identifier of a record that may not be there yet.
            outcome
                .writes
                .iter_mut()
                .filter(|(number, _)| *number == field)
                .for_each(|(_, text)| text.clone_from(&name));
        }
        Ok(outcome)
    }

    fn take_values(
        &mut self,
        book: &Book,
        plan: &ImportPlan,
        row: &Row,
        id: Id,
        values: &RowValues,
    ) -> Result<RowOutcome, Vec<RowReason>> {
        let neighbours = book.neighbours();
        let kind = plan.kind;
        let mut new = Record::new(kind.number(), id);
        for (field, value, _) in values {
            new.set(field.number, self.stamp, value::encode(value));
        }
        if new.entry(kind.created_field()).is_none() {
            let now = i64::try_from(self.stamp.milliseconds).unwrap_or(i64::MAX);
            new.set(kind.created_field(), self.stamp, value::encode(&Value::Instant(now)));
        }
        // Completed first: what a record is called depends on whether it is a person or an organisation.
        let bytes = complete(&neighbours, &mut new, kind, self.stamp);
        let Ok(view) = RecordView::new(&bytes) else { return Ok(nothing(row)) };
        let keys = self.people.row_keys(&view, &neighbours);
        let found = self.people.find(&keys);
        match found.as_slice() {
            [] => self.create(plan, row, (bytes, keys), values, &neighbours),
            [person] if plan.on_match == OnMatch::Skip => {
                Ok(RowOutcome { title: self.title_of(plan, *person, &neighbours), ..nothing(row) })
            }
            [person] => self.update(book, plan, row, *person, values, &neighbours),
            several => {
                let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
                let is_order = kind == Kind::Order;
                Err(vec![if is_order { RowReason::SeveralOrders(count) } else { RowReason::SeveralMatches(count) }])
            }
        }
    }

    fn create(
        &mut self,
        plan: &ImportPlan,
        row: &Row,
        new: (Vec<u8>, Vec<String>),
        values: &RowValues,
        neighbours: &dyn Neighbours,
    ) -> Result<RowOutcome, Vec<RowReason>> {
        let (bytes, keys) = new;
        let Ok(view) = RecordView::new(&bytes) else { return Ok(nothing(row)) };
        let problems = plan.kind.check(&view, neighbours);
        if !problems.is_empty() {
            return Err(problems.into_iter().map(RowReason::Record).collect());
        }
        self.people.add(keys, Person::New(self.deltas.len()));
        let title = if self.is_sampling() { title(plan, &view, neighbours) } else { String::new() };
        let writes = self.writes(values.iter().map(|(field, value, _)| (*field, value)));
        self.deltas.push(bytes);
        Ok(RowOutcome { line: row.line, outcome: Outcome::Create, title, writes })
    }

    fn update(
        &mut self,
        book: &Book,
        plan: &ImportPlan,
        row: &Row,
        person: Person,
        values: &RowValues,
        neighbours: &dyn Neighbours,
    ) -> Result<RowOutcome, Vec<RowReason>> {
        let kind = plan.kind;
        // What is there: the record of the book with what earlier rows of this file make of it.
        let (stored, at) = match person {
            Person::New(at) => (None, Some(at)),
            Person::Known(id) => (book.table(kind).and_then(|table| table.find(id)), self.by_id.get(&id).copied()),
        };
        let mut delta = match at.and_then(|at| self.deltas.get(at)) {
            Some(bytes) => Record::decode(bytes).unwrap_or_else(|_| Record::new(kind.number(), Default::default())),
            None => Record::new(kind.number(), stored.map(|view| view.id()).unwrap_or_default()),
        };
        let mut written: Vec<(&'static Field, Value)> = Vec::new();
        for (field, value, policy) in values {
            let present_raw = delta
                .entry(field.number)
                .map(|entry| entry.raw.as_slice())
                .or_else(|| stored.and_then(|view| view.field(field.number)));
            let present = present_raw.and_then(|raw| value::decode(field.kind, raw).ok()).unwrap_or_default();
            let may_write = match policy {
                ColumnPolicy::Replace => true,
                ColumnPolicy::FillBlanks => present.is_empty(),
                ColumnPolicy::Leave => false,
            };
            // When a record was made is said once; writing it also says who made the record.
            if !may_write || field.number == kind.created_field() {
                continue;
            }
            let becomes = replaced(present.clone(), value.clone());
            if becomes != present {
                written.push((*field, becomes));
            }
        }
        if written.is_empty() {
            return Ok(RowOutcome { title: self.title_of(plan, person, neighbours), ..nothing(row) });
        }
        for (field, value) in &written {
            delta.set(field.number, self.stamp, value::encode(value));
        }
        let stored_bytes = match person {
            Person::Known(id) => book.table(kind).and_then(|table| table.slot(id).and_then(|slot| table.bytes(slot))),
            Person::New(_) => None,
        };
        let mut whole = stored_bytes
            .and_then(|bytes| Record::decode(bytes).ok())
            .unwrap_or_else(|| Record::new(kind.number(), delta.id));
        merge::join(&mut whole, &delta);
        let mut whole_bytes = whole.encode();
        let now = moment_of(self.stamp);
        let consequences = RecordView::new(&whole_bytes)
            .map(|after| kind.follow(&Step { before: stored.as_ref(), after: &after, now, neighbours }))
            .unwrap_or_default();
        if !consequences.is_empty() {
            for (number, value) in consequences {
                delta.set(number, self.stamp, value::encode(&value));
            }
            merge::join(&mut whole, &delta);
            whole_bytes = whole.encode();
        }
        let Ok(view) = RecordView::new(&whole_bytes) else { return Ok(nothing(row)) };
        let problems = kind.check(&view, neighbours);
        if !problems.is_empty() {
            return Err(problems.into_iter().map(RowReason::Record).collect());
        }
        self.people.changed(&view, neighbours, person);
        let title = if self.is_sampling() { title(plan, &view, neighbours) } else { String::new() };
        let writes = self.writes(written.iter().map(|(field, value)| (*field, value)));
        let bytes = delta.encode();
        match at {
            Some(at) => self.deltas[at] = bytes,
            None => {
                if let Person::Known(id) = person {
                    self.by_id.insert(id, self.deltas.len());
                }
                self.deltas.push(bytes);
            }
        }
        Ok(RowOutcome { line: row.line, outcome: Outcome::Update, title, writes })
    }

    fn is_sampling(&self) -> bool {
        self.counts.samples.len() < SAMPLES
    }

    fn writes<'a>(&self, values: impl Iterator<Item = (&'static Field, &'a Value)>) -> Vec<(u16, String)> {
        if self.is_sampling() {
            values.map(|(field, value)| (field.number, shortened(&parse::to_text(field, value)))).collect()
        } else {
            Vec::new()
        }
    }

    fn title_of(&self, plan: &ImportPlan, person: Person, neighbours: &dyn Neighbours) -> String {
        match person {
            Person::Known(id) => neighbours.title(plan.kind, id).unwrap_or_default(),
            Person::New(at) => self
                .deltas
                .get(at)
                .and_then(|bytes| RecordView::new(bytes).ok())
                .map(|view| title(plan, &view, neighbours))
                .unwrap_or_default(),
        }
    }
}

fn nothing(row: &Row) -> RowOutcome {
    RowOutcome { line: row.line, outcome: Outcome::Skip, title: String::new(), writes: Vec::new() }
}

fn title(plan: &ImportPlan, view: &RecordView<'_>, neighbours: &dyn Neighbours) -> String {
    match plan.kind.field(plan.kind.title_field()).map(|field| field.get(view, neighbours)) {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl From<&FormatProblem> for RowReason {
    fn from(problem: &FormatProblem) -> RowReason {
        match problem {
            FormatProblem::UnclosedQuote => RowReason::UnclosedQuote,
            FormatProblem::TextAfterQuote => RowReason::TextAfterQuote,
            FormatProblem::InsideUnclosedQuote => RowReason::InsideUnclosedQuote,
            FormatProblem::TooLong { .. } => RowReason::TooLong,
            FormatProblem::TooManyCells { .. } | FormatProblem::MoreCellsThanHeader { .. } => RowReason::TooManyCells,
            FormatProblem::NulByte => RowReason::NulByte,
        }
    }
}
