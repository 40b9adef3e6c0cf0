//! Imports of orders: who buys is found or made; a file that comes twice counts once; all of it can be taken back.

use crate::engine_imports::new_tab;
use crate::engine_world::{Shared, Tab, file, person, text};
use burrow::domain::id::{Id, MemberId, OperationId};
use burrow::domain::query::Query;
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Day, Money, Value};
use burrow::domain::{customer, order};
use burrow::engine::import_plan::{
    DateOrder, ImportDraft, ImportPlan, ImportPreview, MatchKey, OnMatch, Outcome, RowReason,
};
use burrow::engine::protocol::{Job, Reply, Request, RowsRequest};
use burrow::storage::MemoryDisk;

fn open(tab: &Tab, bytes: &[u8]) -> ImportDraft {
    match tab.ask_with(Request::ImportOpen { kind: None, reading: None }, Some(file(bytes))) {
        Reply::ImportDraft(draft) => draft,
        other => panic!("{other:?}"),
    }
}

fn run(tab: &Tab, plan: &ImportPlan) -> (Option<OperationId>, ImportPreview) {
    let preview = match tab.ask(Request::ImportPreview { job: Job(1), plan: plan.clone() }) {
        Reply::ImportPreview(preview) => preview,
        other => panic!("{other:?}"),
    };
    let request = Request::ImportRun {
        job: Job(2),
        operation: tab.new_operation(),
        member: MemberId::default(),
        plan: plan.clone(),
    };
    match tab.ask(request) {
        Reply::ImportDone(report) => {
            assert_eq!(report.counts, preview, "the preview told something else");
            let counts = &report.counts;
            assert_eq!(counts.rows, counts.created + counts.updated + counts.skipped + counts.problems);
            (report.operation, report.counts)
        }
        other => panic!("{other:?}"),
    }
}

/// Imports a file of orders: made, changed, skipped, problems, and customers made.
pub fn import(tab: &Tab, bytes: &[u8], mend: impl Fn(&mut ImportPlan)) -> (Option<OperationId>, [u64; 5]) {
    let mut plan = open(tab, bytes).plan;
    assert_eq!(plan.kind, Kind::Order);
    mend(&mut plan);
    let (operation, counts) = run(tab, &plan);
    (operation, [counts.created, counts.updated, counts.skipped, counts.problems, counts.customers_created])
}

