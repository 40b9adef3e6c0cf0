//! The order of a list.

use leptos::prelude::*;

use super::list_state::ListState;
use crate::domain::query::Sort;

/// A press on a column's head: smallest first, then largest first, then the usual order again.
pub fn sort_by(list: ListState, field: u16) {
    let next = match list.query.with_untracked(|query| query.sort) {
        Some(sort) if sort.field == field && sort.descending => None,
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
