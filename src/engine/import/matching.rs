//! Recognising records that are already there, by keys: of people an e-mail address in lower case, the digits of a phone
//! number, name and organisation without case and accents, or the own number; of orders their number, or customer, day,
//! quantity and amount together with how many like it came before.

use crate::domain::field::{FieldKind, Neighbours, NoNeighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::engine::book::Book;
use crate::engine::import_plan::MatchKey;
use crate::engine::look;
use crate::engine::search::fold;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Person {
    /// A record that is already in the book. Its place there may change while the file is read.
    Known(Id),
    /// A record that an earlier row of the same file makes, by its place among the new ones.
    New(usize),
}

/// Whom a key stands for.
enum Bearers {
    One(Person),
    Several(Vec<Person>),
}

impl Bearers {
    fn as_slice(&self) -> &[Person] {
        match self {
            Bearers::One(person) => std::slice::from_ref(person),
            Bearers::Several(people) => people,
        }
    }
}

/// The people by their keys.
pub(super) struct People {
    kind: Kind,
    match_by: MatchKey,
    by_key: HashMap<String, Bearers>,
    /// How many rows of the file had that key so far, where equal ones are counted.
    rows: HashMap<String, u32>,
}

impl People {
    /// The live records of a kind by their keys.
    pub fn new(book: &Book, kind: Kind, match_by: MatchKey) -> People {
        let mut people = People { kind, match_by, by_key: HashMap::new(), rows: HashMap::new() };
        if match_by == MatchKey::Nothing {
            return people;
        }
        if let Some(table) = book.table(kind) {
            let neighbours = book.neighbours();
            people.by_key.reserve(table.len());
            let mut seen = HashMap::new();
            for view in table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot)) {
                let mut keys = people.keys(&view, &neighbours);
                if match_by == MatchKey::SameOrder {
                    keys.iter_mut().for_each(|key| count_in(&mut seen, key));
                }
                people.add(keys, Person::Known(view.id()));
            }
        }
        people
    }

    /// Adds somebody under the keys of their record.
    pub fn add(&mut self, keys: Vec<String>, person: Person) {
        for key in keys {
            match self.by_key.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(Bearers::One(person));
                }
                Entry::Occupied(place) if place.get().as_slice().contains(&person) => {}
                Entry::Occupied(mut place) => {
                    let mut people = place.get().as_slice().to_vec();
                    people.push(person);
                    place.insert(Bearers::Several(people));
                }
            }
        }
    }

    /// The keys of a row's record. Call it once a row: of orders that are alike, it counts.
    pub fn row_keys(&mut self, view: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<String> {
        let mut keys = self.keys(view, neighbours);
        if self.match_by == MatchKey::SameOrder {
            keys.iter_mut().for_each(|key| count_in(&mut self.rows, key));
        }
        keys
    }

    /// A record was changed by a row: it is found by its new keys, too.
    pub fn changed(&mut self, view: &RecordView<'_>, neighbours: &dyn Neighbours, person: Person) {
        // What makes an order the same is what it was found by, so it is as before.
        if self.match_by != MatchKey::SameOrder {
            let keys = self.keys(view, neighbours);
            self.add(keys, person);
        }
    }

    /// Everybody who bears one of the keys.
    pub fn find(&self, keys: &[String]) -> Vec<Person> {
        let mut found: Vec<Person> = Vec::new();
        for person in keys.iter().filter_map(|key| self.by_key.get(key)).flat_map(Bearers::as_slice) {
            if !found.contains(person) {
                found.push(*person);
            }
        }
        found
    }

    /// The keys of a record.
    fn keys(&self, view: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<String> {
        let value =
            |name: &str| self.kind.field_named(name).map(|field| field.get(view, neighbours)).unwrap_or_default();
        match self.match_by {
            MatchKey::Nothing => Vec::new(),
            MatchKey::Email => match value("emails") {
                Value::Emails(list) => list.iter().map(|one| one.value.match_key()).collect(),
                _ => Vec::new(),
            },
            MatchKey::Phone => match value("phones") {
                Value::Phones(list) => {
                    list.iter().map(|one| one.value.match_key()).filter(|key| !key.is_empty()).collect()
                }
                _ => Vec::new(),
            },
            MatchKey::ExternalId => match value("external_id") {
                Value::Text(text) if !text.trim().is_empty() => vec![text.trim().to_lowercase()],
                _ => Vec::new(),
            },
            MatchKey::OrderNumber => match value("number") {
                Value::Text(text) if !text.trim().is_empty() => vec![text.trim().to_lowercase()],
                _ => Vec::new(),
            },
            MatchKey::SameOrder => match (value("customer"), value("day"), value("amount")) {
                (Value::Link(customer), Value::Day(day), Value::Money(amount)) => {
                    let quantity = if let Value::Integer(quantity) = value("quantity") { Some(quantity) } else { None };
                    vec![format!("{customer} {day} {quantity:?} {amount}")]
                }
                _ => Vec::new(),
            },
            MatchKey::NameAndOrganisation => {
                let key = look::name_key(self.kind, view, neighbours);
                if key.trim().is_empty() { Vec::new() } else { vec![key] }
            }
        }
    }
}

/// Makes a key that equal records share one of its own: the n-th of them has n in it.
fn count_in(seen: &mut HashMap<String, u32>, key: &mut String) {
    let count = seen.entry(key.clone()).or_default();
    *count += 1;
    key.push_str(&format!(" {count}"));
}

/// The records of a kind by name and e-mail address, for columns that name a record, such as an owner.
pub(super) struct LinkNames {
    by_name: HashMap<String, Option<Id>>,
}

impl LinkNames {
    /// The live records of a kind. A name that two of them bear finds neither.
    pub fn new(book: &Book, kind: Kind) -> LinkNames {
        let mut by_name: HashMap<String, Option<Id>> = HashMap::new();
        let mut add = |name: String, id: Id| {
            by_name
                .entry(name)
                .and_modify(|known| {
                    if *known != Some(id) {
                        *known = None
                    }
                })
                .or_insert(Some(id));
        };
        if let Some(table) = book.table(kind) {
            for slot in table.slots().filter(|slot| !table.is_deleted(*slot)) {
                let Some(view) = table.view(slot) else { continue };
                add(fold(&table.title(slot, &NoNeighbours)), view.id());
                for field in kind.fields().iter().filter(|field| matches!(field.kind, FieldKind::Emails)) {
                    if let Value::Emails(list) = field.get(&view, &NoNeighbours) {
                        list.into_iter().for_each(|one| add(one.value.match_key(), view.id()));
                    }
                }
            }
        }
        LinkNames { by_name }
    }

    /// The record of that name or address.
    pub fn find(&self, text: &str) -> Option<Id> {
        let text = text.trim();
        self.by_name.get(&fold(text)).or_else(|| self.by_name.get(&text.to_lowercase())).copied().flatten()
    }
}
