//! The pages, one file an address. A page never uses another page.

mod import;
mod not_found;
mod settings;
mod welcome;

pub use import::ImportPage;
pub use not_found::NotFoundPage;
pub use settings::SettingsPage;
pub use welcome::HomePage;
