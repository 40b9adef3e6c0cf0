//! Joining another device's book with a code and its passphrase.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::lines_to_copy::LinesToCopy;
use super::names::{NameField, take_name, usual_name};
use crate::domain::record::Kind;
use crate::messages::{Message, books as book_words, lock as lock_words, shell as shell_words, sync as words};
use crate::state::protocol::{Failure, SyncReply, SyncTrouble};
use crate::state::{Notice, NoticeTone, TypedPassphrase, failure_text, join_with_code, use_app};
use crate::ui::addresses::BOOKS;
use crate::ui::controls::{Button, ButtonKind, Dialog, Glyph, Icon, Problem, TextArea, TextField, unique_id};
use crate::ui::link::Link;
use crate::ui::sync::{sentences, told};
use crate::ui::words::{language, t, tc, tf};

/// What is wrong with the whole.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    Trouble(SyncTrouble),
    Failed(Failure),
}

/// The form.
#[derive(Clone, Copy)]
struct Form {
    code: RwSignal<String>,
    code_problem: RwSignal<Option<Message>>,
    passphrase: RwSignal<String>,
    passphrase_problem: RwSignal<Option<Message>>,
    device: RwSignal<String>,
    device_missing: RwSignal<bool>,
    wrong: RwSignal<Option<Wrong>>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new(code: String) -> Form {
        Form {
            code: RwSignal::new(code),
            code_problem: RwSignal::new(None),
            passphrase: RwSignal::new(String::new()),
            passphrase_problem: RwSignal::new(None),
            device: RwSignal::new(usual_name()),
            device_missing: RwSignal::new(false),
            wrong: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// What was typed, if all of it is there; else the reason stands beside its field.
    fn take(self) -> Option<(String, TypedPassphrase, String)> {
        let code = code_of(&self.code.get_untracked());
        let passphrase = self.passphrase.get_untracked();
        self.code_problem.set(code.is_empty().then_some(words::CODE_NEEDED));
        self.passphrase_problem.set(passphrase.is_empty().then_some(lock_words::NEEDED));
        let device = take_name(self.device, self.device_missing)?;
        (!code.is_empty() && !passphrase.is_empty()).then(|| (code, TypedPassphrase(passphrase.into()), device))
    }

    /// Whether this device has joined; else what is wrong stands where it belongs.
    fn has_joined(self, reply: Result<SyncReply, Failure>) -> bool {
        match reply {
            Ok(SyncReply::Done) => return true,
            Ok(SyncReply::CodeInvalid) => drop(self.code_problem.try_set(Some(words::CODE_INVALID))),
            Ok(SyncReply::WrongPassphrase) => {
                self.passphrase_problem.try_set(Some(words::CODE_PASSPHRASE_WRONG));
            }
            Ok(SyncReply::Trouble(trouble)) => drop(self.wrong.try_set(Some(Wrong::Trouble(trouble)))),
            Ok(other) => drop(self.wrong.try_set(Some(Wrong::Failed(Failure::Bug(format!("{other:?}")))))),
            Err(failure) => drop(self.wrong.try_set(Some(Wrong::Failed(failure)))),
        }
        false
    }
}

/// A code by itself, or the one at the end of the address that a camera reads. Lines may have been broken on the way.
fn code_of(typed: &str) -> String {
    let code = typed.rsplit("#join=").next().unwrap_or_default();
    code.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The dialog. It is there while it is open.
#[component]
pub(super) fn JoinDialog(
    /// What is known of the code.
    code: String,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let form = Form::new(code);
    let close = move || {
        if !form.busy.get_untracked() {
            on_close.run(());
        }
    };
    let join = move || {
        if form.busy.get_untracked() {
            return;
        }
        let Some((code, passphrase, device)) = form.take() else { return };
        form.busy.set(true);
        form.wrong.set(None);
        spawn_local(async move {
            let reply = join_with_code(app, code, &passphrase, device).await;
            form.busy.try_set(false);
            if form.has_joined(reply) {
                app.notices.push(Notice::plain(NoticeTone::Success, words::JOINED).about("sync"));
                on_close.run(());
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        join();
    };
    view! {
        <Dialog
            open=true on_close=close title=move || t(words::JOIN_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=close/>
                <Button label=move || t(words::JOIN_NOW) kind=ButtonKind::Primary busy=form.busy on_press=join/>
            }
        >
            <NotEmpty on_leave=on_close/>
            <form class="sync-form" on:submit=submit>
                <TextArea
                    label=move || t(words::CODE) hint=move || t(words::CODE_HINT) value=form.code autofocus=true
                    problem=Signal::derive(move || form.code_problem.get().map(t))
                    on_input=move |text: String| { form.code.set(text); form.code_problem.set(None); }
                />
                <TextField
                    label=move || t(words::CODE_PASSPHRASE) hint=move || t(words::CODE_PASSPHRASE_HINT) kind="password" is_secret=true
                    value=form.passphrase problem=Signal::derive(move || form.passphrase_problem.get().map(t))
                    on_input=move |text: String| { form.passphrase.set(text); form.passphrase_problem.set(None); }
                />
                <NameField typed=form.device missing=form.device_missing/>
                <button type="submit" hidden></button>
            </form>
            <WhatIsWrong wrong=form.wrong/>
        </Dialog>
    }
}

/// What is in the book already goes to the others, too: said before, with the way to keep the two apart.
#[component]
fn NotEmpty(
    /// Runs when that way is taken.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let records = Memo::new(move |_| {
        // Who works here comes with the book itself.
        let is_somebodys = |kind: Kind| !matches!(kind, Kind::Member | Kind::Conflict);
        let counted = |(kind, count): &(Kind, u64)| is_somebodys(*kind).then_some(*count);
        app.book.with(|book| book.counts.iter().filter_map(counted).sum::<u64>())
    });
    let text = move || tf(words::JOIN_IS_FULL, &[("records", &tc(book_words::RECORDS, records.get()))]);
    view! {
        <Show when=move || { records.get() > 0 }>
            <div class="caution">
                <Glyph icon=Icon::Info/>
                <p>
                    {text}" "
                    <Link href=BOOKS attr:class="link" on:click=move |_| on_leave.run(())>{move || t(words::TO_THE_BOOKS)}</Link>
                </p>
            </div>
        </Show>
    }
}

/// What belongs to no field.
#[component]
fn WhatIsWrong(wrong: RwSignal<Option<Wrong>>) -> impl IntoView {
    let told_of = move || match wrong.get() {
        Some(Wrong::Trouble(trouble)) => Some(told(&trouble, "", false)),
        _ => None,
    };
    let text = move || match wrong.get()? {
        Wrong::Failed(failure) => Some(failure_text(&failure, language())),
        Wrong::Trouble(_) => told_of().map(|told| sentences(&[&told.what, &told.safe, &told.deed])),
    };
    view! {
        <Problem id=unique_id("sync-join") text=Signal::derive(text)/>
        {move || told_of().and_then(|told| told.lines).map(|(name, text)| view! { <LinesToCopy name=name text=text/> })}
    }
}
