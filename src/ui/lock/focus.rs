//! Where the keyboard is after a step.

use leptos::{html, prelude::*};

use crate::state::browser;

/// Puts the focus into a field once it is on the page.
pub(super) fn focus_when_there(field: NodeRef<html::Input>) {
    Effect::new(move || {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                // It fails only when the field has left the page.
                let _ = field.focus();
            });
        }
    });
}

/// Puts the focus on the element of that id once it is on the page.
pub(super) fn focus_id_when_there(id: String) {
    Effect::new(move || {
        let id = id.clone();
        request_animation_frame(move || {
            browser::focus_by_id(&id);
        });
    });
}
