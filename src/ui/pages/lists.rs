//! The places that are a list and nothing more, and their records: what they show is all in the field table.

use leptos::prelude::*;

use crate::domain::record::Kind;
use crate::ui::records::{RecordList, RecordPage};

/// The list of a kind, with the open record beside it.
#[component]
pub fn PlainListPage(
    /// What is listed.
    kind: Kind,
) -> impl IntoView {
    view! { <RecordList kind=kind/> }
}

/// The page of the record that the address names.
#[component]
pub fn PlainRecordPage(
    /// The kind of record.
    kind: Kind,
) -> impl IntoView {
    view! { <RecordPage kind=kind/> }
}
