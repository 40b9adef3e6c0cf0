use super::disk::{Disk, DiskError, Key, Store};
use super::error::{StorageError, Unreadable};
use super::handle::{FOLD_KEY, Storage, object_name};
use super::pack;
use crate::domain::record::RecordView;

/// What a look at every object on the disk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// Pages of records.
    pub pages: u64,
    /// Rows of the journal.
    pub journal_entries: u64,
    /// Pages of history and of operations.
    pub history_pages: u64,
    /// Pages of imports.
    pub batch_pages: u64,
    /// Chunks of files.
    pub attachments: u64,
    /// The bytes of all of them.
    pub bytes: u64,
    /// The names of the objects that cannot be opened or read. What a newer version wrote is not damage.
    pub damaged: Vec<String>,
}

/// How many objects are read at once.
const STRIDE: usize = 16;

/// The stores whose objects are sealed, all but the header's.
const SEALED: [Store; 5] = [Store::Journal, Store::Pages, Store::History, Store::Batches, Store::Attachments];

impl<D: Disk> Storage<D> {
    /// Opens every sealed object and looks into it. `progress` is told how many of how many objects were looked at.
    pub async fn check_integrity(&self, mut progress: impl FnMut(u64, u64)) -> Result<IntegrityReport, StorageError> {
        self.check_integrity_while(async |done, total| {
            progress(done, total);
            Ok::<(), StorageError>(())
        })
        .await
    }

    /// As [`Storage::check_integrity`], and ends early with the error of `go_on`.
    pub async fn check_integrity_while<E: From<StorageError> + From<DiskError>>(
        &self,
        mut go_on: impl AsyncFnMut(u64, u64) -> Result<(), E>,
    ) -> Result<IntegrityReport, E> {
        let mut keys = Vec::new();
        for store in SEALED {
            keys.push((store, self.disk.keys(store, None, None, u32::MAX).await?));
        }
        let total = keys.iter().map(|(_, keys)| keys.len() as u64).sum();
        let mut done = 0;
        let mut report = IntegrityReport::default();
        if matches!(self.read_fold_position().await, Err(StorageError::Damaged { .. })) {
            report.damaged.push(object_name(Store::Meta, FOLD_KEY));
        }
        go_on(done, total).await?;
        for (store, keys) in keys {
            for some in keys.chunks(STRIDE) {
                let objects =
                    self.disk.range(store, some.first().cloned(), some.last().cloned(), STRIDE as u32).await?;
                for (key, bytes) in objects {
                    *report.count(store) += 1;
                    report.bytes += bytes.len() as u64;
                    if self.look(store, &key, &bytes) == Err(Unreadable::Damaged) {
                        report.damaged.push(match &key {
                            Key::Number(number) => object_name(store, &number.to_string()),
                            Key::Text(text) => object_name(store, text),
                        });
                    }
                }
                done += some.len() as u64;
                go_on(done, total).await?;
            }
        }
        Ok(report)
    }

    fn look(&self, store: Store, key: &Key, bytes: &[u8]) -> Result<(), Unreadable> {
        let text = match key {
            Key::Number(number) => {
                let entry = self.read_row(*number, bytes).entry?;
                return look_at_records(&entry.deltas);
            }
            Key::Text(text) => text,
        };
        let plain = self.open_object(store, text, bytes)?;
        match store {
            Store::Attachments => Ok(()),
            Store::Pages | Store::Batches => {
                look_at_records(&pack::unpack_list(&plain).map_err(|_| Unreadable::Unknown)?)
            }
            _ => pack::unpack_list(&plain).map(|_| ()).map_err(|_| Unreadable::Unknown),
        }
    }
}

fn look_at_records(records: &[Vec<u8>]) -> Result<(), Unreadable> {
    if records.iter().all(|record| RecordView::new(record).is_ok()) { Ok(()) } else { Err(Unreadable::Damaged) }
}

impl IntegrityReport {
    fn count(&mut self, store: Store) -> &mut u64 {
        match store {
            Store::Journal => &mut self.journal_entries,
            Store::History => &mut self.history_pages,
            Store::Batches => &mut self.batch_pages,
            Store::Attachments => &mut self.attachments,
            Store::Pages | Store::Meta => &mut self.pages,
        }
    }
}
