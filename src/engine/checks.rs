//! Changes checked against the field table, the rules of their entities and the records they touch, with all that follows
//! from them; the parts of records that are to be written come out.

use crate::domain::change::Change;
use crate::domain::entity::Step;
use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::merge;
use crate::domain::parse;
use crate::domain::problem::{Problem, Reason};
use crate::domain::purchases::Purchases;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::book::Book;
use crate::engine::protocol::RecordProblem;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Several changes to the same record as one, in which the later ones count.
pub(super) fn joined(changes: Vec<Change>) -> Vec<Change> {
    let mut places: HashMap<(Kind, Id), usize> = HashMap::with_capacity(changes.len());
    let mut result: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match places.entry((change.kind, change.id)) {
            Entry::Vacant(place) => {
                place.insert(result.len());
                result.push(change);
            }
            Entry::Occupied(place) => {
                let known = &mut result[*place.get()];
                known.deleted = change.deleted.or(known.deleted);
                known.fields.retain(|(number, _)| change.fields.iter().all(|(later, _)| later != number));
                known.fields.extend(change.fields);
            }
        }
    }
    result
}

/// Checks changes against the field table and the records they touch, and makes the parts to be written, those that follow
/// from them included. A value that is already there is not written again.
///
/// # Errors
/// Everything that a person must put right first.
pub(super) fn prepare(book: &Book, changes: &[Change], stamp: Stamp) -> Result<Vec<Vec<u8>>, Vec<RecordProblem>> {
    let mut checks = Checks { book, changes, stamp, parts: Vec::new(), places: HashMap::new(), whole: HashMap::new() };
    let mut problems = Vec::new();
    let mut ripples = Vec::new();
    for change in changes {
        match checks.take(change, false) {
            Ok(more) => ripples.extend(more),
            Err(found) => problems.extend(found.into_iter().map(|problem| RecordProblem { id: change.id, problem })),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for change in &ripples {
        // What follows from an action must not keep it from being done: the other record may have been deleted meanwhile.
        if let Err(found) = checks.take(change, true)
            && !found.iter().all(|problem| problem.reason == Reason::Gone)
        {
            return Err(found.into_iter().map(|problem| RecordProblem { id: change.id, problem }).collect());
        }
    }
    Ok(checks.parts.iter().map(Record::encode).collect())
}

/// Whether some of the changes depend on what other tabs may be writing: a number that nobody else may have.
pub(super) fn need_all_that_is_written(book: &Book, changes: &[Change]) -> bool {
    let is_new = |change: &Change| book.table(change.kind).is_none_or(|table| table.slot(change.id).is_none());
    changes.iter().any(|change| {
        let entity = change.kind.entity();
        (entity.numbered.is_some() && is_new(change))
            || (!entity.required_by.is_empty() && change.deleted == Some(true))
    })
}

/// The checking of one action.
struct Checks<'a> {
    book: &'a Book,
    changes: &'a [Change],
    stamp: Stamp,
    /// The parts to be written.
    parts: Vec<Record>,
    /// Where the part of a record stands.
    places: HashMap<(Kind, Id), usize>,
    /// The records as they will be, of those that are touched.
    whole: HashMap<(Kind, Id), Vec<u8>>,
}

impl<'a> Checks<'a> {
    /// Checks one change and keeps its part. Returns what it changes in other records.
    fn take(&mut self, change: &Change, by_the_program: bool) -> Result<Vec<Change>, Vec<Problem>> {
        let kind = change.kind;
        let before = self.bytes(kind, change.id).map(<[u8]>::to_vec);
        let before = before.as_deref().and_then(|bytes| RecordView::new(bytes).ok());
        if before.is_some_and(|view| view.is_deleted()) && change.deleted.is_none() {
            return Err(vec![Problem::with_record(Reason::Gone)]);
        }
        if by_the_program && before.is_none() {
            return Err(vec![Problem::with_record(Reason::Gone)]);
        }
        let mut part = self.written(change, before.as_ref(), by_the_program)?;
        if let Some(deleted) = change.deleted
            && before.map_or(deleted, |view| view.is_deleted()) != deleted
        {
            if deleted {
                self.check_nobody_needs(kind, change.id)?;
            }
            part.deletion = Some((self.stamp, deleted));
        }
        let told: Vec<u16> = part.fields.iter().map(|entry| entry.number).collect();
        if before.is_none() && !part.fields.is_empty() {
            self.begin(&mut part, kind);
        }
        let is_new = before.is_none() && change.deleted.is_none();
        let mut ripples = Vec::new();
        if is_new || !part.fields.is_empty() {
            ripples = self.follow(&mut part, kind, before.as_ref(), &told)?;
        }
        if !part.fields.is_empty() || part.deletion.is_some() {
            self.keep(kind, part);
        }
        Ok(ripples)
    }

    /// The bytes of a record as this action leaves it so far.
    fn bytes(&self, kind: Kind, id: Id) -> Option<&[u8]> {
        let touched = self.whole.get(&(kind, id)).map(Vec::as_slice);
        touched.or_else(|| self.book.table(kind).and_then(|table| table.slot(id).and_then(|slot| table.bytes(slot))))
    }

    /// What a change writes into the fields that it names.
    fn written(
        &self,
        change: &Change,
        before: Option<&RecordView<'_>>,
        by_the_program: bool,
    ) -> Result<Record, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut part = Record::new(change.kind.number(), change.id);
        // What was written down elsewhere before says when it was made, and what had followed by then.
        let is_new = before.is_none();
        let may_write = |field: &&Field| {
            let is_told = field.is_consequence && (by_the_program || is_new);
            field.is_stored() && (field.editable || is_told || (is_new && field.number == change.kind.created_field()))
        };
        for (number, value) in &change.fields {
            let Some(field) = change.kind.field(*number).filter(may_write) else {
                problems.push(Problem::with_field(*number, Reason::NotEditable, ""));
                continue;
            };
            match parse::tidied(field, value.clone()) {
                Err(problem) => problems.push(problem),
                Ok(value) => {
                    let unknown = links_of(field, &value).into_iter().find(|(kind, id)| !self.is_there(*kind, *id));
                    if let Some((_, id)) = unknown {
                        problems.push(Problem::with_field(*number, Reason::LinkUnknown, &id.to_string()));
                    }
                    write(&mut part, before, *number, &value, self.stamp);
                }
            }
        }
        if problems.is_empty() { Ok(part) } else { Err(problems) }
    }

    /// Whether a record is there or is being made.
    fn is_there(&self, kind: Kind, id: Id) -> bool {
        let is_live = self.bytes(kind, id).and_then(|bytes| RecordView::new(bytes).ok()).map(|view| !view.is_deleted());
        is_live.unwrap_or_else(|| {
            self.changes.iter().any(|other| other.kind == kind && other.id == id && other.deleted != Some(true))
        })
    }

    /// Gives a new record what every new one has.
    fn begin(&self, part: &mut Record, kind: Kind) {
        let now = moment_of(self.stamp);
        let created = kind.created_field();
        if part.entry(created).is_none() {
            part.set(created, self.stamp, value::encode(&Value::Instant(now)));
        }
        if let Some(numbered) = kind.entity().numbered {
            let next = Value::Integer(self.next_number(kind, numbered));
            part.set(numbered, self.stamp, value::encode(&next));
        }
        complete(self, part, kind, self.stamp);
    }

    /// One more than the highest number given out so far, in this action or before; a deleted record keeps its own.
    fn next_number(&self, kind: Kind, field: u16) -> i64 {
        let number = |view: &RecordView<'_>| match view.field(field).map(|raw| value::decode(FieldKind::Integer, raw)) {
            Some(Ok(Value::Integer(number))) => number,
            _ => 0,
        };
        let table = self.book.table(kind);
        let known = table.into_iter().flat_map(|table| table.slots().filter_map(|slot| table.view(slot)));
        let touched = self.whole.iter().filter(|((touched, _), _)| *touched == kind);
        let touched = touched.filter_map(|(_, bytes)| RecordView::new(bytes).ok());
        known.chain(touched).map(|view| number(&view)).max().unwrap_or(0) + 1
    }

    /// Adds the consequences of a part to it, and checks the whole record. Returns what changes in other records.
    fn follow(
        &mut self,
        part: &mut Record,
        kind: Kind,
        before: Option<&RecordView<'_>>,
        told: &[u16],
    ) -> Result<Vec<Change>, Vec<Problem>> {
        let now = moment_of(self.stamp);
        let bytes = self.joined_with(part, kind);
        let Ok(after) = RecordView::new(&bytes) else { return Ok(Vec::new()) };
        for (number, value) in kind.follow(&Step { before, after: &after, now, neighbours: self }) {
            // What is told of a new record counts more than what would have followed now.
            if before.is_some() || !told.contains(&number) {
                write(part, before, number, &value, self.stamp);
            }
        }
        let bytes = self.joined_with(part, kind);
        let Ok(after) = RecordView::new(&bytes) else { return Ok(Vec::new()) };
        let problems = kind.check(&after, self);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(kind.ripple(&Step { before, after: &after, now, neighbours: self }))
    }

    /// The whole record with the part joined to it.
    fn joined_with(&self, part: &Record, kind: Kind) -> Vec<u8> {
        let known = self.bytes(kind, part.id).and_then(|bytes| Record::decode(bytes).ok());
        let mut whole = known.unwrap_or_else(|| Record::new(kind.number(), part.id));
        merge::join(&mut whole, part);
        whole.encode()
    }

    fn keep(&mut self, kind: Kind, part: Record) {
        let key = (kind, part.id);
        let bytes = self.joined_with(&part, kind);
        self.whole.insert(key, bytes);
        match self.places.get(&key) {
            Some(place) => drop(merge::join(&mut self.parts[*place], &part)),
            None => {
                self.places.insert(key, self.parts.len());
                self.parts.push(part);
            }
        }
    }

    /// A record that others cannot stand without is not deleted, unless they go or turn to another one in the same action.
    fn check_nobody_needs(&self, kind: Kind, id: Id) -> Result<(), Vec<Problem>> {
        let mut count = 0;
        for needing in kind.entity().required_by {
            let Some(table) = self.book.table(*needing) else { continue };
            for slot in table.links_to(id).into_iter().filter(|slot| !table.is_deleted(*slot)) {
                let Some(view) = table.view(slot) else { continue };
                let turns = |change: &Change| {
                    change.deleted == Some(true)
                        || change.fields.iter().any(|(number, value)| {
                            let links = needing.field(*number).map(|field| field.kind);
                            matches!(links, Some(FieldKind::Link(target)) if target == kind)
                                && *value != Value::Link(id)
                        })
                };
                let is_free = self.changes.iter().any(|one| one.kind == *needing && one.id == view.id() && turns(one));
                count += u64::from(!is_free);
            }
        }
        if count == 0 { Ok(()) } else { Err(vec![Problem::with_record(Reason::StillNeeded { count })]) }
    }
}

