//! The book in memory: the tables, where the journal has been read to, and what was done since the last fold.

use crate::domain::campaign_results::Tally;
use crate::domain::field::Neighbours;
use crate::domain::id::{Id, MemberId, OperationId};
use crate::domain::operation::Operation;
use crate::domain::purchases::Purchases;
use crate::domain::query::Query;
use crate::domain::record::{DELETION, Kind, Record, RecordView};
use crate::domain::stamp::{Actor, StampClock};
use crate::domain::value::{self, Value};
use crate::engine::insight::{Insight, Members, PurchaseBook};
use crate::engine::query::{self, Answer};
use crate::engine::table::{Slot, Table};
use crate::storage::{self, Erasure, FoldPosition, Head, LedgerEntry, Touched, Trace};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Answers kept for lists that are on the screen at the same time.
const ANSWERS_KEPT: usize = 3;

/// All records, and how far they are known.
pub struct Book {
    tables: BTreeMap<u16, Table>,
    /// Stamps the writes of this tab.
    pub clock: StampClock,
    /// The number of this tab's next journal entry.
    pub sequence: u64,
    /// Every journal entry up to this key is in the tables.
    pub through: u64,
    /// Entries after `through` that are in the tables already: this tab wrote them.
    pub ahead: BTreeSet<u64>,
    /// The fold that the tables are built on. A fold of this tab must go on from that one.
    pub built_on: FoldPosition,
    /// Values written or replaced since the last fold, by record.
    pub recent: HashMap<(u16, Id), Vec<Trace>>,
    /// Actions since the last fold, oldest first.
    pub operations: Vec<Operation>,
    /// What each of them touched.
    pub touched: HashMap<OperationId, Touched>,
    /// The places in the chain of the entries since the last fold, oldest first.
    pub links: Vec<LedgerEntry>,
    /// The entries that the next one of this tab names.
    pub heads: Vec<Head>,
    /// Actions that are in the tables, for retries.
    pub done: HashSet<OperationId>,
    /// Batches that the journal names and that are not folded yet.
    pub batches: Vec<OperationId>,
    /// Journal rows that cannot be read: a fold leaves them where they are.
    pub unreadable_rows: Vec<u64>,
    /// A newer release wrote a row that this one cannot read: nothing is folded.
    pub newer_rows: bool,
    /// Records of which another device or a backup says that their past is to be forgotten; a fold does it.
    pub forgotten: Vec<Erasure>,
    /// Sealed objects that could not be opened.
    pub damaged: Vec<String>,
    answers: Vec<Rc<Answer>>,
    insight: Insight,
    loading: Option<Loading>,
}

/// How far a book has come that is still being read.
struct Loading {
    /// The kinds that are whole.
    kinds: Vec<Kind>,
    /// Whether anything else was asked for since this was last looked at.
    missed: Cell<bool>,
}

impl Loading {
    fn look_for(&self, kind: Kind) {
        if !self.kinds.contains(&kind) {
            self.missed.set(true);
        }
    }
}

/// What changed, for those who show it.
#[derive(Default)]
pub struct Changed {
    kinds: BTreeMap<Kind, Option<Vec<Id>>>,
}

/// A state of a book; a book in which anything changed since has another one.
#[derive(Clone, PartialEq, Eq)]
pub struct BookVersion {
    folds: u64,
    through: u64,
    tables: Vec<(u16, u64)>,
}

/// More changed records than this are told as "many", and followed by indexes and orders afterwards.
pub(super) const MOST_TOLD: usize = 200;

impl Changed {
    /// Notes a record.
    pub fn note(&mut self, kind: Kind, id: Id) {
        if let Some(ids) = self.kinds.entry(kind).or_insert_with(|| Some(Vec::new())) {
            ids.push(id);
            if ids.len() > MOST_TOLD {
                self.kinds.insert(kind, None);
            }
        }
    }

    /// Notes that many records of a kind changed.
    pub fn note_many(&mut self, kind: Kind) {
        self.kinds.insert(kind, None);
    }

