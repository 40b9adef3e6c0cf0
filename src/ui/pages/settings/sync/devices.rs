//! The devices that take part: seen, named, forgotten.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::names::{NameField, take_name};
use crate::domain::id::Id;
use crate::messages::{shell as shell_words, sync as words};
use crate::state::format::{self, RelativeStyle};
use crate::state::protocol::{Failure, SyncDevice, SyncReply, SyncRequest};
use crate::state::{Notice, NoticeTone, ask_sync, failure_text, live, sync_devices, use_app};
use crate::ui::controls::{Button, ButtonKind, Dialog, Icon, Menu, MenuItem, Pill, Problem, Skeleton, Tone, unique_id};
use crate::ui::sync::{sentences, told};
use crate::ui::words::{language, t, tf};

/// A clock that is further ahead of this device's than this is not right, in milliseconds.
const MOST_AHEAD: u64 = 10 * 60 * 1_000;

/// Which dialog is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Rename(String),
    Forget(Id, String),
}

/// The list.
#[component]
pub(super) fn DeviceList() -> impl IntoView {
    let app = use_app();
    // They are seen when something was exchanged.
    let looked = Memo::new(move |_| app.devices.state.with(|state| (state.synced_at, state.activity)));
    let devices = live(&[], move || looked.get(), move |_| sync_devices(app));
    let asked = RwSignal::new(Asked::Nothing);
    let close = move || {
        asked.set(Asked::Nothing);
        devices.refresh();
    };
    let dialog = move || match asked.get() {
        Asked::Nothing => ().into_any(),
        Asked::Rename(name) => view! { <RenameDialog name=name on_close=close/> }.into_any(),
        Asked::Forget(device, name) => view! { <ForgetDialog device=device name=name on_close=close/> }.into_any(),
    };
    // This one first, then who was seen last; those that were forgotten at the end.
    let known = Memo::new(move |_| {
        let mut known: Vec<SyncDevice> = devices.value.get().unwrap_or_default();
        known.sort_by_key(|device| (!device.is_this, device.is_forgotten, std::cmp::Reverse(device.seen)));
        known
    });
    let ids = move || known.with(|known| known.iter().map(|device| device.id).collect::<Vec<_>>());
    let failed = move || devices.failed.get().map(|failure| failure_text(&failure, language()));
    view! {
        <div class="sync-devices">
            <Show when=move || devices.value.with(Option::is_none) && devices.failed.with(Option::is_none)>
                <Skeleton rows=2 label=move || t(words::DEVICES)/>
            </Show>
            <ul class="book-list" aria-label=move || t(words::DEVICES)>
                // A row stays while what it tells changes, so that its menu stays open.
                <For each=ids key=|id| *id let:id><DeviceRow id=id known=known asked=asked/></For>
            </ul>
            <Problem id=unique_id("sync-devices") text=Signal::derive(failed)/>
        </div>
        {dialog}
    }
}

