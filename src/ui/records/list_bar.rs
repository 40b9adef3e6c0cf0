//! The bar above a list: search, views, filters, columns.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::column_chooser::ColumnChooser;
use super::filters::Filters;
use super::list_menu::ListMenu;
use super::list_state::{Cursor, GRID_ID, ListState};
use super::list_views::{KindViews, views_of};
use crate::domain::field::{Field, FieldKind};
use crate::domain::query::{Comparison, Filter};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::list as words;
use crate::state::browser;
use crate::ui::controls::{Icon, Tab, Tabs, TextField};
use crate::ui::words::t;

/// The element id of what the views change.
pub const LIST_PANE_ID: &str = "list-pane";

const ALL: &str = "all";
const MINE: &str = "mine";
const TRASH: &str = "trash";

/// The bar.
#[component]
pub fn ListBar(
    /// The list.
    list: ListState,
    /// Whether a file can fill the list.
    importable: bool,
    /// What stands first in the bar.
    #[prop(optional, into)]
    lead: ViewFn,
    /// Whether rows with columns are below, and not something of another form.
    #[prop(default = true)]
    with_columns: bool,
) -> impl IntoView {
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if list.query.with_untracked(|query| !query.search.is_empty()) => {
            event.prevent_default();
            list.search(String::new());
        }
        "ArrowDown" | "Enter" => {
            event.prevent_default();
            list.cursor.set(Cursor { row: Some(0), column: 0 });
            browser::focus_by_id(GRID_ID);
        }
        _ => {}
    };
    view! {
        <div class="page-bar">
            {lead.run()}
            <div class="page-search" id="list-search">
                <TextField
                    label=move || t(words::SEARCH_THIS_LIST) hide_label=true placeholder=move || t(words::SEARCH_THIS_LIST)
                    kind="search" icon=Icon::Search value=Signal::derive(move || list.query.with(|query| query.search.clone()))
                    on_input=move |text| list.search(text) on_key=key
                />
            </div>
            // A phone has two lines: what is pressed stands in the order of the eye on both screens.
            <Show when=move || with_columns && list.phone.get()><ListMenu list=list importable=importable/></Show>
            <div class="page-bar-line">
                {if views_of(list.kind).is_empty() {
                    view! { <Views list=list/> }.into_any()
                } else {
                    view! { <KindViews list=list/> }.into_any()
                }}
                <Filters list=list/>
            </div>
            <Show when=move || with_columns && !list.phone.get()><ColumnChooser list=list/></Show>
        </div>
    }
}

/// All, mine, trash.
#[component]
fn Views(list: ListState) -> impl IntoView {
    let mine = Memo::new(move |_| {
        let member = list.app.settings.member.get().or_else(|| list.app.book.with(|book| book.first_member))?;
        let owner = owner_field(list.kind)?;
        Some(Filter { field: owner.number, comparison: Comparison::Is, values: vec![Value::Link(member.0)] })
    });
    let tabs = move || {
        let mut tabs = vec![Tab { key: ALL.to_owned(), label: t(words::ALL_RECORDS) }];
        if mine.with(Option::is_some) {
            tabs.push(Tab { key: MINE.to_owned(), label: t(words::MINE) });
        }
        tabs.push(Tab { key: TRASH.to_owned(), label: t(words::TRASH) });
        tabs
    };
    let current = move || {
        let is_mine =
            list.query.with(|query| mine.with(|mine| mine.as_ref().is_some_and(|mine| query.filters.contains(mine))));
        let key = if list.query.with(|query| query.deleted) {
            TRASH
        } else if is_mine {
            MINE
        } else {
            ALL
        };
        key.to_owned()
    };
    let select = move |key: String| {
        let mine = mine.get_untracked();
        list.ask(|query| {
            query.deleted = key == TRASH;
            query.filters.retain(|filter| Some(filter) != mine.as_ref());
            if key == MINE {
                query.filters.extend(mine);
            }
        });
    };
    view! {
        <Tabs
            label=move || t(words::VIEWS) tabs=Signal::derive(tabs) current=Signal::derive(current) on_select=select
            panel=LIST_PANE_ID.to_owned()
        />
    }
}

/// The field that says who looks after a record, if its kind has one: the first link to a member.
fn owner_field(kind: Kind) -> Option<&'static Field> {
    kind.fields().iter().find(|field| matches!(field.kind, FieldKind::Link(Kind::Member)))
}
