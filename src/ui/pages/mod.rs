//! The pages, one file an address. A page never uses another page.

mod audit;
mod campaign;
mod campaigns;
mod conflicts;
mod customer;
mod customers;
mod deals;
mod home;
mod import;
mod lists;
mod not_found;
mod pipelines;
mod segments;
mod settings;
mod tickets;

pub use audit::AuditPage;
pub use campaign::CampaignPage;
pub use campaigns::CampaignsPage;
pub use conflicts::ConflictsPage;
pub use customer::CustomerPage;
pub use customers::CustomersPage;
pub use deals::{DealPage, DealsPage};
pub use home::HomePage;
pub use import::ImportPage;
pub use lists::{PlainListPage, PlainRecordPage};
pub use not_found::NotFoundPage;
pub use pipelines::PipelinesPage;
pub use segments::SegmentsPage;
pub use settings::SettingsPage;
pub use tickets::{TicketPage, TicketsPage};
