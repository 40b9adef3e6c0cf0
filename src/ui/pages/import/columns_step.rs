//! The second step: saying what the columns are.

use leptos::prelude::*;

use super::checks::{PlanWarning, used_columns, warnings};
use super::file_step::FileLine;
use super::flow::{Activity, ImportFlow, Step};
use super::mapping::Mapping;
use super::match_options::MatchOptions;
use super::reading_options::ReadingOptions;
use super::step_head::StepHead;
use super::told::stopped_text;
use super::trouble::TroubleBox;
use crate::domain::record::Kind;
use crate::messages::import as words;
use crate::messages::order_import;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon};
use crate::ui::words::{n, t, tcf, tf};

/// How the file is read, who counts as the same customer, and what each column becomes.
#[component]
pub(super) fn ColumnsStep(flow: ImportFlow) -> impl IntoView {
    let used = Memo::new(move |_| {
        flow.plan
            .with(|plan| plan.as_ref().map_or((0, 0), |plan| (used_columns(plan) as u64, plan.columns.len() as u64)))
    });
    let matched = move || {
        let (used, all) = used.get();
        tcf(words::COLUMNS_MATCHED, all, &[("matched", &n(used))])
    };
    let rereading = move || flow.activity() == Some(Activity::Reread);
    view! {
        <FileLine flow=flow>
            <Button kind=ButtonKind::Quiet label=move || t(words::ANOTHER_FILE) on_press=move || flow.start_over()/>
        </FileLine>
        <section class="panel">
            <div>
                <StepHead title=move || t(words::COLUMNS_HEADING)/>
                <p class="panel-text" role="status">{matched}</p>
            </div>
            {move || flow.stopped.get().map(|activity| view! { <p class="panel-text">{stopped_text(activity)}</p> })}
            <TroubleBox flow=flow/>
            <ReadingOptions flow=flow/>
            <MatchOptions flow=flow/>
            <Mapping flow=flow/>
            <Warnings flow=flow/>
            <div class="panel-foot stays">
                <span class="spread"><Button label=move || t(words::BACK) on_press=move || flow.go_back_to(Step::File)/></span>
                <Button kind=ButtonKind::Primary label=move || t(words::PREVIEW) busy=Signal::derive(rereading) on_press=move || flow.count()/>
            </div>
        </section>
    }
}

/// What looks wrong with the plan as a whole.
#[component]
fn Warnings(flow: ImportFlow) -> impl IntoView {
    let found = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().map(warnings).unwrap_or_default()));
    let name_of = move |field: u16| flow.kind().field(field).map(|field| t(field.label)).unwrap_or_default();
    let told = move |warning: PlanWarning| match warning {
        PlanWarning::NotRecognisable => (t(words::NOT_RECOGNISABLE), t(words::NOT_RECOGNISABLE_ADVICE)),
        PlanWarning::KeyNotFed(field) => {
            let name = name_of(field);
            let (title, advice) = match flow.kind() {
                Kind::Order => (order_import::KEY_NOT_FED, order_import::KEY_NOT_FED_ADVICE),
                _ => (words::KEY_NOT_FED, words::KEY_NOT_FED_ADVICE),
            };
            (tf(title, &[("field", &name)]), t(advice))
        }
        PlanWarning::Needed(field) => {
            (tf(order_import::NEEDED, &[("field", &name_of(field))]), t(order_import::NEEDED_ADVICE))
        }
    };
    let boxes = move || {
        found
            .get()
            .into_iter()
            .map(told)
            .map(|(title, advice)| {
                view! {
                    <div class="error-box warning">
                        <Glyph icon=Icon::Warning/>
                        <div class="error-body"><p class="error-title">{title}</p><p>{advice}</p></div>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <div class="import-warnings" aria-live="polite">{boxes}</div> }
}
