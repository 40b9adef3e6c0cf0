//! The pages, one file an address. A page never uses another page.

mod customer;
mod customers;
mod import;
mod lists;
mod not_found;
mod segments;
mod settings;
mod welcome;

pub use customer::CustomerPage;
pub use customers::CustomersPage;
pub use import::ImportPage;
pub use lists::{PlainListPage, PlainRecordPage};
pub use not_found::NotFoundPage;
pub use segments::SegmentsPage;
pub use settings::SettingsPage;
pub use welcome::HomePage;
