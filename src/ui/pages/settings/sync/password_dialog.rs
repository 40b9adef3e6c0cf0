//! Another user or password for the same server.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use crate::domain::secret::SecretBytes;
use crate::messages::{shell as shell_words, sync as words};
use crate::state::protocol::{Failure, SyncReply, SyncRequest, SyncTrouble};
use crate::state::{Notice, NoticeTone, ask_sync, failure_text, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Problem, TextField, unique_id};
use crate::ui::sync::{FieldOfTrouble, field_of, sentences, told};
use crate::ui::words::{language, t};

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    Trouble(SyncTrouble),
    Failed(Failure),
}

impl Wrong {
    /// The field that it is told beside; whatever is wrong with the address cannot be mended here.
    fn field(&self) -> FieldOfTrouble {
        match self {
            Wrong::Failed(_) => FieldOfTrouble::Whole,
            Wrong::Trouble(trouble) => match field_of(trouble) {
                FieldOfTrouble::Address => FieldOfTrouble::Whole,
                field => field,
            },
        }
    }

    fn text(&self) -> String {
        match self {
            Wrong::Failed(failure) => failure_text(failure, language()),
            Wrong::Trouble(trouble) => {
                // What was typed just now is what is wrong.
                let is_on = *trouble != SyncTrouble::PasswordWrong;
                let told = told(trouble, "", is_on);
                sentences(&[&told.what, &told.deed])
            }
        }
    }
}

/// The dialog. It is there while it is open.
#[component]
pub(super) fn PasswordDialog(
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let user = RwSignal::new(app.devices.state.with_untracked(|state| state.user.clone()));
    let password = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Wrong>);
    let busy = RwSignal::new(false);
    let keep = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let request = SyncRequest::NewPassword {
            user: user.get_untracked().trim().to_owned(),
            password: SecretBytes::new(password.get_untracked().into_bytes()),
        };
        spawn_local(async move {
            let reply = ask_sync(app, request).await;
            busy.try_set(false);
            let found = match reply {
                Ok(SyncReply::Trouble(trouble)) => Wrong::Trouble(trouble),
                Err(failure) => Wrong::Failed(failure),
                Ok(_) => {
                    app.notices.push(Notice::plain(NoticeTone::Success, words::PASSWORD_KEPT).about("sync"));
                    return on_close.run(());
                }
            };
            wrong.try_set(Some(found));
        });
    };
    let problem = move |field: FieldOfTrouble| {
        Signal::derive(move || wrong.get().filter(|wrong| wrong.field() == field).map(|wrong| wrong.text()))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        keep();
    };
    view! {
        <Dialog
            open=true on_close=on_close title=move || t(words::PASSWORD_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button label=move || t(words::PASSWORD_KEEP) kind=ButtonKind::Primary busy=busy on_press=keep/>
            }
        >
            <form class="sync-form" on:submit=submit>
                <TextField
                    label=move || t(words::USER) value=user is_secret=true problem=problem(FieldOfTrouble::User)
                    on_input=move |text: String| { user.set(text); wrong.set(None); }
                />
                <TextField
                    label=move || t(words::PASSWORD) hint=move || t(words::PASSWORD_HINT) kind="password" is_secret=true
                    autofocus=true value=password problem=problem(FieldOfTrouble::Password)
                    on_input=move |text: String| { password.set(text); wrong.set(None); }
                />
                <button type="submit" hidden></button>
            </form>
            <Problem id=unique_id("sync-password") text=problem(FieldOfTrouble::Whole)/>
        </Dialog>
    }
}
