//! The home line: where the data are and how safe they are, always true and always there.

use leptos::prelude::*;

use super::addresses::{DEVICES, STORAGE};
use super::link::Link;
use super::sync::standing;
use super::words::{language, t, tc, tf};
use crate::messages::{shell as words, sync as sync_words};
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
    on_this_device(app).unwrap_or_else(|| standing(app))
}

/// How well the data are kept on this device; nothing where that is well and other devices are to have them, too.
fn on_this_device(app: AppState) -> Option<(Safety, String)> {
    let is_alone = !app.devices.state.with(|state| state.is_on);
    if let Connection::Lost(_) = app.connection.get() {
        return Some((Safety::Bad, t(words::HOME_UNREACHABLE)));
    }
    app.book.with(|book| {
        let told = match &book.phase {
            Phase::Failed(_) => (Safety::Bad, t(words::HOME_UNREACHABLE)),
            _ if book.failed_writes > 0 => (Safety::Bad, t(words::HOME_NOT_SAVED)),
            _ if book.damaged > 0 => (Safety::Bad, tc(words::HOME_DAMAGED, u64::from(book.damaged))),
            _ if book.writing > 0 => (Safety::Good, t(words::HOME_SAVING)),
            Phase::Opening | Phase::Locked | Phase::Loading => (Safety::Good, t(words::HOME_OPENING)),
            _ if app.room.is_almost_full() => (Safety::Warning, t(words::HOME_DISK_ALMOST_FULL)),
            _ if !is_alone => return None,
            _ => match book.last_saved {
                Some(at) => {
                    let time = format::instant(language(), at, format::InstantStyle::Time);
                    (Safety::Good, tf(words::HOME_SAVED_AT, &[("time", &time)]))
                }
                None => (Safety::Good, t(words::HOME_SAVED)),
            },
        };
        Some(told)
    })
}

/// The line at the foot of the sidebar, and on a phone while something is wrong. Opens the settings that it is about.
#[component]
pub fn HomeLine() -> impl IntoView {
    let app = use_app();
    let state = Memo::new(move |_| safety(app));
    let is_alone = Memo::new(move |_| !app.devices.state.with(|state| state.is_on));
    let is_about_the_disk = Memo::new(move |_| on_this_device(app).is_some());
    let href = Signal::derive(move || if is_about_the_disk.get() { STORAGE } else { DEVICES }.to_owned());
    let opens =
        move || t(if is_about_the_disk.get() { words::HOME_OPENS_STORAGE } else { sync_words::HOME_OPENS_SYNC });
    let what = move || t(if is_alone.get() { words::ONLY_ON_THIS_DEVICE } else { sync_words::ON_SEVERAL_DEVICES });
    view! {
        <Link href=href attr:class=move || format!("home-line {}", state.get().0.class()) attr:title=opens>
            <span class="home-dot" aria-hidden="true"></span>
            <span class="home-what">{what}</span>
            <span class="home-state" role="status">{move || state.get().1}</span>
        </Link>
    }
}
