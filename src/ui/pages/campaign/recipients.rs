//! Who is in a campaign: the list of recipients with the results of each one press away.

use leptos::task::spawn_local;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::CampaignState;
use super::note_result::{BoughtDialog, Buyer, Person, note, press, result_buttons, result_menu};
use crate::domain::query::{Comparison, Filter};
use crate::domain::recipient::{self, RESULTS};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::campaign_page as words;
use crate::state::protocol::Row;
use crate::state::tell_failure;
use crate::ui::addresses::record_address;
use crate::ui::controls::{Button, ButtonKind, Empty, Icon, Menu, MenuItem};
use crate::ui::records::{
    ListDialogs, ListExtras, ListPlace, ListState, RecordHandle, RecordList, Selection, title_text,
};
use crate::ui::words::{language, t, tc, tf};

/// The room for the five results at the end of a row, in pixels.
const RESULTS_WIDTH: u16 = 168;
/// The room for the button that opens them on a phone, in pixels: a finger's width.
const MENU_WIDTH: u16 = 44;

/// The list, with what can be noted.
#[component]
pub(super) fn Recipients(state: CampaignState) -> impl IntoView {
    let app = state.record.app;
    let buyer: Buyer = RwSignal::new(None);
    let only_ours =
        Filter { field: recipient::CAMPAIGN, comparison: Comparison::Is, values: vec![Value::Link(state.record.id)] };
    let in_row = Callback::new(move |(row, columns): (Row, Vec<u16>)| {
        result_buttons(app, person_of(&row, &columns), buyer, true)
    });
    let in_row_of_phone =
        Callback::new(move |(row, columns): (Row, Vec<u16>)| result_menu(app, person_of(&row, &columns), buyer));
    let on_top = Callback::new(move |record: RecordHandle| {
        let buttons = move || record.detail.get().map(|_| result_buttons(app, open_person(record), buyer, false));
        view! { <section class="panel-section" aria-label=move || t(words::NOTE_RESULT)>{buttons}</section> }.into_any()
    });
    let extras = ListExtras {
        selection_deeds: Some(Callback::new(note_for_all)),
        row_deeds: Some((in_row, RESULTS_WIDTH)),
        panel_top: Some(on_top),
        phone_deeds: Some((in_row_of_phone, MENU_WIDTH)),
        over_list: true,
        when_empty: Some(Callback::new(move |()| view! { <NobodyYet state=state/> }.into_any())),
        ..ListExtras::default()
    };
    let place = ListPlace::at(Kind::Recipient, record_address(Kind::Campaign, state.record.id));
    let list = ListState::within(Kind::Recipient, place, vec![only_ours], extras);
    let key = move |event: ev::KeyboardEvent| {
        if let Some((person, result)) = result_by_key(list, &event) {
            event.prevent_default();
            press(app, person, result, buyer);
        }
    };
    view! {
        <div class="campaign-list" on:keydown=key>
            <RecordList kind=list.kind list=list with_head=false/>
            <ListDialogs list=list/>
            <p class="campaign-keys">{move || t(words::RESULT_KEYS)}</p>
        </div>
        <BoughtDialog app=app buyer=buyer/>
    }
}

fn choice(value: Option<&Value>) -> Option<u16> {
    match value {
        Some(Value::Choice(code)) => Some(*code),
        _ => None,
    }
}

fn person_of(row: &Row, columns: &[u16]) -> Person {
    let value = |number: u16| {
        let at = columns.iter().position(|one| *one == number)?;
        row.cells.get(at).map(|cell| &cell.value)
    };
    Person {
        id: row.id,
        name: title_text(&row.title, untrack(language)),
        group: choice(value(recipient::GROUP)),
        result: choice(value(recipient::RESULT)),
    }
}

fn open_person(record: RecordHandle) -> Person {
    let value = |number: u16| record.cell(number).get_untracked().value;
    Person {
        id: record.id,
        name: title_text(&untrack(|| record.title()), untrack(language)),
        group: choice(Some(&value(recipient::GROUP))),
        result: choice(Some(&value(recipient::RESULT))),
    }
}

/// The keys 1 to 5 on the grid mean the results in their order, for the current row.
fn result_by_key(list: ListState, event: &ev::KeyboardEvent) -> Option<(Person, u16)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if target.get_attribute("role").as_deref() != Some("grid")
        || event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
    {
        return None;
    }
    let place = event.key().parse::<usize>().ok()?.checked_sub(1)?;
    let result = RESULTS.get(place)?.code;
    let row = list.cursor.get_untracked().row?;
    let person = list.rows.value.with_untracked(|rows| {
        let rows = rows.as_ref()?;
        rows.at(row).map(|shown| person_of(&shown.row, &rows.columns))
    })?;
    Some((person, result))
}

/// The same result for everybody who is selected.
fn note_for_all(list: ListState) -> AnyView {
    let app = list.app;
    let items = move || {
        let item = |choice: &'static crate::domain::field::Choice| {
            MenuItem::new(t(choice.label), move || {
                let name = untrack(|| tc(words::ON_THE_LIST, list.selected()));
                spawn_local(async move {
                    let ids = match list.selected_for_engine().await {
                        Ok((query, only)) if only.is_empty() => list.ids_of_rows(query, 0, usize::MAX).await,
                        Ok((_, only)) => Ok(only),
                        Err(failure) => Err(failure),
                    };
                    match ids {
                        Ok(ids) => {
                            list.selection.try_set(Selection::default());
                            note(app, ids, name, Some(choice.code), None).await;
                        }
                        Err(failure) => tell_failure(app, failure),
                    }
                });
            })
        };
        RESULTS.iter().map(item).collect::<Vec<_>>()
    };
    view! { <Menu label=move || t(words::NOTE_RESULT) icon=Icon::Check show_label=true items=Signal::derive(items)/> }
        .into_any()
}

/// What stands there before anybody is in it.
#[component]
fn NobodyYet(state: CampaignState) -> impl IntoView {
    let text = move || t(if state.is_over() { words::NOBODY_OVER_TEXT } else { words::NOBODY_YET_TEXT });
    let add = move || state.adding.set(true);
    let actions = move || {
        if state.is_over() {
            return ().into_any();
        }
        let label = move || match state.segment() {
            Some((_, segment)) => tf(words::ADD_SEGMENT, &[("segment", &segment)]),
            None => t(words::ADD_CUSTOMERS),
        };
        view! { <Button label=label icon=Icon::Plus kind=ButtonKind::Primary on_press=add/> }.into_any()
    };
    view! { <Empty title=move || t(words::NOBODY_YET) text=text icon=Icon::Megaphone>{actions}</Empty> }
}
