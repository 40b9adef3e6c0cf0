//! All records of one kind in memory, as encoded bytes, with where each lies on the disk, its search index and the
//! orders in which lists have asked for it.

use crate::domain::field::{Field, Neighbours, NoNeighbours};
use crate::domain::id::Id;
use crate::domain::merge::{self, Replaced};
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::Value;
use crate::engine::column::{Column, Columns};
use crate::engine::links::Links;
use crate::engine::order::Orders;
use crate::engine::search::SearchIndex;
use crate::engine::search_texts;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Records to a page on the disk.
const PAGE_RECORDS: usize = crate::storage::PAGE_RECORDS;

/// A record's place in its table; stays the same while the book is open.
pub type Slot = u32;

/// The records of one kind.
pub struct Table {
    number: u16,
    kind: Option<Kind>,
    records: Vec<Box<[u8]>>,
    by_id: HashMap<Id, Slot>,
    deleted: Vec<bool>,
    live: u64,
    page_of: Vec<u32>,
    pages: BTreeMap<u32, Vec<Slot>>,
    next_page: u32,
    dirty_pages: BTreeSet<u32>,
    index: SearchIndex,
    /// From this place on the search index has no record yet.
    index_waiting: Option<Slot>,
    /// Records that changed and are to be put into the search index again.
    index_stale: Vec<Slot>,
    /// Many records are changing at once.
    many: bool,
    orders: RefCell<Orders>,
    columns: RefCell<Columns>,
    links: Links,
    /// Whether a field of its records links to others or is derived from them.
    looks_at_others: bool,
    version: u64,
}

/// What a merge did to a table.
pub struct Merged {
    /// The record's place.
    pub slot: Slot,
    /// Whether anything is different now.
    pub changed: bool,
    /// What was replaced.
    pub replaced: Vec<Replaced>,
}

/// What a page that was read held.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoadedPage {
    /// How many of its records could not be read.
    pub damaged: u32,
    /// The latest stamp in it.
    pub latest: Option<Stamp>,
}

impl Table {
    /// An empty table for the kind of that number, which this version may not know.
    pub fn new(number: u16) -> Table {
        Table {
            number,
            kind: Kind::from_number(number),
            records: Vec::new(),
            by_id: HashMap::new(),
            deleted: Vec::new(),
            live: 0,
            page_of: Vec::new(),
            pages: BTreeMap::new(),
            next_page: 0,
            dirty_pages: BTreeSet::new(),
            index: SearchIndex::new(),
            index_waiting: Some(0),
            index_stale: Vec::new(),
            many: false,
            orders: RefCell::default(),
            columns: RefCell::default(),
            links: Links::new(Kind::from_number(number)),
            looks_at_others: Kind::from_number(number)
                .is_some_and(|kind| kind.fields().iter().any(super::order::depends_on_others)),
            version: 0,
        }
    }

    /// The kind's number.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The kind, if this version knows it.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// How many records there are, the trash included.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many records are not in the trash.
    pub fn live(&self) -> u64 {
        self.live
    }

    /// A number that grows with every change, by which answers kept elsewhere know that they are outdated.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The place of a record.
    pub fn slot(&self, id: Id) -> Option<Slot> {
        self.by_id.get(&id).copied()
    }

