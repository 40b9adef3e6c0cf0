//! Asking before the page is left while the engine works for it.

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, MouseEvent};

use super::flow::{Activity, ImportFlow};
use crate::messages::import as words;
use crate::messages::shell;
use crate::ui::controls::{Button, ButtonKind, Dialog};
use crate::ui::words::t;

/// Asks when a link is followed or the tab is closed while a job runs. By other ways, such as the Back button, the page
/// is left unasked: an import then goes on and tells its end by a notice, and a preview is stopped.
#[component]
pub(super) fn LeavingGuard(flow: ImportFlow) -> impl IntoView {
    let link = StoredValue::<Option<HtmlElement>, LocalStorage>::new_local(None);
    let asking = RwSignal::new(false);
    let agreed = StoredValue::new(false);

    // Before the router sees the press, which listens on the window.
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let listener = EventListener::new_with_options(&document(), "click", options, move |event| {
        if agreed.try_get_value() != Some(false) || flow.long_activity().is_none() {
            return;
        }
        if let Some(followed) = followed_link(event) {
            event.prevent_default();
            event.stop_propagation();
            link.set_value(Some(followed));
            asking.set(true);
        }
    });
    // Kept as long as the page is.
    let _held = StoredValue::new_local(listener);

    let closing = window_event_listener(ev::beforeunload, move |event| {
        if flow.long_activity() == Some(Activity::Import) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        closing.remove();
        if flow.long_activity() == Some(Activity::Preview) {
            flow.cancel();
        }
    });

    let leave = move || {
        asking.set(false);
        if let Some(link) = link.get_value() {
            agreed.set_value(true);
            link.click();
            agreed.try_update_value(|agreed| *agreed = false);
        }
    };
    // Once the work has ended there is nothing to ask.
    let works = move || flow.work.with(|work| work.is_some_and(|work| work.job.is_some()));
    let is_import = move || flow.activity() == Some(Activity::Import);
    view! {
        <Dialog
            open=Signal::derive(move || asking.get() && works())
            on_close=move || asking.set(false)
            title=move || t(if is_import() { words::LEAVE_IMPORT_TITLE } else { words::LEAVE_PREVIEW_TITLE })
            close_label=move || t(shell::CLOSE)
            footer=move || view! {
                <Button label=move || t(words::LEAVE) on_press=leave/>
                <Button kind=ButtonKind::Primary label=move || t(words::STAY) on_press=move || asking.set(false)/>
            }
        >
            <p>{move || t(if is_import() { words::LEAVE_IMPORT_TEXT } else { words::LEAVE_PREVIEW_TEXT })}</p>
        </Dialog>
    }
}

/// The link to another page of this tab that a press follows.
fn followed_link(event: &Event) -> Option<HtmlElement> {
    let press = event.dyn_ref::<MouseEvent>()?;
    if press.button() != 0 || press.ctrl_key() || press.meta_key() || press.shift_key() || press.alt_key() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let stays =
        link.has_attribute("target") || link.has_attribute("download") || link.get_attribute("href")?.starts_with('#');
    if stays { None } else { link.dyn_into().ok() }
}
