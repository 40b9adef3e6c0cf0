//! The books of this browser: which there are, which one this tab shows, going over to another, deleting one.
//!
//! The list lies in `localStorage` and is joined with the databases that the browser tells of, so that a lost list loses no
//! book. A book is another page: going over loads it anew, which drops all that the page had in memory.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::book_making::remove_unfinished;
use super::engine::{Connection, Engine};
use super::place::{here, keep, keep_of, kept_of};
use super::protocol::{Failure, Phase};
use super::releases::all_is_saved;
use crate::domain::book_place::{
    BookPlace, LIST, ListedBook, NameProblem, OPENED_LAST, OfBook, SHOWN_HERE, Sort, book_name, file_part, list_text,
    parse_list,
};
use crate::messages::{Language, books as words};
use crate::platform::{clock, databases, page, preferences};

/// Under this name the page's first script tells of a book that it did not find.
const MISSED_BY: &str = "burrowBookMissed";
/// How much of an identifier tells books without a name apart.
const SHOWN_OF_ID: usize = 4;

/// The books of this browser.
#[derive(Clone, Copy)]
pub struct Books {
    /// Which one this tab shows.
    pub here: BookPlace,
    /// All of them, in the order in which they were made. There is always one.
    pub list: RwSignal<Vec<ListedBook>>,
    /// The book that this tab was to show is not there, so that it shows another; told once.
    pub missed: RwSignal<bool>,
    /// Serves a book while it is being made; without a worker otherwise.
    pub(super) maker: Engine,
}

/// When a book was last seen open, and how many records it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenBook {
    /// When, milliseconds since 1970.
    pub at: u64,
    /// How many records.
    pub records: u64,
}

impl Books {
    /// What this browser remembers.
    pub(super) fn read() -> Books {
        Books {
            here: here(),
            list: RwSignal::new(read_list()),
            missed: RwSignal::new(page::left_by_first_script(MISSED_BY).is_some_and(|id| !id.is_empty())),
            maker: Engine::new(RwSignal::new(Connection::default())),
        }
    }

    /// Follows what other tabs do to the list, finds what it has lost, and removes what was not finished.
    pub(super) fn start(self, app: AppState) {
        window_event_listener_untyped("storage", move |_| self.read_again());
        spawn_local(async move {
            remove_unfinished().await;
            self.find_lost().await;
        });
        Effect::new(move || {
            // Deleted by another tab, or by the browser: loading the page again must not look for it.
            let is_one_of_several = self.here != BookPlace::FIRST || self.list.with_untracked(|list| list.len() > 1);
            if app.phase.get() == Phase::Failed(Failure::BookGone) && is_one_of_several {
                self.forget(self.here);
            }
        });
        let seen = Memo::new(move |_| {
            app.book.with(|book| {
                let records = book.counts.iter().map(|(_, count)| *count).sum::<u64>();
                (book.phase == Phase::Ready).then_some(records)
            })
        });
        let note = move |records: Option<u64>| {
            // One that was deleted in this tab leaves nothing behind.
            let is_listed = self.list.with_untracked(|list| list.iter().any(|book| book.place == self.here));
            if let Some(records) = records.filter(|_| is_listed) {
                keep(OfBook::Seen, Some(&format!("{} {records}", clock::now_ms())));
            }
        };
        Effect::new(move || note(seen.get()));
        window_event_listener_untyped("pagehide", move |_| note(seen.get_untracked()));
    }

    fn read_again(self) {
        let list = read_list();
        if self.list.with_untracked(|known| *known != list) {
            self.list.set(list);
        }
    }

    /// Puts books into the list that are on the disk and not in it.
    async fn find_lost(self) {
        let Some(names) = databases::names().await else { return };
        let unfinished: Vec<BookPlace> =
            names.iter().filter_map(|name| BookPlace::of_name(name, OfBook::Unfinished)).collect();
        let found = names.iter().filter_map(|name| BookPlace::of_name(name, OfBook::Book));
        let mut list = read_list();
        let known = list.len();
        for place in found.filter(|place| !unfinished.contains(place)) {
            if list.iter().all(|book| book.place != place) {
                list.push(ListedBook { place, name: String::new() });
            }
        }
        if list.len() > known {
            self.keep_list(list);
        }
    }

    /// The book that this tab shows. Reactive.
    pub fn name_here(self, language: Language) -> String {
        self.name_of(self.here, language)
    }

    /// What a book is called on the screen. Reactive.
    pub fn name_of(self, place: BookPlace, language: Language) -> String {
        self.list
            .with(|list| list.iter().find(|book| book.place == place).map(|book| shown_name(book, language)))
            .unwrap_or_default()
    }

    /// The books with their names on the screen. Reactive.
    pub fn named(self, language: Language) -> Vec<(BookPlace, String)> {
        self.list.with(|list| list.iter().map(|book| (book.place, shown_name(book, language))).collect())
    }

    /// What stands in the name of a file for this tab's book, with a hyphen before it; empty while there is no other book.
    pub fn part_of_file_name(self, language: Language) -> String {
        if !self.list.with_untracked(|list| list.len() > 1) {
            return String::new();
        }
        let part = untrack(|| file_part(&self.name_here(language)));
        if part.is_empty() { part } else { format!("-{part}") }
    }

