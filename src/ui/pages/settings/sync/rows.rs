//! What stands there while the book is synchronised.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ConflictsRow;
use super::add_dialog::AddDialog;
use super::devices::DeviceList;
use super::off_dialog::OffDialog;
use super::password_dialog::PasswordDialog;
use super::trouble::{Decide, TroubleNote};
use crate::messages::sync as words;
use crate::state::protocol::{SyncActivity, SyncDecision, SyncRequest};
use crate::state::{AppState, ask_sync, browser, format, tell_failure, use_app};
use crate::ui::controls::{Button, ButtonKind, Icon, Progress};
use crate::ui::pages::settings::setting::Setting;
use crate::ui::sync::standing;
use crate::ui::words::{language, t, tc, tf};

/// How often and after how many milliseconds each time it is looked whether the server has been asked.
const LOOKS: u32 = 150;
const LOOK_MS: u32 = 200;
/// What was in the way before may stand there until the server is asked again, so it counts after so many looks only.
const FIRST_LOOKS: u32 = 5;

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Add,
    Password,
    Off,
}

/// The rows.
#[component]
pub(super) fn OnRows() -> impl IntoView {
    let asked = RwSignal::new(Asked::Nothing);
    let close = move || asked.set(Asked::Nothing);
    let dialog = move || match asked.get() {
        Asked::Nothing => ().into_any(),
        Asked::Add => view! { <AddDialog on_close=close/> }.into_any(),
        Asked::Password => view! { <PasswordDialog on_close=close/> }.into_any(),
        Asked::Off => view! { <OffDialog on_close=close/> }.into_any(),
    };
    view! {
        <TroubleNote on_password=move || asked.set(Asked::Password)/>
        <div class="settings-rows">
            <StandingRow/>
            <ConflictsRow/>
            <DeviceList/>
            <ComparisonRow/>
            <Setting name=words::ADD_DEVICE help=move || t(words::ADD_DEVICE_HELP)>
                <Button icon=Icon::Plus label=move || t(words::ADD_DEVICE_PRESS) on_press=move || asked.set(Asked::Add)/>
            </Setting>
            <Setting name=words::PASSWORD_ROW help=move || t(words::PASSWORD_ROW_HELP)>
                <Button label=move || t(words::PASSWORD_CHANGE) on_press=move || asked.set(Asked::Password)/>
            </Setting>
            <Setting name=words::OFF help=move || t(words::OFF_HELP)>
                <Button label=move || t(words::OFF_PRESS) kind=ButtonKind::Danger on_press=move || asked.set(Asked::Off)/>
            </Setting>
        </div>
        {dialog}
    }
}

/// How it stands now, with which server, and a way not to wait.
#[component]
fn StandingRow() -> impl IntoView {
    let app = use_app();
    let state = app.devices.state;
    let now = Memo::new(move |_| standing(app));
    let busy = RwSignal::new(false);
    let sync_now = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let before = state.with_untracked(|state| state.synced_at);
        spawn_local(async move {
            match ask_sync(app, SyncRequest::Now).await {
                Ok(_) => until_something_came_of_it(app, before).await,
                Err(failure) => tell_failure(app, failure),
            }
            busy.try_set(false);
        });
    };
    let server = move || {
        state.with(|state| match state.user.as_str() {
            "" => state.address.clone(),
            user => tf(words::SERVER_AS, &[("address", &state.address), ("user", user)]),
        })
    };
    let notes = move || {
        state.with(|state| {
            let counted = |counted, count: u64| (count > 0).then(|| tc(counted, count));
            [
                state.in_another_tab.then(|| t(words::IN_ANOTHER_TAB)),
                (!state.is_loaded && state.trouble.is_none()).then(|| t(words::NOT_LOADED)),
                counted(words::AHEAD, state.ahead),
                counted(words::AHEAD_HERE, state.ahead_here),
                counted(words::UNREADABLE, state.unreadable),
            ]
        })
    };
    // What somebody has changed there without the key is written over where a person says so.
    let is_spoilt = move || state.with(|state| state.unreadable > 0 && state.trouble.is_none());
    view! {
        <div class="setting sync-standing">
            <div class="setting-text">
                <p class="setting-name" role="status">
                    <span class=move || format!("home-dot {}", now.get().0.class()) aria-hidden="true"></span>
                    <span>{move || now.get().1}</span>
                </p>
                <p class="setting-help sync-server">{server}</p>
                {move || notes().into_iter().flatten().map(|note| view! { <p class="setting-help">{note}</p> }).collect_view()}
            </div>
            <div class="setting-control"><Button label=move || t(words::NOW) busy=busy on_press=sync_now/></div>
        </div>
        <Show when=is_spoilt>
            <div class="sync-deeds"><Decide label=words::SEND_AGAIN decision=SyncDecision::SendAgain/></div>
        </Show>
        <FirstLoad/>
    }
}

/// Letters by which two people see whether their devices were shown the same: a server that shows each another book, for ever,
/// is noticed in no other way.
#[component]
fn ComparisonRow() -> impl IntoView {
    let app = use_app();
    let letters = Memo::new(move |_| app.devices.state.with(|state| state.comparison.clone()));
    view! {
        <Show when=move || letters.with(|letters| !letters.is_empty())>
            <Setting name=words::COMPARISON help=move || t(words::COMPARISON_HELP)>
                <code class="sync-comparison">{letters}</code>
            </Setting>
        </Show>
    }
}

/// Waits until the server has been asked, or until it is clear that it cannot be.
async fn until_something_came_of_it(app: AppState, before: Option<u64>) {
    for look in 0..LOOKS {
        browser::sleep(LOOK_MS).await;
        let is_over = app.devices.state.with_untracked(|state| {
            let is_in_the_way = state.trouble.is_some() || state.unreachable_since.is_some();
            let is_at_rest = state.activity == SyncActivity::Idle && look >= FIRST_LOOKS;
            state.synced_at != before || !state.is_on || (is_in_the_way && is_at_rest)
        });
        if is_over {
            return;
        }
    }
}

/// How far it is while everything comes for the first time.
#[component]
fn FirstLoad() -> impl IntoView {
    let app = use_app();
    let coming = Memo::new(move |_| {
        app.devices.state.with(|state| match state.activity {
            SyncActivity::Receiving { done, left } if !state.is_loaded && done + left > 0 => Some((done, done + left)),
            _ => None,
        })
    });
    let share = move || coming.get().map(|(done, total)| done as f64 / total as f64);
    let detail = move || share().map_or_else(String::new, |share| format::percent(language(), share));
    view! {
        <Show when=move || coming.with(Option::is_some)>
            <div class="sync-load">
                <Progress label=move || t(words::RECEIVING_FIRST) done=Signal::derive(share) detail=detail/>
            </div>
        </Show>
    }
}
