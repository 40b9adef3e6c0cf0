//! `/tickets`: the queue, and one ticket with its conversation and its clocks.

mod clocks;
mod compose;
mod conversation;
mod desk;
mod satisfaction;

use leptos::prelude::*;

use self::conversation::Conversation;
use self::desk::Desk;
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::Kind;
use crate::domain::ticket;
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::{format, live, use_app};
use crate::ui::records::{RecordHandle, RecordList, RecordPage, RecordParts};
use crate::ui::words::{language, tc, tf};

/// From this rating on a customer counts as satisfied.
const SATISFIED: [u16; 2] = [4, 5];

/// What the clocks and the status above the fields say already.
const TOLD_BY_THE_DESK: &[u16] = &[
    ticket::CATEGORY,
    ticket::DUE,
    ticket::FIRST_RESPONSE_DUE,
    ticket::RESOLUTION_DUE,
    ticket::STANDS_STILL_SINCE,
    ticket::CLOCK_SHOWS,
];

fn parts() -> RecordParts {
    RecordParts {
        lead: Some(|record: RecordHandle| view! { <Desk record=record/> }.into_any()),
        main: Some(|record: RecordHandle| view! { <Conversation record=record/> }.into_any()),
        instead_of: TOLD_BY_THE_DESK,
    }
}

/// The queue of tickets, with the open one beside it.
#[component]
pub fn TicketsPage() -> impl IntoView {
    view! { <RecordList kind=Kind::Ticket parts=parts() note=satisfaction_share()/> }
}

/// One ticket on a page of its own.
#[component]
pub fn TicketPage() -> impl IntoView {
    view! { <RecordPage kind=Kind::Ticket parts=parts()/> }
}

/// The share of satisfied customers among those who gave a rating (CSAT), with how many did; nothing before the first.
fn satisfaction_share() -> Signal<String> {
    let engine = use_app().engine;
    let rated = |comparison: Comparison, codes: &[u16]| {
        let values = codes.iter().map(|code| Value::Choice(*code)).collect();
        let filter = Filter { field: ticket::SATISFACTION, comparison, values };
        Query { filters: vec![filter], ..Query::all(Kind::Ticket) }
    };
    let counts = live(
        &[Kind::Ticket],
        || (),
        move |()| async move {
            let all = engine.count(rated(Comparison::IsNotEmpty, &[])).await?;
            let satisfied = engine.count(rated(Comparison::Is, &SATISFIED)).await?;
            Ok((satisfied, all))
        },
    );
    Signal::derive(move || match counts.value.get() {
        Some((satisfied, all)) if all > 0 => {
            let share = format::percent(language(), satisfied as f64 / all as f64);
            tf(words::CSAT, &[("share", &share), ("ratings", &tc(words::RATINGS, all))])
        }
        _ => String::new(),
    })
}
