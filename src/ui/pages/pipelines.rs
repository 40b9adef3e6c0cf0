//! The pipelines with their stages, where they are edited.

use leptos::prelude::*;

use crate::ui::pipelines::PipelineEditor;

/// All pipelines, each with its stages.
#[component]
pub fn PipelinesPage() -> impl IntoView {
    view! { <PipelineEditor/> }
}
