//! The chain of hashes verified: the ledger from its first item to its end, the history against it, then the journal.

use super::batch::BatchTally;
use super::chain::{self, Hash, Head, Item, LedgerEnd, LedgerEntry, Salt};
use super::disk::{Disk, Key, Store};
use super::error::{StorageError, Unreadable};
use super::handle::{FOLD_KEY, Storage, folder, object_name};
use super::history::{OPERATIONS, TRACES, Trace};
use super::journal::{JournalRow, decode_operation};
use crate::domain::id::MemberId;
use crate::domain::operation::Operation;
use crate::domain::stamp::{Actor, Stamp};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// Objects read between two looks at who waits.
const STRIDE: u32 = 16;
/// More breaks than these are not told one by one.
const MOST_BREAKS: usize = 100;

/// What is wrong at a place of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// An object cannot be opened.
    Unreadable,
    /// What the chain names is not there.
    Missing,
    /// It is not what the chain names: its content, or the content of what it rests on, was altered.
    Altered,
    /// It stands there twice.
    Twice,
    /// The ledger is not whole: a part was taken out, put back to an older state, or moved.
    Ledger,
    /// A record is older than what the history says of it.
    RecordOlder,
}

/// A place where the chain breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// What is wrong.
    pub kind: BreakKind,
    /// The action at the place, where it can be told: the one that is altered, or the one that names what is missing.
    pub operation: Option<Operation>,
    /// The name of the object, or of the entry.
    pub object: String,
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries that are in the chain.
    pub entries: u64,
    /// Of them, those of which the content, or a part of it, is not kept any more: it was erased.
    pub erased: u64,
    /// Entries of the journal that a version before the chain wrote.
    pub unlinked: u64,
    /// Who wrote them.
    pub members: BTreeSet<MemberId>,
    /// When the first of them was written, milliseconds since 1970.
    pub since: Option<u64>,
    /// Places where a version before the chain folded: when, milliseconds since 1970, the next fold after it was.
    pub gaps: Vec<u64>,
    /// Where it is broken, in the order in which it was found; the first hundred.
    pub breaks: Vec<Break>,
    /// Tells this state from every other one: SHA-256 over the end of the ledger and the heads. Null bytes for no chain.
    pub fingerprint: Hash,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainCheck {
    /// With a result.
    Done(ChainReport),
    /// Before its time, since that was wished.
    Stopped,
}

/// A folded entry, while its content is gathered.
struct Folded {
    entry: LedgerEntry,
    /// The content as it must be, and what it is hashed with: an erasure changes both.
    expected: Hash,
    salt: Option<Salt>,
    is_erased: bool,
}

struct Check {
    report: ChainReport,
    /// Every entry that was met, by who and which.
    known: HashMap<(Actor, u64), Hash>,
    heads: Vec<Head>,
    folded: Vec<Folded>,
    by_stamp: HashMap<Stamp, usize>,
    operations: HashMap<Stamp, Operation>,
    /// Breaks of which the action is known by its stamp alone so far.
    waiting: Vec<(usize, Stamp)>,
}

impl Check {
    fn broken(&mut self, kind: BreakKind, operation: Option<Operation>, object: String) {
        if self.report.breaks.len() < MOST_BREAKS {
            self.report.breaks.push(Break { kind, operation, object });
        }
    }

    /// Takes an entry into the chain: it must be there once, and all that it names must be there before it.
    fn meet(&mut self, entry: &LedgerEntry, operation: Option<&Operation>) {
        let head = entry.head();
        let name = entry_name(entry.actor, entry.sequence);
        let before = self.report.breaks.len();
        for parent in &entry.parents {
            let parent_name = entry_name(parent.actor, parent.sequence);
            match self.known.get(&(parent.actor, parent.sequence)) {
                Some(hash) if *hash == parent.hash => {}
                Some(_) => self.broken(BreakKind::Altered, operation.cloned(), parent_name),
                // A version before the chain may have folded it.
                None if !self.report.gaps.is_empty() => {}
                None => self.broken(BreakKind::Missing, operation.cloned(), parent_name),
            }
        }
        if self.known.insert((entry.actor, entry.sequence), head.hash).is_some() {
            self.broken(BreakKind::Twice, operation.cloned(), name);
        }
        if let (None, Some(details)) = (operation, &entry.details) {
            self.waiting.extend((before..self.report.breaks.len()).map(|at| (at, details.stamp)));
        }
        chain::advance(&mut self.heads, entry);
        self.report.entries += 1;
    }

