//! What keeps the exchange from going on, with what can be done about it here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lines_to_copy::LinesToCopy;
use crate::domain::record::Kind;
use crate::messages::{Message, sync as words};
use crate::state::protocol::{SyncDecision, SyncReply, SyncRequest, SyncTrouble};
use crate::state::{Notice, NoticeTone, ask_sync, fetch_and_change_over, tell_failure, use_app};
use crate::ui::addresses::record_address;
use crate::ui::controls::{Button, ButtonKind, Glyph, Icon};
use crate::ui::link::Link;
use crate::ui::sync::{sentences, told};
use crate::ui::words::t;

/// The note, while something is wrong.
#[component]
pub(super) fn TroubleNote(
    /// Runs when another user or password is to be entered.
    #[prop(into)]
    on_password: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let trouble = Memo::new(move |_| app.devices.state.with(|state| state.trouble.clone()));
    let note = move || {
        let trouble = trouble.get()?;
        let told = told(&trouble, &app.devices.state.with_untracked(|state| state.address.clone()), true);
        let text = sentences(&[&told.safe, &told.deed]);
        let lines = told.lines.map(|(name, text)| view! { <LinesToCopy name=name text=text/> });
        Some(view! {
            <div class="sync-trouble" role="group" aria-label=told.what.clone()>
                <Glyph icon=Icon::Warning/>
                <div class="sync-trouble-text">
                    <p class="sync-trouble-what">{told.what.clone()}</p>
                    <p>{text}</p>
                    {lines}
                    <Deeds trouble=trouble on_password=on_password/>
                </div>
            </div>
        })
    };
    view! { <div role="status">{note}</div> }
}

/// What can be done here.
#[component]
fn Deeds(trouble: SyncTrouble, on_password: Callback<()>) -> impl IntoView {
    match trouble {
        SyncTrouble::PasswordWrong => view! {
            <div class="sync-deeds"><Button label=move || t(words::PASSWORD_ENTER) on_press=on_password/></div>
        }
        .into_any(),
        SyncTrouble::ManyDeletions { .. } => view! {
            <div class="sync-deeds">
                <Decide label=words::KEEP_RECORDS decision=SyncDecision::KeepRecords/>
                <Decide label=words::ACCEPT_DELETIONS decision=SyncDecision::AcceptDeletions kind=ButtonKind::Danger/>
            </div>
        }
        .into_any(),
        SyncTrouble::ManyMissing { .. } | SyncTrouble::WentBack { .. } | SyncTrouble::Withheld { .. } => view! {
            <div class="sync-deeds"><Decide label=words::SEND_AGAIN decision=SyncDecision::SendAgain/></div>
        }
        .into_any(),
        SyncTrouble::RecordTooLarge { kind, id } => Kind::from_number(kind)
            .map(|kind| view! {
                <div class="sync-deeds">
                    <Link href=record_address(kind, id) attr:class=ButtonKind::Plain.class()>{move || t(words::SEE_RECORD)}</Link>
                </div>
            })
            .into_any(),
        SyncTrouble::NewerRelease => view! {
            <div class="sync-deeds">
                <Button label=move || t(words::UPDATE) on_press=move || spawn_local(fetch_and_change_over())/>
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// A decision that a person takes.
#[component]
pub(super) fn Decide(
    /// What it is called.
    label: Message,
    /// It.
    decision: SyncDecision,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let decide = move || {
        busy.set(true);
        spawn_local(async move {
            let reply = ask_sync(app, SyncRequest::Decide(decision)).await;
            busy.try_set(false);
            match reply {
                Ok(SyncReply::Trouble(trouble)) => {
                    let told = told(&trouble, "", true);
                    let text = sentences(&[&told.what, &told.deed]);
                    app.notices.push(Notice::new(NoticeTone::Warning, move |_| text.clone()).about("sync"));
                }
                Ok(_) => {}
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    view! { <Button label=move || t(label) kind=kind busy=busy on_press=decide/> }
}
