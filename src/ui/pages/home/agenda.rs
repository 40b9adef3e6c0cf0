//! What is due today and what is overdue, each line with its record one click away.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::task::{self, statuses};
use crate::domain::value::{Day, Value};
use crate::messages::{Language, Message, home as words};
use crate::state::protocol::{Agenda, AgendaLine, AgendaPart, AgendaRequest, Moment};
use crate::state::{CommitOutcome, browser, commit, format, live, offer_undo, use_app};
use crate::ui::addresses::{list_address, record_address};
use crate::ui::controls::{Checkbox, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::places::icon_of;
use crate::ui::words::{language, n, t, tf};

/// The most lines of each part.
const MOST_LINES: u32 = 8;

/// The card.
#[component]
pub fn DueToday() -> impl IntoView {
    let app = use_app();
    let agenda = live(
        &Kind::ALL,
        move || app.settings.member.get(),
        move |member| {
            let (year, month, day) = browser::local_today();
            let today = i16::try_from(year).ok().and_then(|year| Day::new(Some(year), month, day));
            let request = today.map(|today| AgendaRequest {
                today,
                now: i64::try_from(browser::now_ms()).unwrap_or(i64::MAX),
                day_end: browser::start_of_day(year, month, day.saturating_add(1)),
                member,
                limit: MOST_LINES,
            });
            async move {
                match request {
                    Some(request) => app.engine.agenda(request).await,
                    None => Ok(Agenda::default()),
                }
            }
        },
    );
    let total = Memo::new(move |_| {
        agenda.value.with(|agenda| {
            agenda.as_ref().map(|agenda| parts(agenda).iter().map(|(_, _, part)| part.total).sum::<u64>())
        })
    });
    let content = move || {
        let Some(agenda) = agenda.value.get() else { return ().into_any() };
        if total.get() == Some(0) {
            return view! { <p class="panel-text">{t(words::NOTHING_DUE)}</p> }.into_any();
        }
        let filled = parts(&agenda).into_iter().filter(|(_, _, part)| part.total > 0);
        let filled = filled.map(|(title, kind, part)| section(title, kind, part));
        filled.collect_view().into_any()
    };
    let figure = move || total.get().map(n).unwrap_or_default();
    view! {
        <section class="panel today-card" aria-label=move || t(words::DUE_TODAY)>
            <header class="today-head">
                <h2 class="panel-title"><Link href=list_address(Kind::Task)>{move || t(words::DUE_TODAY)}</Link></h2>
                <span class="today-figure">{figure}</span>
            </header>
            {content}
        </section>
    }
}

/// What is due under its title, with the kind whose list has the rest of it.
fn parts(agenda: &Agenda) -> [(Message, Kind, AgendaPart); 4] {
    [
        (Kind::Task.many(), Kind::Task, agenda.tasks.clone()),
        (words::PLANNED, Kind::Interaction, agenda.interactions.clone()),
        (words::NEXT_STEPS, Kind::Deal, agenda.next_steps.clone()),
        (Kind::Ticket.many(), Kind::Ticket, agenda.tickets.clone()),
    ]
}

fn section(title: Message, kind: Kind, part: AgendaPart) -> impl IntoView {
    let more = part.total.saturating_sub(part.lines.len() as u64);
    view! {
        <section class="agenda-part" aria-label=move || t(title)>
            <h3 class="section-title">{t(title)}" "<span class="section-count">{n(part.total)}</span></h3>
            <ul class="agenda">{part.lines.into_iter().map(line).collect_view()}</ul>
            {(more > 0).then(|| view! {
                <Link href=list_address(kind) attr:class="link agenda-more">{tf(words::MORE_DUE, &[("count", &n(more))])}</Link>
            })}
        </section>
    }
}

/// A moment of today by its time, any other by its day.
fn instant_brief(language: Language, at: i64) -> String {
    let date = browser::local_date_of(at as f64);
    let (year, month, day) = date;
    match i16::try_from(year).ok().and_then(|year| Day::new(Some(year), month, day)) {
        Some(day) if date != browser::local_today() => format::day_brief(language, day),
        _ => format::instant(language, u64::try_from(at).unwrap_or(0), format::InstantStyle::Time),
    }
}

fn line(line: AgendaLine) -> impl IntoView {
    let language = language();
    let due = match line.due {
        Moment::Day(day) => format::day_brief(language, day),
        Moment::Instant(at) => instant_brief(language, at),
    };
    let due = if line.overdue { tf(words::OVERDUE_SINCE, &[("when", &due)]) } else { due };
    let class = if line.overdue { "agenda-due bad" } else { "agenda-due" };
    let customer = line.customer.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
    let lead = if line.kind == Kind::Task {
        view! { <Tick line=line.clone()/> }.into_any()
    } else {
        view! { <span class="agenda-icon"><Glyph icon=icon_of(line.kind)/></span> }.into_any()
    };
    view! {
        <li class="agenda-line">
            {lead}
            <span class="agenda-what">
                <Link href=record_address(line.kind, line.id) attr:class="agenda-title">{line.title.clone()}</Link>
                <span class="agenda-who">{customer}</span>
            </span>
            <span class=class>{line.overdue.then(|| view! { <Glyph icon=Icon::Warning/> })}{due}</span>
        </li>
    }
}

/// The box that says that a task is done.
#[component]
fn Tick(line: AgendaLine) -> impl IntoView {
    let app = use_app();
    let title = line.title.clone();
    let done = RwSignal::new(false);
    let tick = move |_: bool| {
        done.set(true);
        let name = line.title.clone();
        let change = Change::edit(Kind::Task, line.id, vec![(task::STATUS, Value::Choice(statuses::DONE))]);
        spawn_local(async move {
            match commit(app, Action::Edit, vec![change]).await {
                CommitOutcome::Saved(committed) => {
                    let told = move |language| words::TASK_DONE.fill(language, &[("task", &name)]);
                    offer_undo(app, told, committed.operation);
                }
                _ => drop(done.try_set(false)),
            }
        });
    };
    view! {
        <Checkbox label=move || tf(words::TICK_OFF, &[("task", &title)]) hide_label=true checked=done on_change=tick/>
    }
}
