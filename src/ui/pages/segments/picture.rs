//! The groups on a plane: a sample of customers as dots, the centres as rings.

use std::sync::Arc;

use leptos::prelude::*;

use super::flow::{Found, SegmentsFlow};
use super::groups::shown_name;
use super::told::{axis_text, colour_class, finding_text};
use crate::messages::segment_page as words;
use crate::state::format;
use crate::ui::words::{language, n, t, tf};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 24.0;
const TOP: f64 = 32.0;
const BOTTOM: f64 = 32.0;
const RIGHT: f64 = 16.0;

/// From the plane of the components to the picture. Far outliers lie on its edge, or all others would be one spot.
struct Frame {
    low: [f64; 2],
    high: [f64; 2],
}

impl Frame {
    fn of(found: &Found) -> Frame {
        let projection = &found.clustering.projection;
        let mut low = [0.0; 2];
        let mut high = [1.0; 2];
        for axis in 0..2 {
            let mut values: Vec<f64> = projection.points().map(|(_, _, at)| at[axis]).collect();
            values.extend(projection.centroids.iter().map(|at| at[axis]));
            values.sort_by(f64::total_cmp);
            let at = |share: f64| values.get(((values.len().max(1) - 1) as f64 * share) as usize).copied();
            let centres = || projection.centroids.iter().map(|at| at[axis]);
            low[axis] = centres().fold(at(0.005).unwrap_or(0.0), f64::min);
            high[axis] = centres().fold(at(0.995).unwrap_or(1.0), f64::max);
            if high[axis] - low[axis] < 1e-9 {
                (low[axis], high[axis]) = (low[axis] - 1.0, high[axis] + 1.0);
            }
        }
        Frame { low, high }
    }

    fn place(&self, at: [f64; 2]) -> (String, String) {
        let share = |axis: usize| ((at[axis] - self.low[axis]) / (self.high[axis] - self.low[axis])).clamp(-0.02, 1.02);
        let (width, height) = (WIDTH - LEFT - RIGHT - 16.0, HEIGHT - TOP - BOTTOM - 16.0);
        (format!("{:.1}", LEFT + 8.0 + share(0) * width), format!("{:.1}", TOP + 8.0 + (1.0 - share(1)) * height))
    }
}

/// The picture.
#[component]
pub(super) fn Picture(flow: SegmentsFlow, found: Arc<Found>) -> impl IntoView {
    let frame = Frame::of(&found);
    let projection = &found.clustering.projection;
    // Behind each other in the order of the sample, so that no group covers the others.
    let dots = projection
        .points()
        .map(|(_, group, at)| {
            let (x, y) = frame.place(at);
            view! { <circle class=format!("dot {}", colour_class(group as usize)) cx=x cy=y r="3"></circle> }
        })
        .collect_view();
    let rings = projection
        .centroids
        .iter()
        .enumerate()
        .map(|(group, at)| {
            let (x, y) = frame.place(*at);
            view! { <circle class=format!("centre {}", colour_class(group)) cx=x cy=y r="8"></circle> }
        })
        .collect_view();
    let share: f64 = projection.explained.iter().sum();
    let drawn = projection.rows.len() as u64;
    let (across, up) = (found.clone(), found.clone());
    let axis = move |found: &Found, axis: usize| {
        axis_text(found.clustering.model.features(), &found.clustering.projection.loadings[axis], language())
    };
    let table = found.clone();
    let rows = move || {
        let row = |(group, at): (usize, &[f64; 2])| {
            view! { <tr><th scope="row">{shown_name(flow, &table, group)}</th><td>{format!("{:.2}", at[0])}</td><td>{format!("{:.2}", at[1])}</td></tr> }
        };
        table.clustering.projection.centroids.iter().enumerate().map(row).collect_view()
    };
    let findings = found.clustering.findings.clone();
    let baseline = (HEIGHT - BOTTOM).to_string();
    view! {
        <section class="panel segment-picture">
            <div>
                <h2 class="panel-title">{move || t(words::HOW_FAR_APART)}</h2>
                <p class="panel-text">
                    {move || tf(words::VARIANCE, &[("share", &format::percent(language(), share))])}". "
                    {move || tf(words::DRAWN, &[("count", &n(drawn))])}
                </p>
            </div>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=move || t(words::HOW_FAR_APART)>
                <line class="chart-axis" x1=LEFT.to_string() y1=TOP.to_string() x2=LEFT.to_string() y2=baseline.clone()></line>
                <line class="chart-axis" x1=LEFT.to_string() y1=baseline.clone() x2=(WIDTH - RIGHT).to_string() y2=baseline></line>
                <text class="chart-text" x=LEFT.to_string() y="18">{move || format!("↑ {}", axis(&up, 1))}</text>
                <text class="chart-text end" x=(WIDTH - RIGHT).to_string() y=(HEIGHT - 8.0).to_string()>{move || format!("{} →", axis(&across, 0))}</text>
                {dots}
                {rings}
            </svg>
            <table class="visually-hidden">
                <caption>{move || t(words::HOW_FAR_APART)}</caption>
                <tbody>{rows}</tbody>
            </table>
            {move || findings.iter().map(|finding| view! { <p class="panel-text">{finding_text(*finding, language())}</p> }).collect_view()}
        </section>
    }
}
