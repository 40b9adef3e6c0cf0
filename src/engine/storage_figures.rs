//! Numbers for the storage page, and the check of everything on the disk.

use crate::domain::id::{Id, OperationId};
use crate::domain::record::Kind;
use crate::domain::record::RecordView;
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::protocol::{DamagedPart, Failure, IntegrityFigures, Job, PartKind, StorageFigures};
use crate::engine::table::Table;
use crate::storage::{Disk, Key, Storage, StorageError, Store, StoreSize};
use std::rc::Rc;

/// Pages compared with the tables between two looks at the messages.
const PAGES_AT_A_TIME: u32 = 16;
/// What a record takes where there is none to compare with, in bytes.
const USUAL_RECORD: u64 = 300;
/// Bytes from which a page is surely compressed.
const LEAST_COMPRESSED: u64 = 1_024;
/// How many times as long a page is before it is compressed.
const USUALLY_COMPRESSED: u64 = 2;

/// How many times as long as a look at all sizes takes there is no other one while a book comes in parts.
const SELDOM: f64 = 20.0;

/// What the stores held when all of it was last looked at.
pub(super) struct KnownSizes {
    sizes: Vec<StoreSize>,
    /// Until when that is told again, by the clock for measuring.
    good_until: f64,
}

impl<D: Disk + 'static> Engine<D> {
    /// Counts and sizes.
    pub(super) async fn storage_figures(&self) -> Result<StorageFigures, Failure> {
        let storage = self.storage()?;
        let told = |error| failure_of(&error);
        let sizes = self.sizes(&storage).await.map_err(told)?;
        let aside = storage.aside_size().await.map_err(told)?;
        let names = self.book.borrow().damaged.clone();
        let damaged = self.described(&storage, names).await.map_err(told)?;
        let book = self.book.borrow();
        let records = Kind::ALL
            .into_iter()
            .filter_map(|kind| book.table(kind).map(|table| (kind, table.live(), table.len() as u64 - table.live())));
        Ok(StorageFigures {
            records: records.collect(),
            journal_entries: sizes.iter().find(|size| size.store == Store::Journal).map_or(0, |size| size.objects),
            stores: sizes.iter().map(|size| (size.store.name().to_owned(), size.objects, size.bytes)).collect(),
            last_fold: self.last_fold.get(),
            record_bytes: book.tables().map(|table| table.record_bytes()).sum(),
            index_bytes: book.tables().map(|table| table.index().memory_bytes() as u64).sum(),
            damaged,
            aside,
            timings: self.timings.borrow().figures(),
        })
    }

    /// How much lies on the disk, for which all of it is read. While a book comes from other devices part by part, that would
    /// take longer each time, and longer than the rest: then what was counted before is told again, until a small part of
    /// the time would go into it.
    async fn sizes(&self, storage: &Storage<D>) -> Result<Vec<StoreSize>, StorageError> {
        let exchange = self.exchange.borrow().clone().filter(|exchange| exchange.comes_in_parts.get());
        let Some(exchange) = exchange else { return storage.sizes().await };
        let began = self.environment.measured();
        if let Some(known) = &mut *exchange.sizes.borrow_mut() {
            if began < known.good_until {
                return Ok(known.sizes.clone());
            }
            // Whoever asks meanwhile is told the same.
            known.good_until = f64::INFINITY;
        }
        let sizes = storage.sizes().await.inspect_err(|_| drop(exchange.sizes.replace(None)))?;
        let ended = self.environment.measured();
        let good_until = ended + (ended - began) * SELDOM;
        exchange.sizes.replace(Some(KnownSizes { sizes: sizes.clone(), good_until }));
        Ok(sizes)
    }

    /// Opens every sealed object on the disk, and compares the records of the pages with those in memory: a page may be
    /// older than memory, as the journal goes on, but never newer.
    pub(super) async fn check_integrity(self: &Rc<Self>, job: Job) -> Result<IntegrityFigures, Stopped> {
        let storage = self.storage()?;
        let pages = storage.disk().keys(Store::Pages, None, None, u32::MAX).await?.len() as u64;
        let mut objects = 0;
        let report = storage
            .check_integrity_while(async |done, total| {
                objects = total;
                self.go_on(job, done, total + pages).await
            })
            .await?;
        let mut figures = IntegrityFigures { objects, bytes: report.bytes, ..IntegrityFigures::default() };
        let mut compared = 0;
        for number in storage.kinds().await? {
            let mut from = 0;
            loop {
                let pages_read = storage.read_pages(number, from, PAGES_AT_A_TIME).await?;
                let Some((last, _)) = pages_read.last() else { break };
                from = last + 1;
                compared += pages_read.len() as u64;
                for page in pages_read.into_iter().filter_map(|(_, page)| page.ok()) {
                    figures.records += page.records.len() as u64;
                    let mut book = self.book.borrow_mut();
                    let table = book.table_mut(number);
                    figures.differing +=
                        page.records.iter().filter(|bytes| is_newer_than_memory(table, bytes)).count() as u64;
                }
                self.go_on(job, objects + compared.min(pages), objects + pages).await?;
            }
        }
        figures.damaged = self.described(&storage, report.damaged).await?;
        Ok(figures)
    }

    /// What the objects of these names are.
    async fn described(&self, storage: &Storage<D>, names: Vec<String>) -> Result<Vec<DamagedPart>, StorageError> {
        let mut parts = Vec::new();
        for name in names {
            let object = storage.find_object(&name).await?;
            let bytes = object.as_ref().map_or(0, |object| object.bytes.len() as u64);
            let (what, is_in_memory) = match &object {
                Some(object) => self.what_it_is(object.store, &object.key, bytes),
                None if name.starts_with(Store::Batches.name()) => (PartKind::Import, false),
                None => (PartKind::Other, false),
            };
            parts.push(DamagedPart { name, what, bytes, is_in_memory });
        }
        Ok(parts)
    }

    /// What lies under a key, and whether all of it is in memory, too.
    pub(super) fn what_it_is(&self, store: Store, key: &Key, bytes: u64) -> (PartKind, bool) {
        let book = self.book.borrow();
        match (store, key) {
            (Store::Pages, Key::Text(key)) => {
                let Some((number, page)) = Storage::<D>::page_of_key(key) else { return (PartKind::Other, false) };
                let table = book.tables().find(|table| table.number() == number);
                // All pages but the last are full; what the last one holds is guessed from its length.
                let full = crate::storage::PAGE_RECORDS as u64;
                let about = if table.is_some_and(|table| table.has_page_after(page)) {
                    full
                } else {
                    let plain = if bytes < LEAST_COMPRESSED { bytes } else { bytes * USUALLY_COMPRESSED };
                    (plain / table.map_or(USUAL_RECORD, usual_record)).clamp(1, full)
                };
                (PartKind::Records(Kind::from_number(number), about), table.is_some_and(|table| table.holds_page(page)))
            }
            (Store::Journal, Key::Number(number)) => {
                let is_read = *number <= book.latest_key() && !book.unreadable_rows.contains(number);
                (PartKind::Action, is_read)
            }
            (Store::History, _) => (PartKind::History, false),
            (Store::Batches, Key::Text(key)) => {
                let is_read = operation_of_batch(key).is_some_and(|operation| book.batches.contains(&operation));
                (PartKind::Import, is_read)
            }
            _ => (PartKind::Other, false),
        }
    }
}

/// The import that a page of a batch belongs to, by the page's key.
fn operation_of_batch(key: &str) -> Option<OperationId> {
    key.split('/').next().and_then(Id::parse).map(OperationId)
}

/// The bytes of a record of the table on average, as they lie in a page.
fn usual_record(table: &Table) -> u64 {
    table.encoded_bytes().checked_div(table.len() as u64).map_or(USUAL_RECORD, |bytes| bytes.max(1))
}

fn is_newer_than_memory(table: &Table, bytes: &[u8]) -> bool {
    let Ok(stored) = RecordView::new(bytes) else { return true };
    table.find(stored.id()).is_none_or(|held| held.latest_stamp() < stored.latest_stamp())
}
