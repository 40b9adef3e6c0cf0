//! The sample of every trade, loaded and taken away through the engine, and the figures of the start worked out a second
//! time from the rows that lists show.

use crate::engine_world::{Shared, Tab, person, text};
use burrow::domain::deal;
use burrow::domain::id::{Id, MemberId};
use burrow::domain::query::{Comparison, Filter, Query};
use burrow::domain::record::Kind;
use burrow::domain::sample::{Trade, is_sample};
use burrow::domain::value::{Currency, Day, Value};
use burrow::domain::{customer, stage, ticket};
use burrow::engine::protocol::{OverviewRequest, Reply, Request, Row, RowsRequest, SampleWish};
use burrow::messages::Language;
use burrow::storage::MemoryDisk;
use std::collections::BTreeMap;
use std::rc::Rc;

const DAY: i64 = 86_400_000;

fn world() -> (Rc<Shared>, Tab<MemoryDisk>) {
    let shared = Shared::new();
    let tab = Tab::open(&shared, &MemoryDisk::new());
    (shared, tab)
}

fn now_of(shared: &Shared) -> i64 {
    i64::try_from(shared.now.get()).expect("a moment")
}

fn load(shared: &Shared, tab: &Tab<MemoryDisk>, trade: Trade) {
    let today = Day::from_days_since_1970(i32::try_from(now_of(shared) / DAY).expect("a day")).expect("a day");
    let (member, _) = tab.create(Kind::Member, vec![(burrow::domain::member::NAME, text("Mo"))]);
    let wish = SampleWish { trade, language: Language::English, currency: Currency::EUR, today };
    let reply = tab.ask(Request::LoadSample { operation: tab.new_operation(), member: MemberId(member), wish });
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
}

fn rows(tab: &Tab<MemoryDisk>, kind: Kind, filters: Vec<Filter>, columns: &[u16]) -> Vec<Row> {
    let query = Query { filters, ..Query::all(kind) };
    match tab.ask(Request::Rows(RowsRequest { query, columns: columns.to_vec(), offset: 0, limit: 1_000 })) {
        Reply::Rows(rows) => rows.rows,
        other => panic!("{other:?}"),
    }
}

fn live_ids(tab: &Tab<MemoryDisk>) -> Vec<(Kind, Id)> {
    Kind::ALL
        .into_iter()
        .flat_map(|kind| rows(tab, kind, vec![], &[]).into_iter().map(move |row| (kind, row.id)))
        .collect()
}

#[test]
fn the_sample_of_every_trade_comes_and_goes_and_leaves_the_users_own_alone() {
    for trade in Trade::ALL {
        let (shared, tab) = world();
        let (own, _) = tab.create(Kind::Customer, person("Dana", "Novák"));
        load(&shared, &tab, trade);
        let sample = live_ids(&tab).into_iter().filter(|(_, id)| is_sample(*id)).count() as u64;
        assert!(sample > 300, "{trade:?}: {sample}");
        assert_eq!(tab.ask(Request::SampleCount), Reply::Count(sample));
        // The user's own deal for a sample customer stays, and so do the stages in which it stands.
        let of_sample = rows(&tab, Kind::Customer, vec![], &[]).into_iter().find(|row| is_sample(row.id)).expect("one");
        let (deal, _) =
            tab.create(Kind::Deal, vec![(deal::NAME, text("My own")), (deal::CUSTOMER, Value::Link(of_sample.id))]);
        let reply = tab.ask(Request::RemoveSample { operation: tab.new_operation(), member: MemberId::default() });
        assert!(matches!(&reply, Reply::Committed(done) if u64::from(done.records) == sample), "{reply:?}");
        let left = live_ids(&tab);
        assert!(left.iter().all(|(_, id)| !is_sample(*id)), "{left:?}");
        assert!(left.contains(&(Kind::Customer, own)) && left.contains(&(Kind::Deal, deal)));
        assert_eq!(left.iter().filter(|(kind, _)| *kind == Kind::Stage).count(), 5);
        assert_eq!(tab.ask(Request::SampleCount), Reply::Count(0));
        // It may come again, at another moment.
        shared.now.set(shared.now.get() + 5_000);
        load(&shared, &tab, trade);
        assert_eq!(tab.ask(Request::SampleCount), Reply::Count(sample));
    }
}

