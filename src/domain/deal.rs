//! A deal: a sale that may come about. Its stage says how far it is; the stage's type says whether it is open, won or
//! lost.

use crate::domain::entity::{
    CREATED, Entity, Step, check_title, modified, stored, stored_choice, stored_link, stored_number, stored_text,
};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::id::Id;
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Day, Value};
use crate::domain::{pipeline, stage};
use crate::messages::{deals as words, fields};

// The numbers of the fields on disk. A number is never reused.
/// What it is about.
pub const NAME: u16 = 1;
/// Whose it is: a person or an organisation.
pub const CUSTOMER: u16 = 2;
/// Who else takes part, each with a role.
pub const PARTICIPANTS: u16 = 3;
/// How far it is.
pub const STAGE: u16 = 4;
/// What it is worth.
pub const AMOUNT: u16 = 5;
/// How likely it is won, where that differs from its stage.
pub const PROBABILITY: u16 = 6;
/// The day on which it is expected to be decided.
pub const EXPECTED_CLOSE: u16 = 7;
/// The member who looks after it.
pub const OWNER: u16 = 8;
/// Where it came from.
pub const SOURCE: u16 = 9;
/// What is to be done next.
pub const NEXT_STEP: u16 = 10;
/// By when.
pub const NEXT_STEP_DUE: u16 = 11;
/// Why it was lost.
pub const LOST_REASON: u16 = 12;
/// Why it was lost, in words.
pub const LOST_NOTES: u16 = 13;
/// When it was won or lost.
pub const CLOSED: u16 = 14;
/// Since when it has stood in its stage.
pub const STAGE_SINCE: u16 = 15;
/// The campaign that brought it.
pub const CAMPAIGN: u16 = 16;
/// Tags.
pub const TAGS: u16 = 17;
/// Notes.
pub const NOTES: u16 = 18;
/// The number by which another system, or the user, knows it.
pub const EXTERNAL_ID: u16 = 25;
/// Open, won or lost (derived from the stage).
pub const STATUS: u16 = 100;
/// The pipeline (derived from the stage).
pub const PIPELINE: u16 = 101;
/// How likely it is won (derived: its own word, else its stage's).
pub const CHANCE: u16 = 102;
/// What it is worth times how likely it is won (derived).
pub const WEIGHTED: u16 = 103;
/// The last change (derived).
pub const MODIFIED: u16 = 104;

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 5,
    name: "deals",
    one: words::DEAL,
    many: words::DEALS,
    fields: FIELDS,
    title: NAME,
    form: &[NAME, CUSTOMER, STAGE, AMOUNT, EXPECTED_CLOSE, NEXT_STEP, NEXT_STEP_DUE],
    defaults,
    check,
    follow,
    ..Entity::PLAIN
};

/// The code of [`LOST_REASON`] that needs words.
pub const OTHER_REASON: u16 = 9;

/// After Frappe CRM's list.
const LOST_REASONS: &[Choice] = &[
    Choice { code: 1, name: "price", label: words::LOST_PRICE, tone: Tone::Neutral },
    Choice { code: 2, name: "competition", label: words::LOST_COMPETITION, tone: Tone::Neutral },
    Choice { code: 3, name: "budget", label: words::LOST_BUDGET, tone: Tone::Neutral },
    Choice { code: 4, name: "missing features", label: words::LOST_FEATURES, tone: Tone::Neutral },
    Choice { code: 5, name: "took too long", label: words::LOST_TIME, tone: Tone::Neutral },
    Choice { code: 6, name: "no decision maker", label: words::LOST_DECISION, tone: Tone::Neutral },
    Choice { code: 7, name: "no answer", label: words::LOST_SILENCE, tone: Tone::Neutral },
    Choice { code: 8, name: "poor fit", label: words::LOST_FIT, tone: Tone::Neutral },
    Choice { code: OTHER_REASON, name: "other", label: words::LOST_OTHER, tone: Tone::Neutral },
];

