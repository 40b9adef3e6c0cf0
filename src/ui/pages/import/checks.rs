//! What looks wrong with a plan before any row is tried.

use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;
use crate::domain::{customer, order};
use crate::state::import_plan::{ColumnPart, ColumnTarget, ImportPlan, MatchKey, OnMatch};

/// What is wrong with a plan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanWarning {
    /// No column fills the field by which customers are recognised.
    KeyNotFed(u16),
    /// No column says who a row is about.
    NotRecognisable,
    /// No column fills a field that every order needs.
    Needed(u16),
}

/// The fields of which a row needs one, so that one can tell who it is about.
const RECOGNISABLE: [u16; 7] = [
    customer::FIRST_NAME,
    customer::LAST_NAME,
    customer::NICKNAME,
    customer::ORGANISATION_NAME,
    customer::EMAILS,
    customer::PHONES,
    customer::EXTERNAL_ID,
];

/// Everything that is wrong with the plan as a whole.
pub(super) fn warnings(plan: &ImportPlan) -> Vec<PlanWarning> {
    let is_fed = |numbers: &[u16]| targets(plan).any(|target| numbers.contains(&target.field));
    if plan.kind == Kind::Order {
        let missing = [order::CUSTOMER, order::DAY, order::AMOUNT].into_iter().filter(|field| !is_fed(&[*field]));
        let keyless = plan.match_by == MatchKey::OrderNumber && !is_fed(&[order::NUMBER]);
        return missing
            .map(PlanWarning::Needed)
            .chain(keyless.then_some(PlanWarning::KeyNotFed(order::NUMBER)))
            .collect();
    }
    let mut warnings = Vec::new();
    if !is_fed(&RECOGNISABLE) {
        warnings.push(PlanWarning::NotRecognisable);
    }
    let fed_by: &[u16] = match plan.match_by {
        MatchKey::Nothing | MatchKey::OrderNumber | MatchKey::SameOrder => return warnings,
        MatchKey::Email => &[customer::EMAILS],
        MatchKey::Phone => &[customer::PHONES],
        MatchKey::ExternalId => &[customer::EXTERNAL_ID],
        MatchKey::NameAndOrganisation => {
            &[customer::FIRST_NAME, customer::LAST_NAME, customer::NICKNAME, customer::ORGANISATION_NAME]
        }
    };
    if !is_fed(fed_by) {
        let field = if plan.match_by == MatchKey::NameAndOrganisation { customer::NAME } else { fed_by[0] };
        warnings.push(PlanWarning::KeyNotFed(field));
    }
    warnings
}

/// The field of a single value that this column and another one both fill.
pub(super) fn clash(plan: &ImportPlan, at: usize) -> Option<&'static Field> {
    let own = plan.columns.get(at)?.target?;
    let others =
        plan.columns.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, column)| column.target);
    let taken: Vec<(u16, ColumnPart)> = others.flat_map(|target| single_values(plan.kind, target)).collect();
    let mut values = single_values(plan.kind, own).into_iter();
    values.find(|value| taken.contains(value)).and_then(|(field, _)| plan.kind.field(field))
}

/// The single values that a target fills. Lists take entries from any number of columns, notes and streets more lines.
fn single_values(kind: Kind, target: ColumnTarget) -> Vec<(u16, ColumnPart)> {
    let Some(field) = kind.field(target.field) else { return Vec::new() };
    match (field.kind, target.part) {
        (FieldKind::Emails | FieldKind::Phones | FieldKind::Tags | FieldKind::LongText, _) => Vec::new(),
        (FieldKind::Address, ColumnPart::Whole | ColumnPart::Street) => Vec::new(),
        (_, ColumnPart::FullName) => [customer::FIRST_NAME, customer::MIDDLE_NAME, customer::LAST_NAME]
            .map(|field| (field, ColumnPart::Whole))
            .to_vec(),
        (_, part) => vec![(target.field, part)],
    }
}

/// How many columns are used: those that fill something, and those that say what another one is.
pub(super) fn used_columns(plan: &ImportPlan) -> usize {
    (0..plan.columns.len()).filter(|at| plan.columns[*at].target.is_some() || labels_of(plan, *at).is_some()).count()
}

/// The column whose entries this column labels.
pub(super) fn labels_of(plan: &ImportPlan, at: usize) -> Option<usize> {
    plan.columns.iter().position(|column| match column.target {
        Some(ColumnTarget { part: ColumnPart::LabelledByColumn(label), .. }) => label as usize == at,
        _ => false,
    })
}

/// Whether a column holds dates, whose order of numbers must be known.
pub(super) fn has_dates(plan: &ImportPlan) -> bool {
    targets(plan)
        .filter_map(|target| plan.kind.field(target.field))
        .any(|field| matches!(field.kind, FieldKind::Day | FieldKind::Instant))
}

/// Whether customers that are already there can be changed at all, so that the columns' policies count.
pub(super) fn may_change_customers(plan: &ImportPlan) -> bool {
    plan.match_by != MatchKey::Nothing && plan.on_match == OnMatch::Update
}

fn targets(plan: &ImportPlan) -> impl Iterator<Item = ColumnTarget> + '_ {
    plan.columns.iter().filter_map(|column| column.target)
}
