//! The filters of a list: a chip for each, and a button that adds one.

use leptos::prelude::*;

use super::filter_editor::FilterEditor;
use super::filter_words::filter_sentence;
use super::list_state::{GRID_ID, ListState};
use crate::domain::query::Filter;
use crate::messages::list as words;
use crate::state::browser;
use crate::ui::controls::{Chip, Icon, Popover};
use crate::ui::words::{t, tf};

/// The chips and the button.
#[component]
pub fn Filters(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let filters = Memo::new(move |_| list.own_query.with(|query| query.filters.clone()));
    let chips = move || {
        filters
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, filter)| view! { <FilterChip list=list place=place filter=filter/> })
            .collect_view()
    };
    // The next opening begins with a new filter again.
    Effect::new(move || {
        if !list.filter_open.get() {
            list.editing_filter.set(None);
        }
    });
    view! {
        <div class="chips">
            {chips}
            <Popover label=move || t(words::ADD_FILTER) icon=Icon::Plus button_class="chip-add" open=list.filter_open>
                <FilterEditor list=list/>
            </Popover>
        </div>
    }
}

#[component]
fn FilterChip(list: ListState, place: usize, filter: Filter) -> impl IntoView {
    let text = filter_sentence(list.kind, filter);
    let open = move || {
        list.editing_filter.set(Some(place));
        list.filter_open.set(true);
    };
    let remove = move || {
        list.ask(|query| {
            if place < query.filters.len() {
                query.filters.remove(place);
            }
        });
        // The button that had the focus is gone.
        browser::focus_by_id(GRID_ID);
    };
    view! {
        <Chip
            text=text on_open=open on_remove=remove
            remove_label=move || text.with(|text| tf(words::FILTER_REMOVE, &[("filter", text)]))
        />
    }
}