/// What the records of an action know of each other: the book, and what the action has made of it so far.
impl Neighbours for Checks<'_> {
    fn title(&self, kind: Kind, id: Id) -> Option<String> {
        match self.value(kind, id, kind.title_field()) {
            Value::Text(title) => Some(title),
            _ => self.book.neighbours().title(kind, id),
        }
    }

    fn value(&self, kind: Kind, id: Id, field: u16) -> Value {
        let touched = self.whole.get(&(kind, id)).and_then(|bytes| RecordView::new(bytes).ok());
        match (touched, kind.field(field)) {
            (Some(view), Some(field)) if !view.is_deleted() => field.get(&view, &crate::domain::field::NoNeighbours),
            (Some(_), _) => Value::Empty,
            (None, _) => self.book.neighbours().value(kind, id, field),
        }
    }

    fn each(&self, kind: Kind, visit: &mut dyn FnMut(&RecordView<'_>)) {
        self.book.neighbours().each(kind, &mut |view| {
            if !self.whole.contains_key(&(kind, view.id())) {
                visit(view);
            }
        });
        for (_, bytes) in self.whole.iter().filter(|((touched, _), _)| *touched == kind) {
            if let Some(view) = RecordView::new(bytes).ok().filter(|view| !view.is_deleted()) {
                visit(&view);
            }
        }
    }

    fn purchases(&self, customer: Id) -> Option<Purchases> {
        self.book.neighbours().purchases(customer)
    }

    fn segment(&self, customer: Id) -> Option<Id> {
        self.book.neighbours().segment(customer)
    }
}

