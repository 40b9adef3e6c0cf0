//! From the disk into memory: the pages, then the journal; and keeping up with what other tabs write.

use crate::domain::record::Kind;
use crate::engine::book::{Book, Changed};
use crate::engine::core::{Engine, failure_of, failure_of_disk};
use crate::engine::protocol::{Failure, Phase};
use crate::engine::table::Table;
use crate::storage::{
    BatchReference, BatchTally, Disk, JournalRead, JournalRow, Key, Page, SealedPages, Storage, StorageError, Store,
    Unreadable,
};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

/// Pages read from the disk at a time: 16,384 records, some five megabytes.
const PAGES_AT_A_TIME: u32 = 32;
/// What is read first, so that people can begin: customers, and the members who look after them.
const READ_FIRST: [Kind; 2] = [Kind::Member, Kind::Customer];
/// Journal rows read at a time.
const ROWS_AT_A_TIME: u32 = 500;
/// Records put into the search index between two looks at the messages.
const INDEXED_AT_A_TIME: usize = 1_000;

impl<D: Disk + 'static> Engine<D> {
    /// Opens the book, or says why not; nothing is ever deleted. Lists can be asked as soon as customers are there.
    pub async fn open(self: &Rc<Self>) {
        self.set_phase(Phase::Opening);
        let disk = match (self.open_disk)().await {
            Ok(disk) => disk,
            Err(error) => return self.set_phase(Phase::Failed(failure_of_disk(&error))),
        };
        match Storage::open(disk, self.environment.chance(), self.environment.now()).await {
            Ok(storage) => {
                self.lock_on.set(false);
                self.open_storage(Rc::new(storage)).await;
            }
            Err(StorageError::Locked) => {
                self.lock_on.set(true);
                self.set_phase(Phase::Locked);
            }
            Err(error) => self.set_phase(Phase::Failed(failure_of(&error))),
        }
    }

    /// Reads the book of an open disk, or says why not.
    pub(super) async fn open_storage(self: &Rc<Self>, storage: Rc<Storage<D>>) {
        self.set_phase(Phase::Opening);
        match self.read_all(storage).await {
            Ok(()) => {
                self.set_phase(Phase::Ready);
                self.sync_bell.ring();
                self.index_all().await;
            }
            Err(failure) => self.set_phase(Phase::Failed(failure)),
        }
    }

    async fn read_all(&self, storage: Rc<Storage<D>>) -> Result<(), Failure> {
        let _turn = self.reading.take().await;
        *self.storage.borrow_mut() = Some(storage.clone());
        self.load(&storage).await.map_err(|error| failure_of(&error))?;
        if self.book.borrow().operations.len() > super::fold::FOLD_AT_START {
            self.environment.fold_later();
        }
        Ok(())
    }

    /// Reads pages and journal into a new book, which then takes the place of the present one. Only for who has the turn.
    async fn load(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        loop {
            let actor = self.book.borrow().clock.actor();
            let mut book = Book::new(actor);
            book.built_on = storage.refresh_fold_position().await?;
            book.through = book.built_on.through;
            book.heads = storage.folded_heads();
            // Rows that were left behind by a fold cannot be read, or name a batch that cannot.
            for key in
                storage.disk().keys(Store::Journal, None, Some(Key::Number(book.through)), ROWS_AT_A_TIME).await?
            {
                if let Key::Number(key) = key {
                    note_unreadable(&mut book, key, &Unreadable::Damaged);
                }
            }
            let rest = Kind::ALL.into_iter().filter(|kind| !READ_FIRST.contains(kind));
            let known = READ_FIRST.into_iter().chain(rest).map(Kind::number);
            let unknown = storage.kinds().await?.into_iter().filter(|number| Kind::from_number(*number).is_none());
            let kinds: Vec<u16> = known.chain(unknown).collect();
            let begin = async |kind: Option<&u16>| match kind {
                Some(kind) => Some(Begun::new(storage.sealed_pages(*kind, 0, PAGES_AT_A_TIME)).await),
                None => None,
            };
            let mut next = begin(kinds.first()).await;
            let mut is_shown = false;
            for (at, number) in kinds.iter().enumerate() {
                let Some(pages) = std::mem::replace(&mut next, begin(kinds.get(at + 1)).await) else { break };
                load_pages(storage, &mut book, *number, pages.wait().await?).await?;
                if at + 1 == READ_FIRST.len() && *self.phase.borrow() == Phase::Opening {
                    is_shown = self.show_early(storage, &mut book).await?;
                }
            }
            if is_shown {
                book.take_back(&mut self.book.borrow_mut());
            }
            // What this tab wrote meanwhile went into the old book and must be in the new one too.
            let mut is_whole = true;
            while is_whole {
                is_whole = self.read_journal_into(storage, &mut book).await?;
                if is_whole && book.through >= self.book.borrow().latest_key() {
                    let mut place = self.book.borrow_mut();
                    book.succeed(&mut place);
                    *place = book;
                    self.epoch.set(self.epoch.get() + 1);
                    return Ok(());
                }
            }
            // Another tab folded in the middle: what was read is not one state, so it is read again.
        }
    }

    /// Lets lists of the kinds that were read first be asked for while the rest is read. Not with anything in the journal:
    /// it may say that what was read is no longer so. Returns whether they can.
    async fn show_early(&self, storage: &Storage<D>, book: &mut Book) -> Result<bool, StorageError> {
        if !matches!(storage.read_journal(book.through, 1).await?, JournalRead::Rows(rows) if rows.is_empty()) {
            return Ok(false);
        }
        let mut early = book.lend(&READ_FIRST);
        early.succeed(&mut self.book.borrow_mut());
        self.book.replace(early);
        self.set_phase(Phase::Loading);
        self.environment.yield_now().await;
        Ok(true)
    }

    /// Reads the journal from where the book is to its end. `false` when another tab folded past that place, so that the
    /// pages must be read anew.
    async fn read_journal_into(&self, storage: &Storage<D>, book: &mut Book) -> Result<bool, StorageError> {
        loop {
            let JournalRead::Rows(rows) = storage.read_journal(book.through, ROWS_AT_A_TIME).await? else {
                return Ok(false);
            };
            let Some(last) = rows.last().map(|row| row.key) else { return Ok(true) };
            for row in rows {
                take_row(storage, book, row).await?;
            }
            book.read_to(last);
        }
    }

    /// Reads what other tabs have written since. Many callers at once are served one after the other.
    pub(super) async fn catch_up(&self) -> Result<(), StorageError> {
        let _turn = self.reading.take().await;
        let Some(storage) = self.storage.borrow().clone().filter(|_| self.ready().is_ok()) else { return Ok(()) };
        let was_indexed = self.book.borrow().tables().all(Table::is_indexed);
        let result = self.catch_up_alone(&storage).await;
        if was_indexed {
            // Otherwise somebody is at it already.
            self.index_rest().await;
        }
        result
    }

    async fn catch_up_alone(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        loop {
            let through = self.book.borrow().through;
            match storage.read_journal(through, ROWS_AT_A_TIME).await? {
                JournalRead::FoldedAway(_) => return self.reload(storage).await,
                JournalRead::Rows(rows) => {
                    let Some(last) = rows.last().map(|row| row.key) else { return Ok(()) };
                    for row in rows {
                        let changed = self.take_row_live(storage, row).await?;
                        self.tell_changed(changed);
                    }
                    self.book.borrow_mut().read_to(last);
                }
            }
        }
    }

    /// Takes a row over while the book is in use: what has to be awaited is read before the book is borrowed.
    async fn take_row_live(&self, storage: &Storage<D>, row: JournalRow) -> Result<Changed, StorageError> {
        if self.book.borrow().ahead.contains(&row.key) {
            return Ok(Changed::default());
        }
        let (entry, batch) = match row.entry {
            Ok(entry) => {
                let batch = match &entry.batch {
                    Some(reference) => Some(read_batch(storage, &entry.operation.id, reference).await),
                    None => None,
                };
                (entry, batch)
            }
            Err(unreadable) => {
                note_unreadable(&mut self.book.borrow_mut(), row.key, &unreadable);
                return Ok(Changed::default());
            }
        };
        let mut book = self.book.borrow_mut();
        Ok(match batch {
            Some(Ok(deltas)) => book.apply_entry(&entry.operation, deltas, true, row.link),
            Some(Err(error)) => {
                batch_damaged(&mut book, row.key, &entry.operation.id.to_string(), error)?;
                Changed::default()
            }
            None => book.apply_entry(&entry.operation, entry.deltas, false, row.link),
        })
    }

    /// Reads everything anew after another tab laid the pages differently. Lists go on showing the old rows until the
    /// new book is there. Only for who has the turn; the search index is then still to be built.
    async fn reload(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        self.load(storage).await?;
        self.tell_all();
        Ok(())
    }

    /// Reads everything anew, since the tables are not built on the pages that are on the disk now.
    pub(super) async fn read_anew(&self, storage: &Storage<D>) -> Result<(), StorageError> {
        let _turn = self.reading.take().await;
        self.reload(storage).await?;
        self.index_rest().await;
        Ok(())
    }

    pub(super) fn tell_all(&self) {
        let mut changed = Changed::default();
        Kind::ALL.into_iter().for_each(|kind| changed.note_many(kind));
        self.tell_changed(changed);
    }

    /// Builds the search index after the book was opened, and tidies it.
    async fn index_all(&self) {
        self.index_rest().await;
        self.environment.yield_now().await;
        self.book.borrow_mut().tables_mut().for_each(Table::compact_index);
    }

    /// Puts into the search index what it lacks, and tells the page of it: lists that searched meanwhile saw a part.
    pub(super) async fn index_rest(&self) {
        let indexed = self.index_what_waits().await;
        self.tell_changed(indexed);
    }

    /// Puts into the search index what it lacks, in slices, so that requests are answered in between. Returns the kinds of
    /// which that took longer than a slice: whoever searched meanwhile saw a part. The others need not be asked for again.
    pub(super) async fn index_what_waits(&self) -> Changed {
        let mut indexed = Changed::default();
        let mut index_some = || {
            let mut book = self.book.borrow_mut();
            book.tables_mut().all(|table| {
                let is_whole = table.index_some(INDEXED_AT_A_TIME);
                if let Some(kind) = table.kind().filter(|_| !is_whole) {
                    indexed.note_many(kind);
                }
                is_whole
            })
        };
        while !index_some() {
            self.environment.yield_now().await;
        }
        indexed
    }
}

