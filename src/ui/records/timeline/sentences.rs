//! What happened with another record, in words: "Call, held", "12 min", "Asked about the spring list".

use crate::domain::interaction::{self, directions, types};
use crate::domain::value::Value;
use crate::domain::{deal, order, recipient, stage, task, ticket};
use crate::messages::{Language, Message, service as words};
use crate::state::format;
use crate::state::protocol::{Occurrence, RecordEvent};
use crate::ui::controls::Icon;

/// An event in words.
pub struct Sentence {
    /// What happened, in a word or three.
    pub title: String,
    /// Short facts beside the time.
    pub facts: Vec<String>,
    /// The line below, which names the record.
    pub line: Option<String>,
    /// What was said or written, as it was.
    pub text: Option<String>,
    /// The picture.
    pub icon: Icon,
    /// Whether it is for members only.
    pub internal: bool,
}

fn choice(event: &RecordEvent, number: u16) -> Option<u16> {
    match event.cell(number).map(|cell| &cell.value) {
        Some(Value::Choice(code)) => Some(*code),
        _ => None,
    }
}

fn text(event: &RecordEvent, number: u16, language: Language) -> Option<String> {
    let field = event.kind.field(number)?;
    event.cell(number).map(|cell| format::cell_text(field, cell, language)).filter(|text| !text.is_empty())
}

/// The event in words.
pub fn sentence(event: &RecordEvent, language: Language) -> Sentence {
    let mut sentence = match event.occurrence {
        Occurrence::Planned | Occurrence::TookPlace => of_interaction(event, language),
        Occurrence::ToDo | Occurrence::Done | Occurrence::GivenUp => of_task(event, language),
        Occurrence::Bought => of_order(event, language),
        Occurrence::InCampaign => of_campaign(event, language),
        Occurrence::Opened | Occurrence::Closed if event.kind == crate::domain::record::Kind::Deal => {
            of_deal(event, language)
        }
        Occurrence::Opened | Occurrence::Closed => of_ticket(event, language),
    };
    if let Some((_, person)) = &event.person {
        let message = if event.occurrence == Occurrence::TookPlace { words::WITH_PERSON } else { words::OF_PERSON };
        sentence.facts.push(message.fill(language, &[("person", person)]));
    }
    sentence
}

fn plain(title: Message, icon: Icon, language: Language) -> Sentence {
    let title = title.text(language).to_owned();
    Sentence { title, facts: Vec::new(), line: None, text: None, icon, internal: false }
}

/// The title of an interaction by its type, direction and status.
pub fn interaction_title(of_type: u16, incoming: bool, status: Option<u16>, internal: bool) -> Message {
    use interaction::statuses::{NOT_HELD, PLANNED};
    match (of_type, status) {
        (types::CALL, Some(PLANNED)) => words::CALL_PLANNED,
        (types::CALL, Some(NOT_HELD)) => words::CALL_NOT_HELD,
        (types::CALL, _) if incoming => words::CALL_RECEIVED,
        (types::CALL, _) => words::CALL_HELD,
        (types::MEETING, Some(PLANNED)) => words::MEETING_PLANNED,
        (types::MEETING, Some(NOT_HELD)) => words::MEETING_NOT_HELD,
        (types::MEETING, _) => words::MEETING_HELD,
        (types::EMAIL, Some(PLANNED)) => words::EMAIL_PLANNED,
        (types::EMAIL, Some(NOT_HELD)) => words::EMAIL_NOT_SENT,
        (types::EMAIL, _) if incoming => words::EMAIL_RECEIVED,
        (types::EMAIL, _) => words::EMAIL_SENT,
        (types::MESSAGE, Some(PLANNED)) => words::MESSAGE_PLANNED,
        (types::MESSAGE, Some(NOT_HELD)) => words::MESSAGE_NOT_SENT,
        (types::MESSAGE, _) if incoming => words::MESSAGE_RECEIVED,
        (types::MESSAGE, _) => words::MESSAGE_SENT,
        (_, Some(PLANNED)) => words::NOTE_PLANNED,
        (_, Some(NOT_HELD)) => words::NOTE_DROPPED,
        _ if internal => words::INTERNAL_NOTE,
        _ => words::NOTE_WRITTEN,
    }
}

/// The picture of a type of interaction.
pub fn interaction_icon(of_type: u16) -> Icon {
    match of_type {
        types::CALL => Icon::Phone,
        types::MEETING => Icon::People,
        types::EMAIL => Icon::Mail,
        types::MESSAGE => Icon::Chat,
        _ => Icon::Note,
    }
}

