//! Agreeing on backups that are made by themselves: a passphrase, how often, the folder.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::passphrase_form::{Chosen, PassphraseForm};
use super::schedule_row::every_words;
use crate::messages::{schedule as words, shell as shell_words};
use crate::state::{Every, Plan, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon, Select, SelectOption};
use crate::ui::words::{t, tf};

/// The dialog. It is there while it is open.
#[component]
pub(super) fn ScheduleDialog(
    /// Runs when it is done or given up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let chosen = Chosen::new();
    let every = RwSignal::new(Every::Day);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let choose = move || {
        if busy.get_untracked() || !chosen.try_it() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let plan = Plan { every: every.get_untracked(), keep: 7 };
        let passphrase = chosen.passphrase.get_untracked();
        // The browser shows its dialog only because of the press that led here.
        spawn_local(async move {
            let outcome = app.schedule.set_up(app, plan, passphrase).await;
            busy.try_set(false);
            match outcome {
                Ok(true) => {
                    on_close.try_run(());
                }
                Ok(false) => {}
                Err(reason) => drop(problem.try_set(Some(reason))),
            }
        });
    };
    let has_lock = move || app.book.with(|book| book.lock_on);
    let options =
        Signal::derive(move || Every::ALL.map(|one| SelectOption::new(one.name(), every_words(one))).to_vec());
    let footer = move || {
        view! {
            <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
            <Button kind=ButtonKind::Primary label=move || t(words::CHOOSE) busy=busy on_press=choose/>
        }
    };
    view! {
        <Dialog open=true on_close=on_close close_label=move || t(shell_words::CLOSE) title=move || t(words::TITLE) footer=footer>
            <p>{move || t(words::TEXT)}</p>
            <Show when=move || !has_lock()><p class="second">{move || t(words::WITHOUT_LOCK)}</p></Show>
            {move || problem.get().map(|reason| view! {
                <p class="problem" role="alert"><Glyph icon=Icon::Warning/><span>{tf(words::NOT_SET_UP, &[("reason", &reason)])}</span></p>
            })}
            <PassphraseForm chosen=chosen on_submit=choose/>
            <Select
                label=move || t(words::EVERY) options=options value=Signal::derive(move || every.get().name().to_owned())
                on_change=move |name: String| every.set(Every::from_name(&name).unwrap_or(Every::Day))
            />
        </Dialog>
    }
}