const FIELDS: &[Field] = &[
    Field::new(NAME, "name", fields::TITLE, FieldKind::Text).in_group(Group::Main).searched(10).column(220),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer))
        .in_group(Group::Main)
        .column(180),
    Field::new(AMOUNT, "amount", words::AMOUNT, FieldKind::Money).in_group(Group::Main).column(130),
    Field::new(STAGE, "stage", words::STAGE, FieldKind::Link(Kind::Stage)).in_group(Group::Main).column(130),
    Field::new(STATUS, "status", fields::STATUS, FieldKind::Choice(stage::TYPES))
        .in_group(Group::System)
        .column(90)
        .derived(status)
        .following_links(),
    Field::new(EXPECTED_CLOSE, "expected_close", words::EXPECTED_CLOSE, FieldKind::Day)
        .in_group(Group::Main)
        .column(130),
    Field::new(NEXT_STEP, "next_step", words::NEXT_STEP, FieldKind::Text).in_group(Group::Main).searched(2).column(180),
    Field::new(NEXT_STEP_DUE, "next_step_due", words::NEXT_STEP_DUE, FieldKind::Day).in_group(Group::Main),
    Field::new(OWNER, "owner", fields::OWNER, FieldKind::Link(Kind::Member)).in_group(Group::Main),
    Field::new(PARTICIPANTS, "participants", words::PARTICIPANTS, FieldKind::Participants)
        .in_group(Group::Contact)
        .not_importable(),
    Field::new(PROBABILITY, "probability", words::OWN_PROBABILITY, FieldKind::Percent),
    Field::new(SOURCE, "source", fields::SOURCE, FieldKind::Text).searched(1),
    Field::new(CAMPAIGN, "campaign", words::CAMPAIGN, FieldKind::Link(Kind::Campaign)),
    Field::new(LOST_REASON, "lost_reason", words::LOST_REASON, FieldKind::Choice(LOST_REASONS)),
    Field::new(LOST_NOTES, "lost_notes", words::LOST_NOTES, FieldKind::LongText),
    Field::new(TAGS, "tags", fields::TAGS, FieldKind::Tags).searched(4),
    Field::new(NOTES, "notes", fields::NOTES, FieldKind::LongText).searched(1),
    Field::new(EXTERNAL_ID, "external_id", fields::EXTERNAL_ID, FieldKind::Text).searched(5),
    Field::new(PIPELINE, "pipeline", words::PIPELINE, FieldKind::Link(Kind::Pipeline))
        .in_group(Group::System)
        .derived(pipeline_of)
        .following_links(),
    Field::new(CHANCE, "chance", words::PROBABILITY, FieldKind::Percent)
        .in_group(Group::System)
        .derived(chance)
        .following_links(),
    Field::new(WEIGHTED, "weighted", words::WEIGHTED, FieldKind::Money)
        .in_group(Group::System)
        .derived(weighted)
        .following_links(),
    Field::new(STAGE_SINCE, "stage_since", words::STAGE_SINCE, FieldKind::Instant)
        .in_group(Group::System)
        .consequence(),
    Field::new(CLOSED, "closed", words::CLOSED, FieldKind::Instant).in_group(Group::System).consequence(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
    Field::new(MODIFIED, "modified", fields::MODIFIED, FieldKind::Instant).in_group(Group::System).derived(modified),
];

/// The stages of a pipeline in their order; of all pipelines, in theirs, where none is named.
pub fn stages_in_order(neighbours: &dyn Neighbours, of: Option<Id>) -> Vec<Id> {
    let mut pipelines: Vec<(i64, Id)> = Vec::new();
    neighbours.each(Kind::Pipeline, &mut |record| {
        pipelines.push((stored_number(record, pipeline::POSITION).unwrap_or(i64::MAX), record.id()));
    });
    pipelines.sort_unstable();
    let mut stages: Vec<(usize, i64, Id)> = Vec::new();
    neighbours.each(Kind::Stage, &mut |record| {
        let belongs_to = stored_link(record, stage::PIPELINE);
        if let Some(place) = pipelines.iter().position(|(_, id)| Some(*id) == belongs_to)
            && (of.is_none() || of == belongs_to)
        {
            stages.push((place, stored_number(record, stage::POSITION).unwrap_or(i64::MAX), record.id()));
        }
    });
    stages.sort_unstable();
    stages.into_iter().map(|(_, _, id)| id).collect()
}

/// The stages of the first pipeline with the course that a deal takes through them: the open ones in their order, then a
/// won one, then a lost one. Nothing where one of the two is missing.
pub fn usual_course(neighbours: &dyn Neighbours) -> Vec<Id> {
    let all = stages_in_order(neighbours, None);
    let pipeline = |id: &Id| neighbours.value(Kind::Stage, *id, stage::PIPELINE);
    let Some(first) = all.first().map(pipeline) else { return Vec::new() };
    let of_type = |wanted: u16| {
        let own = all.iter().filter(|id| pipeline(id) == first);
        own.filter(move |id| neighbours.value(Kind::Stage, **id, stage::TYPE) == Value::Choice(wanted)).copied()
    };
    let ends: Vec<Id> = of_type(stage::types::WON).take(1).chain(of_type(stage::types::LOST).take(1)).collect();
    if ends.len() < 2 { Vec::new() } else { of_type(stage::types::OPEN).chain(ends).collect() }
}

