//! The first step: choosing the file.

use leptos::prelude::*;

use super::flow::{Activity, ImportFlow};
use super::step_head::StepHead;
use super::told::activity_text;
use super::trouble::TroubleBox;
use crate::messages::import as words;
use crate::state::format;
use crate::ui::controls::{Button, ButtonKind, DropZone, Glyph, Icon, Progress};
use crate::ui::words::{language, t, tc};

/// What the browser's dialog offers first; what is inside a file decides.
const ACCEPTED: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/// The place to put a file.
#[component]
pub(super) fn FileStep(flow: ImportFlow) -> impl IntoView {
    let opening = move || flow.activity() == Some(Activity::Open);
    let has_file = move || flow.draft.with(Option::is_some);
    view! {
        <section class="panel">
            <StepHead title=move || t(words::CHOOSE_HEADING)/>
            <p class="panel-text">{move || t(words::CHOOSE_TEXT)}</p>
            <TroubleBox flow=flow/>
            <DropZone
                label=move || t(words::DROP_HERE)
                hint=move || t(words::FORMATS)
                accept=ACCEPTED
                on_file=move |file| flow.open(file)
            />
            <Show when=opening>
                <Progress label=move || activity_text(flow, Activity::Open) done=None/>
            </Show>
            <p class="panel-text">{move || t(words::CHOOSE_NEXT)}</p>
        </section>
        <Show when=has_file>
            <FileLine flow=flow>
                <Button kind=ButtonKind::Primary label=move || t(words::GO_ON) on_press=move || flow.go_on()/>
            </FileLine>
        </Show>
    }
}

/// The file that was chosen: its name, its columns, its size, its encoding; and what can be done with it.
#[component]
pub(super) fn FileLine(
    flow: ImportFlow,
    /// The buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let facts = move || {
        flow.draft.with(|draft| {
            draft.as_ref().map(|draft| {
                let columns = tc(words::COLUMNS, draft.headers.len() as u64);
                [columns, format::bytes(language(), draft.bytes), draft.reading.encoding.name().to_owned()].join(" · ")
            })
        })
    };
    view! {
        <div class="file-line">
            <Glyph icon=Icon::File/>
            <span class="file-name">{move || flow.file_name.get()}</span>
            <span class="file-facts">{facts}</span>
            {children.map(|children| children())}
        </div>
    }
}
