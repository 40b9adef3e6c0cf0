//! The exchange with other devices in words, wherever it is told: how it stands, and what keeps it from going on.

mod standing;
mod tell_conflicts;
mod told;

pub use standing::standing;
pub use tell_conflicts::tell_of_conflicts;
pub use told::{FieldOfTrouble, field_of, sentences, told};
