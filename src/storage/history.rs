//! History: the values that were replaced, and who did what. On disk only; read when a person asks.
//!
//! Replaced values lie in pages named `"h/{kind:05}/{bucket:03}/{page:08}"`, where the bucket is [`bucket_of`] the record's
//! identifier, so that one record's history is one range of keys. Operations lie in pages named `"o/{page:08}"`, in the
//! order in which they were folded; imports stand a second time under `"i/{operation id}"`, since they are few and the
//! screen offers to revert them. Every page is a list of byte strings, and what was written is carried along as it is
//! when its page is rewritten. Only folds write here, one at a time: the last page of a bucket is filled up until it
//! has [`TRACES_BEFORE_A_NEW_PAGE`], then the next one is begun.

use super::disk::{Disk, Key, Step, Store};
use super::error::{StorageError, Unreadable};
use super::fold::Erasure;
use super::handle::{Storage, folder, object_name};
use super::journal::{decode_operation, decode_touched, encode_told};
use super::pack::{self, Malformed, Packer, Unpacker};
use super::pages::last_number;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::{Action, Operation};
use crate::domain::stamp::Stamp;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const TRACES_BEFORE_A_NEW_PAGE: usize = 128;
const TRACES_IN_A_PAGE: usize = 512;
pub(super) const OPERATIONS_IN_A_PAGE: usize = 512;
pub(super) const TRACES: &str = "h";
pub(super) const OPERATIONS: &str = "o";
const IMPORTS: &str = "i";

/// A value that a later one replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The record's kind.
    pub kind: u16,
    /// The record.
    pub id: Id,
    /// The field; 0 for the record's deletion.
    pub number: u16,
    /// When the value was written; the operation with this stamp wrote it.
    pub stamp: Stamp,
    /// The value.
    pub raw: Vec<u8>,
    /// The operation that wrote it, where it is known.
    pub operation: Option<OperationId>,
    /// The member who wrote it, where it is known.
    pub member: Option<MemberId>,
}

/// Which records an action touched, for a list of actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// By the number of the kind, how many records.
    pub kinds: Vec<(u16, u64)>,
    /// The first of them.
    pub first: Vec<(u16, Id)>,
}

/// An operation in the log of what was folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedOperation {
    /// Where it stands in the log.
    pub place: u64,
    /// Who did what when.
    pub operation: Operation,
    /// The records that it touched; none where a version that did not note them folded it.
    pub touched: Option<Touched>,
}

/// The history of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The replaced values, the latest first.
    pub traces: Vec<Trace>,
    /// The names of pages that could not be read and may hold more.
    pub damaged: Vec<String>,
}

/// Which of 256 parts of the history a record's traces lie in: 32-bit FNV-1a over the identifier's 16 bytes, its four
/// bytes joined by exclusive or. Frozen.
fn bucket_of(id: Id) -> u8 {
    let hash = id
        .to_bytes()
        .into_iter()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_be_bytes().into_iter().fold(0, |folded, byte| folded ^ byte)
}

fn bucket_folder(kind: u16, bucket: u8) -> String {
    format!("{TRACES}/{kind:05}/{bucket:03}")
}

/// The folder that a record's history lies in, with that of others.
pub(super) fn folder_of(kind: u16, id: Id) -> String {
    bucket_folder(kind, bucket_of(id))
}

impl Trace {
    pub(super) fn encode(&self) -> Vec<u8> {
        let operation = self.operation.map(|operation| operation.0.to_bytes());
        let member = self.member.map(|member| member.0.to_bytes());
        let mut packer = Packer::default();
        packer
            .array(6)
            .bytes(&self.id.to_bytes())
            .number(self.number.into())
            .bytes(&self.stamp.to_bytes())
            .bytes(&self.raw);
        packer.optional_bytes(operation.as_ref().map(|id| &id[..])).optional_bytes(member.as_ref().map(|id| &id[..]));
        packer.finish()
    }

    pub(super) fn decode(kind: u16, bytes: &[u8]) -> Result<Trace, Malformed> {
        let mut from = Unpacker::new(bytes);
        if from.array()? < 6 {
            return Err(Malformed);
        }
        let id = Id::from_bytes(from.exactly()?);
        let number = from.number()?;
        let stamp = Stamp::from_bytes(from.exactly()?);
        let raw = from.bytes()?.to_vec();
        let operation = if from.nil() { None } else { Some(OperationId(Id::from_bytes(from.exactly()?))) };
        let member = if from.nil() { None } else { Some(MemberId(Id::from_bytes(from.exactly()?))) };
        Ok(Trace { kind, id, number, stamp, raw, operation, member })
    }
}

