//! What a page shows of its records besides their fields.

use leptos::prelude::*;

use super::record_handle::RecordHandle;

/// What a page adds to the records of its kind.
#[derive(Clone, Copy, Default)]
pub struct RecordParts {
    /// Stands under the head, above the fields.
    pub lead: Option<fn(RecordHandle) -> AnyView>,
    /// Stands above what happened.
    pub main: Option<fn(RecordHandle) -> AnyView>,
    /// The numbers of fields that these show, so that they are not shown twice.
    pub instead_of: &'static [u16],
}
