//! Where the deals of a stage, or of a pipeline, go when it is deleted.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::edits::{Doomed, move_and_delete};
use crate::domain::id::Id;
use crate::messages::{board as words, shell};
use crate::state::protocol::board_protocol::{BoardStage, PipelineOutline};
use crate::state::use_app;
use crate::ui::controls::{Button, ButtonKind, Dialog, Select, SelectOption};
use crate::ui::words::{t, tcf, tf};

/// The dialog; it is open while something is to be deleted in which deals stand.
#[component]
pub fn DeleteDialog(
    /// What is to be deleted.
    doomed: RwSignal<Option<Doomed>>,
    /// All pipelines.
    #[prop(into)]
    pipelines: Signal<Vec<PipelineOutline>>,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let chosen = RwSignal::new(None::<Id>);
    let problem = RwSignal::new(None::<String>);
    let open = Signal::derive(move || doomed.with(Option::is_some));
    Effect::new(move || {
        if open.get() {
            chosen.set(None);
            problem.set(None);
        }
    });
    let targets = Memo::new(move |_| {
        doomed.with(|doomed| doomed.as_ref().map(|doomed| targets_of(doomed, &pipelines.get()))).unwrap_or_default()
    });
    let target = move || chosen.get().or_else(|| targets.with(|targets| targets.first().map(|(id, _)| *id)));
    let text = move || {
        let Some(doomed) = doomed.get() else { return String::new() };
        let count = pipelines.with(|pipelines| deals_in(&doomed, pipelines));
        tcf(words::DELETE_STAGE_TEXT, count, &[("what", doomed.name())])
    };
    let options =
        move || targets.get().into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect::<Vec<_>>();
    let close = move || {
        if !busy.get_untracked() {
            doomed.set(None);
        }
    };
    let carry_out = move || {
        let (Some(what), Some(to)) = (doomed.get_untracked(), untrack(target)) else { return };
        busy.set(true);
        spawn_local(async move {
            let outcome = move_and_delete(app, what, to).await;
            busy.try_set(false);
            match outcome {
                Ok(()) | Err(None) => drop(doomed.try_set(None)),
                Err(told) => drop(problem.try_set(told)),
            }
        });
    };
    let has_target = Memo::new(move |_| targets.with(|targets| !targets.is_empty()));
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::DELETE_STAGE_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                {move || has_target.get().then(|| view! {
                    <Button label=move || t(words::DELETE_AND_MOVE) kind=ButtonKind::Danger busy=busy on_press=carry_out/>
                })}
            }
        >
            <p class="panel-text">{text}</p>
            {move || if has_target.get() {
                view! {
                    <Select
                        label=move || t(words::DELETE_TO) options=Signal::derive(options) autofocus=true problem=problem
                        value=Signal::derive(move || target().map(|id| id.to_string()).unwrap_or_default())
                        on_change=move |id: String| chosen.set(Id::parse(&id))
                    />
                }
                .into_any()
            } else {
                view! { <p>{move || t(words::DELETE_NO_OTHER)}</p> }.into_any()
            }}
        </Dialog>
    }
}

/// How many deals stand in what is to be deleted.
pub fn deals_in(doomed: &Doomed, pipelines: &[PipelineOutline]) -> u64 {
    let stages = doomed.stages();
    let all = pipelines.iter().flat_map(|pipeline| &pipeline.stages);
    all.filter(|(stage, _)| stages.iter().any(|one| one.id == stage.id)).map(|(_, deals)| deals).sum()
}

/// The stages that the deals can go to. A lost stage wants a reason of each deal, so it is offered to those alone that
/// have one.
fn targets_of(doomed: &Doomed, pipelines: &[PipelineOutline]) -> Vec<(Id, String)> {
    let going = doomed.stages();
    let all_are_lost = going.iter().all(|stage| stage.is_lost());
    let mut targets = Vec::new();
    let is_own = |pipeline: &PipelineOutline| {
        pipeline.stages.iter().any(|(stage, _)| going.iter().any(|one| one.id == stage.id))
    };
    let (own, others): (Vec<_>, Vec<_>) = pipelines.iter().partition(|pipeline| is_own(pipeline));
    let fits = |stage: &&BoardStage| !going.iter().any(|one| one.id == stage.id) && (!stage.is_lost() || all_are_lost);
    for pipeline in own {
        let stages = pipeline.stages.iter().map(|(stage, _)| stage).filter(fits);
        targets.extend(stages.map(|stage| (stage.id, stage.name.clone())));
    }
    for pipeline in others {
        let stages = pipeline.stages.iter().map(|(stage, _)| stage).filter(fits);
        let name =
            |stage: &BoardStage| tf(words::STAGE_OF_OTHER, &[("pipeline", &pipeline.name), ("stage", &stage.name)]);
        targets.extend(stages.map(|stage| (stage.id, name(stage))));
    }
    targets
}
