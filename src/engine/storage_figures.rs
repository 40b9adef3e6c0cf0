//! Numbers for the storage page, and the check of everything on the disk.

use crate::domain::record::Kind;
use crate::domain::record::RecordView;
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::protocol::{Failure, IntegrityFigures, Job, StorageFigures};
use crate::storage::Disk;
use std::rc::Rc;

impl<D: Disk + 'static> Engine<D> {
    /// Counts and sizes.
    pub(super) async fn storage_figures(&self) -> Result<StorageFigures, Failure> {
        let storage = self.storage()?;
        let sizes = storage.sizes().await.map_err(|error| failure_of(&error))?;
        let book = self.book.borrow();
        let records = Kind::ALL
            .into_iter()
            .filter_map(|kind| book.table(kind).map(|table| (kind, table.live(), table.len() as u64 - table.live())));
        Ok(StorageFigures {
            records: records.collect(),
            journal_entries: sizes
                .iter()
                .find(|size| size.store == crate::storage::Store::Journal)
                .map_or(0, |size| size.objects),
            stores: sizes.iter().map(|size| (size.store.name().to_owned(), size.objects, size.bytes)).collect(),
            last_fold: self.last_fold.get(),
            record_bytes: book.tables().map(|table| table.record_bytes()).sum(),
            index_bytes: book.tables().map(|table| table.index().memory_bytes() as u64).sum(),
            damaged: book.damaged.clone(),
        })
    }

    /// Opens every sealed object on the disk, and compares the records of the pages with those in memory: a page may be
    /// older than memory, as the journal goes on, but never newer.
    pub(super) async fn check_integrity(self: &Rc<Self>, job: Job) -> Result<IntegrityFigures, Stopped> {
        let storage = self.storage()?;
        let environment = self.environment.clone();
        let report = storage
            .check_integrity(|done, total| {
                environment.send(crate::engine::protocol::Event::Progress { job, done, total })
            })
            .await?;
        let mut figures = IntegrityFigures {
            objects: report.pages
                + report.journal_entries
                + report.history_pages
                + report.batch_pages
                + report.attachments,
            bytes: report.bytes,
            damaged: report.damaged,
            ..IntegrityFigures::default()
        };
        for number in storage.kinds().await? {
            let mut from = 0;
            loop {
                let pages = storage.read_pages(number, from, 16).await?;
                let Some((last, _)) = pages.last() else { break };
                from = last + 1;
                for page in pages.into_iter().filter_map(|(_, page)| page.ok()) {
                    figures.records += page.records.len() as u64;
                    let mut book = self.book.borrow_mut();
                    let table = book.table_mut(number);
                    figures.differing +=
                        page.records.iter().filter(|bytes| is_newer_than_memory(table, bytes)).count() as u64;
                }
                self.go_on(job, figures.records, 0).await?;
            }
        }
        Ok(figures)
    }
}

fn is_newer_than_memory(table: &crate::engine::table::Table, bytes: &[u8]) -> bool {
    let Ok(stored) = RecordView::new(bytes) else { return true };
    table.find(stored.id()).is_none_or(|held| held.latest_stamp() < stored.latest_stamp())
}
