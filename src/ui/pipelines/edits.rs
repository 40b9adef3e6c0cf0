//! What is done to pipelines and stages, each as one action that can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::change::Change;
use crate::domain::deal;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::problem::Problem;
use crate::domain::query::{Comparison, Filter, Query};
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::domain::{pipeline, stage};
use crate::messages::{Language, board as words};
use crate::state::protocol::board_protocol::{BoardStage, PipelineOutline};
use crate::state::protocol::{Failure, RowsRequest};
use crate::state::{AppState, CommitOutcome, Notice, NoticeTone, commit, new_id, offer_undo, tell_failure};
use crate::ui::words::{language, t};

/// Rows of deals asked for at a time.
const ROWS: u32 = 1_000;

/// What is being deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum Doomed {
    /// One stage.
    Stage(BoardStage),
    /// A pipeline with all its stages.
    Pipeline(PipelineOutline),
}

impl Doomed {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Doomed::Stage(stage) => &stage.name,
            Doomed::Pipeline(pipeline) => &pipeline.name,
        }
    }

    /// The stages that go.
    pub fn stages(&self) -> Vec<&BoardStage> {
        match self {
            Doomed::Stage(stage) => vec![stage],
            Doomed::Pipeline(pipeline) => pipeline.stages.iter().map(|(stage, _)| stage).collect(),
        }
    }

    fn deletions(&self) -> Vec<Change> {
        let stages = self.stages().into_iter().map(|stage| Change::deletion(Kind::Stage, stage.id, true));
        match self {
            Doomed::Stage(_) => stages.collect(),
            Doomed::Pipeline(pipeline) => stages.chain([Change::deletion(Kind::Pipeline, pipeline.id, true)]).collect(),
        }
    }

    fn deleted_words(&self, language: Language) -> String {
        match self {
            Doomed::Stage(stage) => words::STAGE_DELETED.fill(language, &[("stage", &stage.name)]),
            Doomed::Pipeline(pipeline) => words::PIPELINE_DELETED.fill(language, &[("pipeline", &pipeline.name)]),
        }
    }
}

/// Writes changes and offers to take them back.
///
/// # Errors
/// What a person must put right first; nothing when it could not be written at all, of which a notice tells.
pub async fn write(
    app: AppState,
    action: Action,
    changes: Vec<Change>,
    text: impl Fn(Language) -> String + 'static,
) -> Result<(), Option<Problem>> {
    match commit(app, action, changes).await {
        CommitOutcome::Saved(committed) => {
            // What was as it should be already needs no undoing.
            if committed.records > 0 {
                offer_undo(app, text, committed.operation);
            }
            Ok(())
        }
        CommitOutcome::Refused(problems) => Err(problems.into_iter().next().map(|one| one.problem)),
        CommitOutcome::Failed(_) => Err(None),
    }
}

/// As [`write`], where there is no field for a problem to stand beside: a notice tells it.
pub fn write_and_tell(
    app: AppState,
    action: Action,
    changes: Vec<Change>,
    text: impl Fn(Language) -> String + 'static,
) {
    spawn_local(async move {
        if let Err(Some(problem)) = write(app, action, changes, text).await {
            app.notices.push(Notice::new(NoticeTone::Bad, move |language| problem.text(language)));
        }
    });
}

/// Adds a stage before those that end a deal, which stand last. Gives its identifier.
pub fn add_stage(app: AppState, outline: &PipelineOutline) -> Option<Id> {
    let id = match new_id() {
        Ok(id) => id,
        Err(failure) => {
            tell_failure(app, failure);
            return None;
        }
    };
    let after = outline.stages.iter().rposition(|(stage, _)| stage.is_open()).map_or(0, |at| at + 1);
    let mut order: Vec<Id> = outline.stages.iter().map(|(stage, _)| stage.id).collect();
    order.insert(after, id);
    let made = Change::edit(
        Kind::Stage,
        id,
        vec![
            (stage::NAME, Value::Text(untrack(|| t(words::NEW_STAGE)))),
            (stage::PIPELINE, Value::Link(outline.id)),
            (stage::TYPE, Value::Choice(stage::types::OPEN)),
        ],
    );
    let changes = std::iter::once(made).chain(positions(Kind::Stage, stage::POSITION, &order)).collect();
    write_and_tell(app, Action::Create, changes, |language| words::STAGE_ADDED.text(language).to_owned());
    Some(id)
}

/// Puts the stages of a pipeline in this order.
pub fn reorder_stages(app: AppState, order: &[Id]) {
    let changes = positions(Kind::Stage, stage::POSITION, order);
    write_and_tell(app, Action::Edit, changes, |language| words::STAGES_REORDERED.text(language).to_owned());
}

/// Puts the pipelines in this order.
pub fn reorder_pipelines(app: AppState, order: &[Id]) {
    let changes = positions(Kind::Pipeline, pipeline::POSITION, order);
    write_and_tell(app, Action::Edit, changes, |language| words::STAGES_REORDERED.text(language).to_owned());
}

/// The places of records in an order, from 1. What stands at its place already is not written again.
fn positions(kind: Kind, field: u16, order: &[Id]) -> Vec<Change> {
    let places = order.iter().zip(1..);
    places.map(|(id, place)| Change::edit(kind, *id, vec![(field, Value::Integer(place))])).collect()
}

/// Deletes something in which no deal stands.
pub fn delete(app: AppState, doomed: Doomed) {
    let changes = doomed.deletions();
    write_and_tell(app, Action::Delete, changes, move |language| doomed.deleted_words(language));
}

/// Moves the deals to another stage and deletes, in one action.
///
/// # Errors
/// A sentence that tells why not; nothing when a notice has told it.
pub async fn move_and_delete(app: AppState, doomed: Doomed, to: Id) -> Result<(), Option<String>> {
    let stages: Vec<Id> = doomed.stages().into_iter().map(|stage| stage.id).collect();
    let deals = deals_in(app, &stages).await.map_err(|failure| {
        tell_failure(app, failure);
        None
    })?;
    let moves = deals.into_iter().map(|id| Change::edit(Kind::Deal, id, vec![(deal::STAGE, Value::Link(to))]));
    let changes = moves.chain(doomed.deletions()).collect();
    write(app, Action::Delete, changes, move |language| doomed.deleted_words(language))
        .await
        .map_err(|problem| problem.map(|problem| problem.text(untrack(language))))
}

/// The live deals of these stages.
async fn deals_in(app: AppState, stages: &[Id]) -> Result<Vec<Id>, Failure> {
    let values = stages.iter().map(|id| Value::Link(*id)).collect();
    let filter = Filter { field: deal::STAGE, comparison: Comparison::Is, values };
    let query = Query { filters: vec![filter], ..Query::all(Kind::Deal) };
    let mut ids = Vec::new();
    loop {
        let offset = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let rows =
            app.engine.rows(RowsRequest { query: query.clone(), columns: Vec::new(), offset, limit: ROWS }).await?;
        ids.extend(rows.rows.iter().map(|row| row.id));
        if rows.rows.is_empty() || ids.len() as u64 >= rows.matched {
            return Ok(ids);
        }
    }
}
