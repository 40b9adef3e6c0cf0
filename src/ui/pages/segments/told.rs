//! Groups in words: their names, their sentences, the axes of the picture, and what went wrong.

use crate::domain::field::Tone as FieldTone;
use crate::domain::group_name::{GroupName, ranking_feature};
use crate::domain::model::Feature;
use crate::domain::segment;
use crate::domain::value::Money;
use crate::messages::{Language, Message, analysis, segment_page as words};
use crate::state::analyst_protocol::{AnalystFailure, Finding};
use crate::state::format;
use crate::state::segment_plan::GroupFigures;
use crate::ui::controls::Tone;

use super::flow::{Found, Trouble};

/// The name of a group.
pub(super) fn name_text(name: GroupName, language: Language) -> String {
    match name {
        GroupName::Tier(rank) => {
            name.label().fill(language, &[("number", &format::integer(language, u64::from(rank)))])
        }
        _ => name.label().text(language).to_owned(),
    }
}

/// What a group is, in two sentences: what sets it apart, and its averages.
pub(super) fn sentence_text(found: &Found, group: usize, language: Language) -> String {
    let name = found.names.get(group).copied();
    let features = found.clustering.model.features();
    let about = name.map(|name| match name {
        GroupName::Tier(rank) => {
            let feature = ranking_feature(features).map_or("", |feature| feature.label().text(language));
            let number = format::integer(language, u64::from(rank));
            let count = format::integer(language, found.names.len() as u64);
            let values = [("number", number.as_str()), ("count", count.as_str()), ("feature", feature)];
            name.description().fill(language, &values)
        }
        _ => name.description().text(language).to_owned(),
    });
    let figures = found.groups.groups.get(group).map(|figures| figures_text(figures, language));
    let gap = if language == Language::Chinese { "" } else { " " };
    about.into_iter().chain(figures).collect::<Vec<_>>().join(gap)
}

/// “On average last order 41 days ago, 9 orders, $612.00 in all.”
pub(super) fn figures_text(figures: &GroupFigures, language: Language) -> String {
    if figures.customers == 0 {
        return String::new();
    }
    let days = figures.recency.round().max(0.0) as u64;
    let recency = analysis::FIGURE_RECENCY.fill(language, days, &format::integer(language, days), &[]);
    let orders = figures.orders as f64 / figures.customers as f64;
    let shown = decimal(orders);
    let frequency = analysis::FIGURE_FREQUENCY.fill(language, if shown == "1" { 1 } else { 2 }, &shown, &[]);
    if figures.money.minor == 0 {
        let values = [("recency", recency.as_str()), ("frequency", frequency.as_str())];
        return analysis::FIGURES_WITHOUT_MONEY.fill(language, &values);
    }
    let money = format::money(language, mean_money(figures));
    let values = [("recency", recency.as_str()), ("frequency", frequency.as_str()), ("money", money.as_str())];
    analysis::FIGURES_ALL.fill(language, &values)
}

/// What a customer of the group has spent on average.
pub(super) fn mean_money(figures: &GroupFigures) -> Money {
    let customers = i64::try_from(figures.customers).unwrap_or(i64::MAX).max(1);
    Money::new(figures.money.minor / customers, figures.money.currency)
}

/// A number with one decimal where it has one.
pub(super) fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The value of a feature as the card shows it. `unit` is an amount of the currency that money is in.
pub(super) fn feature_text(feature: Feature, value: f64, unit: Option<Money>, language: Language) -> String {
    match (feature, unit) {
        (Feature::Money, Some(unit)) => {
            let minor = value * 10_f64.powi(i32::from(unit.currency.decimals()));
            format::money(language, Money::new(minor.round() as i64, unit.currency))
        }
        _ => decimal(value),
    }
}

/// What part of all the money a group has spent; nothing where that means nothing.
pub(super) fn share_of(figures: &GroupFigures, all: Money) -> Option<f64> {
    (all.minor > 0 && figures.money.minor >= 0).then(|| figures.money.minor as f64 / all.minor as f64)
}

/// The group to begin with: of those who have been silent for longer than the rest, the one whose customers spent most.
pub(super) fn worth_a_start(figures: &[GroupFigures]) -> Option<usize> {
    let customers: u64 = figures.iter().map(|one| one.customers).sum();
    let mean = figures.iter().map(|one| one.recency * one.customers as f64).sum::<f64>() / customers.max(1) as f64;
    let silent = figures.iter().enumerate().filter(|(_, one)| one.customers > 0 && one.recency > mean);
    silent.filter(|(_, one)| one.money.minor > 0).max_by_key(|(_, one)| mean_money(one).minor).map(|(group, _)| group)
}