    /// The kinds with the records, or `None` for many.
    pub fn into_kinds(self) -> impl Iterator<Item = (Kind, Option<Vec<Id>>)> {
        self.kinds.into_iter()
    }

    /// Takes in what changed besides.
    pub fn extend(&mut self, other: Changed) {
        for (kind, ids) in other.kinds {
            match ids {
                Some(ids) => ids.into_iter().for_each(|id| self.note(kind, id)),
                None => self.note_many(kind),
            }
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

/// What the tables of a book tell a record of its neighbours.
#[derive(Clone, Copy)]
pub struct BookNeighbours<'a> {
    tables: &'a BTreeMap<u16, Table>,
    insight: &'a Insight,
    loading: Option<&'a Loading>,
}

impl<'a> BookNeighbours<'a> {
    fn table(&self, kind: Kind) -> Option<&'a Table> {
        if let Some(loading) = self.loading {
            loading.look_for(kind);
        }
        self.tables.get(&kind.number())
    }
}

impl Neighbours for BookNeighbours<'_> {
    fn title(&self, kind: Kind, id: Id) -> Option<String> {
        let table = self.table(kind)?;
        let slot = table.slot(id).filter(|slot| !table.is_deleted(*slot))?;
        // A title that is made of another record's goes one step further and no more, so that nothing turns in circles.
        Some(table.title(slot, &crate::domain::field::NoNeighbours))
    }

    fn value(&self, kind: Kind, id: Id, field: u16) -> Value {
        let record = self.table(kind).and_then(|table| table.find(id)).filter(|view| !view.is_deleted());
        match (record, kind.field(field)) {
            (Some(view), Some(field)) => field.get(&view, &crate::domain::field::NoNeighbours),
            _ => Value::Empty,
        }
    }

    fn each(&self, kind: Kind, visit: &mut dyn FnMut(&RecordView<'_>)) {
        let Some(table) = self.table(kind) else { return };
        let live = table.slots().filter(|slot| !table.is_deleted(*slot));
        live.filter_map(|slot| table.view(slot)).for_each(|view| visit(&view));
    }

    fn purchases(&self, customer: Id) -> Option<Purchases> {
        self.insight.purchases(self.table(Kind::Order)?, customer)
    }

    fn segment(&self, customer: Id) -> Option<Id> {
        let (orders, segments) = (self.table(Kind::Order)?, self.table(Kind::Segment)?);
        self.insight.segment(orders, segments, customer)
    }

    fn tally(&self, campaign: Id) -> Option<Tally> {
        self.insight.tally(self.table(Kind::Recipient)?, campaign)
    }
}

/// Records that are noted by name for an action.
const MOST_NAMED: usize = 20;

fn touched_by(deltas: &[Vec<u8>]) -> Touched {
    let mut touched = Touched::default();
    let mut last = None;
    for view in deltas.iter().filter_map(|delta| RecordView::new(delta).ok()) {
        let name = (view.kind_number(), view.id());
        // The parts of one record stand one after the other.
        if last.replace(name) == Some(name) {
            continue;
        }
        match touched.kinds.iter_mut().find(|(kind, _)| *kind == name.0) {
            Some((_, count)) => *count += 1,
            None => touched.kinds.push((name.0, 1)),
        }
        if touched.first.len() < MOST_NAMED {
            touched.first.push(name);
        }
    }
    touched
}

/// Whether the bytes of a record can be kept as they came: nothing is below an erase floor, and the fields are in order.
fn can_be_kept(record: &RecordView<'_>) -> bool {
    let mut last = None;
    let in_order = record.entries().all(|entry| entry.is_ok_and(|(number, ..)| last.replace(number) < Some(number)));
    record.floor().is_none() && in_order
}

impl Book {
    /// A book with nothing in it.
    pub fn new(actor: Actor) -> Book {
        let tables = Kind::ALL.into_iter().map(|kind| (kind.number(), Table::new(kind.number()))).collect();
        Book {
            tables,
            clock: StampClock::new(actor),
            sequence: 0,
            through: 0,
            ahead: BTreeSet::new(),
            built_on: FoldPosition::default(),
            recent: HashMap::new(),
            operations: Vec::new(),
            touched: HashMap::new(),
            links: Vec::new(),
            heads: Vec::new(),
            done: HashSet::new(),
            batches: Vec::new(),
            unreadable_rows: Vec::new(),
            newer_rows: false,
            forgotten: Vec::new(),
            damaged: Vec::new(),
            answers: Vec::new(),
            insight: Insight::default(),
            loading: None,
        }
    }

