//! The board of a book without a pipeline, and of a pipeline without stages.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::operation::Action;
use crate::domain::pipeline::{USUAL_RECORDS, with_usual_stages};
use crate::messages::{board as words, deals as deal_words};
use crate::state::{AppState, CommitOutcome, commit, new_id, offer_undo, tell_failure, use_app};
use crate::ui::addresses::list_address;
use crate::ui::controls::{Button, ButtonKind, Empty, Icon};
use crate::ui::link::Link;
use crate::ui::words::{language, t};

/// Makes a pipeline with the usual stages, named in the language of the screen, and offers to take that back. Tells
/// whether it is there.
pub async fn start_with_usual_stages(app: AppState, name: String, position: i64) -> bool {
    let ids: Result<Vec<_>, _> = (0..USUAL_RECORDS).map(|_| new_id()).collect();
    let ids = match ids {
        Ok(ids) => ids,
        Err(failure) => {
            tell_failure(app, failure);
            return false;
        }
    };
    let changes = with_usual_stages(&ids, &name, position, untrack(language));
    let outcome = commit(app, Action::Create, changes).await;
    if let CommitOutcome::Saved(committed) = &outcome {
        offer_undo(app, |language| words::STAGES_MADE.text(language).to_owned(), committed.operation);
    }
    matches!(outcome, CommitOutcome::Saved(_))
}

/// Explains what a pipeline is, and offers the usual one.
#[component]
pub fn NoPipeline() -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let start = move || {
        busy.set(true);
        let name = untrack(|| t(deal_words::SALES));
        spawn_local(async move {
            start_with_usual_stages(app, name, 1).await;
            busy.try_set(false);
        });
    };
    view! {
        <Empty title=move || t(words::NO_PIPELINE) text=move || t(words::NO_PIPELINE_TEXT) icon=Icon::Board>
            <Button label=move || t(words::START_USUAL) kind=ButtonKind::Primary busy=busy on_press=start/>
        </Empty>
    }
}

/// Leads to where stages are added.
#[component]
pub fn NoStages() -> impl IntoView {
    view! {
        <Empty title=move || t(words::NO_STAGES) text=move || t(words::NO_STAGES_TEXT) icon=Icon::Board>
            <Link href=list_address(crate::domain::record::Kind::Pipeline) attr:class=ButtonKind::Primary.class()>
                <span class="button-label">{move || t(words::EDIT_STAGES)}</span>
            </Link>
        </Empty>
    }
}
