//! A day with its time, in the zone of the device.

use leptos::prelude::*;

use super::Draft;
use crate::ui::controls::TextField;

/// The editor: the browser's own input, which every device shows in the way its owner knows.
#[component]
pub fn MomentEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let value = Signal::derive(move || {
        draft.with(|draft| if let Draft::Moment(text) = draft { text.clone() } else { String::new() })
    });
    view! {
        <TextField
            label=label hide_label=hide_label problem=problem kind="datetime-local" value=value
            on_input=move |text| draft.set(Draft::Moment(text))
        />
    }
}
