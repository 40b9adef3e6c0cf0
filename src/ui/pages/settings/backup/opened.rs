//! What is in a backup, and what became of it.

use leptos::prelude::*;

use super::super::books::name_problem;
use super::open_flow::{NewlyRestored, OpenFlow};
use crate::domain::record::Kind;
use crate::messages::{Message, backup as words, books as book_words};
use crate::state::backup_protocol::{BackupContents, RestoreReport};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::ui::controls::{Glyph, Icon, TextField, unique_id};
use crate::ui::words::{language, n, t, tc, tf};

/// What is in it, read to its end, and what a restore would do.
#[component]
pub(super) fn Checked(flow: OpenFlow, contents: BackupContents) -> impl IntoView {
    let created = contents.created;
    let when = move || {
        let when = format::instant(language(), created, InstantStyle::DateAndTime);
        format!("{when} · {}", format::ago(language(), created, RelativeStyle::Long))
    };
    let rows: Vec<_> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.many(), contents.live(kind.name())))
        .chain([(words::IN_TRASH, contents.in_trash()), (words::EARLIER_VALUES, contents.history)])
        .filter(|(_, count)| *count > 0)
        .collect();
    let is_incomplete = contents.damaged > 0;
    view! {
        <div class="backup-good" role="status"><Glyph icon=Icon::Check/><p>{move || t(words::CHECKED_TEXT)}</p></div>
        <dl class="backup-facts">
            <div><dt>{move || t(words::FILE)}</dt><dd>{move || flow.file_name.get()}</dd></div>
            <div><dt>{move || t(words::FROM)}</dt><dd>{when}</dd></div>
            {rows.into_iter().map(|(name, count)| view! {
                <div><dt>{move || t(name)}</dt><dd class="number">{move || n(count)}</dd></div>
            }).collect_view()}
        </dl>
        {is_incomplete.then(|| view! { <p class="problem"><Glyph icon=Icon::Warning/><span>{move || t(words::CHECKED_INCOMPLETE)}</span></p> })}
        {move || if flow.into_empty.get() {
            view! { <p class="second">{move || t(words::INTO_EMPTY)}</p> }.into_any()
        } else {
            view! { <WhereTo flow=flow/> }.into_any()
        }}
    }
}

/// Whether it becomes a book of its own or goes into the open one.
#[component]
fn WhereTo(flow: OpenFlow) -> impl IntoView {
    let group = unique_id("where-to");
    let line = |group: String, as_new: bool, label: Message, text: Option<Message>| {
        view! {
            <label class="check radio-line">
                <input
                    type="radio" name=group prop:checked=move || flow.as_new.get() == as_new
                    on:change=move |_| flow.as_new.set(as_new)
                />
                <span class="check-label">
                    {move || t(label)}
                    {text.map(|text| view! { <span class="radio-text">{move || t(text)}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="radio-group restore-choice">
            <legend class="field-label">{move || t(book_words::INTO)}</legend>
            {line(group.clone(), true, book_words::INTO_NEW, Some(book_words::INTO_NEW_TEXT))}
            <Show when=move || flow.as_new.get()>
                <TextField
                    label=move || t(book_words::NAME) value=flow.new_name
                    problem=Signal::derive(move || flow.name_problem.get().map(name_problem))
                    on_input=move |text: String| { flow.new_name.set(text); flow.name_problem.set(None); }
                />
            </Show>
            {line(group, false, book_words::INTO_HERE, None)}
            <Show when=move || !flow.as_new.get()>
                <p class="second restore-consequences">{move || t(words::INTO_OTHERS)}</p>
            </Show>
        </fieldset>
    }
}

/// The new book, and that nothing else has changed.
#[component]
pub(super) fn RestoredAsNew(made: NewlyRestored) -> impl IntoView {
    let text = move || {
        let records = tc(words::RECORDS, made.records);
        tf(book_words::RESTORED_NEW, &[("name", &made.name), ("records", &records)])
    };
    view! { <div class="backup-good" role="status"><Glyph icon=Icon::Check/><p>{text}</p></div> }
}

/// What the restore did.
#[component]
pub(super) fn Restored(report: RestoreReport) -> impl IntoView {
    let text = move || {
        if report.added == 0 && report.changed == 0 {
            return t(words::RESTORED_NOTHING);
        }
        let (added, changed, unchanged) = (n(report.added), n(report.changed), n(report.unchanged));
        tf(words::RESTORED_PARTS, &[("added", &added), ("changed", &changed), ("unchanged", &unchanged)])
    };
    view! { <div class="backup-good" role="status"><Glyph icon=Icon::Check/><p>{text}</p></div> }
}
