//! Taking turns within the worker: work that awaits in the middle and must not be interleaved with its like.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// One at a time, in the order of asking, more or less; nobody spins.
#[derive(Default)]
pub(super) struct Turns {
    taken: Cell<bool>,
    waiting: RefCell<VecDeque<Waker>>,
}

/// Somebody's turn; ends when it is dropped.
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    /// Waits until nobody else has the turn, then takes it.
    pub(super) async fn take(&self) -> Turn<'_> {
        poll_fn(|context| {
            if self.taken.replace(true) {
                self.waiting.borrow_mut().push_back(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(Turn(self))
        })
        .await
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.taken.set(false);
        // All are woken, since one that was dropped meanwhile would not pass the turn on.
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }
}
