//! A word when the last backup is old, or when there is none and much to lose.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::messages::{backup as words, schedule as schedule_words};
use crate::state::format::{self, RelativeStyle};
use crate::state::{live, use_app};
use crate::ui::addresses::BACKUP;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::words::{language, t, tf};

/// What a person enters; the rest comes by itself.
const OWN_KINDS: [Kind; 6] = [Kind::Customer, Kind::Deal, Kind::Interaction, Kind::Task, Kind::Ticket, Kind::Order];

/// The reminder, while it is time.
#[component]
pub fn BackupReminder() -> impl IntoView {
    let app = use_app();
    let sample = live(&OWN_KINDS, || (), move |()| app.engine.sample_count());
    let is_due = Memo::new(move |_| {
        // Until it is known what is sample data, nothing is said.
        let Some(sample) = sample.value.get() else { return false };
        let all: u64 = app.book.with(|book| OWN_KINDS.into_iter().map(|kind| book.count(kind)).sum());
        // Whoever has agreed on backups by themselves is reminded when these do not work.
        let own = all.saturating_sub(sample);
        let failed = app.schedule.has_failed() && !app.backups.is_put_off(app.now.get());
        failed || (app.schedule.is_no_help() && app.backups.is_due(app.now.get(), own))
    });
    let title = move || match app.backups.last.get() {
        _ if app.schedule.has_failed() => t(schedule_words::REMIND_FAILED),
        None => t(words::REMIND_NEVER),
        Some(last) => tf(words::REMIND_OLD, &[("ago", &format::ago(language(), last.made, RelativeStyle::Long))]),
    };
    view! {
        <Show when=move || is_due.get()>
            <section class="backup-reminder" aria-label=title>
                <Glyph icon=Icon::Disk/>
                <div class="backup-reminder-text">
                    <p class="backup-reminder-title">{title}</p>
                    <p>{move || t(words::REMIND_TEXT)}</p>
                </div>
                <div class="backup-reminder-acts">
                    <Button kind=ButtonKind::Quiet label=move || t(words::NOT_THIS_WEEK) on_press=move || app.backups.put_off(app.now.get_untracked())/>
                    <Link href=BACKUP attr:class=ButtonKind::Plain.class()>{move || t(words::BACK_UP_NOW)}</Link>
                </div>
            </section>
        </Show>
    }
}
