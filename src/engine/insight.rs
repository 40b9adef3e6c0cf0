//! What the book works out of many records for one: what each customer has bought, and so to which segment they belong.
//! Worked out when first asked for, then kept until the records that it rests on change.

use crate::domain::campaign_results::{Outcome, Tally};
use crate::domain::entity::{stored, stored_number};
use crate::domain::field::FieldKind;
use crate::domain::id::Id;
use crate::domain::model::{Feature, NearestCentroid};
use crate::domain::purchases::Purchases;
use crate::domain::value::{Currency, Money, Value};
use crate::domain::{order, recipient, segment};
use crate::engine::table::Table;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The figures of all customers with orders.
#[derive(Default)]
pub struct PurchaseBook {
    /// By customer.
    pub by_customer: HashMap<Id, Purchases>,
    /// The day of the last order of all, in days since 1970.
    pub last_day: Option<i32>,
    /// The currency of most orders, in which the sums are.
    pub currency: Option<Currency>,
    /// Orders in other currencies, whose amounts are in no sum.
    pub in_other_currencies: u64,
}

/// What is kept.
#[derive(Default)]
pub struct Insight {
    purchases: RefCell<Option<(u64, Rc<PurchaseBook>)>>,
    tallies: RefCell<Option<(u64, HashMap<Id, Tally>)>>,
    members: RefCell<Option<(OrdersAndSegments, Rc<Members>)>>,
}

/// The versions of the two tables that memberships rest on.
type OrdersAndSegments = (u64, u64);

/// The segment of each customer who is in one.
pub type Members = HashMap<Id, Id>;

impl Insight {
    /// What a customer has bought.
    pub fn purchases(&self, orders: &Table, customer: Id) -> Option<Purchases> {
        self.purchase_book(orders).by_customer.get(&customer).copied()
    }

    /// What all customers have bought.
    pub fn purchase_book(&self, orders: &Table) -> Rc<PurchaseBook> {
        let mut kept = self.purchases.borrow_mut();
        match &*kept {
            Some((version, book)) if *version == orders.version() => book.clone(),
            _ => {
                let book = Rc::new(add_up(orders));
                *kept = Some((orders.version(), book.clone()));
                book
            }
        }
    }

    /// What came of a campaign so far, costs aside.
    pub fn tally(&self, recipients: &Table, campaign: Id) -> Option<Tally> {
        let mut kept = self.tallies.borrow_mut();
        if kept.as_ref().is_none_or(|(version, _)| *version != recipients.version()) {
            let live = recipients.slots().filter(|slot| !recipients.is_deleted(*slot));
            let mut outcomes: HashMap<Id, Vec<Outcome>> = HashMap::new();
            for (campaign, outcome) in
                live.filter_map(|slot| recipients.view(slot).as_ref().and_then(recipient::outcome))
            {
                outcomes.entry(campaign).or_default().push(outcome);
            }
            let tallies = outcomes.into_iter().map(|(campaign, outcomes)| (campaign, Tally::of(outcomes, None)));
            *kept = Some((recipients.version(), tallies.collect()));
        }
        kept.as_ref().and_then(|(_, tallies)| tallies.get(&campaign).copied())
    }

    /// The segment that a customer belongs to.
    pub fn segment(&self, orders: &Table, segments: &Table, customer: Id) -> Option<Id> {
        self.members(orders, segments).get(&customer).copied()
    }

    /// The segments of all customers with orders. The model says who belongs where, as of the day of the last order, so
    /// that who has ordered since it was trained is in a segment, too.
    pub fn members(&self, orders: &Table, segments: &Table) -> Rc<Members> {
        let versions = (orders.version(), segments.version());
        if let Some((known, members)) = &*self.members.borrow()
            && *known == versions
        {
            return members.clone();
        }
        let members = Rc::new(
            Clustering::newest(segments)
                .map_or_else(HashMap::new, |clustering| clustering.members(&self.purchase_book(orders))),
        );
        *self.members.borrow_mut() = Some((versions, members.clone()));
        members
    }
}

/// A model with the segment of each of its groups.
struct Clustering {
    model: NearestCentroid,
    segments: Vec<Option<Id>>,
}

impl Clustering {
    /// The one that was saved last. Two devices may have saved one each before they heard of each other; a customer is in
    /// one segment, so the newer one counts, which is the same on both.
    fn newest(segments: &Table) -> Option<Clustering> {
        let live = segments.slots().filter(|slot| !segments.is_deleted(*slot));
        let mut saved: Vec<(Id, Vec<u8>, usize)> = live
            .filter_map(|slot| segments.view(slot))
            .filter_map(|view| {
                let Value::Model(model) = stored(&view, segment::MODEL, FieldKind::Model) else { return None };
                let group = stored_number(&view, segment::CENTROID).and_then(|group| usize::try_from(group).ok())?;
                Some((view.id(), model, group))
            })
            .collect();
        saved.sort_unstable_by_key(|(id, _, _)| std::cmp::Reverse(*id));
        // A model that only a newer release can read says nothing here.
        let (model, bytes) = saved
            .iter()
            .find_map(|(_, bytes, _)| NearestCentroid::decode(bytes).ok().map(|model| (model, bytes.clone())))?;
        let mut of_groups = vec![None; model.group_count()];
        for (id, _, group) in saved.iter().filter(|(_, theirs, _)| *theirs == bytes) {
            if let Some(place) = of_groups.get_mut(*group) {
                place.get_or_insert(*id);
            }
        }
        Some(Clustering { model, segments: of_groups })
    }

    fn members(&self, purchases: &PurchaseBook) -> Members {
        let Some(as_of) = purchases.last_day else { return HashMap::new() };
        let segment = |one: &Purchases| {
            let group = self.model.assign(&row_of(one, self.model.features(), as_of)?)?;
            self.segments.get(group).copied().flatten()
        };
        purchases.by_customer.iter().filter_map(|(id, one)| Some((*id, segment(one)?))).collect()
    }
}

/// The features of a customer; none where one of them is not there.
pub(super) fn row_of(one: &Purchases, features: &[Feature], as_of: i32) -> Option<Vec<f64>> {
    features.iter().map(|feature| one.value(*feature, as_of)).collect()
}

fn add_up(orders: &Table) -> PurchaseBook {
    let live = orders.slots().filter(|slot| !orders.is_deleted(*slot));
    let purchases: Vec<(Id, i32, Money)> =
        live.filter_map(|slot| orders.view(slot).as_ref().and_then(order::purchase)).collect();
    let Some(currency) = main_currency(&purchases) else { return PurchaseBook::default() };
    let mut book = PurchaseBook { currency: Some(currency), ..PurchaseBook::default() };
    book.by_customer.reserve(purchases.len() / 2);
    for (customer, day, amount) in purchases {
        let is_counted = amount.currency == currency;
        book.in_other_currencies += u64::from(!is_counted);
        let counted = if is_counted { amount } else { Money::new(0, currency) };
        book.last_day = book.last_day.max(Some(day));
        book.by_customer
            .entry(customer)
            .and_modify(|known| *known = known.and(day, counted))
            .or_insert_with(|| Purchases::of_one(day, counted));
    }
    book
}

/// The currency of most orders, of equally many the first by its code: the same on every device.
fn main_currency(purchases: &[(Id, i32, Money)]) -> Option<Currency> {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    for (_, _, amount) in purchases {
        *counts.entry(amount.currency).or_default() += 1;
    }
    counts.into_iter().max_by(|(a, many), (b, more)| many.cmp(more).then(b.cmp(a))).map(|(currency, _)| currency)
}
