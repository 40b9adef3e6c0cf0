//! Backups that are made by themselves: agreed on, how they stand, and ended. There only where the browser can write into a
//! folder.

use leptos::prelude::*;

use super::super::setting::Setting;
use super::schedule_dialog::ScheduleDialog;
use crate::messages::schedule as words;
use crate::state::format::{self, RelativeStyle};
use crate::state::{AppState, Every, Plan, ScheduleState, use_app};
use crate::ui::controls::{Button, ButtonKind, Select, SelectOption};
use crate::ui::words::{language, t, tf};

/// The row, or nothing.
#[component]
pub(super) fn ScheduleRow() -> impl IntoView {
    let app = use_app();
    if !app.schedule.can_be_used() {
        return ().into_any();
    }
    app.schedule.read_folder_name();
    let setting_up = RwSignal::new(false);
    let is_on = Memo::new(move |_| app.schedule.plan.get().is_some());
    view! {
        <Show
            when=move || is_on.get()
            fallback=move || view! {
                <Setting name=words::NAME help=move || t(words::HELP)>
                    <Button label=move || t(words::SET_UP) on_press=move || setting_up.set(true)/>
                </Setting>
            }
        >
            <Agreed app=app/>
        </Show>
        {move || setting_up.get().then(|| view! { <ScheduleDialog on_close=move || setting_up.set(false)/> })}
    }
    .into_any()
}

/// What was agreed on, and how it stands.
#[component]
fn Agreed(app: AppState) -> impl IntoView {
    let schedule = app.schedule;
    let plan = move || schedule.plan.get().unwrap_or(Plan { every: Every::Day, keep: 7 });
    let change = move |every: Option<Every>, keep: Option<usize>| {
        let plan = untrack(plan);
        schedule.change(Plan { every: every.unwrap_or(plan.every), keep: keep.unwrap_or(plan.keep) });
    };
    let stands = move || match schedule.state.get() {
        ScheduleState::Working => t(words::WORKING),
        ScheduleState::NeedsPermission => t(words::NEEDS_PERMISSION),
        ScheduleState::Failed(reason) => tf(words::FAILED, &[("reason", &reason)]),
        ScheduleState::Well => match schedule.last.get() {
            None => t(words::LAST_NONE),
            Some(last) => {
                app.now.track();
                tf(words::LAST_DONE, &[("ago", &format::ago(language(), last, RelativeStyle::Long))])
            }
        },
    };
    let is_bad = move || schedule.state.with(|state| matches!(state, ScheduleState::Failed(_)));
    let working = Signal::derive(move || schedule.state.with(|state| *state == ScheduleState::Working));
    let make = move || leptos::task::spawn_local(schedule.make(app));
    let act = move || {
        if schedule.state.with(|state| *state == ScheduleState::NeedsPermission) {
            view! { <Button kind=ButtonKind::Primary label=move || t(words::ALLOW) on_press=move || schedule.allow(app)/> }.into_any()
        } else {
            view! { <Button label=move || t(words::NOW) busy=working on_press=make/> }.into_any()
        }
    };
    let every = Signal::derive(move || Every::ALL.map(|one| SelectOption::new(one.name(), every_words(one))).to_vec());
    let keep = Signal::derive(move || {
        let own = plan().keep;
        let counts = Plan::KEEP.into_iter().chain((!Plan::KEEP.contains(&own)).then_some(own));
        counts.map(|count| SelectOption::new(count.to_string(), keep_words(count))).collect::<Vec<_>>()
    });
    view! {
        <div class="setting">
            <div class="setting-text">
                <p class="setting-name">{move || t(words::NAME)}</p>
                <p class="setting-help">{move || tf(words::INTO, &[("folder", &schedule.folder_name.get())])}</p>
                <p class="setting-help" class:problem=is_bad role="status">{stands}</p>
            </div>
            <div class="setting-control setting-pair">
                {act}
                <Button kind=ButtonKind::Quiet label=move || t(words::STOP) on_press=move || schedule.stop(app)/>
            </div>
        </div>
        <Setting name=words::EVERY>
            <Select
                label=move || t(words::EVERY) hide_label=true options=every
                value=Signal::derive(move || plan().every.name().to_owned())
                on_change=move |name: String| change(Every::from_name(&name), None)
            />
        </Setting>
        <Setting name=words::KEEP help=move || t(words::KEEP_HELP)>
            <Select
                label=move || t(words::KEEP) hide_label=true options=keep
                value=Signal::derive(move || plan().keep.to_string())
                on_change=move |count: String| change(None, count.parse().ok())
            />
        </Setting>
    }
}

pub(super) fn every_words(every: Every) -> String {
    t(match every {
        Every::Day => words::EVERY_DAY,
        Every::Week => words::EVERY_WEEK,
    })
}

fn keep_words(count: usize) -> String {
    tf(words::KEEP_LAST, &[("count", &count.to_string())])
}
