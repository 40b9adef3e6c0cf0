//! Everything about one person: what there is, as a file, and the way to erase it.

mod erase;
mod report;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::erase::{EraseSteps, Erasing, Step};
use self::report::Report;
use super::cells::title_text;
use super::record_handle::RecordHandle;
use crate::messages::{Message, lock as lock_words, person as words, shell};
use crate::state::protocol::{PersonFile, PersonReport};
use crate::state::{Notice, NoticeTone, RunningJob, browser, tell_failure};
use crate::ui::controls::{Button, ButtonKind, Dialog, Icon, Progress};
use crate::ui::words::{language, t, tf};

/// The dialog.
#[component]
pub fn PersonDialog(
    /// The customer.
    record: RecordHandle,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let app = record.app;
    let report = RwSignal::new(None::<PersonReport>);
    let running = RwSignal::new(None::<RunningJob>);
    let erasing = Erasing::new(record, open);
    let look = move || {
        let job = app.engine.new_job();
        running.set(Some(job));
        spawn_local(async move {
            let answer = app.engine.person_report(job.job, record.id).await;
            job.finish();
            running.try_set(None);
            match answer {
                Ok(Some(found)) => drop(report.try_set(Some(found))),
                Ok(None) => drop(open.try_set(false)),
                Err(failure) => {
                    open.try_set(false);
                    tell_failure(app, failure);
                }
            }
        });
    };
    Effect::new(move || {
        if open.get() {
            report.set(None);
            erasing.begin();
            untrack(look);
        }
    });
    let close = move || {
        if !erasing.busy.get_untracked() {
            if let Some(job) = running.get_untracked() {
                job.cancel();
            }
            erasing.forget();
            open.set(false);
        }
    };
    let person = move || title_text(&record.title(), language());
    let title = move || match erasing.step.get() {
        Step::Report => tf(words::TITLE, &[("person", &person())]),
        _ => tf(words::ERASE_TITLE, &[("person", &person())]),
    };
    let body = move || match erasing.step.get() {
        Step::Report => match report.get() {
            Some(report) => view! { <Report report=report/> }.into_any(),
            None => view! {
                <Progress
                    label=move || t(words::LOOKING) on_cancel=close cancel_label=move || t(shell::CANCEL)
                    done=Signal::derive(move || running.get().and_then(|job| job.progress.get().share()))
                />
            }
            .into_any(),
        },
        _ => view! { <EraseSteps erasing=erasing/> }.into_any(),
    };
    let footer = move || {
        match erasing.step.get() {
        Step::Report => view! {
            <div class="dialog-apart">
                <Button
                    label=move || t(words::ERASE) kind=ButtonKind::Danger icon=Icon::Trash on_press=move || erasing.step.set(Step::Confirm)
                    disabled=Signal::derive(move || report.with(Option::is_none))
                />
            </div>
            <Button label=move || t(words::EXPORT_PAGE) icon=Icon::Download on_press=move || export(record, PersonFile::Page)/>
            <Button label=move || t(words::EXPORT_JSON) icon=Icon::Download on_press=move || export(record, PersonFile::Json)/>
        }
        .into_any(),
        step => {
            let label: Message = match step {
                Step::WriteDown => lock_words::WRITTEN_DOWN,
                Step::Confirm if erasing.is_locked() => lock_words::CONTINUE,
                _ => words::ERASE_NOW,
            };
            view! {
                <Button label=move || t(shell::CANCEL) disabled=erasing.busy on_press=close/>
                <Button label=move || t(label) kind=ButtonKind::Danger busy=erasing.busy on_press=move || erasing.go_on()/>
            }
            .into_any()
        }
    }
    };
    view! { <Dialog open=open on_close=close title=title close_label=move || t(shell::CLOSE) wide=true footer=footer>{body}</Dialog> }
}

/// Gives the person's file to whoever asked for it.
fn export(record: RecordHandle, form: PersonFile) {
    let app = record.app;
    let language = language();
    let job = app.engine.new_job();
    spawn_local(async move {
        let answer = app.engine.person_file(job.job, record.id, form, language).await;
        job.finish();
        match answer {
            Ok(Some(file)) => {
                match browser::download(&file.name, &file.media_type, std::slice::from_ref(&file.bytes)) {
                    Ok(()) => {
                        app.notices.push(Notice::new(NoticeTone::Success, move |language| {
                            words::EXPORTED.fill(language, &[("file", &file.name)])
                        }));
                    }
                    Err(error) => tell_failure(app, crate::state::protocol::Failure::Bug(error.to_string())),
                }
            }
            Ok(None) => {}
            Err(failure) => tell_failure(app, failure),
        }
    });
}
