//! Pages of records: what the journal says, folded, up to 512 records of one kind a page.
//!
//! A page is named `"{generation:04}/{kind:05}/{page:08}"` and is a list of encoded records. Records lie in no order and
//! may move from page to page; each lies in one page at a time.

use super::disk::{Disk, Key, Step, Store};
use super::error::{StorageError, Unreadable};
use super::handle::{Storage, folder, object_name};
use super::pack;

/// How many records a page holds at most. A page of customers is then about 150 kB.
pub const PAGE_RECORDS: usize = 512;

/// A page of records of one kind, perhaps of a kind that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The kind's number.
    pub kind: u16,
    /// The page's number within the kind.
    pub number: u32,
    /// The encoded records; a page that a fold leaves empty is deleted.
    pub records: Vec<Vec<u8>>,
}

/// Pages of a kind as they lie on the disk.
pub struct SealedPages {
    kind: u16,
    generation: u32,
    objects: Vec<(Key, Vec<u8>)>,
}

impl SealedPages {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.objects.len()
    }

    /// The number of the last one.
    pub fn last(&self) -> Option<u32> {
        self.objects.iter().rev().find_map(|(key, _)| last_number(key))
    }
}

fn kind_folder(generation: u32, kind: u16) -> String {
    format!("{generation:04}/{kind:05}")
}

pub(super) fn page_key(generation: u32, kind: u16, number: u32) -> String {
    format!("{}/{number:08}", kind_folder(generation, kind))
}

/// The number at the end of a name.
pub(super) fn last_number(key: &Key) -> Option<u32> {
    key.text()?.rsplit('/').next()?.parse().ok()
}

impl<D: Disk> Storage<D> {
    /// The numbers of all kinds that have pages, those included that this version does not know.
    pub async fn kinds(&self) -> Result<Vec<u16>, StorageError> {
        let generation = format!("{:04}", self.fold_position().generation);
        let (mut from, to) = folder(&generation);
        let mut kinds = Vec::new();
        // Jumps from kind to kind rather than over all pages.
        while let Some(key) = self.disk.keys(Store::Pages, Some(from), Some(to.clone()), 1).await?.pop() {
            let kind = key.text().and_then(|text| text.split('/').nth(1)).and_then(|kind| kind.parse().ok());
            let Some(kind) = kind else {
                return Err(StorageError::Damaged { object: format!("{} {key:?}", Store::Pages.name()) });
            };
            kinds.push(kind);
            from = folder(&kind_folder(self.fold_position().generation, kind)).1;
        }
        Ok(kinds)
    }

    /// The numbers of all pages of a kind, ascending, damaged ones included: a new page takes none of them.
    pub async fn page_numbers(&self, kind: u16) -> Result<Vec<u32>, StorageError> {
        let (from, to) = folder(&kind_folder(self.fold_position().generation, kind));
        let keys = self.disk.keys(Store::Pages, Some(from), Some(to), u32::MAX).await?;
        Ok(keys.iter().filter_map(last_number).collect())
    }

    /// The next pages of a kind, at most `count` of those from number `from_page` on, each with its number. One that
    /// cannot be read does not keep the others back, and must be left where it is.
    pub async fn read_pages(
        &self,
        kind: u16,
        from_page: u32,
        count: u32,
    ) -> Result<Vec<(u32, Result<Page, Unreadable>)>, StorageError> {
        Ok(self.open_pages(self.sealed_pages(kind, from_page, count).await?))
    }

    /// The same pages still sealed: they can be asked of the disk while others are opened.
    pub async fn sealed_pages(&self, kind: u16, from_page: u32, count: u32) -> Result<SealedPages, StorageError> {
        let generation = self.fold_position().generation;
        let from = Key::Text(page_key(generation, kind, from_page));
        let to = folder(&kind_folder(generation, kind)).1;
        let objects = self.disk.range(Store::Pages, Some(from), Some(to), count).await?;
        Ok(SealedPages { kind, generation, objects })
    }

    /// Opens pages, each with its number.
    pub fn open_pages(&self, pages: SealedPages) -> Vec<(u32, Result<Page, Unreadable>)> {
        let SealedPages { kind, generation, objects } = pages;
        let page = |(key, sealed): (Key, Vec<u8>)| {
            let number = last_number(&key)?;
            let plain = self.open_object(Store::Pages, &page_key(generation, kind, number), &sealed);
            let records = plain.and_then(|plain| pack::unpack_list(&plain).map_err(|_| Unreadable::Unknown));
            Some((number, records.map(|records| Page { kind, number, records })))
        };
        objects.into_iter().filter_map(page).collect()
    }

    /// How reports name a page.
    pub fn page_name(&self, kind: u16, number: u32) -> String {
        object_name(Store::Pages, &page_key(self.fold_position().generation, kind, number))
    }

    /// The kind and the number of a page by the key under which it lies.
    pub fn page_of_key(key: &str) -> Option<(u16, u32)> {
        let mut parts = key.split('/').skip(1);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }

    /// What puts a page on disk, or takes an empty one off.
    pub(super) fn page_step(&self, generation: u32, page: &Page) -> Result<Step, StorageError> {
        let key = page_key(generation, page.kind, page.number);
        if page.records.is_empty() {
            return Ok(Step::Delete { store: Store::Pages, key: Key::Text(key) });
        }
        if page.records.len() > PAGE_RECORDS {
            return Err(StorageError::TooLarge("a page of records"));
        }
        self.sealed_step(Store::Pages, key, &pack::list(&page.records))
    }
}
