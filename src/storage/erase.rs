//! Erasing: what a person was goes out of every sealed object, and everything is sealed anew with a new key, all in one
//! transaction: either all of it is so, or nothing has changed.
//!
//! Records get other bytes in their places, mostly none but their identifier and an erase floor, below which nothing
//! comes back in a merge. Their values leave the history. The ledger keeps the hash of each entry that held some of them
//! and forgets its salt, so that nobody can try guesses on it; what remains of such an entry gets a new hash. Cut-off
//! imports are swept away. The new key is what makes the old blocks that the browser's database may leave on the medium
//! unreadable, to whoever has not copied the old key; and it stops every tab that has not read of the erasure from
//! writing an edit that it still holds. With a lock on, the new key is wrapped for the same passphrase and for a new
//! recovery key.

use super::chain::{self, Hash, Head, Item, LedgerDetails, LedgerEnd, LedgerEntry};
use super::disk::{Disk, Key, Store};
use super::error::StorageError;
use super::fold::{Erasure, FoldPosition};
use super::handle::{Storage, folder};
use super::history::{self, OPERATIONS, TRACES, Touched, Trace};
use super::journal::encode_told;
use super::lock::{Anew, NewPassphrase};
use super::pack;
use super::pages::page_key;
use crate::domain::id::Id;
use crate::domain::operation::Operation;
use crate::domain::record::RecordView;
use crate::domain::secret::SecretBytes;
use crate::domain::stamp::{Actor, Stamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pages read at a time.
const STRIDE: u32 = 16;

/// What an erasure writes.
#[derive(Clone, Debug)]
pub struct EraseRequest {
    /// What takes the place of each record.
    pub records: BTreeMap<(u16, Id), Vec<u8>>,
    /// Records of which the past is forgotten.
    pub erased: Vec<Erasure>,
    /// Words that give the person away, in lower case: earlier values of other records that hold one are forgotten, too.
    pub words: Vec<String>,
    /// The values that are written instead, for the history.
    pub traces: Vec<Trace>,
    /// Who erased, and when; its place in the log.
    pub operation: Operation,
    /// What it touched.
    pub touched: Touched,
    /// Who writes, as for a row of the journal.
    pub actor: Actor,
    /// Which of that actor's entries it is.
    pub sequence: u64,
    /// The entries that it names.
    pub heads: Vec<Head>,
    /// Now, milliseconds since 1970.
    pub now: u64,
}

/// What opens the book afterwards.
pub enum NewKeys {
    /// Nothing is needed: there is no lock.
    Clear,
    /// The passphrase, which is the present one, and a new recovery key.
    Locked(NewPassphrase, SecretBytes),
}

/// How an erasure ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// It is done; the pages are as this position says.
    Done(FoldPosition),
    /// Another tab wrote or folded meanwhile; nothing was written. Fold, and try again.
    Moved,
}

/// Objects by their names, with what is to be in them; nothing for one that goes.
pub(super) type Overlay = BTreeMap<(Store, String), Option<Vec<u8>>>;

impl<D: Disk> Storage<D> {
    /// Erases. The journal must be folded to its end. `stands` tells whether a value of the history is the present one of
    /// a record that stays. `progress` is told how many of how many objects are sealed. Only for
    /// who holds the locks for writing and for folding. After an error the state before holds, unless the answer of the
    /// disk was lost: then the next write tells [`StorageError::KeyChanged`].
    pub async fn erase(
        &self,
        request: &EraseRequest,
        keys: &NewKeys,
        stands: impl Fn(&Trace) -> bool,
        progress: &mut impl AsyncFnMut(u64, u64),
    ) -> Result<Erased, StorageError> {
        let stored = self.stored_position();
        let after = Key::Number(stored.position.through + 1);
        if !self.disk.keys(Store::Journal, Some(after), None, 1).await?.is_empty() {
            return Ok(Erased::Moved);
        }
        let mut overlay = Overlay::new();
        let mut stamps = self.erase_records(request, &mut overlay).await?;
        let values = self.erase_history(request, &stands, &mut stamps, &mut overlay).await?;
        self.log_erasure(request, &mut overlay).await?;
        let position = FoldPosition { folds: stored.position.folds + 1, ..stored.position };
        let end = self.erase_in_ledger(request, position, &stamps, values, &mut overlay).await?;
        if self.disk.keys(Store::Journal, None, None, 1).await?.is_empty() {
            // No row names a batch, so these are leftovers of imports that were cut off.
            for key in self.disk.keys(Store::Batches, None, None, u32::MAX).await? {
                overlay.extend(key.text().map(|name| ((Store::Batches, name.to_owned()), None)));
            }
        }
        let anew = Anew { overlay, fold: Some((position, end, stored.object)) };
        let done = self.give_new_key(keys, &anew, progress).await?;
        Ok(if done { Erased::Done(position) } else { Erased::Moved })
    }

