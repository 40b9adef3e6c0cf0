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

/// A record: a customer has a page of its own, the others open beside their list.
pub fn record_address(kind: Kind, id: Id) -> String {
    match kind {
        Kind::Customer => format!("/{}/{id}", kind.name()),
        Kind::Member => format!("/{}?open={id}", kind.name()),
    }
}
