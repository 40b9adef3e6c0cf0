//! Which records a query finds and in which order. The places found are kept for the query asked last, so that the
//! windows of a scrolling list cost only their own rows.

use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::value::{self, Value};
use crate::engine::column::{MARK, Texts, Values};
use crate::engine::order::SortKey;
use crate::engine::search::fold;
use crate::engine::table::{Slot, Table};

/// The places that a query found in a version of its table.
pub struct Answer {
    query: Query,
    version: u64,
    indexed: bool,
    /// The places, in order.
    pub slots: Vec<Slot>,
}

impl Answer {
    /// The answer of a table that is not there.
    pub fn nothing(query: &Query) -> Answer {
        Answer { query: query.clone(), version: 0, indexed: true, slots: Vec::new() }
    }

    /// Whether this answers that query, perhaps for an older version of the table.
    pub fn is_about(&self, query: &Query) -> bool {
        self.query == *query
    }

    /// Whether this is still the answer to that query.
    pub fn holds(&self, query: &Query, table: &Table) -> bool {
        self.version == table.version() && self.indexed == table.is_indexed() && self.query == *query
    }
}

/// Finds the records of a query.
pub fn answer(table: &Table, query: &Query, neighbours: &dyn Neighbours) -> Answer {
    let filters: Vec<Prepared<'_>> = query.filters.iter().filter_map(|filter| Prepared::new(query, filter)).collect();
    // Gone through in the order of places, which is that of memory.
    let is_in = |slot: Slot| {
        table.is_deleted(slot) == query.deleted
            && !(query.deleted && table.view(slot).is_some_and(|view| view.is_erased()))
    };
    let mut wanted: Vec<bool> = table.slots().map(is_in).collect();
    for filter in &filters {
        filter.sift(table, neighbours, &mut wanted);
    }
    let is_wanted = |slot: Slot| wanted.get(slot as usize).copied().unwrap_or(false);
    let searching = !query.search.trim().is_empty();
    let slots = if searching && query.sort.is_none() {
        table.index().search(&query.search, is_wanted, usize::MAX).slots
    } else {
        let sort_field = query.sort.map_or_else(|| query.kind.title_field(), |sort| sort.field);
        let descending = query.sort.is_some_and(|sort| sort.descending);
        if searching {
            let mut found = vec![false; wanted.len()];
            for slot in table.index().matches(&query.search) {
                if let Some(place) = found.get_mut(slot as usize) {
                    *place = is_wanted(slot);
                }
            }
            wanted = found;
        }
        let (mut order, filled) = table.ordered(sort_field, neighbours);
        if descending {
            order[..filled].reverse();
        }
        order.retain(|slot| wanted[*slot as usize]);
        order
    };
    Answer { query: query.clone(), version: table.version(), indexed: table.is_indexed(), slots }
}

/// A filter with what can be worked out once.
struct Prepared<'a> {
    field: &'static Field,
    comparison: Comparison,
    values: &'a [Value],
    texts: Vec<String>,
    keys: Vec<SortKey>,
}

