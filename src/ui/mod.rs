//! The screen.
pub mod controls;

/// Mounts the application into the page.
pub fn mount() {
    leptos::mount::mount_to_body(|| leptos::prelude::view! { <p>"Burrow"</p> });
}
