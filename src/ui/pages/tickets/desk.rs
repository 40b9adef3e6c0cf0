//! What a ticket is waiting for: the buttons of its status, its clocks, and how content the customer was.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clocks::Clocks;
use super::satisfaction::Satisfaction;
use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::ticket::{self, categories, statuses};
use crate::domain::value::Value;
use crate::messages::{Message, service as words};
use crate::state::{CommitOutcome, Notice, NoticeTone, commit, offer_undo};
use crate::ui::records::RecordHandle;
use crate::ui::words::t;

/// The statuses that have a button, in their order. A new ticket is new by itself.
const MOVES: [(u16, Message); 4] = [
    (statuses::OPEN, words::MOVE_OPEN),
    (statuses::WAITING_FOR_CUSTOMER, words::MOVE_WAITING_CUSTOMER),
    (statuses::WAITING_FOR_OTHERS, words::MOVE_WAITING_OTHERS),
    (statuses::SOLVED, words::MOVE_SOLVED),
];

/// The desk.
#[component]
pub fn Desk(
    /// The ticket.
    record: RecordHandle,
) -> impl IntoView {
    let status = status_of(record);
    let is_closed = Memo::new(move |_| ticket::category_of(status.get()) == categories::CLOSED);
    view! {
        <section class="panel-section desk" aria-label=move || t(words::DESK)>
            <Show when=move || !record.is_deleted()><StatusButtons record=record status=status/></Show>
            <Clocks record=record/>
            <Show when=move || is_closed.get()><Satisfaction record=record/></Show>
        </section>
    }
}

/// The ticket's status, as a memo of the current owner.
pub fn status_of(record: RecordHandle) -> Memo<u16> {
    let cell = record.cell(ticket::STATUS);
    Memo::new(move |_| match cell.get().value {
        Value::Choice(code) => code,
        _ => statuses::NEW,
    })
}

#[component]
fn StatusButtons(record: RecordHandle, status: Memo<u16>) -> impl IntoView {
    let button = move |(code, label): (u16, Message)| {
        let is_closed = move || ticket::category_of(status.get()) == categories::CLOSED;
        let label = move || t(if code == statuses::OPEN && is_closed() { words::MOVE_REOPEN } else { label });
        view! {
            <button
                type="button" class="segment" on:click=move |_| move_to(record, code)
                aria-pressed=move || if status.get() == code { "true" } else { "false" }
            >{label}</button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=move || t(words::STATUS_BUTTONS)>
            {MOVES.map(button).into_iter().collect_view()}
        </div>
    }
}

/// Changes the status, with the offer to take that back.
fn move_to(record: RecordHandle, status: u16) {
    let app = record.app;
    if status == status_now(record) {
        return;
    }
    spawn_local(async move {
        let fields = vec![(ticket::STATUS, Value::Choice(status))];
        match commit(app, Action::Edit, vec![Change::edit(Kind::Ticket, record.id, fields)]).await {
            CommitOutcome::Saved(committed) => {
                let text = move |language| {
                    let label = Kind::Ticket.field(ticket::STATUS).and_then(|field| field.choice(status));
                    let label = label.map(|choice| choice.label.text(language)).unwrap_or_default();
                    words::STATUS_CHANGED.fill(language, &[("status", label)])
                };
                offer_undo(app, text, committed.operation);
            }
            CommitOutcome::Refused(problems) => {
                app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                    problems.first().map(|problem| problem.problem.text(language)).unwrap_or_default()
                }));
            }
            // A notice has said so already.
            CommitOutcome::Failed(_) => {}
        }
    });
}

fn status_now(record: RecordHandle) -> u16 {
    record.detail.with_untracked(|detail| {
        let fields = detail.iter().flat_map(|detail| &detail.fields);
        let status = fields.filter(|(number, _)| *number == ticket::STATUS).map(|(_, cell)| &cell.value).next();
        if let Some(Value::Choice(code)) = status { *code } else { statuses::NEW }
    })
}
