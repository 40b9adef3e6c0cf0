//! How the exchange with other devices stands, and what is asked of the engine about it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use super::converter::{Converter, ConverterInput};
use super::courier::Courier;
use super::edits::{CommitOutcome, commit_by};
use super::keysmith::stretch;
use super::protocol::backup_protocol::{CodePicture, ConverterFailure, ConverterReply, ConverterTask};
use super::protocol::{ConflictPage, Failure, Phase, Reply, Request, SyncDevice, SyncReply, SyncRequest, SyncState};
use super::secrets::{TypedPassphrase, new_stretching};
use crate::domain::id::Id;
use crate::platform::page;
use crate::platform::subscription::Subscription;

/// What the screen knows of it.
#[derive(Clone, Copy)]
pub struct OtherDevices {
    /// How it stands, as the engine last said; off until it has said anything.
    pub state: RwSignal<SyncState>,
    /// The engine has said how it stands.
    pub is_known: RwSignal<bool>,
    pub(super) courier: Courier,
    /// How many requests are not answered yet that may need the server.
    asking: StoredValue<u32>,
}

impl OtherDevices {
    /// Nothing is known yet.
    pub(super) fn new() -> OtherDevices {
        OtherDevices {
            state: RwSignal::new(SyncState::default()),
            is_known: RwSignal::new(false),
            courier: Courier::new(),
            asking: StoredValue::new(0),
        }
    }

    /// Asks how it stands whenever the book has been opened, and has the server asked at once when the network is back or
    /// somebody comes back to this tab.
    pub(super) fn start(self, app: AppState) {
        let ask_soon = move || {
            if self.state.with_untracked(|state| state.is_on && state.unreachable_since.is_some()) {
                spawn_local(async move {
                    // Where it cannot be said, the engine tries again by itself.
                    let _ = ask_sync(app, SyncRequest::Now).await;
                });
            }
        };
        let heard = [page::on_network(ask_soon), page::on_visible(ask_soon)];
        // For as long as the page is there.
        heard.into_iter().flatten().for_each(Subscription::forget);
        Effect::new(move || {
            if app.phase.get() == Phase::Ready {
                spawn_local(async move {
                    // Where it cannot be said, it stays as it was.
                    let _ = ask_sync(app, SyncRequest::State).await;
                });
            }
        });
    }

    /// The engine has said how it stands.
    pub(super) fn hear(self, app: AppState, state: SyncState) {
        if self.state.with_untracked(|known| *known != state) {
            self.state.set(state);
        }
        if !self.is_known.get_untracked() {
            self.is_known.set(true);
        }
        self.end_the_courier_if_it_is_off(app);
    }

    /// Where it is off, only what a person has just asked for may need the server.
    fn end_the_courier_if_it_is_off(self, app: AppState) {
        let is_off = self.is_known.get_untracked() && !self.state.with_untracked(|state| state.is_on);
        if is_off && self.asking.get_value() == 0 {
            self.courier.end(app);
        }
    }
}

/// Asks the engine about other devices.
///
/// # Errors
/// What kept it from being answered. A server that could not be used is no error but [`SyncReply::Trouble`].
pub async fn ask_sync(app: AppState, request: SyncRequest) -> Result<SyncReply, Failure> {
    let devices = app.devices;
    devices.asking.update_value(|asking| *asking += 1);
    let reply = app.engine.ask(Request::Sync(request)).await;
    devices.asking.update_value(|asking| *asking = asking.saturating_sub(1));
    match reply {
        Reply::Sync(SyncReply::State(state)) => {
            devices.hear(app, state.clone());
            Ok(SyncReply::State(state))
        }
        Reply::Sync(reply) => {
            devices.end_the_courier_if_it_is_off(app);
            Ok(reply)
        }
        other => {
            devices.end_the_courier_if_it_is_off(app);
            Err(super::questions::failure_of(other))
        }
    }
}

/// A code by which another device joins, sealed with a passphrase.
///
/// # Errors
/// What kept it from being made.
pub async fn make_code(app: AppState, passphrase: &TypedPassphrase) -> Result<String, Failure> {
    let how = new_stretching()?;
    let stretched = stretch(&passphrase.0, how).await?;
    match ask_sync(app, SyncRequest::Invite { stretched, how }).await? {
        SyncReply::Code(code) => Ok(code),
        other => Err(unexpected(&other)),
    }
}

/// Joins what a code leads to.
///
/// # Errors
/// What kept it from being tried. A wrong passphrase or code is a reply.
pub async fn join_with_code(
    app: AppState,
    code: String,
    passphrase: &TypedPassphrase,
    device: String,
) -> Result<SyncReply, Failure> {
    match ask_sync(app, SyncRequest::ReadCode(code.clone())).await? {
        SyncReply::CodeRead(how) => {
            let stretched = stretch(&passphrase.0, how).await?;
            ask_sync(app, SyncRequest::Join { code, stretched, device }).await
        }
        other => Ok(other),
    }
}

/// The address that opens this site with a code, for the camera of another device; nothing where the site lies on this
/// machine alone.
pub fn link_with_code(code: &str) -> Option<String> {
    let address = page::address_of("settings");
    let host = address.split('/').nth(2).unwrap_or_default();
    (!page::is_this_machine(host)).then(|| format!("{address}#join={code}"))
}

/// A text as a picture for a camera, drawn by a worker that is ended after it.
///
/// # Errors
/// Why it could not be drawn.
pub async fn draw_code(app: AppState, text: String) -> Result<CodePicture, ConverterFailure> {
    let converter = Converter::start(app, |_| {});
    let answer = converter.ask(&ConverterTask::Draw(text), ConverterInput::Nothing).await;
    converter.end_alone();
    match answer {
        Some(Ok((ConverterReply::Code(picture), _))) => Ok(picture),
        Some(Err(failure)) => Err(failure),
        other => Err(ConverterFailure::Bug(format!("{:?}", other.is_some()))),
    }
}

/// The devices that take part.
///
/// # Errors
/// Why they are not known.
pub async fn sync_devices(app: AppState) -> Result<Vec<SyncDevice>, Failure> {
    match ask_sync(app, SyncRequest::Devices).await? {
        SyncReply::Devices(devices) => Ok(devices),
        other => Err(unexpected(&other)),
    }
}

/// Values that lost, newest first.
///
/// # Errors
/// Why they are not known.
pub async fn conflicts(app: AppState, skip: u32, limit: u32) -> Result<ConflictPage, Failure> {
    match ask_sync(app, SyncRequest::Conflicts { skip, limit }).await? {
        SyncReply::Conflicts(page) => Ok(page),
        other => Err(unexpected(&other)),
    }
}

/// Says that conflicts are seen to, and puts the losing values in the place of the present ones if that is wished.
pub async fn settle(app: AppState, conflicts: Vec<Id>, take_other: bool) -> CommitOutcome {
    let make = |operation, member| Request::Sync(SyncRequest::Settle { operation, member, conflicts, take_other });
    commit_by(app, make).await
}

fn unexpected(reply: &SyncReply) -> Failure {
    Failure::Bug(format!("{reply:?}"))
}