    /// The pages with the records in their new form, and the stamps of what they held.
    async fn erase_records(
        &self,
        request: &EraseRequest,
        overlay: &mut Overlay,
    ) -> Result<BTreeSet<Stamp>, StorageError> {
        let mut stamps = BTreeSet::new();
        let forgotten: BTreeSet<(u16, Id)> = request.erased.iter().map(|erasure| (erasure.kind, erasure.id)).collect();
        let kinds: BTreeSet<u16> = request.records.keys().map(|(kind, _)| *kind).collect();
        for kind in kinds {
            let mut from = 0;
            loop {
                let pages = self.read_pages(kind, from, STRIDE).await?;
                let Some((last, _)) = pages.last() else { break };
                from = last + 1;
                for (number, page) in pages {
                    let Ok(mut page) = page else { continue };
                    let mut is_changed = false;
                    for bytes in &mut page.records {
                        let Ok(view) = RecordView::new(bytes) else { continue };
                        let Some(instead) = request.records.get(&(kind, view.id())) else { continue };
                        if forgotten.contains(&(kind, view.id())) {
                            stamps.extend(view.stamps());
                        }
                        is_changed = true;
                        *bytes = instead.clone();
                    }
                    if is_changed {
                        let name = page_key(self.fold_position().generation, kind, number);
                        overlay.insert((Store::Pages, name), Some(pack::list(&page.records)));
                    }
                }
            }
        }
        Ok(stamps)
    }

    /// The history without what is forgotten and with what is written; and, for each action that loses something, the
    /// hashes of the values that it keeps.
    async fn erase_history(
        &self,
        request: &EraseRequest,
        stands: &impl Fn(&Trace) -> bool,
        stamps: &mut BTreeSet<Stamp>,
        overlay: &mut Overlay,
    ) -> Result<HashMap<Stamp, Vec<Hash>>, StorageError> {
        let floors: HashMap<(u16, Id), Stamp> =
            request.erased.iter().map(|erasure| ((erasure.kind, erasure.id), erasure.floor)).collect();
        let gives_away = |raw: &[u8]| {
            let text = String::from_utf8_lossy(raw).to_lowercase();
            request.words.iter().any(|word| text.contains(word.as_str()))
        };
        let is_forgotten = |trace: &Trace| match floors.get(&(trace.kind, trace.id)) {
            Some(floor) => trace.stamp <= *floor,
            None => gives_away(&trace.raw) && !stands(trace),
        };
        let keys = {
            let (from, to) = folder(TRACES);
            self.disk.keys(Store::History, Some(from), Some(to), u32::MAX).await?
        };
        let names: Vec<(u16, &str)> = keys
            .iter()
            .filter_map(Key::text)
            .filter_map(|name| Some((name.split('/').nth(1)?.parse().ok()?, name)))
            .collect();
        for (kind, name) in &names {
            let Ok(mut items) = self.history_page(name).await? else { continue };
            let before = items.len();
            items.retain(|item| {
                let trace = Trace::decode(*kind, item);
                let goes = trace.as_ref().is_ok_and(&is_forgotten);
                stamps.extend(trace.ok().filter(|_| goes).map(|trace| trace.stamp));
                !goes
            });
            if items.len() < before {
                let kept = (!items.is_empty()).then(|| pack::list(&items));
                overlay.insert((Store::History, (*name).to_owned()), kept);
            }
        }
        let mut values: HashMap<Stamp, Vec<Hash>> = HashMap::new();
        for (kind, name) in &names {
            let Ok(items) = self.history_page(name).await? else { continue };
            for trace in items.iter().filter_map(|item| Trace::decode(*kind, item).ok()) {
                if trace.operation.is_some() && stamps.contains(&trace.stamp) && !is_forgotten(&trace) {
                    let hash = chain::value_hash(trace.kind, trace.id, trace.number, trace.stamp, &trace.raw);
                    values.entry(trace.stamp).or_default().push(hash);
                }
            }
        }
        // What is written instead gets pages of its own behind those that are there.
        let mut added: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for trace in &request.traces {
            added.entry(history::folder_of(trace.kind, trace.id)).or_default().push(trace.encode());
        }
        for (folder_name, items) in added {
            let last = names
                .iter()
                .rev()
                .find_map(|(_, name)| name.strip_prefix(&folder_name)?.strip_prefix('/')?.parse::<u32>().ok());
            let name = format!("{folder_name}/{:08}", last.map_or(0, |last| last + 1));
            overlay.insert((Store::History, name), Some(pack::list(&items)));
        }
        Ok(values)
    }