    /// A book of some of this one's tables, which are whole, for whoever asks while the others are still being read.
    /// [`Book::take_back`] ends it.
    pub fn lend(&mut self, kinds: &[Kind]) -> Book {
        let mut early = Book::new(self.clock.actor());
        for kind in kinds {
            let number = kind.number();
            if let Some(table) = self.tables.insert(number, Table::new(number)) {
                early.tables.insert(number, table);
            }
        }
        early.damaged.clone_from(&self.damaged);
        early.loading = Some(Loading { kinds: kinds.to_vec(), missed: Cell::new(false) });
        early
    }

    /// Takes back what was lent; the other book then answers nothing.
    pub fn take_back(&mut self, early: &mut Book) {
        let kinds = early.loading.as_mut().map(|loading| std::mem::take(&mut loading.kinds)).unwrap_or_default();
        for kind in kinds {
            if let Some(mut table) = early.tables.remove(&kind.number()) {
                // What it was told of records that had not been read yet may be wrong.
                table.neighbours_changed();
                self.tables.insert(kind.number(), table);
            }
        }
    }

    /// Answers a question about a kind; nothing if the answer depends on what is not read yet.
    pub fn as_far_as_read<T>(&mut self, kind: Kind, answer: impl FnOnce(&mut Book) -> T) -> Option<T> {
        if let Some(loading) = &self.loading {
            loading.missed.set(false);
            loading.look_for(kind);
            if loading.missed.get() {
                return None;
            }
        }
        let answer = answer(self);
        if self.loading.as_ref().is_none_or(|loading| !loading.missed.get()) {
            return Some(answer);
        }
        // What was worked out on the way must not be taken for an answer the next time.
        self.table_mut(kind.number()).neighbours_changed();
        None
    }

    /// The table of a kind that this version knows; every such kind has one from the start.
    pub fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables.get(&kind.number())
    }

    /// The table of a kind by number, made when it is not there.
    pub fn table_mut(&mut self, number: u16) -> &mut Table {
        self.tables.entry(number).or_insert_with(|| Table::new(number))
    }