/// Takes the pages of a kind into a book that is not in use yet. The disk reads the next ones while these are opened.
async fn load_pages<D: Disk>(
    storage: &Storage<D>,
    book: &mut Book,
    kind: u16,
    first: SealedPages,
) -> Result<(), StorageError> {
    let mut sealed = first;
    loop {
        let is_last = sealed.count() < PAGES_AT_A_TIME as usize;
        let next = match sealed.last() {
            Some(last) if !is_last => Some(Begun::new(storage.sealed_pages(kind, last + 1, PAGES_AT_A_TIME)).await),
            _ => None,
        };
        for (number, page) in storage.open_pages(sealed) {
            let name = storage.page_name(kind, number);
            take_page(book, (kind, number, name), page);
        }
        match next {
            Some(next) => sealed = next.wait().await?,
            None => return Ok(()),
        }
    }
}

fn take_page(book: &mut Book, (kind, number, name): (u16, u32, String), page: Result<Page, Unreadable>) {
    let table = book.table_mut(kind);
    let damaged = match page {
        Ok(page) => {
            let loaded = table.load_page(number, page.records);
            // The clock of this device may have been set back: a write still comes after all that is there.
            loaded.latest.into_iter().for_each(|stamp| book.clock.observe(stamp));
            loaded.damaged > 0
        }
        Err(_) => {
            table.skip_page(number);
            true
        }
    };
    if damaged {
        book.damaged.push(name);
    }
}

