//! Names with a bar each: a chart that is its own table.

use leptos::prelude::*;

use super::pill::Tone;

/// A line of a [`BarList`].
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// Where it leads; the address in the site, whole.
    pub address: Option<String>,
    /// How much, for the eye: any unit, not negative.
    pub size: f64,
    /// How much, in words.
    pub value: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Its colour.
    pub tone: Tone,
}

/// The lines. The longest bar fills the width.
#[component]
pub fn BarList(
    /// What is counted, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The lines.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let lines = move || {
        let bars = bars.get();
        let longest = bars.iter().map(|bar| bar.size).fold(0.0, f64::max);
        bars.into_iter().map(|bar| line(bar, longest)).collect_view()
    };
    view! {
        <table class="bar-list" aria-label=move || label.get()>
            <tbody>{lines}</tbody>
        </table>
    }
}

fn line(bar: Bar, longest: f64) -> impl IntoView {
    let share = if longest > 0.0 { (bar.size / longest * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    let name = match bar.address {
        Some(address) => view! { <a class="bar-link" href=address>{bar.name}</a> }.into_any(),
        None => bar.name.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="bar-name">{name}</th>
            <td class="bar-place">
                <svg class=format!("bar {}", bar.tone.chart_class()) viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-ground" width="100" height="8" rx="1"/>
                    <rect class="bar-fill" width=format!("{share:.2}") height="8" rx="1"/>
                </svg>
            </td>
            <td class="bar-value">{bar.value}<span class="bar-detail">{bar.detail}</span></td>
        </tr>
    }
}
