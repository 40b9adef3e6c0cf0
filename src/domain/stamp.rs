//! When and by whom a value was written: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014).

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// The device and tab that writes: 64 random bits, new for each engine that starts, so that two tabs or a copied
/// profile never make equal stamps.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    BorshDeserialize,
    BorshSerialize,
    Deserialize,
    Serialize,
)]
pub struct Actor(pub u64);

/// A point in the order of all writes: wall-clock milliseconds, a counter within them, and the actor as tie-break.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    BorshDeserialize,
    BorshSerialize,
    Deserialize,
    Serialize,
)]
pub struct Stamp {
    /// Milliseconds since 1970, 48 bits of them.
    pub milliseconds: u64,
    /// Counts writes within one millisecond.
    pub counter: u16,
    /// Who wrote.
    pub actor: Actor,
}

impl Stamp {
    /// 16 bytes whose order is the order of stamps: 6 of time, 2 of counter, 8 of actor, most significant first.
    pub fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&self.milliseconds.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&self.counter.to_be_bytes());
        bytes[8..].copy_from_slice(&self.actor.0.to_be_bytes());
        bytes
    }

    /// The stamp in 16 bytes made by [`Stamp::to_bytes`].
    pub fn from_bytes(bytes: [u8; 16]) -> Stamp {
        let mut milliseconds = [0; 8];
        milliseconds[2..].copy_from_slice(&bytes[..6]);
        let mut actor = [0; 8];
        actor.copy_from_slice(&bytes[8..]);
        Stamp {
            milliseconds: u64::from_be_bytes(milliseconds),
            counter: u16::from_be_bytes([bytes[6], bytes[7]]),
            actor: Actor(u64::from_be_bytes(actor)),
        }
    }
}

/// The largest time a stamp can hold, in the year 10889.
const LAST_MILLISECOND: u64 = (1 << 48) - 1;

/// Gives each write a stamp later than all that this actor has written or seen.
#[derive(Clone, Debug)]
pub struct StampClock {
    last: Stamp,
}

impl StampClock {
    /// A clock that has seen nothing.
    pub fn new(actor: Actor) -> StampClock {
        StampClock { last: Stamp { milliseconds: 0, counter: 0, actor } }
    }

    /// Who this clock stamps for.
    pub fn actor(&self) -> Actor {
        self.last.actor
    }

    /// The next stamp, at `now` milliseconds since 1970 or just after the last one where the wall clock stands still or
    /// went back. A full counter moves on to the next millisecond.
    pub fn next(&mut self, now: u64) -> Stamp {
        let now = now.min(LAST_MILLISECOND);
        let (milliseconds, counter) = if now > self.last.milliseconds {
            (now, 0)
        } else {
            match self.last.counter.checked_add(1) {
                Some(counter) => (self.last.milliseconds, counter),
                None => (self.last.milliseconds.saturating_add(1).min(LAST_MILLISECOND), 0),
            }
        };
        self.last = Stamp { milliseconds, counter, actor: self.last.actor };
        self.last
    }

    /// Takes note of a stamp met while reading, so that the next write comes after it.
    pub fn observe(&mut self, seen: Stamp) {
        if (seen.milliseconds, seen.counter) > (self.last.milliseconds, self.last.counter) {
            self.last = Stamp { actor: self.last.actor, ..seen };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stamps_only_grow_whatever_the_wall_clock_does(times in prop::collection::vec(0u64..=LAST_MILLISECOND / 2, 1..200), seen in 0u64..1_000_000) {
            let mut clock = StampClock::new(Actor(7));
            let mut last = Stamp::default();
            for (index, now) in times.into_iter().enumerate() {
                if index % 5 == 4 {
                    clock.observe(Stamp { milliseconds: seen, counter: u16::MAX, actor: Actor(9) });
                }
                let stamp = clock.next(now);
                prop_assert!(stamp > last);
                prop_assert_eq!(stamp.actor, Actor(7));
                last = stamp;
            }
        }

        #[test]
        fn bytes_keep_the_order(a: (u64, u16, u64), b: (u64, u16, u64)) {
            let stamp = |(milliseconds, counter, actor): (u64, u16, u64)| Stamp { milliseconds: milliseconds & LAST_MILLISECOND, counter, actor: Actor(actor) };
            let (a, b) = (stamp(a), stamp(b));
            prop_assert_eq!(a.to_bytes().cmp(&b.to_bytes()), a.cmp(&b));
            prop_assert_eq!(Stamp::from_bytes(a.to_bytes()), a);
        }
    }
}
