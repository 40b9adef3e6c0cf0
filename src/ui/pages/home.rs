//! `/`: how the business stands today, or the first run where there is nothing yet.

mod agenda;
mod backup_reminder;
mod figures;
mod today;
mod welcome;

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::messages::shell as words;
use crate::state::protocol::Phase;
use crate::state::use_app;
use crate::ui::controls::Skeleton;
use crate::ui::words::t;

use today::Today;
use welcome::Welcome;

/// What the start shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Waiting,
    FirstRun,
    Today,
}

/// The start. A book in which there is nothing but who works in it is at its first run.
#[component]
pub fn HomePage() -> impl IntoView {
    let app = use_app();
    let start = Memo::new(move |_| {
        app.book.with(|book| {
            let is_empty = Kind::ALL.into_iter().all(|kind| kind == Kind::Member || book.count(kind) == 0);
            match (&book.phase, is_empty) {
                (_, false) => Start::Today,
                (Phase::Ready, true) => Start::FirstRun,
                _ => Start::Waiting,
            }
        })
    });
    move || match start.get() {
        Start::Waiting => view! { <Skeleton label=move || t(words::OPENING)/> }.into_any(),
        Start::FirstRun => view! { <Welcome/> }.into_any(),
        Start::Today => view! { <Today/> }.into_any(),
    }
}
