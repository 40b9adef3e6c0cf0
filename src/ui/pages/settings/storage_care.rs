//! What can be done for the data: have the browser keep them, tidy the journal, check everything.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::Setting;
use crate::messages::{settings as words, shell as shell_words};
use crate::state::protocol::IntegrityFigures;
use crate::state::{Notice, NoticeTone, RunningJob, format, tell_failure, use_app};
use crate::ui::controls::{Button, Progress};
use crate::ui::words::{language, n, t, tf};

/// Whether the browser keeps the data when the disk runs full, and a wish that it does.
#[component]
pub fn KeptRow() -> impl IntoView {
    let app = use_app();
    let help = move || {
        t(match app.room.persisted.get() {
            Some(true) => words::KEPT_YES,
            Some(false) => words::KEPT_NO,
            None => words::KEPT_UNKNOWN,
        })
    };
    let ask = move || {
        spawn_local(async move {
            if app.room.ask_to_persist().await != Some(true) {
                app.notices.push(Notice::plain(NoticeTone::Warning, words::KEEP_REFUSED).about("persist"));
            }
        });
    };
    view! {
        <Setting name=words::KEPT help=help>
            <Show when=move || app.room.persisted.get() != Some(true)>
                <Button label=move || t(words::ASK_TO_KEEP) on_press=ask/>
            </Show>
        </Setting>
    }
}

/// Moves the journal into pages now.
#[component]
pub fn TidyRow(
    /// Runs when it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let tidy = move || {
        busy.set(true);
        spawn_local(async move {
            match app.engine.fold().await {
                Ok(()) => {
                    app.notices.push(Notice::plain(NoticeTone::Success, words::TIDIED).about("tidied"));
                }
                Err(failure) => tell_failure(app, failure),
            }
            busy.try_set(false);
            on_done.try_run(());
        });
    };
    view! {
        <Setting name=words::TIDY help=move || t(words::TIDY_HELP)>
            <Button label=move || t(words::TIDY_NOW) busy=busy on_press=tidy/>
        </Setting>
    }
}

/// What the last check said.
#[derive(Clone, PartialEq)]
enum Checked {
    NotYet,
    Cancelled,
    Found(IntegrityFigures),
}

/// Opens and checks every sealed object, with progress and a way to stop.
#[component]
pub fn CheckRow() -> impl IntoView {
    let app = use_app();
    let running = RwSignal::new(None::<RunningJob>);
    let checked = RwSignal::new(Checked::NotYet);
    let check = move || {
        let job = app.engine.new_job();
        running.set(Some(job));
        spawn_local(async move {
            let answer = app.engine.check_integrity(job.job).await;
            job.finish();
            running.try_set(None);
            match answer {
                Ok(Some(figures)) => drop(checked.try_set(Checked::Found(figures))),
                Ok(None) => drop(checked.try_set(Checked::Cancelled)),
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    // A check whose page is left is no longer wanted.
    on_cleanup(move || {
        if let Some(Some(job)) = running.try_get_untracked() {
            job.cancel();
        }
    });
    view! {
        <Setting name=words::CHECK help=move || t(words::CHECK_HELP)>
            <Button label=move || t(words::CHECK_NOW) busy=Signal::derive(move || running.with(Option::is_some)) on_press=check/>
        </Setting>
        {move || running.get().map(|job| view! {
            <div class="setting">
                <div class="setting-text">
                    <Progress
                        label=move || t(words::CHECKING) done=Signal::derive(move || job.progress.get().share())
                        detail=move || progress_text(job) on_cancel=move || job.cancel() cancel_label=move || t(shell_words::CANCEL)
                    />
                </div>
            </div>
        })}
        <div class="setting" role="status" hidden=move || checked.with(|checked| *checked == Checked::NotYet)>
            <p class="setting-text">{move || checked.with(checked_text)}</p>
        </div>
    }
}

fn progress_text(job: RunningJob) -> String {
    let progress = job.progress.get();
    if progress.total == 0 {
        return String::new();
    }
    tf(words::CHECK_PROGRESS, &[("done", &n(progress.done)), ("total", &n(progress.total))])
}

fn checked_text(checked: &Checked) -> String {
    match checked {
        Checked::NotYet => String::new(),
        Checked::Cancelled => t(words::CHECK_CANCELLED),
        Checked::Found(figures) => {
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
    }
}
