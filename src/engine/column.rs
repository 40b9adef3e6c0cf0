//! Columns: what one field of a table holds, all records one after the other, so that a filter looks through memory once
//! instead of opening a hundred thousand records. Made when a filter first asks for a field, then kept up with changes.

use crate::domain::field::{Field, FieldKind, NoNeighbours};
use crate::domain::record::RecordView;
use crate::domain::value::{self, Value};
use crate::engine::order::{SortKey, depends_on_others};
use crate::engine::query::texts_of;
use crate::engine::table::Slot;
use memchr::memmem;
use std::collections::HashMap;

/// How many columns of a table are kept; the one used longest ago goes first.
const MOST_KEPT: usize = 8;
/// Bytes of text in a column; a field that holds more is looked through record by record.
const MOST_TEXT: usize = 48 * 1024 * 1024;
/// Changed records that a column looks up one by one; with more it is made anew.
const MOST_STALE: usize = 1_000;
/// Stands before each text of a record, so that a record without one takes no room.
pub(super) const MARK: u8 = 0;

/// What one field holds, by place.
pub(super) struct Column {
    field: u16,
    values: Values,
    count: usize,
    /// Places whose records have changed since: the column tells what they held before.
    stale: Vec<Slot>,
}

/// The values of a column in the form that suits their kind.
pub(super) enum Values {
    /// Folded texts.
    Texts(Texts),
    /// The sort keys of numbers, days, instants and amounts.
    Numbers(Vec<Option<i64>>),
    /// Values of which there are few.
    Few(Few),
    /// The field holds what does not fit a column.
    Unfit,
}

impl Column {
    fn new(field: &Field) -> Column {
        let values = match field.kind {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Emails
            | FieldKind::Phones
            | FieldKind::Address
            | FieldKind::Website
            | FieldKind::Tags => Values::Texts(Texts::default()),
            FieldKind::Integer
            | FieldKind::Instant
            | FieldKind::Day
            | FieldKind::Money
            | FieldKind::Percent
            | FieldKind::Duration => Values::Numbers(Vec::new()),
            FieldKind::Choice(_) | FieldKind::Boolean | FieldKind::Link(_) => Values::Few(Few::default()),
            FieldKind::Participants | FieldKind::Model => Values::Unfit,
        };
        Column { field: field.number, values, count: 0, stale: Vec::new() }
    }

    /// The values; those of the places that [`Column::stale`] tells are old.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Places whose records have changed since their values were taken.
    pub fn stale(&self) -> &[Slot] {
        &self.stale
    }

    /// Takes in the records that came since.
    fn extend(&mut self, field: &Field, records: &[Box<[u8]>]) {
        for bytes in records.iter().skip(self.count) {
            let view = RecordView::new(bytes).ok();
            match &mut self.values {
                Values::Few(few) if field.is_stored() => {
                    few.push(view.and_then(|view| view.field(field.number)).unwrap_or(NOTHING));
                }
                values => {
                    let value = view.map(|view| field.get(&view, &NoNeighbours)).unwrap_or_default();
                    if !values.push(field, &value) {
                        *values = Values::Unfit;
                    }
                }
            }
        }
        self.count = records.len();
    }
}

/// The bytes of a field in which nothing is written.
pub(super) const NOTHING: &[u8] = &[0xc0];

impl Values {
    /// `false` for a value that does not fit.
    fn push(&mut self, field: &Field, value: &Value) -> bool {
        match self {
            Values::Texts(texts) if value.is_empty() => texts.push(&[]),
            Values::Texts(texts) => texts.push(&texts_of(field, value)),
            Values::Numbers(numbers) => {
                numbers.push(match SortKey::of(field, value, &NoNeighbours) {
                    SortKey::Number(number) => Some(number),
                    _ => None,
                });
                true
            }
            Values::Few(few) => {
                few.push(&value::encode(value));
                true
            }
            Values::Unfit => true,
        }
    }
}

