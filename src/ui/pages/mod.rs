//! The pages, one file an address. A page never uses another page.

mod customer;
mod customers;
mod home;
mod import;
mod lists;
mod not_found;
mod settings;
mod tickets;

pub use customer::CustomerPage;
pub use customers::CustomersPage;
pub use home::HomePage;
pub use import::ImportPage;
pub use lists::{PlainListPage, PlainRecordPage};
pub use not_found::NotFoundPage;
pub use settings::SettingsPage;
pub use tickets::{TicketPage, TicketsPage};
