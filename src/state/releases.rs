//! Going over to another release without losing a word, and noticing that this browser's copy of the book is gone.

use leptos::prelude::*;

use super::app::AppState;
use super::place;
use super::protocol::Phase;
use crate::domain::book_place::OfBook;
use crate::platform::{clock, page, service_worker};

/// How long a change of release waits for what is on its way to the disk, in milliseconds.
const LONGEST_WAIT_MS: u64 = 10_000;
/// How often it looks, in milliseconds.
const LOOK_MS: u32 = 20;

/// What came of a wish to go over to another release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOver {
    /// The page is being loaded again.
    Begun,
    /// Something on the page is not saved, so it stays.
    Unsaved,
}

/// Goes over to the release that waits, or to what the host has now: saves the field that is being written, waits until
/// everything has reached the disk, and loads the page again. Where something cannot be saved, nothing happens.
pub async fn change_over(app: AppState) -> ChangeOver {
    if !all_is_saved(app).await {
        return ChangeOver::Unsaved;
    }
    reload_into_the_newest().await;
    ChangeOver::Begun
}

/// Saves the field that is being written and waits until everything has reached the disk; whether nothing is left that
/// would be lost with the page.
pub(super) async fn all_is_saved(app: AppState) -> bool {
    page::leave_the_field();
    app.engine.begin_to_watch();
    let began = clock::now_ms();
    // What leaving a field sets off comes a moment later.
    clock::sleep(2 * LOOK_MS).await;
    while app.engine.waiting() > 0 || app.book.with_untracked(|book| book.writing > 0) {
        if clock::now_ms().saturating_sub(began) > LONGEST_WAIT_MS {
            return false;
        }
        clock::sleep(LOOK_MS).await;
    }
    !app.engine.has_failed() && !page::has_unfinished_fields()
}

/// Asks the host for a newer release, waits until it is here, and loads the page again with it. For a page that can do
/// nothing else any more.
pub async fn fetch_and_change_over() {
    service_worker::fetch_newer().await;
    reload_into_the_newest().await;
}

async fn reload_into_the_newest() {
    // Without a waiting release the page itself brings the newest one.
    if service_worker::activate_waiting().await.is_err() {
        page::reload();
    }
}

/// Remembers which book this browser keeps, and calls `on_gone` when it finds a new and empty one in its place. Call it in
/// a component that lives as long as the page.
pub fn follow_the_book(app: AppState, on_gone: impl Fn() + 'static) {
    let standing = Memo::new(move |_| {
        app.book.with(|book| {
            let is_empty = book.counts.iter().all(|(_, count)| *count == 0);
            (book.phase == Phase::Ready).then_some((book.book?, is_empty))
        })
    });
    Effect::new(move |told: Option<bool>| {
        let told = told.unwrap_or(false);
        let Some((book, is_empty)) = standing.get() else { return told };
        let is_another = place::kept(OfBook::Kept).is_some_and(|kept| kept != book.0.to_string());
        if !is_empty {
            // It lies apart from the book, so that it may outlive it.
            place::keep(OfBook::Kept, Some(&book.0.to_string()));
        } else if is_another && !told {
            on_gone();
            return true;
        }
        told
    });
}
