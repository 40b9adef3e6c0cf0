//! The customers.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::record::Kind;
use crate::messages::campaign_page as words;
use crate::state::{tell_failure, use_app};
use crate::ui::campaigns::{AddToCampaign, Chosen};
use crate::ui::controls::{Button, ButtonKind, Icon};
use crate::ui::records::{ListDialogs, ListExtras, ListPlace, ListState, RecordList, Selection};
use crate::ui::words::t;

/// The list of customers, with the open one beside it.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(Chosen::None);
    let add = Callback::new(move |list: ListState| {
        let press = move || {
            spawn_local(async move {
                match list.selected_for_engine().await {
                    Ok(selected) => drop(chosen.try_set(Some(selected))),
                    Err(failure) => tell_failure(app, failure),
                }
            });
        };
        view! { <Button label=move || t(words::ADD_TO_CAMPAIGN) icon=Icon::Megaphone kind=ButtonKind::Quiet on_press=press/> }
            .into_any()
    });
    let extras = ListExtras { selection_deeds: Some(add), ..ListExtras::default() };
    let list = ListState::within(Kind::Customer, ListPlace::here(Kind::Customer), Vec::new(), extras);
    let clear = move || {
        list.selection.set(Selection::default());
        list.selecting.set(false);
    };
    view! {
        <RecordList kind=list.kind list=list/><ListDialogs list=list/>
        <AddToCampaign chosen=chosen on_added=clear/>
    }
}