/// What a fold does to one bucket.
#[derive(Default)]
struct BucketChange<'a> {
    added: Vec<&'a Trace>,
    erased: Vec<&'a Erasure>,
}

/// The items of a page, byte for byte.
pub(super) type Items = Vec<Vec<u8>>;

impl<D: Disk> Storage<D> {
    /// The values of a record that were replaced, from the pages; what the journal holds is not among them.
    pub async fn history_of(&self, kind: u16, id: Id) -> Result<History, StorageError> {
        let mut history = History::default();
        for (key, items) in self.history_pages(&bucket_folder(kind, bucket_of(id))).await? {
            match items {
                Ok(items) => history.traces.extend(
                    items.iter().filter_map(|item| Trace::decode(kind, item).ok()).filter(|trace| trace.id == id),
                ),
                Err(_) => history.damaged.push(object_name(Store::History, &key)),
            }
        }
        history.traces.sort_by(|a, b| (b.stamp, b.number, &b.raw).cmp(&(a.stamp, a.number, &a.raw)));
        history.traces.dedup();
        Ok(history)
    }

    /// The values of many records of a kind that were replaced, each page read once. Pages that cannot be read are passed
    /// over.
    pub async fn histories_of(&self, kind: u16, ids: &BTreeSet<Id>) -> Result<Vec<Trace>, StorageError> {
        let buckets: BTreeSet<u8> = ids.iter().map(|id| bucket_of(*id)).collect();
        let mut traces = Vec::new();
        for bucket in buckets {
            for items in
                self.history_pages(&bucket_folder(kind, bucket)).await?.into_iter().filter_map(|(_, items)| items.ok())
            {
                traces.extend(
                    items
                        .iter()
                        .filter_map(|item| Trace::decode(kind, item).ok())
                        .filter(|trace| ids.contains(&trace.id)),
                );
            }
        }
        Ok(traces)
    }

    /// The replaced values of all records, some pages at a time: those after the page of that name, and the name of the
    /// last page read, or nothing at the end. Pages that cannot be read are passed over.
    pub async fn traces_after(
        &self,
        after: Option<&str>,
        pages: u32,
    ) -> Result<(Vec<Trace>, Option<String>), StorageError> {
        let (first, to) = folder(TRACES);
        // A name with something behind it comes after the name and before the next one.
        let from = after.map_or(first, |after| Key::Text(format!("{after}~")));
        let objects = self.disk.range(Store::History, Some(from), Some(to), pages).await?;
        let last = objects.last().and_then(|(key, _)| key.text()).map(str::to_owned);
        let mut traces = Vec::new();
        for (key, sealed) in &objects {
            let Some(key) = key.text() else { continue };
            let kind = key.split('/').nth(1).and_then(|kind| kind.parse().ok());
            if let (Some(kind), Ok(items)) = (kind, self.open_items(key, sealed)) {
                traces.extend(items.iter().filter_map(|item| Trace::decode(kind, item).ok()));
            }
        }
        Ok((traces, last))
    }

    /// The latest folded operations, the last folded first. Pages that cannot be read are passed over.
    pub async fn operations(&self, limit: usize) -> Result<Vec<Operation>, StorageError> {
        self.operations_until(|found| found.len() >= limit).await.map(|mut found| {
            found.truncate(limit);
            found
        })
    }

    /// The place in the log of operations where the next folded one will stand.
    pub async fn log_end(&self) -> Result<u64, StorageError> {
        let (from, to) = folder(OPERATIONS);
        let Some(last) = self.disk.keys(Store::History, Some(from), Some(to), u32::MAX).await?.pop() else {
            return Ok(0);
        };
        let (Some(key), Some(number)) = (last.text(), last_number(&last)) else { return Ok(0) };
        let filled = self.history_page(key).await?.map_or(OPERATIONS_IN_A_PAGE, |items| items.len());
        Ok(u64::from(number) * OPERATIONS_IN_A_PAGE as u64 + filled as u64)
    }

    /// The folded operations of the page of the log that ends before a place, the last first, and the place before which
    /// to go on, or nothing at the beginning. What cannot be read is passed over.
    pub async fn log_before(&self, before: u64) -> Result<(Vec<LoggedOperation>, Option<u64>), StorageError> {
        let Some(last) = before.checked_sub(1) else { return Ok((Vec::new(), None)) };
        let first = last - last % OPERATIONS_IN_A_PAGE as u64;
        let number = first / OPERATIONS_IN_A_PAGE as u64;
        let items = self.history_page(&format!("{OPERATIONS}/{number:08}")).await?.unwrap_or_default();
        let told = (first..).zip(&items).take_while(|(place, _)| *place < before).filter_map(|(place, item)| {
            let operation = decode_operation(item).ok()?;
            Some(LoggedOperation { place, operation, touched: decode_touched(item) })
        });
        let mut found: Vec<LoggedOperation> = told.collect();
        found.reverse();
        Ok((found, (first > 0).then_some(first)))
    }

