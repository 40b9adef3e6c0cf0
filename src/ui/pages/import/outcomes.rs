//! The counts of an import, the first rows with what becomes of them, and the rows that cannot be taken over.

use leptos::prelude::*;

use super::told::balance_text;
use crate::domain::parse;
use crate::domain::record::Kind;
use crate::domain::value::{ContactLabel, Value};
use crate::messages::{Message, import as words};
use crate::state::format;
use crate::state::import_plan::{ImportPreview, Outcome, RowOutcome, RowProblem};
use crate::ui::controls::{Pill, Tone};
use crate::ui::words::{language, n, t, tc, tf};

/// Four counts and the sentence that shows that they are all rows.
#[component]
pub(super) fn Counts(counts: ImportPreview) -> impl IntoView {
    let cards = [
        ("accent", counts.created, words::NEW),
        ("blue", counts.updated, words::CHANGED),
        ("", counts.skipped, words::UNCHANGED),
        ("bad", counts.problems, words::PROBLEMS),
    ];
    let card = |(tone, count, name): (&'static str, u64, Message)| {
        // Nothing of a sort is no reason for a colour.
        let class = if count > 0 && !tone.is_empty() { format!("count-card {tone}") } else { "count-card".to_owned() };
        view! {
            <div class=class>
                <span class="count-number">{move || n(count)}</span>
                <span class="count-name">{move || t(name)}</span>
            </div>
        }
    };
    let blank_lines = counts.blank_lines;
    view! {
        <div class="count-cards">{cards.into_iter().map(card).collect_view()}</div>
        <p class="balance">
            {move || balance_text(&counts)}
            {move || (blank_lines > 0).then(|| format!(" · {}", tc(words::BLANK_LINES, blank_lines)))}
        </p>
    }
}

/// The first rows and what becomes of them.
#[component]
pub(super) fn OutcomeTable(
    /// What rows become.
    kind: Kind,
    outcomes: Vec<RowOutcome>,
) -> impl IntoView {
    view! {
        <div class="import-options">
            <h3 class="section-title">{move || t(words::FIRST_ROWS)}</h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t(words::FIRST_ROWS)>
                <table class="table as-cards">
                    <thead>
                        <tr>
                            <th scope="col" class="number tight">{move || t(words::LINE_COLUMN)}</th>
                            <th scope="col" class="tight">{move || t(words::OUTCOME)}</th>
                            <th scope="col">{move || t(kind.one())}</th>
                            <th scope="col" class="most">{move || t(words::WRITTEN)}</th>
                        </tr>
                    </thead>
                    <tbody>{outcomes.into_iter().map(|row| outcome_row(kind, row)).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}

fn outcome_row(kind: Kind, row: RowOutcome) -> impl IntoView {
    let (word, tone) = match row.outcome {
        Outcome::Create => (words::OUTCOME_NEW, Tone::Accent),
        Outcome::Update => (words::OUTCOME_CHANGED, Tone::Blue),
        Outcome::Skip => (words::OUTCOME_UNCHANGED, Tone::Neutral),
    };
    let title = if row.title.is_empty() { "—".to_owned() } else { row.title };
    let writes = row.writes;
    let written = move || {
        writes.iter().filter_map(|(field, text)| written_text(kind, *field, text)).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <tr>
            <td class="number">{move || n(row.line)}</td>
            <td><Pill text=move || t(word) tone=tone/></td>
            <td class="strong">{title}</td>
            <td class="wrap second">{written}</td>
        </tr>
    }
}

/// “E-mail: ana@example.com (Home)”, from the text that a file would hold.
fn written_text(kind: Kind, field: u16, text: &str) -> Option<String> {
    let field = kind.field(field)?;
    let label = t(field.label);
    let value = match parse::from_text(field, text) {
        // The text of a link is an identifier, which tells nobody anything.
        Ok(Value::Link(_) | Value::Instant(_)) => return Some(label),
        Ok(Value::Emails(entries)) => labelled(entries.iter().map(|entry| (entry.value.as_str(), entry.label))),
        Ok(Value::Phones(entries)) => labelled(entries.iter().map(|entry| (entry.value.as_str(), entry.label))),
        Ok(value) => format::value_text(field, &value, language()),
        // The name of a record that is being made stands there as it was read; and what was cut where it was too long to be
        // shown no longer means anything else.
        Err(_) => text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", "),
    };
    Some(tf(crate::messages::problems::IN_COLUMN, &[("column", &label), ("reason", &value)]))
}

/// Addresses or numbers with what they are for, unless it is the usual.
fn labelled<'a>(entries: impl Iterator<Item = (&'a str, ContactLabel)>) -> String {
    let told = entries.map(|(value, label)| {
        if label == ContactLabel::default() {
            value.to_owned()
        } else {
            tf(words::VALUE_WITH_LABEL, &[("value", value), ("label", &t(label.label()))])
        }
    });
    let told: Vec<String> = told.collect();
    format::list(language(), told.iter().map(String::as_str))
}

/// The first rows that cannot be taken over, with the reasons.
#[component]
pub(super) fn ProblemTable(
    /// How many there are in all.
    all: u64,
    problems: Vec<RowProblem>,
) -> impl IntoView {
    let shown = problems.len() as u64;
    let rest = move || (shown < all).then(|| tf(words::PROBLEMS_SHOWN, &[("shown", &n(shown)), ("all", &n(all))]));
    view! {
        <div class="import-options">
            <h3 class="section-title">{move || tc(words::PROBLEM_ROWS, all)}</h3>
            <p class="panel-text">{move || t(words::PROBLEMS_TEXT)}" "{rest}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || tc(words::PROBLEM_ROWS, all)>
                <table class="table as-cards">
                    <thead>
                        <tr>
                            <th scope="col" class="number tight">{move || t(words::LINE_COLUMN)}</th>
                            <th scope="col">{move || t(words::REASON_COLUMN)}</th>
                            <th scope="col">{move || t(words::ROW_CELLS)}</th>
                        </tr>
                    </thead>
                    <tbody>{problems.into_iter().map(problem_row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}

fn problem_row(row: RowProblem) -> impl IntoView {
    let reasons = row.reasons;
    let told = move || reasons.iter().map(|reason| view! { <div>{reason.text(language())}</div> }).collect_view();
    let cells =
        row.cells.iter().filter(|cell| !cell.trim().is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <td class="number">{move || n(row.line)}</td>
            <td class="wrap">{told}</td>
            <td class="wrap second">{cells}</td>
        </tr>
    }
}
