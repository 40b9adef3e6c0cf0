//! A bell that wakes who waits for it, and the first of two things to happen.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, Waker};

/// Rung when there is something to do. Whoever listens hears every ringing since it last listened, as one.
#[derive(Default)]
pub(super) struct Bell {
    rung: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Bell {
    /// Wakes who waits, or the next who will.
    pub(super) fn ring(&self) {
        self.rung.set(true);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }

    /// Waits until it is rung; at once where it was rung since the last time.
    pub(super) async fn heard(&self) {
        poll_fn(|context| {
            if self.rung.replace(false) {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// What came first.
pub(super) enum First<A, B> {
    /// The one.
    One(A),
    /// The other.
    Other(B),
}

/// Waits for either of two; the other one is given up.
pub(super) async fn first<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> First<A, B> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| {
        if let Poll::Ready(found) = one.as_mut().poll(context) {
            return Poll::Ready(First::One(found));
        }
        other.as_mut().poll(context).map(First::Other)
    })
    .await
}
