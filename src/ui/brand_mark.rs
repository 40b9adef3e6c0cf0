//! The mark.

use leptos::prelude::*;

/// Burrow's mark, the mouth of a burrow. Not read out: the name stands beside it.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 64 64" aria-hidden="true">
            <rect class="ground" width="64" height="64" rx="16"/>
            <path class="hole" d="M18 46V33a14 14 0 0 1 28 0v13z"/>
        </svg>
    }
}
