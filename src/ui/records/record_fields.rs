//! The fields of a record in their groups; empty ones are folded away.

use leptos::prelude::*;

use super::field_row::FieldRow;
use super::record_handle::RecordHandle;
use crate::domain::field::{Field, FieldKind, Group};
use crate::messages::{Message, record as words};
use crate::ui::controls::{Button, ButtonKind};
use crate::ui::name_order::in_order_of_the_language;
use crate::ui::words::{language, t};

/// A group with its title.
type Titled = (Group, Message);

/// What a record is known and reached by.
const FIRST: [Titled; 2] = [(Group::Main, words::GROUP_MAIN), (Group::Contact, words::GROUP_CONTACT)];
/// What is looked up now and then.
const REST: [Titled; 2] = [(Group::Details, words::GROUP_DETAILS), (Group::System, words::GROUP_SYSTEM)];

/// All groups, and the button that unfolds what is empty.
#[component]
pub fn RecordFields(
    /// The record.
    record: RecordHandle,
    /// Fields that are shown elsewhere.
    #[prop(default = &[])]
    but: &'static [u16],
    /// Stands after what the record is known by, before what is looked up now and then.
    #[prop(optional, into)]
    between: ViewFn,
) -> impl IntoView {
    let with_empty = RwSignal::new(false);
    let groups = move |groups: [Titled; 2]| {
        let group = |(group, title)| view! { <FieldGroup record=record group=group title=title with_empty=with_empty but=but/> };
        groups.map(group).into_iter().collect_view()
    };
    let toggle_label = move || t(if with_empty.get() { words::HIDE_EMPTY_FIELDS } else { words::SHOW_EMPTY_FIELDS });
    view! {
        {groups(FIRST)}
        {between.run()}
        {groups(REST)}
        <span class="more-button">
            <Button label=toggle_label kind=ButtonKind::Quiet on_press=move || with_empty.update(|shown| *shown = !*shown)/>
        </span>
    }
}

#[component]
fn FieldGroup(
    record: RecordHandle,
    group: Group,
    title: Message,
    with_empty: RwSignal<bool>,
    but: &'static [u16],
) -> impl IntoView {
    let numbers = Memo::new(move |_| {
        let with_empty = with_empty.get();
        record.detail.with(|detail| {
            let fields = detail.iter().flat_map(|detail| &detail.fields);
            let shown = fields.filter(|(number, _)| !but.contains(number)).filter(|(number, cell)| {
                record.kind.field(*number).is_some_and(|field| {
                    let wanted = !cell.value.is_empty() || (field.editable && (with_empty || group == Group::Main));
                    field.group == group && wanted && !says_what_the_head_says(record, field)
                })
            });
            let mut shown: Vec<u16> = shown.map(|(number, _)| *number).collect();
            in_order_of_the_language(record.kind, language(), &mut shown, |number| *number);
            shown
        })
    });
    let rows = move || {
        view! {
            <section class="panel-section" aria-label=move || t(title)>
                <h3 class="section-title">{move || t(title)}</h3>
                <div class="fields">
                    <For each=move || numbers.get() key=|number| *number let:number>
                        {record.kind.field(number).map(|field| view! { <FieldRow record=record field=field/> })}
                    </For>
                </div>
            </section>
        }
    };
    let any = Memo::new(move |_| numbers.with(|numbers| !numbers.is_empty()));
    view! { <Show when=move || any.get()>{rows()}</Show> }
}

/// A derived text stands in the head, and in the fields that it is made from.
fn says_what_the_head_says(record: RecordHandle, field: &Field) -> bool {
    !field.is_stored() && (field.number == record.kind.title_field() || matches!(field.kind, FieldKind::Text))
}
