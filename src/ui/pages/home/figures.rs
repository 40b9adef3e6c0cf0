//! The figures of the start, each in its card.

use leptos::prelude::*;

use crate::domain::query::{Comparison, Filter, Query, Sort};
use crate::domain::record::Kind;
use crate::domain::value::{Day, Money, Value};
use crate::domain::{customer, deal, entity, segment, stage, ticket};
use crate::messages::{Message, home as words};
use crate::state::protocol::{Overview, SegmentFigure, StageFigure};
use crate::state::{browser, format, use_app};
use crate::ui::addresses::{list_address, query_address, site_address};
use crate::ui::controls::{Bar, BarList, ChartColumn, ColumnChart, Tone};
use crate::ui::link::Link;
use crate::ui::records::tone_of;
use crate::ui::words::{language, n, t, tf};

/// A month of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Its first day; that of the month after the last one closes the row.
    pub first: Day,
    /// Where it begins, in milliseconds since 1970.
    pub begins: i64,
}

/// So many months up to this one, and the first day of the next.
pub fn months_until(today: (i32, u8, u8), count: usize) -> Vec<Month> {
    let (year, month, _) = today;
    let number = year * 12 + i32::from(month) - 1;
    let begin = |back: i32| {
        let number = number - back;
        let (year, month) = (number.div_euclid(12), number.rem_euclid(12));
        let first = Day::new(Some(i16::try_from(year).ok()?), u8::try_from(month + 1).ok()?, 1)?;
        Some(Month { first, begins: browser::start_of_day(year, u8::try_from(month + 1).ok()?, 1) })
    };
    let last = i32::try_from(count).unwrap_or(12) - 1;
    (-1..=last).rev().filter_map(begin).collect()
}

fn sums(amounts: &[Money]) -> String {
    let language = language();
    amounts.iter().map(|amount| format::money_rounded(language, *amount)).collect::<Vec<_>>().join(" + ")
}

fn size_of(amounts: &[Money]) -> f64 {
    amounts.first().map_or(0.0, |amount| amount.in_units().max(0.0))
}

fn filter(field: u16, comparison: Comparison, value: Value) -> Filter {
    Filter { field, comparison, values: vec![value] }
}

/// A card with its title, which leads to the whole list.
#[component]
fn Card(
    title: Message,
    /// Where the title leads.
    address: String,
    /// A figure beside the title.
    #[prop(optional, into)]
    figure: Signal<String>,
    /// Takes the whole width.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel today-card" class:wide=wide aria-label=move || t(title)>
            <header class="today-head">
                <h2 class="panel-title"><Link href=address>{move || t(title)}</Link></h2>
                <span class="today-figure">{move || figure.get()}</span>
            </header>
            {children()}
        </section>
    }
}

/// The open deals by stage.
#[component]
pub fn Pipeline(figures: Signal<Overview>) -> impl IntoView {
    let bar = |figure: StageFigure| {
        let query = Query {
            filters: vec![filter(deal::STAGE, Comparison::Is, Value::Link(figure.stage))],
            ..Query::all(Kind::Deal)
        };
        let detail = if figure.weighted.is_empty() {
            String::new()
        } else {
            tf(words::WEIGHTED_SUM, &[("sum", &sums(&figure.weighted))])
        };
        Bar {
            name: format!("{} · {}", figure.name, n(u64::from(figure.deals))),
            address: Some(site_address(&list_view_address(&query))),
            size: size_of(&figure.amounts),
            value: sums(&figure.amounts),
            detail,
            tone: Tone::Accent,
        }
    };
    let bars = Signal::derive(move || figures.with(|all| all.stages.iter().cloned().map(bar).collect::<Vec<_>>()));
    view! {
        <Card title=words::PIPELINE_BY_STAGE address=list_address(Kind::Deal) wide=true>
            {move || if bars.with(Vec::is_empty) {
                view! { <p class="panel-text">{t(words::NO_STAGES)}</p> }.into_any()
            } else {
                view! { <BarList label=move || t(words::PIPELINE_BY_STAGE) bars=bars/> }.into_any()
            }}
        </Card>
    }
}

/// Deals have a board as well; a stage leads to the list.
fn list_view_address(query: &Query) -> String {
    let address = query_address(query);
    format!("{address}{}view=list", if address.contains('?') { '&' } else { '?' })
}

