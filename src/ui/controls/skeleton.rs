//! Grey lines where rows will be.

use leptos::prelude::*;

/// Placeholder rows. The style shows them only after 300 ms, so quick answers never flicker.
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 8)]
    rows: usize,
    /// What is being waited for, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{move || label.get()}</span>
            {(0..rows).map(|_| view! {
                <div class="skeleton-row" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
            }).collect_view()}
        </div>
    }
}
