//! All pipelines, one below the other.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::delete_dialog::DeleteDialog;
use super::pipeline_card::PipelineCard;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::{board as words, deals as deal_words, list as list_words, shell};
use crate::state::protocol::Phase;
use crate::state::{failure_text, live, use_app};
use crate::ui::addresses::list_address;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Skeleton};
use crate::ui::deals::{NoPipeline, start_with_usual_stages};
use crate::ui::link::Link;
use crate::ui::page_head::PageHead;
use crate::ui::words::{language, t, tf};

/// The page.
#[component]
pub fn PipelineEditor() -> impl IntoView {
    let app = use_app();
    let told = live(&[Kind::Pipeline, Kind::Stage, Kind::Deal], || (), move |()| app.engine.pipelines());
    let pipelines = Signal::derive(move || told.value.with(|told| told.clone().unwrap_or_default()));
    let ids = Memo::new(move |_| pipelines.with(|pipelines| pipelines.iter().map(|one| one.id).collect::<Vec<Id>>()));
    let doomed = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let make = move || {
        busy.set(true);
        let (name, position) = untrack(|| {
            let last = pipelines.with(|pipelines| pipelines.iter().filter_map(|one| one.position).max());
            let name = if ids.with(Vec::is_empty) { t(deal_words::SALES) } else { t(words::NEW_PIPELINE) };
            (name, last.unwrap_or(0) + 1)
        });
        spawn_local(async move {
            start_with_usual_stages(app, name, position).await;
            busy.try_set(false);
        });
    };
    let any = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let waits = Memo::new(move |_| told.value.with(Option::is_none) || app.phase.get() != Phase::Ready);
    let content = move || match (any.get(), waits.get()) {
        (false, true) => told
            .failed
            .with(Option::is_none)
            .then(|| view! { <Skeleton label=move || t(words::READING_BOARD) rows=6/> })
            .into_any(),
        (false, false) => view! { <NoPipeline/> }.into_any(),
        (true, _) => view! {
            <p class="panel-text">{move || t(words::PIPELINES_TEXT)}</p>
            <For each=move || ids.get() key=|id| *id let:id>
                <PipelineCard id=id pipelines=pipelines doomed=doomed/>
            </For>
        }
        .into_any(),
    };
    let failure = move || {
        told.failed.get().map(|failure| view! {
            <div class="error-box" role="alert">
                <Glyph icon=Icon::Warning/>
                <div class="error-body">
                    <p>{move || tf(list_words::NOT_READ_TEXT, &[("reason", &failure_text(&failure, language()))])}</p>
                    <Button label=move || t(shell::TRY_AGAIN) on_press=move || told.refresh()/>
                </div>
            </div>
        })
    };
    view! {
        <PageHead title=move || t(Kind::Pipeline.many())>
            <Link href=list_address(Kind::Deal) attr:class="button">
                <Glyph icon=Icon::Board/><span class="button-label">{move || t(words::SEE_BOARD)}</span>
            </Link>
            {move || any.get().then(|| view! {
                <Button label=move || t(words::NEW_PIPELINE) icon=Icon::Plus kind=ButtonKind::Primary busy=busy on_press=make/>
            })}
        </PageHead>
        <div class="page-body">
            <div class="page-column wide">
                {failure}
                {content}
            </div>
        </div>
        <DeleteDialog doomed=doomed pipelines=pipelines/>
    }
}
