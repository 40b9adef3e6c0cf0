//! What is looked at, how many groups, the seed.

use leptos::prelude::*;

use super::curve::Curve;
use super::flow::SegmentsFlow;
use super::flow::Trouble;
use super::told::trouble_text;
use crate::domain::model::Feature;
use crate::messages::segment_page as words;
use crate::messages::shell;
use crate::state::analyst_protocol::{FEWEST_GROUPS, MOST_GROUPS};
use crate::state::format;
use crate::ui::controls::{Button, ButtonKind, Checkbox, Glyph, Icon, Select, SelectOption, TextField};
use crate::ui::words::{language, n, t, tc, tf};

/// The recipe, with the button that runs it.
#[component]
pub(super) fn Recipe(flow: SegmentsFlow) -> impl IntoView {
    let as_of = move || flow.summary.value.with(|summary| summary.as_ref().and_then(|summary| summary.as_of));
    let text = move || {
        let day = as_of().map(|day| format::day(language(), day)).unwrap_or_default();
        tf(words::RECIPE_TEXT, &[("day", &day)])
    };
    let none = Memo::new(move |_| flow.features.with(Vec::is_empty));
    let has_found = Memo::new(move |_| flow.found.with(Option::is_some));
    let run = move || t(if has_found.get() { words::RUN_AGAIN } else { words::RUN });
    let is_saved =
        move || flow.saved.value.with(|saved| saved.as_ref().is_some_and(|saved| !saved.segments.is_empty()));
    view! {
        <section class="panel">
            <div>
                <h2 class="panel-title">{move || t(words::RECIPE)}</h2>
                <p class="panel-text">{text}</p>
            </div>
            <TroubleBox flow=flow/>
            <Features flow=flow/>
            <div class="option-grid">
                <GroupCount flow=flow/>
                <Seed flow=flow/>
            </div>
            <Notes flow=flow/>
            <Curve flow=flow/>
            <div class="panel-foot">
                <Show when=move || is_saved() && !has_found.get()>
                    <span class="spread"><Button label=move || t(words::BACK_TO_SAVED) on_press=move || flow.discard()/></span>
                </Show>
                <Button
                    kind=if has_found.get_untracked() { ButtonKind::Plain } else { ButtonKind::Primary }
                    label=run
                    disabled=Signal::derive(move || none.get())
                    on_press=move || flow.run()
                />
            </div>
        </section>
    }
}

/// What went wrong last, until something else is begun.
#[component]
fn TroubleBox(flow: SegmentsFlow) -> impl IntoView {
    move || {
        flow.trouble.get().map(|trouble| {
            let (title, advice) = trouble_text(&trouble, language());
            let again = matches!(trouble, Trouble::Broken(_))
                .then(|| view! { <Button label=move || t(shell::TRY_AGAIN) on_press=move || flow.run()/> });
            let class = if trouble == Trouble::Stopped { "error-box warning" } else { "error-box" };
            view! {
                <div class=class role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body"><p class="error-title">{title}</p><p>{advice}</p>{again}</div>
                </div>
            }
        })
    }
}

#[component]
fn Features(flow: SegmentsFlow) -> impl IntoView {
    let toggle = move |feature: Feature, on: bool| {
        flow.features.update(|features| {
            features.retain(|one| *one != feature);
            if on {
                features.push(feature);
            }
        });
    };
    let boxes = Feature::ALL.map(|feature| {
        view! {
            <Checkbox
                label=move || t(feature.label())
                checked=Signal::derive(move || flow.features.with(|features| features.contains(&feature)))
                on_change=move |on| toggle(feature, on)
            />
        }
    });
    view! {
        <fieldset class="segment-features">
            <legend class="field-label">{move || t(words::FEATURES)}</legend>
            <div class="segment-checks">{boxes.into_iter().collect_view()}</div>
            <Show when=move || flow.features.with(Vec::is_empty)>
                <p class="problem" role="alert">{move || t(words::NO_FEATURES)}</p>
            </Show>
        </fieldset>
        <div>
            <Checkbox label=move || t(words::BY_RATIO) checked=flow.by_ratio on_change=move |on| flow.by_ratio.set(on)/>
            <p class="field-hint">{move || t(words::BY_RATIO_TEXT)}</p>
        </div>
    }
}

#[component]
fn GroupCount(flow: SegmentsFlow) -> impl IntoView {
    const PROPOSED: &str = "best";
    let best = move || flow.proposal.with(|proposal| proposal.as_ref().map(|proposal| proposal.k));
    let options = move || {
        let first = match best() {
            Some(k) => tf(words::GROUPS_BEST, &[("count", &n(u64::from(k)))]),
            None => t(words::GROUPS_PROPOSED),
        };
        let numbers = (FEWEST_GROUPS..=MOST_GROUPS)
            .map(|k| SelectOption::new(k.to_string(), tc(words::GROUPS_COUNT, u64::from(k))));
        std::iter::once(SelectOption::new(PROPOSED, first)).chain(numbers).collect::<Vec<_>>()
    };
    let value = move || flow.k.get().map_or(PROPOSED.to_owned(), |k| k.to_string());
    view! {
        <Select
            label=move || t(words::GROUPS)
            options=Signal::derive(options)
            value=Signal::derive(value)
            on_change=move |chosen: String| flow.k.set(chosen.parse().ok())
        />
    }
}

#[component]
fn Seed(flow: SegmentsFlow) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    let value = move || wrong.get().unwrap_or_else(|| flow.seed.get().to_string());
    let change = move |typed: String| match typed.trim().parse() {
        Ok(seed) => {
            wrong.set(None);
            flow.seed.set(seed);
        }
        Err(_) => wrong.set(Some(typed)),
    };
    view! {
        <TextField
            label=move || t(words::SEED)
            value=Signal::derive(value)
            inputmode="numeric"
            hint=move || t(words::SEED_HINT)
            problem=Signal::derive(move || wrong.with(Option::is_some).then(|| t(words::SEED_PROBLEM)))
            on_change=change
        />
    }
}

/// What the user should know before.
#[component]
fn Notes(flow: SegmentsFlow) -> impl IntoView {
    let notes = move || {
        let features = flow.features.get();
        flow.summary.value.with(|summary| {
            let Some(summary) = summary else { return Vec::new() };
            let mut notes = Vec::new();
            if features.contains(&Feature::Interval) && summary.with_one_order > 0 {
                notes.push(tf(words::ONE_ORDER, &[("count", &n(summary.with_one_order))]));
            }
            if let (true, Some(currency)) = (summary.in_other_currencies > 0, summary.currency) {
                let values = [("count", n(summary.in_other_currencies)), ("currency", currency.code().to_owned())];
                let values = [("count", values[0].1.as_str()), ("currency", values[1].1.as_str())];
                notes.push(tf(words::OTHER_CURRENCIES, &values));
            }
            if features.contains(&Feature::Money) && summary.all_amounts_zero {
                notes.push(t(words::ALL_ZERO));
            }
            notes
        })
    };
    move || notes().into_iter().map(|note| view! { <p class="panel-text">{note}</p> }).collect_view()
}
