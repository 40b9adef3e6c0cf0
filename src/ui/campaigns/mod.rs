//! What more than one page shows of campaigns: who would come into one, and adding customers to one.

mod add_to_campaign;
mod audience;

pub use add_to_campaign::{AddToCampaign, Chosen};
pub use audience::{AudienceCounts, HoldOut, fill, is_fillable, live_plan};
