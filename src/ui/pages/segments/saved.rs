//! The saved segments, with who is in them now.

use leptos::prelude::*;

use super::flow::SegmentsFlow;
use super::told::{figures_text, share_of, tone_of};
use crate::domain::customer;
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::Kind;
use crate::domain::value::{Money, Value};
use crate::messages::segment_page as words;
use crate::state::format;
use crate::state::segment_plan::SavedSegment;
use crate::ui::addresses::{list_address, query_address, record_address};
use crate::ui::controls::{ButtonKind, Pill};
use crate::ui::link::Link;
use crate::ui::words::{language, n, t, tf};

/// The list.
#[component]
pub(super) fn SavedList(flow: SegmentsFlow) -> impl IntoView {
    let lines = move || {
        flow.saved.value.with(|saved| {
            let Some(saved) = saved else { return Vec::new() };
            let money = saved.money;
            saved.segments.iter().cloned().map(|segment| view! { <Line segment=segment money=money/> }).collect()
        })
    };
    let in_none = move || flow.saved.value.with(|saved| saved.as_ref().map_or(0, |saved| saved.in_none));
    view! {
        <section class="panel">
            <p class="panel-text">{move || t(words::SAVED_TEXT)}</p>
            <ul class="segment-groups">{move || lines().into_iter().collect_view()}</ul>
            {move || (in_none() > 0).then(|| view! { <p class="panel-text">{tf(words::IN_NONE, &[("count", &n(in_none()))])}</p> })}
        </section>
    }
}

#[component]
fn Line(segment: SavedSegment, money: Option<Money>) -> impl IntoView {
    let SavedSegment { id, name, sentence, colour, size_when_made, figures, .. } = segment;
    let filter = Filter { field: customer::SEGMENT, comparison: Comparison::Is, values: vec![Value::Link(id)] };
    let customers = query_address(&Query { filters: vec![filter], ..Query::all(Kind::Customer) });
    let campaign = format!("{}?new=1&segment={id}", list_address(Kind::Campaign));
    let size = figures.as_ref().map(|figures| figures.customers);
    let share = figures.as_ref().zip(money).and_then(|(figures, all)| share_of(figures, all));
    let now = move || match &figures {
        Some(figures) => figures_text(figures, language()),
        None => t(words::NOT_TRAINED),
    };
    let (shown, of_customers, of_campaign, of_record) = (name.clone(), name.clone(), name.clone(), name);
    view! {
        <li class="segment-group saved">
            <div class="segment-name">
                <Link href=record_address(Kind::Segment, id) attr:aria-label=move || tf(words::EDIT_SEGMENT, &[("name", &of_record)])>
                    <Pill text=move || shown.clone() tone=tone_of(colour)/>
                </Link>
            </div>
            <span class="segment-size number">{move || size.map(n)}</span>
            <p class="segment-sentence">
                {sentence.split(['.', '。']).next().filter(|text| !text.is_empty()).map(|text| format!("{text}. "))}
                {now}
                {share.map(|share| view! {
                    <span class="segment-share">{move || tf(words::SHARE_OF_MONEY, &[("share", &format::percent(language(), share))])}</span>
                })}
                {size_when_made.filter(|made| Some(*made) != size).map(|made| view! {
                    <span class="segment-share">{move || tf(words::WHEN_MADE, &[("count", &n(made))])}</span>
                })}
            </p>
            <div class="segment-actions">
                <Link href=customers attr:class=ButtonKind::Plain.class() attr:aria-label=move || tf(words::SHOW_CUSTOMERS_OF, &[("name", &of_customers)])>
                    {move || t(words::SHOW_CUSTOMERS)}
                </Link>
                <Link href=campaign attr:class=ButtonKind::Plain.class() attr:aria-label=move || tf(words::PLAN_CAMPAIGN_FOR, &[("name", &of_campaign)])>
                    {move || t(words::PLAN_CAMPAIGN)}
                </Link>
            </div>
        </li>
    }
}
