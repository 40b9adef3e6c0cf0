//! Places a floating panel beside the element that opened it.
//!
//! Panels are native popovers: they lie in the browser's top layer, so neither a scrolling list nor a dialog cuts them
//! off, and the position has to be set by hand.

use leptos::prelude::window;
use web_sys::{Element, HtmlElement};

/// Distance between the anchor and the panel, and between the panel and the edge of the window, in px.
const GAP: f64 = 4.0;
const EDGE: f64 = 8.0;

/// Opens `panel` under `anchor`, or above it where there is more room, and keeps it inside the window.
///
/// `same_width` makes the panel at least as wide as the anchor, as a list of suggestions should be.
pub(super) fn open_beside(anchor: &Element, panel: &HtmlElement, same_width: bool) {
    let style = panel.style();
    let around = anchor.get_bounding_client_rect();
    if same_width {
        let _ = style.set_property("min-width", &format!("{}px", around.width()));
    }
    if !is_open(panel) {
        // The only failures are "already open" and "no longer in the page"; in both there is nothing to place.
        let _ = panel.show_popover();
    }
    let page = window();
    let length = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (length(page.inner_width()), length(page.inner_height()));
    let size = panel.get_bounding_client_rect();
    let room_below = height - around.bottom() - GAP - EDGE;
    let room_above = around.top() - GAP - EDGE;
    let below = size.height() <= room_below || room_below >= room_above;
    let room = if below { room_below } else { room_above };
    let top = if below { around.bottom() + GAP } else { around.top() - GAP - size.height().min(room) };
    // A panel that would leave the window on the right is lined up with the anchor's right edge instead.
    let wanted =
        if around.left() + size.width() > width - EDGE { around.right() - size.width() } else { around.left() };
    let left = wanted.min(width - EDGE - size.width()).max(EDGE);
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
    let _ = style.set_property("max-height", &format!("{}px", room.max(96.0)));
}

/// Closes `panel` when it is open.
pub(super) fn close(panel: &HtmlElement) {
    if is_open(panel) {
        let _ = panel.hide_popover();
    }
}

/// Whether `panel` is shown at the moment.
pub(super) fn is_open(panel: &HtmlElement) -> bool {
    panel.matches(":popover-open").unwrap_or(false)
}
