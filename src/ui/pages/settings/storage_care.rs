//! What can be done for the data: see how much room there is, have the browser keep them, tidy the journal, take what was
//! set aside.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::Setting;
use crate::messages::{Message, keeping, settings as words};
use crate::state::protocol::StorageFigures;
use crate::state::{
    BrowserFamily, Notice, NoticeTone, Shortage, browser, browser_family, format, tell_failure, use_app,
};
use crate::ui::controls::{Button, Icon};
use crate::ui::words::{language, n, t, tf};

/// How much of the allowed room is used.
#[component]
pub fn RoomRow() -> impl IntoView {
    let app = use_app();
    let told = move || match app.room.used_and_allowed.get() {
        Some((used, allowed)) => {
            let size = |count| format::bytes(language(), count);
            tf(keeping::ROOM_PARTS, &[("used", &size(used)), ("left", &size(allowed.saturating_sub(used)))])
        }
        None => t(words::NOT_TOLD),
    };
    // What is there is seen, however small its share.
    let share = move || {
        let room = app.room.used_and_allowed.get().filter(|(_, allowed)| *allowed > 0);
        room.map(|(used, allowed)| (used as f64 / allowed as f64 * 100.0).clamp(0.5, 100.0))
    };
    let tone = move || match app.room.shortage(app) {
        None => "bar accent",
        Some(Shortage::Low) => "bar warning",
        Some(Shortage::Full) => "bar bad",
    };
    view! {
        <div class="setting room">
            <div class="setting-text">
                <p class="setting-name">{move || t(keeping::ROOM)}</p>
                {move || share().map(|share| view! {
                    <svg class=tone viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-ground" width="100" height="8"/>
                        <rect class="bar-fill" width=format!("{share:.2}") height="8"/>
                    </svg>
                })}
                <p class="setting-help">{told}</p>
            </div>
        </div>
    }
}

/// Whether the browser keeps the data when the disk runs full, a wish that it does, and what else to do.
#[component]
pub fn KeptRow() -> impl IntoView {
    let app = use_app();
    let refused = RwSignal::new(false);
    let help = move || {
        t(match app.room.persisted.get() {
            Some(true) => words::KEPT_YES,
            Some(false) => words::KEPT_NO,
            None => words::KEPT_UNKNOWN,
        })
    };
    let ask = move || {
        spawn_local(async move {
            let granted = app.room.ask_to_persist().await == Some(true);
            refused.try_set(!granted);
            if granted {
                app.notices.push(Notice::plain(NoticeTone::Success, keeping::KEPT_GRANTED).about("persist"));
            }
        });
    };
    view! {
        <Setting name=words::KEPT help=help>
            <Show when=move || app.room.persisted.get() != Some(true)>
                <Button label=move || t(words::ASK_TO_KEEP) on_press=ask/>
            </Show>
        </Setting>
        <div class="setting" role="status" hidden=move || !refused.get()>
            <p class="setting-text setting-help">{move || refused.get().then(|| t(advice()))}</p>
        </div>
    }
}

/// What else makes a browser keep the data.
fn advice() -> Message {
    match browser_family() {
        (_, true) => keeping::KEPT_INSTALLED,
        (BrowserFamily::Safari, false) => keeping::KEPT_SAFARI,
        (BrowserFamily::Firefox, false) => keeping::KEPT_FIREFOX,
        (BrowserFamily::Other, false) => keeping::KEPT_OTHERS,
    }
}

/// How many entries wait in the journal, when it was last tidied, and doing it now.
#[component]
pub fn TidyRow(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
    /// Runs when it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let tidy = move || {
        busy.set(true);
        spawn_local(async move {
            match app.engine.fold().await {
                Ok(()) => {
                    app.notices.push(Notice::plain(NoticeTone::Success, words::TIDIED).about("tidied"));
                }
                Err(failure) => tell_failure(app, failure),
            }
            busy.try_set(false);
            on_done.try_run(());
        });
    };
    let facts = move || {
        let figures = figures.get()?;
        let last = match figures.last_fold {
            Some((at, took)) => {
                let when = format::instant(language(), at, format::InstantStyle::Time);
                tf(keeping::LAST_FOLD_TOOK, &[("when", &when), ("time", &n(took.ceil() as u64))])
            }
            None => t(words::NOT_YET),
        };
        let waiting = n(figures.journal_entries);
        Some(format!("{}: {waiting} · {}: {last}", t(words::JOURNAL), t(words::LAST_FOLD)))
    };
    view! {
        <div class="setting">
            <div class="setting-text">
                <p class="setting-name">{move || t(words::TIDY)}</p>
                <p class="setting-help">{move || t(words::TIDY_HELP)}</p>
                <p class="setting-help fold-facts">{move || facts().unwrap_or_else(line_held_free)}</p>
            </div>
            <div class="setting-control"><Button label=move || t(words::TIDY_NOW) busy=busy on_press=tidy/></div>
        </div>
    }
}

/// What stands where a line of text will come, so that nothing below moves under a pointer when it does.
fn line_held_free() -> String {
    "\u{a0}".to_owned()
}

/// What was set aside because it could not be read, while there is something.
#[component]
pub fn AsideRow(
    /// What the engine counted; `None` before its first answer.
    figures: ReadSignal<Option<StorageFigures>>,
) -> impl IntoView {
    let app = use_app();
    let aside = Memo::new(move |_| figures.with(|figures| figures.as_ref().map_or((0, 0), |figures| figures.aside)));
    let help = move || {
        let (count, bytes) = aside.get();
        tf(keeping::ASIDE_HELP, &[("count", &n(count)), ("size", &format::bytes(language(), bytes))])
    };
    let save = move || {
        spawn_local(async move {
            match app.engine.set_aside().await {
                Ok(file) => {
                    if browser::download(&file.name, &file.media_type, &[file.bytes]).is_err() {
                        tell_failure(app, crate::state::protocol::Failure::Bug("no download".to_owned()));
                    }
                }
                Err(failure) => tell_failure(app, failure),
            }
        });
    };
    view! {
        <Show when=move || { aside.get().0 > 0 }>
            <Setting name=keeping::ASIDE help=help>
                <Button label=move || t(keeping::ASIDE_SAVE) icon=Icon::Download on_press=save/>
            </Setting>
        </Show>
    }
}
