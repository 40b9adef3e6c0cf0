//! The open record beside its list; on a phone a sheet above it.

use leptos::{ev, prelude::*};

use super::linked_records::LinkedRecords;
use super::list_state::ListState;
use super::record_fields::RecordFields;
use super::record_handle::RecordHandle;
use super::record_head::RecordHead;
use super::record_parts::{RecordParts, WhatHappened, has_timeline, told_in_timeline};
use super::record_view::RecordView;
use crate::messages::record as words;
use crate::ui::controls::{Button, Icon};
use crate::ui::words::t;

/// The panel; it is there while a record is open.
#[component]
pub fn RecordPanel(
    /// The list.
    list: ListState,
    /// What the page adds.
    #[prop(optional)]
    parts: RecordParts,
) -> impl IntoView {
    let is_open = Memo::new(move |_| list.open.get().is_some());
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
            event.prevent_default();
            list.close_record();
        }
    };
    let content = move |record: RecordHandle| {
        let kind = list.kind;
        // What happened last is worth more here than when the record was made.
        let happened = move || has_timeline(kind).then(|| view! { <WhatHappened record=record between=true/> });
        view! {
            <RecordHead record=record on_close=move || list.close_record()/>
            <div class="record-body">
                {list.extras.panel_top.map(|top| top.run(record))}
                {parts.lead.map(|lead| lead(record))}
                {parts.main.map(|main| main(record))}
                <RecordFields record=record but=parts.instead_of between=happened/>
                <LinkedRecords record=record but=told_in_timeline(kind)/>
                {(!has_timeline(kind)).then(|| view! { <WhatHappened record=record/> })}
            </div>
        }
        .into_any()
    };
    let when_gone = move || view! { <Button label=move || t(words::CLOSE_PANEL) icon=Icon::Close on_press=move || list.close_record()/> };
    move || {
        is_open.get().then(|| {
            view! {
                <aside class="record-panel" aria-label=move || t(list.kind.one()) on:keydown=key>
                    <RecordView kind=list.kind id=list.open content=content when_gone=when_gone/>
                </aside>
            }
        })
    }
}
