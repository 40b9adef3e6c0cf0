//! The last step: looking at what happened, and taking it back.

use leptos::prelude::*;

use super::flow::{Activity, ImportFlow};
use super::outcomes::{Counts, ProblemTable};
use super::step_head::{StepHead, follow_with_focus};
use super::told::done_text;
use super::trouble::TroubleBox;
use crate::domain::id::OperationId;
use crate::domain::record::Kind;
use crate::messages::import as words;
use crate::messages::order_import;
use crate::messages::shell;
use crate::state::import_plan::ImportReport;
use crate::state::live;
use crate::ui::addresses::list_address;
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::words::{language, n, t, tc, tf};

/// The report.
#[component]
pub(super) fn DoneStep(flow: ImportFlow) -> impl IntoView {
    move || flow.report.get().map(|report| view! { <Report flow=flow report=report/> })
}

#[component]
fn Report(flow: ImportFlow, report: ImportReport) -> impl IntoView {
    let ImportReport { operation, counts } = report;
    let taken_back = is_taken_back(flow, operation);
    // The button that was pressed goes away.
    follow_with_focus(taken_back);
    let kind = untrack(|| flow.kind());
    let problems = counts.problems;
    let counted = counts.clone();
    let title = move || if taken_back.get() { t(words::TAKEN_BACK) } else { done_text(kind, &counted, language()) };
    let asking = RwSignal::new(false);
    let downloading = move || flow.activity() == Some(Activity::Download);
    let undoing = move || flow.activity() == Some(Activity::Undo);
    let can_undo = move || operation.is_some() && !taken_back.get();
    let (created, updated, customers) = (counts.created, counts.updated, counts.customers_created);
    view! {
        <section class="panel">
            <div class="report-head">
                <span class="report-mark" class:warning=move || { taken_back.get() || problems > 0 }>
                    {move || {
                        let icon = if taken_back.get() { Icon::Undo } else if problems > 0 { Icon::Warning } else { Icon::Check };
                        view! { <Glyph icon=icon/> }
                    }}
                </span>
                <div>
                    <StepHead title=title/>
                    <p class="panel-text">{move || report_text(flow, taken_back.get(), problems)}</p>
                </div>
            </div>
            <TroubleBox flow=flow/>
            <Counts counts=counts.clone()/>
            {(problems > 0 && !counts.problem_samples.is_empty()).then(|| view! { <ProblemTable all=problems problems=counts.problem_samples.clone()/> })}
            <div class="panel-foot">
                <span class="spread">
                    <Button label=move || t(words::IMPORT_ANOTHER) on_press=move || flow.start_over()/>
                </span>
                {(problems > 0).then(|| view! {
                    <Button
                        icon=Icon::Download
                        label=move || t(words::DOWNLOAD_PROBLEMS)
                        busy=Signal::derive(downloading)
                        on_press=move || flow.download_problems()
                    />
                })}
                <Show when=can_undo>
                    <Button icon=Icon::Undo label=move || t(words::UNDO_IMPORT) busy=Signal::derive(undoing) on_press=move || asking.set(true)/>
                </Show>
                {(kind == Kind::Order).then(|| view! {
                    <Link href=list_address(Kind::Segment) attr:class=ButtonKind::Plain.class()>{move || t(order_import::FIND_SEGMENTS)}</Link>
                })}
                <Link href=list_address(kind) attr:class=ButtonKind::Primary.class()>
                    {move || t(if kind == Kind::Order { order_import::SEE_ORDERS } else { words::SEE_CUSTOMERS })}
                </Link>
            </div>
        </section>
        <UndoDialog flow=flow kind=kind open=asking created=created updated=updated customers=customers/>
    }
}

/// Asks once more before the import is taken back.
#[component]
fn UndoDialog(
    flow: ImportFlow,
    kind: Kind,
    open: RwSignal<bool>,
    created: u64,
    updated: u64,
    customers: u64,
) -> impl IntoView {
    let text = if kind == Kind::Order { order_import::UNDO_TEXT } else { words::UNDO_TEXT };
    let undo = move || {
        open.set(false);
        flow.take_back();
    };
    view! {
        <Dialog
            open=open
            on_close=move || open.set(false)
            title=move || t(words::UNDO_TITLE)
            close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(words::KEEP_IMPORT) on_press=move || open.set(false)/>
                <Button kind=ButtonKind::Danger label=move || t(words::UNDO_IMPORT) on_press=undo/>
            }
        >
            <p>{move || tf(text, &[("created", &n(created)), ("updated", &n(updated)), ("customers", &n(customers))])}</p>
        </Dialog>
    }
}

fn report_text(flow: ImportFlow, taken_back: bool, problems: u64) -> String {
    if taken_back {
        let text = if flow.kind() == Kind::Order { order_import::TAKEN_BACK_TEXT } else { words::TAKEN_BACK_TEXT };
        return t(text);
    }
    let from = tf(words::DONE_FROM, &[("file", &flow.file_name.get())]);
    if problems == 0 { from } else { format!("{from} {}", tc(words::LEFT_OUT, problems)) }
}

/// Whether the import has been taken back since, here, by a key, or in another tab.
fn is_taken_back(flow: ImportFlow, operation: Option<OperationId>) -> Memo<bool> {
    let answer = live(
        &[Kind::Customer, Kind::Order],
        move || operation,
        move |operation| async move {
            let Some(operation) = operation else { return Ok(false) };
            let imports = flow.app.engine.imports().await?;
            Ok(imports.iter().any(|line| line.operation.id == operation && line.reverted))
        },
    );
    Memo::new(move |_| answer.value.get().unwrap_or_default())
}
