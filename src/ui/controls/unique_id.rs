//! Element ids that labels, descriptions and popups refer to.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An element id that no other element of this page has, such as `field-17`.
///
/// Labels and descriptions point at elements by id, and the same control can stand on the page many times.
pub fn unique_id(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
