//! Random records for property tests. Few identifiers, stamps and values, so that they clash often.

use super::{Entry, Record};
use crate::domain::id::Id;
use crate::domain::stamp::{Actor, Stamp};
use proptest::prelude::*;

/// A stamp out of a small world.
pub fn any_stamp() -> impl Strategy<Value = Stamp> {
    (1u64..40, 0u16..2, 1u64..4).prop_map(|(milliseconds, counter, actor)| Stamp {
        milliseconds,
        counter,
        actor: Actor(actor),
    })
}

/// A record of one identifier, so that any two of them can be joined.
pub fn any_record() -> impl Strategy<Value = Record> {
    let field = (1u16..8, any_stamp(), 0u8..4);
    (
        prop::collection::vec(field, 0..6),
        prop::option::of((any_stamp(), any::<bool>())),
        prop::option::weighted(0.3, any_stamp()),
        prop::option::weighted(0.2, prop::collection::vec(0u8..0x7f, 1..4)),
    )
        .prop_map(|(fields, deletion, floor, rest)| {
            let mut record = Record::new(2, Id::from_parts(5, [5; 10]));
            for (number, stamp, value) in fields {
                let Entry { number, stamp, raw } = Entry { number, stamp, raw: vec![value] };
                if floor.is_none_or(|floor| stamp > floor) {
                    record.set(number, stamp, raw);
                }
            }
            record.deletion = deletion;
            record.floor = floor;
            if let Some(bytes) = rest {
                record.rest = (bytes.len() as u32, bytes);
            }
            record
        })
}
