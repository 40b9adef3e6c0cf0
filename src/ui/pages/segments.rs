//! The page at `/segments`: groups of customers who behave alike, found in the orders on this device, saved and kept up.

mod curve;
mod flow;
mod groups;
mod model_card;
mod picture;
mod recipe;
mod saved;
mod saving;
mod told;

use leptos::prelude::*;

use self::flow::{FEWEST_CUSTOMERS, SegmentsFlow, Work};
use self::groups::{GroupList, shown_name};
use self::model_card::{Card, ModelCardButton};
use self::picture::Picture;
use self::recipe::Recipe;
use self::saved::SavedList;
use self::saving::SaveButton;
use crate::domain::model::NearestCentroid;
use crate::domain::record::Kind;
use crate::domain::value::Money;
use crate::messages::segment_page as words;
use crate::messages::shell;
use crate::state::{failure_text, use_app};
use crate::ui::addresses::IMPORT;
use crate::ui::controls::{Button, ButtonKind, Empty, Icon, Progress, Skeleton};
use crate::ui::link::Link;
use crate::ui::page_head::PageHead;
use crate::ui::words::{language, n, t, tcf, tf};

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    NoOrders,
    TooFew(u64),
    Recipe,
    Working,
    Found,
    Saved,
}

/// The page.
#[component]
pub fn SegmentsPage() -> impl IntoView {
    let flow = SegmentsFlow::new(use_app());
    let stage = Memo::new(move |_| stage_of(flow));
    view! {
        <PageHead title=move || t(Kind::Segment.many()) count=Signal::derive(move || head_count(flow, stage.get()))>
            {move || head_actions(flow, stage.get())}
        </PageHead>
        <div class="page-body">
            <p class="visually-hidden" role="status">{move || (stage.get() == Stage::Found).then(|| head_count(flow, Stage::Found))}</p>
            {move || match stage.get() {
                Stage::Loading => view! { <div class="page-column wide"><Loading flow=flow/></div> }.into_any(),
                Stage::NoOrders => view! {
                    <Empty title=move || t(words::NO_ORDERS) text=move || t(words::NO_ORDERS_TEXT) icon=Icon::Pie><ImportLink/></Empty>
                }.into_any(),
                Stage::TooFew(count) => view! {
                    <Empty title=move || t(words::TOO_FEW) text=move || tf(words::TOO_FEW_TEXT, &[("count", &n(count))]) icon=Icon::Pie><ImportLink/></Empty>
                }.into_any(),
                Stage::Recipe => view! { <div class="page-column"><Recipe flow=flow/></div> }.into_any(),
                Stage::Working => view! { <div class="page-column"><Working flow=flow/></div> }.into_any(),
                Stage::Found => view! { <FoundView flow=flow/> }.into_any(),
                Stage::Saved => view! { <div class="page-column wide"><SavedList flow=flow/></div> }.into_any(),
            }}
        </div>
    }
}

fn stage_of(flow: SegmentsFlow) -> Stage {
    if flow.work.with(Option::is_some) {
        return Stage::Working;
    }
    if flow.found.with(Option::is_some) {
        return Stage::Found;
    }
    let Some(customers) = flow.summary.value.with(|summary| summary.as_ref().map(|summary| summary.customers)) else {
        return Stage::Loading;
    };
    let Some(saved) = flow.saved.value.with(|saved| saved.as_ref().map(|saved| saved.segments.len())) else {
        return Stage::Loading;
    };
    match customers {
        _ if saved > 0 && !flow.anew.get() => Stage::Saved,
        0 => Stage::NoOrders,
        few if few < FEWEST_CUSTOMERS => Stage::TooFew(few),
        _ => Stage::Recipe,
    }
}

#[component]
fn Loading(flow: SegmentsFlow) -> impl IntoView {
    move || match flow.summary.failed.get().or(flow.saved.failed.get()) {
        Some(failure) => view! { <p class="problem" role="alert">{failure_text(&failure, language())}</p> }.into_any(),
        None => view! { <Skeleton label=move || t(Kind::Segment.many())/> }.into_any(),
    }
}

