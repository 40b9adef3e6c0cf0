//! The lift and its interval on a line with zero on it.

use leptos::prelude::*;

use crate::domain::proportions::Estimate;
use crate::messages::campaign_page as words;
use crate::state::format;
use crate::ui::words::{language, t, tf};

/// The picture's size in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 96.0;
/// The room at either end.
const EDGE: f64 = 24.0;
/// Where the interval is drawn.
const MIDDLE: f64 = 44.0;

/// The picture. What it shows stands in words and in the table beside it.
#[component]
pub(super) fn LiftChart(estimate: Estimate) -> impl IntoView {
    // Zero is always in sight, and as much of the other side that one sees on which the interval lies.
    let end = round_end(estimate.low.abs().max(estimate.high.abs()));
    let reach = end * 1.1;
    let at = move |value: f64| EDGE + (value + reach) / (2.0 * reach) * (WIDTH - 2.0 * EDGE);
    let (zero, low, high, middle) = (at(0.0), at(estimate.low), at(estimate.high), at(estimate.value));
    let tone = if estimate.low > 0.0 {
        "lift-interval good"
    } else if estimate.high < 0.0 {
        "lift-interval bad"
    } else {
        "lift-interval"
    };
    let told = move || {
        let points = |value: f64| format::points(language(), value);
        let ends = tf(words::LIFT_INTERVAL, &[("low", &points(estimate.low)), ("high", &points(estimate.high))]);
        format!("{} {}. {ends}", t(words::LIFT), tf(words::POINTS, &[("value", &points(estimate.value))]))
    };
    let y = MIDDLE.to_string();
    let tick = move |value: f64| {
        let x = at(value).to_string();
        view! {
            <line class="lift-tick" x1=x.clone() x2=x.clone() y1="70" y2="74"/>
            <text class="lift-text" x=x y="90" text-anchor="middle">{move || format::points(language(), value)}</text>
        }
    };
    view! {
        <svg class="lift-chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=told>
            <text class="lift-text" x=EDGE.to_string() y="14">{move || t(words::CONTACTED_LESS)}</text>
            <text class="lift-text" x=(WIDTH - EDGE).to_string() y="14" text-anchor="end">{move || t(words::CONTACTED_MORE)}</text>
            <line class="lift-axis" x1=EDGE.to_string() x2=(WIDTH - EDGE).to_string() y1="70" y2="70"/>
            <line class="lift-zero" x1=zero.to_string() x2=zero.to_string() y1="22" y2="70"/>
            <g class=tone>
                <line class="lift-line" x1=low.to_string() x2=high.to_string() y1=y.clone() y2=y.clone()/>
                <line class="lift-line" x1=low.to_string() x2=low.to_string() y1="37" y2="51"/>
                <line class="lift-line" x1=high.to_string() x2=high.to_string() y1="37" y2="51"/>
                <circle class="lift-point" cx=middle.to_string() cy=y r="6"/>
            </g>
            {tick(-end)}{tick(0.0)}{tick(end)}
        </svg>
    }
}

/// The end of the axis: the next round share above the farther end of the interval.
fn round_end(farthest: f64) -> f64 {
    const ENDS: [f64; 9] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0];
    ENDS.into_iter().find(|end| *end >= farthest).unwrap_or(1.0)
}
