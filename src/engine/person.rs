//! One person in the whole book: which records are theirs, which only mention them, and how they are all erased.
//!
//! What goes with a customer: their interactions, tasks, tickets and places in campaigns, and what was said and planned
//! about their tickets and deals. Orders and deals are records of the business, too: they go as well, or stay with what
//! bookkeeping needs (amount, day, number, stage and the like) and no word about whom it was. Somebody else's record
//! that links to them loses the link, and earlier values that hold their name, address or number leave its history; what
//! its texts say now is for a person to judge, who gets them listed.

use crate::domain::conflict::ConflictView;
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::operation::{Action, Operation};
use crate::domain::recipient;
use crate::domain::record::{Kind, Record, RecordView};
use crate::domain::stamp::Stamp;
use crate::domain::value::{self, Value};
use crate::engine::audit_protocol::AuditName;
use crate::engine::book::Book;
use crate::engine::core::{Engine, Stopped, failure_of};
use crate::engine::environment::LockName;
use crate::engine::person_protocol::{
    ErasedFigures, PersonErasure, PersonGroup, PersonPart, PersonReply, PersonReport, PersonRequest,
};
use crate::engine::protocol::{Failure, Job};
use crate::messages::{Language, person as words};
use crate::storage::{Disk, EraseRequest, Erased, Erasure, NewKeys, NewPassphrase, StorageError, Touched, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Records looked through between two looks at the messages.
const RECORDS_AT_A_TIME: usize = 5_000;
/// Records of a group that are named.
const MOST_NAMED: usize = 8;
/// Texts shorter than this are no name to look for.
const SHORTEST_NAME: usize = 4;
/// How often an erasure begins anew because other tabs wrote meanwhile.
const MOST_TRIES: u32 = 10;
/// What goes with the customer that it links to.
const OWN: [Kind; 4] = [Kind::Interaction, Kind::Task, Kind::Ticket, Kind::Recipient];
/// What may stay without the customer.
const BUSINESS: [Kind; 2] = [Kind::Order, Kind::Deal];

/// The records that mention some customers.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) own: BTreeSet<(Kind, Id)>,
    pub(super) business: BTreeSet<(Kind, Id)>,
    pub(super) linked: BTreeSet<(Kind, Id)>,
}

impl Mentions {
    /// Looks along the links.
    pub(super) fn of(book: &Book, customers: &[Id]) -> Mentions {
        let mut found = Mentions::default();
        let people: BTreeSet<Id> = customers.iter().copied().collect();
        for id in customers {
            found.own.insert((Kind::Customer, *id));
            for (kind, other) in linking_to(book, *id) {
                let is_theirs = customer_of(book, kind, other).is_some_and(|customer| people.contains(&customer));
                if is_theirs && OWN.contains(&kind) {
                    found.own.insert((kind, other));
                } else if is_theirs && BUSINESS.contains(&kind) {
                    found.business.insert((kind, other));
                } else if !people.contains(&other) {
                    found.linked.insert((kind, other));
                }
            }
        }
        let about: Vec<Id> = found.own.iter().chain(&found.business).map(|(_, id)| *id).collect();
        for id in about {
            for (kind, other) in linking_to(book, id) {
                let customer = customer_of(book, kind, other);
                let is_free = customer.is_none_or(|customer| people.contains(&customer));
                if matches!(kind, Kind::Interaction | Kind::Task) && is_free {
                    found.own.insert((kind, other));
                }
            }
        }
        let about: BTreeSet<Id> = found.own.iter().chain(&found.business).map(|(_, id)| *id).collect();
        found.own.extend(conflicts_about(book, &about));
        found
    }

    fn all(&self) -> impl Iterator<Item = (PersonPart, Kind, Id)> {
        let part = |part, records: &BTreeSet<(Kind, Id)>| {
            records.iter().map(move |(kind, id)| (part, *kind, *id)).collect::<Vec<_>>()
        };
        let all = [
            part(PersonPart::Own, &self.own),
            part(PersonPart::Business, &self.business),
            part(PersonPart::Linked, &self.linked),
        ];
        all.into_iter().flatten()
    }
}

