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

/// Kinds that stand in the timeline and need no list of their own in a record.
pub const TOLD_IN_TIMELINE: &[Kind] = &[Kind::Interaction, Kind::Task];

/// Whether what happened with records of a kind is told as a timeline.
pub fn has_timeline(kind: Kind) -> bool {
    matches!(kind, Kind::Customer | Kind::Deal | Kind::Ticket)
}

/// What happened: the timeline, or for kinds that nothing happens with the history of their changes.
#[component]
pub fn WhatHappened(
    /// The record.
    record: RecordHandle,
) -> impl IntoView {
    if has_timeline(record.kind) {
        view! { <Timeline record=record/> }.into_any()
    } else {
        view! { <History record=record/> }.into_any()
    }
}
