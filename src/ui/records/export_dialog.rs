//! Records as a CSV file.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list_state::{ListDialog, ListState};
use crate::domain::query::Query;
use crate::messages::{Message, list as words, shell};
use crate::state::protocol::{ExportedFile, Failure};
use crate::state::{Notice, NoticeTone, RunningJob, browser, failure_text};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, Progress, unique_id};
use crate::ui::words::{language, n, t, tc, tf};

/// What goes into the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Selected,
    Shown,
    Everything,
}

/// The dialog: what, for which use, how far.
#[component]
pub fn ExportDialog(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let scope = RwSignal::new(Scope::Shown);
    let for_spreadsheets = RwSignal::new(true);
    let running = RwSignal::new(None::<RunningJob>);
    let problem = RwSignal::new(None::<String>);
    let open = Signal::derive(move || matches!(list.dialog.get(), Some(ListDialog::Export { .. })));
    let with_selection = move || list.dialog.get() == Some(ListDialog::Export { selected: true });

    Effect::new(move || {
        if open.get() {
            problem.set(None);
            scope.set(if with_selection() { Scope::Selected } else { Scope::Shown });
        }
    });
    let cancel = move || {
        if let Some(job) = running.get_untracked() {
            job.cancel();
        }
    };
    let close = move || {
        cancel();
        list.dialog.set(None);
    };
    let start = move || {
        if running.with_untracked(Option::is_none) {
            problem.set(None);
            export(list, scope.get_untracked(), for_spreadsheets.get_untracked(), running, problem);
        }
    };
    let everything = move || list.app.book.with(|book| book.count(list.kind));
    let scopes = move || {
        let mut lines = vec![
            (Scope::Shown, tf(words::EXPORT_SHOWN, &[("count", &n(list.matched()))])),
            (Scope::Everything, tf(words::EXPORT_EVERYTHING, &[("count", &n(everything()))])),
        ];
        if with_selection() {
            lines.insert(0, (Scope::Selected, tc(words::EXPORT_SELECTED, list.selected())));
        }
        let line = |(one, label): (Scope, String)| {
            radio("export-scope", label, None, move || scope.get() == one, move || scope.set(one))
        };
        lines.into_iter().map(line).collect_view()
    };
    let uses = move || {
        let line = |flag: bool, label: Message, text: Message| {
            radio(
                "export-use",
                t(label),
                Some(text),
                move || for_spreadsheets.get() == flag,
                move || for_spreadsheets.set(flag),
            )
        };
        view! {
            {line(true, words::EXPORT_FOR_SPREADSHEETS, words::EXPORT_FOR_SPREADSHEETS_TEXT)}
            {line(false, words::EXPORT_EXACT, words::EXPORT_EXACT_TEXT)}
        }
    };
    view! {
        <Dialog
            open=open on_close=close title=move || t(words::EXPORT_TITLE) close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button
                    label=move || t(words::EXPORT_START) kind=ButtonKind::Primary
                    busy=Signal::derive(move || running.with(Option::is_some)) on_press=start
                />
            }
        >
            <fieldset class="radio-group">
                <legend class="field-label">{move || t(words::EXPORT_WHICH)}</legend>
                {scopes}
            </fieldset>
            <fieldset class="radio-group">
                <legend class="field-label">{move || t(words::EXPORT_HOW)}</legend>
                {uses}
            </fieldset>
            {move || running.get().map(|job| progress(job, cancel))}
            <Problem id=unique_id("export-problem") text=problem/>
        </Dialog>
    }
}

fn radio(
    group: &'static str,
    label: String,
    text: Option<Message>,
    checked: impl Fn() -> bool + Send + Sync + 'static,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="check radio-line">
            <input type="radio" name=group prop:checked=checked on:change=move |_| choose()/>
            <span class="check-label">
                {label}
                {text.map(|text| view! { <span class="radio-text">{move || t(text)}</span> })}
            </span>
        </label>
    }
}

fn progress(job: RunningJob, cancel: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let done = move || job.progress.try_get().and_then(|progress| progress.share());
    let detail = move || match job.progress.try_get() {
        Some(progress) if progress.total > 0 => {
            tf(words::EXPORT_PROGRESS, &[("done", &n(progress.done)), ("total", &n(progress.total))])
        }
        _ => String::new(),
    };
    view! {
        <Progress
            label=move || t(words::EXPORT_WORKING) done=Signal::derive(done) detail=Signal::derive(detail)
            on_cancel=move || cancel() cancel_label=move || t(shell::CANCEL)
        />
    }
}

fn export(
    list: ListState,
    scope: Scope,
    for_spreadsheets: bool,
    running: RwSignal<Option<RunningJob>>,
    problem: RwSignal<Option<String>>,
) {
    let engine = list.app.engine;
    let job = engine.new_job();
    running.set(Some(job));
    let columns =
        list.columns.with_untracked(|columns| columns.iter().map(|column| column.field.number).collect::<Vec<u16>>());
    spawn_local(async move {
        let which = match scope {
            Scope::Selected => list.selected_for_engine().await,
            Scope::Shown => Ok((list.query.get_untracked(), Vec::new())),
            Scope::Everything => Ok((Query::all(list.kind), Vec::new())),
        };
        let columns = if scope == Scope::Everything { Vec::new() } else { columns };
        let answer = match which {
            Ok(which) => engine.export(job.job, which, columns, for_spreadsheets).await,
            Err(failure) => Err(failure),
        };
        running.try_set(None);
        job.finish();
        finish(list, answer, problem);
    });
}

fn finish(list: ListState, answer: Result<Option<ExportedFile>, Failure>, problem: RwSignal<Option<String>>) {
    match answer {
        Ok(None) => {
            list.app.notices.push(Notice::plain(NoticeTone::Info, words::EXPORT_CANCELLED));
        }
        Ok(Some(file)) => match browser::download(&file.name, &file.media_type, std::slice::from_ref(&file.bytes)) {
            Ok(()) => {
                list.dialog.try_set(None);
                let name = file.name;
                list.app.notices.push(Notice::new(NoticeTone::Success, move |language| {
                    words::EXPORT_DONE.fill(language, &[("file", &name)])
                }));
            }
            Err(_) => {
                problem.try_set(Some(untrack(|| t(words::EXPORT_NOT_HANDED_OVER))));
            }
        },
        Err(failure) => {
            problem.try_set(Some(untrack(|| {
                tf(words::EXPORT_FAILED, &[("reason", &failure_text(&failure, language()))])
            })));
        }
    }
}