/// A place in a campaign is named after the campaign: after whom it is named else, this is all about.
fn of_whom(book: &Book, name: AuditName) -> AuditName {
    if name.kind != Kind::Recipient {
        return name;
    }
    let campaign = match book.neighbours().value(Kind::Recipient, name.id, recipient::CAMPAIGN) {
        Value::Link(campaign) => book.neighbours().title(Kind::Campaign, campaign),
        _ => None,
    };
    AuditName { title: campaign.unwrap_or(name.title), ..name }
}

/// Conflicts that keep values of these records; one keeps what lost, so it goes with its record.
fn conflicts_about(book: &Book, records: &BTreeSet<Id>) -> Vec<(Kind, Id)> {
    let Some(table) = book.table(Kind::Conflict) else { return Vec::new() };
    let views = table.slots().filter_map(|slot| table.view(slot));
    let is_about = |view: &RecordView<'_>| ConflictView::of(view).is_some_and(|found| records.contains(&found.record));
    views.filter(is_about).map(|view| (Kind::Conflict, view.id())).collect()
}

fn linking_to(book: &Book, id: Id) -> Vec<(Kind, Id)> {
    let mut found = Vec::new();
    for table in book.tables() {
        let Some(kind) = table.kind() else { continue };
        found.extend(table.links_to(id).into_iter().filter_map(|slot| Some((kind, table.view(slot)?.id()))));
    }
    found
}

