//! What a page shows of its records besides their fields, and what happened with them.

use leptos::prelude::*;

use super::history::History;
use super::record_handle::RecordHandle;
use super::timeline::Timeline;
use crate::domain::record::Kind;

/// What a page adds to the records of its kind.
#[derive(Clone, Copy, Default)]
pub struct RecordParts {
    /// Stands under the head, above the fields.
    pub lead: Option<fn(RecordHandle) -> AnyView>,
    /// Stands above what happened.
    pub main: Option<fn(RecordHandle) -> AnyView>,
    /// The numbers of fields that these show, so that they are not shown twice.
    pub instead_of: &'static [u16],
}

/// Kinds that stand in the timeline of such a record and need no list of their own in it. An order or a campaign says
/// more there, with its amount and its day, than by its title.
pub fn told_in_timeline(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Customer => &[Kind::Interaction, Kind::Task, Kind::Order, Kind::Recipient],
        Kind::Deal | Kind::Ticket => &[Kind::Interaction, Kind::Task],
        _ => &[],
    }
}

/// Entries of a timeline at first where it has a page, and where other things follow it.
const FIRST_ENTRIES: u32 = 20;
const FIRST_ENTRIES_BETWEEN: u32 = 6;

/// Whether what happened with records of a kind is told as a timeline.
pub fn has_timeline(kind: Kind) -> bool {
    matches!(kind, Kind::Customer | Kind::Deal | Kind::Ticket)
}

/// What happened: the timeline, or for kinds that nothing happens with the history of their changes.
#[component]
pub fn WhatHappened(
    /// The record.
    record: RecordHandle,
    /// Whether other things follow below.
    #[prop(optional)]
    between: bool,
) -> impl IntoView {
    if has_timeline(record.kind) {
        let first = if between { FIRST_ENTRIES_BETWEEN } else { FIRST_ENTRIES };
        view! { <Timeline record=record first=first/> }.into_any()
    } else {
        view! { <History record=record/> }.into_any()
    }
}
