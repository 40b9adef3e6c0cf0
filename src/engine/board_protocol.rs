//! What is asked and told of the board of deals: plain data, shared by the engine and the page.

use crate::domain::deal;
use crate::domain::id::Id;
use crate::domain::query::Query;
use crate::domain::stage::types;
use crate::domain::stamp::Stamp;
use crate::domain::value::{Currency, Day, Money};
use borsh::{BorshDeserialize, BorshSerialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Deals of one pipeline in the columns of its stages.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct BoardRequest {
    /// The pipeline; the first one where none is named, or where the named one is gone.
    pub pipeline: Option<Id>,
    /// Which deals.
    pub query: Query,
    /// The most cards of a column.
    pub limit: u32,
    /// Columns that show more: the stage, none for the column of deals without one, and the most cards.
    pub longer: Vec<(Option<Id>, u32)>,
}

/// The board: every stage of the pipeline with what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Board {
    /// All pipelines in their order.
    pub pipelines: Vec<(Id, String)>,
    /// The pipeline that is shown; none in a book that has none.
    pub pipeline: Option<Id>,
    /// The stages in their order, and at the end the deals without one, where there are any.
    pub columns: Vec<BoardColumn>,
}

/// A column of the board.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct BoardColumn {
    /// The stage; none for deals whose stage is not there any more.
    pub stage: Option<BoardStage>,
    /// How many deals stand here.
    pub count: u64,
    /// What they are worth, by currency.
    pub sums: Vec<Money>,
    /// The same, each times how likely it is won.
    pub weighted: Vec<Money>,
    /// The first of them.
    pub cards: Vec<BoardCard>,
}

/// A stage as a column shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct BoardStage {
    /// The stage.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Open, won or lost, as a code of [`types`].
    pub stage_type: u16,
    /// How likely a deal here is won, in hundredths.
    pub probability: Option<i64>,
    /// After so many days a deal stands too long.
    pub days_allowed: Option<i64>,
}

impl BoardStage {
    /// Whether its deals may still come about.
    pub fn is_open(&self) -> bool {
        self.stage_type == types::OPEN
    }

    /// Whether its deals have not come about.
    pub fn is_lost(&self) -> bool {
        self.stage_type == types::LOST
    }
}

/// A deal as a card shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct BoardCard {
    /// The deal.
    pub id: Id,
    /// Its version.
    pub stamp: Stamp,
    /// What it is about.
    pub title: String,
    /// Whose it is.
    pub customer: Option<String>,
    /// What it is worth.
    pub amount: Option<Money>,
    /// The day on which it is expected to be decided.
    pub expected_close: Option<Day>,
    /// How likely it is won, in hundredths.
    pub chance: Option<i64>,
    /// The same by its own word, where that differs from its stage's.
    pub own_probability: Option<i64>,
    /// When it entered its stage, in milliseconds since 1970.
    pub stage_since: Option<i64>,
    /// When it was won or lost.
    pub closed: Option<i64>,
    /// What is to be done next.
    pub next_step: String,
    /// By when.
    pub next_step_due: Option<Day>,
    /// The member who looks after it.
    pub owner: Option<String>,
}

/// A pipeline with its stages, for those who edit them.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct PipelineOutline {
    /// The pipeline.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its place among the pipelines.
    pub position: Option<i64>,
    /// Its stages in their order, each with how many deals stand in it.
    pub stages: Vec<(BoardStage, u64)>,
}

/// By what the cards of a column are sorted.
pub type CardOrder = (Reverse<i64>, bool, Option<Day>, Reverse<i64>, Id);

/// The place of a card in a column. Open deals: the one that is to be decided first, then the one worth more; those
/// without a day last. What is over has no use for the day that was once expected: the one that closed last.
pub fn card_order(
    is_open: bool,
    closed: Option<i64>,
    expected: Option<Day>,
    amount: Option<Money>,
    id: Id,
) -> CardOrder {
    let closed = if is_open { 0 } else { closed.unwrap_or(i64::MIN) };
    (Reverse(closed), expected.is_none(), expected, Reverse(amount.map_or(i64::MIN, comparable)), id)
}

