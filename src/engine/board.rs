//! The board of deals: the columns of a pipeline with their sums and first cards, worked out anew for each question.

use crate::domain::deal;
use crate::domain::entity::{stored, stored_choice, stored_link, stored_number, stored_text};
use crate::domain::field::{FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{Day, Money, Value};
use crate::domain::{pipeline, stage};
use crate::engine::board_protocol::{
    Board, BoardCard, BoardColumn, BoardRequest, BoardStage, CardOrder, PipelineOutline, Sums, card_order,
};
use crate::engine::book::Book;
use crate::engine::table::{Slot, Table};
use std::collections::HashMap;

/// The most cards of a column given out at once.
const MOST_CARDS: u32 = 1_000;

/// All pipelines with their stages, both in order, and how many live deals stand in each.
pub(super) fn outlines(book: &Book) -> Vec<PipelineOutline> {
    let neighbours = book.neighbours();
    let mut pipelines: Vec<(i64, PipelineOutline)> = Vec::new();
    neighbours.each(Kind::Pipeline, &mut |record| {
        let position = stored_number(record, pipeline::POSITION);
        let outline = PipelineOutline {
            id: record.id(),
            name: stored_text(record, pipeline::NAME),
            position,
            stages: Vec::new(),
        };
        pipelines.push((position.unwrap_or(i64::MAX), outline));
    });
    pipelines.sort_unstable_by_key(|(position, outline)| (*position, outline.id));
    let mut stages: Vec<(i64, Id, Id, BoardStage)> = Vec::new();
    neighbours.each(Kind::Stage, &mut |record| {
        if let Some(belongs_to) = stored_link(record, stage::PIPELINE) {
            let position = stored_number(record, stage::POSITION).unwrap_or(i64::MAX);
            stages.push((position, record.id(), belongs_to, stage_of(record)));
        }
    });
    stages.sort_unstable_by_key(|(position, id, ..)| (*position, *id));
    let mut outlines: Vec<PipelineOutline> = pipelines.into_iter().map(|(_, outline)| outline).collect();
    for (_, id, belongs_to, stage) in stages {
        if let Some(outline) = outlines.iter_mut().find(|outline| outline.id == belongs_to) {
            outline.stages.push((stage, deals_in(book, id)));
        }
    }
    outlines
}

fn stage_of(record: &RecordView<'_>) -> BoardStage {
    BoardStage {
        id: record.id(),
        name: stored_text(record, stage::NAME),
        stage_type: stored_choice(record, stage::TYPE).unwrap_or(stage::types::OPEN),
        probability: stored_number(record, stage::PROBABILITY),
        days_allowed: stored_number(record, stage::DAYS_ALLOWED),
    }
}

fn deals_in(book: &Book, stage: Id) -> u64 {
    let Some(table) = book.table(Kind::Deal) else { return 0 };
    table.links_to(stage).into_iter().filter(|slot| !table.is_deleted(*slot)).count() as u64
}

/// A column while the deals are gone through.
struct Column {
    stage: Option<BoardStage>,
    most: usize,
    sums: Sums,
    weighted: Sums,
    deals: Vec<(CardOrder, Slot)>,
}

/// The board.
pub(super) fn board(book: &mut Book, request: &BoardRequest) -> Board {
    let answer = book.answer(&request.query);
    let outlines = outlines(book);
    let chosen = outlines.iter().find(|outline| Some(outline.id) == request.pipeline).or(outlines.first());
    let most = |stage: Option<Id>| {
        let longer = request.longer.iter().find(|(one, _)| *one == stage);
        longer.map_or(request.limit, |(_, limit)| *limit).min(MOST_CARDS) as usize
    };
    let column = |stage: Option<&BoardStage>| Column {
        most: most(stage.map(|stage| stage.id)),
        stage: stage.cloned(),
        sums: Sums::default(),
        weighted: Sums::default(),
        deals: Vec::new(),
    };
    let mut columns: Vec<Column> =
        chosen.iter().flat_map(|outline| &outline.stages).map(|(stage, _)| column(Some(stage))).collect();
    // What stands nowhere stands in the column after the last.
    let nowhere = columns.len();
    columns.push(column(None));
    // Where the deals of each stage go; nowhere on this board for those of other pipelines.
    let mut places: HashMap<Id, Option<usize>> = HashMap::new();
    places.extend(outlines.iter().flat_map(|outline| &outline.stages).map(|(stage, _)| (stage.id, None)));
    for (at, column) in columns.iter().enumerate() {
        if let Some(stage) = &column.stage {
            places.insert(stage.id, Some(at));
        }
    }
    let neighbours = book.neighbours();
    let Some(table) = book.table(Kind::Deal) else { return Board::default() };
    for slot in answer.slots.iter().copied() {
        let Some(view) = table.view(slot) else { continue };
        let place = stored_link(&view, deal::STAGE)
            .map_or(Some(nowhere), |stage| *places.get(&stage).unwrap_or(&Some(nowhere)));
        if let Some(column) = place.and_then(|place| columns.get_mut(place)) {
            column.take(slot, &view);
        }
    }
    let columns = columns.into_iter().filter(|column| column.stage.is_some() || !column.deals.is_empty());
    Board {
        pipeline: chosen.map(|outline| outline.id),
        columns: columns.map(|column| column.told(table, &neighbours)).collect(),
        pipelines: outlines.into_iter().map(|outline| (outline.id, outline.name)).collect(),
    }
}

impl Column {
    fn take(&mut self, slot: Slot, view: &RecordView<'_>) {
        let amount = amount_of(view);
        if let Some(amount) = amount {
            self.sums.add(amount);
            if let Some(chance) = self.chance(view) {
                self.weighted.add(amount.percent(chance));
            }
        }
        let is_open = self.stage.as_ref().is_none_or(BoardStage::is_open);
        let closed = if is_open { None } else { stored_number(view, deal::CLOSED) };
        self.deals.push((card_order(is_open, closed, day_of(view, deal::EXPECTED_CLOSE), amount, view.id()), slot));
    }

    fn chance(&self, view: &RecordView<'_>) -> Option<i64> {
        let stage = self.stage.as_ref();
        let own = stored_number(view, deal::PROBABILITY);
        deal::chance_in(stage.map(|stage| stage.stage_type), stage.and_then(|stage| stage.probability), own)
    }

    fn told(mut self, table: &Table, neighbours: &dyn Neighbours) -> BoardColumn {
        let count = self.deals.len() as u64;
        if self.most < self.deals.len() {
            // Only the first ones have to be in order.
            self.deals.select_nth_unstable(self.most);
            self.deals.truncate(self.most);
        }
        self.deals.sort_unstable();
        let views = self.deals.iter().filter_map(|(_, slot)| table.view(*slot).map(|view| (*slot, view)));
        let cards = views.map(|(slot, view)| BoardCard {
            id: view.id(),
            stamp: view.latest_stamp().unwrap_or_default(),
            title: table.title(slot, neighbours),
            customer: linked_title(&view, deal::CUSTOMER, Kind::Customer, neighbours),
            amount: amount_of(&view),
            expected_close: day_of(&view, deal::EXPECTED_CLOSE),
            chance: self.chance(&view),
            own_probability: stored_number(&view, deal::PROBABILITY),
            stage_since: stored_number(&view, deal::STAGE_SINCE),
            closed: stored_number(&view, deal::CLOSED),
            next_step: stored_text(&view, deal::NEXT_STEP),
            next_step_due: day_of(&view, deal::NEXT_STEP_DUE),
            owner: linked_title(&view, deal::OWNER, Kind::Member, neighbours),
        });
        let cards = cards.collect();
        BoardColumn { count, sums: self.sums.all(), weighted: self.weighted.all(), cards, stage: self.stage }
    }
}

fn linked_title(view: &RecordView<'_>, field: u16, kind: Kind, neighbours: &dyn Neighbours) -> Option<String> {
    stored_link(view, field).and_then(|id| neighbours.title(kind, id))
}

fn amount_of(view: &RecordView<'_>) -> Option<Money> {
    match stored(view, deal::AMOUNT, FieldKind::Money) {
        Value::Money(amount) => Some(amount),
        _ => None,
    }
}

fn day_of(view: &RecordView<'_>, field: u16) -> Option<Day> {
    match stored(view, field, FieldKind::Day) {
        Value::Day(day) => Some(day),
        _ => None,
    }
}
