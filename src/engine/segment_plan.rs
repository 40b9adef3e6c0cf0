//! What segments are made of and how they stand: the features of customers as a matrix, the orders in one look, the
//! figures of groups. Plain data, part of the protocol.

use crate::domain::id::Id;
use crate::domain::model::Feature;
use crate::domain::value::{Currency, Day, Money};
use borsh::{BorshDeserialize, BorshSerialize};

/// The orders of the book in one look.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct PurchaseSummary {
    /// Orders that count.
    pub orders: u64,
    /// Customers who have some.
    pub customers: u64,
    /// Those of them with a single order, who have no interval.
    pub with_one_order: u64,
    /// The currency of most orders, in which money is counted.
    pub currency: Option<Currency>,
    /// Orders in other currencies: they count as orders, but their amounts are not added up.
    pub in_other_currencies: u64,
    /// The day of the last order of all, to which recency is counted.
    pub as_of: Option<Day>,
    /// Whether no amount is other than zero.
    pub all_amounts_zero: bool,
}

/// A number for each customer and each feature.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct FeatureTable {
    /// What the columns are.
    pub features: Vec<Feature>,
    /// What the rows are, by rising identifier.
    pub customers: Vec<Id>,
    /// The numbers, row after row, as eight little-endian bytes each.
    pub values: Vec<u8>,
    /// The day to which recency is counted; none without orders.
    pub as_of: Option<Day>,
}

impl FeatureTable {
    /// The numbers, row after row.
    pub fn numbers(&self) -> Vec<f64> {
        self.values.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect()
    }
}

/// A group of customers in figures, as of the day of the last order.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct GroupFigures {
    /// How many customers.
    pub customers: u64,
    /// How many orders they have together.
    pub orders: u64,
    /// What those come to.
    pub money: Money,
    /// The mean number of days since their last orders.
    pub recency: f64,
    /// The mean of the days between their orders, of those who have more than one.
    pub interval: Option<f64>,
}

/// The groups of a model, and what is in none of them.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Groups {
    /// One a group, in the order of the model.
    pub groups: Vec<GroupFigures>,
    /// What all orders of customers come to.
    pub money: Money,
    /// Customers with orders of whom the model can say nothing.
    pub left_out: u64,
}

/// The segments that are saved, with their groups as they are now.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct SavedSegments {
    /// The segments, in the order of their groups.
    pub segments: Vec<SavedSegment>,
    /// What all orders of customers come to; none without orders.
    pub money: Option<Money>,
    /// Customers with orders who are in no segment.
    pub in_none: u64,
}

/// A saved segment.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct SavedSegment {
    /// The record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What its customers have in common.
    pub sentence: String,
    /// The code of its colour.
    pub colour: Option<u16>,
    /// How many were in it when it was made.
    pub size_when_made: Option<u64>,
    /// The model, as bytes; empty for a segment that nobody trained.
    pub model: Vec<u8>,
    /// Which of the model's groups it is.
    pub group: Option<u32>,
    /// The figures now; none where no model says who belongs.
    pub figures: Option<GroupFigures>,
}
