//! The check of the chain of hashes, on request.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sentences::action_sentence;
use crate::messages::{Message, audit as words, shell as shell_words};
use crate::state::format::{self, InstantStyle};
use crate::state::protocol::{ChainBreak, ChainFault, ChainFigures};
use crate::state::{RunningJob, tell_failure, use_app};
use crate::ui::controls::{Button, Glyph, Icon, Progress};
use crate::ui::words::{language, n, t, tc, tf};

/// What the last check said.
#[derive(Clone, PartialEq)]
enum Checked {
    NotYet,
    Cancelled,
    Found(ChainFigures),
}

/// The row with the button, the progress and the result.
#[component]
pub fn ChainCheckRow() -> impl IntoView {
    let app = use_app();
    let running = RwSignal::new(None::<RunningJob>);
    let checked = RwSignal::new(Checked::NotYet);
    let check = move || {
        let job = app.engine.new_job();
        running.set(Some(job));
        spawn_local(async move {
            let answer = app.engine.check_chain(job.job).await;
            job.finish();
            running.try_set(None);
            match answer {
                Ok(Some(figures)) => drop(checked.try_set(Checked::Found(figures))),
                Ok(None) => drop(checked.try_set(Checked::Cancelled)),
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    // A check whose page is left is no longer wanted.
    on_cleanup(move || {
        if let Some(Some(job)) = running.try_get_untracked() {
            job.cancel();
        }
    });
    let progress = move |job: RunningJob| {
        let progress = job.progress.get();
        tf(words::CHECK_PROGRESS, &[("done", &n(progress.done)), ("total", &n(progress.total))])
    };
    view! {
        <section class="settings-section" aria-label=move || t(words::CHECK)>
            <div class="settings-rows">
                <div class="setting">
                    <div class="setting-text">
                        <p class="setting-name">{move || t(words::CHECK)}</p>
                        <p class="setting-help">{move || t(words::CHECK_HELP)}</p>
                    </div>
                    <div class="setting-control">
                        <Button label=move || t(words::CHECK_NOW) busy=Signal::derive(move || running.with(Option::is_some)) on_press=check/>
                    </div>
                </div>
                {move || running.get().map(|job| view! {
                    <div class="setting"><div class="setting-text">
                        <Progress
                            label=move || t(words::CHECKING) done=Signal::derive(move || job.progress.get().share())
                            detail=move || progress(job) on_cancel=move || job.cancel() cancel_label=move || t(shell_words::CANCEL)
                        />
                    </div></div>
                })}
                <div class="setting" role="status" hidden=move || checked.with(|checked| *checked == Checked::NotYet)>
                    <div class="setting-text audit-result">{move || checked.with(result)}</div>
                </div>
            </div>
        </section>
    }
}

fn result(checked: &Checked) -> AnyView {
    match checked {
        Checked::NotYet => ().into_any(),
        Checked::Cancelled => view! { <p>{t(words::CHECK_CANCELLED)}</p> }.into_any(),
        Checked::Found(figures) => found(figures).into_any(),
    }
}

fn found(figures: &ChainFigures) -> impl IntoView + use<> {
    let language = language();
    let fingerprint = figures.fingerprint.chunks(2).take(8).map(|two| format!("{:02x}{:02x}", two[0], two[1]));
    let fingerprint = fingerprint.collect::<Vec<_>>().join(" ");
    let head = match figures.since {
        _ if !figures.breaks.is_empty() => {
            let places = tc(words::PLACES, figures.breaks.len() as u64);
            let items = figures.breaks.iter().map(|found| view! { <li>{place(found)}</li> }).collect_view();
            view! {
                <div class="error-box">
                    <Glyph icon=Icon::Warning/>
                    <div class="error-body"><p>{tf(words::BROKEN, &[("places", &places)])}</p><ul>{items}</ul></div>
                </div>
            }
            .into_any()
        }
        None => view! { <p>{t(words::NO_CHAIN)}</p> }.into_any(),
        Some(since) => {
            let (entries, members) = (tc(words::ENTRIES, figures.entries), tc(words::MEMBERS, figures.members));
            let day = format::instant(language, since, InstantStyle::Date);
            view! { <p class="audit-whole"><Glyph icon=Icon::Check/>{tf(words::WHOLE, &[("entries", &entries), ("members", &members), ("day", &day)])}</p> }
                .into_any()
        }
    };
    let count = |message: Message, count: u64| {
        (count > 0).then(|| view! { <p class="second">{tf(message, &[("count", &n(count))])}</p> })
    };
    view! {
        {head}
        {count(words::SHADOWS, figures.erased)}
        {count(words::UNLINKED, figures.unlinked)}
        {count(words::GAPS, figures.gaps)}
        {(figures.entries > 0).then(|| view! {
            <p class="audit-fingerprint">{tf(words::FINGERPRINT, &[("words", &fingerprint)])}</p>
            <p class="setting-help">{t(words::FINGERPRINT_HELP)}</p>
        })}
        <p class="setting-help">{t(words::LIMITS)}</p>
    }
}

/// Where it is broken, in words.
fn place(found: &ChainBreak) -> String {
    let language = language();
    let fault = t(match found.fault {
        ChainFault::Unreadable => words::FAULT_UNREADABLE,
        ChainFault::Missing => words::FAULT_MISSING,
        ChainFault::Altered => words::FAULT_ALTERED,
        ChainFault::Twice => words::FAULT_TWICE,
        ChainFault::Ledger => words::FAULT_LEDGER,
        ChainFault::RecordOlder => words::FAULT_OLDER,
    });
    let Some(operation) = &found.operation else {
        return tf(words::PLACE_UNKNOWN, &[("fault", &fault), ("object", &found.object)]);
    };
    let what = action_sentence(operation, "…", false, language);
    let member = found.member.clone().unwrap_or_else(|| t(words::NOBODY));
    let day = format::instant(language, operation.stamp.milliseconds, InstantStyle::DateAndTime);
    tf(
        words::PLACE,
        &[("fault", &fault), ("what", &what), ("member", &member), ("day", &day), ("object", &found.object)],
    )
}
