//! The addresses of the places, from the site's base on. They stay, so that bookmarks do.

use crate::domain::id::Id;
use crate::domain::query::Query;
use crate::domain::record::Kind;

/// The import.
pub const IMPORT: &str = "/import";
/// The settings.
pub const SETTINGS: &str = "/settings";
/// Everything that was changed.
pub const CHANGES: &str = "/settings/changes";
/// The lock section of the settings.
pub const LOCK: &str = "/settings#lock";
/// The element id of the lock section.
pub const LOCK_SECTION: &str = "lock";
/// The storage section of the settings.
pub const STORAGE: &str = "/settings#storage";
/// The books section of the settings.
pub const BOOKS: &str = "/settings#books";
/// The element id of the books section.
pub const BOOKS_SECTION: &str = "books";
/// The backup section of the settings.
pub const BACKUP: &str = "/settings#backup";
/// The element id of the backup section.
pub const BACKUP_SECTION: &str = "backup";
/// The section of other devices in the settings.
pub const DEVICES: &str = "/settings#devices";
/// The element id of that section.
pub const DEVICES_SECTION: &str = "devices";
/// Opens the form that joins another device's book.
pub const JOIN: &str = "/settings#join=";
/// Values that lost against others.
pub const CONFLICTS: &str = "/conflicts";
/// The element id of the storage section.
pub const STORAGE_SECTION: &str = "storage";

/// The list of a kind.
pub fn list_address(kind: Kind) -> String {
    format!("/{}", kind.name())
}

/// The list that a query asks for.
pub fn query_address(query: &Query) -> String {
    let parts = js_sys::encode_uri_component;
    let pairs = query.to_pairs();
    let pairs =
        pairs.iter().map(|(name, value)| format!("{}={}", String::from(parts(name)), String::from(parts(value))));
    let pairs: Vec<String> = pairs.collect();
    let address = list_address(query.kind);
    if pairs.is_empty() { address } else { format!("{address}?{}", pairs.join("&")) }
}

/// An address of the site as the browser needs it in a link that is not ours to follow, such as one inside a chart.
pub fn site_address(address: &str) -> String {
    format!("{}{}", crate::state::browser::base_path(), address.trim_start_matches('/'))
}

/// The page of a record.
pub fn record_address(kind: Kind, id: Id) -> String {
    format!("/{}/{id}", kind.name())
}
