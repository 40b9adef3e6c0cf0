//! How the business stands: each figure leads to its list.

use leptos::prelude::*;

use super::agenda::DueToday;
use super::backup_reminder::BackupReminder;
use super::figures::{NewCustomers, Pipeline, Segments, Tickets, Won, months_until};
use crate::domain::record::Kind;
use crate::domain::value::Day;
use crate::messages::{home as words, places};
use crate::state::protocol::{Overview, OverviewRequest};
use crate::state::{browser, failure_text, format, live, use_app};
use crate::ui::controls::{Button, Glyph, Icon, Skeleton};
use crate::ui::page_head::PageHead;
use crate::ui::words::{language, t};

/// The months that charts show.
const MONTHS: usize = 12;

/// The page.
#[component]
pub fn Today() -> impl IntoView {
    let app = use_app();
    let months = StoredValue::new(months_until(browser::local_today(), MONTHS));
    let overview = live(
        &Kind::ALL,
        || (),
        move |()| {
            let now = i64::try_from(browser::now_ms()).unwrap_or(i64::MAX);
            let months = months.with_value(|months| months.iter().map(|month| month.begins).collect());
            app.engine.overview(OverviewRequest { now, months })
        },
    );
    let date = move || {
        let (year, month, day) = browser::local_today();
        let today = i16::try_from(year).ok().and_then(|year| Day::new(Some(year), month, day));
        today.map(|today| format::long_day(language(), today)).unwrap_or_default()
    };
    let failure = move || {
        overview.failed.get().map(|failure| {
            view! {
                <div class="error-box" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body">
                        <p>{move || failure_text(&failure, language())}</p>
                        <Button label=move || t(crate::messages::shell::TRY_AGAIN) on_press=move || overview.refresh()/>
                    </div>
                </div>
            }
        })
    };
    let has_come = Memo::new(move |_| overview.value.with(Option::is_some));
    let figures = Signal::derive(move || overview.value.get().unwrap_or_default());
    view! {
        <PageHead title=move || t(places::TODAY) count=Signal::derive(date)/>
        <div class="page-body">
            {failure}
            <BackupReminder/>
            {move || if has_come.get() {
                view! { <Cards figures=figures months=months/> }.into_any()
            } else {
                view! { <Skeleton label=move || t(words::READING_FIGURES) rows=8/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Cards(figures: Signal<Overview>, months: StoredValue<Vec<super::figures::Month>>) -> impl IntoView {
    view! {
        <div class="today">
            <DueToday/>
            <div class="today-figures">
                <Pipeline figures=figures/>
                <Tickets figures=figures/>
                <Won figures=figures months=months/>
                <NewCustomers figures=figures months=months/>
                <Segments figures=figures/>
            </div>
        </div>
    }
}