/// All live records of a kind with these fields, in the order of their titles.
fn all(tab: &Tab, kind: Kind, columns: &[u16]) -> Vec<(Id, Vec<Value>)> {
    let request = RowsRequest { query: Query::all(kind), columns: columns.to_vec(), offset: 0, limit: 1_000 };
    match tab.ask(Request::Rows(request)) {
        Reply::Rows(rows) => {
            rows.rows.into_iter().map(|row| (row.id, row.cells.into_iter().map(|cell| cell.value).collect())).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn titles(tab: &Tab, kind: Kind) -> Vec<String> {
    let title = |(_, cells): (Id, Vec<Value>)| match cells.into_iter().next() {
        Some(Value::Text(title)) => title,
        other => panic!("{other:?}"),
    };
    all(tab, kind, &[kind.title_field()]).into_iter().map(title).collect()
}

#[test]
fn every_order_of_the_shop_comes_in_once() {
    let cdnow = include_bytes!("../data/cdnow-orders.csv");
    let (shared, disk) = (Shared::new(), MemoryDisk::new());
    let tab = Tab::open(&shared, &disk);
    let begun = std::time::Instant::now();
    let (operation, counts) = import(&tab, cdnow, |plan| {
        assert_eq!((plan.match_by, plan.currency), (MatchKey::SameOrder, Some(Currency::USD)));
    });
    println!("previewed and imported in {:?}", begun.elapsed());
    assert_eq!(counts, [69_659, 0, 0, 0, 23_570]);
    assert_eq!((tab.customers(), tab.engine.state().count(Kind::Order)), (23_570, 69_659));
    assert_eq!(import(&tab, cdnow, |_| ()), (None, [0, 0, 69_659, 0, 0]));
    tab.ask(Request::Fold);
    let tab = Tab::open(&shared, &disk);
    assert_eq!(import(&tab, cdnow, |_| ()), (None, [0, 0, 69_659, 0, 0]));
    let (_, records, kept) = tab.undo(operation.unwrap());
    assert_eq!((records, kept), (69_659 + 23_570, 0));
    assert_eq!((tab.customers(), tab.engine.state().count(Kind::Order)), (0, 0));
}

#[test]
fn a_customer_is_found_by_number_address_and_name_or_made() {
    let tab = new_tab();
    let make = |fields: Vec<(u16, Value)>| tab.create(Kind::Customer, fields).0;
    let with = |mut fields: Vec<(u16, Value)>, number: u16, value: &str| {
        fields.push((number, text(value)));
        fields
    };
    let numbered = make(with(person("Ana", "One"), customer::EXTERNAL_ID, "C-1"));
    let named = make(person("Dana", "Novák"));
    let other = make(with(person("Ben", "Two"), customer::EXTERNAL_ID, "C-2"));
    make(person("Same", "Name"));
    make(person("Same", "Name"));
    let rows = "customer number,customer name,email,date,amount,quantity
c-1,Somebody Else,,2024-01-01,1,1
,Novak Dana,,2024-01-02,2,1
,dana novak,,2024-01-03,3,1
C-9,Ben Two,,2024-01-04,4,1
C-9,,,2024-01-05,5,1
,,New@Example.com,2024-01-06,6,1
,Whoever,new@example.com,2024-01-07,7,1
,Same Name,,2024-01-08,8,1
,,,2024-01-09,9,1
,,not an address,2024-01-10,10,1
";
    let mut plan = open(&tab, rows.as_bytes()).plan;
    plan.currency = Some(Currency::EUR);
    let (operation, counts) = run(&tab, &plan);
    assert_eq!((counts.created, counts.problems, counts.customers_created), (7, 3, 3));
    let found = all(&tab, Kind::Order, &[order::CUSTOMER]);
    let buyer = |row: usize| match &found[row].1[0] {
        Value::Link(id) => *id,
        other => panic!("{other:?}"),
    };
    // "Novak Dana" is another name than "Dana Novák".
    assert_eq!((buyer(0), buyer(2)), (numbered, named));
    assert_ne!(buyer(1), named);
    // Of the same name, but of another number.
    assert_ne!(buyer(3), other);
    assert_eq!(buyer(3), buyer(4));
    assert_eq!(buyer(5), buyer(6));
    assert_eq!(tab.value(Kind::Customer, buyer(3), customer::NAME), text("Ben Two"));
    assert_eq!(tab.value(Kind::Customer, buyer(5), customer::NAME), text("New@Example.com"));
    let status = Value::Choice(customer::statuses::ACTIVE);
    assert_eq!(tab.value(Kind::Customer, buyer(5), customer::STATUS), status);
    assert_eq!(counts.problem_samples[0].reasons, [RowReason::SeveralMatches(2)]);
    assert_eq!(tab.customers(), 8);
    // Who was changed since, and who has got something else since, stays.
    tab.edit(buyer(1), customer::JOB_TITLE, text("Baker"));
    let money = Value::Money(Money::new(100, Currency::EUR));
    let day = Value::Day(Day::parse_iso("2024-02-01").unwrap());
    let fields = vec![(order::CUSTOMER, Value::Link(buyer(3))), (order::DAY, day), (order::AMOUNT, money)];
    tab.create(Kind::Order, fields);
    let (_, records, kept) = tab.undo(operation.unwrap());
    assert_eq!((records, kept, tab.customers()), (7 + 1, 2, 7));
    assert_eq!(tab.engine.state().count(Kind::Order), 1);
}

#[test]
fn the_nth_row_is_the_nth_order_that_is_like_it() {
    let tab = new_tab();
    let head = "customer_id,order_date,quantity,amount_usd\n";
    let twice = format!("{head}1,2024-01-01,1,0.00\n1,2024-01-01,1,0\n1,2024-01-01,2,0\n");
    let (_, counts) = import(&tab, twice.as_bytes(), |_| ());
    assert_eq!(counts, [3, 0, 0, 0, 1]);
    assert_eq!(titles(&tab, Kind::Customer), ["#1"]);
    assert_eq!(import(&tab, twice.as_bytes(), |_| ()).1, [0, 0, 3, 0, 0]);
    // A third one like them is another one.
    let thrice = format!("{twice}1,2024-01-01,1,0.00\n2,2024-01-01,1,0.00\n");
    assert_eq!(import(&tab, thrice.as_bytes(), |_| ()).1, [2, 0, 3, 0, 1]);
    assert_eq!(import(&tab, thrice.as_bytes(), |_| ()).1, [0, 0, 5, 0, 0]);
    assert_eq!(import(&tab, thrice.as_bytes(), |plan| plan.match_by = MatchKey::Nothing).1, [5, 0, 0, 0, 0]);
}

#[test]
fn orders_with_numbers_are_updated() {
    let tab = new_tab();
    let first = "order number,customer,date,total,status
A-1,Ana,2024-01-01,10 USD,draft
A-2,Ana,2024-01-02,20 USD,completed
";
    assert_eq!(
        import(&tab, first.as_bytes(), |plan| assert_eq!(plan.match_by, MatchKey::OrderNumber)).1,
        [2, 0, 0, 0, 1]
    );
    let second = "order number,customer,date,total,status
a-1,Ana,2024-01-01,12 USD,completed
A-2,Ana,2024-01-02,20 USD,completed
A-3,Ben,2024-01-03,30 EUR,cancelled
";
    assert_eq!(import(&tab, second.as_bytes(), |plan| plan.on_match = OnMatch::Skip).1, [1, 0, 2, 0, 1]);
    assert_eq!(import(&tab, second.as_bytes(), |_| ()).1, [0, 1, 2, 0, 0]);
    let amounts: Vec<_> = all(&tab, Kind::Order, &[order::NUMBER, order::AMOUNT]);
    assert_eq!(amounts[0].1, [text("a-1"), Value::Money(Money::new(1_200, Currency::USD))]);
}

#[test]
fn what_cannot_be_an_order_is_a_problem_and_makes_nobody() {
    let check = |rows: &str, mend: &dyn Fn(&mut ImportPlan), expected: [u64; 5]| {
        let tab = new_tab();
        let bytes = format!("customer_id,order_date,quantity,amount\n{rows}");
        assert_eq!(import(&tab, bytes.as_bytes(), mend).1, expected, "{rows}");
        assert_eq!(tab.customers(), expected[4]);
    };
    let dollars = |plan: &mut ImportPlan| plan.currency = Some(Currency::USD);
    check("1,2024-01-01,1,5\n", &dollars, [1, 0, 0, 0, 1]);
    check("1,2024-01-01,1,5\n", &|_| (), [0, 0, 0, 1, 0]);
    check("1,2024-01-01,1,5 EUR\n", &|_| (), [1, 0, 0, 0, 1]);
    check("1,2024-01-01,1,\n", &dollars, [0, 0, 0, 1, 0]);
    check("1,,1,5\n", &dollars, [0, 0, 0, 1, 0]);
    check(",2024-01-01,1,5\n", &dollars, [0, 0, 0, 1, 0]);
    check("1,2024-01-01,many,5\n2,2024-01-01,2.0,5\n", &dollars, [1, 0, 0, 1, 1]);
    check("1,03/04/2024,1,5\n", &dollars, [0, 0, 0, 1, 0]);
    let day_first = |plan: &mut ImportPlan| {
        dollars(plan);
        plan.date_order = DateOrder::DayFirst;
    };
    check("1,03/04/2024,1,5\n", &day_first, [1, 0, 0, 0, 1]);
}

#[test]
fn the_preview_shows_who_buys() {
    let tab = new_tab();
    let draft = open(&tab, b"customer_id,order_date,amount_usd\n7,2024-01-01,5\n");
    let (_, counts) = run(&tab, &draft.plan);
    let sample = &counts.samples[0];
    assert_eq!((sample.outcome, sample.title.as_str()), (Outcome::Create, "2024-01-01 · 5.00 USD"));
    assert!(sample.writes.contains(&(order::CUSTOMER, "7".to_owned())), "{sample:?}");
}

#[test]
fn people_stay_people_unless_told_otherwise() {
    let tab = new_tab();
    let kind = |bytes: &[u8], kind| match tab.ask_with(Request::ImportOpen { kind, reading: None }, Some(file(bytes))) {
        Reply::ImportDraft(draft) => draft.plan.kind,
        other => panic!("{other:?}"),
    };
    let orders: &[u8] = b"customer_id,order_date,amount\n7,2024-01-01,5\n";
    assert_eq!(kind(include_bytes!("../data/contacts.csv"), None), Kind::Customer);
    assert_eq!(kind(include_bytes!("../data/contacts.csv"), Some(Kind::Order)), Kind::Order);
    assert_eq!(kind(orders, None), Kind::Order);
    assert_eq!(kind(orders, Some(Kind::Customer)), Kind::Customer);
}