#[component]
fn ImportLink() -> impl IntoView {
    let address = format!("{IMPORT}?kind={}", Kind::Order.name());
    view! { <Link href=address attr:class=ButtonKind::Primary.class()>{move || t(words::IMPORT_ORDERS)}</Link> }
}

/// Work that takes long: what, how far, and the way to end it.
#[component]
fn Working(flow: SegmentsFlow) -> impl IntoView {
    let label = move || t(if flow.work.get() == Some(Work::Grouping) { words::GROUPING } else { words::PROPOSING });
    let share = move || {
        let progress = flow.progress.get().filter(|progress| progress.total > 0)?;
        Some(progress.done as f64 / progress.total as f64)
    };
    view! {
        <section class="panel">
            <h2 class="panel-title">{label}</h2>
            <p class="panel-text">{move || t(words::WORKING_TEXT)}</p>
            <Progress label=label done=Signal::derive(share) on_cancel=move || flow.cancel() cancel_label=move || t(shell::CANCEL)/>
        </section>
    }
}

/// What was found: the picture, the groups, and the recipe to try another one.
#[component]
fn FoundView(flow: SegmentsFlow) -> impl IntoView {
    move || {
        flow.found.get().map(|found| {
            view! {
                <div class="segment-found">
                    <Picture flow=flow found=found.clone()/>
                    <GroupList flow=flow found=found/>
                    <div class="segment-recipe"><Recipe flow=flow/></div>
                </div>
            }
        })
    }
}

fn head_count(flow: SegmentsFlow, stage: Stage) -> String {
    match stage {
        Stage::Found => flow.found.with(|found| {
            let Some(found) = found else { return String::new() };
            let trained = found.clustering.model.trained();
            let silhouette = trained.silhouette.map_or_else(|| t(words::NONE), |value| format!("{value:.2}"));
            let groups = n(found.names.len() as u64);
            tcf(words::RESULT_HEAD, trained.rows, &[("groups", &groups), ("silhouette", &silhouette)])
        }),
        Stage::Saved => flow
            .saved
            .value
            .with(|saved| saved.as_ref().map_or_else(String::new, |saved| n(saved.segments.len() as u64))),
        _ => String::new(),
    }
}

fn head_actions(flow: SegmentsFlow, stage: Stage) -> AnyView {
    match stage {
        Stage::Found => view! {
            <Button label=move || t(words::DISCARD) on_press=move || flow.discard()/>
            <ModelCardButton card=Signal::derive(move || card_of_found(flow))/>
            <SaveButton flow=flow/>
        }
        .into_any(),
        Stage::Saved => view! {
            <ModelCardButton card=Signal::derive(move || card_of_saved(flow))/>
            <Button
                kind=ButtonKind::Primary
                label=move || t(words::UPDATE)
                on_press=move || flow.begin_anew(untrack(|| card_of_saved(flow)).map(|card| card.model).as_ref())
            />
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn card_of_found(flow: SegmentsFlow) -> Option<Card> {
    let found = flow.found.get()?;
    let names = (0..found.names.len()).map(|group| shown_name(flow, &found, group)).collect();
    Some(Card { model: found.clustering.model.clone(), names, unit: Some(found.groups.money), saved: None })
}

fn card_of_saved(flow: SegmentsFlow) -> Option<Card> {
    flow.saved.value.with(|saved| {
        let saved = saved.as_ref()?;
        let newest = saved.segments.iter().filter(|one| !one.model.is_empty()).max_by_key(|one| one.id)?;
        let model = NearestCentroid::decode(&newest.model).ok()?;
        let name = |group: usize| {
            let mut same = saved.segments.iter().filter(|one| one.model == newest.model);
            let of_group = same.find(|one| one.group.is_some_and(|own| own as usize == group));
            of_group.map_or_else(|| n(group as u64 + 1), |one| one.name.clone())
        };
        let names = (0..model.group_count()).map(name).collect();
        let unit: Option<Money> = saved.money;
        Some(Card { names, unit, saved: newest.id.milliseconds(), model })
    })
}
