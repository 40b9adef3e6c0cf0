//! The board of deals beside a plain way of working it out, and the rules of deals, stages and pipelines.

use crate::engine_world::{Shared, Tab, cases, text};
use burrow::domain::change::Change;
use burrow::domain::deal::{self, OTHER_REASON};
use burrow::domain::id::Id;
use burrow::domain::operation::Action;
use burrow::domain::problem::Reason;
use burrow::domain::query::{Comparison, Filter, Query};
use burrow::domain::record::Kind;
use burrow::domain::stage::{self, types};
use burrow::domain::value::{Currency, Day, Money, Value};
use burrow::domain::{customer, member, pipeline};
use burrow::engine::board_protocol::{Board, BoardCard, BoardColumn, BoardRequest};
use burrow::engine::protocol::{Reply, Request};
use burrow::messages::Language;
use burrow::storage::MemoryDisk;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// A deal as the test knows it.
#[derive(Clone, Debug)]
struct Known {
    id: Id,
    name: String,
    stage: Option<usize>,
    amount: Option<Money>,
    own: Option<i64>,
    close: Option<Day>,
    owner: Option<usize>,
    deleted: bool,
}

fn known() -> impl Strategy<Value = Known> {
    let amount = (-5_000..5_000_i64, 0..3_usize).prop_map(|(minor, at)| Money::new(minor, Currency::COMMON[at]));
    let close = (1..13_u8, 1..4_u8).prop_map(|(month, day)| Day::new(Some(2026), month, day).unwrap());
    (
        prop::sample::select(vec!["Spring wholesale", "Clinic roll-out", "续约", "Kiln refit"]),
        prop::option::weighted(0.9, 0..7_usize),
        prop::option::weighted(0.8, amount),
        prop::option::weighted(0.3, 0..101_i64),
        prop::option::weighted(0.7, close),
        prop::option::of(0..2_usize),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(name, stage, amount, own, close, owner, deleted)| Known {
            id: Id::default(),
            name: name.to_owned(),
            stage,
            amount,
            own,
            close,
            owner,
            deleted,
        })
}

/// A book with two pipelines: the stages of the usual one, and two of another.
struct Book {
    tab: Tab,
    pipelines: [Id; 2],
    stages: Vec<Id>,
    owners: [Id; 2],
}

/// Type and probability of the seven stages.
const STAGES: [(u16, i64); 7] = [
    (types::OPEN, 20),
    (types::OPEN, 50),
    (types::OPEN, 75),
    (types::WON, 100),
    (types::LOST, 0),
    (types::OPEN, 10),
    (types::WON, 100),
];
/// The first stage of the second pipeline.
const SECOND: usize = 5;

impl Book {
    fn new() -> Book {
        let tab = Tab::open(&Shared::new(), &MemoryDisk::new());
        let ids: Vec<Id> = (0..pipeline::USUAL_RECORDS).map(|_| tab.new_id()).collect();
        let usual = pipeline::with_usual_stages(&ids, "Sales", 1, Language::English);
        saved(tab.commit(Action::Create, usual).1);
        let (other, _) = tab
            .create(Kind::Pipeline, vec![(pipeline::NAME, text("Service")), (pipeline::POSITION, Value::Integer(2))]);
        let mut stages = ids[1..].to_vec();
        for (position, (stage_type, probability)) in (1..).zip(&STAGES[SECOND..]) {
            let fields = vec![
                (stage::NAME, text(&format!("Step {position}"))),
                (stage::PIPELINE, Value::Link(other)),
                (stage::POSITION, Value::Integer(position)),
                (stage::TYPE, Value::Choice(*stage_type)),
                (stage::PROBABILITY, Value::Integer(*probability)),
            ];
            stages.push(tab.create(Kind::Stage, fields).0);
        }
        let owners = ["Dana", "Petra"].map(|name| tab.create(Kind::Member, vec![(member::NAME, text(name))]).0);
        Book { tab, pipelines: [ids[0], other], stages, owners }
    }

    fn fields(&self, known: &Known) -> Vec<(u16, Value)> {
        let stage = known.stage.map_or(self.stages[0], |at| self.stages[at]);
        vec![
            (deal::NAME, text(&known.name)),
            (deal::STAGE, Value::Link(stage)),
            (deal::LOST_REASON, Value::Choice(1)),
            (deal::AMOUNT, known.amount.map_or(Value::Empty, Value::Money)),
            (deal::PROBABILITY, known.own.map_or(Value::Empty, Value::Integer)),
            (deal::EXPECTED_CLOSE, known.close.map_or(Value::Empty, Value::Day)),
            (deal::OWNER, known.owner.map_or(Value::Empty, |at| Value::Link(self.owners[at]))),
        ]
    }

