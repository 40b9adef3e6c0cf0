//! The stages that a deal has gone through, with the days in each.

use leptos::prelude::*;

use super::board_state::{day_of, today};
use crate::domain::deal::{self, stage_log};
use crate::domain::stage::types;
use crate::domain::value::Value;
use crate::messages::board as words;
use crate::state::live;
use crate::state::protocol::HistoryEntry;
use crate::ui::records::RecordHandle;
use crate::ui::words::{t, tc, tf};

/// The section “Stages”, told by the deal's history.
#[component]
pub fn StageLog(
    /// The deal.
    record: RecordHandle,
) -> impl IntoView {
    let engine = record.app.engine;
    let stamp = Memo::new(move |_| record.detail.with(|detail| detail.as_ref().map(|detail| detail.stamp)));
    let entries = live(&[], move || stamp.get(), move |_| engine.history(record.kind, record.id));
    let status = record.cell(deal::STATUS);
    let since = record.cell(deal::STAGE_SINCE);
    let lines = move || {
        let is_over = !matches!(status.get().value, Value::Choice(types::OPEN) | Value::Empty);
        let since = match since.get().value {
            Value::Instant(since) => u64::try_from(since).ok(),
            _ => None,
        };
        entries.value.with(|entries| lines_of(entries.as_deref().unwrap_or_default(), is_over, since))
    };
    move || {
        let lines = lines();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="panel-section" aria-label=move || t(words::STAGES)>
                    <h3 class="section-title">{move || t(words::STAGES)}</h3>
                    <ol class="stage-log">
                        {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ol>
                </section>
            }
        })
    }
}

/// The stages in words, the first one first: “Proposal, 12 days”. Where the deal is over, no days go on being counted.
/// `since` is when the deal itself says that it entered its stage, which for one that was brought in from elsewhere is
/// before this book has heard of it.
fn lines_of(entries: &[HistoryEntry], is_over: bool, since: Option<u64>) -> Vec<String> {
    let changes = entries.iter().flat_map(|entry| entry.changes.iter().map(move |change| (entry.at, change)));
    let entered = changes.filter(|(_, change)| change.field == deal::STAGE && !change.after.value.is_empty());
    let entered =
        entered.map(|(at, change)| (at, change.after.title.clone().unwrap_or_else(|| t(words::WITHOUT_STAGE))));
    let mut entered: Vec<(u64, String)> = entered.collect();
    if let ([(at, _)], Some(since)) = (&mut entered[..], since) {
        *at = since.min(*at);
    }
    let day = |at: u64| day_of(i64::try_from(at).ok()?)?.days_since_1970();
    let Some(today) = today().and_then(|today| today.days_since_1970()) else { return Vec::new() };
    let log = stage_log(entered, day, today);
    let last = log.len().saturating_sub(1);
    let line = |(at, (stage, days)): (usize, (String, i32))| {
        let count = u64::try_from(days).unwrap_or(0);
        if at == last && is_over {
            return stage;
        }
        let days = match (count, at == last) {
            (0, true) => t(words::SINCE_TODAY),
            (0, false) => t(words::UNDER_A_DAY),
            _ => tc(words::DAYS, count),
        };
        tf(words::STAGE_DAYS, &[("stage", &stage), ("days", &days)])
    };
    log.into_iter().enumerate().map(line).collect()
}
