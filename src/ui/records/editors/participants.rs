//! Customers who take part, each with a role.

use leptos::prelude::*;

use super::{Draft, RecordPicker};
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::{Participant, ParticipantRole};
use crate::messages::{fields, record as words};
use crate::ui::controls::{Button, ButtonKind, Icon, Problem, Select, SelectOption, unique_id};
use crate::ui::words::{t, tf};

type Named = (Participant, String);

fn list_of(draft: RwSignal<Draft>) -> Vec<Named> {
    draft.with(|draft| if let Draft::Participants(list) = draft { list.clone() } else { Vec::new() })
}

fn change(draft: RwSignal<Draft>, with: impl FnOnce(&mut Vec<Named>)) {
    draft.update(|draft| {
        if let Draft::Participants(list) = draft {
            with(list);
        }
    });
}

/// The editor: one line a person, and a search for the next one.
#[component]
pub fn ParticipantsEditor(
    draft: RwSignal<Draft>,
    label: Signal<String>,
    hide_label: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let add = move |(customer, title): (Id, String)| {
        change(draft, |list| {
            if list.iter().all(|(one, _)| one.customer != customer) {
                list.push((Participant { customer, role: ParticipantRole::default() }, title));
            }
        });
    };
    let problem_id = unique_id("participants-problem");
    view! {
        <div class="multi" role="group" aria-label=move || label.get() aria-describedby=problem_id.clone()>
            <span class=if hide_label { "visually-hidden" } else { "field-label" }>{move || label.get()}</span>
            <For each=move || list_of(draft) key=|(one, _)| (one.customer, one.role.code()) let:named>
                <Line draft=draft named=named/>
            </For>
            <RecordPicker target=Kind::Customer label=move || t(words::ADD_PERSON) text=String::new() on_choose=add/>
            <Problem id=problem_id.clone() text=problem/>
        </div>
    }
}

#[component]
fn Line(draft: RwSignal<Draft>, named: Named) -> impl IntoView {
    let (participant, title) = named;
    let customer = participant.customer;
    let options = Signal::derive(|| {
        ParticipantRole::ALL.map(|role| SelectOption::new(role.code().to_string(), t(role.label()))).to_vec()
    });
    let choose = move |code: String| {
        let role = code.parse().map(ParticipantRole::from_code).unwrap_or_default();
        change(draft, |list| {
            if let Some((one, _)) = list.iter_mut().find(|(one, _)| one.customer == customer) {
                one.role = role;
            }
        });
    };
    let remove_label = {
        let title = title.clone();
        move || tf(words::REMOVE_PERSON, &[("name", &title)])
    };
    view! {
        <div class="participant-line">
            <span class="participant-name">{title}</span>
            <Select
                label=move || t(fields::ROLE) hide_label=true options=options
                value=participant.role.code().to_string() on_change=choose
            />
            <Button
                label=remove_label icon=Icon::Close icon_only=true kind=ButtonKind::Quiet
                on_press=move || change(draft, |list| list.retain(|(one, _)| one.customer != customer))
            />
        </div>
    }
}
