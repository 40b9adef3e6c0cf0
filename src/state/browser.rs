//! The parts of the browser that screens use themselves.

pub use crate::platform::clock::{
    local_date_of, local_input_text, local_today, moment_of_local_input, monotonic_ms, next_frame, now_ms, sleep,
    start_of_day,
};
pub use crate::platform::files::{FileError, download};
pub use crate::platform::page::{
    ClipboardError, address_of, base_path, copy_text, download_anew, focus_by_id, go_to, is_mac, matches_media,
    on_media_change, on_visible, origin, print, reload, set_title, tabs_know_of_each_other,
};
pub use crate::platform::panic_hook::install_panic_hook;
pub use crate::platform::service_worker::on_release_waiting;
pub use crate::platform::subscription::Subscription;

/// The identifier of the release that this page belongs to; empty in a page that no release made.
pub fn build_id() -> String {
    crate::platform::page::meta_content("burrow-build").unwrap_or_default()
}
