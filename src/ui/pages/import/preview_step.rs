//! The third step: looking at what would happen, and doing it.

use leptos::prelude::*;

use super::file_step::FileLine;
use super::flow::{Activity, ImportFlow, Step};
use super::outcomes::{Counts, OutcomeTable, ProblemTable};
use super::step_head::StepHead;
use super::told::{activity_text, stopped_text};
use super::trouble::TroubleBox;
use crate::domain::record::Kind;
use crate::messages::import as words;
use crate::messages::order_import;
use crate::messages::shell;
use crate::state::format;
use crate::state::import_plan::ImportPreview;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon, Progress};
use crate::ui::words::{language, t, tc, tcf, tf};

/// What the step shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Working(Activity),
    Counted,
    NotCounted,
}

/// The preview, and the work before and after it.
#[component]
pub(super) fn PreviewStep(flow: ImportFlow) -> impl IntoView {
    let stage = Memo::new(move |_| match flow.activity() {
        Some(activity @ (Activity::Preview | Activity::Import)) => Stage::Working(activity),
        _ if flow.preview.with(Option::is_some) => Stage::Counted,
        _ => Stage::NotCounted,
    });
    view! {
        <FileLine flow=flow/>
        <section class="panel">
            {move || match stage.get() {
                Stage::Working(activity) => view! { <Working flow=flow activity=activity/> }.into_any(),
                Stage::Counted => flow.preview.get().map(|preview| view! { <Counted flow=flow preview=preview/> }).into_any(),
                Stage::NotCounted => view! { <NotCounted flow=flow/> }.into_any(),
            }}
        </section>
    }
}

/// Work that takes long: what, how far, and the way to end it.
#[component]
fn Working(flow: ImportFlow, activity: Activity) -> impl IntoView {
    let progress =
        move || flow.work.get().and_then(|work| work.job).and_then(|job| job.progress.try_get()).unwrap_or_default();
    let share = move || progress().share();
    // When all of the file has been read, what is left is the writing, of which no progress is known.
    let writing = Memo::new(move |_| activity == Activity::Import && share() == Some(1.0));
    let label = move || if writing.get() { t(words::WRITING) } else { activity_text(flow, activity) };
    let detail = move || {
        let progress = progress();
        if progress.total == 0 || writing.get() {
            return String::new();
        }
        let (done, total) = (format::bytes(language(), progress.done), format::bytes(language(), progress.total));
        tf(words::SHARE_OF_FILE, &[("done", &done), ("total", &total)])
    };
    let text = if activity == Activity::Import { words::IMPORTING_TEXT } else { words::COUNTING_TEXT };
    view! {
        <StepHead title=move || activity_text(flow, activity)/>
        <p class="panel-text">{move || t(text)}</p>
        <Progress
            label=label
            done=Signal::derive(move || share().filter(|_| !writing.get()))
            detail=Signal::derive(detail)
            on_cancel=move || flow.cancel() finishing=writing
            cancel_label=move || t(shell::CANCEL)
        />
    }
}

/// The rows could not be counted.
#[component]
fn NotCounted(flow: ImportFlow) -> impl IntoView {
    view! {
        <StepHead title=move || t(words::PREVIEW_HEADING)/>
        <TroubleBox flow=flow/>
        <div class="panel-foot">
            <span class="spread"><Button label=move || t(words::BACK) on_press=move || flow.go_back_to(Step::Columns)/></span>
        </div>
    }
}

/// The counts, samples and problems, and the button that imports.
#[component]
fn Counted(flow: ImportFlow, preview: ImportPreview) -> impl IntoView {
    let (created, updated, problems) = (preview.created, preview.updated, preview.problems);
    let to_write = created + updated;
    // Several rows may be about one customer: only new ones can be counted as customers.
    let import = move || {
        let counted = match flow.kind() {
            Kind::Order => order_import::IMPORT_ORDERS,
            _ if updated == 0 => words::IMPORT_CUSTOMERS,
            _ => words::IMPORT_ROWS,
        };
        tc(counted, to_write)
    };
    let downloading = move || flow.activity() == Some(Activity::Download);
    view! {
        <StepHead title=move || t(words::PREVIEW_HEADING)/>
        {move || flow.stopped.get().map(|activity| view! { <p class="panel-text">{stopped_text(activity)}</p> })}
        <TroubleBox flow=flow/>
        <Counts counts=preview.clone()/>
        <Replaced flow=flow count=preview.replaced_characters/>
        {(problems > 0).then(|| view! { <ProblemTable all=problems problems=preview.problem_samples.clone()/> })}
        {(!preview.samples.is_empty()).then(|| view! { <OutcomeTable kind=flow.kind() outcomes=preview.samples.clone()/> })}
        {(to_write == 0).then(|| view! { <p class="panel-text">{move || t(words::NOTHING_TO_IMPORT)}</p> })}
        <div class="panel-foot stays">
            <span class="spread"><Button label=move || t(words::BACK) on_press=move || flow.go_back_to(Step::Columns)/></span>
            {(problems > 0).then(|| view! {
                <Button
                    icon=Icon::Download
                    label=move || t(words::DOWNLOAD_PROBLEMS)
                    busy=Signal::derive(downloading)
                    on_press=move || flow.download_problems()
                />
            })}
            {(to_write > 0).then(|| view! { <Button kind=ButtonKind::Primary label=import on_press=move || flow.import()/> })}
        </div>
    }
}

/// Characters that the encoding could not make sense of, with the way to another encoding.
#[component]
fn Replaced(flow: ImportFlow, count: u64) -> impl IntoView {
    let encoding = flow.plan.with_untracked(|plan| plan.as_ref().map_or("", |plan| plan.reading.encoding.name()));
    (count > 0).then(|| {
        view! {
            <div class="error-box warning">
                <Glyph icon=Icon::Warning/>
                <div class="error-body">
                    <p class="error-title">{move || tcf(words::REPLACED, count, &[("encoding", encoding)])}</p>
                    <p>{move || t(words::REPLACED_ADVICE)}</p>
                    <Button label=move || t(words::OTHER_ENCODING) on_press=move || flow.go_back_to(Step::Columns)/>
                </div>
            </div>
        }
    })
}
