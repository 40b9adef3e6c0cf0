//! Which stores the database has, and what an older one lacks. Plain data; the browser's disk carries it out.

use super::disk::Store;

/// The layout that this version writes.
pub const LAYOUT: u32 = 1;

/// One thing that an upgrade does to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutStep {
    /// Makes a store whose objects have names.
    NamedStore(Store),
    /// Makes a store whose rows get growing numbers.
    NumberedStore(Store),
}

/// What leads from layout `old` (0 is an empty database) to [`LAYOUT`], rung after rung.
pub fn upgrade(old: u32) -> Vec<LayoutStep> {
    (old..LAYOUT).flat_map(rung).copied().collect()
}

/// What leads from one layout to the next. A rung is never changed once it was released.
fn rung(from: u32) -> &'static [LayoutStep] {
    match from {
        0 => &[
            LayoutStep::NamedStore(Store::Meta),
            LayoutStep::NumberedStore(Store::Journal),
            LayoutStep::NamedStore(Store::Pages),
            LayoutStep::NamedStore(Store::History),
            LayoutStep::NamedStore(Store::Batches),
            LayoutStep::NamedStore(Store::Attachments),
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_database_gets_every_store_once_and_a_current_one_nothing() {
        let steps = upgrade(0);
        for store in Store::ALL {
            let expected =
                if store == Store::Journal { LayoutStep::NumberedStore(store) } else { LayoutStep::NamedStore(store) };
            assert_eq!(steps.iter().filter(|step| **step == expected).count(), 1, "{store:?}");
        }
        assert_eq!(steps.len(), Store::ALL.len());
        assert_eq!(upgrade(LAYOUT), []);
    }
}
