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
use super::record_parts::RecordParts;
use super::selection_bar::SelectionBar;
use crate::domain::record::Kind;
use crate::messages::{list as words, shell};
use crate::state::protocol::Cell;
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
    /// Said beside the count in the page head.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The list's state, where the page has made it; the page then shows the [`ListDialogs`] as well.
    #[prop(optional)]
    list: Option<ListState>,
    /// What the page adds to the open record.
    #[prop(optional)]
    parts: RecordParts,
) -> impl IntoView {
    let with_dialogs = list.is_none();
    let list = list.unwrap_or_else(|| ListState::new(kind));
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
        {with_head.then(|| view! { <ListPageHead list=list importable=when_empty.importable note=note/> })}
        <ListBar list=list importable=when_empty.importable/>
        <div class="split" class:with-panel=move || list.open.get().is_some()>
            <div class="list-pane" id=LIST_PANE_ID>
                <ListFailure list=list/>
                {rows}
                <SelectionBar list=list/>
            </div>
            <RecordPanel list=list parts=parts/>
        </div>
        {with_dialogs.then(|| view! { <ListDialogs list=list/> })}
    }
}

/// The dialogs of a list, which the palette and the keys open as well as its buttons.
#[component]
pub fn ListDialogs(
    /// The list.
    list: ListState,
    /// What a new record begins with, besides what every new one gets.
    #[prop(optional, into)]
    preset: Signal<Vec<(u16, Cell)>>,
) -> impl IntoView {
    fulfil_wishes(list);
    view! {
        <NewRecordDialog list=list form=list.kind.form() preset=preset/>
        <DeleteDialog list=list/>
        <BulkEditDialog list=list/>
        <ExportDialog list=list/>
    }
}

#[component]
fn ListPageHead(list: ListState, importable: bool, note: Signal<String>) -> impl IntoView {
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
            {move || Some(note.get()).filter(|note| !note.is_empty()).map(|note| view! { <span class="page-note">{note}</span> })}
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