#[component]
fn DeviceRow(id: Id, known: Memo<Vec<SyncDevice>>, asked: RwSignal<Asked>) -> impl IntoView {
    let app = use_app();
    let device = Memo::new(move |_| known.with(|known| known.iter().find(|device| device.id == id).cloned()));
    let name =
        Memo::new(move |_| device.with(|device| device.as_ref().map(|one| one.name.clone()).unwrap_or_default()));
    let is_this = Memo::new(move |_| device.with(|device| device.as_ref().is_some_and(|one| one.is_this)));
    let is_forgotten = Memo::new(move |_| device.with(|device| device.as_ref().is_some_and(|one| one.is_forgotten)));
    let when = move || {
        let now = app.now.get();
        match device.with(|device| device.as_ref().map_or(0, |one| one.seen)) {
            0 => t(words::NOT_SEEN),
            seen if seen > now.saturating_add(MOST_AHEAD) => t(words::CLOCK_AHEAD),
            seen => tf(words::SEEN, &[("when", &format::ago(language(), seen, RelativeStyle::Long))]),
        }
    };
    let items = Signal::derive(move || {
        let name = name.get();
        vec![match is_this.get() {
            true => {
                MenuItem::new(t(words::RENAME), move || asked.set(Asked::Rename(name.clone()))).with_icon(Icon::Edit)
            }
            false => MenuItem::new(t(words::FORGET), move || asked.set(Asked::Forget(id, name.clone())))
                .with_icon(Icon::Trash)
                .dangerous(),
        }]
    });
    let menu_label = Signal::derive(move || tf(words::MORE_FOR, &[("name", &name.get())]));
    view! {
        <li class="setting">
            <div class="setting-text">
                <p class="setting-name book-name">
                    <span>{move || name.get()}</span>
                    <Show when=move || is_this.get()><Pill text=Signal::derive(|| t(words::THIS_DEVICE)) tone=Tone::Accent/></Show>
                    <Show when=move || is_forgotten.get()><Pill text=Signal::derive(|| t(words::FORGOTTEN_DEVICE))/></Show>
                </p>
                <p class="setting-help">{when}</p>
            </div>
            <Show when=move || !is_forgotten.get()>
                <div class="setting-control"><Menu label=menu_label items=items/></div>
            </Show>
        </li>
    }
}

/// What a reply says is wrong, in words.
fn wrong(reply: Result<SyncReply, Failure>) -> Option<String> {
    match reply {
        Ok(SyncReply::Trouble(trouble)) => {
            let told = told(&trouble, "", true);
            Some(sentences(&[&told.what, &told.deed]))
        }
        Ok(_) => None,
        Err(failure) => Some(failure_text(&failure, language())),
    }
}

/// Gives this device another name.
#[component]
fn RenameDialog(
    /// What it is called.
    name: String,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let (typed, missing) = (RwSignal::new(name), RwSignal::new(false));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let save = move || {
        let Some(name) = take_name(typed, missing).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let wrong = wrong(ask_sync(app, SyncRequest::RenameDevice(name)).await);
            busy.try_set(false);
            match wrong {
                None => on_close.run(()),
                some => drop(failed.try_set(some)),
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <Dialog
            open=true on_close=on_close title=move || t(words::RENAME_TITLE) close_label=move || t(shell_words::CLOSE)
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button label=move || t(words::SAVE) kind=ButtonKind::Primary busy=busy on_press=save/>
            }
        >
            <form on:submit=submit><NameField typed=typed missing=missing autofocus=true/></form>
            <Problem id=unique_id("sync-rename") text=failed/>
        </Dialog>
    }
}

/// Asks before a device is forgotten.
#[component]
fn ForgetDialog(
    /// Which.
    device: Id,
    /// What it is called.
    name: String,
    /// Runs when it is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let name = StoredValue::new(name);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let forget = move || {
        busy.set(true);
        spawn_local(async move {
            let wrong = wrong(ask_sync(app, SyncRequest::ForgetDevice(device)).await);
            busy.try_set(false);
            let Some(name) = name.try_get_value() else { return };
            match wrong {
                None => {
                    let text = move |language| words::FORGOTTEN.fill(language, &[("name", &name)]);
                    app.notices.push(Notice::new(NoticeTone::Success, text).about("sync"));
                    on_close.run(());
                }
                some => drop(failed.try_set(some)),
            }
        });
    };
    view! {
        <Dialog
            open=true on_close=on_close close_label=move || t(shell_words::CLOSE)
            title=move || tf(words::FORGET_TITLE, &[("name", &name.get_value())])
            footer=move || view! {
                <Button label=move || t(shell_words::CANCEL) on_press=on_close/>
                <Button label=move || t(words::FORGET_NOW) kind=ButtonKind::Danger busy=busy on_press=forget/>
            }
        >
            <p>{move || t(words::FORGET_TEXT)}</p>
            <Problem id=unique_id("sync-forget") text=failed/>
        </Dialog>
    }
}
