//! `/settings/changes`: everything that was changed, newest first.

mod chain_check;
mod filters;
mod line;
mod sentences;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::chain_check::ChainCheckRow;
use self::filters::{Filters, Wanted};
use self::line::Line;
use crate::domain::record::Kind;
use crate::messages::{audit as words, shell};
use crate::state::protocol::{AuditFilter, AuditLine};
use crate::state::{failure_text, live, tell_failure, use_app};
use crate::ui::addresses::SETTINGS;
use crate::ui::controls::{Button, ButtonKind, Empty, Icon, Skeleton};
use crate::ui::page_head::{PageHead, Parent};
use crate::ui::words::{language, t, tf};

/// Lines that are asked for at a time.
const STEP: u32 = 50;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let app = use_app();
    let wanted = RwSignal::new(Wanted::default());
    let filter = move || AuditFilter { limit: STEP, ..wanted.with(Wanted::filter) };
    let first = live(&Kind::ALL, filter, move |filter| app.engine.changes(filter));
    // What came after the first answer; the places of older actions stay, so an answer can be gone on from.
    let older = RwSignal::new(Vec::<AuditLine>::new());
    let next = RwSignal::new(None::<u64>);
    let busy = RwSignal::new(false);
    Effect::new(move || {
        first.value.with(|page| {
            older.set(Vec::new());
            next.set(page.as_ref().and_then(|page| page.next));
        });
    });
    let more = move || {
        let filter = AuditFilter { before: next.get_untracked(), ..untrack(filter) };
        let asked = wanted.get_untracked();
        busy.set(true);
        spawn_local(async move {
            let answer = app.engine.changes(filter).await;
            busy.try_set(false);
            match answer {
                Ok(page) if wanted.try_get_untracked() == Some(asked) => {
                    older.try_update(|older| older.extend(page.lines));
                    next.try_set(page.next);
                }
                Ok(_) => {}
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    let lines = move || {
        let first = first.value.with(|page| page.as_ref().map(|page| page.lines.clone()).unwrap_or_default());
        first.into_iter().chain(older.get()).enumerate().collect::<Vec<_>>()
    };
    let list = move || {
        if first.value.with(Option::is_none) {
            return view! { <Skeleton rows=6 label=move || t(words::READING)/> }.into_any();
        }
        if lines().is_empty() && next.get().is_none() {
            return if wanted.with(|wanted| *wanted == Wanted::default()) {
                view! { <Empty icon=Icon::Edit title=move || t(words::NOTHING) text=move || t(words::NOTHING_TEXT)/> }
                    .into_any()
            } else {
                view! { <p class="second" role="status">{move || t(words::NOTHING_MATCHES)}</p> }.into_any()
            };
        }
        view! {
            <ol class="audit-list">
                <For each=lines key=|(at, line)| (*at, line.operation.id) let:line><Line line=line.1/></For>
            </ol>
            <Show when=move || next.with(Option::is_some)>
                <Button label=move || t(words::MORE) kind=ButtonKind::Quiet busy=busy on_press=more/>
            </Show>
        }
        .into_any()
    };
    view! {
        <PageHead title=move || t(words::AUDIT) parent=Parent { address: SETTINGS.to_owned(), name: shell::SETTINGS }/>
        <div class="page-body">
            <div class="page-column settings">
                <ChainCheckRow/>
                <section class="settings-section" aria-label=move || t(words::AUDIT)>
                    <Filters wanted=wanted/>
                    <Show when=move || first.failed.with(Option::is_some)>
                        <p class="problem" role="alert">{move || first.failed.get().map(|failure| {
                            tf(words::FAILED, &[("reason", &failure_text(&failure, language()))])
                        })}</p>
                    </Show>
                    {list}
                </section>
            </div>
        </div>
    }
}
