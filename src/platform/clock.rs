//! The time, and waiting for it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessagePort, Performance};

use super::global::{call_method, global_property, property};
use super::oneshot;

/// How long [`next_frame`] waits for a frame that does not come, as in a tab behind others.
const LONGEST_FRAME_MS: u32 = 250;

/// Milliseconds since 1970-01-01 00:00 UTC by the clock of the device, which its user may set to anything.
pub fn now_ms() -> u64 {
    // `as` takes a clock before 1970 to zero.
    Date::now() as u64
}

/// Milliseconds, with fractions, since this page or worker began. Never goes backwards; for measuring only.
pub fn monotonic_ms() -> f64 {
    match global_property("performance") {
        Some(performance) => performance.unchecked_into::<Performance>().now(),
        None => Date::now(),
    }
}

/// The calendar date of the device's zone now: year, month 1 to 12, day 1 to 31.
pub fn local_today() -> (i32, u8, u8) {
    local_date_of(Date::now())
}

/// The calendar date of the device's zone at an instant, given in milliseconds since 1970 UTC.
pub fn local_date_of(instant_ms: f64) -> (i32, u8, u8) {
    let date = Date::new(&JsValue::from_f64(instant_ms));
    // The browser counts months from zero.
    (date.get_full_year() as i32, date.get_month() as u8 + 1, date.get_date() as u8)
}

/// The instant at which a calendar date begins in the device's zone, in milliseconds since 1970 UTC.
pub fn start_of_day(year: i32, month: u8, day: u8) -> i64 {
    let date = Date::new_with_year_month_day(u32::try_from(year).unwrap_or(1970), i32::from(month) - 1, i32::from(day));
    date.get_time() as i64
}

/// An instant as an input of the type `datetime-local` holds it, in the device's zone: `2026-11-25T10:30`.
pub fn local_input_text(instant_ms: i64) -> String {
    let date = Date::new(&JsValue::from_f64(instant_ms as f64));
    let (year, month, day) = local_date_of(instant_ms as f64);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The instant that such an input holds, in milliseconds since 1970 UTC; `None` for what is no moment.
pub fn moment_of_local_input(text: &str) -> Option<i64> {
    // A date and a time without an offset are read in the device's zone (ECMAScript, Date Time String Format).
    let milliseconds = Date::parse(text.trim());
    (text.contains('T') && milliseconds.is_finite()).then_some(milliseconds as i64)
}

/// The name of the device's zone, as in `Europe/Paris`; `UTC` where the browser does not say.
pub fn time_zone() -> String {
    let zone = || {
        let constructor = property(&global_property("Intl")?, "DateTimeFormat")?;
        // `Intl.DateTimeFormat` makes an object when it is called without `new` as well.
        let format = call_method(&constructor, "call", &[JsValue::UNDEFINED]).ok()?;
        let options = call_method(&format, "resolvedOptions", &[]).ok()?;
        property(&options, "timeZone")?.as_string()
    };
    zone().unwrap_or_else(|| "UTC".to_owned())
}

/// Waits `milliseconds`. Dropping the future takes the timer off.
pub fn sleep(milliseconds: u32) -> impl Future<Output = ()> {
    let (sender, receiver) = oneshot::channel();
    let timer = Timeout::new(milliseconds, move || sender.send(()));
    async move {
        receiver.await;
        drop(timer);
    }
}

/// What `future` gives, or `None` where it takes longer than `milliseconds`; then it is dropped.
pub async fn within<T>(milliseconds: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut late = pin!(sleep(milliseconds));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Waits until the browser is about to draw the next frame. Page only.
///
/// A hidden tab draws nothing, and a worker never does: there this waits a quarter of a second instead.
pub fn next_frame() -> impl Future<Output = ()> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let answer = move || {
        if let Some(sender) = sender.borrow_mut().take() {
            sender.send(());
        }
    };
    let timer = Timeout::new(LONGEST_FRAME_MS, answer.clone());
    let callback = Closure::<dyn FnMut(f64)>::new(move |_time: f64| answer());
    let frame = web_sys::window()
        .and_then(|window| Some((window.request_animation_frame(callback.as_ref().unchecked_ref()).ok()?, window)));
    let cancel = FrameRequest { frame, _callback: callback };
    async move {
        receiver.await;
        drop((timer, cancel));
    }
}

/// Takes the request back when it is no longer waited for, because the callback is freed then.
struct FrameRequest {
    frame: Option<(i32, web_sys::Window)>,
    _callback: Closure<dyn FnMut(f64)>,
}

impl Drop for FrameRequest {
    fn drop(&mut self) {
        if let Some((handle, window)) = &self.frame {
            // Taking back a frame that was already drawn does nothing.
            let _ = window.cancel_animation_frame(*handle);
        }
    }
}

/// Lets the browser do what else is waiting (messages, input, drawing) and comes back as soon as it can.
///
/// A message to oneself is used and not a timer, because timers that follow each other wait at least 4 ms.
pub async fn yield_now() {
    match TURNS.with(|turns| turns.as_ref().and_then(Turns::take)) {
        Some(turn) => {
            turn.await;
        }
        None => sleep(0).await,
    }
}

thread_local! {
    static TURNS: Option<Turns> = Turns::open();
}

/// One message channel to oneself, and who waits for its messages, first come first served.
struct Turns {
    waiting: Rc<RefCell<VecDeque<oneshot::Sender<()>>>>,
    port: MessagePort,
    _listener: EventListener,
}

impl Turns {
    fn open() -> Option<Turns> {
        let channel = MessageChannel::new().ok()?;
        let waiting: Rc<RefCell<VecDeque<oneshot::Sender<()>>>> = Rc::default();
        let heard = Rc::clone(&waiting);
        let listener = EventListener::new(&channel.port2(), "message", move |_event| {
            let next = heard.borrow_mut().pop_front();
            if let Some(sender) = next {
                sender.send(());
            }
        });
        channel.port2().start();
        Some(Turns { waiting, port: channel.port1(), _listener: listener })
    }

    fn take(&self) -> Option<oneshot::Receiver<()>> {
        self.port.post_message(&JsValue::NULL).ok()?;
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().push_back(sender);
        Some(receiver)
    }
}
