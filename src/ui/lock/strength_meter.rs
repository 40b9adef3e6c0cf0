//! How strong a passphrase is, and why, while it is typed.

use leptos::prelude::*;

use crate::domain::secret::{Judgement, Reason, Strength, judge};
use crate::messages::{Message, lock as words};
use crate::ui::words::{t, tf};

const DAY: f64 = 86_400.0;

/// Five bars, a word, about how long it would take to guess, and what makes it weak.
#[component]
pub fn StrengthMeter(
    /// What was typed so far.
    #[prop(into)]
    passphrase: Signal<String>,
) -> impl IntoView {
    let judged = Memo::new(move |_| passphrase.with(|passphrase| (!passphrase.is_empty()).then(|| judge(passphrase))));
    let bars = move || {
        let filled = judged.with(|judged| judged.as_ref().map_or(0, |judged| judged.strength.bars()));
        let bar = |place| view! { <span class="strength-bar" class:on=place < filled></span> };
        (0..Strength::Strong.bars()).map(bar).collect_view()
    };
    let tone = move || judged.with(|judged| judged.as_ref().map_or("", |judged| tone(judged.strength)));
    view! {
        <div class=move || format!("strength {}", tone())>
            <div class="strength-bars" aria-hidden="true">{bars}</div>
            <div class="strength-text" role="status">
                {move || judged.get().map(|judged| {
                    let reasons = judged.reasons.iter().map(|reason| t(reason_text(*reason))).collect::<Vec<_>>();
                    view! {
                        <p><strong>{t(strength_name(judged.strength))}</strong>" "{guessed_in(&judged)}</p>
                        <ul class="strength-reasons">
                            {reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
                        </ul>
                    }
                })}
            </div>
        </div>
    }
}

fn tone(strength: Strength) -> &'static str {
    match strength {
        Strength::VeryWeak | Strength::Weak => "bad",
        Strength::Fair => "warning",
        Strength::Good | Strength::Strong => "good",
    }
}

fn strength_name(strength: Strength) -> Message {
    match strength {
        Strength::VeryWeak => words::VERY_WEAK,
        Strength::Weak => words::WEAK,
        Strength::Fair => words::FAIR,
        Strength::Good => words::GOOD,
        Strength::Strong => words::STRONG,
    }
}

fn guessed_in(judged: &Judgement) -> String {
    let time = match judged.seconds() {
        seconds if seconds < 60.0 => words::TIME_SECONDS,
        seconds if seconds < 3_600.0 => words::TIME_MINUTES,
        seconds if seconds < DAY => words::TIME_HOURS,
        seconds if seconds < 60.0 * DAY => words::TIME_DAYS,
        seconds if seconds < 730.0 * DAY => words::TIME_MONTHS,
        seconds if seconds < 36_500.0 * DAY => words::TIME_YEARS,
        seconds if seconds < 365_000.0 * DAY => words::TIME_CENTURIES,
        _ => return t(words::NOT_GUESSED),
    };
    tf(words::GUESSED_IN, &[("time", &t(time))])
}

fn reason_text(reason: Reason) -> Message {
    match reason {
        Reason::Short => words::REASON_SHORT,
        Reason::Common => words::REASON_COMMON,
        Reason::Date => words::REASON_DATE,
        Reason::Phone => words::REASON_PHONE,
        Reason::Repeated => words::REASON_REPEATED,
        Reason::Run => words::REASON_RUN,
        Reason::FiguresOnly => words::REASON_FIGURES,
    }
}
