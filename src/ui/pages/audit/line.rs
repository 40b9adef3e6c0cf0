//! One action, which opens to its records with each value before and after.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sentences::sentence;
use crate::domain::record::DELETION;
use crate::domain::value::Value;
use crate::messages::{audit as words, record as record_words};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::protocol::{AuditLine, AuditName, AuditRecords, HistoryEntry};
use crate::state::{tell_failure, use_app};
use crate::ui::addresses::record_address;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Skeleton, unique_id};
use crate::ui::link::Link;
use crate::ui::records::change_words;
use crate::ui::words::{language, t, tf};

/// Records that are asked for at a time.
const STEP: u32 = 20;

/// The line.
#[component]
pub fn Line(
    /// The action.
    line: AuditLine,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let at = line.operation.stamp.milliseconds;
    let member = line.member.clone();
    let who = move || member.clone().unwrap_or_else(|| t(words::NOBODY));
    let line = StoredValue::new(line);
    let body_id = StoredValue::new(unique_id("audit"));
    view! {
        <li class="audit-line">
            <button
                type="button" class="audit-open" aria-controls=body_id.get_value()
                aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span class="audit-mark" class:is-open=is_open aria-hidden="true"><Glyph icon=Icon::ChevronRight/></span>
                <span class="audit-what">{move || line.with_value(|line| sentence(line, language()))}</span>
                <span class="audit-who">
                    {who}" · "
                    <span title=move || format::ago(language(), at, RelativeStyle::Long)>
                        {move || format::instant(language(), at, InstantStyle::DateAndTime)}
                    </span>
                </span>
            </button>
            <div id=body_id.get_value() hidden=move || !is_open.get()>
                {move || is_open.get().then(|| view! { <Records line=line/> })}
            </div>
        </li>
    }
}

/// The records of an action.
#[component]
fn Records(line: StoredValue<AuditLine>) -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new(None::<AuditRecords>);
    let busy = RwSignal::new(false);
    let ask = move || {
        let offset = shown.with_untracked(|shown| shown.as_ref().map_or(0, |shown| shown.records.len()));
        let answer = app.engine.changed_records(line.get_value(), u32::try_from(offset).unwrap_or(u32::MAX), STEP);
        busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            busy.try_set(false);
            match answer {
                Ok(found) => drop(shown.try_update(|shown| match shown {
                    Some(shown) => shown.records.extend(found.records),
                    None => *shown = Some(found),
                })),
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    ask();
    let has_more =
        move || shown.with(|shown| shown.as_ref().is_some_and(|shown| (shown.records.len() as u64) < shown.total));
    let list = move || match shown.get() {
        None => view! { <Skeleton rows=2 label=move || t(words::READING)/> }.into_any(),
        Some(found) if found.records.is_empty() => {
            view! { <p class="second">{move || t(words::NO_VALUES)}</p> }.into_any()
        }
        Some(found) => {
            let items = found.records.into_iter().map(|(name, entry)| record(&name, entry.as_ref())).collect_view();
            view! { <ul class="audit-records">{items}</ul> }.into_any()
        }
    };
    view! {
        {list}
        <Show when=has_more>
            <Button label=move || t(words::MORE_RECORDS) kind=ButtonKind::Quiet busy=busy on_press=ask/>
        </Show>
    }
}

/// A record with what the action did to it.
fn record(name: &AuditName, entry: Option<&HistoryEntry>) -> impl IntoView + use<> {
    let language = language();
    let title = if name.title.is_empty() {
        let kind = name.kind.one().text(language);
        view! { <span class="second">{tf(words::IN_TRASH, &[("kind", kind)])}</span> }.into_any()
    } else {
        let (address, title) = (record_address(name.kind, name.id), name.title.clone());
        view! { <Link href=address>{title.clone()}</Link> }.into_any()
    };
    let told = match entry {
        None => view! { <p class="event-change">{t(words::NO_VALUES)}</p> }.into_any(),
        Some(entry) => changes(name, entry).into_any(),
    };
    view! { <li class="audit-record"><p class="audit-title">{title}" "<span class="second">{t(name.kind.one())}</span></p>{told}</li> }
}

fn changes(name: &AuditName, entry: &HistoryEntry) -> impl IntoView + use<> {
    let language = language();
    let deletion = entry.changes.iter().find(|change| change.field == DELETION).map(|change| {
        let is_deleted = change.after.value == Value::Boolean(true);
        view! { <p class="event-change">{t(if is_deleted { words::DELETED_ONE } else { words::RESTORED_ONE })}</p> }
    });
    let fields = entry.changes.iter().filter_map(|change| change_words(name.kind, change, language));
    let fields = fields.filter(|(_, before, after)| !(before.is_empty() && after.is_empty()));
    let lines = fields.map(|(field, before, after)| view! {
        <p class="event-change">
            {field}": "
            {(!before.is_empty()).then(|| view! { <del><span class="visually-hidden">{t(record_words::CHANGE_BEFORE)}" "</span>{before}</del>" → " })}
            <ins>
                <span class="visually-hidden">{t(record_words::CHANGE_AFTER)}" "</span>
                {if after.is_empty() { t(record_words::EMPTY_VALUE) } else { after }}
            </ins>
        </p>
    });
    view! { {deletion}{lines.collect_view()} }
}
