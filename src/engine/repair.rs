//! Putting right what cannot be read. Everything is done in one fold: objects that are damaged leave their places and are set
//! aside, byte for byte; what of them is still in memory is written anew; records of a lost page are put together from their
//! history, value by value with the stamps that they had, so that a backup that is merged later adds the rest. What nobody
//! has any more is counted and named as far as it is known.
//!
//! No change is made here and nothing is stamped: what is written was in the book already, so there is no journal entry.

use crate::domain::field::{FieldKind, NoNeighbours};
use crate::domain::id::Id;
use crate::domain::merge;
use crate::domain::record::{DELETION, Kind, Record, RecordView};
use crate::domain::value::{self, Value};
use crate::engine::core::{Engine, Stopped};
use crate::engine::environment::LockName;
use crate::engine::protocol::{ExportedFile, Failure, FoundRecord, Job, PartKind, RepairReport};
use crate::formats::tar_write::TarWriter;
use crate::storage::{Disk, Key, SetAside, Storage, StorageError, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Records named in the report.
const MOST_NAMED: usize = 100;
/// Pages of history read at a time.
const HISTORY_PAGES_AT_A_TIME: u32 = 64;
/// How often it begins anew because another tab folded in between.
const MOST_TRIES: u32 = 3;

impl<D: Disk + 'static> Engine<D> {
    /// Does all that can be done. It can be cancelled while it looks, not while it writes.
    pub(super) async fn repair(self: &Rc<Self>, job: Job) -> Result<RepairReport, Stopped> {
        self.may_write()?;
        let storage = self.storage()?;
        // In the order in which the lock of the book takes them.
        let _write = self.environment.lock(LockName::Write).await;
        let _fold = self.environment.lock(LockName::Fold).await;
        for _ in 0..MOST_TRIES {
            self.make_ready_to_fold(&storage).await?;
            if self.book.borrow().newer_rows {
                return Err(Failure::NewerRelease.into());
            }
            let found = storage.check_integrity_while(async |done, total| self.go_on(job, done, total).await).await?;
            let (rows, batches) = {
                let book = self.book.borrow();
                (book.unreadable_rows.clone(), book.batches.clone())
            };
            let epoch = self.epoch.get();
            let outcome = self.put_right(&storage, &found.damaged).await;
            if !matches!(outcome, Ok(Some(_))) && self.epoch.get() == epoch {
                // Nothing was set aside: until it is, a fold must not pass what cannot be read.
                let mut book = self.book.borrow_mut();
                (book.unreadable_rows, book.batches) = (rows, batches);
            }
            if let Some(mut report) = outcome? {
                report.remaining = storage.check_integrity(|_, _| {}).await?.damaged;
                self.book.borrow_mut().damaged = report.remaining.clone();
                self.environment.hint();
                self.tell_all();
                return Ok(report);
            }
        }
        Err(Failure::StorageLost("other tabs do not stop folding".to_owned()).into())
    }

    /// One try; nothing when it was not written because another tab came between.
    async fn put_right(
        self: &Rc<Self>,
        storage: &Storage<D>,
        damaged: &[String],
    ) -> Result<Option<RepairReport>, StorageError> {
        let mut report = RepairReport::default();
        let (mut aside, lost) = self.take_stock(storage, damaged, &mut report).await?;
        aside.extend(self.take_salvaged_imports(storage, &mut report).await?);
        let missing = self.put_together(storage, &lost, &mut report).await?;
        let nothing_to_do = aside.is_empty() && self.book.borrow().operations.is_empty();
        if !nothing_to_do && !self.fold_with(storage, aside).await? {
            return Ok(None);
        }
        self.name_missing(missing, &lost, &mut report);
        Ok(Some(report))
    }

    /// What is to be set aside, and the kinds of which a page is lost.
    async fn take_stock(
        &self,
        storage: &Storage<D>,
        damaged: &[String],
        report: &mut RepairReport,
    ) -> Result<(Vec<SetAside>, BTreeSet<u16>), StorageError> {
        let (mut aside, mut lost) = (Vec::new(), BTreeSet::new());
        for name in damaged {
            let Some(object) = storage.find_object(name).await?.filter(|object| object.store != Store::Meta) else {
                continue;
            };
            let (what, is_in_memory) = self.what_it_is(object.store, &object.key, object.bytes.len() as u64);
            match (what, &object.key) {
                (PartKind::Records(_, about), Key::Text(key)) => {
                    if let Some((kind, page)) = Storage::<D>::page_of_key(key)
                        && self.book.borrow_mut().table_mut(kind).rewrite_page(page).is_none()
                    {
                        lost.insert(kind);
                        report.in_lost_pages += about;
                    }
                }
                (PartKind::Action, Key::Number(number)) if !is_in_memory => {
                    report.lost_actions += 1;
                    self.book.borrow_mut().unreadable_rows.retain(|row| row != number);
                }
                (PartKind::History, _) => report.lost_history += 1,
                _ => {}
            }
            report.written_anew += u64::from(is_in_memory);
            aside.push(object);
        }
        report.set_aside = aside.len() as u64;
        Ok((aside, lost))
    }

    /// Takes what can be read of imports that are not whole. Their rows of the journal go with the fold; those that an
    /// earlier fold has left behind are set aside.
    async fn take_salvaged_imports(
        &self,
        storage: &Storage<D>,
        report: &mut RepairReport,
    ) -> Result<Vec<SetAside>, StorageError> {
        let rows = self.book.borrow().unreadable_rows.clone();
        let mut left_behind = Vec::new();
        for number in rows {
            let Some(row) = storage.journal_row(number).await? else { continue };
            let Ok(entry) = row.entry else { continue };
            let (operation, mut deltas) = (entry.operation, entry.deltas);
            if let Some(batch) = &entry.batch {
                deltas = storage.readable_batch(operation.id).await?;
                report.from_imports += deltas.len() as u64;
                report.lost_of_imports += batch.records.saturating_sub(deltas.len() as u64);
            }
            if number <= storage.fold_position().through {
                left_behind.extend(storage.find_object(&format!("{} {number}", Store::Journal.name())).await?);
            }
            let mut book = self.book.borrow_mut();
            book.apply_entry(&operation, deltas, entry.batch.is_some(), row.link);
            if entry.batch.is_some() && !book.batches.contains(&operation.id) {
                // An earlier try has taken it already.
                book.batches.push(operation.id);
            }
            book.unreadable_rows.retain(|row| *row != number);
        }
        Ok(left_behind)
    }

    /// Puts the records of lost pages together from their history, where that tells at least how they are called. Returns
    /// the names, as far as they are known, of those of which it does not tell enough.
    async fn put_together(
        &self,
        storage: &Storage<D>,
        lost: &BTreeSet<u16>,
        report: &mut RepairReport,
    ) -> Result<BTreeMap<(u16, Id), String>, StorageError> {
        let mut found: HashMap<(u16, Id), Record> = HashMap::new();
        let mut after = None;
        while !lost.is_empty() {
            let (traces, last) = storage.traces_after(after.as_deref(), HISTORY_PAGES_AT_A_TIME).await?;
            let book = self.book.borrow();
            let is_held = |kind, id| book.tables().any(|table| table.number() == kind && table.slot(id).is_some());
            for trace in traces {
                if !lost.contains(&trace.kind) || is_held(trace.kind, trace.id) {
                    continue;
                }
                let mut part = Record::new(trace.kind, trace.id);
                if trace.number == DELETION {
                    part.deletion = Some((trace.stamp, trace.raw == value::encode(&Value::Boolean(true))));
                } else {
                    part.set(trace.number, trace.stamp, trace.raw);
                }
                let whole = found.entry((trace.kind, trace.id)).or_insert_with(|| Record::new(trace.kind, trace.id));
                merge::join(whole, &part);
            }
            let Some(last) = last else { break };
            after = Some(last);
        }
        let mut missing = BTreeMap::new();
        let mut book = self.book.borrow_mut();
        for ((kind, id), record) in found {
            if title_of(&record).is_empty() {
                missing.insert((kind, id), String::new());
                continue;
            }
            book.table_mut(kind).merge(&record);
            report.from_history += 1;
        }
        Ok(missing)
    }

    /// Adds the records of lost pages that others still link to.
    fn name_missing(&self, mut missing: BTreeMap<(u16, Id), String>, lost: &BTreeSet<u16>, report: &mut RepairReport) {
        let book = self.book.borrow();
        let neighbours = book.neighbours();
        for table in book.tables() {
            let fields = table.kind().map(Kind::fields).unwrap_or_default().iter().filter(|field| field.is_stored());
            let links: Vec<(u16, FieldKind, Kind)> = fields
                .filter_map(|field| match field.kind {
                    FieldKind::Link(kind) => Some((field.number, field.kind, kind)),
                    FieldKind::Participants => Some((field.number, field.kind, Kind::Customer)),
                    _ => None,
                })
                .filter(|(_, _, kind)| lost.contains(&kind.number()))
                .collect();
            if links.is_empty() {
                continue;
            }
            for slot in table.slots() {
                let Some(view) = table.view(slot) else { continue };
                for (number, field_kind, kind) in &links {
                    let held = |id: &Id| book.table(*kind).is_some_and(|table| table.slot(*id).is_some());
                    for id in linked(&view, *number, *field_kind).into_iter().filter(|id| !held(id)) {
                        missing.entry((kind.number(), id)).or_insert_with(|| table.title(slot, &neighbours));
                    }
                }
            }
        }
        report.missing_count = missing.len() as u64;
        report.missing = missing
            .into_iter()
            .filter_map(|((kind, id), linked_from)| {
                let kind = Kind::from_number(kind)?;
                Some(FoundRecord { kind, id, title: String::new(), subtitle: linked_from })
            })
            .take(MOST_NAMED)
            .collect();
    }

    /// Everything that was set aside, as it lay on the disk, in one archive.
    pub(super) async fn set_aside_file(&self) -> Result<ExportedFile, Stopped> {
        let storage = self.storage()?;
        let mut archive = TarWriter::default();
        let mut count = 0;
        storage
            .each_aside(|name, bytes| {
                archive.add(name, &bytes);
                count += 1;
            })
            .await?;
        Ok(ExportedFile {
            name: "burrow-set-aside.tar".to_owned(),
            media_type: "application/x-tar".to_owned(),
            bytes: archive.finish(),
            rows: count,
        })
    }
}

/// What a record is called, as far as it tells that by itself.
fn title_of(record: &Record) -> String {
    let bytes = record.encode();
    let kind = Kind::from_number(record.kind);
    let field = kind.and_then(|kind| kind.field(kind.title_field()));
    match (field, RecordView::new(&bytes)) {
        (Some(field), Ok(view)) => match field.get(&view, &NoNeighbours) {
            Value::Text(text) => text,
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn linked(view: &RecordView<'_>, number: u16, kind: FieldKind) -> Vec<Id> {
    match view.field(number).map(|raw| value::decode(kind, raw)) {
        Some(Ok(Value::Link(id))) => vec![id],
        Some(Ok(Value::Participants(list))) => list.iter().map(|one| one.customer).collect(),
        _ => Vec::new(),
    }
}
