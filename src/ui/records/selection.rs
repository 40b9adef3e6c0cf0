//! Which rows of a list are selected.

use std::collections::BTreeSet;

use crate::domain::id::Id;

/// The selected rows. "All" is kept as such, so that a hundred thousand rows are selected at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// These.
    These(BTreeSet<Id>),
    /// All that the query finds, but these.
    AllBut(BTreeSet<Id>),
}

impl Default for Selection {
    fn default() -> Selection {
        Selection::These(BTreeSet::new())
    }
}

impl Selection {
    /// Whether the row is selected.
    pub fn holds(&self, id: Id) -> bool {
        match self {
            Selection::These(ids) => ids.contains(&id),
            Selection::AllBut(ids) => !ids.contains(&id),
        }
    }

    /// How many rows are selected of those that the query finds.
    pub fn count(&self, matched: u64) -> u64 {
        match self {
            Selection::These(ids) => ids.len() as u64,
            Selection::AllBut(ids) => matched.saturating_sub(ids.len() as u64),
        }
    }

    /// Selects the row, or no longer.
    pub fn set(&mut self, id: Id, selected: bool) {
        match self {
            Selection::These(ids) if selected => ids.insert(id),
            Selection::These(ids) => ids.remove(&id),
            Selection::AllBut(ids) if selected => ids.remove(&id),
            Selection::AllBut(ids) => ids.insert(id),
        };
    }
}