/// Work that was begun and is waited for later: what it asks of the disk goes out at once.
struct Begun<F: Future> {
    work: Pin<Box<F>>,
    done: Option<F::Output>,
}

impl<F: Future> Begun<F> {
    async fn new(work: F) -> Begun<F> {
        let mut work = Box::pin(work);
        let first = poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await;
        let done = if let Poll::Ready(done) = first { Some(done) } else { None };
        Begun { work, done }
    }

    async fn wait(self) -> F::Output {
        match self.done {
            Some(done) => done,
            None => self.work.await,
        }
    }
}

/// Takes a journal row into a book that is not in use yet.
async fn take_row<D: Disk>(storage: &Storage<D>, book: &mut Book, row: JournalRow) -> Result<(), StorageError> {
    match row.entry {
        Ok(entry) => match &entry.batch {
            Some(reference) => match read_batch(storage, &entry.operation.id, reference).await {
                Ok(deltas) => drop(book.apply_entry(&entry.operation, deltas, true, row.link)),
                Err(error) => batch_damaged(book, row.key, &entry.operation.id.to_string(), error)?,
            },
            None => drop(book.apply_entry(&entry.operation, entry.deltas, false, row.link)),
        },
        Err(unreadable) => note_unreadable(book, row.key, &unreadable),
    }
    Ok(())
}

/// A batch that is not whole does not count: it stays on the disk, is told, and is never folded away.
fn batch_damaged(book: &mut Book, key: u64, name: &str, error: StorageError) -> Result<(), StorageError> {
    if let StorageError::Disk(_) = error {
        return Err(error);
    }
    book.unreadable_rows.push(key);
    book.damaged.push(format!("batches {name}"));
    Ok(())
}

fn note_unreadable(book: &mut Book, key: u64, unreadable: &Unreadable) {
    match unreadable {
        Unreadable::Damaged => {
            book.unreadable_rows.push(key);
            book.damaged.push(format!("journal {key}"));
        }
        Unreadable::Unknown => book.newer_rows = true,
    }
}

async fn read_batch<D: Disk>(
    storage: &Storage<D>,
    operation: &crate::domain::id::OperationId,
    reference: &BatchReference,
) -> Result<Vec<Vec<u8>>, StorageError> {
    let mut tally = BatchTally::default();
    let mut deltas = Vec::new();
    while tally.pages() < reference.pages {
        // Pages beyond those that the row counts are left from an earlier try.
        let count = PAGES_AT_A_TIME.min(reference.pages - tally.pages());
        let pages = storage.read_batch_pages(*operation, &mut tally, count).await?;
        if pages.is_empty() {
            break;
        }
        deltas.extend(pages.into_iter().flatten());
    }
    if tally.reference() == *reference {
        Ok(deltas)
    } else {
        Err(StorageError::Damaged { object: format!("batch {operation}") })
    }
}
