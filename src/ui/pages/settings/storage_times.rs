//! How long things take.

use leptos::prelude::*;

use super::storage_figures::Figures;
use crate::messages::{Message, keeping};
use crate::state::format;
use crate::state::protocol::{StorageFigures, Timed, TimingFigures};
use crate::ui::words::{language, n, t};

/// A column that is called the same in every language.
const P50: Message = Message::new("p50", "p50");
const P95: Message = Message::new("p95", "p95");
const P99: Message = Message::new("p99", "p99");

/// The times of this session, a line for each kind of work.
#[component]
pub(super) fn TimesTable(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
) -> impl IntoView {
    let rows = move || {
        let timings = figures.get().map(|figures| figures.timings).unwrap_or_default();
        let row = |one: TimingFigures| {
            vec![
                t(name_of(one.what)),
                n(one.count),
                milliseconds(one.p50),
                milliseconds(one.p95),
                milliseconds(one.p99),
            ]
        };
        timings.into_iter().map(row).collect::<Vec<_>>()
    };
    const HEADS: [Message; 5] = [keeping::WORK, keeping::TIMES_COUNT, P50, P95, P99];
    view! {
        <Figures
            title=keeping::TIMES text=move || t(keeping::TIMES_TEXT) heads=&HEADS rows=Signal::derive(rows)
            none=move || t(keeping::TIMES_NONE)
        />
    }
}

fn name_of(what: Timed) -> Message {
    match what {
        Timed::Commit => keeping::COMMIT,
        Timed::Query => keeping::QUERY,
        Timed::Search => keeping::SEARCH,
        Timed::Fold => keeping::FOLD,
    }
}

/// Microseconds as milliseconds with a tenth, rounded up: the browser's clock tells no more.
fn milliseconds(microseconds: u64) -> String {
    if microseconds < 100 {
        return t(keeping::BELOW_A_TENTH);
    }
    format::number(language(), microseconds.div_ceil(100) as f64 / 10.0)
}
