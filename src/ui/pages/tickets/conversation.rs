//! What was said about a ticket, the first word at the top; what is for members only looks unlike what the customer saw.

use leptos::prelude::*;

use super::compose::Compose;
use crate::domain::entity::CREATED;
use crate::domain::interaction::{self, directions, statuses};
use crate::domain::record::Kind;
use crate::domain::ticket;
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::{Happening, RecordEvent, Timeline, TimelineGroup, TimelineRequest};
use crate::state::{AppState, failure_text, live};
use crate::ui::addresses::record_address;
use crate::ui::controls::{Button, ButtonKind};
use crate::ui::link::Link;
use crate::ui::records::RecordHandle;
use crate::ui::words::{language, t, tf};

/// Messages shown at first, and more at a time.
const STEP: u32 = 20;

/// Something that was said.
#[derive(Clone, PartialEq)]
struct Said {
    /// The interaction; none for the ticket's own description.
    id: Option<crate::domain::id::Id>,
    who: String,
    at: Option<u64>,
    text: String,
    subject: Option<String>,
    from_us: bool,
    internal: bool,
    planned: bool,
}

/// The conversation with the box to go on with it.
#[component]
pub fn Conversation(
    /// The ticket.
    record: RecordHandle,
) -> impl IntoView {
    let engine = record.app.engine;
    let (kind, id) = (record.kind, record.id);
    let limit = RwSignal::new(STEP);
    let timeline = live(
        &[Kind::Interaction, Kind::Member, Kind::Customer],
        move || limit.get(),
        move |limit| engine.timeline(TimelineRequest { kind, id, only: Some(TimelineGroup::Interactions), limit }),
    );
    let all =
        Memo::new(move |_| timeline.value.with(|timeline| timeline.as_ref().map(|timeline| said(record, timeline))));
    let is_whole = Memo::new(move |_| {
        timeline.value.with(|timeline| timeline.as_ref().is_none_or(|one| one.total <= u64::from(limit.get())))
    });
    let list = move || {
        let all = all.get()?;
        Some(if all.is_empty() {
            view! { <p class="third">{move || t(words::CONVERSATION_EMPTY)}</p> }.into_any()
        } else {
            view! { <ol class="conversation">{all.into_iter().map(|said| message(record.app, said)).collect_view()}</ol> }.into_any()
        })
    };
    view! {
        <section class="panel-section" aria-label=move || t(words::CONVERSATION)>
            <h3 class="section-title">{move || t(words::CONVERSATION)}</h3>
            {move || timeline.failed.get().map(|failure| view! {
                <p class="problem" role="alert">{move || tf(words::TIMELINE_FAILED, &[("reason", &failure_text(&failure, language()))])}</p>
            })}
            <Show when=move || !is_whole.get()>
                <span class="more-button">
                    <Button label=move || t(words::SHOW_EARLIER) kind=ButtonKind::Quiet on_press=move || limit.update(|limit| *limit += STEP)/>
                </span>
            </Show>
            {list}
            <Show when=move || !record.is_deleted()><Compose record=record/></Show>
        </section>
    }
}

/// The description, and what was said since; what is planned at the end. Reactive.
fn said(record: RecordHandle, timeline: &Timeline) -> Vec<Said> {
    let field = |number: u16| record.cell(number).get();
    let customer = field(ticket::CUSTOMER).title;
    let described = match field(ticket::DESCRIPTION).value {
        Value::Text(text) => Some(Said {
            id: None,
            who: customer.clone().unwrap_or_else(|| t(words::THE_CUSTOMER)),
            at: match field(CREATED).value {
                Value::Instant(at) => u64::try_from(at).ok(),
                _ => None,
            },
            text,
            subject: None,
            from_us: false,
            internal: false,
            planned: false,
        }),
        _ => None,
    };
    let past = timeline.entries.iter().rev().chain(&timeline.next);
    let events = past.filter_map(|entry| match &entry.what {
        Happening::Record(event) if event.kind == Kind::Interaction => Some(of_event(event, customer.as_deref())),
        _ => None,
    });
    described.into_iter().chain(events).collect()
}

fn of_event(event: &RecordEvent, customer: Option<&str>) -> Said {
    let value = |number: u16| event.cell(number).map(|cell| cell.value.clone()).unwrap_or_default();
    let title = |number: u16| event.cell(number).and_then(|cell| cell.title.clone());
    let text = |number: u16| if let Value::Text(text) = value(number) { Some(text) } else { None };
    let internal = value(interaction::INTERNAL) == Value::Boolean(true)
        || value(interaction::TYPE) == Value::Choice(interaction::types::NOTE);
    let from_us = internal || value(interaction::DIRECTION) != Value::Choice(directions::INCOMING);
    let who = if from_us {
        let member = title(interaction::MEMBER).unwrap_or_else(|| t(words::US));
        tf(if internal { words::FROM_US_INTERNAL } else { words::FROM_US }, &[("name", &member)])
    } else {
        let name =
            title(interaction::CUSTOMER).or(customer.map(str::to_owned)).unwrap_or_else(|| t(words::THE_CUSTOMER));
        tf(words::FROM_CUSTOMER, &[("name", &name)])
    };
    let subject = text(interaction::SUBJECT);
    Said {
        id: Some(event.id),
        who,
        at: if let Value::Instant(at) = value(interaction::WHEN) { u64::try_from(at).ok() } else { None },
        text: text(interaction::TEXT).unwrap_or_default(),
        subject,
        from_us,
        internal,
        planned: value(interaction::STATUS) == Value::Choice(statuses::PLANNED),
    }
}

fn message(app: AppState, said: Said) -> impl IntoView {
    let class = match (said.internal, said.from_us) {
        (true, _) => "message internal",
        (false, true) => "message ours",
        (false, false) => "message theirs",
    };
    let when = said.at.map(|at| {
        let ago = move || {
            app.now.track();
            format::ago(language(), at, RelativeStyle::Long)
        };
        let words =
            view! { <span title=move || format::instant(language(), at, InstantStyle::DateAndTime)>{ago}</span> };
        match said.id {
            Some(id) => {
                view! { <Link href=record_address(Kind::Interaction, id) attr:class="message-when">{words}</Link> }
                    .into_any()
            }
            None => view! { <span class="message-when">{words}</span> }.into_any(),
        }
    });
    view! {
        <li class=class>
            <p class="message-head">
                <strong>{said.who}</strong>
                {said.internal.then(|| view! { <span class="pill warning">{move || t(words::MEMBERS_ONLY)}</span> })}
                {said.planned.then(|| view! { <span class="pill blue">{move || t(words::NOT_YET)}</span> })}
                {when}
            </p>
            {said.subject.map(|subject| view! { <p class="message-subject">{subject}</p> })}
            {(!said.text.is_empty()).then(|| view! { <p class="message-text">{said.text}</p> })}
        </li>
    }
}
