//! What is measured of customers, for the analyst, and what groups of them come to.

use crate::domain::entity::{stored, stored_choice, stored_number, stored_text};
use crate::domain::field::FieldKind;
use crate::domain::id::Id;
use crate::domain::model::{Feature, NearestCentroid};
use crate::domain::purchases::Purchases;
use crate::domain::record::Kind;
use crate::domain::segment;
use crate::domain::value::{Currency, Day, Money, Value};
use crate::engine::book::Book;
use crate::engine::insight::{PurchaseBook, row_of};
use crate::engine::segment_plan::{FeatureTable, GroupFigures, Groups, PurchaseSummary, SavedSegment, SavedSegments};
use std::rc::Rc;

/// The customers who are there and have orders, by rising identifier.
fn buyers(book: &Book) -> (Rc<PurchaseBook>, Vec<(Id, Purchases)>) {
    let purchases = book.purchases();
    let Some(customers) = book.table(Kind::Customer) else { return (purchases, Vec::new()) };
    let is_live = |id: Id| customers.slot(id).is_some_and(|slot| !customers.is_deleted(slot));
    let live = purchases.by_customer.iter().filter(|(id, _)| is_live(**id));
    let mut buyers: Vec<(Id, Purchases)> = live.map(|(id, purchases)| (*id, *purchases)).collect();
    buyers.sort_unstable_by_key(|(id, _)| *id);
    (purchases, buyers)
}

/// The orders in one look.
pub(super) fn summary(book: &Book) -> PurchaseSummary {
    let (purchases, buyers) = buyers(book);
    PurchaseSummary {
        orders: buyers.iter().map(|(_, one)| u64::from(one.orders)).sum(),
        customers: buyers.len() as u64,
        with_one_order: buyers.iter().filter(|(_, one)| one.orders == 1).count() as u64,
        currency: purchases.currency,
        in_other_currencies: purchases.in_other_currencies,
        as_of: purchases.last_day.and_then(Day::from_days_since_1970),
        all_amounts_zero: buyers.iter().all(|(_, one)| one.total.minor == 0),
    }
}

/// The features of all customers with orders. Whoever has no interval is left out where intervals are asked for.
pub(super) fn features(book: &Book, features: &[Feature]) -> FeatureTable {
    let (purchases, buyers) = buyers(book);
    let Some(as_of) = purchases.last_day else { return FeatureTable::default() };
    let mut table = FeatureTable {
        features: features.to_vec(),
        as_of: Day::from_days_since_1970(as_of),
        ..FeatureTable::default()
    };
    table.values.reserve(buyers.len() * features.len() * 8);
    for (id, one) in buyers {
        let Some(row) = row_of(&one, features, as_of) else { continue };
        table.customers.push(id);
        row.into_iter().for_each(|value| table.values.extend_from_slice(&value.to_le_bytes()));
    }
    table
}

/// The sums from which figures are made.
#[derive(Clone, Copy, Default)]
struct Sums {
    customers: u64,
    orders: u64,
    minor: i64,
    recency: i64,
    intervals: (f64, u64),
}

impl Sums {
    fn add(&mut self, one: &Purchases, as_of: i32) {
        self.customers += 1;
        self.orders += u64::from(one.orders);
        self.minor = self.minor.saturating_add(one.total.minor);
        self.recency += i64::from(one.recency(as_of));
        if let Some(interval) = one.interval() {
            self.intervals = (self.intervals.0 + interval, self.intervals.1 + 1);
        }
    }

    fn figures(self, currency: Currency) -> GroupFigures {
        let mean = |sum: f64, count: u64| if count == 0 { 0.0 } else { sum / count as f64 };
        GroupFigures {
            customers: self.customers,
            orders: self.orders,
            money: Money::new(self.minor, currency),
            recency: mean(self.recency as f64, self.customers),
            interval: (self.intervals.1 > 0).then(|| mean(self.intervals.0, self.intervals.1)),
        }
    }
}

/// What the groups of a model come to.
pub(super) fn groups(book: &Book, model: &NearestCentroid) -> Groups {
    let (purchases, buyers) = buyers(book);
    let currency = purchases.currency.unwrap_or(Currency::USD);
    let as_of = purchases.last_day.unwrap_or_default();
    let mut sums = vec![Sums::default(); model.group_count()];
    let mut all = Sums::default();
    let mut left_out = 0;
    for (_, one) in &buyers {
        all.add(one, as_of);
        let group = row_of(one, model.features(), as_of).and_then(|row| model.assign(&row));
        match group.and_then(|group| sums.get_mut(group)) {
            Some(sum) => sum.add(one, as_of),
            None => left_out += 1,
        }
    }
    Groups {
        groups: sums.into_iter().map(|sum| sum.figures(currency)).collect(),
        money: Money::new(all.minor, currency),
        left_out,
    }
}

/// The saved segments with those who are in them now.
pub(super) fn saved_segments(book: &Book) -> SavedSegments {
    let Some(table) = book.table(Kind::Segment) else { return SavedSegments::default() };
    let (purchases, buyers) = buyers(book);
    let currency = purchases.currency.unwrap_or(Currency::USD);
    let as_of = purchases.last_day.unwrap_or_default();
    let members = book.segment_members();
    let mut all = Sums::default();
    let mut in_none = 0;
    let mut sums: std::collections::BTreeMap<Id, Sums> = std::collections::BTreeMap::new();
    for (id, one) in &buyers {
        all.add(one, as_of);
        match members.get(id) {
            Some(segment) => sums.entry(*segment).or_default().add(one, as_of),
            None => in_none += 1,
        }
    }
    let live = table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot));
    let mut segments: Vec<SavedSegment> = live
        .map(|view| {
            let model = match stored(&view, segment::MODEL, FieldKind::Model) {
                Value::Model(bytes) => bytes,
                _ => Vec::new(),
            };
            let number = |field| stored_number(&view, field);
            let is_trained = !model.is_empty();
            SavedSegment {
                id: view.id(),
                name: stored_text(&view, segment::NAME),
                sentence: stored_text(&view, segment::SENTENCE),
                colour: stored_choice(&view, segment::COLOUR),
                size_when_made: number(segment::SIZE).and_then(|size| u64::try_from(size).ok()),
                group: number(segment::CENTROID).and_then(|group| u32::try_from(group).ok()),
                figures: is_trained.then(|| sums.get(&view.id()).copied().unwrap_or_default().figures(currency)),
                model,
            }
        })
        .collect();
    segments.sort_by(|one, other| (one.group, &one.name, one.id).cmp(&(other.group, &other.name, other.id)));
    let money = purchases.currency.map(|currency| Money::new(all.minor, currency));
    SavedSegments { segments, money, in_none }
}
