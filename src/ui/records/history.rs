//! What happened to a record, newest first, each action with the way to take it back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::history_words::{change_words, entry_title, tells_something};
use super::record_handle::RecordHandle;
use crate::domain::operation::Action;
use crate::messages::{record as words, shell};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::HistoryEntry;
use crate::state::{failure_text, live, undo};
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Skeleton};
use crate::ui::words::{language, t, tf};

/// Entries shown at first, and more at a time.
const STEP: usize = 20;

/// The timeline.
#[component]
pub fn History(
    /// The record.
    record: RecordHandle,
) -> impl IntoView {
    let engine = record.app.engine;
    let stamp =
        Memo::new(move |_| record.detail.with(|detail| detail.as_ref().map(|detail| (detail.stamp, detail.deleted))));
    // Its own stamp tells when something has happened to it; other records need not be asked for.
    let entries = live(&[], move || stamp.get(), move |_| engine.history(record.kind, record.id));
    let shown = RwSignal::new(STEP);

    let list = move || {
        entries.value.with(|entries| {
            let Some(entries) = entries else { return view! { <Skeleton rows=2 label=move || t(words::HISTORY)/> }.into_any() };
            let entries: Vec<&HistoryEntry> = entries.iter().filter(|entry| tells_something(record.kind, entry)).collect();
            if entries.is_empty() {
                return view! { <p class="third">{move || t(words::HISTORY_NOTHING)}</p> }.into_any();
            }
            let lines = entries.iter().take(shown.get()).map(|entry| event(record, entry)).collect_view();
            let more = entries.len() > shown.get();
            view! {
                <ol class="timeline">{lines}</ol>
                {more.then(|| view! {
                    <span class="more-button">
                        <Button label=move || t(words::HISTORY_MORE) kind=ButtonKind::Quiet on_press=move || shown.update(|shown| *shown += STEP)/>
                    </span>
                })}
            }
            .into_any()
        })
    };
    let failure = move || {
        entries.failed.get().map(|failure| view! {
            <p class="problem" role="alert">{move || tf(words::HISTORY_FAILED, &[("reason", &failure_text(&failure, language()))])}</p>
            <Button label=move || t(shell::TRY_AGAIN) on_press=move || entries.refresh()/>
        })
    };
    view! {
        <section class="panel-section" aria-label=move || t(words::HISTORY)>
            <div class="section-head"><h3 class="section-title">{move || t(words::HISTORY)}</h3></div>
            {failure}
            {move || (entries.failed.with(Option::is_none) || entries.value.with(Option::is_some)).then(list)}
        </section>
    }
}

/// An action of the record's history, as an item of a list.
pub fn event(record: RecordHandle, entry: &HistoryEntry) -> impl IntoView + use<> {
    let language = language();
    let title = entry_title(record.kind, entry, language);
    let whole = format::instant(language, entry.at, InstantStyle::DateAndTime);
    let ago = format::ago(language, entry.at, RelativeStyle::Long);
    let by = entry.member.as_ref().map(|member| words::HISTORY_BY.fill(language, &[("member", member)]));
    let icon = match (entry.created, entry.operation.as_ref().map(|operation| &operation.action)) {
        (_, Some(Action::Import(_))) => Icon::Upload,
        (_, Some(Action::Undo(_))) => Icon::Undo,
        (_, Some(Action::Delete)) => Icon::Trash,
        (true, _) => Icon::Plus,
        _ => Icon::Edit,
    };
    // What was made by an import or by hand had nothing before it: its values stand beside.
    let changes = (!entry.created).then(|| {
        entry.changes.iter().filter_map(|change| change_words(record.kind, change, language)).map(|(field, before, after)| view! {
            <p class="event-change">
                {field}": "
                {(!before.is_empty()).then(|| view! { <del><span class="visually-hidden">{t(words::CHANGE_BEFORE)}" "</span>{before}</del>" → " })}
                <ins>
                    <span class="visually-hidden">{t(words::CHANGE_AFTER)}" "</span>
                    {if after.is_empty() { t(words::EMPTY_VALUE) } else { after }}
                </ins>
            </p>
        }).collect_view()
    });
    // An import is taken back as a whole, where all of it is shown.
    let undoes_here = |action: &Action| !matches!(action, Action::Import(_) | Action::SetUp | Action::ErasePeople);
    let can_undo = entry.current && !entry.created;
    let take_back =
        entry.operation.as_ref().filter(|operation| can_undo && undoes_here(&operation.action)).map(|operation| {
            let (app, id) = (record.app, operation.id);
            let name = words::UNDO_THIS_NAMED.fill(language, &[("what", &title)]);
            let press = move |_| {
                spawn_local(async move {
                    undo(app, id).await;
                });
            };
            view! { <button type="button" class="link" aria-label=name on:click=press>{t(words::UNDO_THIS)}</button> }
        });
    view! {
        <li class="event">
            <span class="event-dot" aria-hidden="true"><Glyph icon=icon/></span>
            <div>
                <p class="event-title"><strong>{title}</strong>" · "<span title=whole>{ago}</span>{by.map(|by| format!(" · {by}"))}</p>
                {changes}
                {take_back}
            </div>
        </li>
    }
}