fn of_interaction(event: &RecordEvent, language: Language) -> Sentence {
    let of_type = choice(event, interaction::TYPE).unwrap_or(types::NOTE);
    let incoming = choice(event, interaction::DIRECTION) == Some(directions::INCOMING);
    let internal = event.cell(interaction::INTERNAL).is_some_and(|cell| cell.value == Value::Boolean(true));
    let title = interaction_title(of_type, incoming, choice(event, interaction::STATUS), internal);
    Sentence {
        facts: text(event, interaction::DURATION, language).into_iter().collect(),
        line: text(event, interaction::SUBJECT, language),
        text: text(event, interaction::TEXT, language),
        internal,
        ..plain(title, interaction_icon(of_type), language)
    }
}

fn of_task(event: &RecordEvent, language: Language) -> Sentence {
    let title = match event.occurrence {
        Occurrence::Done => words::TASK_DONE,
        Occurrence::GivenUp => words::TASK_GIVEN_UP,
        _ => words::TASK_TO_DO,
    };
    let is_high = choice(event, task::PRIORITY) == Some(task::priorities::HIGH);
    let priority = text(event, task::PRIORITY, language).filter(|_| is_high && event.occurrence == Occurrence::ToDo);
    Sentence {
        facts: priority.into_iter().collect(),
        line: Some(event.title.clone()),
        text: text(event, task::NOTES, language),
        ..plain(title, Icon::Check, language)
    }
}

fn of_deal(event: &RecordEvent, language: Language) -> Sentence {
    let title = match (event.occurrence, choice(event, deal::STATUS)) {
        (Occurrence::Closed, Some(stage::types::WON)) => words::DEAL_WON,
        (Occurrence::Closed, _) => words::DEAL_LOST,
        _ => words::DEAL_OPENED,
    };
    let reason = text(event, deal::LOST_REASON, language).filter(|_| title == words::DEAL_LOST);
    let facts = text(event, deal::AMOUNT, language).into_iter().chain(reason).collect();
    Sentence { facts, line: Some(event.title.clone()), ..plain(title, Icon::Board, language) }
}

fn of_ticket(event: &RecordEvent, language: Language) -> Sentence {
    if event.occurrence == Occurrence::Opened {
        return Sentence { line: Some(event.title.clone()), ..plain(words::TICKET_OPENED, Icon::Ticket, language) };
    }
    let took = |number: u16, message: Message| {
        text(event, number, language).map(|time| message.fill(language, &[("time", &time)]))
    };
    let rating = choice(event, ticket::SATISFACTION).map(|rating| format::integer(language, u64::from(rating)));
    let rating = rating.map(|rating| words::RATED.fill(language, &[("rating", &rating)]));
    let facts = [
        took(ticket::FIRST_RESPONSE_TOOK, words::ANSWERED_IN),
        took(ticket::RESOLUTION_TOOK, words::SOLVED_IN),
        rating,
    ];
    Sentence {
        line: Some(event.title.clone()),
        text: Some(format::list(language, facts.iter().flatten().map(String::as_str))).filter(|text| !text.is_empty()),
        ..plain(words::TICKET_CLOSED, Icon::Ticket, language)
    }
}

fn of_order(event: &RecordEvent, language: Language) -> Sentence {
    let status = text(event, order::STATUS, language).unwrap_or_default().to_lowercase();
    let pieces = match event.cell(order::QUANTITY).map(|cell| &cell.value) {
        Some(Value::Integer(count)) => u64::try_from(*count)
            .ok()
            .map(|count| words::PIECES.fill(language, count, &format::integer(language, count), &[])),
        _ => None,
    };
    Sentence {
        title: words::ORDER_PLACED.fill(language, &[("status", &status)]),
        facts: text(event, order::AMOUNT, language).into_iter().chain(pieces).collect(),
        line: text(event, order::NUMBER, language),
        ..plain(words::ORDER_PLACED, Icon::Receipt, language)
    }
}

fn of_campaign(event: &RecordEvent, language: Language) -> Sentence {
    let facts = [recipient::GROUP, recipient::RESULT].into_iter().filter_map(|number| text(event, number, language));
    Sentence {
        facts: facts.collect(),
        line: text(event, recipient::CAMPAIGN, language),
        ..plain(words::IN_CAMPAIGN, Icon::Megaphone, language)
    }
}
