//! Which records a query finds and in which order. The places found are kept for the query asked last, so that the
//! windows of a scrolling list cost only their own rows.

use crate::domain::field::{Field, FieldKind, Titles};
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::RecordView;
use crate::domain::value::Value;
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
pub fn answer(table: &Table, query: &Query, titles: &dyn Titles) -> Answer {
    let filters: Vec<Prepared<'_>> = query.filters.iter().filter_map(|filter| Prepared::new(query, filter)).collect();
    let wanted = |table: &Table, slot: Slot| {
        table.is_deleted(slot) == query.deleted
            && (filters.is_empty() || table.view(slot).is_some_and(|view| filters.iter().all(|filter| filter.holds(&view, titles))))
    };
    let searching = !query.search.trim().is_empty();
    let slots = if searching && query.sort.is_none() {
        table.index().search(&query.search, |slot| wanted(table, slot), usize::MAX).slots
    } else {
        let sort_field = query.sort.map_or_else(|| query.kind.title_field(), |sort| sort.field);
        let descending = query.sort.is_some_and(|sort| sort.descending);
        let found = searching.then(|| {
            let mut mask = vec![false; table.len()];
            for slot in table.index().matches(&query.search) {
                if let Some(place) = mask.get_mut(slot as usize) {
                    *place = true;
                }
            }
            mask
        });
        let (mut order, filled) = table.ordered(sort_field, titles);
        if descending {
            order[..filled].reverse();
        }
        order.retain(|slot| found.as_ref().is_none_or(|mask| mask[*slot as usize]) && wanted(table, *slot));
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
        let texts = filter.values.iter().filter_map(|value| if let Value::Text(text) = value { Some(fold(text.trim())) } else { None }).collect();
        let keys = filter.values.iter().map(|value| SortKey::of(field, value, &crate::domain::field::NoTitles)).collect();
        Some(Prepared { field, comparison: filter.comparison, values: &filter.values, texts, keys })
    }

    fn holds(&self, record: &RecordView<'_>, titles: &dyn Titles) -> bool {
        let value = self.field.get(record, titles);
        match self.comparison {
            Comparison::IsEmpty => value.is_empty(),
            Comparison::IsNotEmpty => !value.is_empty(),
            Comparison::Is => self.is_one_of(&value),
            Comparison::IsNot => !self.is_one_of(&value),
            Comparison::Contains => texts_of(self.field, &value).iter().any(|text| self.texts.iter().any(|wanted| text.contains(wanted.as_str()))),
            Comparison::AtLeast => self.compared(&value, titles, |order| order.is_ge()),
            Comparison::AtMost => self.compared(&value, titles, |order| order.is_le()),
        }
    }

    fn is_one_of(&self, value: &Value) -> bool {
        if let (FieldKind::Boolean, Value::Empty) = (self.field.kind, value) {
            // Nobody has said that it holds, so it does not.
            return self.values.contains(&Value::Boolean(false));
        }
        self.values.contains(value) || (!self.texts.is_empty() && texts_of(self.field, value).iter().any(|text| self.texts.contains(text)))
    }

    fn compared(&self, value: &Value, titles: &dyn Titles, accepts: impl Fn(std::cmp::Ordering) -> bool) -> bool {
        let key = SortKey::of(self.field, value, titles);
        self.keys.iter().any(|limit| match (&key, limit) {
            (SortKey::Number(a), SortKey::Number(b)) => accepts(a.cmp(b)),
            (SortKey::Text(a), SortKey::Text(b)) => accepts(a.cmp(b)),
            _ => false,
        })
    }
}

/// The folded texts of a value: one for text, one an entry for lists.
fn texts_of(field: &Field, value: &Value) -> Vec<String> {
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
