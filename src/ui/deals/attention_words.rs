//! What a card says that it asks for.

use super::board_state::day_of;
use crate::domain::deal::{Attention, Standing, attention};
use crate::domain::value::Day;
use crate::messages::{Language, board as words};
use crate::state::format;
use crate::state::protocol::board_protocol::{BoardCard, BoardStage};
use crate::ui::controls::Tone;

/// What the card asks for, as of that day.
pub fn attention_of(card: &BoardCard, stage: Option<&BoardStage>, today: Day) -> Option<Attention> {
    let standing = Standing {
        is_open: stage.is_none_or(BoardStage::is_open),
        entered: card.stage_since.and_then(day_of),
        days_allowed: stage.and_then(|stage| stage.days_allowed),
        has_next_step: !card.next_step.trim().is_empty(),
        next_step_due: card.next_step_due,
        expected_close: card.expected_close,
    };
    attention(&standing, today)
}

/// The same in words, with the colour that repeats how urgent it is. `days_allowed` is the stage's.
pub fn attention_words(attention: Attention, days_allowed: Option<i64>, language: Language) -> (String, Tone) {
    let counted = |counted: crate::messages::Counted, days: i32| {
        let days = u64::try_from(days).unwrap_or(0);
        counted.fill(language, days, &format::integer(language, days), &[])
    };
    match attention {
        Attention::Overdue(since) => {
            let day = format::day_brief(language, since);
            (words::OVERDUE_SINCE.fill(language, &[("day", &day)]), Tone::Bad)
        }
        Attention::NoNextStep(0) => (words::NO_NEXT_STEP.text(language).to_owned(), Tone::Warning),
        Attention::NoNextStep(days) => {
            let is_too_long = days_allowed.is_some_and(|allowed| i64::from(days) > allowed);
            (counted(words::NO_NEXT_STEP_DAYS, days), if is_too_long { Tone::Bad } else { Tone::Warning })
        }
        Attention::TooLong(days) => (counted(words::TOO_LONG, days), Tone::Bad),
    }
}
