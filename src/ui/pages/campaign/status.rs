//! How far a campaign is, and where it can go from there.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::CampaignState;
use crate::domain::campaign::{self, statuses, ways_from};
use crate::domain::change::Change;
use crate::domain::operation::Action;
use crate::domain::record::Kind;
use crate::domain::value::Value;
use crate::messages::{Message, campaign_page as words, campaigns as campaign_words};
use crate::state::{CommitOutcome, Notice, NoticeTone, commit, offer_undo};
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon};
use crate::ui::words::t;

/// The usual way of a campaign.
const STEPS: [(u16, Message); 3] = [
    (statuses::PLANNING, campaign_words::PLANNING),
    (statuses::ACTIVE, campaign_words::ACTIVE),
    (statuses::COMPLETE, campaign_words::COMPLETE),
];

/// The steps, with the present one marked, and a button for each way on.
#[component]
pub(super) fn StatusLine(state: CampaignState) -> impl IntoView {
    let status = Memo::new(move |_| state.status());
    let steps = move || {
        let status = status.get();
        let aside = match status {
            statuses::PAUSED => Some((statuses::PAUSED, campaign_words::PAUSED)),
            statuses::CANCELLED => Some((statuses::CANCELLED, campaign_words::CANCELLED)),
            _ => None,
        };
        // A paused campaign stands at "active"; a cancelled one stands nowhere.
        let reached = match status {
            statuses::PLANNING => 0,
            statuses::ACTIVE | statuses::PAUSED => 1,
            statuses::COMPLETE => 2,
            _ => -1,
        };
        let line = move |(place, (code, label)): (usize, (u16, Message))| {
            let is_done = i32::try_from(place).is_ok_and(|place| place < reached);
            let current = (code == status).then_some("step");
            view! {
                <li class="status-step" class:done=is_done aria-current=current>
                    {is_done.then(|| view! { <Glyph icon=Icon::Check/> })}<span>{t(label)}</span>
                </li>
            }
        };
        let steps = STEPS.into_iter().enumerate().map(line).collect_view();
        let aside = aside.map(|(_, label)| {
            let class = if status == statuses::PAUSED { "status-step warning" } else { "status-step bad" };
            view! { <li class=class aria-current="step"><span>{t(label)}</span></li> }
        });
        view! { {steps}{aside} }
    };
    let ways = move || {
        let ways = if state.record.is_deleted() { &[][..] } else { ways_from(status.get()) };
        let button = |(place, (to, label)): (usize, &'static (u16, Message))| {
            let (to, label) = (*to, *label);
            let kind = if place == 0 { ButtonKind::Plain } else { ButtonKind::Quiet };
            view! { <Button label=move || t(label) kind=kind on_press=move || go(state, to)/> }
        };
        ways.iter().enumerate().map(button).collect_view()
    };
    view! {
        <div class="campaign-status" role="group" aria-label=move || t(words::STATUS_STEPS)>
            <ol class="status-steps">{steps}</ol>
            <div class="status-ways">{ways}</div>
        </div>
    }
}

fn go(state: CampaignState, to: u16) {
    let (app, id) = (state.record.app, state.record.id);
    spawn_local(async move {
        let fields = vec![(campaign::STATUS, Value::Choice(to))];
        let change = Change::edit(Kind::Campaign, id, fields);
        match commit(app, Action::Edit, vec![change]).await {
            CommitOutcome::Saved(committed) => {
                let choice = Kind::Campaign.field(campaign::STATUS).and_then(|field| field.choice(to));
                let Some(choice) = choice else { return };
                offer_undo(app, move |language| choice.label.text(language).to_owned(), committed.operation);
            }
            CommitOutcome::Refused(problems) => {
                let Some(problem) = problems.into_iter().next() else { return };
                app.notices.push(Notice::new(NoticeTone::Bad, move |language| problem.problem.text(language)));
            }
            // A notice has told it.
            CommitOutcome::Failed(_) => {}
        }
    });
}
