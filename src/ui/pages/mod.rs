//! The pages, one file an address. A page never uses another page.

mod customer;
mod customers;
mod import;
mod members;
mod not_found;
mod settings;
mod welcome;

pub use customer::CustomerPage;
pub use customers::CustomersPage;
pub use import::ImportPage;
pub use members::{MemberPage, MembersPage};
pub use not_found::NotFoundPage;
pub use settings::SettingsPage;
pub use welcome::HomePage;
