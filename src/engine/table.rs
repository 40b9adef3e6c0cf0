//! All records of one kind in memory, as encoded bytes, with where each lies on the disk, its search index and the
//! orders in which lists have asked for it.

use crate::domain::field::{FieldKind, NoTitles, Titles};
use crate::domain::id::Id;
use crate::domain::merge::{self, Replaced};
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::value::Value;
use crate::engine::order::Orders;
use crate::engine::search::{SearchIndex, TextKind, Weight};
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
    index_waiting: Option<Slot>,
    orders: RefCell<Orders>,
    version: u64,
}

/// What a merge did to a table.
pub struct Merged {
    /// The record's place.
    pub slot: Slot,
    /// Whether anything is different now.
    pub changed: bool,
    /// Whether the record was not there before.
    pub created: bool,
    /// What was replaced.
    pub replaced: Vec<Replaced>,
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
            orders: RefCell::default(),
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
    pub fn title(&self, slot: Slot, titles: &dyn Titles) -> String {
        let field = self.kind.and_then(|kind| kind.field(kind.title_field()));
        match (field, self.view(slot)) {
            (Some(field), Some(view)) => match field.get(&view, titles) {
                Value::Text(text) => text,
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// Takes over a page as it was read from the disk. Records that are already there are joined, which repairs a page
    /// that was written twice. Returns how many records could not be read.
    pub fn load_page(&mut self, number: u32, records: Vec<Vec<u8>>) -> u32 {
        self.next_page = self.next_page.max(number + 1);
        let mut damaged = 0;
        for bytes in records {
            let Ok(view) = RecordView::new(&bytes) else {
                damaged += 1;
                continue;
            };
            let (id, is_deleted) = (view.id(), view.is_deleted());
            if self.by_id.contains_key(&id) {
                match Record::decode(&bytes) {
                    Ok(record) => drop(self.merge(&record)),
                    Err(_) => damaged += 1,
                }
                continue;
            }
            self.insert(id, bytes.into_boxed_slice(), is_deleted, number);
        }
        damaged
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
        if let Some(slot) = self.slot(delta.id) {
            let current = self.bytes(slot).and_then(|bytes| Record::decode(bytes).ok());
            let Some(mut record) = current else {
                return Merged { slot, changed: false, created: false, replaced: Vec::new() };
            };
            let before = record.clone();
            let replaced = merge::join(&mut record, delta);
            let changed = record != before;
            if changed {
                match (self.deleted[slot as usize], record.is_deleted()) {
                    (false, true) => self.live -= 1,
                    (true, false) => self.live += 1,
                    _ => {}
                }
                self.deleted[slot as usize] = record.is_deleted();
                self.records[slot as usize] = record.encode().into_boxed_slice();
                self.dirty_pages.insert(self.page_of[slot as usize]);
                self.touched(slot);
            }
            return Merged { slot, changed, created: false, replaced };
        }
        let mut record = Record::new(delta.kind, delta.id);
        let replaced = merge::join(&mut record, delta);
        let page = self.page_with_room();
        let slot = self.insert(record.id, record.encode().into_boxed_slice(), record.is_deleted(), page);
        self.dirty_pages.insert(page);
        self.touched(slot);
        Merged { slot, changed: true, created: true, replaced }
    }

    /// A record changed: its search entry and its places in the orders follow. While the index is still being built,
    /// records that it has not reached yet need nothing.
    fn touched(&mut self, slot: Slot) {
        self.version += 1;
        if self.index_waiting.is_none_or(|waiting| slot < waiting) {
            self.index_slot(slot);
        }
        if let (Some(kind), Some(bytes)) = (self.kind, self.records.get(slot as usize))
            && let Ok(view) = RecordView::new(bytes)
        {
            self.orders.borrow_mut().touched(kind, slot, &view);
        }
    }

    /// Drops what depends on the titles of other records.
    pub fn titles_changed(&mut self) {
        if let Some(kind) = self.kind {
            self.orders.borrow_mut().forget_followers(kind);
        }
    }

    /// The places of all records in the order of a field, empty values last, and how many of them, from the start,
    /// have a value. Kept until it changes.
    pub fn ordered(&self, field: u16, titles: &dyn Titles) -> (Vec<Slot>, usize) {
        self.orders.borrow_mut().ordered(self.kind, field, &self.records, titles)
    }

    /// Many records are about to change: what follows them one by one is made anew later instead.
    pub fn begin_many(&mut self) {
        self.orders.borrow_mut().clear();
    }

    /// Puts the next `most` records that the search index lacks into it. Returns whether it now has all of them.
    pub fn index_some(&mut self, most: usize) -> bool {
        let Some(from) = self.index_waiting else { return true };
        let end = (from as usize).saturating_add(most).min(self.records.len());
        for slot in from as usize..end {
            self.index_slot(slot as Slot);
        }
        self.index_waiting = (end < self.records.len()).then_some(end as Slot);
        if self.index_waiting.is_none() {
            self.index.compact();
        }
        self.index_waiting.is_none()
    }

    /// Whether every record is in the search index.
    pub fn is_indexed(&self) -> bool {
        self.index_waiting.is_none()
    }

    /// The search index.
    pub fn index(&self) -> &SearchIndex {
        &self.index
    }

    fn index_slot(&mut self, slot: Slot) {
        let Some(kind) = self.kind else { return };
        let Some(view) = self.records.get(slot as usize).and_then(|bytes| RecordView::new(bytes).ok()) else { return };
        let mut texts: Vec<(u8, TextKind, String)> = Vec::with_capacity(8);
        for field in kind.fields().iter().filter(|field| field.search_weight > 0) {
            match field.get(&view, &NoTitles) {
                Value::Empty => {}
                Value::Text(text) => texts.push((field.search_weight, TextKind::Text, text)),
                Value::Emails(list) => {
                    texts.extend(list.into_iter().map(|one| (field.search_weight, TextKind::Text, one.value.as_str().to_owned())));
                }
                Value::Phones(list) => {
                    texts.extend(list.into_iter().map(|one| (field.search_weight, TextKind::Phone, one.value.as_str().to_owned())));
                }
                Value::Tags(list) => texts.extend(list.into_iter().map(|tag| (field.search_weight, TextKind::Text, tag))),
                Value::Address(address) => texts.push((field.search_weight, TextKind::Text, address.parts().join(" "))),
                Value::Website(website) => texts.push((field.search_weight, TextKind::Text, website.shown().to_owned())),
                _ => {}
            }
        }
        let fields: Vec<(Weight, TextKind, &str)> = texts.iter().map(|(weight, kind, text)| (weight_of(*weight), *kind, text.as_str())).collect();
        self.index.set(slot, &fields);
    }

    /// The pages that changed since the last fold, with all their records.
    pub fn changed_pages(&self) -> Vec<(u32, Vec<Vec<u8>>)> {
        let page = |number: &u32| {
            let slots = self.pages.get(number).map(Vec::as_slice).unwrap_or_default();
            (*number, slots.iter().filter_map(|slot| self.bytes(*slot)).map(<[u8]>::to_vec).collect())
        };
        self.dirty_pages.iter().map(page).collect()
    }

    /// The pages with these numbers are on the disk as they were given out.
    pub fn pages_written(&mut self) {
        self.dirty_pages.clear();
    }

    /// Bytes of records in memory.
    pub fn record_bytes(&self) -> u64 {
        self.records.iter().map(|bytes| bytes.len() as u64 + 16).sum()
    }

    /// The values in use in a text or tag field that contain `typed`, with how often, the most used first.
    pub fn suggestions(&self, field: u16, typed: &str, limit: usize) -> Vec<(String, u32)> {
        let Some(field) = self.kind.and_then(|kind| kind.field(field)) else { return Vec::new() };
        let wanted = crate::engine::search::fold(typed.trim());
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut count = |text: String| {
            if !text.is_empty() && (wanted.is_empty() || crate::engine::search::fold(&text).contains(&wanted)) {
                *counts.entry(text).or_default() += 1;
            }
        };
        for slot in self.slots().filter(|slot| !self.is_deleted(*slot)) {
            let Some(view) = self.view(slot) else { continue };
            if !matches!(field.kind, FieldKind::Text | FieldKind::Tags) {
                break;
            }
            match field.get(&view, &NoTitles) {
                Value::Text(text) => count(text),
                Value::Tags(tags) => tags.into_iter().for_each(&mut count),
                _ => {}
            }
        }
        let mut found: Vec<(String, u32)> = counts.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }
}

/// The search weights of the field table, 1 to 10, as those of the index.
fn weight_of(weight: u8) -> Weight {
    match weight {
        0 | 1 => Weight::Background,
        2..=4 => Weight::Detail,
        5..=8 => Weight::Identity,
        _ => Weight::Title,
    }
}
