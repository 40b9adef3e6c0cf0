//! Results from a file: what it says is shown before it is written, and the same file twice changes nothing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::CampaignState;
use crate::messages::{Message, campaign_page as words, list as list_words, shell};
use crate::state::protocol::{Request, ResultColumns, ResultsReport};
use crate::state::{
    Notice, NoticeTone, RunningJob, browser, failure_text, format, new_operation, offer_undo, working_member,
};
use crate::ui::controls::{
    Button, ButtonKind, Dialog, DropZone, Icon, Problem, Progress, Select, SelectOption, unique_id,
};
use crate::ui::words::{language, n, t, tc, tf};

/// What the browser's dialog offers first; what is inside a file decides.
const ACCEPTED: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/// What the window holds. `Copy`.
#[derive(Clone, Copy)]
struct Reading {
    state: CampaignState,
    file: StoredValue<Option<File>, LocalStorage>,
    report: RwSignal<Option<ResultsReport>>,
    running: RwSignal<Option<RunningJob>>,
    problem: RwSignal<Option<String>>,
}

/// The window.
#[component]
pub(super) fn ReadResults(state: CampaignState) -> impl IntoView {
    let reading = Reading {
        state,
        file: StoredValue::new_local(None),
        report: RwSignal::new(None),
        running: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    let close = move || {
        if let Some(job) = reading.running.get_untracked() {
            job.cancel();
        }
        state.reading.set(false);
        reading.forget();
    };
    let changed = move || reading.report.with(|report| report.as_ref().map_or(0, |report| report.changed));
    let has_report = move || reading.report.with(Option::is_some);
    let footer = move || {
        let write = move || {
            if changed() == 0 {
                return view! { <Button label=move || t(words::DONE) kind=ButtonKind::Primary on_press=close/> }
                    .into_any();
            }
            view! {
                <Button label=move || t(shell::CANCEL) on_press=close/>
                <Button
                    label=move || tc(words::WRITE_COUNT, changed()) kind=ButtonKind::Primary
                    busy=Signal::derive(move || reading.running.with(Option::is_some)) on_press=move || reading.ask(true)
                />
            }
            .into_any()
        };
        view! {
            {move || has_report().then(|| view! { <Button label=move || t(words::ANOTHER_FILE) kind=ButtonKind::Quiet on_press=move || reading.forget()/> })}
            {move || if has_report() { write() } else { view! { <Button label=move || t(shell::CANCEL) on_press=close/> }.into_any() }}
        }
    };
    view! {
        <Dialog
            open=state.reading on_close=close title=move || t(words::READ_TITLE) close_label=move || t(shell::CLOSE)
            wide=true footer=footer
        >
            {move || if has_report() {
                view! { <WhatItSays reading=reading/> }.into_any()
            } else {
                view! {
                    <p class="second">{move || t(words::READ_TEXT)}</p>
                    <DropZone label=move || t(words::READ_DROP) accept=ACCEPTED on_file=move |file| reading.open(file)/>
                }
                .into_any()
            }}
            {move || reading.running.get().map(|job| view! {
                <Progress
                    label=move || t(words::READING) on_cancel=move || job.cancel() cancel_label=move || t(shell::CANCEL)
                    done=Signal::derive(move || job.progress.try_get().and_then(|progress| progress.share()))
                />
            })}
            <Problem id=unique_id("results-problem") text=reading.problem/>
        </Dialog>
    }
}

impl Reading {
    fn forget(self) {
        self.report.set(None);
        self.problem.set(None);
        self.file.set_value(None);
    }

    fn open(self, file: File) {
        self.file.set_value(Some(file));
        self.report.set(None);
        self.ask(false);
    }

    /// Reads the file, with the columns as chosen, and writes what is new in it if it is to be.
    fn ask(self, write: bool) {
        let Some(file) = self.file.get_value().filter(|_| self.running.with_untracked(Option::is_none)) else { return };
        let app = self.state.record.app;
        let campaign = self.state.record.id;
        let columns = self.report.with_untracked(|report| report.as_ref().map(|report| report.columns));
        let (language, currency) = (untrack(language), app.settings.currency.get_untracked());
        let job = app.engine.new_job();
        self.running.set(Some(job));
        self.problem.set(None);
        spawn_local(async move {
            let who = if write {
                match (new_operation(), working_member(app).await) {
                    (Ok(operation), Ok(member)) => Ok(Some((operation, member))),
                    (Err(failure), _) | (_, Err(failure)) => Err(failure),
                }
            } else {
                Ok(None)
            };
            let answer = match who {
                Ok(write) => {
                    let job = job.job;
                    let currency = Some(currency);
                    let request = Request::ReadResults { job, campaign, columns, currency, language, write };
                    app.engine.read_results(request, file.into()).await
                }
                Err(failure) => Err(failure),
            };
            job.finish();
            self.running.try_set(None);
            match answer {
                Ok(Some(report)) if write => self.written(report),
                Ok(Some(report)) => drop(self.report.try_set(Some(report))),
                Ok(None) => {}
                Err(failure) => {
                    let reason = failure_text(&failure, language);
                    self.problem.try_set(Some(words::READ_FAILED.fill(language, &[("reason", &reason)])));
                }
            }
        });
    }

    fn written(self, report: ResultsReport) {
        let app = self.state.record.app;
        let count = report.changed;
        match report.committed {
            Some(committed) => {
                app.undo.push(committed.operation);
                let text = move |language| words::WRITTEN.fill(language, count, &format::integer(language, count), &[]);
                offer_undo(app, text, committed.operation);
            }
            None => drop(app.notices.push(Notice::plain(NoticeTone::Info, words::NOTHING_NEW))),
        }
        self.state.reading.try_set(false);
        self.report.try_set(None);
        self.file.try_set_value(None);
    }
}

/// What the file says: the columns, the counts, the rows that are not taken over.
#[component]
fn WhatItSays(reading: Reading) -> impl IntoView {
    let counts = move || {
        reading.report.get().filter(|report| report.columns.are_enough()).map(|report| {
            let card = |label: Message, count: u64, class: &'static str| {
                view! {
                    <div class=class>
                        <span class="count-number">{n(count)}</span><span class="count-name">{t(label)}</span>
                    </div>
                }
            };
            let bad = if report.problems > 0 { "count-card bad" } else { "count-card" };
            let nothing = (report.changed == 0)
                .then(|| view! { <p class="insight"><strong>{t(words::NOTHING_NEW)}</strong></p> });
            let stops =
                (report.opted_out > 0).then(|| view! { <p class="second">{tc(words::OPT_OUTS, report.opted_out)}</p> });
            view! {
                <div class="count-cards" role="status">
                    {card(words::ROWS_CHANGED, report.changed, "count-card accent")}
                    {card(words::ROWS_UNCHANGED, report.unchanged, "count-card")}
                    {card(words::ROWS_UNMATCHED, report.unmatched, "count-card")}
                    {card(words::ROWS_PROBLEMS, report.problems, bad)}
                </div>
                {nothing}{stops}
            }
        })
    };
    let enough =
        move || reading.report.with(|report| report.as_ref().is_some_and(|report| report.columns.are_enough()));
    view! {
        <p class="file-line">{move || reading.report.with(|report| report.as_ref().map(|report| report.file.clone()))}</p>
        <div class="option-grid">
            {column(reading, words::COLUMN_EMAIL, |columns| &mut columns.email)}
            {column(reading, words::COLUMN_NUMBER, |columns| &mut columns.number)}
            {column(reading, words::COLUMN_NAME, |columns| &mut columns.name)}
            {column(reading, words::COLUMN_RESULT, |columns| &mut columns.result)}
            {column(reading, words::COLUMN_AMOUNT, |columns| &mut columns.amount)}
        </div>
        {move || (!enough()).then(|| view! { <p class="problem" role="status">{t(words::COLUMNS_NEEDED)}</p> })}
        {counts}
        <RowsLeft reading=reading/>
    }
}

