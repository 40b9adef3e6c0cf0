//! Backups: when the last one was made, making one, opening one, and taking everything elsewhere.

mod export_row;
mod make_dialog;
mod open_dialog;
mod open_flow;
mod opened;
mod passphrase_form;
mod schedule_dialog;
mod schedule_row;
mod told;
mod work;

use leptos::prelude::*;

use self::export_row::ExportRow;
pub(super) use self::make_dialog::MakeDialog;
use self::open_dialog::OpenDialog;
use self::schedule_row::ScheduleRow;
use super::limits::LimitNote;
use super::setting::{Section, Setting};
use crate::messages::{backup as words, keeping, sync as sync_words};
use crate::state::format::{self, InstantStyle, RelativeStyle};
use crate::state::use_app;
use crate::ui::addresses::BACKUP_SECTION;
use crate::ui::controls::{Button, ButtonKind, Icon};
use crate::ui::words::{language, t, tc, tf};

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Make,
    Open,
}

/// The backup section, to which the reminder leads.
#[component]
pub fn BackupSection() -> impl IntoView {
    let app = use_app();
    let asked = RwSignal::new(Asked::Nothing);
    let last = move || match app.backups.last.get() {
        None => t(words::LAST_NEVER),
        Some(last) => {
            let ago = format::ago(language(), last.made, RelativeStyle::Long);
            let when = format::instant(language(), last.made, InstantStyle::DateAndTime);
            let records = format!("{when} · {}", tc(words::RECORDS, last.records));
            tf(words::LAST_MADE, &[("ago", &ago), ("records", &records)])
        }
    };
    let limit = Signal::derive(move || {
        let is_on = app.devices.state.with(|state| state.is_on);
        if is_on { sync_words::LIMIT_NO_BACKUP } else { keeping::LIMIT_BACKUP }
    });
    view! {
        <Section title=words::BACKUP id=BACKUP_SECTION>
            <p class="second">{move || t(words::BACKUP_TEXT)}</p>
            <LimitNote limit=limit/>
            <div class="settings-rows">
                <Setting name=words::LAST help=last>
                    <Button kind=ButtonKind::Primary icon=Icon::Download label=move || t(words::BACK_UP_NOW) on_press=move || asked.set(Asked::Make)/>
                </Setting>
                <ScheduleRow/>
                <Setting name=words::OPEN_NAME help=move || t(words::OPEN_HELP)>
                    <Button label=move || t(words::OPEN) on_press=move || asked.set(Asked::Open)/>
                </Setting>
                <ExportRow/>
            </div>
            <Show when=move || asked.get() == Asked::Make>
                <MakeDialog on_close=move || asked.set(Asked::Nothing) on_check=move || asked.set(Asked::Open)/>
            </Show>
            <Show when=move || asked.get() == Asked::Open>
                <OpenDialog on_close=move || asked.set(Asked::Nothing) on_back_up=move || asked.set(Asked::Make)/>
            </Show>
        </Section>
    }
}
