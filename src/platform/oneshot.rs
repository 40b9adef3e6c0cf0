//! One value, handed over once, from a callback of the browser to a future that waits for it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Slot<T> {
    value: Option<T>,
    sender_is_gone: bool,
    waker: Option<Waker>,
}

/// The giving end. Dropped without sending, it wakes the receiver with `None`.
pub(super) struct Sender<T>(Rc<RefCell<Slot<T>>>);

/// The waiting end: a future of the value, or of `None` when the sender went away without one.
pub(super) struct Receiver<T>(Rc<RefCell<Slot<T>>>);

/// A pair of ends. A value that is sent after the receiver was dropped is dropped as well.
pub(super) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let slot = Rc::new(RefCell::new(Slot { value: None, sender_is_gone: false, waker: None }));
    (Sender(Rc::clone(&slot)), Receiver(slot))
}

impl<T> Sender<T> {
    pub(super) fn send(self, value: T) {
        // Dropping `self` at the end of this function wakes the receiver.
        self.0.borrow_mut().value = Some(value);
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // The waker is taken out first: waking may poll the receiver at once, which borrows the slot again.
        let waker = {
            let mut slot = self.0.borrow_mut();
            slot.sender_is_gone = true;
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = self.0.borrow_mut();
        if let Some(value) = slot.value.take() {
            return Poll::Ready(Some(value));
        }
        if slot.sender_is_gone {
            return Poll::Ready(None);
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
