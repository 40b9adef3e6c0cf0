//! What a campaign came to: figures with their intervals, the lift, and what to make of it in a sentence.

use leptos::prelude::*;

use super::CampaignState;
use super::lift_chart::LiftChart;
use crate::domain::campaign_results::{CampaignResults, GroupTally, Tally, Verdict};
use crate::domain::proportions::{Estimate, Part, Test};
use crate::domain::record::Kind;
use crate::messages::{Language, Message, campaign_page as words, campaigns as campaign_words};
use crate::state::{failure_text, format, live};
use crate::ui::controls::{Button, Empty, Glyph, Icon, Skeleton};
use crate::ui::words::{language, n, t, tc, tf};

/// The figures, as they are now.
#[component]
pub(super) fn Results(state: CampaignState) -> impl IntoView {
    let (app, id) = (state.record.app, state.record.id);
    let tally =
        live(&[Kind::Recipient, Kind::Campaign], || (), move |()| async move { app.engine.campaign_tally(id).await });
    let content = move || {
        match (tally.value.get(), tally.failed.get()) {
        (Some(tally), _) if tally.contacted.people + tally.control.people == 0 => view! {
            <Empty title=move || t(words::NO_RESULTS_YET) text=move || t(words::NO_RESULTS_YET_TEXT) icon=Icon::Megaphone>
                {move || (!state.is_over()).then(|| view! {
                    <Button label=move || t(words::ADD_CUSTOMERS) icon=Icon::Plus on_press=move || state.adding.set(true)/>
                })}
            </Empty>
        }
        .into_any(),
        (Some(tally), _) => view! { <Figures tally=tally/> }.into_any(),
        (None, Some(failure)) => view! {
            <div class="error-box" role="alert">
                <Glyph icon=Icon::Warning/>
                <div class="error-body"><p>{move || failure_text(&failure, language())}</p></div>
            </div>
        }
        .into_any(),
        (None, None) => view! { <Skeleton rows=6 label=move || t(words::COUNTING)/> }.into_any(),
    }
    };
    view! { <div class="campaign-results">{content}</div> }
}

#[component]
fn Figures(tally: Tally) -> impl IntoView {
    let results = StoredValue::new(tally.results());
    let with = move |look: &dyn Fn(&CampaignResults) -> AnyView| results.with_value(|results| look(results));
    let verdict = move || results.with_value(|results| sentence(results, language()));
    let share = |label: Message, part: Part, estimate: Option<Estimate>| {
        view! {
            <div class="count-card">
                <span class="count-name">{move || t(label)}</span>
                <span class="count-number">{move || estimate.map_or("–".to_owned(), |one| format::percent_fine(language(), one.value))}</span>
                <span class="count-detail">{move || tf(words::OF_PEOPLE, &[("count", &n(part.count)), ("of", &n(part.of))])}</span>
                <span class="count-detail">{move || estimate.map(|one| interval(one, language()))}</span>
            </div>
        }
    };
    let notes = move || {
        let waiting = tally.contacted.without_result();
        let foreign = tally.other_currencies;
        let waiting = (waiting > 0).then(|| view! { <p class="second">{tc(words::WITHOUT_RESULT, waiting)}</p> });
        let foreign = (foreign > 0).then(|| view! { <p class="second">{tc(words::OTHER_CURRENCIES, foreign)}</p> });
        view! { {waiting}{foreign} }
    };
    view! {
        <p class="insight verdict" role="status"><strong>{verdict}</strong></p>
        {with(&|results| view! {
            <div class="count-cards three">
                {share(words::REACH, tally.contacted.reach(), results.reach)}
                {share(words::RESPONSE, tally.contacted.response(), results.response)}
                {share(campaign_words::CONVERSION, tally.contacted.conversion(), results.conversion)}
            </div>
        }
        .into_any())}
        {notes}
        <Money tally=tally results=results/>
        <LiftPart tally=tally results=results/>
        <p class="second">{move || t(words::HOW_IT_IS_MEASURED)}</p>
    }
}

/// What it has cost and brought.
#[component]
fn Money(tally: Tally, results: StoredValue<CampaignResults>) -> impl IntoView {
    let amount = |label: Message, money: Option<crate::domain::value::Money>| {
        let text = move || money.map_or("–".to_owned(), |money| format::money(language(), money));
        view! {
            <div class="count-card">
                <span class="count-name">{move || t(label)}</span><span class="count-number small">{text}</span>
            </div>
        }
    };
    let (response, conversion, back) =
        results.with_value(|results| (results.cost_of_response, results.cost_of_conversion, results.return_on_cost));
    view! {
        <div class="count-cards">
            {amount(words::BROUGHT_IN, tally.revenue)}
            {amount(words::COST_A_RESPONSE, response)}
            {amount(words::COST_A_CONVERSION, conversion)}
            <div class="count-card">
                <span class="count-name">{move || t(words::RETURN)}</span>
                <span class="count-number small">{move || back.map_or("–".to_owned(), |back| format::percent(language(), back))}</span>
                <span class="count-detail">{move || t(if back.is_some() { words::RETURN_HINT } else { words::NO_COST })}</span>
            </div>
        </div>
    }
}

