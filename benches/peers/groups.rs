//! Groups of customers: one run of k-means in the analyst beside one of ml-kmeans, on the same scaled numbers.

use burrow::analysis::protocol::{self as analysis, AnalystReply, AnalystTask, Clustering, Column};
use burrow::domain::id::Id;
use burrow::domain::model::{Feature, squared_distance};
use burrow::domain::value::Day;
use burrow::engine::protocol::segment_plan::FeatureTable;
use burrow::engine::protocol::{self, Reply};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::bench_page::number;
use crate::chance::Chance;
use crate::comparison::Comparison;
use crate::failure::Failure;
use crate::figures::{at_least, median, time, times};
use crate::report::{Line, Report};

/// How many groups are looked for, and made.
const GROUPS: usize = 5;

/// What is measured of each customer, and whether its logarithm is looked at, as the page of segments begins.
const COLUMNS: [Column; 3] = [
    Column { feature: Feature::Recency, logarithm: false },
    Column { feature: Feature::Frequency, logarithm: true },
    Column { feature: Feature::Money, logarithm: true },
];

/// The middle of each made group: days, orders, money; and how wide it is, as a share of it.
const MIDDLES: [([f64; 3], f64); GROUPS] = [
    ([20.0, 24.0, 2_400.0], 0.5),
    ([45.0, 8.0, 420.0], 0.6),
    ([160.0, 3.0, 950.0], 0.5),
    ([240.0, 2.0, 60.0], 0.7),
    ([420.0, 5.0, 300.0], 0.3),
];

/// Groups customers on both sides, a round with each of several seeds.
pub fn compare(comparison: &Comparison, address: &str, seed: u64, report: &mut Report) -> Result<(), Failure> {
    let page = &comparison.page;
    let numbers = customers(comparison.customers.len(), seed);
    let table = FeatureTable {
        features: COLUMNS.iter().map(|column| column.feature).collect(),
        customers: (0..comparison.customers.len()).map(|at| Id::from_parts(at as u64, [0; 10])).collect(),
        values: numbers.iter().flat_map(|value| value.to_le_bytes()).collect(),
        as_of: Day::new(Some(2026), 6, 30),
    };
    let reply = protocol::encode(&Reply::Features(table));
    let reply = reply.map_err(|reason| Failure::Start(format!("the customers' numbers: {reason}")))?;
    page.evaluate(&format!("analyst.load({})", json!(BASE64.encode(&reply))))?;

    let (mut ours, mut theirs, mut whole, mut excess) = (vec![], vec![], vec![], vec![]);
    let mut scaled: Vec<f64> = Vec::new();
    for round in 0..comparison.rounds {
        let seed = seed + round as u64;
        let (run, all, found) = grouped(comparison, address, seed)?;
        if scaled.is_empty() {
            let columns = found.model.scaling();
            let rows = numbers.chunks_exact(COLUMNS.len());
            scaled = rows.flat_map(|row| row.iter().zip(columns).map(|(value, by)| by.scaled(*value))).collect();
            let bytes: Vec<u8> = scaled.iter().flat_map(|value| value.to_le_bytes()).collect();
            let points = json!({ "base64": BASE64.encode(&bytes), "width": COLUMNS.len() });
            page.ask_peer("ml-kmeans", "points", &points)?;
        }
        let (milliseconds, answer) = page.ask_peer("ml-kmeans", "cluster", &json!({ "k": GROUPS, "seed": seed }))?;
        let own = inertia(&scaled, found.model.centroids());
        let peers = inertia(&scaled, &centroids(&answer["centroids"]));
        eprintln!(
            "k-means {round}: ours {}, inertia {own:.1}; ml-kmeans {}, inertia {peers:.1}, {} passes",
            time(run),
            time(milliseconds),
            answer["iterations"]
        );
        ours.push(run);
        whole.push(all);
        theirs.push(milliseconds);
        excess.push(100.0 * (own / peers - 1.0));
    }
    page.end_peer("ml-kmeans")?;
    let (own, peers) = (median(&ours), median(&theirs));
    report.lines.push(Line {
        work: "k-means, k = 5, 3 features, one run".into(),
        peer: "ml-kmeans, k-means++ start".into(),
        theirs: time(peers),
        ours: time(own),
        ratio: times(peers / own),
        target: "8× faster, inertia within 1 %".into(),
        distance: at_least(peers / own, 8.0),
    });
    excess.sort_by(f64::total_cmp);
    report.notes.push(format!(
        "The inertia of our groups is {:+.2} % of ml-kmeans's in the middle of the rounds, {:+.2} to {:+.2} % in all of them, \
         each with another seed. All that the page of segments is told of the groups (numbers fetched, scaled, grouped, \
         silhouette and picture, with the start of the worker behind it) took {}.",
        median(&excess),
        excess.first().copied().unwrap_or(0.0),
        excess.last().copied().unwrap_or(0.0),
        time(median(&whole)),
    ));
    Ok(())
}

/// One run in the analyst: how long it took, how long everything took, and what was found.
fn grouped(comparison: &Comparison, address: &str, seed: u64) -> Result<(f64, f64, Clustering), Failure> {
    let task = AnalystTask { columns: COLUMNS.to_vec(), k: Some(GROUPS as u32), seed, runs: 1 };
    let task = analysis::encode(&task).map_err(|reason| Failure::Start(format!("a task: {reason}")))?;
    let script = format!("analyst.cluster({}, {})", json!(address), json!(BASE64.encode(&task)));
    let answer = comparison.page.evaluate(&script)?;
    let bytes = BASE64.decode(answer["reply"].as_str().unwrap_or_default().as_bytes()).unwrap_or_default();
    match analysis::decode(&bytes) {
        Ok(AnalystReply::Clustered(found)) => Ok((number(&answer["run"]), number(&answer["whole"]), *found)),
        other => Err(Failure::Thrown(format!("the analyst answered {other:?}"))),
    }
}

/// Made-up customers in groups that run into each other, row after row.
fn customers(count: usize, seed: u64) -> Vec<f64> {
    let mut chance = Chance::new(seed);
    let mut numbers = Vec::with_capacity(count * COLUMNS.len());
    for _ in 0..count {
        let (middle, width) = *chance.pick(&MIDDLES);
        for value in middle {
            // The sum of twelve even numbers, less six, is as good as normal.
            let normal = (0..12).map(|_| chance.below(1 << 20) as f64 / f64::from(1 << 20)).sum::<f64>() - 6.0;
            numbers.push((value * (width * normal).exp()).round().max(1.0));
        }
    }
    numbers
}

fn centroids(told: &Value) -> Vec<Vec<f64>> {
    let rows = told.as_array().into_iter().flatten();
    rows.map(|row| row.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()).collect()
}

/// The sum of the squared distances of all rows from the nearest centroid.
fn inertia(rows: &[f64], centroids: &[Vec<f64>]) -> f64 {
    let nearest = |row: &[f64]| {
        let distances = centroids.iter().map(|centroid| squared_distance(row, centroid));
        distances.fold(f64::INFINITY, f64::min)
    };
    rows.chunks_exact(COLUMNS.len()).map(nearest).sum()
}
