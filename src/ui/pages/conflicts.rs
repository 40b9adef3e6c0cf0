//! `/conflicts`: values that lost against others, with both sides, and one click to swap.

mod line;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::line::Line;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::messages::{shell, sync as words};
use crate::state::{
    AppState, CommitOutcome, conflicts, failure_text, format, live, offer_undo, settle, tell_failure, use_app,
};
use crate::ui::addresses::DEVICES;
use crate::ui::controls::{Button, ButtonKind, Empty, Icon, Skeleton};
use crate::ui::page_head::{PageHead, Parent};
use crate::ui::words::{language, n, t, tf};

/// Lines on a page.
const STEP: u32 = 25;
/// Conflicts that are asked for at a time when all are settled.
const MANY: u32 = 1_000;

/// The page.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    let app = use_app();
    let skip = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let page = live(&Kind::ALL, move || skip.get(), move |skip| conflicts(app, skip, STEP));
    // The last line of the last page was settled.
    Effect::new(move || {
        let total = page.value.with(|page| page.as_ref().map(|page| page.total));
        if let Some(total) = total
            && u64::from(skip.get_untracked()) >= total.max(1)
        {
            skip.set(u32::try_from(total.saturating_sub(1)).unwrap_or(0) / STEP * STEP);
        }
    });
    let settle_some = Callback::new(move |(ids, take_other): (Vec<Id>, bool)| {
        busy.set(true);
        spawn_local(async move {
            settle_and_tell(app, ids, take_other).await;
            busy.try_set(false);
            page.refresh();
        });
    });
    let keep_all = move || {
        busy.set(true);
        spawn_local(async move {
            match all_ids(app).await {
                Ok(ids) => settle_and_tell(app, ids, false).await,
                Err(failure) => tell_failure(app, failure),
            }
            busy.try_set(false);
            page.refresh();
        });
    };
    let total = Memo::new(move |_| page.value.with(|page| page.as_ref().map_or(0, |page| page.total)));
    let lines = move || page.value.with(|page| page.as_ref().map(|page| page.lines.clone()).unwrap_or_default());
    let list = move || {
        if page.value.with(Option::is_none) {
            let waits = page.failed.with(Option::is_none);
            return waits.then(|| view! { <Skeleton rows=6 label=move || t(words::CONFLICTS_READING)/> }).into_any();
        }
        if total.get() == 0 {
            return view! {
                <Empty icon=Icon::Check title=move || t(words::CONFLICTS_NONE) text=move || t(words::CONFLICTS_NONE_TEXT)/>
            }
            .into_any();
        }
        view! {
            <p class="second">{move || t(words::CONFLICTS_TEXT)}</p>
            <ol class="conflicts" aria-label=move || t(words::CONFLICTS)>
                <For each=lines key=|line| (line.id, line.present_at, line.is_deleted) let:line>
                    <Line line=line busy=busy on_settle=settle_some/>
                </For>
            </ol>
            <Turner skip=skip total=total/>
        }
        .into_any()
    };
    let count = move || if total.get() > 0 { n(total.get()) } else { String::new() };
    view! {
        <PageHead
            title=move || t(words::CONFLICTS) count=count
            parent=Parent { address: DEVICES.to_owned(), name: shell::SETTINGS }
        >
            <Show when=move || { total.get() > 0 }>
                <Button label=move || t(words::KEEP_ALL) busy=busy on_press=keep_all/>
            </Show>
        </PageHead>
        <div class="page-body">
            <div class="page-column settings">
                <section class="settings-section" aria-label=move || t(words::CONFLICTS)>
                    <Show when=move || page.failed.with(Option::is_some)>
                        <p class="problem" role="alert">{move || page.failed.get().map(|failure| {
                            tf(words::CONFLICTS_FAILED, &[("reason", &failure_text(&failure, language()))])
                        })}</p>
                        <div><Button label=move || t(shell::TRY_AGAIN) on_press=move || page.refresh()/></div>
                    </Show>
                    {list}
                </section>
            </div>
        </div>
    }
}

/// From one page of lines to the next.
#[component]
fn Turner(skip: RwSignal<u32>, total: Memo<u64>) -> impl IntoView {
    let last = move || (u64::from(skip.get()) + u64::from(STEP)).min(total.get());
    let range = move || {
        tf(words::RANGE, &[("from", &n(u64::from(skip.get()) + 1)), ("to", &n(last())), ("total", &n(total.get()))])
    };
    let turn = move |to: u32| {
        skip.set(to);
        crate::state::browser::focus_by_id(crate::ui::page_head::PAGE_TITLE_ID);
    };
    view! {
        <Show when=move || { total.get() > u64::from(STEP) }>
            <div class="conflicts-turner">
                <Button
                    label=move || t(words::EARLIER) kind=ButtonKind::Quiet icon=Icon::ArrowLeft
                    disabled=Signal::derive(move || skip.get() == 0)
                    on_press=move || turn(skip.get_untracked().saturating_sub(STEP))
                />
                <span class="number" role="status">{range}</span>
                <Button
                    label=move || t(words::LATER) kind=ButtonKind::Quiet icon=Icon::ArrowRight
                    disabled=Signal::derive(move || last() >= total.get())
                    on_press=move || turn(skip.get_untracked() + STEP)
                />
            </div>
        </Show>
    }
}

/// All of them, however many pages they fill.
async fn all_ids(app: AppState) -> Result<Vec<Id>, crate::state::protocol::Failure> {
    let mut ids = Vec::new();
    loop {
        let page = conflicts(app, u32::try_from(ids.len()).unwrap_or(u32::MAX), MANY).await?;
        if page.lines.is_empty() {
            return Ok(ids);
        }
        ids.extend(page.lines.iter().map(|line| line.id));
    }
}

async fn settle_and_tell(app: AppState, ids: Vec<Id>, take_other: bool) {
    let count = ids.len() as u64;
    // A failure has been told by the commit itself.
    match settle(app, ids, take_other).await {
        CommitOutcome::Saved(committed) => {
            let text = move |language| match (take_other, count) {
                (true, _) => words::TAKEN.text(language).to_owned(),
                (false, 1) => words::KEPT.text(language).to_owned(),
                (false, _) => words::ALL_KEPT.fill(language, count, &format::integer(language, count), &[]),
            };
            offer_undo(app, text, committed.operation);
        }
        CommitOutcome::Refused(problems) => {
            let problem = problems.into_iter().next().map(|problem| problem.problem);
            app.notices.push(crate::state::Notice::new(crate::state::NoticeTone::Bad, move |language| {
                let reason = problem.as_ref().map(|problem| problem.text(language)).unwrap_or_default();
                words::NOT_SETTLED.fill(language, &[("reason", &reason)])
            }));
        }
        CommitOutcome::Failed(_) => {}
    }
}
