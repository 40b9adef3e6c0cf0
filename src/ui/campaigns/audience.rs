//! Who would come into a campaign, counted before anything is written.

use leptos::prelude::*;

use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::{Message, campaign_page as words};
use crate::state::protocol::{AudiencePlan, AudienceSource, Request};
use crate::state::{
    AppState, CommitOutcome, Live, RunningJob, commit_by, failure_text, format, live, offer_undo, use_app,
};
use crate::ui::controls::{Glyph, Icon, Select, SelectOption};
use crate::ui::words::{language, n, t};

/// The shares that are offered, in hundredths.
const SHARES: [u8; 6] = [0, 5, 10, 20, 30, 50];

/// The counts of who would come in, as they are now. Nothing while there is no source.
pub fn live_plan(
    campaign: Signal<Option<Id>>,
    source: Signal<Option<AudienceSource>>,
    share: Signal<u8>,
) -> Live<Option<AudiencePlan>> {
    let app = use_app();
    live(
        &[Kind::Customer, Kind::Recipient, Kind::Segment, Kind::Order],
        move || (campaign.get(), source.get(), share.get()),
        move |(campaign, source, share)| async move {
            match source {
                Some(source) => app.engine.plan_audience(campaign, source, share).await.map(Some),
                None => Ok(None),
            }
        },
    )
}

/// Whether there is anybody to add.
pub fn is_fillable(plan: &Option<Option<AudiencePlan>>) -> bool {
    plan.flatten().is_some_and(|plan| plan.contacted + plan.control > 0)
}

/// How many are held out.
#[component]
pub fn HoldOut(
    /// In hundredths.
    share: RwSignal<u8>,
) -> impl IntoView {
    let options = move || {
        let mut shares = SHARES.to_vec();
        shares.push(share.get());
        shares.sort_unstable();
        shares.dedup();
        let label = |share: u8| format::percent(language(), f64::from(share) / 100.0);
        shares.into_iter().map(|share| SelectOption::new(share.to_string(), label(share))).collect::<Vec<_>>()
    };
    view! {
        <Select
            label=move || t(words::HOLD_OUT) hint=move || t(words::HOLD_OUT_HINT) options=Signal::derive(options)
            value=Signal::derive(move || share.get().to_string())
            on_change=move |chosen: String| share.set(chosen.parse().unwrap_or_default())
        />
    }
}

/// The counts, or why there are none.
#[component]
pub fn AudienceCounts(
    /// Who would come in.
    plan: Live<Option<AudiencePlan>>,
) -> impl IntoView {
    let content = move || {
        if let Some(failure) = plan.failed.get() {
            return view! { <p class="problem"><Glyph icon=Icon::Warning/>{failure_text(&failure, language())}</p> }
                .into_any();
        }
        match plan.value.get() {
            None => view! { <p class="second">{t(words::COUNTING)}</p> }.into_any(),
            Some(None) => ().into_any(),
            Some(Some(plan)) => counts(plan).into_any(),
        }
    };
    view! { <div class="audience" role="status" aria-busy=move || plan.loading.get().then_some("true")>{content}</div> }
}

fn counts(plan: AudiencePlan) -> impl IntoView {
    let lines: [(Message, u64, bool); 5] = [
        (words::WILL_BE_CONTACTED, plan.contacted, true),
        (words::WILL_BE_HELD_OUT, plan.control, true),
        (words::LEFT_OUT_FLAGGED, plan.do_not_contact, false),
        (words::LEFT_OUT_SHARED, plan.same_address, false),
        (words::IN_IT_ALREADY, plan.already_in, false),
    ];
    let shown = lines.into_iter().filter(|(_, count, always)| *always || *count > 0);
    let lines = shown.map(|(label, count, _)| {
        view! { <div class="audience-line"><dt>{t(label)}</dt><dd>{n(count)}</dd></div> }
    });
    let lines = lines.collect_view();
    let nobody = (plan.contacted + plan.control == 0).then(|| {
        let why = if plan.found == 0 { words::NOBODY_FOUND } else { words::NOBODY_LEFT };
        view! { <p class="problem"><Glyph icon=Icon::Warning/>{t(why)}</p> }
    });
    view! { <dl class="audience-lines">{lines}</dl>{nobody} }
}

/// Adds customers to a campaign and offers to take that back. Returns what keeps it from being done, for beside the
/// button.
pub async fn fill(
    app: AppState,
    job: RunningJob,
    campaign: (Id, String),
    source: AudienceSource,
    control_share: u8,
) -> Result<(), String> {
    let (campaign, name) = campaign;
    let number = job.job;
    let before = people_in(app, campaign).await;
    let outcome = commit_by(app, move |operation, member| Request::FillAudience {
        job: number,
        operation,
        member,
        campaign,
        source,
        control_share,
        seed: None,
    })
    .await;
    job.finish();
    match outcome {
        CommitOutcome::Saved(committed) => {
            let added = people_in(app, campaign).await.saturating_sub(before);
            let text = move |language| {
                words::ADDED.fill(language, added, &format::integer(language, added), &[("campaign", &name)])
            };
            offer_undo(app, text, committed.operation);
            Ok(())
        }
        CommitOutcome::Refused(problems) => {
            let problem = problems.first().map(|one| one.problem.text(untrack(language)));
            Err(problem.unwrap_or_default())
        }
        CommitOutcome::Failed(failure) => Err(failure_text(&failure, untrack(language))),
    }
}

/// How many are in a campaign; nobody where that is not known.
async fn people_in(app: AppState, campaign: Id) -> u64 {
    app.engine.campaign_tally(campaign).await.map_or(0, |tally| tally.contacted.people + tally.control.people)
}