/// The customer whom a record is about: that of its field of that name.
fn customer_of(book: &Book, kind: Kind, id: Id) -> Option<Id> {
    if kind == Kind::Customer {
        return None;
    }
    let field = kind.field_named("customer")?;
    let view = book.table(kind)?.find(id)?;
    match view.field(field.number).and_then(|raw| value::decode(field.kind, raw).ok())? {
        Value::Link(customer) => Some(customer),
        _ => None,
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// Answers a request about one person.
    pub(super) async fn person(self: &Rc<Self>, request: PersonRequest) -> Result<PersonReply, Stopped> {
        self.ready()?;
        match request {
            PersonRequest::Report(job, id) => self.person_report(job, id).await.map(PersonReply::Report),
            PersonRequest::Export { job, id, form, language } => {
                self.person_file(job, id, form, language).await.map(PersonReply::File)
            }
            PersonRequest::Erase(erasure) => self.erase_person(erasure).await,
        }
    }

    async fn person_report(&self, job: Job, id: Id) -> Result<PersonReport, Stopped> {
        let (mentions, needles) = {
            let book = self.book.borrow();
            (Mentions::of(&book, &[id]), needles(&book, id))
        };
        let mut found: Vec<(PersonPart, Kind, Id)> = mentions.all().collect();
        let known: BTreeSet<(Kind, Id)> = found.iter().map(|(_, kind, id)| (*kind, *id)).collect();
        let texts = self.holding(job, &needles).await?;
        found.extend(
            texts.into_iter().filter(|one| !known.contains(one)).map(|(kind, id)| (PersonPart::Text, kind, id)),
        );
        let mut past_values = 0;
        for kind in Kind::ALL {
            let ids: BTreeSet<Id> = mentions.all().filter(|(_, one, _)| *one == kind).map(|(_, _, id)| id).collect();
            if !ids.is_empty() {
                past_values += self.replaced_values(kind, &ids).await?;
            }
        }
        let book = self.book.borrow();
        let mut groups: BTreeMap<(PersonPart, Kind), PersonGroup> = BTreeMap::new();
        for (part, kind, id) in found {
            let new = || PersonGroup { part, kind, total: 0, records: Vec::new() };
            let group = groups.entry((part, kind)).or_insert_with(new);
            group.total += 1;
            if group.records.len() < MOST_NAMED {
                group.records.extend(super::audit::named(&book, kind.number(), id).map(|name| of_whom(&book, name)));
            }
        }
        let title = super::audit::named(&book, Kind::Customer.number(), id).map(|name| name.title);
        Ok(PersonReport { title: title.unwrap_or_default(), groups: groups.into_values().collect(), past_values })
    }

    /// How many values of those records were replaced.
    async fn replaced_values(&self, kind: Kind, ids: &BTreeSet<Id>) -> Result<u64, Stopped> {
        let mut traces = self.storage()?.histories_of(kind.number(), ids).await?;
        let book = self.book.borrow();
        for id in ids {
            traces.extend(book.recent.get(&(kind.number(), *id)).into_iter().flatten().cloned());
        }
        let replaced: BTreeSet<(Id, u16, Stamp)> = traces
            .iter()
            .filter(|trace| trace.number != crate::domain::record::DELETION && !is_present(&book, trace))
            .map(|trace| (trace.id, trace.number, trace.stamp))
            .collect();
        Ok(replaced.len() as u64)
    }

    /// The live records whose texts hold one of these.
    async fn holding(&self, job: Job, needles: &[String]) -> Result<Vec<(Kind, Id)>, Stopped> {
        let mut found = Vec::new();
        if needles.is_empty() {
            return Ok(found);
        }
        let total: u64 = self.book.borrow().counts().iter().map(|(_, count)| count).sum();
        let mut done = 0;
        for kind in Kind::ALL {
            let is_text = |kind: FieldKind| matches!(kind, FieldKind::Text | FieldKind::LongText | FieldKind::Tags);
            let fields: Vec<_> =
                kind.fields().iter().filter(|field| field.is_stored() && is_text(field.kind)).collect();
            let count = self.book.borrow().table(kind).map_or(0, |table| table.slots().count());
            for first in (0..count).step_by(RECORDS_AT_A_TIME) {
                {
                    let book = self.book.borrow();
                    let Some(table) = book.table(kind) else { break };
                    for slot in table.slots().skip(first).take(RECORDS_AT_A_TIME) {
                        let Some(view) = table.view(slot).filter(|view| !view.is_deleted()) else { continue };
                        let holds = |raw: &[u8]| {
                            let text = String::from_utf8_lossy(raw).to_lowercase();
                            needles.iter().any(|needle| text.contains(needle.as_str()))
                        };
                        if fields.iter().filter_map(|field| view.field(field.number)).any(holds) {
                            found.push((kind, view.id()));
                        }
                    }
                }
                done += RECORDS_AT_A_TIME.min(count - first) as u64;
                self.go_on(job, done, total.max(done)).await?;
            }
        }
        Ok(found)
    }

    /// Erases people, or says why not.
    async fn erase_person(self: &Rc<Self>, erasure: PersonErasure) -> Result<PersonReply, Stopped> {
        self.may_write()?;
        let storage = self.storage()?;
        let _write = self.environment.lock(LockName::Write).await;
        let _fold = self.environment.lock(LockName::Fold).await;
        let keys = match erasure.keys.clone() {
            Some((stretched, how, recovery_key)) => NewKeys::Locked(NewPassphrase { stretched, how }, recovery_key),
            None => NewKeys::Clear,
        };
        for _ in 0..MOST_TRIES {
            while self.writing.get() > 0 {
                self.environment.yield_now().await;
            }
            self.catch_up().await?;
            if self.already_done(erasure.operation).is_some() {
                return Ok(PersonReply::Erased(ErasedFigures::default()));
            }
            if self.book.borrow().newer_rows {
                return Err(Failure::NewerRelease.into());
            }
            self.fold_alone(&storage).await?;
            let (request, figures) = self.erase_request(&erasure);
            if request.records.is_empty() {
                return Ok(PersonReply::Erased(figures));
            }
            let mut progress = async |done, total| {
                // It cannot be ended half way: nothing has changed until all is done.
                let _ = self.go_on(erasure.job, done, total).await;
            };
            let began = self.environment.measured();
            let stands = |trace: &Trace| is_present(&self.book.borrow(), trace);
            match storage.erase(&request, &keys, stands, &mut progress).await {
                Ok(Erased::Done(_)) => {
                    // What was read, imported or gathered of the old book may hold them still.
                    *self.import.borrow_mut() = Default::default();
                    self.backup_abandon();
                    self.restore_abandon();
                    self.sync_objects_dropped();
                    self.read_anew(&storage).await?;
                    self.last_saved.set(Some(self.environment.now()));
                    self.last_fold.set(Some((self.environment.now(), self.environment.measured() - began)));
                    self.environment.hint();
                    self.tell_state();
                    return Ok(PersonReply::Erased(figures));
                }
                Ok(Erased::Moved) => {}
                Err(StorageError::WrongSecret) => return Ok(PersonReply::WrongPassphrase),
                Err(error) => return Err(failure_of(&error).into()),
            }
        }
        Err(Failure::StorageLost("other tabs do not stop writing".to_owned()).into())
    }

    fn erase_request(&self, erasure: &PersonErasure) -> (EraseRequest, ErasedFigures) {
        let mut book = self.book.borrow_mut();
        let (floor, stamp) = (book.clock.next(self.environment.now()), book.clock.next(self.environment.now()));
        book.sequence += 1;
        let operation = Operation { id: erasure.operation, member: erasure.member, stamp, action: Action::ErasePeople };
        let book = &*book;
        let customers = erasure.customers.iter().copied();
        let customers: Vec<Id> = customers.filter(|id| is_there(book, *id)).collect();
        let Mentions { mut own, mut business, linked } = Mentions::of(book, &customers);
        if !erasure.keeps_business {
            own.append(&mut business);
        }
        let mut making = Making { book, floor, stamp, operation: &operation, request: Vec::new(), traces: Vec::new() };
        let mut figures = ErasedFigures::default();
        for (kind, id) in &own {
            let gone = Record { floor: Some(floor), deletion: Some((stamp, true)), ..Record::new(kind.number(), *id) };
            making.request.push(gone);
            figures.erased += 1;
        }
        for (kind, id) in &business {
            figures.kept += u64::from(making.keep_without_person(*kind, *id, erasure.language));
        }
        let gone: BTreeSet<Id> = own.iter().map(|(_, id)| *id).collect();
        for (kind, id) in linked.iter().filter(|one| !own.contains(one) && !business.contains(one)) {
            figures.unlinked += u64::from(making.unlink(*kind, *id, &gone));
        }
        let Making { request: records, traces, .. } = making;
        let erased = own.iter().chain(&business).map(|(kind, id)| Erasure { kind: kind.number(), id: *id, floor });
        let mut kinds: BTreeMap<u16, u64> = BTreeMap::new();
        records.iter().for_each(|record| *kinds.entry(record.kind).or_default() += 1);
        let touched = Touched { kinds: kinds.into_iter().collect(), first: Vec::new() };
        let request = EraseRequest {
            erased: erased.collect(),
            records: records.iter().map(|record| ((record.kind, record.id), record.encode())).collect(),
            traces,
            words: customers.iter().flat_map(|id| needles(book, *id)).collect(),
            touched,
            actor: book.clock.actor(),
            sequence: book.sequence,
            heads: book.heads.clone(),
            now: self.environment.now(),
            operation: operation.clone(),
        };
        (request, figures)
    }
}

/// What an erasure writes instead of what was there.
struct Making<'a> {
    book: &'a Book,
    floor: Stamp,
    stamp: Stamp,
    operation: &'a Operation,
    request: Vec<Record>,
    traces: Vec<Trace>,
}

