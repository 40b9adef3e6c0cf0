//! One campaign: what it is, who is in it, and what came of it.

mod add_customers;
mod lift_chart;
mod note_result;
mod read_results;
mod recipients;
mod results;
mod status;
mod work_list;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

use add_customers::AddCustomers;
use read_results::ReadResults;
use recipients::Recipients;
use results::Results;
use status::StatusLine;
use work_list::{WorkMenu, WorkSheet};

use crate::domain::campaign;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{campaign_page as words, record as record_words};
use crate::state::protocol::WorkList;
use crate::ui::addresses::{list_address, record_address};
use crate::ui::controls::{Button, ButtonKind, Icon, Tab, Tabs};
use crate::ui::link::Link;
use crate::ui::page_head::{PageHead, Parent};
use crate::ui::records::{LinkedRecords, RecordFields, RecordHandle, RecordHead, RecordView, WhatHappened, title_text};
use crate::ui::words::{language, t};

const PANEL_ID: &str = "campaign-panel";
const RECIPIENTS: &str = "recipients";
const RESULTS: &str = "results";

/// The page of the campaign that the address names.
#[component]
pub fn CampaignPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(Id::parse)));
    let title = RwSignal::new(String::new());
    let shown_title = move || {
        title.with(|title| if title.is_empty() { t(Kind::Campaign.one()) } else { title_text(title, language()) })
    };
    let content = move |record: RecordHandle| {
        Effect::new(move || title.set(record.title()));
        view! { <CampaignView record=record/> }.into_any()
    };
    let back = list_address(Kind::Campaign);
    let when_gone = {
        let back = back.clone();
        move || view! { <Link href=back.clone() attr:class="button">{move || t(record_words::BACK_TO_LIST)}</Link> }
    };
    view! {
        <PageHead title=Signal::derive(shown_title) parent=Parent { address: back, name: Kind::Campaign.many() }/>
        <div class="campaign-page"><RecordView kind=Kind::Campaign id=id content=content when_gone=when_gone/></div>
    }
}

/// What the parts of the page share. `Copy`; ends with the page.
#[derive(Clone, Copy)]
struct CampaignState {
    record: RecordHandle,
    /// The window for adding customers is open, perhaps with the campaign's own segment chosen.
    adding: RwSignal<bool>,
    /// The window for reading results is open.
    reading: RwSignal<bool>,
    /// The list to print, when it is shown.
    sheet: RwSignal<Option<WorkList>>,
}

impl CampaignState {
    /// The code of the status. Reactive.
    fn status(self) -> u16 {
        self.record.detail.with(|detail| {
            let fields = detail.iter().flat_map(|detail| &detail.fields);
            let status = fields.filter(|(number, _)| *number == campaign::STATUS).map(|(_, cell)| &cell.value).next();
            if let Some(Value::Choice(status)) = status { *status } else { campaign::statuses::PLANNING }
        })
    }

    /// Whether nobody can be added any more. Reactive.
    fn is_over(self) -> bool {
        campaign::is_over(Some(self.status())) || self.record.is_deleted()
    }

    /// The campaign's segment with its name. Reactive.
    fn segment(self) -> Option<(Id, String)> {
        self.record.detail.with(|detail| {
            let fields = &detail.as_ref()?.fields;
            let (_, cell) = fields.iter().find(|(number, _)| *number == campaign::SEGMENT)?;
            match cell.value {
                Value::Link(id) => Some((id, cell.title.clone()?)),
                _ => None,
            }
        })
    }
}

#[component]
fn CampaignView(record: RecordHandle) -> impl IntoView {
    let state = CampaignState {
        record,
        adding: RwSignal::new(false),
        reading: RwSignal::new(false),
        sheet: RwSignal::new(None),
    };
    let asked = use_query_map();
    let tab = Memo::new(move |_| {
        let is_results = asked.with(|asked| asked.get_str("tab").is_some_and(|tab| tab == RESULTS));
        if is_results { RESULTS } else { RECIPIENTS }
    });
    let panel = move || match (state.sheet.with(Option::is_some), tab.get()) {
        (true, _) => view! { <WorkSheet state=state/> }.into_any(),
        (_, RESULTS) => view! { <Results state=state/> }.into_any(),
        _ => view! { <Recipients state=state/> }.into_any(),
    };
    view! {
        <StatusLine state=state/>
        <div class="campaign">
            <aside class="campaign-side" aria-label=move || t(words::DETAILS)>
                <RecordHead record=record/>
                <RecordFields record=record/>
                <LinkedRecords record=record but=&[Kind::Recipient]/>
                <WhatHappened record=record/>
            </aside>
            <section class="campaign-main">
                <CampaignBar state=state tab=tab/>
                <div class="campaign-panel" id=PANEL_ID>{panel}</div>
            </section>
        </div>
        <AddCustomers state=state/>
        <ReadResults state=state/>
    }
}

/// The tabs, and what is done with the people.
#[component]
fn CampaignBar(state: CampaignState, tab: Memo<&'static str>) -> impl IntoView {
    let navigate = use_navigate();
    let path = record_address(Kind::Campaign, state.record.id);
    let select = move |key: String| {
        state.sheet.set(None);
        let address = if key == RESULTS { format!("{path}?tab={RESULTS}") } else { path.clone() };
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let tabs = move || {
        let tab = |key: &str, label| Tab { key: key.to_owned(), label: t(label) };
        vec![tab(RECIPIENTS, words::TAB_RECIPIENTS), tab(RESULTS, words::TAB_RESULTS)]
    };
    view! {
        <div class="page-bar">
            <Tabs
                label=move || t(words::VIEWS) tabs=Signal::derive(tabs) panel=PANEL_ID.to_owned()
                current=Signal::derive(move || tab.get().to_owned()) on_select=select
            />
            <div class="campaign-actions">
                <WorkMenu state=state/>
                <Button label=move || t(words::READ_RESULTS) icon=Icon::Upload on_press=move || state.reading.set(true)/>
                <Button
                    label=move || t(words::ADD_CUSTOMERS) icon=Icon::Plus kind=ButtonKind::Primary
                    disabled=Signal::derive(move || state.is_over()) on_press=move || state.adding.set(true)
                />
            </div>
        </div>
    }
}
