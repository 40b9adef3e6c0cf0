//! The records that link to this one, such as the people of an organisation.

use leptos::prelude::*;

use super::cells::title_text;
use super::record_handle::RecordHandle;
use super::tint::tint_of;
use crate::messages::record as words;
use crate::state::protocol::FoundRecord;
use crate::ui::addresses::record_address;
use crate::ui::controls::{avatar_class, initial};
use crate::ui::link::Link;
use crate::ui::words::{language, t, tc};

/// The section; it is there when something links here.
#[component]
pub fn LinkedRecords(
    /// The record.
    record: RecordHandle,
) -> impl IntoView {
    let linked = Memo::new(move |_| {
        record.detail.with(|detail| {
            detail.as_ref().map(|detail| (detail.linked_from.clone(), detail.linked_from_total)).unwrap_or_default()
        })
    });
    move || {
        let (shown, total) = linked.get();
        if shown.is_empty() {
            return ().into_any();
        }
        let more = u64::from(total).saturating_sub(shown.len() as u64);
        view! {
            <section class="panel-section" aria-label=move || t(record.linked_title)>
                <h3 class="section-title">{move || t(record.linked_title)}</h3>
                <ul class="linked-list">{shown.into_iter().map(line).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="third">{move || tc(words::MORE_LINKED, more)}</p> })}
            </section>
        }
        .into_any()
    }
}

fn line(found: FoundRecord) -> impl IntoView {
    let title = title_text(&found.title, language());
    view! {
        <li>
            <Link href=record_address(found.kind, found.id) attr:class="linked-record">
                <span class=avatar_class(tint_of(found.id)) aria-hidden="true">{initial(&title)}</span>
                <span class="linked-title">{title.clone()}</span>
                <span class="linked-detail">{found.subtitle.clone()}</span>
            </Link>
        </li>
    }
}
