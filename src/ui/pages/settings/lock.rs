//! The passphrase of the book, the recovery key, and when it locks by itself.

mod change;
mod recovery;
mod remove;
mod set_up;

use leptos::prelude::*;

use self::change::ChangeDialog;
use self::recovery::RecoveryDialog;
use self::remove::RemoveDialog;
use self::set_up::SetUpDialog;
use super::limits::LimitNote;
use super::setting::{Section, Setting};
use crate::messages::{keeping, lock as words};
use crate::state::{LockAfter, lock_all_tabs, use_app};
use crate::ui::addresses::LOCK_SECTION;
use crate::ui::controls::{Button, ButtonKind, Kbd, Select, SelectOption};
use crate::ui::shortcuts::lock_keys;
use crate::ui::words::{t, tf};

/// The lock section.
#[component]
pub fn LockSection() -> impl IntoView {
    let app = use_app();
    let is_on = Memo::new(move |_| app.book.with(|book| book.lock_on));
    let setting_up = RwSignal::new(false);
    view! {
        <Section title=words::LOCK id=LOCK_SECTION>
            <LimitNote limit=keeping::LIMIT_LOCK/>
            <Show
                when=move || is_on.get()
                fallback=move || view! {
                    <div class="settings-rows">
                        <Setting name=words::OFF_TITLE help=move || t(words::OFF_HELP)>
                            <Button
                                label=move || t(words::SET_UP) kind=ButtonKind::Primary
                                on_press=move || setting_up.set(true)
                            />
                        </Setting>
                    </div>
                }
            >
                <LockRows/>
            </Show>
            <SetUpDialog open=setting_up/>
        </Section>
    }
}

/// What can be done while the lock is on.
#[component]
fn LockRows() -> impl IntoView {
    let app = use_app();
    let (changing, renewing, removing) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let choices =
        Signal::derive(move || LockAfter::ALL.map(|after| SelectOption::new(after.name(), after_text(after))).to_vec());
    view! {
        <div class="settings-rows">
            <Setting name=words::PASSPHRASE help=move || t(words::PASSPHRASE_ON)>
                <Button label=move || t(words::CHANGE) on_press=move || changing.set(true)/>
            </Setting>
            <Setting name=words::RECOVERY_KEY help=move || t(words::RECOVERY_HELP)>
                <Button label=move || t(words::NEW_RECOVERY_KEY) on_press=move || renewing.set(true)/>
            </Setting>
            <Setting name=words::AFTER help=move || t(words::AFTER_HELP)>
                <Select
                    label=move || t(words::AFTER) hide_label=true options=choices
                    value=Signal::derive(move || app.lock.after.get().name())
                    on_change=move |name: String| app.lock.set_after(LockAfter::from_name(&name).unwrap_or(LockAfter::USUAL))
                />
            </Setting>
            <Setting name=words::NOW help=move || t(words::NOW_HELP)>
                <span class="setting-pair lock-now">
                    <Kbd keys=lock_keys()/>
                    <Button label=move || t(words::NOW) on_press=move || lock_all_tabs(app)/>
                </span>
            </Setting>
            <Setting name=words::REMOVE help=move || t(words::REMOVE_HELP)>
                <Button label=move || t(words::REMOVE_PRESS) kind=ButtonKind::Danger on_press=move || removing.set(true)/>
            </Setting>
        </div>
        <ChangeDialog open=changing/>
        <RecoveryDialog open=renewing/>
        <RemoveDialog open=removing/>
    }
}

fn after_text(after: LockAfter) -> String {
    match after {
        LockAfter::Minutes(1) => t(words::AFTER_ONE_MINUTE),
        LockAfter::Minutes(60) => t(words::AFTER_ONE_HOUR),
        LockAfter::Minutes(minutes) => tf(words::AFTER_MINUTES, &[("minutes", &minutes.to_string())]),
        LockAfter::Never => t(words::AFTER_NEVER),
    }
}
