//! The head of a record: who it is, and what can be done with it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cells::title_text;
use super::person_dialog::PersonDialog;
use super::record_handle::RecordHandle;
use super::tint::tint_of;
use crate::domain::change::Change;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::messages::{list as list_words, person, record as words};
use crate::state::{CommitOutcome, Notice, NoticeTone, browser, commit, offer_undo};
use crate::ui::addresses::record_address;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Avatar, Button, ButtonKind, Icon, Menu, MenuItem};
use crate::ui::words::{language, t};

/// The element id of the title of a record that is on the screen.
pub fn record_title_id(id: Id) -> String {
    format!("record-{id}")
}

/// The head.
#[component]
pub fn RecordHead(
    /// The record.
    record: RecordHandle,
    /// Closes the panel; none on a page of its own.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
) -> impl IntoView {
    let title = move || title_text(&record.title(), language());
    view! {
        <header class="record-head">
            <Avatar name=Signal::derive(title) tint=tint_of(record.id) large=true/>
            <div class="record-names">
                <h2 class="record-title" id=record_title_id(record.id) tabindex="-1">{title}</h2>
                <p class="record-subtitle">{move || record.subtitle(language())}</p>
            </div>
            <div class="record-actions">
                <RecordMenu record=record on_close=on_close/>
                {on_close.map(|close| view! {
                    <Button label=move || t(words::CLOSE_PANEL) icon=Icon::Close icon_only=true kind=ButtonKind::Quiet on_press=close/>
                })}
            </div>
        </header>
        {move || record.is_deleted().then(|| view! {
            <div class="error-box warning record-banner" role="status">
                <div class="error-body">
                    <p>{move || t(words::IN_THE_TRASH)}</p>
                    <Button label=move || t(list_words::RESTORE) icon=Icon::Undo on_press=move || set_deleted(record, false, None)/>
                </div>
            </div>
        })}
    }
}

#[component]
fn RecordMenu(record: RecordHandle, on_close: Option<Callback<()>>) -> impl IntoView {
    let commands = use_commands();
    let page = format!("/{}/{}", record.kind.name(), record.id);
    let page = StoredValue::new(page);
    let is_person_open = RwSignal::new(false);
    let items = move || {
        let mut items = Vec::new();
        if on_close.is_some() {
            items.push(
                MenuItem::new(t(words::OPEN_PAGE), move || commands.go(&page.get_value())).with_icon(Icon::External),
            );
        }
        items.push(MenuItem::new(t(words::COPY_LINK), move || copy_link(record)).with_icon(Icon::File));
        if record.kind == Kind::Customer {
            items.push(MenuItem::new(t(person::MENU), move || is_person_open.set(true)).with_icon(Icon::Person));
        }
        if record.is_deleted() {
            items.push(
                MenuItem::new(t(list_words::RESTORE), move || set_deleted(record, false, None)).with_icon(Icon::Undo),
            );
        } else {
            let delete = move || set_deleted(record, true, on_close);
            items.push(MenuItem::new(t(list_words::MOVE_TO_TRASH), delete).with_icon(Icon::Trash).dangerous());
        }
        items
    };
    view! {
        <Menu label=move || t(words::RECORD_ACTIONS) items=Signal::derive(items)/>
        {(record.kind == Kind::Customer).then(|| view! { <PersonDialog record=record open=is_person_open/> })}
    }
}

fn copy_link(record: RecordHandle) {
    let address = record_address(record.kind, record.id);
    let address = browser::address_of(address.trim_start_matches('/'));
    let app = record.app;
    spawn_local(async move {
        let (tone, message) = match browser::copy_text(&address).await {
            Ok(()) => (NoticeTone::Success, words::LINK_COPIED),
            Err(_) => (NoticeTone::Warning, words::LINK_NOT_COPIED),
        };
        app.notices.push(Notice::plain(tone, message));
    });
}

/// Moves the record to the trash, or brings it back, with the offer to take that back; then closes the panel.
fn set_deleted(record: RecordHandle, deleted: bool, close: Option<Callback<()>>) {
    let RecordHandle { app, kind, id, .. } = record;
    let title = untrack(|| record.title());
    spawn_local(async move {
        let action = if deleted { Action::Delete } else { Action::Restore };
        if let CommitOutcome::Saved(committed) = commit(app, action, vec![Change::deletion(kind, id, deleted)]).await {
            let message = if deleted { words::MOVED_TO_TRASH } else { words::BROUGHT_BACK };
            offer_undo(
                app,
                move |language| message.fill(language, &[("title", &title_text(&title, language))]),
                committed.operation,
            );
            if let Some(close) = close {
                close.try_run(());
            }
        }
    });
}
