//! Results of a campaign from a file: who it is by e-mail address, own number or name, what came of them, and how much.
//!
//! Reading the same file twice changes nothing the second time: a result is only overtaken by one that says more, an
//! amount takes the place of the amount before it, and nobody is counted twice.

use crate::domain::campaign_results::result_to_note;
use crate::domain::change::Change;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::Action;
use crate::domain::recipient::{self, results};
use crate::domain::record::Kind;
use crate::domain::value::{Currency, Money, MoneyProblem, Value};
use crate::engine::audience::{Known, cost_of, known_results};
use crate::engine::book::Book;
use crate::engine::campaign_plan::{ResultColumns, ResultsReport, RowTold};
use crate::engine::core::{Engine, Stopped};
use crate::engine::environment::LockName;
use crate::engine::import_plan::RowReason;
use crate::engine::protocol::{ExportedFile, Failure, FileProblem, Job, Reply};
use crate::engine::result_words::{guessed, result_of};
use crate::engine::serve::File;
use crate::formats::binary::looks_binary;
use crate::formats::csv_read::{CsvOptions, CsvReader, Row};
use crate::formats::csv_write::{CsvWriter, WriteMode, strip_guard};
use crate::formats::encoding::{decoder_for, sniff_encoding};
use crate::formats::separator::sniff_separator;
use crate::messages::{Language, campaigns as words, import as import_words};
use crate::storage::Disk;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Bytes read between two looks at the messages.
const BYTES_AT_A_TIME: u64 = 256 * 1024;
/// Bytes by which encoding and separator are guessed.
const BEGINNING: usize = 64 * 1024;
/// Rows that are told one by one.
const MOST_TOLD: usize = 50;

/// How results are read.
pub(super) struct ReadResults {
    pub campaign: Id,
    pub columns: Option<ResultColumns>,
    pub currency: Option<Currency>,
    pub language: Language,
    pub write: Option<(OperationId, MemberId)>,
}

impl<D: Disk + 'static> Engine<D> {
    /// Reads a file of results, and writes what is new in it where it is to be.
    pub(super) async fn read_results(
        self: &Rc<Self>,
        job: Job,
        how: ReadResults,
        file: Option<File>,
    ) -> Result<ResultsReport, Stopped> {
        self.ready()?;
        let file = file.ok_or(Failure::File(FileProblem::Missing))?;
        let (headers, rows) = self.rows_of(job, &file).await?;
        let columns = how.columns.unwrap_or_else(|| guessed(&headers, &rows));
        let mut report = ResultsReport { file: file.name(), headers, columns, ..ResultsReport::default() };
        if !columns.are_enough() {
            report.rows = rows.len() as u64;
            return Ok(report);
        }
        // Who writes holds the lock from reading to writing; who only looks does not.
        let _lock = match how.write {
            Some(_) => Some(self.environment.lock(LockName::Write).await),
            None => None,
        };
        if how.write.is_some() {
            self.catch_up().await?;
        }
        let changes = {
            let book = self.book.borrow();
            let mut pass = Pass::new(&book, &how, columns);
            let mut left = Vec::new();
            for row in &rows {
                report.rows += 1;
                match pass.take(row) {
                    Ok(true) => report.changed += 1,
                    Ok(false) => report.unchanged += 1,
                    Err(why) => {
                        if why == Why::Unmatched {
                            report.unmatched += 1
                        } else {
                            report.problems += 1
                        }
                        left.push((row, why.text(how.language)));
                    }
                }
            }
            report.opted_out = pass.opted_out();
            report.told =
                left.iter().take(MOST_TOLD).map(|(row, text)| RowTold { line: row.line, text: text.clone() }).collect();
            report.left = (!left.is_empty()).then(|| left_file(&report, &left, how.language));
            pass.changes()
        };
        if let Some((operation, member)) = how.write
            && !changes.is_empty()
        {
            let done = match self.already_done(operation) {
                Some(committed) => Reply::Committed(committed),
                None => self.prepare_and_write(operation, member, Action::Edit, &changes).await,
            };
            match done {
                Reply::Committed(committed) => report.committed = Some(committed),
                Reply::Failed(failure) => return Err(Stopped::Failed(failure)),
                other => return Err(Stopped::Failed(Failure::Bug(format!("{other:?}")))),
            }
        }
        Ok(report)
    }

    async fn rows_of(self: &Rc<Self>, job: Job, file: &File) -> Result<(Vec<String>, Vec<Row>), Stopped> {
        let problem = |problem: FileProblem| Stopped::Failed(Failure::File(problem));
        let size = file.size();
        if size == 0 {
            return Err(problem(FileProblem::Empty));
        }
        let mut bytes = Vec::new();
        while (bytes.len() as u64) < size {
            let at = bytes.len() as u64;
            let end = (at + BYTES_AT_A_TIME).min(size);
            let more = file.read(at, end).await.map_err(|text| problem(FileProblem::Unreadable(text)))?;
            if more.len() as u64 != end - at {
                return Err(problem(FileProblem::Unreadable(format!("{} of {size} bytes", at + more.len() as u64))));
            }
            bytes.extend(more);
            self.go_on(job, end, size).await?;
        }
        let beginning = &bytes[..bytes.len().min(BEGINNING)];
        if looks_binary(beginning).is_some() {
            return Err(problem(FileProblem::NotText(String::new())));
        }
        let encoding = sniff_encoding(beginning);
        let mut decoder = decoder_for(encoding, |encoding| self.environment.decoder(encoding))
            .ok_or_else(|| problem(FileProblem::Unreadable(encoding.label().to_owned())))?;
        let mut text = String::new();
        decoder.decode(&bytes, true, &mut text);
        let cut = (0..=text.len().min(BEGINNING)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let mut reader = CsvReader::new(CsvOptions::with_header(sniff_separator(&text[..cut]).separator));
        let mut rows = Vec::new();
        reader.push(&text, &mut rows);
        reader.finish(&mut rows);
        if reader.header_problem().is_some() {
            return Err(problem(FileProblem::NotText(String::new())));
        }
        if rows.is_empty() {
            return Err(problem(FileProblem::HeaderOnly));
        }
        Ok((reader.header().map(<[String]>::to_vec).unwrap_or_default(), rows))
    }
}