    async fn log_erasure(&self, request: &EraseRequest, overlay: &mut Overlay) -> Result<(), StorageError> {
        let item = encode_told(&request.operation, Some(&request.touched))?;
        let mut changed = BTreeMap::new();
        let most = history::OPERATIONS_IN_A_PAGE;
        self.append_items(OPERATIONS, vec![item], most, most, &mut changed).await?;
        for (number, items) in changed {
            overlay.insert((Store::History, format!("{OPERATIONS}/{number:08}")), Some(pack::list(&items)));
        }
        Ok(())
    }

    /// The ledger without the salts of what is forgotten, with the hashes of what remains, and with the erasure itself.
    async fn erase_in_ledger(
        &self,
        request: &EraseRequest,
        position: FoldPosition,
        stamps: &BTreeSet<Stamp>,
        mut values: HashMap<Stamp, Vec<Hash>>,
        overlay: &mut Overlay,
    ) -> Result<LedgerEnd, StorageError> {
        let mut end = LedgerEnd::default();
        let mut remains: Vec<LedgerEntry> = Vec::new();
        let mut pages: Vec<(u32, Vec<Vec<u8>>)> = Vec::new();
        for (number, _, items) in self.ledger_pages(0, u32::MAX).await? {
            let Ok(mut items) = items else { continue };
            let mut is_changed = false;
            for item in &mut items {
                let _ = end.add(item);
                match Item::decode(item) {
                    Ok(Item::Entry(mut entry)) => {
                        let Some(details) = entry.details.as_mut().filter(|one| stamps.contains(&one.stamp)) else {
                            continue;
                        };
                        remains.push(LedgerEntry { details: Some(details.clone()), ..entry.clone() });
                        if let Some(details) = &mut entry.details {
                            (details.salt, details.batch) = (Default::default(), None);
                        }
                        *item = Item::Entry(entry).encode();
                        is_changed = true;
                    }
                    Ok(Item::Remains { actor, sequence, content, salt: Some(_) })
                        if remains.iter().any(|one| (one.actor, one.sequence) == (actor, sequence)) =>
                    {
                        *item = Item::Remains { actor, sequence, content, salt: None }.encode();
                        is_changed = true;
                    }
                    _ => {}
                }
            }
            if is_changed {
                let list = pack::list(&items);
                overlay.insert((Store::History, chain::ledger_page(number)), Some(list));
            }
            pages.push((number, items));
        }
        let told = self.stored_position().ledger;
        if told.items > 0 && told != end {
            // It was broken before, and stays so for the check.
            end = told;
        }
        let operations = self.operations_of(stamps).await?;
        let operations: HashMap<Stamp, Operation> =
            operations.into_iter().map(|operation| (operation.stamp, operation)).collect();
        let mut added = vec![Item::Fold { number: position.folds, at: request.now }];
        for entry in remains {
            let stamp = entry.details.as_ref().map(|details| details.stamp).unwrap_or_default();
            let is_import = entry.details.as_ref().is_some_and(|details| details.batch.is_some());
            let (mut content, mut salt) = (Hash::default(), None);
            // The digest of an import covers the values of all its records, so it cannot stay.
            if let Some(operation) = operations.get(&stamp).filter(|_| !is_import) {
                let new_salt = self.new_salt()?;
                let kept = values.remove(&stamp).unwrap_or_default();
                content = chain::content_hash(&new_salt, operation, None, kept)?;
                salt = Some(new_salt);
            }
            added.push(Item::Remains { actor: entry.actor, sequence: entry.sequence, content, salt });
        }
        added.push(Item::Entry(self.own_entry(request)?));
        let added: Vec<Vec<u8>> = added.iter().map(Item::encode).collect();
        for item in &added {
            end.add(item).map_err(|_| StorageError::TooLarge("the ledger"))?;
        }
        // The last page is filled up, as a fold does it.
        let (mut number, mut items) = pages.pop().unwrap_or_default();
        for item in added {
            if items.len() >= chain::ITEMS_IN_A_PAGE {
                overlay.insert((Store::History, chain::ledger_page(number)), Some(pack::list(&items)));
                (number, items) = (number + 1, Vec::new());
            }
            items.push(item);
        }
        overlay.insert((Store::History, chain::ledger_page(number)), Some(pack::list(&items)));
        Ok(end)
    }

    /// The erasure's own link of the chain.
    fn own_entry(&self, request: &EraseRequest) -> Result<LedgerEntry, StorageError> {
        let salt = self.new_salt()?;
        let hashes = request.traces.iter().filter(|trace| trace.operation.is_some());
        let hashes = hashes.map(|trace| chain::value_hash(trace.kind, trace.id, trace.number, trace.stamp, &trace.raw));
        let content = chain::content_hash(&salt, &request.operation, None, hashes.collect())?;
        let (operation, stamp) = (request.operation.id, request.operation.stamp);
        let details = Some(LedgerDetails { salt, operation, stamp, batch: None });
        let (actor, sequence) = (request.actor, request.sequence);
        Ok(LedgerEntry { actor, sequence, parents: request.heads.clone(), content, details })
    }
}
