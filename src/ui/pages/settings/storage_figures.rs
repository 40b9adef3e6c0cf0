//! The figures of the storage section.

use leptos::prelude::*;

use crate::messages::settings as words;
use crate::state::protocol::StorageFigures;
use crate::state::{format, use_app};
use crate::ui::words::{language, n, t, tcf, tf};

/// Name and figure, a line each.
#[component]
pub fn FiguresTable(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
) -> impl IntoView {
    let app = use_app();
    let room = move || match app.room.used_and_allowed.get() {
        Some((used, allowed)) => tf(
            words::ROOM_OF,
            &[("used", &format::bytes(language(), used)), ("allowed", &format::bytes(language(), allowed))],
        ),
        None => t(words::NOT_TOLD),
    };
    let lines = move || {
        let mut lines = vec![(t(words::ROOM_USED), room())];
        if let Some(figures) = figures.get() {
            lines.extend(lines_of(&figures));
        }
        lines
    };
    view! {
        <table class="stat-table">
            <tbody>
                {move || lines().into_iter().map(|(name, figure)| view! { <tr><th scope="row">{name}</th><td>{figure}</td></tr> }).collect_view()}
            </tbody>
        </table>
    }
}

fn lines_of(figures: &StorageFigures) -> Vec<(String, String)> {
    let language = language();
    let size = |count: u64| format::bytes(language, count);
    let mut lines = Vec::new();
    for (kind, live, in_trash) in &figures.records {
        let name = kind.many().text(language);
        lines.push((format!("{name} · {}", t(words::LIVE)), n(*live)));
        lines.push((format!("{name} · {}", t(words::IN_TRASH)), n(*in_trash)));
    }
    lines.push((t(words::JOURNAL), n(figures.journal_entries)));
    let last_fold = match figures.last_fold {
        Some(at) => format::instant(language, at, format::InstantStyle::DateAndTime),
        None => t(words::NOT_YET),
    };
    lines.push((t(words::LAST_FOLD), last_fold));
    for (store, objects, bytes) in &figures.stores {
        lines.push((
            tf(words::ON_DISK, &[("store", &store_name(store))]),
            tcf(words::ON_DISK_PARTS, *objects, &[("size", &size(*bytes))]),
        ));
    }
    let parts = [("records", &*size(figures.record_bytes)), ("index", &*size(figures.index_bytes))];
    lines.push((t(words::IN_MEMORY), tf(words::IN_MEMORY_PARTS, &parts)));
    lines
}

/// What people call a part of the disk. One that a newer release has keeps its own name.
fn store_name(store: &str) -> String {
    match store {
        "meta" => t(words::STORE_BOOK),
        "journal" => t(words::STORE_JOURNAL),
        "pages" => t(words::STORE_PAGES),
        "history" => t(words::STORE_HISTORY),
        "batches" => t(words::STORE_BATCHES),
        "attachments" => t(words::STORE_ATTACHMENTS),
        other => other.to_owned(),
    }
}
