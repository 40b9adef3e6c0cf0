//! What this browser remembers of the book that this tab shows, apart from every other book.

use std::cell::OnceCell;

use crate::domain::book_place::{BookPlace, OfBook};
use crate::platform::{page, preferences};

/// Under this name the page's first script tells which book it has begun to open.
const TOLD_BY: &str = "burrowBook";

thread_local! {
    // It stays as long as the page: another book is another page.
    static HERE: OnceCell<BookPlace> = const { OnceCell::new() };
}

/// Where the book of this tab lies.
pub(super) fn here() -> BookPlace {
    let told = || page::left_by_first_script(TOLD_BY).and_then(|id| BookPlace::parse(&id)).unwrap_or_default();
    HERE.with(|here| *here.get_or_init(told))
}

/// What something of this tab's book is called in the browser.
pub(super) fn name_here(what: OfBook) -> String {
    here().name_for(what)
}

/// What is remembered of this tab's book.
pub(super) fn kept(what: OfBook) -> Option<String> {
    kept_of(here(), what)
}

/// What is remembered of a book.
pub(super) fn kept_of(place: BookPlace, what: OfBook) -> Option<String> {
    preferences::get(&place.name_for(what))
}

/// Remembers something of this tab's book, or forgets it.
pub(super) fn keep(what: OfBook, value: Option<&str>) {
    keep_of(here(), what, value);
}

/// Remembers something of a book, or forgets it.
pub(super) fn keep_of(place: BookPlace, what: OfBook, value: Option<&str>) {
    let key = place.name_for(what);
    // A browser that keeps nothing asks again, reminds again, and has no other tab that could read it either.
    let _ = match value {
        Some(value) => preferences::set(&key, value),
        None => preferences::remove(&key),
    };
}
