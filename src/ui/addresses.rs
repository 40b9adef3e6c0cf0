//! The addresses of the places, from the site's base on. They stay, so that bookmarks do.

use crate::domain::id::Id;
use crate::domain::record::Kind;

/// The import.
pub const IMPORT: &str = "/import";
/// The settings.
pub const SETTINGS: &str = "/settings";
/// The storage section of the settings.
pub const STORAGE: &str = "/settings#storage";
/// The element id of the storage section.
pub const STORAGE_SECTION: &str = "storage";

/// The list of a kind.
pub fn list_address(kind: Kind) -> String {
    format!("/{}", kind.name())
}

/// The page of a record.
pub fn record_address(kind: Kind, id: Id) -> String {
    format!("/{}/{id}", kind.name())
}
