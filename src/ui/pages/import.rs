//! The import page: a file becomes customers or orders in four calm steps. Nothing is written before the last one, and all of it
//! can be taken back.

mod checks;
mod columns_step;
mod done_step;
mod file_problems;
mod file_step;
mod flow;
mod leaving;
mod mapping;
mod match_options;
mod outcomes;
mod preview_step;
mod reading_options;
mod run;
mod step_head;
mod targets;
mod told;
mod trouble;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use self::columns_step::ColumnsStep;
use self::done_step::DoneStep;
use self::file_step::FileStep;
use self::flow::{Activity, ImportFlow, Step};
use self::leaving::LeavingGuard;
use self::preview_step::PreviewStep;
use self::step_head::follow_with_focus;
use self::told::announcement;
use crate::domain::record::Kind;
use crate::messages::{import as words, shell};
use crate::state::use_app;
use crate::ui::addresses::IMPORT;
use crate::ui::controls::Stepper;
use crate::ui::page_head::PageHead;
use crate::ui::words::t;

/// The page at `/import`.
#[component]
pub fn ImportPage() -> impl IntoView {
    let flow = ImportFlow::new(use_app(), kind_in_address());
    keep_kind_in_address(flow);
    let step = Memo::new(move |_| flow.step.get());
    let long_work =
        Memo::new(move |_| flow.activity().filter(|activity| matches!(activity, Activity::Preview | Activity::Import)));
    let said = Memo::new(move |_| announcement(flow));
    follow_with_focus(Memo::new(move |_| (step.get(), long_work.get())));
    view! {
        <PageHead title=move || t(shell::IMPORT)/>
        <div class="page-body">
            <div class="page-column wide">
                <Steps flow=flow step=step locked=Signal::derive(move || long_work.get().is_some())/>
                <p class="visually-hidden" role="status">{move || said.get()}</p>
                {move || match step.get() {
                    Step::File => view! { <FileStep flow=flow/> }.into_any(),
                    Step::Columns => view! { <ColumnsStep flow=flow/> }.into_any(),
                    Step::Preview => view! { <PreviewStep flow=flow/> }.into_any(),
                    Step::Done => view! { <DoneStep flow=flow/> }.into_any(),
                }}
            </div>
        </div>
        <LeavingGuard flow=flow/>
    }
}

/// What the rows are, as the address says.
fn kind_in_address() -> Option<Kind> {
    let kind = use_query_map().with_untracked(|query| query.get("kind")).and_then(|name| Kind::from_name(&name));
    kind.filter(|kind| matches!(kind, Kind::Customer | Kind::Order))
}

/// Once it is known what the rows are, the address says it.
fn keep_kind_in_address(flow: ImportFlow) {
    let navigate = use_navigate();
    let query = use_query_map();
    let shown = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().map(|plan| plan.kind)));
    Effect::new(move || {
        if let Some(kind) = shown.get()
            && query.with_untracked(|query| query.get("kind")).as_deref() != Some(kind.name())
        {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&format!("{IMPORT}?kind={}", kind.name()), options);
        }
    });
}

/// Where one is. Steps that are done lead back, but not while the engine works.
#[component]
fn Steps(flow: ImportFlow, step: Memo<Step>, locked: Signal<bool>) -> impl IntoView {
    let names = move || [words::STEP_FILE, words::STEP_COLUMNS, words::STEP_PREVIEW, words::STEP_DONE].map(t).to_vec();
    let current = move || Step::ALL.iter().position(|one| *one == step.get()).unwrap_or_default();
    let go_back = move |place: usize| {
        if let Some(step) = Step::ALL.get(place) {
            flow.go_back_to(*step);
        }
    };
    let locked = Memo::new(move |_| locked.get());
    move || {
        let label = move || t(words::STEPS);
        if locked.get() {
            view! { <Stepper label=label steps=Signal::derive(names) current=Signal::derive(current)/> }.into_any()
        } else {
            view! { <Stepper label=label steps=Signal::derive(names) current=Signal::derive(current) on_select=go_back/> }.into_any()
        }
    }
}
