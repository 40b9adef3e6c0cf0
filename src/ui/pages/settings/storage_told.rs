//! What is damaged, and what a repair did, in words.

use leptos::prelude::*;

use crate::messages::{keeping, settings as words};
use crate::state::protocol::{DamagedPart, FoundRecord, PartKind, RepairReport};
use crate::ui::addresses::BACKUP;
use crate::ui::controls::{ButtonKind, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::words::{language, n, t, tc, tf};

/// Missing records that are named; all of them are counted.
const MOST_NAMED: usize = 8;
/// Damaged parts that are named; all of them are counted.
const MOST_PARTS: usize = 12;

/// The parts that cannot be read, each in words, and what a repair would do.
#[component]
pub(super) fn DamagedList(parts: Memo<Vec<DamagedPart>>) -> impl IntoView {
    let lines = move || {
        let parts = parts.get();
        let rest = parts.len().saturating_sub(MOST_PARTS) as u64;
        let lines = parts.into_iter().take(MOST_PARTS).map(|part| {
            let where_else = t(if part.is_in_memory { keeping::IN_MEMORY } else { keeping::NOT_IN_MEMORY });
            view! { <li>{part_words(part.what)}" · "{where_else}<code class="part-name">{part.name}</code></li> }
        });
        let rest = (rest > 0).then(|| view! { <li>{tc(keeping::AND_MORE, rest)}</li> });
        view! { <ul class="part-list">{lines.collect_view()}{rest}</ul> }
    };
    view! {
        <p class="setting-name damaged-title"><Glyph icon=Icon::Warning/>{move || t(words::DAMAGED)}</p>
        <p class="setting-help">{move || t(words::DAMAGED_TEXT)}" "{move || t(keeping::REPAIR_TEXT)}</p>
        {lines}
    }
}

fn part_words(what: PartKind) -> String {
    match what {
        PartKind::Records(kind, about) => {
            let kind = kind.map_or_else(|| t(keeping::OTHER_RECORDS), |kind| t(kind.many()));
            tf(keeping::PART_RECORDS, &[("kind", &kind), ("count", &n(about))])
        }
        PartKind::Action => t(keeping::PART_ACTION),
        PartKind::History => t(keeping::PART_HISTORY),
        PartKind::Import => t(keeping::PART_IMPORT),
        PartKind::Other => t(keeping::PART_OTHER),
    }
}

/// What a repair did, what is gone, and what to do about it.
#[component]
pub(super) fn RepairTold(report: RepairReport) -> impl IntoView {
    let nothing = report.set_aside == 0 && report.from_history == 0 && report.from_imports == 0;
    let sentences = [
        (keeping::SET_ASIDE, report.set_aside),
        (keeping::WRITTEN_ANEW, report.written_anew),
        (keeping::FROM_HISTORY, report.from_history),
        (keeping::FROM_IMPORTS, report.from_imports),
        (keeping::LOST_OF_IMPORTS, report.lost_of_imports),
        (keeping::IN_LOST_PAGES, report.in_lost_pages),
        (keeping::LOST_ACTIONS, report.lost_actions),
        (keeping::LOST_HISTORY, report.lost_history),
    ];
    let lines = sentences
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(words, count)| view! { <li>{tc(words, count)}</li> })
        .collect_view();
    let remains = !report.remaining.is_empty();
    let lost = report.has_lost_something();
    view! {
        <p class="setting-name">{t(if nothing { keeping::REPAIR_NOTHING } else { keeping::REPAIRED })}</p>
        <ul class="part-list">{lines}</ul>
        <Missing missing=report.missing count=report.missing_count/>
        {lost.then(|| view! {
            <p>{t(keeping::REPAIR_BACKUP)}</p>
            <p><Link href=BACKUP attr:class=ButtonKind::Plain.class()>{t(keeping::OPEN_BACKUP)}</Link></p>
        })}
        {remains.then(|| view! { <p class="problem"><Glyph icon=Icon::Warning/><span>{t(keeping::REPAIR_REMAINS)}</span></p> })}
    }
}

#[component]
fn Missing(missing: Vec<FoundRecord>, count: u64) -> impl IntoView {
    let named = |record: FoundRecord| {
        let kind = record.kind.one().text(language()).to_owned();
        let text = if record.subtitle.is_empty() {
            kind
        } else {
            tf(keeping::MISSING_LINKED, &[("kind", &kind), ("title", &record.subtitle)])
        };
        view! { <li>{text}</li> }
    };
    let rest = count.saturating_sub(missing.len().min(MOST_NAMED) as u64);
    let lines = missing.into_iter().take(MOST_NAMED).map(named).collect_view();
    (count > 0).then(|| {
        view! {
            <p>{t(keeping::MISSING)}</p>
            <ul class="part-list">{lines}{(rest > 0).then(|| view! { <li>{tc(keeping::AND_MORE, rest)}</li> })}</ul>
        }
    })
}
