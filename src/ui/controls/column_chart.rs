//! One column a month or the like, with the same figures as a table for those who do not see it.

use leptos::prelude::*;

/// A column of a [`ColumnChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct ChartColumn {
    /// What stands below it, short.
    pub name: String,
    /// The whole name, for the table and the tooltip.
    pub long_name: String,
    /// How much, for the eye; not negative.
    pub size: f64,
    /// How much, in words.
    pub value: String,
}

/// The drawing's height in its own units.
const HEIGHT: f64 = 96.0;
/// A column's width in them, with the gap after it.
const STEP: f64 = 24.0;
/// The gap.
const GAP: f64 = 8.0;
/// A column that is not nothing is seen.
const LEAST: f64 = 2.0;

/// The columns. The highest fills the height.
#[component]
pub fn ColumnChart(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<ChartColumn>>,
) -> impl IntoView {
    let drawing = move || {
        let columns = columns.get();
        let width = STEP * columns.len() as f64 - GAP;
        let highest = columns.iter().map(|column| column.size).fold(0.0, f64::max);
        let bars = columns.iter().enumerate().map(|(place, column)| {
            let share = if highest > 0.0 { column.size / highest } else { 0.0 };
            let height = if column.size > 0.0 { (share * HEIGHT).max(LEAST) } else { 0.0 };
            let title = format!("{}: {}", column.long_name, column.value);
            view! {
                <rect
                    class="chart-column" x=STEP * place as f64 y=HEIGHT - height width=STEP - GAP height=height rx="2"
                ><title>{title}</title></rect>
            }
        });
        view! {
            <svg class="column-chart" viewBox=format!("0 0 {} {}", width.max(1.0), HEIGHT) preserveAspectRatio="none" aria-hidden="true">
                <line class="chart-line" x1="0" x2=width y1=HEIGHT y2=HEIGHT/>
                {bars.collect_view()}
            </svg>
        }
    };
    let names = move || {
        columns.get().into_iter().map(|column| view! { <span class="chart-name">{column.name}</span> }).collect_view()
    };
    let rows = move || {
        let row =
            |column: ChartColumn| view! { <tr><th scope="row">{column.long_name}</th><td>{column.value}</td></tr> };
        columns.get().into_iter().map(row).collect_view()
    };
    view! {
        <figure class="chart">
            {drawing}
            <div class="chart-names" aria-hidden="true">{names}</div>
            <table class="visually-hidden"><caption>{move || label.get()}</caption><tbody>{rows}</tbody></table>
        </figure>
    }
}
