//! What is measured of customers, beside pandas; segments that say by themselves who belongs to them.

use crate::engine_imports::new_tab;
use crate::engine_orders;
use crate::engine_world::{Tab, person, text};
use burrow::analysis::protocol::{AnalystReply, AnalystTask, Clustering, Column, Matrix};
use burrow::analysis::serve::serve;
use burrow::domain::change::Change;
use burrow::domain::id::Id;
use burrow::domain::model::{ColumnScaling, Feature, NearestCentroid, TrainedOn};
use burrow::domain::operation::Action;
use burrow::domain::query::{Comparison, Filter, Query};
use burrow::domain::record::Kind;
use burrow::domain::value::{Currency, Day, Money, Value};
use burrow::domain::{customer, order, segment};
use burrow::engine::protocol::{Reply, Request, RowsRequest};
use burrow::engine::segment_plan::{FeatureTable, Groups, PurchaseSummary, SavedSegments};
use std::collections::BTreeMap;
use std::time::Instant;

const CUSTOMERS: &str = include_str!("../data/analysis/recency_frequency.csv");

fn features(tab: &Tab, wanted: &[Feature]) -> FeatureTable {
    match tab.ask(Request::Features(wanted.to_vec())) {
        Reply::Features(table) => table,
        other => panic!("{other:?}"),
    }
}

fn summary(tab: &Tab) -> PurchaseSummary {
    match tab.ask(Request::PurchaseSummary) {
        Reply::PurchaseSummary(summary) => summary,
        other => panic!("{other:?}"),
    }
}

fn saved(tab: &Tab) -> SavedSegments {
    match tab.ask(Request::SavedSegments) {
        Reply::SavedSegments(saved) => saved,
        other => panic!("{other:?}"),
    }
}

fn groups(tab: &Tab, model: &NearestCentroid) -> Groups {
    match tab.ask(Request::Groups { model: model.encode() }) {
        Reply::Groups(groups) => groups,
        other => panic!("{other:?}"),
    }
}

/// How many customers a list shows that is filtered by a segment.
fn members(tab: &Tab, segment: Id) -> u64 {
    let filter = Filter { field: customer::SEGMENT, comparison: Comparison::Is, values: vec![Value::Link(segment)] };
    let query = Query { filters: vec![filter], ..Query::all(Kind::Customer) };
    match tab.ask(Request::Rows(RowsRequest { query, columns: vec![customer::SEGMENT], offset: 0, limit: 50 })) {
        Reply::Rows(rows) => {
            assert!(rows.rows.iter().all(|row| row.cells[0].value == Value::Link(segment)));
            rows.matched
        }
        other => panic!("{other:?}"),
    }
}

fn save(tab: &Tab, model: &NearestCentroid) -> Vec<Id> {
    let group = |group: usize| {
        let fields = vec![
            (segment::NAME, text(&format!("Group {group}"))),
            (segment::MODEL, Value::Model(model.encode())),
            (segment::CENTROID, Value::Integer(group as i64)),
        ];
        Change::edit(Kind::Segment, tab.new_id(), fields)
    };
    let changes: Vec<Change> = (0..model.group_count()).map(group).collect();
    let ids = changes.iter().map(|change| change.id).collect();
    let (_, reply) = tab.commit(Action::Create, changes);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    ids
}

fn clustered(table: &FeatureTable, k: u32) -> Clustering {
    let logarithm = |feature: Feature| matches!(feature, Feature::Frequency | Feature::Money);
    let columns: Vec<Column> =
        table.features.iter().map(|feature| Column { feature: *feature, logarithm: logarithm(*feature) }).collect();
    let matrix = Matrix::new(columns.len() as u32, table.numbers()).unwrap();
    let task = AnalystTask { columns, k: Some(k), seed: 1, runs: 3 };
    match serve(task.with_numbers(matrix, table.as_of.unwrap()), &mut |_| {}, &|| false) {
        AnalystReply::Clustered(found) => *found,
        other => panic!("{other:?}"),
    }
}

fn ordered(tab: &Tab, buyer: Id, day: &str, amount: Money) {
    let fields = vec![
        (order::CUSTOMER, Value::Link(buyer)),
        (order::DAY, Value::Day(Day::parse_iso(day).unwrap())),
        (order::AMOUNT, Value::Money(amount)),
    ];
    tab.create(Kind::Order, fields);
}