    fn note(&mut self, entry: &LedgerEntry, operation: &Operation) {
        self.report.members.insert(operation.member);
        // What a restored backup tells of happened before; its stamps are another device's.
        if self.report.since.is_none() && operation.stamp.actor == entry.actor {
            self.report.since = Some(operation.stamp.milliseconds);
        }
    }
}

fn entry_name(actor: Actor, sequence: u64) -> String {
    format!("entry {:016x}/{sequence}", actor.0)
}

/// Which of the folds a ledger tells of come after one another, and which do not.
#[derive(Default)]
struct Folds {
    last: Option<u64>,
    at: u64,
}

impl<D: Disk> Storage<D> {
    /// Verifies the chain from its beginning, and `look` at each value of the history: what it answers `false` to is a
    /// value that is later than what its record holds. `progress` is told how many of how many objects were looked at, and
    /// ends the check by `false`. Only for who holds the lock for folding.
    pub async fn check_chain(
        &self,
        mut look: impl FnMut(&Trace) -> bool,
        mut progress: impl AsyncFnMut(u64, u64) -> bool,
    ) -> Result<ChainCheck, StorageError> {
        let mut total = 0;
        for store in [Store::History, Store::Journal] {
            total += self.disk.keys(store, None, None, u32::MAX).await?.len() as u64;
        }
        let mut check = Check {
            report: ChainReport::default(),
            known: HashMap::new(),
            heads: Vec::new(),
            folded: Vec::new(),
            by_stamp: HashMap::new(),
            operations: HashMap::new(),
            waiting: Vec::new(),
        };
        let mut done = 0;
        let mut go_on = async |more: u64| {
            done += more;
            progress(done.min(total), total).await
        };
        if !go_on(0).await || !self.check_ledger(&mut check, &mut go_on).await? {
            return Ok(ChainCheck::Stopped);
        }
        if !self.gather_operations(&mut check, &mut go_on).await? {
            return Ok(ChainCheck::Stopped);
        }
        let Some(values) = self.gather_values(&mut check, &mut look, &mut go_on).await? else {
            return Ok(ChainCheck::Stopped);
        };
        compare(&mut check, values)?;
        if !self.check_rows(&mut check, &mut go_on).await? {
            return Ok(ChainCheck::Stopped);
        }
        Ok(ChainCheck::Done(check.report))
    }