impl<'a> Prepared<'a> {
    fn new(query: &Query, filter: &'a Filter) -> Option<Prepared<'a>> {
        let field = query.kind.field(filter.field)?;
        let texts = filter
            .values
            .iter()
            .filter_map(|value| if let Value::Text(text) = value { Some(fold(text.trim())) } else { None })
            .collect();
        let keys =
            filter.values.iter().map(|value| SortKey::of(field, value, &crate::domain::field::NoNeighbours)).collect();
        Some(Prepared { field, comparison: filter.comparison, values: &filter.values, texts, keys })
    }

    /// Strikes out the records for which the filter does not hold.
    fn sift(&self, table: &Table, neighbours: &dyn Neighbours, wanted: &mut [bool]) {
        let by_column = table.with_column(self.field, |column| {
            let column = column?;
            let stale: Vec<(Slot, bool)> = column
                .stale()
                .iter()
                .map(|slot| (*slot, wanted.get(*slot as usize).copied().unwrap_or(false)))
                .collect();
            self.sift_values(column.values(), neighbours, wanted).then_some(stale)
        });
        match by_column {
            // The column tells what these held before they changed.
            Some(stale) => {
                for (slot, was_wanted) in stale {
                    if let Some(wanted) = wanted.get_mut(slot as usize) {
                        *wanted = was_wanted && self.holds(table, slot, neighbours);
                    }
                }
            }
            None => {
                for (slot, wanted) in table.slots().zip(wanted.iter_mut()).filter(|(_, wanted)| **wanted) {
                    *wanted = self.holds(table, slot, neighbours);
                }
            }
        }
    }

    /// Whether it holds for one record.
    fn holds(&self, table: &Table, slot: Slot, neighbours: &dyn Neighbours) -> bool {
        table.view(slot).is_some_and(|view| self.holds_value(&self.field.get(&view, neighbours), neighbours))
    }

    /// The same for all records by their column; `false`, and nothing done, if the column cannot tell.
    fn sift_values(&self, values: &Values, neighbours: &dyn Neighbours, wanted: &mut [bool]) -> bool {
        match values {
            Values::Texts(texts) => self.sift_texts(texts, wanted),
            Values::Numbers(numbers) => self.sift_numbers(numbers, wanted),
            Values::Few(few) => {
                let holds: Vec<bool> = few
                    .distinct()
                    .map(|raw| value::decode(self.field.kind, raw).unwrap_or_default())
                    .map(|value| self.holds_value(&value, neighbours))
                    .collect();
                for (number, wanted) in few.by_place().iter().zip(wanted) {
                    *wanted &= holds.get(*number as usize).copied().unwrap_or(false);
                }
                true
            }
            Values::Unfit => false,
        }
    }

    fn sift_texts(&self, texts: &Texts, wanted: &mut [bool]) -> bool {
        let filled = match self.comparison {
            Comparison::IsEmpty => Some(false),
            Comparison::IsNotEmpty => Some(true),
            Comparison::Is | Comparison::IsNot | Comparison::Contains => None,
            Comparison::AtLeast | Comparison::AtMost => return false,
        };
        if let Some(filled) = filled {
            texts.filled().zip(wanted).for_each(|(is_filled, wanted)| *wanted &= is_filled == filled);
            return true;
        }
        let fits = |text: &String| !text.is_empty() && !text.as_bytes().contains(&MARK);
        if self.texts.len() != self.values.len() || !self.texts.iter().all(fits) {
            return false;
        }
        let mut found = vec![false; wanted.len()];
        for text in &self.texts {
            texts.find(text, self.comparison != Comparison::Contains, |place| {
                found.get_mut(place).into_iter().for_each(|found| *found = true);
            });
        }
        let sought = self.comparison != Comparison::IsNot;
        found.iter().zip(wanted).for_each(|(found, wanted)| *wanted &= *found == sought);
        true
    }

    fn sift_numbers(&self, numbers: &[Option<i64>], wanted: &mut [bool]) -> bool {
        let limits: Vec<i64> = self
            .keys
            .iter()
            .filter_map(|key| if let SortKey::Number(number) = key { Some(*number) } else { None })
            .collect();
        let holds: &dyn Fn(i64) -> bool = match self.comparison {
            Comparison::IsEmpty | Comparison::IsNotEmpty => &|_| true,
            // Any one of the limits suffices, so the widest decides.
            Comparison::AtLeast => &|number| limits.iter().any(|limit| number >= *limit),
            Comparison::AtMost => &|number| limits.iter().any(|limit| number <= *limit),
            // Equal keys are not always equal values: amounts of two currencies may be as large.
            Comparison::Is | Comparison::IsNot | Comparison::Contains => return false,
        };
        let when_empty = self.comparison == Comparison::IsEmpty;
        for (number, wanted) in numbers.iter().zip(wanted) {
            *wanted &= number.map_or(when_empty, |number| !when_empty && holds(number));
        }
        true
    }

    fn holds_value(&self, value: &Value, neighbours: &dyn Neighbours) -> bool {
        match self.comparison {
            Comparison::IsEmpty => value.is_empty(),
            Comparison::IsNotEmpty => !value.is_empty(),
            Comparison::Is => self.is_one_of(value),
            Comparison::IsNot => !self.is_one_of(value),
            Comparison::Contains => texts_of(self.field, value)
                .iter()
                .any(|text| self.texts.iter().any(|wanted| text.contains(wanted.as_str()))),
            Comparison::AtLeast => self.compared(value, neighbours, |order| order.is_ge()),
            Comparison::AtMost => self.compared(value, neighbours, |order| order.is_le()),
        }
    }

    fn is_one_of(&self, value: &Value) -> bool {
        if let (FieldKind::Boolean, Value::Empty) = (self.field.kind, value) {
            // Nobody has said that it holds, so it does not.
            return self.values.contains(&Value::Boolean(false));
        }
        self.values.contains(value)
            || (!self.texts.is_empty() && texts_of(self.field, value).iter().any(|text| self.texts.contains(text)))
    }

    fn compared(
        &self,
        value: &Value,
        neighbours: &dyn Neighbours,
        accepts: impl Fn(std::cmp::Ordering) -> bool,
    ) -> bool {
        let key = SortKey::of(self.field, value, neighbours);
        self.keys.iter().any(|limit| match (&key, limit) {
            (SortKey::Number(a), SortKey::Number(b)) => accepts(a.cmp(b)),
            (SortKey::Text(a), SortKey::Text(b)) => accepts(a.cmp(b)),
            _ => false,
        })
    }
}

/// The folded texts of a value: one for text, one an entry for lists.
pub(super) fn texts_of(field: &Field, value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![fold(text)],
        Value::Emails(list) => list.iter().map(|one| fold(one.value.as_str())).collect(),
        Value::Phones(list) => list.iter().flat_map(|one| [fold(one.value.as_str()), one.value.match_key()]).collect(),
        Value::Tags(list) => list.iter().map(|tag| fold(tag)).collect(),
        Value::Address(address) => vec![fold(&address.one_line())],
        Value::Website(website) => vec![fold(website.as_str()), fold(website.shown())],
        Value::Choice(code) => field.choice(*code).map(|choice| choice.name.to_owned()).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::NoNeighbours;
    use crate::domain::id::Id;
    use crate::domain::query::{Sort, filter_value};
    use crate::domain::record::{Kind, Record};
    use crate::domain::stamp::{Actor, Stamp};
    use crate::domain::{customer, parse};
    use proptest::prelude::*;

    /// What people write into fields, some of it into the wrong ones.
    const TEXTS: [&str; 14] = [
        "Novák",
        "novak",
        "Dana Novák",
        "ann@example.com; home: n@example.com",
        "+420 601 234 567",
        "vip",
        "vip, prague",
        "Praha 1",
        "2001-02-03",
        "--05-31",
        "active",
        "yes",
        "™",
        "ovak example",
    ];

    fn record(number: u64, stamp: u64, texts: &[(usize, usize)]) -> Record {
        let mut record = Record::new(Kind::Customer.number(), Id::from_parts(number, [1; 10]));
        let stamp = Stamp { milliseconds: stamp, counter: 0, actor: Actor::default() };
        for (field, text) in texts {
            let stored: Vec<&Field> = Kind::Customer.fields().iter().filter(|field| field.is_stored()).collect();
            let field = stored[field % stored.len()];
            if let Ok(value) = parse::from_text(field, TEXTS[text % TEXTS.len()]) {
                record.set(field.number, stamp, value::encode(&value));
            }
        }
        record
    }

    /// The records that a filter lets through, looked at one by one.
    fn one_by_one(table: &Table, query: &Query) -> Vec<Slot> {
        let filters: Vec<Prepared<'_>> =
            query.filters.iter().filter_map(|filter| Prepared::new(query, filter)).collect();
        let holds = |slot: &Slot| filters.iter().all(|filter| filter.holds(table, *slot, &NoNeighbours));
        table.slots().filter(|slot| !table.is_deleted(*slot)).filter(holds).collect()
    }

    fn texts() -> impl Strategy<Value = Vec<(usize, usize)>> {
        prop::collection::vec((0usize..64, 0usize..TEXTS.len()), 0..12)
    }

    proptest! {
        #[test]
        fn a_column_tells_what_the_records_tell(
            first in prop::collection::vec(texts(), 1..30),
            later in prop::collection::vec((0u64..40, texts()), 0..20),
            field in 0usize..64, comparison in 0usize..7, wanted in prop::collection::vec(0usize..TEXTS.len(), 1..3),
        ) {
            let mut table = Table::new(Kind::Customer.number());
            for (number, texts) in first.iter().enumerate() {
                table.merge(&record(number as u64, 1, texts));
            }
            let fields = Kind::Customer.fields();
            let field = &fields[field % fields.len()];
            let values: Vec<Value> = wanted.iter().filter_map(|text| filter_value(field, TEXTS[*text])).collect();
            let filter = Filter { field: field.number, comparison: Comparison::ALL[comparison], values };
            let query = Query {
                filters: vec![filter],
                sort: Some(Sort { field: customer::MODIFIED, descending: false }),
                ..Query::all(Kind::Customer)
            };
            let check = |table: &Table| {
                let mut found = answer(table, &query, &NoNeighbours).slots;
                found.sort_unstable();
                prop_assert_eq!(found, one_by_one(table, &query));
                Ok(())
            };
            check(&table)?;
            // Some of these change records that are there, some are new.
            for (at, (number, texts)) in later.iter().enumerate() {
                table.merge(&record(*number, 2 + at as u64, texts));
            }
            check(&table)?;
        }
    }
}
