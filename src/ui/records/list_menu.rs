//! What a phone has no room for beside the list: selecting by touch, import, export.

use leptos::prelude::*;

use super::list_state::{ListDialog, ListState};
use super::selection::Selection;
use crate::messages::{list as words, shell};
use crate::ui::addresses::IMPORT;
use crate::ui::commands::use_commands;
use crate::ui::controls::{Icon, Menu, MenuItem};
use crate::ui::words::t;

/// The menu.
#[component]
pub fn ListMenu(
    /// The list.
    list: ListState,
    /// Whether a file can fill the list.
    importable: bool,
) -> impl IntoView {
    let commands = use_commands();
    let select = move || {
        let selecting = !list.selecting.get_untracked();
        list.selecting.set(selecting);
        if !selecting {
            list.selection.set(Selection::default());
        }
    };
    let items = move || {
        let selecting = if list.selecting.get() { words::STOP_SELECTING } else { words::SELECT_ROWS };
        let mut items = vec![MenuItem::new(t(selecting), select).with_icon(Icon::Check)];
        if importable {
            items.push(MenuItem::new(t(shell::IMPORT), move || commands.go(IMPORT)).with_icon(Icon::Upload));
        }
        let export = move || list.dialog.set(Some(ListDialog::Export { selected: false }));
        items.push(MenuItem::new(t(shell::EXPORT), export).with_icon(Icon::Download));
        items
    };
    view! { <Menu label=move || t(words::MORE) items=Signal::derive(items)/> }
}
