//! One pipeline with its stages.

use leptos::prelude::*;

use super::delete_dialog::deals_in;
use super::edits::{Doomed, add_stage, delete, reorder_pipelines, reorder_stages};
use super::reorder::Reorder;
use super::stage_fields::PlainField;
use super::stage_row::{Rows, StageRow};
use crate::domain::id::Id;
use crate::domain::pipeline;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Language, board as words, deals as deal_words};
use crate::state::protocol::board_protocol::PipelineOutline;
use crate::state::use_app;
use crate::ui::controls::{Button, ButtonKind, Icon, Menu, MenuItem};
use crate::ui::words::{t, tf};

fn saved(name: &str, language: Language) -> String {
    words::PIPELINE_SAVED.fill(language, &[("pipeline", name)])
}

/// The pipeline.
#[component]
pub fn PipelineCard(
    /// The pipeline.
    id: Id,
    /// All pipelines.
    pipelines: Signal<Vec<PipelineOutline>>,
    /// What is to be deleted, where deals stand in it.
    doomed: RwSignal<Option<Doomed>>,
) -> impl IntoView {
    let app = use_app();
    let outline = Memo::new(move |before: Option<&PipelineOutline>| {
        let found = pipelines.with(|pipelines| pipelines.iter().find(|one| one.id == id).cloned());
        found.or_else(|| before.cloned()).unwrap_or_default()
    });
    let name = Signal::derive(move || outline.with(|outline| outline.name.clone()));
    let order = Memo::new(move |_| {
        outline.with(|outline| outline.stages.iter().map(|(stage, _)| stage.id).collect::<Vec<Id>>())
    });
    let reorder = Reorder::new(order.into(), move |order| reorder_stages(app, &order));
    let rows = Rows { reorder, doomed, pipelines, fresh: RwSignal::new(None) };
    let add = move || rows.fresh.set(add_stage(app, &outline.get_untracked()));
    let step = move |down: isize| {
        let order = pipelines.with_untracked(|pipelines| pipelines.iter().map(|one| one.id).collect::<Vec<Id>>());
        Reorder::new(Signal::stored(order), move |order| reorder_pipelines(app, &order)).step(id, down);
    };
    let remove = move || {
        let what = Doomed::Pipeline(outline.get_untracked());
        if pipelines.with_untracked(|pipelines| deals_in(&what, pipelines)) == 0 {
            delete(app, what);
        } else {
            doomed.set(Some(what));
        }
    };
    let items = move || {
        let at = pipelines.with(|pipelines| (pipelines.iter().position(|one| one.id == id), pipelines.len()));
        let up = MenuItem::new(t(words::MOVE_PIPELINE_UP), move || step(-1)).with_icon(Icon::ArrowUp);
        let down = MenuItem::new(t(words::MOVE_PIPELINE_DOWN), move || step(1)).with_icon(Icon::ArrowDown);
        vec![
            up.disabled_when(at.0 == Some(0)),
            down.disabled_when(at.0.is_some_and(|place| place + 1 == at.1)),
            MenuItem::new(t(words::DELETE_PIPELINE), remove).with_icon(Icon::Trash).dangerous(),
        ]
    };
    view! {
        <section class="panel pipeline" aria-label=name>
            <header class="pipeline-head">
                <div class="pipeline-name">
                    <PlainField
                        kind=Kind::Pipeline id=id number=pipeline::NAME label=move || t(words::PIPELINE_NAME) saved=saved name=name
                        value=Signal::derive(move || Value::Text(name.get()))
                    />
                </div>
                <Menu label=move || tf(words::PIPELINE_ACTIONS, &[("pipeline", &name.get())]) items=Signal::derive(items)/>
            </header>
            <div class="stage-table">
                <div class="stage-row stage-heads" aria-hidden="true">
                    <span></span>
                    <span>{move || t(words::STAGE_NAME)}</span>
                    <span>{move || t(deal_words::STAGE_TYPE)}</span>
                    <span>{move || t(words::PROBABILITY_SHORT)}</span>
                    <span>{move || t(words::DAYS_SHORT)}</span>
                    <span class="stage-deals">{move || t(words::DEALS_HERE)}</span>
                    <span></span>
                </div>
                <ol class="stage-rows" aria-label=move || tf(words::STAGES_OF, &[("pipeline", &name.get())])>
                    <For each=move || reorder.shown() key=|id| *id let:stage>
                        <StageRow id=stage rows=rows/>
                    </For>
                </ol>
            </div>
            <span class="more-button">
                <Button label=move || t(words::ADD_STAGE) icon=Icon::Plus kind=ButtonKind::Quiet on_press=add/>
            </span>
        </section>
    }
}
