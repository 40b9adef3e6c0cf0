//! A key to press.

use leptos::prelude::*;

/// Keys as they stand on the keyboard, such as `Ctrl K`: one frame for each word; what a no-break space joins is one.
#[component]
pub fn Kbd(
    /// The keys, separated by blanks.
    #[prop(into)]
    keys: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="keys">
            {move || keys.with(|keys| keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view())}
        </span>
    }
}
