//! Editors, one file a kind of value. An editor writes into a [`Draft`] and nothing else: when it is read, checked and saved
//! is the business of who shows it, so that the same editors serve a field in place, a form, and many records at once.

mod address;
mod boolean;
mod choice;
mod day;
mod draft;
mod entries;
mod link;
mod moment;
mod money;
mod participants;
mod tags;
mod text;

pub use draft::{Draft, EntryDraft};
pub use link::RecordPicker;

use leptos::prelude::*;

use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;

/// The editor for a field's kind of value.
#[component]
pub fn ValueEditor(
    /// The kind of record.
    kind: Kind,
    /// The field.
    field: &'static Field,
    /// What is being written.
    draft: RwSignal<Draft>,
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// What is wrong with the value.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Runs when a value was chosen that needs no further look.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    match field.kind {
        FieldKind::Text => view! { <text::TextEditor draft=draft label=label hide_label=hide_label problem=problem autofocus=autofocus/> }.into_any(),
        FieldKind::Integer => view! { <text::TextEditor draft=draft label=label hide_label=hide_label problem=problem autofocus=autofocus input="number"/> }.into_any(),
        FieldKind::Website => view! { <text::TextEditor draft=draft label=label hide_label=hide_label problem=problem autofocus=autofocus input="url"/> }.into_any(),
        FieldKind::Percent | FieldKind::Duration => view! { <text::TextEditor draft=draft label=label hide_label=hide_label problem=problem autofocus=autofocus/> }.into_any(),
        FieldKind::Instant => view! { <moment::MomentEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Money => view! { <money::MoneyEditor draft=draft label=label hide_label=hide_label problem=problem autofocus=autofocus/> }.into_any(),
        FieldKind::Participants => view! { <participants::ParticipantsEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        // No form asks for one.
        FieldKind::Model => ().into_any(),
        FieldKind::LongText => view! { <text::LongTextEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Boolean => view! { <boolean::BooleanEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Choice(choices) => view! { <choice::ChoiceEditor choices=choices draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Day => view! { <day::DayEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Emails => view! { <entries::EntriesEditor draft=draft label=label hide_label=hide_label problem=problem input="email"/> }.into_any(),
        FieldKind::Phones => view! { <entries::EntriesEditor draft=draft label=label hide_label=hide_label problem=problem input="tel"/> }.into_any(),
        FieldKind::Address => view! { <address::AddressEditor draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Tags => view! { <tags::TagsEditor kind=kind field=field draft=draft label=label hide_label=hide_label problem=problem/> }.into_any(),
        FieldKind::Link(target) => view! { <link::LinkEditor target=target draft=draft label=label hide_label=hide_label problem=problem on_done=on_done/> }.into_any(),
    }
}
