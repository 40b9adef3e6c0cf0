//! A record on a page of its own: left what it is, right what happened.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::cells::title_text;
use super::linked_records::LinkedRecords;
use super::record_fields::RecordFields;
use super::record_handle::RecordHandle;
use super::record_head::RecordHead;
use super::record_parts::{RecordParts, WhatHappened, told_in_timeline};
use super::record_view::RecordView;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::record as words;
use crate::ui::addresses::list_address;
use crate::ui::link::Link;
use crate::ui::page_head::{PageHead, Parent};
use crate::ui::words::{language, t};

/// The page of the record that the address names.
#[component]
pub fn RecordPage(
    /// The kind of record.
    kind: Kind,
    /// What the page adds.
    #[prop(optional)]
    parts: RecordParts,
) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(Id::parse)));
    // What the head says: `None` until the record has come.
    let title = RwSignal::new(None::<String>);
    let shown_title = move || title.get().unwrap_or_else(|| t(words::READING_RECORD));
    let content = move |record: RecordHandle| {
        Effect::new(move || title.set(Some(title_text(&record.title(), language()))));
        view! {
            <div class="record-page">
                <div class="card">
                    <RecordHead record=record/>
                    {parts.lead.map(|lead| lead(record))}
                    <RecordFields record=record but=parts.instead_of/>
                </div>
                <div class="card">
                    {parts.main.map(|main| main(record))}
                    <LinkedRecords record=record but=told_in_timeline(kind)/>
                    <WhatHappened record=record/>
                </div>
            </div>
        }
        .into_any()
    };
    let when_gone = move || {
        Effect::new(move || title.set(Some(t(words::NOT_THERE))));
        view! { <Link href=list_address(kind) attr:class="button">{move || t(words::BACK_TO_LIST)}</Link> }
    };
    view! {
        <PageHead title=Signal::derive(shown_title) parent=Parent { address: list_address(kind), name: kind.many() }/>
        <div class="page-body">
            <RecordView kind=kind id=id content=content when_gone=when_gone/>
        </div>
    }
}
