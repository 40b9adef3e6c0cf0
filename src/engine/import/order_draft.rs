//! What the columns of a file of orders seem to be.

use crate::domain::order;
use crate::domain::record::Kind;
use crate::engine::import::draft::date_order_of;
use crate::engine::import_plan::{
    ColumnPart, ColumnPlan, ColumnPolicy, ColumnTarget, ImportPlan, MatchKey, OnMatch, Reading,
};
use crate::formats::order_columns::{OrderColumn, currency_of_header, guess_order_columns};

/// A plan for a file of orders. Without a column of numbers the same order is recognised by all that is known of it, so
/// that a file that comes twice does not count twice.
pub(super) fn order_plan(reading: Reading, headers: &[String], samples: &[Vec<String>]) -> ImportPlan {
    let guessed = guess_order_columns(headers, samples);
    let targets: Vec<Option<ColumnTarget>> = guessed.iter().map(|column| column.map(target_of)).collect();
    let has_number = guessed.contains(&Some(OrderColumn::Number));
    let amounts = headers.iter().zip(&guessed).filter(|(_, column)| **column == Some(OrderColumn::Amount));
    ImportPlan {
        kind: Kind::Order,
        reading,
        date_order: date_order_of(Kind::Order, &targets, samples),
        currency: amounts.filter_map(|(header, _)| currency_of_header(header)).next(),
        columns: targets.into_iter().map(|target| ColumnPlan { target, policy: ColumnPolicy::Replace }).collect(),
        match_by: if has_number { MatchKey::OrderNumber } else { MatchKey::SameOrder },
        on_match: OnMatch::Update,
    }
}

fn target_of(column: OrderColumn) -> ColumnTarget {
    let (field, part) = match column {
        OrderColumn::CustomerNumber => (order::CUSTOMER, ColumnPart::LinkNumber),
        OrderColumn::CustomerEmail => (order::CUSTOMER, ColumnPart::LinkEmail),
        OrderColumn::CustomerName => (order::CUSTOMER, ColumnPart::LinkName),
        OrderColumn::Day => (order::DAY, ColumnPart::Whole),
        OrderColumn::Quantity => (order::QUANTITY, ColumnPart::Whole),
        OrderColumn::Amount => (order::AMOUNT, ColumnPart::Whole),
        OrderColumn::Number => (order::NUMBER, ColumnPart::Whole),
        OrderColumn::Status => (order::STATUS, ColumnPart::Whole),
        OrderColumn::Notes => (order::NOTES, ColumnPart::Whole),
    };
    ColumnTarget { field, part }
}
