//! What the start shows: how the business stands, in figures that each lead to their list.

use crate::domain::entity::{stored_choice, stored_link, stored_number};
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Money, Value};
use crate::domain::{customer, deal, entity, segment, stage, ticket};
use crate::engine::book::Book;
use crate::engine::table::Table;
use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::HashMap;

/// The most months that are told.
const MOST_MONTHS: usize = 36;
/// A ticket that falls due within so many milliseconds is at risk: four hours.
const AT_RISK_WITHIN: i64 = 4 * 3_600_000;

/// What is asked.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct OverviewRequest {
    /// The present moment, in milliseconds since 1970.
    pub now: i64,
    /// Where each month begins where the user is, ascending, in milliseconds since 1970, and where the last one ends.
    pub months: Vec<i64>,
}

/// How the business stands.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Overview {
    /// The stages of open deals, in the order of the pipelines.
    pub stages: Vec<StageFigure>,
    /// What was won in each month.
    pub won: Vec<MonthFigure>,
    /// How many customers came in each month.
    pub new_customers: Vec<u32>,
    /// Tickets that are not closed.
    pub open_tickets: u32,
    /// Tickets that fall due within four hours, overdue ones included.
    pub tickets_at_risk: u32,
    /// Tickets that are overdue.
    pub overdue_tickets: u32,
    /// The segments with their present sizes, the largest first.
    pub segments: Vec<SegmentFigure>,
}

/// The open deals of a stage.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct StageFigure {
    /// The stage.
    pub stage: Id,
    /// Its name.
    pub name: String,
    /// How many deals stand in it.
    pub deals: u32,
    /// Their amounts, one sum a currency, the largest number of deals first.
    pub amounts: Vec<Money>,
    /// The same, weighted by the chances.
    pub weighted: Vec<Money>,
}

/// What was won in a month.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct MonthFigure {
    /// How many deals.
    pub deals: u32,
    /// Their amounts, one sum a currency.
    pub amounts: Vec<Money>,
}

/// A segment with its size.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct SegmentFigure {
    /// The segment.
    pub segment: Id,
    /// Its name.
    pub name: String,
    /// The code of its colour.
    pub colour: Option<u16>,
    /// How many live customers are in it now.
    pub customers: u32,
}

/// Works the figures out.
pub(super) fn overview(book: &Book, request: &OverviewRequest) -> Overview {
    let months = &request.months[..request.months.len().min(MOST_MONTHS + 1)];
    let mut overview = Overview::default();
    deals(book, months, &mut overview);
    overview.new_customers = new_customers(book, months);
    tickets(book, request.now, &mut overview);
    overview.segments = segments(book);
    overview
}

fn live(table: Option<&Table>) -> impl Iterator<Item = RecordView<'_>> {
    table
        .into_iter()
        .flat_map(|table| table.slots().filter(|slot| !table.is_deleted(*slot)).filter_map(|slot| table.view(slot)))
}

/// Which of the months a moment lies in.
fn month_of(months: &[i64], moment: i64) -> Option<usize> {
    let after = months.partition_point(|begin| *begin <= moment);
    (after > 0 && after < months.len()).then(|| after - 1)
}

/// Adds an amount to the sum of its currency.
fn add(sums: &mut Vec<Money>, amount: Money) {
    match sums.iter_mut().find(|sum| sum.currency == amount.currency) {
        Some(sum) => sum.minor = sum.minor.saturating_add(amount.minor),
        None => sums.push(amount),
    }
}