/// Why a row is not taken over.
#[derive(Clone, Debug, PartialEq)]
enum Why {
    Row(RowReason),
    Nobody,
    Unmatched,
    SeveralPeople(usize),
    UnknownResult(String),
    NoAmount(String),
    NoCurrency(String),
    AmountWithoutPurchase,
    HeldOut,
    AnotherAmount(u64),
}

impl Why {
    fn text(&self, language: Language) -> String {
        match self {
            Why::Row(reason) => reason.text(language),
            Why::Nobody => words::ROW_NAMES_NOBODY.text(language).to_owned(),
            Why::Unmatched => words::ROW_UNMATCHED.text(language).to_owned(),
            Why::SeveralPeople(count) => words::ROW_SEVERAL.fill(language, &[("count", &count.to_string())]),
            Why::UnknownResult(text) => {
                let known: Vec<&str> = recipient::RESULTS.iter().map(|choice| choice.label.text(language)).collect();
                let between = if language == Language::Chinese { "、" } else { ", " };
                words::ROW_RESULT_UNKNOWN.fill(language, &[("value", text), ("known", &known.join(between))])
            }
            Why::NoAmount(text) => words::ROW_NO_AMOUNT.fill(language, &[("value", text)]),
            Why::NoCurrency(text) => words::ROW_NO_CURRENCY.fill(language, &[("value", text)]),
            Why::AmountWithoutPurchase => words::ROW_AMOUNT_WITHOUT_PURCHASE.text(language).to_owned(),
            Why::HeldOut => words::ROW_HELD_OUT.text(language).to_owned(),
            Why::AnotherAmount(line) => words::ROW_ANOTHER_AMOUNT.fill(language, &[("line", &line.to_string())]),
        }
    }
}

/// A walk over the rows.
struct Pass {
    columns: ResultColumns,
    currency: Option<Currency>,
    people: HashMap<String, Vec<Id>>,
    known: HashMap<Id, Known>,
    /// Those of whom something new is said, by customer.
    new: BTreeMap<Id, Known>,
    /// The line that told a customer's amount.
    told_amount: HashMap<Id, u64>,
}

impl Pass {
    fn new(book: &Book, how: &ReadResults, columns: ResultColumns) -> Pass {
        let known = known_results(book, how.campaign);
        let mut people: HashMap<String, Vec<Id>> = HashMap::with_capacity(known.len() * 2);
        if let Some(table) = book.table(Kind::Customer) {
            let neighbours = book.neighbours();
            for view in known.keys().filter_map(|id| table.find(*id)) {
                for key in keys::of(&view, &neighbours) {
                    let bearers = people.entry(key).or_default();
                    if !bearers.contains(&view.id()) {
                        bearers.push(view.id());
                    }
                }
            }
        }
        let currency = cost_of(book, how.campaign).map(|cost| cost.currency).or(how.currency);
        Pass { columns, currency, people, known, new: BTreeMap::new(), told_amount: HashMap::new() }
    }

    /// Takes a row. Whether it says something new.
    fn take(&mut self, row: &Row) -> Result<bool, Why> {
        if let Some(problem) = &row.problem {
            return Err(Why::Row(RowReason::from(problem)));
        }
        let cell = |at: Option<u32>| {
            let cell = at.and_then(|at| row.cells.get(at as usize)).map_or("", String::as_str);
            strip_guard(cell).trim().to_owned()
        };
        let customer =
            self.customer(&cell(self.columns.email), &cell(self.columns.number), &cell(self.columns.name))?;
        let Some(known) = self.new.get(&customer).or_else(|| self.known.get(&customer)).copied() else {
            return Err(Why::Unmatched);
        };
        let amount = self.amount(&cell(self.columns.amount))?;
        let result = match cell(self.columns.result) {
            text if text.is_empty() => amount.map(|_| results::CONVERTED),
            text => Some(result_of(&text).ok_or(Why::UnknownResult(text))?),
        };
        let Some(result) = result else { return Ok(false) };
        if amount.is_some() && result != results::CONVERTED {
            return Err(Why::AmountWithoutPurchase);
        }
        if known.is_held_out && result != results::CONVERTED {
            return Err(Why::HeldOut);
        }
        let mut after = known;
        if let Some(result) = result_to_note(known.result, result) {
            after.result = Some(result);
        }
        if let Some(amount) = amount {
            if let Some(line) = self.told_amount.get(&customer)
                && known.value != Some(amount)
            {
                return Err(Why::AnotherAmount(*line));
            }
            self.told_amount.entry(customer).or_insert(row.line);
            after.value = Some(amount);
        }
        let is_new = (after.result, after.value) != (known.result, known.value);
        if is_new {
            self.new.insert(customer, after);
        }
        Ok(is_new)
    }

