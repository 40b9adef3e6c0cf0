//! What happens at a bug: it is written to the console and told once, so that the page can show it.

use std::cell::{Cell, RefCell};
use std::panic;

use gloo::events::EventListener;
use js_sys::WebAssembly::RuntimeError;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, PromiseRejectionEvent, console};

use super::global::thrown_text;

type Report = Box<dyn Fn(&str)>;

thread_local! {
    static REPORT: RefCell<Option<Report>> = const { RefCell::new(None) };
    static REPORTED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic of this page or worker is written to `console.error` with its stack, and its text given to
/// `report`, once: after a panic this WebAssembly instance is not to be trusted, and what follows is only echo.
///
/// A trap that is no panic, such as running out of memory or stack, is reported in the same way when it ends a task.
/// In a worker `report` is usually [`super::worker::report_failure`]; in the page it shows the rescue screen. It must
/// do little and use nothing that may be borrowed or half changed at that moment.
pub fn install_panic_hook(report: impl Fn(&str) + 'static) {
    REPORT.with(|slot| *slot.borrow_mut() = Some(Box::new(report)));
    panic::set_hook(Box::new(|information| tell(&information.to_string())));

    let global: EventTarget = js_sys::global().unchecked_into();
    EventListener::new(&global, "unhandledrejection", |event| {
        let reason = event.dyn_ref::<PromiseRejectionEvent>().map_or(JsValue::UNDEFINED, PromiseRejectionEvent::reason);
        // Other rejections are a matter between the browser and a promise that nobody waited for.
        if reason.is_instance_of::<RuntimeError>() {
            tell(&thrown_text(&reason));
        }
    })
    .forget();
}

fn tell(text: &str) {
    console::error_1(&js_sys::Error::new(text));
    if REPORTED.replace(true) {
        return;
    }
    REPORT.with(|slot| {
        if let Ok(slot) = slot.try_borrow()
            && let Some(report) = slot.as_ref()
        {
            report(text);
        }
    });
}
