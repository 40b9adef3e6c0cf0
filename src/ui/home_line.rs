//! The home line: where the data are and how safe they are, always true and always there.

use leptos::prelude::*;

use super::addresses::STORAGE;
use super::link::Link;
use super::words::{language, t, tc, tf};
use crate::messages::shell as words;
use crate::state::protocol::Phase;
use crate::state::{AppState, Connection, format, use_app};

/// How well the data are kept, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// All is saved.
    Good,
    /// Something needs attention.
    Warning,
    /// Something is not saved or cannot be read.
    Bad,
}

impl Safety {
    /// The word that the style sheet knows it by.
    pub const fn class(self) -> &'static str {
        match self {
            Safety::Good => "ok",
            Safety::Warning => "warning",
            Safety::Bad => "bad",
        }
    }
}

/// How well the data are kept, and the words for it. Reactive.
pub fn safety(app: AppState) -> (Safety, String) {
    if let Connection::Lost(_) = app.connection.get() {
        return (Safety::Bad, t(words::HOME_UNREACHABLE));
    }
    app.book.with(|book| match &book.phase {
        Phase::Failed(_) => (Safety::Bad, t(words::HOME_UNREACHABLE)),
        _ if book.failed_writes > 0 => (Safety::Bad, t(words::HOME_NOT_SAVED)),
        _ if book.damaged > 0 => (Safety::Bad, tc(words::HOME_DAMAGED, u64::from(book.damaged))),
        _ if book.writing > 0 => (Safety::Good, t(words::HOME_SAVING)),
        Phase::Opening | Phase::Locked | Phase::Loading => (Safety::Good, t(words::HOME_OPENING)),
        _ if app.room.is_almost_full() => (Safety::Warning, t(words::HOME_DISK_ALMOST_FULL)),
        _ => (
            Safety::Good,
            match book.last_saved {
                Some(at) => {
                    tf(words::HOME_SAVED_AT, &[("time", &format::instant(language(), at, format::InstantStyle::Time))])
                }
                None => t(words::HOME_SAVED),
            },
        ),
    })
}

/// The line at the foot of the sidebar, and on a phone while something is wrong. Opens the storage settings.
#[component]
pub fn HomeLine() -> impl IntoView {
    let app = use_app();
    let state = Memo::new(move |_| safety(app));
    view! {
        <Link href=STORAGE attr:class=move || format!("home-line {}", state.get().0.class()) attr:title=move || t(words::HOME_OPENS_STORAGE)>
            <span class="home-dot" aria-hidden="true"></span>
            <span class="home-what">{move || t(words::ONLY_ON_THIS_DEVICE)}</span>
            <span class="home-state" role="status">{move || state.get().1}</span>
        </Link>
    }
}