    /// Who is meant: the first of e-mail address, own number and name that finds anybody in the campaign.
    fn customer(&self, email: &str, number: &str, name: &str) -> Result<Id, Why> {
        let keys = [keys::email(email), keys::number(number), keys::name(name)];
        if keys.iter().all(Option::is_none) {
            return Err(Why::Nobody);
        }
        match keys.iter().flatten().find_map(|key| self.people.get(key)).map(Vec::as_slice) {
            None | Some([]) => Err(Why::Unmatched),
            Some([one]) => Ok(*one),
            Some(several) => Err(Why::SeveralPeople(several.len())),
        }
    }

    fn amount(&self, text: &str) -> Result<Option<Money>, Why> {
        if text.is_empty() {
            return Ok(None);
        }
        match Money::parse(text, self.currency) {
            // Nothing was bought for nothing.
            Ok(money) => Ok((money.minor != 0).then_some(money)),
            Err(MoneyProblem::NoCurrency) => Err(Why::NoCurrency(text.to_owned())),
            Err(_) => Err(Why::NoAmount(text.to_owned())),
        }
    }

    fn opted_out(&self) -> u64 {
        self.new.values().filter(|one| one.result == Some(results::OPTED_OUT)).count() as u64
    }

    fn changes(self) -> Vec<Change> {
        let change = |one: &Known| {
            let fields = vec![
                (recipient::RESULT, one.result.map_or(Value::Empty, Value::Choice)),
                (recipient::VALUE, one.value.map_or(Value::Empty, Value::Money)),
            ];
            Change::edit(Kind::Recipient, one.recipient, fields)
        };
        self.new.values().map(change).collect()
    }
}

/// By what somebody is recognised. Each kind of key begins with a letter of its own, so that none is taken for another.
mod keys {
    use crate::domain::customer;
    use crate::domain::field::{FieldKind, Neighbours};
    use crate::domain::record::{Kind, RecordView};
    use crate::domain::value::{Email, Value};
    use crate::engine::search::fold;

    pub fn email(text: &str) -> Option<String> {
        Email::parse(text).map(|email| format!("e{}", email.match_key()))
    }

    pub fn number(text: &str) -> Option<String> {
        let text = text.trim().to_lowercase();
        (!text.is_empty()).then(|| format!("n{text}"))
    }

    pub fn name(text: &str) -> Option<String> {
        let folded = fold(text.trim());
        (!folded.is_empty()).then(|| format!("t{folded}"))
    }

    pub fn of(view: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<String> {
        let mut keys = Vec::new();
        if let Value::Emails(list) = crate::domain::entity::stored(view, customer::EMAILS, FieldKind::Emails) {
            keys.extend(list.iter().map(|one| format!("e{}", one.value.match_key())));
        }
        keys.extend(number(&crate::domain::entity::stored_text(view, customer::EXTERNAL_ID)));
        let title = Kind::Customer.field(customer::NAME).map(|field| field.get(view, neighbours));
        if let Some(Value::Text(title)) = title {
            keys.extend(name(&title));
        }
        keys
    }
}

/// The rows that are not taken over, with line and reason, to be put right and read again.
fn left_file(report: &ResultsReport, left: &[(&Row, String)], language: Language) -> ExportedFile {
    let writer = CsvWriter::new(WriteMode::Spreadsheet, ',');
    let mut text = writer.prologue().to_owned();
    let extra = [import_words::LINE_COLUMN, import_words::REASON_COLUMN].map(|word| word.text(language).to_owned());
    writer.write_row(report.headers.iter().chain(&extra), &mut text);
    for (row, why) in left {
        let mut cells = row.cells.clone();
        let width = report.headers.len().max(cells.len());
        cells.resize(width, String::new());
        cells.push(row.line.to_string());
        cells.push(why.clone());
        writer.write_row(&cells, &mut text);
    }
    let rows = left.len() as u64;
    let stem = report.file.rsplit_once('.').map_or(report.file.as_str(), |(stem, _)| stem);
    ExportedFile {
        name: format!("{stem}-problems-{rows}.csv"),
        media_type: "text/csv;charset=utf-8".to_owned(),
        bytes: text.into_bytes(),
        rows,
    }
}
