//! Tags.

use leptos::prelude::*;

use super::Draft;
use crate::domain::field::Field;
use crate::domain::record::Kind;
use crate::messages::record as words;
use crate::state::{live, use_app};
use crate::ui::controls::TagEditor;
use crate::ui::words::{t, tf};

/// The most tags that are suggested, the most used first.
const MOST_SUGGESTIONS: u32 = 100;

/// The editor, which suggests tags that are in use.
#[component]
pub fn TagsEditor(
    kind: Kind,
    field: &'static Field,
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let known = live(
        &[],
        || (),
        move |()| async move { app.engine.suggest(kind, field.number, String::new(), MOST_SUGGESTIONS).await },
    );
    let tags = move || draft.with(|draft| if let Draft::Tags(tags) = draft { tags.clone() } else { Vec::new() });
    let suggestions = move || {
        let used = tags();
        known
            .value
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|(tag, _)| tag)
            .filter(|tag| !used.contains(tag))
            .collect::<Vec<_>>()
    };
    view! {
        <TagEditor
            label=label hide_label=hide_label problem=problem tags=Signal::derive(tags) on_change=move |tags| draft.set(Draft::Tags(tags))
            remove_label=|tag: String| tf(words::REMOVE_TAG, &[("tag", &tag)])
            suggestions=Signal::derive(suggestions) placeholder=move || t(words::TAGS_PLACEHOLDER)
        />
    }
}
