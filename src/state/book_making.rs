//! Making a book beside the one that is open: empty, or from a backup. It enters the list when it is whole, and until then
//! something stands beside it by which it can be told and removed, whatever happens.
//!
//! That mark is a database of its own, so that the browser keeps or loses it together with the book. It is made before the
//! book and deleted after it is whole: a whole book never has one. Who makes a book holds its lock, so that another tab does
//! not take it for left behind.

use super::app::AppState;
use super::backups::LastBackup;
use super::books::{Books, forget_all_of};
use super::engine::Engine;
use super::place::keep_of;
use super::protocol::{Failure, Phase, Reply, Request};
use crate::domain::book_place::{BookPlace, ID_LENGTH, OfBook};
use crate::platform::locks::LockGuard;
use crate::platform::{clock, databases, locks, random};

/// How long a new book may take to be ready, in milliseconds.
const LONGEST_WAIT_MS: u64 = 30_000;
/// How often it is asked, in milliseconds.
const LOOK_MS: u32 = 30;

/// A book that is being made. To be finished or abandoned; one that is only dropped is removed at the next start.
pub struct NewBook {
    place: BookPlace,
    books: Books,
    app: AppState,
    _lock: Option<LockGuard>,
}

/// Makes an empty book of that name.
///
/// # Errors
/// It could not be made; then nothing is left of it.
pub async fn make_book(app: AppState, name: String) -> Result<BookPlace, Failure> {
    let book = NewBook::begin(app).await?;
    book.finish(name, None).await
}

impl NewBook {
    /// Begins a new book and waits until it can be written into.
    ///
    /// # Errors
    /// The browser refuses; then nothing is left of it.
    pub async fn begin(app: AppState) -> Result<NewBook, Failure> {
        let mut chance = [0; ID_LENGTH];
        random::fill(&mut chance).map_err(|error| Failure::Bug(error.to_string()))?;
        let place = BookPlace::from_chance(chance);
        // Without locks tabs do not know of each other, and nothing that seems left behind is removed.
        let lock = locks::try_lock(&place.name_for(OfBook::Making)).await.ok().flatten();
        databases::make(&place.name_for(OfBook::Unfinished)).await.map_err(unavailable)?;
        let book = NewBook { place, books: app.books, app, _lock: lock };
        book.books.maker.start_to_make(place);
        match book.wait_until_ready().await {
            Ok(()) => Ok(book),
            Err(failure) => {
                book.abandon().await;
                Err(failure)
            }
        }
    }

    /// What serves it.
    pub fn engine(&self) -> Engine {
        self.books.maker
    }

    async fn wait_until_ready(&self) -> Result<(), Failure> {
        let began = clock::now_ms();
        loop {
            match self.engine().ask(Request::State).await {
                Reply::State(state) => match state.phase {
                    Phase::Ready => return Ok(()),
                    Phase::Failed(failure) => return Err(failure),
                    Phase::Opening | Phase::Loading | Phase::Locked => {}
                },
                Reply::Failed(failure) => return Err(failure),
                other => return Err(Failure::Bug(format!("{other:?}"))),
            }
            if clock::now_ms().saturating_sub(began) > LONGEST_WAIT_MS {
                return Err(Failure::NotReady);
            }
            clock::sleep(LOOK_MS).await;
        }
    }

    /// It is whole: puts it into the list. `backup` is what it was made from.
    ///
    /// # Errors
    /// The mark could not be taken away; then the book is removed, since it would be at the next start.
    pub async fn finish(self, name: String, backup: Option<LastBackup>) -> Result<BookPlace, Failure> {
        self.engine().end();
        if let Err(error) = databases::delete(&self.place.name_for(OfBook::Unfinished)).await {
            let failure = unavailable(error);
            self.abandon().await;
            return Err(failure);
        }
        keep_of(self.place, OfBook::Currency, Some(self.app.settings.currency_here().code()));
        if let Some(backup) = backup {
            keep_of(self.place, OfBook::LastBackup, Some(&backup.text()));
        }
        self.books.rename(self.place, name);
        Ok(self.place)
    }

    /// Removes all of it.
    pub async fn abandon(self) {
        self.engine().end();
        remove(self.place).await;
    }
}

fn unavailable(error: databases::DatabaseError) -> Failure {
    Failure::StorageUnavailable(error.to_string())
}

/// Removes a book that was not finished; its mark goes last, and stays where the book could not be removed.
async fn remove(place: BookPlace) {
    if databases::delete(&place.name_for(OfBook::Book)).await.is_ok() {
        forget_all_of(place).await;
    }
}

/// Removes what was being made when its tab ended. What another tab is making is left alone.
pub(super) async fn remove_unfinished() {
    let names = databases::names().await.unwrap_or_default();
    for place in names.iter().filter_map(|name| BookPlace::of_name(name, OfBook::Unfinished)) {
        // The first book is never made beside another.
        if place == BookPlace::FIRST {
            continue;
        }
        let Ok(Some(_lock)) = locks::try_lock(&place.name_for(OfBook::Making)).await else { continue };
        // Finished by another tab between the two looks.
        if databases::exists(&place.name_for(OfBook::Unfinished)).await == Ok(true) {
            remove(place).await;
        }
    }
}
