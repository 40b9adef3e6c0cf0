//! What can be done with the selected rows.

use leptos::prelude::*;

use super::bulk_delete::{ask_to_delete, set_deleted};
use super::list_state::{GRID_ID, ListDialog, ListState};
use super::selection::Selection;
use crate::messages::list as words;
use crate::state::browser;
use crate::ui::controls::{Button, ButtonKind, Icon};
use crate::ui::words::{t, tc};

/// The bar; it is there while something is selected.
#[component]
pub fn SelectionBar(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let clear = move || {
        list.selecting.set(false);
        list.selection.set(Selection::default());
        browser::focus_by_id(GRID_ID);
    };
    let in_trash = move || list.query.with(|query| query.deleted);
    let any = Memo::new(move |_| list.selected() > 0);
    let deeds = move || {
        if in_trash() {
            return view! {
                <Button label=move || t(words::RESTORE) icon=Icon::Undo kind=ButtonKind::Quiet on_press=move || set_deleted(list, false)/>
            }
            .into_any();
        }
        view! {
            {list.extras.selection_deeds.map(|deeds| deeds.run(list))}
            <Button
                label=move || t(words::EDIT_FIELD_FOR_ALL) icon=Icon::Edit kind=ButtonKind::Quiet
                on_press=move || list.dialog.set(Some(ListDialog::Edit))
            />
            <Button
                label=move || t(words::EXPORT_SELECTION) icon=Icon::Download kind=ButtonKind::Quiet
                on_press=move || list.dialog.set(Some(ListDialog::Export { selected: true }))
            />
            <Button label=move || t(words::MOVE_TO_TRASH) icon=Icon::Trash kind=ButtonKind::Quiet on_press=move || ask_to_delete(list)/>
        }
        .into_any()
    };
    // The count is read out when it changes, so its place is always there.
    view! {
        <p class="visually-hidden" role="status">{move || any.get().then(|| tc(words::SELECTED, list.selected()))}</p>
        {move || any.get().then(|| view! {
            <div class="selection-bar" role="toolbar" aria-label=move || tc(words::SELECTED, list.selected())>
                <span class="selection-count">{move || tc(words::SELECTED, list.selected())}</span>
                {deeds}
                <Button label=move || t(words::CLEAR_SELECTION) icon=Icon::Close icon_only=true kind=ButtonKind::Quiet on_press=clear/>
            </div>
        })}
    }
}
