//! An interaction: a call, a meeting, a message, a note, with a customer and perhaps about a deal or a ticket.

use crate::domain::change::Change;
use crate::domain::entity::{CREATED, Entity, Step, stored, stored_choice, stored_link, stored_text};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::ticket;
use crate::domain::value::Value;
use crate::messages::{fields, interactions as words};

/// What it was about, in a line.
pub const SUBJECT: u16 = 1;
/// Call, meeting, e-mail, message, note.
pub const TYPE: u16 = 2;
/// When it was, or is to be.
pub const WHEN: u16 = 3;
/// How long it took.
pub const DURATION: u16 = 4;
/// From us or to us.
pub const DIRECTION: u16 = 5;
/// Planned, held, not held.
pub const STATUS: u16 = 6;
/// What was said.
pub const TEXT: u16 = 7;
/// With whom.
pub const CUSTOMER: u16 = 8;
/// About which deal.
pub const DEAL: u16 = 9;
/// About which ticket.
pub const TICKET: u16 = 10;
/// The member who held it.
pub const MEMBER: u16 = 11;
/// For the eyes of members only.
pub const INTERNAL: u16 = 12;
/// Of which campaign.
pub const CAMPAIGN: u16 = 13;
/// The subject, or the beginning of the text (derived).
pub const TITLE: u16 = 100;

/// The codes of [`TYPE`].
pub mod types {
    /// By telephone or video.
    pub const CALL: u16 = 1;
    /// In one place.
    pub const MEETING: u16 = 2;
    /// By e-mail.
    pub const EMAIL: u16 = 3;
    /// By text message or chat.
    pub const MESSAGE: u16 = 4;
    /// Written down for later.
    pub const NOTE: u16 = 5;
}

/// The codes of [`DIRECTION`].
pub mod directions {
    /// From us.
    pub const OUTGOING: u16 = 1;
    /// To us.
    pub const INCOMING: u16 = 2;
}

/// The codes of [`STATUS`].
pub mod statuses {
    /// To come.
    pub const PLANNED: u16 = 1;
    /// It took place.
    pub const HELD: u16 = 2;
    /// It did not take place.
    pub const NOT_HELD: u16 = 3;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 9,
    name: "interactions",
    one: words::INTERACTION,
    many: words::INTERACTIONS,
    fields: FIELDS,
    title: TITLE,
    form: &[TYPE, SUBJECT, WHEN, CUSTOMER, DURATION, TEXT],
    defaults,
    check,
    follow,
    ripple,
    ..Entity::PLAIN
};

const TYPES: &[Choice] = &[
    Choice { code: types::CALL, name: "call", label: words::CALL, tone: Tone::Neutral },
    Choice { code: types::MEETING, name: "meeting", label: words::MEETING, tone: Tone::Neutral },
    Choice { code: types::EMAIL, name: "email", label: words::EMAIL, tone: Tone::Neutral },
    Choice { code: types::MESSAGE, name: "message", label: words::MESSAGE, tone: Tone::Neutral },
    Choice { code: types::NOTE, name: "note", label: words::NOTE, tone: Tone::Neutral },
];

const DIRECTIONS: &[Choice] = &[
    Choice { code: directions::OUTGOING, name: "outgoing", label: words::OUTGOING, tone: Tone::Neutral },
    Choice { code: directions::INCOMING, name: "incoming", label: words::INCOMING, tone: Tone::Neutral },
];

const STATUSES: &[Choice] = &[
    Choice { code: statuses::PLANNED, name: "planned", label: words::PLANNED, tone: Tone::Information },
    Choice { code: statuses::HELD, name: "held", label: words::HELD, tone: Tone::Good },
    Choice { code: statuses::NOT_HELD, name: "not held", label: words::NOT_HELD, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", words::SUBJECT, FieldKind::Text).in_group(Group::System).column(260).derived(title),
    Field::new(TYPE, "type", fields::TYPE, FieldKind::Choice(TYPES)).in_group(Group::Main).column(100),
    Field::new(WHEN, "when", words::WHEN, FieldKind::Instant).in_group(Group::Main).column(150),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer))
        .in_group(Group::Main)
        .column(180),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(STATUSES)).in_group(Group::Main).column(110),
    Field::new(SUBJECT, "subject", words::SUBJECT, FieldKind::Text).in_group(Group::Main).searched(6),
    Field::new(TEXT, "text", words::TEXT, FieldKind::LongText).in_group(Group::Main).searched(2),
    Field::new(DURATION, "duration", words::DURATION, FieldKind::Duration),
    Field::new(DIRECTION, "direction", words::DIRECTION, FieldKind::Choice(DIRECTIONS)),
    Field::new(DEAL, "deal", words::DEAL, FieldKind::Link(Kind::Deal)),
    Field::new(TICKET, "ticket", words::TICKET, FieldKind::Link(Kind::Ticket)),
    Field::new(CAMPAIGN, "campaign", words::CAMPAIGN, FieldKind::Link(Kind::Campaign)),
    Field::new(MEMBER, "member", words::HELD_BY, FieldKind::Link(Kind::Member)),
    Field::new(INTERNAL, "internal", words::INTERNAL, FieldKind::Boolean),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