#[test]
fn the_figures_of_the_start_equal_those_of_the_lists() {
    for trade in Trade::ALL {
        let (shared, tab) = world();
        load(&shared, &tab, trade);
        let now = now_of(&shared);
        let months: Vec<i64> = (0..=12).map(|month| now + DAY - (12 - month) * 30 * DAY).collect();
        let overview = match tab.ask(Request::Overview(OverviewRequest { now, months: months.clone() })) {
            Reply::Overview(overview) => overview,
            other => panic!("{other:?}"),
        };
        let of_status = |code: u16| {
            vec![Filter { field: deal::STATUS, comparison: Comparison::Is, values: vec![Value::Choice(code)] }]
        };
        let columns = [deal::STAGE, deal::AMOUNT, deal::WEIGHTED, deal::CLOSED];
        let mut by_stage: BTreeMap<Id, (u32, i64, i64)> = BTreeMap::new();
        for row in rows(&tab, Kind::Deal, of_status(stage::types::OPEN), &columns) {
            let (Value::Link(stage), Value::Money(amount), Value::Money(weighted)) =
                (&row.cells[0].value, &row.cells[1].value, &row.cells[2].value)
            else {
                panic!("{row:?}")
            };
            let sum = by_stage.entry(*stage).or_default();
            *sum = (sum.0 + 1, sum.1 + amount.minor, sum.2 + weighted.minor);
        }
        let told: BTreeMap<Id, (u32, i64, i64)> = overview
            .stages
            .iter()
            .filter(|figure| figure.deals > 0)
            .map(|figure| (figure.stage, (figure.deals, figure.amounts[0].minor, figure.weighted[0].minor)))
            .collect();
        assert_eq!(told, by_stage, "{trade:?}");
        assert_eq!(overview.stages.len(), 3, "the open stages, with and without deals");
        let won = rows(&tab, Kind::Deal, of_status(stage::types::WON), &columns);
        assert!(won.len() > 1);
        let mut by_month = vec![(0, 0); 12];
        for row in &won {
            let (Value::Instant(closed), Value::Money(amount)) = (&row.cells[3].value, &row.cells[1].value) else {
                panic!("{row:?}")
            };
            let month = months.windows(2).position(|ends| (ends[0]..ends[1]).contains(closed)).expect("a month");
            by_month[month] = (by_month[month].0 + 1, by_month[month].1 + amount.minor);
        }
        let told: Vec<(u32, i64)> = overview
            .won
            .iter()
            .map(|figure| (figure.deals, figure.amounts.first().map_or(0, |sum| sum.minor)))
            .collect();
        assert_eq!(told, by_month, "{trade:?}");
        assert!(won.iter().any(|row| matches!(row.cells[3].value, Value::Instant(closed) if closed < now - 2 * DAY)));
        let customers = rows(&tab, Kind::Customer, vec![], &[customer::NAME]).len();
        assert_eq!(overview.new_customers.iter().sum::<u32>() as usize, customers);
        let tickets = rows(&tab, Kind::Ticket, vec![], &[ticket::CATEGORY, ticket::DUE]);
        let open = |row: &&Row| row.cells[0].value != Value::Choice(ticket::categories::CLOSED);
        let due_before = |limit: i64| {
            let is_due = |row: &&Row| matches!(row.cells[1].value, Value::Instant(due) if due < limit);
            tickets.iter().filter(open).filter(is_due).count()
        };
        let told = (overview.open_tickets, overview.tickets_at_risk, overview.overdue_tickets);
        let four_hours = 4 * 3_600_000;
        let found = (tickets.iter().filter(open).count(), due_before(now + four_hours + 1), due_before(now));
        assert_eq!((told.0 as usize, told.1 as usize, told.2 as usize), found, "{trade:?}");
        assert!(found.2 > 0, "a sample without an overdue ticket shows nothing of that");
    }
}
