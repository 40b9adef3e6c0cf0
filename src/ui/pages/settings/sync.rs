//! The same book on other devices: beginning, joining, and how it stands.

mod add_dialog;
mod code_shown;
mod devices;
mod join_dialog;
mod lines_to_copy;
mod names;
mod off_dialog;
mod password_dialog;
mod rows;
mod start_dialog;
mod trouble;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_location, hooks::use_navigate};

use self::join_dialog::JoinDialog;
use self::rows::OnRows;
use self::start_dialog::StartDialog;
use super::setting::{Section, Setting};
use crate::domain::record::Kind;
use crate::messages::sync as words;
use crate::state::use_app;
use crate::ui::addresses::{CONFLICTS, DEVICES, DEVICES_SECTION, JOIN};
use crate::ui::controls::{Button, ButtonKind, Skeleton};
use crate::ui::link::Link;
use crate::ui::words::{t, tc};

/// Which dialog is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Start,
    /// With what is known of the code.
    Join(String),
}

/// The section.
#[component]
pub fn SyncSection() -> impl IntoView {
    let app = use_app();
    let asked = RwSignal::new(Asked::Nothing);
    follow_the_address(asked);
    let is_on = Memo::new(move |_| app.devices.is_known.get().then(|| app.devices.state.with(|state| state.is_on)));
    let close = move || asked.set(Asked::Nothing);
    let dialog = move || match asked.get() {
        Asked::Nothing => ().into_any(),
        Asked::Start => {
            view! { <StartDialog on_close=close on_join=move || asked.set(Asked::Join(String::new()))/> }.into_any()
        }
        Asked::Join(code) => view! { <JoinDialog code=code on_close=close/> }.into_any(),
    };
    let rows = move || match is_on.get() {
        None => view! { <Skeleton rows=2 label=move || t(words::OTHER_DEVICES)/> }.into_any(),
        Some(true) => view! { <OnRows/> }.into_any(),
        Some(false) => view! { <OffRows asked=asked/> }.into_any(),
    };
    view! {
        <Section title=words::OTHER_DEVICES id=DEVICES_SECTION>
            {rows}
            {dialog}
        </Section>
    }
}

/// What it is, and the two ways to begin.
#[component]
fn OffRows(asked: RwSignal<Asked>) -> impl IntoView {
    view! {
        <p class="second">{move || t(words::OFF_TEXT)}</p>
        <div class="settings-rows">
            <Setting name=words::START help=move || t(words::START_HELP)>
                <Button label=move || t(words::START_PRESS) on_press=move || asked.set(Asked::Start)/>
            </Setting>
            <Setting name=words::JOIN help=move || t(words::JOIN_HELP)>
                <Button label=move || t(words::JOIN_PRESS) on_press=move || asked.set(Asked::Join(String::new()))/>
            </Setting>
            <ConflictsRow/>
        </div>
    }
}

/// Values that lost and that nobody has seen to, if there are any.
#[component]
fn ConflictsRow() -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| app.book.with(|book| book.count(Kind::Conflict)));
    view! {
        <Show when=move || { count.get() > 0 }>
            <Setting name=words::CONFLICTS help=move || tc(words::CONFLICTS_COUNT, count.get())>
                <Link href=CONFLICTS attr:class=ButtonKind::Plain.class()>{move || t(words::CONFLICTS_SEE)}</Link>
            </Setting>
        </Show>
    }
}

/// An address that ends in `#join=` and a code opens the form with that code. It is taken off the address at once, so that
/// it does not stay in the browser's history.
fn follow_the_address(asked: RwSignal<Asked>) {
    let app = use_app();
    let location = use_location();
    let navigate = use_navigate();
    let mark = JOIN.rsplit('#').next().unwrap_or_default();
    Effect::new(move || {
        let hash = location.hash.get();
        let Some(code) = hash.trim_start_matches('#').strip_prefix(mark).map(str::to_owned) else { return };
        // Whether this device may join at all is not known before.
        if !app.devices.is_known.get() {
            return;
        }
        navigate(DEVICES, NavigateOptions { replace: true, ..NavigateOptions::default() });
        if !app.devices.state.with_untracked(|state| state.is_on) {
            asked.set(Asked::Join(code));
        }
    });
}