/// The lift with its picture, and both groups as a table.
#[component]
fn LiftPart(tally: Tally, results: StoredValue<CampaignResults>) -> impl IntoView {
    let lift = results.with_value(|results| results.lift);
    let figures = lift.map(|lift| {
        let test = match lift.test {
            Test::Fisher => words::BY_FISHER,
            Test::TwoProportions => words::BY_Z,
        };
        let chance = move || {
            if lift.probability < 0.001 {
                t(words::BELOW_THOUSANDTH)
            } else {
                format::number(language(), lift.probability)
            }
        };
        view! {
            <div class="lift">
                <div class="lift-figure">
                    <span class="count-name">{move || t(words::LIFT)}</span>
                    <span class="count-number">{move || tf(words::POINTS, &[("value", &signed(lift.difference.value, language()))])}</span>
                    <span class="count-detail">{move || tf(words::LIFT_INTERVAL, &[
                        ("low", &format::points(language(), lift.difference.low)),
                        ("high", &format::points(language(), lift.difference.high)),
                    ])}</span>
                </div>
                <LiftChart estimate=lift.difference/>
            </div>
            <dl class="audience-lines">
                {lift.relative.map(|relative| view! {
                    <div class="audience-line"><dt>{move || t(words::RELATIVE_LIFT)}</dt><dd>{move || format::percent(language(), relative)}</dd></div>
                })}
                <div class="audience-line">
                    <dt>{move || t(words::CHANCE)}" "<span class="third">{move || t(test)}</span></dt><dd>{chance}</dd>
                </div>
            </dl>
        }
    });
    view! {
        <section class="card" aria-label=move || t(words::LIFT_TITLE)>
            <h2 class="section-title">{move || t(words::LIFT_TITLE)}</h2>
            {figures}
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t(words::LIFT_TITLE)>
                <table class="table group-table">
                    <thead><tr>
                        <th scope="col">{move || t(campaign_words::GROUP)}</th>
                        <th scope="col" class="number">{move || t(words::PEOPLE)}</th>
                        <th scope="col" class="number">{move || t(words::BOUGHT)}</th>
                        <th scope="col" class="number">{move || t(words::SHARE)}</th>
                        <th scope="col" class="number">{move || t(words::INTERVAL_95)}</th>
                    </tr></thead>
                    <tbody>
                        {group_row(campaign_words::CONTACTED, tally.contacted)}
                        {group_row(campaign_words::CONTROL, tally.control)}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn group_row(label: Message, group: GroupTally) -> impl IntoView {
    let estimate = group.conversion().estimate();
    let share = move || estimate.map_or("–".to_owned(), |one| format::percent_fine(language(), one.value));
    let ends = move || estimate.map_or("–".to_owned(), |one| range(one, language()));
    view! {
        <tr>
            <th scope="row">{move || t(label)}</th>
            <td class="number">{move || n(group.people)}</td>
            <td class="number">{move || n(group.converted)}</td>
            <td class="number">{share}</td>
            <td class="number">{ends}</td>
        </tr>
    }
}

fn interval(one: Estimate, language: Language) -> String {
    let (low, high) = (format::percent_fine(language, one.low), format::percent_fine(language, one.high));
    words::INTERVAL.fill(language, &[("low", &low), ("high", &high)])
}

fn range(one: Estimate, language: Language) -> String {
    format!("{} – {}", format::percent_fine(language, one.low), format::percent_fine(language, one.high))
}

fn signed(difference: f64, language: Language) -> String {
    let text = format::points(language, difference);
    if difference >= 0.0005 { format!("+{text}") } else { text }
}

/// What to make of it.
fn sentence(results: &CampaignResults, language: Language) -> String {
    let lift = results.lift.map_or(0.0, |lift| lift.difference.value.abs());
    let lift = format::points(language, lift);
    let plain = |message: Message| message.text(language).to_owned();
    match results.verdict {
        Verdict::Nobody => plain(words::VERDICT_NOBODY),
        Verdict::NoControl => plain(words::VERDICT_NO_CONTROL),
        Verdict::NoDifference => plain(words::VERDICT_NO_DIFFERENCE),
        Verdict::Works => words::VERDICT_WORKS.fill(language, &[("lift", &lift)]),
        Verdict::Harms => words::VERDICT_HARMS.fill(language, &[("lift", &lift)]),
        Verdict::TooEarly { more, .. } => {
            words::VERDICT_TOO_EARLY.fill(language, &[("more", &format::integer(language, about(more)))])
        }
    }
}

/// The number rounded up to two digits that count, since it is said with "about".
fn about(number: u64) -> u64 {
    let step = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1));
    number.div_ceil(step) * step
}