fn deals(book: &Book, months: &[i64], overview: &mut Overview) {
    let neighbours = book.neighbours();
    let field = |number: u16| Kind::Deal.field(number);
    let (Some(weighted), Some(status)) = (field(deal::WEIGHTED), field(deal::STATUS)) else { return };
    let mut stages: HashMap<Id, StageFigure> = HashMap::new();
    overview.won = vec![MonthFigure::default(); months.len().saturating_sub(1)];
    for record in live(book.table(Kind::Deal)) {
        let amount = match entity::stored(&record, deal::AMOUNT, FieldKind::Money) {
            Value::Money(amount) => Some(amount),
            _ => None,
        };
        match status.get(&record, &neighbours) {
            Value::Choice(stage::types::OPEN) => {
                let Some(id) = stored_link(&record, deal::STAGE) else { continue };
                let figure = stages.entry(id).or_insert_with(|| StageFigure {
                    stage: id,
                    name: neighbours.title(Kind::Stage, id).unwrap_or_default(),
                    deals: 0,
                    amounts: Vec::new(),
                    weighted: Vec::new(),
                });
                figure.deals += 1;
                if let Some(amount) = amount {
                    add(&mut figure.amounts, amount);
                }
                if let Value::Money(amount) = weighted.get(&record, &neighbours) {
                    add(&mut figure.weighted, amount);
                }
            }
            Value::Choice(stage::types::WON) => {
                let month = stored_number(&record, deal::CLOSED).and_then(|closed| month_of(months, closed));
                if let Some(figure) = month.and_then(|month| overview.won.get_mut(month)) {
                    figure.deals += 1;
                    if let Some(amount) = amount {
                        add(&mut figure.amounts, amount);
                    }
                }
            }
            _ => {}
        }
    }
    // A stage without deals stands there too: that nothing is in it is worth knowing.
    for id in deal::stages_in_order(&neighbours, None) {
        let is_open = neighbours.value(Kind::Stage, id, stage::TYPE) == Value::Choice(stage::types::OPEN);
        match stages.remove(&id) {
            Some(figure) => overview.stages.push(figure),
            None if is_open => overview.stages.push(StageFigure {
                stage: id,
                name: neighbours.title(Kind::Stage, id).unwrap_or_default(),
                deals: 0,
                amounts: Vec::new(),
                weighted: Vec::new(),
            }),
            None => {}
        }
    }
}

fn new_customers(book: &Book, months: &[i64]) -> Vec<u32> {
    let mut counts = vec![0; months.len().saturating_sub(1)];
    for record in live(book.table(Kind::Customer)) {
        let month = stored_number(&record, entity::CREATED).and_then(|created| month_of(months, created));
        if let Some(count) = month.and_then(|month| counts.get_mut(month)) {
            *count += 1;
        }
    }
    counts
}

fn tickets(book: &Book, now: i64, overview: &mut Overview) {
    let neighbours = book.neighbours();
    let Some(due) = Kind::Ticket.field(ticket::DUE) else { return };
    for record in live(book.table(Kind::Ticket)) {
        let status = stored_choice(&record, ticket::STATUS).unwrap_or(ticket::statuses::NEW);
        if ticket::category_of(status) == ticket::categories::CLOSED {
            continue;
        }
        overview.open_tickets += 1;
        if let Value::Instant(due) = due.get(&record, &neighbours) {
            overview.tickets_at_risk += u32::from(due <= now + AT_RISK_WITHIN);
            overview.overdue_tickets += u32::from(due < now);
        }
    }
}

fn segments(book: &Book) -> Vec<SegmentFigure> {
    let records: Vec<(Id, String, Option<u16>)> = live(book.table(Kind::Segment))
        .map(|record| {
            let name = entity::stored_text(&record, segment::NAME);
            (record.id(), name, stored_choice(&record, segment::COLOUR))
        })
        .collect();
    if records.is_empty() {
        return Vec::new();
    }
    let neighbours = book.neighbours();
    let field = Kind::Customer.field(customer::SEGMENT);
    let mut sizes: HashMap<Id, u32> = HashMap::new();
    for record in live(book.table(Kind::Customer)) {
        if let Some(Value::Link(id)) = field.map(|field| field.get(&record, &neighbours)) {
            *sizes.entry(id).or_default() += 1;
        }
    }
    let figure = |(segment, name, colour)| {
        let customers = sizes.get(&segment).copied().unwrap_or(0);
        SegmentFigure { segment, name, colour, customers }
    };
    let mut figures: Vec<SegmentFigure> = records.into_iter().map(figure).collect();
    figures.sort_by(|a, b| b.customers.cmp(&a.customers).then(a.segment.cmp(&b.segment)));
    figures
}