    /// All tables, those of unknown kinds included.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    /// All tables, for changing.
    pub fn tables_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.tables.values_mut()
    }

    /// What a record may know of this book's others.
    pub fn neighbours(&self) -> BookNeighbours<'_> {
        BookNeighbours { tables: &self.tables, insight: &self.insight, loading: self.loading.as_ref() }
    }

    /// What all customers have bought.
    pub fn purchases(&self) -> Rc<PurchaseBook> {
        self.tables.get(&Kind::Order.number()).map(|orders| self.insight.purchase_book(orders)).unwrap_or_default()
    }

    /// The segments that customers are in.
    pub fn segment_members(&self) -> Rc<Members> {
        match (self.tables.get(&Kind::Order.number()), self.tables.get(&Kind::Segment.number())) {
            (Some(orders), Some(segments)) => self.insight.members(orders, segments),
            _ => Rc::default(),
        }
    }

    /// Which state of the book this is, for work that was done with an earlier one.
    pub fn version(&self) -> BookVersion {
        let tables = self.tables.values().map(|table| (table.number(), table.version())).collect();
        BookVersion { folds: self.built_on.folds, through: self.latest_key(), tables }
    }

    /// The member's name.
    pub fn member_name(&self, member: MemberId) -> Option<String> {
        self.neighbours().title(Kind::Member, member.0)
    }

    /// The records that a query finds, from memory when it was asked just before.
    pub fn answer(&mut self, query: &Query) -> Rc<Answer> {
        let Some(table) = self.tables.get(&query.kind.number()) else { return Rc::new(Answer::nothing(query)) };
        if let Some(at) = self.answers.iter().position(|answer| answer.holds(query, table)) {
            let answer = self.answers.remove(at);
            self.answers.push(answer.clone());
            return answer;
        }
        let answer = Rc::new(query::answer(table, query, &self.neighbours()));
        self.answers.retain(|kept| !kept.is_about(query));
        if self.answers.len() >= ANSWERS_KEPT {
            self.answers.remove(0);
        }
        self.answers.push(answer.clone());
        answer
    }

    /// The identifiers of the records that a query finds, in its order.
    pub fn ids(&mut self, query: &Query) -> Vec<Id> {
        let answer = self.answer(query);
        let Some(table) = self.table(query.kind) else { return Vec::new() };
        answer.slots.iter().filter_map(|slot| table.view(*slot)).map(|view| view.id()).collect()
    }

    /// As [`Book::apply`], for an entry of the journal with its place in the chain.
    pub fn apply_entry(
        &mut self,
        operation: &Operation,
        deltas: Vec<Vec<u8>>,
        in_bulk: bool,
        link: Option<LedgerEntry>,
    ) -> Changed {
        if let Some(mut link) = link {
            storage::advance(&mut self.heads, &link);
            if self.done.contains(&operation.id) {
                // Written twice by a retry: it stays a link of the chain, but its values go nowhere.
                link.details = None;
            }
            self.links.push(link);
        }
        self.apply(operation, deltas, in_bulk)
    }

    /// Takes the action and the parts of records that it wrote into the tables; does nothing for an action that is in
    /// them already. `in_bulk` is for actions whose parts lie in batch pages: what was written there is told by the
    /// records themselves, so only what was replaced goes into the history.
    fn apply(&mut self, operation: &Operation, deltas: Vec<Vec<u8>>, in_bulk: bool) -> Changed {
        let mut changed = Changed::default();
        if !self.done.insert(operation.id) {
            return changed;
        }
        self.clock.observe(operation.stamp);
        self.operations.push(operation.clone());
        if in_bulk {
            self.batches.push(operation.id);
        }
        self.touched.insert(operation.id, touched_by(&deltas));
        let many = deltas.len() > MOST_TOLD;
        if many {
            self.tables.values_mut().for_each(Table::begin_many);
        }
        for bytes in deltas {
            let Some(bytes) = (if in_bulk { self.insert_if_new(bytes, &mut changed) } else { Some(bytes) }) else {
                continue;
            };
            match Record::decode(&bytes) {
                Ok(delta) if many => drop(self.apply_delta(operation, &delta, in_bulk, &mut changed)),
                Ok(delta) => self.apply_and_follow(operation, &delta, in_bulk, &mut changed),
                Err(_) => self.damaged.push(format!("{}", operation.id)),
            }
        }
        if many {
            self.tables.values_mut().for_each(Table::end_many);
        }
        changed
    }

    /// Takes the bytes of a record that is not there yet as they are; gives them back when they must be joined.
    fn insert_if_new(&mut self, bytes: Vec<u8>, changed: &mut Changed) -> Option<Vec<u8>> {
        let Some((number, id, is_deleted)) = RecordView::new(&bytes)
            .ok()
            .filter(can_be_kept)
            .map(|view| (view.kind_number(), view.id(), view.is_deleted()))
        else {
            return Some(bytes);
        };
        let table = self.table_mut(number);
        if table.slot(id).is_some() {
            return Some(bytes);
        }
        table.insert_new(id, bytes, is_deleted);
        if let Some(kind) = Kind::from_number(number) {
            changed.note(kind, id);
        }
        None
    }

    /// Takes a part of a record in and keeps the orders of lists up with it.
    fn apply_and_follow(&mut self, operation: &Operation, delta: &Record, in_bulk: bool, changed: &mut Changed) {
        let before = self.shown_title(delta);
        let slot = self.apply_delta(operation, delta, in_bulk, changed);
        let neighbours = self.neighbours();
        if let Some(table) = self.tables.get(&delta.kind) {
            table.reorder(slot, &neighbours);
        }
        let lends = Kind::from_number(delta.kind).is_some_and(|kind| kind.entity().lends_values);
        if !lends && self.shown_title(delta) == before {
            return;
        }
        for table in self.tables.values_mut() {
            if lends || !table.links_to(delta.id).is_empty() {
                table.neighbours_changed();
            }
        }
    }

    /// The title by which links show a record.
    fn shown_title(&self, record: &Record) -> Option<String> {
        Kind::from_number(record.kind).and_then(|kind| self.neighbours().title(kind, record.id))
    }

    fn apply_delta(&mut self, operation: &Operation, delta: &Record, in_bulk: bool, changed: &mut Changed) -> Slot {
        if let Some(floor) = delta.floor {
            let before = self.table_mut(delta.kind).find(delta.id).and_then(|view| view.floor());
            if before.is_none_or(|before| before < floor) {
                self.forgotten.push(Erasure { kind: delta.kind, id: delta.id, floor });
                if let Some(traces) = self.recent.get_mut(&(delta.kind, delta.id)) {
                    traces.retain(|trace| trace.stamp > floor);
                }
            }
        }
        let merged = self.table_mut(delta.kind).merge(delta);
        if merged.changed
            && let Some(kind) = Kind::from_number(delta.kind)
        {
            changed.note(kind, delta.id);
        }
        if in_bulk && merged.replaced.is_empty() {
            return merged.slot;
        }
        let traces = self.recent.entry((delta.kind, delta.id)).or_default();
        if !in_bulk {
            let written = delta.fields.iter().map(|entry| (entry.number, entry.stamp, entry.raw.clone()));
            let deletion =
                delta.deletion.map(|(stamp, deleted)| (DELETION, stamp, value::encode(&Value::Boolean(deleted))));
            for (number, stamp, raw) in written.chain(deletion) {
                let (kind, id) = (delta.kind, delta.id);
                traces.push(Trace {
                    kind,
                    id,
                    number,
                    stamp,
                    raw,
                    operation: Some(operation.id),
                    member: Some(operation.member),
                });
            }
        }
        for loser in merged.replaced {
            if !traces.iter().any(|trace| trace.number == loser.number && trace.stamp == loser.stamp) {
                let (kind, id) = (delta.kind, delta.id);
                traces.push(Trace {
                    kind,
                    id,
                    number: loser.number,
                    stamp: loser.stamp,
                    raw: loser.raw,
                    operation: None,
                    member: None,
                });
            }
        }
        merged.slot
    }

    /// A journal entry of this tab is on the disk at `key`.
    pub fn wrote(&mut self, key: u64) {
        if key > self.through {
            self.ahead.insert(key);
        }
        while self.ahead.remove(&(self.through + 1)) {
            self.through += 1;
        }
    }

    /// The journal has been read up to `key`.
    pub fn read_to(&mut self, key: u64) {
        self.through = self.through.max(key);
        let through = self.through;
        self.ahead.retain(|ahead| *ahead > through);
        while self.ahead.remove(&(self.through + 1)) {
            self.through += 1;
        }
    }

    /// The last journal entry that is known to be in the tables, whatever is missing before it.
    pub fn latest_key(&self) -> u64 {
        self.ahead.last().copied().unwrap_or_default().max(self.through)
    }

    /// Goes on with the clock and the numbers of the book that this one replaces, so that no stamp and no number is given
    /// out twice.
    pub fn succeed(&mut self, old: &mut Book) {
        let seen = self.clock.next(0);
        self.clock = old.clock.clone();
        self.clock.observe(seen);
        self.sequence = self.sequence.max(old.sequence);
    }

    /// Live records of each kind.
    pub fn counts(&self) -> Vec<(Kind, u64)> {
        Kind::ALL.into_iter().map(|kind| (kind, self.table(kind).map_or(0, Table::live))).collect()
    }

    /// The member made first that is not in the trash.
    pub fn first_member(&self) -> Option<MemberId> {
        let table = self.table(Kind::Member)?;
        let slot = table
            .slots()
            .filter(|slot| !table.is_deleted(*slot))
            .min_by_key(|slot: &Slot| table.view(*slot).map(|view| view.id()))?;
        table.view(slot).map(|view| MemberId(view.id()))
    }
}