    /// Puts deals in, all in one action, and then some of them into the trash.
    fn fill(&self, deals: &mut [Known]) {
        for deal in deals.iter_mut() {
            deal.id = self.tab.new_id();
        }
        let changes = deals.iter().map(|deal| Change::edit(Kind::Deal, deal.id, self.fields(deal))).collect();
        saved(self.tab.commit(Action::Create, changes).1);
        let gone: Vec<Change> =
            deals.iter().filter(|deal| deal.deleted).map(|deal| Change::deletion(Kind::Deal, deal.id, true)).collect();
        saved(self.tab.commit(Action::Delete, gone).1);
    }

    fn board(&self, pipeline: Option<Id>, query: Query, limit: u32) -> Board {
        let request = BoardRequest { pipeline, query, limit, longer: Vec::new() };
        match self.tab.ask(Request::Board(request)) {
            Reply::Board(board) => board,
            other => panic!("{other:?}"),
        }
    }

    fn all(&self) -> Board {
        self.board(None, Query::all(Kind::Deal), 1_000)
    }

    fn move_to(&self, deal: Id, stage: usize) -> Reply {
        let change = Change::edit(Kind::Deal, deal, vec![(deal::STAGE, Value::Link(self.stages[stage]))]);
        self.tab.commit(Action::Edit, vec![change]).1
    }

    fn deal(&self, stage: usize) -> Id {
        self.tab
            .create(Kind::Deal, vec![(deal::NAME, text("Kiln refit")), (deal::STAGE, Value::Link(self.stages[stage]))])
            .0
    }

    fn value(&self, deal: Id, field: u16) -> Value {
        self.tab.value(Kind::Deal, deal, field)
    }
}

#[track_caller]
fn saved(reply: Reply) {
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
}

#[track_caller]
fn refused(reply: Reply, expected: &[Reason]) {
    let Reply::Refused(problems) = reply else { panic!("{reply:?}") };
    let reasons: Vec<Reason> = problems.into_iter().map(|one| one.problem.reason).collect();
    assert_eq!(reasons, expected);
}

/// Sums by the code of their currency.
type Sums = Vec<(String, i64)>;

/// What a column must say, worked out from the deals one by one.
fn expected(deals: &[Known], at: usize, fits: impl Fn(&Known) -> bool) -> (u64, Sums, Sums) {
    let mut count = 0;
    let mut sums: Vec<(String, i64)> = Vec::new();
    let mut weighted: Vec<(String, i64)> = Vec::new();
    let add = |into: &mut Vec<(String, i64)>, code: &str, minor: i64| match into.iter_mut().find(|(one, _)| one == code)
    {
        Some((_, sum)) => *sum += minor,
        None => into.push((code.to_owned(), minor)),
    };
    for deal in deals.iter().filter(|deal| !deal.deleted && deal.stage.unwrap_or(0) == at && fits(deal)) {
        count += 1;
        let Some(amount) = deal.amount else { continue };
        let (stage_type, probability) = STAGES[at];
        let chance = if stage_type == types::OPEN { deal.own.unwrap_or(probability) } else { probability };
        let product = amount.minor * chance;
        let share = if product < 0 { -((-product + 50) / 100) } else { (product + 50) / 100 };
        add(&mut sums, amount.currency.code(), amount.minor);
        add(&mut weighted, amount.currency.code(), share);
    }
    for list in [&mut sums, &mut weighted] {
        list.retain(|(_, minor)| *minor != 0);
        list.sort();
    }
    (count, sums, weighted)
}

fn told(sums: &[Money]) -> Vec<(String, i64)> {
    sums.iter().map(|sum| (sum.currency.code().to_owned(), sum.minor)).collect()
}

