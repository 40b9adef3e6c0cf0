//! The records that link to this one, such as the people of an organisation or the orders of a customer.

use leptos::prelude::*;

use super::cells::title_text;
use super::record_handle::RecordHandle;
use super::tint::tint_of;
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Message, list, record as words};
use crate::state::protocol::{FoundRecord, LinkedGroup};
use crate::ui::addresses::{query_address, record_address};
use crate::ui::controls::{avatar_class, initial};
use crate::ui::link::Link;
use crate::ui::words::{language, n, t, tc};

/// The sections, one a kind that links here.
#[component]
pub fn LinkedRecords(
    /// The record.
    record: RecordHandle,
    /// Kinds that are shown elsewhere.
    #[prop(optional)]
    but: &'static [Kind],
) -> impl IntoView {
    let groups = Memo::new(move |_| {
        record.detail.with(|detail| detail.as_ref().map(|detail| detail.linked_from.clone()).unwrap_or_default())
    });
    move || {
        let groups = groups.get().into_iter().filter(|group| !but.contains(&group.kind));
        groups.map(|group| section(record, group)).collect_view()
    }
}

/// The people of an organisation are customers too, and are called what they are.
fn heading(record: RecordHandle, kind: Kind) -> Message {
    if (record.kind, kind) == (Kind::Customer, Kind::Customer) { list::PEOPLE_HERE } else { kind.many() }
}

fn section(record: RecordHandle, group: LinkedGroup) -> impl IntoView {
    let title = heading(record, group.kind);
    let more = u64::from(group.total).saturating_sub(group.records.len() as u64);
    let filter = Filter { field: group.field, comparison: Comparison::Is, values: vec![Value::Link(record.id)] };
    let all = query_address(&Query { filters: vec![filter], ..Query::all(group.kind) });
    view! {
        <section class="panel-section" aria-label=move || t(title)>
            <h3 class="section-title">{move || t(title)}" "<span class="section-count">{n(u64::from(group.total))}</span></h3>
            <ul class="linked-list">{group.records.into_iter().map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <Link href=all attr:class="link">{move || tc(words::MORE_LINKED, more)}</Link> })}
        </section>
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
