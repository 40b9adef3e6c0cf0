//! A row of cells as values of fields, as the plan says.

use crate::domain::customer;
use crate::domain::field::{Field, FieldKind};
use crate::domain::id::Id;
use crate::domain::parse;
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::Kind;
use crate::domain::value::{Address, ContactLabel, Currency, Day, Email, Labelled, Money, Phone, Value};
use crate::engine::book::Book;
use crate::engine::import::buyers::Buyer;
use crate::engine::import::matching::LinkNames;
use crate::engine::import_plan::{ColumnPart, ColumnPolicy, DateOrder, ImportPlan, RowReason};
use crate::formats::cells::{parse_boolean, split_list};
use crate::formats::csv_write::strip_guard;
use crate::formats::dates::{self, DateProblem, parse_date, parse_instant};
use crate::formats::layouts::label_of;
use crate::formats::person_names::parse_full_name;

/// Reads rows; made once for a pass.
pub(super) struct RowReader {
    columns: Vec<Column>,
    date_order: dates::DateOrder,
    links: Vec<(Kind, LinkNames)>,
    currency: Option<Currency>,
}

/// What a row says.
pub(super) struct ReadRow {
    /// Its values.
    pub values: RowValues,
    /// The customer that it names by something else than a link, and what may happen to a link that is there already.
    pub buyer: Option<(Buyer, &'static Field, ColumnPolicy)>,
}

struct Column {
    at: usize,
    header: String,
    field: &'static Field,
    part: ColumnPart,
    policy: ColumnPolicy,
}

/// The values of a row, by ascending field number, each with what it may do to a value that is already there.
pub(super) type RowValues = Vec<(&'static Field, Value, ColumnPolicy)>;

impl RowReader {
    /// A reader for a plan.
    pub fn new(book: &Book, plan: &ImportPlan, headers: &[String]) -> RowReader {
        let columns: Vec<Column> = plan
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| {
                let target = column.target?;
                let field = plan.kind.field(target.field).filter(|field| field.importable)?;
                let header = headers.get(at).cloned().unwrap_or_else(|| format!("#{}", at + 1));
                Some(Column { at, header, field, part: target.part, policy: column.policy })
            })
            .collect();
        let mut links: Vec<(Kind, LinkNames)> = Vec::new();
        for column in &columns {
            if let FieldKind::Link(kind) = column.field.kind
                && !is_of_a_customer(column.part)
                && !links.iter().any(|(known, _)| *known == kind)
            {
                links.push((kind, LinkNames::new(book, kind)));
            }
        }
        let date_order = match plan.date_order {
            DateOrder::Unknown => dates::DateOrder::Unknown,
            DateOrder::DayFirst => dates::DateOrder::DayMonthYear,
            DateOrder::MonthFirst => dates::DateOrder::MonthDayYear,
        };
        RowReader { columns, date_order, links, currency: plan.currency }
    }

    /// The values of a row, or everything that is wrong with it.
    pub fn read(&self, cells: &[String]) -> Result<ReadRow, Vec<RowReason>> {
        let mut values: RowValues = Vec::with_capacity(self.columns.len());
        let mut reasons = Vec::new();
        let mut buyer: Option<(Buyer, &'static Field, ColumnPolicy)> = None;
        for column in &self.columns {
            let cell = cells.get(column.at).map_or("", |cell| strip_guard(cell)).trim();
            if cell.is_empty() {
                continue;
            }
            if is_of_a_customer(column.part) {
                let (named, ..) = buyer.get_or_insert_with(|| (Buyer::default(), column.field, column.policy));
                if let Err(problem) = read_buyer(column, cell, named) {
                    reasons.push(RowReason::Value { column: column.header.clone(), problem });
                }
                continue;
            }
            if let Err(problem) = self.read_cell(column, cell, cells, &mut values) {
                reasons.push(RowReason::Value { column: column.header.clone(), problem });
            }
        }
        values.retain(|(_, value, _)| !value.is_empty());
        // Several columns may have made a list or an address longer than it can be.
        for (field, value, _) in &mut values {
            if matches!(field.kind, FieldKind::Emails | FieldKind::Phones | FieldKind::Tags | FieldKind::Address) {
                match parse::tidied(field, std::mem::take(value)) {
                    Ok(tidy) => *value = tidy,
                    Err(problem) => reasons.push(RowReason::Record(problem)),
                }
            }
        }
        values.sort_by_key(|(field, _, _)| field.number);
        if reasons.is_empty() { Ok(ReadRow { values, buyer }) } else { Err(reasons) }
    }

    fn read_cell(&self, column: &Column, cell: &str, cells: &[String], values: &mut RowValues) -> Result<(), Problem> {
        let field = column.field;
        let problem = |reason: Reason| Problem::with_field(field.number, reason, cell);
        if column.part == ColumnPart::FullName {
            let name = parse_full_name(cell);
            for (number, part) in [
                (customer::FIRST_NAME, name.first),
                (customer::MIDDLE_NAME, name.middle),
                (customer::LAST_NAME, name.last),
            ] {
                if let Some(field) = Kind::Customer.field(number)
                    && !part.is_empty()
                {
                    put(values, field, parse::from_text(field, &part)?, column.policy);
                }
            }
            return Ok(());
        }
        let value = match field.kind {
            FieldKind::Emails => {
                Value::Emails(self.entries(column, cell, cells, Email::parse, Reason::EmailInvalid)?)
            }
            FieldKind::Phones => {
                Value::Phones(self.entries(column, cell, cells, Phone::parse, Reason::PhoneInvalid)?)
            }
            FieldKind::Address => Value::Address(address_part(column.part, cell)),
            FieldKind::Tags => Value::Tags(split_list(cell)),
            FieldKind::Boolean => Value::Boolean(parse_boolean(cell).ok_or_else(|| problem(Reason::BooleanInvalid))?),
            FieldKind::Day => Value::Day(self.day(cell).map_err(problem)?),
            FieldKind::Instant => {
                Value::Instant(instant(cell, self.date_order).ok_or_else(|| problem(Reason::InstantInvalid))?)
            }
            FieldKind::Link(kind) => Value::Link(self.link(kind, cell).ok_or_else(|| problem(Reason::LinkUnknown))?),
            FieldKind::Money => {
                Value::Money(Money::parse(cell, self.currency).map_err(|wrong| problem(parse::money(wrong)))?)
            }
            // Programs that know only one sort of number write a whole one as 2.0.
            FieldKind::Integer => {
                let whole = cell.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
                parse::from_text(field, whole.map_or(cell, |(whole, _)| whole))?
            }
            _ => parse::from_text(field, cell)?,
        };
        put(values, field, value, column.policy);
        Ok(())
    }

    /// The addresses or numbers in a cell. In a column without a label of its own each may say its label, as in the files
    /// that are exported here: `home: dana@example.com`.
    fn entries<T>(
        &self,
        column: &Column,
        cell: &str,
        cells: &[String],
        read: fn(&str) -> Option<T>,
        wrong: Reason,
    ) -> Result<Vec<Labelled<T>>, Problem> {
        let usual = match column.part {
            ColumnPart::Labelled(label) => Some(label),
            ColumnPart::LabelledByColumn(at) => Some(
                cells
                    .get(at as usize)
                    .and_then(|text| label_of(text))
                    .map_or(ContactLabel::Other, super::draft::label_of),
            ),
            _ => None,
        };
        let entry = |text: String| {
            let (label, rest) = match usual {
                Some(label) => (label, text.as_str()),
                None => parse::labelled(&text),
            };
            let value = read(rest).ok_or_else(|| Problem::with_field(column.field.number, wrong.clone(), rest))?;
            Ok(Labelled { value, label })
        };
        if is_single(cell) {
            return entry(cell.to_owned()).map(|one| vec![one]);
        }
        split_list(cell).into_iter().map(entry).collect()
    }

    fn day(&self, cell: &str) -> Result<Day, Reason> {
        let date = parse_date(cell, self.date_order).map_err(|problem| match problem {
            DateProblem::Ambiguous => Reason::DateAmbiguous,
            DateProblem::NoSuchDay => Reason::DateImpossible,
            DateProblem::Empty | DateProblem::NotADate => Reason::DateInvalid,
        })?;
        let year = date.year.map(i16::try_from).transpose().map_err(|_| Reason::DateImpossible)?;
        Day::new(year, date.month, date.day).ok_or(Reason::DateImpossible)
    }

    fn link(&self, kind: Kind, cell: &str) -> Option<Id> {
        self.links.iter().find(|(known, _)| *known == kind).and_then(|(_, names)| names.find(cell))
    }
}

/// Whether a part names a customer, who is made when they are not there.
fn is_of_a_customer(part: ColumnPart) -> bool {
    matches!(part, ColumnPart::LinkNumber | ColumnPart::LinkEmail | ColumnPart::LinkName)
}

fn read_buyer(column: &Column, cell: &str, buyer: &mut Buyer) -> Result<(), Problem> {
    match column.part {
        ColumnPart::LinkNumber => buyer.number = cell.to_owned(),
        ColumnPart::LinkName => buyer.name = cell.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => {
            let wrong = || Problem::with_field(column.field.number, Reason::EmailInvalid, cell);
            buyer.email = Some(Email::parse(cell).ok_or_else(wrong)?);
        }
    }
    Ok(())
}

/// Whether a cell plainly holds one address or number, as nearly all do.
fn is_single(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | b';' | b'|' | b',' | b':' | b'*'))
}