/// The own numbers of all customers.
fn numbers(tab: &Tab) -> BTreeMap<Id, String> {
    let mut numbers = BTreeMap::new();
    let mut offset = 0;
    loop {
        let query = Query::all(Kind::Customer);
        let request = RowsRequest { query, columns: vec![customer::EXTERNAL_ID], offset, limit: 1_000 };
        let Reply::Rows(rows) = tab.ask(Request::Rows(request)) else { panic!("no rows") };
        if rows.rows.is_empty() {
            return numbers;
        }
        offset += 1_000;
        numbers.extend(rows.rows.into_iter().map(|row| match &row.cells[0].value {
            Value::Text(number) => (row.id, number.clone()),
            other => panic!("{other:?}"),
        }));
    }
}

/// As pandas says it: recency, orders, cents, interval.
fn by_pandas() -> BTreeMap<&'static str, (f64, f64, i64, Option<f64>)> {
    CUSTOMERS
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let [customer, recency, frequency, cents, interval] = cells[..] else { panic!("{line}") };
            let number = |text: &str| text.parse::<f64>().unwrap();
            let interval = (!interval.is_empty()).then(|| number(interval));
            (customer, (number(recency), number(frequency), cents.parse().unwrap(), interval))
        })
        .collect()
}

#[test]
fn every_customer_of_the_shop_is_as_pandas_says_and_in_a_segment() {
    let tab = new_tab();
    let cdnow = include_bytes!("../data/cdnow-orders.csv");
    assert_eq!(engine_orders::import(&tab, cdnow, |_| ()).1, [69_659, 0, 0, 0, 23_570]);
    let summary = summary(&tab);
    assert_eq!((summary.orders, summary.customers, summary.in_other_currencies), (69_659, 23_570, 0));
    assert_eq!((summary.as_of, summary.currency), (Day::parse_iso("1998-06-30"), Some(Currency::USD)));

    let (numbers, theirs) = (numbers(&tab), by_pandas());
    let table = features(&tab, &[Feature::Recency, Feature::Frequency, Feature::Money]);
    assert!(table.customers.is_sorted());
    let mut compared = 0;
    for (customer, row) in table.customers.iter().zip(table.numbers().as_chunks::<3>().0) {
        let (recency, frequency, cents, _) = theirs[numbers[customer].as_str()];
        assert_eq!(*row, [recency, frequency, cents as f64 / 100.0], "{}", numbers[customer]);
        compared += 1;
    }
    assert_eq!((compared, theirs.len()), (23_570, 23_570));

    let with_interval = features(&tab, &[Feature::Interval]);
    assert_eq!(summary.with_one_order, 23_570 - with_interval.customers.len() as u64);
    for (customer, interval) in with_interval.customers.iter().zip(with_interval.numbers()) {
        let their = theirs[numbers[customer].as_str()].3.unwrap();
        assert!((interval - their).abs() < 1e-9, "{}: {interval} and {their}", numbers[customer]);
    }

    // What was found, saved, and what the list shows, agree.
    let begun = Instant::now();
    let found = clustered(&table, 4);
    println!("4 groups in {:?}", begun.elapsed());
    let sizes = found.sizes.clone();
    let told: Vec<u64> = groups(&tab, &found.model).groups.iter().map(|group| group.customers).collect();
    assert_eq!(told, sizes);
    assert_eq!(sizes.iter().sum::<u64>(), 23_570);
    let ids = save(&tab, &found.model);
    let begun = Instant::now();
    let listed: Vec<u64> = ids.iter().map(|id| members(&tab, *id)).collect();
    println!("four lists by segment in {:?}", begun.elapsed());
    assert_eq!(listed, sizes);
    let saved_now = saved(&tab);
    let live: Vec<u64> = saved_now.segments.iter().map(|one| one.figures.as_ref().unwrap().customers).collect();
    assert_eq!((live, saved_now.in_none), (sizes, 0));

    // A customer who comes later belongs somewhere at once.
    let (newcomer, _) = tab.create(Kind::Customer, person("New", "Comer"));
    assert_eq!(tab.value(Kind::Customer, newcomer, customer::SEGMENT), Value::Empty);
    ordered(&tab, newcomer, "1998-06-30", Money::new(20_000, Currency::USD));
    let Value::Link(own) = tab.value(Kind::Customer, newcomer, customer::SEGMENT) else { panic!("no segment") };
    assert_eq!(members(&tab, own), listed[ids.iter().position(|id| *id == own).unwrap()] + 1);
    // A segment that is put away leaves its customers without one.
    let (_, reply) = tab.commit(Action::Delete, vec![Change::deletion(Kind::Segment, own, true)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    assert_eq!(tab.value(Kind::Customer, newcomer, customer::SEGMENT), Value::Empty);
    assert_eq!(saved(&tab).in_none, listed[ids.iter().position(|id| *id == own).unwrap()] + 1);
}

fn plain_model(features: Vec<Feature>, centroids: Vec<Vec<f64>>) -> NearestCentroid {
    let scaling = vec![ColumnScaling { logarithm: false, mean: 0.0, deviation: 1.0 }; features.len()];
    let as_of = Day::parse_iso("2024-03-01").unwrap();
    let trained = TrainedOn { rows: 3, as_of, seed: 1, inertia: 1.0, silhouette: None };
    NearestCentroid::new(features, scaling, centroids, trained).unwrap()
}

#[test]
fn the_newer_clustering_counts_and_recency_is_counted_to_the_last_order() {
    let tab = new_tab();
    let dollars = |amount: i64| Money::new(amount * 100, Currency::USD);
    let ana = tab.create(Kind::Customer, person("Ana", "A")).0;
    let ben = tab.create(Kind::Customer, person("Ben", "B")).0;
    ordered(&tab, ana, "2024-01-01", dollars(10));
    ordered(&tab, ben, "2024-03-01", dollars(500));
    let by_recency = save(&tab, &plain_model(vec![Feature::Recency], vec![vec![0.0], vec![100.0]]));
    let segment_of = |id: Id| tab.value(Kind::Customer, id, customer::SEGMENT);
    assert_eq!((segment_of(ana), segment_of(ben)), (Value::Link(by_recency[1]), Value::Link(by_recency[0])));
    // Time passes with the next order, for everybody.
    ordered(&tab, ana, "2024-09-01", dollars(1));
    assert_eq!((segment_of(ana), segment_of(ben)), (Value::Link(by_recency[0]), Value::Link(by_recency[1])));
    let by_money = save(&tab, &plain_model(vec![Feature::Money], vec![vec![0.0], vec![400.0]]));
    assert_eq!((segment_of(ana), segment_of(ben)), (Value::Link(by_money[0]), Value::Link(by_money[1])));
    // A single order has no interval: nothing can be said.
    save(&tab, &plain_model(vec![Feature::Interval], vec![vec![0.0], vec![100.0]]));
    assert!(matches!(segment_of(ana), Value::Link(_)));
    assert_eq!(segment_of(ben), Value::Empty);
}

#[test]
fn other_currencies_and_the_trash_are_told_apart() {
    let tab = new_tab();
    let ana = tab.create(Kind::Customer, person("Ana", "A")).0;
    let ben = tab.create(Kind::Customer, person("Ben", "B")).0;
    assert_eq!(summary(&tab), PurchaseSummary { all_amounts_zero: true, ..PurchaseSummary::default() });
    assert_eq!(features(&tab, &[Feature::Money]), FeatureTable::default());
    ordered(&tab, ana, "2024-01-01", Money::new(0, Currency::EUR));
    ordered(&tab, ana, "2024-01-03", Money::new(700, Currency::USD));
    ordered(&tab, ben, "2024-01-02", Money::new(0, Currency::EUR));
    let now = summary(&tab);
    assert_eq!((now.orders, now.customers, now.with_one_order), (3, 2, 1));
    assert_eq!((now.currency, now.in_other_currencies, now.all_amounts_zero), (Some(Currency::EUR), 1, true));
    let table = features(&tab, &[Feature::Money, Feature::Interval]);
    assert_eq!((table.numbers(), table.customers), (vec![0.0, 2.0], vec![ana]));
    let (_, reply) = tab.commit(Action::Delete, vec![Change::deletion(Kind::Customer, ana, true)]);
    assert!(matches!(reply, Reply::Committed(_)), "{reply:?}");
    assert_eq!(features(&tab, &[Feature::Frequency]).customers, vec![ben]);
    assert_eq!(summary(&tab).customers, 1);
}
