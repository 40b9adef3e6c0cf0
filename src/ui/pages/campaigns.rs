//! The campaigns. `?new=1` opens the form of a new one, and `&segment=` says for whom it is.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::domain::campaign;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::campaign_page as words;
use crate::state::live_record;
use crate::state::protocol::Cell;
use crate::ui::addresses::{list_address, record_address};
use crate::ui::commands::use_commands;
use crate::ui::records::{ListDialog, ListDialogs, ListExtras, ListPlace, ListState, RecordList};
use crate::ui::words::tf;

/// What is held out until something else is said, in hundredths.
const USUAL_SHARE: i64 = 20;

/// The list of campaigns; each opens on its own page.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    let commands = use_commands();
    let begin_with = RwSignal::new(usual());
    let open = Callback::new(move |id: Id| commands.go(&record_address(Kind::Campaign, id)));
    let extras = ListExtras { on_open: Some(open), begin_with: Some(begin_with), ..ListExtras::default() };
    let list = ListState::within(Kind::Campaign, ListPlace::here(Kind::Campaign), Vec::new(), extras);
    begin_as_the_address_says(list, begin_with);
    view! { <RecordList kind=list.kind list=list/><ListDialogs list=list/> }
}

fn usual() -> Vec<(u16, Cell)> {
    vec![(campaign::CONTROL_SHARE, Cell { value: Value::Integer(USUAL_SHARE), ..Cell::default() })]
}

/// Opens the form once, with the segment in it, and takes that out of the address.
fn begin_as_the_address_says(list: ListState, begin_with: RwSignal<Vec<(u16, Cell)>>) {
    let asked = use_query_map();
    let navigate = use_navigate();
    let wanted = Memo::new(move |_| asked.with(|asked| asked.get_str("new").is_some_and(|new| new == "1")));
    let segment = Memo::new(move |_| asked.with(|asked| asked.get_str("segment").and_then(Id::parse)));
    let known = live_record(Kind::Segment, segment.into());
    Effect::new(move || {
        if !wanted.get() {
            return;
        }
        let Some(record) = known.value.get() else { return };
        let mut values = usual();
        if let Some(segment) = record.filter(|record| Some(record.id) == segment.get() && !record.deleted) {
            let name = tf(words::FOR_SEGMENT_NAME, &[("segment", &segment.title)]);
            values.push((campaign::NAME, Cell { value: Value::Text(name), ..Cell::default() }));
            let link = Value::Link(segment.id);
            values.push((campaign::SEGMENT, Cell { value: link, title: Some(segment.title), ..Cell::default() }));
        }
        begin_with.set(values);
        list.dialog.set(Some(ListDialog::New));
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&list_address(Kind::Campaign), options);
    });
    // The next new one begins as usual.
    Effect::new(move |before: Option<bool>| {
        let is_open = list.dialog.get() == Some(ListDialog::New);
        if before == Some(true) && !is_open {
            begin_with.set(usual());
        }
        is_open
    });
}