/// Whether two numbers are the same. Most are told apart by their first digit that is not zero.
fn is_same_number(one: &Phone, other: &Phone) -> bool {
    let first = |phone: &Phone| phone.as_str().bytes().find(|byte| matches!(byte, b'1'..=b'9'));
    one == other || (first(one) == first(other) && one.match_key() == other.match_key())
}

/// A moment with its offset, or the start of a day in UTC where only a day is given.
fn instant(cell: &str, order: dates::DateOrder) -> Option<i64> {
    parse_instant(cell).or_else(|| {
        let date = parse_date(cell, order).ok()?;
        parse_instant(&format!("{:04}-{:02}-{:02}T00:00:00Z", date.year?, date.month, date.day))
    })
}

fn address_part(part: ColumnPart, cell: &str) -> Address {
    let text = cell.to_owned();
    match part {
        ColumnPart::City => Address { city: text, ..Address::default() },
        ColumnPart::Region => Address { region: text, ..Address::default() },
        ColumnPart::PostalCode => Address { postal_code: text, ..Address::default() },
        ColumnPart::Country => Address { country: text, ..Address::default() },
        _ => match parse::from_text(&ADDRESS_FIELD, cell) {
            Ok(Value::Address(address)) if part == ColumnPart::Whole => address,
            _ => Address { street: text, ..Address::default() },
        },
    }
}