fn check_column(column: &BoardColumn, deals: &[Known], at: usize, fits: impl Fn(&Known) -> bool + Copy) {
    let (count, sums, weighted) = expected(deals, at, fits);
    assert_eq!((column.count, told(&column.sums), told(&column.weighted)), (count, sums, weighted), "stage {at}");
    assert!(column.cards.len() as u64 <= count);
    for card in &column.cards {
        let deal = deals.iter().find(|deal| deal.id == card.id).unwrap();
        assert!(!deal.deleted && deal.stage.unwrap_or(0) == at && fits(deal), "{deal:?} is no card of stage {at}");
        assert_eq!((&card.title, card.amount, card.expected_close), (&deal.name, deal.amount, deal.close));
        assert_eq!(card.owner.as_deref(), deal.owner.map(|at| ["Dana", "Petra"][at]));
    }
    if STAGES[at].0 == types::OPEN {
        let worth = |card: &BoardCard| card.amount.map(|amount| amount.in_units());
        for pair in column.cards.windows(2) {
            let by_day = match (pair[0].expected_close, pair[1].expected_close) {
                (Some(first), Some(second)) => first.cmp(&second),
                (first, second) => second.is_some().cmp(&first.is_some()),
            };
            let by_worth = worth(&pair[1]).partial_cmp(&worth(&pair[0])).unwrap();
            assert!(by_day.then(by_worth).then(pair[0].id.cmp(&pair[1].id)).is_lt(), "{pair:?}");
        }
    }
}

fn check_board(board: &Board, deals: &[Known], first: usize, fits: impl Fn(&Known) -> bool + Copy) {
    for (at, column) in board.columns.iter().enumerate() {
        check_column(column, deals, first + at, fits);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(24, 1_000)))]

    #[test]
    fn a_board_counts_and_sums_as_the_deals_do(mut deals in prop::collection::vec(known(), 0..40), limit in 0..6_u32) {
        let book = Book::new();
        book.fill(&mut deals);
        let first = book.all();
        prop_assert_eq!(first.pipeline, Some(book.pipelines[0]));
        prop_assert_eq!(first.columns.len(), SECOND);
        check_board(&first, &deals, 0, |_| true);
        check_board(&book.board(Some(book.pipelines[1]), Query::all(Kind::Deal), 1_000), &deals, SECOND, |_| true);

        // A filter, and fewer cards, which are the first ones.
        let filter = Filter { field: deal::OWNER, comparison: Comparison::Is, values: vec![Value::Link(book.owners[1])] };
        let query = Query { filters: vec![filter], ..Query::all(Kind::Deal) };
        let few = book.board(None, query.clone(), limit);
        let mine = |deal: &Known| deal.owner == Some(1);
        check_board(&few, &deals, 0, mine);
        let whole = book.board(None, query, 1_000);
        for (few, whole) in few.columns.iter().zip(&whole.columns) {
            prop_assert_eq!(&few.cards[..], &whole.cards[..whole.cards.len().min(limit as usize)]);
        }
    }

    #[test]
    fn a_board_whose_card_was_moved_is_the_one_that_the_engine_tells(
        mut deals in prop::collection::vec(known(), 1..20), which in any::<prop::sample::Index>(), to in 0..SECOND,
    ) {
        let book = Book::new();
        book.fill(&mut deals);
        let mut board = book.all();
        let id = deals[which.index(deals.len())].id;
        let before = board.clone();
        if board.find(id).is_none() {
            board.move_card(id, book.stages[to], 0);
            prop_assert_eq!(board, before);
            return Ok(());
        }
        saved(book.move_to(id, to));
        let told = book.all();
        let since = told.find(id).and_then(|(_, card)| card.stage_since).unwrap();
        board.move_card(id, book.stages[to], since);
        let without_stamp = |mut board: Board| {
            board.columns.iter_mut().flat_map(|column| &mut column.cards).for_each(|card| card.stamp = Default::default());
            board
        };
        prop_assert_eq!(without_stamp(board), without_stamp(told));
    }
}

