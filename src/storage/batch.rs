//! Batches: the deltas of an import, sealed in pages that nobody reads until one journal row makes them count.
//!
//! A page is named `"{operation id}/{page:08}"` and is a list of encoded deltas. The journal row holds how many pages and
//! records there are and a digest over all of them, so a page that is missing, doubled or exchanged is noticed.

use super::disk::{Disk, Key, Step, Store, Write, Written};
use super::error::StorageError;
use super::handle::{Storage, folder, object_name};
use super::pack::{self, Malformed, Packer, Unpacker};
use super::pages::{PAGE_RECORDS, last_number};
use crate::domain::id::{Id, OperationId};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;

/// What a journal row says of its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchReference {
    /// How many pages it has.
    pub pages: u32,
    /// How many deltas are in them.
    pub records: u64,
    /// SHA-256 over the pages, each with its length before it.
    pub digest: [u8; 32],
}

impl BatchReference {
    /// Appends a reference, or that there is none: nil or `[pages, records, digest]`.
    pub(super) fn pack(reference: Option<&BatchReference>, packer: &mut Packer) {
        match reference {
            Some(batch) => packer.array(3).number(batch.pages.into()).number(batch.records).bytes(&batch.digest),
            None => packer.nil(),
        };
    }

    /// What [`BatchReference::pack`] wrote.
    pub(super) fn unpack(from: &mut Unpacker<'_>) -> Result<Option<BatchReference>, Malformed> {
        if from.nil() {
            return Ok(None);
        }
        if from.array()? != 3 {
            return Err(Malformed);
        }
        Ok(Some(BatchReference { pages: from.number()?, records: from.number()?, digest: from.exactly()? }))
    }
}

/// Counts and digests the pages of a batch, while they are written and while they are read.
#[derive(Clone, Default)]
pub struct BatchTally {
    pages: u32,
    records: u64,
    digest: Sha256,
}

impl fmt::Debug for BatchTally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BatchTally")
            .field("pages", &self.pages)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

impl BatchTally {
    /// How many pages it has seen; also the number of the next one.
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// How many deltas it has seen.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// What the journal row says of the pages seen so far. A batch that was read is whole if this equals what its row says.
    pub fn reference(&self) -> BatchReference {
        BatchReference { pages: self.pages, records: self.records, digest: self.digest.clone().finalize().into() }
    }

    fn add(&mut self, plain: &[u8], records: usize) {
        self.pages += 1;
        self.records += records as u64;
        self.digest.update((plain.len() as u64).to_be_bytes());
        self.digest.update(plain);
    }
}

fn page_key(operation: OperationId, page: u32) -> String {
    format!("{operation}/{page:08}")
}

/// What takes all pages of a batch off the disk.
pub(super) fn delete_step(operation: OperationId) -> Step {
    let (from, to) = folder(&operation.to_string());
    Step::DeleteRange { store: Store::Batches, from, to }
}

impl<D: Disk> Storage<D> {
    /// Writes the next pages of a batch in one transaction. On an error the tally is as before, and the same call may
    /// be made again.
    pub async fn write_batch_pages(
        &self,
        operation: OperationId,
        tally: &mut BatchTally,
        pages: &[Vec<Vec<u8>>],
    ) -> Result<(), StorageError> {
        loop {
            let (steps, next) = self.batch_steps(operation, tally, pages)?;
            let guards = self.key_guards();
            match self.disk.write(Write::guarded(guards.clone(), steps)).await? {
                Written::Done { .. } => {
                    *tally = next;
                    return Ok(());
                }
                // This tab itself has turned the lock on meanwhile: once more, with the new key.
                Written::GuardFailed if self.key_guards() != guards => {}
                Written::GuardFailed => return Err(self.why_guard_failed().await),
            }
        }
    }

    fn batch_steps(
        &self,
        operation: OperationId,
        tally: &BatchTally,
        pages: &[Vec<Vec<u8>>],
    ) -> Result<(Vec<Step>, BatchTally), StorageError> {
        let mut next = tally.clone();
        let mut steps = Vec::with_capacity(pages.len());
        for records in pages {
            if records.len() > PAGE_RECORDS {
                return Err(StorageError::TooLarge("a page of an import"));
            }
            let plain = pack::list(records);
            steps.push(self.sealed_step(Store::Batches, page_key(operation, next.pages), &plain)?);
            next.add(&plain, records.len());
        }
        Ok((steps, next))
    }

    /// The next pages of a batch, at least one and at most `count`. To be called until as many were read as the journal
    /// row says; then the tally must say what the row says.
    pub async fn read_batch_pages(
        &self,
        operation: OperationId,
        tally: &mut BatchTally,
        count: u32,
    ) -> Result<Vec<Vec<Vec<u8>>>, StorageError> {
        let from = Key::Text(page_key(operation, tally.pages));
        let objects =
            self.disk.range(Store::Batches, Some(from), Some(folder(&operation.to_string()).1), count).await?;
        let damaged = |page| StorageError::Damaged { object: object_name(Store::Batches, &page_key(operation, page)) };
        if objects.is_empty() {
            return Err(damaged(tally.pages));
        }
        let mut next = tally.clone();
        let mut pages = Vec::with_capacity(objects.len());
        for (key, sealed) in objects {
            let page = next.pages;
            if last_number(&key) != Some(page) {
                return Err(damaged(page));
            }
            let plain =
                self.open_object(Store::Batches, &page_key(operation, page), &sealed).map_err(|_| damaged(page))?;
            let records = pack::unpack_list(&plain).map_err(|_| damaged(page))?;
            next.add(&plain, records.len());
            pages.push(records);
        }
        *tally = next;
        Ok(pages)
    }

    /// The deltas in those pages of a batch that can be read, when the batch as a whole cannot.
    pub async fn readable_batch(&self, operation: OperationId) -> Result<Vec<Vec<u8>>, StorageError> {
        let (from, to) = folder(&operation.to_string());
        let mut deltas = Vec::new();
        for key in self.disk.keys(Store::Batches, Some(from), Some(to), u32::MAX).await? {
            let Some(sealed) = self.disk.get(Store::Batches, key.clone()).await? else { continue };
            let plain = key.text().and_then(|name| self.open_object(Store::Batches, name, &sealed).ok());
            deltas.extend(plain.and_then(|plain| pack::unpack_list(&plain).ok()).unwrap_or_default());
        }
        Ok(deltas)
    }

    /// Takes a batch off the disk that no journal row names, when its import was cancelled.
    pub async fn delete_batch(&self, operation: OperationId) -> Result<(), StorageError> {
        self.disk.write(Write::new(vec![delete_step(operation)])).await?;
        Ok(())
    }

    /// Takes all batches off the disk but the `live` ones, which are those that the journal names and those being
    /// written; returns how many. Only for the tab that holds the lock for folding, and not while the journal holds a
    /// row that cannot be read, since that row may name a batch.
    pub async fn sweep_batches(&self, live: &[OperationId]) -> Result<u32, StorageError> {
        let keys = self.disk.keys(Store::Batches, None, None, u32::MAX).await?;
        let operation = |key: &Key| key.text()?.split('/').next().and_then(Id::parse).map(OperationId);
        let found: BTreeSet<OperationId> = keys.iter().filter_map(operation).collect();
        let leftovers: Vec<Step> = found
            .iter()
            .filter(|operation| !live.contains(operation))
            .map(|operation| delete_step(*operation))
            .collect();
        let count = u32::try_from(leftovers.len()).unwrap_or(u32::MAX);
        if count > 0 {
            self.disk.write(Write::new(leftovers)).await?;
        }
        Ok(count)
    }
}