/// Writes a value into a part of a record unless it is there already.
fn write(part: &mut Record, before: Option<&RecordView<'_>>, number: u16, value: &Value, stamp: Stamp) {
    let raw = value::encode(value);
    let present = before.and_then(|view| view.field(number));
    let is_the_same = present == Some(raw.as_slice()) || (present.is_none() && value.is_empty());
    if !is_the_same || part.entry(number).is_some() {
        part.set(number, stamp, raw);
    }
}

/// The records that a value links to.
fn links_of(field: &Field, value: &Value) -> Vec<(Kind, Id)> {
    match (field.kind, value) {
        (FieldKind::Link(target), Value::Link(id)) => vec![(target, *id)],
        (_, Value::Participants(list)) => list.iter().map(|one| (Kind::Customer, one.customer)).collect(),
        _ => Vec::new(),
    }
}

/// Gives a new record the values that it gets where nothing was said, and what follows from them. Returns its bytes.
pub(super) fn complete(neighbours: &dyn Neighbours, record: &mut Record, kind: Kind, stamp: Stamp) -> Vec<u8> {
    let mut bytes = record.encode();
    let defaults = RecordView::new(&bytes).map(|view| kind.defaults(&view, neighbours)).unwrap_or_default();
    if !defaults.is_empty() {
        for (number, value) in defaults {
            record.set(number, stamp, value::encode(&value));
        }
        bytes = record.encode();
    }
    let consequences = RecordView::new(&bytes)
        .map(|view| kind.follow(&Step { before: None, after: &view, now: moment_of(stamp), neighbours }));
    let consequences = consequences.unwrap_or_default();
    if !consequences.is_empty() {
        for (number, value) in consequences {
            if record.entry(number).is_none() {
                record.set(number, stamp, value::encode(&value));
            }
        }
        bytes = record.encode();
    }
    bytes
}

/// The moment of a stamp, in milliseconds since 1970.
pub(super) fn moment_of(stamp: Stamp) -> i64 {
    i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX)
}
