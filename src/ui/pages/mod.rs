//! The pages, one file an address. A page never uses another page.

mod customer;
mod customers;
mod home;
mod deals;
mod import;
mod lists;
mod not_found;
mod pipelines;
mod settings;
mod tickets;

pub use customer::CustomerPage;
pub use customers::CustomersPage;
pub use home::HomePage;
pub use deals::{DealPage, DealsPage};
pub use import::ImportPage;
pub use lists::{PlainListPage, PlainRecordPage};
pub use not_found::NotFoundPage;
pub use pipelines::PipelinesPage;
pub use settings::SettingsPage;
pub use tickets::{TicketPage, TicketsPage};
