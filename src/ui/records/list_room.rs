//! How much room an open record leaves to its list.

use leptos::{ev, prelude::*};

/// Widths of the style's tokens in pixels: the sidebar, and the open record beside the list.
const SIDEBAR: f64 = 216.0;
const PANEL: f64 = 384.0;
/// Up to this width of the window the open record has that share of what the sidebar leaves, and at least so many pixels.
const NARROW: f64 = 1080.0;
const NARROW_PANEL_SHARE: f64 = 0.44;
const NARROW_PANEL_LEAST: f64 = 320.0;

/// The room that an open record leaves to the list in a window of that width, in pixels.
pub fn room_beside_record(window: f64) -> u16 {
    let page = window - SIDEBAR;
    let panel = if window <= NARROW { (page * NARROW_PANEL_SHARE).max(NARROW_PANEL_LEAST) } else { PANEL };
    // A width of the screen is far below the limit, and one below zero is none.
    (page - panel).max(0.0) as u16
}

/// The width of the window in pixels, as a signal of the current owner.
pub fn follow_window_width() -> RwSignal<f64> {
    let width = || window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(f64::from(u16::MAX));
    let follows = RwSignal::new(width());
    let listener = window_event_listener(ev::resize, move |_| {
        follows.try_set(width());
    });
    on_cleanup(move || listener.remove());
    follows
}
