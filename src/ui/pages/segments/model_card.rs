//! What lies behind the groups: the method, what it was trained on, how good it is.

use leptos::prelude::*;

use super::flow::RUNS;
use super::told::feature_text;
use crate::domain::model::NearestCentroid;
use crate::domain::value::Money;
use crate::messages::segment_page as words;
use crate::messages::shell;
use crate::state::format;
use crate::ui::controls::{Button, Dialog};
use crate::ui::words::{language, n, t, tf};

/// What the card tells.
#[derive(Clone, PartialEq)]
pub(super) struct Card {
    /// The model.
    pub model: NearestCentroid,
    /// The names of its groups.
    pub names: Vec<String>,
    /// An amount of the currency that money is in.
    pub unit: Option<Money>,
    /// When it was saved, in milliseconds since 1970; none before.
    pub saved: Option<u64>,
}

/// The button that opens the card, and the card.
#[component]
pub(super) fn ModelCardButton(
    /// What it tells.
    card: Signal<Option<Card>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Button label=move || t(words::MODEL_CARD) on_press=move || open.set(true)/>
        <Dialog open=open on_close=move || open.set(false) title=move || t(words::MODEL_CARD) close_label=move || t(shell::CLOSE) wide=true>
            {move || card.get().map(|card| view! { <ModelCard card=card/> })}
        </Dialog>
    }
}

#[component]
fn ModelCard(card: Card) -> impl IntoView {
    let facts =
        facts(&card).into_iter().map(|(name, value)| view! { <tr><th scope="row">{name}</th><td>{value}</td></tr> });
    let features = card.model.features().to_vec();
    let heads = features
        .iter()
        .map(|feature| view! { <th scope="col" class="number">{t(feature.label())}</th> })
        .collect_view();
    let rows = (0..card.model.group_count()).map(|group| {
        let centre = card.model.centroid_in_units(group).unwrap_or_default();
        let cells = features.iter().zip(centre).map(|(feature, value)| {
            view! { <td class="number">{feature_text(*feature, value, card.unit, language())}</td> }
        });
        view! { <tr><th scope="row">{card.names.get(group).cloned()}</th>{cells.collect_view()}</tr> }
    });
    view! {
        <p>{t(words::MODEL_CARD_TEXT)}</p>
        <table class="stat-table segment-facts"><tbody>{facts.collect_view()}</tbody></table>
        <h3 class="section-title">{t(words::CENTRES)}</h3>
        <p class="panel-text">{t(words::CENTRES_TEXT)}</p>
        <div class="table-scroll" tabindex="0" role="region" aria-label=t(words::CENTRES)>
            <table class="table">
                <thead><tr><th scope="col">{t(words::GROUP)}</th>{heads}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn facts(card: &Card) -> Vec<(String, String)> {
    let language = language();
    let trained = card.model.trained();
    let labels: Vec<String> = card.model.features().iter().map(|feature| t(feature.label())).collect();
    let by_ratio: Vec<String> = card
        .model
        .features()
        .iter()
        .zip(card.model.scaling())
        .filter(|(_, scaling)| scaling.logarithm)
        .map(|(feature, _)| t(feature.label()))
        .collect();
    let listed = |texts: &[String]| format::list(language, texts.iter().map(String::as_str));
    let when = card
        .saved
        .map_or_else(|| t(words::TRAINED_NOW), |at| format::instant(language, at, format::InstantStyle::DateAndTime));
    vec![
        (t(words::METHOD), t(words::METHOD_TEXT)),
        (t(words::TRAINED), when),
        (t(words::AS_OF), format::day(language, trained.as_of)),
        (t(words::TRAINED_ON), tf(words::TRAINED_ON_COUNT, &[("count", &n(trained.rows))])),
        (t(words::FEATURES), listed(&labels)),
        (t(words::SCALING), if by_ratio.is_empty() { t(words::NONE) } else { listed(&by_ratio) }),
        (t(words::SEED), trained.seed.to_string()),
        (t(words::RUNS), tf(words::RUNS_TEXT, &[("count", &n(u64::from(RUNS)))])),
        (t(words::INERTIA), format::integer(language, trained.inertia.round() as u64)),
        (t(words::SILHOUETTE), trained.silhouette.map_or_else(|| t(words::NONE), |value| format!("{value:.3}"))),
    ]
}
