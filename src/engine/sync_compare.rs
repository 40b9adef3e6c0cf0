//! Whether the server shows this device what it shows the others: what each says that it was shown is held against what was
//! shown here. A server could hold one record back for ever otherwise, and nobody would miss it.

use crate::domain::id::Id;
use crate::engine::core::Engine;
use crate::engine::exchange::Exchange;
use crate::engine::sync_round::Round;
use crate::storage::Disk;
use crate::sync::document::Sender;
use crate::sync::head::{DeviceHead, Shown};
use crate::sync::keys::is_record_name;
use crate::sync::known::Withheld;
use std::rc::Rc;

/// How long a difference is looked at again before anything is said, in milliseconds: of several machines that are one
/// server, one may be behind the others.
const LOOK_AGAIN_FOR: u64 = 60 * 1_000;

/// A difference that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    /// From which device.
    device: Id,
    /// When it was found first, milliseconds since 1970.
    found: u64,
    /// Everything has been read once more since.
    is_read_again: bool,
}

impl Exchange {
    /// For which of its writings this device sends now.
    pub(super) fn sender(&self) -> Sender {
        let settings = self.settings.borrow();
        // Larger than all that others may have seen, whether it arrived or not.
        Sender { device: settings.device, number: settings.number.max(settings.arrived) + 1 }
    }

    /// Takes note of what was sent for which writing.
    pub(super) fn note_sender(&self, sender: Sender) {
        self.known.borrow_mut().note_written(sender.device, sender.number);
        let settings = self.settings.borrow();
        if sender.device == settings.device && sender.number > settings.arrived {
            // It arrived though nobody said so: the others wait for the telling that belongs to it.
            self.has_news.set(true);
        }
    }

    /// What was shown here, for this device to tell; none while some of it waits, or may be there or not.
    pub(super) fn shown(&self) -> Option<Shown> {
        let known = self.known.borrow();
        let waits = known.waiting.keys().any(|name| is_record_name(name));
        if self.is_unsure.get() || waits || !known.is_loaded {
            return None;
        }
        let digest = known.held.digest()?;
        let seen = known.heads.iter().map(|(device, number)| (*device, *number)).collect();
        Some(Shown { count: digest.count, sum: digest.sum.to_be_bytes(), era: known.era, seen })
    }

    /// What each device says that can be held against what was shown here, and whether that is the same.
    fn compared(&self, heads: &[DeviceHead]) -> Vec<(Withheld, bool)> {
        let Some(ours) = self.shown().map(|shown| shown.digest()) else { return Vec::new() };
        let (own, known) = (self.settings.borrow().device, self.known.borrow());
        let others = heads.iter().filter(|head| head.device != own);
        others
            .filter_map(|head| {
                let theirs = head.comparable(known.era, &known.written)?;
                let (device, name) = (head.device, head.name.clone());
                Some((Withheld { device, name, theirs: theirs.count, ours: ours.count }, theirs == ours))
            })
            .collect()
    }

    /// Compares: a device that was shown something else, if there is one. Takes back what was said before about one that is
    /// shown the same now, or takes part no longer.
    fn find_difference(&self, heads: &[DeviceHead]) -> Option<Withheld> {
        let compared = self.compared(heads);
        let is_settled = |device: Id| {
            let takes_part = heads.iter().any(|head| head.device == device && !head.is_forgotten);
            !takes_part || compared.iter().any(|(one, is_same)| one.device == device && *is_same)
        };
        if self.difference.get().is_some_and(|difference| is_settled(difference.device)) {
            self.difference.set(None);
        }
        let mut known = self.known.borrow_mut();
        if known.withheld.as_ref().is_some_and(|withheld| is_settled(withheld.device)) {
            known.withheld = None;
        }
        compared.into_iter().find(|(_, is_same)| !is_same).map(|(withheld, _)| withheld)
    }
}

impl<D: Disk + 'static> Engine<D> {
    /// Holds what was shown here against what the others say. What differs is looked at again for a while, then everything is
    /// read once more, and what differs still is for a person to know.
    pub(super) async fn compare_with_devices(self: &Rc<Self>, exchange: &Exchange) -> Result<(), Round> {
        // What vanished from the server is sent again, after which others must tell of themselves anew.
        if exchange.known.borrow().missing > 0 {
            return Ok(());
        }
        let before = exchange.known.borrow().withheld.clone();
        let mut found = exchange.find_difference(&self.sync_devices.borrow());
        exchange.differs.set(found.is_some());
        if let Some(withheld) = &found {
            let now = self.environment.now();
            let first = Difference { device: withheld.device, found: now, is_read_again: false };
            let difference = exchange.difference.get().unwrap_or(first);
            exchange.difference.set(Some(difference));
            if now.saturating_sub(difference.found) < LOOK_AGAIN_FOR {
                return Ok(());
            }
            if !difference.is_read_again {
                exchange.difference.set(Some(Difference { is_read_again: true, ..difference }));
                exchange.start_over();
                self.receive(exchange).await?;
                found = exchange.find_difference(&self.sync_devices.borrow());
                exchange.differs.set(found.is_some());
            }
        }
        if found.is_some() {
            exchange.known.borrow_mut().withheld = found;
        }
        if exchange.known.borrow().withheld != before {
            self.keep_known(exchange, &[]).await?;
        }
        Ok(())
    }
}