/// What was won in each month.
#[component]
pub fn Won(figures: Signal<Overview>, months: StoredValue<Vec<Month>>) -> impl IntoView {
    let columns = Signal::derive(move || {
        figures.with(|all| {
            let figure = |(month, won): (Month, &crate::state::protocol::MonthFigure)| {
                let value = format!("{} · {}", n(u64::from(won.deals)), sums(&won.amounts));
                column(month, size_of(&won.amounts), value)
            };
            months.with_value(|months| months.iter().copied().zip(&all.won).map(figure).collect::<Vec<_>>())
        })
    });
    let total = Signal::derive(move || {
        figures.with(|all| {
            let mut total: Vec<Money> = Vec::new();
            for amount in all.won.iter().flat_map(|month| &month.amounts) {
                match total.iter_mut().find(|sum| sum.currency == amount.currency) {
                    Some(sum) => sum.minor = sum.minor.saturating_add(amount.minor),
                    None => total.push(*amount),
                }
            }
            sums(&total)
        })
    });
    let any = Memo::new(move |_| figures.with(|all| all.won.iter().any(|month| month.deals > 0)));
    let query = Query {
        filters: vec![filter(deal::STATUS, Comparison::Is, Value::Choice(stage::types::WON))],
        sort: Some(Sort { field: deal::CLOSED, descending: true }),
        ..Query::all(Kind::Deal)
    };
    view! {
        <Card title=words::WON_BY_MONTH address=list_view_address(&query) figure=total>
            {move || if any.get() {
                view! { <ColumnChart label=move || t(words::WON_BY_MONTH) columns=columns/> }.into_any()
            } else {
                view! { <p class="panel-text">{t(words::NOTHING_WON)}</p> }.into_any()
            }}
        </Card>
    }
}

fn column(month: Month, size: f64, value: String) -> ChartColumn {
    let language = language();
    ChartColumn {
        name: format::short_month(language, month.first),
        long_name: format::month(language, month.first),
        size,
        value,
    }
}

/// How many customers came in each month.
#[component]
pub fn NewCustomers(figures: Signal<Overview>, months: StoredValue<Vec<Month>>) -> impl IntoView {
    let columns = Signal::derive(move || {
        figures.with(|all| {
            let figure = |(month, count): (Month, &u32)| column(month, f64::from(*count), n(u64::from(*count)));
            months.with_value(|months| months.iter().copied().zip(&all.new_customers).map(figure).collect::<Vec<_>>())
        })
    });
    let total =
        Signal::derive(move || figures.with(|all| n(all.new_customers.iter().map(|count| u64::from(*count)).sum())));
    let query = Query { sort: Some(Sort { field: entity::CREATED, descending: true }), ..Query::all(Kind::Customer) };
    view! {
        <Card title=words::NEW_CUSTOMERS address=query_address(&query) figure=total>
            <ColumnChart label=move || t(words::NEW_CUSTOMERS) columns=columns/>
        </Card>
    }
}

/// The tickets, and those that cannot wait.
#[component]
pub fn Tickets(figures: Signal<Overview>) -> impl IntoView {
    let open = vec![Filter {
        field: ticket::CATEGORY,
        comparison: Comparison::IsNot,
        values: vec![Value::Choice(ticket::categories::CLOSED)],
    }];
    let query =
        Query { filters: open, sort: Some(Sort { field: ticket::DUE, descending: false }), ..Query::all(Kind::Ticket) };
    let address = query_address(&query);
    let fact = move |name: Message, count: fn(&Overview) -> u32, tone: &'static str| {
        let number = move || figures.with(|all| u64::from(count(all)));
        let class = move || if number() > 0 { format!("today-number {tone}") } else { "today-number".to_owned() };
        view! {
            <div class="today-fact"><span class=class>{move || n(number())}</span><span>{move || t(name)}</span></div>
        }
    };
    view! {
        <Card title=words::TICKETS address=address>
            <div class="today-facts">
                {fact(words::OPEN_TICKETS, |all| all.open_tickets, "")}
                {fact(words::AT_RISK, |all| all.tickets_at_risk, "warning")}
                {fact(words::OVERDUE, |all| all.overdue_tickets, "bad")}
            </div>
        </Card>
    }
}

/// The segments by their size.
#[component]
pub fn Segments(figures: Signal<Overview>) -> impl IntoView {
    let app = use_app();
    let bar = |figure: SegmentFigure| {
        let query = Query {
            filters: vec![filter(customer::SEGMENT, Comparison::Is, Value::Link(figure.segment))],
            ..Query::all(Kind::Customer)
        };
        let colour = segment::COLOURS.iter().find(|choice| Some(choice.code) == figure.colour);
        Bar {
            name: figure.name,
            address: Some(site_address(&query_address(&query))),
            size: f64::from(figure.customers),
            value: n(u64::from(figure.customers)),
            detail: String::new(),
            tone: colour.map_or(Tone::Neutral, |choice| tone_of(choice.tone)),
        }
    };
    let bars = Signal::derive(move || figures.with(|all| all.segments.iter().cloned().map(bar).collect::<Vec<_>>()));
    view! {
        <Card title=words::SEGMENTS_BY_SIZE address=list_address(Kind::Segment)>
            {move || if bars.with(Vec::is_empty) {
                let has_orders = app.book.with(|book| book.count(Kind::Order) > 0);
                let text = if has_orders { words::NO_SEGMENTS_YET } else { words::NO_SEGMENTS };
                view! {
                    <p class="panel-text">{t(text)}</p>
                    <p><Link href=list_address(Kind::Segment) attr:class="button">{t(words::FIND_SEGMENTS)}</Link></p>
                }.into_any()
            } else {
                view! { <BarList label=move || t(words::SEGMENTS_BY_SIZE) bars=bars/> }.into_any()
            }}
        </Card>
    }
}