/// A field for reading a whole address out of one cell.
const ADDRESS_FIELD: Field =
    Field::new(customer::ADDRESS, "address", crate::messages::fields::ADDRESS, FieldKind::Address);

/// Adds a column's value to what other columns of the same field have given.
fn put(values: &mut RowValues, field: &'static Field, value: Value, policy: ColumnPolicy) {
    match values.iter_mut().find(|(known, _, _)| known.number == field.number) {
        None => values.push((field, value, policy)),
        Some((_, present, _)) => *present = joined(field, std::mem::take(present), value),
    }
}

/// A value with another one added: lists gain the entries that they lack, addresses the parts, notes the lines; of other
/// values the later one counts.
pub(super) fn joined(field: &Field, present: Value, added: Value) -> Value {
    match (present, added) {
        (Value::Emails(mut list), Value::Emails(more)) => {
            for one in more {
                if !list
                    .iter()
                    .any(|known| known.value == one.value || known.value.match_key() == one.value.match_key())
                {
                    list.push(one);
                }
            }
            Value::Emails(list)
        }
        (Value::Phones(mut list), Value::Phones(more)) => {
            for one in more {
                if !list.iter().any(|known| is_same_number(&known.value, &one.value)) {
                    list.push(one);
                }
            }
            Value::Phones(list)
        }
        (Value::Tags(mut list), Value::Tags(more)) => {
            for tag in more {
                if !list.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
                    list.push(tag);
                }
            }
            Value::Tags(list)
        }
        (Value::Address(present), Value::Address(added)) => {
            let street = match (present.street.is_empty(), added.street.is_empty()) {
                (false, false) => format!("{}\n{}", present.street, added.street),
                (true, _) => added.street,
                (_, true) => present.street,
            };
            let or = |present: String, added: String| if added.is_empty() { present } else { added };
            Value::Address(Address {
                street,
                city: or(present.city, added.city),
                region: or(present.region, added.region),
                postal_code: or(present.postal_code, added.postal_code),
                country: or(present.country, added.country),
            })
        }
        (Value::Text(present), Value::Text(added))
            if matches!(field.kind, FieldKind::LongText) && !present.is_empty() =>
        {
            Value::Text(format!("{present}\n{added}"))
        }
        (_, added) => added,
    }
}

/// What replacing means for a value that is already there: lists gain the new entries and address parts are
/// overwritten one by one; anything else is replaced.
pub(super) fn replaced(present: Value, new: Value) -> Value {
    match (present, new) {
        (Value::Address(present), Value::Address(new)) => {
            let or = |present: String, new: String| if new.is_empty() { present } else { new };
            Value::Address(Address {
                street: or(present.street, new.street),
                city: or(present.city, new.city),
                region: or(present.region, new.region),
                postal_code: or(present.postal_code, new.postal_code),
                country: or(present.country, new.country),
            })
        }
        (present @ (Value::Emails(_) | Value::Phones(_) | Value::Tags(_)), new) => joined(&ADDRESS_FIELD, present, new),
        (_, new) => new,
    }
}
