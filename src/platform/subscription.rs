//! The hold on something that is listened to.

use gloo::events::EventListener;

/// Listening to the browser, for as long as this is held; dropping it ends the listening.
#[must_use = "the listening ends when this is dropped"]
#[derive(Debug)]
pub struct Subscription(EventListener);

impl Subscription {
    pub(super) fn new(listener: EventListener) -> Subscription {
        Subscription(listener)
    }

    /// Goes on listening until the page or worker ends.
    pub fn forget(self) {
        self.0.forget();
    }
}