impl Making<'_> {
    /// An order or a deal with what bookkeeping needs.
    fn keep_without_person(&mut self, kind: Kind, id: Id, language: Language) -> bool {
        let Some(view) = self.book.table(kind).and_then(|table| table.find(id)) else { return false };
        let mut kept = Record { floor: Some(self.floor), ..Record::new(kind.number(), id) };
        for field in kind.fields().iter().filter(|field| field.is_stored()) {
            let Some(raw) = view.field(field.number) else { continue };
            let is_neutral = match field.kind {
                FieldKind::Link(of) => of != Kind::Customer,
                FieldKind::Boolean
                | FieldKind::Integer
                | FieldKind::Choice(_)
                | FieldKind::Day
                | FieldKind::Instant
                | FieldKind::Money
                | FieldKind::Percent
                | FieldKind::Duration => true,
                // The number of an order is how the books name it.
                FieldKind::Text => kind == Kind::Order && field.name == "number",
                _ => false,
            };
            if is_neutral {
                kept.set(field.number, self.stamp, raw.to_vec());
            } else if field.number == kind.title_field() {
                let title = Value::Text(words::KEPT_DEAL.text(language).to_owned());
                kept.set(field.number, self.stamp, value::encode(&title));
            }
        }
        kept.deletion = view.is_deleted().then_some((self.stamp, true));
        self.trace(&kept);
        self.request.push(kept);
        true
    }

    /// Somebody else's record without its links to what is gone.
    fn unlink(&mut self, kind: Kind, id: Id, gone: &BTreeSet<Id>) -> bool {
        let table = self.book.table(kind);
        let bytes = table.and_then(|table| table.slot(id).and_then(|slot| table.bytes(slot)));
        let Some(mut record) = bytes.and_then(|bytes| Record::decode(bytes).ok()) else { return false };
        let mut written = Record::new(kind.number(), id);
        let before = record.encode();
        let Ok(view) = RecordView::new(&before) else { return false };
        for field in kind.fields().iter().filter(|field| field.is_stored()) {
            let value = view.field(field.number).and_then(|raw| value::decode(field.kind, raw).ok());
            let next = match value {
                Some(Value::Link(to)) if gone.contains(&to) => Value::Empty,
                Some(Value::Participants(mut list)) if list.iter().any(|one| gone.contains(&one.customer)) => {
                    list.retain(|one| !gone.contains(&one.customer));
                    Value::Participants(list)
                }
                _ => continue,
            };
            written.set(field.number, self.stamp, value::encode(&next));
            record.set(field.number, self.stamp, value::encode(&next));
        }
        if written.fields.is_empty() {
            return false;
        }
        self.trace(&written);
        self.request.push(record);
        true
    }

    fn trace(&mut self, record: &Record) {
        for entry in &record.fields {
            self.traces.push(Trace {
                kind: record.kind,
                id: record.id,
                number: entry.number,
                stamp: entry.stamp,
                raw: entry.raw.clone(),
                operation: Some(self.operation.id),
                member: Some(self.operation.member),
            });
        }
    }
}

