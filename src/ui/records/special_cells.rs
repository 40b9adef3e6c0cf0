//! Cells that say more than their own value: when a ticket is due as seen now, whether a task is overdue, and the box that
//! ticks a task done.

use leptos::prelude::*;

use super::cells::title_text;
use super::list_state::ListState;
use super::tick::TickBox;
use super::ticket_times::ticket_words;
use crate::domain::field::Field;
use crate::domain::record::Kind;
use crate::domain::value::{Day, Value};
use crate::domain::{task, ticket};
use crate::messages::{Language, service as words};
use crate::state::format::{self, InstantStyle};
use crate::state::protocol::{Cell, Row};
use crate::ui::controls::Tone;
use crate::ui::words::language;

/// The fields that a cell looks at besides its own.
fn needs(kind: Kind, field: u16) -> &'static [u16] {
    match (kind, field) {
        (Kind::Ticket, ticket::DUE) => &[ticket::STATUS, ticket::FIRST_RESPONSE_TOOK],
        (Kind::Task, task::DUE | task::NAME) => &[task::STATUS],
        _ => &[],
    }
}

/// The fields of the columns, and those that their cells look at as well.
pub fn with_what_cells_need(kind: Kind, mut columns: Vec<u16>) -> Vec<u16> {
    let more: Vec<u16> = columns.iter().flat_map(|field| needs(kind, *field)).copied().collect();
    for field in more {
        if !columns.contains(&field) {
            columns.push(field);
        }
    }
    columns
}

/// The content of such a cell; nothing for all others.
pub fn special_cell<'a>(
    list: ListState,
    field: &Field,
    row: &Row,
    cell: &impl Fn(u16) -> Option<&'a Cell>,
) -> Option<AnyView> {
    let value = |number: u16| cell(number).map(|cell| cell.value.clone()).unwrap_or_default();
    match (list.kind, field.number) {
        (Kind::Ticket, ticket::DUE) => {
            let (status, due, took) = (value(ticket::STATUS), value(ticket::DUE), value(ticket::FIRST_RESPONSE_TOOK));
            let values = move |number: u16| match number {
                ticket::STATUS => status.clone(),
                ticket::DUE => due.clone(),
                _ => took.clone(),
            };
            let app = list.app;
            let exact = match value(ticket::DUE) {
                Value::Instant(due) => u64::try_from(due).ok(),
                _ => None,
            };
            Some(toned(exact, move || {
                let now = i64::try_from(app.now.get()).unwrap_or(i64::MAX);
                let words = ticket_words(&values, now, language());
                (words.text, words.tone)
            }))
        }
        (Kind::Task, task::DUE) => {
            let Value::Day(due) = value(task::DUE) else { return None };
            let is_open = value(task::STATUS) == Value::Choice(task::statuses::OPEN);
            let app = list.app;
            let today = Memo::new(move |_| app.today());
            Some(toned(None, move || task_due_words(due, today.get().filter(|_| is_open), language())))
        }
        // What lies in the trash is not ticked.
        (Kind::Task, task::NAME) if !list.query.with_untracked(|query| query.deleted) => {
            let is_done = value(task::STATUS) == Value::Choice(task::statuses::DONE);
            let title = title_text(&row.title, untrack(language));
            Some(
                view! {
                    <TickBox app=list.app id=row.id title=title.clone() done=is_done in_grid=true/>
                    <span class="cell-text" class:done=is_done title=title.clone()>{title.clone()}</span>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

/// Words in the colour of what they say, with the moment behind them in the tooltip.
fn toned(exact: Option<u64>, words: impl Fn() -> (String, Tone) + Clone + Send + 'static) -> AnyView {
    let exact = move || exact.map(|at| format::instant(language(), at, InstantStyle::DateAndTime));
    let class = {
        let words = words.clone();
        move || match words().1 {
            Tone::Bad => "due bad",
            Tone::Warning => "due warning",
            _ => "due",
        }
    };
    view! { <span class=class title=exact>{move || words().0}</span> }.into_any()
}

/// When a task is due; the day as it is where `today` is not given, which is what a closed task wants.
pub fn task_due_words(due: Day, today: Option<Day>, language: Language) -> (String, Tone) {
    let days_over = || Some(today?.days_since_1970()? - due.days_since_1970()?);
    match days_over() {
        Some(days) if days > 0 => {
            let days = u64::try_from(days).unwrap_or(0);
            (words::DAYS_OVERDUE.fill(language, days, &format::integer(language, days), &[]), Tone::Bad)
        }
        Some(0) => (words::TODAY.text(language).to_owned(), Tone::Warning),
        Some(-1) => (words::TOMORROW.text(language).to_owned(), Tone::Neutral),
        _ => (format::day(language, due), Tone::Neutral),
    }
}
