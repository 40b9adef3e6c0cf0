//! Another record.

use leptos::prelude::*;

use super::Draft;
use crate::domain::field::FieldKind;
use crate::domain::id::Id;
use crate::domain::query::Query;
use crate::domain::record::Kind;
use crate::messages::record as words;
use crate::state::protocol::{Row, RowsRequest};
use crate::state::{format, live, use_app};
use crate::ui::controls::{Button, ButtonKind, ComboOption, Combobox, Icon};
use crate::ui::words::{language, t};

/// The most records that are offered.
const MOST_OFFERED: u32 = 8;
/// The most values that tell a record from others of its title.
const MOST_DETAILS: usize = 2;

/// A field in which a record of one kind is found and chosen.
#[component]
pub fn RecordPicker(
    /// The kind of record.
    target: Kind,
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// The title of the chosen record.
    #[prop(into)]
    text: Signal<String>,
    /// Runs with the chosen record and its title.
    #[prop(into)]
    on_choose: Callback<(Id, String)>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(None::<String>);
    let columns = detail_columns(target);
    let found = live(
        &Kind::ALL,
        move || typed.get(),
        move |typed| {
            let columns = columns.clone();
            async move {
                let Some(search) = typed else { return Ok(Vec::new()) };
                let query = Query { search, ..Query::all(target) };
                app.engine
                    .rows(RowsRequest { query, columns, offset: 0, limit: MOST_OFFERED })
                    .await
                    .map(|rows| rows.rows)
            }
        },
    );
    let options =
        move || found.value.with(|rows| rows.iter().flatten().map(|row| option_of(target, row)).collect::<Vec<_>>());
    let choose = move |value: String| {
        let title = found.value.with_untracked(|rows| {
            rows.iter().flatten().find(|row| row.id.to_string() == value).map(|row| row.title.clone())
        });
        if let (Some(id), Some(title)) = (Id::parse(&value), title) {
            on_choose.run((id, title));
        }
    };
    view! {
        <Combobox
            label=label hide_label=hide_label problem=problem text=text options=Signal::derive(options)
            on_query=move |text: String| typed.set(Some(text)) on_choose=choose
            nothing_found=move || if found.loading.get() { String::new() } else { t(words::NOTHING_FOUND) }
            placeholder=move || t(words::FIND_RECORD)
        />
    }
}

/// The fields that tell one record from others of its title.
fn detail_columns(kind: Kind) -> Vec<u16> {
    let tells = |field: &&crate::domain::field::Field| {
        matches!(field.kind, FieldKind::Text | FieldKind::Emails | FieldKind::Phones)
    };
    let fields =
        kind.fields().iter().filter(|field| field.column_width > 0 && field.number != kind.title_field()).filter(tells);
    fields.map(|field| field.number).collect()
}

fn option_of(kind: Kind, row: &Row) -> ComboOption {
    let language = language();
    let cells = detail_columns(kind).into_iter().zip(&row.cells);
    let texts =
        cells.filter_map(|(number, cell)| kind.field(number).map(|field| format::cell_text(field, cell, language)));
    let detail: Vec<String> = texts.filter(|text| !text.is_empty()).take(MOST_DETAILS).collect();
    ComboOption { value: row.id.to_string(), label: row.title.clone(), detail: detail.join(" · ") }
}

/// The editor: the picker, and a button that takes the link away.
#[component]
pub fn LinkEditor(
    target: Kind,
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
    /// Runs when a record was chosen or the link taken away.
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let title = move || {
        draft.with(|draft| if let Draft::Link(Some((_, title))) = draft { title.clone() } else { String::new() })
    };
    let set = move |link: Option<(Id, String)>| {
        draft.set(Draft::Link(link));
        if let Some(done) = on_done {
            done.run(());
        }
    };
    let is_set = move || draft.with(|draft| matches!(draft, Draft::Link(Some(_))));
    view! {
        <div class="link-editor">
            <RecordPicker
                target=target label=label hide_label=hide_label problem=problem text=Signal::derive(title)
                on_choose=move |chosen| set(Some(chosen))
            />
            {move || is_set().then(|| view! {
                <Button label=move || t(words::CLEAR_LINK) icon=Icon::Close icon_only=true kind=ButtonKind::Quiet on_press=move || set(None)/>
            })}
        </div>
    }
}