/// A new deal begins in the first stage of the first pipeline.
fn defaults(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<(u16, Value)> {
    if record.field(STAGE).is_some() {
        return Vec::new();
    }
    stages_in_order(neighbours, None).first().map(|first| (STAGE, Value::Link(*first))).into_iter().collect()
}

/// A deal has a name and a stage; a lost one a reason, and words where the reason is another one.
fn check(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<Problem> {
    let mut problems: Vec<Problem> = check_title(record, NAME).into_iter().collect();
    if stored_link(record, STAGE).is_none() {
        problems.push(Problem::with_field(STAGE, Reason::StageNeeded, ""));
    }
    if status(record, neighbours) == Value::Choice(stage::types::LOST) {
        match stored_choice(record, LOST_REASON) {
            None => problems.push(Problem::with_field(LOST_REASON, Reason::LostReasonNeeded, "")),
            Some(OTHER_REASON) if stored_text(record, LOST_NOTES).trim().is_empty() => {
                problems.push(Problem::with_field(LOST_NOTES, Reason::LostNotesNeeded, ""));
            }
            Some(_) => {}
        }
    }
    problems
}

/// Entering a stage begins its time; entering one that is won or lost closes the deal, and one that is open opens it again.
/// A deal that is no longer lost has no reason for it; the history keeps the old one.
fn follow(step: &Step<'_>) -> Vec<(u16, Value)> {
    if !step.changes(STAGE) {
        return Vec::new();
    }
    let now = status(step.after, step.neighbours);
    let is_closed = matches!(now, Value::Choice(code) if code != stage::types::OPEN);
    let closed = if is_closed { Value::Instant(step.now) } else { Value::Empty };
    let mut consequences = vec![(STAGE_SINCE, Value::Instant(step.now)), (CLOSED, closed)];
    let lost = Value::Choice(stage::types::LOST);
    if now != lost && step.before.is_some_and(|before| status(before, step.neighbours) == lost) {
        consequences.extend([(LOST_REASON, Value::Empty), (LOST_NOTES, Value::Empty)]);
    }
    consequences
}

fn of_stage(record: &RecordView<'_>, neighbours: &dyn Neighbours, field: u16) -> Value {
    stored_link(record, STAGE).map_or(Value::Empty, |id| neighbours.value(Kind::Stage, id, field))
}

fn status(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    of_stage(record, neighbours, stage::TYPE)
}

fn pipeline_of(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    of_stage(record, neighbours, stage::PIPELINE)
}

/// How likely a deal is won, in hundredths: one that is won or lost is so whatever was once thought of it, another as it
/// says itself, else as its stage says.
pub fn chance_in(stage_type: Option<u16>, stage_probability: Option<i64>, own: Option<i64>) -> Option<i64> {
    match stage_type {
        Some(stage::types::WON) => Some(100),
        Some(stage::types::LOST) => Some(0),
        _ => own.or(stage_probability),
    }
}

fn chance(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    let stage_type = if let Value::Choice(code) = status(record, neighbours) { Some(code) } else { None };
    let whole = |value: Value| if let Value::Integer(found) = value { Some(found) } else { None };
    let of_stage = whole(of_stage(record, neighbours, stage::PROBABILITY));
    chance_in(stage_type, of_stage, stored_number(record, PROBABILITY)).map_or(Value::Empty, Value::Integer)
}

fn weighted(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    match (stored(record, AMOUNT, FieldKind::Money), chance(record, neighbours)) {
        (Value::Money(amount), Value::Integer(chance)) => Value::Money(amount.percent(chance)),
        _ => Value::Empty,
    }
}

/// What an open deal asks to be looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Its next step, or its decision, was due before today: since that day.
    Overdue(Day),
    /// Nothing is to be done next, after so many days in its stage.
    NoNextStep(i32),
    /// It has stood in its stage for so many days, longer than the stage allows.
    TooLong(i32),
}

/// What is known of a deal for [`attention`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// Whether its stage is an open one.
    pub is_open: bool,
    /// The day on which it entered its stage.
    pub entered: Option<Day>,
    /// After so many days it stands too long.
    pub days_allowed: Option<i64>,
    /// Whether it says what is to be done next.
    pub has_next_step: bool,
    /// By when that is to be done.
    pub next_step_due: Option<Day>,
    /// The day on which it is expected to be decided.
    pub expected_close: Option<Day>,
}

impl Standing {
    /// Days in its stage, the day of entering not counted; none where that day is not known.
    pub fn days_here(&self, today: Day) -> Option<i32> {
        Some((today.days_since_1970()? - self.entered?.days_since_1970()?).max(0))
    }
}

