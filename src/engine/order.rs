//! The orders in which lists show a table: the sort keys of a field for all records, and the places sorted by them.
//! Made when first asked for, then kept up with each change, so that scrolling and typing never sort again.

use crate::domain::field::{Field, Neighbours};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::engine::search::fold;
use crate::engine::table::Slot;
use std::cmp::Ordering;

/// How many orders are kept; the one used longest ago goes first. Two hold for a list that is sorted back and forth.
const MOST_KEPT: usize = 6;

/// By what a value is sorted.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    /// Numbers, days, instants, choices in the order of their list.
    Number(i64),
    /// Text without regard to case and accents.
    Text(Box<str>),
    /// Nothing is written there; comes last.
    Empty,
}

impl SortKey {
    /// The key of a value.
    pub fn of(field: &Field, value: &Value, neighbours: &dyn Neighbours) -> SortKey {
        let text =
            |text: &str| if text.is_empty() { SortKey::Empty } else { SortKey::Text(fold(text).into_boxed_str()) };
        match value {
            Value::Empty => SortKey::Empty,
            Value::Text(one) => text(one),
            Value::Boolean(flag) => SortKey::Number(i64::from(*flag)),
            Value::Integer(number) | Value::Instant(number) => SortKey::Number(*number),
            Value::Choice(code) => {
                let place = field.choices().iter().position(|choice| choice.code == *code);
                SortKey::Number(place.map_or(i64::MAX, |place| place as i64))
            }
            Value::Choices(_) => SortKey::Empty,
            // Days are sorted by the calendar, those without a year first, as one would look through birthdays.
            Value::Day(day) => SortKey::Number(
                i64::from(day.year().unwrap_or(0)) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()),
            ),
            Value::Link(id) => match field.kind {
                crate::domain::field::FieldKind::Link(kind) => {
                    neighbours.title(kind, *id).map_or(SortKey::Empty, |title| text(&title))
                }
                _ => SortKey::Empty,
            },
            Value::Emails(list) => list.first().map_or(SortKey::Empty, |one| text(one.value.as_str())),
            Value::Phones(list) => list.first().map_or(SortKey::Empty, |one| text(&one.value.match_key())),
            Value::Address(address) => text(&[address.country.as_str(), &address.city, &address.street].join(" ")),
            Value::Tags(list) => text(&list.join(" ")),
            Value::Website(website) => text(website.shown()),
            // By size in units of the currency, which is as far as amounts in several currencies can be compared.
            Value::Money(money) => SortKey::Number(
                money.minor.saturating_mul(10_i64.pow(3_u32.saturating_sub(u32::from(money.currency.decimals())))),
            ),
            Value::Participants(list) => {
                let first = list.first().and_then(|one| neighbours.title(Kind::Customer, one.customer));
                first.map_or(SortKey::Empty, |title| text(&title))
            }
            Value::Model(_) => SortKey::Empty,
        }
    }

    fn compare(&self, other: &SortKey) -> Ordering {
        match (self, other) {
            (SortKey::Number(a), SortKey::Number(b)) => a.cmp(b),
            (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    /// A number that rises with the key, among keys of one rank.
    fn beginning(&self) -> u64 {
        match self {
            SortKey::Number(number) => number.cast_unsigned() ^ (1 << 63),
            SortKey::Text(text) => {
                let mut letters = [0; 8];
                letters.iter_mut().zip(text.bytes()).for_each(|(letter, byte)| *letter = byte);
                u64::from_be_bytes(letters)
            }
            SortKey::Empty => 0,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            SortKey::Number(_) => 0,
            SortKey::Text(_) => 1,
            SortKey::Empty => 2,
        }
    }
}

struct Order {
    field: u16,
    keys: Vec<SortKey>,
    sorted: Vec<Slot>,
    filled: usize,
}

/// The orders of one table, the one used last at the end.
#[derive(Default)]
pub struct Orders {
    kept: Vec<Order>,
}

impl Orders {
    /// The places of all records in the order of a field, empty values last, equal ones in the order of their places;
    /// and how many of them, from the start, have a value.
    pub fn ordered(
        &mut self,
        kind: Option<Kind>,
        field: u16,
        records: &[Box<[u8]>],
        neighbours: &dyn Neighbours,
    ) -> (Vec<Slot>, usize) {
        let at = match self.kept.iter().position(|order| order.field == field) {
            Some(at) if self.kept[at].keys.len() == records.len() => at,
            found => {
                if let Some(at) = found {
                    self.kept.remove(at);
                }
                if self.kept.len() >= MOST_KEPT {
                    self.kept.remove(0);
                }
                self.kept.push(make(kind, field, records, neighbours));
                self.kept.len() - 1
            }
        };
        let order = self.kept.remove(at);
        let answer = (order.sorted.clone(), order.filled);
        self.kept.push(order);
        answer
    }

    /// A record changed or came in: its place in each kept order follows.
    pub fn touched(&mut self, kind: Kind, slot: Slot, record: &RecordView<'_>, neighbours: &dyn Neighbours) {
        self.kept.retain(|order| slot as usize <= order.keys.len());
        for order in &mut self.kept {
            let Some(field) = kind.field(order.field) else { continue };
            order.place(slot, SortKey::of(field, &field.get(record, neighbours), neighbours));
        }
    }

    /// Drops the orders that depend on other records.
    pub fn forget_followers(&mut self, kind: Kind) {
        self.kept.retain(|order| kind.field(order.field).is_some_and(|field| !depends_on_others(field)));
    }

    /// Drops all orders.
    pub fn clear(&mut self) {
        self.kept.clear();
    }
}

/// Whether a field's values depend on other records.
pub(super) fn depends_on_others(field: &Field) -> bool {
    use crate::domain::field::FieldKind;
    field.follows_links || matches!(field.kind, FieldKind::Link(_) | FieldKind::Participants)
}

fn make(kind: Option<Kind>, number: u16, records: &[Box<[u8]>], neighbours: &dyn Neighbours) -> Order {
    let field = kind.and_then(|kind| kind.field(number));
    let keys: Vec<SortKey> = records
        .iter()
        .map(|bytes| match (field, RecordView::new(bytes)) {
            (Some(field), Ok(view)) => SortKey::of(field, &field.get(&view, neighbours), neighbours),
            _ => SortKey::Empty,
        })
        .collect();
    // Nearly every comparison is decided by the beginning, which lies in the list that is sorted.
    let mut places: Vec<(u8, u64, Slot)> =
        keys.iter().zip(0..).map(|(key, slot)| (key.rank(), key.beginning(), slot)).collect();
    places.sort_unstable_by(|a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| keys[a.2 as usize].compare(&keys[b.2 as usize])).then(a.2.cmp(&b.2))
    });
    let sorted: Vec<Slot> = places.into_iter().map(|(_, _, slot)| slot).collect();
    let filled = keys.iter().filter(|key| **key != SortKey::Empty).count();
    Order { field: number, keys, sorted, filled }
}

impl Order {
    fn place(&mut self, slot: Slot, key: SortKey) {
        let at = slot as usize;
        if at < self.keys.len() {
            if self.keys[at] == key {
                return;
            }
            if let Ok(old) = self.find(slot) {
                self.sorted.remove(old);
            }
            self.filled -= usize::from(self.keys[at] != SortKey::Empty);
            self.keys[at] = key;
        } else {
            self.keys.push(key);
        }
        self.filled += usize::from(self.keys[at] != SortKey::Empty);
        let new = self.find(slot).unwrap_or_else(|place| place);
        self.sorted.insert(new, slot);
    }

    /// Where a record stands by its present key, or would stand.
    fn find(&self, slot: Slot) -> Result<usize, usize> {
        let key = &self.keys[slot as usize];
        self.sorted.binary_search_by(|other| self.keys[*other as usize].compare(key).then(other.cmp(&slot)))
    }
}