    /// The folded operations with these stamps, as far as they can be found: who wrote a value is told by its stamp.
    pub async fn operations_of(&self, stamps: &BTreeSet<Stamp>) -> Result<Vec<Operation>, StorageError> {
        let wanted = |found: &Vec<Operation>| {
            found.iter().filter(|operation| stamps.contains(&operation.stamp)).count() >= stamps.len()
        };
        let mut found = self.operations_until(wanted).await?;
        found.retain(|operation| stamps.contains(&operation.stamp));
        Ok(found)
    }

    /// Reads operations from the last page backwards until there are enough.
    async fn operations_until(&self, enough: impl Fn(&Vec<Operation>) -> bool) -> Result<Vec<Operation>, StorageError> {
        let (from, to) = folder(OPERATIONS);
        let keys = self.disk.keys(Store::History, Some(from), Some(to), u32::MAX).await?;
        let mut found = Vec::new();
        for key in keys.iter().rev().filter_map(Key::text) {
            if enough(&found) {
                break;
            }
            if let Ok(items) = self.history_page(key).await? {
                found.extend(items.iter().rev().filter_map(|item| decode_operation(item).ok()));
            }
        }
        Ok(found)
    }

    /// The folded imports, the latest first. Those that cannot be read are passed over.
    pub async fn imports(&self) -> Result<Vec<Operation>, StorageError> {
        let pages = self.history_pages(IMPORTS).await?;
        let items = pages.into_iter().filter_map(|(_, items)| items.ok()).flatten();
        let mut imports: Vec<Operation> = items.filter_map(|item| decode_operation(&item).ok()).collect();
        imports.sort_by_key(|operation| Reverse(operation.stamp));
        Ok(imports)
    }

    /// What adds traces to the history and takes erased ones out of it.
    pub(super) async fn history_steps(&self, traces: &[Trace], erased: &[Erasure]) -> Result<Vec<Step>, StorageError> {
        let mut buckets: BTreeMap<(u16, u8), BucketChange<'_>> = BTreeMap::new();
        for trace in traces {
            buckets.entry((trace.kind, bucket_of(trace.id))).or_default().added.push(trace);
        }
        for erasure in erased {
            buckets.entry((erasure.kind, bucket_of(erasure.id))).or_default().erased.push(erasure);
        }
        let mut steps = Vec::new();
        for ((kind, bucket), BucketChange { added, erased }) in buckets {
            let folder_name = bucket_folder(kind, bucket);
            let forgotten =
                |trace: &Trace| erased.iter().any(|erasure| erasure.id == trace.id && trace.stamp <= erasure.floor);
            let mut changed: BTreeMap<u32, Items> = BTreeMap::new();
            if !erased.is_empty() {
                for (key, items) in self.history_pages(&folder_name).await? {
                    let (Ok(mut items), Some(number)) = (items, last_number(&Key::Text(key))) else { continue };
                    let before = items.len();
                    items.retain(|item| !Trace::decode(kind, item).is_ok_and(|trace| forgotten(&trace)));
                    if items.len() < before {
                        changed.insert(number, items);
                    }
                }
            }
            let added: Items = added.into_iter().filter(|trace| !forgotten(trace)).map(Trace::encode).collect();
            self.append_items(&folder_name, added, TRACES_BEFORE_A_NEW_PAGE, TRACES_IN_A_PAGE, &mut changed).await?;
            for (number, items) in changed {
                steps.push(self.history_step(format!("{folder_name}/{number:08}"), &items)?);
            }
        }
        Ok(steps)
    }

    /// What adds operations to the log, and imports to the list of imports.
    pub(super) async fn operation_steps(
        &self,
        operations: &[Operation],
        touched: &[Touched],
    ) -> Result<Vec<Step>, StorageError> {
        let touched = touched.iter().map(Some).chain(std::iter::repeat(None));
        let items = operations.iter().zip(touched).map(|(operation, touched)| encode_told(operation, touched));
        let items = items.collect::<Result<Items, _>>()?;
        let mut steps = Vec::new();
        for (operation, item) in operations.iter().zip(&items) {
            if matches!(operation.action, Action::Import(_)) {
                steps.push(self.history_step(format!("{IMPORTS}/{}", operation.id), std::slice::from_ref(item))?);
            }
        }
        let mut changed = BTreeMap::new();
        self.append_items(OPERATIONS, items, OPERATIONS_IN_A_PAGE, OPERATIONS_IN_A_PAGE, &mut changed).await?;
        for (number, items) in changed {
            steps.push(self.history_step(format!("{OPERATIONS}/{number:08}"), &items)?);
        }
        Ok(steps)
    }

