//! Something that happened with another record, or is to happen, as an item of the timeline.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sentences::{Sentence, sentence};
use crate::domain::change::Change;
use crate::domain::interaction::{self, statuses};
use crate::domain::operation::Action;
use crate::domain::recipient;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::{Moment, Occurrence, RecordEvent};
use crate::state::{AppState, CommitOutcome, commit, offer_undo};
use crate::ui::addresses::record_address;
use crate::ui::controls::{Glyph, Tone};
use crate::ui::link::Link;
use crate::ui::records::special_cells::task_due_words;
use crate::ui::records::tick::TickBox;
use crate::ui::words::{language, t};

/// The item.
pub fn event_view(app: AppState, at: Moment, event: RecordEvent, on_moved: Callback<()>) -> AnyView {
    let language = untrack(language);
    let Sentence { title, facts, line, text, icon, internal } = sentence(&event, language);
    let is_task = event.kind == Kind::Task;
    let mark = if is_task && event.occurrence != Occurrence::GivenUp {
        let done = event.occurrence == Occurrence::Done;
        view! {
            <span class="event-tick">
                <TickBox app=app id=event.id title=event.title.clone() done=done on_saved=on_moved/>
            </span>
        }
        .into_any()
    } else {
        view! { <span class="event-dot" aria-hidden="true"><Glyph icon=icon/></span> }.into_any()
    };
    let facts: String = facts.iter().map(|fact| format!(" · {fact}")).collect();
    let address = address_of(&event);
    // Where there is no line that names the record, what happened leads to it.
    let (title, line) = match line {
        Some(line) => (
            title.into_any(),
            Some(view! { <p class="event-line"><Link href=address attr:class="event-link">{line}</Link></p> }),
        ),
        None => (view! { <Link href=address attr:class="event-link">{title}</Link> }.into_any(), None),
    };
    view! {
        <li class="event" class:internal=internal>
            {mark}
            <div>
                <p class="event-title"><strong>{title}</strong>" · "{when(app, at, event.occurrence)}{facts}</p>
                {line}
                {text.map(|text| view! { <p class="event-text">{text}</p> })}
                {(event.occurrence == Occurrence::Planned).then(|| view! { <PlannedActions app=app event=event.clone() on_moved=on_moved/> })}
            </div>
        </li>
    }
    .into_any()
}

/// A customer in a campaign is known by the campaign.
fn address_of(event: &RecordEvent) -> String {
    match (event.kind, event.cell(recipient::CAMPAIGN).map(|cell| &cell.value)) {
        (Kind::Recipient, Some(Value::Link(campaign))) => record_address(Kind::Campaign, *campaign),
        _ => record_address(event.kind, event.id),
    }
}

/// When it happened, or is to; what is overdue says so. The exact moment stands in the tooltip.
fn when(app: AppState, at: Moment, occurrence: Occurrence) -> AnyView {
    let tone_class = |tone: Tone| match tone {
        Tone::Bad => "due bad",
        Tone::Warning => "due warning",
        _ => "due",
    };
    match at {
        Moment::Day(day) if occurrence == Occurrence::ToDo => {
            let today = Memo::new(move |_| app.today());
            let words = move || task_due_words(day, today.get(), language());
            view! { <span class=move || tone_class(words().1) title=move || format::day(language(), day)>{move || words().0}</span> }
                .into_any()
        }
        Moment::Day(day) => {
            let today = Memo::new(move |_| app.today());
            let words = move || {
                today.track();
                format::day_from_today(language(), day)
            };
            view! { <span title=move || format::day(language(), day)>{words}</span> }.into_any()
        }
        Moment::Instant(at) => {
            let moment = u64::try_from(at).unwrap_or(0);
            let whole = move || format::instant(language(), moment, InstantStyle::DateAndTime);
            let words = move || {
                app.now.track();
                format::ago(language(), moment, RelativeStyle::Long)
            };
            let is_over = Memo::new(move |_| occurrence == Occurrence::Planned && app.now.get() > moment);
            view! { <span class=move || if is_over.get() { "due bad" } else { "" } title=whole>{words}</span> }
                .into_any()
        }
    }
}

/// Whether what was planned took place.
#[component]
fn PlannedActions(app: AppState, event: RecordEvent, on_moved: Callback<()>) -> impl IntoView {
    let (id, title) = (event.id, StoredValue::new(event.title.clone()));
    let planned = match event.cell(interaction::WHEN).map(|cell| &cell.value) {
        Some(Value::Instant(at)) => *at,
        _ => 0,
    };
    let set = move |status: u16| {
        let now = i64::try_from(app.now.get_untracked()).unwrap_or(i64::MAX);
        let mut fields = vec![(interaction::STATUS, Value::Choice(status))];
        // What took place did so now at the latest.
        if status == statuses::HELD && planned > now {
            fields.push((interaction::WHEN, Value::Instant(now)));
        }
        spawn_local(async move {
            let outcome = commit(app, Action::Edit, vec![Change::edit(Kind::Interaction, id, fields)]).await;
            if let CommitOutcome::Saved(committed) = outcome {
                offer_undo(app, |language| words::MARKED.text(language).to_owned(), committed.operation);
                on_moved.try_run(());
            }
        });
    };
    let name = move |message: crate::messages::Message| message.fill(language(), &[("what", &title.get_value())]);
    view! {
        <p class="event-actions">
            <button type="button" class="link" aria-label=move || name(words::HELD_NOW_NAMED) on:click=move |_| set(statuses::HELD)>{move || t(words::HELD_NOW)}</button>
            <button type="button" class="link" aria-label=move || name(words::NOT_HELD_NOW_NAMED) on:click=move |_| set(statuses::NOT_HELD)>{move || t(words::NOT_HELD_NOW)}</button>
        </p>
    }
}