/// Amounts by size in units of their currency, which is as far as several currencies can be compared.
fn comparable(amount: Money) -> i64 {
    let places = 3_u32.saturating_sub(u32::from(amount.currency.decimals()));
    amount.minor.saturating_mul(10_i64.pow(places))
}

/// Sums by currency.
#[derive(Clone, Debug, Default)]
pub struct Sums(BTreeMap<Currency, i64>);

impl Sums {
    /// Goes on from sums told before.
    pub fn of(sums: &[Money]) -> Sums {
        Sums(sums.iter().map(|sum| (sum.currency, sum.minor)).collect())
    }

    /// Adds an amount.
    pub fn add(&mut self, amount: Money) {
        let sum = self.0.entry(amount.currency).or_default();
        *sum = sum.saturating_add(amount.minor);
    }

    /// The sums in the order of the currencies' codes, those of nothing left out.
    pub fn all(&self) -> Vec<Money> {
        self.0.iter().filter(|(_, minor)| **minor != 0).map(|(currency, minor)| Money::new(*minor, *currency)).collect()
    }
}

impl BoardColumn {
    /// The stage's identifier.
    pub fn id(&self) -> Option<Id> {
        self.stage.as_ref().map(|stage| stage.id)
    }

    fn is_open(&self) -> bool {
        self.stage.as_ref().is_none_or(BoardStage::is_open)
    }

    /// The place of a card in this column.
    pub fn order_of(&self, card: &BoardCard) -> CardOrder {
        card_order(self.is_open(), card.closed, card.expected_close, card.amount, card.id)
    }

    /// Counts a card in (`true`) or out.
    fn count_card(&mut self, card: &BoardCard, comes: bool) {
        self.count = if comes { self.count + 1 } else { self.count.saturating_sub(1) };
        let Some(amount) = card.amount else { return };
        let change = |amount: Money| if comes { amount } else { Money { minor: -amount.minor, ..amount } };
        let mut sums = Sums::of(&self.sums);
        sums.add(change(amount));
        self.sums = sums.all();
        if let Some(chance) = card.chance {
            let mut weighted = Sums::of(&self.weighted);
            weighted.add(change(amount.percent(chance)));
            self.weighted = weighted.all();
        }
    }
}

impl Board {
    /// The column that a card stands in, and the card.
    pub fn find(&self, id: Id) -> Option<(usize, &BoardCard)> {
        let place = |column: &BoardColumn| column.cards.iter().position(|card| card.id == id);
        self.columns
            .iter()
            .enumerate()
            .find_map(|(at, column)| place(column).and_then(|card| Some((at, column.cards.get(card)?))))
    }

    /// The place of a stage's column.
    pub fn place_of(&self, stage: Option<Id>) -> Option<usize> {
        self.columns.iter().position(|column| column.id() == stage)
    }

    /// Deals that may still come about: how many, and what they are worth times how likely they are won.
    pub fn open_totals(&self) -> (u64, Vec<Money>) {
        let open = || self.columns.iter().filter(|column| column.stage.as_ref().is_some_and(BoardStage::is_open));
        let mut weighted = Sums::default();
        open().flat_map(|column| &column.weighted).for_each(|sum| weighted.add(*sum));
        (open().map(|column| column.count).sum(), weighted.all())
    }

    /// Puts a card into another column at the moment `now`, as the board will be when the engine has written it. Changes
    /// nothing when the card or the column is not there, or the card is in it already.
    pub fn move_card(&mut self, id: Id, stage: Id, now: i64) {
        let Some((from, card)) = self.find(id) else { return };
        let Some(to) = self.place_of(Some(stage)).filter(|to| *to != from) else { return };
        let before = card.clone();
        let Some(target) = self.columns.get(to).and_then(|column| column.stage.clone()) else { return };
        let after = BoardCard {
            chance: deal::chance_in(Some(target.stage_type), target.probability, before.own_probability),
            stage_since: Some(now),
            closed: (!target.is_open()).then_some(now),
            ..before.clone()
        };
        if let Some(column) = self.columns.get_mut(from) {
            column.cards.retain(|card| card.id != id);
            column.count_card(&before, false);
        }
        if let Some(column) = self.columns.get_mut(to) {
            let order = column.order_of(&after);
            let place = column.cards.partition_point(|card| column.order_of(card) < order);
            column.count_card(&after, true);
            column.cards.insert(place, after);
        }
    }
}
