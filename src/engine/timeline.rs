//! The timeline of a record: what links to it, each at its own moment, together with its own changes, as one list.

use crate::domain::entity::{CREATED, stored, stored_choice, stored_link, stored_number};
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::domain::{customer, deal, interaction, order, recipient, task, ticket};
use crate::engine::book::Book;
use crate::engine::core::Engine;
use crate::engine::dated::{
    Happening, Moment, Occurrence, RecordEvent, Timeline, TimelineEntry, TimelineGroup, TimelineRequest,
};
use crate::engine::look;
use crate::engine::protocol::{Cell, Failure};
use crate::engine::table::Slot;
use crate::storage::Disk;
use std::collections::{BTreeMap, HashSet};

/// The kinds whose records are told of.
const TOLD: [Kind; 6] = [Kind::Interaction, Kind::Task, Kind::Deal, Kind::Ticket, Kind::Order, Kind::Recipient];
/// The most that is to happen next. Whoever plans more sees the rest in the lists.
const MOST_NEXT: usize = 50;
/// The most entries given out at once.
const MOST_ENTRIES: usize = 1_000;

/// Something that links to the record, before it is told.
struct Found {
    at: Moment,
    kind: Kind,
    slot: Slot,
    occurrence: Occurrence,
    person: Option<Id>,
}

impl<D: Disk + 'static> Engine<D> {
    /// All that happened with a record. Changes are read from the disk, unless they are not asked for.
    pub(super) async fn timeline(&self, request: TimelineRequest) -> Result<Timeline, Failure> {
        let TimelineRequest { kind, id, only, limit } = request;
        let with_changes = only.is_none_or(|only| only == TimelineGroup::Changes);
        let history = if with_changes { self.history(kind, id).await? } else { Vec::new() };
        let book = self.book.borrow();
        let found = found(&book, kind, id);
        let mut counts: BTreeMap<TimelineGroup, u64> = BTreeMap::new();
        for group in found.iter().filter_map(|one| TimelineGroup::of(one.kind)) {
            *counts.entry(group).or_default() += 1;
        }
        let is_wanted = |one: &Found| only.is_none() || TimelineGroup::of(one.kind) == only;
        let (mut next, past): (Vec<Found>, Vec<Found>) =
            found.into_iter().filter(is_wanted).partition(|one| match one.occurrence {
                Occurrence::Planned => true,
                Occurrence::ToDo => matches!(one.at, Moment::Day(_)),
                _ => false,
            });
        next.sort_by_key(|one| (one.at.order(), one.kind, one.slot));
        next.truncate(MOST_NEXT);
        let changes = history.into_iter().map(|entry| {
            let at = Moment::Instant(i64::try_from(entry.at).unwrap_or(i64::MAX));
            (at, Err(entry))
        });
        let mut entries: Vec<(Moment, Result<Found, _>)> =
            past.into_iter().map(|one| (one.at, Ok(one))).chain(changes).collect();
        let total = entries.len() as u64;
        // Stable, so that of two at one moment what links stands above the change that it may have caused.
        entries.sort_by_key(|(at, _)| std::cmp::Reverse(at.order()));
        entries.truncate((limit as usize).min(MOST_ENTRIES));
        let tell =
            |one: Found| event(&book, &one).map(|event| TimelineEntry { at: one.at, what: Happening::Record(event) });
        Ok(Timeline {
            next: next.into_iter().filter_map(tell).collect(),
            entries: entries
                .into_iter()
                .filter_map(|(at, one)| match one {
                    Ok(found) => tell(found),
                    Err(entry) => Some(TimelineEntry { at, what: Happening::Change(entry) }),
                })
                .collect(),
            total,
            counts: counts.into_iter().collect(),
        })
    }
}

