//! The list of a kind with everything that belongs to it: head, bar, rows, the open record, dialogs.

use leptos::prelude::*;

use super::bulk_delete::DeleteDialog;
use super::bulk_edit::BulkEditDialog;
use super::export_dialog::ExportDialog;
use super::list_bar::{LIST_PANE_ID, ListBar};
use super::list_empty::{EmptyWords, ListEmpty, ListFailure};
use super::list_grid::ListGrid;
use super::list_state::{ListDialog, ListState};
use super::new_record::NewRecordDialog;
use super::record_panel::RecordPanel;
use super::selection_bar::SelectionBar;
use crate::domain::record::Kind;
use crate::messages::{list as words, shell};
use crate::ui::addresses::IMPORT;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Skeleton};
use crate::ui::page_head::PageHead;
use crate::ui::words::{n, t, tf};

/// A list of records with the open one beside it.
#[component]
pub fn RecordList(
    /// What is listed.
    kind: Kind,
    /// Whether the page head has the usual one: what is listed, the count, import, export, and a new one.
    #[prop(default = true)]
    with_head: bool,
) -> impl IntoView {
    let list = ListState::new(kind);
    fulfil_wishes(list);
    view! { <ListOf list=list with_head=with_head/> }
}

/// A list whose state the page has made itself, with what belongs to it.
#[component]
pub fn ListOf(
    /// The list.
    list: ListState,
    /// Whether the page head has the usual one.
    with_head: bool,
) -> impl IntoView {
    let kind = list.kind;
    let when_empty = EmptyWords::of(kind);

    let loaded = Memo::new(move |_| list.rows.value.with(Option::is_some));
    let some = Memo::new(move |_| list.matched() > 0);
    let rows = move || match (loaded.get(), some.get()) {
        (false, _) => list
            .rows
            .failed
            .with(Option::is_none)
            .then(|| view! { <Skeleton label=move || t(words::LOADING_ROWS) rows=16/> })
            .into_any(),
        (true, false) => view! { <ListEmpty list=list words_when_empty=when_empty/> }.into_any(),
        (true, true) => view! { <ListGrid list=list/> }.into_any(),
    };
    view! {
        {with_head.then(|| view! { <ListPageHead list=list importable=when_empty.importable/> })}
        <ListBar list=list importable=when_empty.importable/>
        <div class="split" class:with-panel=move || list.open.get().is_some()>
            <div class="list-pane" id=LIST_PANE_ID>
                <ListFailure list=list/>
                {rows}
                <SelectionBar list=list/>
            </div>
            <RecordPanel list=list/>
        </div>
        <NewRecordDialog list=list form=kind.form()/>
        <DeleteDialog list=list/>
        <BulkEditDialog list=list/>
        <ExportDialog list=list/>
    }
}

#[component]
fn ListPageHead(list: ListState, importable: bool) -> impl IntoView {
    let count = move || {
        list.rows.value.with(|rows| match rows {
            None => String::new(),
            Some(rows) if rows.matched == rows.total => n(rows.total),
            Some(rows) => tf(words::COUNT_OF, &[("matched", &n(rows.matched)), ("total", &n(rows.total))]),
        })
    };
    let new_label = move || tf(words::NEW_RECORD, &[("kind", &t(list.kind.one()).to_lowercase())]);
    let export = move || list.dialog.set(Some(ListDialog::Export { selected: false }));
    view! {
        <PageHead title=move || t(list.kind.many()) count=Signal::derive(count)>
            {importable.then(|| view! {
                <crate::ui::link::Link href=IMPORT attr:class="button wide-only">
                    <Glyph icon=Icon::Upload/><span class="button-label">{move || t(shell::IMPORT)}</span>
                </crate::ui::link::Link>
            })}
            <span class="wide-only"><Button label=move || t(shell::EXPORT) icon=Icon::Download on_press=export/></span>
            <Button label=new_label icon=Icon::Plus kind=ButtonKind::Primary on_press=move || list.dialog.set(Some(ListDialog::New))/>
        </PageHead>
    }
}

/// The palette and the keys ask for a new record or an export from anywhere.
pub fn fulfil_wishes(list: ListState) {
    let commands = use_commands();
    Effect::new(move || {
        if commands.new_record.get() == Some(list.kind) {
            commands.new_record.set(None);
            list.dialog.set(Some(ListDialog::New));
        }
    });
    Effect::new(move || {
        if commands.export.get() == Some(list.kind) {
            commands.export.set(None);
            list.dialog.set(Some(ListDialog::Export { selected: false }));
        }
    });
}
