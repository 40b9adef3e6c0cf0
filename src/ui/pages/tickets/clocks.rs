//! The two clocks of a ticket: to the first response and to the solution. Each says its target, what it shows, when it is
//! due, and whether it was met.

use leptos::prelude::*;

use crate::domain::ticket::{self, categories};
use crate::domain::value::Value;
use crate::messages::{Language, Message, service as words};
use crate::state::format::{self, InstantStyle};
use crate::ui::controls::Tone;
use crate::ui::records::{RecordHandle, due_words};
use crate::ui::words::{language, t};

const MINUTE: i64 = 60_000;

/// The fields of a clock.
#[derive(Clone, Copy)]
struct ClockFields {
    name: Message,
    target: u16,
    took: u16,
    due: u16,
}

const CLOCKS: [ClockFields; 2] = [
    ClockFields {
        name: words::CLOCK_FIRST,
        target: ticket::FIRST_RESPONSE_TARGET,
        took: ticket::FIRST_RESPONSE_TOOK,
        due: ticket::FIRST_RESPONSE_DUE,
    },
    ClockFields {
        name: words::CLOCK_SOLUTION,
        target: ticket::RESOLUTION_TARGET,
        took: ticket::RESOLUTION_TOOK,
        due: ticket::RESOLUTION_DUE,
    },
];

/// What a clock says at a moment.
#[derive(Clone, PartialEq)]
struct Reading {
    /// How long it has run, or ran.
    time: String,
    /// Met, missed, still, or when it is due.
    verdict: String,
    tone: Tone,
    /// Where the hand stands: hundredths of the target, at most 100.
    share: i64,
    /// The exact moment behind the words.
    exact: Option<String>,
}

/// The panel.
#[component]
pub fn Clocks(
    /// The ticket.
    record: RecordHandle,
) -> impl IntoView {
    view! {
        <div class="clocks" role="group" aria-label=move || t(words::CLOCKS)>
            {CLOCKS.map(|fields| view! { <Clock record=record fields=fields/> }).into_iter().collect_view()}
        </div>
    }
}

#[component]
fn Clock(record: RecordHandle, fields: ClockFields) -> impl IntoView {
    let reading = Memo::new(move |_| {
        let now = i64::try_from(record.app.now.get()).unwrap_or(i64::MAX);
        read(record, fields, now, language())
    });
    let line = move || {
        let target = number(record, fields.target).map(|minutes| format::duration(language(), minutes));
        let target = target.map(|time| words::CLOCK_TARGET.fill(language(), &[("time", &time)]));
        let parts = target.into_iter().chain([reading.with(|reading| reading.time.clone())]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let bar_class = move || match reading.with(|reading| reading.tone) {
        Tone::Bad => "clock-hand bad",
        Tone::Warning => "clock-hand warning",
        _ => "clock-hand",
    };
    view! {
        <div class="clock">
            <p class="clock-head">
                <span class="clock-name">{move || t(fields.name)}</span>
                <span
                    class=move || reading.with(|reading| reading.tone.pill_class())
                    title=move || reading.with(|reading| reading.exact.clone())
                >{move || reading.with(|reading| reading.verdict.clone())}</span>
            </p>
            <svg class="clock-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="clock-back" width="100" height="4"></rect>
                <rect class=bar_class width=move || reading.with(|reading| reading.share.to_string()) height="4"></rect>
            </svg>
            <p class="clock-time">{line}</p>
        </div>
    }
}

fn value(record: RecordHandle, number: u16) -> Value {
    record.detail.with(|detail| {
        let fields = detail.iter().flat_map(|detail| &detail.fields);
        fields.filter(|(found, _)| *found == number).map(|(_, cell)| cell.value.clone()).next().unwrap_or_default()
    })
}

/// The number or the moment of a field. Reactive.
fn number(record: RecordHandle, field: u16) -> Option<i64> {
    match value(record, field) {
        Value::Integer(number) | Value::Instant(number) => Some(number),
        _ => None,
    }
}

fn read(record: RecordHandle, fields: ClockFields, now: i64, language: Language) -> Reading {
    let duration = |minutes: i64| format::duration(language, minutes);
    let target = number(record, fields.target).unwrap_or(0);
    let share = |minutes: i64| if target > 0 { (minutes.saturating_mul(100) / target).clamp(0, 100) } else { 100 };
    let moment = |at: i64| format::instant(language, u64::try_from(at).unwrap_or(0), InstantStyle::DateAndTime);
    if let Some(took) = number(record, fields.took) {
        let is_met = took <= target;
        return Reading {
            time: words::CLOCK_TOOK.fill(language, &[("time", &duration(took))]),
            verdict: (if is_met { words::CLOCK_MET } else { words::CLOCK_MISSED }).text(language).to_owned(),
            tone: if is_met { Tone::Accent } else { Tone::Bad },
            share: share(took),
            exact: None,
        };
    }
    let status = match value(record, ticket::STATUS) {
        Value::Choice(code) => code,
        _ => ticket::statuses::NEW,
    };
    if let (Some(since), Some(shows)) =
        (number(record, ticket::STANDS_STILL_SINCE), number(record, ticket::CLOCK_SHOWS))
    {
        // Closed before anybody answered: the first response will not come any more.
        if ticket::category_of(status) == categories::CLOSED {
            return Reading {
                time: words::CLOCK_NOT_ANSWERED.text(language).to_owned(),
                verdict: words::CLOSED.text(language).to_owned(),
                tone: Tone::Neutral,
                share: share(shows),
                exact: None,
            };
        }
        let still = words::CLOCK_STILL_SINCE.fill(language, &[("time", &moment(since))]);
        let so_far = words::CLOCK_ELAPSED.fill(language, &[("time", &duration(shows))]);
        return Reading {
            time: format!("{so_far} · {still}"),
            verdict: words::CLOCK_STILL.text(language).to_owned(),
            tone: Tone::Warning,
            share: share(shows),
            exact: Some(moment(since)),
        };
    }
    let Some(due) = number(record, fields.due) else {
        return Reading { time: String::new(), verdict: String::new(), tone: Tone::Neutral, share: 0, exact: None };
    };
    // Due is when the clock will have run for the whole target.
    let elapsed = ((now - (due - target * MINUTE)) / MINUTE).max(0);
    let words_of_due = due_words(due, now, language);
    let so_far = words::CLOCK_ELAPSED.fill(language, &[("time", &duration(elapsed))]);
    let due_at = words::CLOCK_DUE.fill(language, &[("time", &moment(due))]);
    Reading {
        time: format!("{so_far} · {due_at}"),
        verdict: words_of_due.text,
        tone: words_of_due.tone,
        share: share(elapsed),
        exact: Some(moment(due)),
    }
}
