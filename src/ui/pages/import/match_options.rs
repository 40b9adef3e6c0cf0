//! What happens to customers who are already here, and how dates are read.

use leptos::prelude::*;

use super::checks::has_dates;
use super::flow::ImportFlow;
use crate::domain::record::Kind;
use crate::domain::value::Currency;
use crate::messages::{Message, import as words, order_import};
use crate::state::import_plan::{DateOrder, ImportPlan, MatchKey, OnMatch};
use crate::ui::controls::{Select, SelectOption};
use crate::ui::words::t;

/// A choice among a few values: each with the name of its option, its label and a hint.
type Choices<T, const N: usize> = [(T, &'static str, Message, Option<Message>); N];

const KEYS: Choices<MatchKey, 5> = [
    (MatchKey::Email, "email", words::MATCH_EMAIL, Some(words::MATCH_EMAIL_HINT)),
    (MatchKey::Phone, "phone", words::MATCH_PHONE, Some(words::MATCH_PHONE_HINT)),
    (MatchKey::NameAndOrganisation, "name", words::MATCH_NAME, Some(words::MATCH_NAME_HINT)),
    (MatchKey::ExternalId, "number", words::MATCH_NUMBER, Some(words::MATCH_NUMBER_HINT)),
    (MatchKey::Nothing, "never", words::MATCH_NEVER, Some(words::MATCH_NEVER_HINT)),
];

const ORDER_KEYS: Choices<MatchKey, 3> = [
    (MatchKey::OrderNumber, "number", order_import::MATCH_NUMBER, Some(order_import::MATCH_NUMBER_HINT)),
    (MatchKey::SameOrder, "same", order_import::MATCH_SAME, Some(order_import::MATCH_SAME_HINT)),
    (MatchKey::Nothing, "never", order_import::MATCH_NEVER, Some(order_import::MATCH_NEVER_HINT)),
];

const ON_ORDER_MATCH: Choices<OnMatch, 2> = [
    (OnMatch::Update, "update", order_import::ON_MATCH_UPDATE, Some(words::ON_MATCH_HINT)),
    (OnMatch::Skip, "skip", words::ON_MATCH_SKIP, None),
];

const ON_MATCH: Choices<OnMatch, 2> = [
    (OnMatch::Update, "update", words::ON_MATCH_UPDATE, Some(words::ON_MATCH_HINT)),
    (OnMatch::Skip, "skip", words::ON_MATCH_SKIP, None),
];

const DATE_ORDERS: Choices<DateOrder, 3> = [
    (DateOrder::Unknown, "unknown", words::DATE_UNKNOWN, None),
    (DateOrder::DayFirst, "day", words::DATE_DAY_FIRST, None),
    (DateOrder::MonthFirst, "month", words::DATE_MONTH_FIRST, None),
];

/// By what customers or orders are recognised, what then happens, the order of dates where there are any, and the currency
/// of orders.
#[component]
pub(super) fn MatchOptions(flow: ImportFlow) -> impl IntoView {
    let kind = Memo::new(move |_| flow.kind());
    move || {
        match kind.get() {
        Kind::Order => view! { <Options flow=flow title=order_import::WHAT_IS_HERE match_by=order_import::MATCH_BY keys=ORDER_KEYS on=order_import::ON_MATCH on_match=ON_ORDER_MATCH/> }.into_any(),
        _ => view! { <Options flow=flow title=words::WHO_IS_HERE match_by=words::MATCH_BY keys=KEYS on=words::ON_MATCH on_match=ON_MATCH/> }.into_any(),
    }
    }
}

/// The options of a kind.
#[component]
fn Options<const N: usize>(
    flow: ImportFlow,
    /// What is decided here.
    title: Message,
    /// By what the same one is recognised, in words.
    match_by: Message,
    /// By what.
    keys: Choices<MatchKey, N>,
    /// What happens then, in words.
    on: Message,
    /// What.
    on_match: Choices<OnMatch, 2>,
) -> impl IntoView {
    let matches =
        Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.match_by != MatchKey::Nothing)));
    let dates = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().is_some_and(has_dates)));
    view! {
        <div class="import-options">
            <h3 class="section-title">{move || t(title)}</h3>
            <div class="option-grid">
                <PlanChoice flow=flow label=match_by choices=keys read=|plan: &ImportPlan| plan.match_by write=|plan, key| plan.match_by = key/>
                <Show when=move || matches.get()>
                    <PlanChoice
                        flow=flow
                        label=on
                        choices=on_match
                        read=|plan: &ImportPlan| plan.on_match
                        write=|plan, on_match| plan.on_match = on_match
                    />
                </Show>
                <Show when=move || dates.get()>
                    <PlanChoice
                        flow=flow
                        label=words::DATE_ORDER
                        choices=DATE_ORDERS
                        read=|plan: &ImportPlan| plan.date_order
                        write=|plan, order| plan.date_order = order
                    />
                </Show>
                <Show when=move || flow.kind() == Kind::Order>
                    <CurrencyChoice flow=flow/>
                </Show>
            </div>
        </div>
    }
}

/// The currency of amounts whose cells say none.
#[component]
fn CurrencyChoice(flow: ImportFlow) -> impl IntoView {
    let now = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().and_then(|plan| plan.currency)));
    let options = move || {
        let usual = flow.app.settings.currency.get();
        let mut offered = Currency::COMMON.to_vec();
        for one in [Some(usual), now.get()].into_iter().flatten() {
            if !offered.contains(&one) {
                offered.push(one);
            }
        }
        offered.iter().map(|currency| SelectOption::new(currency.code(), currency.code())).collect::<Vec<_>>()
    };
    let value = move || now.get().map(|currency| currency.code().to_owned()).unwrap_or_default();
    let choose = move |code: String| flow.change_plan(|plan| plan.currency = Currency::parse(&code));
    view! { <Select label=move || t(order_import::CURRENCY) options=Signal::derive(options) value=Signal::derive(value) on_change=choose/> }
}

/// A list to choose one value of the plan from.
#[component]
fn PlanChoice<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    flow: ImportFlow,
    /// What is chosen.
    label: Message,
    /// The values.
    choices: Choices<T, N>,
    /// Reads the value out of the plan.
    read: fn(&ImportPlan) -> T,
    /// Writes it into the plan.
    write: fn(&mut ImportPlan, T),
) -> impl IntoView {
    let now = Memo::new(move |_| flow.plan.with(|plan| plan.as_ref().map(read)));
    let chosen = move || choices.into_iter().find(|(value, ..)| Some(*value) == now.get());
    let options = move || choices.map(|(_, name, label, _)| SelectOption::new(name, t(label))).to_vec();
    let value = move || chosen().map(|(_, name, ..)| name.to_owned()).unwrap_or_default();
    let hint = move || chosen().and_then(|(.., hint)| hint).map(t).unwrap_or_default();
    let choose = move |name: String| {
        if let Some((value, ..)) = choices.into_iter().find(|(_, known, ..)| *known == name) {
            flow.change_plan(|plan| write(plan, value));
        }
    };
    view! {
        <Select label=move || t(label) options=Signal::derive(options) value=Signal::derive(value) hint=Signal::derive(hint) on_change=choose/>
    }
}