/// The one thing that an open deal asks for most: what is overdue first, then a step to be done, then time.
pub fn attention(standing: &Standing, today: Day) -> Option<Attention> {
    if !standing.is_open {
        return None;
    }
    let due = [standing.next_step_due.filter(|_| standing.has_next_step), standing.expected_close];
    let overdue = due.into_iter().flatten().filter(|day| day.year().is_some() && *day < today).min();
    if let Some(since) = overdue {
        return Some(Attention::Overdue(since));
    }
    let days = standing.days_here(today).unwrap_or(0);
    if !standing.has_next_step {
        return Some(Attention::NoNextStep(days));
    }
    let is_too_long = standing.days_allowed.is_some_and(|allowed| i64::from(days) > allowed);
    is_too_long.then_some(Attention::TooLong(days))
}

/// The stages that a deal has gone through with the days in each, the first one first, out of the moments at which it
/// entered them, in any order. `day_of` tells the calendar day of a moment. The stage where it stands is counted to
/// `today`.
pub fn stage_log<T: Clone + PartialEq>(
    mut entered: Vec<(u64, T)>,
    day_of: impl Fn(u64) -> Option<i32>,
    today: i32,
) -> Vec<(T, i32)> {
    entered.sort_by_key(|(at, _)| *at);
    // Written again, as by taking back a taking back, it is the same stay.
    entered.dedup_by(|later, earlier| later.1 == earlier.1);
    let ends = entered.iter().skip(1).map(|(at, _)| day_of(*at)).chain(std::iter::once(Some(today)));
    let days = |at: u64, end: Option<i32>| Some((end? - day_of(at)?).max(0));
    entered.iter().zip(ends).map(|((at, stage), end)| (stage.clone(), days(*at, end).unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_deal_asks_for() {
        let day = |text: &str| Day::parse_iso(text);
        let today = day("2026-11-25").unwrap();
        // (open, entered, allowed, next step, due, expected close)
        let check = |(is_open, entered, days_allowed, next, due, close): (bool, &str, i64, bool, &str, &str),
                     expected: Option<Attention>| {
            let standing = Standing {
                is_open,
                entered: day(entered),
                days_allowed: (days_allowed > 0).then_some(days_allowed),
                has_next_step: next,
                next_step_due: day(due),
                expected_close: day(close),
            };
            assert_eq!(attention(&standing, today), expected, "{standing:?}");
        };
        let (overdue, none) = (|text: &str| Some(Attention::Overdue(day(text).unwrap())), None);
        check((true, "2026-11-20", 14, true, "", ""), none);
        check((true, "2026-11-20", 14, true, "2026-11-25", "2026-11-25"), none);
        check((true, "2026-11-20", 14, true, "2026-11-24", ""), overdue("2026-11-24"));
        check((true, "2026-11-20", 14, true, "2026-11-24", "2026-11-02"), overdue("2026-11-02"));
        // A day by which nothing is to be done says nothing.
        check((true, "2026-11-20", 14, false, "2026-11-24", ""), Some(Attention::NoNextStep(5)));
        check((true, "2026-11-07", 14, false, "", "2027-01-01"), Some(Attention::NoNextStep(18)));
        check((true, "2026-11-25", 0, false, "", ""), Some(Attention::NoNextStep(0)));
        check((true, "2026-11-11", 14, true, "", ""), none);
        check((true, "2026-11-10", 14, true, "", ""), Some(Attention::TooLong(15)));
        check((true, "2026-11-10", 0, true, "", ""), none);
        check((true, "", 14, true, "", ""), none);
        // The clock was set back meanwhile.
        check((true, "2026-12-10", 14, false, "", ""), Some(Attention::NoNextStep(0)));
        // A birthday is no term.
        check((true, "2026-11-20", 14, true, "--02-01", ""), none);
        check((false, "2026-01-01", 14, false, "2026-11-01", "2026-11-01"), none);
    }

    #[test]
    fn days_in_each_stage() {
        let check = |entered: &[(u64, &str)], expected: &[(&str, i32)]| {
            let found = stage_log(entered.to_vec(), |at| i32::try_from(at / 10).ok(), 9);
            assert_eq!(found, expected, "{entered:?}");
        };
        check(&[], &[]);
        check(&[(14, "a")], &[("a", 8)]);
        check(&[(50, "b"), (14, "a")], &[("a", 4), ("b", 4)]);
        check(&[(14, "a"), (15, "b"), (16, "a")], &[("a", 0), ("b", 0), ("a", 8)]);
        check(&[(14, "a"), (30, "a"), (50, "b")], &[("a", 4), ("b", 4)]);
        check(&[(99, "a")], &[("a", 0)]);
    }
}