#[test]
fn two_thousand_deals() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = prop::collection::vec(known(), 2_000);
    let mut deals = strategy.new_tree(&mut runner).unwrap().current();
    let book = Book::new();
    book.fill(&mut deals);
    let board = book.board(None, Query::all(Kind::Deal), 50);
    check_board(&board, &deals, 0, |_| true);
    assert!(board.columns.iter().all(|column| column.cards.len() == 50 && column.count > 200), "all columns are long");

    let longer = BoardRequest {
        pipeline: None,
        query: Query::all(Kind::Deal),
        limit: 50,
        longer: vec![(Some(book.stages[1]), 120)],
    };
    let Reply::Board(longer) = book.tab.ask(Request::Board(longer)) else { panic!("no board") };
    let lengths: Vec<usize> = longer.columns.iter().map(|column| column.cards.len()).collect();
    assert_eq!(lengths, [50, 120, 50, 50, 50]);
    assert_eq!(longer.columns[1].cards[..50], board.columns[1].cards[..]);
    let (count, weighted) = board.open_totals();
    assert_eq!(count, board.columns[..3].iter().map(|column| column.count).sum::<u64>());
    let of_dollars = |sums: &[Money]| sums.iter().find(|sum| sum.currency == Currency::USD).map_or(0, |sum| sum.minor);
    assert_eq!(
        of_dollars(&weighted),
        board.columns[..3].iter().map(|column| of_dollars(&column.weighted)).sum::<i64>()
    );
}

#[test]
fn a_book_without_a_pipeline_has_a_board_without_columns() {
    let tab: Tab = Tab::open(&Shared::new(), &MemoryDisk::new());
    let request = BoardRequest { pipeline: None, query: Query::all(Kind::Deal), limit: 50, longer: Vec::new() };
    assert_eq!(tab.ask(Request::Board(request)), Reply::Board(Board::default()));
    assert_eq!(tab.ask(Request::Pipelines), Reply::Pipelines(Vec::new()));
    let (_, reply) = tab
        .commit(Action::Create, vec![Change::edit(Kind::Deal, tab.new_id(), vec![(deal::NAME, text("Kiln refit"))])]);
    refused(reply, &[Reason::StageNeeded]);
}

#[test]
fn deals_whose_stage_is_gone_are_never_lost_from_sight() {
    let book = Book::new();
    let (stage, made) = book
        .tab
        .create(Kind::Stage, vec![(stage::NAME, text("Trial")), (stage::PIPELINE, Value::Link(book.pipelines[0]))]);
    // The deal goes into the trash, its stage too, and then the deal comes back.
    let (id, _) =
        book.tab.create(Kind::Deal, vec![(deal::NAME, text("Kiln refit")), (deal::STAGE, Value::Link(stage))]);
    saved(book.tab.commit(Action::Delete, vec![Change::deletion(Kind::Deal, id, true)]).1);
    book.tab.undo(made);
    assert_eq!(book.all().columns.len(), SECOND);
    saved(book.tab.commit(Action::Restore, vec![Change::deletion(Kind::Deal, id, false)]).1);
    for pipeline in book.pipelines {
        let board = book.board(Some(pipeline), Query::all(Kind::Deal), 50);
        let last = board.columns.last().unwrap();
        assert_eq!((&last.stage, last.count, last.cards[0].id), (&None, 1, id));
    }
    // It can be put into a stage again, and then the column is gone.
    saved(book.move_to(id, 1));
    assert_eq!(book.all().columns.len(), SECOND);
}

#[test]
fn a_move_begins_the_time_in_the_stage_and_closes_or_reopens() {
    let book = Book::new();
    let id = book.deal(0);
    let now = || Value::Instant(book.tab.world.shared.now.get() as i64);
    assert_eq!(
        (book.value(id, deal::CLOSED), book.value(id, deal::STATUS)),
        (Value::Empty, Value::Choice(types::OPEN))
    );
    saved(book.move_to(id, 3));
    let won = now();
    assert_eq!(book.value(id, deal::STAGE_SINCE), won);
    assert_eq!(book.value(id, deal::CLOSED), won);
    assert_eq!(book.value(id, deal::CHANCE), Value::Integer(100));
    saved(book.move_to(id, 1));
    let reopened = now();
    assert_ne!(won, reopened);
    assert_eq!(book.value(id, deal::STAGE_SINCE), reopened);
    assert_eq!(book.value(id, deal::CLOSED), Value::Empty);
    assert_eq!(book.value(id, deal::STATUS), Value::Choice(types::OPEN));
    // Another field leaves them as they are.
    saved(book.tab.commit(Action::Edit, vec![Change::edit(Kind::Deal, id, vec![(deal::NEXT_STEP, text("Call"))])]).1);
    assert_eq!(book.value(id, deal::STAGE_SINCE), reopened);
    // Nobody writes them by hand.
    let by_hand = Change::edit(Kind::Deal, id, vec![(deal::CLOSED, Value::Instant(1))]);
    refused(book.tab.commit(Action::Edit, vec![by_hand]).1, &[Reason::NotEditable]);
}

