//! What is due by the end of a day, and what is overdue: tasks, planned interactions, next steps of deals, tickets.

use crate::domain::entity::{stored, stored_choice, stored_link, stored_number};
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Day, Value};
use crate::domain::{deal, interaction, stage, task, ticket};
use crate::engine::book::Book;
use crate::engine::dated::{Agenda, AgendaLine, AgendaPart, AgendaRequest, Moment};
use crate::engine::table::Slot;
use crate::engine::timeline::filled;

/// The most lines of a part given out at once.
const MOST_LINES: usize = 1_000;

/// A part of the agenda: which records, whose they are, and when one is due.
struct Part {
    kind: Kind,
    member: u16,
    customer: u16,
    due: fn(&Book, &RecordView<'_>) -> Option<Moment>,
}

const TASKS: Part = Part { kind: Kind::Task, member: task::OWNER, customer: task::CUSTOMER, due: due_of_task };
const INTERACTIONS: Part = Part {
    kind: Kind::Interaction,
    member: interaction::MEMBER,
    customer: interaction::CUSTOMER,
    due: due_of_interaction,
};
const NEXT_STEPS: Part =
    Part { kind: Kind::Deal, member: deal::OWNER, customer: deal::CUSTOMER, due: due_of_next_step };
const TICKETS: Part =
    Part { kind: Kind::Ticket, member: ticket::ASSIGNEE, customer: ticket::CUSTOMER, due: due_of_ticket };

/// What is due.
pub(super) fn agenda(book: &Book, request: &AgendaRequest) -> Agenda {
    Agenda {
        tasks: part(book, request, &TASKS),
        interactions: part(book, request, &INTERACTIONS),
        next_steps: part(book, request, &NEXT_STEPS),
        tickets: part(book, request, &TICKETS),
    }
}

fn part(book: &Book, request: &AgendaRequest, part: &Part) -> AgendaPart {
    let Some(table) = book.table(part.kind) else { return AgendaPart::default() };
    let is_due = |at: &Moment| match at {
        Moment::Instant(at) => *at < request.day_end,
        Moment::Day(day) => *day <= request.today,
    };
    let is_over = |at: Moment| match at {
        Moment::Instant(at) => at < request.now,
        Moment::Day(day) => day < request.today,
    };
    let is_wanted = |view: &RecordView<'_>| {
        let whose = stored_link(view, part.member);
        request.member.is_none_or(|member| whose.is_none_or(|whose| whose == member.0))
    };
    let live = table.slots().filter(|slot| !table.is_deleted(*slot));
    let mut due: Vec<(Moment, Slot)> = live
        .filter_map(|slot| {
            let view = table.view(slot)?;
            let at = (part.due)(book, &view).filter(is_due)?;
            is_wanted(&view).then_some((at, slot))
        })
        .collect();
    due.sort_by_key(|(at, slot)| (at.order(), *slot));
    let total = due.len() as u64;
    let overdue = due.iter().filter(|(at, _)| is_over(*at)).count() as u64;
    due.truncate((request.limit as usize).min(MOST_LINES));
    let neighbours = book.neighbours();
    let line = |(at, slot): (Moment, Slot)| {
        let view = table.view(slot)?;
        let name = |id: Id| neighbours.title(Kind::Customer, id).map(|title| (id, title));
        Some(AgendaLine {
            kind: part.kind,
            id: view.id(),
            stamp: view.latest_stamp().unwrap_or_default(),
            title: table.title(slot, &neighbours),
            due: at,
            overdue: is_over(at),
            customer: stored_link(&view, part.customer).and_then(name),
            fields: filled(book, part.kind, &view),
        })
    };
    AgendaPart { lines: due.into_iter().filter_map(line).collect(), total, overdue }
}

/// A day with its year: without one nobody knows when it is due.
fn day(view: &RecordView<'_>, number: u16) -> Option<Moment> {
    match stored(view, number, FieldKind::Day) {
        Value::Day(day) => Some(day).filter(|day: &Day| day.year().is_some()).map(Moment::Day),
        _ => None,
    }
}

fn due_of_task(_: &Book, view: &RecordView<'_>) -> Option<Moment> {
    let is_open = !matches!(stored_choice(view, task::STATUS), Some(task::statuses::DONE | task::statuses::CANCELLED));
    day(view, task::DUE).filter(|_| is_open)
}

fn due_of_interaction(_: &Book, view: &RecordView<'_>) -> Option<Moment> {
    let is_planned = stored_choice(view, interaction::STATUS) == Some(interaction::statuses::PLANNED);
    stored_number(view, interaction::WHEN).filter(|_| is_planned).map(Moment::Instant)
}

fn due_of_next_step(book: &Book, view: &RecordView<'_>) -> Option<Moment> {
    let due = day(view, deal::NEXT_STEP_DUE)?;
    let status = Kind::Deal.field(deal::STATUS).map(|field| field.get(view, &book.neighbours()));
    (status == Some(Value::Choice(stage::types::OPEN))).then_some(due)
}

fn due_of_ticket(book: &Book, view: &RecordView<'_>) -> Option<Moment> {
    match Kind::Ticket.field(ticket::DUE).map(|field| field.get(view, &book.neighbours())) {
        Some(Value::Instant(at)) => Some(Moment::Instant(at)),
        _ => None,
    }
}