    /// Adds items at the end of a folder: to its last page if that can be read and has fewer than `full` items, and then
    /// to new pages. A page in `changed` counts as it is there.
    pub(super) async fn append_items(
        &self,
        folder_name: &str,
        added: Items,
        full: usize,
        most: usize,
        changed: &mut BTreeMap<u32, Items>,
    ) -> Result<(), StorageError> {
        if added.is_empty() {
            return Ok(());
        }
        let (from, to) = folder(folder_name);
        let last = self.disk.keys(Store::History, Some(from), Some(to), u32::MAX).await?.pop();
        let last_items = match (last.as_ref().and_then(Key::text), last.as_ref().and_then(last_number)) {
            (Some(key), Some(number)) => match changed.get(&number) {
                Some(items) => Some((number, items.clone())),
                None => self.history_page(key).await?.ok().map(|items| (number, items)),
            },
            _ => None,
        };
        let (mut number, mut items) = match last_items.filter(|(_, items)| items.len() < full) {
            Some(fillable) => fillable,
            None => (last.as_ref().and_then(last_number).map_or(0, |number| number + 1), Vec::new()),
        };
        for item in added {
            if items.len() >= most {
                changed.insert(number, std::mem::take(&mut items));
                number += 1;
            }
            items.push(item);
        }
        changed.insert(number, items);
        Ok(())
    }

    pub(super) fn history_step(&self, key: String, items: &[Vec<u8>]) -> Result<Step, StorageError> {
        if items.is_empty() {
            return Ok(Step::Delete { store: Store::History, key: Key::Text(key) });
        }
        self.sealed_step(Store::History, key, &pack::list(items))
    }

    pub(super) async fn history_page(&self, key: &str) -> Result<Result<Items, Unreadable>, StorageError> {
        let Some(sealed) = self.disk.get(Store::History, key.into()).await? else {
            return Ok(Err(Unreadable::Damaged));
        };
        Ok(self.open_items(key, &sealed))
    }

    pub(super) async fn history_pages(
        &self,
        folder_name: &str,
    ) -> Result<Vec<(String, Result<Items, Unreadable>)>, StorageError> {
        let (from, to) = folder(folder_name);
        let objects = self.disk.range(Store::History, Some(from), Some(to), u32::MAX).await?;
        let page = |(key, sealed): (Key, Vec<u8>)| {
            let key = key.text()?.to_owned();
            let items = self.open_items(&key, &sealed);
            Some((key, items))
        };
        Ok(objects.into_iter().filter_map(page).collect())
    }

    pub(super) fn open_items(&self, key: &str, sealed: &[u8]) -> Result<Items, Unreadable> {
        let plain = self.open_object(Store::History, key, sealed)?;
        pack::unpack_list(&plain).map_err(|_| Unreadable::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn buckets_are_frozen_and_even() {
        assert_eq!(bucket_of(Id::from_bytes([0; 16])), 28);
        assert_eq!(bucket_of(Id::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])), 208);
        let mut counts = [0_u32; 256];
        for index in 0..25_600_u64 {
            let mut random = [0; 10];
            random[2..].copy_from_slice(&index.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            counts[usize::from(bucket_of(Id::from_parts(1_700_000_000_000 + index / 100, random)))] += 1;
        }
        assert!(counts.iter().all(|count| (50..=150).contains(count)), "{counts:?}");
    }

    proptest! {
        #[test]
        fn a_trace_reads_back(kind: u16, id: [u8; 16], number: u16, stamp: [u8; 16], raw: Vec<u8>, operation: Option<[u8; 16]>, member: Option<[u8; 16]>) {
            let trace = Trace {
                kind,
                id: Id::from_bytes(id),
                number,
                stamp: Stamp::from_bytes(stamp),
                raw,
                operation: operation.map(|id| OperationId(Id::from_bytes(id))),
                member: member.map(|id| MemberId(Id::from_bytes(id))),
            };
            prop_assert_eq!(Trace::decode(kind, &trace.encode()), Ok(trace));
        }
    }
}