#[test]
fn a_lost_deal_says_why_and_one_that_is_no_longer_lost_does_not() {
    let book = Book::new();
    let id = book.deal(1);
    refused(book.move_to(id, 4), &[Reason::LostReasonNeeded]);
    assert_eq!(book.value(id, deal::STATUS), Value::Choice(types::OPEN));
    let lose = |reason: u16, notes: &str| {
        let fields = vec![
            (deal::STAGE, Value::Link(book.stages[4])),
            (deal::LOST_REASON, Value::Choice(reason)),
            (deal::LOST_NOTES, text(notes)),
        ];
        book.tab.commit(Action::Edit, vec![Change::edit(Kind::Deal, id, fields)]).1
    };
    refused(lose(OTHER_REASON, "  "), &[Reason::LostNotesNeeded]);
    saved(lose(OTHER_REASON, "They moved to Ghana."));
    assert_eq!(book.value(id, deal::CHANCE), Value::Integer(0));
    saved(book.move_to(id, 3));
    assert_eq!(book.value(id, deal::LOST_REASON), Value::Empty);
    assert_eq!(book.value(id, deal::LOST_NOTES), Value::Empty);
}

#[test]
fn a_stage_or_a_pipeline_with_deals_goes_only_when_they_go_elsewhere() {
    let book = Book::new();
    let (first, second) = (book.deal(1), book.deal(1));
    let delete_stage = Change::deletion(Kind::Stage, book.stages[1], true);
    refused(book.tab.commit(Action::Delete, vec![delete_stage.clone()]).1, &[Reason::StillNeeded { count: 2 }]);
    let to = |id: Id, stage: usize| Change::edit(Kind::Deal, id, vec![(deal::STAGE, Value::Link(book.stages[stage]))]);
    refused(
        book.tab.commit(Action::Delete, vec![to(first, 2), delete_stage.clone()]).1,
        &[Reason::StillNeeded { count: 1 }],
    );
    let (operation, reply) = book.tab.commit(Action::Delete, vec![to(first, 2), to(second, 2), delete_stage]);
    saved(reply);
    let board = book.all();
    assert_eq!(board.columns.len(), SECOND - 1);
    assert_eq!(board.columns[1].count, 2);
    // One action, so one undo brings all of it back.
    book.tab.undo(operation);
    let board = book.all();
    assert_eq!((board.columns.len(), board.columns[1].count), (SECOND, 2));

    let pipeline = Change::deletion(Kind::Pipeline, book.pipelines[0], true);
    refused(book.tab.commit(Action::Delete, vec![pipeline.clone()]).1, &[Reason::StillNeeded { count: 5 }]);
    let stages = book.stages[..SECOND].iter().map(|id| Change::deletion(Kind::Stage, *id, true));
    let all: Vec<Change> = [to(first, 5), to(second, 5)].into_iter().chain(stages).chain([pipeline]).collect();
    saved(book.tab.commit(Action::Delete, all).1);
    let board = book.all();
    assert_eq!((board.pipeline, board.columns[0].count), (Some(book.pipelines[1]), 2));
}

#[test]
fn pipelines_are_told_in_order_with_their_stages_and_deals() {
    let book = Book::new();
    book.deal(1);
    book.deal(5);
    let customer = book.tab.create(Kind::Customer, vec![(customer::LAST_NAME, text("Novák"))]).0;
    let of_customer = vec![(deal::NAME, text("Renewal")), (deal::CUSTOMER, Value::Link(customer))];
    book.tab.create(Kind::Deal, of_customer);
    let Reply::Pipelines(outlines) = book.tab.ask(Request::Pipelines) else { panic!("no pipelines") };
    let names: Vec<&str> = outlines.iter().map(|outline| outline.name.as_str()).collect();
    assert_eq!(names, ["Sales", "Service"]);
    let told: Vec<(&str, u64)> =
        outlines[0].stages.iter().map(|(stage, deals)| (stage.name.as_str(), *deals)).collect();
    assert_eq!(told, [("Qualified", 1), ("Proposal", 1), ("Negotiation", 0), ("Won", 0), ("Lost", 0)]);
    assert_eq!(outlines[1].stages[0].1, 1);
    assert_eq!(book.all().columns[0].cards[0].customer.as_deref(), Some("Novák"));
}
