//! The order of a list.

use leptos::prelude::*;

use super::list_state::ListState;
use crate::domain::query::{Query, Sort};
use crate::domain::record::Kind;
use crate::domain::{campaign, interaction, order};

/// The order of a list until somebody chooses another; none where the titles are in order. What has happened is told from
/// the latest on.
pub fn usual_order(kind: Kind) -> Option<Sort> {
    let field = match kind {
        Kind::Order => order::DAY,
        Kind::Interaction => interaction::WHEN,
        Kind::Campaign => campaign::START,
        _ => return None,
    };
    Some(Sort { field, descending: true })
}

/// A press on a column's head: smallest first, then largest first, then the usual order again.
pub fn sort_by(list: ListState, field: u16) {
    let next = match list.query.with_untracked(|query| query.sort) {
        // Where this is the usual order, it is the first press.
        Some(sort) if sort.field == field && sort.descending && usual_order(list.kind) != Some(sort) => None,
        Some(sort) if sort.field == field && sort.descending => Some(Sort { field, descending: false }),
        Some(sort) if sort.field == field => Some(Sort { field, descending: true }),
        _ => Some(Sort { field, descending: false }),
    };
    list.ask(|query| query.sort = next);
}

/// How a column is sorted, for `aria-sort`. Without a wish the titles are in order, unless a search ranks the rows.
pub fn sort_of(list: ListState, field: u16) -> Option<bool> {
    list.query.with(|query| match query.sort {
        Some(sort) => (sort.field == field).then_some(sort.descending),
        None => (query.search.trim().is_empty() && field == query.kind.title_field()).then_some(false),
    })
}

/// A list for which nobody has chosen an order stands in the one that shows first what matters; what is searched for is
/// ranked.
pub fn in_usual_order(mut query: Query) -> Query {
    if query.sort.is_none() && query.search.trim().is_empty() {
        query.sort = usual_order(query.kind);
    }
    query
}
