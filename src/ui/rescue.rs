//! The rescue screen: what happened, what is safe, what to do. It deletes nothing.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};

use super::brand_mark::BrandMark;
use super::controls::{Button, ButtonKind, Glyph, Icon, unique_id};
use super::words::{language, t};
use crate::messages::{Message, releases, shell as words};
use crate::state::protocol::{Failure, Phase};
use crate::state::{AppState, Connection, LossReason, browser, failure_text, fetch_and_change_over, use_app};

/// What keeps the book from being used.
#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    /// The worker has ended.
    Lost(LossReason),
    /// The book could not be opened.
    Failed(Failure),
}

impl Trouble {
    fn title(&self) -> Message {
        match self {
            Trouble::Lost(LossReason::NotStarted(_)) => releases::RESCUE_NOT_STARTED,
            Trouble::Lost(_) => words::RESCUE_STOPPED,
            Trouble::Failed(Failure::NewerRelease) => releases::RESCUE_NEWER,
            Trouble::Failed(Failure::BookGone) => releases::RESCUE_GONE,
            Trouble::Failed(_) => words::RESCUE_CANNOT_OPEN,
        }
    }

    fn what_happened(&self) -> String {
        match self {
            Trouble::Lost(LossReason::OtherRelease(_)) => t(words::RESCUE_OTHER_RELEASE),
            Trouble::Lost(LossReason::NotStarted(_)) => t(releases::RESCUE_NOT_STARTED_TEXT),
            Trouble::Lost(LossReason::Stopped(_)) => t(words::RESCUE_STOPPED_TEXT),
            Trouble::Failed(Failure::BookDamaged(_)) => t(words::RESCUE_BOOK_DAMAGED),
            Trouble::Failed(failure) => failure_text(failure, language()),
        }
    }

    fn what_is_safe(&self) -> Message {
        match self {
            Trouble::Failed(Failure::StorageUnavailable(_)) => words::RESCUE_NOTHING_STORED,
            Trouble::Failed(Failure::BookGone) => releases::RESCUE_GONE_SAFE,
            _ => words::RESCUE_SAFE,
        }
    }

    /// Whether loading the page again is the way out, not trying again.
    fn wants_reload(&self) -> bool {
        self.wants_another_release() || self.is_incomplete() || matches!(self, Trouble::Failed(Failure::BookGone))
    }

    /// Whether this page is of an older release than it should be.
    fn wants_another_release(&self) -> bool {
        matches!(self, Trouble::Lost(LossReason::OtherRelease(_)) | Trouble::Failed(Failure::NewerRelease))
    }

    /// Whether the program itself may be damaged or not whole here.
    fn is_incomplete(&self) -> bool {
        matches!(self, Trouble::Lost(LossReason::NotStarted(_)))
    }

    /// For whoever looks after Burrow; in English, as reports are.
    fn details(&self) -> String {
        let build = browser::build_id();
        match self {
            Trouble::Lost(
                LossReason::OtherRelease(text) | LossReason::NotStarted(text) | LossReason::Stopped(text),
            ) => {
                format!("build {build}\nengine lost: {text}")
            }
            Trouble::Failed(failure) => format!("build {build}\nbook not opened: {failure:?}"),
        }
    }
}

fn trouble_of(app: AppState) -> Option<Trouble> {
    match (app.connection.get(), app.phase.get()) {
        (Connection::Lost(reason), _) => Some(Trouble::Lost(reason)),
        (_, Phase::Failed(failure)) => Some(Trouble::Failed(failure)),
        _ => None,
    }
}

/// Shows the rescue screen over everything while the book cannot be used. The page stays behind it, with what was being
/// written there.
#[component]
pub fn Rescue() -> impl IntoView {
    let app = use_app();
    let trouble = Memo::new(move |_| trouble_of(app));
    view! {
        {move || trouble.get().map(|trouble| view! { <RescueScreen trouble=trouble/> })}
    }
}

#[component]
fn RescueScreen(trouble: Trouble) -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("rescue");
    let trying = RwSignal::new(false);
    let copied = RwSignal::new(None::<bool>);
    let details = trouble.details();
    let title = trouble.title();
    let safe = trouble.what_is_safe();
    let wants_reload = trouble.wants_reload();
    let wants_another_release = trouble.wants_another_release();
    let is_lost = matches!(trouble, Trouble::Lost(_));

    let show = move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten()
            && !dialog.open()
        {
            // On top of any dialog that was open. It fails only when the element has left the page.
            drop(dialog.show_modal());
        }
    };
    Effect::new(move || {
        dialog.track();
        show();
    });
    let try_again = move || {
        trying.set(true);
        if is_lost {
            app.restart_engine()
        } else {
            app.reopen()
        }
        spawn_local(async move {
            // The same failure again would change nothing on the screen.
            browser::sleep(2_000).await;
            trying.try_set(false);
        });
    };
    let is_incomplete = trouble.is_incomplete();
    let reload = move || {
        if !wants_another_release && !is_incomplete {
            return browser::reload();
        }
        trying.set(true);
        if is_incomplete {
            browser::download_anew();
        } else {
            spawn_local(fetch_and_change_over());
        }
    };
    let reload_label = if wants_another_release { releases::RELOAD_TO_UPDATE } else { words::RELOAD };
    let copy = {
        let details = details.clone();
        move || {
            let details = details.clone();
            spawn_local(async move {
                let done = browser::copy_text(&details).await.is_ok();
                copied.try_set(Some(done));
            });
        }
    };
    let copy_label = move || match copied.get() {
        Some(true) => t(words::COPIED),
        _ => t(words::COPY_DETAILS),
    };
    let reload_kind = if wants_reload { ButtonKind::Primary } else { ButtonKind::Plain };
    view! {
        // Escape must not close it, as there is nothing usable behind; at the second one Chromium does so unasked.
        <dialog
            node_ref=dialog class="rescue" aria-labelledby=title_id.clone()
            on:cancel=|event: ev::Event| event.prevent_default() on:close=move |_| show()
        >
            <div class="rescue-box">
                <div class="brand"><BrandMark/>{move || t(words::BRAND)}</div>
                <h1 class="rescue-title" id=title_id.clone()>{move || t(title)}</h1>
                <p>{move || trouble.what_happened()}</p>
                <div class="rescue-safe"><Glyph icon=Icon::Disk/><p>{move || t(safe)}</p></div>
                <div class="rescue-actions">
                    {(!wants_reload).then(|| view! {
                        <Button label=move || t(words::TRY_AGAIN) kind=ButtonKind::Primary busy=trying on_press=try_again/>
                    })}
                    <Button label=move || t(reload_label) kind=reload_kind busy=trying on_press=reload/>
                    <Button label=copy_label kind=ButtonKind::Quiet on_press=copy/>
                </div>
                <p role="status" hidden=move || copied.get() != Some(false)>{move || t(words::NOT_COPIED)}</p>
                <details class="rescue-details">
                    <summary>{move || t(words::TECHNICAL_DETAILS)}</summary>
                    <pre>{details}</pre>
                </details>
            </div>
        </dialog>
    }
}