    /// The record at a place. The bytes were checked when they came in.
    pub fn view(&self, slot: Slot) -> Option<RecordView<'_>> {
        self.records.get(slot as usize).and_then(|bytes| RecordView::new(bytes).ok())
    }

    /// The record of an identifier.
    pub fn find(&self, id: Id) -> Option<RecordView<'_>> {
        self.slot(id).and_then(|slot| self.view(slot))
    }

    /// The bytes of the record at a place.
    pub fn bytes(&self, slot: Slot) -> Option<&[u8]> {
        self.records.get(slot as usize).map(|bytes| &bytes[..])
    }

    /// Whether the record at a place is in the trash.
    pub fn is_deleted(&self, slot: Slot) -> bool {
        self.deleted.get(slot as usize).copied().unwrap_or(true)
    }

    /// All places.
    pub fn slots(&self) -> std::ops::Range<Slot> {
        0..u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    /// The title of the record at a place.
    pub fn title(&self, slot: Slot, neighbours: &dyn Neighbours) -> String {
        let field = self.kind.and_then(|kind| kind.field(kind.title_field()));
        match (field, self.view(slot)) {
            (Some(field), Some(view)) => match field.get(&view, neighbours) {
                Value::Text(text) => text,
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// Takes over a page as it was read from the disk. Records that are already there are joined, which repairs a page
    /// that was written twice.
    pub fn load_page(&mut self, number: u32, records: Vec<Vec<u8>>) -> LoadedPage {
        self.next_page = self.next_page.max(number + 1);
        let mut loaded = LoadedPage::default();
        for bytes in records {
            let Ok(view) = RecordView::new(&bytes) else {
                loaded.damaged += 1;
                continue;
            };
            loaded.latest = loaded.latest.max(view.latest_stamp());
            let (id, is_deleted) = (view.id(), view.is_deleted());
            if self.by_id.contains_key(&id) {
                match Record::decode(&bytes) {
                    Ok(record) => drop(self.merge(&record)),
                    Err(_) => loaded.damaged += 1,
                }
                continue;
            }
            self.insert(id, bytes.into_boxed_slice(), is_deleted, number);
        }
        loaded
    }

    /// Notes that a page is there but cannot be read, so that its number is never used again.
    pub fn skip_page(&mut self, number: u32) {
        self.next_page = self.next_page.max(number + 1);
    }

    fn insert(&mut self, id: Id, bytes: Box<[u8]>, is_deleted: bool, page: u32) -> Slot {
        let slot = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.records.push(bytes);
        self.by_id.insert(id, slot);
        self.deleted.push(is_deleted);
        self.live += u64::from(!is_deleted);
        self.page_of.push(page);
        self.pages.entry(page).or_default().push(slot);
        self.version += 1;
        slot
    }

    /// The last page if it has room, else a new one.
    fn page_with_room(&mut self) -> u32 {
        match self.pages.last_key_value() {
            Some((number, slots)) if slots.len() < PAGE_RECORDS && number + 1 == self.next_page => *number,
            _ => {
                self.next_page += 1;
                self.next_page - 1
            }
        }
    }

    /// Joins a record, or a part of one, into the table.
    pub fn merge(&mut self, delta: &Record) -> Merged {
        let Some(slot) = self.slot(delta.id) else {
            let mut record = Record::new(delta.kind, delta.id);
            let replaced = merge::join(&mut record, delta);
            let slot = self.insert_new(record.id, record.encode(), record.is_deleted());
            return Merged { slot, changed: true, replaced };
        };
        let Some(mut record) = self.bytes(slot).and_then(|bytes| Record::decode(bytes).ok()) else {
            return Merged { slot, changed: false, replaced: Vec::new() };
        };
        let replaced = merge::join(&mut record, delta);
        let bytes = record.encode();
        let changed = self.bytes(slot) != Some(&bytes[..]);
        if changed {
            self.replace(slot, bytes, record.is_deleted(), delta);
        }
        Merged { slot, changed, replaced }
    }

    /// Puts other bytes in the place of a record, of which `delta` tells what may be different.
    fn replace(&mut self, slot: Slot, bytes: Vec<u8>, is_deleted: bool, delta: &Record) {
        let place = slot as usize;
        let title = self.title(slot, &NoNeighbours);
        if let Some(view) = self.view(slot) {
            self.links.forget(slot, &view);
        }
        match (self.deleted[place], is_deleted) {
            (false, true) => self.live -= 1,
            (true, false) => self.live += 1,
            _ => {}
        }
        self.deleted[place] = is_deleted;
        self.records[place] = bytes.into_boxed_slice();
        self.dirty_pages.insert(self.page_of[place]);
        self.columns.get_mut().touched(slot);
        if let Some(view) = self.view(slot) {
            self.links.note(slot, &view);
        }
        self.version += 1;
        let may_be_searched = delta.floor.is_some() || delta.fields.iter().any(|entry| self.is_searched(entry.number));
        if may_be_searched || title != self.title(slot, &NoNeighbours) {
            self.index_again(slot);
        }
    }

    fn is_searched(&self, number: u16) -> bool {
        self.kind.and_then(|kind| kind.field(number)).is_some_and(|field| field.search_weight > 0)
    }

    /// Takes in the bytes of a record that is not there yet.
    pub fn insert_new(&mut self, id: Id, bytes: Vec<u8>, is_deleted: bool) -> Slot {
        let page = self.page_with_room();
        let slot = self.insert(id, bytes.into_boxed_slice(), is_deleted, page);
        self.dirty_pages.insert(page);
        if let Some(view) = self.view(slot) {
            self.links.note(slot, &view);
        }
        self.index_again(slot);
        slot
    }

    /// A record changed: its search entry follows, at once or with the next slice. What the index has not reached yet
    /// needs nothing.
    fn index_again(&mut self, slot: Slot) {
        if self.index_waiting.is_some_and(|waiting| slot >= waiting) {
            return;
        }
        if self.many {
            self.index_stale.push(slot);
        } else {
            self.index_slot(slot);
        }
    }

    /// Puts a changed record into its place in the orders that are kept.
    pub fn reorder(&self, slot: Slot, neighbours: &dyn Neighbours) {
        if let (Some(kind), Some(view)) = (self.kind, self.view(slot)) {
            self.orders.borrow_mut().touched(kind, slot, &view, neighbours);
        }
    }

    /// A record that others of this table look at changed: what depends on it is dropped.
    pub fn neighbours_changed(&mut self) {
        if !self.looks_at_others {
            return;
        }
        self.version += 1;
        if let Some(kind) = self.kind {
            self.orders.borrow_mut().forget_followers(kind);
        }
    }

    /// The places of all records in the order of a field, empty values last, and how many of them, from the start,
    /// have a value. Kept until it changes.
    pub fn ordered(&self, field: u16, neighbours: &dyn Neighbours) -> (Vec<Slot>, usize) {
        self.orders.borrow_mut().ordered(self.kind, field, &self.records, neighbours)
    }

    /// Gives the column of a field, made or completed where it is needed; nothing where there can be none.
    pub(super) fn with_column<T>(&self, field: &Field, look: impl FnOnce(Option<&Column>) -> T) -> T {
        look(self.columns.borrow_mut().of(field, &self.records))
    }

    /// Many records are about to change: what follows them one by one is made anew later instead, and the search index
    /// waits for [`Table::index_some`].
    pub fn begin_many(&mut self) {
        self.version += 1;
        self.many = true;
        self.orders.borrow_mut().clear();
        self.columns.borrow_mut().clear();
        self.links.clear();
        if self.index_waiting.is_none() {
            self.index_waiting = Some(self.slots().end);
        }
    }

    /// The many changes are over.
    pub fn end_many(&mut self) {
        self.many = false;
        if self.index_waiting == Some(self.slots().end) {
            self.index_waiting = None;
        }
    }

    /// Puts the next `most` records that the search index lacks into it. Returns whether it now has all of them.
    pub fn index_some(&mut self, most: usize) -> bool {
        // By rising places, since the index appends such and must move others.
        let stale: Vec<Slot> = self.index_stale.drain(..most.min(self.index_stale.len())).collect();
        let room = most - stale.len();
        stale.into_iter().for_each(|slot| self.index_slot(slot));
        if let Some(from) = self.index_waiting {
            let end = self.slots().end.min(from.saturating_add(u32::try_from(room).unwrap_or(u32::MAX)));
            (from..end).for_each(|slot| self.index_slot(slot));
            self.index_waiting = (end < self.slots().end).then_some(end);
        }
        self.is_indexed()
    }

    /// Gives back the memory that building the search index left over.
    pub fn compact_index(&mut self) {
        self.index.compact();
    }

    /// The places of the records that link to that one, the trash included.
    pub fn links_to(&self, target: Id) -> Vec<Slot> {
        self.links.to(target, self.slots().filter_map(|slot| self.view(slot).map(|view| (slot, view))))
    }

    /// Whether every record is in the search index.
    pub fn is_indexed(&self) -> bool {
        self.index_waiting.is_none() && self.index_stale.is_empty()
    }

    /// The search index.
    pub fn index(&self) -> &SearchIndex {
        &self.index
    }

    fn index_slot(&mut self, slot: Slot) {
        if let (Some(kind), Some(bytes)) = (self.kind, self.records.get(slot as usize))
            && let Ok(view) = RecordView::new(bytes)
        {
            search_texts::put(&mut self.index, kind, slot, &view);
        }
    }

    /// The pages that changed since the last fold, with all their records.
    pub fn changed_pages(&self) -> Vec<(u32, Vec<Vec<u8>>)> {
        let page = |number: &u32| {
            let slots = self.pages.get(number).map(Vec::as_slice).unwrap_or_default();
            (*number, slots.iter().filter_map(|slot| self.bytes(*slot)).map(<[u8]>::to_vec).collect())
        };
        self.dirty_pages.iter().map(page).collect()
    }

    /// Has a page written anew with the next fold, and tells how many records it holds; nothing where the page was never
    /// read, so that what it holds is not known here.
    pub fn rewrite_page(&mut self, number: u32) -> Option<usize> {
        let held = self.pages.get(&number).map(Vec::len).filter(|held| *held > 0)?;
        self.dirty_pages.insert(number);
        Some(held)
    }

    /// Whether there is a page of a higher number.
    pub fn has_page_after(&self, number: u32) -> bool {
        number + 1 < self.next_page
    }

    /// Whether a page was read, so that all of it is here.
    pub fn holds_page(&self, number: u32) -> bool {
        self.pages.get(&number).is_some_and(|slots| !slots.is_empty())
    }

    /// The pages with these numbers are on the disk as they were given out.
    pub fn pages_written(&mut self) {
        self.dirty_pages.clear();
    }

    /// Bytes of records as they are encoded, each with the mark of its length before it.
    pub fn encoded_bytes(&self) -> u64 {
        self.records.iter().map(|bytes| bytes.len() as u64 + 2).sum()
    }

    /// Bytes of records in memory.
    pub fn record_bytes(&self) -> u64 {
        self.records.iter().map(|bytes| bytes.len() as u64 + 16).sum()
    }
}
