//! The check of everything on the disk, and the repair of what it finds.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::Setting;
use super::storage_told::{DamagedList, RepairTold};
use crate::messages::{Message, keeping, settings as words, shell as shell_words};
use crate::state::protocol::{DamagedPart, IntegrityFigures, RepairReport, StorageFigures};
use crate::state::{RunningJob, format, tell_failure, use_app};
use crate::ui::controls::{Button, ButtonKind, Progress};
use crate::ui::words::{language, n, t, tf};

/// What the last check or repair said.
#[derive(Clone, PartialEq)]
enum Told {
    NotYet,
    Cancelled(Message),
    Found(IntegrityFigures),
    Repaired(RepairReport),
}

/// Opens and checks every sealed object, with progress and a way to stop, and repairs.
#[component]
pub fn CheckRow(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
    /// Runs when something was repaired.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let running = RwSignal::new(None::<(RunningJob, Message)>);
    let told = RwSignal::new(Told::NotYet);
    let begin = move |message: Message| {
        let job = app.engine.new_job();
        running.set(Some((job, message)));
        job
    };
    let end = move |job: RunningJob, outcome: Option<Told>| {
        job.finish();
        running.try_set(None);
        if let Some(outcome) = outcome {
            told.try_set(outcome);
        }
        on_done.try_run(());
    };
    let check = move || {
        let job = begin(words::CHECKING);
        spawn_local(async move {
            match app.engine.check_integrity(job.job).await {
                Ok(Some(figures)) => end(job, Some(Told::Found(figures))),
                Ok(None) => end(job, Some(Told::Cancelled(words::CHECK_CANCELLED))),
                Err(failure) => {
                    end(job, None);
                    tell_failure(app, failure);
                }
            }
        });
    };
    let repair = move || {
        let job = begin(keeping::REPAIRING);
        spawn_local(async move {
            match app.engine.repair(job.job).await {
                Ok(Some(report)) => end(job, Some(Told::Repaired(report))),
                Ok(None) => end(job, Some(Told::Cancelled(keeping::REPAIR_CANCELLED))),
                Err(failure) => {
                    end(job, None);
                    tell_failure(app, failure);
                }
            }
        });
    };
    // A check whose page is left is no longer wanted.
    on_cleanup(move || {
        if let Some(Some((job, _))) = running.try_get_untracked() {
            job.cancel();
        }
    });
    let is_running = Signal::derive(move || running.with(Option::is_some));
    let damaged = Memo::new(move |_| damaged_parts(&told.get(), figures.get().as_ref()));
    view! {
        <Setting name=words::CHECK help=move || t(words::CHECK_HELP)>
            <Button label=move || t(words::CHECK_NOW) busy=is_running on_press=check/>
        </Setting>
        <Show when=move || damaged.with(|damaged| !damaged.is_empty())>
            <div class="setting repair">
                <div class="setting-text"><DamagedList parts=damaged/></div>
                <div class="setting-control">
                    <Button label=move || t(keeping::REPAIR) kind=ButtonKind::Primary busy=is_running on_press=repair/>
                </div>
            </div>
        </Show>
        {move || running.get().map(|(job, message)| view! {
            <div class="setting">
                <div class="setting-text">
                    <Progress
                        label=move || t(message) done=Signal::derive(move || job.progress.get().share())
                        detail=move || progress_text(job) on_cancel=move || job.cancel() cancel_label=move || t(shell_words::CANCEL)
                    />
                </div>
            </div>
        })}
        <div class="setting" role="status" hidden=move || told.with(|told| *told == Told::NotYet)>
            <div class="setting-text">{move || told_view(told.get())}</div>
        </div>
    }
}

/// What the check found, or what the book has stumbled upon by itself; nothing after a repair that left nothing.
fn damaged_parts(told: &Told, figures: Option<&StorageFigures>) -> Vec<DamagedPart> {
    match told {
        Told::Found(found) => found.damaged.clone(),
        _ => figures.map(|figures| figures.damaged.clone()).unwrap_or_default(),
    }
}

fn told_view(told: Told) -> AnyView {
    match told {
        Told::NotYet => ().into_any(),
        Told::Cancelled(message) => view! { <p>{t(message)}</p> }.into_any(),
        Told::Found(figures) => view! { <p>{checked_text(&figures)}</p> }.into_any(),
        Told::Repaired(report) => view! { <RepairTold report=report/> }.into_any(),
    }
}

fn progress_text(job: RunningJob) -> String {
    let progress = job.progress.get();
    if progress.total == 0 {
        return String::new();
    }
    tf(words::CHECK_PROGRESS, &[("done", &n(progress.done)), ("total", &n(progress.total))])
}

fn checked_text(figures: &IntegrityFigures) -> String {
    let message =
        if figures.damaged.is_empty() && figures.differing == 0 { words::CHECK_GOOD } else { words::CHECK_BAD };
    tf(
        message,
        &[
            ("objects", &n(figures.objects)),
            ("size", &format::bytes(language(), figures.bytes)),
            ("records", &n(figures.records)),
            ("damaged", &n(figures.damaged.len() as u64)),
            ("differing", &n(figures.differing)),
        ],
    )
}
