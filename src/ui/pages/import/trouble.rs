//! What went wrong, what is safe, and what to do: shown in the step in which it happened.

use leptos::prelude::*;

use super::file_problems::file_problem_text;
use super::flow::{Activity, ImportFlow, Step, Trouble};
use crate::messages::import as words;
use crate::messages::shell;
use crate::state::failure_text;
use crate::state::protocol::Failure;
use crate::ui::controls::{Button, Glyph, Icon};
use crate::ui::words::{language, t};

/// The last trouble, loud, until something else is begun.
#[component]
pub(super) fn TroubleBox(flow: ImportFlow) -> impl IntoView {
    move || {
        flow.trouble.get().map(|trouble| {
            let (title, advice) = trouble_text(&trouble, &flow.file_name.get());
            let safe = is_about_writing(&trouble).then(|| view! { <p>{t(words::NOTHING_WRITTEN)}</p> });
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p class="error-title">{title}</p>
                        <p>{advice}</p>
                        {safe}
                        <WhatToDo flow=flow trouble=trouble/>
                    </div>
                </div>
            }
        })
    }
}

/// The way on: trying again, or choosing the file again.
#[component]
fn WhatToDo(flow: ImportFlow, trouble: Trouble) -> impl IntoView {
    let again = move || match trouble.during {
        Activity::Preview => flow.count(),
        Activity::Import => flow.import(),
        Activity::Download => flow.download_problems(),
        Activity::Open | Activity::Reread | Activity::Undo => {}
    };
    let can_repeat = matches!(trouble.during, Activity::Preview | Activity::Import | Activity::Download);
    let is_file = matches!(trouble.failure, Failure::File(_));
    // In the first step the place to choose a file is right below.
    let can_choose = is_file && flow.step.get_untracked() != Step::File;
    view! {
        {can_repeat.then(|| view! { <Button label=move || t(shell::TRY_AGAIN) on_press=again/> })}
        {can_choose.then(|| view! { <Button label=move || t(words::CHOOSE_AGAIN) on_press=move || flow.go_back_to(Step::File)/> })}
    }
}

/// Whether the trouble is such that one would fear for what was written.
fn is_about_writing(trouble: &Trouble) -> bool {
    !trouble.unsure && matches!(trouble.during, Activity::Preview | Activity::Import)
}

fn trouble_text(trouble: &Trouble, file: &str) -> (String, String) {
    if trouble.unsure {
        let advice = format!("{} {}", failure_text(&trouble.failure, language()), t(words::IMPORT_UNSURE_ADVICE));
        return (t(words::IMPORT_UNSURE), advice);
    }
    if let Failure::File(problem) = &trouble.failure {
        return file_problem_text(problem, file);
    }
    let title = match trouble.during {
        Activity::Open | Activity::Reread => words::NOT_OPENED,
        Activity::Preview => words::NOT_COUNTED,
        Activity::Import | Activity::Undo => words::NOT_IMPORTED,
        Activity::Download => words::NOT_DOWNLOADED,
    };
    (t(title), failure_text(&trouble.failure, language()))
}
