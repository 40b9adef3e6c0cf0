//! The times of a ticket in words: "in 38 min", "2 hr overdue", "on hold", "answered in 38 min".

use crate::domain::ticket::{self, categories};
use crate::domain::value::Value;
use crate::messages::{Language, service as words};
use crate::state::format;
use crate::ui::controls::Tone;

/// A target that is reached sooner than this is marked, in minutes.
const SOON: i64 = 30;
const MINUTE: i64 = 60_000;

/// Words with what their colour says.
pub struct TimeWords {
    /// The words.
    pub text: String,
    /// What the colour says.
    pub tone: Tone,
}

/// When something is due, as seen at `now`; both in milliseconds since 1970.
pub fn due_words(due: i64, now: i64, language: Language) -> TimeWords {
    due_words_in(due, now, language, |minutes| minutes)
}

/// The same with the minutes rounded.
fn due_words_in(due: i64, now: i64, language: Language, rounded: fn(i64) -> i64) -> TimeWords {
    let minutes = (due - now) / MINUTE;
    if due < now {
        let over = rounded(((now - due) / MINUTE).max(1));
        let text = words::OVERDUE_BY.fill(language, &[("time", &format::duration(language, over))]);
        return TimeWords { text, tone: Tone::Bad };
    }
    let time = if minutes < 1 {
        words::DUE_NOW.text(language).to_owned()
    } else {
        format::duration(language, rounded(minutes))
    };
    let text = if minutes < 1 { time } else { words::DUE_IN.fill(language, &[("time", &time)]) };
    TimeWords { text, tone: if minutes < SOON { Tone::Warning } else { Tone::Neutral } }
}

/// Whole days, or whole hours, or minutes: a cell of a list has room for one unit.
fn in_one_unit(minutes: i64) -> i64 {
    match minutes {
        1_440.. => minutes / 1_440 * 1_440,
        60.. => minutes / 60 * 60,
        _ => minutes,
    }
}

/// What the list of tickets says of a ticket's time, out of its fields.
pub fn ticket_words(value: impl Fn(u16) -> Value, now: i64, language: Language) -> TimeWords {
    let neutral = |text: String| TimeWords { text, tone: Tone::Neutral };
    let status = match value(ticket::STATUS) {
        Value::Choice(status) => status,
        _ => ticket::statuses::NEW,
    };
    match (ticket::category_of(status), value(ticket::DUE)) {
        (categories::CLOSED, _) => match value(ticket::FIRST_RESPONSE_TOOK) {
            Value::Integer(minutes) => {
                let time = format::duration(language, in_one_unit(minutes));
                neutral(words::ANSWERED_IN.fill(language, &[("time", &time)]))
            }
            _ => neutral(words::CLOSED.text(language).to_owned()),
        },
        (categories::ON_HOLD, _) => neutral(words::ON_HOLD.text(language).to_owned()),
        (_, Value::Instant(due)) => due_words_in(due, now, language, in_one_unit),
        _ => neutral(String::new()),
    }
}
