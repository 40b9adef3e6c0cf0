//! Beginning: the server in three fields, a check that says what is wrong beside the field that it concerns, and the start.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::lines_to_copy::LinesToCopy;
use super::names::{NameField, take_name, usual_name};
use crate::domain::secret::SecretBytes;
use crate::messages::{Message, shell as shell_words, sync as words};
use crate::state::protocol::{Failure, ServerFound, SyncReply, SyncRequest, SyncServer, SyncTrouble};
use crate::state::{Notice, NoticeTone, ask_sync, failure_text, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon, Problem, TextField, unique_id};
use crate::ui::sync::{FieldOfTrouble, field_of, sentences, told};
use crate::ui::words::{language, t};

/// What came of asking the server.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    Nothing,
    Server(ServerFound),
    Trouble(SyncTrouble),
    Failed(Failure),
}

/// What is done at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Busy {
    No,
    Checking,
    Starting,
}

/// The form.
#[derive(Clone, Copy)]
struct Form {
    address: RwSignal<String>,
    user: RwSignal<String>,
    password: RwSignal<String>,
    device: RwSignal<String>,
    device_missing: RwSignal<bool>,
    found: RwSignal<Found>,
    busy: RwSignal<Busy>,
}

impl Form {
    fn new() -> Form {
        Form {
            address: RwSignal::new(String::new()),
            user: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            device: RwSignal::new(usual_name()),
            device_missing: RwSignal::new(false),
            found: RwSignal::new(Found::Nothing),
            busy: RwSignal::new(Busy::No),
        }
    }

    fn server(self) -> SyncServer {
        SyncServer {
            address: self.address.get_untracked().trim().to_owned(),
            user: self.user.get_untracked().trim().to_owned(),
            password: SecretBytes::new(self.password.get_untracked().into_bytes()),
        }
    }

    /// Whether something must be made first. Reactive.
    fn makes_database(self) -> bool {
        self.found.with(|found| {
            matches!(found, Found::Server(ServerFound::NoDatabase) | Found::Trouble(SyncTrouble::NoDatabase))
        })
    }

    /// What is wrong with a field, and what to do. Reactive.
    fn problem_at(self, field: FieldOfTrouble) -> Option<String> {
        let Found::Trouble(trouble) = self.found.get() else { return None };
        if field_of(&trouble) != field {
            return None;
        }
        // Which of the fields it is about is known by where it stands.
        let told = told(&trouble, &self.address.get(), false);
        Some(sentences(&[&told.what, &told.deed]))
    }

    fn take(self, reply: Result<SyncReply, Failure>) -> bool {
        let found = match reply {
            Ok(SyncReply::Done) => return true,
            Ok(SyncReply::Checked(server)) => Found::Server(server),
            Ok(SyncReply::Trouble(trouble)) => Found::Trouble(trouble),
            Ok(other) => Found::Failed(Failure::Bug(format!("{other:?}"))),
            Err(failure) => Found::Failed(failure),
        };
        self.busy.try_set(Busy::No);
        self.found.try_set(found);
        false
    }
}