/// Folded texts, one after the other: a mark before each, and where the texts of each place end.
#[derive(Default)]
pub(super) struct Texts {
    letters: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    fn push(&mut self, texts: &[String]) -> bool {
        for text in texts {
            if text.as_bytes().contains(&MARK) {
                return false;
            }
            self.letters.push(MARK);
            self.letters.extend_from_slice(text.as_bytes());
        }
        self.ends.push(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
        self.letters.len() <= MOST_TEXT
    }

    /// By place, whether there is a text.
    pub fn filled(&self) -> impl Iterator<Item = bool> {
        let mut start = 0;
        self.ends.iter().map(move |end| std::mem::replace(&mut start, *end) < *end)
    }

    /// Calls `found` with each place that has a text which holds this one, or is this one if `whole`, once and in rising
    /// order. The text is folded, not empty and without a mark.
    pub fn find(&self, text: &str, whole: bool, mut found: impl FnMut(usize)) {
        let marked: Vec<u8>;
        let needle = if whole {
            marked = std::iter::once(MARK).chain(text.bytes()).collect();
            &marked[..]
        } else {
            text.as_bytes()
        };
        let finder = memmem::Finder::new(needle);
        let (mut from, mut place) = (0, 0);
        while let Some(at) = finder.find(&self.letters[from..]).map(|at| from + at) {
            // The texts of every place begin with a mark, so that one stands after each text but the last.
            if whole && self.letters.get(at + needle.len()).is_some_and(|next| *next != MARK) {
                from = at + 1;
                continue;
            }
            place += self.ends[place..].partition_point(|end| (*end as usize) <= at);
            found(place);
            // What else this place holds makes no difference.
            from = self.ends[place] as usize;
        }
    }
}

/// Values of which there are few: each once, and by place which it is.
#[derive(Default)]
pub(super) struct Few {
    distinct: Vec<Box<[u8]>>,
    numbers: HashMap<Box<[u8]>, u32>,
    by_place: Vec<u32>,
    last: u32,
}

impl Few {
    fn push(&mut self, raw: &[u8]) {
        if self.distinct.get(self.last as usize).is_none_or(|last| **last != *raw) {
            self.last = match self.numbers.get(raw) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
                    self.distinct.push(raw.into());
                    self.numbers.insert(raw.into(), number);
                    number
                }
            };
        }
        self.by_place.push(self.last);
    }

    /// Each value once, as bytes.
    pub fn distinct(&self) -> impl Iterator<Item = &[u8]> {
        self.distinct.iter().map(|raw| &**raw)
    }

    /// By place, which of them it is.
    pub fn by_place(&self) -> &[u32] {
        &self.by_place
    }
}

/// The columns of one table, the one used last at the end.
#[derive(Default)]
pub(super) struct Columns {
    kept: Vec<Column>,
}

impl Columns {
    /// The column of a field; nothing for one that depends on other records.
    pub fn of(&mut self, field: &Field, records: &[Box<[u8]>]) -> Option<&Column> {
        if !field.is_stored() && depends_on_others(field) {
            return None;
        }
        let known = self.kept.iter().position(|column| column.field == field.number).map(|at| self.kept.remove(at));
        let mut column = known
            .filter(|column| column.stale.len() <= MOST_STALE && column.count <= records.len())
            .unwrap_or_else(|| Column::new(field));
        column.extend(field, records);
        if self.kept.len() >= MOST_KEPT {
            self.kept.remove(0);
        }
        self.kept.push(column);
        self.kept.last()
    }

    /// A record changed.
    pub fn touched(&mut self, slot: Slot) {
        for column in &mut self.kept {
            if (slot as usize) < column.count && column.stale.len() <= MOST_STALE && !column.stale.contains(&slot) {
                column.stale.push(slot);
            }
        }
    }

    /// Forgets all: many records changed.
    pub fn clear(&mut self) {
        self.kept.clear();
    }
}
