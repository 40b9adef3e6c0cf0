//! What the book works out of many records for one: what each customer has bought, and so to which segment they belong.
//! Worked out when first asked for, then kept until the records that it rests on change.

use crate::domain::campaign_results::{Outcome, Tally};
use crate::domain::id::Id;
use crate::domain::purchases::Purchases;
use crate::domain::value::{Currency, Money};
use crate::domain::{order, recipient};
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
}

/// What is kept.
#[derive(Default)]
pub struct Insight {
    purchases: RefCell<Option<(u64, Rc<PurchaseBook>)>>,
    tallies: RefCell<Option<(u64, HashMap<Id, Tally>)>>,
}

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
    pub fn segment(&self, _orders: &Table, _segments: &Table, _customer: Id) -> Option<Id> {
        None
    }
}

fn add_up(orders: &Table) -> PurchaseBook {
    let live = orders.slots().filter(|slot| !orders.is_deleted(*slot));
    let purchases: Vec<(Id, i32, Money)> =
        live.filter_map(|slot| orders.view(slot).as_ref().and_then(order::purchase)).collect();
    let Some(currency) = main_currency(&purchases) else { return PurchaseBook::default() };
    let mut book = PurchaseBook { last_day: None, ..PurchaseBook::default() };
    book.by_customer.reserve(purchases.len() / 2);
    for (customer, day, amount) in purchases {
        let counted = if amount.currency == currency { amount } else { Money::new(0, currency) };
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