/// The dialog. It is there while it is open.
#[component]
pub(super) fn StartDialog(
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// Runs when a code is to be used instead.
    #[prop(into)]
    on_join: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let is_busy = Signal::derive(move || form.busy.get() != Busy::No);
    let close = move || {
        if form.busy.get_untracked() != Busy::Starting {
            on_close.run(());
        }
    };
    let check = move || {
        if is_busy.get_untracked() {
            return;
        }
        form.busy.set(Busy::Checking);
        form.found.set(Found::Nothing);
        spawn_local(async move {
            let reply = ask_sync(app, SyncRequest::Check(form.server())).await;
            form.take(reply);
        });
    };
    let start = move || {
        if is_busy.get_untracked() {
            return;
        }
        let Some(device) = take_name(form.device, form.device_missing) else { return };
        let make_database = untrack(|| form.makes_database());
        let request = SyncRequest::Start { server: form.server(), device, make_database };
        form.busy.set(Busy::Starting);
        form.found.set(Found::Nothing);
        spawn_local(async move {
            let reply = ask_sync(app, request).await;
            if form.take(reply) {
                app.notices.push(Notice::plain(NoticeTone::Success, words::STARTED).about("sync"));
                on_close.run(());
            }
        });
    };
    let is_a_book = move || form.found.with(|found| *found == Found::Server(ServerFound::Book));
    let start_label = move || t(if form.makes_database() { words::MAKE_AND_START } else { words::START_NOW });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        check();
    };
    view! {
        <Dialog
            open=true on_close=close title=move || t(words::START_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=close/>
                <Button
                    label=move || t(words::CHECK) on_press=check
                    busy=Signal::derive(move || form.busy.get() == Busy::Checking)
                />
                {move || if is_a_book() {
                    view! { <Button label=move || t(words::JOIN_PRESS) kind=ButtonKind::Primary on_press=on_join/> }.into_any()
                } else {
                    view! {
                        <Button
                            label=start_label kind=ButtonKind::Primary on_press=start
                            busy=Signal::derive(move || form.busy.get() == Busy::Starting)
                        />
                    }
                    .into_any()
                }}
            }
        >
            <form class="sync-form" on:submit=submit>
                <ServerFields form=form/>
                <NameField typed=form.device missing=form.device_missing/>
                <button type="submit" hidden></button>
            </form>
            <Outcome form=form/>
        </Dialog>
    }
}

/// The three fields of the server.
#[component]
fn ServerFields(form: Form) -> impl IntoView {
    let forget = move || {
        if form.found.with_untracked(|found| *found != Found::Nothing) {
            form.found.set(Found::Nothing);
        }
    };
    let lines = move || {
        let Found::Trouble(trouble) = form.found.get() else { return None };
        told(&trouble, &form.address.get_untracked(), false).lines
    };
    view! {
        <TextField
            label=move || t(words::ADDRESS) hint=move || t(words::ADDRESS_HINT) kind="url" autofocus=true is_secret=true
            placeholder="https://couch.example.com/customers" value=form.address
            problem=Signal::derive(move || form.problem_at(FieldOfTrouble::Address))
            on_input=move |text: String| { form.address.set(text); forget(); }
        />
        {move || lines().map(|(name, text): (Message, String)| view! { <LinesToCopy name=name text=text/> })}
        <TextField
            label=move || t(words::USER) value=form.user is_secret=true
            problem=Signal::derive(move || form.problem_at(FieldOfTrouble::User))
            on_input=move |text: String| { form.user.set(text); forget(); }
        />
        <TextField
            label=move || t(words::PASSWORD) hint=move || t(words::PASSWORD_HINT) kind="password" is_secret=true value=form.password
            problem=Signal::derive(move || form.problem_at(FieldOfTrouble::Password))
            on_input=move |text: String| { form.password.set(text); forget(); }
        />
    }
}

/// What was found, as far as it belongs to no field.
#[component]
fn Outcome(form: Form) -> impl IntoView {
    let good = move || match form.found.get() {
        Found::Server(ServerFound::Empty) => Some((Icon::Check, words::FOUND_EMPTY)),
        Found::Server(ServerFound::NoDatabase) => Some((Icon::Info, words::FOUND_NONE)),
        Found::Server(ServerFound::Book) => Some((Icon::Info, words::FOUND_BOOK)),
        _ => None,
    };
    let bad = move || match form.found.get() {
        Found::Failed(failure) => Some(failure_text(&failure, language())),
        Found::Trouble(trouble) if field_of(&trouble) == FieldOfTrouble::Whole => {
            let told = told(&trouble, &form.address.get(), false);
            Some(sentences(&[&told.what, &told.safe, &told.deed]))
        }
        _ => None,
    };
    view! {
        <div role="status">
            {move || (form.busy.get() == Busy::Checking).then(|| view! { <p class="second">{t(words::CHECKING)}</p> })}
            {move || good().map(|(icon, found)| view! { <p class="sync-good"><Glyph icon=icon/><span>{t(found)}</span></p> })}
        </div>
        <Problem id=unique_id("sync-start") text=Signal::derive(bad)/>
    }
}
