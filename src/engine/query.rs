//! Which records a query finds and in which order. The places found are kept for the query asked last, so that the
//! windows of a scrolling list cost only their own rows.

use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::value::{self, Raw, Value};
use crate::engine::order::SortKey;
use crate::engine::search::fold;
use crate::engine::table::{Slot, Table};
use std::collections::HashMap;

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

/// So many different values of a field are remembered while its filter is worked out.
const MOST_KNOWN: usize = 512;
/// The bytes of a field in which nothing is written.
const NOTHING: &[u8] = &[0xc0];

/// A filter with what can be worked out once.
struct Prepared<'a> {
    field: &'static Field,
    comparison: Comparison,
    values: &'a [Value],
    texts: Vec<String>,
    keys: Vec<SortKey>,
    /// The wanted values as records hold them, where equal values have equal bytes and nothing else counts as equal.
    raws: Option<Vec<Raw>>,
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
        let is_plain = field.is_stored()
            && matches!(
                field.kind,
                FieldKind::Choice(_) | FieldKind::Integer | FieldKind::Instant | FieldKind::Link(_)
            );
        let raws = is_plain.then(|| filter.values.iter().map(value::encode).collect());
        Some(Prepared { field, comparison: filter.comparison, values: &filter.values, texts, keys, raws })
    }

    /// Strikes out the records for which the filter does not hold.
    fn sift(&self, table: &Table, neighbours: &dyn Neighbours, wanted: &mut [bool]) {
        let is_text = matches!(self.field.kind, FieldKind::Text | FieldKind::LongText)
            && !matches!(self.comparison, Comparison::AtLeast | Comparison::AtMost);
        let done = is_text
            && table.with_keys(self.field.number, |keys| keys.map(|keys| self.sift_keys(keys, wanted)).is_some());
        if done {
            return;
        }
        // Many records hold the same value in such a field, which is then looked into once.
        let mut known: HashMap<&[u8], bool> = HashMap::new();
        for (slot, wanted) in table.slots().zip(wanted.iter_mut()).filter(|(_, wanted)| **wanted) {
            let Some(view) = table.view(slot) else { continue };
            *wanted = match &self.raws {
                _ if !self.field.is_stored() => self.holds_value(&self.field.get(&view, neighbours), neighbours),
                Some(raws) if matches!(self.comparison, Comparison::Is | Comparison::IsNot) => {
                    let raw = view.field(self.field.number).unwrap_or(NOTHING);
                    raws.iter().any(|wanted| wanted == raw) == (self.comparison == Comparison::Is)
                }
                _ => {
                    let raw = view.field(self.field.number).unwrap_or(NOTHING);
                    if let Some(holds) = known.get(raw) {
                        *holds
                    } else {
                        let holds =
                            self.holds_value(&value::decode(self.field.kind, raw).unwrap_or_default(), neighbours);
                        if known.len() < MOST_KNOWN {
                            known.insert(raw, holds);
                        }
                        holds
                    }
                }
            };
        }
    }

    /// The same by the keys of the field's order, in which texts are folded.
    fn sift_keys(&self, keys: &[SortKey], wanted: &mut [bool]) {
        for (key, wanted) in keys.iter().zip(wanted) {
            let text = if let SortKey::Text(text) = key { Some(&**text) } else { None };
            let is_one = || text.is_some_and(|text| self.texts.iter().any(|one| one == text));
            *wanted &= match self.comparison {
                Comparison::IsEmpty => text.is_none(),
                Comparison::IsNotEmpty => text.is_some(),
                Comparison::Is => is_one(),
                Comparison::IsNot => !is_one(),
                Comparison::Contains => {
                    text.is_some_and(|text| self.texts.iter().any(|one| text.contains(one.as_str())))
                }
                Comparison::AtLeast | Comparison::AtMost => true,
            };
        }
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
