//! A filter while it is edited.

use crate::domain::field::{Field, FieldKind};
use crate::domain::query::{Comparison, Filter, filter_value};
use crate::domain::value::{Day, Value};

/// What the editor holds. Ranges are two filters, one for each end, but one draft.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterDraft {
    /// The field.
    pub field: u16,
    /// How it is compared; for a range [`Comparison::AtLeast`], whichever end is filled.
    pub comparison: Comparison,
    /// Chosen values: choices, tags, links, yes or no.
    pub values: Vec<Value>,
    /// Typed text, for fields that are compared with text.
    pub text: String,
    /// The lower end of a range, as its input holds it.
    pub from: String,
    /// The upper end of a range.
    pub to: String,
}

/// Whether values of that kind are compared as a range.
pub fn is_range(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Integer
            | FieldKind::Day
            | FieldKind::Instant
            | FieldKind::Money
            | FieldKind::Percent
            | FieldKind::Duration
    )
}

/// Whether values of that kind are chosen, not typed.
pub fn is_chosen(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Choice(_) | FieldKind::Boolean | FieldKind::Link(_) | FieldKind::Tags | FieldKind::Participants
    )
}

/// The comparisons that the editor offers: a range counts once.
pub fn offered(kind: FieldKind) -> Vec<Comparison> {
    Comparison::for_kind(kind).iter().copied().filter(|one| *one != Comparison::AtMost).collect()
}

impl FilterDraft {
    /// A new filter on a field.
    pub fn new(field: &Field) -> FilterDraft {
        FilterDraft {
            field: field.number,
            comparison: offered(field.kind).first().copied().unwrap_or(Comparison::Is),
            values: Vec::new(),
            text: String::new(),
            from: String::new(),
            to: String::new(),
        }
    }

    /// A filter that is there, together with the other end of its range.
    pub fn of(field: &Field, filter: &Filter, all: &[Filter]) -> FilterDraft {
        let mut draft = FilterDraft::new(field);
        if is_range(field.kind) && filter.comparison.takes_value() {
            let end = |comparison: Comparison| {
                all.iter().find(|one| one.field == field.number && one.comparison == comparison)
            };
            let text =
                |comparison| end(comparison).and_then(|one| one.values.first()).map(input_text).unwrap_or_default();
            draft.from = text(Comparison::AtLeast);
            draft.to = text(Comparison::AtMost);
            return draft;
        }
        draft.comparison = filter.comparison;
        if is_chosen(field.kind) {
            draft.values = filter.values.clone();
        } else if let Some(Value::Text(text)) = filter.values.first() {
            draft.text = text.clone();
        }
        draft
    }

    /// The filters that the draft stands for; `None` while a value is missing.
    pub fn filters(&self, field: &Field) -> Option<Vec<Filter>> {
        let filter = |comparison, values| Filter { field: field.number, comparison, values };
        if !self.comparison.takes_value() {
            return Some(vec![filter(self.comparison, Vec::new())]);
        }
        if is_range(field.kind) {
            let from = range_end(field, &self.from, false).map(|value| filter(Comparison::AtLeast, vec![value]));
            let to = range_end(field, &self.to, true).map(|value| filter(Comparison::AtMost, vec![value]));
            let ends: Vec<Filter> = from.into_iter().chain(to).collect();
            return (!ends.is_empty()).then_some(ends);
        }
        let values = if is_chosen(field.kind) {
            self.values.clone()
        } else {
            let text = self.text.trim();
            if text.is_empty() { Vec::new() } else { filter_value(field, text).into_iter().collect() }
        };
        (!values.is_empty()).then(|| vec![filter(self.comparison, values)])
    }

    /// Puts the draft into a list of filters, in the place of the one at `place`, if there is one, and of the other end of its
    /// range.
    pub fn put_into(&self, field: &Field, place: Option<usize>, filters: &mut Vec<Filter>) -> bool {
        let Some(new) = self.filters(field) else { return false };
        if let Some(place) = place.filter(|place| *place < filters.len()) {
            filters.remove(place);
        }
        if is_range(field.kind) {
            filters.retain(|one| one.field != field.number);
        }
        for filter in new {
            if !filters.contains(&filter) {
                filters.push(filter);
            }
        }
        true
    }
}

/// A value as a date or number input holds it.
fn input_text(value: &Value) -> String {
    match value {
        Value::Day(day) => day.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Money(money) => money.to_string(),
        Value::Instant(milliseconds) => {
            let date = js_sys::Date::new(&(*milliseconds as f64).into());
            format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
        }
        _ => String::new(),
    }
}

/// The end of a range. A day that ends a range of instants counts to its last millisecond, in the zone of the device.
fn range_end(field: &Field, text: &str, upper: bool) -> Option<Value> {
    let text = text.trim();
    match field.kind {
        FieldKind::Integer => text.parse().ok().map(Value::Integer),
        FieldKind::Money | FieldKind::Percent | FieldKind::Duration => filter_value(field, text),
        FieldKind::Day => Day::parse_iso(text).map(Value::Day),
        FieldKind::Instant => {
            let day = Day::parse_iso(text)?;
            let year = u32::try_from(day.year()?).ok()?;
            let next = i32::from(day.day()) + i32::from(upper);
            let date = js_sys::Date::new_with_year_month_day(year, i32::from(day.month()) - 1, next);
            let milliseconds = date.get_time() - if upper { 1.0 } else { 0.0 };
            milliseconds.is_finite().then_some(Value::Instant(milliseconds as i64))
        }
        _ => None,
    }
}
