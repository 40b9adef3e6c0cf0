//! One match over everything that the analyst can be asked.

use super::k_means::k_means;
use super::progress::{Progress, Stopped};
use super::projection::project;
use super::propose_k;
use super::protocol::{
    AnalystFailure, AnalystProgress, AnalystReply, AnalystRequest, Clustering, FEWEST_GROUPS, MOST_GROUPS,
    Measurements, Proposal,
};
use super::scaling::{Scaled, standardise};
use super::silhouette::{mean_silhouettes, sampled_rows};
use crate::domain::model::{NearestCentroid, TrainedOn};
use crate::domain::value::Day;

/// Answers a request. `report` is called whenever there is progress; `cancelled` is asked often, within long steps too, and
/// ends the work when it says so.
pub fn serve(
    request: AnalystRequest,
    report: &mut dyn FnMut(AnalystProgress),
    cancelled: &dyn Fn() -> bool,
) -> AnalystReply {
    let result = match request {
        AnalystRequest::ProposeK { measurements, seed, runs } => {
            propose(&measurements, seed, runs, report, cancelled).map(AnalystReply::Proposed)
        }
        AnalystRequest::Cluster { measurements, as_of, k, seed, runs } => {
            let wish = Wish { as_of, k, seed, runs };
            cluster(&measurements, wish, report, cancelled).map(|found| AnalystReply::Clustered(Box::new(found)))
        }
    };
    match result {
        Ok(reply) => reply,
        Err(Stopped::Cancelled) => AnalystReply::Cancelled,
        Err(Stopped::Failed(failure)) => AnalystReply::Failed(failure),
    }
}

fn propose(
    measurements: &Measurements,
    seed: u64,
    runs: u32,
    report: &mut dyn FnMut(AnalystProgress),
    cancelled: &dyn Fn() -> bool,
) -> Result<Proposal, Stopped> {
    let (scaled, _) = prepared(measurements)?;
    let mut progress = Progress::new(report, cancelled, propose_k::steps(&scaled.matrix, runs));
    let (curve, sample) = propose_k::curve(&scaled.matrix, runs, seed, &mut progress)?;
    let k = propose_k::best(&curve).ok_or_else(|| AnalystFailure::Bug("the curve is empty".to_owned()))?;
    Ok(Proposal { k, curve, sample, findings: scaled.findings })
}

/// What is wanted of a clustering.
struct Wish {
    as_of: Day,
    k: u32,
    seed: u64,
    runs: u32,
}

fn cluster(
    measurements: &Measurements,
    wish: Wish,
    report: &mut dyn FnMut(AnalystProgress),
    cancelled: &dyn Fn() -> bool,
) -> Result<Clustering, Stopped> {
    let Wish { as_of, k, seed, runs } = wish;
    if !(FEWEST_GROUPS..=MOST_GROUPS).contains(&k) {
        return Err(AnalystFailure::GroupCount { asked: k, fewest: FEWEST_GROUPS, most: MOST_GROUPS }.into());
    }
    let (scaled, order) = prepared(measurements)?;
    // The silhouette and the projection count as a run each.
    let mut progress = Progress::new(report, cancelled, u64::from(runs.max(1)) + 2);
    let clusters = k_means(&scaled.matrix, k, runs, seed, &mut progress)?;
    let sampled = sampled_rows(scaled.matrix.row_count(), seed);
    let grouping = sampled.iter().map(|row| clusters.memberships[*row as usize]).collect();
    let silhouettes = mean_silhouettes(&scaled.matrix.rows_of(&sampled), &[grouping], &progress)?;
    progress.advance(1)?;
    let projection = project(&scaled.matrix, &clusters, &order, seed)?;
    progress.advance(1)?;
    let trained = TrainedOn {
        rows: scaled.matrix.row_count() as u64,
        as_of,
        seed,
        inertia: clusters.inertia,
        silhouette: silhouettes.into_iter().next().flatten(),
    };
    let centroids = clusters.centroids.rows().map(<[f64]>::to_vec).collect();
    let model = NearestCentroid::new(scaled.features, scaled.scaling, centroids, trained);
    Ok(Clustering {
        model: model.map_err(|fault| AnalystFailure::Bug(fault.to_string()))?,
        sizes: clusters.sizes,
        silhouette_sample: sampled.len() as u32,
        projection,
        findings: scaled.findings,
    })
}

/// The rows in scaled space and in canonical order, and the number that each has in the request.
fn prepared(measurements: &Measurements) -> Result<(Scaled, Vec<u32>), AnalystFailure> {
    let Measurements { matrix, columns } = measurements;
    let repeated = |index: usize| columns[..index].iter().any(|column| column.feature == columns[index].feature);
    if (1..columns.len()).any(repeated) {
        return Err(AnalystFailure::Bug("a feature stands in two columns".to_owned()));
    }
    let order = matrix.canonical_order();
    Ok((standardise(&matrix.rows_of(&order), columns)?, order))
}