/// Whether there is such a customer, who was not erased before.
fn is_there(book: &Book, id: Id) -> bool {
    let view = book.table(Kind::Customer).and_then(|table| table.find(id));
    view.is_some_and(|view| !view.is_erased())
}

/// Whether a value of the history is the one that its record holds.
fn is_present(book: &Book, trace: &Trace) -> bool {
    let table = book.tables().find(|table| table.number() == trace.kind);
    let view = table.and_then(|table| table.find(trace.id));
    view.is_some_and(|view| view.field_stamp(trace.number) == Some(trace.stamp))
}

/// What would give a person away in a text: the whole name, addresses, numbers.
fn needles(book: &Book, id: Id) -> Vec<String> {
    let Some(view) = book.table(Kind::Customer).and_then(|table| table.find(id)) else { return Vec::new() };
    let mut needles = Vec::new();
    for field in Kind::Customer.fields() {
        match field.get(&view, &book.neighbours()) {
            Value::Text(name) if field.number == Kind::Customer.title_field() => needles.push(name),
            Value::Emails(list) => needles.extend(list.iter().map(|one| one.value.to_string())),
            Value::Phones(list) => needles.extend(list.iter().map(|one| one.value.to_string())),
            _ => {}
        }
    }
    needles.iter_mut().for_each(|needle| *needle = needle.to_lowercase());
    needles
        .retain(|needle| needle.chars().count() >= SHORTEST_NAME || !needle.is_ascii() && needle.chars().count() > 1);
    needles
}
