//! How well each number of groups fits, as a line, with its table.

use std::sync::Arc;

use leptos::prelude::*;

use super::flow::SegmentsFlow;
use crate::messages::segment_page as words;
use crate::state::analyst_protocol::Proposal;
use crate::state::format;
use crate::ui::words::{language, n, t, tf};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 26.0;

/// The curve of the last proposal; nothing before there is one.
#[component]
pub(super) fn Curve(flow: SegmentsFlow) -> impl IntoView {
    move || flow.proposal.get().map(|proposal| view! { <Drawn proposal=proposal/> })
}

#[component]
fn Drawn(proposal: Arc<Proposal>) -> impl IntoView {
    let points: Vec<(u32, f64)> =
        proposal.curve.iter().filter_map(|point| Some((point.k, point.silhouette?))).collect();
    let top = points.iter().map(|(_, value)| *value).fold(0.1_f64, f64::max);
    let (first, last) = (points.first().map_or(2, |point| point.0), points.last().map_or(8, |point| point.0));
    let steps = f64::from(last.saturating_sub(first).max(1));
    let x = move |k: u32| LEFT + f64::from(k.saturating_sub(first)) / steps * (WIDTH - LEFT - RIGHT);
    let y = move |value: f64| TOP + (1.0 - value.max(0.0) / top) * (HEIGHT - TOP - BOTTOM);
    let line = points.iter().map(|(k, value)| format!("{:.1},{:.1}", x(*k), y(*value))).collect::<Vec<_>>().join(" ");
    let best = proposal.k;
    let dots = points
        .iter()
        .map(|(k, value)| {
            let class = if *k == best { "curve-dot best" } else { "curve-dot" };
            let label = k.to_string();
            view! {
                <circle class=class cx=format!("{:.1}", x(*k)) cy=format!("{:.1}", y(*value)) r=if *k == best { "5" } else { "3" }></circle>
                <text class="chart-text middle" x=format!("{:.1}", x(*k)) y=format!("{:.1}", HEIGHT - 6.0)>{label}</text>
            }
        })
        .collect_view();
    let sampled = u64::from(proposal.sample);
    let all = proposal.clone();
    let rows = move || {
        let row = |point: &crate::state::analyst_protocol::CurvePoint| {
            let silhouette = point.silhouette.map_or_else(|| t(words::NONE), |value| format!("{value:.3}"));
            view! {
                <tr>
                    <td class="number">{n(u64::from(point.k))}</td>
                    <td class="number">{silhouette}</td>
                    <td class="number">{format::integer(language(), point.inertia.round() as u64)}</td>
                </tr>
            }
        };
        all.curve.iter().map(row).collect_view()
    };
    view! {
        <figure class="chart">
            <figcaption>
                <h3 class="section-title">{move || t(words::CURVE)}</h3>
                <p class="panel-text">{move || t(words::CURVE_TEXT)}" "{move || tf(words::SAMPLED, &[("count", &n(sampled))])}</p>
            </figcaption>
            <svg class="chart-curve" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=move || t(words::CURVE)>
                <line class="chart-axis" x1=LEFT.to_string() y1=y(0.0).to_string() x2=(WIDTH - RIGHT).to_string() y2=y(0.0).to_string()></line>
                <text class="chart-text end" x=(LEFT - 8.0).to_string() y=(y(0.0) + 4.0).to_string()>"0"</text>
                <text class="chart-text end" x=(LEFT - 8.0).to_string() y=(y(top) + 4.0).to_string()>{format!("{top:.2}")}</text>
                <polyline class="curve-line" points=line></polyline>
                {dots}
            </svg>
            <details>
                <summary>{move || t(words::AS_TABLE)}</summary>
                <table class="table">
                    <thead><tr>
                        <th scope="col" class="number">{move || t(words::GROUPS)}</th>
                        <th scope="col" class="number">{move || t(words::SILHOUETTE)}</th>
                        <th scope="col" class="number">{move || t(words::INERTIA)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}
