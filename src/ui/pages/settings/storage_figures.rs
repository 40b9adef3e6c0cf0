//! The figures of the storage section: what takes room, and how many records there are.

use leptos::prelude::*;

use crate::messages::{Message, keeping, settings as words};
use crate::state::format;
use crate::state::protocol::StorageFigures;
use crate::ui::controls::unique_id;
use crate::ui::words::{language, n, t, tf};

/// A table of figures under a small heading: the first column names, the others count.
#[component]
pub(super) fn Figures(
    /// What it is about.
    title: Message,
    /// A sentence under it; may be empty.
    #[prop(optional, into)]
    text: Signal<String>,
    /// The names of the columns.
    heads: &'static [Message],
    /// The rows, each with as many cells as there are heads.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
    /// Said instead of a table without rows.
    #[prop(optional, into)]
    none: Signal<String>,
) -> impl IntoView {
    let title_id = unique_id("figures");
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let name = cells.next();
        view! { <tr><th scope="row">{name}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    };
    let labelled = title_id.clone();
    let table = move || {
        if rows.with(Vec::is_empty) {
            return view! { <p class="second figures-none">{move || none.get()}</p> }.into_any();
        }
        view! {
            <table class="stat-table figures-table" aria-labelledby=labelled.clone()>
                <thead>
                    <tr>{heads.iter().map(|head| view! { <th scope="col">{move || t(*head)}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    // Without rows and without a word for that, there is nothing to head.
    let is_there = Memo::new(move |_| rows.with(|rows| !rows.is_empty()) || none.with(|none| !none.is_empty()));
    let has_text = move || text.with(|text| !text.is_empty());
    view! {
        <div class="figures" hidden=move || !is_there.get()>
            <h3 class="figures-title" id=title_id>{move || t(title)}</h3>
            <Show when=has_text><p class="setting-help">{move || text.get()}</p></Show>
            <div class="settings-rows">{table}</div>
        </div>
    }
}

/// What takes room, on the disk and in memory.
#[component]
pub(super) fn SizesTable(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
) -> impl IntoView {
    let rows = move || {
        let Some(figures) = figures.get() else { return Vec::new() };
        let size = |bytes: u64| format::bytes(language(), bytes);
        let on_disk = figures.stores.iter().filter(|(store, objects, _)| *objects > 0 && store != "meta");
        let mut rows: Vec<Vec<String>> = on_disk
            .map(|(store, objects, bytes)| {
                vec![tf(words::ON_DISK, &[("store", &store_name(store))]), n(*objects), size(*bytes)]
            })
            .collect();
        rows.push(vec![t(keeping::MEMORY_RECORDS), String::new(), size(figures.record_bytes)]);
        rows.push(vec![t(keeping::MEMORY_INDEX), String::new(), size(figures.index_bytes)]);
        rows
    };
    const HEADS: [Message; 3] = [keeping::WHERE, keeping::PARTS, keeping::SIZE];
    view! { <Figures title=keeping::SIZES heads=&HEADS rows=Signal::derive(rows)/> }
}

/// How many records there are of each kind that has some.
#[component]
pub(super) fn CountsTable(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
) -> impl IntoView {
    let rows = move || {
        let records = figures.get().map(|figures| figures.records).unwrap_or_default();
        let some = records.into_iter().filter(|(_, live, in_trash)| live + in_trash > 0);
        some.map(|(kind, live, in_trash)| vec![t(kind.many()), n(live), n(in_trash)]).collect::<Vec<_>>()
    };
    const HEADS: [Message; 3] = [words::KIND, words::LIVE, words::IN_TRASH];
    view! { <Figures title=keeping::COUNTS heads=&HEADS rows=Signal::derive(rows)/> }
}

/// What people call a part of the disk. One that a newer release has keeps its own name.
fn store_name(store: &str) -> String {
    match store {
        "journal" => t(words::STORE_JOURNAL),
        "pages" => t(words::STORE_PAGES),
        "history" => t(words::STORE_HISTORY),
        "batches" => t(words::STORE_BATCHES),
        "attachments" => t(words::STORE_ATTACHMENTS),
        other => other.to_owned(),
    }
}
