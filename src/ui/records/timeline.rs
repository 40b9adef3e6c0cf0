//! All that happened with a record as one list, newest first, with what is to happen next on top; and the forms that write
//! down a call or a task right there.

mod event;
mod log_form;
mod sentences;
mod task_form;

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::{html, prelude::*};

use self::event::event_view;
use self::log_form::LogForm;
use self::task_form::TaskForm;
use super::history;
use super::record_handle::RecordHandle;
use crate::domain::interaction::types;
use crate::domain::record::Kind;
use crate::messages::{Message, record as record_words, service as words, shell};
use crate::state::protocol::{Happening, TimelineEntry, TimelineGroup, TimelineRequest};
use crate::state::{failure_text, live};
use crate::ui::controls::{Button, ButtonKind, Icon, Menu, MenuItem, Skeleton};
use crate::ui::words::{language, n, t, tf};

/// More entries at a time.
const STEP: u32 = 20;
/// The kinds whose changes show in a timeline.
const KINDS: &[Kind] = &[
    Kind::Customer,
    Kind::Deal,
    Kind::Ticket,
    Kind::Task,
    Kind::Interaction,
    Kind::Order,
    Kind::Recipient,
    Kind::Campaign,
];

/// What is being written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// An interaction of that type.
    Interaction(u16),
    /// A task.
    Task,
}

/// The timeline.
#[component]
pub fn Timeline(
    /// The record.
    record: RecordHandle,
    /// Entries shown at first.
    first: u32,
) -> impl IntoView {
    let engine = record.app.engine;
    let (kind, id) = (record.kind, record.id);
    let only = RwSignal::new(None::<TimelineGroup>);
    let limit = RwSignal::new(first);
    let writing = RwSignal::new(None::<Writing>);
    let title = NodeRef::<html::H3>::new();
    let timeline = live(
        KINDS,
        move || (only.get(), limit.get()),
        move |(only, limit)| engine.timeline(TimelineRequest { kind, id, only, limit }),
    );
    let part = move |next: bool| {
        let language = language();
        let entries = timeline.value.with(|timeline| {
            let timeline = timeline.as_ref()?;
            Some(if next { timeline.next.clone() } else { timeline.entries.clone() })
        });
        entries.unwrap_or_default().into_iter().map(|entry| (key(&entry, language), entry)).collect::<Vec<_>>()
    };
    // What had the focus may be gone with its entry.
    let back = move || {
        if let Some(title) = title.get_untracked() {
            let _ = title.focus();
        }
    };
    let rows = move |next: bool| {
        view! {
            <ol class="timeline">
                <For each=move || part(next) key=|(key, _)| *key let:line>{entry_view(record, line.1, Callback::new(move |()| back()))}</For>
            </ol>
        }
    };
    let some_next =
        Memo::new(move |_| timeline.value.with(|timeline| timeline.as_ref().is_some_and(|one| !one.next.is_empty())));
    let total = Memo::new(move |_| timeline.value.with(|timeline| timeline.as_ref().map(|one| one.total)));
    let more = move || {
        (total.get().unwrap_or(0) > u64::from(limit.get())).then(|| view! {
            <span class="more-button">
                <Button label=move || t(record_words::HISTORY_MORE) kind=ButtonKind::Quiet on_press=move || limit.update(|limit| *limit += STEP)/>
            </span>
        })
    };
    let nothing = move || {
        (total.get() == Some(0) && !some_next.get())
            .then(|| view! { <p class="third">{move || t(words::TIMELINE_NOTHING)}</p> })
    };
    let failure = move || {
        timeline.failed.get().map(|failure| view! {
            <p class="problem" role="alert">{move || tf(words::TIMELINE_FAILED, &[("reason", &failure_text(&failure, language()))])}</p>
            <Button label=move || t(shell::TRY_AGAIN) on_press=move || timeline.refresh()/>
        })
    };
    view! {
        <section class="panel-section" aria-label=move || t(words::TIMELINE)>
            <div class="section-head timeline-head">
                <h3 class="section-title" tabindex="-1" node_ref=title>{move || t(words::TIMELINE)}</h3>
                <Show when=move || !record.is_deleted()><LogButtons writing=writing/></Show>
            </div>
            {move || writing.get().map(|what| match what {
                Writing::Interaction(of_type) => view! { <LogForm record=record of_type=of_type on_close=move || { writing.set(None); back(); }/> }.into_any(),
                Writing::Task => view! { <TaskForm record=record on_close=move || { writing.set(None); back(); }/> }.into_any(),
            })}
            {failure}
            <Show when=move || total.get().is_none() && timeline.failed.with(Option::is_none)><Skeleton rows=2 label=move || t(words::TIMELINE)/></Show>
            <Groups only=only limit=limit first=first counts=Signal::derive(move || timeline.value.with(|one| one.as_ref().map(|one| one.counts.clone()).unwrap_or_default()))/>
            <Show when=move || some_next.get()>
                <div class="timeline-next">
                    <h4 class="timeline-part">{move || t(words::NEXT)}</h4>
                    {rows(true)}
                </div>
            </Show>
            {rows(false)}
            {nothing}
            {more}
        </section>
    }
}

