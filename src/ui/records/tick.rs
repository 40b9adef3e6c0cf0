//! The box that ticks a task done, in a list and in a timeline.

use leptos::prelude::*;
use leptos::{ev, task::spawn_local};

use crate::domain::change::Change;
use crate::domain::id::Id;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::task::{self, statuses};
use crate::domain::value::Value;
use crate::messages::service as words;
use crate::state::{AppState, CommitOutcome, Notice, NoticeTone, commit, offer_undo};
use crate::ui::words::tf;

/// The box. A press ticks the task done, or opens it again.
#[component]
pub fn TickBox(
    /// The root.
    app: AppState,
    /// The task.
    id: Id,
    /// What is to be done.
    #[prop(into)]
    title: String,
    /// Whether it is done.
    done: bool,
    /// Stands in a grid, whose keys move in it; there the record beside the list has the box for the keyboard.
    #[prop(optional)]
    in_grid: bool,
    /// Runs once it is saved.
    #[prop(optional, into)]
    on_saved: Option<Callback<()>>,
) -> impl IntoView {
    let title = StoredValue::new(title);
    let ticked = RwSignal::new(done);
    let press = move |event: ev::MouseEvent| {
        // The row behind it would open the record.
        event.stop_propagation();
        let wanted = !ticked.get_untracked();
        ticked.set(wanted);
        spawn_local(async move {
            if set_done(app, id, title.get_value(), wanted).await {
                if let Some(on_saved) = on_saved {
                    on_saved.try_run(());
                }
            } else {
                ticked.try_set(!wanted);
            }
        });
    };
    view! {
        <input
            type="checkbox" class="tick" tabindex=in_grid.then_some("-1")
            aria-label=move || tf(words::TICK, &[("what", &title.get_value())]) prop:checked=move || ticked.get()
            on:click=press
        />
    }
}

/// Saves whether a task is done, and offers to take that back. Says what went wrong by itself.
async fn set_done(app: AppState, id: Id, title: String, done: bool) -> bool {
    let status = Value::Choice(if done { statuses::DONE } else { statuses::OPEN });
    let change = Change::edit(Kind::Task, id, vec![(task::STATUS, status)]);
    match commit(app, Action::Edit, vec![change]).await {
        CommitOutcome::Saved(committed) => {
            let message = if done { words::TICKED } else { words::TICKED_OFF };
            offer_undo(app, move |language| message.fill(language, &[("what", &title)]), committed.operation);
            true
        }
        CommitOutcome::Refused(problems) => {
            app.notices.push(Notice::new(NoticeTone::Bad, move |language| {
                problems.first().map(|problem| problem.problem.text(language)).unwrap_or_default()
            }));
            false
        }
        // A notice has said so already.
        CommitOutcome::Failed(_) => false,
    }
}