    /// Whether there is more than one. Reactive.
    pub fn are_several(self) -> bool {
        self.list.with(|list| list.len() > 1)
    }

    /// The name that was typed for a book that is to be made, or for the one at `place`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_name(self, typed: &str, place: Option<BookPlace>) -> Result<String, NameProblem> {
        self.read_again();
        let others = self.names_but(place);
        book_name(typed, others.iter().map(String::as_str))
    }

    /// What the books are called but the one at `place`, in either language.
    pub fn names_but(self, place: Option<BookPlace>) -> Vec<String> {
        let others = |list: &Vec<ListedBook>| {
            let others = list.iter().filter(|book| Some(book.place) != place);
            others.flat_map(|book| Language::ALL.map(|language| shown_name(book, language))).collect()
        };
        self.list.with_untracked(others)
    }

    /// Gives a book another name.
    pub fn rename(self, place: BookPlace, name: String) {
        let mut list = read_list();
        match list.iter_mut().find(|book| book.place == place) {
            Some(book) => book.name = name,
            None => list.push(ListedBook { place, name }),
        }
        self.keep_list(list);
    }

    /// When a book was last seen open. What other tabs note meanwhile is not followed.
    pub fn seen(self, place: BookPlace) -> Option<SeenBook> {
        let text = preferences::get(&place.name_for(OfBook::Seen))?;
        let (at, records) = text.split_once(' ')?;
        Some(SeenBook { at: at.parse().ok()?, records: records.parse().ok()? })
    }

    /// Takes a book off the list.
    fn forget(self, place: BookPlace) {
        let mut list = read_list();
        list.retain(|book| book.place != place);
        self.keep_list(list);
    }

    fn keep_list(self, list: Vec<ListedBook>) {
        let is_as_if_never = list.iter().all(|book| book.place == BookPlace::FIRST && book.name.is_empty());
        // A browser that keeps nothing still finds the books by their databases.
        let _ = if is_as_if_never { preferences::remove(LIST) } else { preferences::set(LIST, &list_text(&list)) };
        self.list.set(read_list());
    }
}

fn read_list() -> Vec<ListedBook> {
    let mut list = parse_list(preferences::get(LIST).as_deref());
    // Where nothing is remembered, this tab's book is there all the same.
    if preferences::get(LIST).is_none() && list.iter().all(|book| book.place != here()) {
        list.push(ListedBook { place: here(), name: String::new() });
    }
    list
}

fn shown_name(book: &ListedBook, language: Language) -> String {
    if !book.name.is_empty() {
        return book.name.clone();
    }
    match book.place {
        BookPlace::FIRST => words::BOOK.text(language).to_owned(),
        place => {
            let id: String = place.id().chars().take(SHOWN_OF_ID).collect();
            words::FOUND_BOOK.fill(language, &[("id", &id)])
        }
    }
}

/// Shows another book in this tab: saves the field that is being written, waits until all has reached the disk, and loads the
/// page with the other book. `false` where something could not be saved; then nothing happens.
pub async fn open_book(app: AppState, place: BookPlace) -> bool {
    if place == app.books.here {
        return true;
    }
    let has_nothing_to_save = app.book.with_untracked(|book| matches!(book.phase, Phase::Locked | Phase::Failed(_)));
    if !has_nothing_to_save && !all_is_saved(app).await {
        return false;
    }
    leave_for(place);
    true
}

fn leave_for(place: BookPlace) {
    // A tab that keeps nothing opens what was opened last, and a browser that keeps nothing opens the first.
    let _ = preferences::set_of_tab(SHOWN_HERE, &place.id());
    let _ = preferences::set(OPENED_LAST, &place.id());
    // What the address names is in this book and in no other.
    page::go_to(&page::base_path());
}

/// Deletes a book with all that this browser has of it. Other tabs that show it are told by the browser. The one that this
/// tab shows is closed first, and another takes its place.
///
/// # Errors
/// The browser did not delete it, most often because another tab does not let go of it; then it is still listed.
pub async fn delete_book(app: AppState, place: BookPlace) -> Result<(), Failure> {
    let is_here = place == app.books.here;
    if is_here {
        // Its worker has the database open.
        app.engine.end();
    }
    if let Err(error) = databases::delete(&place.name_for(OfBook::Book)).await {
        if is_here {
            app.restart_engine();
        }
        return Err(Failure::StorageLost(error.to_string()));
    }
    if kept_of(place, OfBook::Courier).is_some() {
        super::courier::take_back(place).await;
    }
    forget_all_of(place).await;
    app.books.forget(place);
    if is_here {
        let next = app.books.list.with_untracked(|list| list.first().map(|book| book.place)).unwrap_or_default();
        leave_for(next);
    }
    Ok(())
}

/// Everything of a book but the book itself.
pub(super) async fn forget_all_of(place: BookPlace) {
    for what in OfBook::ALL {
        match what.sort() {
            Sort::Key => keep_of(place, *what, None),
            Sort::Database if *what != OfBook::Book => {
                // It holds nothing of the book; one that stays gives nobody any right.
                let _ = databases::delete(&place.name_for(*what)).await;
            }
            Sort::Database | Sort::Channel | Sort::WebLock => {}
        }
    }
}