    /// The ledger, item by item, up to where the fold position says that it ends.
    async fn check_ledger(
        &self,
        check: &mut Check,
        go_on: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<bool, StorageError> {
        let position = match self.read_fold_position().await {
            Ok(position) => position,
            Err(StorageError::Damaged { object }) => {
                check.broken(BreakKind::Unreadable, None, object);
                return Ok(true);
            }
            Err(error) => return Err(error),
        };
        let mut end = LedgerEnd::default();
        let mut folds = Folds::default();
        let mut next = 0;
        loop {
            let pages = self.ledger_pages(next, STRIDE).await?;
            if pages.is_empty() {
                break;
            }
            let count = pages.len() as u64;
            for (number, object, items) in pages {
                if number != next {
                    check.broken(BreakKind::Ledger, None, object_name(Store::History, &chain::ledger_page(next)));
                }
                next = number + 1;
                match items {
                    Ok(items) => items.iter().for_each(|item| take_item(check, &mut end, &mut folds, item, &object)),
                    Err(Unreadable::Unknown) => {}
                    Err(Unreadable::Damaged) => check.broken(BreakKind::Unreadable, None, object),
                }
            }
            if !go_on(count).await {
                return Ok(false);
            }
        }
        let attested = &position.ledger;
        if attested.items == 0 && end.items > 0 {
            // The last fold was one of a version before the chain; the next one of ours goes on from here.
            check.report.gaps.push(folds.at);
        } else if *attested != end || (end.items > 0 && folds.last != Some(position.position.folds)) {
            check.broken(BreakKind::Ledger, None, object_name(Store::Meta, FOLD_KEY));
        }
        check.report.fingerprint = end.hash;
        Ok(true)
    }

    /// The operations that the ledger names.
    async fn gather_operations(
        &self,
        check: &mut Check,
        go_on: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<bool, StorageError> {
        let (mut from, to) = folder(OPERATIONS);
        loop {
            let objects = self.disk.range(Store::History, Some(from), Some(to.clone()), STRIDE).await?;
            let Some((last, _)) = objects.last() else { break };
            from = after(last);
            let count = objects.len() as u64;
            for (key, sealed) in objects {
                let Some(key) = key.text() else { continue };
                match self.open_items(key, &sealed) {
                    Ok(items) => {
                        for operation in items.iter().filter_map(|item| decode_operation(item).ok()) {
                            if check.by_stamp.contains_key(&operation.stamp) {
                                check.operations.insert(operation.stamp, operation);
                            }
                        }
                    }
                    Err(Unreadable::Unknown) => {}
                    Err(_) => check.broken(BreakKind::Unreadable, None, object_name(Store::History, key)),
                }
            }
            if !go_on(count).await {
                return Ok(false);
            }
        }
        for (at, stamp) in std::mem::take(&mut check.waiting) {
            if let Some(broken) = check.report.breaks.get_mut(at) {
                broken.operation = check.operations.get(&stamp).cloned();
            }
        }
        Ok(true)
    }

    /// The hashes of the values in the history, each with the entry that wrote it.
    async fn gather_values(
        &self,
        check: &mut Check,
        look: &mut impl FnMut(&Trace) -> bool,
        go_on: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<Option<Vec<(usize, Hash)>>, StorageError> {
        let mut values = Vec::new();
        let (mut from, to) = folder(TRACES);
        loop {
            let objects = self.disk.range(Store::History, Some(from), Some(to.clone()), STRIDE).await?;
            let Some((last, _)) = objects.last() else { return Ok(Some(values)) };
            from = after(last);
            let count = objects.len() as u64;
            for (key, sealed) in objects {
                let Some(key) = key.text() else { continue };
                let Some(kind) = key.split('/').nth(1).and_then(|kind| kind.parse().ok()) else { continue };
                let items = match self.open_items(key, &sealed) {
                    Ok(items) => items,
                    Err(Unreadable::Unknown) => continue,
                    Err(_) => {
                        check.broken(BreakKind::Unreadable, None, object_name(Store::History, key));
                        continue;
                    }
                };
                for trace in items.iter().filter_map(|item| Trace::decode(kind, item).ok()) {
                    // What no entry of the chain wrote is not the chain's to judge.
                    if check.by_stamp.contains_key(&trace.stamp) && !look(&trace) {
                        let operation = check.operations.get(&trace.stamp).cloned();
                        check.broken(BreakKind::RecordOlder, operation, format!("record {kind}/{}", trace.id));
                    }
                    if trace.operation.is_some()
                        && let Some(at) = check.by_stamp.get(&trace.stamp)
                    {
                        let Trace { kind, id, number, stamp, raw, .. } = trace;
                        values.push((*at, chain::value_hash(kind, id, number, stamp, &raw)));
                    }
                }
            }
            if !go_on(count).await {
                return Ok(None);
            }
        }
    }

    /// What is not folded yet.
    async fn check_rows(
        &self,
        check: &mut Check,
        go_on: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<bool, StorageError> {
        let mut from = 1;
        loop {
            let rows = self.disk.range(Store::Journal, Some(Key::Number(from)), None, STRIDE).await?;
            let Some((Key::Number(last), _)) = rows.last() else { break };
            from = last + 1;
            let count = rows.len() as u64;
            for (key, bytes) in rows {
                if let Key::Number(key) = key {
                    let row = self.read_row(key, &bytes);
                    self.check_row(check, row).await?;
                }
            }
            if !go_on(count).await {
                return Ok(false);
            }
        }
        if check.report.entries > 0 {
            let digest = Sha256::new().chain_update(b"burrow1/state").chain_update(check.report.fingerprint);
            check.report.fingerprint = digest.chain_update(chain::pack_heads(&check.heads)).finalize().into();
        }
        Ok(true)
    }

    async fn check_row(&self, check: &mut Check, row: JournalRow) -> Result<(), StorageError> {
        let object = object_name(Store::Journal, &row.key.to_string());
        match (row.entry, row.link) {
            (Err(Unreadable::Unknown), _) => check.report.unlinked += 1,
            (Err(Unreadable::Damaged), _) => check.broken(BreakKind::Unreadable, None, object),
            (Ok(_), None) => check.report.unlinked += 1,
            (Ok(entry), Some(link)) => {
                check.meet(&link, Some(&entry.operation));
                check.note(&link, &entry.operation);
                if let Some(reference) = entry.batch {
                    let mut tally = BatchTally::default();
                    while tally.pages() < reference.pages {
                        let left = (reference.pages - tally.pages()).min(STRIDE);
                        match self.read_batch_pages(entry.operation.id, &mut tally, left).await {
                            Ok(_) => {}
                            Err(error @ StorageError::Disk(_)) => return Err(error),
                            Err(_) => break,
                        }
                    }
                    if tally.reference() != reference {
                        check.broken(BreakKind::Altered, Some(entry.operation), object);
                    }
                }
            }
        }
        Ok(())
    }
}

fn after(key: &Key) -> Key {
    match key {
        Key::Number(number) => Key::Number(number + 1),
        // A name with something behind it comes after the name and before the next one.
        Key::Text(text) => Key::Text(format!("{text}~")),
    }
}

fn take_item(check: &mut Check, end: &mut LedgerEnd, folds: &mut Folds, bytes: &[u8], object: &str) {
    let (Ok(()), Ok(item)) = (end.add(bytes), Item::decode(bytes)) else {
        return check.broken(BreakKind::Ledger, None, object.to_owned());
    };
    match item {
        Item::Entry(entry) => {
            check.meet(&entry, None);
            let salt = entry.details.as_ref().map(|details| details.salt);
            let expected = entry.content;
            if let Some(details) = &entry.details {
                check.by_stamp.insert(details.stamp, check.folded.len());
            }
            check.folded.push(Folded { entry, expected, is_erased: salt.is_none(), salt });
        }
        Item::Fold { number, at } => {
            match folds.last {
                Some(last) if number > last + 1 => {
                    check.report.gaps.push(at);
                }
                Some(last) if number <= last => check.broken(BreakKind::Ledger, None, object.to_owned()),
                _ => {}
            }
            (folds.last, folds.at) = (Some(number), at);
        }
        Item::Remains { actor, sequence, content, salt } => {
            let place = |folded: &&mut Folded| (folded.entry.actor, folded.entry.sequence) == (actor, sequence);
            match check.folded.iter_mut().rev().find(place) {
                Some(folded) => {
                    (folded.expected, folded.salt, folded.is_erased) = (content, salt, true);
                }
                None => check.broken(BreakKind::Ledger, None, object.to_owned()),
            }
        }
        Item::Unknown => {}
    }
}

/// Computes the content of every folded entry again.
fn compare(check: &mut Check, mut values: Vec<(usize, Hash)>) -> Result<(), StorageError> {
    values.sort_unstable();
    let mut rest = &values[..];
    for at in 0..check.folded.len() {
        let (own, others) = rest.split_at(rest.partition_point(|(of, _)| *of == at));
        rest = others;
        let Folded { entry, expected, salt, is_erased } = &check.folded[at];
        let (expected, is_erased) = (*expected, *is_erased);
        check.report.erased += u64::from(is_erased);
        let (Some(details), salt) = (entry.details.clone(), *salt) else { continue };
        let name = entry_name(entry.actor, entry.sequence);
        let entry = entry.clone();
        let Some(operation) = check.operations.get(&details.stamp).cloned() else {
            check.broken(BreakKind::Missing, None, name);
            continue;
        };
        check.note(&entry, &operation);
        let Some(salt) = salt else { continue };
        let hashes = own.iter().map(|(_, hash)| *hash).collect();
        if chain::content_hash(&salt, &operation, details.batch.as_ref(), hashes)? != expected {
            check.broken(BreakKind::Altered, Some(operation), name);
        }
    }
    Ok(())
}