/// What tells whether an entry must be drawn anew.
fn key(entry: &TimelineEntry, language: crate::messages::Language) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{entry:?}").hash(&mut hasher);
    language.tag().hash(&mut hasher);
    hasher.finish()
}

fn entry_view(record: RecordHandle, entry: TimelineEntry, on_moved: Callback<()>) -> AnyView {
    match entry.what {
        Happening::Change(change) => untrack(|| history::event(record, &change)).into_any(),
        Happening::Record(event) => event_view(record.app, entry.at, event, on_moved),
    }
}

/// The buttons that begin to write something down.
#[component]
fn LogButtons(writing: RwSignal<Option<Writing>>) -> impl IntoView {
    let types = [
        (types::CALL, words::LOG_CALL, Icon::Phone),
        (types::MEETING, words::LOG_MEETING, Icon::People),
        (types::EMAIL, words::LOG_EMAIL, Icon::Mail),
        (types::MESSAGE, words::LOG_MESSAGE, Icon::Chat),
        (types::NOTE, words::LOG_NOTE, Icon::Note),
    ];
    let items = move || {
        let item = |(code, label, icon): (u16, Message, Icon)| {
            MenuItem::new(t(label), move || writing.set(Some(Writing::Interaction(code)))).with_icon(icon)
        };
        types.map(item).to_vec()
    };
    view! {
        <div class="section-actions">
            <Button label=move || t(words::ADD_TASK) kind=ButtonKind::Quiet on_press=move || writing.set(Some(Writing::Task))/>
            <span class="button-pair">
                <Button label=move || t(words::LOG_A_CALL) on_press=move || writing.set(Some(Writing::Interaction(types::CALL)))/>
                <Menu label=move || t(words::LOG_SOMETHING_ELSE) items=Signal::derive(items) icon=Icon::ChevronDown kind=ButtonKind::Plain/>
            </span>
        </div>
    }
}

/// What is shown: all of it, or one group of those that hold something.
#[component]
fn Groups(
    only: RwSignal<Option<TimelineGroup>>,
    limit: RwSignal<u32>,
    first: u32,
    counts: Signal<Vec<(TimelineGroup, u64)>>,
) -> impl IntoView {
    let counts = Memo::new(move |_| counts.get());
    let chip = move |group: Option<TimelineGroup>, count: Option<u64>| {
        let choose = move |_| {
            limit.set(first);
            only.set(group);
        };
        view! {
            <button
                type="button" class="filter-chip" on:click=choose
                aria-pressed=move || if only.get() == group { "true" } else { "false" }
            >
                {move || t(group.map_or(words::GROUP_ALL, group_name))}
                {count.map(|count| view! { " "<span class="section-count">{move || n(count)}</span> })}
            </button>
        }
    };
    move || {
        let counts = counts.get();
        (!counts.is_empty()).then(|| {
            let chips = counts.into_iter().map(|(group, count)| chip(Some(group), Some(count))).collect_view();
            view! {
                <div class="filter-chips" role="group" aria-label=move || t(words::SHOW_ONLY)>
                    {chip(None, None)} {chips} {chip(Some(TimelineGroup::Changes), None)}
                </div>
            }
        })
    }
}

fn group_name(group: TimelineGroup) -> Message {
    match group {
        TimelineGroup::Interactions => words::GROUP_INTERACTIONS,
        TimelineGroup::Tasks => words::GROUP_TASKS,
        TimelineGroup::Deals => words::GROUP_DEALS,
        TimelineGroup::Tickets => words::GROUP_TICKETS,
        TimelineGroup::Orders => words::GROUP_ORDERS,
        TimelineGroup::Campaigns => words::GROUP_CAMPAIGNS,
        TimelineGroup::Changes => words::GROUP_CHANGES,
    }
}
