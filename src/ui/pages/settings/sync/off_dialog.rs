//! Asks before it is turned off on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::messages::{shell as shell_words, sync as words};
use crate::state::protocol::SyncRequest;
use crate::state::{Notice, NoticeTone, ask_sync, failure_text, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, unique_id};
use crate::ui::lock::Caution;
use crate::ui::words::{language, t, tc};

/// The dialog. It is there while it is open.
#[component]
pub(super) fn OffDialog(
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let unsent = Memo::new(move |_| app.devices.state.with(|state| state.unsent));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let turn_off = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let reply = ask_sync(app, SyncRequest::TurnOff).await;
            busy.try_set(false);
            match reply {
                Ok(_) => {
                    app.notices.push(Notice::plain(NoticeTone::Info, words::TURNED_OFF).about("sync"));
                    on_close.run(());
                }
                Err(failure) => drop(failed.try_set(Some(failure_text(&failure, language())))),
            }
        });
    };
    view! {
        <Dialog
            open=true on_close=on_close title=move || t(words::OFF_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button label=move || t(words::OFF_NOW) kind=ButtonKind::Danger busy=busy on_press=turn_off/>
            }
        >
            <p>{move || t(words::OFF_STAYS)}</p>
            <Show when=move || { unsent.get() > 0 }>
                <Caution text=move || tc(words::OFF_UNSENT, unsent.get())/>
            </Show>
            <Problem id=unique_id("sync-off") text=failed/>
        </Dialog>
    }
}
