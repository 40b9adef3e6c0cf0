//! A recipient: a customer in a campaign, in the group that is contacted or in the one that is held out, and what came
//! of it.

use crate::domain::campaign_results::Outcome;
use crate::domain::change::Change;
use crate::domain::customer;
use crate::domain::entity::{CREATED, Entity, Step, stored, stored_choice, stored_link};
use crate::domain::field::{Choice, Field, FieldKind, Group, Neighbours, Tone};
use crate::domain::problem::{Problem, Reason};
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::Value;
use crate::messages::{campaigns as words, fields};

/// The campaign.
pub const CAMPAIGN: u16 = 1;
/// The customer.
pub const CUSTOMER: u16 = 2;
/// Contacted or held out.
pub const GROUP: u16 = 3;
/// What came of it.
pub const RESULT: u16 = 4;
/// When that was written down.
pub const RESULT_AT: u16 = 5;
/// What it brought.
pub const VALUE: u16 = 6;
/// The customer's title (derived).
pub const TITLE: u16 = 100;

/// The codes of [`GROUP`].
pub mod groups {
    /// Is contacted.
    pub const CONTACTED: u16 = 1;
    /// Is held out, to compare with.
    pub const CONTROL: u16 = 2;
}

/// The codes of [`RESULT`]. A customer who was converted also responded, and one who responded was also reached.
pub mod results {
    /// The campaign got to them.
    pub const REACHED: u16 = 1;
    /// They answered.
    pub const RESPONDED: u16 = 2;
    /// They bought, or did what the campaign was for. The only result that those held out can have.
    pub const CONVERTED: u16 = 3;
    /// It did not get to them.
    pub const BOUNCED: u16 = 4;
    /// They asked not to be contacted again.
    pub const OPTED_OUT: u16 = 5;
}

/// The entity.
pub const ENTITY: Entity = Entity {
    number: 7,
    name: "recipients",
    one: words::RECIPIENT,
    many: words::RECIPIENTS,
    fields: FIELDS,
    title: TITLE,
    form: &[CAMPAIGN, CUSTOMER, GROUP],
    defaults,
    check,
    follow,
    ripple,
    lends_values: true,
    ..Entity::PLAIN
};

const GROUPS: &[Choice] = &[
    Choice { code: groups::CONTACTED, name: "contacted", label: words::CONTACTED, tone: Tone::Information },
    Choice { code: groups::CONTROL, name: "control", label: words::CONTROL, tone: Tone::Neutral },
];

/// The results in the order in which they are offered.
pub const RESULTS: &[Choice] = &[
    Choice { code: results::REACHED, name: "reached", label: words::REACHED, tone: Tone::Neutral },
    Choice { code: results::RESPONDED, name: "responded", label: words::RESPONDED, tone: Tone::Information },
    Choice { code: results::CONVERTED, name: "converted", label: words::CONVERTED, tone: Tone::Good },
    Choice { code: results::BOUNCED, name: "bounced", label: words::BOUNCED, tone: Tone::Warning },
    Choice { code: results::OPTED_OUT, name: "opted out", label: words::OPTED_OUT, tone: Tone::Bad },
];

const FIELDS: &[Field] = &[
    Field::new(TITLE, "title", fields::CUSTOMER, FieldKind::Text)
        .in_group(Group::System)
        .column(220)
        .derived(title)
        .following_links(),
    Field::new(CAMPAIGN, "campaign", words::CAMPAIGN, FieldKind::Link(Kind::Campaign)).in_group(Group::Main),
    Field::new(CUSTOMER, "customer", fields::CUSTOMER, FieldKind::Link(Kind::Customer)).in_group(Group::Main),
    Field::new(GROUP, "group", words::GROUP, FieldKind::Choice(GROUPS)).in_group(Group::Main).column(120),
    Field::new(RESULT, "result", words::RESULT, FieldKind::Choice(RESULTS)).in_group(Group::Main).column(130),
    Field::new(VALUE, "value", words::VALUE, FieldKind::Money).in_group(Group::Main).column(120),
    Field::new(RESULT_AT, "result_at", words::RESULT_AT, FieldKind::Instant).in_group(Group::System).consequence(),
    Field::new(CREATED, "created", fields::CREATED, FieldKind::Instant).in_group(Group::System).not_editable(),
];

fn title(record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
    let title = stored_link(record, CUSTOMER).and_then(|customer| neighbours.title(Kind::Customer, customer));
    title.map_or(Value::Empty, Value::Text)
}

fn defaults(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<(u16, Value)> {
    let is_missing = record.field(GROUP).is_none();
    is_missing.then_some((GROUP, Value::Choice(groups::CONTACTED))).into_iter().collect()
}

/// A recipient is of a campaign and is a customer.
fn check(record: &RecordView<'_>, _: &dyn Neighbours) -> Vec<Problem> {
    let mut problems = Vec::new();
    if stored_link(record, CAMPAIGN).is_none() {
        problems.push(Problem::with_field(CAMPAIGN, Reason::CampaignNeeded, ""));
    }
    if stored_link(record, CUSTOMER).is_none() {
        problems.push(Problem::with_field(CUSTOMER, Reason::CustomerNeeded, ""));
    }
    let result = stored_choice(record, RESULT);
    if stored_choice(record, GROUP) == Some(groups::CONTROL)
        && result.is_some_and(|result| result != results::CONVERTED)
    {
        problems.push(Problem::with_field(RESULT, Reason::HeldOutOnlyBuys, ""));
    }
    problems
}

/// Who asks to be left alone is left alone: the customer may not be contacted any more, by any campaign.
fn ripple(step: &Step<'_>) -> Vec<Change> {
    let asked =
        step.changes(RESULT) && step.after(RESULT, FieldKind::Choice(RESULTS)) == Value::Choice(results::OPTED_OUT);
    match stored_link(step.after, CUSTOMER).filter(|_| asked) {
        Some(customer) => leave_alone(customer, step.neighbours).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The change that says that a customer asked not to be contacted; none where it is said already.
pub fn leave_alone(customer: crate::domain::id::Id, neighbours: &dyn Neighbours) -> Option<Change> {
    let is_said = neighbours.value(Kind::Customer, customer, customer::DO_NOT_CONTACT) == Value::Boolean(true);
    let reason = Value::Choice(customer::do_not_contact_reasons::ASKED);
    let fields = vec![(customer::DO_NOT_CONTACT, Value::Boolean(true)), (customer::DO_NOT_CONTACT_REASON, reason)];
    (!is_said).then(|| Change::edit(Kind::Customer, customer, fields))
}

/// A recipient as far as results go, with the campaign.
pub fn outcome(record: &RecordView<'_>) -> Option<(crate::domain::id::Id, Outcome)> {
    let value = match stored(record, VALUE, FieldKind::Money) {
        Value::Money(money) => Some(money),
        _ => None,
    };
    let group = stored_choice(record, GROUP).unwrap_or(groups::CONTACTED);
    Some((stored_link(record, CAMPAIGN)?, Outcome { group, result: stored_choice(record, RESULT), value }))
}

/// A result says when it was written down.
fn follow(step: &Step<'_>) -> Vec<(u16, Value)> {
    if !step.changes(RESULT) {
        return Vec::new();
    }
    let has_result = !step.after(RESULT, FieldKind::Choice(RESULTS)).is_empty();
    vec![(RESULT_AT, if has_result { Value::Instant(step.now) } else { Value::Empty })]
}