/// What links to a record, or to the people of an organisation, each once.
fn found(book: &Book, kind: Kind, id: Id) -> Vec<Found> {
    let mut targets: Vec<(Id, Option<Id>)> = vec![(id, None)];
    if kind == Kind::Customer
        && let Some(customers) = book.table(Kind::Customer)
    {
        let people = customers.links_to(id).into_iter().filter(|slot| !customers.is_deleted(*slot));
        let people = people.filter_map(|slot| customers.view(slot));
        let people = people.filter(|view| stored_link(view, customer::WORKS_AT) == Some(id));
        targets.extend(people.map(|view| (view.id(), Some(view.id()))));
    }
    let mut found = Vec::new();
    for linking in TOLD {
        let Some(table) = book.table(linking) else { continue };
        let mut seen: HashSet<Slot> = HashSet::new();
        for (target, person) in &targets {
            for slot in table.links_to(*target).into_iter().filter(|slot| !table.is_deleted(*slot)) {
                if seen.insert(slot)
                    && let Some(view) = table.view(slot)
                {
                    let moments = moments(book, linking, &view).into_iter().flatten();
                    found.extend(moments.map(|(occurrence, at)| Found {
                        at,
                        kind: linking,
                        slot,
                        occurrence,
                        person: *person,
                    }));
                }
            }
        }
    }
    found
}

type Occurred = Option<(Occurrence, Moment)>;

/// What happened with a record and when. A deal and a ticket have a beginning and perhaps an end.
fn moments(book: &Book, kind: Kind, view: &RecordView<'_>) -> [Occurred; 2] {
    let instant = |number: u16| stored_number(view, number).map(Moment::Instant);
    let day = |number: u16| match stored(view, number, FieldKind::Day) {
        Value::Day(day) if day.year().is_some() => Some(Moment::Day(day)),
        _ => None,
    };
    let with = |occurrence: Occurrence, at: Option<Moment>| at.map(|at| (occurrence, at));
    let created = instant(CREATED);
    match kind {
        Kind::Interaction => {
            let is_planned = stored_choice(view, interaction::STATUS) == Some(interaction::statuses::PLANNED);
            let occurrence = if is_planned { Occurrence::Planned } else { Occurrence::TookPlace };
            [with(occurrence, instant(interaction::WHEN).or(created)), None]
        }
        Kind::Task => {
            let latest = view.latest_stamp().map(|stamp| i64::try_from(stamp.milliseconds).unwrap_or(i64::MAX));
            let one = match stored_choice(view, task::STATUS) {
                Some(task::statuses::DONE) => with(Occurrence::Done, instant(task::COMPLETED).or(created)),
                Some(task::statuses::CANCELLED) => with(Occurrence::GivenUp, latest.map(Moment::Instant)),
                _ => with(Occurrence::ToDo, day(task::DUE).or(created)),
            };
            [one, None]
        }
        Kind::Deal => [with(Occurrence::Opened, created), with(Occurrence::Closed, instant(deal::CLOSED))],
        Kind::Ticket => [with(Occurrence::Opened, created), with(Occurrence::Closed, instant(ticket::CLOSED_AT))],
        Kind::Order => [with(Occurrence::Bought, day(order::DAY).or(created)), None],
        Kind::Recipient => {
            let campaign = stored_link(view, recipient::CAMPAIGN);
            let is_there = campaign.is_some_and(|id| book.neighbours().title(Kind::Campaign, id).is_some());
            let at = instant(recipient::RESULT_AT).or(created).filter(|_| is_there);
            [with(Occurrence::InCampaign, at), None]
        }
        _ => [None, None],
    }
}

fn event(book: &Book, found: &Found) -> Option<RecordEvent> {
    let table = book.table(found.kind)?;
    let view = table.view(found.slot)?;
    let neighbours = book.neighbours();
    let name = |id: Id| (id, neighbours.title(Kind::Customer, id).unwrap_or_default());
    Some(RecordEvent {
        kind: found.kind,
        id: view.id(),
        stamp: view.latest_stamp().unwrap_or_default(),
        title: table.title(found.slot, &neighbours),
        occurrence: found.occurrence,
        fields: filled(book, found.kind, &view),
        person: found.person.map(name),
    })
}

/// The fields of a record that people see and that hold something.
pub(super) fn filled(book: &Book, kind: Kind, view: &RecordView<'_>) -> Vec<(u16, Cell)> {
    let neighbours = book.neighbours();
    let shown = kind.fields().iter().filter(|field| field.is_shown() && field.applies(view));
    let cells = shown.map(|field| (field, field.get(view, &neighbours))).filter(|(_, value)| !value.is_empty());
    cells.map(|(field, value)| (field.number, look::cell_of(Some(field.kind), value, &neighbours))).collect()
}
