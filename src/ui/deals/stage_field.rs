//! The stage of a deal on its record: chosen from the stages of its pipeline, with the way that it has come.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lost_dialog::LostDialog;
use super::moves::{Loss, Move, commit_move};
use super::stage_log::StageLog;
use crate::domain::deal;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{board as words, deals as deal_words};
use crate::state::protocol::board_protocol::{BoardStage, PipelineOutline};
use crate::state::{CommitOutcome, live};
use crate::ui::controls::{Select, SelectOption};
use crate::ui::records::{RecordHandle, RecordParts, title_text};
use crate::ui::words::{language, t, tf};

/// What the record of a deal shows besides its fields.
pub const DEAL_PARTS: RecordParts = RecordParts { lead: Some(lead), main: Some(main), instead_of: &[deal::STAGE] };

fn lead(record: RecordHandle) -> AnyView {
    view! { <StageField record=record/> }.into_any()
}

fn main(record: RecordHandle) -> AnyView {
    view! { <StageLog record=record/> }.into_any()
}

/// The stage, to be changed in place. A lost stage asks why first.
#[component]
fn StageField(record: RecordHandle) -> impl IntoView {
    let app = record.app;
    let pipelines = live(&[Kind::Pipeline, Kind::Stage], || (), move |()| app.engine.pipelines());
    let cell = record.cell(deal::STAGE);
    let losing = RwSignal::new(None::<Move>);
    let problem = RwSignal::new(None::<String>);
    // What was chosen, until the engine tells it.
    let chosen = RwSignal::new(None::<Id>);
    Effect::new(move || {
        cell.track();
        chosen.set(None);
    });
    let stage = move || match cell.get().value {
        Value::Link(id) => chosen.get().or(Some(id)),
        _ => chosen.get(),
    };
    let options = move || {
        let title = cell.with(|cell| cell.title.clone());
        pipelines.value.with(|pipelines| options_of(pipelines.as_deref().unwrap_or_default(), stage(), title))
    };
    let find = move |id: Id| {
        pipelines.value.with_untracked(|pipelines| {
            let stages = pipelines.iter().flatten().flat_map(|pipeline| &pipeline.stages);
            stages.map(|(stage, _)| stage).find(|stage| stage.id == id).cloned()
        })
    };
    let carry_out = move |deed: Move, loss: Option<Loss>| {
        chosen.set(Some(deed.to.id));
        problem.set(None);
        spawn_local(async move {
            match commit_move(app, &deed, loss).await {
                CommitOutcome::Saved(_) => {}
                CommitOutcome::Refused(problems) => {
                    chosen.try_set(None);
                    problem.try_set(problems.first().map(|one| one.problem.text(untrack(language))));
                }
                CommitOutcome::Failed(_) => drop(chosen.try_set(None)),
            }
        });
    };
    let choose = move |value: String| {
        let Some(to) = Id::parse(&value).and_then(find) else { return };
        let before = if let Value::Link(id) = cell.get_untracked().value { find(id) } else { None };
        let was_lost = before.as_ref().is_some_and(BoardStage::is_lost);
        let title = untrack(|| title_text(&record.title(), language()));
        let deed = Move { deal: record.id, title, to, was_lost };
        if deed.to.is_lost() && !was_lost {
            chosen.set(Some(deed.to.id));
            losing.set(Some(deed));
        } else {
            carry_out(deed, None);
        }
    };
    let not_lost = move || {
        losing.set(None);
        chosen.set(None);
    };
    let lost = move |(deed, loss)| {
        losing.set(None);
        carry_out(deed, Some(loss));
    };
    view! {
        <div class="stage-field">
            <Select
                label=move || t(deal_words::STAGE) options=Signal::derive(options) problem=problem
                value=Signal::derive(move || stage().map(|id| id.to_string()).unwrap_or_default())
                disabled=Signal::derive(move || record.is_deleted()) on_change=choose
            />
        </div>
        <LostDialog deed=losing on_close=not_lost on_lost=lost/>
    }
}

/// The stages of the pipeline that the stage belongs to, then those of the others by the pipeline's name.
fn options_of(pipelines: &[PipelineOutline], stage: Option<Id>, title: Option<String>) -> Vec<SelectOption> {
    let holds = |pipeline: &&PipelineOutline| pipeline.stages.iter().any(|(one, _)| Some(one.id) == stage);
    let own = pipelines.iter().find(holds).or(pipelines.first());
    let mut options = Vec::new();
    if let Some(gone) = stage.filter(|_| !pipelines.iter().any(|pipeline| holds(&pipeline))) {
        // The stage is not there any more, or has not come yet.
        options.push(SelectOption::new(gone.to_string(), title.unwrap_or_else(|| t(words::WITHOUT_STAGE))));
    }
    let stages = own.into_iter().flat_map(|pipeline| &pipeline.stages);
    options.extend(stages.map(|(stage, _)| SelectOption::new(stage.id.to_string(), stage.name.clone())));
    for pipeline in pipelines.iter().filter(|pipeline| own.is_none_or(|own| own.id != pipeline.id)) {
        options.extend(pipeline.stages.iter().map(|(stage, _)| {
            let label = tf(words::STAGE_OF_OTHER, &[("pipeline", &pipeline.name), ("stage", &stage.name)]);
            SelectOption::new(stage.id.to_string(), label)
        }));
    }
    options
}