/// What lies at the positive end of an axis, the feature that counts most first.
pub(super) fn axis_text(features: &[Feature], loadings: &[f64], language: Language) -> String {
    let mut parts: Vec<(f64, Message)> = features
        .iter()
        .zip(loadings)
        .filter(|(_, loading)| loading.abs() >= 0.4)
        .map(|(feature, loading)| (loading.abs(), end_of(*feature, *loading > 0.0)))
        .collect();
    parts.sort_by(|one, other| other.0.total_cmp(&one.0));
    let texts: Vec<&str> = parts.iter().map(|(_, message)| message.text(language)).collect();
    texts.join(if language == Language::Chinese { "、" } else { ", " })
}

fn end_of(feature: Feature, positive: bool) -> Message {
    match (feature, positive) {
        (Feature::Recency, true) => words::LONGER_SILENT,
        (Feature::Recency, false) => words::BOUGHT_LATELY,
        (Feature::Frequency, true) => words::OFTENER,
        (Feature::Frequency, false) => words::SELDOMER,
        (Feature::Money, true) => words::SPENT_MORE,
        (Feature::Money, false) => words::SPENT_LESS,
        (Feature::Interval, true) => words::FURTHER_APART,
        (Feature::Interval, false) => words::CLOSER,
    }
}

/// What the user should know of the measurements.
pub(super) fn finding_text(finding: Finding, language: Language) -> String {
    match finding {
        Finding::ConstantColumn { feature } => {
            words::CONSTANT.fill(language, &[("feature", feature.label().text(language))])
        }
        Finding::BelowZero { feature, rows } => {
            let count = format::integer(language, u64::from(rows));
            words::BELOW_ZERO.fill(language, &[("count", &count), ("feature", feature.label().text(language))])
        }
    }
}

/// What went wrong, and what to do.
pub(super) fn trouble_text(trouble: &Trouble, language: Language) -> (String, String) {
    let number = |count: u32| format::integer(language, u64::from(count));
    let plain = |title: Message, text: Message| (title.text(language).to_owned(), text.text(language).to_owned());
    match trouble {
        Trouble::Stopped => (words::STOPPED.text(language).to_owned(), String::new()),
        Trouble::Broken(_) => plain(words::BROKEN, words::BROKEN_TEXT),
        Trouble::Cannot(failure) => match failure {
            AnalystFailure::AllAlike { .. } => plain(words::ALL_ALIKE, words::ALL_ALIKE_TEXT),
            AnalystFailure::TooFewDistinct { distinct, k } => {
                let values = [("distinct", number(*distinct)), ("k", number(*k))];
                let values = [("distinct", values[0].1.as_str()), ("k", values[1].1.as_str())];
                (
                    words::TOO_FEW_DIFFERENT.fill(language, &values),
                    words::TOO_FEW_DIFFERENT_TEXT.text(language).to_owned(),
                )
            }
            AnalystFailure::OutOfRange { feature } => (
                words::OUT_OF_RANGE.fill(language, &[("feature", feature.label().text(language))]),
                words::OUT_OF_RANGE_TEXT.text(language).to_owned(),
            ),
            AnalystFailure::NoRows => plain(words::TOO_FEW, words::NO_ORDERS_TEXT),
            AnalystFailure::GroupCount { .. } | AnalystFailure::Bug(_) => plain(words::BROKEN, words::BROKEN_TEXT),
        },
    }
}

/// The colour of a group, by its place.
pub(super) fn colour_of(group: usize) -> u16 {
    segment::COLOURS[group % segment::COLOURS.len()].code
}

/// The class of what is drawn in a group's colour. Past the last colour they come again, hollow.
pub(super) fn colour_class(group: usize) -> String {
    let name = segment::COLOURS[group % segment::COLOURS.len()].name;
    if group < segment::COLOURS.len() { name.to_owned() } else { format!("{name} hollow") }
}

/// The tone of a segment's pill.
pub(super) fn tone_of(colour: Option<u16>) -> Tone {
    let choice = segment::COLOURS.iter().find(|choice| Some(choice.code) == colour);
    match choice.map(|choice| choice.tone) {
        Some(FieldTone::Good) => Tone::Accent,
        Some(FieldTone::Information) => Tone::Blue,
        Some(FieldTone::Special) => Tone::Violet,
        Some(FieldTone::Warning) => Tone::Warning,
        Some(FieldTone::Bad) => Tone::Bad,
        _ => Tone::Neutral,
    }
}
