//! The heading of a step.

use leptos::prelude::*;

use crate::state::browser;

/// The element id of the heading, of which there is one at a time.
const STEP_HEADING_ID: &str = "import-step";

/// The heading of what the page shows now. The focus moves here when another step begins.
#[component]
pub(super) fn StepHead(
    /// What the step is about.
    #[prop(into)]
    title: Signal<String>,
) -> impl IntoView {
    view! { <h2 class="panel-title" id=STEP_HEADING_ID tabindex="-1">{move || title.get()}</h2> }
}

/// Moves the focus to the heading whenever `stage` changes, but not when the page is first shown.
pub(super) fn follow_with_focus<T: PartialEq + Send + Sync + 'static>(stage: Memo<T>) {
    Effect::new(move |before: Option<()>| {
        stage.track();
        if before.is_some() {
            leptos::task::spawn_local(async {
                // The step is drawn first.
                browser::next_frame().await;
                browser::focus_by_id(STEP_HEADING_ID);
            });
        }
    });
}