/// Which column is that.
fn column(reading: Reading, label: Message, part: fn(&mut ResultColumns) -> &mut Option<u32>) -> impl IntoView {
    let chosen = move || {
        reading.report.with(|report| {
            let mut columns = report.as_ref().map(|report| report.columns).unwrap_or_default();
            part(&mut columns).map(|at| at.to_string()).unwrap_or_default()
        })
    };
    let options = move || {
        let headers = reading.report.with(|report| report.as_ref().map(|report| report.headers.clone()));
        let none = SelectOption::new("", t(words::NOT_A_COLUMN));
        let lines = headers.unwrap_or_default().into_iter().enumerate();
        std::iter::once(none).chain(lines.map(|(at, name)| SelectOption::new(at.to_string(), name))).collect::<Vec<_>>()
    };
    let change = move |value: String| {
        reading.report.update(|report| {
            if let Some(report) = report {
                *part(&mut report.columns) = value.parse().ok();
            }
        });
        reading.ask(false);
    };
    view! {
        <Select
            label=move || t(label) options=Signal::derive(options) value=Signal::derive(chosen) on_change=change
            disabled=Signal::derive(move || reading.running.with(Option::is_some))
        />
    }
}

/// The rows that are not taken over, each with the reason, and all of them as a file.
#[component]
fn RowsLeft(reading: Reading) -> impl IntoView {
    let told =
        move || reading.report.with(|report| report.as_ref().map(|report| report.told.clone()).unwrap_or_default());
    let download = move || {
        let file = reading.report.with_untracked(|report| report.as_ref().and_then(|report| report.left.clone()));
        let Some(file) = file else { return };
        if browser::download(&file.name, &file.media_type, std::slice::from_ref(&file.bytes)).is_err() {
            reading.problem.set(Some(untrack(|| t(list_words::EXPORT_NOT_HANDED_OVER))));
        }
    };
    move || {
        let told = told();
        (!told.is_empty()).then(|| view! {
            <section class="panel-section" aria-label=t(words::ROWS_TOLD)>
                <h3 class="section-title">{t(words::ROWS_TOLD)}</h3>
                <ul class="rows-told" tabindex="0" aria-label=t(words::ROWS_TOLD)>
                    {told.into_iter().map(|row| view! {
                        <li><span class="third">{tf(words::LINE, &[("line", &n(row.line))])}</span>" "{row.text}</li>
                    }).collect_view()}
                </ul>
                <div><Button label=move || t(words::DOWNLOAD_LEFT) icon=Icon::Download on_press=download/></div>
            </section>
        })
    }
}
