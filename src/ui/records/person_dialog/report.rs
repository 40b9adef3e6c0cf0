//! What mentions a person, by what it is to them.

use leptos::prelude::*;

use crate::messages::{Message, person as words};
use crate::state::protocol::{PersonGroup, PersonPart, PersonReport};
use crate::ui::addresses::record_address;
use crate::ui::link::Link;
use crate::ui::words::{n, t, tc, tf};

/// The list.
#[component]
pub fn Report(
    /// What was found.
    report: PersonReport,
) -> impl IntoView {
    let parts: [(PersonPart, Message); 4] = [
        (PersonPart::Own, words::PART_OWN),
        (PersonPart::Business, words::PART_BUSINESS),
        (PersonPart::Linked, words::PART_LINKED),
        (PersonPart::Text, words::PART_TEXT),
    ];
    let sections = parts.into_iter().filter_map(|(part, name)| {
        let groups: Vec<&PersonGroup> = report.groups.iter().filter(|group| group.part == part).collect();
        let lines = groups.iter().map(|group| line(group)).collect_view();
        (!groups.is_empty()).then(|| view! {
            <section class="person-part"><h3 class="section-title">{t(name)}</h3><ul class="person-groups">{lines}</ul></section>
        })
    });
    view! {
        <div class="person-report">
            {sections.collect_view()}
            <p class="second">{tc(words::PAST_VALUES, report.past_values)}</p>
        </div>
    }
}

fn line(group: &PersonGroup) -> impl IntoView + use<> {
    let name = if group.total == 1 { group.kind.one() } else { group.kind.many() };
    let count = tf(words::COUNT_OF, &[("count", &n(group.total)), ("kind", &t(name).to_lowercase())]);
    let records = group.records.iter().map(|record| {
        let title = if record.title.is_empty() { t(words::NO_TITLE) } else { record.title.clone() };
        let address = record_address(record.kind, record.id);
        view! { <li><Link href=address>{title.clone()}</Link></li> }
    });
    let more = group.total.saturating_sub(group.records.len() as u64);
    view! {
        <li>
            <p class="person-count">{count}</p>
            <ul class="person-records">
                {records.collect_view()}
                {(more > 0).then(|| view! { <li class="second">{tf(words::AND_MORE, &[("count", &n(more))])}</li> })}
            </ul>
        </li>
    }
}