/// The longest title that is taken from the text, in characters.
const LONGEST_TITLE: usize = 80;

fn title(record: &RecordView<'_>, _: &dyn Neighbours) -> Value {
    let subject = stored_text(record, SUBJECT);
    if !subject.is_empty() {
        return Value::Text(subject);
    }
    let text = stored_text(record, TEXT);
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST_TITLE) {
        _ if line.is_empty() => Value::Empty,
        Some((end, _)) => Value::Text(format!("{}…", &line[..end])),
        None => Value::Text(line.to_owned()),
    }
}

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let missing = [(TYPE, types::NOTE), (STATUS, statuses::HELD), (DIRECTION, directions::OUTGOING)];
    let missing = missing.into_iter().filter(|(number, _)| record.field(*number).is_none());
    missing.map(|(number, code)| (number, Value::Choice(code))).collect()
}

/// There is a subject or a text.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let is_blank = [SUBJECT, TEXT].iter().all(|number| stored_text(record, *number).trim().is_empty());
    if is_blank { vec![Problem::with_field(TEXT, Reason::TextNeeded, "")] } else { Vec::new() }
}

/// What was not dated happened now.
fn follow(step: &Step<'_>) -> Vec<(u16, Value)> {
    let is_undated = step.before.is_none() && stored(step.after, WHEN, FieldKind::Instant).is_empty();
    if is_undated { vec![(WHEN, Value::Instant(step.now))] } else { Vec::new() }
}

/// Whether it answers the customer: it went out, it took place, and it was not for members only.
fn is_answer(record: &RecordView<'_>) -> bool {
    stored_choice(record, TYPE) != Some(types::NOTE)
        && stored_choice(record, DIRECTION) == Some(directions::OUTGOING)
        && stored_choice(record, STATUS) == Some(statuses::HELD)
        && stored(record, INTERNAL, FieldKind::Boolean) != Value::Boolean(true)
}

/// Whether the customer said something: it came in and took place.
fn is_from_the_customer(record: &RecordView<'_>) -> bool {
    stored_choice(record, TYPE) != Some(types::NOTE)
        && stored_choice(record, DIRECTION) == Some(directions::INCOMING)
        && stored_choice(record, STATUS) == Some(statuses::HELD)
}

/// What an interaction does to its ticket when it comes about; a later correction of its words does nothing. An answer is
/// the first response where there was none, and opens a new ticket. Word from the customer opens a ticket that waits for
/// them or was solved.
fn ripple(step: &Step<'_>) -> Vec<Change> {
    let Some(ticket) = stored_link(step.after, TICKET) else { return Vec::new() };
    let comes_about = |holds: fn(&RecordView<'_>) -> bool| {
        let held_before = |before: &RecordView<'_>| stored_link(before, TICKET) == Some(ticket) && holds(before);
        holds(step.after) && !step.before.is_some_and(held_before)
    };
    let of_ticket = |field: u16| step.neighbours.value(Kind::Ticket, ticket, field);
    let mut fields = Vec::new();
    if comes_about(is_answer) {
        if of_ticket(ticket::FIRST_RESPONSE_AT).is_empty() {
            let when = match stored(step.after, WHEN, FieldKind::Instant) {
                Value::Instant(when) => when.min(step.now),
                _ => step.now,
            };
            fields.push((ticket::FIRST_RESPONSE_AT, Value::Instant(when)));
        }
        if of_ticket(ticket::STATUS) == Value::Choice(ticket::statuses::NEW) {
            fields.push((ticket::STATUS, Value::Choice(ticket::statuses::OPEN)));
        }
    }
    let waits_for_word = [ticket::statuses::WAITING_FOR_CUSTOMER, ticket::statuses::SOLVED];
    if comes_about(is_from_the_customer)
        && waits_for_word.into_iter().any(|status| of_ticket(ticket::STATUS) == Value::Choice(status))
    {
        fields.push((ticket::STATUS, Value::Choice(ticket::statuses::OPEN)));
    }
    if fields.is_empty() { Vec::new() } else { vec![Change::edit(Kind::Ticket, ticket, fields)] }
}
